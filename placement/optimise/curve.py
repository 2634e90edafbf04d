"""Curves: value and bound for each count, budget or area in view, and the knee of the values."""

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import evolve, frozen

from placement.optimise.arguments import number, within_budget
from placement.optimise.engine import best_plan, program_choice
from placement.optimise.kernels.tables import Floats
from placement.optimise.limits import Limit
from placement.optimise.nested_phases import PhaseLimit
from placement.optimise.program import Program
from placement.optimise.reduction import reduce
from placement.optimise.search_limits import QUICK, Stop, new_run
from placement.optimise.side_constraints.engine import best_choice
from placement.optimise.warm_up import compile_kernels

GAP = 0.005
"""Good enough for a point of the curve. [-]"""
SECONDS = 20.0
"""Outer net for one point. [s]"""


@frozen(eq=False)
class GainCurve:
    """Value and bound for each count of cameras, money left aside; arrays are (K,)."""

    count: tuple[int, ...]
    value: Floats
    """Of the best plan found for each count alone; never falling."""
    bound: Floats
    """No plan of so many cameras is worth more."""

    @property
    def knee(self) -> int | None:
        """Count at the knee of the values; None if they do not bend."""
        place = knee(self.count, self.value)
        return None if place is None else self.count[place]


@frozen(eq=False)
class MoneyCurve:
    """Value and bound for each budget; the first is what stands today. Arrays are (K,)."""

    budget: Floats
    """Rising. [money]"""
    cost: Floats
    """What the best plan found costs, at most the budget. [money]"""
    count: tuple[int, ...]
    """Its cameras, existing ones included."""
    value: Floats
    """Of the best plan found for each budget or a smaller one; never falling."""
    bound: Floats
    """No plan that the budget buys is worth more."""

    @property
    def knee(self) -> float | None:
        """Budget at the knee of the values; None if they do not bend. [money]"""
        place = knee(self.budget, self.value)
        return None if place is None else float(self.budget[place])


def gain_curve(
    program: Program, *, most: int, seed: int = 0, stop: Stop | None = None
) -> GainCurve:
    """Return what each count of cameras could be worth, from the existing ones to `most`.

    Each point is the best plan of its own count, so that points need not nest; budgets, demands
    (`Rules.without_demands`) and the removal of cameras are left aside. Every plan is within 0.5 %
    of its bound or as near as a quick search comes.

    Parameters
    ----------
    program
        Problem; its own count and budget give way.
    most
        Largest count.
    seed, stop
        As for `solve`; a curve that is stopped ends where it is.
    """
    free = _free(program, count=most)
    first = program.counted(program.existing)
    limits = [PhaseLimit(count) for count in range(first + 1, most + 1)]
    points = [_today(program), *_points(free, limits, seed=seed, stop=stop)]
    value, bound = _monotone(points)
    return GainCurve(tuple(range(first, first + len(points))), value, bound)


def money_curve(
    program: Program, *, budgets: Sequence[float], seed: int = 0, stop: Stop | None = None
) -> MoneyCurve:
    """Return what each budget could buy, from what stands today on.

    As `gain_curve`, with the program's own count kept and its budget giving way. A plan that is no
    better than that of a smaller budget gives way to it.

    Parameters
    ----------
    program
        Problem, with prices.
    budgets
        In any order. [money]
    seed, stop
        As for `solve`; a curve that is stopped ends where it is.
    """
    money = sorted({number("budget", budget) for budget in budgets if budget > 0})
    count = max(program.count, program.counted(program.existing))
    free = _free(program, count=count)
    limits = [PhaseLimit(count, budget) for budget in money]
    points = [_today(program)]
    for point in _points(free, limits, seed=seed, stop=stop):
        points.append(
            point
            if point.value > points[-1].value
            else evolve(points[-1], bound=max(point.bound, points[-1].value))
        )
    value, bound = _monotone(points)
    return MoneyCurve(
        budget=np.array([0.0, *money])[: len(points)],
        cost=np.array([program.cost(point.chosen) for point in points]),
        count=tuple(program.counted(point.chosen) for point in points),
        value=value,
        bound=bound,
    )


@frozen(eq=False)
class _Point:
    """The best plan found within some limits."""

    chosen: tuple[int, ...]
    value: float
    bound: float


@frozen(eq=False)
class AreaCurve:
    """Value and bound for each area in view; the first is that of today. Arrays are (K,)."""

    most: Floats
    """That cameras may have in view, rising; the last is what the best plan without limit has."""
    area: Floats
    """That the best plan found has in view, at most as much."""
    count: tuple[int, ...]
    """Its cameras, existing ones included."""
    value: Floats
    """Of the best plan found for each area or a smaller one; never falling."""
    bound: Floats
    """No plan with at most so much in view is worth more."""

    @property
    def knee(self) -> float | None:
        """Area at the knee of the values; None if they do not bend."""
        place = knee(self.most, self.value)
        return None if place is None else float(self.most[place])


