"""Lists of cameras read back: nothing that a camera is computed with is lost.

The reader knows nothing of the writers; what must come back is taken from the plan.
"""

import csv
import io
import random
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
from attrs import evolve

from placement.crs.systems import grid_azimuth_deg, to_lonlat
from placement.inputs import cameras
from placement.inputs.account import Reading
from placement.inputs.cameras.own_lists import NAMES, carrier_of
from placement.inputs.cameras.usual_headings import USUAL_HEADINGS
from placement.inputs.layers.drawing import SHORT_TAGS
from placement.inputs.tables.columns import NAME_IN_LISTS
from placement.output import geopackage
from placement.output.layers import Layers
from placement.output.lists import dxf
from placement.output.lists.formats import LISTS
from placement.output.plan_layers import plan_layers
from placement.plan import Plan, PlannedCamera
from placement.plan.camera_columns import columns_in, coming_back
from placement.texts import LANGUAGES, Language, catalogue, text
from placement.units import listed, listed_deg

CRS = "EPSG:5514"
FORMATS = (
    "cameras.csv",
    "cameras-cs.csv",
    "cameras.geojson",
    "cameras.xlsx",
    "cameras.kml",
    "cameras.gpx",
    "cameras.dxf",
)


def exact(plan: Plan) -> Plan:
    """Return a plan whose cameras are computed with what lists keep; one hangs on a wall."""
    told = []
    for number, camera in enumerate(plan.cameras):
        x, y = round(camera.x_m + number / 7, 3), round(camera.y_m - number / 9, 3)
        (lon,), (lat,) = to_lonlat([x], [y], crs=CRS)
        told.append(
            evolve(
                camera,
                x_m=x,
                y_m=y,
                lon_deg=float(lon),
                lat_deg=float(lat),
                grid_azimuth_deg=float(listed_deg(camera.grid_azimuth_deg)),
                height_m=float(listed(4 + number / 3)),
                tilt_deg=12.25,
                facing_deg=float(listed_deg(100.123456789)) if number == 4 else None,
                model_assumed=number == 1,
                height_assumed=number == 2,
                tilt_assumed=number == 0,
                carrier="facade" if number == 4 else "lamp post",
            )
        )
    return evolve(plan, cameras=tuple(told))


@pytest.fixture(scope="module")
def plan(small_town: tuple[Plan, Layers]) -> Plan:
    """Return nine cameras, standing and proposed, and one out of service."""
    return exact(small_town[0])


def read_back(content: bytes, path: Path) -> Reading:
    """Read a list as one of given cameras."""
    path.write_bytes(content)
    return cameras.read(path, crs=CRS, proposals=True)


def pose(row: dict[str, object]) -> dict[str, object]:
    """Return what a camera of a table is computed with."""
    x, y = row["geometry"].x, row["geometry"].y
    grid = listed_deg(grid_azimuth_deg([row["azimuth_deg"]], [x], [y], crs=CRS))[0]
    facing = row.get("facing_deg", np.nan)
    return {
        "x_m": x,
        "y_m": y,
        "height_m": row["mount_height_m"],
        "tilt_deg": row["tilt_deg"],
        "grid_azimuth_deg": None if np.isnan(grid) else float(grid),
        "facing_deg": None if np.isnan(facing) else facing,
        "model": row["model"],
        "carrier": carrier_of(str(row["carrier"])),
        "point_id": row["point_id"],
        "name": row["name"],
        "provenance": row["provenance"],
        "phase": row["phase"],
        "rank": row["rank"],
        "model_assumed": bool(row.get("model_assumed")),
        "height_assumed": bool(row.get("height_assumed")),
        "tilt_assumed": bool(row.get("tilt_assumed")),
    }


def meant(camera: PlannedCamera, plan: Plan) -> dict[str, object]:
    """Return what must be read back of a camera: a direction that was assumed is found anew."""
    names = pose_names()
    said = {name: getattr(camera, name) for name in names}
    if camera.azimuth_assumed or not plan.has_direction(camera):
        said["grid_azimuth_deg"] = None
    return said


def pose_names() -> list[str]:
    """Return the fields that are compared."""
    plain = ["x_m", "y_m", "height_m", "tilt_deg", "grid_azimuth_deg", "facing_deg", "model"]
    plain += ["carrier", "point_id", "name", "provenance", "phase", "rank"]
    return [*plain, "model_assumed", "height_assumed", "tilt_assumed"]


def same_cameras(table: gpd.GeoDataFrame, plan: Plan) -> None:
    """Compare what was read with the plan, camera by camera."""
    read = {str(row["camera_id"]): row for row in table.to_dict("records")}
    assert read.keys() == {camera.camera_id for camera in plan.cameras}
    for camera in plan.cameras:
        row = read[camera.camera_id]
        turns = plan.has_direction(camera) or camera.grid_azimuth_deg == 0.0
        got, said = pose(row), meant(camera, plan)
        if not turns:
            got["grid_azimuth_deg"] = None  # a whole circle, of which only a turn would be said
        assert got == said, camera.camera_id
        assert bool(row["proposed"]) == (camera.status == "new")
        assert (row["status"] == "out of service") == (camera.status == "out of service")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_every_list_says_all_that_a_camera_is_computed_with(
    plan: Plan, tmp_path: Path, name: str, language: Language
) -> None:
    """Place, height, pose, wall, model, carrier, status and assumptions, to the last digit."""
    same_cameras(read_back(LISTS[name](plan, None, language), tmp_path / name).table, plan)


