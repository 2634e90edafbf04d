"""Buildings: where their heights come from."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import box

from placement.errors import SchemaError
from placement.inputs import buildings
from placement.schema import BUILDINGS

CRS = "EPSG:32633"
EAST, NORTH = 400_000.0, 5_600_000.0


def written(path: Path, **columns: list) -> Path:
    """Write a row of houses, one a value, to a file."""
    n = len(next(iter(columns.values())))
    houses = [box(EAST + 20 * i, NORTH, EAST + 20 * i + 10, NORTH + 10) for i in range(n)]
    gpd.GeoDataFrame(columns, geometry=houses, crs=CRS).to_file(path)
    return path


def test_height_goes_before_floors_before_the_default(tmp_path):
    """Each building says what its height follows from, and the account counts it."""
    path = written(
        tmp_path / "a.gpkg", height=["12,5", None, "0", ""], PocetPodlazi=[9.0, 4.0, None, 0.0]
    )

    reading = buildings.read(path, crs=CRS, storey_height_m=3.5, default_height_m=7.0)

    assert list(reading.table.columns) == BUILDINGS.names
    assert reading.table["height_m"].tolist() == [12.5, 14.0, 7.0, 7.0]
    assert reading.table["height_source"].tolist() == ["height", "floors", "default", "default"]
    assert dict(reading.account.facts) == {
        "heights_from_height": 1,
        "heights_from_floors": 1,
        "heights_from_default": 2,
    }


@pytest.mark.parametrize("floors", [["5", None, "-1"], [5.0, None, 0.0]])
def test_floors_may_be_text_or_number_with_gaps(tmp_path, floors):
    """RÚIAN's PocetPodlazi comes as text or float; nothing and ruins take the default."""
    path = written(tmp_path / "a.gpkg", PocetPodlazi=floors)

    table = buildings.read(path, crs=CRS).table

    assert table["height_m"].tolist() == [15.0, 6.0, 6.0]


def test_a_shapefile_with_shouted_columns_is_understood(tmp_path):
    """Column names are recognised whatever their case."""
    path = written(tmp_path / "a.shp", VYSKA=[8.0], KOD=[77])

    table = buildings.read(path, crs=CRS).table

    assert table["height_m"].tolist() == [8.0]
    assert table["building_id"].tolist() == ["77"]


def test_the_plan_file_may_name_the_columns(tmp_path):
    """Configured columns go before usual ones."""
    path = written(tmp_path / "a.gpkg", height=[3.0], roof=["11 m"], etage=[2])

    table = buildings.read(path, crs=CRS, columns={"height_m": "roof"}).table

    assert table["height_m"].tolist() == [11.0]
    with pytest.raises(SchemaError, match="no column “floor”"):
        buildings.read(path, crs=CRS, columns={"floors": "floor"})


def test_negative_heights_are_a_problem_with_their_rows(tmp_path):
    """A height below zero is an error of the data, not an unknown one."""
    path = written(tmp_path / "a.gpkg", height=[5.0, -3.0, 8.0, -4.0])

    with pytest.raises(SchemaError, match=r"out of range: -3.0, -4.0 \(rows 2, 4\)") as caught:
        buildings.read(path, crs=CRS)

    assert caught.value.problems[0].row == 2


def test_heights_that_are_not_understood_are_noted(tmp_path):
    """A word for a height costs that height only, and is told."""
    path = written(tmp_path / "a.gpkg", height=["tall", "5"])

    reading = buildings.read(path, crs=CRS)

    assert reading.table["height_m"].tolist() == [6.0, 5.0]
    assert [note.kind for note in reading.account.notes] == ["heights_unclear"]


def test_osm_levels_count_the_roof_and_roofs_count_nothing(tmp_path):
    """Levels in the roof are floors too; a roof on posts hides nothing."""
    path = written(
        tmp_path / "a.gpkg",
        building=["yes", "roof", "yes"],
        other_tags=['"building:levels"=>"3","roof:levels"=>"1"', None, '"height"=>"9.5 m"'],
    )

    reading = buildings.read(path, crs=CRS)

    assert reading.table["height_m"].tolist() == [12.0, 9.5]
    assert dict(reading.account.dropped) == {"no_walls": 1}


def test_overlapping_duplicates_and_repeated_ids_are_kept(tmp_path):
    """Two outlines of one building are two rows with identifiers of their own."""
    path = written(tmp_path / "a.gpkg", Kod=[5, 5])

    reading = buildings.read(path, crs=CRS)

    assert reading.table["building_id"].tolist() == ["5-1", "5-2"]


@pytest.mark.town
def test_zizkov_has_215_buildings_with_floors(shared_data):
    """RÚIAN knows the floors of 215 of 246 buildings."""
    path = shared_data / "zizkov" / "zizkov.gpkg"

    reading = buildings.read(path, crs="EPSG:5514", layer="budovy", storey_height_m=3.0)

    assert reading.account.rows_read == len(reading.table) == 246
    assert dict(reading.account.facts) == {
        "heights_from_height": 0,
        "heights_from_floors": 215,
        "heights_from_default": 31,
    }
    assert reading.table["height_m"].max() == 27.0
    assert reading.table["building_id"].is_unique


@pytest.mark.town
def test_helsinki_has_494_buildings_and_129_parts(shared_data):
    """Every building of the raw extract is kept or counted, and its outline is valid."""
    path = shared_data / "helsinki" / "Helsinki.osm.pbf"

    reading = buildings.read(path, crs="EPSG:3067")

    account = reading.account
    assert account.rows_read == 494 + 129
    assert account.rows_kept + sum(account.dropped.values()) == account.rows_read
    assert account.facts["heights_from_height"] + account.facts["heights_from_floors"] > 169
    assert account.facts["raised"] > 50
    assert shapely.is_valid(reading.table.geometry.array).all()
    assert reading.table["building_id"].is_unique


def test_an_empty_building_column_takes_nothing_away(tmp_path):
    """A layer whose column `building` was never filled in is a layer of buildings all the same."""
    path = written(tmp_path / "a.geojson", building=[None, ""], kod=[1, 2])

    assert len(buildings.read(path, crs=CRS).table) == 2
