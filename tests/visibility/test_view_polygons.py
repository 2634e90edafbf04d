"""Views as polygons: houses in exact outlines, hills and trees by cells, pictures cut to them."""

import numpy as np
import pytest
import shapely

from placement.cameras.footprint import Plane, Relief
from placement.errors import InputError
from placement.grid import Grid
from placement.inputs import buildings as building_files
from placement.visibility import surface, view_polygons, viewshed
from placement.visibility.surface import Surface
from tests import toy_town
from tests.observing import observe
from tests.toy_town import MIDDLE, TURNING, WIDE, transformed

ASK = {"height_m": 5.0, "target_height_m": 1.6, "range_m": 60.0}
NEAR_CROSSROADS = (MIDDLE[0] + 0.5, MIDDLE[1] + 0.5)


def town(*, hilly: bool = False, cell_m: float = 1.0) -> Surface:
    """Return the toy town with its houses as prisms."""
    frame = toy_town.grid(cell_m)
    ground = toy_town.hill(frame) if hilly else None
    return surface.build(frame, ground=ground, buildings=toy_town.buildings(), engine="vector")


def at(place) -> dict[str, float]:
    """Return a place as arguments."""
    return {"x_m": float(place[0]), "y_m": float(place[1])}


def agreement(raster: viewshed.Viewshed, area: shapely.Geometry, mask=None) -> float:
    """Return the share of what either sees that both see, cell by cell."""
    seen = raster.visible if mask is None else mask
    rows, columns = np.indices(seen.shape)
    x, y = transformed(raster.transform, columns + 0.5, rows + 0.5)
    inside = shapely.contains_xy(area, x, y)
    return float((inside & seen).sum() / (inside | seen).sum())


def test_on_open_ground_the_view_is_a_disc():
    """Nothing hides: all within range, and no farther."""
    plain = surface.build(Grid("EPSG:5514", 0.0, 200.0, 1.0, 200, 200), ground=None)

    area = observe(view_polygons.around, plain, x_m=100.3, y_m=99.1, **ASK).area

    assert area.area == pytest.approx(np.pi * 60.0**2, rel=1e-3)


def test_a_view_ends_where_the_surface_does():
    """Half a disc at the western edge."""
    plain = surface.build(Grid("EPSG:5514", 0.0, 200.0, 1.0, 200, 200), ground=None)

    area = observe(view_polygons.around, plain, x_m=1e-9, y_m=100.0, **ASK).area

    assert area.area == pytest.approx(np.pi * 60.0**2 / 2, rel=1e-3)
    assert area.bounds[0] >= 0.0


def test_at_the_crossroads_four_streets_are_seen():
    """By hand: the cross of four arms of 20 m, and the wedges beyond the houses' near corners."""
    area = observe(view_polygons.around, town(), **at(MIDDLE), **ASK).area

    cross = shapely.union_all(
        [
            shapely.box(MIDDLE[0] - a, MIDDLE[1] - b, MIDDLE[0] + a, MIDDLE[1] + b)
            for a, b in ((10, 70), (70, 10))
        ]
    )
    disc = shapely.Point(MIDDLE).buffer(60.0, quad_segs=90)
    assert area.symmetric_difference(shapely.intersection(cross, disc)).area < 1e-6


@pytest.mark.parametrize("hilly", [False, True])
def test_polygons_agree_with_fine_cells(hilly):
    """With and without the hill: cells of 0.25 m see what the polygons hold."""
    place = tuple(np.add(NEAR_CROSSROADS, (20.125, 2.125) if hilly else (3.125, -8.625)))
    view = observe(view_polygons.around, town(hilly=hilly, cell_m=0.25), **at(place), **ASK)
    raster = observe(viewshed.around, toy_town.town(hilly=hilly, cell_m=0.25), **at(place), **ASK)

    assert agreement(raster, view.area) >= 0.97


def test_pictures_agree_with_fine_cells():
    """The ground a camera sees at a density, and what a turning one reaches, level by level."""
    place = tuple(np.add(NEAR_CROSSROADS, (0.125, 0.125)))
    view = observe(view_polygons.around, town(), **at(place), **ASK)
    raster = observe(viewshed.around, toy_town.town(cell_m=0.25), **at(place), **ASK)
    levels = [20.0, 62.5, 125.0]

    found = view.polygons(WIDE, azimuth_deg=70.0, tilt_deg=20.0, levels=levels)
    reached = view.ptz_polygons(TURNING, levels=levels[:1])

    density = raster.density_px_m(WIDE, azimuth_deg=70.0, tilt_deg=20.0)
    for level, shape in zip(levels, found, strict=True):
        assert agreement(raster, shape, density >= level) >= 0.97
    reach = TURNING.ptz_density_px_m(
        distance_m=raster.distance_m,
        depression_deg=raster.depression_deg,
        target_azimuth_deg=raster.azimuth_deg,
    )
    assert agreement(raster, reached[0], raster.visible & (reach >= 20.0)) >= 0.97


