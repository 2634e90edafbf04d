"""From a situation to a plan: cameras chosen phase by phase, each with what it is worth."""

import math
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from placement.config.sections import PhaseSection
from placement.errors import InfeasibleError, SolverError
from placement.optimise import PhaseLimit, Program, Solution, build_order, plan_phases
from placement.optimise.nested_phases import OnTarget
from placement.optimise.search_limits import ROUGH, Latch, Stop
from placement.pipeline.alternatives import with_alternatives
from placement.pipeline.cross_fitting import covered_by, cross_fitted_shares, fold_plans
from placement.pipeline.description import ChosenCandidate, describe
from placement.pipeline.masked_coverage import with_device_masks
from placement.pipeline.phase_figures import phase_result, priced, removed
from placement.pipeline.plan_privacy import with_privacy
from placement.pipeline.privacy_choice import privacy_choice
from placement.pipeline.program import phase_limits, program_of
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import Situation
from placement.plan import TODAY, PhaseResult, Plan
from placement.worker import IN_PLACE, Worker

BOUND_STEPS = 200
"""Steps towards the bound of a plan that is not searched for. [-]"""


@frozen(eq=False)
class Decision:
    """A plan with the candidates it was described from."""

    plan: Plan
    choices: tuple[ChosenCandidate, ...] = field(converter=tuple[ChosenCandidate, ...])
    """In the order of `plan.cameras`."""
    situation: Situation


@frozen
class PhaseWorth:
    """What the cameras in service at the end of a phase are worth, and the best could be."""

    name: str
    budget_czk: float | None
    worth: float
    """Value and extra. [incidents/year]"""
    bound: float
    alone: float | None = None
    """Worth of the best plan found for this phase alone. [incidents/year]"""


def decide(
    situation: Situation,
    *,
    progress: Progress = silent,
    stop: Stop | None = None,
    worker: Worker = IN_PLACE,
    on_target: OnTarget | None = None,
) -> Plan:
    """Plan cameras phase by phase for a situation.

    `stop` is asked now and then; once it says yes, the best plan so far is completed, and says
    that its search was interrupted. The worker makes the plans of cross-fitting meanwhile;
    `on_target` as for `plan_phases`.

    Raises
    ------
    ConfigError
        If rules of the plan file name what is not there.
    InfeasibleError
        If the phases of the plan file contradict each other or the cameras that stand, or no plan
        keeps the rules.
    SolverError
        If no plan was found.
    """
    program = program_of(situation)
    decision = decide_on(
        situation, program, progress=progress, stop=stop, worker=worker, on_target=on_target
    )
    return decision.plan


def decide_on(
    situation: Situation,
    program: Program,
    *,
    progress: Progress = silent,
    stop: Stop | None = None,
    brief: bool = False,
    worker: Worker = IN_PLACE,
    on_target: OnTarget | None = None,
) -> Decision:
    """Solve the phases of a covering problem and describe the plan.

    A brief plan has neither the share it may claim nor what its cameras depend on. Raises as
    `decide`.
    """
    latch = stop if stop is None or isinstance(stop, Latch) else Latch(stop)
    progress.stage("optimise")
    limits = phase_limits(situation, program)
    plans = () if brief else fold_plans(situation, program, limits, worker=worker)
    solutions = _solve_phases(
        situation, program, limits, progress=progress, stop=latch, on_target=on_target
    )
    progress.stage("describe")
    built = {*situation.existing, *(j for one in solutions for j in one.chosen)}
    masked = with_device_masks(situation, sorted(built))
    if masked is not situation:  # shapes of devices hide more than the masks it was chosen with
        situation, program = masked, evolve(program, covers=masked.coverage.covers)
        solutions = tuple(
            evolve(one, objective=program.objective(one.chosen), unnested_value=None)
            for one in solutions
        )
    choices = _ordered(situation, program, solutions)
    worths = [
        _worth(program, phase, one)
        for phase, one in zip(situation.config.phases, solutions, strict=True)
    ]
    plan = describe_choices(situation, program, choices, worths)
    if not brief:
        plan = with_privacy(plan, situation, choices)
        progress.stage("honest")
        chosen = [list(situation.existing), *(list(solved.chosen) for solved in solutions)]
        claims = cross_fitted_shares(
            situation,
            program,
            limits,
            covered_by(situation, chosen),
            plans=plans,
            stop=latch,
        )
        phases = [evolve(p, honest=h) for p, h in zip(plan.phases, claims, strict=True)]
        plan = with_alternatives(
            evolve(plan, phases=tuple(phases)),
            situation,
            program=program,
            limits=limits,
            solutions=solutions,
            choices=choices,
            stop=latch,
        )
    homes = privacy_choice(situation, program, limits, solutions, brief=brief, stop=latch)
    plan = evolve(plan, privacy_choice=homes)
    if latch is not None and latch.since is not None:
        plan = evolve(plan, status="interrupted")
    return Decision(plan, choices, situation)


def _worth(program: Program, phase: PhaseSection, solved: Solution) -> PhaseWorth:
    """Return what a phase is worth in what is seen.

    Its bound is that of plans with as much disutility, so that the gap is that of the objective.
    """
    paid, alone = solved.disutility, solved.unnested_value
    return PhaseWorth(
        phase.name,
        phase.budget_czk,
        program.value(solved.chosen),
        solved.bound + paid,
        None if alone is None else alone + paid,
    )


