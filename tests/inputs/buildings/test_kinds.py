"""Buildings have a bottom, and not everything is a wall: kinds, undersides, parts, odd heights.

Right values follow from what the words mean, not from what the reader said.
"""

import json
import math
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from placement.errors import SchemaError
from placement.fetch import osm_layers
from placement.inputs import buildings
from placement.inputs.account import Reading
from placement.inputs.tables import sizes

CRS = "EPSG:32633"
EAST, NORTH = 400_000.0, 5_600_000.0


def houses(count: int) -> list:
    """Return a row of houses of 10 m."""
    return [box(EAST + 20 * i, NORTH, EAST + 20 * i + 10, NORTH + 10) for i in range(count)]


def written(path: Path, rows: list[dict], shapes: list | None = None) -> Path:
    """Write houses with what is said of each."""
    shapes = houses(len(rows)) if shapes is None else shapes
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=shapes, crs=CRS)
    frame.to_file(path)
    return path


def kept(reading: Reading) -> dict[str, tuple[float, float]]:
    """Return underside and roof of each building left, by its identifier."""
    table = reading.table
    spans = zip(table["base_m"], table["height_m"], strict=True)
    return dict(zip(table["building_id"], spans, strict=True))


def kinds(reading: Reading) -> set[str]:
    """Return the kinds of all notes."""
    return {note.kind for note in reading.account.notes}


class TestWallsByFormat:
    """The same town in Overture's, Geofabrik's and a Czech office's columns."""

    def test_overture_geojson(self, tmp_path):
        """`is_underground`, `min_height`, `class` and floors are Overture's words."""
        rows = [
            {"id": "a", "class": "apartments", "height": 12.5, "num_floors": 4.0},
            {"id": "b", "class": "parking", "is_underground": True, "num_floors_underground": 2.0},
            {"id": "c", "class": "bridge", "min_height": 5.0, "height": 9.0, "level": 1.0},
            {"id": "d", "class": "carport", "height": 2.6},
            {"id": "e", "class": "canopy"},
            {"id": "f", "num_floors": 6.0, "min_floor": 2.0},
        ]

        reading = buildings.read(written(tmp_path / "overture.geojson", rows), crs=CRS)

        spans = kept(reading)
        assert set(spans) == {"a", "c", "d", "f"}
        assert spans["a"] == (0.0, 12.5)
        assert spans["c"] == (5.0, 9.0)
        assert spans["d"] == pytest.approx((2.3, 2.6))
        assert spans["f"] == (6.0, 18.0)
        assert dict(reading.account.dropped) == {"underground": 1, "no_walls": 1}
        assert reading.account.facts["raised"] == 3

    def test_geofabrik_shapefile(self, tmp_path):
        """Its `type` holds what OpenStreetMap calls `building`; a layer alone says too little."""
        rows = [
            {"osm_id": "1", "fclass": "building", "type": "house", "layer": 0},
            {"osm_id": "2", "fclass": "building", "type": "roof", "layer": 0},
            {"osm_id": "3", "fclass": "building", "type": "proposed", "layer": 0},
            {"osm_id": "4", "fclass": "building", "type": "garages", "layer": -1},
        ]

        reading = buildings.read(written(tmp_path / "b.shp", rows), crs=CRS)

        assert set(kept(reading)) == {"1", "4"}
        assert dict(reading.account.dropped) == {"no_walls": 1, "not_standing": 1}
        assert "buildings_maybe_below" in kinds(reading)
        (told,) = [n for n in reading.account.notes if n.kind == "buildings_without_walls"]
        assert told.values["n"] == 2
        assert "type=roof (1)" in str(told.values["found"])

    def test_czech_table_geopackage(self, tmp_path):
        """Words of a town's own table, with and without diacritics."""
        rows = [
            {"kod": 1, "Typ stavby": "rodinný dům", "Výška": "8,5", "Podzemní": "ne"},
            {"kod": 2, "Typ stavby": "podzemní garáže", "Výška": "", "Podzemní": "ano"},
            {"kod": 3, "Typ stavby": "přístřešek MHD", "Výška": "", "Podzemní": "ne"},
            {"kod": 4, "Typ stavby": "Zbořeno 2021", "Výška": "9", "Podzemní": "ne"},
            {"kod": 5, "Typ stavby": "spojovací krček", "Výška": "10", "Podzemní": "ne"},
            {"kod": 6, "Typ stavby": "altán", "Výška": "4", "Podzemní": "ne"},
        ]
        rows[4]["Spodní výška [m]"] = "6,5 m"

        reading = buildings.read(written(tmp_path / "budovy.gpkg", rows), crs=CRS)

        spans = kept(reading)
        assert spans["1"] == (0.0, 8.5)
        assert spans["5"] == (6.5, 10.0)
        assert spans["6"] == pytest.approx((3.7, 4.0))
        assert dict(reading.account.dropped) == {
            "underground": 1,
            "no_walls": 1,
            "not_standing": 1,
        }

    def test_osm_tags_as_json(self, tmp_path):
        """`other_tags` may be JSON; `demolished:building` is a building no more."""
        tags = [
            {"height": "7"},
            {"location": "underground"},
            {"building:min_level": "1", "building:levels": "3"},
            {"demolished:building": "yes"},
            {"layer": "-2", "building:levels": "0"},
            {"layer": "-1", "height": "6"},
        ]
        rows = [{"osm_id": str(k), "building": "yes"} for k in range(6)]
        rows = [row | {"other_tags": json.dumps(tag)} for row, tag in zip(rows, tags, strict=True)]

        reading = buildings.read(written(tmp_path / "town.gpkg", rows), crs=CRS)

        assert kept(reading) == {"0": (0.0, 7.0), "2": (3.0, 9.0), "5": (0.0, 6.0)}
        assert dict(reading.account.dropped) == {"underground": 2, "not_standing": 1}


