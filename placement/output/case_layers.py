"""Layers of a plan that need its case: views by detail level, demand by phase, places."""

import math
from collections.abc import Iterator, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from placement.cameras.projection import DetailLevel
from placement.output.layers import Layers
from placement.output.plan_layers import plan_layers
from placement.output.wording import spaced
from placement.pipeline import place_coverage
from placement.pipeline.assessment import hot_by_lixel
from placement.pipeline.facades_in_view import facades_in_view
from placement.pipeline.plan_coverage import PlanSights
from placement.pipeline.situation import Situation
from placement.plan import Plan, PlannedCamera, phases_in_view
from placement.plan.place_coverage import PlaceCoverage
from placement.plan.street_coverage import rank_text
from placement.visibility import view_polygons
from placement.visibility.observation import Observer, Target
from placement.visibility.surface import Surface
from placement.worker import IN_PLACE, Task, Worker

WORKERS_PART = 2
"""Every second camera is seen for by the worker. [-]"""
MOST_CELLS = 50_000_000
"""A surface of more cells is not copied to another process. [-]"""


def case_layers(
    plan: Plan,
    situation: Situation,
    *,
    watched: Sequence[PlaceCoverage] | None = None,
    hot: Task[pd.Series | None] | None = None,
    worker: Worker = IN_PLACE,
) -> Layers:
    """Return all layers of a plan; `watched` as `pipeline.covered_places` says it.

    The worker sees for a part of the cameras, and tests which streets are hot unless that was begun
    before.
    """
    inputs = situation.inputs
    if hot is None:
        hot = worker.call(hot_by_lixel, situation.config, inputs.without_rasters())
    covered = place_coverage.covered_places(plan, situation) if watched is None else watched
    areas, masked = views(plan, situation, worker=worker)
    return plan_layers(
        plan,
        views=areas,
        demand=demand(plan, situation, hot=hot.result()),
        streets=inputs.streets,
        buildings=inputs.buildings,
        area=gpd.GeoDataFrame({"name": [plan.case]}, geometry=[inputs.area], crs=plan.crs),
        districts=inputs.districts,
        backdrop=inputs.backdrop,
        places=None if inputs.places is None else places(plan, covered),
        addresses=inputs.addresses,
        facades=facades_in_view(plan, situation),
        masked=masked,
        networks=inputs.networks,
    )


def places(plan: Plan, covered: Sequence[PlaceCoverage]) -> gpd.GeoDataFrame:
    """Return places with the phases in which each counts as seen, by `plan.phases_in_view`.

    They are those of the list of places, seen by the same rule.
    """
    return gpd.GeoDataFrame(
        {
            "place_id": [f"P{number:04}" for number in range(1, len(covered) + 1)],
            "name": [spaced(place.name) for place in covered],
            "kind": [place.kind for place in covered],
            **phases_in_view.columns_of(
                np.array([place.in_view for place in covered], dtype=np.bool_).reshape(
                    len(covered), len(plan.phases)
                )
            ),
        },
        geometry=shapely.points([(place.x_m, place.y_m) for place in covered]),
        crs=plan.crs,
    )


def demand(plan: Plan, situation: Situation, *, hot: pd.Series | None) -> gpd.GeoDataFrame:
    """Return the lixels with the phases that see each (`plan.phases_in_view`), cameras, and `hot`.

    `cameras` counts those that cover a lixel at the end, `camera_ranks` names all that do so in any
    phase. Hot is tested on what was recorded, not on what is expected: see `demand.hotspots`; `hot`
    has 1 or 0 by lixel, None where nothing was tested. In a plan for day and night these are by
    day; `seen_phase_night` and `unseen_phases_night` are by night.
    """
    coverage = PlanSights.of(plan, situation).coverage_by_time(plan.required_density_px_m)
    lixels, points = situation.demand.lixels, len(situation.demand.ids)
    standing = [
        [k for k, camera in enumerate(plan.cameras) if camera.works_in(phase.phase)]
        for phase in plan.phases
    ]
    visible = np.column_stack([coverage.covered(cameras) for cameras in standing])
    by_day = coverage.covers[:, :points].toarray() > 0
    by_night = {}
    if situation.night is not None:
        by_night = phases_in_view.columns_of(visible[points:], suffix=phases_in_view.NIGHT)
    return lixels.assign(
        **phases_in_view.columns_of(visible[:points]),
        cameras=coverage.counts(standing[-1])[:points],
        camera_ranks=rank_text(by_day, plan),
        hot=np.nan if hot is None else lixels["lixel_id"].map(hot),
        **by_night,
    )


