"""Which lines are public space for people on foot, in whatever columns and words a file says it."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.affinity import translate
from shapely.geometry import LineString

from placement.fetch import osm_layers
from placement.inputs import cameras, carriers, spaces, streets
from placement.inputs.layers.features import Features
from placement.inputs.streets import ways

CRS = "EPSG:32633"
EAST, NORTH = 400_000.0, 5_600_000.0
FIELD = Path(__file__).parents[4] / "shared" / "cases" / "field"


def table(n: int, **columns: list) -> gpd.GeoDataFrame:
    """Return n parallel lines of 100 m with columns."""
    lines = [LineString([(EAST, NORTH + 30 * i), (EAST + 100, NORTH + 30 * i)]) for i in range(n)]
    return gpd.GeoDataFrame(columns, geometry=lines, crs=CRS)


def judged(**columns: list) -> tuple[list[int], dict[str, int]]:
    """Return which rows stay, and the reasons of the others."""
    frame = table(len(next(iter(columns.values()))), **columns)
    frame["source_row"] = range(1, len(frame) + 1)
    features = Features(frame, "streets", Path("town.gpkg"), rows_read=len(frame))
    public = ways.public_ways(features).features
    return public.frame["source_row"].tolist(), dict(public.dropped)


def test_lists_that_osmnx_writes_are_read_value_by_value():
    """An edge of several ways stays if one of them is public, and is named by its first class."""
    kept, dropped = judged(
        highway=["['residential', 'living_street']", "['motorway_link', 'motorway']", "footway"],
        tunnel=[None, None, "['yes', 'culvert']"],
        access=["['private', 'yes']", None, None],
    )

    assert kept == [1]
    assert dropped == {"not_a_street": 1, "tunnel": 1}


def test_names_and_ids_of_osmnx_are_put_together(tmp_path):
    """A list of names is a name with a slash, a list of ids an id."""
    path = tmp_path / "edges.gpkg"
    table(
        1, osmid=["[11, 12]"], name=["['Husova', 'Krátká']"], highway=["['path', 'steps']"]
    ).to_file(path)

    row = streets.read(path, crs=CRS).table.iloc[0]

    assert (row["street_id"], row["name"], row["street_class"]) == (
        "11+12",
        "Husova / Krátká",
        "path",
    )


@pytest.mark.parametrize(
    ("column", "content"),
    [("names", '{"primary": "Husova", "common": null}'), ("names.primary", "Husova")],
)
def test_names_of_overture_are_read(tmp_path, column, content):
    """`names` holds them as JSON, or in a column of its own where a tool took it apart."""
    path = tmp_path / "segments.gpkg"
    table(1, **{"id": ["a"], column: [content], "class": ["footway"]}).to_file(path)

    assert streets.read(path, crs=CRS).table["name"].tolist() == ["Husova"]


def test_a_czech_table_says_it_in_words():
    """Classes, tunnels, access and states of a town's own table, with diacritics and capitals."""
    kept, dropped = judged(
        **{
            "Typ komunikace": [
                "Chodník", "dálnice", "Silnice pro motorová vozidla", "schody", "podchod",
                "místní komunikace", "účelová komunikace neveřejná", "ulice", "silnice II. třídy",
            ],
            "Tunel": ["ne", "ne", "ne", "ne", "ne", "ano", "ne", "ne", "NE"],
            "Přístup": ["veřejný", "", "", "", "", "", "", "soukromý pozemek", "volně přístupná"],
            "Stav": ["dobrý", "", "", "návrh", "", "", "", "", "stav"],
        }
    )  # fmt: skip

    assert kept == [1, 9]
    assert dropped == {
        "not_a_street": 2, "not_standing": 1, "tunnel": 2, "not_public": 2,
    }  # fmt: skip


def test_a_shapefile_cuts_headings_and_has_letters_for_flags(tmp_path):
    """T and F, 1 and 0, capitals and headings of ten letters mean what they stand for."""
    path = tmp_path / "ROADS.shp"
    table(
        5,
        FCLASS=["primary", "primary", "FOOTWAY", "service", "Motorway Link"],
        TUNNEL=["F", "T", "0", "false", "F"],
        BRIDGE=["T", "F", "F", "F", "F"],
        IS_UNDERGR=["0", "0", "1", "0", "0"],
    ).to_file(path)

    reading = streets.read(path, crs=CRS)

    assert reading.table["street_class"].tolist() == ["primary", "service"]
    assert reading.table["storey"].tolist() == [1, 0]
    assert dict(reading.account.dropped) == {"not_a_street": 1, "tunnel": 1, "underground": 1}


