"""What a plan asks of the operations centre, as tables in the language of the reader."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import asdict

from placement.centre.money import INVESTMENT, RUNNING, CashFlow, Grant, Swing
from placement.centre.needs import Centre, CentreNeeds
from placement.centre.parameters import Parameter
from placement.centre.room import RuleCheck
from placement.centre.shifts import WEEK_DAYS, Rota, Shift
from placement.output.comparison_texts import TextTable
from placement.output.wording import phase_name
from placement.plan import Plan
from placement.texts import NO_BREAK_SPACE, Language, number, percentage, text

FORMAT, VERSION = "placement centre", 1
HOURS_A_DAY = 24
Cell = Callable[[CentreNeeds, Language], str]


def _number(get: Callable[[CentreNeeds], float], decimals: int, unit: str = "") -> Cell:
    """Return what says a number of a phase with its unit."""

    def say(needs: CentreNeeds, language: Language) -> str:
        words = number(get(needs), language, decimals)
        return f"{words}{NO_BREAK_SPACE}{unit}" if unit else words

    return say


def _share(get: Callable[[CentreNeeds], float | None]) -> Cell:
    """Return what says a share of a phase; a dash where nobody measured it. [%]"""

    def say(needs: CentreNeeds, language: Language) -> str:
        share = get(needs)
        return "–" if share is None else f"{percentage(share, 1.0, language)}{NO_BREAK_SPACE}%"

    return say


ROWS: Sequence[tuple[str, Cell]] = (
    ("cameras", _number(lambda n: n.cameras, 0)),
    ("pictures", _number(lambda n: n.pictures, 0)),
    ("watched", _number(lambda n: n.watched, 1)),
    ("operators", _number(lambda n: n.operators, 0)),
    ("detected", _share(lambda n: n.detected_share)),
    ("events", _number(lambda n: n.events_h, 2)),
    ("peak_operators", _number(lambda n: n.peak_operators, 0)),
    ("peak_waiting", _share(lambda n: n.peak_waiting_share)),
    ("peak_wait", _number(lambda n: n.peak_wait_min, 1, "min")),
    ("rate", _number(lambda n: n.storage.rate_mbit_s, 0, "Mbit/s")),
    ("net", _number(lambda n: n.storage.net_tb, 1, "TB")),
    ("disks", _number(lambda n: n.storage.disks, 0)),
    ("uplink", _number(lambda n: n.power.uplink_mbit_s, 0, "Mbit/s")),
    ("trunk", _share(lambda n: n.power.trunk_full)),
    ("cameras_power", _number(lambda n: n.power.cameras_w, 0, "W")),
    ("supply", _number(lambda n: n.power.supply_w, 0, "W")),
    ("heat", _number(lambda n: n.power.heat_kw, 1, "kW")),
    ("ups", _number(lambda n: n.power.ups_wh, 0, "Wh")),
    ("energy", _number(lambda n: n.power.energy_kwh, 0, "kWh")),
    ("energy_cost", _number(lambda n: n.energy_czk, 0, "Kč")),
    ("investment", _number(lambda n: n.cameras_czk, 0, "Kč")),
)
"""Rows of the table: key of its words, and what says its value."""


def phases_table(plan: Plan, centre: Centre, language: Language) -> TextTable:
    """Return what each phase asks for, a column a phase from today on."""
    names = [
        text("centre.today", language)
        if phase.phase == 0
        else phase_name(phase.name_in(language), phase.phase, language)
        for phase in plan.phases
    ]
    return TextTable(
        text("centre.phases", language),
        (text("centre.what", language), *names),
        tuple(
            (
                text(f"centre.row.{key}", language),
                *(say(needs, language) for needs in centre.phases),
            )
            for key, say in ROWS
        ),
    )


def sentences(
    centre: Centre, money: CashFlow, grants: Sequence[Grant], language: Language
) -> tuple[str, ...]:
    """Return people and money that do not depend on the phase."""
    people = centre.staffing
    parameters = centre.parameters
    return (
        text(
            "centre.people",
            language,
            full_time=number(people.full_time, language, 2),
            heads=number(people.heads, language, 2),
            contract=number(parameters["contract_h"], language),
        ),
        text("centre.pay", language, cost=number(people.cost_czk, language, 0)),
        text(
            "centre.present",
            language,
            cost=number(money.present_czk, language, 0),
            years=len(money.years),
            own=number(money.own_czk, language, 0),
            year=str(int(parameters["price_year"])),
        ),
        *(
            text("centre.grant", language, name=grant.words(language), source=grant.source)
            for grant in grants
        ),
    )


def money_table(money: CashFlow, grants: Sequence[Grant], language: Language) -> TextTable:
    """Return what is spent and who pays, a column a year and one for all; it adds up."""
    years = money.years
    spent = {
        line: [each.spent_czk[line] for each in years]
        for line in (*INVESTMENT, *RUNNING)
        if any(each.spent_czk[line] for each in years)
    }
    paid = {g.key: [each.granted_czk.get(g.key, 0) for each in years] for g in grants}
    rows = [
        *((text(f"centre.line.{line}", language), row) for line, row in spent.items()),
        (text("centre.line.total", language), [each.total_czk for each in years]),
        *((grant.words(language), paid[grant.key]) for grant in grants if any(paid[grant.key])),
        (text("centre.line.own", language), [each.own_czk for each in years]),
    ]
    return TextTable(
        text("centre.cash", language),
        (
            text("centre.what", language),
            *(str(each.year) for each in years),
            text("centre.all", language),
        ),
        tuple(
            (name, *(number(czk, language, 0) for czk in row), number(sum(row), language, 0))
            for name, row in rows
        ),
    )


def rota_table(rota: Rota, language: Language) -> TextTable:
    """Return who serves when, a row a person and a letter a day."""
    letters = {shift.name: _letter(shift, language) for shift in rota.shifts}
    names = [letters[shift.name] for shift in rota.shifts]
    legend = ", ".join(
        text(
            "centre.shift",
            language,
            letter=letters[shift.name],
            start=_clock(shift.start_h),
            end=_clock(shift.end_h),
        )
        for shift in rota.shifts
    )
    rows = []
    for person, days in enumerate(rota.serves, 1):
        letters_of_days = "".join(names[shift] if shift >= 0 else "·" for shift in days)
        weeks = " ".join(
            letters_of_days[start : start + WEEK_DAYS]
            for start in range(0, len(letters_of_days), WEEK_DAYS)
        )
        hours = number(round(float(rota.weekly_h[person - 1]), 2), language)
        rows.append((str(person), weeks, str(int(rota.nights[person - 1])), hours))
    return TextTable(
        text("centre.rota", language, legend=legend),
        tuple(
            text(f"centre.head.{name}", language) for name in ("person", "weeks", "nights", "hours")
        ),
        tuple(rows),
    )


def _letter(shift: Shift, language: Language) -> str:
    kind = shift.name.partition(" ")[0]
    return text(f"centre.letter.{kind}", language)


def _clock(hour: float) -> str:
    return f"{int(hour) % HOURS_A_DAY}:{round(hour % 1 * 60):02d}"


def room_table(checks: Sequence[RuleCheck], language: Language) -> TextTable:
    """Return each rule of hygiene, kept or broken."""
    return TextTable(
        text("centre.room", language),
        tuple(text(f"centre.head.{name}", language) for name in ("rule", "asks", "has", "verdict")),
        tuple(_rule_row(check, language) for check in checks),
    )


def _rule_row(check: RuleCheck, language: Language) -> tuple[str, ...]:
    verdict = {True: "kept", False: "broken", None: "unmeasured"}[check.passes]
    measured = "–" if check.measured is None else _measure(check.measured, check.unit, language)
    basis = f" ({text('documents.basis.assumption', language)})" if check.basis != "law" else ""
    return (
        text(f"centre.rule.{check.rule}", language),
        f"{_measure(check.required, check.unit, language)}{basis}",
        measured,
        text(f"centre.verdict.{verdict}", language, paragraph=check.paragraph),
    )


def _measure(value: float, unit: str, language: Language) -> str:
    return f"{number(round(value, 2), language)}{NO_BREAK_SPACE}{unit}"


def sensitivity_table(
    swings: Sequence[Swing], centre: Centre, present_czk: float, language: Language
) -> TextTable:
    """Return what the ends of each parameter's band do to the present cost, widest first."""
    return TextTable(
        text("centre.sensitivity", language),
        tuple(text(f"centre.head.{name}", language) for name in ("meaning", "band", "low", "high")),
        tuple(
            (
                centre.parameters.table[swing.key].words(language),
                _band(centre.parameters.table[swing.key], language),
                number(swing.low_czk - present_czk, language, 0),
                number(swing.high_czk - present_czk, language, 0),
            )
            for swing in swings
        ),
    )


