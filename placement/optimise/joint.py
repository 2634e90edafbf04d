r"""Joint planning of all phases: the most weighted value over the phases by local search.

.. math:: \max \sum_t \omega_t \Big(V(S_t) - \sum_{j \in S_t} r_j\Big)
    \quad\text{subject to}\quad S_1 \subseteq S_2 \subseteq \dots

with every phase's own count and budget, and the rules. Candidates come from a pool: what the plans
of single phases and of the two greedy orders (forward, backward) use, and who could replace one of
them at little loss. The search is an iterated local search (Lourenço, Martin and Stützle 2003,
doi:10.1007/0-306-48056-5_11) whose move is an ejection chain (Glover 1996,
doi:10.1016/0166-218X(94)00037-E): a camera leaves; a new one takes its place, or one of a later
phase does and leaves its own place to be filled. It is a heuristic; the bounds of the single
phases, weighted, bound it.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from attrs import define

from placement.optimise.arguments import within_budget
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.marginal_gain import Counts
from placement.optimise.nested_phases import CandidateSet
from placement.optimise.pool import Pool, pool_of
from placement.optimise.program import Program

MOST_TRIED = 4
"""Candidates for a free place that are looked at."""
MOST_PULLED = 3
"""Cameras of later phases that are tried in a free place."""
DEPTH = 2
"""Most cameras that a chain moves to an earlier phase."""
ROUNDS = 12
"""Times that some cameras are torn out and the plan is repaired."""
MOST_RUINED = 6
"""Most cameras torn out at once."""
LEAST = 1e-9
"""Smallest gain worth a move, in parts of all weight. [-]"""

Filling = tuple[float, tuple[tuple[int, int], ...]]
"""What filling a place gains, and (candidate of the pool, phase) of all that it moves."""


def joint(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    *,
    importance: Sequence[float],
    starts: Sequence[Sequence[CandidateSet]],
    others: Iterable[CandidateSet],
    seed: int,
    late: Callable[[], bool],
) -> list[CandidateSet]:
    """Return nested choices whose weighted value is no less than that of any start.

    Parameters
    ----------
    goals
        Each phase's own problem, with the count and all money up to its end.
    budgets
        Of each phase alone; None: no limit. [money]
    importance
        Weight of each phase's value, not negative.
    starts
        Nested choices that keep all constraints.
    others
        Choices whose candidates enter the pool too.
    seed
        Of what is torn out.
    late
        Asked now and then whether to end with the best so far.
    """
    shares = np.asarray(importance, dtype=np.float64)
    chosen = [nested[-1] for nested in starts] + list(others)
    pool = pool_of(goals, budgets, shares / shares.sum(), chosen)
    searches = [_Search.from_nested(pool, nested) for nested in starts]
    for search in searches:
        search.descend(late)
        search.wander(late, seed=seed)
    best = max(searches, key=lambda search: search.value())
    return pool.nested(best.phase)


@define(eq=False)
class _Search:
    """State of the local search: the phase of each candidate."""

    pool: Pool
    phase: Ints
    """(m,) when each candidate is built; 0: never."""
    times: Counts
    """(T, I) how often each demand point is seen at the end of each phase."""

    @classmethod
    def from_nested(cls, pool: Pool, nested: Sequence[CandidateSet]) -> "_Search":
        """Return the search that starts from nested choices."""
        places = np.zeros(pool.candidate.size, dtype=np.int64)
        for number in range(len(nested), 0, -1):
            places[np.isin(pool.candidate, sorted(nested[number - 1]))] = number
        times = np.tile(pool.standing, (len(nested), 1))
        search = cls(pool, np.zeros_like(places), times)
        for candidate in np.flatnonzero(places):
            search.assign(int(candidate), int(places[candidate]))
        return search

    def value(self) -> float:
        """Return the weighted value of all phases."""
        worth = self.pool.worth
        covered = float(self.pool.importance @ [worth.value(times) for times in self.times])
        return covered - float(self._disutility(self.phase) @ (self.phase > 0))

    def _disutility(self, phase: Ints | int) -> Floats:
        """Return (m,) what each candidate takes off if it is built in a phase, over all phases."""
        later = np.append(np.cumsum(self.pool.importance[::-1])[::-1], 0.0)
        return np.asarray(self.pool.worth.disutility * later[np.maximum(phase, 1) - 1])

    def assign(self, candidate: int, phase: int) -> None:
        """Assign a candidate to a phase, or (0) to none."""
        demand, before = self.pool.worth.demand_of(candidate), int(self.phase[candidate])
        if before:
            self.times[before - 1 :, demand] -= 1
        if phase:
            self.times[phase - 1 :, demand] += 1
        self.phase[candidate] = phase

    def descend(self, late: Callable[[], bool]) -> None:
        """Move cameras until no chain gains."""
        moving = True
        while moving and not late():
            moving = any(
                [self._add(late), *(self._relocate(int(c)) for c in self._built_candidates())]
            )

    def wander(self, late: Callable[[], bool], *, seed: int) -> None:
        """Ruin and repair; go back where the plan became worse."""
        rng = np.random.default_rng(seed)
        for _ in range(ROUNDS):
            if late() or not self._built_candidates().size:
                break
            before, value = self.phase.copy(), self.value()
            self._ruin(rng)
            self.descend(late)
            if self.value() < value or not self.pool.is_feasible(self.phase):
                self._restore(before)

    def _ruin(self, rng: np.random.Generator) -> None:
        built = self._built_candidates()
        leaving = rng.permutation(built)[: rng.integers(2, MOST_RUINED + 1)]
        places = sorted(int(self.phase[c]) for c in leaving)
        for camera in leaving:
            self.assign(int(camera), 0)
        for phase in places:
            self._fill(phase, 0.0, depth=0, avoid=set(leaving.tolist()))

    def _restore(self, phase: Ints) -> None:
        for candidate in np.flatnonzero(self.phase != phase):
            self.assign(int(candidate), int(phase[candidate]))

    def _built_candidates(self) -> Ints:
        return np.flatnonzero(self.phase)

    def _add(self, late: Callable[[], bool]) -> bool:
        """Build one more where a count leaves room; return whether that gained."""
        counts = np.array([goal.count for goal in self.pool.goals])
        held = len(self.pool.program.existing) + np.cumsum(
            np.bincount(self.phase, minlength=counts.size + 1)[1:]
        )
        spare = np.minimum.accumulate((counts - held)[::-1])[::-1]
        return any(
            not late() and self._fill(int(number) + 1, self._smallest_gain(), depth=DEPTH)
            for number in np.flatnonzero(spare > 0)
        )

    def _relocate(self, camera: int) -> bool:
        """Take a camera out and fill its place better; return whether that gained."""
        phase = int(self.phase[camera])
        if not phase:
            return False
        self.assign(camera, 0)
        lost = float(self._next_view(phase)[self.pool.worth.demand_of(camera)].sum())
        lost -= float(self._disutility(phase)[camera])
        if self._fill(phase, lost + self._smallest_gain(), depth=DEPTH):
            return True
        if lost < -self._smallest_gain() and self.pool.is_feasible(self.phase):
            return True
        self.assign(camera, phase)
        return False

    def _smallest_gain(self) -> float:
        return LEAST * float(self.pool.worth.weight.sum())

    def _fill(self, phase: int, least: float, *, depth: int, avoid: Iterable[int] = ()) -> bool:
        """Carry out the best filling of a place that gains more than `least` and is feasible."""
        fills = self._fillings(phase, depth)
        for gain, moves in sorted(fills, key=lambda fill: -fill[0])[: 2 * MOST_TRIED]:
            if gain <= least:
                return False
            if not {candidate for candidate, _ in moves}.isdisjoint(avoid):
                continue
            before = [(candidate, int(self.phase[candidate])) for candidate, _ in moves]
            for candidate, there in moves:
                self.assign(candidate, there)
            if self.pool.is_feasible(self.phase):
                return True
            for candidate, there in before[::-1]:
                self.assign(candidate, there)
        return False

    def _fillings(self, phase: int, depth: int) -> list[Filling]:
        """Return what could take a free place in a phase: a new camera, or a later one."""
        gains = self.pool.worth.covers @ self._next_view(phase) - self._disutility(phase)
        gains[(self.phase > 0) | ~self._affordable(phase)] = -1.0
        best = np.argsort(-gains, kind="stable")[:MOST_TRIED]
        fills: list[Filling] = [(float(gains[c]), ((int(c), phase),)) for c in best if gains[c] > 0]
        later = np.flatnonzero(self.phase > phase)
        if not depth or not later.size:
            return fills
        sooner = np.array([self._earlier_gain(int(camera), phase) for camera in later])
        for rank in np.argsort(-sooner, kind="stable")[:MOST_PULLED]:
            camera = int(later[rank])
            there = int(self.phase[camera])
            self.assign(camera, phase)
            move = (camera, phase)
            fills.append((float(sooner[rank]), (move,)))
            fills += [
                (float(sooner[rank]) + gain, (move, *moves))
                for gain, moves in self._fillings(there, depth - 1)
            ]
            self.assign(camera, there)
        return fills

    def _earlier_gain(self, camera: int, phase: int) -> float:
        """Return what building a camera in an earlier phase gains."""
        demand, gain = self.pool.worth.demand_of(camera), 0.0
        for number in range(phase - 1, int(self.phase[camera]) - 1):
            fresh = self.pool.worth.next_view(self.times[number])[demand]
            gain += float(self.pool.importance[number] * fresh.sum())
        built = int(self.phase[camera])
        return gain - float((self._disutility(phase) - self._disutility(built))[camera])

    def _next_view(self, phase: int) -> Floats:
        """Return (I,) what one more view from a phase on is worth, over all phases."""
        total = np.zeros(self.times.shape[1])
        for number in range(phase - 1, len(self.times)):
            share = self.pool.importance[number]
            if share > 0:
                total += share * self.pool.worth.next_view(self.times[number])
        return total

    def _affordable(self, phase: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Return (m,) which candidates the phase's budget may buy; an optimistic filter."""
        pool, budget = self.pool, self.pool.budgets[phase - 1]
        if budget is None:
            return np.ones(pool.candidate.size, dtype=np.bool_)
        nested = pool.nested(self.phase)
        before = pool.program.cost(nested[phase - 2]) if phase > 1 else 0.0
        remaining = budget - (pool.program.cost(nested[phase - 1]) - before)
        sites = pool.program.site[pool.candidate]
        opened = np.isin(sites, sites[(self.phase > 0) & (self.phase <= phase)])
        cost = np.where(opened, pool.price, pool.first_cost)
        return np.array([within_budget(float(each), remaining) for each in cost], dtype=np.bool_)
