"""New cable: trees against enumeration, closed forms on a grid, towns in several parts."""

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pytest
import shapely
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.centre import steiner
from placement.centre.cable_routes import cables_by_phase
from placement.centre.steiner import Graph, proven_factor, steiner_tree
from placement.plan.plan import PlannedCamera
from tests.centre.small_town import town
from tests.examples import up_to

GRID_M = 100.0
CAMERA = town().cameras[0]


def spanning_m(nodes: Iterable[int], lengths: dict[tuple[int, int], float]) -> float:
    """Return the length of the shortest tree over all of some nodes, inf if there is none."""
    rest = set(nodes)
    inside = {rest.pop()}
    total = 0.0
    while rest:
        crossing = [
            (length, one, other)
            for (one, other), length in lengths.items()
            if (one in inside) != (other in inside) and {one, other} <= inside | rest
        ]
        if not crossing:
            return float("inf")
        length, one, other = min(crossing)
        total += length
        inside |= {one, other}
        rest -= inside
    return total


def enumerated_m(nodes: int, lengths: dict[tuple[int, int], float], wanted: set[int]) -> float:
    """Return the length of the shortest tree that joins nodes, by trying all sets of others."""
    others = sorted(set(range(nodes)) - wanted)
    return min(
        spanning_m(wanted | set(more), lengths)
        for size in range(len(others) + 1)
        for more in combinations(others, size)
    )


@st.composite
def small_graphs(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], float], list[int]]:
    """Return nodes, edges (some of no length, some nodes apart), and terminals beside node 0."""
    nodes = draw(st.integers(3, 8))
    pairs = draw(
        st.lists(st.sampled_from(list(combinations(range(nodes), 2))), min_size=2, unique=True)
    )
    lengths = {pair: float(draw(st.integers(0, 9))) for pair in pairs}
    terminals = draw(st.lists(st.integers(1, nodes - 1), min_size=1, max_size=5, unique=True))
    return nodes, lengths, terminals


def graph_of(nodes: int, lengths: dict[tuple[int, int], float]) -> Graph:
    """Return the graph of edges by their ends."""
    return Graph(nodes, np.array(list(lengths)), np.array(list(lengths.values())))


@settings(max_examples=up_to(60))
@given(small_graphs())
def test_a_tree_is_the_shortest_by_enumeration(
    case: tuple[int, dict[tuple[int, int], float], list[int]],
) -> None:
    """Of those terminals that can be reached; its edges join them, and add up to its length."""
    nodes, lengths, terminals = case
    tree = steiner_tree(graph_of(nodes, lengths), 0, terminals)
    reached = set(terminals) - set(tree.unreached)

    for terminal in terminals:
        way_m = enumerated_m(nodes, lengths, {0, terminal})
        assert (terminal in tree.unreached) == (way_m == float("inf"))
    assert tree.length_m == enumerated_m(nodes, lengths, {0, *reached})
    assert tree.length_m == sum(lengths[edge] for edge in tree.edges)
    joined = {0} | {node for edge in tree.edges for node in edge}
    assert spanning_m(joined, dict.fromkeys(tree.edges, 1.0)) == len(joined) - 1
    assert reached <= joined


@settings(max_examples=up_to(60))
@given(small_graphs())
def test_a_tree_of_many_terminals_is_within_its_factor_and_above_its_bound(
    case: tuple[int, dict[tuple[int, int], float], list[int]],
) -> None:
    """The way that more than eight terminals go, on towns small enough to enumerate."""
    nodes, lengths, terminals = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steiner, "MOST_EXACT", 0)
        tree = steiner_tree(graph_of(nodes, lengths), 0, terminals)
        count = len(terminals) - len(tree.unreached)
        factor = proven_factor(count) if count else 1.0
    shortest_m = enumerated_m(nodes, lengths, {0, *terminals} - set(tree.unreached))

    assert tree.least_m <= shortest_m + 1e-9
    assert shortest_m <= tree.length_m <= factor * shortest_m + 1e-9


def grid(columns: int, rows: int, *, x0: float = 0.0) -> np.ndarray:
    """Return the streets of a grid with its corner at (x0, 0)."""
    lines = []
    for i in range(columns + 1):
        for j in range(rows + 1):
            here = (x0 + GRID_M * i, GRID_M * j)
            if i < columns:
                lines.append(shapely.LineString([here, (here[0] + GRID_M, here[1])]))
            if j < rows:
                lines.append(shapely.LineString([here, (here[0], here[1] + GRID_M)]))
    return np.array(lines)


