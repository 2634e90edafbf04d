"""What was assumed of a camera never leaves as a fact, in any list."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from placement.output.layers import Layers
from placement.output.lists.cameras import cameras_csv, cameras_geojson
from placement.output.lists.dxf import cameras_dxf
from placement.output.lists.formats import PUBLIC_LISTS
from placement.output.lists.gpx import cameras_gpx
from placement.output.lists.kml import cameras_kml
from placement.output.lists.osm_proposal import cameras_osm
from placement.output.public_edition import plan_of
from placement.output.webmap import data
from placement.plan import Plan

Town = tuple[Plan, Layers]
ASSUMED = {
    "model_assumed": True,
    "kind_assumed": True,
    "height_assumed": True,
    "tilt_assumed": True,
}


@pytest.fixture
def guessed(small_town: Town) -> Plan:
    """Return a plan of one standing camera of which place and direction alone are known."""
    plan, _ = small_town
    camera = evolve(
        plan.cameras[0],
        status="existing",
        phase=0,
        provenance="surveyed",
        azimuth_assumed=False,
        azimuth_deg=359.97,
        **ASSUMED,
    )
    return evolve(plan, cameras=(camera,), provenance={})


def tags(plan: Plan) -> dict[str, str]:
    """Return the tags of the only node proposed."""
    (node,) = ET.fromstring(cameras_osm(plan, None, "en")).findall("node")
    return {tag.attrib["k"]: tag.attrib["v"] for tag in node.findall("tag")}


def test_openstreetmap_gets_what_is_known(guessed: Plan) -> None:
    """The direction stays though kind and height are assumed, and 359.97 is north."""
    assert tags(guessed)["camera:direction"] == "0"
    assert not {"camera:type", "height"} & tags(guessed).keys()


def test_openstreetmap_loses_only_the_direction(guessed: Plan) -> None:
    """An assumed direction takes neither the kind nor the height with it."""
    known = evolve(
        guessed.cameras[0], azimuth_assumed=True, kind_assumed=False, height_assumed=False
    )
    said = tags(evolve(guessed, cameras=(known,)))

    assert "camera:direction" not in said
    assert {"camera:type", "height"} <= said.keys()


def test_lists_for_programs_flag_it(guessed: Plan) -> None:
    """CSV and GeoJSON: no kind, flags beside model, height and tilt, an azimuth below 360."""
    (row,) = csv.DictReader(io.StringIO(cameras_csv(guessed).decode()))
    (feature,) = json.loads(cameras_geojson(guessed))["features"]

    assert (row["kind"], row["azimuth_deg"]) == ("", "0.0")
    assert [row[name] for name in ASSUMED if name != "kind_assumed"] == ["true"] * 3
    assert feature["properties"]["kind"] is None
    assert feature["properties"]["height_assumed"] is True


def test_drawings_and_walks_say_so(guessed: Plan) -> None:
    """GPX and DXF have the word beside each value, KML no height to draw at."""
    walk = cameras_gpx(guessed, None, "en").decode()
    drawing = cameras_dxf(guessed, None, "en").decode()
    balloon = cameras_kml(guessed, None, "en").decode()

    assert "kind not known" in walk
    assert walk.count("(assumed)") == 2
    assert drawing.count("(assumed)") == 3
    assert "relativeToGround" not in balloon


@pytest.mark.parametrize("name", [name for name in PUBLIC_LISTS if name != "cameras.xlsx"])
def test_the_public_edition_has_no_kind_of_its_own(guessed: Plan, name: str) -> None:
    """The stand-in of an unknown kind is in no public file."""
    public = plan_of(guessed)
    written = PUBLIC_LISTS[name](public, None, "en").decode("utf-8", errors="replace")

    assert public.cameras[0].kind is None
    assert public.cameras[0].value("kind_assumed")
    assert "turning" not in written
    assert "camera:type" not in written
    assert ">fixed<" not in written
    assert ",fixed," not in written
    assert '"kind": "fixed"' not in written


def test_the_map_says_so(guessed: Plan) -> None:
    """The page carries the flags and no kind."""
    (camera,) = data._cameras(guessed, list(guessed.cameras))

    assert camera["kind"] == "unknown"
    assert camera["model_assumed"]
    assert camera["height_assumed"]
