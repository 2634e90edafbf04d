"""What of homes the cameras of a plan have in the picture: each alone, and several together."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, field, frozen

from placement.plan import Plan, PlannedCamera
from placement.plan.privacy import (
    Areas,
    CameraPrivacy,
    FacadesByStorey,
    GroundSource,
    PlanPrivacy,
    PrivacyTotal,
    TotalOf,
)
from placement.privacy.facade_sights import GRASS_M, FacadeSights
from placement.privacy.facades import UNKNOWN, USES, use_numbers
from placement.privacy.homes import Homes
from placement.privacy.visible_strips import VisibleStrips, joined, union_of_ranges
from placement.units import Booleans, Floats, Integers

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.pipeline.description import ChosenCandidate
    from placement.pipeline.situation import Situation
    from placement.privacy.exposure import Views

IN_PICTURE_M2 = 1.0
"""Of a storey of a house at least so much is visible where its homes are in the picture. [m²]"""


@frozen(eq=False)
class _Visible:
    """Parts of strips, or of cells of ground, that cameras see at one threshold; arrays (K,)."""

    camera: Integers = field()
    strip: Integers = field()
    low_m: Floats = field()
    high_m: Floats = field()

    def of(self, cameras: Booleans) -> "_Visible":
        """Return what some of the cameras see."""
        some = cameras[self.camera]
        return _Visible(self.camera[some], self.strip[some], self.low_m[some], self.high_m[some])

    def area_m2(self, width_m: Floats) -> float:
        """Return the area, counted as often as it is visible; widths are of strips. [m²]"""
        return math.fsum(width_m[self.strip] * (self.high_m - self.low_m))

    def once_m2(self, width_m: Floats) -> float:
        """Return the area, counted once. [m²]"""
        order = np.lexsort((self.low_m, self.strip))
        strip = self.strip[order]
        low, high = union_of_ranges(strip, self.low_m[order], self.high_m[order])
        return math.fsum(width_m[strip] * np.maximum(high - low, 0.0))


@frozen(eq=False)
class _Picture:
    """What cameras see of homes: parts of façades and of ground, for each threshold."""

    views: "Views"
    home: tuple[_Visible, ...]
    reachable: tuple[_Visible, ...]
    """What is in the home view or can be reached; parts of one camera may overlap."""
    ground: tuple[_Visible, ...]
    ground_reachable: tuple[_Visible, ...]

    @property
    def home_width_m(self) -> Floats:
        """(N,) width of strips of homes, 0 of other houses. [m]"""
        homes = self.views.homes
        return homes.strips.width_m * homes.is_home

    @property
    def ground_width_m(self) -> Floats:
        """Area of each cell of ground over the height of its grass. [m]"""
        return self.views.homes.ground.area_m2 / GRASS_M


def with_privacy(plan: Plan, situation: "Situation", choices: Sequence["ChosenCandidate"]) -> Plan:
    """Return a plan with what of homes is in the picture of its cameras, if its file asks for it.

    `choices` are in the order of the plan's cameras in service.
    """
    section, chosen = situation.config.privacy, [choice.candidate for choice in choices]
    candidates = situation.candidates.take(np.array(chosen, dtype=np.int64))
    site, candidate_site = np.unique(candidates.site, return_inverse=True)
    own_sites = evolve(
        situation,
        sites=situation.sites.take(site),
        candidates=evolve(candidates, site=candidate_site.ravel()),
    )
    find = situation.views_of_homes
    views = None if find is None or section is None else find(own_sites)
    buildings = situation.inputs.buildings
    if section is None or views is None or buildings is None:
        return plan
    cameras = plan.cameras[: len(chosen)]
    picture = _picture(views)
    privacy = PlanPrivacy(
        thresholds_px_m=views.reach.thresholds_px_m,
        reach_m=views.reach.most_m,
        window_share=section.window_share,
        unknown_as_home=section.unknown_use == "home",
        unknown_houses=int((use_numbers(buildings) == UNKNOWN).sum()),
        ground=_ground_source(views),
        cameras=tuple(_of_cameras(cameras, picture)),
        totals=tuple(_totals(plan, cameras, picture)),
    )
    return evolve(plan, privacy=privacy)


def _ground_source(views: "Views") -> GroundSource:
    ground = views.homes.ground
    if not len(ground):
        return "none"
    return "assumed" if ground.assumed else "layer"


def _picture(views: "Views") -> _Picture:
    home = _visible(views, views.at_home(views.facades), views.facades)
    turned = _visible(views, views.when_turned(views.far_facades), views.far_facades)
    ground = _visible(views, views.at_home(views.ground), views.ground)
    ground_turned = _visible(views, views.when_turned(views.far_ground), views.far_ground)
    return _Picture(views, home, _both(home, turned), ground, _both(ground, ground_turned))


def _visible(
    views: "Views", blocks: Iterator[tuple[VisibleStrips, ...]], sights: FacadeSights
) -> tuple[_Visible, ...]:
    """Return what is visible for each threshold; nothing of no blocks."""
    every = [*blocks]
    none = np.zeros(0, dtype=np.int64)
    nothing = VisibleStrips(none, none, np.zeros(0), np.zeros(0))
    at_each = [
        joined([nothing, *(block[t] for block in every)])
        for t in range(len(views.reach.thresholds_px_m))
    ]
    return tuple(
        _Visible(visible.candidate, sights.strip[visible.piece], visible.low_m, visible.high_m)
        for visible in at_each
    )


def _both(home: tuple[_Visible, ...], turned: tuple[_Visible, ...]) -> tuple[_Visible, ...]:
    """Return what either holds, each height of a strip once for each camera."""
    return tuple(_united(*pair) for pair in zip(home, turned, strict=True))


def _united(one: _Visible, other: _Visible) -> _Visible:
    camera, strip, low, high = (
        np.concatenate([getattr(one, name), getattr(other, name)])
        for name in ("camera", "strip", "low_m", "high_m")
    )
    order = np.lexsort((low, strip, camera))
    camera, strip, low, high = (values[order] for values in (camera, strip, low, high))
    new = np.ones(camera.size, dtype=np.bool_)
    new[1:] = (np.diff(camera) != 0) | (np.diff(strip) != 0)
    low, high = union_of_ranges(np.cumsum(new), low, high)
    some = high > low
    return _Visible(camera[some], strip[some], low[some], high[some])


def _of_cameras(cameras: Sequence[PlannedCamera], picture: _Picture) -> Iterator[CameraPrivacy]:
    areas, gardens = picture.views.exposure(), picture.views.ground_exposure()
    for number, camera in enumerate(cameras):
        alone = np.arange(len(cameras)) == number
        turning = bool(picture.views.turning[number])
        home, reachable = (
            tuple(visible.of(alone) for visible in both)
            for both in (picture.home, picture.reachable)
        )
        yield CameraPrivacy(
            camera_id=camera.camera_id,
            home_m2=_row(areas.home_m2, number),
            home_reachable_m2=_row(areas.home_reachable_m2, number),
            ground_m2=_row(gardens.ground_m2, number),
            ground_reachable_m2=_row(gardens.ground_reachable_m2, number),
            homes=tuple(_homes(visible, picture.views.homes) for visible in home),
            homes_reachable=tuple(_homes(visible, picture.views.homes) for visible in reachable),
            facades=tuple(_by_storey(home, picture.views.homes)),
            facades_reachable=tuple(_by_storey(reachable, picture.views.homes)) if turning else (),
        )


def _row(areas: Floats, number: int) -> Areas:
    return tuple(float(area) for area in areas[number])


def _by_storey(visible: tuple[_Visible, ...], homes: Homes) -> Iterator[FacadesByStorey]:
    """Yield the area of each use by storey, for the uses that are in the picture."""
    facades = homes.strips.facades
    by_threshold = [_storey_areas(each, homes) for each in visible]
    for use, name in enumerate(USES):
        areas = np.stack(
            [storeys[facades.use[wall] == use].sum(axis=0) for wall, storeys in by_threshold],
            axis=1,
        )
        used = int(np.max(np.flatnonzero(areas.any(axis=1)), initial=-1)) + 1
        if used:
            yield FacadesByStorey(name, tuple(_row(areas, storey) for storey in range(used)))


def _storey_areas(visible: _Visible, homes: Homes) -> tuple[Integers, Floats]:
    """Return (wall, areas): the wall of each part, and its area by storey (K, storeys). [m²]"""
    strips, facades = homes.strips, homes.strips.facades
    wall = strips.wall[visible.strip]
    count = int(facades.storeys.max(initial=1))
    bottom = facades.bottom_m[wall][:, None] + facades.storey_m[wall][:, None] * np.arange(count)
    top = bottom + facades.storey_m[wall][:, None]
    last = np.arange(count) >= facades.storeys[wall][:, None] - 1
    height = np.minimum(np.where(last, np.inf, top), visible.high_m[:, None]) - np.maximum(
        bottom, visible.low_m[:, None]
    )
    area = strips.width_m[visible.strip][:, None] * np.maximum(height, 0.0)
    return wall, np.where(np.arange(count) < facades.storeys[wall][:, None], area, 0.0)


def _homes(visible: _Visible, homes: Homes) -> int:
    """Return how many homes are on those storeys of houses that are in the picture.

    A storey is if `IN_PICTURE_M2` of it is; a house has as many homes on each of its storeys.
    """
    facades = homes.strips.facades
    wall, areas = _storey_areas(visible, homes)
    house, row = np.unique(facades.house[wall], return_inverse=True)
    by_house = np.zeros((house.size, areas.shape[1]))
    np.add.at(by_house, row.ravel(), areas)
    storeys = np.zeros(house.size)
    np.maximum.at(storeys, row.ravel(), facades.storeys[wall])
    shown = (by_house >= IN_PICTURE_M2).sum(axis=1)
    share = shown / np.maximum(storeys, 1)
    return int(np.ceil(homes.dwellings[house] * share - 1e-9).sum())


def _totals(
    plan: Plan, cameras: Sequence[PlannedCamera], picture: _Picture
) -> Iterator[PrivacyTotal]:
    """Yield the totals of each phase, of each district at each phase, of each point at the end."""
    district = np.array([camera.district for camera in cameras], dtype=object)
    point = np.array([camera.point_id for camera in cameras], dtype=object)
    names = [camera.camera_id for camera in cameras]
    standing = {
        phase.phase: np.isin(names, [camera.camera_id for camera in plan.standing(phase.phase)])
        for phase in plan.phases
    }
    for each in plan.phases:
        yield _total(picture, "phase", each.name, each.phase, standing[each.phase])
    for name in sorted(set(district.tolist())):
        for number, some in standing.items():
            yield _total(picture, "district", str(name), number, some & (district == name))
    last = plan.final.phase
    for name in dict.fromkeys(point[standing[last]].tolist()):
        yield _total(picture, "point", str(name), last, standing[last] & (point == name))


def _total(
    picture: _Picture, of: TotalOf, name: str, phase: int, cameras: Booleans
) -> PrivacyTotal:
    home, reachable, ground = (
        [visible.of(cameras) for visible in each]
        for each in (picture.home, picture.reachable, picture.ground)
    )
    facade_m, ground_m = picture.home_width_m, picture.ground_width_m
    return PrivacyTotal(
        of=of,
        name=name,
        phase=phase,
        home_m2=tuple(visible.area_m2(facade_m) for visible in home),
        home_once_m2=tuple(visible.once_m2(facade_m) for visible in home),
        home_reachable_m2=tuple(visible.area_m2(facade_m) for visible in reachable),
        home_reachable_once_m2=tuple(visible.once_m2(facade_m) for visible in reachable),
        ground_m2=tuple(visible.area_m2(ground_m) for visible in ground),
        ground_once_m2=tuple(visible.once_m2(ground_m) for visible in ground),
        homes=tuple(_homes(visible, picture.views.homes) for visible in home),
    )
