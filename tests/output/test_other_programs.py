"""Lists edited by programs of others, LibreOffice, GDAL and ezdxf, and read back.

Places are to come back to a centimetre; azimuth, tilt, height, model, status, phase and identifiers
as they are in the plan, or as the program was told to change them.
"""

import io
import math
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import ezdxf
import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from placement.crs.systems import to_lonlat, true_azimuth_deg
from placement.inputs import cameras
from placement.output import geopackage
from placement.output.layers import Layers
from placement.output.lists.formats import LISTS
from placement.output.plan_layers import plan_layers
from placement.plan import Plan
from placement.texts import LANGUAGES, Language
from placement.units import turn_deg
from tests.output.test_lists_read_back import CRS, exact

SOFFICE = shutil.which("soffice")
SHOWN_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1029,false,true,false,false,false,1"
"""Semicolons, UTF-8, Czech numbers, cells as they are shown."""
CSV_IN = "--infilter=CSV:59,34,76,1,,1029"
PLACE_M, SHOWN_DEG = 0.01, 0.05
EAST_M = 3.0


@pytest.fixture(scope="module")
def plan(small_town: tuple[Plan, Layers]) -> Plan:
    """Return ten cameras, standing and proposed, one of which hangs on a wall."""
    return exact(small_town[0])


def read(path: Path) -> dict[str, dict[str, object]]:
    """Return the cameras of a list by identifier."""
    table = cameras.read(path, crs=CRS, proposals=True).table
    return {str(row["camera_id"]): row for row in table.to_dict("records")}


def same(got: dict[str, dict[str, object]], plan: Plan, *, but: tuple[str, ...] = ()) -> None:
    """Compare what was read with the plan, but for some cameras."""
    assert got.keys() - {*but} == {camera.camera_id for camera in plan.cameras} - {*but}
    for camera in plan.cameras:
        if camera.camera_id in but:
            continue
        row = got[camera.camera_id]
        place = row["geometry"]
        assert math.dist((place.x, place.y), (camera.x_m, camera.y_m)) < PLACE_M, camera.camera_id
        if camera.azimuth_assumed:
            assert np.isnan(row["azimuth_deg"]), "what was assumed does not come back as a fact"
        elif plan.has_direction(camera):
            off = turn_deg(row["azimuth_deg"], camera.azimuth_deg)
            assert abs(float(off)) <= SHOWN_DEG, camera.camera_id
        said = (row["mount_height_m"], row["tilt_deg"], row["model"], row["phase"])
        meant = (camera.height_m, camera.tilt_deg, camera.model, camera.phase)
        assert said == pytest.approx(meant, abs=1e-6), camera.camera_id
        assert row["proposed"] == (camera.status == "new")
        assert (row["status"] == "out of service") == (camera.status == "out of service")
        for flag in ("height_assumed", "model_assumed", "tilt_assumed"):
            assert bool(row.get(flag)) == getattr(camera, flag), (camera.camera_id, flag)


