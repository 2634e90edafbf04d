"""Checklist of the security measures of decree 410/2025 Sb., as a table and as a list."""

from collections.abc import Iterator, Sequence
from typing import Any

from placement.centre.measures import CountedMeasure, SecurityMeasure
from placement.output.comparison_texts import TextTable
from placement.output.csv_lists import DATA, TableColumn
from placement.texts import Language, number, text

HEADS = ("paragraph", "measure", "number", "who", "by_when", "source")
COLUMNS = (
    TableColumn("measure_key"),
    TableColumn("area", words="centre_measures.area"),
    TableColumn("paragraph"),
    TableColumn("measure"),
    TableColumn("counts", words="centre_measures.counts"),
    TableColumn("today", decimals=0),
    TableColumn("target", decimals=0),
    TableColumn("who", words="centre_measures.who"),
    TableColumn("by_when", words="centre_measures.by_when"),
    TableColumn("state"),
    TableColumn("basis", words="documents.basis"),
    TableColumn("source"),
    TableColumn("as_of"),
)
"""`state` is left empty: a person fills it in."""


def header(column: TableColumn) -> str:
    """Return the Czech header of a column of the list."""
    if column is DATA:
        return text("lists.column.data", "cs")
    return column.header(text(f"centre_measures.head.{column.name}", "cs"))


def checklist_table(measures: Sequence[CountedMeasure], language: Language) -> TextTable:
    """Return every measure, what it is tied to from today to the target, who does it, by when."""
    return TextTable(
        text("centre_measures.title", language),
        tuple(text(f"centre_measures.head.{name}", language) for name in HEADS),
        tuple(
            (
                each.measure.paragraph,
                each.measure.words(language),
                numbers_words(each, language),
                text(f"centre_measures.who.{each.measure.who}", language),
                text(f"centre_measures.by_when.{each.measure.by_when}", language),
                basis_words(each.measure, language),
            )
            for each in measures
        ),
        states=tuple(each.measure.key for each in measures),
    )


def numbers_words(counted: CountedMeasure, language: Language) -> str:
    """Return what a measure is tied to, today and in the target: `cameras: 30 → 75`."""
    if counted.numbers is None:
        return "–"
    ends = [counted.numbers[0], counted.numbers[-1]]
    shown = " → ".join(number(each, language, 0) for each in ends)
    return f"{text(f'centre_measures.counts.{counted.measure.counts}', language)}: {shown}"


def basis_words(measure: SecurityMeasure, language: Language) -> str:
    """Return whether a measure is law or an assumption to be checked, and from where."""
    if measure.basis == "law":
        return f"{text('documents.basis.law', language)}: {measure.source}"
    return text("centre_measures.unconfirmed", language)


def checklist_rows(measures: Sequence[CountedMeasure]) -> Iterator[dict[str, Any]]:
    """Yield a row for each measure, for `COLUMNS`."""
    for each in measures:
        measure, numbers = each.measure, each.numbers or (None,)
        yield {
            "measure_key": measure.key,
            "area": measure.area,
            "paragraph": measure.paragraph,
            "measure": measure.cs,
            "counts": measure.counts,
            "today": numbers[0],
            "target": numbers[-1],
            "who": measure.who,
            "by_when": measure.by_when,
            "state": "",
            "basis": measure.basis,
            "source": measure.source,
            "as_of": measure.as_of,
        }
