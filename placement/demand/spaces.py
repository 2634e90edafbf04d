"""Public spaces (squares, car parks, parks) as lixels of the same network as the streets.

Incidents on a square do not lie on the axis of a street. An area is divided into cells that
exchange heat with neighbouring cells and with the streets that enter or touch the area, so that
diffusion along streets becomes diffusion in the plane there and continues along the next street.
"""

import numpy as np
import shapely
from attrs import evolve

from placement.demand.arguments import Geometries
from placement.demand.cells import Cells, divide_areas
from placement.demand.identifiers import digest, make_unique, millimetres
from placement.demand.lixels import NO_NODE, Joints, Lixels
from placement.units import Booleans, Floats, Integers

WIDTH_M = 10.0
"""Width of an ordinary street between its houses. [m]"""
REACH_PER_LIXEL = 0.5
"""Streets join an area within this share of a lixel: their nodes are a lixel apart. [-]"""
NEAREST_CENTRE_SHARE = 0.5
"""Centres of ragged cells count as at least this share of a cell apart. [-]"""


def add_areas(
    lixels: Lixels, areas: Geometries, *, lixel_m: float, raised: Booleans | None = None
) -> Lixels:
    """Return the lixels of streets followed by those of areas.

    Parameters
    ----------
    lixels
        Of streets.
    areas : (A,) array
        Valid polygons in the same system; their index follows that of the last line.
    lixel_m
        Side of a cell, and the longest lixel of the streets. [m]
    raised : (I,) array, optional
        Lixels on a bridge or below the ground: an area joins them at their street's ends only.

    Returns
    -------
    Lixels
        A cell counts as area / `WIDTH_M` metres of street, so that a square metre of a square
        equals one of a street, whatever the size of cells, and mass spread evenly by length is
        spread evenly by ground. Streets are not moved: each of their nodes in an area, or within
        half a lixel of it, is joined to the cell there.

    Notes
    -----
    With density ρ per metre of street the density on the ground is ρ / w, w = `WIDTH_M`. Through a
    face of length b between centres d apart flows b / (w d) times the difference of ρ; on whole
    cells that is the five-point scheme of diffusion in the plane, of the same bandwidth as on the
    streets. The mouth of a street is w wide, and half a cell deep.
    """
    if not areas.size:
        return lixels
    cells = divide_areas(areas, cell_m=lixel_m)
    first_cell, first_line = lixels.length_m.size, _line_count(lixels)
    count = cells.area.size
    _, start = np.unique(cells.area, return_index=True)
    number = np.arange(count) - start[np.unique(cells.area, return_inverse=True)[1].ravel()]
    return evolve(
        lixels,
        geometry=np.concatenate([lixels.geometry, cells.geometry]),
        line=np.concatenate([lixels.line, first_line + cells.area]),
        order=np.concatenate([lixels.order, number]),
        length_m=np.concatenate([lixels.length_m, shapely.area(cells.geometry) / WIDTH_M]),
        x_m=np.concatenate([lixels.x_m, cells.x_m]),
        y_m=np.concatenate([lixels.y_m, cells.y_m]),
        nodes=np.concatenate([lixels.nodes, np.full((count, 2), NO_NODE)]),
        joints=_joints(lixels, cells, raised, first_cell=first_cell, lixel_m=lixel_m),
    )


def cell_identifiers(
    lixels: Lixels, areas: Geometries, *, first_line: int, lixel_m: float
) -> list[str]:
    """Return identifiers `<digest>-<column>.<row>` of cells, counted from the area's south-west.

    The digest is of the whole area and of `lixel_m`, so that another area or street does not
    change it.
    """
    names = np.array(list(make_unique(digest(millimetres(area), lixel_m) for area in areas)))
    of_area = ~lixels.on_street
    area = lixels.line[of_area] - first_line
    bounds_m = shapely.bounds(areas)
    column = np.floor(lixels.x_m[of_area] / lixel_m) - np.floor(bounds_m[area, 0] / lixel_m)
    row = np.floor(lixels.y_m[of_area] / lixel_m) - np.floor(bounds_m[area, 1] / lixel_m)
    places = zip(area, column.astype(int), row.astype(int), strict=True)
    return list(make_unique(f"{names[index]}-{east}.{north}" for index, east, north in places))


def _line_count(lixels: Lixels) -> int:
    """Return the number of lines that lixels are pieces of."""
    return int(lixels.line.max()) + 1


def _joints(
    lixels: Lixels, cells: Cells, raised: Booleans | None, *, first_cell: int, lixel_m: float
) -> Joints:
    """Return the connections of cells with each other and with the nodes of streets."""
    node, cell = _mouths(lixels, cells, raised, reach_m=REACH_PER_LIXEL * lixel_m)
    # a face is a node of its own, so each half of the way through it conducts twice as much
    face_node = int(lixels.nodes.max()) + 1 + np.arange(cells.face_m.size)
    one, other = cells.face_cells.T
    apart_m = np.hypot(cells.x_m[one] - cells.x_m[other], cells.y_m[one] - cells.y_m[other])
    apart_m = np.maximum(apart_m, NEAREST_CENTRE_SHARE * lixel_m)
    through = 2 * cells.face_m / (WIDTH_M * apart_m)
    mouth = np.full(node.size, 2 / lixel_m)
    return Joints(
        node=np.concatenate([node, face_node, face_node]),
        lixel=first_cell + np.concatenate([cell, one, other]),
        conductance_1_m=np.concatenate([mouth, through, through]),
    )


def _mouths(
    lixels: Lixels, cells: Cells, raised: Booleans | None, *, reach_m: float
) -> tuple[Integers, Integers]:
    """Return the nodes of streets in or within reach of areas, and the nearest cell of each."""
    node, place, times = np.unique(lixels.nodes, return_index=True, return_counts=True)
    if raised is not None:  # a bridge is on the ground where a street on it continues or none does
        grounded = np.isin(node, lixels.nodes[~raised]) | (times == 1)
        node, place = node[grounded], place[grounded]
    ends = _end_coordinates(lixels)[place]
    tree = shapely.STRtree(cells.geometry)
    index, cell = tree.query_nearest(shapely.points(ends), max_distance=reach_m)
    x_m, y_m = cells.x_m[cell], cells.y_m[cell]
    order = np.lexsort((y_m.round(3), x_m.round(3), index))
    near, first = np.unique(index[order], return_index=True)
    return np.asarray(node[near], dtype=np.int64), np.asarray(cell[order][first], dtype=np.int64)


def _end_coordinates(lixels: Lixels) -> Floats:
    """Return the coordinates of the first and last vertex of each lixel (2 I, 2). [m]"""
    ends = [shapely.get_point(lixels.geometry, which) for which in (0, -1)]
    return shapely.get_coordinates(np.stack(ends, axis=1).ravel())
