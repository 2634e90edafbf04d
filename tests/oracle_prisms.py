"""Slow lines of sight past prisms to compare with: pieces of a line, and what house each is in.

Nothing here is shared with the package. Numbers are exact fractions. A line is cut at every edge;
the middle of each piece is inside a house or not, and the edges at either end of a piece inside
tell how low the line is over the house. It is tried a hair to either side, so that a touching line
sees, and from a hair before the lens to a hair behind the target, so that walls they hang on count.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np

TOUCH_M = Fraction(1, 10**9)
ON_WALL_M = Fraction(1, 100)
HAIR = Fraction(1, 10**11)
"""Of the line's length; the line moves sideways by much less, so that every corner is passed."""

Point = tuple[Fraction, Fraction, Fraction]
Ring = list[tuple[Fraction, Fraction]]


def sees(lens, target, houses) -> bool:
    """Return whether a line of sight is free; `houses` are pairs of a shapely polygon and a top."""
    ends = [tuple(map(Fraction, map(float, end))) for end in (lens, target)]
    solids = [(rings(polygon), Fraction(float(top))) for polygon, top in houses]
    for outline, top in solids:
        if any(end[2] < top - TOUCH_M and is_deep(end, outline) for end in ends):
            return False
    if ends[0][:2] == ends[1][:2]:
        return True
    return any(
        not any(hides(*ends, outline, top, aside) for outline, top in solids)
        for aside in (HAIR / 10**4, -HAIR / 10**4)
    )


def hides(lens: Point, target: Point, outline: list[Ring], top: Fraction, aside: Fraction) -> bool:
    """Return whether a house hides the target from the lens, on a line moved a little aside."""
    east, north = target[0] - lens[0], target[1] - lens[1]
    start = (lens[0] - north * aside, lens[1] + east * aside)
    crossed = {
        share: edge
        for edge in edges(outline)
        if (share := crossing(start, (east, north), edge)) is not None
    }
    for low, high in pairwise(sorted({-HAIR, 1 + HAIR, *crossed})):
        middle = (low + high) / 2
        if not is_in((start[0] + middle * east, start[1] + middle * north), outline):
            continue
        for share, own in ((low, target), (high, lens)):
            line_m = lens[2] + share * (target[2] - lens[2])
            if share in crossed and not near(own, crossed[share]) and line_m < top - TOUCH_M:
                return True
    return False


def rings(polygon) -> list[Ring]:
    """Return outline and courtyards as exact corners."""
    every = [polygon.exterior, *polygon.interiors]
    return [[tuple(map(Fraction, map(float, xy))) for xy in ring.coords[:-1]] for ring in every]


def edges(outline: list[Ring]) -> list[tuple]:
    """Return the pairs of neighbouring corners."""
    return [pair for ring in outline for pair in pairwise([*ring, ring[0]])]


def crossing(start, way, edge) -> Fraction | None:
    """Return how far along the line, a hair longer than it is, it meets an edge."""
    (px, py), (qx, qy) = edge
    turn = way[0] * (qy - py) - way[1] * (qx - px)
    if turn == 0:
        return None
    share = ((px - start[0]) * (qy - py) - (py - start[1]) * (qx - px)) / turn
    beside = ((px - start[0]) * way[1] - (py - start[1]) * way[0]) / turn
    return share if -HAIR <= share <= 1 + HAIR and 0 <= beside <= 1 else None


def is_in(point, outline: list[Ring]) -> bool:
    """Return whether a point is inside the outline and in no courtyard: odd crossings eastward."""
    inside = False
    for (px, py), (qx, qy) in edges(outline):
        if (py > point[1]) != (qy > point[1]):
            inside ^= point[0] < px + (point[1] - py) * (qx - px) / (qy - py)
    return inside


def is_deep(point: Point, outline: list[Ring]) -> bool:
    """Return whether a point is inside, and not just within the thickness of a wall."""
    away = min(distance2(point, edge) for edge in edges(outline))
    return is_in(point, outline) and away > ON_WALL_M**2


def near(point: Point, edge) -> bool:
    """Return whether a point is on a wall."""
    return distance2(point, edge) <= ON_WALL_M**2


def distance2(point, edge) -> Fraction:
    """Return the squared distance of a point from an edge."""
    (px, py), (qx, qy) = edge
    east, north = qx - px, qy - py
    along = ((point[0] - px) * east + (point[1] - py) * north) / (east**2 + north**2)
    along = min(max(along, Fraction(0)), Fraction(1))
    return (px + along * east - point[0]) ** 2 + (py + along * north - point[1]) ** 2


def seen_on_plane(lens, x: np.ndarray, y: np.ndarray, target_m, houses) -> np.ndarray:
    """Return which points are in free sight, in floating point: every house, every edge.

    For open ground in general position; `target_m` is one height or one per point.
    """
    seen = np.ones(x.size, dtype=bool)
    for polygon, top in houses:
        for ring in (polygon.exterior, *polygon.interiors):
            for (px, py), (qx, qy) in pairwise(np.asarray(ring.coords)[:, :2]):
                turn = (x - lens[0]) * (qy - py) - (y - lens[1]) * (qx - px)
                with np.errstate(divide="ignore", invalid="ignore"):
                    share = ((px - lens[0]) * (qy - py) - (py - lens[1]) * (qx - px)) / turn
                    beside = (
                        (px - lens[0]) * (y - lens[1]) - (py - lens[1]) * (x - lens[0])
                    ) / turn
                met = (share > 0) & (share < 1) & (beside >= 0) & (beside <= 1)
                seen &= ~(met & (lens[2] + share * (target_m - lens[2]) < top))
    return seen


def sees_past_raised(lens, target, solids) -> bool:
    """Return whether a line is free of solids: a shapely polygon, an underside and a top each."""
    ends = [tuple(map(Fraction, map(float, end))) for end in (lens, target)]
    known = [(rings(polygon), *(Fraction(float(m)) for m in span)) for polygon, *span in solids]
    return any(
        not any(hides_raised(*ends, outline, base, top, aside) for outline, base, top in known)
        for aside in (HAIR / 10**4, -HAIR / 10**4)
    )


def hides_raised(lens: Point, target: Point, outline, base, top, aside: Fraction) -> bool:
    """Return whether a solid that floats hides the target, on a line moved a little aside.

    The line is cut at every edge, at the underside and at the top; the middle of a piece says
    whether it is inside the solid. The piece at an end within a wall is not asked.
    """
    east, north, up = (target[k] - lens[k] for k in range(3))
    start = (lens[0] - north * aside, lens[1] + east * aside)
    low, high = base + TOUCH_M, top - TOUCH_M
    cuts = {Fraction(0), Fraction(1)}
    own = []
    for edge in edges(outline):
        share = crossing(start, (east, north), edge)
        if share is None or not 0 < share < 1:
            continue
        cuts.add(share)
        if near(lens, edge):
            own.append((Fraction(0), share))
        if near(target, edge):
            own.append((share, Fraction(1)))
    if up:
        cuts |= {s for m in (low, high) if 0 < (s := (m - lens[2]) / up) < 1}
    for one, two in pairwise(sorted(cuts)):
        middle = (one + two) / 2
        within = low < lens[2] + middle * up < high
        if not within or any(a <= one and two <= b for a, b in own):
            continue
        if is_in((start[0] + middle * east, start[1] + middle * north), outline):
            return True
    return False
