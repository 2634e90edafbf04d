"""Where to stand with a board to test cameras after they are built.

Places lie on streets and spaces, each in free sight and always in the picture, a step inside its
edges. Of each camera there are: the nearest, the farthest of every detail level, the two at the
edges beside, and the busiest that the plan counts as seen.
"""

import math
from collections.abc import Sequence

import numpy as np
import shapely
from attrs import frozen

from placement.cameras.model import CameraModel
from placement.cameras.pixels import pixels_of_rays
from placement.cameras.projection import DetailLevel
from placement.config.sections import PlanConfig
from placement.crs import systems
from placement.demand.demand import Demand
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.masked_sights import masked_sights
from placement.pipeline.plan_coverage import places_of
from placement.plan import Plan, PlannedCamera
from placement.plan.acceptance import (
    AcceptanceTerms,
    CameraTest,
    Reason,
    TargetPlace,
    pixels_expected,
    pixels_required,
)
from placement.units import Booleans, Floats, Integers, turn_deg, wrap_deg
from placement.visibility.observation import Target
from placement.visibility.sights import Sights, Targets
from placement.visibility.surface import Surface

STEP_M = 2.0
"""Between places along a street. [m]"""
INSIDE_M = 0.5
"""A place is in the picture with as much to both sides: nobody stands to the centimetre. [m]"""
BUSIEST, APART_M = 3, 15.0
"""So many of the busiest places, each so far from the others. [-, m]"""
WHOLE_CIRCLE_DEG = 360.0


@frozen(eq=False)
class Places:
    """Possible places; arrays are (N,)."""

    x_m: Floats
    y_m: Floats
    weight: Floats
    """Demand of the piece of street each lies on, by its length. [incidents/year/m]"""
    street: tuple[str, ...]
    required_px_m: Floats
    """Pixel density at which the plan counts it as seen. [px/m]"""


@frozen(eq=False)
class RaysInView:
    """What one camera has in free sight and always in its picture; arrays are (N,)."""

    place: Integers
    azimuth_deg: Floats
    """From grid north. [°]"""
    depression_deg: Floats
    distance_m: Floats
    """Slant. [m]"""
    density_px_m: Floats

    def take(self, index: Booleans) -> "RaysInView":
        """Return some of the rays."""
        return RaysInView(
            self.place[index],
            self.azimuth_deg[index],
            self.depression_deg[index],
            self.distance_m[index],
            self.density_px_m[index],
        )


def acceptance_tests(
    config: PlanConfig,
    inputs: Inputs,
    surface: Surface,
    demand: Demand,
    *,
    plan: Plan,
    cameras: Sequence[PlannedCamera],
    levels: Sequence[DetailLevel],
    terms: AcceptanceTerms,
) -> tuple[CameraTest, ...]:
    """Return the tests of some cameras of a plan, in their order.

    Parameters
    ----------
    config, inputs, surface, demand
        Of the plan's case.
    plan, cameras
        The plan, and those of its cameras that are tested.
    levels
        Detail levels to prove, coarsest first.
    terms
        The board and tolerances.
    """
    if not cameras:
        return ()
    places = places_around(demand, surface, plan, cameras)
    sites = places_of(tuple(cameras))
    target = Target(height_m=plan.target_height_m, person=plan.person)
    targets = Targets(places.x_m, places.y_m, places.weight, target)
    reach_m = max(plan.model(camera.model).range_m for camera in cameras)
    lines = masked_sights(config, inputs, surface, sites, targets, range_m=reach_m)
    return tuple(
        _test(
            plan,
            camera,
            _rays(lines, number, camera, plan.model(camera.model)),
            places,
            levels,
            terms,
        )
        for number, camera in enumerate(cameras)
    )


