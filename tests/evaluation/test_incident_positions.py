"""Incidents on demand points, and what uncertain positions make of what is seen."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placement.demand.diffusion import diffuse
from placement.evaluation.incident_positions import likelihood_seen, locate, street_pieces
from placement.pipeline import Situation
from tests.evaluation import town


@pytest.fixture(scope="module")
def prepared() -> Situation:
    """Return a town of six by six crossings."""
    made = town.town(6, hot_spots=5, seed=1)
    return town.situation(made, town.incidents(made, 50, seed=2))


def test_an_incident_goes_to_the_nearest_piece_of_street(prepared: Situation) -> None:
    """Brute force over all pieces finds the same distance; nothing near is left out."""
    known = prepared.inputs.incidents

    found = locate(known, prepared)

    lines = prepared.demand.lixels.geometry.to_numpy()
    assert found.left_out == 0
    for point, place in zip(found.point, known.geometry, strict=True):
        distance_m = shapely.distance(lines, place)
        assert distance_m[point] == pytest.approx(distance_m.min())


def test_incidents_elsewhere_are_left_out_and_counted(prepared: Situation) -> None:
    """One a kilometre away is not seen by anybody's camera and not held against any."""
    known = prepared.inputs.incidents.iloc[:3].copy()
    away = shapely.Point(known.geometry.iloc[1].x + 5000, known.geometry.iloc[1].y)
    known = gpd.GeoDataFrame(
        known.drop(columns="geometry"),
        geometry=[known.geometry.iloc[0], away, known.geometry.iloc[2]],
        crs=known.crs,
    )

    found = locate(known, prepared)

    assert found.left_out == 1
    assert found.row.tolist() == [0, 2]


def test_blurring_is_the_adjoint_of_spreading_incidents(prepared: Situation) -> None:
    """Spreading the incidents and counting what is seen gives what blurring what is seen gives."""
    draw = np.random.default_rng(3)
    size = prepared.demand.weight.size
    seen = (draw.random((size, 2)) < 0.2).astype(float)
    mass = draw.random(size)

    spread = diffuse(street_pieces(prepared.demand), mass, bandwidth_m=30.0)

    assert mass @ likelihood_seen(seen, prepared.demand, error_m=30.0) == pytest.approx(
        spread @ seen, rel=1e-3
    )


def test_certain_positions_change_nothing(prepared: Situation) -> None:
    """Without an error what is seen is seen."""
    seen = np.eye(prepared.demand.weight.size)[:, :3]

    assert (likelihood_seen(seen, prepared.demand, error_m=0.0) == seen).all()
