"""Times as people and machines write them."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from placement.inputs.times.local_time import local_times
from placement.texts import LANGUAGES


def read(dates: list[str], clocks: list[str] | None = None) -> tuple[list[str], list[str]]:
    """Return times as text and kinds of notes, having put their words in both languages."""
    rows = pd.Series(range(2, 2 + len(dates)))
    own = None if clocks is None else pd.Series(clocks, name="cas", dtype="str")
    stamps, notes = local_times(
        pd.Series(dates, name="datum", dtype="str"), own, rows=rows, file="t.csv"
    )
    for note in notes:
        for language in LANGUAGES:
            assert "{" not in note.render(language)
    return [str(moment) for moment in stamps.when], [note.kind for note in notes]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3.5.2024 8:15", "2024-05-03 08:15:00"),
        ("03. 05. 2024, 8.15", "2024-05-03 08:15:00"),
        ("2024-05-03 08:15:30", "2024-05-03 08:15:30"),
        ("2025-01-01T00:26:00.0000+01:00", "2025-01-01 00:26:00"),
        ("2025-07-01T00:26:00.0000+02:00", "2025-07-01 00:26:00"),
        ("2020-06-13 18:50:00+00:00", "2020-06-13 20:50:00"),
        ("2024-12-31T23:30:00Z", "2025-01-01 00:30:00"),
        ("2024-01-01T00:00:00-05:30", "2024-01-01 06:30:00"),
        ("09/17/2007 05:10:00 PM", "2007-09-17 17:10:00"),
        ("09/17/2007 12:10 AM", "2007-09-17 00:10:00"),
        ("1.1.2024 24:00", "2024-01-02 00:00:00"),
        ("29.2.2024 0:00", "2024-02-29 00:00:00"),
    ],
)
def test_understands_usual_times(written: str, meant: str) -> None:
    """Czech, ISO and American times become local time without a zone, silently."""
    assert read([written]) == ([meant], [])


@pytest.mark.parametrize("written", ["31.2.2024 8:00", "včera", "1.1.2024 25:00", "1900-01-02"])
def test_notes_what_it_cannot_read(written: str) -> None:
    """Impossible dates, words and stand-ins for no date count as unknown, with a note."""
    assert read([written, "1.1.2024 8:00"]) == (["NaT", "2024-01-01 08:00:00"], ["time_unreadable"])


def test_empty_is_unknown_without_a_note() -> None:
    """An empty cell says nothing and needs no note."""
    assert read([""]) == (["NaT"], [])


def test_clock_of_the_accident_statistics() -> None:
    """`0850` is a time, 25 an unknown hour of a known date, a minute of 60 an hour alone."""
    clocks = ["0850", "2560", "1360", "24:00", "8:15", "7"]
    when, notes = read(["2018-01-03"] * 6, clocks)

    assert when == [
        "2018-01-03 08:50:00",
        "2018-01-03 00:00:00",
        "2018-01-03 13:00:00",
        "2018-01-04 00:00:00",
        "2018-01-03 08:15:00",
        "2018-01-03 07:00:00",
    ]
    assert notes == ["time_unknown"]


def test_clock_goes_before_the_midnight_of_a_date() -> None:
    """A date exported with 0:00 takes its time from the column of times."""
    assert read(["2018-01-03 00:00:00"], ["0850"]) == (["2018-01-03 08:50:00"], [])


def test_notes_dates_without_time_of_day() -> None:
    """A date alone is its midnight, a month alone its first, and a note says so."""
    when, notes = read(["3.5.2024", "20240503", "2024-05"])

    assert when == ["2024-05-03 00:00:00", "2024-05-03 00:00:00", "2024-05-01 00:00:00"]
    assert notes == ["time_of_day_missing"]


def test_slashes_are_decided_by_the_whole_column() -> None:
    """A day above 12 anywhere tells the order; without one the day is first, with a note."""
    assert read(["03/05/2024 8:00", "25/05/2024 8:00"])[0][0] == "2024-05-03 08:00:00"
    assert read(["03/05/2024 8:00", "05/25/2024 8:00"])[0][0] == "2024-03-05 08:00:00"
    assert read(["03/05/2024 8:00"]) == (["2024-05-03 08:00:00"], ["time_day_first"])


@settings(deadline=None)
@given(st.dates(dt.date(1951, 1, 1), dt.date(2099, 1, 1)), st.times())
def test_what_is_written_is_read(day: dt.date, time: dt.time) -> None:
    """Czech and ISO writing of any minute come back as that minute, but for the zero of Unix."""
    assume(day != dt.date(1970, 1, 1))
    moment = dt.datetime.combine(day, time.replace(second=0, microsecond=0))
    czech = f"{moment.day}.{moment.month}.{moment.year} {moment.hour}:{moment.minute:02}"

    assert read([czech, moment.isoformat()]) == ([str(moment)] * 2, [])