def point(name: str, x_m: float, y_m: float, phase: int = 1) -> PlannedCamera:
    """Return the camera of a new point."""
    return evolve(CAMERA, point_id=name, phase=phase, x_m=x_m, y_m=y_m)


def test_on_a_grid_ways_are_those_along_its_streets() -> None:
    """Two corners two blocks up share them; the post 4 m off the street adds its distance."""
    points = [point("A", 100, 200), point("B", 200, 200), point("C", 150, -4)]
    (phase,) = cables_by_phase(
        points, streets=grid(2, 2), network=np.array([shapely.Point(100, 0)]), phases=1
    )

    assert [each.own_m for each in phase.points] == [200, 100, 54]
    assert [each.way_m for each in phase.points] == [200, 300, 54]
    assert (phase.length_m, phase.least_m, phase.proven_factor) == (354, 354, 1)


def test_later_phases_start_from_what_earlier_ones_laid() -> None:
    """The second point hangs on the first one's cable; alone it would need five blocks."""
    points = [point("A", 300, 200), point("B", 400, 200, phase=2), point("C", 300, 100, phase=2)]
    first, second = cables_by_phase(
        points, streets=grid(4, 2), network=np.array([shapely.Point(0, 0)]), phases=2
    )

    assert first.length_m == 500
    assert second.length_m in (100, 200)  # 100 where the first cable passes the third point
    assert second.points[0].own_m == 100


def test_a_point_that_no_street_joins_to_the_network_is_said() -> None:
    """A part of the town beyond a gap has no way there; the other points are joined as ever."""
    streets = np.concatenate([grid(1, 1), grid(1, 1, x0=1000)])
    points = [point("A", 100, 100), point("B", 1100, 100)]
    (phase,) = cables_by_phase(
        points, streets=streets, network=np.array([shapely.Point(0, 0)]), phases=1
    )

    assert phase.unreached == ("B",)
    assert phase.length_m == 200


def test_a_line_of_the_network_is_reached_where_it_is_nearest() -> None:
    """A cable along the street below: one block up, and nothing beside it; within half a tap."""
    line = shapely.LineString([(0, -2), (400, -2)])
    points = [point("A", 200, 100), point("B", 333, -2)]
    (phase,) = cables_by_phase(points, streets=grid(4, 1), network=np.array([line]), phases=1)

    assert phase.points[0].own_m == pytest.approx(102, abs=2.5)
    assert phase.points[1].own_m == pytest.approx(0, abs=1e-9)


def test_streets_on_other_decks_do_not_meet() -> None:
    """Over a bridge's end one does not get down: the point there has no way."""
    streets = np.array(
        [shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(100, 0), (100, 100)])]
    )
    decks = np.array([[0, 0], [1, 1]])
    (phase,) = cables_by_phase(
        [point("A", 100, 100)],
        streets=streets,
        network=np.array([shapely.Point(0, 0)]),
        phases=1,
        decks=decks,
    )

    assert phase.unreached == ("A",)


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_random_towns_agree_with_enumeration_phase_by_phase(seed: int) -> None:
    """A grid of six corners with streets missing; the oracle walks the corners alone."""
    draw = np.random.default_rng(seed)
    streets = grid(2, 1)[draw.random(7) < 0.85]
    if not streets.size:
        return
    corners = sorted({end for street in streets for end in street.coords})
    chosen = draw.permutation(len(corners))[:3]
    places = [corners[k] for k in chosen[1:]]
    points = [point(f"P{k}", *place, phase=k + 1) for k, place in enumerate(places)]
    phases = cables_by_phase(
        points,
        streets=streets,
        network=np.array([shapely.Point(corners[chosen[0]])]),
        phases=len(points),
    )
    lengths = {
        (min(a, b), max(a, b)): GRID_M
        for a, b in ([corners.index(end) for end in street.coords] for street in streets)
    }
    first_m = enumerated_m(len(corners), lengths, {int(chosen[0]), int(chosen[1])})

    assert bool(phases[0].unreached) == (first_m == float("inf"))
    if not phases[0].unreached:
        assert phases[0].length_m == pytest.approx(first_m)
