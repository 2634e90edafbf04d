"""Reader of a site visit: what somebody noted at the cameras of a plan, as its map saved it.

The map of a result (`output/webmap/assets/core/visit.js`) keeps notes and photos in the browser and
saves them as one JSON file. It comes back from a phone, so nothing in it is taken on trust.
"""

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

from placement.errors import InputError, Problem, SchemaError
from placement.files import MEGABYTE, plain_bytes, reading
from placement.texts import Phrase

FORMAT, VERSION = "placement visit", 1
MOST_BYTES = 300 * MEGABYTE
MOST_VISITS, MOST_PHOTOS = 5_000, 20
LONGEST_ID, LONGEST_NOTE = 200, 4_000
HEIGHTS_M = (0.0, 60.0)
MOST_PROBLEMS = 50
NO_MOMENT = datetime.min.replace(tzinfo=UTC)
LONGEST_SHOWN = 60
"""Characters of a wrong value that a message repeats."""
PHOTO_NAME = re.compile(r"[\w-]{1,100}\.(?:jpg|png|webp)", re.ASCII)
PHOTO = re.compile(r"data:(image/(?:jpeg|png|webp));base64,([A-Za-z0-9+/]*={0,2})", re.ASCII)
SIGNATURES: Mapping[str, bytes] = {
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/webp": b"RIFF",
}


@frozen
class Photo:
    """A picture taken at a camera."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@frozen
class CameraVisit:
    """What was noted at one camera; None or an empty text where nothing was."""

    camera_id: str
    visited_at: datetime
    occluded: bool | None = None
    """Whether something hides what the plan counts as seen."""
    height_m: float | None = None
    """Measured height of the camera above ground."""
    carrier: str = ""
    note: str = ""
    photos: tuple[Photo, ...] = ()


@frozen
class Visit:
    """A site visit: a note for each camera that somebody went to."""

    file: str
    case: str
    """The case whose map it was noted on."""
    cameras: tuple[CameraVisit, ...]


def read(path: Path) -> Visit:
    """Return a visit, in the order of its file.

    Parameters
    ----------
    path
        File that the map saved.

    Raises
    ------
    InputError
        If it cannot be read, is no visit, or a value is not what it should be.
    """
    with reading(path, kind="visit_unreadable"):
        document = json.loads(plain_bytes(path, most_bytes=MOST_BYTES).decode("utf-8-sig"))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError(Problem("visit_foreign", path.name))
    if document.get("version") != VERSION:
        shown = _shown(document.get("version"))
        raise InputError(Problem("visit_version", path.name, values={"version": shown}))
    rows = document.get("visits")
    if not isinstance(rows, list) or len(rows) > MOST_VISITS:
        raise SchemaError(_problem(path.name, "visits", rows, "list"))
    visits = [_Row(path.name, f"visits[{number}]", row) for number, row in enumerate(rows)]
    cameras = [each.camera_visit() for each in visits]
    problems = [problem for each in visits for problem in each.problems]
    problems += _repeated(path.name, cameras)
    if problems:
        raise SchemaError(problems[:MOST_PROBLEMS])
    case = document.get("case")
    return Visit(path.name, case if isinstance(case, str) else "", tuple(cameras))


def _repeated(file: str, cameras: list[CameraVisit]) -> Iterator[Problem]:
    counts = Counter(each.camera_id for each in cameras if each.camera_id)
    for camera_id, count in counts.items():
        if count > 1:
            yield Problem("visit_twice", file, values={"camera": camera_id, "n": count})


class _Row:
    """One note of the file, and what is wrong with it."""

    def __init__(self, file: str, place: str, row: object) -> None:
        self.file, self.place = file, place
        self.problems: list[Problem] = []
        self.row: dict[str, Any] = row if isinstance(row, dict) else {}
        if not isinstance(row, dict):
            self.problems.append(_problem(file, place, row, "object"))

    def camera_visit(self) -> CameraVisit:
        """Return the note; what is wrong in it is a problem, and stands for nothing."""
        return CameraVisit(
            camera_id=self._text("camera_id", LONGEST_ID, empty=False),
            visited_at=self._moment("visited_at"),
            occluded=self._flag("occluded"),
            height_m=self._height("height_m"),
            carrier=self._text("carrier", LONGEST_ID),
            note=self._text("note", LONGEST_NOTE),
            photos=self._photos("photos"),
        )

    def _wrong(self, key: str, value: object, expected: str) -> None:
        self.problems.append(_problem(self.file, f"{self.place}.{key}", value, expected))

    def _text(self, key: str, longest: int, *, empty: bool = True) -> str:
        value = self.row.get(key)
        if value is None and empty:
            return ""
        if not isinstance(value, str) or len(value) > longest or not (value or empty):
            self._wrong(key, value, "text")
            return ""
        return value

    def _moment(self, key: str) -> datetime:
        value = self.row.get(key)
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self._wrong(key, value, "moment")
            return NO_MOMENT
        return moment

    def _flag(self, key: str) -> bool | None:
        value = self.row.get(key)
        if value is not None and not isinstance(value, bool):
            self._wrong(key, value, "flag")
            return None
        return value

    def _height(self, key: str) -> float | None:
        value = self.row.get(key)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not HEIGHTS_M[0] <= value <= HEIGHTS_M[1]:
            self._wrong(key, value, "height")
            return None
        return float(value)

    def _photos(self, key: str) -> tuple[Photo, ...]:
        value = self.row.get(key, [])
        if not isinstance(value, list) or len(value) > MOST_PHOTOS:
            self._wrong(key, value, "photos")
            return ()
        photos = [_photo(each) for each in value]
        for number, photo in enumerate(photos):
            if photo is None:
                self._wrong(f"{key}[{number}]", value[number], "photo")
        return tuple(photo for photo in photos if photo is not None)


def _photo(value: object) -> Photo | None:
    """Return a photo, None if it is none: a name that is safe in a folder, and a real picture."""
    if not isinstance(value, dict):
        return None
    name, url = value.get("name"), value.get("data_url")
    if not isinstance(name, str) or not isinstance(url, str) or not PHOTO_NAME.fullmatch(name):
        return None
    match = PHOTO.fullmatch(url)
    if match is None:
        return None
    try:
        content = base64.b64decode(match[2], validate=True)
    except binascii.Error:
        return None
    is_webp = content[8:12] == b"WEBP" or match[1] != "image/webp"
    is_picture = content.startswith(SIGNATURES[match[1]]) and is_webp
    return Photo(name, match[1], content) if is_picture else None


def _problem(file: str, place: str, value: object, expected: str) -> Problem:
    values = {"value": _shown(value), "expected": Phrase(f"visit.expected.{expected}")}
    return Problem("visit_value", file, column=place, values=values)


def _shown(value: object) -> str:
    """Return the beginning of a value as JSON has it."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    try:
        words = json.dumps(value, ensure_ascii=False)
    except ValueError:  # a whole number of thousands of digits
        return "…"
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1]}…"
