"""What becomes of the rows of a layer."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point, box

from placement.errors import InputError
from placement.inputs.layers.features import Features


def features() -> Features:
    """Return three rows of the file as four points, the second row in two parts."""
    frame = gpd.GeoDataFrame(
        {"source_row": [1, 2, 2, 3]}, geometry=[Point(i, 0) for i in range(4)], crs="EPSG:32633"
    )
    return Features(frame, "trees", Path("somewhere") / "trees.gpkg", rows_read=3)


def test_a_row_is_dropped_when_its_last_part_is():
    """Parts may go; the row counts once, under the reason that took the rest of it."""
    one_part = features().without([False, True, False, False], "tunnel")
    both = one_part.without([False, True, False], "indoor")

    assert dict(one_part.dropped) == {}
    assert dict(both.dropped) == {"indoor": 1}
    assert both.account().rows_kept == 2


def test_nothing_is_changed_in_place():
    """Each step is a new value; the first one still has all rows."""
    before = features()
    before.without([True] * 4, "tunnel").noting("all_outside", n=3)

    assert len(before.frame) == 4
    assert (dict(before.dropped), before.notes) == ({}, ())


def test_reasons_add_up():
    """Read is kept and dropped together."""
    after = features().without([True, False, False, False], "tunnel").within(box(2.5, -1, 9, 1))
    account = after.account(facts={"pieces": 1})

    assert dict(account.dropped) == {"tunnel": 1, "outside_area": 1}
    assert account.rows_read == account.rows_kept + sum(account.dropped.values())
    assert (account.name, account.file, dict(account.facts)) == (
        "trees",
        "trees.gpkg",
        {"pieces": 1},
    )


def test_an_area_without_rows_is_noted_and_may_be_refused():
    """If all rows lie outside, a note says so; who needs rows refuses, with the reasons."""
    outside = features().within(box(50, 50, 60, 60))

    assert [note.kind for note in outside.notes] == ["all_outside"]
    with pytest.raises(InputError, match=r"Of 3 rows none is left \(outside the planned area: 3\)"):
        outside.refuse_empty()


def test_a_note_on_no_rows_is_none():
    """Only what happened is noted; the rows are named as in the file."""
    assert features().noting_rows("ids_repeated", [False] * 4).notes == ()
    (note,) = features().noting_rows("ids_repeated", [False, True, True, True]).notes
    assert (note.values["n"], note.values["rows"]) == (2, "2, 3")
