"""GPX read back with gpxpy and GDAL."""

from pathlib import Path
from xml.etree import ElementTree as ET

import gpxpy
import numpy as np
import pyogrio
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.crs.krovak import S_JTSK
from placement.crs.systems import to_crs
from placement.output.layers import Layers
from placement.output.lists.camera_table import by_point, in_order
from placement.output.lists.gpx import LONGEST, NAMESPACE, SYMBOLS, cameras_gpx
from placement.output.wording import printable
from placement.plan import Plan

Town = tuple[Plan, Layers]
ORDER = ("ele", "name", "desc", "sym", "type", "extensions")
"""Of a waypoint's children in GPX 1.1, of those we write."""


def test_a_waypoint_for_each_point(small_town: Town, tmp_path: Path) -> None:
    """Not for each camera: the second one at a point is told beside the first."""
    plan, layers = small_town
    first, second = in_order(plan)[:2]
    shared = evolve(second, point_id=first.point_id, x_m=first.x_m, y_m=first.y_m)
    plan = evolve(plan, cameras=(first, shared, *in_order(plan)[2:]))
    found = gpxpy.parse(cameras_gpx(plan, layers, "cs").decode()).waypoints

    assert len(found) == len(by_point(plan)) == len(plan.cameras) - 1
    assert found[0].description.count("azimut") == 1  # the other sees the whole circle
    assert first.camera_id in found[0].description
    assert second.camera_id in found[0].description


def test_both_readers_find_places_heights_and_words(small_town: Town, tmp_path: Path) -> None:
    """To a centimetre; the name begins with the point, the azimuth is the true one."""
    plan, layers = small_town
    written = cameras_gpx(plan, layers, "cs")
    (tmp_path / "cameras.gpx").write_bytes(written)
    mine = gpxpy.parse(written.decode()).waypoints
    frame = pyogrio.read_dataframe(tmp_path / "cameras.gpx", layer="waypoints")
    here = to_crs(frame, S_JTSK).geometry
    cameras = in_order(plan)

    assert np.allclose(here.x, [camera.x_m for camera in cameras], atol=0.01, rtol=0)
    assert np.allclose(here.y, [camera.y_m for camera in cameras], atol=0.01, rtol=0)
    assert list(frame["name"]) == [f"{camera.point_id} {camera.name}" for camera in cameras]
    assert list(frame["sym"]) == [SYMBOLS[camera.status] for camera in cameras]
    for waypoint, camera in zip(mine, cameras, strict=True):
        assert waypoint.elevation == camera.ground_m
        azimuth = f"azimut {camera.azimuth_deg:.0f}° od zeměpisného severu"
        is_round = plan.sees_whole_circle(camera)
        assert (azimuth in waypoint.description) != is_round
        assert "UKÁZKOVÁ DATA" in waypoint.description


def test_children_stand_in_the_order_of_the_schema(small_town: Town) -> None:
    """GPX 1.1 is a sequence; a time is nowhere, so that bytes repeat."""
    top = ET.fromstring(cameras_gpx(*small_town, "en"))

    assert top.attrib == {"version": "1.1", "creator": "placement"}
    assert top[0].tag == f"{{{NAMESPACE}}}metadata"
    for waypoint in top.iterfind(f"{{{NAMESPACE}}}wpt"):
        assert [child.tag.split("}")[1] for child in waypoint] == list(ORDER)
    assert cameras_gpx(*small_town, "en") == cameras_gpx(*small_town, "en")


def test_hostile_names_are_names(nasty_town: Town) -> None:
    """Each comes back in its printable form, shortened."""
    plan, layers = nasty_town
    found = gpxpy.parse(cameras_gpx(plan, layers, "cs").decode("utf-8")).waypoints

    for waypoint, camera in zip(found, in_order(plan), strict=True):
        whole = printable(f"{camera.point_id} {camera.name}")
        short = whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"
        assert waypoint.name == short.strip()


@given(name=st.text(max_size=20))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_name_is_well_formed(small_town: Town, name: str) -> None:
    """An XML parser takes the file, whatever a point is called."""
    plan, _ = small_town
    renamed = evolve(plan, cameras=(evolve(plan.cameras[0], name=name, point_id=name),))
    top = ET.fromstring(cameras_gpx(renamed, None, "en"))

    assert printable(name) in (top.findtext(f".//{{{NAMESPACE}}}wpt/{{{NAMESPACE}}}name") or "")


def test_a_height_nobody_knows_is_left_out(small_town: Town) -> None:
    """No `ele` instead of one that is no number."""
    plan, _ = small_town
    unknown = evolve(plan, cameras=(evolve(plan.cameras[0], ground_m=float("nan")),))

    assert b"<ele>" not in cameras_gpx(unknown, None, "cs")
