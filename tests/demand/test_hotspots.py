"""Hot streets: none where risk is uniform, a planted one found, no more claimed than is known."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placement import demand as demands
from placement.demand import Anonymisation, anonymisation
from placement.demand.hotspots import HotStreets, Null, hot_streets
from tests.demand import cored_town

EXACT = Anonymisation(detected=False, places=0, spacing_m=0.0, error_m=0.0)
SEEDS = range(20)
FEW_SEEDS = range(6)
PLANTED = "Západní 480"


def outcome(events: gpd.GeoDataFrame, *, compared_with: Null = "town") -> HotStreets:
    """Return what stands out among incidents on the town with a dense core."""
    return hot_streets(
        cored_town.demand_of(events),
        events,
        anonymised=EXACT,
        compared_with=compared_with,
    )


def planted_id() -> str:
    """Return a line of 160 m outside the core."""
    streets = cored_town.streets()
    return str(streets.loc[streets["name"] == PLANTED, "street_id"].iloc[2])


def share_by_name(hot: HotStreets) -> float:
    """Return the share of street length on streets that stand out as a whole."""
    length_m = hot.lixels["length_m"]
    return float(length_m[hot.lixels["street_q"] <= hot.level].sum() / length_m.sum())


def shares(count: int, *, error_m: float, seeds: range = SEEDS) -> np.ndarray:
    """Return hot shares of length by window, by street and by Gi*, of each seed (n, 3)."""
    by_seed = []
    for seed in seeds:
        hot = outcome(cored_town.incidents(count, seed=seed, error_m=error_m))
        by_seed.append((hot.hot_share, share_by_name(hot), hot.gi_share))
    return np.array(by_seed)


def test_uniform_risk_has_no_hot_streets() -> None:
    """At most 0.1 % of street length, 6 seeds, positions 30 m off; Gi* calls over 5 %."""
    window, street, gi = shares(2_000, error_m=30.0, seeds=FEW_SEEDS).mean(axis=0)

    assert window <= 0.001
    assert street <= 0.001
    assert gi > 0.05


@pytest.mark.slow
@pytest.mark.parametrize("count", [1_000, 2_000, 5_000, 20_000])
@pytest.mark.parametrize("error_m", [0.0, 30.0])
def test_uniform_risk_has_no_hot_streets_whatever_the_count(count: int, error_m: float) -> None:
    """The same for few and many incidents, exact and misplaced."""
    window, street, _ = shares(count, error_m=error_m).mean(axis=0)

    assert window <= 0.001
    assert street <= 0.001


def test_a_planted_hot_street_is_found() -> None:
    """160 m at fifteen times the risk are found in each of 3 towns, and hardly anything else."""
    for seed in range(3):
        hot = outcome(
            cored_town.incidents(1_500, seed=seed, error_m=10, planted=planted_id(), times=15)
        )
        lixels = hot.lixels
        on = lixels["street_id"] == planted_id()

        assert lixels.loc[on, "hot"].mean() > 0.5
        assert lixels.loc[lixels["hot"] & ~on, "length_m"].sum() < 60
        first = hot.listed.iloc[0]
        assert (first["kind"], first["street"]) == ("stretch", PLANTED)
        assert {first["crossing_from"], first["crossing_to"]} == {"Jižní 320", "Jižní 480"}
        assert first["incidents"] == pytest.approx(first["rate_ratio"] * first["expected"])
        assert first["incidents"] >= lixels.loc[on & lixels["hot"], "incidents"].sum()


def test_what_is_listed_is_what_is_marked() -> None:
    """The stretches are the hot pieces, none twice; the surest claims have a q below the level."""
    hot = outcome(cored_town.incidents(1_500, seed=1, planted=planted_id(), times=30))
    marked = hot.lixels[hot.lixels["hot"]]
    stretches = hot.listed[hot.listed["kind"] == "stretch"]

    assert stretches["length_m"].sum() == pytest.approx(marked["length_m"].sum())
    assert stretches.geometry.length.sum() == pytest.approx(marked.geometry.length.sum())
    assert (hot.listed["q"] <= hot.level).all()
    assert (hot.listed["rate_ratio"] > 1).all()
    surplus = hot.listed["incidents"] - hot.listed["expected"]
    assert surplus.is_monotonic_decreasing


def test_every_incident_is_counted_on_one_piece() -> None:
    """Pieces hold all incidents, and windows reach the bandwidth to either side."""
    events = cored_town.incidents(800, seed=2)
    hot = outcome(events)

    assert hot.lixels["incidents"].sum() == 800
    assert hot.window_m == 40.0
    assert hot.lixels["window_m"].between(20, 400).all()
    assert (hot.lixels["window_incidents"] >= hot.lixels["incidents"]).all()


def test_a_hot_district_is_hot_beside_the_town_only() -> None:
    """With twice the risk all over the core, the town's rate marks it, its own does not."""
    events = cored_town.incidents(9_000, seed=5)
    built = cored_town.demand_of(events)
    core = (built.lixels["district"] == "Centrum").to_numpy()
    keep = core[built.incident_lixel] | (np.random.default_rng(0).random(len(events)) < 0.2)
    some = events[keep].reset_index(drop=True)
    town, district = (outcome(some, compared_with=null) for null in ("town", "district"))

    assert town.hot_share > 0.02
    assert set(town.lixels.loc[town.lixels["hot"], "district"]) == {"Centrum"}
    assert district.hot_share <= 0.001


