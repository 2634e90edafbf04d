"""Terrain: rasters of any kind on the grid of a run."""

import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from numpy.typing import ArrayLike
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import Affine

from placement.crs.systems import to_lonlat
from placement.errors import InputError, MissingInputError
from placement.grid import Grid
from placement.inputs.rasters import elevation
from placement.texts import LANGUAGES

UTM = "EPSG:32633"
X, Y = 400_000.0, 5_600_000.0
GRID = Grid(UTM, X, Y, 2.0, 20, 30)
S_JTSK_GRID = Grid("EPSG:5514", -791_000.0, -978_000.0, 10.0, 40, 60)


def written(
    path: Path,
    bands: ArrayLike,
    *,
    transform: Affine,
    crs: str | None = UTM,
    nodata: float | None = None,
) -> Path:
    """Write a raster of one band (2-D) or several (3-D)."""
    array = np.asarray(bands)
    array = array[np.newaxis] if array.ndim == 2 else array
    profile = {"count": len(array), "height": array.shape[1], "width": array.shape[2]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            dtype=array.dtype,
            crs=crs,
            transform=transform,
            nodata=nodata,
            **profile,
        ) as raster:
            raster.write(array)
    return path


def north_up(x_min: float, y_max: float, cell: float) -> Affine:
    """Return the transform of a raster that is not turned."""
    return Affine(cell, 0, x_min, 0, -cell, y_max)


