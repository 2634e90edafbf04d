"""Prices of different years brought to one, by the consumer price index.

The index is a stand-in: cameras got cheaper, digging dearer. Yearly means of the Czech Statistical
Office, `data/centre/cpi.csv`.
"""

import math
from functools import cache

from placement.centre.parameters import packaged_rows


@cache
def yearly_changes() -> dict[int, float]:
    """Return the mean change of prices in each year. [%]"""
    return {int(row["year"]): float(row["change_pct"]) for row in packaged_rows("cpi.csv")}


def index(from_year: int, to_year: int) -> float:
    """Return by how much a price of one year is multiplied to be one of another. [-]

    Raises
    ------
    ValueError
        If the index is not known for a year between.
    """
    if to_year < from_year:
        return 1 / index(to_year, from_year)
    changes = yearly_changes()
    years = range(from_year + 1, to_year + 1)
    unknown = [year for year in (from_year, *years) if not min(changes) - 1 <= year <= max(changes)]
    if unknown:
        raise ValueError(f"no price index of {unknown[0]}")
    return math.prod(1 + changes[year] / 100 for year in years)


def whole_czk(czk: float) -> int:
    """Return money in whole crowns, halves up, as a spreadsheet's INT(x + 0,5) has it. [Kč]"""
    return math.floor(czk + 0.5)
