"""Made camera instances: a town of crooked blocks, sites at its walls, views that walls cut off."""

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy import ndimage, sparse

VIEWS = ((90.0, 50.0), (60.0, 75.0), (40.0, 100.0))
"""Angle of view [°] and range [m] of the made cameras: a wider one sees less far."""


@frozen(eq=False)
class CameraInstance:
    """A covering problem as a town would give it."""

    covers: sparse.csr_array
    """(J, I)"""
    weight: NDArray[np.float64]
    """(I,), most of it at a few places, as crime is."""
    site: NDArray[np.int64]
    """(J,)"""
    existing: tuple[int, ...]
    """Cameras of a network that grew without a plan."""


def camera_instance(
    *,
    size_m: float,
    cell_m: float,
    sites: int,
    demand: int,
    azimuths: int,
    models: int,
    existing: int,
    seed: int,
) -> CameraInstance:
    """Return a made instance of at most sites × azimuths × models candidates."""
    rng = np.random.default_rng(seed)
    free = _town(int(size_m / cell_m), cell_m, rng)
    cells = _central(free, demand)
    weight = _weights(cells * cell_m, int(size_m / 30), rng)
    number = np.full(free.shape, -1)
    number[tuple(cells.T)] = np.arange(len(cells))
    places = _sites(free, number, weight, sites, rng)
    rows, site = [], []
    for s, place in enumerate(places):
        for row in _views(free, number, place, cell_m, VIEWS[:models], azimuths, rng):
            rows.append(row)
            site.append(s)
    ptr = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
    pattern = (np.ones(ptr[-1], dtype=np.int8), np.concatenate(rows), ptr)
    covers = sparse.csr_array(pattern, shape=(len(rows), len(cells)))
    where = np.array(site)
    return CameraInstance(covers, weight, where, _grown(rows, where, weight, existing, rng))


