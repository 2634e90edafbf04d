"""The sheet of people: seats, contracts and pay, pictures, and who waits for an operator."""

from collections.abc import Sequence
from functools import partial

from xlsxwriter.utility import xl_rowcol_to_cell

from placement.centre import staffing
from placement.centre.hours import peak_factor
from placement.centre.needs import MINUTES
from placement.centre.parameters import Parameters, packaged_rows
from placement.centre.queueing import Queue, erlang_b
from placement.centre.reckoning import Reckoning
from placement.output.centre.workbook.book import FIRST, CentreBook, PhaseSheet
from placement.output.centre.workbook.devices import HEADS_AT, DevicesSheet
from placement.output.centre.workbook.formulas import between, ceiling
from placement.output.spreadsheets import write_cell

FEWEST_OPERATORS = 60
"""Rows of the table of waiting, at least."""
DAY = f"{staffing.DAYS_A_YEAR}/{staffing.DAYS_A_WEEK}"
NIGHT = f"night_premium*{staffing.NIGHT_H}/{staffing.DAY_H}"
WEEKEND = f"weekend_premium*{staffing.WEEKEND_DAYS}/{staffing.DAYS_A_WEEK}"


def write_people(
    of: CentreBook, reckoning: Reckoning, phases: list[str], devices: DevicesSheet
) -> PhaseSheet:
    """Write people, pictures and waiting of each phase."""
    sheet = PhaseSheet(of, "people", phases)
    _seats(sheet, reckoning)
    sheet.title(of.word("pictures"))
    _pictures(sheet, reckoning, devices)
    sheet.title(of.word("events"))
    _events(sheet, reckoning)
    return sheet


def _seats(sheet: PhaseSheet, reckoning: Reckoning) -> None:
    parameters = reckoning.parameters
    served = [_served_h(parameters, phase) for phase in range(len(sheet.phases))]
    net = staffing.net_h(parameters)
    people = [[staffing.full_time(h, parameters) for h in each] for each in served]
    person = staffing.person_czk(parameters)
    rows = len(sheet.phases)
    add, at = sheet.add, sheet.at
    add(
        "nonstop_h",
        lambda p: f"seats_nonstop{'' if p else '_today'}*year_h",
        [each[0] for each in served],
        unit="h",
        decimals=0,
    )
    add(
        "day_h",
        lambda p: f"seats_day{'' if p else '_today'}*day_seat_h*year_h/{staffing.DAY_H}",
        [each[1] for each in served],
        unit="h",
        decimals=0,
    )
    add(
        "net_h",
        lambda _: f"(weekly_hours*{DAY}-leave_weeks*weekly_hours)*(1-illness_share)-training_h",
        [net] * rows,
        unit="h",
    )
    for key, hours, number in (("nonstop_fte", "nonstop_h", 0), ("day_fte", "day_h", 1)):
        add(
            key,
            partial(_full_time, sheet, hours),
            [each[number] for each in people],
        )
    add(
        "full_time",
        lambda p: f"{at('nonstop_fte', p)}+{at('day_fte', p)}",
        [sum(each) for each in people],
    )
    add(
        "heads",
        lambda p: f"{at('full_time', p)}*weekly_hours/contract_h",
        [sum(each) * parameters["weekly_hours"] / parameters["contract_h"] for each in people],
    )
    add(
        "person",
        lambda _: f"gross_month_czk*(1+employer_insurance)*{staffing.MONTHS}",
        [person] * rows,
        unit="Kč",
        decimals=0,
    )
    centre = reckoning.centre
    add(
        "pay",
        lambda p: (
            f"{at('nonstop_fte', p)}*{at('person', p)}*(1+{NIGHT}+{WEEKEND})"
            f"+{at('day_fte', p)}*{at('person', p)}*(1+{WEEKEND})"
            "-support_76_heads*support_76_czk-support_vpp_heads*support_vpp_czk"
        ),
        [(centre.staffing if p else centre.staffing_today).cost_czk for p in range(rows)],
        unit="Kč",
        decimals=0,
    )


def _full_time(sheet: PhaseSheet, hours: str, phase: int) -> str:
    """Return the formula of full-time equivalents for a row of hours."""
    return f"{sheet.at(hours, phase)}*(1+relief_share)/{sheet.at('net_h', phase)}"


def _served_h(parameters: Parameters, phase: int) -> tuple[float, float]:
    which = "" if phase else "_today"
    by_day = parameters[f"seats_day{which}"] * parameters["day_seat_h"] * parameters["year_h"]
    return parameters[f"seats_nonstop{which}"] * parameters["year_h"], by_day / staffing.DAY_H


