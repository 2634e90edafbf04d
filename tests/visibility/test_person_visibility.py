"""Whole persons in sight: one line decides, and every height asked on its own agrees."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.errors import InputError
from placement.grid import Grid
from placement.visibility import person_visibility, surface, view_polygons, viewshed
from placement.visibility.lines_of_sight import free_of_grounded, lift
from placement.visibility.observation import Person, person_of_part
from placement.visibility.obstacles.canopy import Canopy
from placement.visibility.obstacles.trees import SEEN_SHARE
from placement.visibility.sights import Sights, sights
from tests.observing import observe
from tests.strategies import numbers
from tests.toy_town import transformed
from tests.visibility.test_sights import pairs, sites_at, targets_at

SIZE = 40
RANGE_M = 30.0
HEIGHTS = (np.arange(150) + 0.5) / 150
"""Shares of a body that the brute force asks, from the feet up."""


def made(seed: int, *, engine="vector", trees: int = 25, walls: bool = True) -> surface.Surface:
    """Return a random scene: rough ground, a wall in the raster, houses and trees."""
    dice = np.random.default_rng(seed)
    grid = Grid("EPSG:5514", 0.0, float(SIZE), 1.0, SIZE, SIZE)
    ground = dice.uniform(0.0, 0.6, grid.shape).astype(np.float32)
    measured = ground.copy()
    if walls:
        measured[dice.integers(0, SIZE, 60), dice.integers(0, SIZE, 60)] += 1.5
    corners = dice.uniform(2, SIZE - 8, (8, 2))
    houses = [
        shapely.box(x, y, x + w, y + 2) for (x, y), w in zip(corners, (1, 2, 3, 4) * 2, strict=True)
    ]
    places = dice.uniform(1, SIZE - 1, (trees, 2))
    base = dice.uniform(0.3, 2.5, trees)
    return surface.build(
        grid,
        ground=ground,
        surface=measured,
        engine=engine,
        buildings=gpd.GeoDataFrame(
            {"height_m": dice.uniform(0.5, 2.5, 8)}, geometry=houses, crs=grid.crs
        ),
        trees=gpd.GeoDataFrame(
            {
                "height_m": base + dice.uniform(0.3, 3.0, trees),
                "crown_radius_m": dice.uniform(0.5, 2.0, trees),
                "crown_base_m": base,
            },
            geometry=gpd.points_from_xy(*places.T),
            crs=grid.crs,
        ),
    )


def seen_share(town: surface.Surface, lens, feet, person: Person) -> np.ndarray:
    """Return how much of each person is seen, height by height."""
    heights_m = person.low_m + HEIGHTS * (person.high_m - person.low_m)
    heads = np.concatenate([lift(feet, height_m) for height_m in heights_m])
    every = np.arange(len(heads))
    of = np.zeros_like(every)
    seen = free_of_grounded(town, lens, heads, lens=of, target=every)
    if town.crowns is not None:
        seen &= town.crowns.free(lens, heads, lens=of, target=every)
    return seen.reshape(len(heights_m), len(feet)).mean(axis=0)


@pytest.mark.parametrize("engine", ["vector", "raster"])
@pytest.mark.parametrize("person", [Person(), Person(0.2, 1.9, 0.5), Person(0.0, 1.8, 0.85)])
def test_the_decision_is_that_of_all_heights(engine, person) -> None:
    """Random scenes: decided by one line, and by 150 heights of each person."""
    partly = 0
    for seed in range(4):
        town = made(seed, engine=engine)
        dice = np.random.default_rng(seed)
        spots = dice.uniform(1, SIZE - 1, (250, 2))
        feet = np.column_stack([spots, town.ground_at(*spots.T)])
        lens = np.array([[SIZE / 2 + 0.3, SIZE / 2 - 0.2, 3.5]])
        every = np.arange(len(feet))

        found = person_visibility.free(
            town, lens, feet, person, lens=np.zeros_like(every), target=every
        )

        share = seen_share(town, lens, feet, person)
        assert (share[found] >= person.share - 0.01).all()
        assert (share[~found] < person.share + 0.01).all()
        assert (~found & (share == 1.0)).mean() < 0.02  # slivers between two heights asked
        partly += int(((share > 0.02) & (share < 0.98)).sum())
    assert partly > 20  # or nothing was put to the test


def test_without_trees_one_height_stands_for_a_person() -> None:
    """What shows half of a person shows the point half way up, and no other."""
    town = made(3, trees=0)
    asked = {"x_m": 20.3, "y_m": 19.8, "height_m": 3.5, "range_m": RANGE_M}

    person = observe(
        viewshed.around, town, target_height_m=1.6, person=Person(0.0, 1.8, 0.5), **asked
    )
    point = observe(viewshed.around, town, target_height_m=0.9, **asked)

    assert (person.visible == point.visible).all()
    assert person.visible.any()
    aimed = observe(viewshed.around, town, target_height_m=1.6, **asked)
    assert (person.distance_m == aimed.distance_m).all()  # rays still aim at 1.6 m


@given(st.integers(0, 30), numbers(0.05, 0.9), numbers(0.05, 0.1))
@settings(deadline=None, max_examples=15)
def test_asking_more_of_a_person_shows_no_more(seed, share, more) -> None:
    """A greater share is seen in fewer places."""
    town = made(seed)
    asked = {"x_m": 20.3, "y_m": 19.8, "height_m": 3.5, "range_m": RANGE_M, "target_height_m": 1.6}
    less, greater, whole = (
        observe(viewshed.around, town, person=Person(0.0, 1.8, of), **asked).visible
        for of in (share, share + more, 1.0)
    )

    assert not (greater & ~less).any()
    assert not (whole & ~greater).any()


@pytest.mark.parametrize("person", [Person(), Person(0.0, 1.8, 0.4)])
@pytest.mark.parametrize("engine", ["vector", "raster"])
def test_sights_and_viewsheds_agree(person, engine) -> None:
    """Demand points in the middles of cells are in sight where the viewshed says so."""
    town = made(11, engine=engine)
    x, y = town.grid.centre_of(*np.indices(town.grid.shape).reshape(2, -1))
    points = targets_at(np.column_stack([x, y]))
    targets = evolve(points, target=evolve(points.target, person=person))
    place = town.grid.centre_of(*town.grid.cell_of(20.3, 19.8))

    found: Sights = sights(town, sites_at([place], height_m=3.5), targets, range_m=RANGE_M)

    view = observe(
        viewshed.around,
        town,
        x_m=float(place[0]),
        y_m=float(place[1]),
        height_m=3.5,
        target_height_m=1.6,
        range_m=RANGE_M,
        person=person,
    )
    rows, columns = np.nonzero(view.visible)
    seen_x, seen_y = transformed(view.transform, columns + 0.5, rows + 0.5)
    roofs = town.roofs.ravel()
    of_view = {(0, int(t)) for t in np.ravel_multi_index(
        town.grid.cell_of(np.asarray(seen_x), np.asarray(seen_y)), town.grid.shape)}  # fmt: skip
    assert {pair for pair in pairs(found) if not roofs[pair[1]]} == of_view
    assert of_view


def test_polygons_hold_the_cells_where_persons_are_seen() -> None:
    """On even ground with houses and trees, apart from cells that an outline cuts."""
    plain = made(5, walls=False)
    level = np.zeros(plain.grid.shape, np.float32)
    town = evolve(plain, ground=level, obstacles=level)
    person = Person(0.0, 1.8, 0.6)
    asked = {"x_m": 20.5, "y_m": 19.5, "height_m": 3.5, "range_m": 18.0, "target_height_m": 1.6}

    view = observe(viewshed.around, town, person=person, **asked)
    area = observe(view_polygons.around, town, person=person, **asked).area

    rows, columns = np.indices(view.visible.shape)
    x, y = transformed(view.transform, columns + 0.5, rows + 0.5)
    inside = shapely.contains_xy(area, x, y)
    cut = shapely.distance(shapely.points(x, y), area.boundary) < 1e-6
    assert ((inside == view.visible) | cut).all()
    assert view.visible.any()
    without_trees = observe(viewshed.around, evolve(town, crowns=None), person=person, **asked)
    assert (without_trees.visible & ~view.visible).any()


def test_a_camera_on_a_wall_sees_half() -> None:
    """The viewshed ends where the wall does, as sights do."""
    grid = Grid("EPSG:5514", 0.0, float(SIZE), 1.0, SIZE, SIZE)
    plain = surface.build(grid, ground=None)
    asked = {"x_m": 20.5, "y_m": 20.5, "height_m": 4.0, "range_m": 9.0, "target_height_m": 1.6}

    half = observe(viewshed.around, plain, facing_deg=90.0, **asked).visible

    middle = half.shape[1] // 2
    assert not half[:, :middle].any()
    assert (half[:, middle:] == observe(viewshed.around, plain, **asked).visible[:, middle:]).all()


@pytest.mark.parametrize("bad", [(1.0, 1.0, 0.5), (-1.0, 1.0, 0.5), (0.0, np.nan, 0.5),
                                 (0.0, 1.8, 0.0), (0.0, 1.8, 1.1), (0.0, 1.8, np.nan)])  # fmt: skip
def test_what_is_no_person_is_refused(bad) -> None:
    """Upside down, below ground, without end, or with a share that is none."""
    with pytest.raises(InputError) as caught:
        Person(*bad)

    assert caught.value.problems[0].kind == "person_numbers"


def test_parts_name_what_must_be_seen() -> None:
    """A point is no person; a segment is all of it, a share its share."""
    assert person_of_part("point") is None
    assert person_of_part("segment", share=0.3) == Person(0.0, 1.8, 1.0)
    assert person_of_part("share", share=0.3).decisive_m == pytest.approx(1.8 * 0.7)


@pytest.mark.parametrize("person", [Person(), Person(0.0, 1.8, 0.5)])
def test_leaves_of_a_raster_are_counted_by_slices(person) -> None:
    """A canopy from a measured height map: decided as all heights do, to a slice or two."""
    town = made(6, trees=10)
    dice = np.random.default_rng(6)
    grown = (dice.random(town.grid.shape) < 0.2).astype(np.float32)
    base = (town.ground + 0.8).astype(np.float32)
    leaves = Canopy(town.grid, base, base + 2.5 * grown, 2.0, 0.3)
    town = evolve(town, canopy=leaves)
    spots = dice.uniform(1, SIZE - 1, (250, 2))
    feet = np.column_stack([spots, town.ground_at(*spots.T)])
    lens = np.array([[SIZE / 2 + 0.3, SIZE / 2 - 0.2, 3.5]])
    every = np.arange(len(feet))
    of = np.zeros_like(every)

    found = person_visibility.free(town, lens, feet, person, lens=of, target=every)

    share = np.zeros(len(feet))
    for height_m in person.low_m + HEIGHTS * (person.high_m - person.low_m):
        heads = lift(feet, height_m)
        seen = free_of_grounded(town, lens, heads, lens=of, target=every)
        share += seen & (town.view_share(lens, heads, lens=of, target=every) >= SEEN_SHARE)
    share /= HEIGHTS.size
    assert (share[found] >= person.share - 2 / person_visibility.SLICES).all()
    assert (share[~found] < person.share + 2 / person_visibility.SLICES).all()
    assert ((share > 0.1) & (share < 0.9)).sum() > 10