def test_overture_is_cut_where_a_rule_begins(tmp_path):
    """A tunnel from a quarter to three quarters of a segment leaves both outer quarters."""
    path = tmp_path / "segment.geojson"
    denied = [{"access_type": "denied", "when": {"mode": ["foot"]}}]
    private = [
        {"access_type": "denied"},
        {"access_type": "allowed", "when": {"recognized": ["as_private"]}},
    ]
    one_way = [{"access_type": "denied", "when": {"heading": "backward"}}]
    frame = table(
        5,
        subtype=["road", "rail", "road", "road", "road"],
        **{"class": ["residential", "standard_gauge", "trunk", "service", "residential"]},
        road_flags=[json.dumps([{"values": ["is_tunnel"], "between": [0.25, 0.75]}]), *[None] * 4],
        access_restrictions=[None, None, *map(json.dumps, (denied, private, one_way))],
    ).to_crs("EPSG:4326")
    frame.to_file(path)

    reading = streets.read(path, crs=CRS)

    assert reading.table.length.round().tolist() == [25, 25, 100]
    assert dict(reading.account.dropped) == {
        "not_a_street": 1, "not_on_foot": 1, "not_public": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ['"level"=>"-2;-1","highway"=>"footway"', '{"level": "-2--1", "highway": "footway"}']
)
def test_tags_in_one_text_are_read_as_hstore_and_as_json(text):
    """A passage on two floors below the ground is none; one that comes up to it is a street."""
    kept, dropped = judged(
        tags=[text, '"highway"=>"steps","level"=>"-1;0"', '"waterway"=>"stream"']
    )

    assert kept == [2]
    assert dropped == {"not_a_street": 1, "underground": 1}


@pytest.mark.parametrize(
    ("tag", "value", "reason"),
    [
        ("access", "yes", None),
        ("access", "destination", None),
        ("access", "Delivery", "not_public"),
        ("access", "private;customers", "not_public"),
        ("foot", "use_sidepath", None),
        ("foot", "private", "not_on_foot"),
        ("motorroad", "no", None),
        ("motorroad", "1", "not_on_foot"),
        ("tunnel", "building_passage", None),
        ("tunnel", "avalanche_protector", "tunnel"),
        ("indoor", "corridor", "indoor"),
        ("conveying", "reversible", "conveying"),
        ("location", "podzemní", "underground"),
        ("level", "1. PP", "underground"),
        ("covered", "yes", None),
        ("layer", "-1", None),
        ("disused", "yes", "not_standing"),
    ],
)
def test_each_tag_has_its_reason(tag, value, reason):
    """One rule at a time, beside a way without the tag."""
    kept, dropped = judged(highway=["path", "path"], **{tag: [None, value]})

    assert kept == ([1] if reason else [1, 2])
    assert dropped == ({reason: 1} if reason else {})


def test_unknown_words_are_kept_and_named(tmp_path):
    """A class or permission that no rule knows is a street, and the note says which."""
    path = tmp_path / "a.gpkg"
    table(3, druh=["chodník", "xyz", "xyz"], access=["", "", "Tuesdays"]).to_file(path)

    reading = streets.read(path, crs=CRS)
    notes = {note.kind: note.values for note in reading.account.notes}

    assert len(reading.table) == 3
    assert notes["way_classes_unknown"]["found"] == "xyz (2)"
    assert notes["way_access_unknown"]["found"] == "tuesdays (1)"


def test_people_walk_beside_a_carriageway_that_is_not_for_them():
    """A sidewalk outweighs `foot=no`; `foot=designated` outweighs `access=private`."""
    kept, _ = judged(
        highway=["primary", "primary", "service"],
        foot=["no", "no", "designated"],
        sidewalk=["both", "separate", None],
        access=[None, None, "private"],
    )

    assert kept == [1, 3]


@pytest.mark.parametrize(
    ("file", "length_m"),
    [
        ("48-geofabrik-shp/gis_osm_roads_free_1.shp", 800),
        ("48-geofabrik-shp/same.osm", 800),
        ("49-trunk-foot-no/s.osm", 1200),
        ("111-fetch-osm/town.osm", 300),
    ],
)
def test_cases_from_the_field(file, length_m):
    """Outsiders' files give the length of the ways that are public by their README."""
    if not (FIELD / file).exists():
        pytest.skip("the cases (../shared/cases) are not on this machine")

    reading = streets.read(FIELD / file, crs="EPSG:5514")

    assert reading.table.length.sum() == pytest.approx(length_m, abs=1)


