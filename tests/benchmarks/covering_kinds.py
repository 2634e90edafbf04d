"""Made covering problems of the published kinds: cities of street nodes, and points in a square.

The published files cannot be shipped, and a method tuned to them might do for no other. These are
of the same kind and can be made in any number: the same values give the same instance.
"""

from collections.abc import Callable

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import Delaunay, KDTree

Places = NDArray[np.float64]
"""(N, 2) [m]"""
Edges = NDArray[np.int64]
"""(E, 2) nodes that a street joins."""

SIDE = 30.0
"""Of the square that points are scattered in; radii are in the same unit."""


@frozen(eq=False)
class MadeInstance:
    """A covering problem of a published kind."""

    covers: sparse.csr_array
    """(J, I)"""
    weight: NDArray[np.float64]
    """(I,) whole numbers."""
    cost: NDArray[np.float64]
    """(J,) of each candidate, for budgets. [money]"""


@frozen
class City:
    """What `city` is asked for."""

    kind: str
    walked: bool
    nodes: int = 2700
    radius_m: float = 400.0
    seed: int = 1


@frozen
class Square:
    """What `square` is asked for."""

    sites: int
    demand: int
    radius: float
    seed: int


CITIES = {
    f"{kind} city, {'walked' if walked else 'by air'}": City(kind, walked)
    for kind in ("grid", "radial", "organic")
    for walked in (True, False)
}
"""With 60 and 100 places to choose, as the street instances have 50 to 100."""
SQUARES = {
    "square, r 3.25, p 20": (Square(100, 100_000, 3.25, 1), 20),
    "square, r 4, p 15": (Square(100, 100_000, 4.0, 3), 15),
    "square, r 5.5, p 10": (Square(100, 100_000, 5.5, 4), 10),
}


def city(kind: str, *, nodes: int, radius_m: float, seed: int, walked: bool = True) -> MadeInstance:
    """Return a city whose every street node is both demand and candidate.

    Parameters
    ----------
    kind
        "grid", "radial" or "organic": how the streets run.
    nodes
        So many street nodes.
    radius_m
        A candidate covers what is no farther. [m]
    seed
        Of everything drawn.
    walked
        Whether distances run along the streets; else as the crow flies, as in the published files.
    """
    rng = np.random.default_rng(seed)
    places, edges = STREETS[kind](nodes, rng)
    if walked:
        covers = _walkable(places, edges, radius_m)
    else:
        covers = _near(KDTree(places), KDTree(places), radius_m)
    return MadeInstance(covers, _residents(places, rng), rng.integers(20, 100, len(places)) / 2)


def square(
    *, sites: int, demand: int, radius: float, seed: int, fractional: bool = False
) -> MadeInstance:
    """Return uniform points in a square, as in Cordeau, Furini and Ljubić (2019, EJOR 275).

    Parameters
    ----------
    sites, demand
        So many candidates and demand points, apart from each other.
    radius
        A candidate covers what is no farther; the square is `SIDE` wide.
    seed
        Of everything drawn.
    fractional
        Whether costs have digits after the point.
    """
    rng = np.random.default_rng(seed)
    where, who = rng.uniform(0, SIDE, (sites, 2)), rng.uniform(0, SIDE, (demand, 2))
    weight = rng.integers(1, 101, demand).astype(np.float64)
    cost = rng.uniform(1, 10, sites)
    return MadeInstance(
        _near(KDTree(where), KDTree(who), radius), weight, cost if fractional else np.rint(cost)
    )


def _grid(nodes: int, rng: np.random.Generator) -> tuple[Places, Edges]:
    """Return avenues and cross streets, with parks and dead ends."""
    wide, deep = rng.uniform(140, 240), rng.uniform(75, 110)
    rows = int(np.ceil(np.sqrt(1.25 * nodes * wide / deep)))
    columns = int(np.ceil(1.25 * nodes / rows))
    at = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).reshape(-1, 2)
    places = at * (wide, deep) + rng.normal(0, 6, (len(at), 2))
    number = np.arange(len(at)).reshape(rows, columns)
    edges = np.concatenate(
        [
            np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()]),
            np.column_stack([number[:-1].ravel(), number[1:].ravel()]),
        ]
    )
    park = np.zeros(len(at), dtype=bool)
    for centre in places[rng.integers(0, len(at), 3)]:
        park |= (np.abs(places - centre) < rng.uniform(100, 450, 2)).all(axis=1)
    edges = edges[~park[edges].any(axis=1) & (rng.random(len(edges)) > 0.06)]
    return _connected(places, edges, nodes)


