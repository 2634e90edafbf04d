"""Tables of the centre as CSV, for programs and for Czech Excel.

A row a phase, a year, an hour of the week, a parameter, a band, a measure of security, a rule of
hygiene, a person's day; headers are those of the tables (`centre.row`, `centre.line`,
`centre.head`, `centre_measures.head`).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from placement.centre.phase_money import INVESTMENT, RUNNING
from placement.centre.reckoning import Reckoning
from placement.centre.shifts import Rota
from placement.output.centre import checklist
from placement.output.centre.phases import FIGURES, phase_names
from placement.output.csv_lists import Row, TableColumn, csv_files, with_data
from placement.texts import text

HOURS_A_DAY = 24
PLAIN_DECIMALS = 4
"""Of parameters, whose units differ."""


def contents(reckoning: Reckoning, rota: Rota | None) -> dict[str, bytes]:
    """Return the lists by the names of their files; of room and rota only where there are any."""
    return {
        **_list("phases", _phase_columns(), list(_phase_rows(reckoning)), reckoning),
        **_list("money", _year_columns(reckoning), list(_year_rows(reckoning)), reckoning),
        **_list("hours", HOURS, list(_hour_rows(reckoning)), reckoning),
        **_list("parameters", PARAMETERS, list(_parameter_rows(reckoning)), reckoning),
        **_list("sensitivity", SWINGS, list(_swing_rows(reckoning)), reckoning),
        **_measures(reckoning),
        **(_list("room", ROOM, list(_room_rows(reckoning)), reckoning) if reckoning.room else {}),
        **({} if rota is None else _list("rota", ROTA, list(_rota_rows(rota)), reckoning)),
    }


def _list(
    name: str, columns: Sequence[TableColumn], rows: list[Row], reckoning: Reckoning
) -> dict[str, bytes]:
    shown = with_data(columns, synthetic=reckoning.plan.synthetic)
    return csv_files(name, shown, rows, header=lambda column: _header(column, reckoning))


def _header(column: TableColumn, reckoning: Reckoning) -> str:
    grants = {grant.key: grant.words("cs") for grant in reckoning.grants}
    if column.name in grants:
        return column.header(grants[column.name])
    if column.name == "data":
        return text("lists.column.data", "cs")
    group = "row" if column.name in {figure.key for figure in FIGURES} else "head"
    if column.name.endswith("_czk"):
        return column.header(text(f"centre.line.{column.name.removesuffix('_czk')}", "cs"))
    return column.header(text(f"centre.{group}.{column.name}", "cs"))


def _phase_columns() -> list[TableColumn]:
    figures = [TableColumn(each.key, each.unit, each.decimals) for each in FIGURES]
    return [TableColumn("phase", decimals=0), TableColumn("name"), *figures]


def _phase_rows(reckoning: Reckoning) -> Iterator[dict[str, Any]]:
    for phase, name in enumerate(phase_names(reckoning, "cs")):
        figures = {each.key: each.cell(reckoning, phase) for each in FIGURES}
        yield {"phase": phase, "name": name, **figures}


def _year_columns(reckoning: Reckoning) -> list[TableColumn]:
    lines = [f"{line}_czk" for line in (*INVESTMENT, *RUNNING, "total")]
    grants = [grant.key for grant in reckoning.grants]
    return [
        TableColumn("year", decimals=0),
        *(TableColumn(name, "Kč", 0) for name in (*lines, *grants, "own_czk")),
    ]


def _year_rows(reckoning: Reckoning) -> Iterator[dict[str, Any]]:
    for each in reckoning.money.years:
        yield {
            "year": each.year,
            **{f"{line}_czk": czk for line, czk in each.spent_czk.items()},
            "total_czk": each.total_czk,
            **{grant.key: each.granted_czk.get(grant.key, 0) for grant in reckoning.grants},
            "own_czk": each.own_czk,
        }


HOURS = (
    TableColumn("phase", decimals=0),
    TableColumn("weekday", words="centre.weekday"),
    TableColumn("hour", decimals=0),
    TableColumn("events_h", "1/h", 3),
    TableColumn("pictures_watched", decimals=1),
    TableColumn("operators_needed", decimals=0),
    TableColumn("waiting", "%", 1),
    TableColumn("hours_basis", words="centre.hours_basis"),
)


def _hour_rows(reckoning: Reckoning) -> Iterator[dict[str, Any]]:
    """Yield the 168 hours of a week for each phase; weekday 1 is Monday."""
    for needs in reckoning.centre.phases:
        week = needs.hours
        for hour, events_h in enumerate(week.events_h):
            yield {
                "phase": needs.phase,
                "weekday": hour // HOURS_A_DAY + 1,
                "hour": hour % HOURS_A_DAY,
                "events_h": events_h,
                "pictures_watched": week.watched[hour],
                "operators_needed": week.operators[hour],
                "waiting": 100 * week.waiting_share[hour],
                "hours_basis": "measured" if week.measured else "assumed",
            }


def _measures(reckoning: Reckoning) -> dict[str, bytes]:
    shown = with_data(checklist.COLUMNS, synthetic=reckoning.plan.synthetic)
    rows = list(checklist.checklist_rows(reckoning.measures))
    return csv_files("measures", shown, rows, header=checklist.header)


PARAMETERS = (
    TableColumn("key"),
    TableColumn("meaning"),
    TableColumn("value", decimals=PLAIN_DECIMALS),
    TableColumn("low", decimals=PLAIN_DECIMALS),
    TableColumn("high", decimals=PLAIN_DECIMALS),
    TableColumn("unit", words="centre.unit"),
    TableColumn("basis", words="documents.basis"),
    TableColumn("source"),
    TableColumn("as_of"),
)


def _parameter_rows(reckoning: Reckoning) -> Iterator[dict[str, Any]]:
    for each in reckoning.parameters.table.values():
        yield {
            "key": each.key,
            "meaning": each.cs,
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "unit": each.unit,
            "basis": "own" if each.own else each.basis,
            "source": text("centre.own", "cs") if each.own else each.source,
            "as_of": "" if each.own else each.as_of,
        }


SWINGS = (
    TableColumn("key"),
    TableColumn("meaning"),
    TableColumn("low_change", "Kč", 0),
    TableColumn("high_change", "Kč", 0),
)


def _swing_rows(reckoning: Reckoning) -> Iterator[dict[str, Any]]:
    present = reckoning.money.present_czk
    for swing in reckoning.swings:
        yield {
            "key": swing.key,
            "meaning": reckoning.parameters.table[swing.key].cs,
            "low_change": swing.low_czk - present,
            "high_change": swing.high_czk - present,
        }


ROOM = (
    TableColumn("rule", words="centre.rule"),
    TableColumn("asks", decimals=2),
    TableColumn("has", decimals=2),
    TableColumn("unit"),
    TableColumn("verdict", words="centre.state"),
    TableColumn("basis", words="documents.basis"),
    TableColumn("source"),
)


def _room_rows(reckoning: Reckoning) -> Iterator[dict[str, Any]]:
    for check in reckoning.room:
        yield {
            "rule": check.rule,
            "asks": check.required,
            "has": check.measured,
            "unit": check.unit,
            "verdict": {True: "kept", False: "broken", None: "unmeasured"}[check.passes],
            "basis": check.basis,
            "source": check.paragraph,
        }


ROTA = (
    TableColumn("person", decimals=0),
    TableColumn("day", decimals=0),
    TableColumn("begins", decimals=2),
    TableColumn("ends", decimals=2),
)


def _rota_rows(rota: Rota) -> Iterator[dict[str, Any]]:
    for person, days in enumerate(rota.serves, 1):
        for day, number in enumerate(days, 1):
            if number >= 0:
                shift = rota.shifts[number]
                yield {
                    "person": person,
                    "day": day,
                    "begins": shift.start_h,
                    "ends": shift.end_h,
                }
