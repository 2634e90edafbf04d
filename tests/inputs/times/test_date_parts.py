"""Times as towns, programs and databases write them: each means the moment that its words say.

No writing here is one of the field cases, whose columns are PostgreSQL's, GDAL's and a mixture.
"""

import pandas as pd
import pytest

from placement.inputs.times.local_time import local_times
from placement.texts import LANGUAGES


def read(dates: list[str], clocks: list[str] | None = None) -> tuple[list[str], list[str]]:
    """Return times as text with their precision, and kinds of notes, shown in both languages."""
    rows = pd.Series(range(2, 2 + len(dates)))
    own = None if clocks is None else pd.Series(clocks, name="cas", dtype="str")
    stamps, notes = local_times(
        pd.Series(dates, name="datum", dtype="str"), own, rows=rows, file="t.csv"
    )
    for note in notes:
        for language in LANGUAGES:
            assert "{" not in note.render(language)
    told = zip(stamps.when, stamps.precision, strict=True)
    return [f"{moment} {known}" for moment, known in told], [note.kind for note in notes]


@pytest.mark.parametrize(
    "written",
    [
        "3.5.2024 14:30 hod.",
        "3. 5. 2024 14.30 hod",
        "3. května 2024 ve 14.30 hodin",
        "pátek 3. května 2024 v 14:30",
        "pá 3.5.2024, 14:30 h",
        "3. V. 2024 14:30",
        "3.5.2024 2:30 odp.",
        "3. máj 2024 14:30",
        "3 May 2024 2:30 PM",
        "Friday, May 3, 2024 2:30 p.m.",
        "May  3 2024  2:30PM",
        "2024. 05. 03. 14:30",
        "2024/05/03 14:30:00.000",
        "2024/05/03 12:30:00+00",
        "2024-05-03 07:30:00-05",
        "2024-05-03 18:00:00+0530",
        "2024-05-03 14:30:00 CEST",
        "2024-05-03T14:30:00+02:00[Europe/Prague]",
        "2024-05-03-14.30.00.000000",
        "2024-05-03T14",
        "20240503T143000",
        "20240503T123000Z",
        "20240503143000",
        "202405031430",
        "2024-W18-5 14:30",
        "2024-124 14:30",
        "Fri May 03 2024 14:30:00 GMT+0200 (Central European Summer Time)",
        "Fri, 03 May 2024 12:30:00 GMT",
        "'2024-05-03 14:30'",
    ],
)
def test_all_of_these_are_one_moment(written: str) -> None:
    """Half past two on 3 May 2024 is read from every writing, silently."""
    when, notes = read([written])

    assert when[0].startswith(("2024-05-03 14:30:00 time", "2024-05-03 14:00:00 time"))
    assert (":00:00" in when[0]) == written.endswith("T14")
    assert notes == []


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("3.5.24 14:30", "time_short_year"),
        ("03-MAY-24 02.30.00.000000 PM", "time_short_year"),
        ("45415.6041666667", "time_excel"),
        ("45415,6041666667", "time_excel"),
        ("2460434.020833334", "time_julian"),
        ("1714739400", "time_unix"),
        ("1714739400000", "time_unix"),
        ("1714739400000.0", "time_unix"),
    ],
)
def test_what_is_read_by_a_rule_is_told(written: str, kind: str) -> None:
    """Years of two digits and counts of days or seconds are read, and the reader hears how."""
    assert read([written]) == (["2024-05-03 14:30:00 time"], [kind])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024", "2024-01-01 00:00:00 year"),
        ("2024.0", "2024-01-01 00:00:00 year"),
        ("rok 2024", "2024-01-01 00:00:00 year"),
        ("květen 2024", "2024-05-01 00:00:00 month"),
        ("May 2024", "2024-05-01 00:00:00 month"),
        ("05/2024", "2024-05-01 00:00:00 month"),
        ("5.2024", "2024-05-01 00:00:00 month"),
        ("2024/05", "2024-05-01 00:00:00 month"),
        ("202405", "2024-05-01 00:00:00 month"),
        ("2024-W18", "2024-04-29 00:00:00 week"),
        ("3. května 2024", "2024-05-03 00:00:00 date"),
        ("03052024", "2024-05-03 00:00:00 date"),
        ("2024-05-03+02:00", "2024-05-03 00:00:00 date"),
    ],
)
def test_less_than_a_time_says_how_much_is_known(written: str, meant: str) -> None:
    """A year, a month, a week or a day is its beginning, and no more than that."""
    assert read([written]) == ([meant], ["time_of_day_missing"])


