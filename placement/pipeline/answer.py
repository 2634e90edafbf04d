"""Answering a what-if question: a plan under it beside the plan without it."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
from attrs import evolve

from placement.config.rules import WhatIfSection
from placement.optimise import PhaseLimit, Requirement, Rules
from placement.optimise.search_limits import Latch, Stop
from placement.pipeline.changed_share import shares_of_changed
from placement.pipeline.decision import (
    Decision,
    PhaseWorth,
    decide_on,
    describe_choices,
    in_order,
    phase_bounds,
)
from placement.pipeline.description import ChosenCandidate, standing_in
from placement.pipeline.plan_privacy import with_privacy
from placement.pipeline.program import program_of
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import Situation
from placement.pipeline.what_if_candidates import camera_of_plan, with_cameras
from placement.pipeline.what_if_rules import (
    Meaning,
    banned_candidates,
    check_question,
    meaning_of_question,
)
from placement.plan import TODAY, Plan, PlannedCamera
from placement.plan.what_if import AskedCamera, PhaseComparison, WhatIf
from placement.units import Integers, turn_deg

SAME_M, SAME_DEG = 0.01, 0.01
"""Two cameras of one model so near to each other are the same. [m], [°]"""


def answer(
    before: Situation,
    situation: Situation,
    *,
    progress: Progress = silent,
    stop: Stop | None = None,
) -> Plan:
    """Return the plan that answers a what-if question, with what it costs.

    Parameters
    ----------
    before
        The situation without the question.
    situation
        As `situation_under_question` returns it.
    progress, stop
        As for `decide`.

    Raises
    ------
    ConfigError
        If a part of the question names nothing.
    InfeasibleError
        If no plan meets what is asked.
    SolverError
        If no plan was found.
    """
    question = situation.config.what_if or WhatIfSection()
    latch = None if stop is None else Latch(stop)
    check_question(situation)
    free = decide_on(before, program_of(before), progress=progress, stop=latch, brief=True)
    meaning = meaning_of_question(situation, free.plan)
    if question.only:
        decision, wishes = _only(situation, free.plan, meaning, progress=progress, stop=latch)
    else:
        decision, wishes = _planned_anew(situation, meaning, progress=progress, stop=latch)
    plan = decision.plan
    if latch is not None and latch.since is not None:
        plan = evolve(plan, status="interrupted")
    changed = situation.demand is not before.demand or situation.models != before.models
    other_total = situation.demand.total != before.demand.total
    return evolve(
        plan,
        what_if=WhatIf(
            fix=question.fix,
            forbid=question.forbid,
            move=question.move,
            set=question.set,
            cameras=question.cameras,
            budget_czk=question.budget_czk,
            only=question.only,
            phases=tuple(_comparisons(plan, free.plan)),
            answers=tuple(_answers(decision, meaning, wishes)),
            free_total=before.demand.total if other_total else None,
            kept=_kept_value(situation, free.plan) if changed and question.set else None,
            same=sum(_has(plan, camera) for camera in _new(free.plan)),
            free_new=len(_new(free.plan)),
        ),
    )


def _planned_anew(
    situation: Situation, meaning: Meaning, *, progress: Progress, stop: Latch | None
) -> tuple[Decision, list[Integers]]:
    """Plan with the cameras that are asked for and without what is forbidden."""
    with_wishes, wishes = with_cameras(situation, [one.camera for one in meaning.built])
    program = program_of(with_wishes)
    rules = program.rules
    required = [
        Requirement(one.text, candidates=candidates)
        for one, candidates in zip(meaning.built, wishes, strict=True)
    ]
    banned = banned_candidates(with_wishes, meaning.left)
    rules = evolve(
        rules, required=(*rules.required, *required), banned=(*rules.banned, *banned.tolist())
    )
    program = evolve(program, rules=rules)
    return decide_on(with_wishes, program, progress=progress, stop=stop), wishes


def _only(
    situation: Situation,
    free: Plan,
    meaning: Meaning,
    *,
    progress: Progress,
    stop: Latch | None,
) -> tuple[Decision, list[Integers]]:
    """Keep the free plan but for what is asked; nothing else is chosen."""
    left = {str(situation.sites.ids[site]) for site in meaning.left}
    remaining = [
        camera
        for camera in _new(free)
        if camera.camera_id not in meaning.dropped
        and (camera.point_id not in left or _elsewhere(camera, situation, meaning.left))
    ]
    last = len(situation.config.phases)
    exact = [camera_of_plan(situation, camera) for camera in remaining]
    exact += [one.camera for one in meaning.built]
    phases = {camera.camera_id: camera.phase for camera in free.cameras}
    when = [min(camera.phase, last) for camera in remaining]
    when += [min(phases.get(one.instead_of, last), last) for one in meaning.built]
    whole, candidates = with_cameras(situation, exact)
    removals = _removals(whole, free)
    chosen = [candidate for candidate in whole.existing if candidate not in removals]
    order: list[tuple[int, int]] = []
    for number in np.argsort(when, kind="stable"):
        best = _best(whole, candidates[number], chosen)
        chosen.append(best)
        order.append((best, when[number]))
    wishes = {int(one) for each in candidates[len(remaining) :] for one in each}
    choices = _within_limits(whole, order, wishes, removals)
    program = program_of(whole)
    views = Rules(backup=program.rules.backup, partial=program.rules.partial)
    program = evolve(program, rules=views)  # what stays need not keep the others
    limits = _limits(whole, choices)
    bounds = phase_bounds(whole, program, limits, progress=progress, stop=stop)
    worths = [
        PhaseWorth(phase.name, phase.budget_czk, worth, max(bound, worth))
        for phase, worth, bound in zip(
            situation.config.phases, _worths(whole, choices), bounds, strict=True
        )
    ]
    plan = describe_choices(whole, program, choices, worths)
    progress.stage("honest")
    shares = shares_of_changed(whole, choices, plan)
    results = [evolve(p, honest=share) for p, share in zip(plan.phases, shares, strict=True)]
    plan = with_privacy(evolve(plan, phases=tuple(results)), whole, choices)
    return Decision(plan, choices, whole), candidates[len(remaining) :]


def _elsewhere(camera: PlannedCamera, situation: Situation, left: Integers) -> bool:
    """Return whether a camera stands apart from all sites to be left that share its point's id."""
    sites = situation.sites
    far = np.hypot(sites.x_m[left] - camera.x_m, sites.y_m[left] - camera.y_m)
    return bool(far.min() > 1.0)


