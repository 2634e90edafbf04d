r"""Portions: the best target that can be built within every phase's own money.

All the money together buys plans that no order of building pays for: what a phase leaves is lost.
Candidates of one kind (the opening of their site and the prices of their cameras) are alike to the
phases. With :math:`x_l` the candidates, :math:`n_p` how many are paid for in way p (which camera in
which phase, the opening with the first), :math:`c_{pt}` and :math:`a_{pt}` the money and cameras of
way p in phase t,

.. math::

    \sum_{l\ \text{of kind}\ k} x_l \le \sum_{p\ \text{of kind}\ k} n_p, \qquad
    \sum_p c_{pt} n_p \le b_t, \qquad \sum_{r \le t} \sum_p a_{pr} n_p \le p_t, \qquad
    n_p \in \{0, 1, 2, \dots\}

Every plan of this programme can be split into phases. For the bound there are ways more: a site
may be opened sooner by another camera, as cheap as any, that the reduction has left out.
"""

import math
from collections.abc import Sequence
from itertools import product

import numpy as np
from attrs import evolve, frozen

from placement.optimise.cutting_planes import cutting_plane_bound
from placement.optimise.highs.covering import solve_exactly
from placement.optimise.lagrangian import subgradient_bound
from placement.optimise.layouts import with_layouts
from placement.optimise.nested_phases import CandidateSet
from placement.optimise.program import Program
from placement.optimise.reduction import reduce
from placement.optimise.relaxation import Incumbent, trivial_incumbent
from placement.optimise.residual import Portions, Residual
from placement.optimise.search import NOTHING
from placement.optimise.search_limits import Run
from placement.optimise.splitting import split_target

Kind = tuple[float, tuple[float, ...]]
"""What opening the site of a candidate costs, and each of its cameras, rising. [money]"""
Way = tuple[tuple[float, ...], tuple[int, ...]]
"""Money and cameras by phase."""
MOST_WAYS = 1_000
"""With more ways to pay the portions are not looked at."""
HOPE = 1.5
"""A target is hoped for whose gap is so many times the gap asked. [-]"""
NODES = 10
"""So many times more nodes of the exact solver than without portions."""


@frozen(eq=False)
class PortionedTarget:
    """The best target that the phases may pay for, and how good any can be."""

    nested: list[CandidateSet] | None
    """Of every phase; None if none with a better target was found."""
    bound: float
    """No target that can be built phase by phase is worth more; infinite if nothing is known."""


def portioned_target(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    *,
    value: float,
    bound: float,
    run: Run,
) -> PortionedTarget:
    """Return a target better than one that can be built, if the portions pay for any.

    Sought first among the few candidates of plans that close the gap or nearly so, then among those
    of all better ones.

    Parameters
    ----------
    goals, budgets
        As for `nested_phases.is_feasible_nesting`; without rules.
    value
        Of a target that can be built.
    bound
        No target is worth more, whatever the portions.
    run
        Limits.
    """
    goal = goals[-1]
    residual, _ = with_layouts(reduce(goal), by_price=True)
    if residual.m == 0 or residual.count == 0 or (residual.tables.opening > 0).any():
        return PortionedTarget(None, np.inf)
    if len(_portions(goals, budgets, residual, openers=True).paid) > MOST_WAYS:
        return PortionedTarget(None, np.inf)
    hoped = bound * (1 - HOPE * run.gap)
    hoped = math.floor(hoped) if residual.whole else hoped  # as values are
    best = PortionedTarget(None, np.inf)
    for floor in (hoped, value) if hoped > value else (value,):
        other = _better_than(floor, goals, budgets, residual, run)
        best = PortionedTarget(other.nested, min(best.bound, other.bound))
        if best.nested is not None or run.late():
            break
    return best


