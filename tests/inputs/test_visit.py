"""Site visits: what the map saved comes back, and nothing in a file is taken on trust."""

import base64
import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.errors import InputError, PlacementError, SchemaError
from placement.inputs import visit

JPEG = b"\xff\xd8\xff\xe0 a picture"
NOTE: dict[str, Any] = {
    "camera_id": "K31",
    "visited_at": "2026-11-29T10:30:00.000Z",
    "occluded": True,
    "height_m": 5.5,
    "carrier": "lamp post",
    "note": "lípa před objektivem",
    "photos": [
        {
            "name": "K31-1.jpg",
            "data_url": f"data:image/jpeg;base64,{base64.b64encode(JPEG).decode()}",
        }
    ],
}
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def file_of(folder: Path, *notes: object, **head: object) -> Path:
    """Write a visit with some notes; `head` takes the place of what stands above them."""
    path = folder / "visit.json"
    document = {"format": "placement visit", "version": 1, "case": "Ves", "visits": [*notes]}
    path.write_text(json.dumps({**document, **head}), encoding="utf-8")
    return path


def test_a_visit_comes_back_as_it_was_noted(tmp_path: Path) -> None:
    """Every field, the photo byte for byte; what was not noted stays empty."""
    bare = {"camera_id": "K32", "visited_at": "2026-11-29T11:00:00+01:00"}
    read = visit.read(file_of(tmp_path, NOTE, bare))
    first, second = read.cameras

    assert read.case == "Ves"
    assert (first.camera_id, first.occluded, first.height_m) == ("K31", True, 5.5)
    assert (first.carrier, first.note) == ("lamp post", "lípa před objektivem")
    assert [(p.name, p.media_type, p.content) for p in first.photos] == [
        ("K31-1.jpg", "image/jpeg", JPEG)
    ]
    assert (second.occluded, second.height_m, second.carrier, second.photos) == (None, None, "", ())
    assert first.visited_at.isoformat() == "2026-11-29T10:30:00+00:00"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("camera_id", ""),
        ("camera_id", 7),
        ("camera_id", "x" * 201),
        ("visited_at", "2026-11-29T10:30:00"),
        ("visited_at", "yesterday"),
        ("occluded", "yes"),
        ("height_m", -1),
        ("height_m", 61),
        ("height_m", True),
        ("height_m", float("nan")),
        ("height_m", 10**400),
        ("note", "x" * 4001),
        ("carrier", ["wall"]),
        ("photos", {}),
        ("photos", [NOTE["photos"][0]] * 21),
        ("photos", [{**NOTE["photos"][0], "name": "../../x.jpg"}]),
        ("photos", [{**NOTE["photos"][0], "name": "x.exe"}]),
        ("photos", [{"name": "x.jpg", "data_url": "data:image/svg+xml;base64,PHN2Zz4="}]),
        ("photos", [{"name": "x.jpg", "data_url": "data:image/jpeg;base64,PHN2Zz4="}]),
        ("photos", [{"name": "x.jpg", "data_url": "data:image/jpeg;base64,/9j=/"}]),
        ("photos", ["x.jpg"]),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(tmp_path: Path, key: str, value: object) -> None:
    """The message names the note and the field."""
    with pytest.raises(SchemaError) as caught:
        visit.read(file_of(tmp_path, NOTE, {**NOTE, "camera_id": "K2", key: value}))

    (problem,) = caught.value.problems
    assert problem.column.startswith(f"visits[1].{key}")
    assert len(caught.value.render("cs")) < 400


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Two notes, three faults and a camera noted twice."""
    with pytest.raises(SchemaError) as caught:
        visit.read(file_of(tmp_path, {**NOTE, "height_m": "x", "occluded": 1}, NOTE, 5))

    places = [problem.column for problem in caught.value.problems]
    assert places == ["visits[0].occluded", "visits[0].height_m", "visits[2]"] + [
        f"visits[2].{key}" for key in ("camera_id", "visited_at")
    ] + [""]
    assert caught.value.problems[-1].kind == "visit_twice"


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"format": "placement visit"}', b"\xff\xfe", b"[" * 100_000, b"null",
     b'{"format": "placement visit", "version": 2}',
     b'{"format": "placement visit", "version": 1, "visits": {}}'],
)  # fmt: skip
def test_what_is_no_visit_is_refused(tmp_path: Path, content: bytes) -> None:
    """Whatever it is, it ends in an error of the input."""
    path = tmp_path / "visit.json"
    path.write_bytes(content)
    with pytest.raises(InputError):
        visit.read(path)


@given(key=st.sampled_from(sorted(NOTE)), value=JSON_VALUES)
def test_any_value_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    """No value of any field is a bug."""
    path = file_of(tmp_path_factory.mktemp("visit"), {**NOTE, key: value})
    with contextlib.suppress(PlacementError):  # anything else would be a bug
        assert len(visit.read(path).cameras) == 1
