"""Splitting a target into phases, each within its own count and money."""

from collections.abc import Sequence

import numpy as np
from attrs import define, evolve, field

from placement.optimise.arguments import MONEY_TOLERANCE
from placement.optimise.highs.model import Model, run_model
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.nested_phases import CandidateSet, is_feasible_nesting
from placement.optimise.program import Program
from placement.optimise.search_limits import Run

NODES = 2_000
"""Most nodes of the exact solver for one phase: reproducible."""


def split_target(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    target: CandidateSet,
    run: Run,
) -> list[CandidateSet] | None:
    """Return nested choices that end in the target, the later phases as good as was found.

    Of the target the last phase but one gets the part worth most that leaves enough money for the
    rest in the last phase, and can itself be split; of that the phase before it, and so on.

    Parameters
    ----------
    goals, budgets
        As for `nested_phases.is_feasible_nesting`; without rules.
    target
        Choice of the last phase.
    run
        Limits.

    Returns
    -------
    nested
        None if there is no split, or none was found.
    """
    nested = [target]
    for number in range(len(goals) - 1, 0, -1):
        if nested[0] == frozenset(goals[0].existing):
            nested.insert(0, nested[0])
            continue
        split = _Split(goals[: number + 1], budgets[: number + 1], nested[0])
        if number == len(goals) - 1 and not _may_be_split(split, run):
            return None
        ran = run_model(
            split.model(),
            gap_weight=run.gap * goals[number].value(nested[0]) / 2,
            nodes=NODES,
            time_limit_s=max(run.left_s() / 2, 0.1),
            stop=run.stop,
        )
        if ran.values is None:
            return None
        nested.insert(0, split.part(ran.values))
    return nested if is_feasible_nesting(goals, budgets, nested) else None


def _may_be_split(split: "_Split", run: Run) -> bool:
    """Return False if there is no split whatever it is worth, which is sooner known."""
    model = split.model()
    worthless = evolve(model, worth=np.zeros_like(model.worth))
    limit_s = max(run.left_s() / 2, 0.1)
    return not run_model(worthless, nodes=NODES, time_limit_s=limit_s, stop=run.stop).impossible


@define(eq=False)
class _Split:
    """The exact model of one split, over what is built by the end of each phase but the last.

    Columns: for each phase and new camera whether it stands by then, for each phase and new site
    whether it is open, and of the last phase but one z of each demand point that new cameras see.
    """

    goals: Sequence[Program]
    budgets: Sequence[float | None]
    target: CandidateSet
    new: Ints = field(init=False)
    """(k,) cameras to be split."""
    sites: Ints = field(init=False)
    """(s,) sites whose opening costs money."""
    demand: Ints = field(init=False)
    """(n,) demand points that the standing cameras do not see."""
    rows: list[tuple[Ints, Floats, float]] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        goal = self.goals[-1]
        self.new = np.array(sorted(self.target - set(goal.existing)), dtype=np.int64)
        opening = goal.opening()
        sites = np.unique(goal.site[self.new])
        self.sites = sites[opening[sites] > 0]
        fresh = goal.covered(self.target) & ~goal.covered(goal.existing)
        self.demand = np.flatnonzero(fresh)
        for phase in range(len(self.goals) - 1):
            self._phase_rows(phase)
        for phase, budget in enumerate(self.budgets):
            if budget is not None:
                self._money_row(phase, budget)
        self._cover_rows()

    def model(self) -> Model:
        """Return the model, to be maximised."""
        goal, cameras = self.goals[-1], (len(self.goals) - 1) * self._width()
        number = cameras + len(self.demand)
        worth = np.zeros(number)
        worth[cameras:] = goal.weight[self.demand]
        indices, values, upper = zip(*self.rows, strict=True)
        return Model(
            worth=worth,
            whole=tuple([True] * cameras + [False] * len(self.demand)),
            columns=tuple(f"x_{c}" for c in range(number)),
            cameras=cameras,
            names=tuple(f"row_{r}" for r in range(len(self.rows))),
            tags=tuple(("split", r) for r in range(len(self.rows))),
            indices=indices,
            values=values,
            lower=np.full(len(self.rows), -np.inf),
            upper=np.array(upper),
        )

    def part(self, values: Floats) -> CandidateSet:
        """Return the choice of the last phase but one."""
        built = values[self._cameras(len(self.goals) - 2)] > 0.5
        return frozenset({*self.goals[-1].existing, *self.new[built].tolist()})

    def _width(self) -> int:
        return len(self.new) + len(self.sites)

    def _cameras(self, phase: int) -> Ints:
        return phase * self._width() + np.arange(len(self.new))

    def _openings(self, phase: int) -> Ints:
        return phase * self._width() + len(self.new) + np.arange(len(self.sites))

    def _add(self, plus: Ints, minus: Ints, upper: float = 0.0) -> None:
        signs = np.concatenate((np.ones(len(plus)), np.full(len(minus), -1.0)))
        self.rows.append((np.concatenate((plus, minus)), signs, upper))

    def _phase_rows(self, phase: int) -> None:
        """Add: what stands stays, no camera before its site, no site before a camera, the count."""
        goal, cameras, openings = self.goals[phase], self._cameras(phase), self._openings(phase)
        for column in (*cameras, *openings):
            if phase + 1 < len(self.goals) - 1:
                self._add(np.array([column]), np.array([column + self._width()]))
        site = self.goals[-1].site[self.new]
        for opening, here in zip(openings, self.sites, strict=True):
            own = cameras[site == here]
            for camera in own:
                self._add(np.array([camera]), np.array([opening]))
            self._add(np.array([opening]), own)
        self._add(cameras, np.empty(0, np.int64), float(goal.count - len(goal.existing)))

    def _money_row(self, phase: int, budget: float) -> None:
        """Add what stands after a phase less what stood before it: at most its money."""
        goal, last = self.goals[-1], len(self.goals) - 1
        price = np.zeros(goal.n_candidates) if goal.camera_cost is None else goal.camera_cost
        cost = np.concatenate((price[self.new], goal.opening()[self.sites]))
        unit = max(float(cost.max(initial=0.0)), 1e-300)
        columns, values = np.empty(0, np.int64), np.empty(0)
        limit = budget * (1 + MONEY_TOLERANCE)
        for sign, when in ((1.0, phase), (-1.0, phase - 1)):
            if when == last:  # all of it stands
                limit -= sign * float(cost.sum())
            elif when >= 0:
                these = np.concatenate((self._cameras(when), self._openings(when)))
                columns = np.concatenate((columns, these))
                values = np.concatenate((values, sign * cost))
        self.rows.append((columns, values / unit, limit / unit))

    def _cover_rows(self) -> None:
        """Add z_i - sum_j a_ij x_j <= 0 at the end of the last phase but one."""
        goal, cameras = self.goals[-1], self._cameras(len(self.goals) - 2)
        covering = goal.covers[self.new][:, self.demand].tocsc()
        first = (len(self.goals) - 1) * self._width()
        for i in range(len(self.demand)):
            near = covering.indices[covering.indptr[i] : covering.indptr[i + 1]]
            self._add(np.array([first + i]), cameras[near])