def plane_m(x: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Return a slope that bilinear interpolation and means reproduce exactly. [m]"""
    return 300 + 0.1 * (np.asarray(x) - X) + 0.05 * (np.asarray(y) - Y)


def plane_raster(path: Path, transform: Affine, shape: tuple[int, int]) -> Path:
    """Write the slope at the cell centres of a frame."""
    row, column = np.mgrid[: shape[0], : shape[1]] + 0.5
    t = transform
    x, y = t.a * column + t.b * row + t.c, t.d * column + t.e * row + t.f
    return written(path, plane_m(x, y).astype(np.float32), transform=transform)


def grid_plane_m() -> np.ndarray:
    """Return the slope at the grid's cells. [m]"""
    row, column = np.mgrid[: GRID.rows, : GRID.columns]
    return plane_m(*GRID.centre_of(row, column))


def refused(path: Path, kind: str, grid: Grid = GRID, **options: object) -> str:
    """Return the message with which a raster is refused; both languages must have its words."""
    with pytest.raises(InputError) as caught:
        elevation.read(path, grid=grid, **options)
    (problem,) = caught.value.problems
    rendered = [problem.render(language) for language in LANGUAGES]

    assert problem.kind == kind
    assert all(problem.file in text for text in rendered)
    return rendered[LANGUAGES.index("en")]


def test_a_raster_on_the_grid_is_itself(tmp_path):
    """A raster with the grid's cells is read unchanged, as read-only float32."""
    heights = np.arange(600, dtype=np.float32).reshape(GRID.shape)
    path = written(tmp_path / "a.tif", heights, transform=north_up(X, Y, 2.0))

    found, account = elevation.read(path, grid=GRID)

    np.testing.assert_array_equal(found, heights)
    assert found.dtype == np.float32
    assert not found.flags.writeable
    assert (account.rows_read, account.rows_kept) == (600, 600)
    assert (dict(account.dropped), account.notes) == ({}, ())


@pytest.mark.parametrize("cell_m", [0.5, 1.0, 1.9, 3.0, 10.0])
def test_a_slope_survives_any_resolution(tmp_path, cell_m):
    """Coarser rasters are interpolated, finer ones averaged; a plane stays the plane."""
    n = int(200 / cell_m)
    path = plane_raster(tmp_path / "a.tif", north_up(X - 60, Y + 60, cell_m), (n, n))

    found, _ = elevation.read(path, grid=GRID)

    np.testing.assert_allclose(found, grid_plane_m(), atol=2e-3)


def test_a_turned_raster_lands_in_its_place(tmp_path):
    """A raster turned by 30° gives the same slope."""
    c, s = 5 * np.cos(np.pi / 6), 5 * np.sin(np.pi / 6)
    turned = Affine(c, s, X - 150, s, -c, Y + 100)
    path = plane_raster(tmp_path / "a.tif", turned, (80, 80))

    found, _ = elevation.read(path, grid=GRID)

    np.testing.assert_allclose(found, grid_plane_m(), atol=2e-3)


def test_finer_rasters_are_averaged_not_sampled(tmp_path):
    """A checkerboard of 0 and 10 m in cells of 0.5 m is 5 m in cells of 2 m."""
    checks = (np.indices((80, 120)).sum(axis=0) % 2 * 10).astype(np.float32)
    path = written(tmp_path / "a.tif", checks, transform=north_up(X, Y, 0.5))

    found, _ = elevation.read(path, grid=GRID)

    np.testing.assert_allclose(found, 5.0)


def test_degrees_are_brought_to_s_jtsk_to_the_metre(tmp_path):
    """A raster in longitude and latitude lands where pyproj's best transformation puts it.

    The three-parameter way would be 12.65 m off at Litvínov, which this slope shows as 1.3 m.
    """
    cell = 1 / 1200
    lon0, lat0 = 13.55, 50.65
    column, row = np.meshgrid(np.arange(120) + 0.5, np.arange(120) + 0.5)
    slope_lon, slope_lat = 0.1 * 70_900, 0.1 * 111_300  # 0.1 m per metre on the ground
    heights = 500 + slope_lon * cell * column - slope_lat * cell * row
    path = written(
        tmp_path / "a.tif",
        heights.astype(np.float32),
        transform=north_up(lon0, lat0, cell),
        crs="EPSG:4326",
    )
    grid = S_JTSK_GRID
    x, y = grid.centre_of(*np.mgrid[: grid.rows, : grid.columns])
    lon, lat = to_lonlat(x, y, crs=grid.crs)

    found, account = elevation.read(path, grid=grid)

    expected = 500 + slope_lon * (lon - lon0) + slope_lat * (lat - lat0)
    np.testing.assert_allclose(found, expected, atol=0.1)
    assert account.rows_kept == found.size


def test_nodata_is_not_a_height(tmp_path):
    """Cells without data stay NaN, are counted and noted; neighbours do not feel them."""
    heights = np.full(GRID.shape, 250, dtype=np.int16)
    heights[:, :3] = -32768
    path = written(tmp_path / "a.tif", heights, transform=north_up(X, Y, 2.0), nodata=-32768)

    found, account = elevation.read(path, grid=GRID)

    assert np.isnan(found[:, :3]).all()
    assert (found[:, 3:] == 250).all()
    assert dict(account.dropped) == {"no_elevation": 60}
    assert account.rows_kept == 540
    assert [(n.kind, n.values["share"]) for n in account.notes] == [("terrain_incomplete", 10.0)]


def test_outside_the_raster_there_is_no_height(tmp_path):
    """The grid may be larger than the raster; its edge is not drawn out."""
    heights = np.full((10, 30), 100, dtype=np.float32)
    path = written(tmp_path / "a.tif", heights, transform=north_up(X, Y, 2.0))

    found, account = elevation.read(path, grid=GRID)

    assert (found[:10] == 100).all()
    assert np.isnan(found[10:]).all()
    assert account.notes[0].values["share"] == 50.0


def test_heights_that_no_ground_has_are_refused(tmp_path):
    """A hole of 1234 m is neither a height nor a mark that programs put where they know nothing."""
    heights = np.full(GRID.shape, 250, dtype=np.int16)
    heights[0, 0] = -1234
    path = written(tmp_path / "a.tif", heights, transform=north_up(X, Y, 2.0))

    assert "-1234 m" in refused(path, "elevation_impossible")


def test_a_raster_elsewhere_is_refused(tmp_path):
    """A raster that does not touch the grid, or has only nodata there, is the wrong sheet."""
    heights = np.full((10, 10), 100, dtype=np.float32)
    far = written(tmp_path / "far.tif", heights, transform=north_up(X + 9_000, Y, 2.0))
    empty = written(tmp_path / "empty.tif", heights, transform=north_up(X, Y, 9.0), nodata=100)

    refused(far, "raster_outside")
    refused(empty, "raster_outside")


def test_a_raster_without_crs_needs_one_stated(tmp_path):
    """The plan file may state the system of a raster that carries none."""
    heights = np.full(GRID.shape, 100, dtype=np.float32)
    path = written(tmp_path / "a.tif", heights, transform=north_up(X, Y, 2.0), crs=None)

    assert "inputs.surface" in refused(path, "crs_missing", name="surface")
    refused(path, "crs_unknown", source_crs="EPSG:0")
    found, account = elevation.read(path, grid=GRID, source_crs=UTM)
    assert (found == 100).all()
    assert account.notes == ()


def test_a_stated_crs_wins_and_is_noted(tmp_path):
    """If raster and plan file disagree, the plan file counts and the account says so."""
    heights = np.full(GRID.shape, 100, dtype=np.float32)
    path = written(tmp_path / "a.tif", heights, transform=north_up(X, Y, 2.0), crs="EPSG:32634")

    found, account = elevation.read(path, grid=GRID, source_crs=UTM)

    assert (found == 100).all()
    assert [note.kind for note in account.notes] == ["crs_overridden"]


def test_the_first_of_several_bands_counts(tmp_path):
    """More than one band is noted."""
    bands = np.stack([np.full(GRID.shape, value, dtype=np.float32) for value in (100, 7, 8)])
    path = written(tmp_path / "a.tif", bands, transform=north_up(X, Y, 2.0))

    found, account = elevation.read(path, grid=GRID)

    assert (found == 100).all()
    assert [(n.kind, n.values["n"]) for n in account.notes] == [("raster_bands", 3)]


def test_a_picture_without_position_is_refused(tmp_path):
    """A scan that was never georeferenced has no place."""
    path = written(
        tmp_path / "a.tif", np.ones((9, 9), np.float32), transform=Affine.identity(), crs=None
    )

    refused(path, "raster_without_position", source_crs=UTM)


def test_missing_files_folders_and_nonsense_are_refused(tmp_path):
    """No file, a folder, no raster: each has its message."""
    with pytest.raises(MissingInputError, match="There is no file"):
        elevation.read(tmp_path / "none.tif", grid=GRID)
    refused(tmp_path, "file_is_folder")
    for content in (b"hello", b"II*\x00\x08\x00\x00\x00"):
        path = tmp_path / "broken.tif"
        path.write_bytes(content)
        refused(path, "file_unreadable")


def test_a_truncated_raster_is_refused(tmp_path):
    """A download that stopped is not read as flat land."""
    rng = np.random.default_rng(0)
    heights = rng.uniform(200, 300, (300, 300)).astype(np.float32)
    path = written(tmp_path / "a.tif", heights, transform=north_up(X - 200, Y + 200, 2.0))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3])

    message = refused(path, "file_unreadable")

    assert str(tmp_path) not in message