def _pictures(sheet: PhaseSheet, reckoning: Reckoning, devices: DevicesSheet) -> None:
    needs, at = reckoning.centre.phases, sheet.at
    sheet.add("cameras", devices.total, [n.cameras for n in needs], decimals=0)
    sheet.add(
        "pictures", lambda p: devices.total(p, HEADS_AT), [n.pictures for n in needs], decimals=0
    )
    sheet.add("watched", lambda p: f"{at('pictures', p)}*active_share", [n.watched for n in needs])
    sheet.add(
        "operators",
        lambda p: f"MAX(1,{ceiling(at('watched', p) + '/pictures_limit')})",
        [n.operators for n in needs],
        decimals=0,
    )
    sheet.add("each", lambda p: f"{at('watched', p)}/{at('operators', p)}", [n.each for n in needs])
    measured = packaged_rows("detection.csv")
    places = [float(row["pictures"]) for row in measured]
    shares = [float(row["detected_share"]) for row in measured]
    sheet.add(
        "detected",
        lambda p: _detected(at("each", p), places, shares),
        [n.detected_share for n in needs],
        share=True,
    )


def _detected(each: str, places: Sequence[float], shares: Sequence[float]) -> str:
    """Return the formula of what is noticed in so many pictures; a dash where nobody measured."""
    drawn = between(f"MAX({each},1)", places, shares)
    return f'IF({each}>{places[-1]!r},"–",{drawn})'


def _events(sheet: PhaseSheet, reckoning: Reckoning) -> None:
    parameters, needs, at = reckoning.parameters, reckoning.centre.phases, sheet.at
    week = reckoning.plan.week
    factor = peak_factor(week, parameters)
    mean = needs[0].events_h * parameters["event_minutes"] / MINUTES
    rows = len(needs)
    sheet.add("events", lambda _: "events_a_year/year_h", [n.events_h for n in needs], decimals=3)
    if week:
        words = sheet.of.word("row.peak_measured")
        sheet.numbers("peak_factor", [factor] * rows, words=words, decimals=2)
    else:
        sheet.add("peak_factor", lambda _: "peak_factor", [factor] * rows)
    sheet.add(
        "load",
        lambda p: f"{at('events', p)}*event_minutes/{MINUTES}*{at('peak_factor', p)}",
        [mean * factor] * rows,
        decimals=3,
    )
    head = sheet.row + 5
    most = max(FEWEST_OPERATORS, *(2 * n.peak_operators for n in needs))
    first, last = head + 1, head + most
    chances = sheet.span((first, FIRST), (last, FIRST))
    sheet.add(
        "peak_operators",
        lambda _: _first_good(chances, most),
        [n.peak_operators for n in needs],
        decimals=0,
    )
    sheet.add(
        "peak_waiting",
        lambda p: f"INDEX({chances},{at('peak_operators', p)})",
        [n.peak_waiting_share for n in needs],
        share=True,
    )
    sheet.add(
        "peak_wait",
        lambda p: (
            f"{at('peak_waiting', p)}*event_minutes/({at('peak_operators', p)}-{at('load', p)})"
        ),
        [n.peak_wait_min for n in needs],
        unit="min",
    )
    _waiting(sheet, head, most, mean * factor)
    sheet.sheet.print_area(0, 0, head - 2, FIRST + rows - 1)


def _first_good(chances: str, most: int) -> str:
    """Return the formula of the fewest operators for whom few enough wait; #N/A beyond the table.

    The share that waits falls with each operator more.
    """
    worse = f"SUMPRODUCT(({chances}>most_waiting_share)*1)"
    return f"IF({worse}<{most},{worse}+1,NA())"


def _waiting(sheet: PhaseSheet, head: int, most: int, load: float) -> None:
    """Write Erlang's recursion: operators, share lost if none could wait, share that waits."""
    page, style = sheet.sheet, sheet.of.styles
    for column, name in enumerate(("servers", "lost", "waiting")):
        write_cell(page, head, column, sheet.of.word(f"row.{name}"), style.head)
    a = sheet.at("load", 0)
    for number in range(1, most + 1):
        row = head + number
        before = xl_rowcol_to_cell(row - 1, 1) if number > 1 else "1"
        here = xl_rowcol_to_cell(row, 1)
        write_cell(page, row, 0, number, style.numbers[0])
        blocked = erlang_b(number, load)
        lost = f"={a}*{before}/({number}+{a}*{before})"
        page.write_formula(row, 1, lost, style.numbers[6], blocked)
        waits = f"=IF({a}<{number},{number}*{here}/({number}-{a}*(1-{here})),1)"
        share = Queue(number, load, 1.0).waiting_share
        page.write_formula(row, FIRST, waits, style.numbers[6], share)
