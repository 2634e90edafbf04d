"""Styles and numberings of a document: those a template lacks are added, its own stay."""

from collections.abc import Mapping
from importlib import resources

from attrs import frozen
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from placement.output.study.word.elements import element, numbered
from placement.texts import Language

LANGUAGE_TAGS: Mapping[Language, str] = {"cs": "cs-CZ", "en": "en-GB"}
HEADINGS = ("heading 1", "heading 2", "heading 3")
PROMISED = (*HEADINGS, "caption", "Title", "toc 1", "List Bullet", "header", "footer")
"""Styles that a town's template is looked up for; those it lacks are told."""
LOCAL_NAMES = {
    **{f"nadpis {level}": f"heading {level}" for level in (1, 2, 3)},
    **{f"obsah {level}": f"toc {level}" for level in (1, 2, 3)},
    "název": "title", "podnadpis": "subtitle", "titulek": "caption", "záhlaví": "header",
    "zápatí": "footer", "seznam s odrážkami": "list bullet", "číslovaný seznam": "list number",
    "seznam obrázků": "table of figures", "nadpis obsahu": "toc heading",
}  # fmt: skip
"""Names that Czech programs show for styles → those that files have; some templates store them."""

AFTER_UPDATE = (
    "hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "attachedSchema",
    "themeFontLang", "clrSchemeMapping", "shapeDefaults", "decimalSymbol", "listSeparator",
)  # fmt: skip
"""Settings that stand after `updateFields` in the standard."""


@frozen
class Look:
    """Ids of styles and numberings in a document."""

    styles: Mapping[str, str]
    """Name of a style → its id in the document."""
    chapters: int
    """Numbering of chapters; 0 where the template's headings have one of their own."""
    annexes: int
    bullets: int
    numbers: int
    """Numbering of lists; each list takes a new one that begins at 1."""
    added: tuple[str, ...] = ()
    """Styles among those promised that a template lacked."""


def dress(document: Document, language: Language, *, is_template: bool) -> Look:
    """Put the styles and numberings of a study into a document, and say what they are called."""
    ours = parse_xml(_resource("styles.xml"))
    keys = {_name(style): _key(style) for style in ours.findall(qn("w:style"))}
    styles = document.styles.element
    if not is_template:
        for child in list(styles):
            styles.remove(child)
        styles.extend(list(ours))
        added: tuple[str, ...] = ()
    else:
        added = _add_lacking(styles, ours)
    _speak(document, language)
    theirs = _ids(styles)
    names = {name: theirs[key] for name, key in keys.items()}
    numbers = _add_numberings(document, names)
    has_own = _is_numbered(styles, names["heading 1"])
    if not has_own:
        for level, name in enumerate(HEADINGS):
            _number_style(styles, names[name], numbers[0], level)
    lacking = tuple(name for name in PROMISED if name in added)
    return Look(names, 0 if has_own else numbers[0], *numbers[1:], lacking)


def new_list(document: Document, like: int) -> int:
    """Return the id of a numbering that looks like another and begins at 1."""
    root = document.part.numbering_part.element
    abstract = next(
        each.find(qn("w:abstractNumId")).get(qn("w:val"))
        for each in root.findall(qn("w:num"))
        if each.get(qn("w:numId")) == str(like)
    )
    number = _next_id(root, "w:num", "w:numId")
    root.append(
        element(
            "w:num",
            element("w:abstractNumId", val=abstract),
            element("w:lvlOverride", element("w:startOverride", val=1), ilvl=0),
            numId=number,
        )
    )
    return number


def _resource(name: str) -> bytes:
    return (resources.files("placement.output.study.word") / name).read_bytes()


def _name(style: BaseOxmlElement) -> str:
    return str(style.find(qn("w:name")).get(qn("w:val")))


def _key(style: BaseOxmlElement) -> str:
    """Return what a style is known by: its kind and name, however a program writes that."""
    name = _name(style).strip().lower()
    return f"{style.get(qn('w:type'))}: {LOCAL_NAMES.get(name, name)}"


def _ids(styles: BaseOxmlElement) -> dict[str, str]:
    """Return the id of each style, the first where two are known by the same."""
    ids: dict[str, str] = {}
    for each in styles.findall(qn("w:style")):
        if each.find(qn("w:name")) is not None:
            ids.setdefault(_key(each), each.get(qn("w:styleId")))
    return ids


