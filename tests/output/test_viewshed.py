"""What one camera sees, as files: made-up views, so that every pixel and number is known."""

import io
import json
import math
from pathlib import Path

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pytest
import shapely
from attrs import evolve
from matplotlib.figure import Figure
from PIL import Image
from rasterio.io import MemoryFile
from shapely.geometry import Point, box

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.cameras.projection import detail_levels
from placement.errors import OutputError
from placement.grid import Grid
from placement.output import viewshed as pictures
from placement.output.figures import view as figures
from placement.pipeline import CameraView
from placement.visibility import surface, viewshed
from placement.visibility.observation import Observer, Target
from placement.visibility.obstacles import canopy

CRS = "EPSG:5514"
X_M, Y_M = -792_000.0, -978_000.0
HALF_M, RANGE_M = 60, 50.0
HOUSE = box(X_M + 30, Y_M - 10, X_M + 45, Y_M + 10)
TREE = Point(X_M - 20, Y_M)
COURTYARD = box(X_M - 10, Y_M - 35, X_M + 10, Y_M - 25)
RGB = tuple[int, int, int]


def town(*, engine: surface.Engine = "vector", wall_m: float = 0.0) -> surface.Surface:
    """Return flat ground with a house in the east, a tree in the west and maybe a wall."""
    grid = Grid(CRS, X_M - HALF_M, Y_M + HALF_M, 1.0, 2 * HALF_M, 2 * HALF_M)
    houses = gpd.GeoDataFrame({"height_m": [9.0]}, geometry=[HOUSE], crs=CRS)
    trees = gpd.GeoDataFrame(
        {"height_m": [8.0], "crown_radius_m": [6.0], "crown_base_m": [2.0]},
        geometry=[TREE],
        crs=CRS,
    )
    measured = np.zeros(grid.shape, np.float32)
    measured[10:30, 40:80] = wall_m
    return surface.build(
        grid,
        ground=np.zeros(grid.shape, np.float32),
        buildings=houses,
        trees=trees,
        surface=measured,
        engine=engine,
    )


def look(*, name: str = "fixed", ground: surface.Surface | None = None) -> CameraView:
    """Return a view to grid north-east; its coarsest level has a hole in the south."""
    under = ground or town()
    disc = Point(X_M, Y_M).buffer(RANGE_M).difference(COURTYARD)
    levels = detail_levels("2014")
    inner = [Point(X_M, Y_M).buffer(radius) for radius in (12.0, 6.0)]
    areas = [shapely.MultiPolygon([shape]) for shape in (disc, *inner)]
    areas += [shapely.MultiPolygon()] * (len(levels) - len(areas))
    observer = Observer(x_m=X_M, y_m=Y_M, height_m=5.0, range_m=RANGE_M)
    target = Target(height_m=1.5)
    around = viewshed.around(under, observer, target)
    model = CameraModel(name, Lens(90.0, 60.0, 2688), 20.0, RANGE_M, 1000.0)
    return CameraView(
        observer=observer,
        target=target,
        azimuth_deg=36.5,
        grid_azimuth_deg=45.0,
        tilt_deg=20.0,
        model=model,
        surface=under,
        levels=levels,
        areas=tuple(areas),
        around=around,
        density_px_m=around.density_px_m(model, azimuth_deg=45.0, tilt_deg=20.0),
        dead_zone_m=4.2,
        hidden_by_trees=0.125,
    )


