"""Chapter 11: organisation, operation, and the five years for which a grant asks that it works."""

from collections.abc import Iterator

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Inline, StudyTable
from placement.output.study.fields import crowns_field
from placement.output.study.speech import (
    bullets,
    cell,
    fill,
    heading,
    joined,
    paragraph,
    say,
    table,
    words,
)
from placement.output.study.tallies import SUSTAINED_YEARS

DUTIES = ("head", "operators", "officer", "technician")


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return who runs the system, and what that costs once it is complete."""
    parts: list[Block] = [
        heading(basis, "sustainability.title", ref="sustainability"),
        heading(basis, "sustainability.duties_title", level=2),
        paragraph(basis, "sustainability.duties"),
        bullets(say(basis, f"sustainability.duty.{key}") for key in DUTIES),
        paragraph(basis, "sustainability.yearly"),
        fill(basis, "fill.organisation"),
        heading(basis, "sustainability.years_title", level=2),
    ]
    if basis.centre is None:
        parts += [paragraph(basis, "centre.unknown", style="warning"), fill(basis, "fill.running")]
        return tuple(parts)
    parts += [joined(*_years(basis)), years(basis), fill(basis, "fill.cover")]
    return tuple(parts)


def _years(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    sustained = basis.results()["tally"]["sustained"]
    yield say(basis, "sustainability.running", cost=crowns_field(basis, "tally/running_czk"))
    if len(sustained) < SUSTAINED_YEARS:
        yield say(basis, "sustainability.short", n=len(sustained))
    renewed = [str(each["year"]) for each in sustained if each["renewal_czk"]]
    if renewed:
        yield say(basis, "sustainability.renewal", years=tuple(renewed))
    else:
        yield say(basis, "sustainability.no_renewal")


def years(basis: StudyBasis) -> StudyTable:
    """Return operation and renewal in each of the years."""
    rows = [
        (
            cell(str(each["year"])),
            (crowns_field(basis, f"tally/sustained/{k}/running_czk"),),
            (crowns_field(basis, f"tally/sustained/{k}/renewal_czk"),),
        )
        for k, each in enumerate(basis.results()["tally"]["sustained"])
    ]
    heads = [words(basis, f"sustainability.head.{name}") for name in ("year", "running", "renewal")]
    return table(basis, "sustained_years", heads, rows, right=(1, 2))
