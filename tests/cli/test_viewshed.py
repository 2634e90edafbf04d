"""`placement viewshed`: its files agree with its figures, and what it cannot do it says."""

import json
import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from pyproj import Geod
from rasterio.io import MemoryFile

from placement.crs import systems
from tests.cli.running import Ran, run
from tests.pipeline import toy_case

FIXED = toy_case.fixed()["name"]
HEIGHT_M, TILT_DEG = 5.0, 15.0
DECLINATION_DEG = 8.45
"""Grid azimuth of true north at Litvínov in EPSG:5514. [°]"""
FILES = {"viewshed.geojson", "viewshed.tif", "viewshed.png"}
PNG = b"\x89PNG\r\n\x1a\n"
LON, LAT = (
    float(at[0]) for at in systems.to_lonlat([toy_case.X_M], [toy_case.Y_M], crs=toy_case.CRS)
)
LEVELS = 4


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case; tests leave it as it is."""
    return toy_case.write(tmp_path_factory.mktemp("toy") / "case", cell_m=1.0)


@pytest.fixture(scope="module")
def north(case: Path) -> tuple[Path, dict[str, Any]]:
    """Return the files and figures of a camera on the crossing that looks to true north."""
    folder = case.parent / "north"
    done = show(case, folder, more=("--json", "-q"))
    assert done.code == 0, done.err
    return folder, json.loads(done.out)


def show(case: Path, folder: Path, *, more: tuple[str, ...] = (), **changes: object) -> Ran:
    """Run the command on a camera that looks north from the crossing, but for some options."""
    given = {
        "at": f"{LON:.8f},{LAT:.8f}",
        "height-m": HEIGHT_M,
        "azimuth-deg": 0,
        "tilt-deg": TILT_DEG,
        "model": FIXED,
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    options = [f"--{name}={value}" for name, value in given.items()]
    return run("viewshed", case, *options, "-o", folder, *more)


def areas(folder: Path) -> gpd.GeoDataFrame:
    """Return the polygons by level, coarsest first."""
    return gpd.read_file(folder / "viewshed.geojson")


def test_it_writes_three_files(north: tuple[Path, dict[str, Any]]) -> None:
    """Polygons, raster and picture lie in the folder, which was made, and nothing else."""
    folder, _ = north

    assert {path.name for path in folder.iterdir()} == FILES


def test_levels_are_told_in_the_language_asked(case: Path, tmp_path: Path) -> None:
    """Czech has its own words for them; the figures for programs keep the standard's."""
    done = show(case, tmp_path / "v", more=("--lang", "cs", "--json"))

    assert "pozorování (aspoň 62,5" in done.err
    assert "observe" in json.loads(done.out)["levels"]
    assert "nevidí nic" not in done.err


def test_a_view_of_nothing_is_told(case: Path, tmp_path: Path) -> None:
    """A camera that looks up to the sky gives figures of 0, and a sentence why that may be."""
    done = show(case, tmp_path / "v", tilt_deg=-90, more=("--lang", "en"))

    assert done.code == 0, done.err
    assert "sees nothing" in done.err


