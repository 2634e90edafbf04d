"""What rasters say of their own numbers, or forget to say: scale, unit, colours, gaps."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.enums import ColorInterp
from rasterio.transform import Affine

from placement.errors import InputError
from placement.grid import Grid
from placement.inputs.rasters import elevation
from placement.texts import LANGUAGES

UTM, X, Y = "EPSG:32633", 400_000.0, 5_600_000.0
GRID = Grid(UTM, X, Y, 2.0, 40, 60)
FOOT_M, SURVEY_FOOT_M = 0.3048, 0.3048006096


def ground_m(cell_m: float = 2.0) -> np.ndarray:
    """Return a slope from 250 m in whole decimetres, rising 0.2 m in 2 m to the east. [m]"""
    rows, columns = round(80 / cell_m), round(120 / cell_m)
    return np.tile(250.0 + 0.1 * cell_m * np.arange(columns), (rows, 1))


def raster(
    path: Path,
    numbers: np.ndarray,
    *,
    cell_m: float = 2.0,
    crs: str = UTM,
    scale: float | None = None,
    offset: float = 0.0,
    unit: str = "",
    transform: Affine | None = None,
    **profile: object,
) -> Path:
    """Write numbers with what the raster says of them."""
    bands = numbers if numbers.ndim == 3 else numbers[np.newaxis]
    frame = transform or Affine(cell_m, 0, X, 0, -cell_m, Y)
    size = {"count": len(bands), "height": bands.shape[1], "width": bands.shape[2]}
    with rasterio.open(
        path, "w", driver="GTiff", dtype=bands.dtype, crs=crs, transform=frame, **size, **profile
    ) as file:
        file.write(bands)
        if scale is not None:
            file.scales, file.offsets = [scale] * len(bands), [offset] * len(bands)
        if unit:
            file.units = [unit] * len(bands)
    return path


def read(path: Path, **options: object) -> tuple[np.ndarray, list[str]]:
    """Return heights and the kinds of notes, whose words both languages must have."""
    height_m, account = elevation.read(path, grid=GRID, **options)
    for note in account.notes:
        assert all("{" not in note.render(language) for language in LANGUAGES)
    return height_m, [note.kind for note in account.notes]


def refused(path: Path, **options: object) -> str:
    """Return the kind of the problem with which a raster is refused, having put its words."""
    with pytest.raises(InputError) as caught:
        elevation.read(path, grid=GRID, **options)
    (problem,) = caught.value.problems
    assert all(path.name in problem.render(language) for language in LANGUAGES)
    return problem.kind


@pytest.mark.parametrize(
    ("dtype", "scale", "offset"),
    [("int16", 0.01, 200.0), ("uint16", 0.1, -100.0), ("int32", 0.001, 0.0)],
)
def test_scale_and_offset_are_heeded(tmp_path, dtype, scale, offset):
    """Whole numbers with scale and offset are the heights that they stand for, and that is told."""
    numbers = np.round((ground_m() - offset) / scale).astype(dtype)
    height_m, told = read(raster(tmp_path / "a.tif", numbers, scale=scale, offset=offset))

    np.testing.assert_allclose(height_m, ground_m(), atol=2e-3)
    assert told == ["raster_scaled"]


def test_scale_of_a_virtual_raster_and_of_a_file_beside(tmp_path):
    """A VRT and an .aux.xml say the same as the raster would say itself."""
    numbers = np.round(ground_m() * 10).astype(np.int16)
    raster(tmp_path / "a.tif", numbers)
    band = "<Scale>0.1</Scale><Offset>0</Offset>"
    (tmp_path / "a.tif.aux.xml").write_text(
        f'<PAMDataset><PAMRasterBand band="1">{band}</PAMRasterBand></PAMDataset>', encoding="utf-8"
    )
    raster(tmp_path / "b.tif", numbers)
    (tmp_path / "c.vrt").write_text(
        f'<VRTDataset rasterXSize="60" rasterYSize="40"><SRS>{UTM}</SRS>'
        f"<GeoTransform>{X}, 2, 0, {Y}, 0, -2</GeoTransform>"
        f'<VRTRasterBand dataType="Int16" band="1">{band}<UnitType>dm</UnitType><SimpleSource>'
        '<SourceFilename relativeToVRT="1">b.tif</SourceFilename></SimpleSource></VRTRasterBand>'
        "</VRTDataset>",
        encoding="utf-8",
    )

    np.testing.assert_allclose(read(tmp_path / "a.tif")[0], ground_m(), atol=2e-3)
    height_m, told = read(tmp_path / "c.vrt")
    np.testing.assert_allclose(height_m, ground_m() / 10, atol=2e-3)
    assert told == ["raster_scaled", "raster_unit"]


@pytest.mark.parametrize(
    ("unit", "unit_m"),
    [
        ("ftUS", SURVEY_FOOT_M), ("US survey foot", SURVEY_FOOT_M), ("us-ft", SURVEY_FOOT_M),
        ("feet", FOOT_M), ("cm", 0.01), ("mm", 0.001), ("dm", 0.1), ("km", 1000.0),
        ("Feet (NAVD88)", FOOT_M),
    ],
)  # fmt: skip
def test_units_of_the_band_are_heeded(tmp_path, unit, unit_m):
    """Heights in any unit of length become metres, told with the factor."""
    height_m, told = read(raster(tmp_path / "a.tif", ground_m() / unit_m, unit=unit))

    np.testing.assert_allclose(height_m, ground_m(), rtol=1e-5)
    assert told == ["raster_unit"]


@pytest.mark.parametrize("unit", ["m", "metre", "Meters", "m n. m.", "m a.s.l.", "m (Bpv)"])
def test_metres_need_no_note(tmp_path, unit):
    """Metres above whatever sea are metres."""
    height_m, told = read(raster(tmp_path / "a.tif", ground_m(), unit=unit))

    np.testing.assert_allclose(height_m, ground_m(), rtol=1e-6)
    assert told == []


@pytest.mark.parametrize("vertical", ["EPSG:6360", "EPSG:8228"])
def test_the_vertical_axis_is_heeded(tmp_path, vertical):
    """A compound system with heights in feet says that the heights are in feet."""
    unit_m = SURVEY_FOOT_M if vertical == "EPSG:6360" else FOOT_M
    crs = f"{UTM}+{vertical.removeprefix('EPSG:')}"
    height_m, told = read(raster(tmp_path / "a.tif", ground_m() / unit_m, crs=crs))

    np.testing.assert_allclose(height_m, ground_m(), rtol=1e-5)
    assert told == ["raster_unit"]


def test_units_that_are_not_known_or_no_length(tmp_path):
    """An unknown unit is told, one of slopes refused."""
    assert read(raster(tmp_path / "a.tif", ground_m(), unit="sáh"))[1] == ["raster_unit_unknown"]
    assert refused(raster(tmp_path / "b.tif", ground_m() / 10, unit="degree")) == (
        "raster_unit_no_height"
    )


def test_pictures_are_refused(tmp_path):
    """Bands of colours, with or without transparency, and palettes are no heights."""
    grey = np.full((40, 60), 130, dtype=np.uint8)
    for n in (3, 4):
        picture = raster(tmp_path / f"{n}.tif", np.stack([grey] * n))
        assert refused(picture) == "raster_picture"
    infrared = raster(tmp_path / "i.tif", np.stack([grey.astype(np.uint16)] * 3), photometric="RGB")
    assert refused(infrared) == "raster_picture"
    palette = raster(tmp_path / "p.tif", grey)
    with rasterio.open(palette, "r+") as file:
        file.write_colormap(1, {i: (i, 255 - i, 0, 255) for i in range(256)})
    assert refused(palette) == "raster_palette"
    assert read(raster(tmp_path / "g.tif", grey))[1] == ["raster_bytes"]


def test_the_band_named_for_heights_counts(tmp_path):
    """Of several bands the one that is called heights is taken, and which one is told."""
    path = raster(tmp_path / "a.tif", np.stack([np.full((40, 60), 7.0), ground_m()]))
    with rasterio.open(path, "r+") as file:
        file.descriptions = ("slope", "Elevation")
    height_m, told = read(path)

    np.testing.assert_allclose(height_m, ground_m(), rtol=1e-6)
    assert told == ["raster_bands"]


@pytest.mark.parametrize("mark", [-9999, -32768, -3.4028234663852886e38, 1e20, 65535, np.nan])
@pytest.mark.parametrize("cell_m", [0.5, 2.0, 5.0])
def test_marks_without_a_tag_are_gaps(tmp_path, mark, cell_m):
    """What no ground has is a gap where programs write it, and does not smear over its edge."""
    numbers = ground_m(cell_m).astype(np.float32)
    numbers[:, : numbers.shape[1] // 2] = mark
    height_m, told = read(raster(tmp_path / "a.tif", numbers, cell_m=cell_m))

    assert np.isnan(height_m[:, :29]).all()
    np.testing.assert_allclose(height_m[:, 32:], ground_m()[:, 32:], atol=0.6)
    assert ("raster_gap_numbers" in told) or mark < -1e38 or np.isnan(mark)
    assert "terrain_incomplete" in told


@pytest.mark.parametrize(("cell_m", "width"), [(0.5, 1), (2.0, 1), (2.0, 8), (5.0, 4)])
@pytest.mark.parametrize("dtype", ["float32", "int16"])
@pytest.mark.parametrize("nodata", [None, -9999])
def test_strips_of_zeros_are_gaps(tmp_path, cell_m, width, dtype, nodata):
    """Zeros between sheets at 250 m are gaps, be they a seam of one cell or wider, tag or not."""
    numbers = ground_m(cell_m).astype(dtype)
    middle = numbers.shape[1] // 2
    numbers[:, middle : middle + width] = 0
    height_m, told = read(raster(tmp_path / "a.tif", numbers, cell_m=cell_m, nodata=nodata))
    known = np.isfinite(height_m)

    assert np.nanmin(height_m) > 249
    assert np.abs(height_m - ground_m())[known].max() < 1.3
    assert "raster_gap_numbers" in told
    assert "terrain_incomplete" in told or width * cell_m < 2


@pytest.mark.parametrize("mark", [-1, -99, -100])
def test_small_negative_marks_are_gaps_on_a_hill_and_heights_of_a_polder(tmp_path, mark):
    """A hole at 250 m that says -1 is no height; land at -1 m between -3 m and 1 m is."""
    hill = ground_m().astype(np.float32)
    hill[10:20, 20:30] = mark
    height_m, told = read(raster(tmp_path / "a.tif", hill))
    assert np.isnan(height_m[12:18, 22:28]).all()
    assert np.nanmin(height_m) > 249
    assert told == ["raster_gap_numbers", "terrain_incomplete"]

    column = np.linspace(-3.0, 1.0, 60, dtype=np.float32) + np.float32(mark + 1)
    polder = np.tile(column, (40, 1))
    polder[:, 20:40] = mark
    height_m, told = read(raster(tmp_path / "b.tif", polder))
    np.testing.assert_allclose(height_m, polder, atol=1e-4)
    assert told == []


def test_a_sea_stays_and_a_gap_beside_it_does_not(tmp_path):
    """A shore comes down to 0: that 0 is a height; a block of zeros on the hill is none."""
    column = np.arange(60)
    shore = np.tile(np.maximum(0.0, (column - 15) * 1.5), (40, 1)).astype(np.float32)
    height_m, told = read(raster(tmp_path / "a.tif", shore))
    np.testing.assert_allclose(height_m, shore, atol=1e-4)
    assert told == []

    shore[10:20, 45:52] = 0
    height_m, told = read(raster(tmp_path / "b.tif", shore))
    assert np.isnan(height_m[12:18, 47:50]).all()
    assert (height_m[:, :10] == 0).all()
    assert "raster_gap_numbers" in told


def test_zeros_above_the_ground_are_bare_ground_and_255_is_a_mark(tmp_path):
    """Canopy of 20 m beside 0 stays; 255 in bytes beside it stands for nothing known."""
    leaves = np.zeros((40, 60), dtype=np.uint8)
    leaves[:20] = 20
    leaves[30:, 40:] = 255
    height_m, told = read(raster(tmp_path / "a.tif", leaves), name="canopy", above="ground")

    assert (height_m[:20] == 20).all()
    assert (height_m[20:30] == 0).all()
    assert np.isnan(height_m[30:, 40:]).all()
    assert {"raster_gap_numbers", "raster_incomplete"} <= set(told)


def test_masks_and_alpha_are_heeded(tmp_path):
    """What a mask or a band of transparency hides has no height, whatever number stands there."""
    numbers = ground_m().astype(np.float32)
    numbers[:, :30] = 77
    path = raster(tmp_path / "mask.tif", numbers)
    with rasterio.open(path, "r+") as file:
        shown = np.full((40, 60), 255, dtype=np.uint8)
        shown[:, :30] = 0
        file.write_mask(shown)
    alpha = raster(
        tmp_path / "alpha.tif", np.stack([numbers, shown.astype(np.float32)]), alpha="YES"
    )
    with rasterio.open(alpha, "r+") as file:
        file.colorinterp = (ColorInterp.gray, ColorInterp.alpha)
    for each in (path, alpha):
        height_m, told = read(each)
        assert np.isnan(height_m[:, :30]).all(), each.name
        np.testing.assert_allclose(height_m[:, 31:], ground_m()[:, 31:], rtol=1e-5)
        assert told == ["terrain_incomplete"]


def test_a_raster_upside_down_or_of_points_lies_where_it_says(tmp_path):
    """Rows from the south, and numbers for points instead of cells, land in their place."""
    row = np.tile(250.0 + np.arange(40)[:, np.newaxis], (1, 60))
    upward = Affine(2, 0, X, 0, 2, Y - 80)
    height_m, told = read(raster(tmp_path / "a.tif", row[::-1], transform=upward))

    np.testing.assert_allclose(height_m, row, rtol=1e-6)
    assert told == []


def test_share_is_of_the_planned_area(tmp_path):
    """A raster that covers the planned area does not lack heights there, only around it."""
    covered = shapely.box(X + 10, Y - 60, X + 70, Y - 10)
    numbers = ground_m()[:, :40].astype(np.float32)
    height_m, told = read(raster(tmp_path / "a.tif", numbers), within=covered)
    _, half = read(tmp_path / "a.tif", within=shapely.box(X + 10, Y - 60, X + 110, Y - 10))

    assert np.isnan(height_m[:, 41:]).all()
    assert told == ["raster_short_around"]
    assert half == ["terrain_incomplete"]


FIELD = Grid("EPSG:5514", -792_094.0, -978_213.0, 1.0, 500, 500)


@pytest.mark.town
@pytest.mark.parametrize(
    ("name", "file", "low_m", "high_m", "told"),
    [
        ("21-int16-scale", "dtm.tif", 212.6, 287.4, {"raster_scaled"}),
        ("22-feet-unit", "dtm.tif", 212.6, 287.4, {"raster_unit"}),
        ("25d-zero-gap-20m", "dtm.tif", 250, 250, {"raster_gap_numbers", "terrain_incomplete"}),
        ("30-vrt-gap-zero", "dtm.vrt", 212.6, 287.4, {"raster_gap_numbers", "terrain_incomplete"}),
    ],
)
def test_field_cases_have_their_heights(shared_data, name, file, low_m, high_m, told):
    """The terrain of 213 to 287 m comes out of every case, and its gaps are told."""
    folder = shared_data.parent / "cases" / "field" / name
    if not folder.is_dir():
        pytest.skip("the field cases (../shared/cases/field) are not on this machine")
    height_m, account = elevation.read(folder / file, grid=FIELD)

    assert {note.kind for note in account.notes} == told
    assert np.nanmin(height_m) == pytest.approx(low_m, abs=0.1)
    assert np.nanmax(height_m) == pytest.approx(high_m, abs=0.1)


@pytest.mark.town
def test_the_field_case_of_a_picture_is_refused(shared_data):
    """A picture with a palette is no terrain."""
    path = shared_data.parent / "cases" / "field" / "32-palette-picture" / "dtm.tif"
    if not path.is_file():
        pytest.skip("the field cases (../shared/cases/field) are not on this machine")
    with pytest.raises(InputError) as caught:
        elevation.read(path, grid=FIELD)
    assert [problem.kind for problem in caught.value.problems] == ["raster_palette"]