def test_a_list_with_the_heading_of_an_earlier_version_is_read(plan: Plan, tmp_path: Path) -> None:
    """What a camera hangs on was headed by one word once."""
    title = text("lists.column.carrier", "cs")
    content = LISTS["cameras-cs.csv"](plan, None, "cs").decode("utf-8-sig")
    assert content.count(title) == 1

    renamed = content.replace(title, "Nosič").encode("utf-8-sig")

    same_cameras(read_back(renamed, tmp_path / "cameras-cs.csv").table, plan)


def test_the_geopackage_of_a_plan_is_a_list_too(plan: Plan, tmp_path: Path) -> None:
    """Of its several layers of points the one called cameras is read."""
    geopackage.write(plan_layers(plan), tmp_path / "plan.gpkg")
    same_cameras(cameras.read(tmp_path / "plan.gpkg", crs=CRS, proposals=True).table, plan)


def test_order_of_rows_and_columns_does_not_matter(plan: Plan, tmp_path: Path) -> None:
    """Rows sorted by name and columns shuffled, as a spreadsheet leaves them."""
    text = LISTS["cameras-cs.csv"](plan, None, "cs").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    order = list(range(len(rows[0])))
    random.Random(3).shuffle(order)
    rows = [rows[0], *sorted(rows[1:], key=lambda row: row[order[0]])]
    sheet = io.StringIO()
    csv.writer(sheet, delimiter=";").writerows([[row[at] for at in order] for row in rows])

    same_cameras(read_back(sheet.getvalue().encode("cp1250"), tmp_path / "list.csv").table, plan)


def test_a_workbook_saved_by_another_program_is_read(plan: Plan, tmp_path: Path) -> None:
    """Another library opens the workbook, adds a column and a blank row, and saves it."""
    path = tmp_path / "cameras.xlsx"
    path.write_bytes(LISTS["cameras.xlsx"](plan, None, "cs"))
    book = openpyxl.load_workbook(path)
    book.worksheets[0].insert_cols(3)
    book.worksheets[0]["C1"] = "Poznámka"
    book.worksheets[0].insert_rows(4)
    book.save(path)
    reading = cameras.read(path, crs=CRS, proposals=True)

    same_cameras(reading.table, plan)
    assert "Poznámka" in reading.account.unused
    assert "sheets_not_read" in [note.kind for note in reading.account.notes]


def test_a_camera_moved_or_turned_by_hand_is_where_it_was_put(plan: Plan, tmp_path: Path) -> None:
    """Changed degrees go before the exact numbers beside them, which is noted with the row."""
    rows = list(csv.DictReader(io.StringIO(LISTS["cameras.csv"](plan, None, "en").decode())))
    fixed = next(
        at for at, row in enumerate(rows) if row["status"] == "new" and row["azimuth_deg"] != ""
    )
    rows[0]["lat_deg"] = f"{float(rows[0]['lat_deg']) + 0.001:.7f}"
    rows[fixed]["azimuth_deg"] = f"{(float(rows[fixed]['azimuth_deg']) + 30) % 360:.1f}"
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    reading = read_back(sheet.getvalue().encode(), tmp_path / "list.csv")
    table = reading.table.set_index("camera_id")

    _, lat = to_lonlat(table.geometry.x, table.geometry.y, crs=CRS)
    assert lat[0] == pytest.approx(float(rows[0]["lat_deg"]), abs=1e-7)
    turned = table.loc[rows[fixed]["camera_id"], "azimuth_deg"]
    assert turned == float(rows[fixed]["azimuth_deg"])
    notes = {note.kind: note.row for note in reading.account.notes}
    assert notes["camera_xy_apart"] == 2
    assert notes["grid_azimuth_apart"] == fixed + 2


def test_without_being_asked_for_proposals_are_not_cameras(plan: Plan, tmp_path: Path) -> None:
    """As the list of what stands, proposals are left out and counted; removed ones always are."""
    content = LISTS["cameras.csv"](plan, None, "en")
    (tmp_path / "list.csv").write_bytes(content)
    reading = cameras.read(tmp_path / "list.csv", crs=CRS)
    removed = content.decode().replace(",new,", ",removed,", 1).encode()
    new = sum(camera.status == "new" for camera in plan.cameras)

    assert len(reading.table) == len(plan.cameras) - new
    assert reading.account.dropped == {"not_built": new}
    assert read_back(removed, tmp_path / "more.csv").account.dropped == {"not_built": 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_are_read_back_mean_one_thing_each(language: Language) -> None:
    """No two carriers, kinds or provenances have one word."""
    texts = catalogue(language)
    for table in ("lists.carrier.", "lists.kind.", "lists.provenance.", "lists.status."):
        words = [text for key, text in texts.items() if key.startswith(table)]
        assert len(words) == len(set(words)), table


def test_what_comes_back_is_what_the_reader_takes() -> None:
    """The table of columns and the reader of lists name the same columns."""
    usual = {NAME_IN_LISTS.get(name, name) for name in USUAL_HEADINGS}
    columns = {column.name for column in columns_in("lists")}
    places = {"lon_deg", "lat_deg"}

    assert {column.name for column in coming_back()} == ((usual | {*NAMES}) & columns | places) - {
        "hfov_deg"  # the view of a model is the model's
    }


def test_a_drawing_has_all_that_comes_back() -> None:
    """In attributes people see, in others, as the place itself, or as a mark beside a value."""
    drawn = {*dxf.MORE, *SHORT_TAGS.values(), "lon_deg", "lat_deg", "x_m", "y_m", "azimuth_deg"}
    marks = {"azimuth_assumed", "height_assumed", "tilt_assumed", "model_assumed"}

    assert {column.name for column in coming_back()} == drawn | marks
