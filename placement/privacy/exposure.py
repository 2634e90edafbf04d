"""`Exposure`: how much of homes and private ground each candidate has in its picture."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np
from attrs import evolve, field, frozen

from placement.cameras.model import CameraModel
from placement.privacy.facade_sights import (
    GRASS_M,
    FacadeSights,
    facade_sights,
    ground_sights,
)
from placement.privacy.homes import Homes
from placement.privacy.visible_strips import (
    VisibleStrips,
    in_home_view,
    in_reach,
    reach_m,
    zoomed_reach_m,
)
from placement.sites import Sites
from placement.units import Booleans, Floats, read_only
from placement.visibility.sights import Candidates
from placement.visibility.surface import Surface


@frozen
class Reach:
    """From which densities, and to which distance, homes in the picture count."""

    thresholds_px_m: tuple[float, ...]
    """Ascending. [px/m]"""
    most_m: float
    """Nothing farther away counts, whatever the zoom. [m]"""


@frozen(eq=False)
class Exposure:
    """What of homes J candidates have in the picture, at T densities; arrays are (J, T). [m²]

    The seam to the choice of cameras: a column of `home_m2` is what limits and prices count. Homes
    are houses whose use is home, and those of unknown use where the plan file counts them so.
    """

    thresholds_px_m: tuple[float, ...]
    """The T pixel densities, ascending. [px/m]"""
    home_m2: Floats = field(converter=read_only)
    """Façades of homes in free sight in the home view, at least so dense."""
    home_reachable_m2: Floats = field(converter=read_only)
    """The same with all that a turning camera can be turned and zoomed to."""

    def __len__(self) -> int:
        return int(self.home_m2.shape[0])


@frozen(eq=False)
class GroundExposure:
    """What of private ground J candidates have in the picture; arrays are (J, T). [m²]

    Apart from `Exposure`, for the choice of cameras does not ask for it.
    """

    ground_m2: Floats = field(converter=read_only)
    """Private ground in the home view."""
    ground_reachable_m2: Floats = field(converter=read_only)
    """Private ground with all that a turning camera can reach."""


@frozen(eq=False)
class Views:
    """What candidates could have in the picture: the sights of their sites on homes.

    Each kind of sight is traced once, when it is first asked for.
    """

    homes: Homes
    reach: Reach
    candidates: Candidates
    models: tuple[CameraModel, ...]
    _surface: Surface
    _sites: Sites

    @cached_property
    def facades(self) -> FacadeSights:
        """Façades within reach of home views."""
        return self._facades(self._near_m)

    @cached_property
    def far_facades(self) -> FacadeSights:
        """Façades within reach of turning cameras, zoomed in; nothing at the other sites."""
        return self._facades(self._far_m)

    @cached_property
    def ground(self) -> FacadeSights:
        """Cells of private ground within reach of home views, as strips so low as grass."""
        return self._ground(self._near_m)

    @cached_property
    def far_ground(self) -> FacadeSights:
        """Cells of private ground within reach of turning cameras, zoomed in."""
        return self._ground(self._far_m)

    def _facades(self, reach_m: Floats) -> FacadeSights:
        return facade_sights(self._surface, self._sites, self.homes.strips, reach_m=reach_m)

    def _ground(self, reach_m: Floats) -> FacadeSights:
        return ground_sights(self._surface, self._sites, self.homes.ground, reach_m=reach_m)

    @property
    def _near_m(self) -> Floats:
        """(S,) reach of home views of the candidates at each site. [m]"""
        least_px_m = self.reach.thresholds_px_m[0]
        near_m = [min(reach_m(m, least_px_m), self.reach.most_m) for m in self.models]
        return self._at_sites(near_m)

    @property
    def _far_m(self) -> Floats:
        """(S,) reach of the turning candidates at each site, zoomed in. [m]"""
        least_px_m, most_m = self.reach.thresholds_px_m[0], self.reach.most_m
        far_m = [
            min(zoomed_reach_m(m, least_px_m), most_m) if m.turning else 0.0 for m in self.models
        ]
        return self._at_sites(far_m)

    def _at_sites(self, of_models: Sequence[float]) -> Floats:
        """Return the largest value of the models of each site's candidates, (S,)."""
        at_sites = np.zeros(len(self._sites))
        np.maximum.at(at_sites, self.candidates.site, np.array(of_models)[self.candidates.model])
        return at_sites

    @property
    def turning(self) -> Booleans:
        """(J,) which candidates can be turned."""
        turning = np.array([model.turning for model in self.models], dtype=np.bool_)
        return np.asarray(turning[self.candidates.model])

    def exposure(self) -> Exposure:
        """Return how much of homes each candidate has in its picture."""
        areas = self._areas(self.facades, self.far_facades, self.home_width_m)
        return Exposure(self.reach.thresholds_px_m, *areas)

    def ground_exposure(self) -> GroundExposure:
        """Return how much of private ground each candidate has in its picture."""
        return GroundExposure(*self._areas(self.ground, self.far_ground, self.ground_width_m))

    def _areas(
        self, near: FacadeSights, far: FacadeSights, width_m: Callable[[FacadeSights], Floats]
    ) -> tuple[Floats, Floats]:
        """Return (J, T) what candidates see in their home view, and with all they can reach."""
        home = _areas(self, self.at_home(near), width_m(near))
        reachable, index = home.copy(), np.flatnonzero(self.turning)
        # poses of one model at one site reach the same
        pairs = np.column_stack([self.candidates.site[index], self.candidates.model[index]])
        _, first, which = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
        some = evolve(self, candidates=self.candidates.take(index[first]))
        turned = _areas(some, some.when_turned(far), width_m(far))
        reachable[index] = np.maximum(reachable[index], turned[which.ravel()])
        return home, reachable

    def at_home(self, sights: FacadeSights) -> Iterator[tuple[VisibleStrips, ...]]:
        """Yield what home views have of strips for each threshold, block by block."""
        return in_home_view(
            self.candidates,
            sights,
            models=self.models,
            thresholds_px_m=self.reach.thresholds_px_m,
            most_m=self.reach.most_m,
        )

    def when_turned(self, sights: FacadeSights) -> Iterator[tuple[VisibleStrips, ...]]:
        """Yield what turning candidates can reach of strips, likewise."""
        return in_reach(
            self.candidates,
            sights,
            models=self.models,
            thresholds_px_m=self.reach.thresholds_px_m,
            most_m=self.reach.most_m,
        )

    def home_width_m(self, sights: FacadeSights) -> Floats:
        """Return the width of each piece of façade, 0 of what is no home, (P,). [m]"""
        return (self.homes.strips.width_m * self.homes.is_home)[sights.strip]

    def ground_width_m(self, sights: FacadeSights) -> Floats:
        """Return the area of each cell of ground over the height of its grass, (P,). [m]"""
        return self.homes.ground.area_m2[sights.strip] / GRASS_M


def views(
    surface: Surface,
    sites: Sites,
    candidates: Candidates,
    *,
    homes: Homes,
    models: Sequence[CameraModel],
    reach: Reach,
) -> Views:
    """Return what of homes the sites of candidates have in free sight.

    Parameters
    ----------
    surface, sites, candidates, models
        As in `visibility.sights`.
    homes
        What counts.
    reach
        From which densities and how far.
    """
    return Views(homes, reach, candidates, tuple(models), surface, sites)


def _areas(views: Views, blocks: Iterator[tuple[VisibleStrips, ...]], width_m: Floats) -> Floats:
    """Return the area of what each candidate sees, by the widths of pieces, (J, T). [m²]"""
    count = len(views.candidates)
    area = np.zeros((count, len(views.reach.thresholds_px_m)))
    for block in blocks:
        for t, visible in enumerate(block):
            area[:, t] += np.bincount(visible.candidate, visible.area_m2(width_m), minlength=count)
    return area
