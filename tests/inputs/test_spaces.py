"""Public spaces: which polygons are some, and what they are."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import MultiPolygon, box

from placement.errors import InputError
from placement.inputs import spaces
from placement.schema import SPACES

CRS = "EPSG:32633"
EAST, NORTH = 400_000.0, 5_600_000.0


def squares(n: int) -> list:
    """Return squares of 10 m in a row."""
    return [box(EAST + 20 * i, NORTH, EAST + 20 * i + 10, NORTH + 10) for i in range(n)]


def written(path: Path, shapes: list, **columns: list) -> Path:
    """Write shapes to a file."""
    gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS).to_file(path)
    return path


def test_a_layer_of_the_town_is_taken_as_it_is(tmp_path):
    """All its polygons are spaces; parts of one get identifiers of their own."""
    path = written(
        tmp_path / "a.gpkg",
        [MultiPolygon(squares(2)), squares(3)[2]],
        Kod=[7, 8],
        Nazev=["Nám. Míru", None],
        druh=["náměstí", "parkoviště"],
    )

    table = spaces.read(path, crs=CRS).table

    assert list(table.columns) == SPACES.names
    assert table["space_id"].tolist() == ["7-1", "7-2", "8"]
    assert table["name"].tolist() == ["Nám. Míru", "Nám. Míru", ""]
    assert table["kind"].tolist() == ["náměstí", "náměstí", "parkoviště"]


TAGGED = [
    ({"leisure": "park"}, "park"),
    ({"landuse": "village_green"}, "park"),
    ({"amenity": "parking"}, "parking"),
    ({"amenity": "parking", "other_tags": '"parking"=>"underground"'}, None),
    ({"amenity": "parking", "other_tags": '"access"=>"private"'}, None),
    ({"other_tags": '"highway"=>"pedestrian","area"=>"yes"'}, "square"),
    ({"place": "square", "landuse": "village_green"}, "square"),
    ({"landuse": "forest"}, None),
    ({"leisure": "playground"}, "playground"),
    ({"amenity": "school"}, None),
]


def test_of_openstreetmap_open_public_ground_is_kept(tmp_path):
    """Tags decide, those that GDAL hides among them; the others are counted by reason."""
    keys = ("leisure", "landuse", "amenity", "place", "other_tags")
    columns = {key: [tags.get(key) for tags, _ in TAGGED] for key in keys}
    path = written(tmp_path / "a.gpkg", squares(len(TAGGED)), **columns)

    reading = spaces.read(path, crs=CRS)

    assert reading.table["kind"].tolist() == [kind for _, kind in TAGGED if kind]
    assert reading.account.dropped == {"not_a_space": 2, "covered": 1, "not_public": 1}


def test_a_layer_without_any_is_refused(tmp_path):
    """Woods alone are no public space of a town."""
    path = written(tmp_path / "a.gpkg", squares(1), landuse=["forest"])

    with pytest.raises(InputError, match="none is left"):
        spaces.read(path, crs=CRS)


@pytest.mark.town
def test_helsinki_has_parks_squares_and_car_parks(shared_data):
    """Raw OpenStreetMap of a real town gives all kinds, with identifiers of their own."""
    table = spaces.read(shared_data / "helsinki" / "Helsinki.osm.pbf", crs="EPSG:3067").table

    assert {"park", "square", "parking", "playground"} <= set(table["kind"])
    assert table["space_id"].is_unique
    assert (table.geometry.area > 0).all()
