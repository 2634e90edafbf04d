"""How long network heat takes on a town of 332 km of streets with 100 000 incidents."""

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placement.demand import network_heat, network_heat_columns

CRS = "EPSG:5514"
CROSSINGS = 48
BLOCK_M = 85.0
LINKS_KEPT = 0.86
INCIDENTS = 100_000

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lattice() -> gpd.GeoSeries:
    """Return a lattice of streets 85 m apart, jittered, with 14 % of the links missing."""
    random = np.random.default_rng(0)
    place = np.stack(np.meshgrid(np.arange(CROSSINGS), np.arange(CROSSINGS)), axis=-1)
    xy = BLOCK_M * place + random.normal(0, 8, place.shape)
    along, across = np.stack([xy[:, :-1], xy[:, 1:]], 2), np.stack([xy[:-1], xy[1:]], 2)
    links = np.concatenate([along.reshape(-1, 2, 2), across.reshape(-1, 2, 2)])
    kept = links[random.random(len(links)) < LINKS_KEPT]
    return gpd.GeoSeries(shapely.linestrings(kept), crs=CRS)


def test_whole_surface(benchmark: Any, lattice: gpd.GeoSeries) -> None:
    """Dividing, snapping and diffusing together; the aim is one second."""
    xy = np.random.default_rng(1).uniform(0, CROSSINGS * BLOCK_M, (INCIDENTS, 2))
    points = gpd.GeoSeries(shapely.points(xy), crs=CRS)
    lixels = benchmark(
        network_heat, lattice, points, np.ones(INCIDENTS), bandwidth_m=40.0, lixel_m=10.0
    )

    assert lattice.length.sum() == pytest.approx(332e3, rel=0.01)
    assert lixels.expected.sum() == pytest.approx(INCIDENTS, rel=1e-9)


def test_hundred_bootstraps(benchmark: Any, lattice: gpd.GeoSeries) -> None:
    """A hundred samples, dividing and snapping included; the aim is ten seconds."""
    random = np.random.default_rng(2)
    xy = random.uniform(0, CROSSINGS * BLOCK_M, (INCIDENTS, 2))
    points = gpd.GeoSeries(shapely.points(xy), crs=CRS)
    drawn = random.poisson(1.0, (INCIDENTS, 100)).astype(np.float64)
    lengths = {"bandwidth_m": 40.0, "lixel_m": 10.0}
    spread = benchmark.pedantic(network_heat_columns, (lattice, points, drawn), lengths, rounds=2)

    np.testing.assert_allclose(spread.sum(axis=0), drawn.sum(axis=0), rtol=1e-9)
