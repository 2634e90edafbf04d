"""Annex B: the security analysis, from the incidents that the case has."""

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from placement.demand.security import trend
from placement.output.figures import security as figures
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Cell,
    NumberField,
    Paragraph,
    Reference,
    StudyHeading,
    StudyPicture,
    StudyTable,
    ToFill,
    sentence,
)
from placement.output.study.fields import number_field
from placement.output.wording import printable
from placement.texts import NO_BREAK_SPACE, text

INCIDENTS = "incidents"
SYNTHETIC = "synthetic"


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the security analysis; what is missing for one, where it is."""
    language = basis.language
    title = text("annex.security.title", language)
    return (StudyHeading(title, key="annex-security", numbering="annex"), *_analysis(basis))


def _analysis(basis: StudyBasis) -> Iterator[Block]:
    language = basis.language
    analysis: dict[str, Any] | None = basis.results().get("security")
    if analysis is None:
        lacking = "no_incidents" if basis.inputs is not None else "no_case"
        yield Paragraph(sentence(f"annex.security.{lacking}", language), style="warning")
        yield Paragraph((ToFill(text("annex.security.fill", language)),))
        return
    if basis.plan.provenance.get(INCIDENTS) == SYNTHETIC:
        yield Paragraph(sentence("annex.security.synthetic", language), style="warning")
    yield Paragraph(
        sentence(
            "annex.security.recorded",
            language,
            recorded=number_field(basis, "security/recorded"),
        )
    )
    if analysis["undated"]:
        undated = number_field(basis, "security/undated")
        yield Paragraph(sentence("annex.security.undated", language, undated=undated))
    if not analysis["years"]:
        yield Paragraph(sentence("annex.security.no_years", language), style="warning")
        yield Paragraph((ToFill(text("annex.security.fill", language)),))
        yield from _counted(basis, analysis)
        return
    yield from _change(basis, analysis)
    yield from _index(basis, analysis)
    yield Paragraph((ToFill(text("annex.security.fill", language)),))
    yield from _districts(basis, analysis)
    yield from _kinds(basis, analysis)
    yield from _times(basis, analysis)


def _counted(basis: StudyBasis, analysis: dict[str, Any]) -> Iterator[Block]:
    """Yield the whole record by district, kind and hour, where it has no two years to compare."""
    language = basis.language
    for key, nameless in (("districts", "outside"), ("kinds", "other")):
        counts = analysis["counted"].get(key, [])
        if not any(each["name"] for each in counts):
            continue
        yield _section(basis, key)
        rows = []
        for place, each in enumerate(counts):
            path = f"security/counted/{key}/{place}"
            ends = (number_field(basis, f"{path}/count_{end}") for end in ("low", "high"))
            rows.append(
                (
                    (printable(each["name"]) or text(f"annex.security.{nameless}", language),),
                    (number_field(basis, f"{path}/count"),),
                    _between(basis, *ends),
                )
            )
        heads = (key, "count", "interval")
        yield StudyTable(
            key=f"annex-security-{key}",
            caption=text(f"annex.security.caption.{key}_all", language),
            heads=tuple(text(f"annex.security.head.{name}", language) for name in heads),
            rows=tuple(rows),
            right=frozenset({1, 2}),
            widths=(0.6, 0.15, 0.25),
        )
    if analysis["with_hours"]:
        yield _section(basis, "times")
        yield from _hours(basis, analysis, "hours_all", {})


def _between(basis: StudyBasis, low: NumberField, high: NumberField) -> Cell:
    between = text("annex.security.to", basis.language)
    return (low, f"{NO_BREAK_SPACE}{between}{NO_BREAK_SPACE}", high)


def _change(basis: StudyBasis, analysis: dict[str, Any]) -> Iterator[Block]:
    """Yield how the later year differs from the earlier one, and whether that is chance."""
    language, path = basis.language, "security/total"
    yield Paragraph(
        sentence(
            "annex.security.counts",
            language,
            earlier=_year(basis, 0),
            later=_year(basis, 1),
            before=number_field(basis, f"{path}/before"),
            after=number_field(basis, f"{path}/after"),
            low=number_field(basis, f"{path}/after_low"),
            high=number_field(basis, f"{path}/after_high"),
        )
    )
    if analysis["total"]["change_pct"] is None:
        return
    change, least, most = (
        _signed(basis, f"{path}/change{end}_pct") for end in ("", "_low", "_high")
    )
    values = {"change": change, "low": least, "high": most}
    yield Paragraph(sentence(f"annex.security.{trend(analysis['total'])}", language, **values))
    yield Paragraph(sentence("annex.security.intervals", language), style="note")


def _index(basis: StudyBasis, analysis: dict[str, Any]) -> Iterator[Block]:
    """Yield incidents per 10 000 inhabitants; that they are missing where nobody told."""
    language, path = basis.language, "security/total"
    if analysis["total"]["after_per_10_000"] is None:
        yield Paragraph(sentence("annex.security.no_inhabitants", language), style="warning")
        yield Paragraph((ToFill(text("annex.security.fill_inhabitants", language)),))
        return
    yield Paragraph(
        sentence(
            "annex.security.index",
            language,
            later=_year(basis, 1),
            inhabitants=number_field(basis, f"{path}/inhabitants"),
            index=number_field(basis, f"{path}/after_per_10_000", decimals=1),
            low=number_field(basis, f"{path}/after_low_per_10_000", decimals=1),
            high=number_field(basis, f"{path}/after_high_per_10_000", decimals=1),
        )
    )


def _districts(basis: StudyBasis, analysis: dict[str, Any]) -> Iterator[Block]:
    language = basis.language
    yield _section(basis, "districts")
    if not analysis["districts"]:
        yield Paragraph(sentence("annex.security.no_districts", language), style="warning")
        return
    has_index = any(row["after_per_10_000"] is not None for row in analysis["districts"])
    rows = [
        _row(basis, f"security/districts/{place}", row, "outside", has_index=has_index)
        for place, row in enumerate(analysis["districts"])
    ]
    yield _table(basis, "districts", rows, has_index=has_index)


def _kinds(basis: StudyBasis, analysis: dict[str, Any]) -> Iterator[Block]:
    yield _section(basis, "kinds")
    rows = [
        _row(basis, f"security/kinds/{place}", row, "other", has_index=False)
        for place, row in enumerate(analysis["kinds"])
    ]
    yield _table(basis, "kinds", rows, has_index=False)


def _times(basis: StudyBasis, analysis: dict[str, Any]) -> Iterator[Block]:
    """Yield when incidents happen: by hours, and month by month."""
    language, years = basis.language, analysis["years"]
    yield _section(basis, "times")
    values = {"earlier": _year(basis, 0), "later": _year(basis, 1)}
    span = {"earlier": str(years[0]), "later": str(years[1])}
    if analysis["with_hours"]:
        yield from _hours(basis, analysis, "hours", span)
    else:
        yield Paragraph(sentence("annex.security.no_hours", language), style="warning")
    reference = Reference("annex-security-months")
    yield Paragraph(sentence("annex.security.months", language, figure=reference, **values))
    png, svg = figures.by_month(analysis["months"], years, language=language)
    yield _picture(basis, "months", png, svg, span)


def _hours(
    basis: StudyBasis, analysis: dict[str, Any], key: str, span: dict[str, str]
) -> Iterator[Block]:
    """Yield how incidents spread over the day, of two years or of the whole record."""
    busiest = max(range(len(analysis["hours"])), key=lambda hour: analysis["hours"][hour])
    yield Paragraph(
        sentence(
            f"annex.security.{key}",
            basis.language,
            known=number_field(basis, "security/with_hours"),
            figure=Reference(f"annex-security-{key}"),
            start=str(busiest),
            end=str(busiest + 1),
            busiest=number_field(basis, f"security/hours/{busiest}"),
        )
    )
    png, svg = figures.by_hour(analysis["hours"], language=basis.language)
    yield _picture(basis, key, png, svg, span)


def _section(basis: StudyBasis, key: str) -> StudyHeading:
    title = text(f"annex.security.section.{key}", basis.language)
    return StudyHeading(title, level=2, numbering="annex")


def _picture(
    basis: StudyBasis, key: str, png: bytes, svg: str, span: dict[str, str]
) -> StudyPicture:
    return StudyPicture(
        key=f"annex-security-{key}",
        caption=text(f"annex.security.caption.{key}", basis.language, **span),
        alt=text(f"annex.security.alt.{key}", basis.language, **span),
        png=png,
        svg=svg,
    )


def _table(
    basis: StudyBasis, key: str, rows: list[tuple[Cell, ...]], *, has_index: bool
) -> StudyTable:
    language = basis.language
    years: list[int] = basis.results()["security"]["years"]
    names = (key, *(str(year) for year in years), "change", *(("index",) if has_index else ()))
    heads = (text(f"annex.security.head.{n}", language) if not n.isdecimal() else n for n in names)
    return StudyTable(
        key=f"annex-security-{key}",
        caption=text(
            f"annex.security.caption.{key}", language, earlier=str(years[0]), later=str(years[1])
        ),
        heads=tuple(heads),
        rows=tuple(rows),
        right=frozenset(range(1, len(names))),
        widths=(0.25, 0.08, 0.08, 0.31, 0.28) if has_index else (0.43, 0.12, 0.12, 0.33),
        source=text("annex.security.source", language),
    )


def _row(
    basis: StudyBasis, path: str, row: dict[str, Any], nameless: str, *, has_index: bool
) -> tuple[Cell, ...]:
    """Return the cells of a district or kind: both years, the change, and the index."""
    language = basis.language
    name = printable(row["name"]) or text(f"annex.security.{nameless}", language)
    counts = tuple((number_field(basis, f"{path}/{when}"),) for when in ("before", "after"))
    between = f"{NO_BREAK_SPACE}{text('annex.security.to', language)}{NO_BREAK_SPACE}"
    change: Cell = ("–",)
    if row["change_pct"] is not None:
        change = (
            _signed(basis, f"{path}/change_pct"),
            " (",
            _signed(basis, f"{path}/change_low_pct", bare=True),
            between,
            _signed(basis, f"{path}/change_high_pct"),
            ")",
        )
    cells: tuple[Cell, ...] = ((name,), *counts, change)
    if not has_index:
        return cells
    if row["after_per_10_000"] is None:
        return (*cells, ("–",))
    index, low, high = (
        number_field(basis, f"{path}/after{end}_per_10_000", decimals=1)
        for end in ("", "_low", "_high")
    )
    return (*cells, (index, " (", low, between, high, ")"))


def _year(basis: StudyBasis, place: int) -> NumberField:
    field = number_field(basis, f"security/years/{place}")
    return evolve(field, words=str(int(field.value)))


def _signed(basis: StudyBasis, path: str, *, bare: bool = False) -> NumberField:
    """Return the field of a change in per cent with its sign, and with `%` unless it is bare."""
    field = number_field(basis, path, decimals=1)
    sign = "+" if field.value > 0 else ""
    return evolve(field, words=f"{sign}{field.words}{'' if bare else f'{NO_BREAK_SPACE}%'}")
