"""All of a reckoning as plain values, as `centre.json` has them."""

from typing import Any

from attrs import asdict

from placement.centre.phase_money import PhaseMoney
from placement.centre.reckoning import Reckoning
from placement.centre.shifts import Rota
from placement.output.centre import cables

FORMAT, VERSION = "placement centre", 1


def as_dict(reckoning: Reckoning, *, rota: Rota | None = None) -> dict[str, Any]:
    """Return needs by phase, people, money, rules, rota and parameters as plain values."""
    plan, centre, money = reckoning.plan, reckoning.centre, reckoning.money
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": plan.case,
        "synthetic": plan.synthetic,
        "unpriced": reckoning.unpriced,
        "phases": [
            {"name": phase.name, **asdict(needs), "money": _phase_money(money)}
            for phase, needs, money in zip(
                plan.phases, centre.phases, reckoning.phases, strict=True
            )
        ],
        "staffing": asdict(centre.staffing),
        "staffing_today": asdict(centre.staffing_today),
        "cables": cables.as_dict(centre.cables),
        "money": {
            "years": [
                {**asdict(each), "total_czk": each.total_czk, "own_czk": each.own_czk}
                for each in money.years
            ],
            "own_czk": money.own_czk,
            "present_czk": money.present_czk,
        },
        "sensitivity": [asdict(swing) for swing in reckoning.swings],
        "rota": None
        if rota is None
        else {
            "shifts": [asdict(shift) for shift in rota.shifts],
            "serves": rota.serves.tolist(),
            "weekly_h": rota.weekly_h.tolist(),
        },
        "room": [{**asdict(check), "passes": check.passes} for check in reckoning.room],
        "price_bands": [
            {**asdict(each), "verdict": each.verdict} for each in reckoning.price_bands
        ],
        "measures": [
            {**asdict(each.measure), "numbers": each.numbers, "state": None}
            for each in reckoning.measures
        ],
        "parameters": [asdict(each) for each in centre.parameters.table.values()],
    }


def _phase_money(money: PhaseMoney) -> dict[str, Any]:
    return {
        **asdict(money),
        "investment_czk": money.investment_czk,
        "own_czk": money.own_czk,
        "yearly_czk": money.yearly_czk,
    }
