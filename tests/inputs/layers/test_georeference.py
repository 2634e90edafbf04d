"""Systems are what their definitions say, in layers, rasters and tables alike."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from pyproj import CRS, Transformer
from rasterio.transform import Affine

from placement.crs import systems
from placement.crs.krovak import s_jtsk_member
from placement.errors import CrsError
from placement.grid import Grid
from placement.inputs.coordinates.point_files import read_points
from placement.inputs.layers.features import Features
from placement.inputs.layers.vector_file import read_features
from placement.inputs.rasters import elevation
from placement.texts import LANGUAGES

X, Y = -791_844.0, -978_463.0
"""A place in Litvínov, EPSG:5514. [m]"""
BY_HAND = (
    "+proj=krovak +lat_0=49.5 +lon_0=24.8333333333333 +alpha=30.2881397527778 +k=0.9999 +x_0=0 "
    "+y_0=0 +ellps=bessel {} +units=m +no_defs"
)
THREE = BY_HAND.format("+towgs84=589,76,480,0,0,0,0")
SEVEN = BY_HAND.format("+towgs84=570.69,85.69,462.84,4.99821,1.58676,5.26110,3.56")
FERRO = (
    "+proj=krovak +lat_0=49.5 +lon_0=42.5 +alpha=30.28813975 +k=0.9999 +ellps=bessel +pm=ferro "
    "+towgs84=589,76,480 +units=m"
)
JTSK03 = BY_HAND.format("+towgs84=485.021,169.465,483.839,7.786342,4.397554,4.102655,0")


@pytest.mark.parametrize(
    ("definition", "name"),
    [
        *((each, "EPSG:5514") for each in (THREE, SEVEN, FERRO, BY_HAND.format(""))),
        *((f"EPSG:{code}", "EPSG:5514") for code in (5513, 5514, 2065, 5221)),
        *((f"ESRI:{code}", "EPSG:5514") for code in (102065, 102066, 102067)),
        ("EPSG:5514+5705", "EPSG:5514"),
        *((each, "EPSG:8353") for each in (JTSK03, "EPSG:8352", "EPSG:8353")),
        *((f"EPSG:{code}", "EPSG:5516") for code in (5515, 5516, 5224, 5225)),
        *((each, None) for each in ("EPSG:4156", "EPSG:32633", "EPSG:3045", "EPSG:31468")),
        (BY_HAND.replace("bessel", "GRS80").format(""), None),
        (BY_HAND.replace("+x_0=0", "+x_0=1000").format(""), None),
        (BY_HAND.replace("units=m", "units=km").format(""), None),
    ],
)
def test_the_family_is_told_by_parameters(definition: str, name: str | None) -> None:
    """Ellipsoid, projection, origin, scale and meridian decide; a name or a shift does not."""
    assert s_jtsk_member(CRS.from_user_input(definition)) == name


def layer(path: Path, xy: tuple[float, float], definition: str) -> Features:
    """Return a layer of one point, written in a system and read for EPSG:5514."""
    point = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(xy)], crs=definition)
    point.to_file(path, engine="pyogrio")
    return read_features(path, crs="EPSG:5514", name="x", geometry="Point")


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".fgb"])
@pytest.mark.parametrize("definition", [THREE, SEVEN, BY_HAND.format(""), "ESRI:102067"])
def test_a_layer_stays_where_it_is(tmp_path: Path, suffix: str, definition: str) -> None:
    """S-JTSK by definition is S-JTSK, to the millimetre; a shift far astray is told."""
    features = layer(tmp_path / f"a{suffix}", (X, Y), definition)

    point = features.frame.geometry.iloc[0]
    assert np.hypot(point.x - X, point.y - Y) < 1e-3
    told = "own_shift_unused" in {note.kind for note in features.notes}
    assert told == (definition == THREE and suffix != ".shp")  # a .prj keeps no shift
    for note in features.notes:
        assert all("{" not in note.render(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("definition", "xy"),
    [
        ("EPSG:5513", (-Y, -X)),
        ("EPSG:5513", (-X, -Y)),
        ("EPSG:2065", (-Y, -X)),
        ("EPSG:5221", (X, Y)),
        ("ESRI:102065", (X, Y)),
        (FERRO, (X, Y)),
    ],
)
def test_axes_run_as_the_values_say(
    tmp_path: Path, definition: str, xy: tuple[float, float]
) -> None:
    """Whatever the axes of a system of the family are called, the sizes tell them."""
    point = layer(tmp_path / "a.gpkg", xy, definition).frame.geometry.iloc[0]

    assert np.hypot(point.x - X, point.y - Y) < 1e-3


@pytest.mark.parametrize("definition", [THREE, BY_HAND.format(""), "ESRI:102067", "EPSG:5514+8357"])
def test_a_raster_lies_as_a_layer_does(tmp_path: Path, definition: str) -> None:
    """The same height at the same cell as in EPSG:5514."""
    heights = np.arange(400, dtype=np.float32).reshape(20, 20)
    found = raster(tmp_path / "a.tif", heights, Affine(10, 0, X, 0, -10, Y), definition)

    assert np.array_equal(found, heights)


def raster(path: Path, heights: np.ndarray, step: Affine, definition: str) -> np.ndarray:
    """Return heights of a raster written in a system, on the grid of the place."""
    size = {"height": len(heights), "width": heights.shape[1], "count": 1}
    with rasterio.open(
        path, "w", driver="GTiff", dtype="float32", crs=definition, transform=step, **size
    ) as file:
        file.write(heights, 1)
    grid = Grid("EPSG:5514", X, Y, 10.0, 20, 20)
    found, account = elevation.read(path, grid=grid)
    for note in account.notes:
        assert all("{" not in note.render(language) for language in LANGUAGES)
    return found


def test_a_raster_with_axes_to_the_south_and_west_is_turned(tmp_path: Path) -> None:
    """EPSG:5513 counts X to the south and Y to the west; its cells still lie where they lie."""
    heights = np.arange(400, dtype=np.float32).reshape(20, 20)
    step = Affine(0, 10, -Y, -10, 0, -X)  # first the southing, which grows by the row

    assert np.array_equal(raster(tmp_path / "a.tif", heights, step, "EPSG:5513"), heights)


@pytest.mark.parametrize(
    ("header", "row", "stated"),
    [
        ("x;y", f"{X};{Y}", THREE),
        ("Y;X", f"{-X};{-Y}", "EPSG:5513"),
        ("X;Y", f"{-Y};{-X}", "EPSG:2065"),
        ("x;y", "5791844,16;5978462,94", None),
        ("X;Y", "5978462,94;5791844,16", "EPSG:5515"),
        ("x;y", "-5791844.16;-5978462.94", "EPSG:5516"),
    ],
)
def test_a_table_lies_as_a_layer_does(
    tmp_path: Path, header: str, row: str, stated: str | None
) -> None:
    """Written S-JTSK with its false origin (S-JTSK/05) is some decimetres from S-JTSK, no more."""
    path = tmp_path / "a.csv"
    path.write_text(f"id;{header}\n1;{row}\n", encoding="utf-8")
    point = read_points(path, crs="EPSG:5514", name="x", source_crs=stated).frame.geometry.iloc[0]

    assert np.hypot(point.x - X, point.y - Y) < 1.0


def test_slovak_data_keep_their_datum(tmp_path: Path) -> None:
    """A layer and a table in EPSG:8353 stay together where the run is in EPSG:8353."""
    here = (-443_223.75, -1_172_188.48)
    esri = CRS.from_epsg(8353).to_wkt("WKT1_ESRI")
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(here)], crs=esri)
    frame.to_file(tmp_path / "a.shp", engine="pyogrio")
    read = read_features(tmp_path / "a.shp", crs="EPSG:8353", name="x", geometry="Point")
    (tmp_path / "a.csv").write_text(f"x;y\n{here[0]};{here[1]}\n", encoding="utf-8")
    table = read_points(tmp_path / "a.csv", crs="EPSG:8353", name="x")

    for features in (read, table):
        point = features.frame.geometry.iloc[0]
        assert (point.x, point.y) == pytest.approx(here, abs=1e-3)


def test_a_working_system_by_hand_is_the_registered_one() -> None:
    """Křovák with three parameters as the run's system goes to WGS 84 as EPSG:5514 does."""
    for definition in (THREE, FERRO, "ESRI:102067"):
        lon, lat = systems.to_lonlat(X, Y, crs=definition)
        right = systems.to_lonlat(X, Y, crs="EPSG:5514")
        assert (float(lon), float(lat)) == pytest.approx([float(v) for v in right], abs=1e-12)


