"""Real lists through the whole tool and back: what was assumed of a camera stays assumed."""

import csv
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pytest
import shapely

import placement
from placement import CameraEvaluation
from placement.inputs import cameras
from placement.inputs.cameras.vocabulary import PLATES, kind_of
from placement.output.lists.formats import LISTS
from placement.texts import LANGUAGES

OSGB = "EPSG:27700"
KROVAK = "EPSG:5514"
MODELS = (
    {"name": "fixed", "hfov_deg": 80, "vfov_deg": 45, "width_px": 2688, "cost_czk": 0},
    {"name": "plates", "hfov_deg": 20, "vfov_deg": 12, "width_px": 2688, "cost_czk": 0,
     "purpose": "plates"},
)  # fmt: skip


ASSUMED = {
    "mount_height_m": "height_assumed",
    "model": "model_assumed",
    "kind": "kind_assumed",
    "tilt_deg": "tilt_assumed",
}
"""Column → the flag by which its value is assumed, unless a list leaves it empty."""


def street_through(table: gpd.GeoDataFrame, crs: str) -> gpd.GeoDataFrame:
    """Return a street that runs past some of the cameras, eastwards."""
    ordered = sorted(zip(table.geometry.x, table.geometry.y, strict=True))
    line = shapely.LineString([(x, y + 5) for x, y in ordered[:: max(1, len(ordered) // 4)]])
    return gpd.GeoDataFrame({"name": ["Road"]}, geometry=[line], crs=crs)


def evaluated(path: Path, crs: str) -> CameraEvaluation:
    """Return what the cameras of a file are worth in a town of one street past them."""
    table = cameras.read(path, crs=crs).table
    case = placement.case_from_tables(
        {"streets": street_through(table, crs), "cameras": path},
        camera_models=MODELS,
        target_cameras=len(table),
        crs=crs,
        provenance="surveyed",
        viewshed={"cell_m": 20},
        demand={"bandwidth_m": 400, "lixel_m": 100},
    )
    return placement.evaluate_cameras(case)


@pytest.fixture(scope="module")
def trafford(shared_data: Path) -> CameraEvaluation:
    """Return Trafford's 163 cameras, of which the council tells places and names alone."""
    return evaluated(shared_data / "cameras" / "trafford_cctv_cameras.csv", OSGB)


@pytest.mark.town
@pytest.mark.parametrize("name", [name for name in LISTS if name != "cameras.osm"])
def test_trafford_comes_back_from_every_list(
    trafford: CameraEvaluation, tmp_path: Path, name: str
) -> None:
    """163 cameras at their places to a centimetre; height, model and direction still unknown."""
    plan = trafford.plan
    assert len(plan.cameras) == 163
    planned = {camera.camera_id: camera for camera in plan.cameras}
    for language in LANGUAGES:
        (tmp_path / name).write_bytes(LISTS[name](plan, None, language))
        table = cameras.read(tmp_path / name, crs=OSGB, proposals=True).table

        assert set(table["camera_id"]) == planned.keys()
        meant = [planned[each] for each in table["camera_id"]]
        apart = np.hypot(
            table.geometry.x - [camera.x_m for camera in meant],
            table.geometry.y - [camera.y_m for camera in meant],
        )
        assert apart.max() < 0.01
        assert table["azimuth_deg"].isna().all()
        for column, flag in ASSUMED.items():
            empty = table[column].isna() | (table[column] == "")
            assert (empty | table.get(flag, default=False)).all(), column


@pytest.mark.town
def test_of_trafford_openstreetmap_gets_places_alone(trafford: CameraEvaluation) -> None:
    """No kind, direction or height, all of which are assumed."""
    top = ET.fromstring(LISTS["cameras.osm"](trafford.plan, None, "en"))
    keys = {str(tag.get("k")) for tag in top.iter("tag")}

    assert len(top.findall("node")) == 163
    assert not {"camera:type", "camera:direction", "height"} & keys


NODES = {
    "range": {"camera:direction": "315-45", "camera:type": "fixed"},
    "two": {"camera:direction": "90;270", "camera:type": "fixed"},
    "reader": {"camera:direction": "190", "surveillance:type": "ALPR"},
    "unknown": {},
    "two ranges": {"direction": "120-180;S"},
    "all round": {"camera:direction": "0-360"},
}
WIDTHS_DEG = {"1": 90.0, "5-1": 60.0, "6": 360.0}
"""Camera → how wide its node says it looks; the others say nothing of it."""


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return nodes of OpenStreetMap: ranges, several directions, a plate reader, nothing said."""
    path = tmp_path_factory.mktemp("osm") / "cameras.osm"
    top = ET.Element("osm", version="0.6")
    for number, tags in enumerate(NODES.values(), start=1):
        lon = f"{13.6 + number / 1000:.7f}"
        node = ET.SubElement(top, "node", id=str(number), version="1", lat="50.6", lon=lon)
        every = {"man_made": "surveillance", "surveillance:type": "camera", **tags}
        for key, value in every.items():
            ET.SubElement(node, "tag", k=key, v=value)
    path.write_bytes(ET.tostring(top))
    return path


def test_ranges_keep_their_width_and_several_directions_are_several_cameras(nodes: Path) -> None:
    """315-45 looks north, 90° wide; 90;270 are two cameras of one point; ALPR is a kind."""
    table = cameras.read(nodes, crs=KROVAK).table.set_index("camera_id")

    assert list(table.index) == ["1", "2-1", "2-2", "3", "4", "5-1", "5-2", "6"]
    assert table.loc["1", ["azimuth_deg", "width_deg"]].tolist() == [0.0, 90.0]
    assert table.loc[["2-1", "2-2"], "azimuth_deg"].tolist() == [90.0, 270.0]
    assert table.loc["2-1", "point_id"] == table.loc["2-2", "point_id"]
    assert table["kind"].tolist() == ["fixed", "fixed", "fixed", PLATES, "", "", "", ""]
    assert table["width_deg"].dropna().to_dict() == WIDTHS_DEG
    assert table.loc[["5-1", "5-2"], "azimuth_deg"].tolist() == [150.0, 180.0]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_brings_a_width_back_and_gives_no_other(
    nodes: Path, tmp_path: Path, name: str
) -> None:
    """What a range said, whatever the assumed model has; azimuths beside it as they were."""
    plan = evaluated(nodes, KROVAK).plan
    assert {c.camera_id: c.width_deg for c in plan.cameras if c.width_deg is not None} == WIDTHS_DEG
    for language in LANGUAGES:
        (tmp_path / name).write_bytes(LISTS[name](plan, None, language))
        if name == "cameras-vms.csv":
            rows = csv.DictReader((tmp_path / name).read_text("utf-8").splitlines())
            angles = {row["camera_id"]: row["field_of_view_deg"] for row in rows}
            assert angles == {
                c.camera_id: f"{WIDTHS_DEG.get(c.camera_id, '')}" for c in plan.cameras
            }
            continue
        table = cameras.read(tmp_path / name, crs=KROVAK, proposals=True).table
        known = table[table["width_deg"].notna()]
        assert sorted(known["width_deg"]) == sorted(WIDTHS_DEG.values())
        azimuths_deg = known.sort_values("width_deg")["azimuth_deg"].to_numpy()
        assert azimuths_deg[:2] == pytest.approx([150.0, 0.0], abs=1e-5)
        assert np.isnan(azimuths_deg[2])


def test_the_layer_of_cameras_has_the_width(nodes: Path) -> None:
    """As a number, empty where nothing is said."""
    layer = evaluated(nodes, KROVAK).layers.cameras

    assert layer.set_index("camera_id")["width_deg"].dropna().to_dict() == WIDTHS_DEG


def test_a_plate_reader_gets_a_model_for_plates_and_leaves_as_one(
    nodes: Path, tmp_path: Path
) -> None:
    """Its model is assumed, its kind is known; what nobody said is said of no camera."""
    plan = evaluated(nodes, KROVAK).plan
    by_id = {camera.camera_id: camera for camera in plan.cameras}
    top = ET.fromstring(LISTS["cameras.osm"](plan, None, "en"))
    tags = [{tag.get("k"): tag.get("v") for tag in node} for node in top.iter("node")]
    kinds = sorted(str(each["surveillance:type"]) for each in tags)

    assert {name: each.model for name, each in by_id.items()} == {
        "1": "fixed", "2-1": "fixed", "2-2": "fixed", "3": "plates", "4": "fixed",
        "5-1": "fixed", "5-2": "fixed", "6": "fixed",
    }  # fmt: skip
    assert all(camera.model_assumed for camera in plan.cameras)
    assert not by_id["3"].kind_assumed
    assert by_id["4"].kind_assumed
    assert kinds == ["ALPR", *["camera"] * 7]
    assert sum("camera:type" in each for each in tags) == 4
    path = tmp_path / "cameras.osm"
    path.write_bytes(LISTS["cameras.osm"](plan, None, "en"))
    again = cameras.read(path, crs=KROVAK).table
    assert sorted(again["azimuth_deg"].dropna()) == [0.0, 90.0, 150.0, 180.0, 190.0, 270.0]
    assert again["kind"].tolist().count(PLATES) == 1


@pytest.mark.parametrize("word", ["ALPR", "čtečka SPZ", "čtečka registračních značek", "ANPR"])
def test_plate_readers_in_words(word: str) -> None:
    """Lists in Czech and tags of OpenStreetMap mean the same kind."""
    assert kind_of(word) == PLATES
    assert not re.search("plate", kind_of("pevná"))
