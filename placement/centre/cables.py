"""Length of new cable from each camera point to the power or fibre that is there, phase by phase.

Cable lies along streets. Each phase is joined by a tree as short as `steiner` finds it, and later
phases may start from what earlier ones laid. Power and fibre are laid apart: a trench that both
could share is counted for each.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from attrs import field, frozen

from placement.centre.steiner import Edge, Graph, SteinerTree, proven_factor, steiner_tree
from placement.centre.street_graph import StreetGraph, street_graph
from placement.units import Floats, Integers


@frozen(kw_only=True)
class PointCable:
    """New cable for one camera point."""

    point_id: str
    own_m: float | None
    """Cable laid for it beyond what points before it need; None: no way leads there. [m]"""
    way_m: float | None
    """Along all new cable of the phase, to the network or to what earlier phases laid. [m]"""


@frozen(kw_only=True)
class PhaseCables:
    """New cable of one kind in one phase."""

    points: tuple[PointCable, ...] = field(converter=tuple[PointCable, ...])
    """In their order of building."""
    length_m: float
    """Sum of `own_m` of all points. [m]"""
    least_m: float
    """No cable that joins them is shorter. [m]"""
    proven_factor: float
    """At most so many times as long as the shortest, for any town; 1: it is the shortest. [-]"""

    @property
    def unreached(self) -> tuple[str, ...]:
        """Points in parts of the streets where there is no network."""
        return tuple(each.point_id for each in self.points if each.own_m is None)


@frozen(eq=False)
class CameraPoint:
    """A camera point to be joined."""

    point_id: str
    phase: int
    """Phase that builds it, from 1."""
    x_m: float
    y_m: float


def cables_by_phase(
    points: Sequence[CameraPoint],
    *,
    streets: np.ndarray,
    network: np.ndarray,
    phases: int,
    decks: Integers | None = None,
) -> tuple[PhaseCables, ...]:
    """Return the new cable of each phase from 1 to `phases`.

    Parameters
    ----------
    points
        In the order of building.
    streets, network, decks
        As in `street_graph`; at least one of each.
    """
    places_m: Floats = np.array([(each.x_m, each.y_m) for each in points]).reshape(-1, 2)
    whole = street_graph(streets, places_m, network, decks=decks)
    graph, results = whole.graph, []
    for phase in range(1, phases + 1):
        numbers = [k for k, each in enumerate(points) if each.phase == phase]
        nodes = {points[k].point_id: int(whole.points[k]) for k in numbers}
        tree = steiner_tree(graph, whole.network, list(nodes.values()))
        results.append(_of_phase(graph, whole, tree, nodes))
        laid = sorted({node for edge in tree.edges for node in edge} - {whole.network})
        ends = np.array([(whole.network, node) for node in laid], dtype=np.int64)
        graph = graph.with_edges(ends.reshape(-1, 2), np.zeros(len(laid)))
    return tuple(results)


def _of_phase(
    graph: Graph, whole: StreetGraph, tree: SteinerTree, nodes: Mapping[str, int]
) -> PhaseCables:
    """Return who needs which part of a phase's tree."""
    before = _towards(whole.network, tree.edges)
    laid: set[int] = set()
    points = []
    for point_id, node in nodes.items():
        if node in tree.unreached:
            points.append(PointCable(point_id=point_id, own_m=None, way_m=None))
            continue
        own_m, way_m, place = 0.0, 0.0, node
        while place != whole.network:
            piece_m = graph.edge_m((place, before[place]))
            way_m += piece_m
            own_m += piece_m if place not in laid else 0.0
            laid.add(place)
            place = before[place]
        points.append(PointCable(point_id=point_id, own_m=own_m, way_m=way_m))
    return PhaseCables(
        points=points,
        length_m=sum(each.own_m or 0.0 for each in points),
        least_m=tree.least_m,
        proven_factor=proven_factor(len(nodes) - len(set(tree.unreached))),
    )


def _towards(root: int, edges: Iterable[Edge]) -> dict[int, int]:
    """Return the next node towards the root for each node of a tree."""
    neighbours: dict[int, list[int]] = {}
    for one, other in sorted(edges):
        neighbours.setdefault(one, []).append(other)
        neighbours.setdefault(other, []).append(one)
    before, todo = {root: root}, [root]
    while todo:
        node = todo.pop()
        for other in neighbours.get(node, ()):
            if other not in before:
                before[other] = node
                todo.append(other)
    return before