def test_a_zipped_raster_is_read(tmp_path):
    """A sheet may stay in the zip it is delivered in."""
    heights = np.full(GRID.shape, 100, dtype=np.float32)
    sheet = written(tmp_path / "a.tif", heights, transform=north_up(X, Y, 2.0))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(sheet, "sheet/a.tif")

    found, account = elevation.read(tmp_path / "a.zip", grid=GRID)

    assert (found == 100).all()
    assert account.file == "a.zip"


def test_a_local_system_counts_as_none(tmp_path):
    """A raster in a system without a place on the map needs one stated."""
    nowhere = (
        'ENGCRS["local",EDATUM["Unknown"],CS[Cartesian,2],'
        'AXIS["x",east,LENGTHUNIT["metre",1]],AXIS["y",north,LENGTHUNIT["metre",1]]]'
    )
    heights = np.full(GRID.shape, 100, dtype=np.float32)
    path = written(tmp_path / "a.tif", heights, transform=north_up(X, Y, 2.0), crs=nowhere)

    refused(path, "crs_missing")


@pytest.mark.town
def test_litvinov_rises_to_the_ore_mountains(shared_data):
    """SRTM around Litvínov: int16 in degrees, 90 m cells, on a 10 m grid in S-JTSK."""
    path = shared_data / "litvinov" / "litvinov_srtm3_4326.tif"

    found, account = elevation.read(path, grid=S_JTSK_GRID)

    assert account.rows_kept == found.size
    assert 280 < found.min() < found.max() < 700
    assert found[0].mean() > found[-1].mean()


@pytest.mark.town
def test_bilbao_keeps_its_heights_at_any_cell(shared_data):
    """5 m terrain on cells of 2.5 m and of 25 m has the mean of the raster's own cells."""
    path = shared_data / "terrain" / "demos_data_bilbao_DEM.tif"
    with rasterio.open(path) as raster:
        own = raster.read(1)[200:400, 200:400]
        t = raster.transform
    x_min, y_max, size_m = t.c + 200 * t.a, t.f + 200 * t.e, 1000

    for cell_m in (2.5, 25.0):
        n = int(size_m / cell_m)
        found, _ = elevation.read(path, grid=Grid("EPSG:25830", x_min, y_max, cell_m, n, n))

        assert np.isfinite(found).all()
        assert found.mean() == pytest.approx(own.mean(), abs=0.1)


STEPS = np.kron(np.arange(12).reshape(3, 4) % 3 * 6.0, np.ones((5, 5))).astype(np.float32)
"""Blocks of 0, 6 and 12 m above the ground."""


@pytest.mark.parametrize("cell_m", [0.5, 1.0, 2.0, 2.5, 10.0])
def test_walls_above_the_ground_stay_upright(tmp_path, cell_m):
    """Heights above the ground keep their steps at any resolution: no cell is half as high."""
    path = written(tmp_path / "a.tif", STEPS, transform=north_up(X, Y, 2.0))
    n = round(2 * len(STEPS) / cell_m), round(2 * STEPS.shape[1] / cell_m)

    found, account = elevation.read(path, grid=Grid(UTM, X, Y, cell_m, *n), above="ground")

    assert set(np.unique(found)) == {0.0, 6.0, 12.0}
    assert found.mean() == pytest.approx(STEPS.mean(), abs=0.3)
    assert account.notes == ()