def test_a_count_of_floors_under_ground_is_no_flag(tmp_path):
    """`podzemni` with 0, 1 and 2 counts floors: houses with a cellar stand."""
    rows = [{"kod": k, "podzemni": k, "podlazi": 3} for k in range(3)]

    assert len(buildings.read(written(tmp_path / "a.gpkg", rows), crs=CRS).table) == 3


def test_an_address_is_no_place_under_ground(tmp_path):
    """A column `umisteni` or `stav` with other words takes nothing away."""
    rows = [
        {"kod": 1, "umisteni": "Pod Zemankou 3", "stav": "zaměřeno"},
        {"kod": 2, "umisteni": "Podskalí 1", "stav": "dobrý"},
    ]

    assert len(buildings.read(written(tmp_path / "a.gpkg", rows), crs=CRS).table) == 2


def test_a_bridge_of_unknown_height_is_passed_under_and_noted(tmp_path):
    """Its underside is assumed, its roof above it, and the note says so."""
    rows = [{"building": "bridge"}, {"building": "yes"}]

    reading = buildings.read(written(tmp_path / "a.gpkg", rows), crs=CRS, default_height_m=4.0)

    assert reading.table["base_m"].tolist() == [4.5, 0.0]
    assert (reading.table["height_m"] > reading.table["base_m"]).all()
    assert "bridges_assumed" in kinds(reading)


def test_an_underside_over_the_roof_is_noted(tmp_path):
    """Who wrote the part's own thickness as its height gets a house and a note, not a hole."""
    rows = [{"building": "yes", "height": "4", "min_height": "12"}]

    reading = buildings.read(written(tmp_path / "a.gpkg", rows), crs=CRS)

    assert kept(reading) == {"row-1": (0.0, 4.0)}
    assert "bases_over_tops" in kinds(reading)


