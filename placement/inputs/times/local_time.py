"""Reader of times from cells of text, as local time without a zone, with their precision."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pandas as pd
from attrs import frozen

from placement.errors import Problem
from placement.inputs.tables.row_notes import row_problem
from placement.inputs.times import date_parts

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
"""Number of times, all of them midnight, from which on a column is one of dates only. [-]"""


@frozen(eq=False)
class LocalTimes:
    """Local times of N rows and their precision."""

    when: pd.Series
    """(N,) datetime64; NaT where there is none. A date is its midnight, a month its first day."""
    precision: pd.Series
    """(N,) of `schema.PRECISION`: time, date (hour unknown), week, month, year or none."""


def local_times(
    dates: pd.Series,
    clocks: pd.Series | None = None,
    *,
    rows: pd.Series,
    file: str,
    zone: str = ZONE,
) -> tuple[LocalTimes, tuple[Problem, ...]]:
    """Return the local times of cells of text, and their precision.

    Parameters
    ----------
    dates : (N,) series of str
        `3.5.2024 8:15`, `2024-05-03T08:15:00.0000+02:00`, `2024/05/03 08:15:00+02`, `05/13/2024
        08:15 PM`, `3. května 2024 14.30 hod.`, `20240503`, `2024-05`, `2024`, days of a
        spreadsheet, seconds of Unix … A time with an offset or `Z` is brought to `zone`; one
        without is local already.
    clocks : (N,) series of str, optional
        Times of day, where the file keeps them apart: `8:15`, `0815`, `24:00`, `14.30 hod.`. An
        hour beyond 24 means an unknown one (`2560` in the police's accident statistics): the
        date remains. A minute of 60 means an unknown one.
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
    note_of = partial(_row_notes, rows=rows, file=file)
    text = date_parts.normalise(dates)
    parts, notes = _date_parts(text, dates, partial(note_of, column=column))
    unknown = pd.Series(data=False, index=text.index)
    if clocks is not None:
        unknown, unclear = _with_clocks(parts, clocks)
        notes += note_of("time_of_day_unreadable", unclear, clocks, column=str(clocks.name))
        notes += note_of("time_unknown", unknown, clocks, column=f"{column}, {clocks.name}")
        column = f"{column}, {clocks.name}"
    at_midnight = _all_midnight(parts)
    parts.loc[at_midnight, CLOCK] = np.nan
    when = _joined_times(parts, zone)
    lacking = when.notna() & parts["hour"].isna() & ~unknown
    notes += note_of("time_unreadable", when.isna() & (text != ""), dates, column=column)
    notes += note_of("time_all_midnight", lacking & at_midnight, dates, column=column)
    notes += note_of("time_of_day_missing", lacking & ~at_midnight, dates, column=column)
    return LocalTimes(when, _precision(when, parts)), tuple(notes)


def _row_notes(
    kind: str,
    mask: pd.Series,
    cells: pd.Series,
    *,
    rows: pd.Series,
    file: str,
    column: str,
    **values: object,
) -> list[Problem]:
    """Return a note on the rows of a mask, or none if it is empty."""
    if not mask.any():
        return []
    return [row_problem(kind, rows[mask], file=file, column=column, cells=cells[mask], **values)]


def _precision(when: pd.Series, parts: pd.DataFrame) -> pd.Series:
    precision = pd.Series("time", index=when.index, dtype="str")
    precision = precision.mask(parts["hour"].isna(), "date").mask(parts["week"], "week")
    precision = precision.mask(parts["day"].isna(), "month").mask(parts["month"].isna(), "year")
    return precision.mask(when.isna(), "none")


def _date_parts(
    text: pd.Series, cells: pd.Series, note_of: Callable[..., list[Problem]]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the parts of dates and times, and notes on what was guessed."""
    text = text.str.replace(r"^(\d{4,})[.,]0+$", r"\1", regex=True)
    parts = date_parts.parse_dates(text)
    ordered, is_guessed, first = _in_likeliest_order(date_parts.parse_numeric_dates(text))
    notes = note_of(f"time_{first}_first", is_guessed, cells)
    parts = _with_other_dates(parts, ordered)
    numbers = date_parts.parse_counts(text.where(parts["year"].isna(), ""))
    parts = _with_other_dates(parts, numbers)
    for count in dict.fromkeys(numbers.loc[numbers["count"] != "", "count"]):
        kind, _, unit = count.partition("_")
        notes += note_of(f"time_{kind}", numbers["count"] == count, cells, unit=unit)
    notes += note_of("time_short_year", parts["short"] & parts["year"].notna(), cells)
    return parts, notes


def _with_other_dates(parts: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Return date parts, completed in rows without a date by those of another reading."""
    new = parts["year"].isna() & more["year"].notna()
    columns = [name for name in parts.columns if name in more.columns]
    parts = parts.copy()
    parts.loc[new, columns] = more.loc[new, columns]
    return parts


def _in_likeliest_order(numbers: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series, str]:
    """Return numeric dates in the order of the column, whether each is guessed, and that order.

    The order is that in which most of them are dates; of several, years of two digits choose the
    one that makes the record shortest, and then the day comes before the month unless the time is
    of twelve hours. Also returned are the dates that another order would read as well, and which
    part was taken to come first.
    """
    numbered = numbers["one"].notna()
    parts_by_order = {first: _in_order(numbers, names) for first, names in ORDERS.items()}
    valid = {first: parts["year"].notna() for first, parts in parts_by_order.items()}
    twelve_hours = bool(numbers["half"].notna().any())

    def rank(first: str) -> tuple[float, ...]:
        years = parts_by_order[first].loc[valid[first], "year"]
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
    is_guessed = pd.Series(data=False, index=numbers.index)
    for first in rivals:
        differs = (parts_by_order[first][list(ORDERS)] != parts_by_order[best][list(ORDERS)]).any(
            axis=1
        )
        is_guessed |= numbered & valid[best] & valid[first] & differs
    return parts_by_order[best], is_guessed, best


def _in_order(numbers: pd.DataFrame, names: tuple[str, str, str]) -> pd.DataFrame:
    """Return numeric dates with their three numbers in one order; NaN where that is no date."""
    parts = numbers.assign(
        **dict(zip(names, (numbers[n] for n in ("one", "two", "three")), strict=True))
    )
    four_at_end = numbers["three"] >= 100
    parts["short"] = parts["year"] < 100
    parts["year"] = date_parts.full_years(parts["year"])
    possible = parts["month"].between(1, 12) & parts["day"].between(1, 31)
    parts["year"] = parts["year"].where(possible & ~(four_at_end & (names[2] != "year")))
    return parts


def _with_clocks(parts: pd.DataFrame, clocks: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Put times of day into dates; return which are marked as unknown, and which are unreadable."""
    text = date_parts.normalise(clocks)
    hours = date_parts.parse_clocks(text)
    of_day = (hours["fraction"] * 86_400).round()
    hours["hour"] = hours["hour"].fillna(of_day // 3600)
    hours["minute"] = hours["minute"].fillna(of_day // 60 % 60)
    is_read = hours["hour"].notna()
    parts.loc[is_read, CLOCK] = hours.loc[is_read, CLOCK]
    offset = hours["offset"].notna()
    parts.loc[offset, "offset"] = hours.loc[offset, "offset"]
    unknown = hours["hour"] > 24
    parts.loc[unknown, CLOCK] = np.nan
    return unknown, ~is_read & (text != "")


def _all_midnight(parts: pd.DataFrame) -> pd.Series:
    """Return which rows have a time, if every time of the column is 0:00 without an offset."""
    timed = parts["year"].notna() & parts["hour"].notna()
    none = pd.Series(data=False, index=parts.index)
    if timed.sum() < MIDNIGHTS or parts["offset"].notna().any():
        return none
    clock = parts.loc[timed, CLOCK].fillna(0)
    return none if bool((clock != 0).any(axis=None)) else timed


def _joined_times(parts: pd.DataFrame, zone: str) -> pd.Series:
    """Return local times of date parts; hour 24 is the next midnight, minute 60 is none."""
    year = parts["year"].where(parts["year"].between(*YEARS))
    hour = parts["hour"].fillna(0)
    minute = parts["minute"].fillna(0).replace(60, 0)
    second = parts["second"].fillna(0).clip(upper=59)
    day, month = parts["day"].fillna(1), parts["month"].fillna(1)
    days = pd.to_datetime(pd.DataFrame({"year": year, "month": month, "day": day}), errors="coerce")
    days = days.mask(_is_computer_epoch(parts))
    possible = (hour * 60 + minute <= 24 * 60) & (minute < 60)
    seconds = (hour * 60 + minute) * 60 + second - parts["offset"].fillna(0) * 60
    moment = (days + pd.to_timedelta(seconds.where(possible), unit="s")).astype("datetime64[s]")
    local = moment.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    return moment.where(parts["offset"].isna(), local)


def _is_computer_epoch(parts: pd.DataFrame) -> pd.Series:
    """Return which dates are 1 January 1970, 0:00 or 1:00: the zero of a computer's clock."""
    first = (parts["year"] == 1970) & (parts["month"] == 1) & (parts["day"] == 1)
    clock = parts[["minute", "second"]].fillna(0).eq(0).all(axis=1)
    return first & clock & (parts["hour"].fillna(0) <= 1)
