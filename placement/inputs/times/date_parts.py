"""Parser of dates and times of day: from texts of many notations to year, month, day, hour …."""

import re
from typing import Literal

import numpy as np
import pandas as pd

CLOCK_PARTS = ["hour", "minute", "second", "half", "offset"]
PARTS = ("year", "month", "day", "hour", "minute", "second")
MONTHS = (
    r"leden|ledna|lednu|led|januar[ae]?|january|janner|jan",
    r"unora?|unoru|uno|februar[ae]?|february|feb",
    r"brezen|brezna|breznu|bre|marec|marca|march|marz|mar",
    r"duben|dubna|dubnu|dub|april[ae]?|apr",
    r"kveten|kvetna|kvetnu|kve|maja?|mai|may",
    r"cerven|cervna|cervnu|cvn|june|juna|juni|jun",
    r"cervenec|cervence|cervenci|cvc|july|jula|juli|jul",
    r"srpen|srpna|srpnu|srp|august[ae]?|aug",
    r"zari|zar|september|septembra|sept|sep",
    r"rijen|rijna|rijnu|rij|oktobra|oktober|october|okt|oct",
    r"listopadu?|lis|novembra|november|nov",
    r"prosinec|prosince|prosinci|pro|decembra|december|dezember|dec|dez",
)
"""Names of the months, Czech, Slovak, English and German, without diacritics."""
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
WEEKDAYS = (
    r"pondeli|po|utery|ut|streda|st|ctvrtek|ct|patek|pa|sobota|so|nedele|ne|"
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?"
)
FILLER_WORDS = re.compile(rf"^(?:(?:{WEEKDAYS})\b[.,]*\s+)?(?:(?:dne|ke dni|rok|r\.)\s+)?")
MONTH_NAME = re.compile(
    r"(?<![a-z])(?:" + "|".join(f"({names})" for names in MONTHS) + r")(?![a-z])\.?"
)
ROMAN_MONTH = re.compile(
    rf"^(\d{{1,2}})[.\s/-]+({'|'.join(ROMAN)})[.\s/-]+(?=\d{{2}}(?:\d{{2}})?\b)"
)
MONTH = r"~(?P<month>\d{1,2})~"
DAY = r"(?P<day>\d{1,2})"
YEAR = r"(?P<year>\d{4})"
ANY_YEAR = r"(?P<year>\d{4}|\d{2})"
REST = r"(?P<rest>(?:\D.*)?)$"
DATES = (
    rf"{YEAR}-(?P<month>\d{{1,2}})-{DAY}",
    rf"{DAY}\.\s*(?P<month>\d{{1,2}})\.\s*{ANY_YEAR}",
    rf"{YEAR}(?P<mark>[/.])\s*(?P<month>\d{{1,2}})(?P=mark)\s*{DAY}\.?",
    r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})",
    rf"{DAY}(?:\.|st|nd|rd|th)?[\s/-]*{MONTH}[\s,/-]*{ANY_YEAR}",
    rf"{MONTH}\s*{DAY}(?:\.|st|nd|rd|th)?[\s,]+{YEAR}",
    rf"{YEAR}[\s/-]*{MONTH}[\s/-]*{DAY}",
    rf"{YEAR}-?w(?P<week>\d{{2}})(?:-?(?P<weekday>[1-7]))?",
    rf"{YEAR}-(?P<yearday>\d{{3}})",
)
"""A date that a time of day may follow; `~5~` is the name of May."""
LONE_DATES = (
    rf"{YEAR}[-/](?P<month>\d{{1,2}})",
    rf"{YEAR}\.\s?(?P<month>\d{{2}})",
    r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])",
    rf"(?P<month>\d{{1,2}})\s*[./-]\s*{YEAR}",
    rf"{MONTH}[\s,/.-]*{YEAR}",
    rf"{MONTH}-(?P<year>\d{{2}})",
    rf"{YEAR}[\s,/.-]*{MONTH}",
    rf"{YEAR}",
    r"(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>(?:19|20)\d{2})",
)
"""A date without a time of day."""
NUMERIC_DATE = (
    r"(?P<one>\d{1,2})\s*(?P<mark>[/-])\s*(?P<two>\d{1,2})\s*(?P=mark)\s*(?P<three>\d{4}|\d{2})"
)
"""A date whose order of day and month depends on the whole column."""
HALF = r"(?:\s*(?P<half>[ap])\.?\s?m\.?|\s*(?P<cs_half>dop|odp)(?:\.|oledne)?)"
OF_HOURS = r"(?:\s*h(?:od(?:in[ay]?)?|rs?)?\.?)"
OFFSET = (
    r"(?:\s*(?P<offset>z|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2}){0,2}|utc|gmt|cest|cet|sec|selc|mesz|mez)"
    r"(?:\s*[\[(].*[\])])?)?"
)
BEFORE_CLOCK = r"(?:t|[\s,;_-]+(?:(?:ve?|at|o|cas|um)\b[\s:]*)?|:)"
CLOCKS = (
    (
        r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,:]\d+)?)?"
        f"{HALF}?{OF_HOURS}?{OFFSET}"
    ),
    r"(?P<hour>\d{1,2})\s*h\s*(?P<minute>\d{2})(?:\s*m(?:in)?\.?)?",
    rf"(?P<hour>\d{{1,2}})(?:{HALF}|{OF_HOURS})",
    r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?:[.,]\d+)?" + OFFSET,
    r"(?P<hour>\d{2})" + OFFSET,
)
_TO = r"\s*(?:[-\u2013\u2014]|az|do)\s*"
SPAN = "|".join(
    rf"[\s,;_:-]*(?:(?:ve?|od|o|at|cas)\b[\s:]*)?{time}{_TO}{time}"
    for time in (rf"\d{{1,2}}(?:[:.]\d{{2}})?{OF_HOURS}?", r"\d{1,2}:\d{2}:\d{2}")
)
"""From one time of day to another; `14:00-16:00` is an offset only where a T leads it."""
HOUR_ALONE = r"(?P<hour>\d{1,2})"
ZONE_ALONE = r"(?:z|[+-]\d{2}:\d{2})"
"""Time zone after a date in XML."""
ZONES_MINUTES = {"z": 0, "utc": 0, "gmt": 0, "cet": 60, "sec": 60, "mez": 60}
ZONES_MINUTES |= {"cest": 120, "selc": 120, "mesz": 120}
PIVOT = 69
"""Years of two digits below this are of this century, others of the last, as POSIX has it."""
Count = Literal["excel", "julian", "unix_s", "unix_ms", "unix_us", "unix_ns"]
DAY_S = 86_400.0
COUNTS: dict[Count, tuple[str, float, float]] = {
    "excel": (r"\d{5}(?:[.,]\d+)?", DAY_S, -25_569 * DAY_S),
    "julian": (r"\d{7}(?:[.,]\d+)?", DAY_S, -2_440_587.5 * DAY_S),
    "unix_s": (r"\d{9,10}(?:[.,]\d+)?", 1.0, 0.0),
    "unix_ms": (r"\d{12,13}(?:[.,]\d+)?", 1e-3, 0.0),
    "unix_us": (r"\d{15,16}", 1e-6, 0.0),
    "unix_ns": (r"\d{18,19}", 1e-9, 0.0),
}
"""Count → pattern of its text, its unit [s], and its zero from that of Unix. [s]"""


