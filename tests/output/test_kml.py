"""KML read back with GDAL and as XML."""

import html
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.crs.krovak import S_JTSK
from placement.crs.systems import to_crs
from placement.output.layers import Layers
from placement.output.lists.camera_table import CameraTable, always_seen, in_order
from placement.output.lists.kml import FIELDS, NAMESPACE, TOLERANCE_M, cameras_kml
from placement.output.wording import printable
from placement.plan import Plan

Town = tuple[Plan, Layers]
IN = {"k": NAMESPACE}
READS_FIELDS = pytest.mark.skipif(
    "LIBKML" not in pyogrio.list_drivers(), reason="this GDAL reads no typed fields of KML"
)


def folders(town: Town, path: Path) -> dict[str, gpd.GeoDataFrame]:
    """Return each folder as GDAL reads it."""
    path.write_bytes(cameras_kml(*town, "cs"))
    return {
        str(name): pyogrio.read_dataframe(path, layer=name) for name, _ in pyogrio.list_layers(path)
    }


@READS_FIELDS
def test_each_phase_is_a_folder_of_its_cameras(small_town: Town, tmp_path: Path) -> None:
    """Places to a centimetre, azimuths, typed fields, texts; every camera once."""
    plan, _ = small_town
    found = folders(small_town, tmp_path / "cameras.kml")
    names = ["Etapa 0", "Etapa 1", "Etapa 2", "Cíl"]

    assert list(found) == [each for name in names for each in (name, f"{name}: zorná pole")]
    for phase, name in enumerate(names):
        cameras = [camera for camera in in_order(plan) if camera.phase == phase]
        frame = found[name]
        here = to_crs(frame, S_JTSK).geometry
        assert list(frame["camera_id"]) == [camera.camera_id for camera in cameras]
        assert np.allclose(here.x, [camera.x_m for camera in cameras], atol=0.01, rtol=0)
        assert np.allclose(here.y, [camera.y_m for camera in cameras], atol=0.01, rtol=0)
        assert np.allclose(frame.geometry.z, [camera.height_m for camera in cameras])
        assert np.allclose(
            frame["azimuth_deg"],
            [np.nan if plan.sees_whole_circle(c) else c.azimuth_deg for c in cameras],
            atol=0.05,
            equal_nan=True,
        )
        assert frame["phase"].dtype.kind == "i"
        assert list(frame["street"]) == [camera.street for camera in cameras]
        assert set(frame["altitudeMode"]) == {"relativeToGround"}


def test_views_are_those_of_the_layers(small_town: Town, tmp_path: Path) -> None:
    """One a camera, in the detail asked, within the tolerance of the line."""
    plan, layers = small_town
    views = always_seen(plan, layers).set_index("camera_id").geometry
    found = {
        row["Name"]: shape
        for name, frame in folders(small_town, tmp_path / "cameras.kml").items()
        if name.endswith("zorná pole")
        for (_, row), shape in zip(frame.iterrows(), to_crs(frame, S_JTSK).geometry, strict=True)
    }

    assert set(found) == set(views.index)
    for name, shape in found.items():
        assert shape.hausdorff_distance(views[name]) < TOLERANCE_M + 0.02, name


def test_fields_have_their_types(small_town: Town) -> None:
    """The schema names every column of the list with its header."""
    plan, layers = small_town
    top = ET.fromstring(cameras_kml(plan, layers, "cs"))
    fields = top.findall(".//k:SimpleField", IN)
    kinds = {"integer": "int", "number": "double", "flag": "bool"}

    table = CameraTable.of(plan, layers)
    for column, field in zip(table.columns, fields, strict=True):
        assert field.attrib == {
            "name": FIELDS.get(column.name, column.name),
            "type": kinds.get(column.kind, "string"),
        }
        assert field.findtext("k:displayName", None, IN) == table.header(column, "cs")


@READS_FIELDS
def test_nothing_runs_in_a_balloon(nasty_town: Town, tmp_path: Path) -> None:
    """What a balloon shows is escaped HTML without entities of KML; fields hold the names."""
    found = folders(nasty_town, tmp_path / "cameras.kml")
    cameras = {c.camera_id: c for c in nasty_town[0].cameras}
    read = 0
    for name, frame in found.items():
        if name.endswith("zorná pole"):
            continue
        for _, row in frame.iterrows():
            assert row["street"] == printable(cameras[row["camera_id"]].street).strip()
            balloon = row["description"].replace("<br>", "")
            assert "<" not in balloon
            assert "$[" not in balloon
            read += 1

    assert read == len(cameras)
    styles = ET.fromstring((tmp_path / "cameras.kml").read_bytes()).findall(".//k:BalloonStyle", IN)
    assert {style.findtext("k:text", None, IN) for style in styles} == {"$[description]"}
    assert "&lt;script&gt;" in html.unescape((tmp_path / "cameras.kml").read_text("utf-8"))


@given(name=st.text(max_size=20))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_name_is_well_formed(small_town: Town, name: str) -> None:
    """An XML parser takes the file and gives the name back, line ends as blanks."""
    plan, _ = small_town
    renamed = evolve(plan, cameras=(evolve(plan.cameras[0], name=name),), case=name)
    top = ET.fromstring(cameras_kml(renamed, None, "en"))

    assert (top.findtext("k:Document/k:name", None, IN) or "") == printable(name)
    assert (top.findtext(".//k:SimpleData[@name='camera_name']", None, IN) or "") == printable(name)


def test_phases_of_one_name_stay_apart(small_town: Town, tmp_path: Path) -> None:
    """Folders of the same name get their number."""
    plan, layers = small_town
    alike = evolve(plan, phases=tuple(evolve(phase, name="Etapa") for phase in plan.phases))

    assert len(folders((alike, layers), tmp_path / "cameras.kml")) == 8


def test_rings_turn_as_kml_asks(small_town: Town) -> None:
    """Outer rings anticlockwise; the file says WGS 84 by being KML."""
    top = ET.fromstring(cameras_kml(*small_town, "cs"))
    rings = top.findall(".//k:outerBoundaryIs/k:LinearRing/k:coordinates", IN)

    assert rings
    for ring in rings:
        x, y = np.array([pair.split(",") for pair in (ring.text or "").split()], float).T
        assert _area(x, y) > 0


def _area(x: np.ndarray, y: np.ndarray) -> float:
    """Return the signed area of a ring, about its first corner."""
    x, y = x - x[0], y - y[0]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def test_nothing_is_asked_of_the_network(small_town: Town) -> None:
    """No picture, style or link lies elsewhere."""
    written = cameras_kml(*small_town, "cs").decode()

    assert written.count("http") == written.count(NAMESPACE) == 1
    assert "<href" not in written
