"""Stretches: runs of hot windows on one street, named by the crossings at their ends."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString

from placement.demand.stretches import stretches
from placement.demand.windows import end_nodes

PIECE_M = 10.0


def town(*, name: str = "Hlavní") -> gpd.GeoDataFrame:
    """Return a street of ten pieces; lanes cross it after 2 and 8, an alley without a name at 5."""
    rows = [(name, "main", [(PIECE_M * k, 0), (PIECE_M * k + PIECE_M, 0)]) for k in range(10)]
    lanes = (("Levá", 20.0), ("", 50.0), ("Pravá", 80.0))
    rows += [(lane, f"lane{x:.0f}", [(x, 0), (x, PIECE_M)]) for lane, x in lanes]
    frame = gpd.GeoDataFrame(rows, columns=["street", "street_id", "geometry"])
    lines = [LineString(line) for line in frame["geometry"]]
    return frame.set_geometry(lines).assign(length_m=PIECE_M, district="Centrum")


def stretches_of(
    hot: list[int], *, name: str = "Hlavní", count: int = 20
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the stretches where the windows of some pieces are hot, each with so many."""
    lixels = town(name=name)
    q = np.ones(len(lixels))
    q[hot] = 0.01
    tested = pd.DataFrame({"p": q / 10, "q": q, "incidents": 0, "expected": 0.0})
    counts = np.where(q < 1, count, 0)
    nodes = end_nodes(lixels.geometry.to_numpy())
    expected = np.full(len(lixels), 1.0)
    return stretches(lixels, tested, nodes, counts, expected, dispersion=1.0, level=0.05)


def test_a_stretch_runs_from_crossing_to_crossing() -> None:
    """Its ends are told by the nearest streets that have a name."""
    table, hot = stretches_of([2, 3, 4, 5, 6, 7])
    (row,) = table.to_dict("records")

    assert (row["crossing_from"], row["crossing_to"]) == ("Levá", "Pravá")
    assert (row["length_m"], row["incidents"], row["rate_ratio"]) == (60.0, 120, 20.0)
    assert row["geometry"].equals(LineString([(20, 0), (80, 0)]))
    assert hot.sum() == 6


def test_a_short_stretch_is_at_one_crossing() -> None:
    """Both ends are nearest to the same lane: it is named once."""
    (row,) = stretches_of([1, 2])[0].to_dict("records")

    assert (row["crossing_from"], row["crossing_to"]) == ("Levá", "")


def test_a_gap_makes_two_stretches() -> None:
    """Pieces that do not touch are not one stretch, nor are pieces of two streets that do."""
    table, _ = stretches_of([0, 1, 7, 8])
    corner, _ = stretches_of([1, 2, 10])

    assert sorted(table["length_m"]) == [20.0, 20.0]
    assert sorted(corner["street"]) == ["Hlavní", "Levá"]


def test_a_street_without_name_is_told_by_those_it_touches() -> None:
    """Nearest named crossings of the stretch itself, none beyond it."""
    (row,) = stretches_of([1, 2, 3], name="")[0].to_dict("records")

    assert row["street"] == ""
    assert (row["crossing_from"], row["crossing_to"]) == ("Levá", "")


@pytest.mark.parametrize("count", [0, 1])
def test_windows_hot_for_what_lies_round_the_corner_are_no_stretch(count: int) -> None:
    """A run that holds what chance gives is dropped, and its pieces are not marked."""
    table, hot = stretches_of([3, 4], count=count)

    assert table.empty
    assert not hot.any()
