"""How long 5 000 sites × 36 azimuths × 3 models take into a coverage matrix."""

from typing import Any

import pytest

from tests.benchmarks import coverage

pytestmark = pytest.mark.slow


def test_five_thousand_sites(benchmark: Any) -> None:
    """Lines of sight and every pose over them; the aim is a minute on two cores."""
    surface, sites, targets = coverage.case()

    def run() -> Any:
        return coverage.covered(coverage.looked(surface, sites, targets), targets)

    matrix = benchmark.pedantic(run, rounds=1, warmup_rounds=0)

    assert matrix.covers.shape == (540_000, targets.weight.size)
    assert matrix.covers.nnz > 1_000_000
