"""XML trees for KML, GPX and OSM: elements with printable text, written as UTF-8."""

from xml.etree import ElementTree as ET

from placement.output.wording import printable

Element = ET.Element


def root(tag: str, **attributes: str) -> Element:
    """Return the outermost element of a file."""
    return ET.Element(tag, {name: printable(value) for name, value in attributes.items()})


def child(parent: Element, tag: str, content: str | None = None, **attributes: str) -> Element:
    """Add an element with text and attributes below another; return it."""
    element = ET.SubElement(parent, tag, {n: printable(value) for n, value in attributes.items()})
    element.text = None if content is None else printable(content)
    return element


def as_bytes(top: Element) -> bytes:
    """Return a file in UTF-8, indented by one blank a level."""
    ET.indent(top, space=" ")
    document: bytes = ET.tostring(top, encoding="UTF-8", xml_declaration=True)
    return document + b"\n"
