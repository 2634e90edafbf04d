"""The lists that a plan writes, read as the next case's cameras, give the same cameras."""

import csv
import io
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from attrs import evolve

from placement.inputs import cameras
from placement.output import geopackage
from placement.output.layers import Layers
from placement.output.lists import formats
from placement.output.lists.camera_table import CameraTable
from placement.output.wording import word_of
from placement.plan import Plan, PlannedCamera
from tests.output.conftest import town

CRS = "EPSG:5514"
STATUS = {"existing": "in service", "out of service": "out of service"}


@pytest.fixture(scope="module")
def built() -> tuple[Plan, Layers]:
    """Return a town with a broken camera, a guessed direction, and one named like a formula."""
    plan, layers = town(9, existing=4)
    changes: dict[int, dict[str, object]] = {
        0: {"azimuth_assumed": True},
        1: {"status": "out of service"},
        2: {"name": "-5 podlaží", "provenance": "derived"},
    }
    listed = [
        evolve(camera, **changes.get(number, {})) for number, camera in enumerate(plan.cameras)
    ]
    return evolve(plan, cameras=tuple(listed)), layers


def as_saved(plan: Plan, layers: Layers, *, language: str, delimiter: str) -> bytes:
    """Return the sheet of `cameras.xlsx` in a language as a spreadsheet saves it for another."""
    table = CameraTable.of(plan, layers)
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=delimiter)
    writer.writerow([table.header(column, language) for column in table.columns])
    for camera in table.cameras:
        cells = [table.cell(column, camera) for column in table.columns]
        writer.writerow(
            [
                word_of(column.words, cell, language)
                if column.words and isinstance(cell, str)
                else str(cell).upper()
                if isinstance(cell, bool)
                else cell
                for column, cell in zip(table.columns, cells, strict=True)
            ]
        )
    return sheet.getvalue().encode("utf-8")


def expected(plan: Plan) -> dict[str, PlannedCamera]:
    """Return the cameras that stand, by identifier."""
    return {camera.camera_id: camera for camera in plan.cameras if camera.status in STATUS}


def same(table: gpd.GeoDataFrame, plan: Plan) -> None:
    """Assert that a table has the plan's standing cameras and nothing else."""
    stand = expected(plan)
    assert set(table["camera_id"]) == set(stand)
    for row, place in zip(table.to_dict("records"), table.geometry, strict=True):
        camera = stand[row["camera_id"]]
        assert place.distance(gpd.points_from_xy([camera.x_m], [camera.y_m])[0]) < 0.05
        assert row["point_id"] == camera.point_id
        assert row["status"] == STATUS[camera.status]
        assert (row["model"], row["provenance"]) == (camera.model, camera.provenance)
        assert row["name"] == camera.name
        assert row["mount_height_m"] == pytest.approx(camera.height_m, abs=0.006)
        assert row["tilt_deg"] == pytest.approx(camera.tilt_deg, abs=0.06)
        if camera.azimuth_assumed:
            assert np.isnan(row["azimuth_deg"]), "a guess does not come back as a fact"
        elif plan.sees_whole_circle(camera) and camera.grid_azimuth_deg == 0:
            assert np.isnan(row["azimuth_deg"]), "a full circle looks nowhere in particular"
        else:  # a full circle that was turned comes back as it was computed with
            off = (row["azimuth_deg"] - camera.azimuth_deg + 180) % 360 - 180
            assert abs(off) < 0.06


@pytest.mark.parametrize("name", ["cameras.csv", "cameras-cs.csv", "cameras.geojson"])
def test_lists_come_back(tmp_path: Path, built: tuple[Plan, Layers], name: str) -> None:
    """New cameras do not stand yet: they are left out and counted."""
    plan, layers = built
    (tmp_path / name).write_bytes(formats.LISTS[name](plan, layers, "cs"))

    reading = cameras.read(tmp_path / name, crs=CRS)

    same(reading.table, plan)
    new = sum(camera.status == "new" for camera in plan.cameras)
    assert reading.account.dropped == {"not_built": new}
    assert reading.account.rows_read == len(plan.cameras)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("language", ["cs", "en"])
def test_the_sheet_of_the_workbook_comes_back(
    tmp_path: Path, built: tuple[Plan, Layers], language: str, delimiter: str
) -> None:
    """Headings and words of either language are understood."""
    plan, layers = built
    file = tmp_path / "kamery.csv"
    file.write_bytes(as_saved(plan, layers, language=language, delimiter=delimiter))

    same(cameras.read(file, crs=CRS).table, plan)


def test_the_geopackage_comes_back(tmp_path: Path) -> None:
    """Its layer of cameras is a layer like any other."""
    plan, layers = town(9, existing=4)
    geopackage.write(layers, tmp_path / "plan.gpkg")

    same(cameras.read(tmp_path / "plan.gpkg", crs=CRS, layer="cameras").table, plan)


def test_no_heading_of_ours_is_offered_as_something_else(
    tmp_path: Path, built: tuple[Plan, Layers]
) -> None:
    """Our own lists give no occasion for a note on columns."""
    plan, layers = built
    for language in ("cs", "en"):
        file = tmp_path / f"{language}.csv"
        file.write_bytes(as_saved(plan, layers, language=language, delimiter=";"))

        notes = cameras.read(file, crs=CRS).account.notes

        assert not [n.render("cs") for n in notes if n.kind.startswith("column_")]
