"""What stands beside the streets: lamp posts, tram poles and trees."""

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString, Polygon

from building import houses, network, tables

LAMP_SPACING_M = {"main": 30.0, "local": 32.0, "residential": 33.0, "path": 36.0, "square": 25.0}
MOUNT_M = {"main": 8.0, "local": 6.0, "residential": 5.0, "path": 4.5, "square": 6.0}
POLE_SPACING_M, POLE_MOUNT_M, POLE_OFFSET_M = 42.0, 6.0, 2.8
LAMP_OFFSET_M = 0.8
TREE_SPACING_M = 17.0
TREE_OFFSET_M = 2.6
PARK_GRID_M, WOOD_GRID_M, YARD_GRID_M = 15.0, 20.0, 55.0
SEED = 436_01


def _beside(axis: LineString, *, step_m: float, off_m: float, side: int) -> np.ndarray:
    """Return places beside an axis, first one half a step from its start; side -1 left, 1 right."""
    count = int(np.floor(axis.length / step_m + 0.5))
    if count == 0:
        return np.empty((0, 2))
    at_m = (np.arange(count) + 0.5) * axis.length / count
    here = shapely.get_coordinates(shapely.line_interpolate_point(axis, at_m))
    ahead = np.minimum(at_m + 1.0, axis.length)
    behind = np.maximum(at_m - 1.0, 0.0)
    step = shapely.get_coordinates(shapely.line_interpolate_point(axis, ahead))
    step -= shapely.get_coordinates(shapely.line_interpolate_point(axis, behind))
    step /= np.hypot(step[:, :1], step[:, 1:])
    return here + off_m * side * np.column_stack([step[:, 1], -step[:, 0]])


def _clear(points: np.ndarray, ground: np.ndarray, *, distance_m: float) -> np.ndarray:
    """Return which points are farther than a distance from every shape."""
    tree = shapely.STRtree(ground)
    places = shapely.points(points)
    near = tree.query(places, predicate="dwithin", distance=max(distance_m, 1e-6))[0]
    free = np.ones(len(points), dtype=bool)
    free[near] = False
    return free


def carriers(
    streets: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    tracks: gpd.GeoDataFrame,
    *,
    lit: Polygon,
) -> list[list[object]]:
    """Return lamp posts along the streets of the lit area, then the poles of the tram.

    Columns: carrier_id, kind, lon, lat, mount_height_m, street.
    """
    roads = houses.carriageways(streets, margin_m=0.0)
    walls = buildings.geometry.to_numpy()
    places, heights, names = [], [], []
    inside = streets[streets.intersects(lit)]
    for row in inside.itertuples():
        off_m = network.HALF_WIDTH_M[row.street_class] + LAMP_OFFSET_M
        spots = _beside(row.geometry, step_m=LAMP_SPACING_M[row.street_class], off_m=off_m, side=1)
        places.append(spots)
        heights += [MOUNT_M[row.street_class]] * len(spots)
        names += [row.name] * len(spots)
    spots = np.concatenate(places)
    free = _clear(spots, walls, distance_m=0.4) & _clear(spots, roads, distance_m=0.0)
    free &= shapely.contains_xy(lit, spots)
    lamps = [
        [f"VO{number:05d}", "lamp post", *tables.to_degrees(*spots[index]), heights[index]]
        for number, index in enumerate(np.flatnonzero(free), start=1)
    ]
    lit_streets = [names[index] for index in np.flatnonzero(free)]
    named = [[*lamp, name] for lamp, name in zip(lamps, lit_streets, strict=True)]
    return named + _poles(tracks, walls)


def _poles(tracks: gpd.GeoDataFrame, walls: np.ndarray) -> list[list[object]]:
    trams = tracks.geometry[tracks["kind"] == "tram"]
    spots = np.concatenate(
        [_beside(t, step_m=POLE_SPACING_M, off_m=POLE_OFFSET_M, side=1) for t in trams]
    )
    spots = spots[_clear(spots, walls, distance_m=0.4)]
    return [
        [f"TP{number:04d}", "tram pole", *tables.to_degrees(*spot), POLE_MOUNT_M, ""]
        for number, spot in enumerate(spots, start=1)
    ]


def _scattered(area: Polygon, *, grid_m: float, random: np.random.Generator) -> np.ndarray:
    """Return places over an area, one in each cell of a grid, moved at random inside it."""
    x0, y0, x1, y1 = area.bounds
    cells = np.stack(np.meshgrid(np.arange(x0, x1, grid_m), np.arange(y0, y1, grid_m)), axis=-1)
    spots = cells.reshape(-1, 2) + random.uniform(0, grid_m, size=(cells.size // 2, 2))
    return spots[shapely.contains_xy(area, spots)]


def trees(
    streets: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    land: dict[str, gpd.GeoDataFrame],
    *,
    town: Polygon,
) -> gpd.GeoDataFrame:
    """Return street trees, trees of parks, of yards and of the woods at the town's edge."""
    random = np.random.default_rng(SEED)
    lined = streets[streets["street_class"].isin(["main", "local", "square"])]
    lined = lined[lined.intersects(town) & (lined["name"] != "")]
    rows = [
        _beside(
            row.geometry,
            step_m=TREE_SPACING_M,
            off_m=network.HALF_WIDTH_M[row.street_class] + TREE_OFFSET_M,
            side=-1,
        )
        for row in lined.itertuples()
    ]
    along = np.concatenate(rows)
    along = along[random.random(len(along)) < 0.7]
    woods = land["woods"].union_all().intersection(town)
    parks = land["parks"].union_all()
    yards = town.difference(shapely.union_all([woods, parks, *land["water"].geometry]))
    groups = [
        (along, 6.0, 14.0),
        (_scattered(parks, grid_m=PARK_GRID_M, random=random), 8.0, 20.0),
        (_scattered(yards, grid_m=YARD_GRID_M, random=random), 4.0, 12.0),
        (_scattered(woods, grid_m=WOOD_GRID_M, random=random), 12.0, 24.0),
    ]
    spots = np.concatenate([spots for spots, _, _ in groups])
    height_m = np.concatenate([random.uniform(a, b, len(spots)) for spots, a, b in groups])
    roads = houses.carriageways(streets, margin_m=0.0)
    free = _clear(spots, buildings.geometry.to_numpy(), distance_m=2.0)
    free &= _clear(spots, roads, distance_m=0.8)
    height_m = height_m[free].round(1)
    return gpd.GeoDataFrame(
        {
            "height_m": height_m,
            "crown_radius_m": (0.8 + 0.2 * height_m).clip(1.2, 5.0).round(1),
            "crown_base_m": (0.25 * height_m).clip(1.5, 5.0).round(1),
            "provenance": "synthetic",
        },
        geometry=shapely.points(spots[free].round(2)),
        crs=tables.CRS,
    )
