"""Shadows of houses on a plane: polygons against lines of sight, one after the other."""

import numpy as np
import pytest
import shapely
from shapely import affinity

from placement.cameras.footprint import Plane, Relief
from placement.grid import Grid
from placement.visibility import shadows, view_polygons
from placement.visibility.obstacles import prisms
from placement.visibility.obstacles.prisms import Prisms
from placement.visibility.surface import Surface
from tests import oracle_prisms
from tests.benchmarks.made_town import CRS, NORTH_M, SIDE, WEST_M, made_town
from tests.observing import observe

RANGE_M = 60.0
SIDE_M = 200.0


def small_town(seed: int, *, houses: int = 60) -> list[tuple[shapely.Polygon, float]]:
    """Return turned houses, some with a courtyard or in an L, 2 to 14 m high, that do not touch."""
    dice = np.random.default_rng(seed)
    town: list[tuple[shapely.Polygon, float]] = []
    while len(town) < houses:
        (x, y), (width, depth) = dice.random(2) * SIDE_M, dice.random(2) * 14 + 5
        shape = shapely.box(x, y, x + width, y + depth)
        kind = dice.integers(4)
        if kind == 0:
            shape = shape.difference(affinity.scale(shape, 0.5, 0.5))
        elif kind == 1:
            shape = shape.difference(affinity.translate(shape, width / 2, depth / 2))
        shape = affinity.rotate(shape, dice.random() * 90)
        if not any(shape.intersects(other) for other, _ in town):
            town.append((shape, float(dice.random() * 12 + 2)))
    return town


def solids(town) -> Prisms:
    """Return a town as prisms."""
    return prisms.build([shape for shape, _ in town], [top for _, top in town])


def seen(town: Prisms, place, lens_m: float, ground: Plane | Relief) -> shapely.Geometry:
    """Return the disc around a lens without the shadows."""
    x, y = place
    cast = shadows.cast(town, x_m=x, y_m=y, lens_m=lens_m, ground=ground, range_m=RANGE_M)
    return shapely.Point(place).buffer(RANGE_M, quad_segs=90).difference(shapely.union_all(cast))