def places_around(
    demand: Demand, surface: Surface, plan: Plan, cameras: Sequence[PlannedCamera]
) -> Places:
    """Return places on streets every `STEP_M`, in spaces in the middles of their pieces."""
    lixels = demand.lixels
    near = np.zeros(len(lixels), dtype=np.bool_)
    for camera in cameras:
        reach_m = plan.model(camera.model).range_m + float(lixels["length_m"].max())
        near |= np.hypot(demand.x_m - camera.x_m, demand.y_m - camera.y_m) <= reach_m
    x_m: list[float] = []
    y_m: list[float] = []
    piece: list[int] = []
    for index in np.flatnonzero(near).tolist():
        shape = lixels.geometry.iloc[index]
        points = [(float(demand.x_m[index]), float(demand.y_m[index]))]
        if shape.geom_type == "LineString":
            count = max(1, math.ceil(shape.length / STEP_M))
            along = (np.arange(count) + 0.5) * shape.length / count
            points = shapely.get_coordinates(shapely.line_interpolate_point(shape, along)).tolist()
        for x, y in points:
            x_m.append(x)
            y_m.append(y)
            piece.append(index)
    of = np.array(piece, dtype=np.int64)
    inside = np.asarray(surface.grid.holds(np.array(x_m), np.array(y_m)), dtype=np.bool_)
    of = of[inside]
    required = np.full(len(demand.ids), plan.required_density_px_m)
    if demand.density_px_m is not None:
        required = np.maximum(required, demand.density_px_m)
    length_m = np.maximum(np.asarray(lixels["length_m"], dtype=np.float64), 1e-9)
    streets = [str(name) for name in lixels["street"]]
    return Places(
        np.array(x_m)[inside],
        np.array(y_m)[inside],
        (demand.weight / length_m)[of],
        tuple(streets[index] for index in of.tolist()),
        required[of],
    )


def _rays(lines: Sights, number: int, camera: PlannedCamera, model: CameraModel) -> RaysInView:
    """Return the rays of a camera to places that stay in its picture a step to either side."""
    part = slice(int(lines.start[number]), int(lines.start[number + 1]))
    distance_m, depression = lines.distance_m[part], lines.depression_deg[part]
    level_m = np.maximum(distance_m * np.cos(np.radians(depression)), INSIDE_M)
    aside = np.degrees(np.arctan2(INSIDE_M, level_m))
    mask_px_rad = None if lines.mask_px_rad is None else lines.mask_px_rad[part]

    def density(more_deg: Floats | float) -> Floats:
        return model.density_px_m(
            camera_azimuth_deg=camera.grid_azimuth_deg,
            target_azimuth_deg=lines.azimuth_deg[part] + more_deg,
            depression_deg=depression,
            distance_m=distance_m,
            tilt_deg=camera.tilt_deg,
            mask_px_rad=mask_px_rad,
            masks=camera.masks,
        )

    straight = density(0.0)
    steady = (straight > 0) & (density(aside) > 0) & (density(-aside) > 0)
    whole = RaysInView(
        lines.target[part], lines.azimuth_deg[part], depression, distance_m, straight
    )
    return whole.take(steady)


def _test(
    plan: Plan,
    camera: PlannedCamera,
    rays: RaysInView,
    places: Places,
    levels: Sequence[DetailLevel],
    terms: AcceptanceTerms,
) -> CameraTest:
    model = plan.model(camera.model)
    claimed = DetailLevel("", plan.detail_level, plan.required_density_px_m, "")
    chosen = chosen_places(rays, places, model, camera.grid_azimuth_deg, levels, claimed)
    ordered = sorted(chosen, key=lambda at: (rays.distance_m[at], at))
    return CameraTest(
        camera_id=camera.camera_id,
        name=camera.name,
        street=camera.street,
        phase=camera.phase,
        model=camera.model,
        x_m=camera.x_m,
        y_m=camera.y_m,
        lon_deg=camera.lon_deg,
        lat_deg=camera.lat_deg,
        height_m=camera.height_m,
        azimuth_deg=camera.azimuth_deg,
        grid_azimuth_deg=camera.grid_azimuth_deg,
        tilt_deg=camera.tilt_deg,
        places=tuple(
            _place(plan, camera, rays, places, at, index, *chosen[at], terms)
            for index, at in enumerate(ordered, start=1)
        ),
        looks_one_way=looks_one_way(plan, camera),
    )


def looks_one_way(plan: Plan, camera: PlannedCamera) -> bool:
    """Return whether a camera's azimuth matters: it has a direction, or its heads differ."""
    heads = plan.model(camera.model).heads
    kinds = {(head.lens, head.tilt_deg) for head in heads}
    return plan.has_direction(camera) or len(kinds) > 1


