"""Alternatives to a plan: the next best candidate for each camera, other plans nearly as good."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from placement.optimise.arguments import MONEY_TOLERANCE
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.marginal_gain import Counts, CoverageValue
from placement.optimise.nested_phases import CandidateSet, is_feasible_nesting
from placement.optimise.program import Program

Booleans = NDArray[np.bool_]
TRIED = 40
"""Candidates for a place, best first, that are checked against all constraints."""
SAME = 1e-9
"""Values this close, relative to all weight, are equal. [-]"""


@frozen
class Swap:
    """One camera in place of another, in all phases."""

    leaving: int
    entering: int
    loss: float
    """Of the objective the last phase loses; below 0 it gains."""


def failures(program: Program, chosen: Iterable[int]) -> dict[int, float]:
    """Return for each chosen candidate the weight covered that no other one covers."""
    picked = sorted(chosen)
    times = np.zeros(program.n_demand, dtype=np.int64)
    pointer, indices = program.covers.indptr, program.covers.indices
    rows = [indices[pointer[j] : pointer[j + 1]] for j in picked]
    for row in rows:
        times[row] += 1
    return {
        j: float(program.weight[row[times[row] == 1]].sum())
        for j, row in zip(picked, rows, strict=True)
    }


def next_best(
    goals: Sequence[Program], budgets: Sequence[float | None], nested: Sequence[CandidateSet]
) -> list[Swap]:
    """Return for each new camera the one at another site that replaces it at the least loss.

    Parameters
    ----------
    goals
        Each phase's own problem, as of `nesting.goals_of`.
    budgets
        Of each phase alone; None: no limit. [money]
    nested
        Choice of each phase; a swap happens in all phases that have the camera.

    Returns
    -------
    swaps
        Only of cameras that some candidate can replace within all constraints, by index.
    """
    swapper = _Swapper(goals, budgets, list(nested))
    anywhere = np.ones(goals[-1].n_candidates, dtype=np.bool_)
    swaps = (swapper.best(camera, anywhere) for camera in swapper.new())
    return [swap for swap in swaps if swap is not None]


def other_plans(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    nested: Sequence[CandidateSet],
    *,
    number: int,
    part: float = 0.01,
    late: Callable[[], bool] = bool,
) -> list[list[CandidateSet]]:
    """Return plans worth at most a part less at the end, each at as many other sites as was found.

    Parameters
    ----------
    goals, budgets, nested
        As for `next_best`.
    number
        How many to look for; each also differs from those before it.
    part
        Of the value of the last phase that may be lost. [-]
    late
        Asked now and then whether to end.

    Returns
    -------
    plans
        Nested choices, fewer than asked for if no more could be moved.

    Notes
    -----
    A local search: again and again the camera whose move to a site not used so far costs the least
    is moved, and those moved already are improved. That there is no plan within the same loss that
    differs more is not proven.
    """
    goal = goals[-1]
    least = (1 - part) * goal.value(nested[-1]) - goal.disutility_of(nested[-1])
    used = _sites_of(goals[-1], nested[-1])
    plans: list[list[CandidateSet]] = []
    for _ in range(number):
        swapper = _Swapper(goals, budgets, list(nested))
        _move_away(swapper, used, least, late)
        sites = _sites_of(goals[-1], swapper.nested[-1])
        if sites <= used or late():
            break
        used |= sites
        plans.append(swapper.nested)
    return plans


def _sites_of(program: Program, chosen: CandidateSet) -> set[int]:
    return set(program.site[sorted(chosen - set(program.existing))].tolist())


def _move_away(swapper: "_Swapper", used: set[int], least: float, late: Callable[[], bool]) -> None:
    """Move cameras to sites not used, the cheapest move first, while the value allows it."""
    site = swapper.program.site
    allowed = ~np.isin(site, sorted(used))
    stuck: set[int] = set()
    while not late():
        staying = [j for j in swapper.new() if not allowed[j] and j not in stuck]
        swaps = [swap for j in staying if (swap := swapper.best(j, allowed)) is not None]
        if not swaps:
            return
        swap = min(swaps, key=lambda one: (one.loss, one.leaving))
        if swapper.value() - swap.loss < least:
            return
        swapper.do(swap)
        for moved in [j for j in swapper.new() if allowed[j]]:
            better = swapper.best(moved, allowed)
            if better is not None and better.loss < -swapper.least:
                swapper.do(better)


@define(eq=False)
class _Swapper:
    """Nested choices in which single cameras are swapped; its state changes."""

    goals: Sequence[Program]
    budgets: Sequence[float | None]
    nested: list[CandidateSet]
    worth: CoverageValue = field(init=False)
    times: Counts = field(init=False)
    """How often each demand point is seen at the end."""
    least: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.worth = CoverageValue.of(self.program)
        self.times = self.worth.times(self.nested[-1])
        self.least = SAME * float(self.worth.weight.sum())

    @property
    def program(self) -> Program:
        """Return the problem of the last phase."""
        return self.goals[-1]

    def new(self) -> list[int]:
        """Return the cameras that do not exist yet."""
        return sorted(self.nested[-1] - set(self.program.existing))

    def value(self) -> float:
        """Return the objective of the last phase."""
        return self.worth.value(self.times) - self.program.disutility_of(self.nested[-1])

    def best(self, camera: int, allowed: Booleans) -> Swap | None:
        """Return the swap at the least loss to an allowed candidate at another site."""
        without = self.times.copy()
        without[self.worth.demand_of(camera)] -= 1
        gains = self.worth.gains(without)
        loss = float(self.worth.next_view(without)[self.worth.demand_of(camera)].sum())
        loss -= float(self.worth.disutility[camera])
        usable = allowed & self._affordable(camera)
        usable &= self.program.site != self.program.site[camera]
        usable[list(self.nested[-1])] = False
        usable[list(self.program.existing)] = False  # who is removed does not come back
        candidates = np.flatnonzero(usable)
        order = candidates[np.argsort(-gains[candidates], kind="stable")[:TRIED]]
        for entering in order.tolist():
            if is_feasible_nesting(self.goals, self.budgets, self._with(camera, entering)):
                return Swap(camera, entering, loss - float(gains[entering]))
        return None

    def do(self, swap: Swap) -> None:
        """Carry out a swap in all phases that have the camera."""
        self.nested = self._with(swap.leaving, swap.entering)
        self.times = self.worth.times(self.nested[-1])

    def _with(self, leaving: int, entering: int) -> list[CandidateSet]:
        return [
            (chosen - {leaving}) | {entering} if leaving in chosen else chosen
            for chosen in self.nested
        ]

    def _affordable(self, camera: int) -> Booleans:
        """Return (J,) which candidates the budget of the camera's phase may buy in its place."""
        phase = next(number for number, chosen in enumerate(self.nested) if camera in chosen)
        budget, program = self.budgets[phase], self.program
        if budget is None:
            return np.ones(program.n_candidates, dtype=np.bool_)
        others = self.nested[phase] - {camera}
        before = program.cost(self.nested[phase - 1]) if phase else 0.0
        remaining = budget * (1 + MONEY_TOLERANCE) - (program.cost(others) - before)
        return _costs(program, others) <= remaining


def _costs(program: Program, standing: CandidateSet) -> Floats:
    """Return (J,) what each candidate costs beside those that stand. [money]"""
    opened: Ints = np.unique(program.site[sorted(standing)])
    price = np.zeros(program.n_candidates) if program.camera_cost is None else program.camera_cost
    opening = program.opening()
    opening[opened] = 0.0
    cost: Floats = price + opening[program.site]
    return cost