def _best(situation: Situation, candidates: Integers, chosen: Sequence[int]) -> int:
    """Return the candidate that adds most to others, the first of equals."""
    rest = situation.coverage.weight * ~situation.coverage.covered(chosen)
    gains = [math.fsum(rest[situation.coverage.of(candidate)]) for candidate in candidates]
    return int(candidates[int(np.argmax(gains))])


def _within_limits(
    situation: Situation,
    order: Sequence[tuple[int, int]],
    wishes: Collection[int],
    removals: Mapping[int, int],
) -> list[ChosenCandidate]:
    """Return cameras in their order with prices, as far as money and number of a question go.

    What was asked for comes before what was planned, if not all can stay.
    """
    question, last = situation.config.what_if, situation.config.phases[-1]
    most = math.inf
    if question is not None and question.cameras is not None and last.cameras is not None:
        most = last.cameras - len(situation.existing) + len(removals)
    budget_czk = math.inf
    if question is not None and question.budget_czk is not None:
        budget_czk = question.budget_czk
    affordable = [pair for pair in order if pair[0] in wishes]
    for pair in order:
        more = [*affordable, pair]
        if pair in affordable:
            continue
        choices = in_order(situation, more, removals=removals)
        price = math.fsum(choice.cost_czk for choice in choices)
        if len(more) > most or price > budget_czk:
            break
        affordable = more
    order = [pair for pair in order if pair in affordable]
    return in_order(situation, order, removals=removals)