def pixel(picture: bytes, east_m: float, north_m: float) -> RGB:
    """Return the colour of a place, given from the camera; the drawing is as wide as the disc."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    half = figures.MARGIN * RANGE_M
    width = image.width
    column = (east_m + half) / (2 * half) * width
    row = image.height - (north_m + half) / (2 * half) * width
    red, green, blue = image.getpixel((round(column), round(row)))
    return red, green, blue


def is_grey(colour: RGB) -> bool:
    """Return whether a colour has no hue."""
    return max(colour) - min(colour) <= 3


def test_views_are_blue_and_darker_where_denser() -> None:
    """Red falls from level to level, and blue leads."""
    drawn = pictures.picture(look())
    colours = [pixel(drawn, -distance, -distance / 2) for distance in (40, 8, 4)]

    assert all(blue > red for red, _, blue in colours)
    assert colours[0][0] > colours[1][0] > colours[2][0]


def test_a_hole_shows_the_bare_ground() -> None:
    """Inside a hole the picture is what it is outside the view; the rim is blue."""
    drawn = pictures.picture(look())
    bare = pixel(drawn, -52, 45)

    assert is_grey(bare)
    assert pixel(drawn, 0, -30) == bare
    assert not is_grey(pixel(drawn, 0, -38))


def test_houses_are_grey_and_trees_let_the_view_through() -> None:
    """A house kept as a prism covers what is below; a tree tints it green."""
    drawn = pictures.picture(look())
    red, green, blue = pixel(drawn, 37, 5)
    under_tree, beside_tree = pixel(drawn, -20, 0), pixel(drawn, -20, 20)

    assert is_grey((red, green, blue))
    assert red < pixel(drawn, -52, 45)[0] - 50
    assert under_tree[1] - under_tree[2] > beside_tree[1] - beside_tree[2]


def test_the_legend_names_only_what_is_drawn() -> None:
    """Levels nowhere reached, and one that ends where the next does, have no key."""
    seen = look()
    axes = Figure().add_subplot()
    figures._legend(axes, evolve(seen, areas=(seen.areas[0], *seen.areas[:-1])), "cs")
    legend = axes.get_legend()

    assert legend is not None
    drawn = [text.get_text().split("  ")[0] for text in legend.get_texts()]
    levels = ["zjištění osoby", "pozorování", "rozpoznání známé osoby"]
    assert drawn == [*levels, "budovy", "stromy", "záběr po dosah", "kamera"]


def test_roofs_and_canopy_of_rasters_are_drawn_by_cells() -> None:
    """Without outlines, roofs cover what is below them, and leaves tint it green."""
    bare = town(engine="raster")
    leaves = np.zeros(bare.grid.shape, np.float32)
    leaves[20:26, 10:110] = 8.0  # from 40 to 34 m north
    grown = evolve(bare, crowns=None, canopy=canopy.build(bare.grid, leaves, bare.ground))
    drawn = pictures.picture(look(ground=grown))

    roof, ground = pixel(drawn, 37, 5), pixel(drawn, -52, 45)
    _, green, blue = pixel(drawn, 5, 37)
    assert max(roof) - min(roof) < 25
    assert max(roof) < ground[0] - 40
    assert green - blue > pixel(drawn, 5, 20)[1] - pixel(drawn, 5, 20)[2] + 10


def test_the_picture_s_width_is_outlined_to_its_range() -> None:
    """A red dashed line ends where the range does; a camera that sees all around has none."""
    axes = Figure().add_subplot()
    seen = look()
    figures._camera(axes, seen, figures._frame(seen))
    (outline,) = [line for line in axes.get_lines() if line.get_linestyle() == "--"]
    x, y = outline.get_xydata().T

    away = np.hypot(x - X_M, y - Y_M)
    assert away.max() == pytest.approx(RANGE_M)
    assert away[[0, -1]].tolist() == [0.0, 0.0]
    turned = np.degrees(np.arctan2(x - X_M, y - Y_M))[1:-1]
    assert (turned.min(), turned.max()) == pytest.approx((0.0, 90.0))

    everywhere = Lens(360.0, 60.0, 8192, "panoramic")
    axes = Figure().add_subplot()
    figures._camera(axes, evolve(seen, model=evolve(seen.model, lens=everywhere)), (0, 1, 0, 1))
    assert all(line.get_linestyle() != "--" for line in axes.get_lines())


def test_a_raster_surface_is_shaded() -> None:
    """A wall in the raster darkens its lee side in the south-east; flat ground has no shade."""
    flat, walled = (
        pictures.picture(look(ground=town(engine="raster", wall_m=wall))) for wall in (0.0, 8.0)
    )
    lee = (0.0, 30.0)  # row 30 begins 30 m north of the camera

    assert sum(pixel(walled, *lee)) < sum(pixel(flat, *lee)) - 60


def test_light_comes_from_the_north_west() -> None:
    """A slope that falls to the north-west is bright, its opposite dark, level ground 0.71."""
    rows, columns = np.mgrid[0:5, 0:5].astype(np.float64)

    towards, away = figures._lit(rows + columns, 1.0), figures._lit(-rows - columns, 1.0)

    assert figures._lit(0 * rows, 1.0) == pytest.approx(math.sqrt(0.5))
    assert towards == pytest.approx((1 + math.sqrt(2)) * math.sqrt(0.5) / math.sqrt(3))
    assert (away < 0).all()


@pytest.mark.parametrize(
    "name", ["$\\frac{1}{0}$ 5 $", "相机 📷", "</svg>\x1b[31m", "{curly} %s", "ž" * 300, " "]
)
def test_any_name_can_be_drawn(name: str) -> None:
    """Names that look like formulas, or that the font lacks, neither fail nor warn."""
    assert pictures.picture(look(name=name)).startswith(b"\x89PNG")


def test_the_picture_knows_its_language() -> None:
    """Title and line below say the pose with a decimal comma in Czech, a point in English."""
    said = "fixed: 5,0 m nad zemí, azimut 36,5°, sklon 20,0°, dosah 50 m"
    assert figures._title(look(), "cs") == said
    told = "fixed: 5.0 m above ground, azimuth 36.5°, tilt 20.0°, range 50 m"
    assert figures._title(look(), "en") == told
    assert "4,2 m" in figures._below(look(), "cs")
    assert "12 %" in figures._below(look(), "en")
    assert pictures.picture(look(), language="cs") != pictures.picture(look(), language="en")


def test_the_user_s_settings_do_not_change_the_picture() -> None:
    """The bytes are the same whatever matplotlib is set to, and it is left as it was."""
    usual = pictures.picture(look())
    with mpl.rc_context({"font.size": 30.0, "savefig.dpi": 30, "lines.linewidth": 9.0}):
        changed = pictures.picture(look())

        assert mpl.rcParams["font.size"] == 30.0
    assert changed == usual


def test_a_camera_that_sees_nothing_is_drawn() -> None:
    """Without any area there are still camera, houses and scale."""
    seen = look()
    blind = evolve(seen, areas=tuple(shapely.MultiPolygon() for _ in seen.areas))

    assert pictures.picture(blind).startswith(b"\x89PNG")
    assert json.loads(pictures.geojson(blind))["features"] == []


def test_only_levels_reached_become_polygons() -> None:
    """A level nowhere reached has no feature, but its 0 stands among the figures."""
    seen = look()
    features = json.loads(pictures.geojson(seen))["features"]
    told = pictures.summary(seen)["levels"]

    assert [f["properties"]["level"] for f in features] == [lvl.name for lvl in seen.levels[:3]]
    assert [level["area_m2"] for level in told.values()][3:] == [0.0] * (len(told) - 3)
    assert len(features[0]["geometry"]["coordinates"][0]) == 2  # outline and hole


def test_a_dead_zone_without_end_is_none() -> None:
    """JSON has no infinity: a camera that looks up has no figure there."""
    figures_of = pictures.summary(evolve(look(), dead_zone_m=math.inf))

    assert figures_of["dead_zone_m"] is None
    json.dumps(figures_of, allow_nan=False)


def test_the_raster_holds_the_densities() -> None:
    """Every cell has its density, -1 where nothing is seen, on the frame of the viewshed."""
    seen = look()
    with MemoryFile(pictures.geotiff(seen)) as memory, memory.open() as raster:
        density = raster.read(1)

        assert raster.transform == seen.around.transform
        assert raster.crs.to_epsg() == 5514
        assert raster.nodata == -1
    expected = np.where(seen.density_px_m > 0, seen.density_px_m, -1).astype(np.float32)
    assert (density == expected).all()
    assert (density > 0).any()


def test_writing_makes_the_folder_or_says_why_not(tmp_path: Path) -> None:
    """Folders in between are made; a file in their place is an error with its name."""
    below = tmp_path / "a" / "b"
    pictures.write(look(), below)

    assert sorted(path.name for path in below.iterdir()) == [
        "viewshed.geojson",
        "viewshed.png",
        "viewshed.tif",
    ]
    with pytest.raises(OutputError, match=r"viewshed\.png"):
        pictures.write(look(), below / "viewshed.png" / "deeper")
