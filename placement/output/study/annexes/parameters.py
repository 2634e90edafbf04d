"""Annex J: every number the study rests on, with unit, band and source, or as an assumption."""

from collections.abc import Iterator

from attrs import evolve

from placement.centre.parameters import Parameter
from placement.config.settings import settings_of
from placement.law.facts import LegalFact
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Cell,
    Citation,
    Inline,
    NumberField,
    Paragraph,
    StudyHeading,
    StudyTable,
    sentence,
)
from placement.output.study.fields import has_value, number_field
from placement.output.wording import printable, word_of
from placement.plan.column_values import kind_of
from placement.texts import NO_BREAK_SPACE, catalogue, text

WITHOUT_UNIT = "-"
YEAR, DEGREE = "year", "°"
BAND = ("low", "high")
ASSUMED = "předpoklad"
"""How the tables of sources begin where there is none; the study says it in its language."""
WIDTHS = (0.4, 0.14, 0.16, 0.3)


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the parameters of centre, law, cameras and plan, a table each group."""
    language = basis.language
    return (
        StudyHeading(
            text("annex.parameters.title", language), key="annex-parameters", numbering="annex"
        ),
        Paragraph(sentence("annex.parameters.lead", language)),
        *_part(basis, "centre", _centre(basis)),
        *_part(basis, "law", _law(basis)),
        *_part(basis, "models", _models(basis)),
        *_part(basis, "settings", _settings(basis)),
        *_part(basis, "inputs", _inputs(basis)),
    )


def _part(basis: StudyBasis, key: str, tables: Iterator[StudyTable]) -> Iterator[Block]:
    """Yield a part with its tables; a sentence where there are none."""
    language = basis.language
    yield StudyHeading(text(f"annex.parameters.{key}.title", language), level=2, numbering="annex")
    rows = [table for table in tables if table.rows]
    yield from rows
    if not rows:
        none = sentence(f"annex.parameters.{key}.none", language)
        yield Paragraph(none, style="warning")


def _heads(basis: StudyBasis, *names: str) -> tuple[str, ...]:
    return tuple(text(f"annex.parameters.head.{name}", basis.language) for name in names)


def _centre(basis: StudyBasis) -> Iterator[StudyTable]:
    """Yield a table for each group of the centre's parameters."""
    if basis.centre is None:
        return
    groups: dict[str, list[tuple[Cell, ...]]] = {}
    for position, each in enumerate(basis.centre.parameters.table.values()):
        groups.setdefault(each.group, []).append(_parameter(basis, position, each))
    for group, rows in groups.items():
        yield StudyTable(
            key=f"annex-parameters-{group}",
            caption=text(f"annex.parameters.group.{group}", basis.language),
            heads=_heads(basis, "what", "value", "band", "source"),
            rows=tuple(rows),
            right=frozenset({1, 2}),
            widths=WIDTHS,
        )


def _parameter(basis: StudyBasis, position: int, parameter: Parameter) -> tuple[Cell, ...]:
    path = f"centre/parameters/{position}"
    source: Cell = (
        (text("centre.own", basis.language),)
        if parameter.own
        else _source(basis, parameter.basis, parameter.source, parameter.as_of)
    )
    low, high = (_value(basis, f"{path}/{end}", parameter.unit, bare=True) for end in BAND)
    band: Cell = (low, f"{NO_BREAK_SPACE}–{NO_BREAK_SPACE}", high)
    return (
        (parameter.words(basis.language),),
        (_value(basis, f"{path}/value", parameter.unit),),
        band if parameter.low < parameter.high else ("–",),
        source,
    )


def _law(basis: StudyBasis) -> Iterator[StudyTable]:
    """Yield the facts of law and guidance."""
    yield StudyTable(
        key="annex-parameters-law",
        caption=text("annex.parameters.law.caption", basis.language),
        heads=_heads(basis, "fact", "value", "source"),
        rows=tuple(
            _fact(basis, position, fact) for position, fact in enumerate(basis.facts.values())
        ),
        right=frozenset({1}),
        widths=(0.5, 0.14, 0.36),
    )


def _fact(basis: StudyBasis, position: int, fact: LegalFact) -> tuple[Cell, ...]:
    value: Cell = (
        (text("annex.parameters.rule", basis.language),)
        if fact.unit == WITHOUT_UNIT
        else (_value(basis, f"law/{position}/value", fact.unit),)
    )
    source = _source(basis, fact.basis, fact.source, fact.as_of)
    return (printable(fact.words(basis.language)),), value, source


def _models(basis: StudyBasis) -> Iterator[StudyTable]:
    """Yield the camera models, as the plan file has them."""
    language = basis.language
    names = ("model", "kind", "angle", "width", "range", "price")
    yield StudyTable(
        key="annex-parameters-models",
        caption=text("annex.parameters.models.caption", language),
        heads=_heads(basis, *names),
        rows=tuple(_model(basis, position) for position in range(len(basis.plan.models))),
        right=frozenset({2, 3, 4, 5}),
        widths=(0.26, 0.16, 0.14, 0.14, 0.13, 0.17),
        source=text("annex.parameters.models.source", language),
    )


