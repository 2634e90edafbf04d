"""A slow, plain R3 to compare with: every target on its own, every crossing spelled out.

Nothing here is shared with the package. Crossings are exact fractions, so that a line through a
cell centre is seen as one; heights are interpolated between the two neighbours on the crossed line.
A neighbour without data or beyond the raster makes no obstacle.
"""

from fractions import Fraction

import numpy as np

TOUCH_M = 1e-9


def seen_from(
    obstacles: np.ndarray,
    ground: np.ndarray,
    observer: tuple[int, int],
    *,
    observer_height_m: float,
    target_height_m: float,
    range_m: float,
    cell_m: float,
) -> np.ndarray:
    """Return which cells are in free sight; `obstacles` and `ground` may be the same array."""
    seen = np.zeros(ground.shape, dtype=bool)
    for cell in np.ndindex(*ground.shape):
        away_m = cell_m * np.hypot(cell[0] - observer[0], cell[1] - observer[1])
        if away_m > range_m * (1 + 1e-12) or np.isnan(ground[cell]):
            continue
        lens_m = ground[observer] + observer_height_m
        head_m = ground[cell] + target_height_m
        seen[cell] = not any(
            hides(obstacles, point, lens_m + float(share) * (head_m - lens_m))
            for share, point in crossings(observer, cell)
        )
    return seen


def crossings(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[Fraction, tuple]]:
    """Return where a line between two cell centres meets rows and columns of centres, inside it."""
    found = []
    for axis in (0, 1):
        steps = abs(end[axis] - start[axis])
        for step in range(1, steps):
            share = Fraction(step, steps)
            point = tuple(
                a + share * (b - a) for a, b in zip(map(Fraction, start), end, strict=True)
            )
            found.append((share, point))
    return found


def hides(obstacles: np.ndarray, point: tuple[Fraction, Fraction], line_m: float) -> bool:
    """Return whether the obstacles stand above a line at a crossing."""
    low = tuple(int(along // 1) for along in point)
    rests = tuple(float(along - base) for along, base in zip(point, low, strict=True))
    height_m = float(obstacles[low])
    for axis in (0, 1):
        if rests[axis] > 0:
            other = (low[0] + (axis == 0), low[1] + (axis == 1))
            height_m += rests[axis] * (float(obstacles[other]) - height_m)
    return height_m > line_m + TOUCH_M  # NaN is above nothing


def seen_around(
    heights: np.ndarray,
    observer: tuple[int, int],
    *,
    reach: int,
    observer_height_m: float,
    target_height_m: float,
    ground: np.ndarray | None = None,
) -> np.ndarray:
    """Return what is seen within `reach` cells, (2n+1, 2n+1), for windows too large for fractions.

    All targets take their k-th crossing together; quotients and rests are whole numbers, so exact.
    The window must lie inside `heights`, which must have no gaps; observer and targets stand on
    `ground`, if it is given.
    """
    floor = heights if ground is None else ground
    away = np.mgrid[-reach : reach + 1, -reach : reach + 1].reshape(2, -1)
    away = away[:, (away**2).sum(axis=0) <= reach**2]
    lens_m = float(floor[observer]) + observer_height_m
    head_m = floor[tuple(away + np.array(observer)[:, None])].astype(float) + target_height_m
    free = np.ones(head_m.size, dtype=bool)
    for axis in (0, 1):
        for step in range(1, reach):
            which = np.flatnonzero(free & (np.abs(away[axis]) > step))
            steps = np.abs(away[axis, which])
            cell = np.zeros((2, which.size), dtype=int)
            cell[axis] = step * np.sign(away[axis, which])
            cell[1 - axis], rest = np.divmod(step * away[1 - axis, which], steps)
            cell += np.array(observer)[:, None]
            near = heights[tuple(cell)].astype(float)
            cell[1 - axis] += rest > 0
            height_m = near + rest / steps * (heights[tuple(cell)] - near)
            line_m = lens_m + step / steps * (head_m[which] - lens_m)
            free[which] = height_m <= line_m + TOUCH_M
    seen = np.zeros((2 * reach + 1, 2 * reach + 1), dtype=bool)
    seen[tuple(away + reach)] = free
    return seen
