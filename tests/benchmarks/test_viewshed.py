"""How long views all around take in the made town: bounded, in a sector, and line by line."""

from typing import Any

import numpy as np
import pytest

from placement.visibility.kernels import r3_sweep
from tests.benchmarks import compare
from tests.benchmarks.made_town import made_town

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("look", [compare.one_by_one, compare.together, compare.line_by_line])
def test_fifty_views_of_150_m(benchmark: Any, look: Any) -> None:
    """All three ways see the same; the aim of the bounded one is 75 ms for fifty on one core."""
    seen, _ = benchmark(look)

    assert seen.sum() == 994_223


@pytest.mark.parametrize("width_deg", [30.0, 90.0, 180.0, 360.0])
def test_a_view_in_a_sector(benchmark: Any, width_deg: float) -> None:
    """The time goes with the width of the sector."""
    town, tables = made_town(), r3_sweep.bin_tables(compare.REACH)
    row, column = int(town.row[0]), int(town.column[0])
    lens_m = float(town.obstacles[row, column]) + compare.OBSERVER_M
    bins = r3_sweep.sector_bins(compare.REACH, 20.0, 20.0 + width_deg)
    heights = (town.obstacles, town.obstacles)
    seen = benchmark(
        r3_sweep.visible, *heights, row, column, lens_m, compare.TARGET_M, 22_500.0, tables, bins
    )

    assert np.count_nonzero(seen) > 100