def _town(n: int, cell_m: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Return (n, n) which cells are street: a grid, diagonals, squares, uneven walls."""
    free = np.zeros((n, n), dtype=bool)
    for turned in (free, free.T):
        at = 0
        while (at := at + int(rng.uniform(45, 95) / cell_m)) < n:
            turned[at : at + max(3, int(rng.uniform(9, 18) / cell_m)), :] = True
    row, column = np.mgrid[0:n, 0:n]
    for _ in range(max(1, n // 180)):
        angle, offset = rng.uniform(0, np.pi), rng.uniform(0.2, 0.8) * n
        away = np.abs((row - offset) * np.cos(angle) - (column - offset) * np.sin(angle))
        free[away < rng.uniform(6, 9) / cell_m] = True
    for _ in range(max(2, n // 40)):
        (r, c), (h, w) = rng.integers(0, n, 2), (rng.uniform(25, 60, 2) / cell_m).astype(int)
        free[r : r + h, c : c + w] = True
    for r, c in rng.integers(0, n, (2 * n, 2)):
        free[r : r + 2, c : c + 3] = False
    labels, _ = ndimage.label(free)
    return labels == np.argmax(np.bincount(labels.ravel())[1:]) + 1


def _central(free: NDArray[np.bool_], demand: int) -> NDArray[np.int64]:
    cells = np.argwhere(free)
    away = np.abs(cells - free.shape[0] / 2).max(axis=1)
    return cells[np.argsort(away, kind="stable")[:demand]]


def _weights(xy: NDArray[np.float64], spots: int, rng: np.random.Generator) -> NDArray[np.float64]:
    weight = np.full(len(xy), 0.02)
    for _ in range(spots):
        centre, spread = xy[rng.integers(len(xy))], rng.uniform(20, 70)
        height = rng.pareto(1.3) + 0.3
        weight += height * np.exp(-((xy - centre) ** 2).sum(axis=1) / (2 * spread**2))
    weight *= rng.lognormal(0, 0.5, len(xy))
    return weight / weight.sum() * 1e6


def _sites(
    free: NDArray[np.bool_],
    number: NDArray[np.int64],
    weight: NDArray[np.float64],
    sites: int,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Return street cells at a wall, half of them drawn to the demand."""
    wall = np.argwhere(ndimage.binary_dilation(~free) & free & (number >= 0))
    drawn = weight[number[tuple(wall.T)]]
    chance = 0.5 / len(wall) + 0.5 * drawn / drawn.sum()
    return wall[rng.choice(len(wall), size=min(sites, len(wall)), replace=False, p=chance)]


def _views(
    free: NDArray[np.bool_],
    number: NDArray[np.int64],
    place: NDArray[np.int64],
    cell_m: float,
    views: tuple[tuple[float, float], ...],
    azimuths: int,
    rng: np.random.Generator,
) -> list[NDArray[np.int64]]:
    """Return the demand each camera at a place sees, but for those that see next to nothing."""
    reach = int(max(range_m for _, range_m in views) / cell_m)
    low, high = np.maximum(place - reach, 0), np.minimum(place + reach + 1, free.shape)
    offset = np.argwhere(number[low[0] : high[0], low[1] : high[1]] >= 0) + low - place
    away_m = np.hypot(*offset.T) * cell_m
    offset = offset[(away_m > 0) & (away_m <= reach * cell_m)]
    along = np.linspace(0, 1, int(1.5 * reach))[:, None]
    line_row = np.rint(place[0] + along * offset[:, 0]).astype(int)
    line_column = np.rint(place[1] + along * offset[:, 1]).astype(int)
    offset = offset[free[line_row, line_column].all(axis=0)]
    visible = number[tuple((place + offset).T)]
    away_m = np.hypot(*offset.T) * cell_m
    bearing = np.degrees(np.arctan2(offset[:, 0], offset[:, 1]))
    rows = []
    for angle, range_m in views:
        for azimuth in rng.uniform(0, 360) + 360 / azimuths * np.arange(azimuths):
            turned = np.abs((bearing - azimuth + 180) % 360 - 180)
            row = np.sort(visible[(turned <= angle / 2) & (away_m <= range_m)])
            if len(row) >= 30:
                rows.append(row)
    return rows


def _grown(
    rows: list[NDArray[np.int64]],
    site: NDArray[np.int64],
    weight: NDArray[np.float64],
    existing: int,
    rng: np.random.Generator,
) -> tuple[int, ...]:
    """Return cameras chosen one by one, each the best of a dozen random ones."""
    covered, used, chosen = np.zeros(len(weight), dtype=bool), set(), []
    while len(chosen) < existing:
        drawn = [j for j in rng.choice(len(rows), size=12, replace=False) if site[j] not in used]
        if drawn:
            best = max(drawn, key=lambda j: weight[rows[j][~covered[rows[j]]]].sum())
            chosen.append(int(best))
            used.add(site[best])
            covered[rows[best]] = True
    return tuple(sorted(chosen))


SIZES = {
    "1k x 3k": {
        "size_m": 500,
        "cell_m": 4.0,
        "sites": 180,
        "demand": 3_000,
        "azimuths": 12,
        "models": 1,
        "seed": 4,
    },
    "5k x 20k": {
        "size_m": 950,
        "cell_m": 3.0,
        "sites": 950,
        "demand": 20_000,
        "azimuths": 12,
        "models": 1,
        "seed": 1,
    },
    "30k x 10k": {
        "size_m": 950,
        "cell_m": 4.0,
        "sites": 3200,
        "demand": 10_000,
        "azimuths": 12,
        "models": 3,
        "seed": 5,
    },
    "18k x 50k": {
        "size_m": 1000,
        "cell_m": 2.0,
        "sites": 2300,
        "demand": 50_000,
        "azimuths": 12,
        "models": 1,
        "seed": 2,
    },
    "50k x 100k": {
        "size_m": 1350,
        "cell_m": 2.0,
        "sites": 2400,
        "demand": 100_000,
        "azimuths": 12,
        "models": 3,
        "seed": 3,
    },
}
"""Sizes that the figures of the optimiser are stated for: candidates × demand points."""


def sized(name: str, *, existing: int = 30) -> CameraInstance:
    """Return the made instance of that size."""
    return camera_instance(existing=existing, **SIZES[name])
