"""Conflicts of rules: sets of them, as small as found, that no plan keeps together."""

import time
from collections.abc import Iterator, Sequence

import numpy as np
from attrs import evolve

from placement.errors import InfeasibleError, Problem
from placement.optimise.highs.model import Tag, run_model
from placement.optimise.kernels.bounds import fitting_candidates
from placement.optimise.kernels.tables import Ints
from placement.optimise.program import Program, with_whole_views
from placement.optimise.removal import staying_as_choice
from placement.optimise.rules import FLOOR_TOLERANCE
from placement.optimise.side_constraints.formulation import formulate
from placement.optimise.side_constraints.reduction import eligible_candidates, reduce_constrained
from placement.optimise.side_constraints.residual import ConstrainedResidual, with_budget
from placement.texts import Phrase

TRIAL_S = 10.0
"""Longest question to the solver; without an answer the rule asked about stays in the set. [s]"""


def refuse_impossible_rules(goals: Sequence[Program]) -> None:
    """Raise if some rule of a phase, given as `nested_phases.goals_of`, cannot be kept by any plan.

    Raises
    ------
    InfeasibleError
        With every such rule of every phase.
    """
    problems: list[Problem] = []
    for goal in goals[::-1]:
        if goal.rules.floors or goal.rules.required or goal.rules.all_limits(goal):
            whole = with_whole_views(staying_as_choice(goal))
            new = impossible_rules(whole, reduce_constrained(whole))
            problems += [problem for problem in new if problem not in problems]
    if problems:
        raise InfeasibleError(problems)


def impossible_rules(program: Program, rest: ConstrainedResidual) -> list[Problem]:
    """Return the rules that no plan keeps, each by itself.

    Floors and required places are asked of plans of any count and budget.
    """
    return [
        *_uncoverable(program, rest),
        *_unreachable_floors(program, rest),
        *_unreachable_limits(program, rest),
    ]


def conflicting_rules(program: Program, *, time_limit_s: float) -> list[Problem]:
    """Return a problem for each rule of an irreducible set that no plan keeps together.

    The deletion filter (Chinneck and Dravnieks 1991, doi:10.1287/ijoc.3.2.157): a rule without
    which the rest is still impossible is not part of the conflict. Each rule in the set that is
    returned is needed for the conflict, unless the time ended before.
    """
    deadline = time.perf_counter() + time_limit_s
    budget = np.inf if program.budget is None else program.budget
    rest = with_budget(reduce_constrained(evolve(program, budget=None)), budget=budget)
    feasibility_model = formulate(rest, np.arange(rest.residual.m), feasibility=True)
    present = dict.fromkeys(tag for tag in feasibility_model.tags if tag[0] != "link")
    gone: set[Tag] = set()
    certain = True
    for tag in sorted(present, key=_filter_order):
        left_s = min(TRIAL_S, deadline - time.perf_counter())
        ran = run_model(feasibility_model.without(gone | {tag}), time_limit_s=max(left_s, 0.01))
        if ran.impossible:
            gone.add(tag)
        certain &= ran.impossible or ran.values is not None
    problems = [_problem_of(program, rest, tag) for tag in present if tag not in gone]
    kind = "rules_fight" if certain else "rules_clash"
    return [Problem(kind, values={"n": len(problems)}), *problems]


def _filter_order(tag: Tag) -> tuple[int, Tag]:
    """Return the sort key of the deletion filter: rules tried first leave first."""
    order = ("site", "pair", "apart", "need", "floor", "limit", "budget", "count")
    return order.index(tag[0]), tag


def _problem_of(program: Program, rest: ConstrainedResidual, tag: Tag) -> Problem:
    kind, number = tag
    if kind == "floor":
        floor = program.rules.floors[rest.floors[number]]
        held = floor.least - float(rest.terms.least[number])
        values: dict[str, object] = {"name": floor.name, "least": floor.least, "held": held}
        return Problem("rule_floor", values=values)
    if kind == "limit":
        limit = program.rules.all_limits(program)[rest.limits.number[number]]
        return Problem("rule_limit", values={"name": limit.name, "demand": limit.demand})
    if kind == "need":
        name = program.rules.required[rest.requirements[number]].name
        return Problem("rule_need", values={"name": name, "n": _number_satisfying(rest, number)})
    existing = len(program.existing)
    return Problem(
        f"rule_{kind}",
        values={
            "count": program.count,
            "existing": existing,
            "new": program.count - existing,
            "budget": program.budget,
            "per_site": program.per_site,
            "pairs": len(rest.pairs) if kind == "pair" else len(rest.apart),
        },
    )