def converted(files: list[Path], target: str, folder: Path, *options: str) -> list[Path]:
    """Let LibreOffice open files and save them in another format."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "saved"
    command = [SOFFICE, profile, "--headless", *options, "--convert-to", target, "--outdir"]
    subprocess.run([*command, str(out), *map(str, files)], check=True, capture_output=True)
    return sorted(out.iterdir())


def workbooks(plan: Plan, folder: Path) -> list[Path]:
    """Write the workbook in both languages."""
    paths = [folder / f"kamery-{language}.xlsx" for language in LANGUAGES]
    for path, language in zip(paths, LANGUAGES, strict=True):
        path.write_bytes(LISTS["cameras.xlsx"](plan, None, language))
    return paths


@pytest.mark.parametrize("target", ["ods", SHOWN_CSV, pytest.param("xlsx", marks=pytest.mark.slow)])
def test_libreoffice_saves_the_workbook(plan: Plan, tmp_path: Path, target: str) -> None:
    """As its own format, as text with numbers as shown, as a workbook again; in both languages."""
    saved = converted(workbooks(plan, tmp_path), target, tmp_path)

    assert len(saved) == len(LANGUAGES)
    for path in saved:
        same(read(path), plan)


@pytest.mark.slow
@pytest.mark.parametrize("target", ["ods", "xlsx", SHOWN_CSV])
def test_libreoffice_saves_the_czech_list(plan: Plan, tmp_path: Path, target: str) -> None:
    """Opened as Czech text with semicolons and decimal commas."""
    path = tmp_path / "kamery.csv"
    path.write_bytes(LISTS["cameras-cs.csv"](plan, None, "cs"))
    for saved in converted([path], target, tmp_path, CSV_IN):
        same(read(saved), plan)


def layer_of(plan: Plan, name: str, language: Language, folder: Path) -> gpd.GeoDataFrame:
    """Return a list as GDAL reads it, all folders of a KML together."""
    path = folder / name
    if name == "plan.gpkg":
        geopackage.write(plan_layers(plan), path)
        return pyogrio.read_dataframe(path, layer="cameras")
    path.write_bytes(LISTS[name](plan, None, language))
    layers = [str(each) for each, _ in pyogrio.list_layers(path)]
    return pd.concat([pyogrio.read_dataframe(path, layer=each) for each in layers])


DRIVERS = {"plan.gpkg": "GPKG", "cameras.geojson": "GeoJSON", "cameras.kml": "LIBKML"}


def edited(frame: gpd.GeoDataFrame, crs: str) -> tuple[gpd.GeoDataFrame, str, str]:
    """Return a layer sorted, with a column more, a camera moved east and another deleted."""
    frame = frame.to_crs(CRS).sort_values("street").reset_index(drop=True)
    moved, deleted = frame.index[frame["status"] == "new"][:2]
    names = str(frame.loc[moved, "camera_id"]), str(frame.loc[deleted, "camera_id"])
    shapes = np.array(shapely.force_2d(frame.geometry.array))
    shapes[moved] = shapely.Point(shapes[moved].x + EAST_M, shapes[moved].y)
    frame = frame.set_geometry(gpd.GeoSeries(shapes, crs=CRS)).assign(poznamka="ověřit")
    return frame.drop(index=deleted).to_crs(crs), *names


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DRIVERS)
def test_gdal_edits_a_layer(plan: Plan, tmp_path: Path, name: str, language: Language) -> None:
    """Read, sorted, one camera moved, one deleted, a column added, written in the same format."""
    frame = layer_of(plan, name, language, tmp_path)
    layer, moved, deleted = edited(frame, CRS if name == "plan.gpkg" else "EPSG:4326")
    path = tmp_path / f"edited{Path(name).suffix}"
    pyogrio.write_dataframe(layer, path, driver=DRIVERS[name], layer="cameras")
    got = read(path)

    assert got.keys() == {camera.camera_id for camera in plan.cameras} - {deleted}
    before = next(camera for camera in plan.cameras if camera.camera_id == moved)
    place = got[moved]["geometry"]
    assert math.dist((place.x, place.y), (before.x_m + EAST_M, before.y_m)) < PLACE_M
    assert got[moved]["model"] == before.model
    same(got, plan, but=(moved, deleted))
    reading = cameras.read(path, crs=CRS, proposals=True)
    assert "poznamka" in reading.account.unused
    assert "camera_xy_apart" in [note.kind for note in reading.account.notes]


def test_gdal_reads_the_blocks_that_we_read(plan: Plan, tmp_path: Path) -> None:
    """Places and attributes of the drawing, by GDAL, are those of the plan."""
    path = tmp_path / "cameras.dxf"
    path.write_bytes(LISTS["cameras.dxf"](plan, None, "cs"))
    frame = pyogrio.read_dataframe(path, layer="entities", INLINE_BLOCKS="FALSE")
    blocks = frame[frame["BlockName"].notna()]
    tags = [dict(str(one).split(" ", 1) for one in row) for row in blocks["BlockAttributes"]]
    planned = {camera.camera_id: camera for camera in plan.cameras}

    assert {row["ID"] for row in tags} == planned.keys()
    for row, place in zip(tags, blocks.geometry, strict=True):
        camera = planned[row["ID"]]
        assert math.dist((place.x, place.y), (camera.x_m, camera.y_m)) < PLACE_M
        assert row["KAMEROVY_BOD"] == camera.point_id


def test_a_drawing_that_gdal_wrote_is_refused_with_the_remedy(plan: Plan, tmp_path: Path) -> None:
    """It has no blocks: nobody knows which camera is which."""
    points = gpd.GeoDataFrame(
        geometry=[shapely.Point(camera.x_m, camera.y_m) for camera in plan.cameras], crs=CRS
    )
    pyogrio.write_dataframe(points, tmp_path / "points.dxf", driver="DXF")
    with pytest.raises(Exception, match="no blocks with attributes"):
        read(tmp_path / "points.dxf")


def changed(content: bytes, change: Callable[[dict[str, ezdxf.entities.Insert]], object]) -> bytes:
    """Return a drawing after something was done to its blocks in a CAD."""
    drawing = ezdxf.read(io.StringIO(content.decode("utf-8")))
    inserts = {each.get_attrib_text("ID"): each for each in drawing.modelspace().query("INSERT")}
    change(inserts)
    stream = io.StringIO()
    drawing.write(stream)
    return stream.getvalue().encode("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cad_moves_turns_and_erases_blocks(
    plan: Plan, tmp_path: Path, language: Language
) -> None:
    """Place and turn of a block count, and a text edited; what was assumed and turned is a fact."""
    fixed = [c for c in plan.cameras if plan.has_direction(c)]
    moved = next(c for c in fixed if c.status == "new")
    turned = next(c for c in fixed if c is not moved and not c.azimuth_assumed)
    guessed = next(c for c in fixed if c.azimuth_assumed)
    typed = next(c for c in fixed if c not in (moved, turned, guessed))
    erased = next(c for c in plan.cameras if c not in (moved, turned, guessed, typed))

    def change(inserts: dict[str, ezdxf.entities.Insert]) -> None:
        inserts[moved.camera_id].translate(EAST_M, 0, 0)
        for camera in (turned, guessed):
            inserts[camera.camera_id].dxf.rotation -= 30.0
        inserts[typed.camera_id].get_attrib("AZIMUT").dxf.text = "77,5°"
        inserts[typed.camera_id].get_attrib("VYSKA").dxf.text = "5,5 m"
        inserts[erased.camera_id].destroy()

    path = tmp_path / "od projektanta.dxf"
    path.write_bytes(changed(LISTS["cameras.dxf"](plan, None, language), change))
    got = read(path)
    changes = (moved, turned, guessed, typed, erased)

    same(got, plan, but=tuple(camera.camera_id for camera in changes))
    assert erased.camera_id not in got
    place = got[moved.camera_id]["geometry"]
    assert math.dist((place.x, place.y), (moved.x_m + EAST_M, moved.y_m)) < PLACE_M
    for camera in (turned, guessed):
        off = turn_deg(camera.azimuth_deg, got[camera.camera_id]["azimuth_deg"])
        assert float(off) == pytest.approx(30.0, abs=1e-3)
    (true,) = true_azimuth_deg([77.5], [typed.x_m], [typed.y_m], crs=CRS)
    assert got[typed.camera_id]["azimuth_deg"] == pytest.approx(float(true), abs=1e-6)
    assert got[typed.camera_id]["mount_height_m"] == 5.5


def test_a_telephone_moves_a_waypoint(plan: Plan, tmp_path: Path) -> None:
    """All cameras of the point move with it, and keep their exact places beside each other."""
    content = LISTS["cameras.gpx"](plan, None, "cs").decode("utf-8")
    camera = plan.cameras[0]
    lon, lat = (float(each[0]) for each in to_lonlat([camera.x_m], [camera.y_m], crs=CRS))
    content = content.replace(
        f'lat="{lat:.7f}" lon="{lon:.7f}">', f'lat="{lat + 1e-4:.7f}" lon="{lon:.7f}">', 1
    )
    (tmp_path / "telefon.gpx").write_text(content, encoding="utf-8")
    got = read(tmp_path / "telefon.gpx")

    place = got[camera.camera_id]["geometry"]
    _, north = to_lonlat([place.x], [place.y], crs=CRS)
    assert float(north[0]) == pytest.approx(lat + 1e-4, abs=1e-7)
    same(got, plan, but=(camera.camera_id,))
