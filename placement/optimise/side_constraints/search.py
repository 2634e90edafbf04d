"""Local search under side constraints: greedy, swaps, ruin and repair, with penalties."""

from collections.abc import Callable

import numpy as np
from attrs import field, frozen

from placement.optimise.kernels import side_constraints as moves
from placement.optimise.kernels.side_constraints import ConstrainedState
from placement.optimise.kernels.sums import total
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.search import NOISE, NOTHING, RETURN, RUIN_MOST
from placement.optimise.side_constraints.residual import ConstrainedResidual

SWEEP_MOVES = 1000
REPAIR_MOVES = 60
TRIES = 20
"""Cameras that are tried to be swapped between two questions whether to end."""


def _never() -> bool:
    return False


@frozen(eq=False)
class Searcher:
    """Local search among some candidates; feasible plans beat others, then value decides.

    Count, sites, money and pairs are never broken. A floor, required place or limit that is not met
    costs more than any plan is worth, a floor or limit the more the more it lacks; and no camera is
    added that takes a limit beyond what it may come to.
    """

    rest: ConstrainedResidual
    active: Ints
    late: Callable[[], bool] = field(default=_never, kw_only=True)
    """Asked now and then whether to end with the best so far."""

    def key(self, plan: Ints) -> tuple[float, float]:
        """Return by what plans are compared: less penalty first, then value."""
        state = self._state_of(plan)
        penalty = moves.total_penalty(self.rest.terms, state)
        return (0.0 if self.rest.met(plan) else -max(penalty, self._penalty)), self.rest.value(plan)

    def best(self, *plans: Ints) -> Ints:
        """Return the best of some plans, the first of equals."""
        return max(plans, key=self.key)

    def greedy_plan(self) -> Ints:
        """Return the best of the greedy plans, improved by swaps."""
        plans = [self.greedy_extension(NOTHING)]
        if np.isfinite(self.rest.residual.budget):
            plans.append(self.greedy_extension(NOTHING, per_money=True))
        return self.best(*(self.local_optimum(plan) for plan in plans))

    def greedy_extension(self, preferred: Ints, *, per_money: bool = False) -> Ints:
        """Return the preferred candidates as far as they fit together, extended greedily."""
        state, bias = self._state(preferred), np.ones(self.rest.residual.m)
        self._grow(state, bias, per_money=per_money)
        return _plan_of(state)

    def local_optimum(self, plan: Ints, *, most: int = SWEEP_MOVES) -> Ints:
        """Return a plan that no addition and no swap improves, or where `most` moves ended."""
        state = self._state_of(plan)
        self._improve(state, most)
        return _plan_of(state)

    def iterated_local_search(self, plan: Ints, *, iterations: int, seed: int) -> Ints:
        """Return the best plan of an iterated local search, never worse than the one given.

        As `optimise.search.iterated_local_search`, with the rules' moves.
        """
        rng = np.random.default_rng(seed)
        here, best = plan, plan
        at = best_key = self.key(plan)
        for _ in range(iterations):
            if not here.size or self.late():
                break
            leavers = self._neighbours(here, rng)
            bias: Floats = rng.uniform(*NOISE, size=self.rest.residual.m)
            bias[leavers] = RETURN
            state = self._state_of(np.setdiff1d(here, leavers))
            self._grow(state, bias, per_money=False)
            self._improve(state, REPAIR_MOVES)
            new = _plan_of(state)
            key = self.key(new)
            if key > best_key:
                best, best_key = new, key
            if key >= at:
                here, at = new, key
        return best

    def _neighbours(self, plan: Ints, rng: np.random.Generator) -> Ints:
        """Return a random camera and a few that look at nearly the same demand, or any."""
        t = self.rest.residual.tables
        first, *others = rng.permutation(plan)
        demand = np.zeros(self.rest.residual.n, dtype=bool)
        for i in t.idx[t.ptr[first] : t.ptr[first + 1]]:
            for j in t.tidx[t.tptr[i] : t.tptr[i + 1]][:50]:
                demand[t.idx[t.ptr[j] : t.ptr[j + 1]]] = True
        near = [j for j in others if demand[t.idx[t.ptr[j] : t.ptr[j + 1]]].any()]
        drawn = near if rng.random() < 0.8 and near else others
        return np.array([first, *drawn[: rng.integers(1, RUIN_MOST)]], dtype=np.int64)

    @property
    def _penalty(self) -> float:
        dearest = np.sort(self.rest.terms.disutility)[::-1][: self.rest.residual.count]
        return 2.0 * (self.rest.worth + total(dearest)) + 1.0

    @property
    def _least(self) -> float:
        return 1e-11 * self.rest.worth

    def _state(self, preferred: Ints) -> ConstrainedState:
        """Return the state of the preferred candidates, in their order, as far as they fit."""
        rest, state = self.rest, self._empty_state()
        if rest.residual.count:
            moves.enter_fitting(
                rest.residual.tables, rest.terms, state, preferred, rest.residual.limit
            )
        return state

    def _state_of(self, plan: Ints) -> ConstrainedState:
        """Return the state of a plan, which keeps count, sites, money and pairs."""
        state = self._empty_state()
        moves.enter_all(self.rest.residual.tables, self.rest.terms, state, plan)
        return state

    def _empty_state(self) -> ConstrainedState:
        residual = self.rest.residual
        count = max(residual.count, 1)
        return moves.empty_state(residual.tables, self.rest.terms, count, self._penalty)

    def _grow(self, state: ConstrainedState, bias: Floats, *, per_money: bool) -> None:
        residual = self.rest.residual
        moves.grow(
            residual.tables,
            self.rest.terms,
            state,
            self.active,
            bias,
            residual.limit,
            self._least,
            per_money,
        )

    def _improve(self, state: ConstrainedState, most: int) -> None:
        residual, progress = self.rest.residual, np.array([0, 0, most])
        ended = False
        while not ended and not self.late():
            ended = moves.improve(
                residual.tables,
                self.rest.terms,
                state,
                self.active,
                residual.limit,
                self._least,
                progress,
                TRIES,
            )


def _plan_of(state: ConstrainedState) -> Ints:
    return state.chosen[: state.size[0]].copy()