def area_curve(
    program: Program, area: Floats, *, steps: int, seed: int = 0, stop: Stop | None = None
) -> AreaCurve:
    """Return what plans could be worth that have no more than some area in view.

    The areas go in equal steps from that of today to that of the best plan found without any limit
    on it, existing cameras counted. The program's own count and budget are kept; disutility,
    demands (`Rules.without_demands`) and the removal of cameras are left aside.

    Parameters
    ----------
    program
        Problem.
    area : (J,) array
        That each candidate has in view, not negative.
    steps
        Areas beyond that of today.
    seed, stop
        As for `solve`; a curve that is stopped is shorter.
    """
    count = max(program.count, program.counted(program.existing))
    free = evolve(_free(program, count=count), budget=program.budget, disutility=None)
    compile_kernels(rules=True)
    today = _today(free)
    widest = next(_areas(free, [None], area=area, seed=seed, stop=stop), today)
    first, last = (float(area[list(one.chosen)].sum()) for one in (today, widest))
    most = np.linspace(first, last, steps + 1 if last > first else 1).tolist()
    points = list(_areas(free, most[:-1], area=area, seed=seed, stop=stop))
    points += [widest] if len(points) == len(most) - 1 else []
    for place in range(1, len(points)):
        before, here = points[place - 1], points[place]
        if here.value <= before.value:
            points[place] = evolve(before, bound=max(here.bound, before.value))
    value, bound = _monotone(points)
    return AreaCurve(
        most=np.array(most[: len(points)]),
        area=np.array([float(area[list(point.chosen)].sum()) for point in points]),
        count=tuple(program.counted(point.chosen) for point in points),
        value=value,
        bound=bound,
    )


def _areas(
    program: Program,
    most: Sequence[float | None],
    *,
    area: Floats,
    seed: int,
    stop: Stop | None,
) -> Iterator[_Point]:
    """Yield the best plan of each area in view by itself; None is no limit."""
    for each in most:
        run = evolve(new_run(gap=GAP, time_limit_s=SECONDS, seed=seed, stop=stop), effort=QUICK)
        if run.late():
            break
        row = [] if each is None else [Limit(name="", amount=area, most=each, unit="area")]
        rules = evolve(program.rules, limits=[*program.rules.limits, *row])
        best = best_choice(evolve(program, rules=rules), run)
        worth = program.value(best.chosen)
        yield _Point(tuple(best.chosen.tolist()), worth, max(worth, best.bound))


def _free(program: Program, *, count: int) -> Program:
    """Return the program without budget, demands and cameras that may go."""
    rules = program.rules.without_demands()
    return evolve(program, count=count, budget=None, removable=(), rules=rules)


def _today(program: Program) -> _Point:
    worth = program.objective(program.existing)
    return _Point(program.existing, worth, worth)


def _points(
    program: Program, limits: Sequence[PhaseLimit], *, seed: int, stop: Stop | None
) -> Iterator[_Point]:
    """Yield the best plan of each limit by itself; the reduction is the same for all."""
    compile_kernels(rules=not program.plain)
    cheapest = program.cheapest()
    widest = reduce(program) if program.plain else None
    for limit in limits:
        run = evolve(new_run(gap=GAP, time_limit_s=SECONDS, seed=seed, stop=stop), effort=QUICK)
        if run.late():
            break
        if cheapest is None or not within_budget(cheapest, limit.budget):
            yield _today(program)
        elif widest is None:
            goal = evolve(program, count=limit.count, budget=limit.budget)
            best = best_choice(goal, run)
            worth = program.objective(best.chosen)
            yield _Point(tuple(best.chosen.tolist()), worth, max(worth, best.bound))
        else:
            new = limit.count - len(program.existing)
            incumbent = best_plan(widest.with_limits(count=new, budget=limit.budget), run)
            chosen = tuple(program_choice(program, incumbent).tolist())
            worth = widest.base + incumbent.value
            yield _Point(chosen, worth, max(worth, widest.base + incumbent.bound))


def _monotone(points: Sequence[_Point]) -> tuple[Floats, Floats]:
    """Return values that never fall and bounds that hold for all points before, too."""
    rising = np.maximum.accumulate([point.value for point in points])
    bounds = np.maximum([point.bound for point in points], rising)
    falling = np.minimum.accumulate(bounds[::-1])[::-1]
    return rising, np.maximum(falling, rising)


def knee(along: Sequence[float] | Floats, values: Floats) -> int | None:
    """Return the place at which a concave curve lies farthest above its chord; None if nowhere.

    The rule of Kneedle without smoothing: both axes scaled to 0 … 1, the largest difference between
    them (Satopää, Albrecht, Irwin and Raghavan 2011, doi:10.1109/ICDCSW.2011.20). It depends on
    where the curve ends.
    """
    if len(along) < 3 or values[-1] <= values[0]:
        return None
    share = (np.asarray(along) - along[0]) / (along[-1] - along[0])
    above = (values - values[0]) / (values[-1] - values[0]) - share
    highest = int(np.argmax(above))
    return highest if above[highest] > 1e-9 else None
