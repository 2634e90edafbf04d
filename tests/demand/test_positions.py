"""How exactly positions are known, and the bandwidth that follows."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from placement.demand import (
    Anonymisation,
    anonymisation,
    default_bandwidth_m,
    refuse_tuning,
)
from placement.errors import CrsError, InputError

CRS = "EPSG:5514"


def lattice(spacing_m: float, events: int, *, rows: int = 5) -> gpd.GeoSeries:
    """Return events on the places of a square lattice, as many on each."""
    place = np.stack(np.meshgrid(np.arange(rows), np.arange(rows)), axis=-1).reshape(-1, 2)
    return gpd.GeoSeries(shapely.points(np.repeat(spacing_m * place, events, axis=0)), crs=CRS)


def test_exact_points_are_not_anonymised() -> None:
    """Scattered points have no error of their own."""
    xy = np.random.default_rng(0).uniform(0, 3000, (500, 2))

    assert anonymisation(gpd.GeoSeries(shapely.points(xy), crs=CRS)) == Anonymisation(
        detected=False, places=500, spacing_m=0.0, error_m=0.0
    )


def test_events_on_a_lattice_of_centres_are_anonymised() -> None:
    """The error is a quarter of the distance from one centre to the next."""
    assert anonymisation(lattice(240.0, 6)) == Anonymisation(
        detected=True, places=25, spacing_m=240.0, error_m=60.0
    )


@pytest.mark.parametrize(("events", "detected"), [(3, False), (4, True), (5, True)])
def test_few_places_for_many_events_are_suspicious(events: int, *, detected: bool) -> None:
    """Fewer than 0.3 places an event tell, even if no place is crowded: 1/3 is not, 1/4 is."""
    assert anonymisation(lattice(100.0, events)).detected is detected


@pytest.mark.parametrize(("crowds", "detected"), [(6, False), (7, True)])
def test_more_than_three_tenths_on_crowded_places_are_suspicious(
    crowds: int, *, detected: bool
) -> None:
    """Of 100 events 30 on places of five are not enough, 35 are."""
    crowded = np.repeat(np.arange(crowds), 5)
    alone = 1000 + np.arange(100 - crowded.size)
    x = np.concatenate([crowded, alone])

    points = gpd.GeoSeries(shapely.points(np.column_stack([x, 0 * x])), crs=CRS)
    assert anonymisation(points).detected is detected


def test_one_place_for_a_whole_village_asks_for_the_widest_bandwidth() -> None:
    """A municipality with few crimes is one point: its error is large, but a number."""
    positions = anonymisation(lattice(1.0, 20, rows=1))

    assert (positions.detected, positions.places, positions.error_m) == (True, 1, 150.0)
    assert default_bandwidth_m(positions.error_m, 20) == 150.0


@pytest.mark.parametrize(("events", "detected"), [(4, False), (19, False), (20, True)])
def test_few_events_show_nothing(events: int, *, detected: bool) -> None:
    """Four events at one door are a door; from twenty on it is suspicious."""
    assert anonymisation(lattice(1.0, events, rows=1)).detected is detected


def test_tuning_is_refused_on_anonymised_points() -> None:
    """Points on common centres must not choose a bandwidth; exact ones may."""
    refuse_tuning(lattice(100.0, 1))
    with pytest.raises(InputError) as caught:
        refuse_tuning(lattice(240.0, 6))

    assert [problem.kind for problem in caught.value.problems] == ["demand_tuning_anonymised"]
    assert "25" in caught.value.render("en")
    assert "25" in caught.value.render("cs")


def test_no_events_show_nothing() -> None:
    """Without events there is nothing to detect."""
    assert anonymisation(gpd.GeoSeries([], crs=CRS)) == Anonymisation(
        detected=False, places=0, spacing_m=0.0, error_m=0.0
    )


def test_degrees_are_refused() -> None:
    """A spacing in degrees would be no distance."""
    with pytest.raises(CrsError):
        anonymisation(gpd.GeoSeries(shapely.points([[14.4, 50.1]]), crs="EPSG:4326"))


@pytest.mark.parametrize(
    ("error_m", "incidents", "bandwidth_m"),
    [
        (0.0, 1000, 40.0),
        (30.0, 1000, 50.0),
        (75.0, 1000, 85.0),
        (500.0, 1000, 150.0),
        (0.0, 299, 60.0),
        (0.0, 300, 40.0),
        (75.0, 10, 85.0),
    ],
)
def test_bandwidth_widens_with_the_error(
    error_m: float, incidents: int, bandwidth_m: float
) -> None:
    """√(40² + error²) from 40 to 150 m, from 60 m where incidents are few."""
    assert default_bandwidth_m(error_m, incidents) == pytest.approx(bandwidth_m)


def test_zizkov_of_the_police_is_found_anonymised(shared_data: Path) -> None:
    """17 000 rows are 6 211 events on 70 points, and the bandwidth widens."""
    rows = pd.read_csv(shared_data / "zizkov" / "crimes_2025_500097" / "2025_500097.csv")
    events = rows.drop_duplicates("id")
    points = gpd.GeoSeries(gpd.points_from_xy(events.x, events.y), crs="EPSG:4326").to_crs(CRS)
    positions = anonymisation(points)

    assert (len(rows), len(events), positions.detected, positions.places) == (
        17_000,
        6_211,
        True,
        70,
    )
    assert 189 < positions.spacing_m < 516
    assert default_bandwidth_m(positions.error_m, len(events)) == pytest.approx(75.9, abs=0.1)
