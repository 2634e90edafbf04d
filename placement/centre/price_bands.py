"""`PriceBand`: what Czech towns paid for a point or a camera, in one price year, beside the plan.

The examples (`data/centre/price_examples.csv`) mix prices with and without tax and what was bought;
low, middle and high are the lowest, the median and the highest of them.
"""

from collections.abc import Mapping
from statistics import median
from typing import TYPE_CHECKING

from attrs import frozen

from placement.centre.parameters import packaged_rows
from placement.centre.phase_money import CAMERAS, CONNECTION, PhaseMoney
from placement.centre.prices import index

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.plan.plan import Plan

KINDS = ("point", "camera", "connection")


@frozen
class PriceBand:
    """Prices of one thing: the examples' band, and the plan's own mean price."""

    kind: str
    examples: int
    """Number of dated examples; none: no band. [-]"""
    low_czk: float | None
    middle_czk: float | None
    high_czk: float | None
    plan_czk: float | None
    """Mean of the plan; None where it buys none or does not know its prices. [Kč]"""

    @property
    def verdict(self) -> str:
        """Where the plan's price lies: below, within, above; unknown without examples or price."""
        if self.plan_czk is None or self.low_czk is None or self.high_czk is None:
            return "unknown"
        if self.plan_czk < self.low_czk:
            return "below"
        return "above" if self.plan_czk > self.high_czk else "within"


def examples_czk(kind: str, price_year: int) -> tuple[float, ...]:
    """Return the price of one thing in each example, in a year's prices, lowest first. [Kč]"""
    return tuple(
        sorted(
            float(row["czk"]) / float(row["number"]) * index(int(row["year"]), price_year)
            for row in packaged_rows("price_examples.csv")
            if row["kind"] == kind
        )
    )


def price_bands(
    plan: "Plan", phases: tuple[PhaseMoney, ...], *, points: int, price_year: int
) -> tuple[PriceBand, ...]:
    """Return the bands of a point, a camera and a connection beside the plan's mean prices.

    Parameters
    ----------
    plan, phases
        Cameras that it buys, and the money of each phase.
    points
        Points that it opens. [-]
    price_year
        In whose prices all is.
    """
    spent = {
        line: sum(each.invested_czk.get(line, 0) for each in phases)
        for line in (CAMERAS, CONNECTION)
    }
    has_prices = not any(phase.unpriced for phase in plan.phases)
    cameras = sum(phase.new_cameras for phase in plan.phases[1:])
    paid: Mapping[str, tuple[int, int]] = {
        "point": (spent[CAMERAS] + spent[CONNECTION], points),
        "camera": (spent[CAMERAS], cameras),
        "connection": (spent[CONNECTION], points),
    }
    bands = []
    for kind, (czk, number) in paid.items():
        examples = examples_czk(kind, price_year)
        has_price = number and (has_prices or kind == "connection")
        bands.append(
            PriceBand(
                kind,
                len(examples),
                low_czk=examples[0] if examples else None,
                middle_czk=median(examples) if examples else None,
                high_czk=examples[-1] if examples else None,
                plan_czk=czk / number if has_price else None,
            )
        )
    return tuple(bands)
