"""Counts and sums that chapters say and no other result holds, from a plan and its centre."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from placement.centre.phase_money import INVESTMENT, RUNNING
from placement.plan import Plan

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.centre.reckoning import Reckoning

SUSTAINED_YEARS = 5
"""Years after the last phase for which a grant asks that all of it works."""
MILLION = 1e6


def tallies(plan: Plan, centre: "Reckoning | None") -> dict[str, Any]:
    """Return plain values by name: phases, districts, models, cameras of a kind, years."""
    counted: dict[str, Any] = {
        "phases": list(_phases(plan)),
        "districts": list(_districts(plan)),
        "models": [_model(plan, model.name) for model in plan.models],
        "out_of_service": _count(plan, "out of service"),
        "removed": _count(plan, "to be removed"),
        "replaced": _count(plan, "to be replaced"),
        "today_assumed": sum(c.azimuth_assumed for c in plan.standing(0)),
        "dispensable": len(plan.sensitivity.dispensable),
    }
    return counted if centre is None else {**counted, **_years(plan, centre), **_cable(centre)}


def _count(plan: Plan, status: str) -> int:
    return sum(camera.status == status for camera in plan.cameras)


def _phases(plan: Plan) -> Iterator[dict[str, float]]:
    """Yield what each phase adds to the one before it, today with nothing."""
    spent = 0.0
    for number, phase in enumerate(plan.phases):
        before = plan.phases[max(number - 1, 0)]
        spent += phase.cost_czk
        gain = phase.value - before.value
        millions = phase.cost_czk / MILLION
        yield {
            "gain": gain,
            "cost_to_date_czk": spent,
            "gain_million": gain / millions if millions else 0.0,
        }


def _districts(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield cameras by where they hang, and shares of what is expected, by district."""
    phases = [phase.phase for phase in plan.phases[1:]]
    for district in plan.districts:
        here = [camera for camera in plan.cameras if camera.district == district.name]
        new = [camera for camera in here if camera.status == "new"]
        yield {
            "today": sum(camera.works_in(0) for camera in here),
            "new": len(new),
            "target": sum(camera.works_in(plan.final.phase) for camera in here),
            "new_by_phase": [sum(camera.phase == phase for camera in new) for phase in phases],
            "demand_share": _part(district.expected, plan.demand_total),
            "share_today": _part(district.seen_today, district.expected),
            "share_target": _part(district.seen_at_target, district.expected),
        }


def _part(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _model(plan: Plan, name: str) -> dict[str, int]:
    def there(phase: int) -> int:
        return sum(camera.model == name for camera in plan.standing(phase))

    new = sum(camera.model == name and camera.status == "new" for camera in plan.cameras)
    return {"today": there(0), "new": new, "target": there(plan.final.phase)}


def _years(plan: Plan, centre: "Reckoning") -> dict[str, Any]:
    """Return sums over all years, and the years after the last phase in which all of it works."""
    years = centre.money.years
    last = len(plan.phases) - 1
    sustained = years[last : last + SUSTAINED_YEARS]
    return {
        "lines": {line: _sum(years, line) for line in (*INVESTMENT, *RUNNING)},
        "total_czk": sum(each.total_czk for each in years),
        "granted_czk": sum(sum(each.granted_czk.values()) for each in years),
        "years": len(years),
        "sustained": [
            {
                "year": each.year,
                "running_czk": sum(each.spent_czk[line] for line in RUNNING),
                "renewal_czk": sum(each.spent_czk[line] for line in INVESTMENT),
            }
            for each in sustained
        ],
        "running_czk": max(
            (sum(each.spent_czk[line] for line in RUNNING) for each in sustained), default=0
        ),
    }


def _cable(centre: "Reckoning") -> dict[str, float]:
    """Return the new cable of all phases, where the networks of the town are known. [m]"""
    connections = [needs.connection for needs in centre.centre.phases[1:]]
    sums: dict[str, float] = {}
    for kind in ("power", "fibre"):
        lengths_m = [getattr(each, f"{kind}_m") for each in connections]
        if lengths_m and None not in lengths_m:
            sums[f"{kind}_cable_m"] = sum(lengths_m)
    return {**sums, "unreached": sum(len(each.no_way) for each in connections)}


def _sum(years: tuple[Any, ...], line: str) -> int:
    return sum(each.spent_czk[line] for each in years)
