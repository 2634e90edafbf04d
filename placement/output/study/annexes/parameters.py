"""Annex J: every number the study rests on, with unit, band and source, or as an assumption."""

from collections.abc import Iterator

from placement.centre.parameters import Parameter
from placement.config.settings import settings_of
from placement.law.facts import LegalFact
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Cell,
    Inline,
    Paragraph,
    Reference,
    StudyHeading,
    StudyTable,
    sentence,
)
from placement.output.study.citations import cited
from placement.output.study.fields import has_value, number_field, unit_field
from placement.output.wording import printable, word_of
from placement.plan.column_values import kind_of
from placement.texts import NO_BREAK_SPACE, catalogue, text

WITHOUT_UNIT = "-"
DEGREE = "°"
BAND = ("low", "high")
ASSUMED = "předpoklad"
"""How the tables of sources begin where there is none; the study says it in its language."""
WIDTHS = (0.37, 0.17, 0.17, 0.29)


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
        *_inputs(basis),
    )


def _part(basis: StudyBasis, key: str, tables: Iterator[StudyTable]) -> Iterator[Block]:
    """Yield a part with its tables; a sentence where there are none."""
    language = basis.language
    yield StudyHeading(text(f"annex.parameters.{key}.title", language), level=2, numbering="annex")
    rows = [table for table in tables if table.rows]
    if rows and f"annex.parameters.{key}.lead" in catalogue(language):
        yield Paragraph(sentence(f"annex.parameters.{key}.lead", language), style="note")
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
    low, high = (unit_field(basis, f"{path}/{end}", parameter.unit, bare=True) for end in BAND)
    band: Cell = (low, f"{NO_BREAK_SPACE}–{NO_BREAK_SPACE}", high)
    return (
        (parameter.words(basis.language),),
        (unit_field(basis, f"{path}/value", parameter.unit),),
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
        else (unit_field(basis, f"law/{position}/value", fact.unit),)
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
        (unit_field(basis, f"{path}/lens/hfov_deg", DEGREE),),
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
            value = (unit_field(basis, path, setting.unit),)
        chosen = "default" if setting.is_default else "own"
        row: tuple[Cell, ...] = (
            (printable(setting.words),),
            (printable(f"{setting.section}.{': '.join(setting.names)}"),),
            value,
            (text(f"annex.parameters.settings.{chosen}", language),),
        )
        sections.setdefault((setting.section, setting.section_words), []).append(row)
    for (section, words), rows in sections.items():
        yield StudyTable(
            key=f"annex-parameters-settings-{section}",
            caption=text("annex.parameters.settings.caption", language, words=words),
            heads=_heads(basis, "what", "key", "value", "source"),
            rows=tuple(rows),
            right=frozenset({2}),
            widths=(0.4, 0.26, 0.16, 0.18),
        )


def _inputs(basis: StudyBasis) -> Iterator[Block]:
    """Yield where the inputs are listed, which the introduction does; that there are none."""
    language = basis.language
    title = text("annex.parameters.inputs.title", language)
    yield StudyHeading(title, level=2, numbering="annex")
    if basis.plan.provenance:
        listed = sentence("annex.parameters.inputs.listed", language, table=Reference("inputs"))
        yield Paragraph(listed)
    else:
        yield Paragraph(sentence("annex.parameters.inputs.none", language), style="warning")


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
    return name, ": ", cited(source, as_of, basis.language)
