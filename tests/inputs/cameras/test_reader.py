"""Existing cameras from lists, layers and OpenStreetMap."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from placement.crs.systems import from_lonlat
from placement.errors import InputError, SchemaError
from placement.inputs import cameras
from placement.inputs.account import Reading
from placement.inputs.cameras.compass import CZECH, ENGLISH, compass
from placement.inputs.cameras.directions import view_directions
from placement.schema import CAMERAS
from placement.texts import LANGUAGES, catalogue

CRS = "EPSG:5514"
(X,), (Y,) = from_lonlat([13.614], [50.604], crs=CRS)


def read(folder: Path, content: str, encoding: str = "utf-8", **options: object) -> Reading:
    """Read a list with this content."""
    path = folder / "cameras.csv"
    path.write_text(content, encoding=encoding)
    return cameras.read(path, crs=CRS, **options)


def problems(folder: Path, content: str) -> list[tuple[str, int | None, str]]:
    """Return kind, row and column of what is wrong, having put it in words of both languages."""
    with pytest.raises(InputError) as caught:
        read(folder, content)
    for language in LANGUAGES:
        assert "{" not in caught.value.render(language)
    return [(p.kind, p.row, p.column) for p in caught.value.problems]


def osm(folder: Path, *nodes: dict[str, str]) -> Path:
    """Write nodes with tags as OpenStreetMap's XML."""
    written = "".join(
        f'<node id="{i}" version="1" lon="13.614{i}" lat="50.604">'
        + "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        + "</node>"
        for i, tags in enumerate(nodes, start=1)
    )
    path = folder / "town.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{written}</osm>', encoding="utf-8")
    return path


CAMERA = {"man_made": "surveillance", "surveillance:type": "camera"}


def test_a_minimal_list_is_enough(tmp_path: Path) -> None:
    """Identifier and coordinates alone give cameras in service of unknown direction."""
    reading = read(tmp_path, "camera_id,lon,lat\nK1,13.614,50.604\nK2,13.615,50.604\n")
    first = reading.table.iloc[0]

    assert list(reading.table.columns) == CAMERAS.names
    assert (first["camera_id"], first["point_id"], first["name"]) == ("K1", "K1", "")
    assert (first["status"], first["model"], first["provenance"]) == ("in service", "", "surveyed")
    assert reading.table[["mount_height_m", "azimuth_deg", "tilt_deg"]].isna().all(axis=None)
    assert reading.account.facts == {"cameras": 2, "points": 2, "without_direction": 2}


def test_reads_a_czech_list(tmp_path: Path) -> None:
    """cp1250, Czech headers and words, decimal commas, several cameras on a point."""
    content = (
        "Číslo kamery;Kamerový bod;Umístění;Stav;Výška;Azimut;Sklon;lon;lat\n"
        "1-1;1;náměstí Míru;v provozu;6,5;0;15;13,614;50,604\n"
        "1-2;1;náměstí Míru;Mimo provoz;6,5;JZ;;13,614;50,604\n"
        "2;2;Příčná;stávající;;;;13,62;50,604\n"
        "3;3;Příčná;plánovaná;;;;13,62;50,604\n"
    )
    reading = read(tmp_path, content, encoding="cp1250")
    table = reading.table

    assert table["camera_id"].tolist() == ["1-1", "1-2", "2"]
    assert table["point_id"].tolist() == ["1", "1", "2"]
    assert table["status"].tolist() == ["in service", "out of service", "in service"]
    assert table["name"].tolist() == ["náměstí Míru", "náměstí Míru", "Příčná"]
    np.testing.assert_equal(table["azimuth_deg"].to_numpy(), [0.0, 225.0, np.nan])
    np.testing.assert_equal(table["mount_height_m"].to_numpy(), [6.5, 6.5, np.nan])
    np.testing.assert_equal(table["tilt_deg"].to_numpy(), [15.0, np.nan, np.nan])
    assert reading.account.dropped == {"not_built": 1}
    assert reading.account.facts == {"cameras": 3, "points": 2, "without_direction": 1}


def test_everything_wrong_with_a_list_comes_at_once(tmp_path: Path) -> None:
    """Repeated ids, bad numbers, impossible values and unknown words are told together."""
    content = (
        "id;lon;lat;height_m;azimuth;tilt;status\n"
        "1;13.6;50.6;5;10;0;v provozu\n"
        "1;13.6;50.6;x;900;0;v provozu\n"
        "3;13.6;50.6;0.5;10;95;někdy\n"
    )
    assert problems(tmp_path, content) == [
        ("camera_ids_repeated", 2, "id"),
        ("value_not_number", 3, "height_m"),
        ("value_not_a_choice", 4, "status"),
        ("value_out_of_range", 4, "height_m"),
        ("value_out_of_range", 3, "azimuth"),
        ("value_out_of_range", 4, "tilt"),
    ]


