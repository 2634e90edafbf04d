"""Tables: what a frame must hold, and how all that is wrong is told at once."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from placement import schema
from placement.errors import SchemaError
from placement.schema import BUILDINGS, CAMERAS, INCIDENTS, Column, Table, check

SQUARE = shapely.box(0, 0, 10, 10)
SOUND = {
    "when": pd.NaT,
    "until": pd.NaT,
    "precision": "none",
    "kind": "k",
    "path": "k",
    "municipal": False,
}
"""Columns of an incident of which nothing is wrong."""


def houses(**columns) -> gpd.GeoDataFrame:
    """Return three sound buildings with some columns replaced."""
    plain = {
        "building_id": ["a", "b", "c"],
        "height_m": [3.0, 6.0, 9.0],
        "height_source": ["height", "floors", "default"],
        "base_m": [0.0, 0.0, 0.0],
    }
    return gpd.GeoDataFrame(plain | columns, geometry=[SQUARE] * 3, crs="EPSG:5514")


def problems(frame: gpd.GeoDataFrame, table: Table = BUILDINGS) -> list:
    """Return what is wrong with a frame."""
    with pytest.raises(SchemaError) as caught:
        check(frame, table, file="b.gpkg")
    return list(caught.value.problems)


def test_a_sound_frame_gets_the_tables_columns_in_their_order():
    """Other columns and other orders vanish; the frame given stays as it was."""
    frame = houses(extra=[1, 2, 3])[
        ["extra", "geometry", "base_m", "height_source", "height_m"]
    ].assign(building_id=["a", "b", "c"])

    checked = check(frame, BUILDINGS, file="b.gpkg")

    assert list(checked.columns) == BUILDINGS.names
    assert frame.columns[0] == "extra"


@pytest.mark.parametrize(
    ("columns", "kind", "column"),
    [
        ({"building_id": ["a", None, "c"]}, "value_missing", "building_id"),
        ({"height_m": [3.0, -1.0, 9.0]}, "value_out_of_range", "height_m"),
        ({"height_m": [3.0, np.inf, 9.0]}, "value_out_of_range", "height_m"),
        ({"height_m": ["3", "tall", "9"]}, "value_not_number", "height_m"),
        ({"height_source": ["height", "guess", "default"]}, "value_not_a_choice", "height_source"),
    ],
)
def test_one_wrong_value_is_told_with_its_row(columns, kind, column):
    """The second of three rows is wrong; the message counts one and names row 2."""
    (problem,) = problems(houses(**columns))

    assert (problem.kind, problem.file, problem.row, problem.column) == (kind, "b.gpkg", 2, column)
    assert (problem.values["n"], problem.values["rows"]) == (1, "2")
    assert "2" in problem.render("cs")


def test_a_missing_column_is_told_with_those_found():
    """The user sees what the file has instead."""
    (problem,) = problems(houses().drop(columns="height_m"))

    assert (problem.kind, problem.column) == ("column_missing", "height_m")
    assert problem.values["found"] == "building_id, height_source, base_m, geometry"


def test_all_problems_come_together():
    """Three things wrong are three problems, not the first one alone."""
    frame = houses(building_id=["a", None, "c"], height_m=[-1.0, 950.0, 9.0]).drop(
        columns="height_source"
    )

    assert {(p.kind, p.values.get("n")) for p in problems(frame)} == {
        ("value_missing", 1),
        ("value_out_of_range", 2),
        ("column_missing", None),
    }


def test_the_row_is_the_files_own_where_it_is_known():
    """A reader that kept row numbers in `source_row` gets them in the message."""
    frame = houses(height_m=[-1.0, 5.0, -2.0], source_row=[12, 13, 40])

    (problem,) = problems(frame)

    assert (problem.row, problem.values["rows"]) == (12, "12, 40")


def test_only_the_first_rows_are_listed():
    """Of nine wrong rows five are named, all nine counted."""
    frame = gpd.GeoDataFrame(
        {"weight": [-1.0] * 9, "incident_id": "x", **SOUND},
        geometry=[shapely.Point(0, 0)] * 9,
    )

    (problem,) = problems(frame, INCIDENTS)

    assert (problem.values["n"], problem.values["rows"]) == (9, "1, 2, 3, 4, 5")
    assert "0 to ∞" in problem.render("en")


def test_an_endless_number_is_out_of_every_range():
    """A weight of infinity would swallow all others, though weights have no upper limit."""
    frame = gpd.GeoDataFrame(
        {"weight": [1.0, np.inf], "incident_id": "x", **SOUND},
        geometry=[shapely.Point(0, 0)] * 2,
    )

    (problem,) = problems(frame, INCIDENTS)

    assert (problem.kind, problem.row) == ("value_out_of_range", 2)


def test_a_nullable_column_may_be_empty_but_not_wrong():
    """A camera without a direction is accepted, one that looks to 400° is not."""
    sound = {name: "x" for name in CAMERAS.names if name != "geometry"} | {
        "status": "in service",
        "provenance": "surveyed",
        "mount_height_m": np.nan,
        "tilt_deg": np.nan,
        "width_deg": np.nan,
    }
    frame = gpd.GeoDataFrame(
        [sound | {"azimuth_deg": np.nan}, sound | {"azimuth_deg": 360.0}],
        geometry=[shapely.Point(0, 0)] * 2,
    )

    assert len(check(frame, CAMERAS, file="c.csv")) == 2
    (problem,) = problems(frame.assign(azimuth_deg=[np.nan, 400.0]), CAMERAS)
    assert (problem.kind, problem.row) == ("value_out_of_range", 2)


def test_every_table_describes_its_columns():
    """Each column has a meaning and, if a number with limits, a unit; names do not repeat."""
    tables = [value for value in vars(schema).values() if isinstance(value, Table)]
    columns = [column for table in tables for column in table.columns]

    assert {"streets", "buildings", "incidents", "existing cameras"} <= {t.name for t in tables}
    assert all(len(set(table.names)) == len(table.names) for table in tables)
    assert all(column.meaning for column in columns)
    assert all(column.unit for column in columns if column.kind == "number")


def test_bounds_are_part_of_the_range():
    """A value exactly at a limit is accepted."""
    table = Table("t", "Point", (Column("v", "number", "a value", "m", 1.0, 2.0),))
    frame = gpd.GeoDataFrame({"v": [1.0, 2.0]}, geometry=[shapely.Point(0, 0)] * 2)

    assert check(frame, table, file="t.csv")["v"].tolist() == [1.0, 2.0]