def test_polygons_follow_the_standard(north: tuple[Path, dict[str, Any]]) -> None:
    """RFC 7946: WGS 84 without a `crs` member, valid rings that turn left outside."""
    folder, _ = north
    document = json.loads((folder / "viewshed.geojson").read_text(encoding="utf-8"))

    assert set(document) == {"type", "features"}
    for feature in document["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        assert shapely.is_valid(shape)
        assert all(part.exterior.is_ccw for part in shape.geoms)
        assert not any(hole.is_ccw for part in shape.geoms for hole in part.interiors)
        assert shape.distance(shapely.Point(LON, LAT)) < 0.001


def test_a_finer_level_lies_within_the_coarser(north: tuple[Path, dict[str, Any]]) -> None:
    """Where more pixels are, there are also fewer; the finest level is far smaller."""
    found = areas(north[0])

    assert len(found) >= LEVELS
    assert found["density_px_m"].is_monotonic_increasing
    for coarse, fine in zip(found.geometry[:-1], found.geometry[1:], strict=True):
        outside = fine.difference(coarse).area
        assert outside < 1e-4 * fine.area
    assert found.geometry.iloc[-1].area < 0.5 * found.geometry[0].area


def test_figures_are_those_of_the_polygons(north: tuple[Path, dict[str, Any]]) -> None:
    """The areas told as JSON are in the polygons' properties and on the ellipsoid."""
    folder, figures = north
    geod = Geod(ellps="WGS84")

    told = {name: level["area_m2"] for name, level in figures["levels"].items()}
    found = areas(folder)
    assert {name: area for name, area in told.items() if area} == dict(
        zip(found["level"], found["area_m2"], strict=True)
    )
    for area, shape in zip(found["area_m2"], found.geometry, strict=True):
        on_ellipsoid = abs(geod.geometry_area_perimeter(shape)[0])
        assert on_ellipsoid == pytest.approx(area, rel=2e-3)  # S-JTSK shrinks by 1e-4 a side


def test_the_dead_zone_is_that_of_the_lens(north: tuple[Path, dict[str, Any]]) -> None:
    """Height over the tangent of the lowest ray: tilt and half the upright field."""
    lowest = math.radians(TILT_DEG + toy_case.fixed()["vfov_deg"] / 2)

    assert north[1]["dead_zone_m"] == pytest.approx(HEIGHT_M / math.tan(lowest))
    assert north[1]["hidden_by_trees"] == 0


def test_the_raster_lies_on_the_cells_of_the_case(north: tuple[Path, dict[str, Any]]) -> None:
    """Cell edges are whole metres of EPSG:5514, and seen cells lie where the polygons do."""
    folder, _ = north
    coarsest = areas(folder).to_crs(toy_case.CRS).geometry[0]
    with rasterio.open(folder / "viewshed.tif") as raster:
        density, frame, nodata = raster.read(1), raster.transform, raster.nodata
        system = raster.crs.to_epsg()

    assert system == 5514
    assert nodata == -1
    assert (frame.a, frame.e) == (1, -1)
    assert (frame.c % 1, frame.f % 1) == (0, 0)
    least = areas(folder)["density_px_m"].min()
    rows, columns = np.nonzero(density >= least)
    x, y = frame.c + columns + 0.5, frame.f - rows - 0.5
    inside = shapely.contains_xy(coarsest.buffer(1.5), x, y)
    assert inside.mean() > 0.97
    assert rows.size == pytest.approx(coarsest.area, rel=0.1)
    assert ((density > 0) | (density == nodata)).all()


def test_the_picture_is_the_same_each_time(
    case: Path, north: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    """Asked again, all three files are the same bytes; the picture is a PNG."""
    show(case, tmp_path, more=("-q",))

    assert (tmp_path / "viewshed.png").read_bytes().startswith(PNG)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (north[0] / name).read_bytes()


@pytest.mark.parametrize("azimuth", [0.0, 90.0, 200.0])
def test_azimuth_counts_from_true_north(case: Path, tmp_path: Path, azimuth: float) -> None:
    """Seen ground lies to both sides of the azimuth on the ellipsoid, not of the grid's."""

    def open_ground(plan: toy_case.Plan) -> None:
        del plan["inputs"]["buildings"], plan["inputs"]["terrain"]

    bare = toy_case.write(tmp_path / "bare")
    toy_case.change_plan(bare, open_ground)
    done = show(bare, tmp_path, azimuth_deg=azimuth, more=("--json", "-q"))
    figures = json.loads(done.out)
    corners = shapely.get_coordinates(areas(tmp_path).geometry[0])
    ahead, _, away = Geod(ellps="WGS84").inv(
        np.full(len(corners), LON), np.full(len(corners), LAT), *corners.T
    )
    off = (ahead[away > 5] - azimuth + 180) % 360 - 180

    assert off.max() == pytest.approx(-off.min(), abs=0.5)
    assert figures["azimuth_deg"] == azimuth
    turned = (figures["grid_azimuth_deg"] - azimuth) % 360
    assert turned == pytest.approx(DECLINATION_DEG, abs=0.15)


def test_houses_hide_what_is_behind(case: Path, tmp_path: Path) -> None:
    """A panoramic camera on the crossing sees the streets and no ground within the blocks."""
    show(case, tmp_path, model="panoramatická", more=("-q",))
    seen = areas(tmp_path).to_crs(toy_case.CRS).geometry[0]
    blocks = toy_case.buildings().union_all()

    assert seen.intersection(blocks).area < 0.01 * seen.area
    assert seen.intersects(shapely.Point(toy_case.X_M + 20, toy_case.Y_M))


def test_by_night_it_sees_no_farther_than_its_light(case: Path, tmp_path: Path) -> None:
    """A plan for the night uses the model's range by night."""

    def by_night(plan: toy_case.Plan) -> None:
        plan["viewshed"]["time"] = "night"
        plan["camera_models"][0]["night_range_m"] = 20.0

    dark = toy_case.write(tmp_path / "dark")
    toy_case.change_plan(dark, by_night)
    show(dark, tmp_path, more=("-q",))
    seen = areas(tmp_path).to_crs(toy_case.CRS).geometry[0]

    lens = shapely.Point(toy_case.X_M, toy_case.Y_M)
    assert shapely.hausdorff_distance(seen, lens) <= 20.05


@pytest.mark.parametrize(
    ("changes", "code", "czech", "english"),
    [
        ({"at": "14.5,50.1"}, 4, "leží mimo povrch", "lies outside the surface"),
        ({"at": "0,0"}, 4, "leží mimo povrch", "lies outside the surface"),
        ({"at": "14,90"}, 4, "leží mimo povrch", "lies outside the surface"),
        ({"at": "-180,-90"}, 4, "leží mimo povrch", "lies outside the surface"),
        ({"height_m": "nan"}, 4, "height_m", "height_m = nan"),
        ({"height_m": "inf"}, 4, "height_m", "height_m = inf"),
        ({"height_m": 0}, 4, "height_m", "height_m = 0"),
        ({"height_m": -3, "azimuth_deg": "nan"}, 4, "azimuth_deg", "azimuth_deg = nan, height_m"),
        ({"azimuth_deg": "inf"}, 4, "azimuth_deg", "azimuth_deg = inf"),
        ({"tilt_deg": "nan"}, 4, "tilt_deg", "tilt_deg = nan"),
        ({"tilt_deg": 91}, 4, "tilt_deg", "tilt_deg = 91"),
        ({"model": "tajná"}, 3, "Model kamery „tajná“", "no camera model “tajná”"),
        ({"at": "here"}, 2, "--at", "--at"),
        ({"at": "13.6"}, 2, "--at", "--at"),
        ({"at": "13.6,50.6,1"}, 2, "--at", "--at"),
        ({"at": "nan,50.6"}, 2, "--at", "--at"),
        ({"at": "50.6,113.6"}, 2, "--at", "--at"),
        ({"height_m": "tall"}, 2, "--height-m", "--height-m"),
    ],
)
def test_what_cannot_be_is_told(
    case: Path, tmp_path: Path, changes: dict[str, object], code: int, czech: str, english: str
) -> None:
    """Each bad option has its exit code and a message in both languages, and writes nothing."""
    for language, words in (("cs", czech), ("en", english)):
        done = show(case, tmp_path / "out", more=("--lang", language), **changes)

        assert done.code == code, done.err
        assert words in done.err
        assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()


def test_a_standing_camera_is_named_by_its_id(case: Path, tmp_path: Path) -> None:
    """K1 has place, height, model and direction in the list; of K2 the direction is to be given."""
    done = run("viewshed", case, "--camera", "K1", "-o", tmp_path / "k1", "--json", "-q")
    figures = json.loads(done.out)
    unsaid = run("viewshed", case, "--camera", "K2", "-o", tmp_path / "k2", "--lang", "en")
    turned = run("viewshed", case, "--camera", "K2", "--azimuth-deg", 90, "-o", tmp_path / "k2")

    assert (figures["azimuth_deg"], figures["height_m"]) == (pytest.approx(270.0), 5.0)
    assert (unsaid.code, "--azimuth-deg" in unsaid.err) == (4, True)
    assert turned.code == 0, turned.err


def test_a_proposed_camera_is_named_by_its_id(case: Path, tmp_path: Path) -> None:
    """With `--plan` the id of a list means the camera as the plan has it."""
    assert run("plan", case, "-o", tmp_path / "plan", "-q").code == 0
    cameras = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))["cameras"]
    new = next(camera for camera in cameras if camera["status"] == "new")
    asked = ("viewshed", case, "--camera", new["camera_id"])
    done = run(*asked, "--plan", tmp_path / "plan", "-o", tmp_path / "view", "--json", "-q")
    alone = run(*asked, "-o", tmp_path / "none", "--lang", "en")
    figures = json.loads(done.out)

    for name in ("model", "height_m", "azimuth_deg", "tilt_deg"):
        assert figures[name] == pytest.approx(new[name])
    assert (alone.code, "--plan" in alone.err) == (4, True)