def test_unclear_directions_are_unknown_with_a_note(tmp_path: Path) -> None:
    """Words that are no direction, and S that may be north or south, are left unknown."""
    reading = read(
        tmp_path, "id;lon;lat;direction\n1;13.6;50.6;k poště\n2;13.6;50.6;S\n3;13.6;50.6;90\n"
    )

    np.testing.assert_equal(reading.table["azimuth_deg"].to_numpy(), [np.nan, np.nan, 90.0])
    (note,) = reading.account.notes
    assert (note.kind, note.values["rows"]) == ("direction_unclear", "2, 3")


def test_the_file_may_say_where_records_come_from(tmp_path: Path) -> None:
    """A column of provenance counts; the parameter fills what is empty."""
    content = "id,lon,lat,provenance\n1,13.6,50.6,Synthetic\n2,13.6,50.6,\n"
    table = read(tmp_path, content, provenance="assumed").table

    assert table["provenance"].tolist() == ["synthetic", "assumed"]


def test_cameras_outside_the_area_are_dropped(tmp_path: Path) -> None:
    """The planned area keeps its own cameras and counts the rest."""
    content = "id,lon,lat\n1,13.614,50.604\n2,13.7,50.604\n"
    reading = read(tmp_path, content, within=shapely.Point(X, Y).buffer(100))

    assert reading.table["camera_id"].tolist() == ["1"]
    assert reading.account.dropped == {"outside_area": 1}


def test_a_layer_says_the_same_as_a_list(tmp_path: Path) -> None:
    """A GeoPackage with our columns gives the cameras the CSV gives."""
    content = "camera_id,lon,lat,azimuth_deg,mount_height_m\nK1,13.614,50.604,80,6.5\n"
    expected = read(tmp_path, content).table
    frame = gpd.GeoDataFrame(
        {"camera_id": ["K1"], "azimuth_deg": [80.0], "mount_height_m": [6.5]},
        geometry=gpd.points_from_xy([13.614], [50.604]),
        crs="EPSG:4326",
    )
    frame.to_file(tmp_path / "cameras.gpkg")
    table = cameras.read(tmp_path / "cameras.gpkg", crs=CRS).table

    assert table.drop(columns="geometry").equals(expected.drop(columns="geometry"))
    assert table.distance(expected.geometry).max() < 0.01


def test_tags_of_openstreetmap(tmp_path: Path) -> None:
    """Direction, angle and height tags become columns; a list of directions several cameras."""
    path = osm(
        tmp_path,
        {**CAMERA, "camera:direction": "NNE", "camera:angle": "15", "height": "6 m"},
        {**CAMERA, "camera:direction": "80;200", "camera:type": "fixed", "name": "Hamr"},
        {**CAMERA, "camera:direction": "270-90", "camera:angle": "300", "height": "900"},
        {**CAMERA, "camera:type": "panning"},
        {**CAMERA, "camera:direction": "400"},
    )
    reading = cameras.read(path, crs=CRS)
    table = reading.table

    assert table["camera_id"].tolist() == ["1", "2-1", "2-2", "3", "4", "5"]
    assert table["point_id"].tolist() == ["1", "2", "2", "3", "4", "5"]
    np.testing.assert_equal(
        table["azimuth_deg"].to_numpy(), [22.5, 80.0, 200.0, 0.0, np.nan, np.nan]
    )
    np.testing.assert_equal(table["tilt_deg"].to_numpy(), [15.0, *[np.nan] * 5])
    np.testing.assert_equal(table["mount_height_m"].to_numpy(), [6.0, *[np.nan] * 5])
    assert set(table["provenance"]) == {"open data"}
    assert reading.account.rows_read == reading.account.rows_kept == 5
    assert reading.account.facts == {
        "cameras": 6,
        "points": 5,
        "without_direction": 2,
        "fixed": 1,
        "panning": 1,
    }
    assert [note.kind for note in reading.account.notes] == ["direction_unclear"]


def test_what_is_no_camera_is_dropped(tmp_path: Path) -> None:
    """Guards, dummies, indoor cameras and bare nodes are counted by reason."""
    path = osm(
        tmp_path,
        CAMERA,
        {**CAMERA, "surveillance:type": "guard"},
        {**CAMERA, "surveillance": "fake"},
        {**CAMERA, "surveillance": "indoor"},
        {"man_made": "surveillance"},
        {"highway": "street_lamp"},
    )
    account = cameras.read(path, crs=CRS).account

    assert account.dropped == {"not_a_camera": 1, "fake": 1, "indoor": 1, "kind_not_said": 1}
    assert (account.rows_read, account.rows_kept) == (5, 1)
    for language in LANGUAGES:
        assert {f"dropped.{reason}" for reason in account.dropped} <= set(catalogue(language))


