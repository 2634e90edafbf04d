"""Other pictures of demand against brute force; plans by chance within their limits."""

import numpy as np
import pytest
import shapely

from placement.evaluation.baselines import (
    planar_kernel,
    random_candidates,
    recorded_counts,
    street_length_m,
)
from placement.evaluation.incident_positions import locate
from placement.pipeline import Situation
from placement.pipeline.program import program_of
from tests.evaluation import town


@pytest.fixture(scope="module")
def prepared() -> Situation:
    """Return a town of six by six crossings."""
    made = town.town(6, hot_spots=5, seed=1)
    return town.situation(made, town.incidents(made, 60, seed=2))


def test_the_planar_map_is_the_quartic_kernel(prepared: Situation) -> None:
    """Each piece of street gets Σ w (1 - (d/r)²)² times its length."""
    known = prepared.inputs.incidents.assign(weight=np.arange(60) % 3 + 1.0)
    demand = prepared.demand
    d = np.hypot(
        demand.x_m[:, None] - known.geometry.x.to_numpy(),
        demand.y_m[:, None] - known.geometry.y.to_numpy(),
    )
    kernel = np.where(d < 100.0, (1 - (d / 100.0) ** 2) ** 2, 0.0)

    found = planar_kernel(known, prepared, radius_m=100.0)

    assert found == pytest.approx((kernel @ known["weight"]) * demand.lixels["length_m"])


def test_counts_and_metres_lose_nothing(prepared: Situation) -> None:
    """Counts sum to the weights, metres to the length of the streets."""
    found = locate(prepared.inputs.incidents, prepared)

    assert recorded_counts(found, prepared.demand.weight.size).sum() == pytest.approx(60)
    assert street_length_m(prepared).sum() == pytest.approx(
        shapely.length(prepared.demand.lixels.geometry.to_numpy()).sum()
    )


@pytest.mark.parametrize(("money", "cameras"), [(None, 12), (450_000.0, 4)])
def test_chance_keeps_number_and_money(
    prepared: Situation, money: float | None, cameras: int
) -> None:
    """Twelve cameras, or as many as the money buys; never two where one may hang."""
    chosen = random_candidates(prepared, new_cameras=12, budget_czk=money, seed=3)

    sites = prepared.candidates.site[list(chosen)]
    assert len(chosen) == cameras
    assert len(set(sites.tolist())) == cameras
    assert program_of(prepared).cost(chosen) <= (money or np.inf)


def test_other_seeds_give_other_plans(prepared: Situation) -> None:
    """The same seed repeats the plan."""
    first, again, other = (
        random_candidates(prepared, new_cameras=5, budget_czk=None, seed=seed) for seed in (1, 1, 2)
    )

    assert first == again != other
