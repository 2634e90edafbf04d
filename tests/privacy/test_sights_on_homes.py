"""What hides homes: neighbours that share a wall, trees, hills; cells of private ground."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import evolve

from placement.privacy import exposure, facades, strips
from placement.privacy.exposure import Reach
from placement.privacy.homes import Homes, count_as_homes, dwellings
from placement.privacy.private_ground import around_houses, nothing, of_layer
from placement.sites import Sites
from placement.visibility import surface
from placement.visibility.sights import Candidates
from tests.privacy.town import GRID, MODEL, exposed, houses, views

ALL = (1.0, 2.0)
HOUSE = shapely.box(190, 230, 210, 240)
WIDE = evolve(MODEL, lens=evolve(MODEL.lens, hfov_deg=100.0, vfov_deg=90.0))


def on(town: surface.Surface, table: gpd.GeoDataFrame, *, before_m: float = strips.STAND_OFF_M):
    """Return the façade of homes that a camera looking north from the middle has in its picture."""
    sites = Sites(
        np.array(["P"], dtype=object),
        np.array([200.0]),
        np.array([200.0]),
        np.array([4.5]),
        np.array(["new pole"], dtype=object),
        np.array([np.nan]),
    )
    counts = count_as_homes(table, unknown_as_home=True)
    walls = facades.build(table, town, storey_m=3.0)
    homes = Homes(
        strips.cut(walls, most_m=0.5, stand_off_m=before_m), counts, counts.astype(float), nothing()
    )
    pose = Candidates(np.array([0]), np.array([0]), np.array([0.0]), np.array([0.0]))
    found = exposure.views(town, sites, pose, homes=homes, models=[WIDE], reach=Reach(ALL, 500.0))
    return found.exposure().home_m2[0, 0]


def test_of_houses_in_a_row_only_outer_walls_show():
    """Walls that two houses share are in nobody's picture; of a higher one what stands out is."""
    row = [shapely.box(x, 230, x + 10, 240) for x in (180, 190, 200, 210)]
    even = exposed(houses(*row), model=WIDE, thresholds_px_m=ALL).home_m2[0, 0]
    tall = exposed(houses(*row, height_m=[12.0, 9.0, 9.0, 12.0]), model=WIDE, thresholds_px_m=ALL)

    assert even == pytest.approx(40 * 9, rel=1e-3)
    assert tall.home_m2[0, 0] > 20 * 9 + 20 * 12
    assert tall.home_m2[0, 0] <= 20 * 9 + 20 * 12 + 2 * 10 * 3


def test_a_tree_hides_what_is_behind_its_crown():
    """A broad crown from 2 to 12 m before the whole wall leaves what one sees below it."""
    table = houses(HOUSE)
    tree = gpd.GeoDataFrame(
        {"height_m": [12.0], "crown_radius_m": [14.0], "crown_base_m": [3.0]},
        geometry=[shapely.Point(200, 215)],
        crs=GRID.crs,
    )
    bare = surface.build(GRID, ground=None, buildings=table, engine="vector")
    leafy = surface.build(GRID, ground=None, buildings=table, trees=tree, engine="vector")

    assert on(bare, table) == pytest.approx(20 * 9, rel=1e-3)
    assert on(leafy, table) == 0  # the lens, at 4.5 m, looks into the crown


def test_a_ridge_hides_the_foot_of_a_wall():
    """Ground that rises to 3 m half way hides a wall at twice the distance up to 1.5 m."""
    table = houses(HOUSE)
    ground = np.zeros(GRID.shape, np.float32)
    row, _ = GRID.cell_of([200.0], [214.5])
    ground[row[0], :] = 3.0
    town = surface.build(GRID, ground=ground, buildings=table, engine="vector")

    # the line from 4.5 m over 3.0 m at 14.5 m is at 4.5 - 1.5 * 30 / 14.5 = 1.4 m at the wall
    assert on(town, table) == pytest.approx(20 * (9 - 1.4), rel=0.1)


def test_houses_in_a_raster_show_about_the_same():
    """Where houses are burned into cells, lines aim at the open cell before the wall."""
    table = houses(
        HOUSE, shapely.box(195, 212, 205, 216), height_m=[9.0, 3.0], use=["home", "other"]
    )
    exact = surface.build(GRID, ground=None, buildings=table, engine="vector")
    cells = surface.build(GRID, ground=None, buildings=table, engine="raster")

    assert on(cells, table, before_m=0.75) == pytest.approx(on(exact, table), rel=0.1)


