"""Overpass's JSON as an OpenStreetMap file, which the readers take like any other."""

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
        If it is no whole answer: Overpass that ran out of time says so in the middle of status 200.
    """
    found: dict[str, dict[int, Element]] = {kind: {} for kind in KINDS}
    with reading(path, kind="fetch_unreadable"):
        for element in _listed(path):
            _add(element, found)
    if not found["way"]:
        raise InputError(Problem("fetch_unreadable", path.name, values={"reason": "0 ways"}))
    return found


def write_osm(path: Path, into: Path) -> None:
    """Write an answer as an `.osm` file, nodes before ways before relations.

    Raises
    ------
    InputError
        If it is no whole answer.
    """
    found = elements(path)
    with into.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n')
        for kind in KINDS:
            for number in sorted(found[kind]):
                _write(kind, number, found[kind][number], stream)
        stream.write("</osm>\n")


def _listed(path: Path) -> list[Element]:
    answer = json.loads(path.read_bytes())
    remark = str(answer.get("remark", ""))
    if "error" in remark:
        raise ValueError(remark)
    listed = answer["elements"]
    if not isinstance(listed, list) or len(listed) > MOST_ELEMENTS:
        raise ValueError(f"elements: {type(listed).__name__}")
    return listed


def _add(element: Element, found: dict[str, dict[int, Element]]) -> None:
    """Put an element in, checked; one with tags goes before its bare repetition."""
    kind, number = element["type"], int(element["id"])
    if kind == "node":
        lat, lon = float(element["lat"]), float(element["lon"])
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise ValueError(f"node {number}: {lat}, {lon}")
    if kind == "way":
        [int(node) for node in element["nodes"]]
    if kind in found and (number not in found[kind] or element.get("tags")):
        found[kind][number] = element


def _write(kind: str, number: int, element: Element, stream: TextIO) -> None:
    place = ""
    if kind == "node":
        place = f' lat="{float(element["lat"]):.7f}" lon="{float(element["lon"]):.7f}"'
    lines = [*_inside(kind, element), *_tags(element)]
    if not lines:
        stream.write(f'<{kind} id="{number}" version="1"{place}/>\n')
        return
    stream.write(f'<{kind} id="{number}" version="1"{place}>\n')
    stream.writelines(f"{line}\n" for line in lines)
    stream.write(f"</{kind}>\n")


def _inside(kind: str, element: Element) -> Iterator[str]:
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
