"""Conversion of Overpass's JSON to an OpenStreetMap file for our readers."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import quoteattr

from placement.errors import InputError, Problem
from placement.files import reading

KINDS = ("node", "way", "relation")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST_ELEMENTS = 10_000_000

Element = Mapping[str, Any]


def elements(path: Path) -> dict[str, dict[int, Element]]:
    """Return nodes, ways and relations of an answer by their number.

    Raises
    ------
    InputError
        If it is no whole answer: Overpass out of time reports so with status 200.
    """
    by_kind: dict[str, dict[int, Element]] = {kind: {} for kind in KINDS}
    with reading(path, kind="fetch_unreadable"):
        for element in _elements_of_answer(path):
            _add_element(element, by_kind)
    if not by_kind["way"]:
        raise InputError(Problem("fetch_unreadable", path.name, values={"reason": "0 ways"}))
    return by_kind


def write_osm(path: Path, into: Path) -> None:
    """Write an answer as an `.osm` file, nodes before ways before relations.

    Raises
    ------
    InputError
        If it is no whole answer.
    """
    by_kind = elements(path)
    with into.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n')
        for kind in KINDS:
            for number in sorted(by_kind[kind]):
                _write(kind, number, by_kind[kind][number], stream)
        stream.write("</osm>\n")


def _elements_of_answer(path: Path) -> list[Element]:
    answer = json.loads(path.read_bytes())
    remark = str(answer.get("remark", ""))
    if "error" in remark:
        raise ValueError(remark)
    items = answer["elements"]
    if not isinstance(items, list) or len(items) > MOST_ELEMENTS:
        raise ValueError(f"elements: {type(items).__name__}")
    return items


def _add_element(element: Element, by_kind: dict[str, dict[int, Element]]) -> None:
    """Add an element after checks; one with tags replaces its repetition without any."""
    kind, number = element["type"], int(element["id"])
    if kind == "node":
        lat, lon = float(element["lat"]), float(element["lon"])
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise ValueError(f"node {number}: {lat}, {lon}")
    if kind == "way":
        [int(node) for node in element["nodes"]]
    if kind in by_kind and (number not in by_kind[kind] or element.get("tags")):
        by_kind[kind][number] = element


def _write(kind: str, number: int, element: Element, stream: TextIO) -> None:
    place = ""
    if kind == "node":
        place = f' lat="{float(element["lat"]):.7f}" lon="{float(element["lon"]):.7f}"'
    lines = [*_members(kind, element), *_tags(element)]
    if not lines:
        stream.write(f'<{kind} id="{number}" version="1"{place}/>\n')
        return
    stream.write(f'<{kind} id="{number}" version="1"{place}>\n')
    stream.writelines(f"{line}\n" for line in lines)
    stream.write(f"</{kind}>\n")


def _members(kind: str, element: Element) -> Iterator[str]:
    if kind == "way":
        yield from (f'<nd ref="{int(node)}"/>' for node in element["nodes"])
    if kind == "relation":
        for member in element.get("members", ()):
            if member.get("type") in KINDS:
                role = _attribute(member.get("role", ""))
                yield f'<member type="{member["type"]}" ref="{int(member["ref"])}" role={role}/>'


def _tags(element: Element) -> Iterator[str]:
    tags = element.get("tags") or {}
    yield from (f"<tag k={_attribute(name)} v={_attribute(tags[name])}/>" for name in sorted(tags))


def _attribute(value: object) -> str:
    return quoteattr(NOT_XML.sub("", str(value)))