def test_unnamed_words_of_spaces_and_lamps_are_judged_alike(tmp_path):
    """A car park below the ground, a shut yard and a lamp in a tunnel are left out by reason."""
    ring = gpd.GeoSeries.from_wkt(["POLYGON ((0 0, 40 0, 40 40, 0 40, 0 0))"])[0]
    square = [translate(ring, EAST + 60 * i, NORTH) for i in range(5)]
    park = gpd.GeoDataFrame(
        {
            "fclass": ["park", "parking_underground", "square", "square", "park"],
            "Přístup": ["", "", "neveřejný", "veřejný", ""],
            "level": ["", "", "", "-1", ""],
            "stav": ["", "", "", "", "návrh"],
        },
        geometry=square,
        crs=CRS,
    )
    park.to_file(tmp_path / "spaces.gpkg")
    posts = [each.centroid for each in square[:3]]
    lamps = gpd.GeoDataFrame(
        {"typ": ["lamp post"] * 3, "tunel": ["ano", "ne", None], "stav": ["", "", "zrušen"]},
        geometry=posts,
        crs=CRS,
    )
    lamps.to_file(tmp_path / "lamps.gpkg")

    areas = spaces.read(tmp_path / "spaces.gpkg", crs=CRS)
    carried = carriers.read(tmp_path / "lamps.gpkg", crs=CRS)

    assert areas.table["kind"].tolist() == ["park"]
    assert dict(areas.account.dropped) == {
        "covered": 1, "not_public": 1, "underground": 1, "not_standing": 1,
    }  # fmt: skip
    assert dict(carried.account.dropped) == {"tunnel": 1, "not_standing": 1}


def test_cameras_drawn_as_ways_and_areas_are_points_and_told(tmp_path):
    """A gantry's line is taken at its middle, a house's outline inside it, a node where it is."""
    places = [(50.0, 14.0), (50.0, 14.002), (50.001, 14.0), (50.001, 14.001), (50.002, 14.001)]
    nodes = "".join(
        f'<node id="{i}" version="1" lat="{lat}" lon="{lon}"/>'
        for i, (lat, lon) in enumerate(places, 1)
    )
    said = (
        '<tag k="man_made" v="surveillance"/><tag k="surveillance:type" v="camera"/>'
        '<tag k="camera:type" v="fixed"/><tag k="camera:direction" v="90"/>'
    )
    node = f'<node id="9" version="1" lat="50.003" lon="14.0">{said}</node>'
    ways_of = [(20, (1, 2)), (21, (3, 4, 5, 3))]
    drawn = "".join(
        f'<way id="{way}" version="1">{"".join(f"<nd ref={chr(34)}{r}{chr(34)}/>" for r in refs)}'
        f"{said}</way>"
        for way, refs in ways_of
    )
    path = tmp_path / "town.osm"
    path.write_text(f'<osm version="0.6">{nodes}{node}{drawn}</osm>', encoding="utf-8")

    reading = cameras.read(path, crs=CRS)
    lonlat = reading.table.to_crs("EPSG:4326").geometry

    assert len(reading.table) == 3
    assert (lonlat.x[1], lonlat.y[1]) == (pytest.approx(14.001), pytest.approx(50.0))
    assert 50.001 < lonlat.y[2] < 50.002
    assert {note.kind for note in reading.account.notes} >= {"cameras_drawn"}
    assert reading.account.rows_read == 3


def test_a_fetched_case_keeps_what_the_rules_need(tmp_path):
    """Layers made of OpenStreetMap say the same of ways as the file they are made of."""
    path = FIELD / "111-fetch-osm" / "town.osm"
    if not path.exists():
        pytest.skip("the cases (../shared/cases) are not on this machine")

    layers = osm_layers.read(path, crs="EPSG:5514")
    layers["streets"].to_file(tmp_path / "streets.gpkg")
    fetched = streets.read(tmp_path / "streets.gpkg", crs="EPSG:5514")
    raw = streets.read(path, crs="EPSG:5514")

    assert dict(fetched.account.dropped) == dict(raw.account.dropped)
    assert fetched.table.length.sum() == pytest.approx(raw.table.length.sum(), abs=1e-3)
