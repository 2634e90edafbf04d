"""Identifiers of lixels."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from placement.demand import identifiers
from placement.demand.arguments import Geometries
from placement.demand.lixels import divide_lines

TOWN = np.array([-791_234.567, -979_876.543])
corner = st.tuples(st.integers(0, 300), st.integers(0, 300))
drawn_lines = st.lists(
    st.lists(corner, min_size=2, max_size=4, unique=True), min_size=1, max_size=6, unique_by=str
)


def lines(drawn: list) -> Geometries:
    """Return LineStrings with coordinates as large as real ones."""
    return np.array([LineString(np.array(each) + TOWN) for each in drawn], dtype=object)


def middles_by_id(of: Geometries) -> dict[str, tuple[float, float]]:
    """Return the middle of each lixel by its identifier."""
    lixels = divide_lines(of, lixel_m=10.0)
    ids = identifiers.lixel_identifiers(lixels, of)

    assert len(set(ids)) == len(ids)
    return dict(zip(ids, zip(lixels.x_m, lixels.y_m, strict=True), strict=True))


@settings(deadline=None)
@given(drawn_lines, st.lists(corner, min_size=2, max_size=4, unique=True), st.integers(0, 6))
def test_another_street_changes_no_identifier(drawn: list, more: list, place: int) -> None:
    """Wherever in the file a street is added, those before keep their pieces and names."""
    before = middles_by_id(lines(drawn))
    after = middles_by_id(lines([*drawn[:place], more, *drawn[place:]]))

    assert set(before) <= set(after)
    if more not in drawn and more[::-1] not in drawn:
        assert all(np.allclose(before[name], after[name], rtol=0, atol=1e-6) for name in before)


@given(drawn_lines, st.randoms(use_true_random=False))
def test_order_and_direction_change_no_identifier(drawn: list, random: object) -> None:
    """Turned and shuffled streets have the same pieces by the same names."""
    drawn = list({min(str(each), str(each[::-1])): each for each in drawn}.values())
    turned = [each[::-1] if random.random() < 0.5 else each for each in drawn]
    random.shuffle(turned)
    before, after = middles_by_id(lines(drawn)), middles_by_id(lines(turned))

    assert set(before) == set(after)
    assert all(np.allclose(before[name], after[name], rtol=0, atol=1e-6) for name in before)


def test_a_moved_vertex_and_another_length_are_other_pieces() -> None:
    """Nothing that is cut otherwise keeps a name."""
    street = lines([[(0, 0), (50, 0), (90, 10)]])
    moved = lines([[(0, 0), (50, 0.01), (90, 10)]])
    finer = divide_lines(street, lixel_m=5.0)

    assert not set(middles_by_id(street)) & set(middles_by_id(moved))
    assert not set(middles_by_id(street)) & set(identifiers.lixel_identifiers(finer, street))


def test_streets_on_one_another_are_told_apart() -> None:
    """The same line twice is no clash."""
    street = lines([[(0, 0), (50, 0)], [(50, 0), (0, 0)]])

    assert len(middles_by_id(street)) == 10


def test_rounding_beyond_the_millimetre_does_not_matter() -> None:
    """A file that was written and read again has the same streets."""
    street = lines([[(0, 0), (50, 0)]])
    again = shapely.transform(street, lambda xy: xy + 1e-7)

    assert set(middles_by_id(street)) == set(middles_by_id(again))