class TestParts:
    """Parts stand instead of what they fill."""

    OUTLINE = box(EAST, NORTH, EAST + 20, NORTH + 10)
    WEST, REST = box(EAST, NORTH, EAST + 8, NORTH + 10), box(EAST + 8, NORTH, EAST + 20, NORTH + 10)

    def read(self, path: Path, rows: list[dict], shapes: list) -> gpd.GeoDataFrame:
        """Return the buildings of parts and outlines."""
        return buildings.read(written(path, rows, shapes), crs=CRS).table

    def test_an_outline_that_parts_fill_is_gone(self, tmp_path):
        """A passage under the eastern part is free below."""
        rows = [
            {"building": "yes", "building:part": None, "height": "20", "min_height": None},
            {"building": None, "building:part": "yes", "height": "20", "min_height": None},
            {"building": None, "building:part": "yes", "height": None, "min_height": "4"},
        ]

        table = self.read(tmp_path / "a.gpkg", rows, [self.OUTLINE, self.WEST, self.REST])

        assert table[["base_m", "height_m"]].to_numpy().tolist() == [[0.0, 20.0], [4.0, 20.0]]
        assert table.geometry.area.tolist() == pytest.approx([80.0, 120.0])

    def test_an_outline_keeps_what_parts_leave(self, tmp_path):
        """A tower in the west leaves the podium in the east."""
        rows = [
            {"building": "school", "part": None, "building:part": None, "height": 4.0},
            {"building": None, "part": None, "building:part": "tower", "height": 40.0},
        ]

        table = self.read(tmp_path / "a.geojson", rows, [self.OUTLINE, self.WEST])

        areas = dict(zip(table["height_m"], table.geometry.area, strict=True))
        assert areas == pytest.approx({4.0: 120.0, 40.0: 80.0})
        assert table["use"].tolist() == ["other", "other"], "a tower of a school is used as one"

    def test_a_tower_on_the_roof_leaves_the_podium_below(self, tmp_path):
        """A part that begins where the outline ends stands on it."""
        rows = [
            {"building": "yes", "building_p": None, "height": "4", "min_height": None},
            {"building": None, "building_p": "yes", "height": "40", "min_height": "4"},
        ]

        table = self.read(tmp_path / "a.shp", rows, [self.OUTLINE, self.WEST])

        assert table.geometry.area.tolist() == pytest.approx([200.0, 80.0])
        assert table["base_m"].tolist() == [0.0, 4.0]


class TestOddHeights:
    """Numbers that are no heights are not used, and counted."""

    @pytest.mark.parametrize("nothing", [-9999, -1, 999, 9999, 3.4028234663852886e38, 99999])
    def test_sentinels(self, tmp_path, nothing):
        """What programs write for none is none."""
        reading = buildings.read(
            written(tmp_path / "a.gpkg", [{"vyska": float(nothing)}, {"vyska": 7.5}]), crs=CRS
        )

        assert reading.table["height_m"].tolist() == [6.0, 7.5]
        (told,) = [n for n in reading.account.notes if n.kind == "heights_nothing"]
        assert told.values["n"] == 1

    def test_altitudes(self, tmp_path):
        """A column of roofs above the sea is not one of heights."""
        rows = [{"h": 310.0 + k} for k in range(5)] + [{"h": 8.0}]

        reading = buildings.read(written(tmp_path / "a.geojson", rows), crs=CRS)

        assert reading.table["height_m"].tolist() == [6.0] * 5 + [8.0]
        assert "heights_altitudes" in kinds(reading)

    def test_one_tower_stays_and_is_noted(self, tmp_path):
        """A tower that its floors bear out is a tower; one without floors is noted."""
        rows = [{"height": 150.0, "num_floors": 42}, {"height": 216.0, "num_floors": 0}]
        rows += [{"height": 12.0, "num_floors": 4}] * 8

        reading = buildings.read(written(tmp_path / "a.geojson", rows), crs=CRS)

        assert reading.table["height_m"].tolist()[:2] == [150.0, 216.0]
        (told,) = [n for n in reading.account.notes if n.kind == "heights_tall"]
        assert told.values["found"] == "216"

    def test_floors_of_99_are_none(self, tmp_path):
        """Registers write 99 for unknown."""
        reading = buildings.read(
            written(tmp_path / "a.csv.gpkg", [{"podlazi": 99}, {"podlazi": 2}]), crs=CRS
        )

        assert reading.table["height_m"].tolist() == [6.0, 6.0]
        assert reading.table["height_source"].tolist() == ["default", "floors"]
        assert "floors_nothing" in kinds(reading)

    def test_a_depth_is_still_refused(self, tmp_path):
        """A height of -3 m is an error of the data."""
        with pytest.raises(SchemaError, match=r"-3.0 \(rows 1\)"):
            buildings.read(written(tmp_path / "a.gpkg", [{"vyska": -3.0}]), crs=CRS)


class TestHeadings:
    """One mechanism for all headings: diacritics, units, ten letters."""

    @pytest.mark.parametrize(
        ("heading", "value", "expected_m"),
        [
            ("Výška [m]", "11,5", 11.5),
            ("vyska_cm", "1150", 11.5),
            ("VYSKA_BUDO", "11.5", 11.5),
            ("est_height", "~11.5 m", 11.5),
            ("building:height", "11.5", 11.5),
            ("pocetpodla", "4 NP", 12.0),
            ("building_l", "3;4", 12.0),
            ("Počet podlaží", "3 NP + podkroví", 12.0),
            ("num_floors", "1 PP + 4 NP", 12.0),
        ],
    )
    def test_heights(self, tmp_path, heading, value, expected_m):
        """Each of these headings has a height or floors of 3 m."""
        table = buildings.read(written(tmp_path / "a.gpkg", [{heading: value}]), crs=CRS).table

        assert table["height_m"].tolist() == pytest.approx([expected_m])


