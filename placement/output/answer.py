"""The answer of a what-if question in words: what was asked, the cameras, and the difference."""

from collections.abc import Iterator

from placement.output.wording import phase_name
from placement.plan import Plan, PlannedCamera
from placement.plan.what_if import AskedCamera, PhaseComparison, WhatIf
from placement.texts import Language, Phrase, apart, catalogue, number, percentage, text

SAME_MONEY = 1e-9
"""Sums of money this close, in parts, are equal. [-]"""
NO_CHANGE_PCT = 0.005
"""A difference below this is not said. [percentage points]"""


def heading(what_if: WhatIf, language: Language) -> str:
    """Return the question as a line."""
    questions = "; ".join(phrase.render(language) for phrase in what_if.questions())
    return text("what_if.heading", language, questions=questions)


def lines(plan: Plan, language: Language) -> Iterator[str]:
    """Yield the answer of a plan's question: its cameras, each phase beside the plan without it."""
    what_if = plan.what_if
    if what_if is None:
        return
    for answer in what_if.answers:
        yield _camera(plan, answer, language)
    for phase in what_if.phases:
        if phase.phase or abs(_change_pct(plan, what_if, phase)) >= NO_CHANGE_PCT:
            yield _phase(plan, what_if, phase, language)
    if not what_if.only and what_if.free_total is None:
        yield from _between(plan, what_if.phases[-1], language)
    if what_if.kept is not None and not what_if.only:
        share = percentage(what_if.kept, plan.demand_total, language, 2)
        yield text("what_if.kept", language, share=share)
    if what_if.free_total is not None:
        yield text("what_if.other_total", language)
    if what_if.only:
        yield from _overruns(plan, language)
    if what_if.same is not None:
        yield text("what_if.same", language, same=what_if.same, free=what_if.free_new)


def _overruns(plan: Plan, language: Language) -> Iterator[str]:
    """Yield the phases that cost more than their money, as nothing else was left out for it."""
    for phase in plan.phases:
        if phase.budget_czk is not None and phase.cost_czk > phase.budget_czk * (1 + SAME_MONEY):
            amounts = (phase.cost_czk, phase.budget_czk, phase.cost_czk - phase.budget_czk)
            names = ("cost", "budget", "over")
            money = {n: number(czk, language, 0) for n, czk in zip(names, amounts, strict=True)}
            name = _name(plan, phase.phase, language)
            yield text("what_if.over_budget", language, phase=name, **money)


def difference(plan: Plan, language: Language) -> str:
    """Return what the question changes at the end, as a line; empty without a question."""
    if plan.what_if is None or not plan.what_if.phases:
        return ""
    return _phase(plan, plan.what_if, plan.what_if.phases[-1], language).strip()


def _camera(plan: Plan, answer: AskedCamera, language: Language) -> str:
    camera = next(one for one in plan.cameras if one.camera_id == answer.camera_id)
    words = catalogue(language)
    return text(
        "what_if.camera" if camera.seen > 0 else "what_if.blind",
        language,
        camera=camera.camera_id,
        street=camera.street,
        model=camera.model,
        height=number(camera.height_m, language),
        direction=_direction(plan, camera),
        carrier=words.get(f"lists.carrier.{camera.carrier}", camera.carrier),
        seen=percentage(camera.seen, plan.demand_total, language, 2),
        lost=percentage(answer.lost, plan.demand_total, language, 2),
        phase=_name(plan, camera.phase, language) if camera.phase else Phrase("what_if.today"),
        price=_price(camera, language),
    )


def _name(plan: Plan, phase: int, language: Language) -> str:
    return phase_name(plan.phases[phase].name_in(language), phase, language)


def _price(camera: PlannedCamera, language: Language) -> Phrase:
    if camera.cost_unknown:
        return Phrase("what_if.price_unknown")
    return Phrase("what_if.price", {"cost": number(camera.cost_czk / 1000, language, 0)})


def _direction(plan: Plan, camera: PlannedCamera) -> Phrase:
    if not plan.has_direction(camera):
        return Phrase("what_if.around")
    return Phrase("what_if.toward", {"azimuth": round(camera.azimuth_deg) % 360})


def _between(plan: Plan, phase: PhaseComparison, language: Language) -> Iterator[str]:
    """Yield by how much the best possible plans differ, where the two gaps leave some doubt."""
    total = plan.demand_total
    least, most = (100 * part / total if total else 0.0 for part in (phase.least, phase.most))
    if max(abs(least), abs(most)) < NO_CHANGE_PCT:
        return
    kind = "best_loses" if least >= -NO_CHANGE_PCT else "best_changes"
    if most <= NO_CHANGE_PCT:
        kind = "best_gains"
    low, high = (least, most) if kind == "best_loses" else (-most, -least)
    limits = {"least": _plain(low, language), "most": _plain(high, language)}
    yield text(f"what_if.{kind}", language, **limits)


def _plain(value: float, language: Language) -> str:
    """Return a number of two decimals that is never minus nothing."""
    return number(round(value, 2) + 0.0, language, 2)


def _change_pct(plan: Plan, what_if: WhatIf, phase: PhaseComparison) -> float:
    """Return how much more of demand a phase sees than without the question. [percentage points]

    It is the difference of the two shares as they are printed.
    """
    total, free_total = plan.demand_total, _free_total(plan, what_if)
    own = phase.worth / total if total else 0.0
    return apart(100 * phase.free_worth / free_total if free_total else 0.0, 100 * own, 2)


def _phase(plan: Plan, what_if: WhatIf, phase: PhaseComparison, language: Language) -> str:
    more = _change_pct(plan, what_if, phase)
    kind = "gain" if more > 0 else "loss"
    if abs(more) < NO_CHANGE_PCT:
        kind = "level"
    change = {"points": number(abs(more), language, 2)} if kind != "level" else {}
    return text(
        "what_if.phase" if phase.phase else "what_if.phase_today",
        language,
        name=_name(plan, phase.phase, language),
        free_name=phase_name(phase.free_name, phase.phase, language)
        if phase.free_name
        else _name(plan, phase.phase, language),
        share=percentage(phase.worth, plan.demand_total, language, 2),
        free=percentage(phase.free_worth, _free_total(plan, what_if), language, 2),
        change=Phrase(f"what_if.{kind}", change),
        cost=number(phase.cost_czk / 1000, language, 0),
        free_cost=number(phase.free_cost_czk / 1000, language, 0),
    )


def _free_total(plan: Plan, what_if: WhatIf) -> float:
    return plan.demand_total if what_if.free_total is None else what_if.free_total
