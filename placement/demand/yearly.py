"""Incidents by district and calendar year: per 10 000 inhabitants, and the change from a year ago.

An application for a Czech crime prevention grant has to state these figures. They count each
incident once and are empty where data lack: no index without inhabitants, no change without two
whole years.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import special

PER = 10_000
"""Inhabitants that the index is about. [-]"""
CONFIDENCE = 0.95
COLUMNS = (
    "district",
    "whole_town",
    "inhabitants",
    "year",
    "complete",
    "incidents",
    "incidents_per_year",
    "per_10_000",
    "change_pct",
    "change_low_pct",
    "change_high_pct",
)


def by_district_and_year(
    district: pd.Series,
    when: pd.Series,
    *,
    years: float,
    inhabitants: Mapping[str, float | None],
) -> pd.DataFrame:
    """Return a table of incidents by district, for the whole record and for each calendar year.

    Parameters
    ----------
    district, when : (N,) series
        District of each incident, empty outside all, and its time, if it has one.
    years
        Time over which the incidents were recorded. [year]
    inhabitants
        District → inhabitants, None where unknown; rows follow its order.

    Returns
    -------
    table
        `district` (empty outside all), `whole_town` (the sum, last), `inhabitants`, `year` (empty
        for the whole record), `complete` (the record holds the whole year), `incidents`,
        `incidents_per_year`, `per_10_000` inhabitants and year, `change_pct` from the year before
        and its 95 % interval (conditional on both counts, Clopper and Pearson).

    Notes
    -----
    A first or last year is whole if the record begins in its January and ends in its December. The
    whole town has an index only if every district's inhabitants are known and no incident lies
    outside them.
    """
    names = district.to_numpy(dtype=object)
    year = when.dt.year.to_numpy(dtype=np.float64)
    of_record = whole_years(when)
    districts = list(dict.fromkeys([*inhabitants, *sorted(set(names))]))
    rows: list[dict[str, object]] = []
    for name in districts:
        rows += _rows(name, year[names == name], years, of_record, inhabitants.get(name))
    of_district = [inhabitants.get(name) for name in districts]
    stated = [people for people in of_district if people is not None]
    total = float(sum(stated)) if stated and len(stated) == len(of_district) else None
    rows += [{**row, "whole_town": True} for row in _rows("", year, years, of_record, total)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"year": "Int64"})


def count_interval(count: int) -> tuple[float, float]:
    """Return the 95 % interval of the mean of a count of independent events (Garwood)."""
    tail = (1 - CONFIDENCE) / 2
    low = float(special.gammaincinv(count, tail)) if count else 0.0
    return low, float(special.gammaincinv(count + 1, 1 - tail))


def _rows(
    name: str,
    year: np.ndarray,
    years: float,
    of_record: Mapping[int, bool],
    people: float | None,
) -> list[dict[str, object]]:
    """Return the rows of a district: its whole record, then each calendar year."""
    district = {"district": name, "whole_town": False, "inhabitants": people}
    per_year = year.size / years
    rows: list[dict[str, object]] = [
        {
            **district,
            "year": None,
            "complete": False,
            "incidents": year.size,
            "incidents_per_year": per_year,
            "per_10_000": PER * per_year / people if people else None,
        }
    ]
    counts = {each: int((year == each).sum()) for each in of_record}
    for each, complete in of_record.items():
        index = PER * counts[each] / people if people and complete else None
        row = {**district, "year": each, "complete": complete, "incidents": counts[each]}
        if complete and of_record.get(each - 1, False):
            row |= _change(counts[each - 1], counts[each])
        of_whole_year = float(counts[each]) if complete else None
        rows.append({**row, "incidents_per_year": of_whole_year, "per_10_000": index})
    return rows


def _change(before: int, after: int) -> dict[str, float]:
    """Return the change in per cent and its interval; nothing if there were none before."""
    if before == 0:
        return {}
    tail = (1 - CONFIDENCE) / 2
    low = special.betaincinv(after, before + 1, tail) if after else 0.0
    high = special.betaincinv(after + 1, before, 1 - tail)
    ratios = (after / before, low / (1 - low), high / (1 - high))
    names = ("change_pct", "change_low_pct", "change_high_pct")
    return {name: 100 * (float(ratio) - 1) for name, ratio in zip(names, ratios, strict=True)}


def whole_years(when: pd.Series) -> dict[int, bool]:
    """Return each calendar year of the record, and whether the record holds the whole of it."""
    times = when.dropna()
    if times.empty:
        return {}
    first, last = times.min(), times.max()
    complete = dict.fromkeys(range(first.year, last.year + 1), True)
    complete[first.year] &= first.month == 1
    complete[last.year] &= last.month == 12
    return complete
