"""Length of new cable from each camera point to the power or fibre that is there, phase by phase.

Cable lies along streets. Each phase is joined by a tree as short as `steiner` finds it, and later
phases may start from what earlier ones laid. Power and fibre are laid apart: a trench that both
could share is counted for each.
"""

from collections.abc import Iterable, Mapping, Sequence

import geopandas as gpd
import numpy as np
import shapely

from placement.centre.cables import BOTH, FIBRE, POWER, Cables, PhaseCables, PointCable
from placement.centre.connection import new_points
from placement.centre.steiner import Edge, Graph, SteinerTree, proven_factor, steiner_tree
from placement.centre.street_graph import StreetGraph, street_graph
from placement.plan.plan import Plan, PlannedCamera
from placement.units import Floats, Integers


def cables_of(
    plan: Plan, *, streets: gpd.GeoDataFrame, networks: gpd.GeoDataFrame | None
) -> Cables:
    """Return the new cable that a plan's points need.

    A point that stands today is taken as connected and starts no new cable: where it has fibre or
    lasting power, the layer of networks says so.

    Parameters
    ----------
    plan
        Points and phases.
    streets
        `schema.STREETS`, as the plan's GeoPackage has them.
    networks
        `schema.NETWORKS` in the same system; None or empty: nobody gave any.
    """
    if networks is None or networks.empty or streets.empty:
        return Cables()
    points = new_points(plan)
    lines, row = shapely.get_parts(streets.geometry.to_numpy(), return_index=True)
    decks = np.asarray(streets[["deck_from", "deck_to"]], dtype=np.int64)[row]

    def of_kind(kind: str) -> tuple[PhaseCables, ...] | None:
        is_there = networks["kind"].isin([kind, BOTH]).to_numpy()
        if not is_there.any():
            return None
        return cables_by_phase(
            points,
            streets=lines,
            network=networks.geometry.to_numpy()[is_there],
            phases=len(plan.phases) - 1,
            decks=decks,
        )

    return Cables(of_kind(POWER), of_kind(FIBRE))


def cables_by_phase(
    points: Sequence[PlannedCamera],
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
