"""Network heat against what can be worked out on paper, and on real streets."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from shapely import LineString, MultiLineString, Point

from placement.demand import network_heat, network_heat_columns
from placement.errors import CrsError, InputError, PlacementError
from placement.texts import LANGUAGES
from tests.examples import up_to

CRS = "EPSG:5514"
SIGMA_M = 40.0
LIXEL_M = 10.0
ARM_M = 600.0


def series(*geometries: object) -> gpd.GeoSeries:
    """Return geometries in the working system."""
    return gpd.GeoSeries(list(geometries), crs=CRS)


def star(degree: int) -> gpd.GeoSeries:
    """Return streets from one junction, the first along x."""
    angle = 2 * np.pi * np.arange(degree) / degree
    ends = ARM_M * np.column_stack([np.cos(angle), np.sin(angle)])
    return series(*(LineString([(0, 0), end]) for end in ends))


def gauss(distance_m: ArrayLike) -> np.ndarray:
    """Return the normal curve of the bandwidth. [1/m]"""
    scaled = np.asarray(distance_m) / SIGMA_M
    return np.exp(-(scaled**2) / 2) / (np.sqrt(2 * np.pi) * SIGMA_M)


def heat(lines: gpd.GeoSeries, points: gpd.GeoSeries, weights: ArrayLike) -> gpd.GeoDataFrame:
    """Return the heat at the bandwidth and lixel length of these tests."""
    return network_heat(lines, points, weights, bandwidth_m=SIGMA_M, lixel_m=LIXEL_M)


def density(lixels: gpd.GeoDataFrame) -> np.ndarray:
    """Return what is expected on a metre. [1/m]"""
    return (lixels.expected / lixels.length_m).to_numpy()


def middle_x(lixels: gpd.GeoDataFrame) -> np.ndarray:
    """Return x of the middles of lixels. [m]"""
    return lixels.geometry.interpolate(0.5, normalized=True).x.to_numpy()


@pytest.mark.parametrize("x", [1000.0, 1003.0, 1005.0, 1007.7])
def test_long_street_carries_a_gaussian(x: float) -> None:
    """Far from its ends a street shows the normal curve, wherever in a lixel the point lies."""
    lixels = heat(series(LineString([(0, 0), (2000, 0)])), series(Point(x, 0)), [1.0])

    error = np.abs(density(lixels) - gauss(middle_x(lixels) - x)).max()
    assert error <= 0.01 * gauss(0.0)


@pytest.mark.parametrize(
    "source_m", [0.0, 0.7, 3.0, 5.0, 10.0, 14.7, 18.2, 20.0, 25.2, 26.6, 47.6, 50.0, 55.0, 57.0]
)
@pytest.mark.parametrize("degree", [2, 3, 4, 5, 6])
def test_junction_shares_as_the_exact_solution(degree: int, source_m: float) -> None:
    """Of what reaches a junction 2/degree goes into each street and 2/degree - 1 comes back."""
    lixels = heat(star(degree), series(Point(source_m, 0)), [1.0])
    away_m = lixels.geometry.interpolate(0.5, normalized=True).distance(Point(0, 0)).to_numpy()
    on_first = np.arange(len(lixels)) < len(lixels) // degree
    passed = 2 / degree * gauss(away_m + source_m)
    own = gauss(away_m - source_m) + (2 / degree - 1) * gauss(away_m + source_m)
    exact = np.where(on_first, own, passed)

    assert np.abs(density(lixels) - exact).max() <= 0.0065 * exact.max()


@pytest.mark.parametrize("x", [0.0, 5.0, 30.0, 62.0])
def test_dead_end_reflects(x: float) -> None:
    """What would have gone beyond the end comes back."""
    lixels = heat(series(LineString([(0, 0), (1000, 0)])), series(Point(x, 0)), [1.0])
    exact = gauss(middle_x(lixels) - x) + gauss(middle_x(lixels) + x)

    assert np.abs(density(lixels) - exact).max() <= 0.01 * exact.max()


def test_ring_wraps_round() -> None:
    """On a closed street what leaves on one side arrives on the other."""
    ring = LineString([(0, 0), (50, 0), (50, 50), (0, 50), (0, 0)])
    lixels = heat(series(ring), series(Point(0, 0)), [1.0])
    along_m = (np.arange(20) + 0.5) * 10
    exact = sum(gauss(along_m + 200 * turn) for turn in range(-4, 5))

    assert np.abs(density(lixels) - exact).max() <= 0.01 * np.max(exact)


def test_node_of_degree_two_is_no_obstacle() -> None:
    """A street in two lines is the same street."""
    point = series(Point(470, 3))
    whole = heat(series(LineString([(0, 0), (1000, 0)])), point, [2.0])
    halves = series(LineString([(0, 0), (500, 0)]), LineString([(1000, 0), (500, 0)]))
    split = heat(halves, point, [2.0])
    order = np.argsort(middle_x(split))

    np.testing.assert_allclose(split.expected.to_numpy()[order], whole.expected, rtol=1e-9)


corner = st.tuples(st.integers(0, 5), st.integers(0, 5))
place = st.tuples(st.floats(-100, 600), st.floats(-100, 600))
towns = st.lists(st.tuples(corner, corner), min_size=1, max_size=12)
incidents = st.lists(st.tuples(place, st.floats(0.01, 50)), min_size=1, max_size=12)


CROSSINGS = 85.0 * np.stack(np.meshgrid(np.arange(6), np.arange(6), indexing="ij"), axis=-1)
SHIFTED = CROSSINGS + np.random.default_rng(7).uniform(-20, 20, CROSSINGS.shape)
RING = np.array([(0, 0), (7.3, 2.1), (-1.7, 8.9), (0, 0)])


def streets_of(town: list[tuple[tuple[int, int], tuple[int, int]]]) -> gpd.GeoSeries:
    """Return straight streets between crossings; from a crossing to itself, a ring.

    No two streets lie on each other, where a point would be as near to both but for rounding.
    """
    return series(
        *(LineString(SHIFTED[a] + RING if a == b else [SHIFTED[a], SHIFTED[b]]) for a, b in town)
    )


def split(drawn: list[tuple[tuple[float, float], float]]) -> tuple[gpd.GeoSeries, np.ndarray]:
    """Return points and weights of drawn incidents."""
    return series(*(Point(xy) for xy, _ in drawn)), np.array([weight for _, weight in drawn])


@settings(max_examples=up_to(50), deadline=None)
@given(towns, incidents)
def test_weight_is_neither_lost_nor_made(town: list, drawn: list) -> None:
    """All lixels together expect what was recorded, and none less than nothing."""
    points, weights = split(drawn)
    lixels = heat(streets_of(town), points, weights)

    assert lixels.expected.sum() == pytest.approx(weights.sum(), rel=1e-9)
    assert lixels.expected.min() >= -1e-12 * weights.sum()
    assert lixels.length_m.sum() == pytest.approx(streets_of(town).length.sum(), rel=1e-9)


@settings(max_examples=up_to(50), deadline=None)
@given(towns, incidents, st.randoms(use_true_random=False))
def test_order_and_direction_of_streets_do_not_matter(
    town: list, drawn: list, random: object
) -> None:
    """Shuffled and turned streets and shuffled points give every piece of street the same."""
    town = list(dict.fromkeys(tuple(sorted(pair)) for pair in town))
    points, weights = split(drawn)
    shuffled = random.sample(range(len(town)), len(town))
    mixed = random.sample(range(len(drawn)), len(drawn))
    one = heat(streets_of(town), points, weights)
    lines = gpd.GeoSeries(streets_of(town).iloc[shuffled].reverse().to_numpy(), crs=CRS)
    other = heat(lines, points.iloc[mixed], weights[mixed])

    def by_place(lixels: gpd.GeoDataFrame) -> np.ndarray:
        middle = shapely.get_coordinates(lixels.geometry.interpolate(0.5, normalized=True))
        length = lixels.length_m.to_numpy()
        order = np.lexsort(np.column_stack([middle, length]).round(4).T)
        return lixels.expected.to_numpy()[order]

    np.testing.assert_allclose(by_place(other), by_place(one), atol=1e-7 * weights.sum())


@settings(max_examples=30, deadline=None)
@given(towns, incidents, st.floats(0.1, 10))
def test_heat_is_linear(town: list, drawn: list, factor: float) -> None:
    """Heat of two sets of points is the sum of their heats; twice the weight is twice the heat."""
    points, weights = split(drawn)
    half = len(drawn) // 2
    streets = streets_of(town)
    parts = [
        heat(streets, points[part], weights[part]) for part in (slice(half), slice(half, None))
    ]
    whole = heat(streets, points, factor * weights)

    np.testing.assert_allclose(
        whole.expected, factor * (parts[0].expected + parts[1].expected), atol=1e-9 * weights.sum()
    )


def test_street_that_is_not_connected_gets_nothing() -> None:
    """Heat follows streets: the next one over, 5 m away behind a wall, stays cold."""
    streets = series(LineString([(0, 0), (300, 0)]), LineString([(0, 5), (300, 5)]))
    lixels = heat(streets, series(Point(150, 1)), [1.0])

    assert lixels.expected[:30].sum() == pytest.approx(1.0)
    assert (lixels.expected[30:] == 0).all()


def test_answer_has_the_columns_promised() -> None:
    """Geometry, length and expected weight, in the system of the lines."""
    lixels = heat(star(3), series(Point(0, 0)), [1.0])

    assert list(lixels.columns) == ["geometry", "length_m", "expected"]
    assert lixels.crs == CRS
    assert (lixels.geom_type == "LineString").all()


def test_no_points_give_no_heat() -> None:
    """Nothing recorded is zero everywhere."""
    assert (heat(star(3), series(), []).expected == 0).all()


def test_points_may_be_plain_coordinates() -> None:
    """A notebook may pass an (N, 2) array in the system of the lines."""
    plain = heat(star(4), np.array([[55.0, 0.0]]), [1.0])

    np.testing.assert_array_equal(plain.expected, heat(star(4), series(Point(55, 0)), [1]).expected)


@settings(max_examples=25, deadline=None)
@given(towns, incidents, st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_columns_are_what_each_alone_would_be(
    town: list, drawn: list, count: int, seed: int
) -> None:
    """A table of weights gives the heat of each of its columns, and keeps the mass of each."""
    points, _ = split(drawn)
    table = np.random.default_rng(seed).poisson(1.0, (len(points), count)).astype(float)
    lengths = {"bandwidth_m": SIGMA_M, "lixel_m": LIXEL_M}
    together = network_heat_columns(streets_of(town), points, table, **lengths)
    last = heat(streets_of(town), points, table[:, -1])

    np.testing.assert_allclose(together.sum(axis=0), table.sum(axis=0), rtol=1e-9)
    np.testing.assert_allclose(together[:, -1], last.expected, rtol=1e-9, atol=1e-12 * table.sum())


def test_no_points_or_no_columns_give_tables_of_that_shape() -> None:
    """A fold without incidents is cold; no folds are no columns."""
    lengths = {"bandwidth_m": SIGMA_M, "lixel_m": LIXEL_M}
    cold = network_heat_columns(star(3), series(), np.empty((0, 5)), **lengths)
    none = network_heat_columns(star(3), series(Point(1, 2)), np.empty((1, 0)), **lengths)

    assert cold.shape == (180, 5)
    assert (cold == 0).all()
    assert none.shape == (180, 0)


@pytest.mark.parametrize(
    ("weights", "kind"),
    [
        ([1.0, 2.0], "demand_weights_differ"),
        ([[1.0, 2.0]], "demand_weights_differ"),
        ([[1.0, 2.0], [1.0, -1.0]], "demand_weight_wrong"),
        ([[[1.0]], [[1.0]]], "demand_weights_differ"),
    ],
)
def test_table_of_weights_has_a_row_a_point(weights: ArrayLike, kind: str) -> None:
    """A list, too few rows and a weight below zero are refused by name."""
    with pytest.raises(InputError) as caught:
        network_heat_columns(
            star(3),
            series(Point(0, 0), Point(5, 0)),
            weights,
            bandwidth_m=SIGMA_M,
            lixel_m=LIXEL_M,
        )

    assert [problem.kind for problem in caught.value.problems] == [kind]


BAD_ARGUMENTS = {
    "demand_not_a_line": {"lines": series(MultiLineString([[(0, 0), (9, 0)]]), Point(1, 2), None)},
    "demand_line_without_length": {
        "lines": series(LineString([(0, 0), (9, 0)]), LineString([(4, 4), (4, 4)]))
    },
    "demand_no_lines": {"lines": series()},
    "demand_too_many_lixels": {"lixel_m": 1e-5},
    "demand_not_a_point": {"points": series(Point(0, 0), Point(), None), "weights": [1, 1, 1]},
    "demand_weights_differ": {"weights": [1.0, 2.0]},
    "demand_weight_wrong": {"weights": [np.nan]},
    "demand_not_positive": {"bandwidth_m": 0.0},
    "demand_lixel_too_long": {"lixel_m": 10.1},
}


@pytest.mark.parametrize("kind", BAD_ARGUMENTS)
def test_bad_argument_is_named(kind: str) -> None:
    """Each unusable argument is one problem with its own words, in both languages."""
    good = {
        "lines": star(4),
        "points": series(Point(0, 0)),
        "weights": [1.0],
        "bandwidth_m": SIGMA_M,
        "lixel_m": LIXEL_M,
    }
    with pytest.raises(InputError) as caught:
        network_heat(**(good | BAD_ARGUMENTS[kind]))

    assert [problem.kind for problem in caught.value.problems] == [kind]
    assert all("{" not in caught.value.render(language) for language in LANGUAGES)


@pytest.mark.parametrize("name", ["bandwidth_m", "lixel_m"])
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
def test_lengths_must_be_positive_and_finite(name: str, value: float) -> None:
    """No value that is not a length gets as far as the solver."""
    lengths = {"bandwidth_m": SIGMA_M, "lixel_m": LIXEL_M} | {name: value}
    with pytest.raises(InputError) as caught:
        network_heat(star(3), series(Point(0, 0)), [1.0], **lengths)

    assert [problem.column for problem in caught.value.problems] == [name]


@pytest.mark.parametrize("weight", [-1.0, np.inf])
def test_weights_must_be_finite_and_not_negative(weight: float) -> None:
    """The message says which point it is."""
    with pytest.raises(InputError, match=r"no number: 1\."):
        heat(star(3), series(Point(0, 0), Point(1, 0)), [1.0, weight])


def test_all_problems_come_at_once() -> None:
    """Nobody mends one argument to be told of the next."""
    with pytest.raises(PlacementError) as caught:
        network_heat(
            series(LineString([(4, 4), (4, 4)])), series(Point()), [-1], bandwidth_m=0, lixel_m=-1
        )

    assert len(caught.value.problems) == 5


@pytest.mark.parametrize("crs", [None, "EPSG:4326", "EPSG:2263"])
def test_system_must_be_metric(crs: str | None) -> None:
    """Degrees, feet and unknown systems are refused."""
    lines = gpd.GeoSeries([LineString([(0, 0), (1, 1)])], crs=crs)
    with pytest.raises(CrsError):
        heat(lines, gpd.GeoSeries([Point(0, 0)], crs=crs), [1.0])


def test_points_in_another_system_are_refused() -> None:
    """Points in degrees on streets in metres would all land on one lixel."""
    with pytest.raises(CrsError, match="EPSG:4326"):
        heat(star(3), gpd.GeoSeries([Point(14.4, 50.1)], crs="EPSG:4326"), [1.0])


def test_zizkov_keeps_its_incidents(shared_data: Path) -> None:
    """Real streets take the weight of points all around them."""
    streets = gpd.read_file(shared_data / "zizkov" / "zizkov.gpkg", layer="ulice").geometry
    west, south, east, north = streets.total_bounds
    xy = np.random.default_rng(1).uniform((west, south), (east, north), size=(2000, 2))
    lixels = heat(streets, gpd.GeoSeries(shapely.points(xy), crs=streets.crs), np.ones(2000))

    assert lixels.expected.sum() == pytest.approx(2000, rel=1e-9)
    assert (lixels.expected[lixels.length_m > 1.0] > 0).all()  # one line is a lone crumb of 1 cm