def _band(parameter: Parameter, language: Language) -> str:
    return f"{number(parameter.low, language)} – {number(parameter.high, language)}"


def parameters_table(centre: Centre, language: Language) -> TextTable:
    """Return every number the reckoning rests on, with its band and where it is from."""
    heads = ("key", "meaning", "value", "band", "source")
    return TextTable(
        text("centre.parameters", language),
        tuple(text(f"centre.head.{name}", language) for name in heads),
        tuple(_parameter_row(each, language) for each in centre.parameters.table.values()),
        states=tuple(each.key for each in centre.parameters.table.values()),
    )


def _parameter_row(parameter: Parameter, language: Language) -> tuple[str, ...]:
    source = text("centre.own", language) if parameter.own else parameter.source
    basis = text(f"documents.basis.{parameter.basis}", language)
    return (
        parameter.key,
        parameter.words(language),
        _measure(parameter.value, parameter.unit, language).removesuffix(f"{NO_BREAK_SPACE}-"),
        _band(parameter, language),
        source if parameter.own else f"{basis}: {source}",
    )


def as_dict(
    plan: Plan,
    centre: Centre,
    money: CashFlow,
    *,
    checks: Sequence[RuleCheck],
    swings: Sequence[Swing],
    rota: Rota | None,
) -> dict[str, Any]:
    """Return needs by phase, people, money, rules, rota and parameters as plain values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": plan.case,
        "synthetic": plan.synthetic,
        "phases": [
            {"name": phase.name, **asdict(needs)}
            for phase, needs in zip(plan.phases, centre.phases, strict=True)
        ],
        "staffing": asdict(centre.staffing),
        "money": {
            "years": [
                {**asdict(each), "total_czk": each.total_czk, "own_czk": each.own_czk}
                for each in money.years
            ],
            "own_czk": money.own_czk,
            "present_czk": money.present_czk,
        },
        "sensitivity": [asdict(swing) for swing in swings],
        "rota": None
        if rota is None
        else {
            "shifts": [asdict(shift) for shift in rota.shifts],
            "serves": rota.serves.tolist(),
            "weekly_h": rota.weekly_h.tolist(),
        },
        "room": [{**asdict(check), "passes": check.passes} for check in checks],
        "parameters": [asdict(each) for each in centre.parameters.table.values()],
    }
