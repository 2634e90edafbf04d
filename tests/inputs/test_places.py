"""Places and fear of crime from layers and tables."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely import Point

from placement.errors import InputError
from placement.inputs import fear, places
from placement.schema import FEAR, PLACES

CRS = "EPSG:5514"
BOX = shapely.box(-780_000, -980_000, -779_900, -979_900)


def written(folder: Path, columns: dict[str, list[object]], shapes: list[object]) -> Path:
    """Write a layer and return its file."""
    file = folder / "layer.geojson"
    gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS).to_crs("EPSG:4326").to_file(file)
    return file


def test_points_and_polygons_of_one_file_are_places(tmp_path: Path) -> None:
    """Types come from tags; what no table knows is dropped and counted."""
    tags = {"amenity": ["school", "parking", "bench"], "name": ["ZŠ", "", ""]}
    file = written(tmp_path, tags, [BOX.centroid, BOX, Point(-780_000, -980_000)])
    reading = places.read(file, crs=CRS)

    assert list(reading.table.columns) == PLACES.names
    assert sorted(reading.table["kind"]) == ["car park", "school"]
    assert reading.account.dropped == {"no_place_type": 1}
    assert (reading.account.rows_read, reading.account.rows_kept) == (3, 2)


def test_a_table_of_stops_takes_its_type_from_the_plan_file(tmp_path: Path) -> None:
    """A timetable's stops say where, the plan file what they are; an unknown type is refused."""
    file = tmp_path / "stops.csv"
    file.write_text("name,lon,lat\nNádraží,13.61,50.6\n", encoding="utf-8")
    table = places.read(file, crs=CRS, kind="zastávka").table

    assert table["kind"].tolist() == ["stop"]
    assert table["name"].tolist() == ["Nádraží"]
    with pytest.raises(InputError, match="kiosk"):
        places.read(file, crs=CRS, kind="kiosk")


def test_fear_takes_its_votes(tmp_path: Path) -> None:
    """The parts of a polygon share its votes by area."""
    other = shapely.box(-779_800, -980_000, -779_500, -979_900)
    file = written(tmp_path, {"počet": [8.0, 2.0]}, [shapely.MultiPolygon([BOX, other]), BOX])
    reading = fear.read(file, crs=CRS)

    assert list(reading.table.columns) == FEAR.names
    assert reading.table["weight"].tolist() == pytest.approx([2.0, 6.0, 2.0], rel=1e-4)
    assert reading.account.rows_kept == 2
