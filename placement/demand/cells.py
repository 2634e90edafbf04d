"""`Cells`: public spaces (squares, car parks, parks) divided by a square grid."""

import numpy as np
import shapely
from attrs import field, frozen
from scipy.sparse import coo_array

from placement.demand.arguments import Geometries
from placement.demand.lixels import NODE_DIGITS, read_only_copy
from placement.units import Booleans, Floats, Integers

SLIVER_SHARE = 0.25
"""A piece at the edge smaller than this share of a cell joins the one beside it. [-]"""
GRID_M = 10.0**-NODE_DIGITS
"""Vertices of pieces lie on a grid of this. [m]"""
TOUCH_M = 0.05
"""Pieces this near to each other touch. [m]"""
NARROWEST_FACE_M = 0.5
"""Pieces that touch along less than this do not exchange anything: corners. [m]"""


@frozen(eq=False)
class Cells:
    """C cells of A areas, in the order of the areas, in each by columns from the south-west."""

    geometry: Geometries = field(converter=read_only_copy)
    """(C,) Polygons, or MultiPolygons of parts that touch."""
    area: Integers = field(converter=read_only_copy)
    """(C,) index of the area."""
    x_m: Floats = field(converter=read_only_copy)
    y_m: Floats = field(converter=read_only_copy)
    """(C,) the centre, or a point inside where the centre is outside. [m]"""
    face_cells: Integers = field(converter=read_only_copy)
    """(F, 2) pairs of cells that touch, of one area or of two."""
    face_m: Floats = field(converter=read_only_copy)
    """(F,) length along which they touch. [m]"""


def divide_areas(areas: Geometries, *, cell_m: float) -> Cells:
    """Return the cells of areas divided by a square grid.

    Parameters
    ----------
    areas : (A,) array
        Valid polygons, in a metric system. Where some lie on one another the ground belongs to the
        smallest: the playground in the park.
    cell_m
        Side of the squares; the grid begins at the origin of the system, so that an area is cut
        the same way whatever lies around it. An area no larger than a square is one cell. [m]

    Returns
    -------
    Cells
        None of an area that smaller ones cover wholly.
    """
    disjoint_areas = _disjoint(areas)
    by_area = [_cut(area, cell_m) for area in disjoint_areas]
    pieces = np.concatenate([np.empty(0, dtype=object), *by_area])
    area = np.repeat(np.arange(disjoint_areas.size), [len(each) for each in by_area])
    neighbours, face_m = _faces(pieces)
    cell = _merge_slivers(pieces, area, neighbours, face_m, sliver_m2=SLIVER_SHARE * cell_m**2)
    _, first = np.unique(cell, return_index=True)
    geometry = _union_by_cell(pieces, cell)
    faces = np.sort(cell[neighbours], axis=1)
    inner = faces[:, 0] == faces[:, 1]
    shape = (geometry.size, geometry.size)
    summed = coo_array((face_m[~inner], tuple(faces[~inner].T)), shape=shape).tocsr().tocoo()
    centre = shapely.centroid(geometry)
    outside = ~shapely.contains(geometry, centre)
    centre[outside] = shapely.point_on_surface(geometry[outside])
    x_m, y_m = shapely.get_coordinates(centre).reshape(-1, 2).T
    return Cells(
        geometry=geometry,
        area=area[first],
        x_m=x_m,
        y_m=y_m,
        face_cells=np.column_stack([summed.row, summed.col]),
        face_m=summed.data,
    )


def _disjoint(areas: Geometries) -> Geometries:
    """Return the areas less what smaller ones cover (of equal ones, the earlier wins)."""
    # to the millimetre: GEOS loses pieces where coordinates differ by next to nothing
    areas = np.asarray(shapely.set_precision(shapely.force_2d(areas), GRID_M), dtype=object)
    size_m2 = shapely.area(areas)
    rank = np.empty(areas.size, dtype=np.int64)
    rank[np.lexsort((np.arange(areas.size), size_m2))] = np.arange(areas.size)
    one, other = shapely.STRtree(areas).query(areas, predicate="intersects")
    smaller = rank[other] < rank[one]
    one, other = one[smaller], other[smaller]
    result = areas.copy()
    for index in np.unique(one):
        covered = shapely.union_all(areas[other[one == index]], grid_size=GRID_M)
        result[index] = shapely.difference(areas[index], covered, grid_size=GRID_M)
    return result


