"""Maximal covering by one call: from arrays to a plan with a bound."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from placement.optimise.arguments import integers, pattern
from placement.optimise.engine import best_plan, program_choice, prove_further
from placement.optimise.nested_phases import nobody_goes_in_vain
from placement.optimise.program import Program
from placement.optimise.reduction import reduce
from placement.optimise.rules import Rules
from placement.optimise.search_limits import OnProgress, Stop, new_run
from placement.optimise.side_constraints.engine import best_choice
from placement.optimise.solution import Solution, solution
from placement.optimise.warm_up import compile_kernels


def maximal_covering(
    covers: sparse.csr_array | sparse.csr_matrix,
    weight: ArrayLike,
    *,
    count: int,
    existing: Iterable[int] = (),
    site: ArrayLike | None = None,
    cost: ArrayLike | None = None,
    budget: float | None = None,
    time_limit_s: float = 60,
    gap: float = 0.001,
    per_site: int = 1,
    site_cost: ArrayLike | None = None,
    rules: Rules | None = None,
    seed: int = 0,
    stop: Stop | None = None,
) -> Solution:
    """Choose candidates that cover the most weight; see `Program` for the formula.

    Parameters
    ----------
    covers : (J, I) matrix, sparse or not
        Which candidate covers which demand point: anything but zero counts as yes.
    weight : (I,) array
        Of each demand point, not negative.
    count
        Most candidates in all, existing ones included.
    existing
        Candidates that are chosen whatever happens, at no cost.
    site : (J,) array
        Index of the site of each candidate; None: each its own.
    cost : (J,) array
        Of each new candidate. [money]
    budget
        For all new candidates and sites together. [money]
    time_limit_s
        Used up only while the gap is open. The search is counted in steps; what linear programmes
        and the exact solver add until the time is over depends on the machine. [s]
    gap
        Good enough: (bound - objective) / bound. [-]
    per_site
        Most candidates at one site, existing ones included.
    site_cost : (S,) array
        Once for each site without an existing candidate. [money]
    rules
        Floors, required places, forbidden pairs, second and partial views.
    seed
        Of the local search.
    stop
        Asked now and then; once it says yes, the search ends with the best so far and its bound.

    Returns
    -------
    solution
        Chosen indices with existing ones, objective, bound and gap.

    Raises
    ------
    InputError, InfeasibleError
        As `Program` does; and if no plan keeps the rules, with those that fight.
    SolverError
        If no plan that keeps the rules was found.
    """
    coverage = pattern(covers)
    places = np.arange(coverage.shape[0]) if site is None else integers("site", site)
    if site_cost is None and rules is None and places.size and places.min() >= 0:
        places = np.unique(places, return_inverse=True)[1]  # any numbers may name sites
    program = Program(
        covers=coverage,
        weight=weight,
        site=places,
        count=count,
        per_site=per_site,
        existing=existing,
        camera_cost=cost,
        site_cost=site_cost,
        budget=budget,
        rules=rules or Rules(),
    )
    return solve(program, gap=gap, time_limit_s=time_limit_s, seed=seed, stop=stop, thorough=True)


def solve(
    program: Program,
    *,
    gap: float = 0.001,
    time_limit_s: float = 60,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
    thorough: bool = False,
) -> Solution:
    """Solve a program: a good plan and a bound; see `maximal_covering` for the parameters.

    `on_progress` is called with the objective and the bound at hand now and then. Who asks it to be
    `thorough` has all of the time used, with the effort of a proof, while the gap is open.
    """
    compile_kernels(rules=not program.plain)
    run = new_run(gap=gap, time_limit_s=time_limit_s, seed=seed, on_progress=on_progress, stop=stop)
    if not program.plain:
        best = best_choice(program, run)
        planned = [frozenset(best.chosen.tolist())]
        (chosen,) = nobody_goes_in_vain([program], [program.budget], planned)
        return solution(program, chosen, best.bound)
    residual = reduce(program)
    incumbent = best_plan(residual, run)
    if thorough:
        incumbent = prove_further(incumbent, run)
    return solution(program, program_choice(program, incumbent), residual.base + incumbent.bound)
