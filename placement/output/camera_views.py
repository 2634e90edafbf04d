"""What cameras have in their pictures, as areas by detail level; begun before the plan is whole."""

import math
from collections.abc import Iterable, Iterator, Sequence

import geopandas as gpd
import shapely
from attrs import frozen

from placement.cameras.masks import Mask
from placement.cameras.model import CameraModel
from placement.cameras.projection import DetailLevel
from placement.pipeline.situation import Situation
from placement.plan import Plan, PlannedCamera
from placement.visibility import view_polygons
from placement.visibility.observation import Observer, Target
from placement.visibility.surface import Surface
from placement.worker import IN_PLACE, Task, Worker

WORKERS_PART = 2
"""Every second camera is seen for by the worker. [-]"""
WORTH_A_COPY = 16
"""For fewer cameras the surface is not copied to another process once more. [-]"""
MOST_CELLS = 50_000_000
"""A surface of more cells is not copied to another process. [-]"""

Row = dict[str, object]


@frozen
class Mounting:
    """Where a camera hangs and how it looks: all that its picture depends on, but for masks."""

    x_m: float
    y_m: float
    height_m: float
    facing_deg: float | None
    model: str
    azimuth_deg: float
    """From grid north. [°]"""
    tilt_deg: float
    masks: tuple[Mask, ...] = ()

    @classmethod
    def of(cls, camera: PlannedCamera) -> "Mounting":
        """Return how a camera of a plan is mounted."""
        return cls(
            camera.x_m,
            camera.y_m,
            camera.height_m,
            camera.facing_deg,
            camera.model,
            camera.grid_azimuth_deg,
            camera.tilt_deg,
            camera.masks,
        )

    @classmethod
    def of_candidate(cls, situation: Situation, candidate: int) -> "Mounting":
        """Return how a candidate would be mounted, without masks."""
        candidates, sites = situation.candidates, situation.sites
        site = candidates.site[candidate]
        facing = float(sites.facing_deg[site])
        return cls(
            float(sites.x_m[site]),
            float(sites.y_m[site]),
            float(sites.height_m[site]),
            None if math.isnan(facing) else facing,
            situation.models[candidates.model[candidate]].name,
            float(candidates.azimuth_deg[candidate]),
            float(candidates.tilt_deg[candidate]),
        )


@frozen(eq=False)
class DrawnTown:
    """What is looked at, and what of it is drawn."""

    surface: Surface
    models: tuple[CameraModel, ...]
    target: Target
    levels: tuple[DetailLevel, ...]
    """From the coarsest."""
    required: tuple[str, float]
    """Name and density of the level that counts. [-, px/m]"""

    @classmethod
    def of(cls, situation: Situation) -> "DrawnTown":
        """Return what is drawn of a town by its plan file."""
        return cls(
            situation.surface,
            situation.models,
            situation.target,
            situation.drawn_levels,
            situation.required_level,
        )

    def model(self, name: str) -> CameraModel:
        """Return a model by its name."""
        return next(model for model in self.models if model.name == name)


class Foresight:
    """Views of the cameras that a plan will probably have, drawn by a worker while it is sought.

    Which cameras stand is known from the start, and the best target alone has most of the plan's;
    a camera that comes otherwise is drawn later, so the foresight changes nothing but the time.
    """

    def __init__(self, situation: Situation, worker: Worker) -> None:
        self._situation = situation
        self._worker = worker
        self._places: dict[Mounting, int] = {}
        self._rows: Task[list[list[Row]]] | None = None

    def begin(self, candidates: Iterable[int]) -> None:
        """Begin to draw the views of some candidates; only the first call does."""
        situation = self._situation
        is_copied = self._worker is not IN_PLACE and _is_small(situation.surface)
        if self._rows is not None or not is_copied:
            return
        mountings = [
            Mounting.of_candidate(situation, candidate) for candidate in sorted(candidates)
        ]
        self._places = {mounting: place for place, mounting in enumerate(mountings)}
        self._rows = self._worker.call(_views, mountings, DrawnTown.of(situation))

    def __contains__(self, mounting: Mounting) -> bool:
        """Return whether the views of a camera were begun."""
        return mounting in self._places

    def rows(self, mounting: Mounting) -> list[Row]:
        """Return the rows of a camera, once they are there; KeyError if they were not begun."""
        place = self._places[mounting]
        return [] if self._rows is None else self._rows.result()[place]