def _better_than(
    floor: float,
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    residual: Residual,
    run: Run,
) -> PortionedTarget:
    """Return a target worth more than `floor`, if there is one, and a bound of `floor` or more."""
    incumbent = _narrowed(residual, floor, run)
    narrow, effort = incumbent.residual, run.effort
    bound = narrow.base + incumbent.bound
    if (
        narrow.m == 0
        or narrow.m > effort.exact_candidates
        or len(narrow.tables.idx) > effort.exact_covers
    ):
        return PortionedTarget(None, bound)
    nested = None
    for openers in (True, False):
        exact = solve_exactly(
            narrow,
            start=NOTHING,
            gap_weight=run.gap * bound / 2,
            nodes=NODES * effort.exact_nodes,
            restarts=effort.exact_restarts,
            cuts=incumbent.cuts,
            portions=_portions(goals, budgets, narrow, openers=openers),
            time_limit_s=max(run.left_s() / 2, 0.1),
            stop=run.stop,
        )
        if openers:
            bound = min(bound, narrow.base + incumbent.with_bound(exact.bound).bound)
        if exact.plan is None or narrow.base + narrow.value(exact.plan) <= floor:
            break
        new = narrow.cameras_of(exact.plan).tolist()
        nested = split_target(goals, budgets, frozenset({*goals[-1].existing, *new}), run)
        if nested is not None:
            break
    return PortionedTarget(nested, bound)


def _narrowed(residual: Residual, value: float, run: Run) -> Incumbent:
    """Return the problem of the candidates that a plan worth more than `value` may have."""
    incumbent = trivial_incumbent(residual, NOTHING)
    incumbent = evolve(incumbent, value=value - residual.base, only_bound=True)
    incumbent = subgradient_bound(
        incumbent,
        steps=run.effort.bound_steps,
        gap=0.0,
        step_length=1.0,
        late=run.closing,
        report=lambda value, bound: run.report(residual, value, bound),
    )
    if not 0 < len(incumbent.residual.tables.idx) <= run.effort.cut_covers:
        return incumbent
    return cutting_plane_bound(
        incumbent,
        rounds=run.effort.cut_rounds,
        gap=0.0,
        late=run.late,
        report=lambda value, bound: run.report(residual, value, bound),
    )


def _portions(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    residual: Residual,
    *,
    openers: bool,
) -> Portions:
    """Return what the phases may pay for, of the candidates of a residual problem."""
    goal = goals[-1]
    price = np.zeros(goal.n_candidates) if goal.camera_cost is None else goal.camera_cost
    opening = goal.opening()
    kinds: dict[Kind, int] = {}
    kind = np.empty(residual.m, dtype=np.int64)
    for j, first in enumerate(residual.candidate):
        cameras = np.sort(price[residual.cameras_of(np.array([j]))])
        of_j = (float(opening[goal.site[first]]), tuple(cameras.tolist()))
        kind[j] = kinds.setdefault(of_j, len(kinds))
    cheapest = float(price.min(initial=0.0)) if openers else None
    paid, money, cameras_of = [], [], []
    for (site, prices), number in kinds.items():
        opener = cheapest if len(prices) < goal.per_site and site > 0 else None
        for way in sorted(_ways(site, prices, opener, len(goals))):
            paid.append(number)
            money.append(way[0])
            cameras_of.append(way[1])
    return Portions(
        kind=kind,
        paid=np.array(paid, dtype=np.int64),
        money=np.array(money, dtype=np.float64),
        cameras=np.array(cameras_of, dtype=np.int64),
        budgets=np.array([np.inf if budget is None else budget for budget in budgets]),
        counts=np.array([one.count - len(one.existing) for one in goals], dtype=np.int64),
    )


def _ways(
    opening: float, cameras: tuple[float, ...], opener: float | None, phases: int
) -> set[Way]:
    """Return each way to pay for a site: its money and its cameras by phase."""
    ways = set()
    for when in product(range(phases), repeat=len(cameras)):
        plain = [*zip(cameras, when, strict=True)]
        sooner = [] if opener is None else [(opener, t) for t in range(min(when))]
        for built in (plain, *([one, *plain] for one in sooner)):
            money, number = [0.0] * phases, [0] * phases
            money[min(t for _, t in built)] += opening
            for price, phase in built:
                money[phase] += price
                number[phase] += 1
            ways.add((tuple(money), tuple(number)))
    return ways
