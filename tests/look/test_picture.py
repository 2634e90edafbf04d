"""What pixels meet: worked by hand on level ground, against the sight engine on rolling ground."""

import math

import numpy as np
import pytest
from attrs import evolve
from shapely.geometry import Polygon, box

from placement.cameras.heads import Head, Preset
from placement.cameras.lenses import Lens
from placement.look.picture import masked, picture_of
from placement.look.profiles import Kind
from placement.units import azimuth_deg, turn_deg
from placement.visibility.lines_of_sight import free_of_raster
from placement.visibility.obstacles.trees import SEEN_SHARE
from tests.look.scenes import FIXED, ROUND, X_M, Y_M, flat, frames_of, hilly, picture, scene

WALL_M = 20.0
"""How far north of the lens the house of these tests begins. [m]"""
HOUSE = box(X_M - 8, Y_M + WALL_M, X_M + 8, Y_M + WALL_M + 10)
TARGET_M = 1.6


def row_of(above_deg: float, *, tilt_deg: float = 15.0, width_px: int = 640) -> float:
    """Return the row of a ray straight ahead: equidistant, so pixels by angle from the axis."""
    return width_px * 45 / 80 / 2 - (above_deg + tilt_deg) * width_px / 80


def kinds(picture_of_it, column: int) -> list[Kind]:
    """Return what a column meets from above to below, each once."""
    column_kinds = picture_of_it.hits.kind[:, column]
    changes = np.flatnonzero(np.diff(column_kinds, prepend=255))
    return [Kind(kind) for kind in column_kinds[changes]]


def test_level_ground_meets_the_sky_at_the_horizon() -> None:
    """Seen from 5 m the sky ends where the depression is 0, to the pixel."""
    sky = picture(flat()).hits.kind[:, 320] == Kind.SKY

    assert sky.sum() == pytest.approx(row_of(0.0), abs=1)
    assert sky[: sky.sum()].all()


@pytest.mark.parametrize("tilt_deg", [0.0, 7.5, 22.0])
def test_a_wall_stands_where_its_angles_say(tilt_deg: float) -> None:
    """A house of 9 m, 20 m away: its foot atan(5/20) below, its top atan(4/20) above the lens."""
    filled = picture(flat(houses=[HOUSE]), tilt_deg=tilt_deg)
    wall = np.flatnonzero(filled.hits.kind[:, 320] == Kind.WALL)
    top, foot = (
        row_of(math.degrees(math.atan2(rise_m, WALL_M)), tilt_deg=tilt_deg) for rise_m in (4, -5)
    )

    assert wall.min() == pytest.approx(max(top, 0), abs=1)
    assert wall.max() + 1 == pytest.approx(foot, abs=1)
    assert filled.hits.distance_m[wall, 320] == pytest.approx(WALL_M, abs=0.01)


def test_the_corners_of_a_house_are_upright_on_level_axis() -> None:
    """With a level axis the wall's edges on the horizon are where atan(8/20) puts them."""
    filled = picture(flat(houses=[HOUSE]), tilt_deg=0.0)
    row = int(row_of(0.0, tilt_deg=0.0))
    wall = np.flatnonzero(filled.hits.kind[row] == Kind.WALL)
    half = math.degrees(math.atan2(8, WALL_M)) * 640 / 80

    assert wall.min() == pytest.approx(320 - half, abs=1.5)
    assert wall.max() + 1 == pytest.approx(320 + half, abs=1.5)


def test_a_low_roof_is_seen_from_above_and_what_stands_behind_it() -> None:
    """From 5 m over a house of 3 m: ground, wall, roof, and ground again behind it."""
    filled = picture(flat(houses=[HOUSE], height_m=3.0))

    assert kinds(filled, 320) == [Kind.SKY, Kind.GROUND, Kind.ROOF, Kind.WALL, Kind.GROUND]
    roof = filled.hits.distance_m[filled.hits.kind == Kind.ROOF]
    assert roof.min() >= WALL_M
    assert roof.max() <= math.hypot(8, WALL_M + 10) + 1e-6