@pytest.mark.parametrize("crs", ["EPSG:32701", "EPSG:32629", "EPSG:3067", "EPSG:2193"])
def test_a_system_of_elsewhere_is_refused(tmp_path: Path, crs: str) -> None:
    """Data more than 100 km from where the working system is used cannot be planned in it."""
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(13.6, 50.6)], crs="EPSG:4326")
    frame.to_file(tmp_path / "a.gpkg", engine="pyogrio")

    with pytest.raises(CrsError) as caught:
        read_features(tmp_path / "a.gpkg", crs=crs, name="streets", geometry="Point")
    assert [problem.kind for problem in caught.value.problems] == ["crs_far"]
    assert all("{" not in caught.value.render(language) for language in LANGUAGES)


@pytest.mark.parametrize("crs", ["EPSG:32701", "EPSG:32760", "EPSG:3832"])
@pytest.mark.parametrize("lon", [179.9994, -179.9994, 180.0006, -180.0006, 180.0])
def test_the_180th_meridian_is_no_edge(tmp_path: Path, crs: str, lon: float) -> None:
    """A point on either side, and one written past 180, is read, by table and by layer."""
    lat = -16.8
    path = tmp_path / "a.csv"
    path.write_text(f"lon;lat\n{lon};{lat}\n", encoding="utf-8")
    right = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(lon, lat)], crs="EPSG:4326")
    frame.to_file(tmp_path / "a.gpkg", engine="pyogrio")

    for features in (
        read_points(path, crs=crs, name="x"),
        read_points(tmp_path / "a.gpkg", crs=crs, name="x"),
    ):
        assert not features.dropped
        point = features.frame.geometry.iloc[0]
        assert (point.x, point.y) == pytest.approx(right, abs=1e-3)