def normalise(cells: pd.Series) -> pd.Series:
    """Return cells in lower case without diacritics and weekdays, names of months as `~5~`."""
    text = cells.fillna("").str.normalize("NFKD").str.replace(r"[̀-ͯ]", "", regex=True)
    text = text.str.lower().str.replace(r"\s+", " ", regex=True).str.strip(" '\"`")
    text = text.str.replace(FILLER_WORDS, "", regex=True)
    text = text.str.replace(ROMAN_MONTH, _month_of_numeral, regex=True)
    return text.str.replace(MONTH_NAME, lambda m: f"~{m.lastindex}~", regex=True)


def parse_dates(text: pd.Series) -> pd.DataFrame:
    """Return the parts of dates of unambiguous order, with the time of day if any.

    Columns are `PARTS`, `offset` [minutes], `week` (only the week is known) and `short` (the year
    has two digits); NaN where a cell is not such a date.
    """
    parts = _empty_parts(text.index)
    for pattern in DATES:
        unread = parts["year"].isna() & (text != "")
        if unread.any():
            _fill_rows(parts, _with_rest(text[unread], pattern))
    for pattern in LONE_DATES:
        unread = parts["year"].isna() & (text != "")
        if unread.any():
            matches = _numbers(text[unread].str.extract(f"^{pattern}$"))
            _fill_rows(parts, matches[_in_calendar_range(matches)])
    return parts