def _cut(area: shapely.Polygon | shapely.MultiPolygon, cell_m: float) -> Geometries:
    """Return the polygons into which the grid cuts one area."""
    if area.is_empty:
        return np.empty(0, dtype=object)
    west, south, east, north = np.asarray(area.bounds) / cell_m
    column = np.arange(np.floor(west), np.ceil(east)) * cell_m
    row = np.arange(np.floor(south), np.ceil(north)) * cell_m
    x_m, y_m = (axis.ravel() for axis in np.meshgrid(column, row, indexing="ij"))
    squares = shapely.box(x_m, y_m, x_m + cell_m, y_m + cell_m)
    if area.area <= cell_m**2:
        squares = np.array([area])
    shapely.prepare(area)
    squares = squares[shapely.intersects(area, squares)]
    crosses_edge = ~shapely.contains(area, squares)
    squares[crosses_edge] = shapely.intersection(squares[crosses_edge], area, grid_size=GRID_M)
    pieces = np.asarray(shapely.get_parts(squares), dtype=object)
    is_polygon = shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON
    large = shapely.area(pieces) > TOUCH_M**2
    return np.asarray(pieces[is_polygon & large], dtype=object)


def _faces(pieces: Geometries) -> tuple[Integers, Floats]:
    """Return which pieces touch (F, 2), and along what length. [m]"""
    one, other = shapely.STRtree(pieces).query(pieces, predicate="dwithin", distance=TOUCH_M)
    once = one < other
    one, other = one[once], other[once]
    west, south, east, north = shapely.bounds(pieces).T
    box_m2 = (east - west) * (north - south)
    is_rectangle = shapely.area(pieces) > box_m2 * (1 - 1e-9)
    # of two rectangles the longer overlap is the face, the other the gap; most pairs are such
    overlap_m = [
        np.minimum(high[one], high[other]) - np.maximum(low[one], low[other])
        for low, high in ((west, east), (south, north))
    ]
    face_m = np.maximum(*overlap_m)
    irregular = ~(is_rectangle[one] & is_rectangle[other])
    of_one, one_of = np.unique(one[irregular], return_inverse=True)
    wider = shapely.buffer(pieces[of_one], TOUCH_M, join_style="mitre", cap_style="flat")
    shared = shapely.intersection(wider[one_of], pieces[other[irregular]])
    face_m[irregular] = shapely.area(shared) / TOUCH_M
    wide = face_m >= NARROWEST_FACE_M
    return np.column_stack([one[wide], other[wide]]), np.asarray(face_m[wide], dtype=np.float64)


def _merge_slivers(
    pieces: Geometries, area: Integers, neighbours: Integers, face_m: Floats, *, sliver_m2: float
) -> Integers:
    """Return the cell of each piece; a sliver joins the piece it shares its longest face with."""
    sliver: Booleans = shapely.area(pieces) < sliver_m2
    pairs = np.concatenate([neighbours, neighbours[:, ::-1]])
    width_m = np.tile(face_m, 2)
    small, large = pairs.T
    fits = sliver[small] & ~sliver[large] & (area[small] == area[large])
    small, large, width_m = small[fits], large[fits], width_m[fits]
    target = np.arange(pieces.size)
    order = np.lexsort((-large, width_m))  # the widest last: its assignment is the one that holds
    target[small[order]] = large[order]
    return np.asarray(np.unique(target, return_inverse=True)[1], dtype=np.int64).ravel()


def _union_by_cell(pieces: Geometries, cell: Integers) -> Geometries:
    """Return the union of the pieces of each cell."""
    order = np.argsort(cell, kind="stable")
    groups = np.split(pieces[order], np.flatnonzero(np.diff(cell[order])) + 1)
    union = [group[0] if len(group) == 1 else shapely.union_all(group) for group in groups]
    return np.array(union[: cell.size], dtype=object)
