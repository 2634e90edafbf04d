"""Shortest trees that join terminals to a root along the edges of a graph (Steiner trees).

Up to 8 terminals the tree is the shortest one (Dreyfus & Wagner, "The Steiner problem in graphs",
Networks 1 (1971), in the form of Erickson, Monma & Veinott 1987). More are joined one by one, the
nearest first (Takahashi & Matsuyama, Mathematica Japonica 24 (1980)): with `t` terminals and the
root such a tree is at most `2 (1 - 1 / (t + 1))` times as long as the shortest one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import scipy.sparse as sp
from attrs import field, frozen
from scipy.sparse import csgraph

from placement.units import Floats, Integers

MOST_EXACT = 8
"""Terminals up to which the tree is the shortest one: work grows as 3 to their number. [-]"""
Edge = tuple[int, int]


@frozen(eq=False)
class Graph:
    """Undirected edges between nodes 0 to `nodes` - 1; of parallel ones the shortest counts."""

    nodes: int
    ends: Integers
    """(E, 2)."""
    length_m: Floats
    """(E,), 0 or more. [m]"""
    matrix: sp.csr_array = field(init=False)

    @matrix.default
    def _symmetric(self) -> sp.csr_array:
        both = np.concatenate([self.ends, self.ends[:, ::-1]])
        length_m = np.concatenate([self.length_m, self.length_m])
        by = np.lexsort((length_m, both[:, 1], both[:, 0]))
        both, length_m = both[by], length_m[by]
        first = np.append(True, (np.diff(both, axis=0) != 0).any(axis=1))[: len(both)]
        shape = (self.nodes, self.nodes)
        start = np.searchsorted(both[first, 0], np.arange(self.nodes + 1))
        return sp.csr_array((length_m[first], both[first, 1], start), shape=shape)

    def with_edges(self, ends: Integers, length_m: Floats) -> "Graph":
        """Return the graph with more edges."""
        return Graph(
            self.nodes,
            np.concatenate([self.ends, ends.reshape(-1, 2)]),
            np.concatenate([self.length_m, length_m]),
        )

    def edge_m(self, edge: Edge) -> float:
        """Return the length of an edge. [m]"""
        return float(self.matrix[edge[0], edge[1]])


@frozen
class SteinerTree:
    """Edges that join terminals to a root."""

    edges: frozenset[Edge]
    length_m: float
    least_m: float
    """No tree that joins them is shorter; the length itself where it is exact. [m]"""
    unreached: tuple[int, ...]
    """Terminals in a part of the graph that the root is not in."""


def steiner_tree(graph: Graph, root: int, terminals: Sequence[int]) -> SteinerTree:
    """Return a short tree that joins all terminals which the root can reach to it."""
    from_root_m = csgraph.dijkstra(graph.matrix, indices=[root])[0]
    apart = tuple(each for each in terminals if not np.isfinite(from_root_m[each]))
    joined = sorted({each for each in terminals if each not in apart and each != root})
    if not joined:
        return SteinerTree(frozenset(), 0.0, 0.0, apart)
    is_exact = len(joined) <= MOST_EXACT
    edges = _shortest(graph, root, joined) if is_exact else _near(graph, root, joined)
    length_m = _length_m(graph, edges)
    least_m = length_m if is_exact else _least_m(graph, root, joined)
    return SteinerTree(frozenset(edges), length_m, least_m, apart)


def proven_factor(terminals: int) -> float:
    """Return how many times as long as the shortest a tree of so many terminals is at most. [-]"""
    return 1.0 if terminals <= MOST_EXACT else 2 * (1 - 1 / (terminals + 1))


def _length_m(graph: Graph, edges: Iterable[Edge]) -> float:
    return sum(graph.edge_m(edge) for edge in sorted(edges))


def _edge(one: int, other: int) -> Edge:
    return (one, other) if one < other else (other, one)


def _shortest(graph: Graph, root: int, terminals: Sequence[int]) -> set[Edge]:
    """Return the edges of the shortest tree: best[S, v] joins the terminals S and node v."""
    subsets, nodes = 1 << len(terminals), graph.nodes
    best = np.full((subsets, nodes), np.inf)
    before = np.full((subsets, nodes), -1, dtype=np.int64)
    part = np.zeros((subsets, nodes), dtype=np.int64)
    for number, terminal in enumerate(terminals):
        ways = csgraph.dijkstra(graph.matrix, indices=[terminal], return_predecessors=True)
        best[1 << number], before[1 << number] = ways[0][0], ways[1][0]
    for subset in range(1, subsets):
        lowest = subset & -subset
        if subset == lowest:
            continue
        sub = (subset - 1) & subset
        while sub:
            if sub & lowest:
                whole_m = best[sub] + best[subset ^ sub]
                is_better = whole_m < best[subset]
                best[subset, is_better], part[subset, is_better] = whole_m[is_better], sub
            sub = (sub - 1) & subset
        best[subset], before[subset] = _spread(graph, best[subset])
    edges: set[Edge] = set()
    todo = [(subsets - 1, root)]
    while todo:
        subset, node = todo.pop()
        came = int(before[subset, node])
        if 0 <= came < nodes:
            edges.add(_edge(came, node))
            todo.append((subset, came))
        elif subset & (subset - 1):
            half = int(part[subset, node])
            todo += [(half, node), (subset ^ half, node)]
    return edges


def _spread(graph: Graph, start_m: Floats) -> tuple[Floats, Integers]:
    """Return the least of start and way from any other node's, and the node before (or `nodes`)."""
    nodes, finite = graph.nodes, np.flatnonzero(np.isfinite(start_m))
    matrix = graph.matrix
    wider = sp.csr_array(
        (
            np.concatenate([matrix.data, start_m[finite]]),
            np.concatenate([matrix.indices, finite]),
            np.append(matrix.indptr, matrix.indptr[-1] + finite.size),
        ),
        shape=(nodes + 1, nodes + 1),
    )
    length_m, before = csgraph.dijkstra(wider, indices=[nodes], return_predecessors=True)
    return length_m[0, :nodes], before[0, :nodes].astype(np.int64)


