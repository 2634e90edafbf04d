"""The list for video management systems: a row a picture, facts only."""

import csv
import io

import pytest
from attrs import evolve

from placement.cameras.heads import Head
from placement.output import public_edition
from placement.output.layers import Layers
from placement.output.lists.formats import PUBLIC_LISTS, camera_files
from placement.output.lists.video_management import COLUMNS, cameras_vms
from placement.plan import Plan

Town = tuple[Plan, Layers]


def rows_of(plan: Plan) -> list[dict[str, str]]:
    """Return the list as an importer reads it."""
    return list(csv.DictReader(io.StringIO(cameras_vms(plan, None, "cs").decode("utf-8"))))


def test_each_camera_is_there_with_what_is_known_of_it(small_town: Town) -> None:
    """Place to a centimetre, direction from true north, angle, height; no address."""
    plan = small_town[0]
    rows = {row["camera_id"]: row for row in rows_of(plan)}

    assert list(rows_of(plan)[0]) == list(COLUMNS)
    assert set(rows) == {camera.camera_id for camera in plan.cameras if camera.removed_in is None}
    for camera in plan.cameras:
        row, model = rows[camera.camera_id], plan.model(camera.model)
        assert float(row["latitude"]) == pytest.approx(camera.lat_deg, abs=1e-7)
        assert float(row["longitude"]) == pytest.approx(camera.lon_deg, abs=1e-7)
        assert float(row["field_of_view_deg"]) == pytest.approx(model.lens.hfov_deg, abs=0.05)
        assert float(row["height_m"]) == pytest.approx(camera.height_m, abs=0.005)
        assert row["stream_url"] == ""
        if not (camera.azimuth_assumed or model.whole_circle):
            assert float(row["azimuth_deg"]) == pytest.approx(camera.azimuth_deg % 360, abs=0.05)


def test_what_is_assumed_is_left_empty(small_town: Town) -> None:
    """An importer would take it for a fact."""
    plan = small_town[0]
    camera = evolve(
        plan.cameras[0],
        azimuth_assumed=True, height_assumed=True, tilt_assumed=True, model_assumed=True,
    )  # fmt: skip
    (row,) = rows_of(evolve(plan, cameras=(camera,)))

    for column in (
        "azimuth_deg", "height_m", "tilt_deg", "model", "field_of_view_deg", "range_m"
    ):  # fmt: skip
        assert row[column] == ""


def test_each_head_is_a_picture_of_its_own(small_town: Town) -> None:
    """Three heads of 100° a third of a turn apart are three rows, each with its direction."""
    plan = small_town[0]
    camera = next(c for c in plan.cameras if not c.azimuth_assumed)
    model = plan.model(camera.model)
    lens = evolve(model.lens, hfov_deg=100.0)
    heads = tuple(Head(lens, 10.0, offset_deg) for offset_deg in (0.0, 120.0, 240.0))
    many = evolve(model, heads=heads, turning=False, presets=())
    here = evolve(camera, azimuth_deg=300.0)
    rows = rows_of(evolve(plan, cameras=(here,), models=(many,)))

    assert [float(row["azimuth_deg"]) for row in rows] == [300.0, 60.0, 180.0]
    assert len({row["name"] for row in rows}) == 3
    assert {row["field_of_view_deg"] for row in rows} == {"100.0"}


def test_no_name_is_a_formula(small_town: Town) -> None:
    """A name that a spreadsheet would run is text."""
    plan = small_town[0]
    camera = evolve(plan.cameras[0], name='=HYPERLINK("x")', camera_id="=1+1")
    (row, *_) = rows_of(evolve(plan, cameras=(camera,)))

    assert not row["name"].startswith("=")
    assert not row["camera_id"].startswith("=")


def test_the_public_edition_has_no_such_list(small_town: Town) -> None:
    """It is for who builds: directions and models are not published."""
    plan, layers = small_town
    public = public_edition.plan_of(plan)
    names = camera_files(public, public_edition.layers_of(public, layers), language="cs")

    assert "cameras-vms.csv" not in PUBLIC_LISTS
    assert "cameras-vms.csv" not in names
