"""A bridge across a street, as all of the package sees it: one answer from every engine."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import evolve

from placement import sites
from placement.grid import Grid
from placement.visibility import (
    lowest_visible_height,
    surface,
    view_polygons,
    viewshed,
)
from placement.visibility.height_samples import UncertainSurface, Uncertainty
from placement.visibility.observation import Person, Target
from placement.visibility.sights import Sights, Targets, sights
from placement.visibility.surface import Surface
from tests import oracle_prisms
from tests.observing import observe
from tests.toy_town import transformed

FRAME = Grid("EPSG:5514", 0.0, 100.0, 1.0, 100, 100)
BRIDGE = shapely.box(45, 20, 55, 80)
HOUSE = shapely.box(10, 70, 30, 90)
ENGINES = ("raster", "vector")
ASK = {"x_m": 20.5, "y_m": 50.5, "target_height_m": 1.6, "range_m": 60.0}


def table(base_m: float, height_m: float, **more: object) -> gpd.GeoDataFrame:
    """Return a house and a bridge between two heights."""
    columns = {"building_id": ["h", "b"], "height_m": [8.0, height_m], "base_m": [0.0, base_m]}
    return gpd.GeoDataFrame(columns | more, geometry=[HOUSE, BRIDGE], crs="EPSG:5514")


def town(base_m: float = 5.0, height_m: float = 9.0, engine: str = "vector") -> Surface:
    """Return flat ground with a house and a bridge from south to north."""
    return surface.build(FRAME, ground=None, buildings=table(base_m, height_m), engine=engine)


def looked(built: Surface, lens_m: float, *, person: Person | None = None) -> Sights:
    """Return what a pole west of the bridge sees of a row of places east, below and west of it."""
    x = np.arange(35.5, 80.0)
    targets = Targets(
        x, np.full(x.size, 50.5), np.ones(x.size), Target(height_m=1.6, person=person)
    )
    pole = sites.at_points(
        gpd.GeoDataFrame(
            {"id": ["p"], "kind": ["pole"], "mount_height_m": [lens_m]},
            geometry=[shapely.Point(ASK["x_m"], ASK["y_m"])],
        ),
        id_column="id",
        carrier=None,
        default_height_m=4.0,
    )
    return sights(built, pole, targets, range_m=60.0)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_camera_below_the_underside_sees_all(engine):
    """Of 45 places in 60 m none is hidden, nor is the ground below the bridge a roof."""
    built = town(engine=engine)

    assert looked(built, 4.5).target.size == 45
    assert not built.roofs[FRAME.cell_of(50.0, 50.0)]
    assert built.roofs[FRAME.cell_of(20.0, 80.0)]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_camera_above_it_sees_what_similar_triangles_say(engine):
    """Lines to 1.6 m at x pass 9 m at one place and 5 m at another, and the bridge between."""
    lens_m = 12.0
    x = np.arange(35.5, 80.0)
    run = (x - ASK["x_m"]) / (lens_m - 1.6)
    roof_at, floor_at = (ASK["x_m"] + run * (lens_m - height) for height in (9.0, 5.0))
    free = (floor_at <= 45) | (roof_at >= 55)

    found = looked(town(engine=engine), lens_m)

    assert found.target.tolist() == np.flatnonzero(free).tolist()
    assert 0 < free.sum() < 45


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("lens_m", [4.0, 7.0, 12.0, 25.0])
def test_the_viewshed_is_what_the_oracle_says(engine, lens_m):
    """Cell by cell, past the bridge alone, whatever the engine."""
    built = surface.build(FRAME, ground=None, buildings=table(5.0, 9.0).iloc[1:], engine=engine)

    view = observe(viewshed.around, built, height_m=lens_m, **ASK)

    rows, columns = np.indices(view.visible.shape)
    x, y = transformed(view.transform, columns + 0.5, rows + 0.5)
    near = np.hypot(x - ASK["x_m"], y - ASK["y_m"]) <= 60
    inside = near & (x > 0) & (x < 100) & (y > 0) & (y < 100)
    for row, column in np.argwhere(inside)[::97]:
        ends = (ASK["x_m"], ASK["y_m"], lens_m), (x[row, column], y[row, column], 1.6)
        expected = oracle_prisms.sees_past_raised(*ends, [(BRIDGE, 5.0, 9.0)])
        assert view.visible[row, column] == expected


@pytest.mark.parametrize("lens_m", [4.0, 12.0])
def test_polygons_and_cells_agree(lens_m):
    """The view on the map hides what the cells hide."""
    built = town()

    cells = observe(viewshed.around, built, height_m=lens_m, **ASK).visible.sum() * FRAME.cell_m**2
    area = observe(view_polygons.around, built, height_m=lens_m, **ASK).area

    assert area.area == pytest.approx(cells, rel=0.03)
    assert area.contains(shapely.Point(70, 50.5)) == (lens_m == 4.0)


@pytest.mark.parametrize("engine", ENGINES)
def test_of_a_person_what_floats_may_hide_the_upper_part(engine):
    """From 1 m through a slot under a sill at 1.5 m: feet and knees are seen, the head is not."""
    built = town(base_m=2.05, height_m=9.0, engine=engine)

    low = looked(built, 3.0, person=Person(0.0, 1.8, 0.2)).target
    whole = looked(built, 3.0, person=Person(0.0, 1.8, 1.0)).target

    assert set(whole) < set(low)


def test_the_lowest_visible_height_is_beyond_the_floating_stretch():
    """From 12 m, what is behind and hidden at the ground is first seen above the roof's line."""
    found = observe(
        lowest_visible_height.around, town(), x_m=20.5, y_m=50.5, height_m=12.0, range_m=60.0
    )

    height_m = found.height_m[60, 60 + 50]  # the place 50 m east of the window's middle
    at_roof = 12.0 - (12.0 - 9.0) * 50.0 / (55.0 - 20.5)
    assert height_m == pytest.approx(at_roof, abs=lowest_visible_height.STEP_M + 1e-6)


