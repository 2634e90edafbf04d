"""QML, the XML in which QGIS keeps how a layer is drawn: symbols by category, labels, names.

Properties of symbols are written in the short form (`prop`), which QGIS reads from version 3.0 on.
Sizes are millimetres on paper or screen.
"""

from collections.abc import Iterator, Mapping
from typing import Literal
from xml.etree import ElementTree as ET

from attrs import field, frozen

Kind = Literal["marker", "line", "fill"]
KINDS: tuple[Kind, ...] = ("marker", "line", "fill")
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
FIELD, EXPRESSION = 2, 3
"""QGIS' numbers of a property that a column tells, and one that an expression tells."""


@frozen
class Category:
    """A symbol of a layer: which rows it draws, what the legend calls it, and how it looks."""

    value: str
    """What the layer's expression comes to in these rows; empty: all others."""
    label: str
    parts: tuple[ET.Element, ...] = field(converter=tuple[ET.Element, ...])


@frozen
class LayerStyle:
    """How a layer is drawn."""

    kind: Kind
    expression: str
    """Column or expression of QGIS that tells the categories apart; empty: one symbol for all."""
    categories: tuple[Category, ...] = field(converter=tuple[Category, ...])
    label_field: str = ""
    """Column that is written beside each shape; empty: none."""


def qml(style: LayerStyle, *, names: Mapping[str, str]) -> str:
    """Return a style as QML; `names` are what columns are called, in the layer's order."""
    root = ET.Element("qgis", version="3.16.0", styleCategories="Symbology|Labeling|Fields")
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        {"type": "categorizedSymbol", "attr": style.expression}
        if style.expression
        else {"type": "singleSymbol"},
    )
    if style.expression:
        categories = ET.SubElement(renderer, "categories")
        for at, category in enumerate(style.categories):
            value = (
                {"value": category.value, "type": "string"} if category.value else {"type": "NULL"}
            )
            ET.SubElement(
                categories,
                "category",
                {
                    "symbol": str(at),
                    "label": category.label,
                    "render": "true",
                    "value": "",
                    **value,
                },
            )
    symbols = ET.SubElement(renderer, "symbols")
    for at, category in enumerate(style.categories):
        symbol = ET.SubElement(
            symbols,
            "symbol",
            {"type": style.kind, "name": str(at), "alpha": "1", "clip_to_extent": "1"},
        )
        symbol.extend(category.parts)
    if style.label_field:
        _label(root, style.label_field)
    aliases = ET.SubElement(root, "aliases")
    for at, (column, name) in enumerate(names.items()):
        if name:
            ET.SubElement(aliases, "alias", field=column, index=str(at), name=name)
    ET.SubElement(root, "layerGeometryType").text = str(KINDS.index(style.kind))
    return DOCTYPE + ET.tostring(root, encoding="unicode")


def _label(root: ET.Element, column: str) -> None:
    """Write a column beside each shape, with a white edge round the letters."""
    labeling = ET.SubElement(root, "labeling", type="simple")
    settings = ET.SubElement(labeling, "settings", calloutType="simple")
    words = {
        "fieldName": column, "isExpression": "0", "fontSize": "8", "fontFamily": "Open Sans",
        "textColor": "29,41,57,255",
    }  # fmt: skip
    style = ET.SubElement(settings, "text-style", words)
    ET.SubElement(
        style,
        "text-buffer",
        bufferDraw="1", bufferSize="0.8", bufferColor="255,255,255,230", bufferSizeUnits="MM",
    )  # fmt: skip
    ET.SubElement(settings, "placement", placement="6", dist="2", distUnits="MM", priority="5")
    ET.SubElement(settings, "rendering", obstacle="1", drawLabels="1", displayAll="0")


def marker(
    shape: str,
    *,
    fill: str,
    edge: str,
    size_mm: float,
    forward_mm: float = 0.0,
    angle_field: str = "",
    only_if: str = "",
) -> ET.Element:
    """Return a mark of a point; `forward_mm` is how far it stands ahead in its direction."""
    layer = _layer(
        "SimpleMarker",
        {
            "name": shape, "color": _rgba(fill), "outline_color": _rgba(edge),
            "outline_width": "0.3", "outline_width_unit": "MM", "size": f"{size_mm}",
            "size_unit": "MM", "angle": "0", "offset": f"0,{-forward_mm}", "offset_unit": "MM",
        },
    )  # fmt: skip
    defined = {
        "angle": (FIELD, "field", angle_field),
        "enabled": (EXPRESSION, "expression", only_if),
    }
    _defined(layer, {name: each for name, each in defined.items() if each[2]})
    return layer


def _defined(layer: ET.Element, properties: Mapping[str, tuple[int, str, str]]) -> None:
    """Let columns or expressions tell properties of a symbol, row by row."""
    if not properties:
        return
    holder = ET.SubElement(layer, "data_defined_properties")
    top = _option(holder, "", "Map")
    _option(top, "name", "QString", "")
    table = _option(top, "properties", "Map")
    for name, (kind, key, value) in properties.items():
        entry = _option(table, name, "Map")
        _option(entry, "active", "bool", "true")
        _option(entry, key, "QString", value)
        _option(entry, "type", "int", str(kind))
    _option(top, "type", "QString", "collection")


def _option(holder: ET.Element, name: str, kind: str, value: str | None = None) -> ET.Element:
    keys = {"type": kind} | ({"name": name} if name else {})
    return ET.SubElement(holder, "Option", keys if value is None else {**keys, "value": value})


def line(colour: str, *, width_mm: float) -> ET.Element:
    """Return the stroke of a line."""
    return _layer(
        "SimpleLine",
        {"line_color": _rgba(colour), "line_width": f"{width_mm}", "line_width_unit": "MM",
         "capstyle": "round", "joinstyle": "round"},
    )  # fmt: skip


def fill(
    colour: str, *, edge: str, width_mm: float = 0.0, opacity: float = 1.0, dashed: bool = False
) -> ET.Element:
    """Return the fill of an area; without a colour it is hollow, without an edge it has none."""
    return _layer(
        "SimpleFill",
        {
            "color": _rgba(colour or "#ffffff", opacity if colour else 0.0),
            "style": "solid" if colour else "no",
            "outline_color": _rgba(edge or "#ffffff"),
            "outline_style": ("dash" if dashed else "solid") if edge else "no",
            "outline_width": f"{width_mm}",
            "outline_width_unit": "MM",
        },
    )


def _layer(kind: str, properties: Mapping[str, str]) -> ET.Element:
    layer = ET.Element("layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    for name, value in properties.items():
        ET.SubElement(layer, "prop", k=name, v=value)
    return layer


def _rgba(colour: str, opacity: float = 1.0) -> str:
    """Return a colour as QGIS writes it: red, green, blue and opacity, each 0 to 255."""
    parts: Iterator[int] = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return ",".join(map(str, (*parts, round(255 * opacity))))
