"""Trees of a case whose crowns may stand in a camera's way, on level ground."""

import geopandas as gpd
import numpy as np
import shapely
from attrs import frozen

from placement.plan.plan import Plan, PlannedCamera
from placement.units import azimuth_deg, turn_deg


@frozen
class TreeInView:
    """A tree in the picture of a camera."""

    distance_m: float
    """Of the trunk. [m]"""
    grid_azimuth_deg: float
    """Clockwise from the working system's grid north. [°]"""
    height_m: float
    crown_base_m: float


def trees_in_view(
    trees: gpd.GeoDataFrame | None, plan: Plan, camera: PlannedCamera
) -> tuple[TreeInView, ...]:
    """Return the trees whose crown hides something of the ground from a camera, nearest first.

    A crown does where some of it is in the picture, above the height of the target and below the
    line of sight to a target at the end of the range. The ground is taken as level.
    """
    if trees is None or trees.empty:
        return ()
    model = plan.model(camera.model)
    here = shapely.Point(camera.x_m, camera.y_m)
    near = trees[trees.geometry.dwithin(here, model.range_m).to_numpy()]
    east = near.geometry.x.to_numpy() - camera.x_m
    north = near.geometry.y.to_numpy() - camera.y_m
    away_m = np.hypot(east, north)
    towards_deg = azimuth_deg(east, north)
    rows = near[["height_m", "crown_base_m", "crown_radius_m"]].to_numpy(dtype=float)
    height_m, base_m, radius_m = rows.T
    target_m = plan.target_height_m
    drop_m = (camera.height_m - target_m) * away_m / model.range_m
    hides = (height_m > target_m) & (base_m < camera.height_m - drop_m)
    if plan.has_direction(camera) and not model.turning:
        wide_deg = model.free_hfov_deg(
            azimuth_deg=camera.grid_azimuth_deg, facing_deg=camera.facing_deg
        )
        crown_deg = np.degrees(np.arctan2(radius_m, away_m))
        off_deg = np.abs(turn_deg(camera.grid_azimuth_deg, towards_deg))
        hides &= off_deg <= wide_deg / 2 + crown_deg
    order = np.argsort(away_m, kind="stable")
    return tuple(
        TreeInView(*(float(each[place]) for each in (away_m, towards_deg, height_m, base_m)))
        for place in order
        if hides[place]
    )