def test_anonymised_points_name_areas_never_streets() -> None:
    """With incidents moved to places 300 m apart, what stands out is tested and told by area."""
    exact = cored_town.incidents(4_000, seed=6, planted=planted_id(), times=40)
    x, y = exact.geometry.x, exact.geometry.y
    moved = exact.set_geometry(
        gpd.points_from_xy((x // 300 + 0.5) * 300, (y // 300 + 0.5) * 300, crs=exact.crs)
    )
    shown = anonymisation(moved)
    hot = hot_streets(cored_town.demand_of(moved), moved, anonymised=shown)

    assert shown.detected
    assert hot.resolution == "area"
    assert set(hot.listed["kind"]) == {"area"}
    assert (hot.listed["length_m"] > 300).all()
    assert PLANTED in ", ".join(hot.listed["street"])
    assert hot.tests <= shown.places
    by_area = hot.lixels[hot.lixels["hot"]].groupby("window_incidents")["length_m"].sum()
    assert sorted(by_area) == pytest.approx(sorted(hot.listed["length_m"]))


def test_areas_that_reach_beyond_the_record_are_not_tested() -> None:
    """A place at the edge also holds incidents from outside: it is left out, and counted."""
    exact = cored_town.incidents(4_000, seed=6)
    x, y = exact.geometry.x, exact.geometry.y
    moved = exact.set_geometry(
        gpd.points_from_xy((x // 300 + 0.5) * 300, (y // 300 + 0.5) * 300, crs=exact.crs)
    )
    built, shown = cored_town.demand_of(moved), anonymisation(moved)
    area = shapely.box(*built.lixels.total_bounds)
    clipped = hot_streets(built, moved, anonymised=shown, clipped_by=area)
    rim = shapely.intersects(area.exterior.buffer(10), built.lixels.geometry)

    assert clipped.at_edge > 10
    assert clipped.tests + clipped.at_edge == hot_streets(built, moved, anonymised=shown).tests
    assert clipped.lixels.loc[rim, "q"].isna().all()
    assert not clipped.lixels.loc[rim, "hot"].any()
    assert clipped.lixels["q"].notna().mean() > 0.4


def test_anonymised_points_without_risk_name_no_area() -> None:
    """Uniform risk moved to common places is no hot area either."""
    exact = cored_town.incidents(4_000, seed=8)
    x, y = exact.geometry.x, exact.geometry.y
    moved = exact.set_geometry(
        gpd.points_from_xy((x // 320 + 0.5) * 320, (y // 320 + 0.5) * 320, crs=exact.crs)
    )
    hot = hot_streets(cored_town.demand_of(moved), moved, anonymised=anonymisation(moved))

    assert hot.resolution == "area"
    assert hot.hot_share <= 0.05


def test_without_incidents_nothing_is_outcome() -> None:
    """Streets that merely count by the metre are neither hot nor cold."""
    built = demands.build(cored_town.streets(), None, bandwidth_m=40.0, lixel_m=10.0, snap_m=30.0)
    built.lixels["district"] = ""
    hot = hot_streets(built, None, anonymised=EXACT)

    assert hot.resolution == "none"
    assert hot.listed.empty
    assert hot.lixels["p"].isna().all()
    assert hot.hot_share == hot.gi_share == 0.0
