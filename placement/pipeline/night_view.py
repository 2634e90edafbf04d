"""`NightView`: by what light the demand points of a plan for day and night are seen.

In such a plan the columns of a coverage matrix are the I demand points by day, then the same I by
night.
"""

import numpy as np
from attrs import frozen

from placement.plan.night import NightFacts
from placement.units import Booleans, Floats, Integers


@frozen(eq=False)
class NightView:
    """By what light the I demand points of a plan for day and night are seen; their weights."""

    lit: Booleans
    """(I,) demand points that a lamp lights."""
    weight: Floats
    """(2I,) what they count by day, then by night. [1/year]"""
    expected: Floats
    """(2I,) demand by day, then by night, every incident once. [1/year]"""
    facts: NightFacts

    def part(self, covered: Booleans) -> Floats:
        """Return the part (I,) of each demand point's weight in what is covered (2I,). [-]"""
        by_day, by_night = np.split(self.weight, 2)
        seen_by_day, seen_by_night = np.split(covered, 2)
        whole = by_day + by_night
        in_view = by_day * seen_by_day + by_night * seen_by_night
        return np.asarray(np.where(whole > 0, in_view / np.where(whole > 0, whole, 1.0), 0.0))

    def seen(self, columns: Integers | Booleans) -> tuple[float, float]:
        """Return the demand by day and by night in some columns, every incident once. [1/year]"""
        demand = np.zeros(self.expected.size)
        demand[columns] = self.expected[columns]
        by_day, by_night = np.split(demand, 2)
        return float(by_day.sum()), float(by_night.sum())