def test_a_courtyard_is_open() -> None:
    """From above one sees two roofs of one house with its yard between them."""
    yard = HOUSE.buffer(20, join_style="mitre")
    around = Polygon(yard.exterior, [HOUSE.buffer(8, join_style="mitre").exterior])
    moved = Polygon([(x, y + 40) for x, y in around.exterior.coords],
                    [[(x, y + 40) for x, y in around.interiors[0].coords]])  # fmt: skip
    high = picture_of(scene(flat(houses=[moved], height_m=3.0), height_m=40.0), frames_of(
        tilt_deg=30.0
    )[0])  # fmt: skip

    column = kinds(high, 320)

    assert column.count(Kind.ROOF) == 2
    assert column[-4:] == [Kind.GROUND, Kind.ROOF, Kind.WALL, Kind.GROUND]


def test_one_sees_below_a_raised_building() -> None:
    """Under a bridge 4 m up: its side, its underside, and the ground below and behind."""
    filled = picture(flat(houses=[HOUSE], base_m=6.0), tilt_deg=0.0)

    assert kinds(filled, 320) == [Kind.SKY, Kind.WALL, Kind.UNDERSIDE, Kind.SKY, Kind.GROUND]


@pytest.mark.parametrize("seed", range(2))
def test_what_is_free_in_the_picture_is_free_for_the_sight_engine(seed: int) -> None:
    """Points 1.6 m over random ground, all around: the picture and the engine judge them alike.

    At least 99 % in the very pixel; each of the rest lies on an edge: a pixel beside it agrees, or
    a point a tenth of a metre higher or lower is judged otherwise by the engine too.
    """
    over = hilly(seed)
    around = scene(over)
    draw = np.random.default_rng(seed)
    x, y = (at + draw.uniform(-75, 75, 1500) for at in (X_M, Y_M))
    outside = (np.hypot(x - X_M, y - Y_M) > 6) & ~over.roofs[over.grid.cell_of(x, y)]
    x, y = x[outside], y[outside]
    expected = engine(over, around.eye, x, y)
    in_pixel, near_pixel = np.zeros((2, x.size), dtype=bool)
    judged = np.zeros(x.size, dtype=bool)
    for frame in frames_of(ROUND, width_px=900):
        seen, beside, inside = drawn(picture_of(around, frame), x, y)
        in_pixel[inside], judged[inside] = seen[inside] == expected[inside], True
        near_pixel[inside] = beside[inside, int(True)] & expected[inside] | (
            beside[inside, int(False)] & ~expected[inside]
        )
    unsure = engine(over, around.eye, x, y, up_m=0.1) != engine(over, around.eye, x, y, up_m=-0.1)

    assert judged.sum() > 700
    assert 0.2 < expected[judged].mean() < 0.9
    assert in_pixel[judged].mean() >= 0.99
    assert (near_pixel | unsure)[judged].all()


def engine(over, eye, x, y, *, up_m: float = 0.0) -> np.ndarray:
    """Return which points over the ground the sight engine sees."""
    targets = np.column_stack([x, y, over.ground_at(x, y) + TARGET_M + up_m])
    lens, target = np.zeros(x.size, np.int64), np.arange(x.size)
    lenses = np.array([eye])
    free = over.free_of_solids_and_trees(lenses, targets, lens=lens, target=target)
    return free & free_of_raster(over, lenses, targets, lens=lens, target=target)


