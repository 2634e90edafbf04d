"""Times as people and machines write them, brought to local time without a zone."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pandas as pd
from attrs import frozen

from placement.errors import Problem
from placement.inputs.tables.row_notes import row_problem
from placement.inputs.times import moments

ZONE = "Europe/Prague"
YEARS = (1950, 2100)
"""Years that a record can be of; others stand for "not known" (1900-01-02 in Brno's table)."""
CLOCK = ["hour", "minute", "second"]
ORDERS: Mapping[str, tuple[str, str, str]] = {
    "day": ("day", "month", "year"),
    "month": ("month", "day", "year"),
    "year": ("year", "month", "day"),
}
"""What may come first in a date in numbers → what its three numbers are; the likeliest first."""
MIDNIGHTS = 3
"""So many times of a column that are all midnight are dates to which a program added 0:00. [-]"""


@frozen(eq=False)
class Stamps:
    """Times of N rows, and how much of each is known."""

    when: pd.Series
    """(N,) datetime64; NaT where nothing is known. A date is its midnight, a month its first."""
    precision: pd.Series
    """(N,) of `schema.PRECISION`: time, date (the hour is not known), week, month, year or none."""


def times(
    dates: pd.Series,
    clocks: pd.Series | None = None,
    *,
    rows: pd.Series,
    file: str,
    zone: str = ZONE,
) -> tuple[Stamps, tuple[Problem, ...]]:
    """Return local times, and how much of each is known.

    Parameters
    ----------
    dates : (N,) series of str
        `3.5.2024 8:15`, `2024-05-03T08:15:00.0000+02:00`, `2024/05/03 08:15:00+02`, `05/13/2024
        08:15 PM`, `3. května 2024 14.30 hod.`, `20240503`, `2024-05`, `2024`, days of a
        spreadsheet, seconds of Unix … A time with an offset or `Z` is brought to `zone`; one
        without is local already.
    clocks : (N,) series of str, optional
        Times of day, where the file keeps them apart: `8:15`, `0815`, `24:00`, `14.30 hod.`. An
        hour beyond 24 says that nobody knows it (`2560` in the police's accident statistics): the
        date is kept. A minute of 60 says that the hour alone is known.
    rows : (N,) series
        Rows of the file, for the messages.
    zone
        Time zone of the place.

    Returns
    -------
    stamps
        Times and their precision.
    notes
        Times that are unknown, cannot be read, lack a part, or were read by a guess.
    """
    column = str(dates.name)
    tell = partial(_told, rows=rows, file=file)
    text = moments.plainly(dates)
    parts, notes = _date_parts(text, dates, partial(tell, column=column))
    unknown = pd.Series(data=False, index=text.index)
    if clocks is not None:
        unknown, unclear = _with_clocks(parts, clocks)
        notes += tell("time_of_day_unreadable", unclear, clocks, column=str(clocks.name))
        notes += tell("time_unknown", unknown, clocks, column=f"{column}, {clocks.name}")
        column = f"{column}, {clocks.name}"
    at_midnight = _at_midnight(parts)
    parts.loc[at_midnight, CLOCK] = np.nan
    when = _assembled(parts, zone)
    lacking = when.notna() & parts["hour"].isna() & ~unknown
    notes += tell("time_unreadable", when.isna() & (text != ""), dates, column=column)
    notes += tell("time_all_midnight", lacking & at_midnight, dates, column=column)
    notes += tell("time_of_day_missing", lacking & ~at_midnight, dates, column=column)
    return Stamps(when, _precision(when, parts)), tuple(notes)


def _told(
    kind: str,
    mask: pd.Series,
    found: pd.Series,
    *,
    rows: pd.Series,
    file: str,
    column: str,
    **values: object,
) -> list[Problem]:
    """Return the note on some rows, or none if there are no such rows."""
    if not mask.any():
        return []
    return [row_problem(kind, rows[mask], file=file, column=column, cells=found[mask], **values)]


def _precision(when: pd.Series, parts: pd.DataFrame) -> pd.Series:
    known = pd.Series("time", index=when.index, dtype="str")
    known = known.mask(parts["hour"].isna(), "date").mask(parts["week"], "week")
    known = known.mask(parts["day"].isna(), "month").mask(parts["month"].isna(), "year")
    return known.mask(when.isna(), "none")


def _date_parts(
    text: pd.Series, written: pd.Series, tell: Callable[..., list[Problem]]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the parts of dates and times, and notes on what was guessed."""
    text = text.str.replace(r"^(\d{4,})[.,]0+$", r"\1", regex=True)
    parts = moments.dates(text)
    ordered, guessed, first = _ordered(moments.in_numbers(text))
    notes = tell(f"time_{first}_first", guessed, written)
    parts = _filled(parts, ordered)
    numbers = moments.counted(text.where(parts["year"].isna(), ""))
    parts = _filled(parts, numbers)
    for count in dict.fromkeys(numbers.loc[numbers["count"] != "", "count"]):
        kind, _, unit = count.partition("_")
        notes += tell(f"time_{kind}", numbers["count"] == count, written, unit=unit)
    notes += tell("time_short_year", parts["short"] & parts["year"].notna(), written)
    return parts, notes


def _filled(parts: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Return parts with those of other cells beside them."""
    new = parts["year"].isna() & more["year"].notna()
    columns = [name for name in parts.columns if name in more.columns]
    parts = parts.copy()
    parts.loc[new, columns] = more.loc[new, columns]
    return parts


def _ordered(found: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series, str]:
    """Return dates in numbers as the order of the whole column has them.

    The order is that in which most of them are dates; of several, years of two digits choose the
    one that makes the record shortest, and then the day comes before the month unless the time is
    of twelve hours. Also returned are the dates that another order would read as well, and which
    part was taken to come first.
    """
    numbered = found["one"].notna()
    read = {first: _in_order(found, names) for first, names in ORDERS.items()}
    valid = {first: parts["year"].notna() for first, parts in read.items()}
    twelve_hours = bool(found["half"].notna().any())

    def rank(first: str) -> tuple[float, ...]:
        years = read[first].loc[valid[first], "year"]
        length = 0.0 if years.empty else float(years.max() - years.min())
        likely = list(ORDERS).index(first) if not (twelve_hours and first == "month") else -1
        return -float(valid[first].sum()), length, likely

    best = min(ORDERS, key=rank)
    rivals = [
        first
        for first in ORDERS
        if first != best
        and rank(first)[0] == rank(best)[0]
        and not (twelve_hours and {first, best} == {"day", "month"})
    ]
    guessed = pd.Series(data=False, index=found.index)
    for first in rivals:
        differs = (read[first][list(ORDERS)] != read[best][list(ORDERS)]).any(axis=1)
        guessed |= numbered & valid[best] & valid[first] & differs
    return read[best], guessed, best


def _in_order(found: pd.DataFrame, names: tuple[str, str, str]) -> pd.DataFrame:
    """Return dates in numbers with their three numbers named; NaN where that is no date."""
    parts = found.assign(
        **dict(zip(names, (found[n] for n in ("one", "two", "three")), strict=True))
    )
    four_at_end = found["three"] >= 100
    parts["short"] = parts["year"] < 100
    parts["year"] = moments.full_years(parts["year"])
    possible = parts["month"].between(1, 12) & parts["day"].between(1, 31)
    parts["year"] = parts["year"].where(possible & ~(four_at_end & (names[2] != "year")))
    return parts


def _with_clocks(parts: pd.DataFrame, clocks: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Put times of day into dates; return where nobody knows them, and where they are not read."""
    text = moments.plainly(clocks)
    hours = moments.clocks(text)
    of_day = (hours["fraction"] * 86_400).round()
    hours["hour"] = hours["hour"].fillna(of_day // 3600)
    hours["minute"] = hours["minute"].fillna(of_day // 60 % 60)
    read = hours["hour"].notna()
    parts.loc[read, CLOCK] = hours.loc[read, CLOCK]
    offset = hours["offset"].notna()
    parts.loc[offset, "offset"] = hours.loc[offset, "offset"]
    unknown = hours["hour"] > 24
    parts.loc[unknown, CLOCK] = np.nan
    return unknown, ~read & (text != "")


def _at_midnight(parts: pd.DataFrame) -> pd.Series:
    """Return the times of a column whose every time is 0:00, having no offset."""
    timed = parts["year"].notna() & parts["hour"].notna()
    none = pd.Series(data=False, index=parts.index)
    if timed.sum() < MIDNIGHTS or parts["offset"].notna().any():
        return none
    clock = parts.loc[timed, CLOCK].fillna(0)
    return none if bool((clock != 0).any(axis=None)) else timed


def _assembled(parts: pd.DataFrame, zone: str) -> pd.Series:
    """Return local times; hour 24 is the next midnight, minute 60 that only the hour is known."""
    year = parts["year"].where(parts["year"].between(*YEARS))
    hour = parts["hour"].fillna(0)
    minute = parts["minute"].fillna(0).replace(60, 0)
    second = parts["second"].fillna(0).clip(upper=59)
    day, month = parts["day"].fillna(1), parts["month"].fillna(1)
    days = pd.to_datetime(pd.DataFrame({"year": year, "month": month, "day": day}), errors="coerce")
    days = days.mask(_epoch(parts))
    possible = (hour * 60 + minute <= 24 * 60) & (minute < 60)
    seconds = (hour * 60 + minute) * 60 + second - parts["offset"].fillna(0) * 60
    moment = (days + pd.to_timedelta(seconds.where(possible), unit="s")).astype("datetime64[s]")
    local = moment.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    return moment.where(parts["offset"].isna(), local)


def _epoch(parts: pd.DataFrame) -> pd.Series:
    """Return the cells that say 1 January 1970, 0:00 or 1:00: the zero of a computer's clock."""
    first = (parts["year"] == 1970) & (parts["month"] == 1) & (parts["day"] == 1)
    clock = parts[["minute", "second"]].fillna(0).eq(0).all(axis=1)
    return first & clock & (parts["hour"].fillna(0) <= 1)
