"""What lists, layers and tags say of cameras, read right: directions, places, heights, tilts."""

import json
import math
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from placement.inputs import cameras
from placement.inputs.account import Reading
from placement.inputs.cameras.compass import CZECH, ENGLISH
from placement.inputs.cameras.directions import ViewDirection, comma_of, view_directions
from placement.inputs.cameras.vocabulary import kind_of, status_of
from placement.texts import LANGUAGES
from placement.units import rounded_deg

CRS = "EPSG:5514"
FIELD = Path(__file__).parents[4] / "shared" / "cases" / "field"


def listed(folder: Path, content: str) -> Reading:
    """Read a table of cameras, its notes put into words of both languages."""
    path = folder / "kamery.csv"
    path.write_text(content, encoding="utf-8")
    reading = cameras.read(path, crs=CRS)
    for note in reading.account.notes:
        assert all("{" not in note.render(language) for language in LANGUAGES)
    return reading


def kinds(reading: Reading) -> list[str]:
    """Return the kinds of the notes, but those on columns and codings."""
    return [n.kind for n in reading.account.notes if not n.kind.startswith(("column", "table"))]


@pytest.mark.parametrize(
    ("written", "letters", "azimuths"),
    [
        ("90/270", ENGLISH, [90, 270]),
        ("90° a 270°", CZECH, [90, 270]),
        ("45, 135", CZECH, [45, 135]),
        ("90,180,270", CZECH, [90, 180, 270]),
        ("SSV", CZECH, [22.5]),
        ("na severovýchod", CZECH, [45]),
        ("J; Z", CZECH, [180, 270]),
        ("směr jihozápad", CZECH, [225]),
        ("facing north-west", ENGLISH, [315]),
        ("N45E", ENGLISH, [45]),
        ("S30W", ENGLISH, [210]),
        ("J45V", CZECH, [135]),
        ("cca 80°", CZECH, [80]),
        ("12°30'", CZECH, [12.5]),
        ("−15", ENGLISH, [-15]),
    ],
)
def test_directions_as_people_write_them(
    written: str, letters: dict[str, float], azimuths: list[float]
) -> None:
    """Several, words, letters of sixteen points, quadrants, degrees and minutes."""
    found = view_directions(written, words=letters)

    assert found is not None
    np.testing.assert_allclose([aim.azimuth_deg for aim in found], azimuths)


@pytest.mark.parametrize("written", ["0-360", "1 - 360", "360°", "dokola", "all", "0..359"])
def test_all_around_is_no_direction(written: str) -> None:
    """The whole circle has a width and no azimuth."""
    (aim,) = view_directions(written) or ()

    assert math.isnan(aim.azimuth_deg)
    assert aim.width_deg == 360.0


@pytest.mark.parametrize(
    ("written", "aim"),
    [
        ("315-45", ViewDirection(0.0, 90.0)),
        ("od 10 do 50", ViewDirection(30.0, 40.0)),
        ("90±30", ViewDirection(90.0, 60.0)),
        ("350–10", ViewDirection(0.0, 20.0)),
    ],
)
def test_a_range_keeps_its_width(written: str, aim: ViewDirection) -> None:
    """Middle and width, clockwise."""
    assert view_directions(written) == (aim,)


@pytest.mark.parametrize("written", ["360", "V-Z", "S-J", "90,45", "forward", "1600 mil", "100g"])
def test_what_may_mean_two_things_is_not_guessed(written: str) -> None:
    """North or all around, a range or both ways, decimal or two: nobody knows."""
    assert view_directions(written, words=CZECH) is None


def test_a_column_tells_what_its_commas_are() -> None:
    """Tenths and leading zeros are decimals, three digits within a circle are directions."""
    assert comma_of(["90,5", "12,25"]) == "decimal"
    assert comma_of(["90,05"]) == "decimal"
    assert comma_of(["90,270", "45,90"]) == "between"
    assert comma_of(["12,34", "250,17", "88,91"]) == "decimal"
    assert comma_of(["90,45"]) == "unclear"
    assert comma_of(["90,5", "90,270"]) == "unclear"


def test_a_column_from_minus_180_is_told(tmp_path: Path) -> None:
    """West is negative there; the directions are right and a note says so."""
    reading = listed(tmp_path, "id;lon;lat;azimut\n1;13.61;50.6;-90\n2;13.62;50.6;135\n")

    assert reading.table["azimuth_deg"].tolist() == [270.0, 135.0]
    assert kinds(reading) == ["direction_signed"]


def test_an_azimuth_is_never_rounded_to_360() -> None:
    """359.97 to one decimal is 0.0."""
    assert rounded_deg(359.97, 1) == 0.0
    assert rounded_deg(359.94, 1) == 359.9
    assert rounded_deg(-0.01, 1) == 0.0


def test_a_point_is_a_place_in_a_layer(tmp_path: Path) -> None:
    """One name at two places is two points, whatever its case; each keeps height and place."""
    frame = gpd.GeoDataFrame(
        {
            "id": ["A", "B", "C"],
            "kamerovy_bod": ["MKB 01", "mkb1", "MKB 1"],
            "vyska": [4.0, 6.0, 12.0],
        },
        geometry=gpd.points_from_xy([-790000, -790000.4, -790100], [-980000, -980000, -980000]),
        crs=CRS,
    )
    frame.to_file(tmp_path / "kamery.gpkg")
    reading = cameras.read(tmp_path / "kamery.gpkg", crs=CRS)

    assert reading.table["point_id"].tolist() == ["MKB 01", "MKB 01", "MKB 01-2"]
    assert reading.table["mount_height_m"].tolist() == [4.0, 6.0, 12.0]
    assert "point_at_places" in kinds(reading)
    assert reading.account.facts["points"] == 2


