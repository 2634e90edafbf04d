"""Times as people and machines write them, brought to local time without a zone."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from attrs import frozen

from placement.errors import Problem
from placement.inputs.mentions import about

ZONE = "Europe/Prague"
YEARS = (1950, 2100)
"""Years that a record can be of; others stand for "not known" (1900-01-02 in Brno's table)."""
CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
HALF = r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
OFFSET = r"\s*(?P<offset>Z|UTC|[+-]\d{2}:?\d{2})?"
ISO = rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})(?:-(?P<day>\d{{1,2}})(?:[T\s]+{CLOCK}{OFFSET})?)?"
COMPACT = r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
CZECH = (
    rf"(?P<day>\d{{1,2}})\.\s*(?P<month>\d{{1,2}})\.\s*(?P<year>\d{{4}})(?:[\s,]+(?:v\s+)?{CLOCK})?"
)
SLASHED = rf"(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})/(?P<year>\d{{4}})(?:[\s,]+{CLOCK}{HALF})?"
HOURS = (
    rf"{CLOCK}{HALF}(?:\s*h(?:od)?\.?)?",
    r"(?P<hour>\d{1,2})(?P<minute>\d{2})",
    r"(?P<hour>\d{1,2})",
)
PARTS = ("year", "month", "day", "hour", "minute", "second")


@frozen(eq=False)
class Stamps:
    """Times of N rows, and how much of each is known."""

    when: pd.Series
    """(N,) datetime64; NaT where nothing is known. A date is its midnight, a month its first."""
    precision: pd.Series
    """(N,) of `schema.PRECISION`: time, date (the hour is not known), month or none."""


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
        `3.5.2024 8:15`, `2024-05-03T08:15:00.0000+02:00`, `05/13/2024 08:15 PM`, `20240503`,
        `2024-05` … A time with an offset or `Z` is brought to `zone`; one without is local already.
    clocks : (N,) series of str, optional
        Times of day, where the file keeps them apart: `8:15`, `0815`, `24:00`. An hour beyond 24
        says that nobody knows it (`2560` in the police's accident statistics): the date is kept. A
        minute of 60 says that the hour alone is known.
    rows : (N,) series
        Rows of the file, for the messages.
    zone
        Time zone of the place.

    Returns
    -------
    stamps
        Times and their precision.
    notes
        Times that are unknown, cannot be read, or lack a part.
    """
    column = str(dates.name)
    text = dates.fillna("").str.strip()
    parts, ambiguous = _date_parts(text)
    notes = []
    if ambiguous.any():
        found = dates[ambiguous]
        notes.append(
            about("time_day_first", rows[ambiguous], file=file, column=column, found=found)
        )
    unknown = pd.Series(data=False, index=text.index)
    if clocks is not None:
        hours = _first(clocks.fillna("").str.strip(), HOURS, "hour")
        clock = ["hour", "minute", "second"]
        parts[clock] = hours[clock].where(hours["hour"].notna(), parts[clock], axis=0)
        unknown = hours["hour"] > 24
        parts.loc[unknown, clock] = np.nan
        column = f"{column}, {clocks.name}"
    when = _assembled(parts, zone)
    lacking = when.notna() & parts["hour"].isna() & ~unknown
    unreadable = when.isna() & (text != "") & ~unknown
    for kind, mask in (
        ("time_unknown", unknown),
        ("time_unreadable", unreadable),
        ("time_of_day_missing", lacking),
    ):
        if mask.any():
            found = dates[mask] if clocks is None or kind != "time_unknown" else clocks[mask]
            notes.append(about(kind, rows[mask], file=file, column=column, found=found))
    return Stamps(when, _precision(when, parts)), tuple(notes)


def _precision(when: pd.Series, parts: pd.DataFrame) -> pd.Series:
    known = pd.Series("time", index=when.index, dtype="str")
    known = known.mask(parts["hour"].isna(), "date").mask(parts["day"].isna(), "month")
    return known.mask(when.isna(), "none")


def _date_parts(text: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """Return the parts of a date and time, and where it is a guess which is day and which month."""
    parts = _first(text, (ISO, CZECH, COMPACT), "year")
    slashed = _extracted(text, SLASHED)
    month_first = bool((slashed["two"] > 12).any() or slashed["half"].notna().any())
    day_first = bool((slashed["one"] > 12).any())
    month, day = ("one", "two") if month_first and not day_first else ("two", "one")
    parts = parts.fillna(slashed.assign(month=slashed[month], day=slashed[day]))
    guessed = slashed["year"].notna() & (month_first == day_first)
    return parts, guessed


def _first(text: pd.Series, patterns: Sequence[str], part: str) -> pd.DataFrame:
    """Return what the first pattern that gives a `part` finds in each text."""
    found = _extracted(text, patterns[0])
    for pattern in patterns[1:]:
        left = found[part].isna() & (text != "")
        if left.any():
            found[left] = _extracted(text[left], pattern)
    return found


def _extracted(text: pd.Series, pattern: str) -> pd.DataFrame:
    """Return what a pattern finds as numbers: `half` 0 or 12 hours, `offset` in minutes."""
    found = text.str.extract(f"^{pattern}$")
    for missing in {*PARTS, "one", "two", "half", "offset"} - set(found.columns):
        found[missing] = None
    numbers: pd.DataFrame = found[[*PARTS, "one", "two"]].astype("float64")
    halves = found["half"].str.upper().map({"A": 0.0, "P": 12.0}).astype("float64")
    numbers["hour"] = numbers["hour"].where(halves.isna(), numbers["hour"] % 12 + halves)
    numbers["half"] = halves
    numbers["offset"] = _offset_minutes(found["offset"])
    return numbers


def _offset_minutes(offset: pd.Series) -> pd.Series:
    digits = offset.astype("str").str.extract(r"^([+-]\d{2}):?(\d{2})$").astype("float64")
    sign = np.where(offset.astype("str").str.startswith("-"), -1.0, 1.0)
    minutes: pd.Series = digits[0] * 60 + sign * digits[1]
    return minutes.mask(offset.isin(["Z", "UTC"]), 0.0)


def _assembled(parts: pd.DataFrame, zone: str) -> pd.Series:
    """Return local times; hour 24 is the next midnight, minute 60 that only the hour is known."""
    year = parts["year"].where(parts["year"].between(*YEARS))
    hour = parts["hour"].fillna(0)
    minute = parts["minute"].fillna(0).replace(60, 0)
    second = parts["second"].fillna(0).clip(upper=59)
    days = pd.to_datetime(
        pd.DataFrame({"year": year, "month": parts["month"], "day": parts["day"].fillna(1)}),
        errors="coerce",
    )
    possible = (hour * 60 + minute <= 24 * 60) & (minute < 60)
    seconds = (hour * 60 + minute) * 60 + second - parts["offset"].fillna(0) * 60
    moment = (days + pd.to_timedelta(seconds.where(possible), unit="s")).astype("datetime64[s]")
    local = moment.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    return moment.where(parts["offset"].isna(), local)
