"""Lists of hot streets and districts: safe, documented, nothing where nothing is known."""

import csv
import io

import pandas as pd
import pytest

from placement.output.csv_lists import DATA, csv_plain
from placement.output.demand import lists
from placement.output.demand.tables import TABLES
from placement.texts import LANGUAGES, catalogue

STREET = {
    "rank": 1,
    "kind": "stretch",
    "street": '=cmd|" /C calc"!A0',
    "crossing_from": "Žižkova; dolní",
    "crossing_to": "",
    "district": "Centrum",
    "length_m": 123.456,
    "incidents": 12,
    "incidents_per_year": 4.0,
    "per_100m": 3.24,
    "expected": 1.25,
    "rate_ratio": 9.6,
    "p": 1.23456e-9,
    "q": 0.00123456,
    "compared_with": "town",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_explained(language: str) -> None:
    """Header and meaning of each column are in both catalogues."""
    for column in (DATA, *lists.HOT, *lists.YEARLY):
        assert f"demand.column.{column.name}" in catalogue(language)
        assert f"demand.meaning.{column.name}" in catalogue(language)


def test_the_list_holds_the_columns_of_the_layer() -> None:
    """What the GeoPackage tells of a hot street the list tells as well."""
    layer = {column.name for column in TABLES["hot_streets"].columns}

    assert layer == {column.name for column in lists.HOT} - {"compared_with"}


def test_programs_get_points_and_no_formulas() -> None:
    """Commas, decimal points, three digits of a probability, a disarmed name."""
    written = csv_plain(lists.HOT, [STREET]).decode("utf-8")
    (row,) = csv.DictReader(io.StringIO(written))

    assert row["street"] == "'" + STREET["street"]
    assert row["crossing_from"] == "Žižkova; dolní"
    assert (row["length_m"], row["p"], row["q"]) == ("123.5", "1.23e-09", "0.00123")
    assert row["compared_with"] == "town"


def test_czech_excel_gets_commas_and_words() -> None:
    """UTF-8 with BOM, semicolons, decimal commas; made-up data say so in the first column."""
    written = lists.czech_list(lists.HOT, [STREET], synthetic=True)
    (row,) = csv.DictReader(io.StringIO(written.decode("utf-8-sig")), delimiter=";")

    assert written.startswith(b"\xef\xbb\xbf")
    assert row["Data"] == "ukázková data"
    assert row["Co vyčnívá"] == "úsek"
    assert row["Délka [m]"] == "123,5"
    assert row["Srovnáno s"] == "městský průměr na metr ulice"


def test_what_is_unknown_is_empty() -> None:
    """No inhabitants, no year, no change: empty cells, not nan; the sum has a name of its own."""
    nothing = {column.name: None for column in lists.YEARLY}
    table = pd.DataFrame(
        [
            {**nothing, "district": "A", "whole_town": False, "incidents": 3, "complete": False},
            {**nothing, "district": "", "whole_town": True, "incidents": 3, "complete": False},
        ]
    )
    rows = lists.yearly_rows(table)

    columns = lists.yearly_columns({})
    plain = csv_plain(columns, rows).decode().splitlines()
    assert plain[1:] == ["A,,,,3,,,,,", "*,,,,3,,,,,"]
    assert "celé plánované území" in lists.czech_list(columns, rows, synthetic=False).decode()


def test_districts_have_their_english_names_where_any_has() -> None:
    """A column of its own beside the name that is the key; empty where a district has none."""
    english = {"Staré Město": "Old Town"}
    nothing = {column.name: None for column in lists.yearly_columns({})}
    table = pd.DataFrame(
        [{**nothing, "district": name, "whole_town": False, "complete": False} for name in "AB"]
    ).assign(district=["Staré Město", "Předměstí"])
    rows = lists.yearly_rows(table, english)

    plain = csv_plain(lists.yearly_columns(english), rows).decode().splitlines()
    assert [row.split(",")[:2] for row in plain] == [
        ["district", "district_en"], ["Staré Město", "Old Town"], ["Předměstí", ""]
    ]  # fmt: skip
