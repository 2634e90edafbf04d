"""Outlines of groups of cells without their stairs."""

import numpy as np
import shapely

from placement.units import Floats

STEP_CELLS = 1.01
"""A corner with no edge as short as that is none of a stair. [-]"""
LONGEST_CELLS = 3.0
"""So much of a longer edge is cut off beside a step; half a cell at any other corner. [-]"""
SQUARE = 4
"""Corners of a single rectangle of cells."""


def smooth(cells: shapely.MultiPolygon, *, cell_m: float) -> shapely.Geometry:
    """Return the outline of cells with its corners cut off, so that stairs become slopes.

    A raster knows what lies at the middles of its cells; where between two of them a border runs it
    does not. A line through the middles of the steps is as near the truth as the steps, holds the
    same area, and lies nowhere half a cell from them. Rectangles stay as they are.

    Parameters
    ----------
    cells
        Polygons whose edges run along the rows and columns of a raster.
    cell_m
        Side of its cells. [m]
    """
    parts = [
        shapely.Polygon(
            _cut(shapely.get_coordinates(part.exterior), cell_m),
            [_cut(shapely.get_coordinates(hole), cell_m) for hole in part.interiors],
        )
        for part in shapely.get_parts(cells)
    ]
    return shapely.union_all(shapely.make_valid(np.array(parts, dtype=object)))


def _cut(ring: Floats, cell_m: float) -> Floats:
    """Return a closed ring with two points instead of each corner."""
    corner = ring[:-1]
    if len(corner) <= SQUARE:
        return ring
    step = np.diff(ring, axis=0)
    after_m = np.hypot(step[:, 0], step[:, 1])
    before_m = np.roll(after_m, 1)
    is_step = np.minimum(before_m, after_m) <= STEP_CELLS * cell_m
    most_m = np.where(is_step, LONGEST_CELLS, 0.5) * cell_m
    back = np.minimum(0.5, most_m / before_m)[:, None] * np.roll(step, 1, axis=0)
    forth = np.minimum(0.5, most_m / after_m)[:, None] * step
    points = np.stack([corner - back, corner + forth], axis=1).reshape(-1, 2)
    return np.vstack([points, points[:1]])
