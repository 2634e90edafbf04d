"""What a command says about what a plan leaves open: the worst failure, swaps, plans, the curve."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from placement.cli.options import Settings
from placement.config import PlanConfig
from placement.output.wording import phase_name
from placement.plan import Plan
from placement.plan.alternatives import HARDLY, BudgetCurve, Curve
from placement.texts import number, percentage, text

NOTHING = 1e-9
"""Demand below this part of all of it is the arithmetic's. [-]"""


def say(plan: Plan, settings: Settings) -> None:
    """Say what a broken camera costs at worst, what may be swapped, and where gains fall off."""
    language, whole, step = settings.language, plan.demand_total, plan.azimuth_step_deg
    if step is not None:
        key = "cli.steps" if step else "cli.all_directions"
        settings.say(key, step=number(step, language, 0))
    failures = plan.sensitivity.failures
    for failure in failures[:1]:
        camera = next(one for one in plan.cameras if one.camera_id == failure.camera_id)
        share = percentage(failure.lost, whole, language, 2)
        street = camera.street or text("demand.unnamed", language)
        key = "cli.broken" if failure.lost > NOTHING * whole else "cli.broken_nothing"
        key = "cli.broken_only" if len(failures) == 1 else key
        settings.say(key, camera=camera.camera_id, street=street, share=share)
    new = 0 if plan.evaluated else sum(camera.phase > 0 for camera in plan.cameras)
    least = HARDLY * (plan.final.value + plan.final.extra)
    free = sum(alternative.loss <= least for alternative in plan.sensitivity.alternatives)
    if new:
        settings.say("cli.swaps", n=free, cameras=new)
    for other in plan.sensitivity.others:
        worth = plan.final.value + plan.final.extra
        loss = percentage(worth - other.value, worth, language, 2)
        settings.say("cli.other_plan", loss=loss, n=len(other.without), cameras=new)
    curve = plan.sensitivity.curve
    if curve is not None and curve.omitted_rules:
        settings.say("cli.curve_rules", n=curve.omitted_rules)
    if plan.sensitivity.curve is not None:
        _curve(plan.sensitivity.curve, whole, settings)
    if plan.sensitivity.money is not None:
        _money(plan.sensitivity.money, whole, settings)


def _curve(curve: Curve, whole: float, settings: Settings) -> None:
    if curve.knee is None:
        settings.say("cli.no_knee")
        return
    at = next(point for point in curve.points if point.cameras == curve.knee)
    share = percentage(at.value, whole, settings.language)
    last = curve.points[-1].cameras
    settings.say("cli.knee", cameras=curve.knee, share=share, last=last)


def _money(curve: BudgetCurve, whole: float, settings: Settings) -> None:
    if curve.knee_czk is None:
        return
    language = settings.language
    at = next(point for point in curve.points if point.budget_czk == curve.knee_czk)
    settings.say(
        "cli.money_knee",
        money=number(curve.knee_czk / 1e6, language),
        share=percentage(at.value, whole, language),
        last=number(curve.points[-1].budget_czk / 1e6, language),
    )


@frozen
class Shortfall:
    """Something that the user requested and the plan lacks, in whole or in part."""

    what: str
    """confidence, other_plans, curve or cameras (of a phase)."""
    why: str
    """interrupted, what_if, nothing (that could be tried), no_more (to be found) or money."""
    done: int
    """How much of it is there: repetitions, plans, cameras of the phase or where the curve ends."""
    phase: str = ""
    """Name of the phase that has fewer cameras."""
    phase_number: int = 0
    target: int | None = None
    """Cameras that the phase was to end with."""
    budget_czk: float | None = None
    """Money of the phase. [Kč]"""
    remaining_czk: float | None = None
    """What of it is left. [Kč]"""


def shortfalls(plan: Plan, config: PlanConfig, *, stopped: bool) -> list[Shortfall]:
    """Return what the plan file or an option asked for and the plan does not have in full.

    `stopped` tells whether somebody interrupted the run.
    """
    rows = []
    if config.study is not None and config.study.some:
        if plan.what_if is not None:
            rows.append(Shortfall("confidence", "what_if", 0))
        elif stopped:
            rows.append(Shortfall("confidence", "interrupted", plan.repetitions))
        elif not plan.repetitions:
            rows.append(Shortfall("confidence", "nothing", 0))
    interrupted = plan.status == "interrupted"
    others = len(plan.sensitivity.others)
    if others < config.optimise.other_plans:
        rows.append(Shortfall("other_plans", "interrupted" if interrupted else "no_more", others))
    curve = plan.sensitivity.curve
    if config.optimise.curve and interrupted:
        last = 0 if curve is None else curve.points[-1].cameras
        rows.append(Shortfall("curve", "interrupted", last))
    return [*_missing_cameras(plan, config), *rows]


def _missing_cameras(plan: Plan, config: PlanConfig) -> Iterator[Shortfall]:
    """Yield the phases that end with fewer cameras than the plan file asks for."""
    if plan.what_if is not None and plan.what_if.only:
        return
    for at, phase in enumerate(config.phases, start=1):
        if phase.cameras is not None and plan.counted(at) < phase.cameras:
            why = "no_more" if phase.budget_czk is None else "money"
            if plan.status == "interrupted":
                why = "interrupted"
            has = plan.counted(at)
            budget_czk = phase.budget_czk
            remaining_czk = None if budget_czk is None else budget_czk - plan.phases[at].cost_czk
            yield Shortfall(
                "cameras", why, has, phase.name, at, phase.cameras, budget_czk, remaining_czk
            )


def say_shortfalls(shortfalls: Iterable[Shortfall], settings: Settings) -> None:
    """Say what was asked for and is not there, or not in full, and why."""
    for one in shortfalls:
        money = {
            name: number(czk, settings.language, 0)
            for name, czk in (("budget", one.budget_czk), ("left", one.remaining_czk))
            if czk is not None
        }
        key = f"unmade.{one.what}.{one.why}"
        phase = phase_name(one.phase, one.phase_number, settings.language)
        settings.say(key, made=one.done, phase=phase, asked=one.target, **money)


def shortfalls_dict(shortfalls: Iterable[Shortfall]) -> dict[str, Any]:
    """Return the same as plain values; nothing where all is there."""
    rows: list[dict[str, Any]] = []
    for one in shortfalls:
        row = {"what": one.what, "why": one.why, "made": one.done}
        rows.append(row if one.target is None else {**row, "phase": one.phase, "asked": one.target})
    return {"unmade": rows} if rows else {}
