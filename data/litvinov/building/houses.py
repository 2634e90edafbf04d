"""Buildings: the drawn slabs and towers, then houses along the streets of each quarter."""

import geopandas as gpd
import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import rotate, translate

from building import network, tables

STREET_CLEARANCE_M = 1.5
NEIGHBOUR_M = 1.2
FLOOR_M = {"slab": 2.8, "tower": 2.8, "flats": 2.9, "hall": 5.0, "works": 5.0, "public": 3.6}
COLUMNS = ["floors", "height_m", "kind", "district", "provenance"]
LIVED_IN = ("slab", "tower", "flats", "block", "house", "villa")
"""Kinds in which people live; works, halls and public buildings are something else."""
SEED = 567_256


def _box(x: float, y: float, *, front_m: float, depth_m: float, azimuth_deg: float) -> Polygon:
    """Return a rectangle whose long side runs along the azimuth (from grid north)."""
    flat = shapely.box(-depth_m / 2, -front_m / 2, depth_m / 2, front_m / 2)
    return translate(rotate(flat, -azimuth_deg, origin=(0, 0)), x, y)


def _centres(text: str, count: int) -> np.ndarray:
    points = np.array(tables.vertices(text))
    return np.linspace(points[0], points[-1], count)


def slabs() -> gpd.GeoDataFrame:
    """Return the drawn slabs, towers, halls and public buildings."""
    records = []
    for row in tables.rows("slabs"):
        floors = int(row["floors"])
        for x, y in _centres(row["centres"], int(row["count"])):
            shape = _box(
                x,
                y,
                front_m=float(row["length_m"]),
                depth_m=float(row["width_m"]),
                azimuth_deg=float(row["azimuth_grid_deg"]),
            )
            height_m = round(floors * FLOOR_M[row["kind"]] + 1.2, 1)
            records.append(
                {
                    "floors": floors,
                    "height_m": height_m,
                    **{key: row[key] for key in ("kind", "district", "provenance")},
                    "geometry": shape,
                }
            )
    return gpd.GeoDataFrame(records, geometry="geometry", crs=tables.CRS)


def carriageways(streets: gpd.GeoDataFrame, *, margin_m: float) -> np.ndarray:
    """Return the ground of every street: its axis widened by half its width and a margin."""
    half = streets["street_class"].map(network.HALF_WIDTH_M).to_numpy(float) + margin_m
    return shapely.buffer(streets.geometry.to_numpy(), half, cap_style="flat", quad_segs=2)


def _along(axis: shapely.LineString, *, step_m: float, first_m: float) -> list[tuple]:
    """Return places along an axis: x, y and the azimuth of the axis there, from grid north."""
    places = []
    for at_m in np.arange(first_m, axis.length - 4.0, step_m):
        before = axis.interpolate(max(at_m - 2.0, 0.0))
        after = axis.interpolate(min(at_m + 2.0, axis.length))
        here = axis.interpolate(at_m)
        azimuth_deg = np.degrees(np.arctan2(after.x - before.x, after.y - before.y))
        places.append((here.x, here.y, float(azimuth_deg)))
    return places


def _fronting(row: dict[str, str], streets: gpd.GeoDataFrame, random: np.random.Generator) -> list:
    """Return the houses a quarter would have along its streets if nothing stood in the way."""
    area = tables.polygon(row["polygon"])
    low, high = float(row["front_min_m"]), float(row["front_max_m"])
    classes = row["street_classes"].split()
    inside = streets[streets["street_class"].isin(classes) & streets.intersects(area)]
    floors = (int(row["floors_min"]), int(row["floors_max"]) + 1)
    found = []
    for street_class, axis in zip(inside["street_class"], inside.geometry, strict=True):
        step_m = (low + high) / 2 + float(row["gap_m"])
        for x, y, azimuth_deg in _along(axis, step_m=step_m, first_m=step_m / 2):
            for side in (-1, 1):
                front_m = round(random.uniform(low, high), 1)
                depth_m = round(
                    random.uniform(float(row["depth_min_m"]), float(row["depth_max_m"])), 1
                )
                off_m = network.HALF_WIDTH_M[street_class] + float(row["setback_m"]) + depth_m / 2
                turn = np.radians(azimuth_deg + 90.0 * side)
                there = (x + off_m * np.sin(turn), y + off_m * np.cos(turn))
                count = int(random.integers(*floors))
                if area.contains(shapely.Point(there)):
                    shape = _box(*there, front_m=front_m, depth_m=depth_m, azimuth_deg=azimuth_deg)
                    found.append(_record(row, count, shape))
    return found


