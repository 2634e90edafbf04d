"""Tags of OpenStreetMap and what they say about ways and buildings."""

from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from placement.inputs.layers import osm
from placement.inputs.layers.features import Features
from placement.inputs.streets import ways

KEYS = st.text(min_size=1, max_size=12)


def features(**columns: list) -> Features:
    """Return rows with these columns and points nobody looks at."""
    n = len(next(iter(columns.values())))
    columns["source_row"] = list(range(1, n + 1))
    frame = gpd.GeoDataFrame(columns, geometry=[Point(0, 0)] * n)
    return Features(frame, "streets", Path("town.osm"), rows_read=n)


def hstore(tags: dict[str, str]) -> str:
    """Write tags as GDAL does: quotes and backslashes escaped by a backslash."""

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return ",".join(f"{quoted(key)}=>{quoted(value)}" for key, value in tags.items())


@given(st.dictionaries(KEYS, st.text(max_size=20), max_size=6))
def test_tags_survive_any_quotes_commas_and_arrows(tags):
    """What is written as hstore reads back, whatever stands in keys and values."""
    assert osm.tags(hstore(tags)) == tags


@given(st.text(max_size=60))
def test_broken_tags_never_raise(text):
    """Any text gives some tags or none."""
    assert isinstance(osm.tags(text), dict)


def test_missing_tags_are_none_at_all():
    """No text, NaN and NULL values are no tags."""
    assert osm.tags(None) == {}
    assert osm.tags(float("nan")) == {}
    assert osm.tags('"a"=>NULL,"height" => "12"') == {"height": "12"}


def test_a_column_of_the_layer_goes_before_the_hidden_tag():
    """Tags that GDAL keeps apart and those it hides end in one column."""
    rows = features(height=["9", None, None], other_tags=['"height"=>"8"', '"height"=>"7"', None])

    frame = osm.with_tags(rows.frame, ["height", "building:levels"])

    assert frame["height"].tolist() == ["9", "7", ""]
    assert frame["building:levels"].tolist() == ["", "", ""]


@pytest.mark.parametrize(
    ("highway", "other", "reason"),
    [
        ("footway", "", None),
        ("trunk", "", None),
        ("residential", '"access"=>"private","foot"=>"yes"', None),
        ("footway", '"tunnel"=>"building_passage"', None),
        ("motorway", "", "not_a_street"),
        ("construction", "", "not_a_street"),
        ("corridor", "", "not_a_street"),
        ("", "", "not_a_street"),
        ("footway", '"tunnel"=>"yes"', "tunnel"),
        ("footway", '"indoor"=>"yes"', "indoor"),
        ("service", '"access"=>"private"', "not_public"),
        ("service", '"access"=>"no"', "not_public"),
    ],
)
def test_only_public_ways_stay(highway, other, reason):
    """A way is kept, or counted under the reason it is no public space."""
    table = features(highway=["path", highway], other_tags=["", other])
    rows = ways.public_ways(table).features

    assert dict(rows.dropped) == ({reason: 1} if reason else {})
    assert len(rows.frame) == (1 if reason else 2)


def test_ways_and_relations_of_one_number_stay_apart():
    """GDAL numbers them in two columns; a way gets a `w`."""
    rows = features(osm_id=["12", None], osm_way_id=[None, "12"])

    assert osm.identifiers(rows.frame) == ["12", "w12"]


def test_tags_written_as_json_are_tags_too():
    """GDAL writes the other tags as JSON if it is told to."""
    assert osm.tags('{"height": "12", "layer": -1, "name": null}') == {
        "height": "12",
        "layer": "-1",
    }
    assert osm.tags('{"height": ') == {}