def _near(graph: Graph, root: int, terminals: Sequence[int]) -> set[Edge]:
    """Return the edges of a tree made by joining the nearest terminal again and again."""
    inside, remaining = {root}, set(terminals)
    while remaining:
        length_m, before, _ = csgraph.dijkstra(
            graph.matrix, indices=sorted(inside), min_only=True, return_predecessors=True
        )
        node = min(remaining, key=lambda each: (length_m[each], each))
        while node not in inside:
            inside.add(node)
            remaining.discard(node)
            node = int(before[node])
    return _pruned(_spanning(graph, inside), {root, *terminals})


def _spanning(graph: Graph, inside: set[int]) -> set[Edge]:
    """Return the edges of the shortest tree over nodes (Kruskal)."""
    nodes = np.array(sorted(inside))
    among = graph.matrix[nodes][:, nodes].tocoo()
    parent = list(range(nodes.size))

    def top(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    edges = set()
    for index in np.lexsort((among.col, among.row, among.data)).tolist():
        one, other = top(int(among.row[index])), top(int(among.col[index]))
        if one != other:
            parent[one] = other
            edges.add(_edge(int(nodes[among.row[index]]), int(nodes[among.col[index]])))
    return edges


def _pruned(edges: set[Edge], terminals: set[int]) -> set[Edge]:
    """Return the edges of a tree without branches that end at no terminal."""
    while True:
        degrees = Counter(node for edge in edges for node in edge)
        loose = {node for node in degrees.keys() - terminals if degrees[node] == 1}
        if not loose:
            return edges
        edges = {edge for edge in edges if loose.isdisjoint(edge)}


def _least_m(graph: Graph, root: int, terminals: Sequence[int]) -> float:
    """Return a length below which no tree joins terminals: half a tour, or the farthest one. [m]

    A tree walked around once is a tour of twice its length; without its longest piece that tour
    joins them directly, and no joining of direct ways is shorter than their spanning tree.
    """
    nodes = [root, *terminals]
    ways_m = csgraph.dijkstra(graph.matrix, indices=nodes)[:, nodes]
    spanning_m = _spanning_m(ways_m)
    return max(spanning_m / (2 * (1 - 1 / len(nodes))), float(ways_m[0].max()))


def _spanning_m(ways_m: Floats) -> float:
    """Return the length of the spanning tree of direct ways (Prim). [m]"""
    nearest_m, is_inside = ways_m[0].copy(), np.zeros(len(ways_m), dtype=np.bool_)
    is_inside[0], total_m = True, 0.0
    while not is_inside.all():
        node = int(np.argmin(np.where(is_inside, np.inf, nearest_m)))
        total_m += float(nearest_m[node])
        is_inside[node] = True
        nearest_m = np.minimum(nearest_m, ways_m[node])
    return total_m
