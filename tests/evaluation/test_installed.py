"""Cameras that have been up for a while: what changed in view, around and elsewhere."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from attrs import evolve

from placement.errors import InputError
from placement.evaluation import Evaluation, evaluate
from placement.evaluation.installed import _zones
from placement.pipeline import Inputs, Situation, prepare
from tests.evaluation import town

DAY = date(2023, 1, 1)
CAMERA = "K1"


@pytest.fixture(scope="module")
def given() -> Inputs:
    """Return a town with one camera in its middle, installed on the first of January 2023."""
    made = town.town(8, hot_spots=3, seed=3)
    return evolve(town.inputs(made, town.incidents(made, 10, seed=1)), cameras=cameras(made))


def cameras(made: town.Town, *, days: tuple[str, ...] = (str(DAY),)) -> gpd.GeoDataFrame:
    """Return cameras on crossings in the middle of the town, one for each day."""
    middle = made.streets.union_all().centroid
    ends = shapely.points(shapely.get_coordinates(made.streets.geometry.to_numpy()))
    order = np.argsort(shapely.distance(ends, middle))
    names = [f"K{number + 1}" for number in range(len(days))]
    columns = {
        "camera_id": names,
        "point_id": names,
        "name": "",
        "status": "in service",
        "model": "",
        "mount_height_m": 5.0,
        "azimuth_deg": 0.0,
        "tilt_deg": 30.0,
        "installed": pd.to_datetime(pd.Series(days)),
        "provenance": "synthetic",
    }
    # every twentieth end: the same crossing is the end of several streets
    return gpd.GeoDataFrame(columns, geometry=ends[order[::20][: len(days)]], crs=town.CRS)


def zones(given: Inputs) -> tuple[Situation, list[np.ndarray]]:
    """Return the situation, and places in view, in the ring and elsewhere."""
    made = prepare(town.config(), given)
    none = pd.Series([False])
    found = _zones(made, np.array([0]), none, none, ring_m=200.0)
    return made, [np.flatnonzero(zone) for zone in found]


def recorded(given: Inputs, made: Situation, happened: list[tuple[np.ndarray, int, str]]) -> Inputs:
    """Return inputs with so many incidents in zones, spread over a year's days."""
    places, moments = [], []
    for zone, count, year in happened:
        point = zone[np.arange(count) % zone.size]
        places += list(zip(made.demand.x_m[point], made.demand.y_m[point], strict=True))
        moments += list(pd.date_range(f"{year}-01-01 12:00", f"{year}-12-31 12:00", periods=count))
    columns = {
        "incident_id": [str(number) for number in range(len(places))],
        "when": moments,
        "weight": 1.0,
    }
    table = gpd.GeoDataFrame(columns, geometry=shapely.points(places), crs=town.CRS)
    return evolve(given, incidents=table)


def evaluated(given: Inputs, changes: dict[str, tuple[int, int]]) -> Evaluation:
    """Return the evaluation of so many incidents before and after, by zone."""
    made, (treated, ring, control) = zones(given)
    by_name = {"treated": treated, "ring": ring, "control": control}
    happened = [
        (by_name[name], count, year)
        for name, counts in changes.items()
        for count, year in zip(counts, ("2022", "2023"), strict=True)
    ]
    (found,) = evaluate(town.config(), recorded(given, made, happened))
    return found


def test_counts_and_times_are_those_of_the_record(given: Inputs) -> None:
    """A year on either side; every incident is in view, around or elsewhere."""
    found = evaluated(given, {"treated": (40, 20), "ring": (30, 35), "control": (80, 80)})

    assert (found.before, found.after) == (date(2022, 1, 1), date(2024, 1, 1))
    assert (found.installed, found.cameras) == (DAY, (CAMERA,))
    assert (found.treated, found.ring, found.control) == ((40, 20), (30, 35), (80, 80))
    assert found.local.estimate == pytest.approx(-20)
    assert found.displaced.estimate == pytest.approx(5)
    assert found.total.estimate == pytest.approx(-15)


def test_a_fall_everywhere_is_no_effect(given: Inputs) -> None:
    """Where all streets lose a quarter, so does the view: nothing is left for the cameras."""
    found = evaluated(given, {"treated": (40, 30), "ring": (20, 15), "control": (80, 60)})

    for change in (found.local, found.displaced, found.total):
        assert change.estimate == pytest.approx(0)
    assert found.local.standard_error == pytest.approx(np.sqrt(70 + (40 / 80) ** 2 * 140))


def test_what_moved_round_the_corner_was_not_prevented(given: Inputs) -> None:
    """Twenty fewer in view and twenty more around are no change together."""
    found = evaluated(given, {"treated": (40, 20), "ring": (20, 40), "control": (60, 60)})

    low, high = found.total.interval()
    assert found.total.estimate == pytest.approx(0)
    assert low < 0 < high


def test_without_a_control_the_change_stands_alone(given: Inputs) -> None:
    """Nothing elsewhere: there is nothing to compare with, and the plain change is given."""
    found = evaluated(given, {"treated": (40, 20)})

    assert found.local.estimate == pytest.approx(-20)
    assert found.displaced.estimate == 0


def test_a_short_record_gives_equal_times(given: Inputs) -> None:
    """Ninety days after: ninety days before are compared, not the whole year."""
    made, (treated, _, _) = zones(given)
    full = recorded(given, made, [(treated, 365, "2022"), (treated, 365, "2023")])
    short = full.incidents[full.incidents["when"] < "2023-04-01"]

    (found,) = evaluate(town.config(), evolve(full, incidents=short))

    assert found.treated == (90, 90)
    assert (found.after - DAY) == (DAY - found.before)


def test_each_day_of_installation_is_looked_at_by_itself(given: Inputs) -> None:
    """What a later camera sees is no control of the earlier one, and not the later one's credit."""
    made = town.town(8, hot_spots=3, seed=3)
    two = cameras(made, days=("2022-07-01", "2023-07-01"))
    situation, (treated, ring, control) = zones(given)
    happened = [(zone, 60, year) for zone in (treated, ring, control) for year in ("2022", "2023")]
    told = recorded(evolve(given, cameras=two), situation, happened)

    first, second = evaluate(town.config(), told)

    assert [each.cameras for each in (first, second)] == [("K1",), ("K2",)]
    assert first.treated[0] + first.ring[0] + first.control[0] <= 180


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        ((None,), "study_no_installation"),
        (("1999-01-01",), "study_installed_outside"),
    ],
)
def test_what_cannot_be_evaluated_is_refused(days, kind, given: Inputs) -> None:
    """No date of installation, or no incidents on both sides of any."""
    made = town.town(8, hot_spots=3, seed=3)

    with pytest.raises(InputError) as caught:
        evaluate(town.config(), evolve(given, cameras=cameras(made, days=days)))

    assert [problem.kind for problem in caught.value.problems] == [kind]