def _model(basis: StudyBasis, position: int) -> tuple[Cell, ...]:
    language, model = basis.language, basis.plan.models[position]
    path = f"plan/models/{position}"
    price: Inline = (
        number_field(basis, f"{path}/cost_czk", unit="Kč")
        if model.has_price
        else text("annex.parameters.models.unpriced", language)
    )
    return (
        (printable(model.name),),
        (word_of("lists.kind", kind_of(model), language),),
        (_value(basis, f"{path}/lens/hfov_deg", DEGREE),),
        (number_field(basis, f"{path}/lens/width_px", unit="px"),),
        (number_field(basis, f"{path}/range_m", decimals=None, unit="m"),),
        (price,),
    )


def _settings(basis: StudyBasis) -> Iterator[StudyTable]:
    """Yield the settings by which the plan was computed, a table for each section."""
    language = basis.language
    sections: dict[tuple[str, str], list[tuple[Cell, ...]]] = {}
    for setting in settings_of(basis.settings, language=language):
        path = "/".join(("settings", setting.section, *setting.names))
        value: Cell = (_words(basis, setting.value),)
        if not isinstance(setting.value, bool | str) and has_value(basis, path):
            value = (_value(basis, path, setting.unit),)
        chosen = "default" if setting.is_default else "own"
        row: tuple[Cell, ...] = (
            (printable(setting.words),),
            (printable(": ".join(setting.names)),),
            value,
            (text(f"annex.parameters.settings.{chosen}", language),),
        )
        sections.setdefault((setting.section, setting.section_words), []).append(row)
    for (section, words), rows in sections.items():
        yield StudyTable(
            key=f"annex-parameters-settings-{section}",
            caption=text(
                "annex.parameters.settings.caption", language, section=section, words=words
            ),
            heads=_heads(basis, "what", "key", "value", "source"),
            rows=tuple(rows),
            right=frozenset({2}),
            widths=(0.46, 0.2, 0.16, 0.18),
        )


def _inputs(basis: StudyBasis) -> Iterator[StudyTable]:
    """Yield which data the plan rests on, and where they are from."""
    language, plan = basis.language, basis.plan
    yield StudyTable(
        key="annex-parameters-inputs",
        caption=text("annex.parameters.inputs.caption", language),
        heads=_heads(basis, "input", "provenance", "credit"),
        rows=tuple(
            (
                (_input(name, basis),),
                (word_of("lists.provenance", provenance, language),),
                (printable(plan.sources.get(name, "")) or "–",),
            )
            for name, provenance in plan.provenance.items()
        ),
        widths=(0.3, 0.2, 0.5),
    )


def _input(name: str, basis: StudyBasis) -> str:
    """Return the word for an input, which may be one of several: `places.0`."""
    key, _, place = name.partition(".")
    word = word_of("map.input", key, basis.language)
    return f"{word} {int(place) + 1}" if place.isdecimal() else word


def _value(basis: StudyBasis, path: str, unit: str, *, bare: bool = False) -> NumberField:
    """Return the field of a number with its unit, which is declined; a year has none."""
    field = number_field(basis, path, decimals=None)
    if unit == YEAR:
        return evolve(field, words=str(int(field.value)))
    if bare or unit in ("", WITHOUT_UNIT):
        return field
    has_forms = f"annex.unit.{unit}.many" in catalogue(basis.language)
    shown = text(f"annex.unit.{unit}", basis.language, n=field.value) if has_forms else unit
    between = "" if shown == DEGREE else NO_BREAK_SPACE
    return evolve(field, words=f"{field.words}{between}{shown}")


def _words(basis: StudyBasis, value: bool | float | str) -> str:  # noqa: FBT001 -- a value
    if isinstance(value, bool):
        return text(f"annex.parameters.settings.{'yes' if value else 'no'}", basis.language)
    return printable(str(value))


def _source(basis: StudyBasis, kind: str, source: str, as_of: str) -> Cell:
    """Return where a number is from: law, guidance, practice, or an assumption."""
    name = text(f"documents.basis.{kind}", basis.language)
    if kind == "assumption":
        reason = source.removeprefix(ASSUMED).lstrip(" ;:")
        return (printable(f"{name}; {reason}" if reason else name),)
    cited = Citation(printable(f"{source}, {_day(as_of, basis)}"))
    return name, ": ", cited


def _day(as_of: str, basis: StudyBasis) -> str:
    """Return a year, month or day of a source as the language writes it: `1. 8. 2020`."""
    parts = [part.lstrip("0") for part in as_of.split("-")]
    if basis.language != "cs" or not all(part.isdecimal() for part in parts):
        return as_of
    separators = {2: "/", 3: f".{NO_BREAK_SPACE}"}
    return separators.get(len(parts), "-").join(reversed(parts))
