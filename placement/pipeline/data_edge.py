"""The edge of the data: how much of a camera's reach lies where nothing is known of the town.

Beyond the last streets and houses, or where the terrain has no heights, a camera sees ground that
the demand does not know and past houses that are not there: its figures are a lower bound at best.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from attrs import field, frozen

from placement.cameras.model import CameraModel
from placement.grid import Grid
from placement.pipeline.case_inputs import Inputs
from placement.plan import PlannedCamera
from placement.units import HALF_CIRCLE_DEG, Booleans, Floats, turn_deg

RAYS, RINGS = 180, 16
"""Directions, and distances of equal area in each, in which a reach is sampled. [-]"""
LEAST_SHARE = 0.05
"""A smaller part beyond the edge is nothing to mark. [-]"""


@frozen(eq=False)
class KnownGround:
    """The ground of which a case knows streets, houses and heights."""

    outline: shapely.Geometry
    """Around all streets and houses, and the planned area where the plan file has one."""
    grid: Grid
    unknown: Booleans | None = field(default=None)
    """Cells of the grid whose terrain has no height; None without terrain."""

    @classmethod
    def of(cls, inputs: Inputs, *, area_is_given: bool) -> "KnownGround":
        """Return the known ground of a case."""
        tables = [inputs.streets, *([] if inputs.buildings is None else [inputs.buildings])]
        corners = [shapely.get_coordinates(table.geometry.to_numpy()) for table in tables]
        outline: shapely.Geometry = shapely.MultiPoint(np.concatenate(corners)).convex_hull
        if area_is_given:
            outline = shapely.union(outline, inputs.area)
        shapely.prepare(outline)
        unknown = None if inputs.terrain is None else np.isnan(inputs.terrain)
        return cls(outline, inputs.grid, unknown)

    def holds(self, x_m: Floats, y_m: Floats) -> Booleans:
        """Return which places lie on known ground."""
        is_known = np.asarray(shapely.intersects_xy(self.outline, x_m, y_m), dtype=np.bool_)
        if self.unknown is None:
            return is_known
        inside = np.flatnonzero(is_known & self.grid.holds(x_m, y_m))
        is_known[:] = False
        rows, columns = self.grid.cell_of(x_m[inside], y_m[inside])
        is_known[inside] = ~self.unknown[rows, columns]
        return is_known


def beyond_shares(
    cameras: Sequence[PlannedCamera], models: Sequence[CameraModel], known_ground: KnownGround
) -> list[float]:
    """Return of each camera the share of the ground in its picture that is not known. [-]

    Of the sectors of its heads out to the range, without what its wall hides; houses do not
    matter. A share below `LEAST_SHARE` is 0.
    """
    by_name = {model.name: model for model in models}
    return [_beyond_share(camera, by_name[camera.model], known_ground) for camera in cameras]


def _beyond_share(camera: PlannedCamera, model: CameraModel, known_ground: KnownGround) -> float:
    azimuth: Floats = np.asarray((np.arange(RAYS) + 0.5) * (360.0 / RAYS), dtype=np.float64)
    azimuth = azimuth[_in_picture(azimuth, camera, model)]
    if not azimuth.size:
        return 0.0
    distance_m = model.range_m * np.sqrt((np.arange(RINGS) + 0.5) / RINGS)
    turned = np.radians(azimuth)[:, np.newaxis]
    x, y = camera.x_m + distance_m * np.sin(turned), camera.y_m + distance_m * np.cos(turned)
    share = 1.0 - float(known_ground.holds(x.ravel(), y.ravel()).mean())
    return share if share >= LEAST_SHARE else 0.0


def _in_picture(azimuth_deg: Floats, camera: PlannedCamera, model: CameraModel) -> Booleans:
    """Return which azimuths from grid north a camera can see at some time."""
    if model.turning:
        return np.ones(azimuth_deg.size, dtype=np.bool_)
    pictured = np.zeros(azimuth_deg.size, dtype=np.bool_)
    for head in model.free_heads(
        camera.tilt_deg, azimuth_deg=camera.grid_azimuth_deg, facing_deg=camera.facing_deg
    ):
        middle = camera.grid_azimuth_deg + head.azimuth_offset_deg
        pictured |= np.abs(turn_deg(middle, azimuth_deg)) <= head.lens.hfov_deg / 2
    if camera.facing_deg is not None:
        pictured &= np.abs(turn_deg(camera.facing_deg, azimuth_deg)) <= HALF_CIRCLE_DEG
    return pictured