def test_a_misaligned_raster_above_the_ground_takes_the_nearest_cells(tmp_path):
    """Half a cell aside, each cell of the grid has the height of a cell that touches its centre."""
    path = written(tmp_path / "a.tif", STEPS, transform=north_up(X - 0.7, Y + 0.7, 2.0))

    found, _ = elevation.read(path, grid=Grid(UTM, X, Y, 2.0, 15, 20), above="ground")

    np.testing.assert_array_equal(found[:14, :19], STEPS[:14, :19])


def test_a_raster_above_the_ground_may_be_in_another_system(tmp_path):
    """Degrees on a grid of metres: the block lies where its corners are."""
    x, y = GRID.centre_of(5, 5)
    lon, lat = (float(at[0]) for at in to_lonlat([x], [y], crs=UTM))
    block = np.zeros((21, 21), np.float32)
    block[10, 10] = 9.0
    cell = 1e-4  # about 7 m east and 11 m north
    transform = north_up(lon - 10.5 * cell, lat + 10.5 * cell, cell)
    path = written(tmp_path / "a.tif", block, transform=transform, crs="EPSG:4326")

    found, _ = elevation.read(path, grid=GRID, above="ground")

    assert found[5, 5] == 9.0
    assert (found == 9.0).sum() * 4.0 == pytest.approx(7.08 * 11.12, rel=0.25)  # whole cells


def test_above_the_ground_gaps_are_told_and_noise_is_bare_ground(tmp_path):
    """No height means that nothing stands there; a little below the ground is the ground."""
    heights = np.zeros(GRID.shape, np.float32)
    heights[0, 0], heights[1, 1], heights[2, 2] = -9999, -0.4, 7.0
    path = written(tmp_path / "a.tif", heights, transform=north_up(X, Y, 2.0), nodata=-9999)

    found, account = elevation.read(path, grid=GRID, above="ground")

    assert np.isnan(found[0, 0])
    assert (found[1, 1], found[2, 2]) == (0.0, 7.0)
    assert [note.kind for note in account.notes] == ["raster_incomplete"]


def test_where_nothing_stands_is_no_wrong_sheet(tmp_path):
    """A raster of trees may have none here; one that lies elsewhere is refused."""
    none = np.full((10, 10), -1, np.float32)
    here = written(tmp_path / "here.tif", none, transform=north_up(X, Y, 9.0), nodata=-1)
    far = written(tmp_path / "far.tif", none, transform=north_up(X + 9_000, Y, 9.0), nodata=-1)

    found, _ = elevation.read(here, grid=GRID, above="ground")

    assert np.isnan(found).all()
    refused(far, "raster_outside", above="ground")


def test_heights_above_the_sea_are_not_taken_for_heights_above_the_ground(tmp_path):
    """A surface model of 230 m and more has no cell of bare ground; 2 km is no house."""
    for height, kind in ((230, "heights_from_sea"), (2_000, "elevation_impossible")):
        heights = np.full(GRID.shape, height, np.float32)
        path = written(tmp_path / f"{height}.tif", heights, transform=north_up(X, Y, 2.0))

        refused(path, kind, above="ground", name="canopy")


@pytest.mark.parametrize("above", ["sea", "ground"])
def test_cells_that_are_not_square_are_brought_to_squares_and_told(tmp_path, above):
    """Cells of 2 m by 5 m: the heights lie in their places and the account says so."""
    low = np.zeros((30, 60), np.float32)
    low[:, 20:] = 10.0
    transform = Affine(2.0, 0, X - 20, 0, -5.0, Y + 20)
    path = written(tmp_path / "a.tif", low, transform=transform)

    found, account = elevation.read(path, grid=GRID, above=above)

    assert (found[:, 11:] == 10.0).all()
    assert (found[:, :9] == 0.0).all()
    (note,) = account.notes
    assert (note.kind, note.values) == ("raster_cells_uneven", {"wide": 2.0, "high": 5.0})


@pytest.mark.parametrize("above", ["sea", "ground"])
def test_a_turned_raster_is_told(tmp_path, above):
    """Rows that run at 30° to the system are brought to the grid, and the account says so."""
    c, s = 5 * np.cos(np.pi / 6), 5 * np.sin(np.pi / 6)
    x, y = GRID.centre_of(10, 15)
    heights = np.zeros((81, 81), np.float32)
    heights[40, 40] = 9.0
    turned = Affine(c, s, x - 40.5 * (c + s), s, -c, y - 40.5 * (s - c))
    path = written(tmp_path / "a.tif", heights, transform=turned)

    found, account = elevation.read(path, grid=GRID, above=above)

    assert found[10, 15] == pytest.approx(9.0, abs=2.5)
    assert [(n.kind, n.values["angle"]) for n in account.notes] == [("raster_turned", 30.0)]
