"""Annex J: every parameter the centre is reckoned from, with its source or as an assumption."""

from placement.centre.parameters import Parameter
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Cell,
    Citation,
    Paragraph,
    StudyHeading,
    StudyTable,
    sentence,
)
from placement.output.study.fields import number_field
from placement.texts import text

WITHOUT_UNIT = "-"


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the table of parameters; a sentence where there is no centre."""
    language = basis.language
    heading = StudyHeading(
        text("study.parameters.title", language), key="parameters", numbering="annex"
    )
    if basis.centre is None:
        return (heading, Paragraph(sentence("study.parameters.none", language), style="warning"))
    rows = tuple(
        _row(basis, position, parameter)
        for position, parameter in enumerate(basis.centre.parameters.table.values())
    )
    table = StudyTable(
        key="table-parameters",
        caption=text("study.parameters.caption", language),
        heads=tuple(
            text(f"study.parameters.{head}", language) for head in ("what", "value", "basis")
        ),
        rows=rows,
        right=frozenset({1}),
        widths=(0.5, 0.2, 0.3),
    )
    return (heading, table)


def _row(basis: StudyBasis, position: int, parameter: Parameter) -> tuple[Cell, ...]:
    language = basis.language
    unit = "" if parameter.unit == WITHOUT_UNIT else parameter.unit
    path = f"centre/parameters/{position}/value"
    source: Cell = (
        (text("centre.own", language),)
        if parameter.own
        else (text(f"documents.basis.{parameter.basis}", language), " ", Citation(parameter.source))
    )
    return (
        (parameter.words(language),),
        (number_field(basis, path, decimals=None, unit=unit),),
        source,
    )
