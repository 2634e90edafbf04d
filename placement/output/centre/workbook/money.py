"""The sheets of money: what each phase costs and who pays, and all of it year by year."""

from collections.abc import Callable, Mapping
from functools import partial

from xlsxwriter.utility import xl_col_to_name

from placement.centre.grants import Grant
from placement.centre.phase_money import (
    CAMERAS,
    CENTRE_LINE,
    CONNECTION,
    DOCUMENTS,
    INVESTMENT,
    RENEWED,
    ROOM_WORKS,
    RUNNING,
    SERVER_ROOM,
)
from placement.centre.reckoning import Reckoning
from placement.output.centre.workbook.book import (
    FIRST,
    VALUE_WIDTH,
    CentreBook,
    PhaseSheet,
    height_points,
)
from placement.output.centre.workbook.connection import connection_czk, write_connection
from placement.output.centre.workbook.formulas import whole_czk
from placement.output.spreadsheets import write_cell
from placement.texts import text

MOST_YEARS = 50
"""Rows of years, as many as the horizon may have."""
YEAR_WIDTH = 10
"""Of a column. [characters]"""
HORIZON, LIFETIME = "INT(horizon_years)", "MAX(1,INT(lifetime_years+0.5))"


def write_phase_money(
    of: CentreBook,
    reckoning: Reckoning,
    phases: list[str],
    sheets: Mapping[str, PhaseSheet],
    prices: tuple[str, str],
) -> PhaseSheet:
    """Write what each phase buys, what grants pay of it, and what a year costs then."""
    sheet = PhaseSheet(of, "phase_money", phases)
    money = reckoning.phases
    style = of.styles.words
    write_cell(sheet.sheet, sheet.row, 0, of.word("row.order"), style)
    for phase in range(1, len(phases)):
        write_cell(sheet.sheet, sheet.row, FIRST + phase, phase - 1, of.styles.numbers[0])
    sheet.rows["order"] = sheet.row
    sheet.row += 1
    cameras = [each.cameras_czk for each in reckoning.centre.phases]
    cameras[0] = 0.0
    sheet.numbers("priced", cameras, words=of.word("row.priced"), unit="Kč")
    write_connection(sheet, reckoning)
    once = {line: _with_the_first(whole_czk(each)) for line, each in _once(prices).items()}
    formulas: dict[str, Callable[[int], str]] = {
        CAMERAS: lambda p: whole_czk(sheet.at("priced", p)),
        CONNECTION: lambda p: whole_czk(connection_czk(sheet, p)),
        **once,
    }
    for line in INVESTMENT:
        sheet.add(
            line,
            formulas[line],
            [each.invested_czk.get(line, 0) for each in money],
            words=text(f"centre.line.{line}", of.language),
            unit="Kč",
            decimals=0,
        )
    first, last = sheet.rows[INVESTMENT[0]], sheet.rows[INVESTMENT[-1]]
    sheet.add(
        "invested",
        lambda p: f"SUM({sheet.span((first, FIRST + p), (last, FIRST + p))})",
        [each.investment_czk for each in money],
        unit="Kč",
        decimals=0,
    )
    _grants(sheet, reckoning)
    granted = [sheet.rows[grant.key] for grant in reckoning.grants]
    sheet.add(
        "own",
        lambda p: "-".join(
            [sheet.at("invested", p), *(sheet.cell(row, FIRST + p) for row in granted)]
        ),
        [each.own_czk for each in money],
        unit="Kč",
        decimals=0,
    )
    sheet.title(of.word("running"))
    _running(sheet, reckoning, sheets)
    return sheet


def _once(prices: tuple[str, str]) -> dict[str, str]:
    """Return the formula of what is bought once, with the first phase, by line."""
    years, levels = prices
    level = "INDEX({levels},MATCH(INT({year}),{years},0))"
    to, start = (
        level.format(levels=levels, years=years, year=key)
        for key in ("price_year", "room_works_year")
    )
    return {
        ROOM_WORKS: f"room_works_czk*{to}/{start}",
        CENTRE_LINE: "centre_czk",
        SERVER_ROOM: "server_room_czk",
        DOCUMENTS: "documents_czk",
    }


def _with_the_first(formula: str) -> Callable[[int], str]:
    """Return what is bought with the first phase alone."""
    return lambda phase: formula if phase == 1 else "0"


def _grants(sheet: PhaseSheet, reckoning: Reckoning) -> None:
    """Write what each grant pays, each line by the first grant that names it, up to its limit."""
    paid_lines: set[str] = set()
    for grant in reckoning.grants:
        lines = [line for line in grant.lines if line in INVESTMENT and line not in paid_lines]
        paid_lines |= set(lines)
        sheet.add(
            grant.key,
            partial(_granted, sheet, grant, lines),
            [each.granted_czk.get(grant.key, 0) for each in reckoning.phases],
            words=grant.words(sheet.of.language),
            unit="Kč",
            decimals=0,
        )


def _granted(sheet: PhaseSheet, grant: Grant, lines: list[str], phase: int) -> str:
    if not lines or not phase:
        return "0"
    eligible = "+".join(sheet.at(line, phase) for line in lines)
    paid = whole_czk(f"({eligible})*{grant.paid_share!r}")
    if grant.limit_czk is None:
        return paid
    before = sheet.span((sheet.row, FIRST), (sheet.row, FIRST + phase - 1))
    return f"MIN({paid},INT({grant.limit_czk!r}-SUM({before})))"


