"""Heights of buildings that are altitudes of their roofs above the sea: told by the terrain."""

import geopandas as gpd
import numpy as np

from placement.errors import Problem
from placement.grid import Grid
from placement.visibility.surface import Heights

FEWEST = 10
"""Of fewer buildings nothing is said. [-]"""
LEAST_RELIEF_M = 3.0
"""Standard deviation of the ground; on flatter one, heights are not seen to follow it. Assumed."""
SLOPE = (0.7, 1.3)
"""Heights above the sea rise with the ground, metre by metre; assumed bounds. [-]"""
CORRELATION = 0.8
"""With the ground, of heights above the sea where houses are alike; assumed. [-]"""


def note(
    buildings: gpd.GeoDataFrame, *, terrain: Heights, grid: Grid, file: str
) -> tuple[Problem, ...]:
    """Return a note where the heights a table of buildings states follow the terrain.

    Parameters
    ----------
    buildings
        Table `schema.BUILDINGS`; heights that follow from floors or a default do not count.
    terrain
        On the cells of `grid`. [m]
    file
        For the note.
    """
    stated = buildings[buildings["height_source"] == "height"]
    middle = stated.geometry.representative_point()
    x, y = middle.x.to_numpy(), middle.y.to_numpy()
    within = grid.holds(x, y)
    ground_m = np.full(len(stated), np.nan)
    ground_m[within] = terrain[grid.cell_of(x[within], y[within])]
    known = np.isfinite(ground_m)
    ground_m, height_m = ground_m[known], stated["height_m"].to_numpy(dtype=np.float64)[known]
    if len(ground_m) < FEWEST or ground_m.std() < LEAST_RELIEF_M or not height_m.std():
        return ()
    slope = float(np.polyfit(ground_m, height_m, 1)[0])
    together = float(np.corrcoef(ground_m, height_m)[0, 1])
    if not (SLOPE[0] <= slope <= SLOPE[1] and together >= CORRELATION):
        return ()
    above = height_m > ground_m
    off_m = round(float(np.median(height_m - ground_m)))
    values = {"n": int(above.sum()), "total": len(buildings), "off": off_m}
    return (Problem("heights_over_sea", file, column="height_m", values=values),)
