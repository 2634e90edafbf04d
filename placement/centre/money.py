"""Money of the centre: what is spent each year, who pays, and what all of it is worth today.

Investment falls into the years of the phases; what was bought is bought again after its lifetime.
Pay, energy, service and licences run from the year after. Everything is in prices of one year and
whole crowns, so that each table adds up. Present cost: `sum cost_t / (1 + rate)^t`, t = 0 in the
first year.
"""

import math
from collections.abc import Callable, Mapping, Sequence

from attrs import field, frozen

from placement.centre.grants import Grant
from placement.centre.needs import Centre
from placement.centre.parameters import ContradictionError, Parameters
from placement.centre.phase_money import RENEWED, RUNNING, invested_czk, phase_money


@frozen
class YearCosts:
    """Money of one year, in whole crowns."""

    year: int
    spent_czk: Mapping[str, int]
    """Line → what is spent. [Kč]"""
    granted_czk: Mapping[str, int] = field(factory=dict)
    """Grant → what it pays. [Kč]"""

    @property
    def total_czk(self) -> int:
        """All that is spent. [Kč]"""
        return sum(self.spent_czk.values())

    @property
    def own_czk(self) -> int:
        """What the town pays itself. [Kč]"""
        return self.total_czk - sum(self.granted_czk.values())


@frozen
class CashFlow:
    """Money year by year."""

    years: tuple[YearCosts, ...] = field(converter=tuple[YearCosts, ...])
    discount_share: float

    @property
    def own_czk(self) -> int:
        """What the town pays itself in all years. [Kč]"""
        return sum(each.own_czk for each in self.years)

    @property
    def present_czk(self) -> float:
        """What the town pays, worth in the first year. [Kč]"""
        return sum(
            each.own_czk / (1 + self.discount_share) ** number
            for number, each in enumerate(self.years)
        )


def cash_flow(centre: Centre, grants: Sequence[Grant] = ()) -> CashFlow:
    """Return money year by year for the centre of a plan, each line paid by one grant at most.

    Raises
    ------
    ContradictionError
        If the years end before the last phase is bought.
    """
    parameters = centre.parameters
    first, count = int(parameters["first_year"]), int(parameters["horizon_years"])
    phases = phase_money(centre, grants)
    if count < len(phases) - 1:
        raise ContradictionError("horizon")
    lifetime = max(1, math.floor(parameters["lifetime_years"] + 0.5))
    years = []
    for number in range(count):
        spent = invested_czk(centre, number + 1)
        for before in range(number + 1 - lifetime, 0, -lifetime):
            again = invested_czk(centre, before)
            spent |= {line: spent[line] + again[line] for line in RENEWED}
        standing = phases[min(number, len(phases) - 1)]
        spent |= standing.running_czk if number else dict.fromkeys(RUNNING, 0)
        paid = phases[number + 1].granted_czk if number + 1 < len(phases) else {}
        years.append(YearCosts(first + number, spent, paid))
    return CashFlow(years, parameters["discount_share"])


@frozen
class Swing:
    """What the present cost becomes at both ends of a parameter's band."""

    key: str
    low_czk: float
    high_czk: float

    @property
    def width_czk(self) -> float:
        """How far apart they are. [Kč]"""
        return abs(self.high_czk - self.low_czk)


def sensitivity(
    parameters: Parameters, present_czk: Callable[[Parameters], float]
) -> tuple[Swing, ...]:
    """Return what each parameter's band does to the present cost, widest first.

    An end of a band that contradicts the other numbers moves nothing.

    Parameters
    ----------
    parameters
        All numbers; each is moved alone to the ends of its band.
    present_czk
        Reckons the present cost from all of them. [Kč]
    """
    present = present_czk(parameters)
    swings = []
    for key, parameter in parameters.table.items():
        if parameter.low == parameter.high:
            continue
        ends = []
        for end in (parameter.low, parameter.high):
            try:
                ends.append(present_czk(parameters.replaced({key: end})))
            except ContradictionError:
                ends.append(present)
        if ends[0] != ends[1]:
            swings.append(Swing(key, ends[0], ends[1]))
    return tuple(sorted(swings, key=lambda swing: (-swing.width_czk, swing.key)))
