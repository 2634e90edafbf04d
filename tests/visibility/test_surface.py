"""The surface: ground under everything, houses as prisms, trees as columns."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placement.grid import Grid
from placement.visibility import surface
from placement.visibility.surface import Surface
from tests import toy_town

FRAME = Grid("EPSG:5514", 0.0, 10.0, 1.0, 10, 10)


def houses(*shapes: tuple[shapely.Polygon, float]) -> gpd.GeoDataFrame:
    """Return buildings of given shapes and heights."""
    return gpd.GeoDataFrame(
        {"height_m": [height for _, height in shapes]},
        geometry=[shape for shape, _ in shapes],
        crs="EPSG:5514",
    )


def test_without_anything_the_town_is_flat_at_0():
    """No terrain, no houses: ground and obstacles are 0 and nothing is a roof."""
    bare = surface.build(FRAME, ground=None)

    assert bare.ground.shape == FRAME.shape
    assert not bare.ground.any()
    assert not bare.obstacles.any()
    assert not bare.roofs.any()


def test_a_house_stands_on_the_cells_whose_centre_it_holds():
    """From 2 to 5 and 3 to 7: three columns and four rows, 6 m high; the ground stays level."""
    built = surface.build(FRAME, ground=None, buildings=houses((shapely.box(2, 3, 5, 7), 6.0)))

    roof = np.zeros(FRAME.shape, dtype=bool)
    roof[3:7, 2:5] = True
    assert np.array_equal(built.roofs, roof)
    assert np.array_equal(built.obstacles, np.where(roof, 6.0, 0.0))
    assert not built.ground.any()


def test_a_roof_is_flat_above_the_ground_at_the_houses_middle():
    """On a slope of 1 m a metre the whole roof lies 6 m above the ground under its inner point."""
    slope = np.arange(10, dtype=np.float32)[None, :].repeat(10, axis=0)

    built = surface.build(FRAME, ground=slope, buildings=houses((shapely.box(2, 2, 5, 8), 6.0)))

    assert np.unique(built.obstacles[built.roofs]).tolist() == [9.0]
    assert np.array_equal(built.ground, slope)


def test_ground_above_a_roof_still_hides():
    """A house dug into the slope does not cut the hill away."""
    slope = 3 * np.arange(10, dtype=np.float32)[None, :].repeat(10, axis=0)

    built = surface.build(FRAME, ground=slope, buildings=houses((shapely.box(2, 2, 9, 8), 1.0)))

    assert (built.obstacles >= built.ground).all()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_where_houses_overlap_the_highest_roof_counts(order):
    """The order in the file does not matter."""
    both = [(shapely.box(0, 0, 6, 6), 4.0), (shapely.box(4, 4, 9, 9), 9.0)]

    built = surface.build(FRAME, ground=None, buildings=houses(*(both[i] for i in order)))

    assert built.obstacles[5, 5] == 9.0
    assert built.obstacles[8, 1] == 4.0


def tree(x: float, y: float) -> gpd.GeoDataFrame:
    """Return a tree of 8 m with a crown of 2 m radius from 3 m up."""
    sizes = {"height_m": [8.0], "crown_radius_m": [2.0], "crown_base_m": [3.0]}
    return gpd.GeoDataFrame(sizes, geometry=[shapely.Point(x, y)])


def test_a_tree_stands_on_its_ground_and_is_neither_roof_nor_obstacle():
    """Its crown hides from its base to its top; people walk under it."""
    slope = np.arange(10, dtype=np.float32)[None, :].repeat(10, axis=0)

    built = surface.build(FRAME, ground=slope, trees=tree(5.5, 5.5))

    assert built.crowns is not None
    assert built.crowns.base_m.tolist() == [5.0 + 3.0]
    assert built.crowns.top_m.tolist() == [5.0 + 8.0]
    assert np.array_equal(built.obstacles, slope)
    assert not built.roofs.any()


def test_trees_outside_the_frame_are_left_out():
    """A tree of the next town has no ground to stand on here."""
    built = surface.build(FRAME, ground=None, trees=tree(50.0, 5.0))

    assert built.crowns is None or not len(built.crowns)


def test_a_measured_surface_lies_over_the_rest():
    """The higher of drawn and measured counts; gaps in the measurement change nothing."""
    measured = np.full(FRAME.shape, 2.0, np.float32)
    measured[0, 0] = np.nan

    built = surface.build(
        FRAME,
        ground=np.zeros(FRAME.shape, np.float32),
        buildings=houses((shapely.box(2, 3, 5, 7), 6.0)),
        surface=measured,
    )

    assert built.obstacles[0, 0] == 0.0
    assert built.obstacles[0, 1] == 2.0
    assert built.obstacles[5, 3] == 6.0


def test_without_terrain_the_measured_surface_is_the_ground():
    """A model of heights above the sea would else tower over a town at 0; houses are not ground."""
    measured = np.full(FRAME.shape, 300.0, np.float32)
    measured[3:7, 2:5] = 309.0
    given = houses((shapely.box(2, 3, 5, 7), 6.0))

    bare = surface.build(FRAME, ground=None, surface=measured)
    built = surface.build(FRAME, ground=None, buildings=given, surface=measured)

    assert np.array_equal(bare.ground, measured)
    assert (built.ground == 300.0).all()
    assert np.array_equal(built.obstacles, measured)


def test_heights_above_the_ground_are_roofs_over_it():
    """They are added to the terrain; from 2 m on nobody stands there, gaps are bare ground."""
    slope = 300 + np.arange(10, dtype=np.float32)[None, :].repeat(10, axis=0)
    over = np.zeros(FRAME.shape, np.float32)
    over[3:7, 2:5], over[0, 9], over[9, 9] = 8.0, 1.0, np.nan

    built = surface.build(FRAME, ground=slope, surface=over, surface_above="ground")

    assert np.array_equal(built.roofs, over >= 2.0)
    assert built.roofs.sum() == 12
    assert np.array_equal(built.ground, slope)
    assert np.array_equal(built.obstacles, slope + np.nan_to_num(over))


def test_gaps_in_the_terrain_take_the_nearest_height():
    """Every unknown cell is as high as a nearest known one; known cells stay."""
    dice = np.random.default_rng(3)
    full = dice.integers(200, 260, FRAME.shape).astype(np.float32)
    holes = dice.random(FRAME.shape) < 0.6
    ground = np.where(holes, np.nan, full).astype(np.float32)

    filled = surface.build(FRAME, ground=ground).ground

    known = np.argwhere(~holes)
    for cell in np.argwhere(holes):
        away = ((known - cell) ** 2).sum(axis=1)
        nearest = {full[tuple(k)] for k in known[away == away.min()]}
        assert filled[tuple(cell)] in nearest
    assert np.array_equal(filled[~holes], full[~holes])
    assert np.isnan(ground).any()


def test_houses_outside_the_frame_are_left_out():
    """A building of the next town neither fails nor hides."""
    built = surface.build(FRAME, ground=None, buildings=houses((shapely.box(20, 20, 30, 30), 6.0)))

    assert not built.obstacles.any()


def test_ground_is_read_at_points():
    """The height of the cell under each point."""
    hilly = toy_town.town(hilly=True)
    x, y = np.array(toy_town.MIDDLE) + toy_town.HALF_M - 0.5

    heights = hilly.ground_at(np.array([x, toy_town.MIDDLE[0]]), np.array([y, toy_town.MIDDLE[1]]))

    assert heights[0] == pytest.approx(toy_town.HILL_TOP_M, abs=1.5)
    assert heights[1] == 0.0


def test_the_toy_towns_houses_cover_what_they_should():
    """Four houses of 60 m by 60 m, 12 m high."""
    town = toy_town.town()

    assert town.roofs.sum() == 4 * 60 * 60
    assert np.unique(town.obstacles).tolist() == [0.0, 12.0]


def test_layers_must_fit_their_grid_and_cannot_be_changed():
    """Another shape is refused; the surface's layers are read-only, those given stay writable."""
    layer = np.zeros(FRAME.shape, np.float32)
    built = Surface(FRAME, layer, layer, np.zeros(FRAME.shape, dtype=bool))

    with pytest.raises(ValueError, match="on a grid of"):
        Surface(FRAME, layer[1:], layer, layer > 0)
    with pytest.raises(ValueError, match="read-only"):
        built.ground[0, 0] = 1.0
    assert layer.flags.writeable


def test_the_vector_engine_keeps_houses_out_of_the_obstacles():
    """Prisms with the raster's tops; terrain and what was measured stay obstacles."""
    slope = np.arange(10, dtype=np.float32)[None, :].repeat(10, axis=0)
    given = houses((shapely.box(2, 2, 5, 8), 6.0), (shapely.box(20, 20, 30, 30), 6.0))
    rough = np.full(FRAME.shape, 4.0, np.float32)

    built = surface.build(FRAME, ground=slope, buildings=given, surface=rough, engine="vector")

    burned = surface.build(FRAME, ground=slope, buildings=given, surface=rough)
    bare = surface.build(FRAME, ground=slope, surface=rough)
    assert built.prisms is not None
    assert built.prisms.top_m.tolist() == [9.0]
    assert np.array_equal(built.obstacles, bare.obstacles)
    assert np.array_equal(built.roofs, burned.roofs)
    assert burned.prisms is None


def test_the_vector_engine_without_houses_is_the_raster():
    """Nothing to keep in outlines."""
    assert surface.build(FRAME, ground=None, engine="vector").prisms is None