def drawn(filled, x, y) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what a picture says of points: seen, seen or hidden near by, and in the picture."""
    eye_x, eye_y, eye_m = filled.scene.eye
    away = np.hypot(x - eye_x, y - eye_y)
    ground = filled.scene.surface.ground_at(x, y)
    above = np.degrees(np.arctan2(ground + TARGET_M - eye_m, away))
    column, row = filled.frame.pixels(azimuth_deg(x - eye_x, y - eye_y), above)
    rows, columns = filled.hits.kind.shape
    inside = (column > 1) & (column < columns - 2) & (row > 1) & (row < rows - 2)
    at_row, at_column = (np.where(inside, at, 1).astype(int) for at in (row, column))
    leaves = np.full(filled.hits.kind.size, np.inf)
    for layer in filled.leaves:
        if layer.kind == Kind.CROWN:
            leaves[layer.ray] = layer.distance_m
    assert filled.scene.permeability < SEEN_SHARE  # one crown hides
    first = np.minimum(filled.hits.distance_m, leaves.reshape(rows, columns))
    seen = first[at_row, at_column] > away
    near = np.stack(
        [
            first[at_row + down, at_column + across] > away
            for down in (-1, 0, 1)
            for across in (-1, 0, 1)
        ]
    )
    return seen, np.column_stack([(~near).any(axis=0), near.any(axis=0)]), inside


def test_a_wall_camera_does_not_see_its_own_wall() -> None:
    """Before a wall that looks north nothing is drawn of the southern half circle."""
    around = scene(flat(), facing_deg=0.0)
    filled = picture_of(around, frames_of(azimuth_deg=60.0)[0])

    own = filled.hits.kind == Kind.OWN_WALL

    behind = np.abs(turn_deg(0.0, filled.azimuth_deg)) > 90
    assert (own == behind).all()
    assert own.any()


def test_a_lens_on_the_wall_of_a_house_looks_out_of_it() -> None:
    """Exactly on an outline: the street before it is free, the other half is its own wall."""
    behind = box(X_M - 8, Y_M - 10, X_M + 8, Y_M)
    around = scene(flat(houses=[behind]))

    ahead, back = (
        picture_of(around, frames_of(azimuth_deg=azimuth)[0]).hits.kind for azimuth in (0.0, 180.0)
    )

    assert set(np.unique(ahead)) <= {Kind.SKY, Kind.GROUND}
    assert set(np.unique(back)) == {Kind.OWN_WALL}


def test_heads_that_face_the_wall_are_left_out_and_presets_all_drawn() -> None:
    """Of four heads on a wall to the north the one to the south sees nothing; a round has all."""
    heads = tuple(Head(Lens(60.0, 40.0, 1920), 15.0, turn) for turn in (0.0, 90.0, 180.0, 270.0))
    four = evolve(FIXED, heads=heads)
    presets = (Preset(0.0, 10.0), Preset(120.0, 20.0, zoom=3.0))

    assert len(frames_of(four)) == 4
    assert [frame.azimuth_deg for frame in frames_of(four, facing_deg=0.0)] == [0.0, 90.0, 270.0]
    round_trip = frames_of(evolve(FIXED, turning=True, presets=presets))
    assert [frame.azimuth_deg for frame in round_trip] == [0.0, 120.0]
    assert round_trip[1].head.lens.hfov_deg < 30


def test_a_whole_circle_is_two_strips_that_meet() -> None:
    """The left strip ends where the right one begins, straight ahead; each is half a circle."""
    left, right = frames_of(ROUND, azimuth_deg=30.0)

    assert left.rays()[0][0, -1] == pytest.approx(30.0, abs=0.2)
    assert right.rays()[0][0, 0] == pytest.approx(30.0, abs=0.2)
    assert left.rays()[0][0, 0] == pytest.approx(210.0, abs=0.2)


def test_a_fisheye_is_black_where_no_ray_falls() -> None:
    """A whole-sphere picture straight down has dark corners, and ground in its middle."""
    fisheye = evolve(FIXED, lens=Lens(340.0, 340.0, 2000), tilt_deg=90.0)

    filled = picture(flat(), fisheye)

    assert not filled.lit[0, 0]
    assert filled.hits.kind[320, 320] == Kind.GROUND


def test_masks_are_shares_of_the_picture() -> None:
    """The left half of the picture is a rectangle from 0 to one half."""
    frame = frames_of()[0]

    mask = masked(frame, (((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)),))

    assert mask[:, :320].all()
    assert not mask[:, 320:].any()