def parse_numeric_dates(text: pd.Series) -> pd.DataFrame:
    """Return `one`, `two`, `three` of dates such as 3/5/24, with the time of day if any."""
    return _with_rest(text, NUMERIC_DATE)


def parse_clocks(text: pd.Series) -> pd.DataFrame:
    """Return the parts of times of day; `fraction` of a day where a spreadsheet wrote one."""
    bare = text.str.replace(r"^\d{4}-\d{2}-\d{2}[t ]|^0 days? ", "", regex=True)
    bare = bare.mask(bare.str.fullmatch(SPAN), "")
    parts = _clock_parts(bare.mask(bare.str.fullmatch(r"\d{1,6}"), ""))
    fractions = bare.str.extract(r"^(0[.,]\d+)$")[0].str.replace(",", ".", regex=False)
    digits = _pad_zeros(bare)
    if (digits != "").any():
        matches = _clock_parts(digits)
        alone = _numbers(digits.str.extract(f"^{HOUR_ALONE}$"))
        parts = parts.fillna(matches).fillna(alone[list(PARTS)])
    return parts.assign(fraction=fractions.astype("float64"))


def _pad_zeros(text: pd.Series) -> pd.Series:
    """Return times of digits only, with the leading zeros that a program has removed.

    Where 850 has lost its zero, so has 7, which then is seven minutes past midnight.
    """
    digits = text.where(text.str.fullmatch(r"\d{1,6}"), "")
    length = digits.str.len()
    lost = bool((length == 3).any()) and not bool(digits.str.fullmatch(r"0\d{3}").any())
    padded = digits.mask((length == 3) | (lost & (length > 0) & (length < 3)), digits.str.zfill(4))
    return padded.mask(length == 5, digits.str.zfill(6))


def full_years(years: pd.Series) -> pd.Series:
    """Return years of two digits as those they stand for."""
    century = np.where(years < PIVOT, 2000.0, 1900.0)
    return years.where(~(years < 100), years + century)


def _month_of_numeral(match: re.Match[str]) -> str:
    return f"{match[1]}. ~{ROMAN.index(match[2]) + 1}~ "


def _empty_parts(index: pd.Index) -> pd.DataFrame:
    parts = pd.DataFrame(np.nan, index=index, columns=[*PARTS, "half", "offset"])
    return parts.assign(week=False, short=False)


def _fill_rows(parts: pd.DataFrame, matches: pd.DataFrame) -> None:
    """Copy the rows of `matches` that are dates into `parts`."""
    rows = matches.index[matches["year"].notna()]
    columns = [name for name in parts.columns if name in matches.columns]
    parts.loc[rows, columns] = matches.loc[rows, columns]


def _with_rest(text: pd.Series, pattern: str) -> pd.DataFrame:
    """Return the dates that match a pattern and are followed by a time of day or nothing."""
    groups = text.str.extract(f"^{pattern}{_rest_pattern(pattern)}")
    matches = _numbers(groups)
    if "week" in groups.columns:
        matches = _dates_of_weeks(matches, groups)
    if "yearday" in groups.columns:
        matches = _dates_of_ordinal_days(matches, groups)
    rest = groups["rest"].fillna("").str.rstrip()
    has_clock = (rest != "") & ~rest.str.fullmatch(f"{ZONE_ALONE}|{SPAN}")
    if has_clock.any():
        clock = _clock_parts(rest[has_clock].str.replace(f"^{BEFORE_CLOCK}", "", regex=True, n=1))
        matches.loc[clock.index, CLOCK_PARTS] = clock[CLOCK_PARTS]
        matches.loc[clock.index[clock["hour"].isna()], ["year", "one"]] = np.nan
    return matches


def _rest_pattern(pattern: str) -> str:
    """Return the pattern of the rest after a date; digits follow only one without separators."""
    return r"(?P<rest>.*)$" if r"\d{2})(?P<month>\d{2})" in pattern else REST


