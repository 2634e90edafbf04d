"""The proposal for OpenStreetMap, read back with GDAL and with our own reader of cameras."""

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pyogrio
import pytest
from attrs import evolve

from placement.crs.krovak import S_JTSK
from placement.crs.systems import to_crs
from placement.output import public_edition
from placement.output.layers import Layers
from placement.output.lists.osm_proposal import LONGEST, cameras_osm, is_offered
from placement.output.wording import printable
from placement.plan import Plan, PlannedCamera
from placement.plan.public import numbers_of

Town = tuple[Plan, Layers]


@pytest.fixture(scope="module")
def known(small_town: Town) -> Plan:
    """Return a plan of which some cameras stand at known places."""
    plan, _ = small_town
    provenance = ("documented", "surveyed", "derived", "assumed", "synthetic", "documented")
    cameras = [
        evolve(camera, provenance=said)
        for camera, said in zip(plan.cameras, (*provenance, *provenance), strict=False)
    ]
    return evolve(plan, cameras=tuple(cameras))


def nodes(plan: Plan) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Return attributes and tags of each node."""
    top = ET.fromstring(cameras_osm(plan, None, "en"))
    return [
        (node.attrib, {tag.attrib["k"]: tag.attrib["v"] for tag in node.iter("tag")})
        for node in top.iter("node")
    ]


def by_number(plan: Plan) -> list[PlannedCamera]:
    """Return the cameras in the order of every list."""
    number = numbers_of(plan)
    return sorted(plan.cameras, key=lambda camera: number[camera.camera_id])


def offered(plan: Plan) -> list[PlannedCamera]:
    """Return the cameras that stand at known places, by their numbers."""
    return [camera for camera in by_number(plan) if is_offered(camera)]


def test_only_what_stands_at_a_known_place_is_offered(known: Plan) -> None:
    """Nothing planned, assumed or made up; the note counts what is left out."""
    standing = [camera for camera in by_number(known) if camera.phase == 0]
    expected = [camera for camera in standing if camera.provenance not in ("assumed", "synthetic")]
    note = ET.fromstring(cameras_osm(known, None, "en")).findtext("note") or ""

    assert offered(known) == expected
    assert 0 < len(expected) < len(standing)
    assert [tags["ref"] for _, tags in nodes(known)] == [c.point_id for c in expected]
    assert f"left out because the position is only assumed: {len(standing) - len(expected)}" in note


def test_it_says_that_it_is_a_proposal_and_is_locked(known: Plan) -> None:
    """Upload never, new nodes only, a note in the file and on each node."""
    top = ET.fromstring(cameras_osm(known, None, "cs"))

    assert top.attrib == {"version": "0.6", "generator": "placement", "upload": "never"}
    assert "ne k nahrání" in (top.findtext("note") or "")
    assert "UKÁZKOVÁ DATA" in (top.findtext("note") or "")
    for attributes, tags in nodes(known):
        assert int(attributes["id"]) < 0
        assert {"version", "changeset", "user"}.isdisjoint(attributes)
        assert tags["note"].startswith("Proposal")
        assert tags["man_made"] == "surveillance"
        assert tags["surveillance:type"] == "camera"


def test_directions_and_heights_are_told_only_if_known(known: Plan) -> None:
    """No assumed azimuth, none of a camera that turns; heights as surveyed only."""
    for (_, tags), camera in zip(nodes(known), offered(known), strict=True):
        fixed = tags["camera:type"] == "fixed"
        told = fixed and not camera.azimuth_assumed
        assert ("camera:direction" in tags) == told
        if told:
            assert int(tags["camera:direction"]) == round(camera.azimuth_deg) % 360
        assert ("height" in tags) == (camera.provenance == "surveyed")
        assert ("fixme" in tags) == (camera.provenance == "derived")


def test_gdal_finds_a_node_for_each_camera(known: Plan, tmp_path: Path) -> None:
    """To a centimetre, with its tags."""
    (tmp_path / "cameras.osm").write_bytes(cameras_osm(known, None, "cs"))
    frame = pyogrio.read_dataframe(tmp_path / "cameras.osm", layer="points")
    here = to_crs(frame, S_JTSK).geometry

    assert np.allclose(here.x, [camera.x_m for camera in offered(known)], atol=0.01, rtol=0)
    assert np.allclose(here.y, [camera.y_m for camera in offered(known)], atol=0.01, rtol=0)
    assert list(frame["ref"]) == [camera.point_id for camera in offered(known)]
    assert set(frame["man_made"]) == {"surveillance"}


def test_the_public_edition_tells_no_direction_mount_or_height(known: Plan) -> None:
    """What is withheld elsewhere is not offered to the world's map either."""
    public = public_edition.plan_of(known)

    assert len(nodes(public)) == len(offered(known))
    for _, tags in nodes(public):
        assert not {"camera:direction", "camera:mount", "height"} & set(tags)


def test_where_provenance_is_withheld_nothing_is_offered(known: Plan) -> None:
    """A place of which nobody knows whether it is assumed stays out."""
    assert nodes(public_edition.plan_of(known, withhold=("provenance",))) == []


def test_hostile_names_are_values(nasty_town: Town) -> None:
    """Short, printable, one tag each."""
    plan, _ = nasty_town
    cameras = tuple(
        evolve(camera, point_id=camera.name, phase=0, provenance="surveyed")
        for camera in plan.cameras
    )
    offers = evolve(plan, cameras=cameras)

    for (_, tags), camera in zip(nodes(offers), by_number(offers), strict=True):
        whole = printable(camera.name)
        assert tags["ref"] == (whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…")
