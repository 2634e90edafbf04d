"""From streets and recorded incidents to demand points and their weights."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point

from placement import schema
from placement.demand import Demand, build, network_heat
from placement.errors import CrsError, InputError
from placement.texts import LANGUAGES

CRS = "EPSG:5514"
KERNEL = {"bandwidth_m": 40.0, "lixel_m": 10.0}


def town() -> gpd.GeoDataFrame:
    """Return a high street of 300 m with a lane of 100 m off it, and a lone yard of 50 m."""
    return gpd.GeoDataFrame(
        {
            "street_id": ["high", "lane", "yard"],
            "name": ["Hlavní", "Úzká", ""],
            "street_class": ["residential", "footway", ""],
        },
        geometry=[
            LineString([(0, 0), (300, 0)]),
            LineString([(300, 0), (300, 100)]),
            LineString([(0, 500), (50, 500)]),
        ],
        crs=CRS,
    )


def recorded(
    *places: tuple[float, float],
    weight: float | list[float] = 1.0,
    when: list[str | None] | None = None,
) -> gpd.GeoDataFrame:
    """Return incidents at places, all of 2024 unless told."""
    days = when or ["2024-01-01", *["2024-12-31 06:00"] * (len(places) - 1)]
    return gpd.GeoDataFrame(
        {
            "incident_id": [f"i{k}" for k in range(len(places))],
            "when": pd.to_datetime(pd.Series(days[: len(places)], dtype="str"), format="mixed"),
            "until": pd.NaT,
            "precision": "time",
            "kind": "krádež",
            "path": "krádež",
            "municipal": False,
            "weight": weight,
        },
        geometry=[Point(place) for place in places],
        crs=CRS,
    )


def demand(incidents: gpd.GeoDataFrame | None, **changed: float) -> Demand:
    """Return the demand of the town with a limit of 30 m."""
    return build(town(), incidents, **(KERNEL | {"snap_m": 30.0} | changed))


def test_town_and_incidents_are_what_the_readers_give() -> None:
    """These tests speak of the tables that `schema` describes."""
    schema.check(town(), schema.STREETS, file="streets")
    schema.check(recorded((0, 0)), schema.INCIDENTS, file="incidents")


def test_demand_is_the_heat_of_a_year() -> None:
    """Two years of record halve what is expected in one."""
    incidents = recorded((20, 3), (150, 0), (300, 40), weight=[1.0, 2.0, 0.5])
    built = demand(incidents, years=2.0)
    heat = network_heat(town().geometry, incidents.geometry, incidents.weight, **KERNEL)

    np.testing.assert_allclose(built.weight, heat.expected / 2, rtol=1e-12)
    assert built.total == pytest.approx(3.5 / 2, rel=1e-9)
    assert (built.incidents, built.unsnapped, built.unit) == (3, 0, "incidents_per_year")


def test_far_incidents_are_counted_and_left_out() -> None:
    """An incident in a field is no demand on a street, and is not silently lost."""
    built = demand(recorded((20, 30), (20, 30.1), (150, 200)), years=1.0)

    assert (built.incidents, built.unsnapped) == (1, 2)
    assert built.total == pytest.approx(1.0)
    assert built.incident_lixel.tolist()[1:] == [-1, -1]
    assert built.lixels["street_id"].iloc[built.incident_lixel[0]] == "high"


def test_every_demand_point_is_the_middle_of_its_lixel() -> None:
    """Ids, places, weights and rows of the layer speak of the same piece of street."""
    built = demand(recorded((20, 3)))
    middle = built.lixels.geometry.interpolate(0.5, normalized=True)

    assert built.lixels["street_id"].iloc[[0, 1, -1]].tolist() == ["high", "high", "yard"]
    assert len(set(built.ids)) == len(built.lixels) == 45
    np.testing.assert_array_equal(built.lixels.lixel_id, built.ids)
    np.testing.assert_array_equal(built.lixels.expected, built.weight)
    np.testing.assert_allclose(built.x_m, middle.x)
    np.testing.assert_allclose(built.y_m, middle.y)


def test_layer_names_the_street_of_each_lixel() -> None:
    """The layer has the columns a map needs, in the system of the streets."""
    lixels = demand(None).lixels

    assert list(lixels.columns) == [
        "lixel_id",
        "street_id",
        "street",
        "street_class",
        "length_m",
        "expected",
        "geometry",
    ]
    assert lixels.crs == CRS
    assert set(zip(lixels.street_id, lixels.street, lixels.street_class, strict=True)) == {
        ("high", "Hlavní", "residential"),
        ("lane", "Úzká", "footway"),
        ("yard", "", ""),
    }


@pytest.mark.parametrize("incidents", [None, recorded()])
def test_without_incidents_every_metre_counts_the_same(incidents: gpd.GeoDataFrame | None) -> None:
    """The unit says that these are metres, not incidents."""
    built = demand(incidents)

    np.testing.assert_allclose(built.weight, built.lixels.length_m)
    assert built.total == pytest.approx(450.0)
    assert (built.unit, built.incidents, built.unsnapped) == ("street_metres", 0, 0)


def test_even_share_reaches_quiet_streets_and_keeps_the_total() -> None:
    """A tenth of all demand goes to all streets by length: the lone yard gets 50 of 450 m of it."""
    incidents = recorded((20, 3), (150, 0))
    bare, floored = demand(incidents, years=1.0), demand(incidents, years=1.0, even_share=0.1)
    yard = np.asarray(floored.lixels.street_id == "yard")

    assert bare.weight[yard].sum() == 0.0
    assert floored.weight[yard].sum() == pytest.approx(0.1 * 2.0 * 50 / 450)
    assert floored.total == pytest.approx(bare.total)


@pytest.mark.parametrize(
    ("when", "years", "dated"),
    [
        (["2022-01-01", "2024-01-01", None], 730 / 365.25, 2),
        (["2024-03-01", "2024-03-02", "2024-03-02"], 1 / 12, 3),
        (["2024-03-01", None, None], 1 / 12, 1),
    ],
)
def test_time_of_the_record_follows_from_the_incidents(
    when: list[str | None], years: float, dated: int
) -> None:
    """From the first to the last, at least a month; what has no date is in no rate."""
    built = demand(recorded((20, 3), (40, 0), (60, 0), when=when))

    assert built.years == pytest.approx(years)
    assert built.total == pytest.approx(dated / years)
    assert built.incidents == dated


def test_years_are_asked_for_where_no_date_tells_them() -> None:
    """Incidents without any date are never taken for those of one year; stated years take all."""
    undated = recorded((20, 3), (40, 0), (60, 0), when=[None, None, None])
    with pytest.raises(InputError) as caught:
        demand(undated)

    assert [problem.kind for problem in caught.value.problems] == ["demand_without_years"]
    assert demand(undated, years=3.0).total == pytest.approx(1.0)


def test_incidents_that_are_all_far_are_refused() -> None:
    """A wrong coordinate system must not end as a plan without demand."""
    with pytest.raises(InputError, match="None of the 2 incidents"):
        demand(recorded((9000, 0), (9100, 0)))


def test_incidents_that_all_weigh_nothing_are_refused() -> None:
    """Weights of 0 for every type leave nothing to plan for."""
    with pytest.raises(InputError, match="weight 0"):
        demand(recorded((20, 3), weight=0.0))


@pytest.mark.parametrize(
    "changed",
    [
        {"snap_m": -1.0},
        {"snap_m": np.nan},
        {"years": 0.0},
        {"years": np.inf},
        {"even_share": -0.1},
        {"even_share": 1.1},
        {"bandwidth_m": np.nan},
        {"lixel_m": 11.0},
    ],
)
def test_argument_out_of_range_is_named(changed: dict[str, float]) -> None:
    """The problem says which value it is, in both languages."""
    with pytest.raises(InputError) as caught:
        demand(recorded((20, 3)), **changed)

    assert [problem.column for problem in caught.value.problems] == list(changed)
    assert all("{" not in caught.value.render(language) for language in LANGUAGES)


def test_unusable_streets_are_named_by_their_identifier() -> None:
    """Streets without length and identifiers given twice come together."""
    streets = town()
    streets.loc[1, "geometry"] = LineString([(5, 5), (5, 5)])
    streets.loc[2, "street_id"] = "high"
    with pytest.raises(InputError) as caught:
        build(streets, None, snap_m=30.0, **KERNEL)

    assert [(problem.kind, problem.values["first"]) for problem in caught.value.problems] == [
        ("demand_line_without_length", "lane"),
        ("demand_id_repeated", "high"),
    ]


def test_unusable_incidents_are_named_by_their_identifier() -> None:
    """A weight that is missing or negative is told by the event it belongs to."""
    with pytest.raises(InputError, match=r"2 × a weight .*: i1, i2\."):
        demand(recorded((20, 3), (40, 0), (60, 0), weight=[1.0, np.nan, -1.0]))


def test_incidents_in_another_system_are_refused() -> None:
    """Reprojection is the readers' work; here it would hide a mistake."""
    with pytest.raises(CrsError, match="EPSG:32633"):
        demand(recorded((20, 3)).set_crs("EPSG:32633", allow_override=True))