def test_private_ground_in_the_picture_is_its_area():
    """A lawn of 20 × 20 m before the camera counts whole; one behind it does not."""
    layer = gpd.GeoDataFrame(geometry=[shapely.box(190, 220, 210, 240)], crs=GRID.crs)
    lawn = of_layer(layer, buildings=None)
    # a house elsewhere, so that there are façades at all
    table = houses(shapely.box(20, 20, 30, 30))
    ahead = views(table, ground=lawn, model=WIDE, thresholds_px_m=(5.0, 25.0))
    behind = views(table, ground=lawn, model=WIDE, azimuth_deg=180.0)

    assert lawn.area_m2.sum() == 400
    assert ahead.ground_exposure().ground_m2[0, 0] == pytest.approx(400)
    assert ahead.exposure().home_m2[0, 0] == 0
    assert behind.ground_exposure().ground_m2.sum() == 0


def test_gardens_are_assumed_around_family_houses_alone():
    """Within 20 m of the house, without houses, the strip of the street and the park beside it."""
    house = shapely.box(100, 100, 110, 110)
    street = gpd.GeoDataFrame(geometry=[shapely.LineString([(50, 95), (160, 95)])], crs=GRID.crs)
    park = gpd.GeoDataFrame(geometry=[shapely.box(115, 50, 200, 200)], crs=GRID.crs)
    gardens = around_houses(
        np.array([house]),
        garden_m=20.0,
        buildings=houses(house),
        streets=street,
        public=(park, None),
    )
    ground, outlines = gardens.cells(), shapely.union_all(gardens.outlines())
    free = house.buffer(20).difference(
        shapely.union_all([house, street.geometry[0].buffer(4), park.geometry[0]])
    )

    assert ground.assumed
    assert ground.area_m2.sum() == pytest.approx(free.area, rel=0.1)
    assert shapely.contains_xy(free.buffer(0.01), ground.x_m, ground.y_m).all()
    assert shapely.contains_xy(outlines.buffer(0.01), ground.x_m, ground.y_m).all()
    assert outlines.symmetric_difference(free).area < 0.02 * free.area


def test_masks_cover_the_very_gardens_that_are_counted():
    """Of forty houses beside streets: the middles of counted cells, and no others, are in them."""
    rng = np.random.default_rng(4)
    corners = rng.uniform(20, 180, (40, 2))
    family = shapely.box(*corners.T, *(corners + rng.uniform(6, 14, (40, 2))).T)
    lines = [shapely.LineString([(0, y), (200, y + 20)]) for y in (30, 90, 150)]
    gardens = around_houses(
        family,
        garden_m=15.0,
        buildings=houses(*family),
        streets=gpd.GeoDataFrame(geometry=lines, crs=GRID.crs),
        public=(),
    )
    cells, outlines = gardens.cells(), shapely.union_all(gardens.outlines())
    west, south, east, north = shapely.total_bounds(gardens.near)
    x, y = np.meshgrid(np.arange(west + 2.5, east, 5.0), np.arange(north - 2.5, south, -5.0))
    counted = {*zip(np.round(cells.x_m, 6), np.round(cells.y_m, 6), strict=True)}
    inside = shapely.contains_xy(outlines, x, y)

    assert counted == {*zip(np.round(x[inside], 6), np.round(y[inside], 6), strict=True)}


def test_homes_are_entrances_times_storeys():
    """A slab of 60 × 12 m with four storeys: three entrances; a family house one; a hall none."""
    slab, family, hall = (
        shapely.box(0, 0, 60, 12),
        shapely.box(80, 0, 90, 10),
        shapely.box(0, 50, 60, 80),
    )
    table = houses(slab, family, hall, height_m=[12.0, 6.0, 9.0], use=["home", "home", "other"])
    counts = count_as_homes(table, unknown_as_home=True)
    family_house = np.array([False, True, False])
    arguments = {"family": family_house, "storey_m": 3.0, "entrance_m": 20.0}
    addresses = gpd.GeoDataFrame(geometry=[shapely.Point(x, 5) for x in (5, 20, 35, 50, 85)])

    assert dwellings(table, counts, **arguments).tolist() == [12, 1, 0]
    known = dwellings(table, counts, **arguments, addresses=addresses)
    assert known.tolist() == [16, 1, 0], "four addresses in the slab are four entrances"