def describe_choices(
    situation: Situation,
    program: Program,
    choices: Sequence[ChosenCandidate],
    worths: Sequence[PhaseWorth],
) -> Plan:
    """Return the plan of candidates in their order of building, with its phases."""
    return describe(situation, choices, _phases(situation, program, choices, worths))


def phase_bounds(
    situation: Situation,
    program: Program,
    limits: Sequence[PhaseLimit],
    *,
    progress: Progress = silent,
    stop: Stop | None = None,
) -> list[float]:
    """Return what no plan of as many cameras and as much money covers more than, by phase.

    It is the Lagrangian one alone, so it is valid but not as low as it could be.
    """
    progress.stage("optimise")
    config = situation.config.optimise
    solutions = plan_phases(
        evolve(program, disutility=None),
        limits,
        gap=config.gap,
        time_limit_s=config.time_limit_s,
        seed=config.seed,
        stop=stop,
        effort=evolve(ROUGH, bound_steps=BOUND_STEPS),
    )
    return [solution.bound for solution in solutions]


def _solve_phases(
    situation: Situation,
    program: Program,
    limits: Sequence[PhaseLimit],
    *,
    progress: Progress,
    stop: Latch | None,
    on_target: OnTarget | None,
) -> tuple[Solution, ...]:
    """Choose the candidates of each phase.

    Where candidates look in all directions, or standing cameras may go, the phases are also solved
    without that, and the best of all is returned: a search over more choices may end lower.
    """
    config = situation.config.optimise

    def search(program: Program, on_target: OnTarget | None = None) -> tuple[Solution, ...]:
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
            on_target=on_target,
        )

    everywhere = search(program, on_target)
    plans = [everywhere]
    for narrower in _narrower(situation, program):
        try:
            plans.append(search(narrower))
        except (InfeasibleError, SolverError):  # what keeps the rules may need the wider choice
            continue
    worth = {"target": [*[0.0] * (len(limits) - 1), 1.0], "early": [1.0]}
    weights = worth.get(config.priority, config.phase_weights or [1.0] * len(limits))
    better = max(plans, key=lambda one: _weighted_value(one, weights))
    return tuple(
        evolve(one, bound=free.bound, unnested_value=max(one.objective, free.unnested_value or 0.0))
        for one, free in zip(better, everywhere, strict=True)
    )


def _narrower(situation: Situation, program: Program) -> Iterator[Program]:
    """Yield the program with directions in steps only, and with all standing cameras staying."""
    first = situation.stepped_candidates
    if first is not None and first < program.n_candidates:
        banned = (*program.rules.banned, *range(first, program.n_candidates))
        yield evolve(program, rules=evolve(program.rules, banned=banned))
    if program.removable:
        yield evolve(program, removable=())


def _weighted_value(solutions: Sequence[Solution], weights: Sequence[float]) -> float:
    return math.fsum(
        weight * one.objective for weight, one in zip(weights, solutions, strict=False)
    )


def _ordered(
    situation: Situation, program: Program, solutions: Sequence[Solution]
) -> list[ChosenCandidate]:
    """Return the chosen candidates in the order of building, each with its phase and price."""
    order: list[tuple[int, int]] = []
    before = set(situation.existing)
    removals: dict[int, int] = {}
    for phase, solved in enumerate(solutions, start=1):
        removals |= dict.fromkeys(before.difference(solved.chosen), phase)
        staying = tuple(sorted(before.intersection(solved.chosen)))
        later = evolve(program, existing=staying, removable=())
        order += [(one, phase) for one in build_order(later, solved.chosen).candidates]
        before = set(solved.chosen)
    return in_order(situation, order, removals=removals)


def in_order(
    situation: Situation,
    order: Sequence[tuple[int, int]],
    *,
    removals: Mapping[int, int] | None = None,
) -> list[ChosenCandidate]:
    """Return cameras in their order of building with prices, those in service before them.

    Parameters
    ----------
    situation
        Of whose candidates they are.
    order
        New candidates, each with its phase; the first at a new point pays for the point.
    removals
        Standing cameras that are taken down, each with its phase.
    """
    gone = removals or {}
    points = situation.point[situation.candidates.site]
    opened = {int(points[candidate]) for candidate in situation.existing}
    choices = [
        removed(situation, candidate, gone[candidate])
        if candidate in gone
        else ChosenCandidate(candidate, TODAY, 0.0)
        for candidate in situation.existing
    ]
    for candidate, phase in order:
        point = int(points[candidate])
        choices.append(priced(situation, candidate, phase, opens_point=point not in opened))
        opened.add(point)
    return choices


def _phases(
    situation: Situation,
    program: Program,
    choices: Sequence[ChosenCandidate],
    worths: Sequence[PhaseWorth],
) -> tuple[PhaseResult, ...]:
    today = program.value(situation.existing)
    results = []
    for number, row in enumerate([PhaseWorth("", None, today, today), *worths]):
        result = phase_result(
            situation,
            choices,
            number,
            name=row.name,
            budget_czk=row.budget_czk,
            bound=row.bound,
            alone=row.alone,
        )
        value = row.worth if program.rules.plain_value else result.value
        results.append(evolve(result, value=value, extra=row.worth - value))
    return tuple(results)
