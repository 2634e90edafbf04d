"""Where two cameras or more look: the areas of the council's layer of double cover."""

from collections import defaultdict
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

LEAST_M2 = 2.0
"""Smaller pieces are crumbs between outlines, not places. [m²]"""
GRID_M = 0.05
"""Outlines are put on this grid before they are joined, so that touching ones do not fail. [m]"""


def double_cover_by_phase(
    views: gpd.GeoDataFrame, *, density_px_m: float, removed_in: Mapping[str, int], last: int
) -> gpd.GeoDataFrame:
    """Return the areas at least two cameras see all the time, whole, for the end of each phase.

    As `double_cover`, of a plan that takes cameras down: `removed_in` says of which camera when,
    `last` is the last phase.
    """
    removed = views["camera_id"].map(removed_in).fillna(np.inf)
    rows = []
    for phase in range(last + 1):
        here = views[(views["phase"] <= phase) & (removed > phase)].assign(phase=phase)
        rows.append(double_cover(here, density_px_m=density_px_m))
    return gpd.GeoDataFrame(pd.concat(rows, ignore_index=True), geometry="geometry", crs=views.crs)


def double_cover(views: gpd.GeoDataFrame, *, density_px_m: float) -> gpd.GeoDataFrame:
    """Return the areas at least two cameras see all the time, by the phase since when.

    Parameters
    ----------
    views
        `layer_tables.VIEWS`, in a metric system.
    density_px_m
        Only views at the coarsest level that is at least so dense count. [px/m]

    Returns
    -------
    areas
        One row a phase that adds any: `phase` and geometry, without what an earlier one has.
    """
    counted = _counted(views, density_px_m)
    shapes = shapely.set_precision(counted.geometry.to_numpy(), GRID_M)
    phase, camera = counted["phase"].to_numpy(), counted["camera_id"].to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = (first < second) & (camera[first] != camera[second])
    first, second = first[pairs], second[pairs]
    both = shapely.intersection(shapes[first], shapes[second])
    since = np.maximum(phase[first], phase[second]) if len(first) else np.zeros(0, dtype=np.int64)
    parts: dict[int, list[BaseGeometry]] = defaultdict(list)
    for number, shape in zip(since, both, strict=True):
        # where views overlap and touch as well, the touching lines are no areas
        parts[int(number)] += [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    grown = [(n, shapely.union_all(parts[n], grid_size=GRID_M)) for n in sorted(parts)]
    rows: list[tuple[int, BaseGeometry]] = []
    before: BaseGeometry = shapely.MultiPolygon()
    for number, shape in grown:
        rows.append((number, _areas(shapely.difference(shape, before, grid_size=GRID_M))))
        before = shapely.union(before, shape, grid_size=GRID_M)
    areas = [(n, shape) for n, shape in rows if not shape.is_empty]
    return gpd.GeoDataFrame(
        {"phase": [n for n, _ in areas]}, geometry=[shape for _, shape in areas], crs=views.crs
    )


def _counted(views: gpd.GeoDataFrame, density_px_m: float) -> gpd.GeoDataFrame:
    steady = views[views["kind"] == "continuous"]
    enough = steady[steady["density_px_m"] >= density_px_m - 1e-9]
    if enough.empty:
        return enough
    return enough[enough["density_px_m"] == enough["density_px_m"].min()]


def _areas(shape: BaseGeometry) -> shapely.MultiPolygon:
    parts = [
        part
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon" and part.area >= LEAST_M2
    ]
    return shapely.MultiPolygon(parts)