@pytest.mark.parametrize(
    ("more", "words"),
    [((), "--at, --height-m, --azimuth-deg, --model"), (("--plan", "x"), "--camera")],
)
def test_half_a_pose_is_a_fault_of_use(case: Path, more: tuple[str, ...], words: str) -> None:
    """Neither a camera nor a whole pose: the options that are missing are named."""
    done = run("viewshed", case, *more)

    assert done.code == 2
    assert words in done.err


def test_a_model_without_range_is_a_fault_of_the_plan_file(tmp_path: Path) -> None:
    """Range 0 is found in the plan file, before anything is analysed."""

    def blind(plan: toy_case.Plan) -> None:
        plan["camera_models"][0]["range_m"] = 0.0

    case = toy_case.write(tmp_path / "case")
    toy_case.change_plan(case, blind)
    for language in ("cs", "en"):
        done = show(case, tmp_path / "out", more=("--lang", language))

        assert done.code == 3
        assert "range_m" in done.err


def test_unknown_ground_under_the_camera_is_told(tmp_path: Path) -> None:
    """Where the terrain has a hole the lens would hang on a guess; so nothing is drawn."""
    case = toy_case.write(tmp_path / "case")
    heights = (case / "terrain.tif").read_bytes()
    with MemoryFile(heights) as memory, memory.open() as terrain:
        profile, values = terrain.profile, terrain.read(1)
    middle = values.shape[0] // 2
    values[middle - 4 : middle + 4, middle - 4 : middle + 4] = profile["nodata"]
    with rasterio.open(case / "terrain.tif", "w", **profile) as terrain:
        terrain.write(values, 1)
    for language, words in (
        ("cs", f"{LON:.6f}, {LAT:.6f} není známa"),
        ("en", f"at {LON:.6f}, {LAT:.6f} is"),
    ):
        done = show(case, tmp_path / "out", more=("--lang", language))

        assert done.code == 4, done.err
        assert words in done.err
    assert not (tmp_path / "out").exists()


def test_errors_are_also_told_as_json(case: Path, tmp_path: Path) -> None:
    """A program reads the kind of problem and the exit code."""
    done = show(case, tmp_path, model="tajná", more=("--json", "-q"))

    told = json.loads(done.out)
    assert told["exit_code"] == 3
    assert [problem["kind"] for problem in told["problems"]] == ["plan_unknown_model"]
    assert told["problems"][0]["file"] == "plan.toml"


def test_a_folder_that_cannot_be_is_told(case: Path, tmp_path: Path) -> None:
    """A file in the place of a folder ends with 7 and the name, not in a trace."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    done = show(case, tmp_path / "file" / "below")

    assert done.code == 7, done.err
    assert str(tmp_path / "file") in done.err