def test_arrays_are_read_only_and_inputs_unchanged() -> None:
    """Demand is a frozen value, and building it leaves the tables alone."""
    streets, incidents = town(), recorded((20, 3))
    built = build(streets, incidents, snap_m=30.0, **KERNEL)

    pd.testing.assert_frame_equal(streets, town())
    pd.testing.assert_frame_equal(incidents, recorded((20, 3)))
    for array in (built.ids, built.x_m, built.y_m, built.weight):
        assert not array.flags.writeable


def test_parts_of_different_size_are_refused() -> None:
    """Arrays that belong together have one length."""
    built = demand(None)
    with pytest.raises(ValueError, match="differ in shape"):
        Demand(
            ids=built.ids[1:],
            x_m=built.x_m,
            y_m=built.y_m,
            weight=built.weight,
            lixels=built.lixels,
            bandwidth_m=40.0,
            years=1.0,
            incidents=0,
            unsnapped=0,
        )


def test_zizkov_gives_demand_on_its_streets(shared_data: Path) -> None:
    """Real streets and the police's events: what is near a street is kept, the rest is counted."""
    lines = gpd.read_file(shared_data / "zizkov" / "zizkov.gpkg", layer="ulice")
    streets = gpd.GeoDataFrame(
        {
            "street_id": [f"u{k}" for k in range(len(lines))],
            "name": lines["Nazev"],
            "street_class": "",
        },
        geometry=lines.geometry,
        crs=lines.crs,
    )
    rows = pd.read_csv(shared_data / "zizkov" / "crimes_2025_500097" / "2025_500097.csv")
    events = rows.drop_duplicates("id").reset_index(drop=True)
    incidents = gpd.GeoDataFrame(
        {
            "incident_id": events["id"].astype(str),
            "when": pd.to_datetime(events["date"].str[:19]),
            "kind": events["types"].astype(str),
            "weight": 1.0,
        },
        geometry=gpd.points_from_xy(events.x, events.y, crs="EPSG:4326").to_crs(CRS),
    )
    built = build(streets, incidents, bandwidth_m=76.0, lixel_m=10.0, snap_m=50.0)

    assert (built.incidents, built.unsnapped) == (727, 5_484)
    assert built.years == pytest.approx(1.0, abs=0.01)
    assert built.total == pytest.approx(727 / built.years, rel=1e-9)
