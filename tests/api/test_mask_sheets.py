"""Sheets of masks: the same polygons as the plan has, in pixels of the camera, on paper too."""

import json
import tomllib
from pathlib import Path

import pytest
from attrs import evolve

import placement
from placement.api.mask_sheets import MaskSheets, mask_sheets
from placement.errors import InputError
from tests.pipeline import toy_case
from tests.pipeline.test_masks import write_case

HOSTILE = "</script>$x$ %s \\ \u202e ="


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> MaskSheets:
    """Return the sheets of the cameras of the crossroads."""
    folder = write_case(tmp_path_factory.mktemp("sheets"), masks_most=3)
    values = tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8"))
    toy_case.with_one_new_camera(values)
    toy_case.write_plan(folder, values)
    case = placement.read_case(folder)
    return mask_sheets(case, placement.plan_case(case))


def test_coordinates_are_those_of_the_plan(sheets: MaskSheets) -> None:
    """Share for share the plan's masks; pixels are shares of the camera's own picture."""
    plain = json.loads(sheets.as_json())
    by_id = {camera["camera_id"]: camera for camera in plain["cameras"]}

    assert (plain["format"], plain["version"]) == ("placement-masks", 1)
    assert any(camera.masks for camera in sheets.plan.cameras)
    for camera in sheets.plan.cameras:
        if camera.status == "out of service":
            continue
        pictures = by_id[camera.camera_id]["pictures"]
        polygons = [mask for picture in pictures for mask in picture["masks"]]
        corners = [[list(corner) for corner in mask.corners] for mask in camera.masks]
        assert [mask["shares"] for mask in polygons] == corners
        for picture in pictures:
            assert len(picture["masks"]) <= 3
            size = picture["width_px"], picture["height_px"]
            for mask in picture["masks"]:
                for share, pixel in zip(mask["shares"], mask["pixels"], strict=True):
                    assert pixel == [round(s * side) for s, side in zip(share, size, strict=True)]


def test_hostile_names_are_drawn_as_they_are(sheets: MaskSheets) -> None:
    """Twice the same bytes, whatever the camera is called."""
    one = evolve(sheets, sheets=(evolve(sheets.sheets[0], camera_id=HOSTILE, street=HOSTILE),))

    assert one.as_pdf(language="cs") == one.as_pdf(language="cs")
    assert one.as_pdf(language="en").startswith(b"%PDF")
    assert json.loads(one.as_json())["cameras"][0]["camera_id"] == HOSTILE


def test_a_camera_that_is_not_in_the_plan_is_named(sheets: MaskSheets, tmp_path: Path) -> None:
    """As everywhere, with those that read alike."""
    case = placement.read_case(write_case(tmp_path))
    result = placement.plan_case(case)

    with pytest.raises(InputError, match="K99"):
        mask_sheets(case, result, ["K99"])
