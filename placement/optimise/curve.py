"""The gain curve: value and bound for each count of cameras, and the knee of the values."""

from collections.abc import Sequence

import numpy as np
from attrs import evolve, frozen

from placement.optimise.engine import best_plan
from placement.optimise.kernels.tables import Floats
from placement.optimise.program import Program
from placement.optimise.reduction import reduce
from placement.optimise.search_limits import QUICK, Stop, new_run
from placement.optimise.side_constraints.engine import best_choice

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
        return knee(self.count, self.value)


def gain_curve(
    program: Program, *, most: int, seed: int = 0, stop: Stop | None = None
) -> GainCurve:
    """Return what each count of cameras could be worth, from the existing ones to `most`.

    Each point is the best plan of its own count, so that points need not nest; budgets, floors and
    required places are left aside. Every plan is within 0.5 % of its bound or as near as a quick
    search comes.

    Parameters
    ----------
    program
        Problem; its own count and budget give way.
    most
        Largest count.
    seed, stop
        As for `solve`; a curve that is stopped ends where it is.
    """
    free = evolve(program, count=most, budget=None, rules=program.rules.without_demands())
    widest = None if free.rules.some else reduce(free)
    first = program.counted(program.existing)
    today = program.value(program.existing)
    counts, values, bounds = [first], [today], [today]
    for count in range(first + 1, most + 1):
        run = evolve(new_run(gap=GAP, time_limit_s=SECONDS, seed=seed, stop=stop), effort=QUICK)
        if run.late():
            break
        if widest is None:
            best = best_choice(evolve(free, count=count), run)
            value, bound = program.value(best.chosen), best.bound
        else:
            incumbent = best_plan(widest.with_limits(count=count - first, budget=None), run)
            value, bound = widest.base + incumbent.value, widest.base + incumbent.bound
        counts.append(count)
        values.append(value)
        bounds.append(max(value, bound))
    rising = np.maximum.accumulate(values)
    falling = np.minimum.accumulate(np.maximum(bounds, rising)[::-1])[::-1]
    return GainCurve(tuple(counts), rising, np.maximum(falling, rising))


def knee(counts: Sequence[int], values: Floats) -> int | None:
    """Return the count at which a concave curve lies farthest above its chord; None if nowhere.

    The rule of Kneedle without smoothing: both axes scaled to 0 … 1, the largest difference between
    them (Satopää, Albrecht, Irwin and Raghavan 2011, doi:10.1109/ICDCSW.2011.20). It depends on
    where the curve ends.
    """
    if len(counts) < 3 or values[-1] <= values[0]:
        return None
    along = (np.asarray(counts) - counts[0]) / (counts[-1] - counts[0])
    above = (values - values[0]) / (values[-1] - values[0]) - along
    highest = int(np.argmax(above))
    return counts[highest] if above[highest] > 1e-9 else None