def test_exported_tags_are_recognised(tmp_path: Path) -> None:
    """A GeoJSON exported from OpenStreetMap is read by its tags."""
    frame = gpd.GeoDataFrame(
        {"osm_id": ["7"], "surveillance:type": ["camera"], "camera:direction": ["SW"]},
        geometry=gpd.points_from_xy([13.614], [50.604]),
        crs="EPSG:4326",
    )
    frame.to_file(tmp_path / "cameras.geojson")
    table = cameras.read(tmp_path / "cameras.geojson", crs=CRS).table

    assert (table.loc[0, "camera_id"], table.loc[0, "azimuth_deg"]) == ("7", 225.0)


def azimuths_of(text: str) -> tuple[float, ...] | None:
    """Return the azimuths of a text; none where it looks all around, None if it is unclear."""
    parsed = view_directions(text)
    if parsed is None:
        return None
    return tuple(each.azimuth_deg for each in parsed if not np.isnan(each.azimuth_deg))


@pytest.mark.parametrize(
    ("written", "azimuths"),
    [
        ("", ()),
        ("360", None),
        ("80°", (80.0,)),
        ("90,5", (90.5,)),
        ("wnw", (292.5,)),
        ("90-270", (180.0,)),
        ("350-10", (0.0,)),
        ("NE-SE", (90.0,)),
        ("80; 200 ;N", (80.0, 200.0, 0.0)),
        ("left", None),
        ("80;left", None),
    ],
)
def test_directions(written: str, azimuths: tuple[float, ...] | None) -> None:
    """Numbers, points of the compass, ranges and lists are read; anything else is not guessed."""
    assert azimuths_of(written) == azimuths


def test_the_compass_of_a_column() -> None:
    """J, V and Z are Czech, N, E and W English; S alone is neither, but for a Czech heading."""
    assert compass(["S", "JZ"]) is CZECH
    assert compass(["S", "NE"]) is ENGLISH
    assert compass(["S", "90"], heading="směr [°]") is CZECH
    for column in (["S", "90"], ["S", "N", "J"]):
        letters = compass(column, heading="direction")
        assert "S" not in letters
        assert (letters["N"], letters["Z"], letters["JV"], letters["SE"]) == (0, 270, 135, 135)


def test_headings_of_municipal_lists(tmp_path: Path) -> None:
    """`Směr snímání` is a direction and in Czech, `Výška osazení` a height above the ground."""
    reading = read(
        tmp_path,
        "Pořadové číslo;Název;Směr snímání;Výška osazení;lat;lon\n"
        "1;náměstí;S;4,5;50.604;13.614\n2;nádraží;200;6 m;50.604;13.615\n",
        "cp1250",
    )

    assert reading.table["azimuth_deg"].tolist() == [0.0, 200.0]
    assert reading.table["mount_height_m"].tolist() == [4.5, 6.0]
    assert reading.account.unused == ("Pořadové číslo",)


@given(st.floats(0, 359), st.floats(1, 354))
def test_a_range_stands_for_its_middle(start: float, width: float) -> None:
    """From its start, the middle of a range is half its width clockwise."""
    start, end = round(start, 3), round((start + width) % 360.0, 3)
    (middle,) = azimuths_of(f"{start:.3f}-{end:.3f}") or (np.nan,)
    half = ((end - start) % 360.0) / 2.0

    assert np.isclose(np.cos(np.radians(middle - start - half)), 1.0)
    assert 0.0 <= middle < 360.0


@pytest.mark.town
def test_trafford_has_163_cameras(shared_data: Path) -> None:
    """A real council's list of id and coordinates is read without configuration."""
    path = shared_data / "cameras" / "trafford_cctv_cameras.csv"
    reading = cameras.read(path, crs="EPSG:27700")

    assert len(reading.table) == reading.account.rows_read == 163
    assert reading.table.loc[0, "name"] == "Trafford Wharf Road"
    assert reading.account.notes == ()


@pytest.mark.town
def test_helsinki_has_six_cameras(shared_data: Path) -> None:
    """Six nodes say that they are cameras; 215 bare surveillance nodes are left out, counted."""
    path = shared_data / "helsinki" / "Helsinki.osm.pbf"
    reading = cameras.read(path, crs="EPSG:3067")

    assert len(reading.table) == 6
    assert reading.account.dropped == {"kind_not_said": 215}
    assert reading.account.facts["dome"] == 6
    with pytest.raises(SchemaError):
        cameras.read(path, crs="EPSG:3067", columns={"camera_id": "none"})
