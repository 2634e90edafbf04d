"""From sites to coverage: one look around per site, then every pose as a mask over it.

`sights` finds, once per site, the demand points in free sight with azimuth, depression and
distance. `coverage_matrix` asks of every candidate (site × model × azimuth) which of them it covers
at the pixel density demanded. Pairs are stored sparsely; memory grows with sites × demand points
within range.
"""

from collections.abc import Sequence

import numpy as np
from attrs import field, frozen
from scipy import sparse
from scipy.spatial import KDTree

from placement.cameras.best_azimuth import dominating_azimuths
from placement.cameras.critical_azimuths import covering_intervals
from placement.cameras.model import CameraModel
from placement.errors import InputError, Problem
from placement.sites import Sites
from placement.units import HALF_CIRCLE_DEG, Booleans, Floats, Integers, azimuth_deg, turn_deg
from placement.visibility import person as persons
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.lines_of_sight import over_obstacles
from placement.visibility.person import Person
from placement.visibility.surface import Surface


@frozen(eq=False)
class Targets:
    """What is watched: demand points and their weight; arrays are (I,)."""

    x_m: Floats
    y_m: Floats
    weight: Floats
    height_m: float
    """Above ground; rays aim there. Seen is what is seen there, unless `person` says more. [m]"""
    density_px_m: Floats | None = None
    """(I,) least pixel density that a target asks for itself, where that is more than what is asked
    everywhere. [px/m]"""
    person: Person | None = None
    """Of whom some part must be in free sight; None: only the point at `height_m`."""

    def required_px_m(self, target: Integers, required_density_px_m: float) -> Floats | float:
        """Return the pixel density asked of some targets: everybody's, or more. [px/m]"""
        if self.density_px_m is None:
            return required_density_px_m
        return np.maximum(self.density_px_m[target], required_density_px_m)


@frozen(eq=False)
class Sights:
    """Which targets each site has in free sight, as pairs cut by site (CSR)."""

    start: Integers = field()
    """(S+1,) where each site's pairs begin."""
    target: Integers = field()
    """(P,) index of the target."""
    azimuth_deg: Floats = field()
    """(P,) from site to target, clockwise from grid north. [°]"""
    depression_deg: Floats = field()
    distance_m: Floats = field()
    """(P,) slant distance. [m]"""

    @property
    def site(self) -> Integers:
        """(P,) index of the site of each pair."""
        return np.repeat(np.arange(self.start.size - 1), np.diff(self.start))


@frozen(eq=False)
class Candidates:
    """Site × model × pose; arrays are (J,). The optimiser chooses from these."""

    site: Integers
    model: Integers
    """Index into the models of the run."""
    azimuth_deg: Floats
    """Clockwise from grid north. [°]"""
    tilt_deg: Floats

    def __len__(self) -> int:
        return int(self.site.size)

    def take(self, index: Integers | Booleans) -> "Candidates":
        """Return some of the candidates, in the order asked."""
        return Candidates(
            self.site[index], self.model[index], self.azimuth_deg[index], self.tilt_deg[index]
        )


