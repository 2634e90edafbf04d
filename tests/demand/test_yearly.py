"""Incidents by district and year: what is not known stays empty."""

import pandas as pd
import pytest

from placement.demand.yearly import by_district_and_year


def record(*rows: tuple[str, str, int]) -> tuple[pd.Series, pd.Series]:
    """Return districts and times of so many incidents each, begun and ended with the years."""
    district = [name for name, _, count in rows for _ in range(count)]
    when = [day for _, day, count in rows for _ in range(count)]
    return pd.Series(district, dtype=object), pd.Series(pd.to_datetime(when))


WHOLE = record(
    ("Sever", "2023-01-02", 100),
    ("Sever", "2024-12-30", 150),
    ("Jih", "2023-06-01", 40),
    ("Jih", "2024-06-01", 40),
)


def rows(table: pd.DataFrame, district: str) -> pd.DataFrame:
    """Return the rows of a district."""
    return table[(table["district"] == district) & ~table["whole_town"]].reset_index(drop=True)


def test_index_and_change_are_those_of_the_application() -> None:
    """150 incidents on 5 000 people are 300 per 10 000; from 100 they grew by half."""
    table = by_district_and_year(*WHOLE, years=2.0, inhabitants={"Sever": 5_000.0, "Jih": 2_000.0})
    north = rows(table, "Sever")

    assert north["incidents"].tolist() == [250, 100, 150]
    assert north["per_10_000"].tolist() == [250.0, 200.0, 300.0]
    assert north["change_pct"].iloc[2] == pytest.approx(50.0)
    assert north["change_low_pct"].iloc[2] == pytest.approx(15.6, abs=0.1)
    assert north["change_high_pct"].iloc[2] == pytest.approx(95.2, abs=0.1)
    assert pd.isna(north["change_pct"].iloc[1])
    town = table[table["whole_town"]]
    assert town["incidents"].tolist() == [330, 140, 190]
    assert town["per_10_000"].tolist()[1:] == pytest.approx([200.0, 190 / 0.7])


def test_unknown_inhabitants_give_no_index() -> None:
    """Neither the district nor the whole town is guessed."""
    table = by_district_and_year(*WHOLE, years=2.0, inhabitants={"Sever": 5_000.0, "Jih": None})

    assert rows(table, "Sever")["per_10_000"].notna().all()
    assert rows(table, "Jih")["per_10_000"].isna().all()
    assert table.loc[table["whole_town"], "per_10_000"].isna().all()
    assert table.loc[table["whole_town"], "inhabitants"].isna().all()


def test_a_year_cut_off_is_not_compared() -> None:
    """A record from March to the next December has one whole year and no change."""
    district, when = record(("", "2023-03-01", 10), ("", "2024-12-01", 30))
    table = by_district_and_year(district, when, years=1.8, inhabitants={})

    assert table["complete"].tolist() == [False, False, True] * 2
    assert table["change_pct"].isna().all()
    assert table["incidents_per_year"].tolist()[2] == 30


def test_from_nothing_there_is_no_percentage() -> None:
    """A district without incidents last year has a count, no change; one with none now −100 %."""
    district, when = record(
        ("A", "2023-01-01", 5),
        ("B", "2024-12-31", 7),
        ("A", "2025-12-31", 1),
        ("B", "2025-12-31", 1),
    )
    table = by_district_and_year(district, when, years=3.0, inhabitants={})

    assert rows(table, "B")["change_pct"].isna().tolist() == [True, True, True, False]
    assert rows(table, "A")["change_pct"].iloc[2] == -100.0
    assert rows(table, "A")["change_low_pct"].iloc[2] == -100.0


def test_incidents_without_time_count_in_the_record_only() -> None:
    """Their year is unknown, their number is not."""
    when = pd.Series(pd.to_datetime(pd.Series([None, None], dtype="str")))
    table = by_district_and_year(
        pd.Series(["A", "A"], dtype=object), when, years=2.0, inhabitants={"A": 1_000.0}
    )

    assert table["year"].isna().all()
    assert rows(table, "A")["per_10_000"].tolist() == [10.0]
