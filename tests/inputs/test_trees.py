"""Trees: sizes from the file or assumed."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point

from placement.errors import SchemaError
from placement.inputs import trees
from placement.schema import TREES

CRS = "EPSG:32633"


def written(path: Path, **columns: list) -> Path:
    """Write trees in a row, one a value, to a file."""
    n = len(next(iter(columns.values())))
    points = [Point(400_000 + 10 * i, 5_600_000) for i in range(n)]
    gpd.GeoDataFrame(columns, geometry=points, crs=CRS).to_file(path)
    return path


def test_sizes_are_the_files_own_or_assumed(tmp_path):
    """A crown may be given by its radius or its diameter; unknown sizes take the defaults."""
    path = written(
        tmp_path / "a.gpkg",
        vyska=["12,5", None, "0", "9"],
        crown_radius_m=[4.0, None, None, None],
        diameter_crown=["2", "6 m", None, None],
    )

    reading = trees.read(path, crs=CRS, default_height_m=7.0, default_crown_radius_m=2.0)

    assert list(reading.table.columns) == TREES.names
    assert reading.table["height_m"].tolist() == [12.5, 7.0, 7.0, 9.0]
    assert reading.table["crown_radius_m"].tolist() == [4.0, 3.0, 2.0, 2.0]
    assert dict(reading.account.facts) == {"heights_from_height": 2, "crowns_measured": 2}


def test_impossible_trees_are_a_problem(tmp_path):
    """A tree of 300 m is an error of the data."""
    path = written(tmp_path / "a.gpkg", height=[8.0, 300.0])

    with pytest.raises(SchemaError, match=r"300.0 \(rows 2\)"):
        trees.read(path, crs=CRS)


def test_osm_gives_trees_and_no_other_points(tmp_path):
    """From raw OpenStreetMap come the nodes with natural=tree, with the sizes they have."""
    path = tmp_path / "town.osm"
    path.write_text(
        '<osm version="0.6"><node id="1" lat="50" lon="14" version="1">'
        '<tag k="natural" v="tree"/><tag k="height" v="11"/><tag k="diameter_crown" v="5"/></node>'
        '<node id="2" lat="50" lon="14" version="1"><tag k="natural" v="peak"/></node></osm>',
        encoding="utf-8",
    )

    reading = trees.read(path, crs=CRS)

    assert reading.account.rows_read == 1
    assert reading.table[["height_m", "crown_radius_m"]].to_numpy().tolist() == [[11.0, 2.5]]


@pytest.mark.town
def test_helsinki_has_649_trees(shared_data):
    """The raw extract's trees have no sizes, so all are assumed."""
    reading = trees.read(shared_data / "helsinki" / "Helsinki.osm.pbf", crs="EPSG:3067")

    assert len(reading.table) == 649
    assert set(reading.table["height_m"]) == {8.0}
