"""Elements of Open XML: draft in one call, properties in the order the standard asks for."""

import re

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from placement.output.wording import printable

TURNING = re.compile("[\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}]")
"""Marks that no name needs, and that turn the rest of a sentence around."""
PROPERTY_ORDER = {
    "w:pPr": (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
        "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
        "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
        "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap",
        "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId",
        "cnfStyle", "rPr", "sectPr", "pPrChange",
    ),
    "w:rPr": (
        "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike",
        "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden",
        "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect",
        "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
    ),
    "w:sdtPr": (
        "rPr", "alias", "tag", "id", "lock", "placeholder", "temporary", "showingPlcHdr",
        "dataBinding", "label", "tabIndex", "richText", "text",
    ),
    "w:tblPr": (
        "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize",
        "tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd",
        "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription",
    ),
    "w:tcPr": (
        "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
        "textDirection", "tcFitText", "vAlign", "hideMark",
    ),
    "w:sectPr": (
        "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar",
        "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign",
        "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid",
    ),
}  # fmt: skip
"""Element → its children in the sequence of ISO/IEC 29500-1."""


def element(
    tag: str, /, *children: BaseOxmlElement | None, words: str = "", **attributes: object
) -> BaseOxmlElement:
    """Return an element with children and attributes of the same namespace; None is no child.

    Properties are put into the order of the standard.
    """
    node = OxmlElement(tag)
    prefix = tag.partition(":")[0]
    for name, value in attributes.items():
        node.set(qn(f"{prefix}:{name}"), str(value))
    order = PROPERTY_ORDER.get(tag)
    inside = [child for child in children if child is not None]
    if order is not None:
        inside.sort(key=lambda child: order.index(local_name(child)))
    node.extend(inside)
    if words:
        node.text = words
        if tag in {"w:t", "w:instrText"}:
            node.set(qn("xml:space"), "preserve")
    return node


def local_name(node: BaseOxmlElement) -> str:
    """Return the name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]


def clean(words: str) -> str:
    """Return words that XML can hold and that do not turn what follows them around."""
    return TURNING.sub("\N{REPLACEMENT CHARACTER}", printable(words))


def run(words: str, *properties: BaseOxmlElement) -> BaseOxmlElement:
    """Return a run of text."""
    style = element("w:rPr", *properties) if properties else None
    return element("w:r", style, element("w:t", words=clean(words)))


def paragraph(
    style: str, *content: BaseOxmlElement, properties: tuple[BaseOxmlElement, ...] = ()
) -> BaseOxmlElement:
    """Return a paragraph with the id of its style."""
    return element("w:p", element("w:pPr", element("w:pStyle", val=style), *properties), *content)


def numbered(number_id: int, level: int = 0) -> BaseOxmlElement:
    """Return the property of a paragraph that numbers it; 0 is no numbering."""
    return element("w:numPr", element("w:ilvl", val=level), element("w:numId", val=number_id))
