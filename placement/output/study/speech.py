"""What chapters say: headings, paragraphs, lists and cells, from texts of the catalogues.

A key is given below `study.`; numbers go in as fields, and what counts things reads with them:
`47 nových kamer`.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from placement.output.study.blocks import (
    Bullets,
    Cell,
    Inline,
    NumberField,
    Paragraph,
    Reference,
    StudyHeading,
    StudyTable,
    ToFill,
    sentence,
)
from placement.output.study.fields import number_field, value_at
from placement.output.wording import phase_name, phase_title, printable
from placement.plan import PhaseResult
from placement.texts import text

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.output.study.basis import StudyBasis

Style = Literal["text", "lead", "note", "warning"]
ANNEXES = (
    "cards", "security", "map", "conditions", "balance_test", "record", "impact_assessment",
    "publication", "measures", "parameters",
)  # fmt: skip
ANNEX_LETTERS = {f"annex_{key}": Reference(f"annex-{key}") for key in ANNEXES}
"""What a sentence writes for the letter of an annex: `v příloze {annex_parameters}`."""


def say(basis: "StudyBasis", key: str, /, **values: object) -> tuple[Inline, ...]:
    """Return a sentence of the study; it may name annexes by their letters."""
    letters = {name: each for name, each in ANNEX_LETTERS.items() if name not in values}
    return sentence(f"study.{key}", basis.language, **letters, **values)


def words(basis: "StudyBasis", key: str, /, **values: object) -> str:
    """Return a text of the study without fields."""
    return text(f"study.{key}", basis.language, **values)


def paragraph(
    basis: "StudyBasis", key: str, /, style: Style = "text", **values: object
) -> Paragraph:
    """Return a paragraph of one sentence or more of the study."""
    return Paragraph(say(basis, key, **values), style=style)


def joined(*sentences: Sequence[Inline], style: Style = "text") -> Paragraph:
    """Return a paragraph of sentences, one after the other."""
    inlines: list[Inline] = []
    for each in sentences:
        if inlines and each:
            inlines.append(" ")
        inlines += each
    return Paragraph(tuple(inlines), style=style)


def heading(basis: "StudyBasis", key: str, *, level: int = 1, ref: str = "") -> StudyHeading:
    """Return a heading, which `ref` refers to."""
    return StudyHeading(words(basis, key), level=level, key=ref)


def to_fill(basis: "StudyBasis", key: str) -> tuple[Inline, ...]:
    """Return a place that a person fills in."""
    return (ToFill(words(basis, key)),)


def fill(basis: "StudyBasis", key: str) -> Paragraph:
    """Return a paragraph that a person writes."""
    return Paragraph(to_fill(basis, key))


def bullets(items: Iterable[Sequence[Inline]], *, numbered: bool = False) -> Bullets:
    """Return a list of sentences."""
    return Bullets(tuple(tuple(item) for item in items), numbered=numbered)


def counted(basis: "StudyBasis", path: str, what: str) -> NumberField:
    """Return the field of a number with what it counts: `3 etapy`; `what` is below `count.`."""
    value = value_at(basis.results(), path)
    return NumberField(path, value, words(basis, f"count.{what}", n=value))


def worth(basis: "StudyBasis", path: str, *, in_parts: bool = False) -> NumberField:
    """Return the field of demand: incidents a year, with tenths if few or so asked, or metres."""
    kind = "incidents" if basis.has_incidents else "metres"
    value = value_at(basis.results(), path)
    if kind == "incidents" and (in_parts or abs(value) < 10):
        field = number_field(basis, path, decimals=1)
        return NumberField(path, value, words(basis, "count.incidents_part", n=field.words))
    return NumberField(path, value, words(basis, f"count.{kind}", n=round(value)))


def demand_words(basis: "StudyBasis") -> str:
    """Return what shares are of: `očekávaných událostí`."""
    return words(basis, "of.incidents" if basis.has_incidents else "of.metres")


def title_of(basis: "StudyBasis", phase: PhaseResult) -> str:
    """Return what a phase is called, with its years; today is today."""
    if phase.phase == 0:
        return words(basis, "today")
    return phase_title(phase, basis.language)


def name_of(basis: "StudyBasis", phase: PhaseResult) -> str:
    """Return what a phase is called, without years."""
    if phase.phase == 0:
        return words(basis, "today")
    return phase_name(phase.name_in(basis.language), phase.phase, basis.language)


def cell(*inlines: Inline) -> Cell:
    """Return a cell; texts of inputs are made printable."""
    return tuple(printable(one) if isinstance(one, str) else one for one in inlines)


def table(
    basis: "StudyBasis",
    key: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    right: Iterable[int] = (),
    widths: Sequence[float] = (),
    source: str = "",
    landscape: bool = False,
) -> StudyTable:
    """Return a table under the caption `study.<key>.caption`; its heads are words already."""
    return StudyTable(
        key=key,
        caption=words(basis, f"{key}.caption"),
        heads=tuple(heads),
        rows=tuple(tuple(row) for row in rows),
        right=frozenset(right),
        widths=tuple(widths),
        source=source,
        landscape=landscape,
    )
