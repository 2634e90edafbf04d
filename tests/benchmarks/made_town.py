"""A made town for lines of sight: rolling ground, crooked blocks, trees and fifty street corners.

Two kilometres square in cells of one metre, the same at every call. About 45 % is built up, more
than in most towns, so that lines of sight are hard.
"""

from functools import cache
from typing import Any

import numpy as np
import shapely
from attrs import field, frozen
from numpy.typing import NDArray
from rasterio import features
from rasterio.transform import Affine
from shapely import affinity

SEED = 20260101
SIDE = 2000
"""Cells along a side, each one metre. [m]"""
WEST_M, NORTH_M = 500_000.0, 5_402_000.0
CRS = "EPSG:25832"
TURN_DEG = 17.0
"""By how much the streets are turned against the grid, counterclockwise. [°]"""
STREETS_M = (10.0, 12.0, 14.0, 20.0)
MARGIN = 170
"""Observers keep this far from the edge, so that 150 m around them are known. [cells]"""
EMPTY_M = -9999.0

MIDDLE = (WEST_M + SIDE / 2, NORTH_M - SIDE / 2)
FRAME = Affine(1.0, 0.0, WEST_M, 0.0, -1.0, NORTH_M)


@frozen(eq=False)
class MadeTown:
    """The town as layers of 1 m (2000, 2000), row 0 in the north, and as shapes."""

    ground: NDArray[np.float32]
    obstacles: NDArray[np.float32]
    """Ground, flat roofs and solid trees, whichever is highest. [m]"""
    roofs: NDArray[np.bool_]
    buildings: NDArray[Any] = field()
    """Polygons in EPSG:25832."""
    roof_m: NDArray[np.float64]
    """Height of each roof above the datum. [m]"""
    trees: NDArray[Any]
    """Crowns: polygons of 16 corners."""
    top_m: NDArray[np.float64]
    """Height of each tree's top above the datum. [m]"""
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    """(50,) cells of the observers, at street corners."""


@cache
def made_town() -> MadeTown:
    """Return the town: 909 buildings, 1779 trees, 50 observers."""
    dice = np.random.default_rng(SEED)
    columns, rows = _blocks_along(dice), _blocks_along(dice)
    buildings: list[tuple[shapely.Polygon, float]] = []
    trees: list[tuple[float, float, float, float]] = []
    corners = []
    for column in columns:
        for row in rows:
            middle = (column[1] + column[2] / 2, row[1] + row[2] / 2)
            corners.append((*_turned(*middle), column[2], row[2]))
            kind = dice.random()
            trees += _street_trees(dice, column, row)
            if kind < 0.10:
                trees += _park(dice, column, row)
            else:
                buildings += _lots(dice, column, row, whole=kind < 0.30)
    walls, roof_m = _standing(buildings)
    crowns, top_m = _growing(trees, walls)
    ground = _ground(
        WEST_M + np.arange(SIDE)[None, :] + 0.5, NORTH_M - np.arange(SIDE)[:, None] - 0.5
    )
    roofs = _burned(walls, roof_m)
    obstacles = np.maximum(np.maximum(ground, roofs), _burned(crowns, top_m))
    row, column = _observers(dice, corners, ground, obstacles)
    return MadeTown(
        ground.astype(np.float32),
        obstacles.astype(np.float32),
        roofs > EMPTY_M,
        walls,
        roof_m,
        crowns,
        top_m,
        row,
        column,
    )


def _ground(x: Any, y: Any) -> NDArray[np.float64]:
    """Return the height of the ground: a slope with two sets of waves. [m]"""
    u, v = np.asarray(x - WEST_M), np.asarray(NORTH_M - y)
    waves = 2.5 * np.sin(u / 310 + 0.3) * np.cos(v / 270) + 0.8 * np.sin(u / 95) * np.sin(
        v / 120 + 1.0
    )
    return np.asarray(200 + 0.012 * u + 0.006 * v + waves)


def _blocks_along(dice: np.random.Generator) -> list[tuple[float, float, float]]:
    """Return (start, end, width of the street after it) of the blocks along one axis. [m]"""
    at, blocks = -1600.0, []
    while at < 1600:
        width, street = dice.uniform(55, 115), dice.choice(STREETS_M, p=[0.35, 0.35, 0.2, 0.1])
        blocks.append((at, at + width, street))
        at += width + street
    return blocks


def _turned(along: float, across: float) -> tuple[float, float]:
    """Return where a place of the street plan lies on the map."""
    point = affinity.rotate(
        shapely.Point(MIDDLE[0] + along, MIDDLE[1] + across), TURN_DEG, origin=MIDDLE
    )
    return point.x, point.y