def views(
    plan: Plan,
    situation: Situation,
    *,
    worker: Worker = IN_PLACE,
    foresight: Foresight | None = None,
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
    town = DrawnTown.of(situation)
    ahead = Foresight(situation, worker) if foresight is None else foresight
    cameras = [camera for camera in plan.cameras if camera.status != "out of service"]
    mountings = [Mounting.of(camera) for camera in cameras]
    rest = [mounting for mounting in mountings if mounting not in ahead]
    if len(rest) < WORTH_A_COPY or not _is_small(situation.surface):
        worker = IN_PLACE
    parts = [rest[place::WORKERS_PART] for place in range(WORKERS_PART)]
    last = worker.call(_views, parts[-1], town)
    drawn = [*(_views(part, town) for part in parts[:-1]), last.result()]
    rows_of_rest = {
        mounting: rows
        for part, rows_of_part in zip(parts, drawn, strict=True)
        for mounting, rows in zip(part, rows_of_part, strict=True)
    }
    in_order = [
        {"camera_id": camera.camera_id, **row}
        for camera, mounting in zip(cameras, mountings, strict=True)
        for row in (rows_of_rest[mounting] if mounting in rows_of_rest else ahead.rows(mounting))
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


def _is_small(surface: Surface) -> bool:
    """Return whether a surface is copied to another process."""
    return math.prod(surface.grid.shape) <= MOST_CELLS


def _views(mountings: Sequence[Mounting], town: DrawnTown) -> list[list[Row]]:
    """Return the rows of each camera."""
    return [list(_of_camera(mounting, town)) for mounting in mountings]


def _of_camera(mounting: Mounting, town: DrawnTown) -> Iterator[Row]:
    model, cell_m = town.model(mounting.model), town.surface.grid.cell_m
    observer = Observer(
        x_m=mounting.x_m,
        y_m=mounting.y_m,
        height_m=mounting.height_m,
        range_m=model.range_m,
        facing_deg=mounting.facing_deg,
    )
    view = view_polygons.around(town.surface, observer, town.target)
    levels = town.levels
    shapes = view.polygons(
        model,
        azimuth_deg=mounting.azimuth_deg,
        tilt_deg=mounting.tilt_deg,
        levels=[level.density_px_m for level in levels],
    )
    for level, shape in zip(levels, shapes, strict=True):
        yield from _row(level.name, level.density_px_m, "continuous", shape, cell_m)
    required, density_px_m = town.required
    if mounting.masks:
        areas = [(level, shape.area) for level, shape in zip(levels, shapes, strict=True)]
        for level, area_m2 in _masked_levels(areas, density_px_m):
            yield from _masked(mounting, model, view, level, area_m2=area_m2, cell_m=cell_m)
    if model.turning:
        (shape,) = view.ptz_polygons(model, levels=[density_px_m])
        yield from _row(required, density_px_m, "reachable", shape, cell_m)


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
    mounting: Mounting,
    model: CameraModel,
    view: view_polygons.VisibleArea,
    level: DetailLevel,
    *,
    area_m2: float,
    cell_m: float,
) -> Iterator[Row]:
    """Return the row of what masks take at a level of a view of some size, if they take any."""
    lost = view.masked(
        model,
        azimuth_deg=mounting.azimuth_deg,
        tilt_deg=mounting.tilt_deg,
        level_px_m=level.density_px_m,
        masks=mounting.masks,
    )
    smooth = shapely.make_valid(shapely.simplify(lost, cell_m / 4))
    if not smooth.is_empty:
        yield {
            "level": level.name,
            "density_px_m": level.density_px_m,
            "share": min(lost.area / area_m2, 1.0),
            "geometry": smooth,
        }


def _row(
    level: str, density_px_m: float, kind: str, shape: shapely.MultiPolygon, cell_m: float
) -> Iterator[Row]:
    smooth = shapely.make_valid(shapely.simplify(shape, cell_m / 4))
    if not smooth.is_empty:
        yield {"level": level, "density_px_m": density_px_m, "kind": kind, "geometry": smooth}
