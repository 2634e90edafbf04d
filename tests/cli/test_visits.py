"""`placement visit`: what a site visit noted, told beside the plan; its photos as files."""

import base64
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


def test_photos_become_files_by_names_of_our_own(tmp_path: Path) -> None:
    """Whatever a file calls cameras and photos: number, id and count, in a new folder alone."""
    case = toy_case.write(tmp_path / "case")
    assert run("plan", case, "-o", tmp_path / "plan", "-q").code == 0
    first = min(placement.read_plan(tmp_path / "plan").plan.cameras, key=lambda each: each.rank)
    jpeg, png = b"\xff\xd8\xff one", b"\x89PNG\r\n\x1a\n two"
    photos = [
        {"name": "same.jpg", "data_url": url("jpeg", jpeg)},
        {"name": "same.jpg", "data_url": url("png", png)},
    ]
    hostile = ["../../up", "CON", "..", "con", "/etc/passwd", "a" * 200, "\u202e\x00"]
    at = "2026-11-29T10:30:00Z"
    notes = [
        {"camera_id": name, "visited_at": at, "photos": photos[:1]}
        for name in [first.camera_id, *hostile]
    ]
    notes[0]["photos"] = photos
    visit = tmp_path / "visit.json"
    document = {"format": "placement visit", "version": 1, "case": "elsewhere", "visits": notes}
    visit.write_text(json.dumps(document), encoding="utf-8")
    before = sorted(each.name for each in tmp_path.iterdir())

    done = run("visit", tmp_path / "plan", visit, "--photos", tmp_path / "photos", "--lang", "cs")

    assert done.code == 0, done.err
    assert "je 9 snímků" in done.err.replace("\N{NO-BREAK SPACE}", " ")
    files = {each.name: each.read_bytes() for each in (tmp_path / "photos").iterdir()}
    assert len({name.casefold() for name in files}) == 9
    assert files[f"001-{first.camera_id}-01.jpg"] == jpeg
    assert files[f"001-{first.camera_id}-02.png"] == png
    assert "x002-up-01.jpg" in files
    assert "x004-camera-01.jpg" in files
    assert all(name.isascii() and len(name) < 60 for name in files)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([*before, "photos"])

    again = run("visit", tmp_path / "plan", visit, "--photos", tmp_path / "photos")
    assert again.code == 7, "nobody's folder is written over"


def url(kind: str, content: bytes) -> str:
    """Return an address that holds a picture."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def test_sheets_and_route_are_written_beside_or_without_their_case(tmp_path: Path) -> None:
    """With the case all is drawn; without it that is said; neither file nor option is a mistake."""
    case = toy_case.write(tmp_path / "case")
    toy_case.change_plan(case, toy_case.with_one_new_camera)
    assert run("plan", case, "-o", tmp_path / "plan", "-q").code == 0
    sheets, route = tmp_path / "sheets.pdf", tmp_path / "route.gpx"

    alone = ("visit", tmp_path / "plan", "--sheets", sheets, "--year", "2026", "--lang", "cs")
    done = run(*alone, "--route", route, "--json")
    assert done.code == 0, done.err
    assert "Případ není po ruce" in done.err
    told = json.loads(done.out)
    assert told["output"] == [str(sheets), str(route)]
    assert all(walk["least_m"] <= walk["length_m"] for walk in told["walks"])
    bare = sheets.read_bytes()
    assert bare.startswith(b"%PDF")
    assert b"<rte>" in route.read_bytes()

    done = run(*alone, "--case", case)
    assert done.code == 0, done.err
    assert "Případ není po ruce" not in done.err
    assert len(sheets.read_bytes()) > len(bare)

    assert run("visit", tmp_path / "plan").code == 2
    assert run("visit", tmp_path / "plan", "--sheets", sheets, "--photos", "p").code == 2
    assert run(*alone, "--case", tmp_path / "nowhere").code == 3
    refused = run(*alone, "--phase", "9")
    assert refused.code == 4
    assert "Výsledek nemá kameru k obhlídce" in refused.err