def test_rows_of_one_pole_are_one_point(tmp_path: Path) -> None:
    """GeoJSON without names of points: 3 cameras at one place, 1 elsewhere, are 2 points."""
    places = [(13.61, 50.6), (13.61, 50.6), (13.610005, 50.6), (13.62, 50.6)]
    features = [
        {
            "type": "Feature",
            "properties": {"id": f"K{number}", "azimut": 90 * number},
            "geometry": {"type": "Point", "coordinates": place},
        }
        for number, place in enumerate(places)
    ]
    path = tmp_path / "kamery.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    table = cameras.read(path, crs=CRS).table

    assert table["point_id"].tolist() == ["K0", "K0", "K0", "K3"]


def test_a_name_of_a_camera_is_no_name_of_another_point(tmp_path: Path) -> None:
    """A camera "7" without a point does not join the point "7" elsewhere."""
    reading = listed(tmp_path, "id;bod;lon;lat\n1;7;13.61;50.6\n7;;13.62;50.6\n")

    assert reading.table["point_id"].tolist() == ["7", "7-2"]


def test_the_same_pose_twice_is_told(tmp_path: Path) -> None:
    """Both count, and a note names the rows."""
    reading = listed(tmp_path, "id;lon;lat;azimut\n1;13.61;50.6;90\n2;13.61;50.6;90\n")

    assert len(reading.table) == 2
    assert kinds(reading) == ["cameras_alike"]


@pytest.mark.parametrize(
    ("heading", "written", "height_m", "notes"),
    [
        ("vyska", "450 cm", 4.5, []),
        ("height", "16 ft", 4.8768, []),
        ("vyska", "5,5 m", 5.5, []),
        ("vyska", "331", np.nan, ["mount_height_not_used"]),
        ("height", "0", np.nan, ["mount_height_none"]),
        ("vyska", "-9999", np.nan, ["mount_height_none"]),
        ("montážní výška", "60", 60.0, ["mount_height_high"]),
    ],
)
def test_heights_are_above_the_ground(
    tmp_path: Path, heading: str, written: str, height_m: float, notes: list[str]
) -> None:
    """Units beside the number count; altitudes and signs for nothing are left out with a note."""
    reading = listed(tmp_path, f"id;lon;lat;{heading}\n1;13.61;50.6;{written}\n")

    np.testing.assert_allclose(reading.table["mount_height_m"], [height_m])
    assert kinds(reading) == notes


@pytest.mark.parametrize(
    ("written", "tilts", "note"),
    [
        (["-15", "-20", "-10"], [15, 20, 10], "tilt_negative_down"),
        (["105", "120°", "90"], [15, 30, 0], "tilt_from_zenith"),
        (["-15", "15", "20"], [-15, 15, 20], "tilt_upwards"),
    ],
)
def test_one_convention_of_tilts_for_a_column(
    tmp_path: Path, written: list[str], tilts: list[float], note: str
) -> None:
    """The majority of the signs decides, and a note tells; what looks at the sky is named."""
    rows = "".join(f"{k};13.6{k};50.6;{text}\n" for k, text in enumerate(written, start=1))
    reading = listed(tmp_path, f"id;lon;lat;sklon\n{rows}")

    assert reading.table["tilt_deg"].tolist() == tilts
    assert kinds(reading) == [note]


def test_kinds_and_states_in_czech_words(tmp_path: Path) -> None:
    """Pevná, otočná, celokruhová; navržená and nová do not stand yet."""
    content = (
        "id;lon;lat;Druh kamery;Stav\n1;13.61;50.6;pevná;stávající\n2;13.62;50.6;PTZ;v provozu\n"
        "3;13.63;50.6;panoramatická;\n4;13.64;50.6;otočná;navržená\n5;13.65;50.6;dome;nová\n"
    )
    reading = listed(tmp_path, content)

    assert reading.table["kind"].tolist() == ["fixed", "turning", "whole circle"]
    assert reading.account.dropped == {"not_built": 2}
    assert (kind_of("dome"), status_of("plánovaná")) == ("", "not built")


@pytest.mark.parametrize(
    ("case", "check"),
    [
        ("13-point-shared", {"point_id": ["MKB 1", "MKB 1-2"], "mount_height_m": [4.0, 12.0]}),
        ("19-same-pole", {"point_id": ["K1", "K1", "K1"]}),
        ("109-compass-range", {"azimuth_deg": [np.nan, np.nan, 225.0]}),
        ("18-height-altitude", {"mount_height_m": [np.nan]}),
        ("17-tilt-negative", {"tilt_deg": [-15.0, 15.0]}),
        ("14-osm-directions", {"azimuth_deg": [
            np.nan, np.nan, 90.0, 270.0, 120.0, 240.0, 90.0, 270.0, 0.0, 180.0, 0.0, np.nan, 190.0,
            0.0, np.nan, 315.0, 135.0,
        ]}),
    ],
)  # fmt: skip
def test_cases_from_the_field(case: str, check: dict[str, list[object]]) -> None:
    """What outsiders found, with the values their README calls right."""
    files = sorted((FIELD / case).glob("cameras.*"))
    if not files:
        pytest.skip(f"the field case {case} is not on this machine")
    table = cameras.read(files[0], crs=CRS).table
    for column, values in check.items():
        found = table[column].tolist()
        assert found == values or np.testing.assert_array_equal(found, values) is None
