"""Chapter 10: costs, funding, cash flow and what moves them."""

from collections.abc import Iterator

from placement.centre.grants import packaged_grants
from placement.centre.phase_money import INVESTMENT, RUNNING
from placement.centre.reckoning import Reckoning
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Cell, Inline, Reference, StudyTable
from placement.output.study.chapters import summary
from placement.output.study.citations import cited
from placement.output.study.fields import crowns_field, number_field
from placement.output.study.figures import centre_picture
from placement.output.study.speech import (
    bullets,
    cell,
    counted,
    fill,
    heading,
    joined,
    paragraph,
    say,
    table,
    words,
)
from placement.texts import text

MOST_SWINGS = 10
"""Parameters in the table of what moves the present cost. [-]"""


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return what the project costs and who pays."""
    parts: list[Block] = [
        heading(basis, "money.title", ref="money"),
        heading(basis, "money.investment_title", level=2),
        joined(*summary.money(basis), *_prices(basis)),
    ]
    if "prices" in basis.missing:
        parts.append(paragraph(basis, "missing.prices", style="warning"))
        parts.append(fill(basis, "fill.cost"))
    reckoned = basis.centre
    if reckoned is None:
        parts += [paragraph(basis, "centre.unknown", style="warning"), fill(basis, "fill.money")]
        return tuple(parts)
    parts += [
        *([paragraph(basis, "money.least", style="note")] if reckoned.unpriced else []),
        lines(basis, reckoned),
        heading(basis, "money.funding_title", level=2),
        *_funding(basis, reckoned),
        heading(basis, "money.cash_title", level=2),
        paragraph(
            basis,
            "money.cash",
            table=Reference("cash"),
            years=counted(basis, "tally/years", "years"),
            year=str(int(reckoned.parameters["price_year"])),
        ),
        cash(basis, reckoned),
        centre_picture(basis, reckoned, "cash_flow"),
        heading(basis, "money.swings_title", level=2),
        *_swings(basis, reckoned),
    ]
    return tuple(parts)


def _prices(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    """Yield what prices of the plan are, where it has any."""
    if any(phase.cost_czk for phase in basis.plan.phases):
        yield say(basis, "money.prices")


def _spent(reckoned: Reckoning) -> Iterator[str]:
    """Yield the lines on which anything is spent."""
    for line in (*INVESTMENT, *RUNNING):
        if any(each.spent_czk[line] for each in reckoned.money.years):
            yield line


def _line(basis: StudyBasis, line: str) -> str:
    """Return what a line is called, with a capital."""
    name = text(f"centre.line.{line}", basis.language)
    return name[:1].upper() + name[1:]


def lines(basis: StudyBasis, reckoned: Reckoning) -> StudyTable:
    """Return what is spent in all years, line by line, and who pays it."""
    rows: list[tuple[Cell, Cell]] = [
        (cell(_line(basis, line)), (crowns_field(basis, f"tally/lines/{line}"),))
        for line in _spent(reckoned)
    ]
    for key, path in (
        ("total", "tally/total_czk"),
        ("granted", "tally/granted_czk"),
        ("own", "centre/money/own_czk"),
        ("present", "centre/money/present_czk"),
    ):
        rows.append((cell(words(basis, f"money.line.{key}")), (crowns_field(basis, path),)))
    heads = [words(basis, f"money.head.{name}") for name in ("line", "sum")]
    source = words(basis, "money.source")
    return table(basis, "costs", heads, rows, right=(1,), widths=(0.65, 0.35), source=source)


def _funding(basis: StudyBasis, reckoned: Reckoning) -> Iterator[Block]:
    if reckoned.grants:
        yield paragraph(basis, "money.granted", granted=crowns_field(basis, "tally/granted_czk"))
        chosen = reckoned.grants
    else:
        yield paragraph(basis, "money.no_grants")
        chosen = tuple(packaged_grants().values())
    yield paragraph(basis, "money.known_grants")
    yield bullets(
        (
            cell(grant.words(basis.language))[0],
            " ",
            cited(grant.source, grant.as_of, basis.language),
        )
        for grant in chosen
    )
    yield paragraph(basis, "money.check_call")
    yield fill(basis, "fill.funding")


def cash(basis: StudyBasis, reckoned: Reckoning) -> StudyTable:
    """Return the cash flow year by year; a row a year."""
    spent = tuple(_spent(reckoned))
    rows = []
    for k, each in enumerate(reckoned.money.years):
        at = f"centre/money/years/{k}"
        rows.append(
            (
                cell(str(each.year)),
                *((number_field(basis, f"{at}/spent_czk/{line}"),) for line in spent),
                (number_field(basis, f"{at}/total_czk"),),
                (number_field(basis, f"{at}/own_czk"),),
            )
        )
    heads = [
        words(basis, "money.head.year"),
        *(_line(basis, line) for line in spent),
        _line(basis, "total"),
        _line(basis, "own"),
    ]
    return table(
        basis,
        "cash",
        heads,
        rows,
        right=range(1, len(heads)),
        widths=(0.08, *[0.92 / (len(heads) - 1)] * (len(heads) - 1)),
        landscape=True,
    )


def _swings(basis: StudyBasis, reckoned: Reckoning) -> Iterator[Block]:
    swings = reckoned.swings[:MOST_SWINGS]
    if not swings:
        yield paragraph(basis, "money.no_swings")
        return
    yield paragraph(basis, "money.swings", table=Reference("sensitivity"))
    yield _sensitivity(basis, reckoned)
    yield centre_picture(basis, reckoned, "tornado")


def _sensitivity(basis: StudyBasis, reckoned: Reckoning) -> StudyTable:
    """Return the parameters whose bands move the present cost most."""
    rows = []
    keys = list(reckoned.parameters.table)
    for k, swing in enumerate(reckoned.swings[:MOST_SWINGS]):
        parameter = reckoned.parameters.table[swing.key]
        at = f"centre/parameters/{keys.index(swing.key)}"
        ends: tuple[Inline, ...] = (
            number_field(basis, f"{at}/low", decimals=None),
            " – ",
            number_field(basis, f"{at}/high", decimals=None),
        )
        rows.append(
            (
                cell(parameter.words(basis.language)),
                ends,
                (crowns_field(basis, f"centre/sensitivity/{k}/low_czk"),),
                (crowns_field(basis, f"centre/sensitivity/{k}/high_czk"),),
            )
        )
    heads = [words(basis, f"money.head.{name}") for name in ("parameter", "band", "low", "high")]
    return table(basis, "sensitivity", heads, rows, right=(1, 2, 3), widths=(0.4, 0.22, 0.19, 0.19))
