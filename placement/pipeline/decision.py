"""From a situation to a plan: cameras chosen phase by phase, each with what it is worth."""

import math
from collections.abc import Sequence

from attrs import evolve

from placement.errors import InfeasibleError, SolverError
from placement.optimise import PhaseLimit, Program, Solution, build_order, plan_phases
from placement.optimise.search_limits import Latch, Stop
from placement.pipeline.alternatives import with_alternatives
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.cross_fitting import covered_by, cross_fitted_shares
from placement.pipeline.description import ChosenCandidate, describe
from placement.pipeline.phase_figures import phase_result, priced
from placement.pipeline.preparation import prepare
from placement.pipeline.program import phase_limits, program_of
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import Situation
from placement.pipeline.what_if_rules import with_question
from placement.plan import TODAY, PhaseResult, Plan
from placement.plan.what_if import PhaseComparison, WhatIf


def decide(situation: Situation, *, progress: Progress = silent, stop: Stop | None = None) -> Plan:
    """Plan cameras phase by phase for a situation.

    `stop` is asked now and then; once it says yes, the best plan so far is completed, and says
    that its search was interrupted.

    Raises
    ------
    ConfigError
        If rules or a what-if question of the plan file name what is not there.
    InfeasibleError
        If the phases of the plan file contradict each other or the cameras that stand, or no plan
        keeps the rules.
    SolverError
        If no plan was found.
    """
    latch = None if stop is None else Latch(stop)
    question = situation.config.what_if
    if question is None:
        return _plan_of(situation, program_of(situation), progress=progress, stop=latch)
    before = (
        situation
        if situation.inputs_as_read is None
        else _without_question(situation, situation.inputs_as_read)
    )
    free = _plan_of(before, program_of(before), progress=progress, stop=latch)
    program = program_of(situation)
    program = evolve(program, rules=with_question(program.rules, situation, free))
    plan = _plan_of(situation, program, progress=progress, stop=latch)
    compared = tuple(
        PhaseComparison(
            one.phase, one.value + one.extra, one.bound, two.value + two.extra, two.bound
        )
        for one, two in zip(plan.phases, free.phases, strict=True)
    )
    return evolve(plan, what_if=WhatIf(question.fix, question.forbid, question.move, compared))


def _without_question(situation: Situation, inputs_as_read: Inputs) -> Situation:
    """Return the situation without the what-if question, from the inputs as they were read."""
    return prepare(situation.config.model_copy(update={"what_if": None}), inputs_as_read)


def _plan_of(
    situation: Situation, program: Program, *, progress: Progress, stop: Latch | None
) -> Plan:
    """Solve the phases of a covering problem and describe the plan."""
    progress.stage("optimise")
    limits = phase_limits(situation, program)
    solutions = _solve_phases(situation, program, limits, progress=progress, stop=stop)
    progress.stage("describe")
    choices = _ordered(situation, program, solutions)
    phases = _phases(situation, program, choices, solutions)
    progress.stage("honest")
    claims = cross_fitted_shares(
        situation,
        program,
        limits,
        covered_by(
            situation, [list(situation.existing), *(list(solved.chosen) for solved in solutions)]
        ),
        stop=stop,
    )
    phases = tuple(evolve(p, honest=h) for p, h in zip(phases, claims, strict=True))
    plan = describe(situation, choices, phases)
    plan = with_alternatives(
        plan,
        situation,
        program=program,
        limits=limits,
        solutions=solutions,
        choices=choices,
        stop=stop,
    )
    return evolve(plan, status="interrupted") if stop and stop.since is not None else plan


def _solve_phases(
    situation: Situation,
    program: Program,
    limits: Sequence[PhaseLimit],
    *,
    progress: Progress,
    stop: Latch | None,
) -> tuple[Solution, ...]:
    """Choose the candidates of each phase.

    Where candidates look in all directions, the phases are also solved over those in steps, and the
    better of the two is returned: a search over more candidates may end lower.
    """
    config = situation.config.optimise

    def search(program: Program) -> tuple[Solution, ...]:
        return plan_phases(
            program,
            limits,
            priority=config.priority,
            weights=config.phase_weights,
            gap=config.gap,
            time_limit_s=config.time_limit_s,
            seed=config.seed,
            on_progress=progress.bounds,
            stop=stop,
        )

    everywhere = search(program)
    first = situation.stepped_candidates
    if first is None or first == program.n_candidates:
        return everywhere
    banned = (*program.rules.banned, *range(first, program.n_candidates))
    try:
        in_steps = search(evolve(program, rules=evolve(program.rules, banned=banned)))
    except (InfeasibleError, SolverError):  # what keeps the rules may need another direction
        return everywhere
    worth = {"target": [*[0.0] * (len(limits) - 1), 1.0], "early": [1.0]}
    weights = worth.get(config.priority, config.phase_weights or [1.0] * len(limits))
    better = max(everywhere, in_steps, key=lambda one: _weighted_value(one, weights))
    return tuple(
        evolve(one, bound=free.bound, unnested_value=max(one.objective, free.unnested_value or 0.0))
        for one, free in zip(better, everywhere, strict=True)
    )


def _weighted_value(solutions: Sequence[Solution], weights: Sequence[float]) -> float:
    return math.fsum(
        weight * one.objective for weight, one in zip(weights, solutions, strict=False)
    )


def _ordered(
    situation: Situation, program: Program, solutions: Sequence[Solution]
) -> list[ChosenCandidate]:
    """Return the chosen candidates in the order of building, each with its phase and price."""
    order = [ChosenCandidate(candidate, TODAY, 0.0) for candidate in situation.existing]
    open_sites = {int(situation.candidates.site[c]) for c in situation.existing}
    before = set(situation.existing)
    for phase, solved in enumerate(solutions, start=1):
        later = evolve(program, existing=tuple(sorted(before)))
        for candidate in build_order(later, solved.chosen).candidates:
            site = int(situation.candidates.site[candidate])
            opens = site not in open_sites
            order.append(priced(situation, candidate, phase, opens_point=opens))
            open_sites.add(site)
        before |= set(solved.chosen)
    return order


def _phases(
    situation: Situation,
    program: Program,
    choices: Sequence[ChosenCandidate],
    solutions: Sequence[Solution],
) -> tuple[PhaseResult, ...]:
    config, today = situation.config, program.value(situation.existing)
    rows: list[tuple[str, float | None, float, float, float | None]] = [
        ("", None, today, today, None)
    ]
    rows += [
        (phase.name, phase.budget_czk, solved.objective, solved.bound, solved.unnested_value)
        for phase, solved in zip(config.phases, solutions, strict=True)
    ]
    results = []
    for number, (name, budget, worth, bound, alone) in enumerate(rows):
        result = phase_result(
            situation, choices, number, name=name, budget_czk=budget, bound=bound, alone=alone
        )
        value = worth if program.rules.plain_value else result.value
        results.append(evolve(result, value=value, extra=worth - value))
    return tuple(results)