def _radial(nodes: int, rng: np.random.Generator) -> tuple[Places, Edges]:
    """Return rings around a square, with spokes that double where they part too far."""
    places, edges = [np.zeros(2)], []
    before, spokes, ring = np.zeros(1, dtype=np.int64), 6, 0
    while len(places) < 1.2 * nodes:
        ring += 1
        away = ring * rng.uniform(110, 140)
        if 2 * np.pi * away / spokes > 230:
            spokes *= 2
        angle = 2 * np.pi * np.arange(spokes) / spokes + rng.normal(0, 0.1 / ring, spokes)
        here = len(places) + np.arange(spokes)
        places += list(away * np.column_stack([np.cos(angle), np.sin(angle)]))
        inner = before[(np.arange(spokes) * len(before) // spokes)]
        edges += [np.column_stack([here, np.roll(here, -1)]), np.column_stack([here, inner])]
        before = here
    joined = np.concatenate(edges)
    return _connected(np.array(places), joined[rng.random(len(joined)) > 0.08], nodes)


def _organic(nodes: int, rng: np.random.Generator) -> tuple[Places, Edges]:
    """Return crooked streets, dense about a few centres and loose outside."""
    side = 125.0 * np.sqrt(nodes)
    centres = rng.uniform(0.2, 0.8, (4, 2)) * side
    places = np.empty((0, 2))
    while len(places) < 1.1 * nodes:
        drawn = rng.uniform(0, side, (400, 2))
        away = KDTree(centres).query(drawn)[0] / side
        drawn = drawn[rng.random(len(drawn)) < 0.25 + 0.75 * np.exp(-12 * away)]
        far = np.ones(len(drawn), dtype=bool)
        if len(places):
            far = KDTree(places).query(drawn)[0] > rng.uniform(35, 60)
        places = np.concatenate([places, drawn[far]])
    triangles = Delaunay(places).simplices
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = np.unique(np.sort(sides, axis=1), axis=0)
    length = _lengths(places, edges)
    return _connected(places, edges[(length < 400) & (rng.random(len(edges)) > 0.4)], nodes)


STREETS: dict[str, Callable[[int, np.random.Generator], tuple[Places, Edges]]] = {
    "grid": _grid,
    "radial": _radial,
    "organic": _organic,
}


def _connected(places: Places, edges: Edges, nodes: int) -> tuple[Places, Edges]:
    """Return the part that hangs together, cut to the nodes nearest to its middle by street."""
    graph = _graph(places, edges)
    _, part = csgraph.connected_components(graph, directed=False)
    inside = np.flatnonzero(part == np.argmax(np.bincount(part)))
    middle = inside[np.argmin(((places[inside] - places[inside].mean(axis=0)) ** 2).sum(axis=1))]
    away = csgraph.dijkstra(graph, directed=False, indices=middle)
    kept = np.sort(inside[np.argsort(away[inside], kind="stable")[:nodes]])
    place = np.full(len(places), -1)
    place[kept] = np.arange(len(kept))
    inner = place[edges]
    return places[kept], inner[(inner >= 0).all(axis=1)]


def _graph(places: Places, edges: Edges) -> sparse.csr_array:
    n = len(places)
    return sparse.csr_array((_lengths(places, edges), (edges[:, 0], edges[:, 1])), shape=(n, n))


def _lengths(places: Places, edges: Edges) -> NDArray[np.float64]:
    return np.hypot(*(places[edges[:, 0]] - places[edges[:, 1]]).T)


def _walkable(places: Places, edges: Edges, radius_m: float) -> sparse.csr_array:
    away = csgraph.dijkstra(_graph(places, edges), directed=False, limit=radius_m)
    return sparse.csr_array(away <= radius_m)


def _near(where: KDTree, who: KDTree, radius: float) -> sparse.csr_array:
    neighbours = where.query_ball_tree(who, radius)
    start = np.concatenate([[0], np.cumsum([len(near) for near in neighbours])])
    columns = np.concatenate([np.sort(np.array(near, dtype=np.int64)) for near in neighbours])
    return sparse.csr_array((np.ones(columns.size), columns, start), shape=(where.n, who.n))


def _residents(places: Places, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return whole numbers, most about some quarters, a few nodes far above the rest."""
    quarters = places[rng.integers(0, len(places), 12)]
    away_m = np.sqrt(((places[:, None] - quarters) ** 2).sum(axis=2))
    heat = (rng.pareto(2.0, 12) * np.exp(-away_m / rng.uniform(200, 900, 12))).sum(axis=1)
    drawn = (0.3 + heat) * rng.gamma(1.6, 1.0, len(places))
    return np.maximum(np.rint(560 * drawn / drawn.mean()), 1.0)
