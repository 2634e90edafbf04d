"""Carriers: from a layer, from OpenStreetMap, from a table."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Point, box

from placement.errors import SchemaError
from placement.inputs import carriers
from placement.schema import CARRIERS

CRS = "EPSG:5514"
X, Y = -790_500.0, -978_500.0


def written(path: Path, **columns: list) -> Path:
    """Write posts in a row, one a value, to a file."""
    n = len(next(iter(columns.values())))
    points = [Point(X + 30 * i, Y) for i in range(n)]
    gpd.GeoDataFrame(columns, geometry=points, crs=CRS).to_file(path)
    return path


def test_a_layer_gives_kind_and_height_where_it_has_them(tmp_path):
    """Missing kinds take the default, missing heights stay empty."""
    path = written(tmp_path / "a.gpkg", cislo=["L1", "L2"], typ=["mast", None], vyska=["6 m", None])

    reading = carriers.read(path, crs=CRS)

    assert list(reading.table.columns) == CARRIERS.names
    assert reading.table["carrier_id"].tolist() == ["L1", "L2"]
    assert reading.table["kind"].tolist() == ["mast", "lamp post"]
    np.testing.assert_array_equal(reading.table["mount_height_m"], [6.0, np.nan])


def test_repeated_identifiers_are_told_apart_and_noted(tmp_path):
    """Two posts of one number stay two, and the note names the second's row."""
    path = written(tmp_path / "a.gpkg", ref=["L1", "L2", "L1"])

    reading = carriers.read(path, crs=CRS)

    assert reading.table["carrier_id"].tolist() == ["L1-1", "L2", "L1-2"]
    (note,) = reading.account.notes
    assert (note.kind, note.values["rows"]) == ("ids_repeated", "3")


def test_parts_of_one_row_are_no_repetition(tmp_path):
    """A multi-part point is several carriers of one row; nothing in the file is repeated."""
    path = tmp_path / "a.gpkg"
    both = Point(X, Y).union(Point(X + 9, Y))
    gpd.GeoDataFrame({"ref": ["L1"]}, geometry=[both], crs=CRS).to_file(path)

    reading = carriers.read(path, crs=CRS)

    assert reading.table["carrier_id"].tolist() == ["L1-1", "L1-2"]
    assert reading.account.notes == ()


def test_heights_nothing_can_hang_at_are_a_problem(tmp_path):
    """A surveyed height of 0.4 m is an error of the data."""
    path = written(tmp_path / "a.gpkg", mount_height_m=[5.0, 0.4])

    with pytest.raises(SchemaError, match=r"0.4 \(rows 2\)"):
        carriers.read(path, crs=CRS)


def test_osm_bollards_lose_their_height_only(tmp_path):
    """OpenStreetMap's street lamps are posts; a height of 0.4 m is left empty."""
    path = tmp_path / "town.osm"
    lamp = '<tag k="highway" v="street_lamp"/>'
    path.write_text(
        f'<osm version="0.6"><node id="1" lat="50.6" lon="13.6" version="1">{lamp}'
        f'<tag k="height" v="0.4"/></node><node id="2" lat="50.6" lon="13.61" version="1">{lamp}'
        '<tag k="height" v="6"/></node><node id="3" lat="50.6" lon="13.6" version="1">'
        '<tag k="highway" v="crossing"/></node></osm>',
        encoding="utf-8",
    )

    table = carriers.read(path, crs=CRS).table

    assert table["carrier_id"].tolist() == ["1", "2"]
    np.testing.assert_array_equal(table["mount_height_m"], [np.nan, 6.0])


def test_a_czech_table_with_positive_s_jtsk_is_read(tmp_path):
    """A table of the lighting company: cp1250, semicolons, decimal commas, positive Y and X."""
    path = tmp_path / "lamps.csv"
    text = "číslo;typ;výška;Y;X\nL1;stožár;6,5;790500,00;978500,00\nL2;;;790600,00;978500,00\n"
    path.write_bytes(text.encode("cp1250"))

    reading = carriers.read(path, crs=CRS, within=box(X - 50, Y - 50, X + 50, Y + 50))

    assert reading.table["carrier_id"].tolist() == ["L1"]
    assert reading.table["kind"].tolist() == ["stožár"]
    assert reading.table["mount_height_m"].tolist() == [6.5]
    assert reading.table.geometry[0].equals_exact(Point(X, Y), 1e-6)
    assert (reading.account.rows_read, reading.account.rows_kept) == (2, 1)
    assert dict(reading.account.dropped) == {"outside_area": 1}


@pytest.mark.town
def test_helsinki_has_586_street_lamps(shared_data):
    """Every street lamp of the raw extract is a post."""
    reading = carriers.read(shared_data / "helsinki" / "Helsinki.osm.pbf", crs="EPSG:3067")

    assert len(reading.table) == 586
    assert set(reading.table["kind"]) == {"lamp post"}
    assert reading.table["carrier_id"].is_unique