def _add_lacking(styles: BaseOxmlElement, ours: BaseOxmlElement) -> tuple[str, ...]:
    """Add our styles that a template lacks, on top of its own ones; return their names."""
    theirs = _ids(styles)
    style_ids = {each.get(qn("w:styleId")) for each in styles.findall(qn("w:style"))}
    ids: dict[str, str] = {}  # of ours → in the document
    lacking = []
    for style in list(ours.findall(qn("w:style"))):
        own = style.get(qn("w:styleId"))
        ids[own] = theirs.get(_key(style)) or (f"Study{own}" if own in style_ids else own)
        if _key(style) not in theirs:
            lacking.append(style)
    for style in lacking:
        style.set(qn("w:styleId"), ids[style.get(qn("w:styleId"))])
        for link in ("w:basedOn", "w:next"):
            node = style.find(qn(link))
            if node is not None:
                node.set(qn("w:val"), ids[node.get(qn("w:val"))])
        if style.get(qn("w:default")) is not None:
            del style.attrib[qn("w:default")]
        styles.append(style)
    return tuple(_name(style) for style in lacking)


def _speak(document: Document, language: Language) -> None:
    """Say in which language a document is, to readers of screens and to spelling."""
    tag = LANGUAGE_TAGS[language]
    styles = document.styles.element
    for node in styles.iter(qn("w:lang")):
        node.set(qn("w:val"), tag)
    properties = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if properties is not None and properties.find(qn("w:lang")) is None:
        properties.append(element("w:lang", val=tag))
    document.core_properties.language = tag
    settings = document.settings.element
    for node in settings.findall(qn("w:themeFontLang")):
        node.set(qn("w:val"), tag)
    if settings.find(qn("w:updateFields")) is None:
        settings.insert(_place_of_update(settings), element("w:updateFields", val="true"))


def _place_of_update(settings: BaseOxmlElement) -> int:
    """Return where the standard has the setting that fields are updated on opening."""
    later = {qn(f"w:{name}") for name in AFTER_UPDATE}
    places = (place for place, node in enumerate(settings) if node.tag in later)
    return next(places, len(settings))


def _add_numberings(document: Document, styles: Mapping[str, str]) -> tuple[int, int, int, int]:
    """Add our numberings; return the numbers of chapters, annexes, bullets and lists."""
    root = document.part.numbering_part.element
    first = _next_id(root, "w:abstractNum", "w:abstractNumId")
    abstracts = list(parse_xml(_resource("numbering.xml")))
    place = root.find(qn("w:num"))
    for offset, abstract in enumerate(abstracts):
        abstract.set(qn("w:abstractNumId"), str(first + offset))
        for level, node in enumerate(abstract.iter(qn("w:pStyle"))):
            node.set(qn("w:val"), styles[HEADINGS[level]])
        if place is None:
            root.append(abstract)
        else:
            place.addprevious(abstract)
    number = _next_id(root, "w:num", "w:numId")
    for offset in range(len(abstracts)):
        root.append(
            element("w:num", element("w:abstractNumId", val=first + offset), numId=number + offset)
        )
    return number, number + 1, number + 2, number + 3


def _next_id(root: BaseOxmlElement, tag: str, name: str) -> int:
    return max((int(each.get(qn(name))) for each in root.findall(qn(tag))), default=0) + 1


def _style(styles: BaseOxmlElement, identifier: str) -> BaseOxmlElement:
    style: BaseOxmlElement = next(
        each for each in styles.findall(qn("w:style")) if each.get(qn("w:styleId")) == identifier
    )
    return style


def _is_numbered(styles: BaseOxmlElement, identifier: str) -> bool:
    """Return whether a style has a numbering of its own."""
    number = _style(styles, identifier).find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    return number is not None and number.get(qn("w:val")) != "0"


def _number_style(styles: BaseOxmlElement, identifier: str, number: int, level: int) -> None:
    """Give a style of headings its numbering."""
    style = _style(styles, identifier)
    before = style.find(qn("w:pPr"))
    others = [] if before is None else [each for each in before if each.tag != qn("w:numPr")]
    properties = element("w:pPr", *others, numbered(number, level))
    if before is not None:
        style.replace(before, properties)
    elif (look := style.find(qn("w:rPr"))) is not None:
        look.addprevious(properties)
    else:
        style.append(properties)
