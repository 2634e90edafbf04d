"""A town whose risk is known: what our demand is worth against the truth, and against others."""

import numpy as np
import pytest

from tests.evaluation import town

OF_TRUTH = 0.95


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_our_demand_sees_nearly_what_the_truth_would(seed: int) -> None:
    """25 km, 1 000 incidents: 30 cameras see 95 % of what 30 planned on the risk itself see."""
    made = town.town(14, hot_spots=60, seed=seed)

    seen = town.seen_of_truth(made, 1000, seed=seed + 100)

    assert seen["ours"] >= OF_TRUTH * seen["oracle"]
    assert seen["ours"] > seen["planar_300"] + 0.1


@pytest.mark.slow
def test_a_whole_town_by_how_much_is_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    """Ten towns of about 105 km, three sizes of record: the mean shares of the risk seen."""
    table = {
        count: _means([town.town(28, hot_spots=200, seed=seed) for seed in range(1, 11)], count)
        for count in (300, 1000, 3000)
    }

    with capsys.disabled():
        for count, means in table.items():
            told = "  ".join(f"{method} {share:.3f}" for method, share in means.items())
            print(f"\n{count} incidents: {told}", end="")  # noqa: T201 -- the table is the point
    for count in (1000, 3000):
        assert table[count]["ours"] >= OF_TRUTH * table[count]["oracle"]
    for means in table.values():
        assert means["ours"] > means["planar_100"] > means["planar_300"]
    assert table[300]["ours"] > table[300]["counts"]


def _means(towns: list[town.Town], count: int) -> dict[str, float]:
    """Return the mean share of the risk each method's cameras see."""
    found = [town.seen_of_truth(made, count, seed=100 + k) for k, made in enumerate(towns)]
    return {method: float(np.mean([seen[method] for seen in found])) for method in found[0]}