def _record(row: dict[str, str], floors: int, shape: Polygon) -> dict[str, object]:
    height_m = round(floors * FLOOR_M.get(row["kind"], 3.1) + 1.0, 1)
    return {
        "floors": floors,
        # Heights of family houses are left open, as in a land register: floors are all there is.
        "height_m": None if row["kind"] in {"villa", "house"} else height_m,
        **{key: row[key] for key in ("kind", "district", "provenance")},
        "geometry": shape,
    }


def _apart(shapes: np.ndarray, first: int) -> np.ndarray:
    """Return which shapes stay when each gives way to earlier ones; the first ones always stay."""
    tree = shapely.STRtree(shapes)
    kept = np.zeros(len(shapes), dtype=bool)
    kept[:first] = True
    later, other = tree.query(shapes, predicate="dwithin", distance=NEIGHBOUR_M)
    near: dict[int, list[int]] = {}
    for index, neighbour in zip(later.tolist(), other.tolist(), strict=True):
        if neighbour < index:
            near.setdefault(index, []).append(neighbour)
    for index in range(first, len(shapes)):
        kept[index] = not any(kept[neighbour] for neighbour in near.get(index, ()))
    return kept


def _refuse_on_streets(drawn: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> None:
    """Raise if a drawn building stands on a street: the table must be mended, not the street."""
    roads = shapely.STRtree(carriageways(streets, margin_m=0.0))
    hit = np.unique(roads.query(drawn.geometry.to_numpy(), predicate="intersects")[0])
    if len(hit):
        found = drawn.geometry.iloc[hit].centroid.to_wkt(rounding_precision=0).tolist()
        raise ValueError(f"tables/slabs.csv: {len(hit)} building(s) on a street, at {found}")


def fill(drawn: gpd.GeoDataFrame, streets: gpd.GeoDataFrame, *, free: Polygon) -> gpd.GeoDataFrame:
    """Return all buildings: the drawn ones and those along the streets of the quarters.

    Houses that would stand on a street, on kept-free ground or on another house are left out.
    """
    records = []
    for number, row in enumerate(tables.rows("quarters")):
        records += _fronting(row, streets, np.random.default_rng([SEED, number]))
    extra = gpd.GeoDataFrame(records, geometry="geometry", crs=tables.CRS)
    _refuse_on_streets(drawn, streets)
    roads = shapely.STRtree(carriageways(streets, margin_m=STREET_CLEARANCE_M))
    on_road = np.unique(roads.query(extra.geometry.to_numpy(), predicate="intersects")[0])
    shapely.prepare(free)
    clear = ~shapely.intersects(free, extra.geometry.to_numpy())
    clear[on_road] = False
    extra = extra[clear]
    shapes = np.concatenate([drawn.geometry.to_numpy(), extra.geometry.to_numpy()])
    kept = _apart(shapes, len(drawn))
    values = {key: [*drawn[key].tolist(), *extra[key].tolist()] for key in COLUMNS}
    whole = gpd.GeoDataFrame(values, geometry=shapes, crs=tables.CRS)[kept].reset_index(drop=True)
    whole.insert(0, "building_id", [f"B{number:05d}" for number in range(1, len(whole) + 1)])
    whole["height_m"] = whole["height_m"].astype("float64")
    whole["floors"] = whole["floors"].astype("int32")
    lived_in = whole["kind"].isin(LIVED_IN)
    whole.insert(4, "use", np.where(lived_in, "home", "other"))
    return whole
