"""What rays meet, by brute force: every wall tried with every ray, the ground walked step by step.

Nothing here is from the rooms that are tested but the ground between cell centres.
"""

from itertools import pairwise

import numpy as np
import shapely

from placement.look.scene import Scene
from placement.masks.protected import Protected
from placement.units import Booleans, Floats

STEP_M = 0.1


def shown(
    scene: Scene, protected: Protected, azimuth_deg: Floats, above_deg: Floats, *, reach_m: float
) -> Booleans:
    """Return which rays first meet a home above its sill or private ground within a slant reach."""
    turned = np.radians(np.ravel(azimuth_deg))
    slope = np.tan(np.radians(np.ravel(above_deg)))
    way = np.column_stack([np.sin(turned), np.cos(turned)])
    nearest, protects = _ground(scene, protected, way, slope, reach_m)
    surface = scene.surface
    solids = [(shape, -np.inf, top) for shape, top in zip(
        surface.prisms.footprints, surface.prisms.top_m, strict=True)]  # fmt: skip
    if surface.raised is not None:
        raised = surface.raised
        solids += list(zip(raised.footprints, raised.base_m, raised.solids.top_m, strict=True))
    for shape, base_m, top_m in solids:
        is_home = any(shape.equals(home) for home in protected.homes)
        for start, end in _walls(shape):
            away, within = _crossing(np.array(scene.eye[:2]), way, start, end)
            height = scene.eye[2] + slope * away
            hit = within & (away < nearest) & (height >= base_m) & (height <= top_m)
            middle = (start + end) / 2
            sill_m = surface.ground_at(middle[:1], middle[1:])[0] + protected.sill_m
            nearest = np.where(hit, away, nearest)
            protects = np.where(hit, is_home & (height >= sill_m), protects)
        for plane in (base_m, top_m):
            with np.errstate(divide="ignore", invalid="ignore"):
                away = (plane - scene.eye[2]) / slope
            on = np.flatnonzero(np.isfinite(away) & (away > 0) & (away < nearest))
            xy = np.array(scene.eye[:2]) + away[on, None] * way[on]
            on = on[shapely.contains_xy(shape, *xy.T)]
            nearest[on], protects[on] = away[on], False
    slant = nearest * np.sqrt(1 + slope**2)
    return protects & (slant <= reach_m)


def _walls(shape: shapely.Polygon) -> list[tuple[Floats, Floats]]:
    corners = [np.asarray(ring.coords) for ring in (shape.exterior, *shape.interiors)]
    return [(a, b) for ring in corners for a, b in pairwise(ring)]


def _crossing(eye: Floats, way: Floats, start: Floats, end: Floats) -> tuple[Floats, Booleans]:
    """Return how far rays run to the line of a wall, and whether they meet it between its ends."""
    along, to = end - start, start - eye
    across = way[:, 0] * along[1] - way[:, 1] * along[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        away = (to[0] * along[1] - to[1] * along[0]) / across
        share = (to[0] * way[:, 1] - to[1] * way[:, 0]) / across
    return away, np.isfinite(away) & (away > 0) & (share >= 0) & (share <= 1)


def _ground(
    scene: Scene, protected: Protected, way: Floats, slope: Floats, reach_m: float
) -> tuple[Floats, Booleans]:
    """Return where rays meet the ground, inf if not within the reach, and whether it is private."""
    nearest = np.full(len(way), np.inf)
    going = np.arange(len(way))
    for away in np.arange(STEP_M, reach_m + STEP_M, STEP_M):
        x, y = (scene.eye[k] + away * way[going, k] for k in (0, 1))
        under = scene.eye[2] + slope[going] * away <= scene.ground_m(x, y)
        nearest[going[under]] = away
        going = going[~under]
    private = np.zeros(len(way), dtype=np.bool_)
    at = np.flatnonzero(np.isfinite(nearest))
    xy = np.array(scene.eye[:2]) + nearest[at, None] * way[at]
    for shape in protected.ground:
        private[at] |= shapely.contains_xy(shape, *xy.T)
    return nearest, private