def _running(sheet: PhaseSheet, reckoning: Reckoning, sheets: Mapping[str, PhaseSheet]) -> None:
    def service(phase: int) -> str:
        sums = [
            f"SUM({sheet.span((sheet.rows[line], FIRST), (sheet.rows[line], FIRST + phase))})"
            for line in RENEWED
        ]
        return whole_czk(f"({'+'.join(sums)})*service_share")

    formulas: dict[str, Callable[[int], str]] = {
        "pay": lambda p: whole_czk(sheets["people"].at("pay", p)),
        "energy": lambda p: whole_czk(sheets["power"].at("bill", p)),
        "service": service,
    }
    for line in RUNNING:
        values = [each.running_czk[line] for each in reckoning.phases]
        words = text(f"centre.line.{line}", sheet.of.language)
        sheet.add(line, formulas[line], values, words=words, unit="Kč", decimals=0)
    rows = [sheet.rows[line] for line in RUNNING]
    sheet.add(
        "yearly",
        lambda p: f"SUM({sheet.span((rows[0], FIRST + p), (rows[-1], FIRST + p))})",
        [each.yearly_czk for each in reckoning.phases],
        unit="Kč",
        decimals=0,
    )


def write_years(of: CentreBook, reckoning: Reckoning, money: PhaseSheet) -> None:
    """Write the money of each year, a row a year, all of them together above."""
    sheet = of.sheet("years")
    lines = (*INVESTMENT, *RUNNING)
    heads = [
        text("centre.head.year", of.language),
        *(text(f"centre.line.{line}", of.language) for line in (*lines, "total")),
        *(grant.words(of.language) for grant in reckoning.grants),
        text("centre.line.own", of.language),
        of.word("present"),
    ]
    for at, words in enumerate(heads):
        write_cell(sheet, 0, at, words, of.styles.value_head if at else of.styles.head)
    sheet.set_column(0, 0, YEAR_WIDTH)
    sheet.set_column(1, len(heads) - 1, VALUE_WIDTH)
    sheet.set_row(0, height_points(heads, [VALUE_WIDTH] * len(heads)))
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(0, 1)
    columns = _columns(reckoning)
    values = [[each.get(key, 0) for key in columns] for each in _year_values(reckoning)]
    write_cell(sheet, 1, 0, text("centre.all", of.language), of.styles.head)
    number, plain = of.styles.numbers[0], of.book.add_format({"num_format": "0"})
    for at in range(1, len(columns) + 1):
        name = xl_col_to_name(at)
        total = f"=SUM({name}3:{name}{MOST_YEARS + 2})"
        sheet.write_formula(1, at, total, number, sum(row[at - 1] for row in values))
    for year in range(MOST_YEARS):
        row = year + 2
        there = year < len(values)
        shown = int(reckoning.parameters["first_year"]) + year if there else ""
        sheet.write_formula(row, 0, f"={_if_within(year, f'INT(first_year)+{year}')}", plain, shown)
        for at, formula in enumerate(_formulas(year, money, reckoning).values(), 1):
            cached = values[year][at - 1] if there else ""
            sheet.write_formula(row, at, f"={_if_within(year, formula)}", number, cached)


def _columns(reckoning: Reckoning) -> list[str]:
    grants = [grant.key for grant in reckoning.grants]
    return [*INVESTMENT, *RUNNING, "total", *grants, "own", "present"]


def _year_values(reckoning: Reckoning) -> list[dict[str, float]]:
    rate = reckoning.money.discount_share
    return [
        {
            **each.spent_czk,
            "total": each.total_czk,
            **each.granted_czk,
            "own": each.own_czk,
            "present": each.own_czk / (1 + rate) ** number,
        }
        for number, each in enumerate(reckoning.money.years)
    ]


def _if_within(year: int, expression: str) -> str:
    return f'IF({HORIZON}>{year},{expression},"")'


def _formulas(year: int, money: PhaseSheet, reckoning: Reckoning) -> dict[str, str]:
    """Return the formula of each column in a year, counted from the first."""
    last, row = len(money.phases) - 1, year + 3
    letters = {name: xl_col_to_name(at) for at, name in enumerate(_columns(reckoning), 1)}
    grants = [grant.key for grant in reckoning.grants]
    spent = {line: _bought(line, year, money) for line in INVESTMENT}
    spent |= {line: money.at(line, min(year, last)) if year else "0" for line in RUNNING}
    ends = [f"{letters[line]}{row}" for line in (INVESTMENT[0], RUNNING[-1])]
    return {
        **spent,
        "total": f"SUM({':'.join(ends)})",
        **{key: money.at(key, year + 1) if year < last else "0" for key in grants},
        "own": "-".join(f"{letters[name]}{row}" for name in ("total", *grants)),
        "present": f"{letters['own']}{row}/(1+discount_share)^{year}",
    }


def _bought(line: str, year: int, money: PhaseSheet) -> str:
    """Return the formula of what is bought in a year, and bought again after its lifetime."""
    last = len(money.phases) - 1
    if not last:
        return "0"
    order, bought = (
        money.span((money.rows[key], FIRST + 1), (money.rows[key], FIRST + last))
        for key in ("order", line)
    )
    if line in RENEWED:
        worn = f"({order}<={year})*(MOD({year}-{order},{LIFETIME})=0)"
        return f"SUMPRODUCT({worn}*{bought})"
    return f"SUMPRODUCT(({order}={year})*{bought})"