def sights(surface: Surface, sites: Sites, targets: Targets, *, range_m: float) -> Sights:
    """Return what every site has in free sight within a range.

    The raster of obstacles is asked by exact R3 between cell centres; houses kept as prisms are
    asked in their exact outlines, between the exact places. A site on a wall sees only the half
    circle its wall faces. Rays aim at `Targets.height_m`, whatever part of a person must be seen.

    Raises
    ------
    InputError
        If a site or a target lies outside the surface.
    """
    check_inside(surface, sites, targets)
    start, target = _near(sites, targets, range_m)
    site = np.repeat(np.arange(len(sites)), np.diff(start))
    east = targets.x_m[target] - sites.x_m[site]
    north = targets.y_m[target] - sites.y_m[site]
    azimuth, facing = azimuth_deg(east, north), sites.facing_deg[site]
    seen = np.isnan(facing) | (np.abs(turn_deg(facing, azimuth)) <= HALF_CIRCLE_DEG)
    lenses, heads = _points(surface, sites), _points(surface, targets)
    asked = np.flatnonzero(seen)
    if targets.person is not None:
        seen[asked] = persons.free(
            surface,
            lenses,
            _points(surface, targets, over_m=0.0),
            targets.person,
            lens=site[asked],
            target=target[asked],
        )
    else:
        seen[asked] = surface.past_solids(lenses, heads, lens=site[asked], target=target[asked])
        asked = np.flatnonzero(seen)
        seen[asked] = over_obstacles(surface, lenses, heads, lens=site[asked], target=target[asked])
    level = np.maximum(np.hypot(east, north), surface.grid.cell_m / 4)[seen]
    drop = lenses[site[seen], 2] - heads[target[seen], 2]
    return Sights(
        np.concatenate([[0], np.cumsum(np.bincount(site[seen], minlength=len(sites)))]),
        target[seen],
        azimuth[seen],
        np.degrees(np.arctan2(drop, level)),
        np.hypot(level, drop),
    )


def poses(site_count: int, models: Sequence[CameraModel], *, azimuth_step_deg: float) -> Candidates:
    """Return every model at every site in every direction; a whole-circle camera in one. [°]"""
    steps = np.arange(0.0, 360.0 - 1e-9, azimuth_step_deg)
    parts = []
    for number, model in enumerate(models):
        azimuths = np.zeros(1) if model.whole_circle else steps
        site = np.repeat(np.arange(site_count), azimuths.size)
        parts.append((site, np.full(site.size, number), np.tile(azimuths, site_count)))
    site, model_index, azimuth = (np.concatenate(column) for column in zip(*parts, strict=True))
    tilt = np.array([model.tilt_deg for model in models])[model_index]
    return Candidates(site, model_index, azimuth, tilt)