def _street_trees(dice: np.random.Generator, column: Any, row: Any) -> list[Any]:
    """Return (x, y, radius, height) of a row of trees along a block, or of none. [m]"""
    found = []
    if dice.random() < 0.45:
        start, end, _ = column
        count = int((end - start) // dice.uniform(9, 14))
        for number in range(count):
            if dice.random() < 0.75:
                place = _turned(start + (number + 0.5) * (end - start) / count, row[1] + 1.8)
                found.append((*place, dice.uniform(1.6, 3.2), dice.uniform(5, 11)))
    return found


def _park(dice: np.random.Generator, column: Any, row: Any) -> list[Any]:
    """Return (x, y, radius, height) of trees all over a block. [m]"""
    found = []
    for _ in range(int(dice.uniform(8, 30))):
        place = _turned(
            dice.uniform(column[0] + 4, column[1] - 4), dice.uniform(row[0] + 4, row[1] - 4)
        )
        found.append((*place, dice.uniform(2, 5), dice.uniform(6, 16)))
    return found


def _lots(dice: np.random.Generator, column: Any, row: Any, *, whole: bool) -> list[Any]:
    """Return (polygon, height) of the houses of a block, one to a lot. [m]"""
    wide, deep = dice.choice([1, 2, 3], p=[0.35, 0.45, 0.2]), dice.choice([1, 2], p=[0.55, 0.45])
    if whole:
        wide = deep = 1
    found = []
    for i in range(wide):
        for j in range(deep):
            if dice.random() < 0.07:
                continue
            left, right = (column[0] + (column[1] - column[0]) * k / wide for k in (i, i + 1))
            low, high = (row[0] + (row[1] - row[0]) * k / deep for k in (j, j + 1))
            yard = dice.uniform(1.5, 7, 4)
            house = shapely.box(left + yard[0], low + yard[1], right - yard[2], high - yard[3])
            house = affinity.rotate(affinity.translate(house, *MIDDLE), TURN_DEG, origin=MIDDLE)
            if dice.random() < 0.25:
                house = affinity.rotate(house, dice.uniform(-4, 4))
            found.append((house, float(np.clip(dice.lognormal(2.35, 0.45), 4, 25))))
    return found


def _standing(buildings: list[Any]) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return the walls on the map and their roofs, level above the highest corner."""
    town = shapely.box(WEST_M, NORTH_M - SIDE, WEST_M + SIDE, NORTH_M)
    inside = [(walls, height) for walls, height in buildings if walls.intersects(town)]
    roofs = [
        float(_ground(*shapely.get_coordinates(walls)[:-1].T).max()) + height
        for walls, height in inside
    ]
    return np.array([walls for walls, _ in inside]), np.array(roofs)


def _growing(trees: list[Any], walls: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return crowns and tops of the trees on the map that stand in no building."""
    x, y, radius, height = np.array(trees).T
    trunks = shapely.points(x, y)
    town = shapely.box(WEST_M, NORTH_M - SIDE, WEST_M + SIDE, NORTH_M)
    indoors = np.zeros(x.size, dtype=bool)
    indoors[shapely.STRtree(trunks).query(walls, predicate="contains")[1]] = True
    free = shapely.contains(town, trunks) & ~indoors
    crowns = shapely.buffer(trunks[free], radius[free], quad_segs=4)
    return crowns, _ground(x[free], y[free]) + height[free]


def _burned(shapes: NDArray[Any], top_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shapes as a layer, the highest last, so that it wins."""
    order = np.argsort(top_m, kind="stable")
    pairs = zip(shapes[order], top_m[order], strict=True)
    layer = features.rasterize(
        pairs, out_shape=(SIDE, SIDE), transform=FRAME, fill=EMPTY_M, dtype="float64"
    )
    return np.asarray(layer)


def _observers(
    dice: np.random.Generator,
    corners: list[Any],
    ground: NDArray[np.float64],
    obstacles: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return rows and columns of fifty street corners with nothing standing on them."""
    found: list[tuple[int, int]] = []
    for number in dice.permutation(len(corners)):
        x, y, street, crossing = corners[number]
        east, north = dice.choice([-1, 1], 2)
        kerb = affinity.rotate(
            shapely.Point(east * (street / 2 - 1), north * (crossing / 2 - 1)),
            TURN_DEG,
            origin=(0, 0),
        )
        row, column = int(NORTH_M - y - kerb.y), int(x + kerb.x - WEST_M)
        if not all(MARGIN <= index < SIDE - MARGIN for index in (row, column)):
            continue
        around = obstacles[row - 1 : row + 2, column - 1 : column + 2]
        if around.max() - ground[row, column] <= 0.5:
            found.append((row, column))
        if len(found) == 50:
            break
    rows, columns = np.array(found).T
    return rows, columns
