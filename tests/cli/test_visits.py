"""`placement visit`: what a site visit noted, told beside the plan."""

import json
from pathlib import Path

import placement
from tests.cli.running import run
from tests.pipeline import toy_case


def test_a_visit_is_told_camera_by_camera_and_bad_files_are_refused(tmp_path: Path) -> None:
    """Visited or not, hidden, and height and carrier where they differ; nothing else of a file."""
    case = toy_case.write(tmp_path / "case")
    assert run("plan", case, "-o", tmp_path / "plan", "-q").code == 0
    cameras = placement.read_plan(tmp_path / "plan").plan.cameras
    first = min(cameras, key=lambda camera: camera.rank)
    note = {"camera_id": first.camera_id, "visited_at": "2026-11-29T10:30:00Z", "occluded": True}
    notes = [
        {**note, "height_m": first.height_m + 1, "carrier": "wall", "note": "\x1b[31mlípa"},
        {**note, "camera_id": "foreign"},
    ]
    visit = tmp_path / "visit.json"
    document = {"format": "placement visit", "version": 1, "case": "elsewhere", "visits": notes}
    visit.write_text(json.dumps(document), encoding="utf-8")

    done = run("visit", tmp_path / "plan", visit, "--json", "--lang", "cs")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["cameras"][0]["camera_id"] == first.camera_id
    assert len(told["cameras"]) == len(cameras)
    row = told["cameras"][0]
    assert (row["occluded"], row["height_differs"], row["noted_height_m"]) == (
        True,
        True,
        first.height_m + 1,
    )
    assert [row["visited_at"] for row in told["cameras"][1:]] == [None] * (len(cameras) - 1)
    assert told["unknown"] == ["foreign"]
    assert f"Navštívena 1 kamera z {len(cameras)}." in done.err
    assert "nenavštíveno" in done.err
    assert "elsewhere" in done.err
    assert "\x1b" not in done.err

    visit.write_text("{}", encoding="utf-8")
    assert run("visit", tmp_path / "plan", visit).code == 4
