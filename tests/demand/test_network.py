"""Streets and public spaces as one network, and the demand on them."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point, Polygon, box

from placement.demand import build
from placement.demand.demand import Demand
from placement.demand.network import build_network
from placement.errors import CrsError, InputError
from placement.schema import INCIDENTS, SPACES, STREETS, check
from placement.texts import LANGUAGES

CRS = "EPSG:5514"


def streets(*rows: tuple[str, str, list]) -> gpd.GeoDataFrame:
    """Return streets from identifier, name and corners."""
    ids, names, corners = zip(*rows, strict=True)
    columns = {"street_id": ids, "name": names, "street_class": "residential"}
    lines = [LineString(corner) for corner in corners]
    return check(gpd.GeoDataFrame(columns, geometry=lines, crs=CRS), STREETS, file="streets")


def spaces(*shapes: Polygon, crs: str = CRS) -> gpd.GeoDataFrame:
    """Return squares of one name."""
    ids = [f"s{number}" for number in range(len(shapes))]
    columns = {"space_id": ids, "name": "Náměstí Míru", "kind": "square"}
    return check(gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs), SPACES, file="spaces")


def incidents(*places: tuple[float, float]) -> gpd.GeoDataFrame:
    """Return incidents of weight 1."""
    columns = {
        "incident_id": [str(number) for number in range(len(places))],
        "when": pd.NaT,
        "kind": "theft",
        "weight": 1.0,
    }
    frame = gpd.GeoDataFrame(columns, geometry=[Point(xy) for xy in places], crs=CRS)
    return frame.assign(**{c.name: "" for c in INCIDENTS.columns if c.name not in columns})


def demand(area: gpd.GeoDataFrame | None, *places: tuple[float, float]) -> Demand:
    """Return the demand of a street of two lines with a square at its end."""
    drawn = streets(
        ("a", "Dlouhá", [(0, 0), (44, 0)]),
        ("b", "Dlouhá", [(44, 0), (100, 0)]),
        ("c", "Krátká", [(0, 0), (0, -50)]),
    )
    recorded = incidents(*places) if places else None
    lengths = {"bandwidth_m": 40.0, "lixel_m": 10.0, "snap_m": 50.0}
    return build(drawn, recorded, years=2.0, spaces=area, **lengths)


SQUARE = box(100, -30, 150, 30)


def test_a_street_in_two_lines_is_cut_as_one_and_each_piece_knows_its_line() -> None:
    """Ten pieces of 10 m; the one across the false node belongs to the line with its middle."""
    frame = build_network(
        streets(*[("a", "D", [(0, 0), (44, 0)]), ("b", "D", [(44, 0), (100, 0)])]), lixel_m=10.0
    ).table

    np.testing.assert_allclose(frame["length_m"], 10.0)
    assert frame["street_id"].tolist() == ["a"] * 4 + ["b"] * 6


def test_incidents_on_a_square_are_demand_there_and_along_the_street() -> None:
    """The square has demand points with its name; mass is shared, none of it lost."""
    built = demand(spaces(SQUARE), (125, 0), (130, 10), (20, 3))
    square = built.lixels["street_class"] == "square"

    assert built.total == pytest.approx(1.5, rel=1e-9)
    assert built.lixels.geom_type[square].eq("Polygon").all()
    assert set(built.lixels["street"][square]) == {"Náměstí Míru"}
    assert built.lixels.geometry.intersects(
        gpd.GeoSeries(gpd.points_from_xy(built.x_m, built.y_m), crs=CRS).buffer(1e-6)
    ).all()
    assert built.lixels["street_class"].iloc[built.incident_lixel].tolist() == [
        "square",
        "square",
        "residential",
    ]
    assert 0.3 < built.weight[square].sum() < 1.0


def test_without_spaces_nothing_is_added() -> None:
    """An empty layer is none."""
    nothing, empty = demand(None, (20, 3)), demand(spaces(SQUARE).iloc[:0], (20, 3))

    np.testing.assert_array_equal(nothing.ids, empty.ids)
    np.testing.assert_array_equal(nothing.weight, empty.weight)


def test_without_incidents_ground_counts_alike() -> None:
    """A square of 3 000 m² counts as 300 m of street."""
    built = demand(spaces(SQUARE))

    assert built.unit == "street_metres"
    assert built.total == pytest.approx(150 + 300)


def test_a_space_leaves_the_identifiers_of_streets_alone() -> None:
    """Two plans, one with squares, can be laid side by side."""
    alone, beside = demand(None, (20, 3)), demand(spaces(SQUARE), (20, 3))

    assert beside.ids[: alone.ids.size].tolist() == alone.ids.tolist()
    assert len(set(beside.ids)) == beside.ids.size


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (Polygon([(0, 0), (9, 9), (9, 0), (0, 9)]), "demand_not_an_area"),
        (Polygon(), "demand_not_an_area"),
        (box(0, 0, 1e5, 1e5), "demand_too_many_cells"),
    ],
)
def test_an_unusable_space_is_named(shape: Polygon, kind: str) -> None:
    """Bow ties, nothing and half a country are refused, in both languages."""
    with pytest.raises(InputError) as caught:
        demand(spaces(shape), (20, 3))

    assert [problem.kind for problem in caught.value.problems] == [kind]
    assert all("{" not in caught.value.render(language) for language in LANGUAGES)


def test_spaces_in_another_system_are_refused() -> None:
    """They would lie in the sea."""
    with pytest.raises(CrsError):
        demand(spaces(SQUARE, crs="EPSG:32633"), (20, 3))