def _dates_of_weeks(matches: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Return ISO weeks as their day, or their Monday."""
    is_date = matches["year"].notna()
    day = groups["weekday"].fillna("1")
    iso = groups["year"] + "-" + groups["week"] + "-" + day
    date = pd.to_datetime(iso.where(is_date), format="%G-%V-%u", errors="coerce")
    matches = matches.assign(year=date.dt.year, month=date.dt.month, day=date.dt.day)
    return matches.assign(week=(is_date & groups["weekday"].isna()).astype(bool))


def _dates_of_ordinal_days(matches: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    iso = groups["year"] + "-" + groups["yearday"]
    date = pd.to_datetime(iso, format="%Y-%j", errors="coerce")
    return matches.assign(year=date.dt.year, month=date.dt.month, day=date.dt.day)


def _in_calendar_range(matches: pd.DataFrame) -> pd.Series:
    month, day = matches["month"].fillna(1), matches["day"].fillna(1)
    return month.between(1, 12) & day.between(1, 31)


def _clock_parts(text: pd.Series) -> pd.DataFrame:
    parts = _empty_parts(text.index)
    for pattern in CLOCKS:
        unread = parts["hour"].isna() & (text != "")
        if not unread.any():
            break
        matches = _numbers(text[unread].str.extract(f"^{pattern}$"))
        parts.loc[matches.index, CLOCK_PARTS] = matches[CLOCK_PARTS]
    return parts


def _numbers(groups: pd.DataFrame) -> pd.DataFrame:
    """Return the groups of a pattern as numbers: hours of 24, `offset` in minutes."""
    groups = groups.copy()
    for missing in {*PARTS, "one", "two", "three", "half", "cs_half", "offset"} - set(
        groups.columns
    ):
        groups[missing] = None
    columns = [*PARTS, "one", "two", "three"]
    numbers: pd.DataFrame = groups[columns].astype("float64")
    half_hours = groups["half"].map({"a": 0.0, "p": 12.0}).astype("float64")
    half_hours = half_hours.fillna(
        groups["cs_half"].str[:1].map({"d": 0.0, "o": 12.0}).astype("float64")
    )
    numbers["hour"] = numbers["hour"].where(half_hours.isna(), numbers["hour"] % 12 + half_hours)
    numbers["half"] = half_hours
    numbers["offset"] = _offset_minutes(groups["offset"])
    numbers["short"] = numbers["year"] < 100
    numbers["year"] = full_years(numbers["year"])
    return numbers


def _offset_minutes(offset: pd.Series) -> pd.Series:
    text = offset.astype("str").str.replace(r"^(?:utc|gmt)\s?(?=[+-])", "", regex=True)
    digits = text.str.extract(r"^([+-])(\d{1,2}):?(\d{2})?")
    sign = digits[0].map({"+": 1.0, "-": -1.0}).astype("float64")
    hours, minutes = digits[1].astype("float64"), digits[2].fillna("0").astype("float64")
    return (sign * (60 * hours + minutes)).fillna(text.map(ZONES_MINUTES).astype("float64"))


def parse_counts(text: pd.Series) -> pd.DataFrame:
    """Return the parts of times that are counts of days or seconds, and the kind of each `count`.

    Spreadsheets count local time; the others count from a moment of UTC, `offset` 0. A whole day of
    a spreadsheet whose other cells are whole too is a date.
    """
    parts = pd.DataFrame(np.nan, index=text.index, columns=[*PARTS, "offset"])
    parts["count"] = ""
    for count, (pattern, unit_s, first_s) in COUNTS.items():
        mask = text.str.fullmatch(pattern, na=False).astype(bool)
        if not mask.any():
            continue
        number = text[mask].str.replace(",", ".", regex=False).astype("float64")
        moment = _calendar_times(number * unit_s + first_s)
        columns = {name: getattr(moment.dt, name).astype("float64") for name in PARTS}
        matches = pd.DataFrame(columns)
        if count == "excel" and bool((number % 1 == 0).all()):
            matches[["hour", "minute", "second"]] = np.nan
        parts.loc[mask, list(PARTS)] = matches
        parts.loc[mask, "offset"] = np.nan if count == "excel" else 0.0
        parts.loc[mask, "count"] = count
    return parts


def _calendar_times(seconds: pd.Series) -> pd.Series:
    """Return times to the second, NaT beyond the calendar of a computer."""
    possible = seconds.where(seconds.abs() < 9e9)
    return pd.Series(pd.to_datetime(possible.round(), unit="s"), index=seconds.index)
