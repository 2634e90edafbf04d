"""Streets: hand-drawn axes and the grids between them, joined into one noded network."""

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.affinity import rotate

from building import tables

HALF_WIDTH_M = {"main": 6.0, "local": 4.0, "residential": 3.0, "path": 1.5, "square": 4.0}
SNAP_M = 14.0
"""A drawn end this near another axis was meant to meet it."""
KEEP_OFF_M = 26.0
"""A grid street is not drawn nearer than this beside a hand-drawn one."""
REACH_M = 45.0
"""How far the cut end of a grid street may be led on to the next axis."""
SHORTEST_M = 30.0
PRECISION_M = 0.01
COLUMNS = ["name", "street_class", "provenance", "source"]


def _end_led_to(point: Point, others: shapely.MultiLineString, reach_m: float) -> Point:
    near = shapely.shortest_line(point, others)
    return Point(near.coords[1]) if 0 < near.length <= reach_m else point


def _with_ends(
    axis: LineString, others: MultiLineString, reach_m: float, *, move: bool
) -> LineString:
    """Return the axis with its ends led to the others; moved there, or lengthened."""
    coords = list(axis.coords)
    for end in (0, -1):
        there = _end_led_to(Point(coords[end]), others, reach_m).coords[0]
        if there == coords[end]:
            continue
        if move:
            coords[end] = there
        else:
            coords.insert(0 if end == 0 else len(coords), there)
    return LineString(coords)


def drawn() -> gpd.GeoDataFrame:
    """Return the hand-drawn axes, ends snapped to the axes they were meant to meet."""
    table = tables.rows("streets")
    axes = [tables.line(row["vertices"]) for row in table]
    snapped = []
    for index, axis in enumerate(axes):
        others = shapely.union_all(axes[:index] + axes[index + 1 :])
        snapped.append(_with_ends(axis, others, SNAP_M, move=True))
    records = [{key: row[key] for key in COLUMNS} for row in table]
    return gpd.GeoDataFrame(records, geometry=snapped, crs=tables.CRS)


def _parallels(area: Polygon, *, azimuth_deg: float, along_m: float, across_m: float) -> list:
    """Return the lines of a grid clipped to an area: one family along the azimuth, one across."""
    x0, y0 = (round(value, 1) for value in area.centroid.coords[0])
    reach = area.length
    found = []
    for turn, step_m in ((azimuth_deg, across_m), (azimuth_deg + 90.0, along_m)):
        for offset in np.arange(-reach, reach + step_m, step_m):
            level = LineString([(x0 + offset, y0 - reach), (x0 + offset, y0 + reach)])
            found.append(rotate(level, -turn, origin=(x0, y0)).intersection(area))
    return found


def grids(axes: gpd.GeoDataFrame, *, forbidden: Polygon) -> gpd.GeoDataFrame:
    """Return the grid streets of the estates, cut beside drawn axes and at forbidden ground."""
    network = shapely.union_all(axes.geometry.to_numpy())
    kept_off = network.buffer(KEEP_OFF_M).union(forbidden)
    records, lines = [], []
    for row in tables.rows("grids"):
        area = tables.polygon(row["polygon"])
        family = _parallels(
            area,
            azimuth_deg=float(row["azimuth_grid_deg"]),
            along_m=float(row["along_m"]),
            across_m=float(row["across_m"]),
        )
        cut = shapely.get_parts(shapely.difference(np.array(family), kept_off))
        for piece in cut:
            if piece.geom_type != "LineString" or piece.length < SHORTEST_M:
                continue
            lines.append(_led_clear(piece, network, forbidden))
            records.append(
                {"name": "", **{key: row[key] for key in ("street_class", "provenance", "source")}}
            )
    return gpd.GeoDataFrame(records, geometry=lines, crs=tables.CRS)


def _led_clear(piece: LineString, network: MultiLineString, forbidden: Polygon) -> LineString:
    led = _with_ends(piece, network, REACH_M, move=False)
    return piece if led.intersects(forbidden) else led


def noded(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the axes cut at every crossing, each piece with the row of the axis it came from.

    Pieces share end vertices exactly; of overlapping axes the first in the table gives the name.
    Pieces outside the largest connected part are left out.
    """
    lines = parts.geometry.to_numpy()
    pieces = shapely.get_parts(shapely.union_all(lines, grid_size=PRECISION_M))
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    tree = shapely.STRtree(lines)
    piece, axis = tree.query(middles, predicate="dwithin", distance=0.5)
    first = np.full(len(pieces), len(lines))
    np.minimum.at(first, piece, axis)
    order = np.lexsort((*_corner(pieces), first))
    keep = order[_largest(pieces)[order] & (first[order] < len(lines))]
    frame = parts.iloc[first[keep]].drop(columns="geometry").reset_index(drop=True)
    frame.insert(0, "street_id", [f"U{number:04d}" for number in range(1, len(keep) + 1)])
    return gpd.GeoDataFrame(frame, geometry=pieces[keep], crs=tables.CRS)


def _corner(pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bounds = shapely.bounds(pieces)
    return bounds[:, 0], bounds[:, 1]


def _largest(pieces: np.ndarray) -> np.ndarray:
    """Return which pieces belong to the largest connected part, by length."""
    ends = np.array([[piece.coords[0], piece.coords[-1]] for piece in pieces])
    _, node = np.unique(ends.reshape(-1, 2).round(3), axis=0, return_inverse=True)
    start, stop = node.reshape(-1, 2).T
    count = int(node.max()) + 1
    graph = coo_array((np.ones(len(pieces)), (start, stop)), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    lengths = np.bincount(label[start], weights=shapely.length(pieces))
    return label[start] == lengths.argmax()