def test_thin_roofs_and_low_gaps():
    """A carport of 2.1 m floats; a house on stilts of 1 m stands on the ground."""
    carport, stilts = town(base_m=1.8, height_m=2.1), town(base_m=1.0, height_m=9.0)

    assert carport.raised is not None
    assert stilts.raised is None
    assert len(stilts.prisms) == 2


def test_a_town_without_undersides_is_as_before():
    """No column, or zeros alone: the same prisms, and nothing floats."""
    plain = table(0.0, 9.0)

    with_column, without = (
        surface.build(FRAME, ground=None, buildings=each, engine="vector")
        for each in (plain, plain.drop(columns="base_m"))
    )

    assert with_column.raised is None
    assert np.array_equal(with_column.prisms.edges, without.prisms.edges)
    assert np.array_equal(with_column.roofs, without.roofs)


def test_samples_move_a_bridge_as_a_whole_and_houses_as_before():
    """Its clearance is as uncertain as its roof; the house draws what it drew without a bridge."""
    built, errors = town(), Uncertainty(building_m=1.0, terrain_m=0.5)
    there = UncertainSurface.of(built).realisation(errors, seed=3, number=1)
    alone = UncertainSurface.of(evolve(built, raised=None)).realisation(errors, seed=3, number=1)

    assert there.prisms.top_m.tolist() == alone.prisms.top_m.tolist()
    thick = there.raised.solids.top_m - there.raised.base_m
    assert thick.tolist() == pytest.approx([4.0])
    assert there.raised.base_m[0] != 5.0


class TestSites:
    """Where one may build below, and on, what floats."""

    def usable(self, base_m: float, height_m: float, lens_m: float) -> bool:
        """Return whether a pole below the bridge may be built."""
        found = looked_sites(lens_m)
        area = shapely.box(0, 0, 100, 100)
        return bool(
            sites.usable(found, area=area, buildings=table(base_m, height_m), no_mount=None)[0]
        )

    def test_below_a_bridge_one_may_build_and_in_it_not(self):
        """A lens at 4 m is below an underside of 5 m; one at 6 m is in the house."""
        assert self.usable(5.0, 9.0, 4.0)
        assert not self.usable(5.0, 9.0, 6.0)
        assert not self.usable(0.0, 9.0, 6.0)
        assert self.usable(3.7, 4.0, 6.0)  # a lamp beside a carport, drawn roughly

    def test_a_roof_on_posts_has_no_wall_for_a_camera(self):
        """Nor has a bridge below its underside; a house has."""
        street = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 15), (100, 15)])])
        ask = {"streets": street, "street_within_m": 30.0, "stand_off_m": 0.1, "height_m": 4.0}

        counts = [
            len(sites.on_corners(table(base_m, height_m).iloc[1:], **ask))
            for base_m, height_m in ((0.0, 9.0), (5.0, 9.0), (8.7, 9.0), (3.9, 4.2))
        ]

        assert counts == [2, 0, 0, 0]


def looked_sites(lens_m: float) -> sites.Sites:
    """Return a pole below the bridge."""
    pole = gpd.GeoDataFrame(
        {"id": ["p"], "kind": ["pole"], "mount_height_m": [lens_m]},
        geometry=[shapely.Point(50, 50)],
    )
    return sites.at_points(pole, id_column="id", carrier=None, default_height_m=4.0)