def _removals(situation: Situation, free: Plan) -> dict[int, int]:
    """Return the standing cameras that the free plan takes down, and in which phase of this one."""
    last, ids = len(situation.config.phases), situation.existing_cameras.table["camera_id"]
    gone = {camera.camera_id: camera.removed_in for camera in free.cameras}
    phases = {candidate: gone.get(str(ids.iloc[candidate])) for candidate in situation.existing}
    return {candidate: min(p, last) for candidate, p in phases.items() if p is not None}


def _limits(situation: Situation, choices: Sequence[ChosenCandidate]) -> list[PhaseLimit]:
    """Return as many cameras and as much money as each phase of given choices has."""
    config = situation.config
    return [
        PhaseLimit(
            len(standing_in(choices, number)),
            math.fsum(choice.cost_czk for choice in choices if choice.paid_in == number),
            removals=config.existing.may_replace_in(number),
        )
        for number in range(1, len(config.phases) + 1)
    ]


def _worths(situation: Situation, choices: Sequence[ChosenCandidate]) -> list[float]:
    program = program_of(situation)
    return [
        program.value(standing_in(choices, number))
        for number in range(1, len(situation.config.phases) + 1)
    ]


def _comparisons(plan: Plan, free: Plan) -> Iterator[PhaseComparison]:
    """Yield the phases of one number and name side by side, and the ends."""
    for one in plan.phases:
        is_last = one is plan.final
        number = len(free.phases) - 1 if is_last else one.phase
        if number >= len(free.phases) or (not is_last and free.phases[number].name != one.name):
            continue
        other = free.phases[number]
        yield PhaseComparison(
            one.phase,
            one.value + one.extra,
            one.bound,
            other.value + other.extra,
            other.bound,
            free_name="" if other.name == one.name else other.name,
            cost_czk=_spent(plan, one.phase),
            free_cost_czk=_spent(free, number),
        )


def _spent(plan: Plan, until: int) -> float:
    return math.fsum(phase.cost_czk for phase in plan.phases if phase.phase <= until)


def _answers(
    decision: Decision, meaning: Meaning, wishes: Sequence[Integers]
) -> Iterator[AskedCamera]:
    """Yield the cameras that a question asked for, new ones and existing ones elsewhere."""
    names = {
        choice.candidate: camera.camera_id
        for choice, camera in zip(decision.choices, decision.plan.cameras, strict=False)
    }
    coverage = decision.situation.coverage
    times = coverage.counts(list(names))

    def lost(candidate: int) -> float:
        points = coverage.of(candidate)
        return math.fsum(coverage.weight[points[times[points] == 1]])

    for one, candidates in zip(meaning.built, wishes, strict=True):
        for candidate in candidates.tolist():
            if candidate in names:
                yield AskedCamera(one.text, names[candidate], lost(candidate))
    question = decision.situation.config.what_if or WhatIfSection()
    moved = {text.partition("=")[0].strip(): text for text in question.move}
    for candidate, name in names.items():
        if name in moved and candidate in decision.situation.existing:
            yield AskedCamera(moved[name], name, lost(candidate))


def _kept_value(situation: Situation, free: Plan) -> float:
    """Return what the cameras of the free plan cover under the question."""
    exact = [camera_of_plan(situation, camera) for camera in _new(free)]
    whole, candidates = with_cameras(situation, exact)
    gone = _removals(whole, free)
    standing = [candidate for candidate in whole.existing if candidate not in gone]
    chosen = [*standing, *(int(each[0]) for each in candidates)]
    return program_of(whole).value(chosen)


def _new(plan: Plan) -> list[PlannedCamera]:
    return [camera for camera in plan.cameras if camera.phase > TODAY]


def _has(plan: Plan, camera: PlannedCamera) -> bool:
    return any(
        one.model == camera.model
        and math.hypot(one.x_m - camera.x_m, one.y_m - camera.y_m) <= SAME_M
        and (
            plan.model(one.model).whole_circle
            or abs(turn_deg(one.grid_azimuth_deg, camera.grid_azimuth_deg)) <= SAME_DEG
        )
        for one in _new(plan)
    )
