"""Segments of Overture Maps, cut where their rules begin and end, with the rules as tags."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from attrs import frozen
from shapely.ops import substring

from placement.inputs.layers.features import Features
from placement.inputs.layers.shapes import VERTEX_HEIGHTS
from placement.inputs.layers.tags import headings_of, parse_literal
from placement.inputs.tables.attributes import texts

RULES = ("road_flags", "rail_flags", "level_rules", "access_restrictions")
FLAGS = {
    "is_tunnel": ("tunnel", "yes"),
    "is_bridge": ("bridge", "yes"),
    "is_indoor": ("indoor", "yes"),
    "is_covered": ("covered", "yes"),
    "is_under_construction": ("state", "construction"),
    "is_abandoned": ("state", "abandoned"),
}
"""A flag of Overture → the tag of the same meaning."""
LEAST_SHARE = 1e-6
"""Intervals shorter than this share of a line are dropped. [-]"""
ON_FOOT = "foot"


@frozen
class ScopedTag:
    """A tag that holds on a part of a line."""

    tag: str
    value: str
    low: float = 0.0
    high: float = 1.0


def split_by_rules(features: Features) -> Features:
    """Return features with Overture's rules as tags; lines are cut where one begins or ends.

    Features without such columns come back as they are.
    """
    frame = features.frame
    columns = [column for name in RULES for column in headings_of(frame, (name,))]
    if not columns:
        return features
    rule_texts = [texts(frame, column) for column in columns]
    lines, shapes, tags = [], [], []
    rows = zip(*rule_texts, strict=True)
    for row, (shape, cells) in enumerate(zip(frame.geometry, rows, strict=True)):
        rules = [rule for column, text in zip(columns, cells, strict=True)
                 for rule in _rules(column, parse_literal(text))]  # fmt: skip
        for low, high in _intervals(rules):
            middle = (low + high) / 2
            lines.append(row)
            whole = (low, high) == (0.0, 1.0)
            shapes.append(shape if whole else substring(shape, low, high, normalized=True))
            tags.append({rule.tag: rule.value for rule in rules if rule.low < middle < rule.high})
    tag_table = pd.DataFrame(
        tags, columns=sorted({tag for each in tags for tag in each}), dtype=object
    )
    cut = frame.iloc[lines].reset_index(drop=True).set_geometry(np.array(shapes, dtype=object))
    cut = cut.set_crs(frame.crs, allow_override=True)
    if VERTEX_HEIGHTS in cut.columns and len(cut) > len(frame):
        cut = cut.drop(columns=VERTEX_HEIGHTS)
    dropped = [column for column in (*columns, *tag_table.columns) if column in cut.columns]
    return features.with_frame(cut.drop(columns=dropped).assign(**tag_table.fillna("")))


def _intervals(rules: Sequence[ScopedTag]) -> Iterator[tuple[float, float]]:
    """Yield the parts of a line between the places where a rule begins or ends."""
    places = sorted({0.0, 1.0, *(p for rule in rules for p in (rule.low, rule.high))})
    breaks = [places[0]]
    breaks += [place for place in places[1:-1] if place - breaks[-1] > LEAST_SHARE]
    breaks = [place for place in breaks if place < 1 - LEAST_SHARE]
    yield from zip(breaks, [*breaks[1:], 1.0], strict=True)


def _rules(column: str, content: object) -> Iterator[ScopedTag]:
    for each in content if isinstance(content, list) else []:
        entry = {"values": [each]} if isinstance(each, str) else each
        if isinstance(entry, dict):
            low, high = _between(entry.get("between"))
            for tag, value in _tags_of_rule(column, entry):
                yield ScopedTag(tag, value, low, high)


def _tags_of_rule(column: str, entry: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield tag and value of one rule."""
    listed = entry.get("values")
    for flag in listed if isinstance(listed, list) else []:
        if flag in FLAGS:
            yield FLAGS[flag]
    if column.casefold().startswith("level") and isinstance(entry.get("value"), int | float):
        yield "layer", f"{entry['value']:g}"
    kind = entry.get("access_type")
    if kind in ("denied", "allowed", "designated"):
        yield from _permission(str(kind), entry.get("when"))


def _permission(kind: str, when: object) -> Iterator[tuple[str, str]]:
    """Yield the tags of a permission for people on foot; none for some vehicles, hours, ways."""
    conditions = {k: v for k, v in when.items() if v} if isinstance(when, dict) else {}
    mode = conditions.pop("mode", None)
    on_foot = isinstance(mode, list) and ON_FOOT in mode
    if kind == "denied" and not conditions:
        if mode is None:
            yield "access", "no"
        elif on_foot:
            yield "foot", "no"
    elif kind != "denied" and on_foot and not conditions:
        yield "foot", "yes"
    elif kind != "denied" and not mode and conditions.get("using") == ["at_destination"]:
        yield "access", "destination"


def _between(value: object) -> tuple[float, float]:
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(v, int | float) for v in value)
    ):
        low, high = (min(max(float(v), 0.0), 1.0) for v in value)
        return (low, high) if low < high else (0.0, 1.0)
    return 0.0, 1.0