def open_ground(town, place, step_m: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Return places around a lens, in range and in no house, on no round numbers."""
    along = np.arange(-RANGE_M, RANGE_M, step_m) + 0.0713
    east, north = (axis.ravel() for axis in np.meshgrid(along, along))
    x, y = place[0] + east, place[1] + north
    walls = shapely.union_all([shape for shape, _ in town])
    kept = (np.hypot(east, north) < RANGE_M * 0.999) & ~shapely.contains_xy(walls, x, y)
    return x[kept], y[kept]


def agreement(one: np.ndarray, other: np.ndarray) -> float:
    """Return the share of what either sees that both see."""
    return float((one & other).sum() / (one | other).sum())


@pytest.mark.parametrize(
    ("lens_m", "plane"),
    [
        (6.0, Plane(4.4)),
        (13.0, Plane(13.0)),  # over most roofs, targets on the ground
        (1.6, Plane(0.0)),  # at the targets' height
        (1.0, Plane(-0.6)),  # below it
        (6.0, Plane(4.4, 0.15, -0.1)),
        (1.0, Plane(-0.6, -0.1, 0.2)),
        (3.0, Plane(1.4, -0.05, 0.12)),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_shadows_are_where_no_line_of_sight_goes(lens_m, plane, seed):
    """House by house and edge by edge, on a level and on a slope, from above and from below."""
    town = small_town(seed)
    dice = np.random.default_rng(seed)
    street = shapely.union_all([shape.buffer(0.05) for shape, _ in town])
    places = dice.random((40, 2)) * 120 + 40
    free = [place for place in places if not shapely.contains_xy(street, *place)][:3]
    for place in free:
        x, y = open_ground(town, place)

        found = shapely.contains_xy(seen(solids(town), place, lens_m, plane), x, y)

        below_m = plane.below_m(x - place[0], y - place[1])
        truth = oracle_prisms.seen_on_plane((*place, lens_m), x, y, lens_m - below_m, town)
        assert agreement(found, truth) >= 0.999
        assert not truth.all()


def bumps(drop_m: float, *, high_m: float) -> Relief:
    """Return targets `drop_m` below the lens on ground that rises and falls by a height. [m]"""
    along = np.arange(-RANGE_M - 3, RANGE_M + 3.5, 0.5)
    east, north = np.meshgrid(along, along[::-1])
    wave = np.sin(east / 9.0) * np.cos(north / 7.0) + np.sin((east + north) / 5.0) / 3
    return Relief(drop_m - high_m * wave, float(along[0]), float(along[-1]), 0.5)


@pytest.mark.parametrize(
    ("lens_m", "ground"),
    [
        (6.0, bumps(4.4, high_m=0.3)),
        (6.0, bumps(4.4, high_m=2.0)),  # ground falls away: hidden, seen and hidden again
        (1.5, bumps(0.1, high_m=1.0)),  # targets above the lens and below it
    ],
)
def test_on_uneven_ground_shadows_are_where_no_line_of_sight_goes(lens_m, ground):
    """Targets anywhere between the middles of cells, from above and from below."""
    town = small_town(4)
    dice = np.random.default_rng(4)
    street = shapely.union_all([shape.buffer(0.05) for shape, _ in town])
    places = dice.random((40, 2)) * 120 + 40
    for place in [place for place in places if not shapely.contains_xy(street, *place)][:3]:
        x, y = open_ground(town, place)

        found = shapely.contains_xy(seen(solids(town), place, lens_m, ground), x, y)

        below_m = ground.below_m(x - place[0], y - place[1])
        truth = oracle_prisms.seen_on_plane((*place, lens_m), x, y, lens_m - below_m, town)
        assert agreement(found, truth) >= 0.999
        assert not truth.all()


def test_a_relief_that_is_a_plane_throws_the_shadows_of_the_plane():
    """The two ways to a shadow are one where both can go."""
    town, plane = solids(small_town(5)), Plane(4.4, 0.05, -0.03)
    along = np.arange(-RANGE_M - 3.0, RANGE_M + 3.5)
    east, north = np.meshgrid(along, along[::-1])
    relief = Relief(plane.below_m(east, north), float(along[0]), float(along[-1]), 1.0)

    one, other = (seen(town, (100.0, 120.0), 6.0, ground) for ground in (plane, relief))

    assert one.symmetric_difference(other).area < 1e-3 * one.area


def test_one_pillar_throws_a_wedge():
    """Two metres wide and higher than the lens, 9 m away: all behind it is hidden, to the rim."""
    pillar = [(shapely.box(9, -1, 11, 1), 20.0)]

    area = seen(solids(pillar), (0.0, 0.0), 6.0, Plane(4.4)).area

    corner, half = 9.0, np.arctan2(1, 9)
    disc = 360 / 2 * RANGE_M**2 * np.sin(np.radians(1.0))  # 360 corners
    assert disc - area == pytest.approx(RANGE_M**2 * half - corner * 1.0, rel=2e-3)


def test_a_low_house_throws_a_shadow_as_long_as_a_lamp_would():
    """Lens 6 m, roof 3 m, targets on the ground: every corner falls twice as far away."""
    house = [(shapely.box(8, -1, 10, 1), 3.0)]

    hidden = shapely.union_all(
        shadows.cast(
            solids(house), x_m=0.0, y_m=0.0, lens_m=6.0, ground=Plane(6.0), range_m=RANGE_M
        )
    )

    exact = shapely.Polygon([(8, -1), (16, -2), (20, -2), (20, 2), (16, 2), (8, 1)])
    assert hidden.symmetric_difference(exact).area < 1e-9


def test_a_new_house_gains_nothing():
    """Whatever is built, no place comes into sight."""
    town, dice = small_town(3), np.random.default_rng(3)
    place = (100.0, 100.0)
    before = seen(solids(town[:40]), place, 7.0, Plane(5.4))
    for number in dice.permutation(np.arange(40, 60)):
        after = seen(solids([*town[:40], town[number]]), place, 7.0, Plane(5.4))

        assert shapely.difference(after, before).area < 1e-6


def test_a_lens_on_its_wall_sees_what_lies_before_it_and_nothing_behind():
    """Just inside, on and just before the wall: the half disc, and no more."""
    house = [(shapely.box(-20, -30, 20, 0), 9.0)]
    half = shapely.Point(0, 0).buffer(RANGE_M, quad_segs=90).area / 2
    for before_m in (-0.005, 0.0, 0.005):
        view = seen(solids(house), (0.0, before_m), 5.0, Plane(3.4))

        assert view.area == pytest.approx(half, rel=2e-3)
        assert view.bounds[1] > -0.2


def test_from_a_roof_the_street_below_is_hidden_by_the_roofs_own_edge():
    """2 m over a roof of 10 m, 5 m from its edge: sight meets the ground 30 m away."""
    house = [(shapely.box(-50, -50, 5, 50), 10.0)]

    view = seen(solids(house), (0.0, 0.0), 12.0, Plane(12.0))

    assert view.bounds[0] == pytest.approx(30.0)


@pytest.mark.parametrize("gap_m", [0.0, 1e-12, 1e-7])
def test_houses_that_share_a_wall_throw_one_shadow(gap_m):
    """A row of houses that touch, or almost, leaves no sliver of sight between them."""
    row = [(shapely.box(x, 10, x + 8 - gap_m, 18), 9.0) for x in range(-40, 40, 8)]

    view = seen(solids(row), (1.3, 0.0), 5.0, Plane(3.4))

    behind = shapely.intersection(view, shapely.box(-20, 18, 20, 59))
    assert behind.area < 1e-4


@pytest.mark.slow
def test_in_the_made_town_polygons_are_the_truth_to_one_in_a_thousand():
    """Fifty street corners, 909 houses and 1779 solid trees on rolling ground, 150 m around.

    Cell by cell of open ground, the target's own height above its own ground.
    """
    town = made_town()
    grid = Grid(CRS, WEST_M, NORTH_M, 1.0, SIDE, SIDE)
    solid = prisms.build(
        np.concatenate([town.buildings, town.trees]), np.concatenate([town.roof_m, town.top_m])
    )
    made = Surface(grid, town.ground, town.ground, town.roofs, solid)
    both = either = 0
    for row, column in zip(town.row, town.column, strict=True):
        x, y = (float(axis) for axis in grid.centre_of(row, column))
        ask = {"x_m": x, "y_m": y, "height_m": 6.0, "target_height_m": 1.6, "range_m": 150.0}
        near = solid.tree.query(shapely.Point(x, y), "dwithin", 150.0)
        walls = shapely.union_all(solid.footprints[near])
        rows, columns = (
            axis.ravel() for axis in np.mgrid[row - 150 : row + 151, column - 150 : column + 151]
        )
        east, north = grid.centre_of(rows, columns)
        kept = (np.hypot(east - x, north - y) < 149.9) & ~shapely.contains_xy(walls, east, north)
        east, north = east[kept], north[kept]
        target_m = made.ground_at(east, north) + 1.6
        lens = (x, y, float(town.ground[row, column]) + 6.0)
        houses = list(zip(solid.footprints[near], solid.top_m[near], strict=True))

        truth = oracle_prisms.seen_on_plane(lens, east, north, target_m, houses)
        found = shapely.contains_xy(observe(view_polygons.around, made, **ask).area, east, north)

        both += int((truth & found).sum())
        either += int((truth | found).sum())

    assert both / either >= 0.999