@pytest.mark.parametrize("written", ["31.2.2024", "1970-01-01 00:00:00", "9999-12-31", "24:30"])
def test_no_such_day_is_unknown(written: str) -> None:
    """Days that no calendar has and the stand-ins of databases are unknown, and counted."""
    assert read([written]) == (["NaT none"], ["time_unreadable"])


def test_the_column_decides_the_order() -> None:
    """Days above 12, twelve-hour clocks and the years of the column say what comes first."""
    assert read(["03-05-2024 8:00", "25-05-2024 8:00"])[0][0] == "2024-05-03 08:00:00 time"
    assert read(["5/3/2024 8:15:00 AM"]) == (["2024-05-03 08:15:00 time"], [])
    when, notes = read(["22-01-15 8:00", "22-05-16 8:00", "23-01-02 8:00"])
    assert when[0] == "2022-01-15 08:00:00 time"
    assert notes == ["time_year_first", "time_short_year"]


def test_midnight_everywhere_is_no_time_of_day() -> None:
    """What a spreadsheet exports as 0:00 in every row is a date; one other time makes it times."""
    dates = ["1.1.2024 0:00", "2.1.2024 0:00", "3.1.2024 0:00"]

    assert read(dates)[1] == ["time_all_midnight"]
    assert read(dates)[0][0] == "2024-01-01 00:00:00 date"
    assert read([*dates, "4.1.2024 8:00"])[0][0] == "2024-01-01 00:00:00 time"


@pytest.mark.parametrize(
    "clock",
    [
        "14:30 hod.",
        "14.30 hod",
        "14h30",
        "2:30 PM",
        "143000",
        "0,6041666667",
        "1899-12-30 14:30:00",
    ],
)
def test_times_of_day_beside_dates(clock: str) -> None:
    """A column of times of day may be of people, of spreadsheets or of databases."""
    assert read(["3.5.2024"], [clock]) == (["2024-05-03 14:30:00 time"], [])


def test_digits_that_lost_their_zeros() -> None:
    """Where 930 stands for 9:30, 7 stands for 0:07; beside 0930 it is seven o'clock."""
    assert read(["3.5.2024"] * 2, ["930", "7"])[0] == [
        "2024-05-03 09:30:00 time",
        "2024-05-03 00:07:00 time",
    ]
    assert read(["3.5.2024"] * 2, ["0930", "7"])[0][1] == "2024-05-03 07:00:00 time"


def test_a_time_of_day_in_words_is_told() -> None:
    """The date stays where the time of day cannot be read."""
    when, notes = read(["3.5.2024"], ["kolem poledne"])

    assert when == ["2024-05-03 00:00:00 date"]
    assert notes == ["time_of_day_unreadable", "time_of_day_missing"]


@pytest.mark.parametrize(
    "written",
    ["3.5.2024 14:00-16:00", "3.5.2024 od 14.00 do 16.00 hod.", "3. května 2024, 22–6 h",
     "2024-05-03 22:00 - 23:30", "2024/05/03 14:00:00-16:00:00"],
)  # fmt: skip
def test_a_span_of_hours_keeps_its_day_and_is_no_offset(written: str) -> None:
    """Which hour of a span it was nobody knows; the day is that of its beginning."""
    assert read([written]) == (["2024-05-03 00:00:00 date"], ["time_of_day_missing"])


@pytest.mark.parametrize("clock", ["22-23", "22:00 - 23:00", "od 22 do 6 hod.", "14.00–16.00"])
def test_a_span_beside_a_date_is_told(clock: str) -> None:
    """A column of times that holds a span leaves the date alone."""
    stamps, told = read(["3.5.2024"], [clock])

    assert stamps == ["2024-05-03 00:00:00 date"]
    assert told == ["time_of_day_unreadable", "time_of_day_missing"]


@pytest.mark.parametrize(
    "written", ["2024-05-03 07:30:00-05:00", "2024-05-03T07:30-05:00", "2024-05-03 07:30:00-05"]
)
def test_an_offset_to_the_west_stays_one(written: str) -> None:
    """Half past seven five hours west of Greenwich is half past two in the afternoon here."""
    assert read([written]) == (["2024-05-03 14:30:00 time"], [])