@given(st.floats(0.1, 200).map(lambda size_m: round(size_m, 1)))
def test_a_length_is_the_same_in_every_writing(size_m):
    """Comma, unit, centimetres, roughly: one length."""
    written_as = [
        f"{size_m}",
        f"{size_m} m".replace(".", ","),
        f"{size_m * 100:.0f} cm",
        f"ca. {size_m}m",
        f"0.1 - {size_m} m",
        f"{size_m};0,1",
    ]

    assert sizes.lengths(written_as).value.tolist() == pytest.approx([size_m] * 6)


@pytest.mark.parametrize("words", ["mnoho", "245 m n. m.", "12 km", "2. etapa výstavby"])
def test_other_words_are_no_size(words):
    """They are counted as unclear, never read as a number."""
    found = [sizes.lengths([words]), sizes.floors([words])]

    assert all(math.isnan(each.value[0]) and each.unclear[0] for each in found)


class TestCasesOfOutsiders:
    """What outsiders found, each with the right value of its README."""

    def test_ten_letter_columns(self, field_cases):
        """A Shapefile gives what the GeoPackage gives."""
        for name in ("b.shp", "b.gpkg"):
            table = buildings.read(field_cases / "84-shp-truncated" / name, crs="EPSG:5514").table
            assert table["height_m"].tolist() == [26.0, 6.0]

    def test_sentinels_and_altitudes(self, field_cases):
        """Neither is a height."""
        folder = field_cases / "87-height-sentinels"
        for name, note in (("asl.gpkg", "heights_altitudes"), ("b.gpkg", "heights_nothing")):
            reading = buildings.read(folder / name, crs="EPSG:5514")
            assert reading.table["height_m"].max() <= 12.4
            assert note in kinds(reading)

    def test_variants_of_tags(self, field_cases):
        """Of 40 ways those without walls are gone by reason, and every height is understood."""
        path = field_cases / "07-osm-building-variants" / "v.osm"

        reading = buildings.read(path, crs="EPSG:5514")

        assert dict(reading.account.dropped) == {
            "not_a_building": 1,
            "not_standing": 3,
            "underground": 4,
            "no_walls": 5,
        }
        spans = kept(reading)
        assert spans["w1003"] == (0.0, 3.0)
        assert spans["w1004"] == (5.0, 9.0)
        assert spans["w1005"] == (6.0, 12.0)
        assert spans["w1017"] == (0.0, 12.0)
        assert "heights_unclear" not in kinds(reading)

    def test_a_fetch_keeps_what_the_next_step_must_know(self, field_cases):
        """Of a garage under ground and a bridge the tags that say so get columns."""
        layers = osm_layers.read(field_cases / "111-fetch-osm" / "town.osm", crs="EPSG:5514")

        kept_tags = layers["buildings"].set_index("osm_id")
        assert kept_tags.loc["w1000", ["location", "layer"]].tolist() == ["underground", "-1"]
        assert kept_tags.loc["w1002", ["min_height", "height"]].tolist() == ["5", "9"]
        assert {"layer", "location", "motorroad"} <= set(layers["streets"].columns)


def test_lists_that_osmnx_writes_as_texts_are_lists(tmp_path):
    """`['4', '5']` are four or five floors: the higher counts; an empty list is unclear."""
    rows = [
        {"id": "a", "building": "yes", "building:levels": "['4', '5']", "height": ""},
        {"id": "b", "building": "yes", "building:levels": "", "height": "['12.5', '3 m']"},
        {"id": "c", "building": "yes", "building:levels": "[2]", "height": ""},
        {"id": "d", "building": "yes", "building:levels": "[]", "height": ""},
    ]
    reading = buildings.read(written(tmp_path / "b.gpkg", rows), crs=CRS)

    assert kept(reading) == {"a": (0, 15), "b": (0, 12.5), "c": (0, 6), "d": (0, 6)}
    assert {"floors_rough", "floors_unclear", "heights_rough"} <= kinds(reading)