def chosen_places(
    rays: RaysInView,
    places: Places,
    model: CameraModel,
    grid_azimuth_deg: float,
    levels: Sequence[DetailLevel],
    claimed: DetailLevel,
) -> dict[int, tuple[tuple[Reason, ...], DetailLevel]]:
    """Return the rays to places that are tested, each with why and the level to prove there.

    Parameters
    ----------
    rays
        Of one camera.
    places
        Where they lead.
    model, grid_azimuth_deg
        Of the camera.
    levels
        Those to prove, coarsest first.
    claimed
        The level from which the plan counts a place as seen.
    """
    chosen: dict[int, tuple[tuple[Reason, ...], DetailLevel]] = {}
    if not rays.place.size:
        return chosen

    def add(at: int, reason: Reason, level: DetailLevel) -> None:
        reasons, before = chosen.get(at, ((), level))
        finest = max(before, level, key=lambda each: each.density_px_m)
        chosen[at] = ((*reasons, reason) if reason not in reasons else reasons, finest)

    def finest(at: int) -> DetailLevel:
        dense = [each for each in levels if each.density_px_m <= rays.density_px_m[at]]
        return dense[-1] if dense else DetailLevel("", "", 0.0, "")

    for level in levels:
        dense = np.flatnonzero(rays.density_px_m >= level.density_px_m)
        if dense.size:
            add(int(dense[np.argmax(rays.distance_m[dense])]), "farthest", level)
    nearest = int(np.argmin(rays.distance_m))
    if finest(nearest).density_px_m > 0:
        add(nearest, "nearest", finest(nearest))
    counted = np.flatnonzero(rays.density_px_m >= places.required_px_m[rays.place])
    if not counted.size:
        return chosen
    if model.hfov_deg < WHOLE_CIRCLE_DEG:
        turn = turn_deg(grid_azimuth_deg, rays.azimuth_deg[counted])
        add(int(counted[np.argmin(turn)]), "left", claimed)
        add(int(counted[np.argmax(turn)]), "right", claimed)
    for at in busiest(rays, places, counted):
        add(at, "busiest", claimed)
    return chosen


def busiest(rays: RaysInView, places: Places, counted: Integers) -> list[int]:
    """Return the rays to the busiest places that are seen, the busiest first.

    Of equally busy ones the densest in the picture counts; no two are nearer than `APART_M`.
    """
    order = np.lexsort((-rays.density_px_m[counted], -places.weight[rays.place[counted]]))
    picked: list[int] = []
    for at in counted[order].tolist():
        place = rays.place[at]
        x, y = places.x_m[place], places.y_m[place]
        others = [rays.place[other] for other in picked]
        if all(math.hypot(x - places.x_m[o], y - places.y_m[o]) >= APART_M for o in others):
            picked.append(at)
        if len(picked) == BUSIEST:
            break
    return picked


def _place(
    plan: Plan,
    camera: PlannedCamera,
    rays: RaysInView,
    places: Places,
    at: int,
    index: int,
    reasons: tuple[Reason, ...],
    level: DetailLevel,
    terms: AcceptanceTerms,
) -> TargetPlace:
    place = int(rays.place[at])
    x, y = float(places.x_m[place]), float(places.y_m[place])
    lon, lat = (float(each[0]) for each in systems.to_lonlat([x], [y], crs=plan.crs))
    azimuth, density = float(rays.azimuth_deg[at]), float(rays.density_px_m[at])
    picture, across, down = _in_picture(plan.model(camera.model), camera, rays, at)
    north_deg = camera.grid_azimuth_deg - camera.azimuth_deg
    return TargetPlace(
        place_id=f"{camera.camera_id}-{index}",
        reasons=reasons,
        street=places.street[place],
        x_m=x,
        y_m=y,
        lon_deg=lon,
        lat_deg=lat,
        distance_m=math.hypot(x - camera.x_m, y - camera.y_m),
        azimuth_deg=float(wrap_deg(azimuth - north_deg)),
        picture=picture,
        across=across,
        down=down,
        density_px_m=density,
        level=level.name,
        level_px_m=level.density_px_m,
        expected_px=pixels_expected(density, terms.target_width_m),
        required_px=pixels_required(level.density_px_m, terms),
    )


def _in_picture(
    model: CameraModel, camera: PlannedCamera, rays: RaysInView, at: int
) -> tuple[int, float, float]:
    """Return in which picture, from 1, a place has the density that counts, and where there. [-]

    The densest of its heads; of the presets of a round, which show it all, the least dense.
    """
    azimuth, depression = float(rays.azimuth_deg[at]), float(rays.depression_deg[at])
    heads = model.imaging_heads(camera.tilt_deg)
    density = [
        float(
            head.density_px_m(
                camera_azimuth_deg=camera.grid_azimuth_deg,
                target_azimuth_deg=azimuth,
                depression_deg=depression,
                distance_m=float(rays.distance_m[at]),
            )
        )
        for head in heads
    ]
    number = int(np.argmin(density) if model.presets else np.argmax(density))
    head = heads[number]
    column, row = pixels_of_rays(
        head.lens,
        off_axis_deg=turn_deg(camera.grid_azimuth_deg + head.azimuth_offset_deg, azimuth),
        depression_deg=depression,
        tilt_deg=head.tilt_deg,
    )
    return number + 1, float(column) / head.lens.width_px, float(row) / head.lens.height_px