def _number_satisfying(rest: ConstrainedResidual, need: int) -> int:
    return int((rest.terms.nidx == need).sum())


def _uncoverable(program: Program, rest: ConstrainedResidual) -> Iterator[Problem]:
    """Yield required places that no candidate answers, or none that may be chosen."""
    for number, need in enumerate(rest.requirements):
        if _number_satisfying(rest, number):
            continue
        requirement = program.rules.required[need]
        points = np.zeros(program.n_demand)
        points[list(requirement.demand)] = 1.0
        able = program.covers.astype(np.float64) @ points > 0
        able[list(requirement.candidates)] = True
        if not able.any():
            yield Problem("required_unseen", values={"name": requirement.name})
            continue
        full = program.room()[program.site] == 0
        banned = ~full & ~eligible_candidates(program)
        dear = ~full & ~banned
        values: dict[str, object] = {"name": requirement.name, "n": int(able.sum())}
        for name, some in (("full", full), ("banned", banned), ("dear", dear)):
            values[name] = int((able & some).sum())
        yield Problem("required_blocked", values=values)


def _unreachable_floors(program: Program, rest: ConstrainedResidual) -> Iterator[Problem]:
    """Yield floors above what all candidates together see."""
    t = rest.residual.tables
    reach = (
        rest.membership() @ rest.terms.floor_part if t.weight.size else np.zeros(len(rest.floors))
    )
    for number, g in enumerate(rest.floors):
        lacking = float(rest.terms.least[number])
        if reach[number] < lacking - FLOOR_TOLERANCE * max(lacking, 1e-300):
            floor = program.rules.floors[g]
            most = floor.least - lacking + float(reach[number])
            values = {"name": floor.name, "least": floor.least, "most": most}
            yield Problem("floor_unreachable", values=values)


def _unreachable_limits(program: Program, rest: ConstrainedResidual) -> Iterator[Problem]:
    """Yield limits that no plan keeps, each by itself, with the nearest that one comes to.

    Only a limit that today's cameras break can be one.
    """
    limits = program.rules.all_limits(program)
    for row in np.flatnonzero(rest.limits.most < 0):
        limit = limits[rest.limits.number[row]]
        nearest = _lowest_plan(program, rest, int(row))
        if nearest is None or rest.limits.excess(nearest, rest.residual.tables.site)[row] <= 0:
            continue
        chosen = [*program.existing, *rest.residual.candidate[nearest]]
        possible = limit.amount_of(program, chosen)
        part: Phrase | str = ""
        if limit.unit != "share" and limit.asked > 0:
            part = Phrase("limit.of_asked", {"n": round(100 * possible / limit.asked)})
        values = {
            "name": limit.name,
            "asked": limit.words(limit.asked),
            "possible": limit.words(possible),
            "part": part,
        }
        yield Problem(f"limit_{limit.bound}", values=values)


def _lowest_plan(program: Program, rest: ConstrainedResidual, row: int) -> Ints | None:
    """Return the plan that comes to least in a limit, the other rules left aside.

    None if neither such a plan nor one that keeps the limit was found in time.
    """
    limits, residual = rest.limits, rest.residual
    change = limits.matrix(limits.amount + limits.opening)[:, [row]].toarray().ravel()
    order = np.argsort(change, kind="stable")
    order = order[change[order] < 0]
    quick = fitting_candidates(residual.tables, order, residual.count, residual.limit)
    is_within = limits.excess(quick, residual.tables.site)[row] <= 0 and not rest.excludes(quick)
    if is_within or not limits.lowered()[row]:
        return quick
    model = formulate(rest, np.arange(residual.m), feasibility=True)
    asked = next(number for number, tag in enumerate(model.tags) if tag == ("limit", row))
    worth = np.zeros(len(model.columns))
    worth[model.indices[asked]] = -model.values[asked]
    counting = ("limit", int(np.searchsorted(limits.number, len(program.rules.limits))))
    others = {tag for tag in model.tags if tag[0] in ("floor", "need", "limit")} - {counting}
    ran = run_model(evolve(model, worth=worth).without(others), time_limit_s=TRIAL_S)
    if ran.values is None:
        return None
    plan = np.flatnonzero(ran.values[: model.cameras] > 0.5)
    proven = ran.bound + limits.most[row] < 0 or limits.excess(plan, residual.tables.site)[row] <= 0
    return plan if proven else None
