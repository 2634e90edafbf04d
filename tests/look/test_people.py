"""People in the picture: as tall, as far and as detailed as they are said to be."""

import numpy as np
import pytest
from shapely.geometry import box

from placement.cameras.projection import detail_levels, range_m
from placement.look.ground_cover import Cover
from placement.look.labels import direction_labels, ring_labels, street_labels
from placement.look.paint import COVERS, MASK, painted
from placement.look.people import TALL_M, figures_in
from placement.look.picture import masked
from tests.look.scenes import FIXED, ROUND, X_M, Y_M, flat, hilly, picture

LEVELS = detail_levels("2014")
RED = (200, 0, 0)


def people(filled):
    """Return the people of a picture by level."""
    figures = figures_in(filled, LEVELS, target_height_m=1.6)
    return {figure.level.name: figure for figure in figures}


def test_each_person_stands_where_the_plan_has_its_level() -> None:
    """On level ground the slant distance is that of the level, for an equidistant lens everywhere.

    1 000 px/m would be at 1.9 m, in the dead zone; 12.5 px/m lies beyond the range.
    """
    there = people(picture(flat()))

    assert set(there) == {"detect", "observe", "recognise", "identify"}
    for figure in there.values():
        level_m = range_m(FIXED.lens, figure.level.density_px_m)
        assert figure.slant_m == pytest.approx(level_m, rel=0.005)


def test_pixels_on_a_person_are_the_levels() -> None:
    """A person's height in the camera's pixels is level × 1.75 m, less what looking down takes."""
    filled = picture(flat(), width_px=1344)  # half of the camera's pixels
    for name, figure in people(filled).items():
        tall_px = np.ptp(figure.outline[:, 1]) / filled.frame.scale
        down = np.arctan2(5.0 - TALL_M / 2, figure.distance_m)
        expected = figure.level.density_px_m * TALL_M * np.cos(down)
        assert tall_px == pytest.approx(expected, rel=0.06), name


def test_nobody_stands_behind_a_house() -> None:
    """A wall across the street at 12 m leaves only who is nearer."""
    wall = box(X_M - 60, Y_M + 12, X_M + 60, Y_M + 20)

    assert set(people(picture(flat(houses=[wall])))) == {"identify"}


@pytest.mark.parametrize("seed", range(2))
def test_everyone_is_on_a_street_and_whole_in_the_picture(seed: int) -> None:
    """On rolling ground too, in front of all that is drawn."""
    filled = picture(hilly(seed), ROUND, width_px=640)
    for figure in people(filled).values():
        cover = filled.scene.cover.at(np.array([figure.x_m]), np.array([figure.y_m]))[0]
        assert cover == Cover.STREET
        assert (figure.outline >= 0).all()
        assert (figure.outline < [filled.frame.columns, filled.frame.rows]).all()


def test_a_person_is_painted_in_its_colour_and_a_mask_over_it() -> None:
    """The middle of a person has the level's colour; under a mask nothing of it is left."""
    filled = picture(flat())
    figure = people(filled)["identify"]
    column, row = figure.outline.mean(axis=0).astype(int)

    shown = painted(filled, [(figure, RED)])
    everywhere = masked(filled.frame, (((0, 0), (1, 0), (1, 1), (0, 1)),))
    hidden = painted(filled, [(figure, RED)], mask=everywhere)

    assert tuple(shown[row, column]) == RED
    assert len(np.unique(hidden.reshape(-1, 3), axis=0)) == 2
    assert (np.abs(hidden.astype(int) - MASK) <= 18).all()


def test_streets_are_as_wide_as_their_class() -> None:
    """An ordinary street is 6 m wide: its colour ends 3 m beside its axis."""
    cover = picture(flat()).scene.cover
    beside = np.array([0.0, 2.9, 3.1, 20.0])

    at = cover.at(X_M + beside, np.full(4, Y_M - 50.0))

    assert list(at == Cover.STREET) == [True, True, False, False]
    assert set(COVERS) == set(Cover)


def test_streets_rings_and_directions_are_named_where_they_are() -> None:
    """To the north: both streets, rings from 10 m to 50 m, and north in the middle."""
    filled = picture(flat())

    names = {label.text: label for label in street_labels(filled)}
    rings = dict(ring_labels(filled))
    directions = direction_labels(filled, grid_turn_deg=0.0)

    assert set(names) == {"Dlouhá", "Široká"}
    assert names["Dlouhá"].column == pytest.approx(320, abs=2)
    assert set(rings) == {10.0, 20.0, 30.0, 50.0}
    for ring_m, label in rings.items():
        met = filled.hits.distance_m[int(label.row), int(label.column)]
        assert met == pytest.approx(ring_m, rel=0.05)
    assert [(label.text, round(label.column)) for label in directions] == [("n", 320)]


def test_a_street_behind_a_house_is_not_named() -> None:
    """Široká lies 30 m north, behind a house from 20 m on."""
    wall = box(X_M - 100, Y_M + 20, X_M + 100, Y_M + 25)

    assert {label.text for label in street_labels(picture(flat(houses=[wall])))} == {"Dlouhá"}