def test_both_sides_of_the_180th_meridian_are_one_place() -> None:
    """The area of data on both sides is two degrees wide, not a whole turn."""
    assert systems.lonlat_area([179.9, -179.9], [-16.8, -16.8], "EPSG:4326") == (
        179,
        -17,
        -179,
        -16,
    )


def test_exchanged_axes_near_the_180th_meridian_are_told(tmp_path: Path) -> None:
    """Latitude before longitude is refused there as elsewhere."""
    path = tmp_path / "a.csv"
    path.write_text("lon;lat\n-16.8;179.9994\n-16.8;-179.9994\n", encoding="utf-8")

    with pytest.raises(CrsError) as caught:
        read_points(path, crs="EPSG:32701", name="x")
    assert [problem.kind for problem in caught.value.problems] == ["columns_swapped"]


@pytest.mark.parametrize("crs", ["EPSG:5514", "EPSG:32633"])
def test_seven_writings_of_krovak_are_one_place(field_cases: Path, crs: str) -> None:
    """Layers of the field case lie where the one with the registered system lies."""
    folder = field_cases / "113-krovak-towgs84"
    bounds = [
        read_features(path, crs=crs, name="x", geometry="LineString").frame.total_bounds
        for path in sorted(folder.glob("s_*.shp"))
    ]

    assert len(bounds) == 7
    assert np.ptp(bounds, axis=0).max() < 1e-3


def test_seven_writings_of_krovak_are_one_raster(field_cases: Path) -> None:
    """Rasters of the field case are alike on one grid."""
    folder = field_cases / "113-krovak-towgs84"
    grid = Grid("EPSG:5514", -791_944.0, -978_363.0, 5.0, 40, 40)
    found = [elevation.read(path, grid=grid)[0] for path in sorted(folder.glob("t_*.vrt"))]

    assert len(found) == 7
    assert all(np.array_equal(found[0], other) for other in found)


def test_two_cameras_on_both_sides_of_the_meridian(field_cases: Path) -> None:
    """Of the field case at the 180th meridian both cameras are read."""
    folder = field_cases / "108-dateline-32701"

    assert len(read_points(folder / "cameras.csv", crs="EPSG:32701", name="x").frame) == 2


def test_slovak_streets_stay_in_8353(field_cases: Path) -> None:
    """The Shapefile of the field case is not moved where the run is in its system."""
    folder = field_cases / "41-slovak-8353"
    read = [
        read_features(
            folder / f"streets.{suffix}", crs="EPSG:8353", name="x", geometry="LineString"
        )
        for suffix in ("shp", "gpkg")
    ]

    assert np.abs(read[0].frame.total_bounds - read[1].frame.total_bounds).max() < 0.01
