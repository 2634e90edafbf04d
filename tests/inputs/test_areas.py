"""Areas and what they are called."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import MultiPolygon, Point, box

from placement.errors import InputError
from placement.inputs import areas
from placement.schema import AREAS

CRS = "EPSG:32633"
EAST, NORTH = 400_000.0, 5_600_000.0


def written(path: Path, shapes: list, **columns: list) -> Path:
    """Write shapes to a file."""
    gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS).to_file(path)
    return path


def squares(n: int) -> list:
    """Return squares of 10 m in a row."""
    return [box(EAST + 20 * i, NORTH, EAST + 20 * i + 10, NORTH + 10) for i in range(n)]


def test_areas_have_a_name_and_a_reason(tmp_path):
    """Name and reason come from the columns Czech and English files have; no name is a number."""
    path = written(tmp_path / "a.gpkg", squares(2), Nazev=["Zámek", None], duvod=["památka", None])

    table = areas.read(path, crs=CRS).table

    assert list(table.columns) == AREAS.names
    assert table["name"].tolist() == ["Zámek", "2"]
    assert table["reason"].tolist() == ["památka", ""]


def test_an_area_of_several_parts_keeps_one_name(tmp_path):
    """A district of two parts is two rows of one name."""
    path = written(tmp_path / "a.gpkg", [MultiPolygon(squares(2)), *squares(1)], jmeno=["A", "B"])

    reading = areas.read(path, crs=CRS)

    assert reading.table["name"].tolist() == ["A", "A", "B"]
    assert reading.account.rows_kept == 2


def test_the_plan_file_may_name_the_columns(tmp_path):
    """A configured name goes before a usual one."""
    path = written(tmp_path / "a.gpkg", squares(1), name=["wrong"], zone=["right"])

    assert areas.read(path, crs=CRS, columns={"name": "zone"}).table["name"].tolist() == ["right"]


def test_no_area_left_is_refused(tmp_path):
    """A boundary outside the planned area is a mistake."""
    path = written(tmp_path / "a.gpkg", squares(1), name=["far"])

    with pytest.raises(InputError, match="none is left"):
        areas.read(path, crs=CRS, within=Point(EAST, NORTH + 9_000).buffer(10))


@pytest.mark.town
def test_litvinov_lies_among_its_neighbours(shared_data):
    """The five municipalities have their names, and Litvínov its 41 km²."""
    path = shared_data / "litvinov" / "litvinov_obce_boundaries.geojson"

    table = areas.read(path, crs="EPSG:5514").table

    assert len(table) == 5
    litvinov = table.set_index("name").loc["Litvínov"]
    assert litvinov.geometry.area == pytest.approx(40.7e6, rel=0.02)


def test_districts_have_english_names_where_their_file_does(tmp_path):
    """By OpenStreetMap's tag or ours; other areas have none."""
    path = written(
        tmp_path / "a.gpkg", squares(2), name=["Osada", "Hamr"], **{"name:en": ["Estate", None]}
    )

    districts = areas.read(path, crs=CRS, name="districts").table
    others = areas.read(path, crs=CRS, name="no_mount").table

    assert districts["name_en"].tolist() == ["Estate", ""]
    assert others["name_en"].tolist() == ["", ""]
