"""Public spaces as cells of the network."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from placement.demand.arguments import Geometries
from placement.demand.cells import divide_areas
from placement.demand.diffusion import diffuse
from placement.demand.lixels import Lixels, divide_lines
from placement.demand.snapping import lixel_mass, nearest_lixel
from placement.demand.spaces import WIDTH_M, add_areas, cell_identifiers

SIGMA_M = 40.0
LIXEL_M = 10.0
STREET = [(0.0, 0.0), (500.0, 0.0)]
discs = st.lists(
    st.tuples(st.floats(-30, 530), st.floats(-60, 60), st.floats(1, 40)), min_size=1, max_size=5
)


def array(*shapes: object) -> Geometries:
    """Return geometries as an array."""
    return np.array(shapes, dtype=object)


def town(*areas: Polygon, street: list = STREET) -> Lixels:
    """Return one street and areas in lixels."""
    lixels = divide_lines(array(LineString(street)), lixel_m=LIXEL_M)
    return add_areas(lixels, array(*areas), lixel_m=LIXEL_M)


def areas_of(drawn: list) -> list[Polygon]:
    """Return discs."""
    return [Point(x, y).buffer(radius) for x, y, radius in drawn]


def spread(lixels: Lixels, *places: tuple[float, float]) -> np.ndarray:
    """Return what one incident at each place becomes."""
    points = array(*(Point(place) for place in places))
    mass = lixel_mass(lixels, points, nearest_lixel(points, lixels), np.ones(len(places)))
    return diffuse(lixels, mass, bandwidth_m=SIGMA_M)


@settings(max_examples=40, deadline=None)
@given(discs)
def test_cells_are_the_ground_and_lie_apart(drawn: list) -> None:
    """Together they cover what the areas cover, once; none is moved or lost."""
    areas = areas_of(drawn)
    cells = divide_areas(array(*areas), cell_m=LIXEL_M)
    ground = shapely.union_all(areas)

    rounding_m2 = 0.002 * sum(area.length for area in areas)  # vertices lie on whole millimetres
    covered = shapely.union_all(cells.geometry)

    assert shapely.area(cells.geometry).sum() == pytest.approx(ground.area, abs=rounding_m2)
    assert covered.symmetric_difference(ground).area < rounding_m2
    assert shapely.area(cells.geometry).max() <= 2 * LIXEL_M**2
    assert shapely.intersects_xy(cells.geometry, cells.x_m, cells.y_m).all()


@settings(max_examples=40, deadline=None)
@given(discs, st.integers(0, 2**32 - 1))
def test_mass_stays_and_even_stays_even(drawn: list, seed: int) -> None:
    """Nothing is lost between street and square, and where all is alike nothing is hot."""
    lixels = town(*areas_of(drawn))
    mass = np.random.default_rng(seed).gamma(0.3, size=(lixels.length_m.size, 3))
    after = diffuse(lixels, mass, bandwidth_m=SIGMA_M)
    even = diffuse(lixels, lixels.length_m, bandwidth_m=SIGMA_M)

    np.testing.assert_allclose(after.sum(axis=0), mass.sum(axis=0), rtol=1e-9)
    np.testing.assert_allclose(even, lixels.length_m, rtol=1e-6)


def test_streets_stay_where_they_are() -> None:
    """Areas come behind the lixels of streets and change none of them."""
    alone, beside = town(), town(box(100, -40, 200, 40))
    streets = beside.on_street

    assert streets.sum() == alone.length_m.size
    np.testing.assert_array_equal(beside.geometry[streets], alone.geometry)
    np.testing.assert_array_equal(beside.nodes[streets], alone.nodes)
    np.testing.assert_array_equal(beside.length_m[streets], alone.length_m)


def test_a_large_square_is_a_plane() -> None:
    """From the middle of a cell heat spreads as a Gaussian of the same bandwidth both ways."""
    lixels = town(box(0, 1000, 600, 1600))
    square = ~lixels.on_street
    expected = spread(lixels, (305, 1305))[square]
    away_m = np.hypot(lixels.x_m[square] - 305, lixels.y_m[square] - 1305)
    exact = np.exp(-((away_m / SIGMA_M) ** 2) / 2) / (2 * np.pi * SIGMA_M**2)

    assert np.abs(expected / LIXEL_M**2 - exact).max() <= 0.02 * exact.max()


@pytest.mark.parametrize("x", [495.0, 455.0, 415.0])
def test_a_street_that_becomes_a_square_as_wide_goes_on_as_it_was(x: float) -> None:
    """Where the width stays, entering an area is no crossing: the normal curve runs through."""
    lixels = town(box(500, 0, 1000, WIDTH_M))
    exact = np.exp(-(((lixels.x_m - x) / SIGMA_M) ** 2) / 2) / (np.sqrt(2 * np.pi) * SIGMA_M)

    assert np.abs(spread(lixels, (x, 0)) / lixels.length_m - exact).max() <= 0.01 * exact.max()


def test_a_metre_of_square_counts_like_one_of_street_at_any_size_of_cells() -> None:
    """What a square counts is its area by the width of a street."""
    areas = array(Point(70, 80).buffer(61.7), box(300, 3, 317, 90))
    streets = divide_lines(array(LineString(STREET)), lixel_m=LIXEL_M)
    for lixel_m in (2.5, 5.0, 10.0):
        lixels = add_areas(streets, areas, lixel_m=lixel_m)
        counted = np.bincount(lixels.line, weights=lixels.length_m)[1:]

        np.testing.assert_allclose(counted, shapely.area(areas) / WIDTH_M, rtol=1e-3)


def test_an_incident_in_a_park_belongs_to_it_even_on_the_path() -> None:
    """Inside goes before near; outside the nearer wins."""
    lixels = town(box(100, -40, 200, 40))
    places = array(Point(150, 30), Point(150, 0), Point(150, 3), Point(50, 3), Point(260, 41))

    assert (~lixels.on_street[nearest_lixel(places, lixels)]).tolist() == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("gap_m", "joined"), [(0.0, True), (4.9, True), (5.1, False)])
def test_streets_join_what_they_touch(gap_m: float, joined: bool) -> None:
    """A street along a square is joined within half a lixel; one farther off is not."""
    lixels = town(box(100, gap_m, 200, 60))
    reached = spread(lixels, (150, 50))[lixels.on_street].sum()

    assert (reached > 0.01) == joined


def test_a_park_joins_two_streets_that_end_at_it() -> None:
    """One walks across."""
    streets = divide_lines(
        array(LineString([(0, 0), (100, 0)]), LineString([(160, 0), (260, 0)])), lixel_m=LIXEL_M
    )
    across = add_areas(streets, array(box(100, -30, 160, 30)), lixel_m=LIXEL_M)

    assert spread(streets, (95, 0))[streets.line == 1].sum() == 0
    assert spread(across, (95, 0))[across.line == 1].sum() > 0.01


def test_the_playground_in_the_park_has_its_own_ground() -> None:
    """Of areas on one another the smallest keeps it, and heat passes between them."""
    park, playground = box(0, 100, 100, 200), box(33, 133, 57, 160)
    for areas in ((park, playground), (playground, park)):
        lixels = town(*areas)
        counted = WIDTH_M * np.bincount(lixels.line, weights=lixels.length_m)[1:]
        number = 1 + areas.index(playground)
        inside = lixels.line == number

        np.testing.assert_allclose(
            sorted(counted), [playground.area, park.area - playground.area], rtol=1e-6
        )
        assert 0.06 < spread(lixels, (45, 145))[inside].sum() < 0.1


def test_an_area_wholly_under_another_has_no_cells() -> None:
    """The same square drawn twice counts once."""
    square = box(0, 100, 50, 150)
    lixels = town(square, square)

    assert lixels.length_m[~lixels.on_street].sum() == pytest.approx(square.area / WIDTH_M)


def test_another_area_changes_no_identifier() -> None:
    """Cells are named by their own area and their place in it."""
    areas = [box(100, 13, 163, 60), Point(300, 50).buffer(45)]
    more = [box(420, 10, 450, 30), *areas, box(110, 20, 130, 40)]

    def cell_ids(of: list[Polygon]) -> set[str]:
        lixels = town(*of)
        ids = cell_identifiers(lixels, array(*of), first_line=1, lixel_m=LIXEL_M)
        assert len(set(ids)) == len(ids) == (~lixels.on_street).sum()
        return set(ids)

    lost = cell_ids(areas) - cell_ids(more)

    assert len(lost) <= 9  # the playground laid on the first area took that many cells' ground
