"""What a command says about what a plan leaves open: the worst failure, swaps, plans, the curve."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from placement.cli.options import Settings
from placement.config import PlanConfig
from placement.plan import Plan
from placement.plan.alternatives import Curve
from placement.texts import number, percentage, text

NO_LOSS = 0.001
"""A swap at a loss of at most this part of what the plan sees counts as none. [-]"""

NOTHING = 1e-9
"""Demand below this part of all of it is the arithmetic's. [-]"""


def tell(made: Plan, settings: Settings) -> None:
    """Say what a broken camera costs at worst, what may be swapped, and where gains fall off."""
    language, whole, step = settings.language, made.demand_total, made.azimuth_step_deg
    if step is not None:
        key = "cli.steps" if step else "cli.all_directions"
        settings.say(key, step=number(step, language, 0))
    failures = made.sensitivity.failures
    for failure in failures[:1]:
        camera = next(one for one in made.cameras if one.camera_id == failure.camera_id)
        share = percentage(failure.lost, whole, language, 2)
        street = camera.street or text("demand.unnamed", language)
        key = "cli.broken" if failure.lost > NOTHING * whole else "cli.broken_nothing"
        key = "cli.broken_only" if len(failures) == 1 else key
        settings.say(key, camera=camera.camera_id, street=street, share=share)
    new = sum(camera.phase > 0 for camera in made.cameras)
    least = NO_LOSS * (made.final.value + made.final.extra)
    free = sum(alternative.loss <= least for alternative in made.sensitivity.alternatives)
    if new:
        settings.say("cli.swaps", n=free, cameras=new)
    for other in made.sensitivity.others:
        worth = made.final.value + made.final.extra
        loss = percentage(worth - other.value, worth, language, 2)
        settings.say("cli.other_plan", loss=loss, n=len(other.without), cameras=new)
    if made.sensitivity.curve is not None:
        _curve(made.sensitivity.curve, whole, settings)


def _curve(curve: Curve, whole: float, settings: Settings) -> None:
    if curve.knee is None:
        settings.say("cli.no_knee")
        return
    at = next(point for point in curve.points if point.cameras == curve.knee)
    share = percentage(at.value, whole, settings.language)
    last = curve.points[-1].cameras
    settings.say("cli.knee", cameras=curve.knee, share=share, last=last)


@frozen
class Unmade:
    """Something that was asked for and is not there, or not in full."""

    what: str
    """confidence, other_plans, curve or cameras (of a phase)."""
    why: str
    """interrupted, what_if, nothing (that could be tried), no_more (to be found) or money."""
    made: int
    """How much of it is there: repetitions, plans, cameras of the phase or where the curve ends."""
    phase: str = ""
    """Name of the phase that has fewer cameras."""
    asked: int | None = None
    """Cameras that the phase was to end with."""


def unmade(made: Plan, config: PlanConfig, *, stopped: bool) -> list[Unmade]:
    """Return what the plan file or an option asked for and the plan does not have in full.

    `stopped` tells whether somebody interrupted the run.
    """
    found = []
    if config.study is not None and config.study.some:
        if made.what_if is not None:
            found.append(Unmade("confidence", "what_if", 0))
        elif stopped:
            found.append(Unmade("confidence", "interrupted", made.repetitions))
        elif not made.repetitions:
            found.append(Unmade("confidence", "nothing", 0))
    interrupted = made.status == "interrupted"
    others = len(made.sensitivity.others)
    if others < config.optimise.other_plans:
        found.append(Unmade("other_plans", "interrupted" if interrupted else "no_more", others))
    curve = made.sensitivity.curve
    if config.optimise.curve and interrupted:
        last = 0 if curve is None else curve.points[-1].cameras
        found.append(Unmade("curve", "interrupted", last))
    return [*_short(made, config), *found]


def _short(made: Plan, config: PlanConfig) -> Iterator[Unmade]:
    """Yield the phases that end with fewer cameras than the plan file asks for."""
    results = {result.phase: result for result in made.phases}
    for at, phase in enumerate(config.phases, start=1):
        if phase.cameras is not None and results[at].cameras < phase.cameras:
            why = "no_more" if phase.budget_czk is None else "money"
            if made.status == "interrupted":
                why = "interrupted"
            has = results[at].cameras
            yield Unmade("cameras", why, has, phase=phase.name, asked=phase.cameras)


def tell_unmade(found: Iterable[Unmade], settings: Settings) -> None:
    """Say what was asked for and is not there, or not in full, and why."""
    for one in found:
        key = f"unmade.{one.what}.{one.why}"
        settings.say(key, made=one.made, phase=one.phase, asked=one.asked)


def unmade_dict(found: Iterable[Unmade]) -> dict[str, Any]:
    """Return the same as plain values; nothing where all is there."""
    rows: list[dict[str, Any]] = []
    for one in found:
        row = {"what": one.what, "why": one.why, "made": one.made}
        rows.append(row if one.asked is None else {**row, "phase": one.phase, "asked": one.asked})
    return {"unmade": rows} if rows else {}