def exact_poses(
    sights: Sights,
    targets: Targets,
    *,
    models: Sequence[CameraModel],
    required_density_px_m: float,
) -> Candidates:
    """Return every model at every site in the directions that stand for all, see `aiming`.

    No pose of a model covers what none of these does.
    """
    site, every = sights.site, sights.target
    parts = []
    for number, model in enumerate(models):
        intervals = covering_intervals(
            sights.azimuth_deg,
            model=model,
            depression_deg=sights.depression_deg,
            distance_m=sights.distance_m,
            required_density_px_m=targets.required_px_m(every, required_density_px_m),
        )
        owner, azimuth = dominating_azimuths(intervals, site[intervals.target])
        if model.whole_circle:
            owner = np.unique(owner)
            azimuth = np.zeros(owner.size)
        tilt = np.full(owner.size, model.tilt_deg)
        parts.append((owner, np.full(owner.size, number), azimuth, tilt))
    return Candidates(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def coverage_matrix(
    candidates: Candidates,
    sights: Sights,
    targets: Targets,
    *,
    models: Sequence[CameraModel],
    required_density_px_m: float,
) -> CoverageMatrix:
    """Return which candidate covers which target: in the picture, in range, dense enough.

    A target may ask for more than `required_density_px_m` (the doors of a school), never for less.
    """
    columns: list[Integers] = []
    counts = np.zeros(len(candidates), dtype=np.int64)
    block = max(1, BLOCK_PAIRS // max(1, int(np.diff(sights.start).max(initial=1))))
    for first in range(0, len(candidates), block):
        chunk = np.arange(first, min(first + block, len(candidates)))
        owner, pair = _pairs_of(chunk, candidates, sights)
        asked = targets.required_px_m(sights.target[pair], required_density_px_m)
        dense = _density(owner, pair, candidates, sights, models) >= asked
        columns.append(sights.target[pair[dense]])
        counts[chunk] = np.bincount(owner[dense] - first, minlength=chunk.size)
    start = np.concatenate([[0], np.cumsum(counts)])
    indices = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int64)
    covers = sparse.csr_array(
        (np.ones(indices.size, dtype=np.bool_), indices, start),
        shape=(len(candidates), targets.weight.size),
    )
    covers.sort_indices()
    return CoverageMatrix(covers, targets.weight)


def reachable(
    candidates: Candidates,
    sights: Sights,
    targets: Targets,
    *,
    models: Sequence[CameraModel],
    required_density_px_m: float,
) -> Booleans:
    """Return which targets some turning camera among the candidates could be turned to, (I,)."""
    found = np.zeros(targets.weight.size, dtype=np.bool_)
    for site, model in zip(candidates.site, candidates.model, strict=True):
        if models[model].turning:
            pair = slice(sights.start[site], sights.start[site + 1])
            dense = models[model].ptz_density_px_m(
                distance_m=sights.distance_m[pair],
                depression_deg=sights.depression_deg[pair],
                target_azimuth_deg=sights.azimuth_deg[pair],
            )
            asked = targets.required_px_m(sights.target[pair], required_density_px_m)
            found[sights.target[pair][dense >= asked]] = True
    return found


def check_inside(surface: Surface, *places: Sites | Targets) -> None:
    """Raise if a place is off the raster, where the kernels would read what is not theirs."""
    for some in places:
        outside = np.flatnonzero(~surface.grid.holds(some.x_m, some.y_m))
        if outside.size:
            values = {name: f"{getattr(some, f'{name}_m')[outside[0]]:.1f}" for name in "xy"}
            raise InputError(Problem("place_outside_surface", values=values))


BLOCK_PAIRS = 2_000_000
"""Candidate-target pairs looked at together; about 0.3 GB. [-]"""


def _points(surface: Surface, places: Sites | Targets, *, over_m: float | None = None) -> Floats:
    """Return x, y and height above the datum of places (N, 3), or of what is over them. [m]"""
    height_m = surface.ground_at(places.x_m, places.y_m)
    height_m = height_m + (places.height_m if over_m is None else over_m)
    return np.column_stack([places.x_m, places.y_m, height_m])


def _near(sites: Sites, targets: Targets, range_m: float) -> tuple[Integers, Integers]:
    tree = KDTree(np.column_stack([targets.x_m, targets.y_m]))
    places = np.column_stack([sites.x_m, sites.y_m])
    found = [np.sort(hits).astype(np.int64) for hits in tree.query_ball_point(places, range_m)]
    start = np.concatenate([[0], np.cumsum([hits.size for hits in found])]).astype(np.int64)
    target = np.concatenate([np.zeros(0, dtype=np.int64), *found])
    return start, target


def _pairs_of(chunk: Integers, candidates: Candidates, sights: Sights) -> tuple[Integers, Integers]:
    """Return (owner, pair): each candidate of a chunk with each pair of its site."""
    site = candidates.site[chunk]
    first, size = sights.start[site], np.diff(sights.start)[site]
    owner = np.repeat(chunk, size)
    within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    return owner, np.repeat(first, size) + within


def _density(
    owner: Integers,
    pair: Integers,
    candidates: Candidates,
    sights: Sights,
    models: Sequence[CameraModel],
) -> Floats:
    density = np.zeros(owner.size)
    for number, model in enumerate(models):
        mine = candidates.model[owner] == number
        who, which = owner[mine], pair[mine]
        tilts = candidates.tilt_deg[who]
        for tilt_deg in np.unique(tilts):
            same = tilts == tilt_deg
            density[np.flatnonzero(mine)[same]] = model.density_px_m(
                camera_azimuth_deg=candidates.azimuth_deg[who[same]],
                target_azimuth_deg=sights.azimuth_deg[which[same]],
                depression_deg=sights.depression_deg[which[same]],
                distance_m=sights.distance_m[which[same]],
                tilt_deg=float(tilt_deg),
            )
    return density