def test_both_hills_and_walls_hide():
    """A hill takes from the view what no house does; the houses still do."""
    place = np.add(NEAR_CROSSROADS, (0.0, 50.0))
    frame = toy_town.grid()
    ridge = np.zeros(frame.shape, np.float32)
    ridge[20:24, :] = 9.0  # north of the lens, across both northern houses' far ends
    houses = toy_town.buildings()

    def seen(ground, given) -> shapely.Geometry:
        built = surface.build(frame, ground=ground, buildings=given, engine="vector")
        return observe(view_polygons.around, built, **at(place), **ASK).area

    both, walls, hills = seen(ridge, houses), seen(None, houses), seen(ridge, None)

    assert both.area < 0.95 * min(walls.area, hills.area)
    assert shapely.difference(both, hills).area < 1e-6


def test_on_uneven_ground_the_view_follows_the_ground():
    """A bank within range: what the view and the lines of sight differ about is beside outlines."""
    frame = toy_town.grid()
    rows, columns = np.indices(frame.shape)
    x, y = frame.centre_of(rows, columns)
    bank = 3.0 / (1.0 + np.exp(-(x - MIDDLE[0] + 0.2 * (y - MIDDLE[1]) - 8.0) / 3.0))
    built = surface.build(
        frame, ground=bank.astype(np.float32), buildings=toy_town.buildings(), engine="vector"
    )

    view = observe(view_polygons.around, built, **at(NEAR_CROSSROADS), **ASK)
    raster = observe(viewshed.around, built, **at(NEAR_CROSSROADS), **ASK)

    rows, columns = np.indices(raster.visible.shape)
    x, y = transformed(raster.transform, columns + 0.5, rows + 0.5)
    inside = shapely.contains_xy(view.area, x, y)
    differ = np.flatnonzero(inside != raster.visible)
    off_m = view.area.boundary.distance(shapely.points(x.flat[differ], y.flat[differ]))
    assert isinstance(view.ground, Relief)
    assert inside.sum() > 1000
    assert off_m.max(initial=0.0) <= 0.75


def test_ground_that_is_a_plane_is_looked_at_as_one():
    """Level or sloping: outlines stay exact."""
    frame = toy_town.grid()
    x, y = frame.centre_of(*np.indices(frame.shape))
    slope = (0.05 * (x - MIDDLE[0]) - 0.02 * (y - MIDDLE[1])).astype(np.float32)

    ground = observe(
        view_polygons.around, surface.build(frame, ground=slope), **at(MIDDLE), **ASK
    ).ground

    assert isinstance(ground, Plane)
    assert (ground.east, ground.north) == pytest.approx((0.05, -0.02), abs=1e-4)


def test_a_wall_sees_only_its_half_disc():
    """A lens on a wall that faces east."""
    plain = surface.build(Grid("EPSG:5514", 0.0, 200.0, 1.0, 200, 200), ground=None)

    area = observe(view_polygons.around, plain, x_m=100.0, y_m=100.0, facing_deg=90.0, **ASK).area

    assert area.bounds[0] == pytest.approx(100.0)
    assert area.area == pytest.approx(np.pi * 60.0**2 / 2, rel=1e-3)


def test_inside_a_house_nothing_is_seen():
    """Under its roof; above it, the roof's edge hides only what is near."""
    place = np.add(MIDDLE, (15.0, 15.0))

    below = observe(view_polygons.around, town(), **at(place), **ASK).area
    above = observe(view_polygons.around, town(), **at(place), **(ASK | {"height_m": 20.0})).area

    assert below.is_empty
    assert above.area > 0


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"x_m": -5.0}, "place_outside_surface"),
        ({"y_m": np.nan}, "place_outside_surface"),
        ({"range_m": 0.0}, "sight_numbers"),
        ({"height_m": np.inf}, "sight_numbers"),
    ],
)
def test_what_cannot_be_asked_is_refused(changed, kind):
    """Places off the surface, no range, heights that are no numbers."""
    with pytest.raises(InputError) as caught:
        observe(view_polygons.around, town(), **({**at(MIDDLE), **ASK} | changed))

    assert caught.value.problems[0].kind == kind


@pytest.mark.town
def test_in_zizkov_polygons_agree_with_fine_cells(shared_data):
    """Real outlines, five street corners, cells of 0.25 m: 97 % of what either sees, both see."""
    houses = building_files.read(
        shared_data / "zizkov" / "zizkov.gpkg", crs="EPSG:5514", layer="budovy"
    ).table
    west, south, east, north = houses.total_bounds
    walls = houses.geometry.union_all()
    dice, asked = np.random.default_rng(8), 0
    while asked < 5:
        x, y = dice.uniform((west + 90, south + 90), (east - 90, north - 90))
        grid = Grid("EPSG:5514", np.floor(x) - 200.0, np.ceil(y) + 200.0, 0.25, 1600, 1600)
        place = tuple(map(float, grid.centre_of(*grid.cell_of(x, y))))
        if walls.distance(shapely.Point(place)) < 1.0:
            continue
        asked += 1
        fine = surface.build(grid, ground=None, buildings=houses)
        exact = surface.build(grid, ground=None, buildings=houses, engine="vector")

        found = agreement(
            observe(viewshed.around, fine, **at(place), **ASK),
            observe(view_polygons.around, exact, **at(place), **ASK).area,
        )

        assert found >= 0.97
