"""Proof under side constraints: the problem that is left, branched on and solved exactly."""

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from placement.optimise.highs.branching import WHOLE, branched_bound
from placement.optimise.highs.model import Model, run_model
from placement.optimise.highs.solver import TOLERANCE
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.search import is_feasible
from placement.optimise.search_limits import Effort, Run
from placement.optimise.side_constraints.formulation import camera_sums, formulate, start_values
from placement.optimise.side_constraints.residual import ConstrainedResidual
from placement.optimise.side_constraints.search import REPAIR_MOVES, Searcher

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.optimise.side_constraints.bound import ConstrainedIncumbent
    from placement.optimise.side_constraints.site_cuts import CutPool

RULED_COVERS = 4
"""So many times larger a coverage matrix goes to the exact solver: prices settle slowly."""
RULED_CANDIDATES = 8
"""So many times more candidates go to it where the linear programme was solved before."""
NEAREST = 100
"""Candidates of the least loss in the linear programme among which plans are searched."""
BRANCHES = 300
"""Most nodes that branch on sums, where money is short."""
CLOSER = 0.1
"""Part of the gap asked of the exact solver down to which sums are branched on. [-]"""


def searched(incumbent: "ConstrainedIncumbent") -> Ints:
    """Return the candidates among which better plans are searched."""
    active, linear = incumbent.active, incumbent.linear
    if linear is not None:
        active = np.intersect1d(active, linear.nearest(NEAREST))
    return np.union1d(active, incumbent.plan)


def proven(
    incumbent: "ConstrainedIncumbent", rest: ConstrainedResidual, run: Run, cuts: "CutPool"
) -> "ConstrainedIncumbent":
    """Return a better plan and bound of exact searches, if the problem left is small enough."""
    active = np.union1d(incumbent.active, incumbent.plan)
    most = run.effort.exact_candidates * (1 if incumbent.linear is None else RULED_CANDIDATES)
    if not _is_small(rest, active, run.effort, most=most):
        return incumbent
    stated = formulate(rest, active).with_rows(cuts.rows(active))
    gap_weight = run.gap * (rest.residual.base + rest.residual.paid + incumbent.bound) / 2
    if incumbent.linear is not None and np.isfinite(rest.residual.budget):
        incumbent = _branched(incumbent, rest, run, stated, active, CLOSER * gap_weight)
        if incumbent.bound - rest.value(incumbent.plan) <= gap_weight or run.late():
            return incumbent
        active = np.union1d(incumbent.active, incumbent.plan)
        stated = formulate(rest, active).with_rows(cuts.rows(active))
    ran = run_model(
        stated,
        start=start_values(rest, incumbent.plan, stated),
        gap_weight=gap_weight,
        nodes=max(run.effort.exact_nodes, 10 if len(active) > run.effort.exact_always else 10_000),
        time_limit_s=max(run.left_s(), 0.1),
        stop=run.stop,
    )
    if ran.values is not None:
        plan = active[np.flatnonzero(ran.values[: stated.cameras] > 0.5)]
        if _is_buildable(rest, plan) and rest.met(plan):
            incumbent = incumbent.with_plan(rest, plan)
    value = rest.value(incumbent.plan)
    covered = value + rest.disutility(incumbent.plan)
    if abs(ran.bound - value) <= TOLERANCE * max(covered, 1e-300):
        return evolve(incumbent, bound=value)
    return evolve(incumbent, bound=min(max(ran.bound, value), max(incumbent.bound, value)))


def _branched(
    incumbent: "ConstrainedIncumbent",
    rest: ConstrainedResidual,
    run: Run,
    stated: Model,
    active: Ints,
    gap_weight: float,
) -> "ConstrainedIncumbent":
    """Return a better bound and plan by branching on numbers of cameras and of open sites."""
    searcher, best = Searcher(rest, searched(incumbent), late=run.late), incumbent

    def rounded(values: Floats) -> float:
        nonlocal best
        share = values[: stated.cameras]
        order = np.argsort(-share, kind="stable")
        preferred = active[order[share[order] > WHOLE]]
        plan = searcher.local_optimum(searcher.greedy_extension(preferred), most=REPAIR_MOVES)
        if rest.met(plan):
            best = best.with_plan(rest, plan)
        return rest.value(best.plan)

    bound = branched_bound(
        stated,
        camera_sums(rest, active),
        rounded,
        gap_weight=gap_weight,
        nodes=BRANCHES,
        time_limit_s=max(run.left_s() / 2, 0.1),
        stop=run.stop,
    )
    best = evolve(best, bound=max(min(best.bound, bound), rest.value(best.plan)))
    return best.narrowed(rest)


def _is_small(rest: ConstrainedResidual, active: Ints, effort: Effort, *, most: int) -> bool:
    """Return whether the exact solver is likely to finish the problem of the active candidates."""
    pointer = rest.residual.tables.ptr
    covers = int((pointer[active + 1] - pointer[active]).sum())
    return len(active) <= most and covers <= RULED_COVERS * effort.exact_covers


def _is_buildable(rest: ConstrainedResidual, plan: Ints) -> bool:
    """Return whether a plan of local candidates keeps count, sites, money and pairs."""
    return is_feasible(rest.residual, plan) and not rest.excludes(plan)
