"""Columns, lengths and identifiers as they are really written."""

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.errors import SchemaError
from placement.inputs.tables.attributes import column_of, lengths_m, texts, unique_ids


@pytest.mark.parametrize(
    ("written_as", "expected_m"),
    [
        ("12", 12.0),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("12 m", 12.0),
        ("12m", 12.0),
        ("39 ft", 11.8872),
        ("39'", 11.8872),
        ("7'6\"", 2.286),
        ("-3", -3.0),
        ("\N{MINUS SIGN}3", -3.0),
    ],
)
def test_lengths_are_understood_as_people_write_them(written_as, expected_m):
    """Decimal commas, metres and feet are lengths."""
    found, unclear = lengths_m([written_as, ""])

    assert found[0] == pytest.approx(expected_m)
    assert unclear == 0


@pytest.mark.parametrize("written_as", ["high", "2-3", "5;6", "12 km", "461.993.881", "nan"])
def test_other_words_are_unclear_not_zero(written_as):
    """What is no length is counted as unclear."""
    found, unclear = lengths_m([written_as])

    assert found[0] != found[0]
    assert unclear == 1


def test_unique_ids_never_meet_one_another():
    """Numbered identifiers avoid those that exist, and rows without one take their number."""
    ids = unique_ids(["a", "a", "a-1", "", ""], rows=[1, 2, 3, 4, 4])

    assert ids == ["a-2", "a-3", "a-1", "row-4-1", "row-4-2"]


@given(st.lists(st.sampled_from(["", "a", "a-1", "a-1-1", "b", "row-2"]), max_size=12))
def test_unique_ids_are_unique_and_leave_single_ones_alone(ids):
    """Whatever repeats, no two are alike afterwards, and what was alone stays as it was."""
    made = unique_ids(ids, rows=list(range(1, len(ids) + 1)))

    assert len(set(made)) == len(ids)
    for before, after in zip(ids, made, strict=True):
        if before and ids.count(before) == 1 and not before.startswith("row-"):
            assert after == before


def test_a_column_is_found_in_the_order_of_preference():
    """Configured, then ours, then the usual names in their order, whatever the case."""
    frame = pd.DataFrame(columns=["NAZEV", "Ulice", "name"])

    def found(ours: str, **columns: str) -> str | None:
        return column_of(frame, ours, ("nazev", "ulice"), columns=columns, file="a.gpkg")

    assert found("name", name="Ulice") == "Ulice"
    assert found("name") == "name"
    assert found("title") == "NAZEV"
    assert column_of(frame, "x", (), columns=None, file="a.gpkg") is None
    with pytest.raises(SchemaError, match="NAZEV, Ulice, name"):
        found("name", name="nazev")


def test_texts_have_no_trace_of_missing_values_or_floats():
    """A code that a gap has made a float is a code again; a gap is an empty text."""
    frame = gpd.GeoDataFrame({"kod": [21692734.0, None], "nazev": [" Příčná ", None]})

    assert texts(frame, "kod") == ["21692734", ""]
    assert texts(frame, "nazev") == ["Příčná", ""]
    assert texts(frame, None) == ["", ""]