def views(
    plan: Plan, situation: Situation, *, worker: Worker = IN_PLACE
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return what each camera has in its picture, and what of that its masks hide.

    Returns
    -------
    views
        The area at each detail level, and what a turning camera can reach, as without masks.
    masked
        The area where masks hide who stands there, and its share of the view: at the coarsest
        level and at the one that counts.

    Notes
    -----
    Outlines are exact where walls hide; where trees and hills do they run along the raster, less
    than half a cell from it. They are thinned by a quarter of a cell.
    """
    surface, levels = situation.surface, situation.drawn_levels
    cameras = [camera for camera in plan.cameras if camera.status != "out of service"]
    if math.prod(surface.grid.shape) > MOST_CELLS:
        worker = IN_PLACE
    parts = [cameras[place::WORKERS_PART] for place in range(WORKERS_PART)]
    last = worker.call(_views, plan, parts[-1], surface, levels)
    rows = [*(_views(plan, part, surface, levels) for part in parts[:-1]), last.result()]
    in_order = [
        row
        for place in range(len(cameras))
        for row in rows[place % WORKERS_PART][place // WORKERS_PART]
    ]
    areas, masked = (
        gpd.GeoDataFrame(
            [row for row in in_order if column in row],
            columns=["camera_id", "level", "density_px_m", column, "geometry"],
            geometry="geometry",
            crs=plan.crs,
        )
        for column in ("kind", "share")
    )
    return areas, masked


def _views(
    plan: Plan,
    cameras: Sequence[PlannedCamera],
    surface: Surface,
    levels: Sequence[DetailLevel],
) -> list[list[dict[str, object]]]:
    """Return the rows of each camera."""
    return [list(_of_camera(camera, plan, surface, levels)) for camera in cameras]


def _of_camera(
    camera: PlannedCamera, plan: Plan, surface: Surface, levels: Sequence[DetailLevel]
) -> Iterator[dict[str, object]]:
    model, cell_m = plan.model(camera.model), surface.grid.cell_m
    observer = Observer(
        x_m=camera.x_m,
        y_m=camera.y_m,
        height_m=camera.height_m,
        range_m=model.range_m,
        facing_deg=camera.facing_deg,
    )
    target = Target(height_m=plan.target_height_m, person=plan.person)
    view = view_polygons.around(surface, observer, target)
    shapes = view.polygons(
        model,
        azimuth_deg=camera.grid_azimuth_deg,
        tilt_deg=camera.tilt_deg,
        levels=[level.density_px_m for level in levels],
    )
    for level, shape in zip(levels, shapes, strict=True):
        yield from _row(camera, level.name, level.density_px_m, "continuous", shape, cell_m)
    if camera.masks:
        areas = [(level, shape.area) for level, shape in zip(levels, shapes, strict=True)]
        for level, area_m2 in _masked_levels(areas, plan.required_density_px_m):
            yield from _masked(camera, plan, view, level, area_m2=area_m2, cell_m=cell_m)
    if model.turning:
        density_px_m = plan.required_density_px_m
        (shape,) = view.ptz_polygons(model, levels=[density_px_m])
        yield from _row(camera, plan.detail_level, density_px_m, "reachable", shape, cell_m)


def _masked_levels(
    areas: Sequence[tuple[DetailLevel, float]], required_density_px_m: float
) -> list[tuple[DetailLevel, float]]:
    """Return the levels at which what masks take is drawn: the coarsest, and the one that counts.

    Each with the size of the view at it; levels ascend.
    """
    enough = [each for each in areas if each[0].density_px_m >= required_density_px_m - 1e-9]
    drawn = {level.name: (level, area) for level, area in (*areas[:1], *enough[:1]) if area > 0}
    return list(drawn.values())


def _masked(
    camera: PlannedCamera,
    plan: Plan,
    view: view_polygons.VisibleArea,
    level: DetailLevel,
    *,
    area_m2: float,
    cell_m: float,
) -> Iterator[dict[str, object]]:
    """Return the row of what masks take at a level of a view of some size, if they take any."""
    lost = view.masked(
        plan.model(camera.model),
        azimuth_deg=camera.grid_azimuth_deg,
        tilt_deg=camera.tilt_deg,
        level_px_m=level.density_px_m,
        masks=camera.masks,
    )
    smooth = shapely.make_valid(shapely.simplify(lost, cell_m / 4))
    if not smooth.is_empty:
        yield {
            "camera_id": camera.camera_id,
            "level": level.name,
            "density_px_m": level.density_px_m,
            "share": min(lost.area / area_m2, 1.0),
            "geometry": smooth,
        }


def _row(
    camera: PlannedCamera,
    level: str,
    density_px_m: float,
    kind: str,
    shape: shapely.MultiPolygon,
    cell_m: float,
) -> Iterator[dict[str, object]]:
    smooth = shapely.make_valid(shapely.simplify(shape, cell_m / 4))
    if not smooth.is_empty:
        yield {
            "camera_id": camera.camera_id,
            "level": level,
            "density_px_m": density_px_m,
            "kind": kind,
            "geometry": smooth,
        }
