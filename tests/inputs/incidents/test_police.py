"""The download of the Czech police: events, code lists, reasons to drop."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest
import shapely

from placement.crs.systems import from_lonlat
from placement.errors import InputError
from placement.inputs import incidents
from placement.inputs.incidents import police
from placement.texts import LANGUAGES, catalogue

CRS = "EPSG:5514"
HEADER = '"id","x","y","mp","date","state","relevance","types"'
PLACE = "13.614000,50.604000"
TYPES = """"id","parent_id1","parent_id2","parent_id3","name","label"
35,0,0,0,"Krádeže","KRÁDEŽE"
42,35,0,0,"Krádeže","Krádeže jízdních kol"
70,63,0,0,"Obecně","Ostatní"
63,0,0,0,"Obecně","OBECNĚ NEBEZPEČNÁ"
97,0,0,0,"Přestupky","Přestupky"
76,97,0,0,"PŘ – pořádek","Proti veřejnému pořádku"
110,97,76,0,"PŘ – ostatní","Ostatní"
"""
# 3 and 4 mean something else than in the download of 2026: labels count, not numbers
STATES = '"id","label"\n1,"skutek se nestal"\n2,"skutek není trestným činem"\n3,"neobjasněno"\n'
RELEVANCE = """"id","label"
1,"Místo oznámení"
2,"Místo spáchání"
5,"Zahraniční lokalita"
6,"Chybná lokalita"
"""
LISTS = {"types.csv": TYPES, "states.csv": STATES, "relevance.csv": RELEVANCE}


def row(event: int, code: int, state: int = 3, relevance: int = 2, place: str = PLACE) -> str:
    """Return a row of the download."""
    when = "2025-07-01T02:21:00.0000+02:00"
    return f'{event},{place},"false","{when}",{state},{relevance},{code}'


def download(folder: Path, rows: list[str], lists: dict[str, str] = LISTS) -> Path:
    """Write a download as an unpacked folder and return it."""
    folder = folder / "crimes"
    folder.mkdir(exist_ok=True)
    for name, content in lists.items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "2025_567256.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return folder


THREE = [row(1, 35), row(1, 42), row(2, 97), row(2, 76), row(2, 110), row(3, 63), row(3, 70)]


def test_one_event_per_id_of_its_leaf_type(tmp_path: Path) -> None:
    """Rows of parents vanish; labels that types share carry the name of the type before them."""
    reading = incidents.read(download(tmp_path, THREE), crs=CRS)

    assert reading.table["kind"].tolist() == [
        "Krádeže jízdních kol",
        "PŘ – ostatní",
        "Obecně: Ostatní",
    ]
    assert reading.table["incident_id"].tolist() == ["1", "2", "3"]
    assert reading.account.rows_read == 7
    assert reading.account.facts == {"events": 3, "without_time": 0, "distinct_places": 1}
    assert reading.account.dropped == {"type_above": 4}
    assert reading.account.notes == ()


def test_events_lie_where_and_when_the_file_says(tmp_path: Path) -> None:
    """X and y are longitude and latitude; four-digit fractions and the offset give local time."""
    table = incidents.read(download(tmp_path, THREE), crs=CRS).table
    (x,), (y,) = from_lonlat([13.614], [50.604], crs=CRS)

    assert table.geometry[0].distance(shapely.Point(x, y)) < 0.01
    assert str(table["when"][0]) == "2025-07-01 02:21:00"


def test_an_event_of_several_roots_keeps_its_first_leaf(tmp_path: Path) -> None:
    """Of leaves 110 and 42 the lower code counts, whatever the order of the rows."""
    rows = [row(1, 110), row(1, 76), row(1, 97), row(1, 42), row(1, 35)]
    table = incidents.read(download(tmp_path, rows), crs=CRS).table

    assert table["kind"].tolist() == ["Krádeže jízdních kol"]


def test_an_event_with_nothing_but_a_parent_keeps_it(tmp_path: Path) -> None:
    """A parent that comes alone is the event's type."""
    table = incidents.read(download(tmp_path, [row(1, 35)]), crs=CRS).table
    assert table["kind"].tolist() == ["KRÁDEŽE"]


def test_labels_decide_what_is_dropped(tmp_path: Path) -> None:
    """States and places are dropped by what their labels say, each under its reason."""
    rows = [
        row(1, 42),
        row(2, 42, state=1),
        row(3, 42, state=2),
        row(4, 42, relevance=1),
        row(5, 42, relevance=5),
        row(6, 42, relevance=6),
        row(7, 42, place="0,0"),
    ]
    reading = incidents.read(download(tmp_path, rows), crs=CRS)

    assert reading.table["incident_id"].tolist() == ["1"]
    assert reading.account.facts["events"] == 7
    assert reading.account.dropped == {
        "did_not_happen": 2,
        "place_of_report": 1,
        "abroad": 1,
        "wrong_place": 1,
        "zero_coordinates": 1,
    }
    for language in LANGUAGES:
        for reason in reading.account.dropped:
            assert f"dropped.{reason}" in catalogue(language)


def test_works_without_code_lists(tmp_path: Path) -> None:
    """Without lists the types are numbers, nothing is dropped, and a note says so."""
    folder = download(tmp_path, [*THREE, row(4, 42, state=1)], lists={})
    reading = incidents.read(folder, crs=CRS)

    assert reading.table["kind"].tolist() == ["42", "110", "70", "42"]
    assert [note.kind for note in reading.account.notes] == ["code_lists_missing"]
    assert "types.csv, states.csv, relevance.csv" in reading.account.notes[0].render("cs")


def test_notes_codes_that_the_lists_do_not_know(tmp_path: Path) -> None:
    """A type missing from its list stays as a number, with the rows named."""
    reading = incidents.read(download(tmp_path, [*THREE, row(4, 999)]), crs=CRS)

    (note,) = reading.account.notes
    assert (note.kind, note.row, note.values["found"]) == ("code_unknown", 9, "999")
    assert reading.table["kind"].tolist()[-1] == "999"


def test_notes_events_whose_rows_differ(tmp_path: Path) -> None:
    """Rows of one id at two places are one event at the first place, with a note."""
    rows = [row(1, 35), row(1, 42, place="13.700000,50.604000")]
    reading = incidents.read(download(tmp_path, rows), crs=CRS)

    assert len(reading.table) == 1
    assert [note.kind for note in reading.account.notes] == ["event_conflict"]


def test_folder_zip_csv_and_geojson_say_the_same(tmp_path: Path) -> None:
    """The four forms of a download, also packed by gzip, give the same events."""
    folder = download(tmp_path, THREE)
    packed = tmp_path / "crimes.zip"
    with zipfile.ZipFile(packed, "w") as out:
        for file in folder.iterdir():
            out.write(file, f"2025_567256/{file.name}")
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [13.614, 50.604]},
            "properties": {
                "id": event,
                "mp": False,
                "date": "2025-07-01T02:21:00.0000+02:00",
                "state": 3,
                "relevance": 2,
                "types": codes,
            },
        }
        for event, codes in ((1, [35, 42]), (2, [97, 76, 110]), (3, [63, 70]))
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "2025_567256.geojson").write_text(text, encoding="utf-8")
    (folder / "2025_567256.geojson.gz").write_bytes(gzip.compress(text.encode()))
    first = incidents.read(folder / "2025_567256.csv", crs=CRS)
    others = [packed, folder / "2025_567256.geojson", folder / "2025_567256.geojson.gz"]

    for path in others:
        reading = incidents.read(path, crs=CRS)
        assert reading.table.drop(columns="geometry").equals(first.table.drop(columns="geometry"))
        assert reading.table.geometry.geom_equals(first.table.geometry).all()
        assert reading.account.facts == first.account.facts


@pytest.mark.parametrize(
    "content",
    [
        '{"features": [{"properties": {"relevance": 1, "types": 3}}]}',
        '{"features": [{"relevance": 1, "types": [',
        '{"x": "", "relevance": 1, "types": [1]}',
    ],
)
def test_a_damaged_geojson_is_an_error(tmp_path: Path, content: str) -> None:
    """A GeoJSON that is cut off or of another shape is named, without a traceback."""
    path = tmp_path / "2025.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        incidents.read(path, crs=CRS)

    assert caught.value.problems[0].kind == "geojson_broken"


def test_other_files_are_no_download(tmp_path: Path) -> None:
    """A table with other columns, a folder without one and a missing file are not recognised."""
    (tmp_path / "other.csv").write_text("id,x,y\n1,2,3\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")

    assert police.find_download(tmp_path / "other.csv") is None
    assert police.find_download(tmp_path / "empty.csv") is None
    assert police.find_download(tmp_path) is None
    assert police.find_download(tmp_path / "none.csv") is None


@pytest.mark.town
def test_zizkov_is_6211_events_on_70_points(shared_data: Path) -> None:
    """17 000 rows are 6 211 events; 290 did not happen or lie where they were reported."""
    reading = incidents.read(shared_data / "zizkov" / "crimes_2025_500097", crs=CRS)
    account = reading.account

    assert (account.rows_read, account.rows_kept) == (17_000, 5_921)
    assert account.facts == {
        "events": 6_211,
        "without_time": 0,
        "distinct_places": 70,
        "recorded_days": 365,
    }
    above = 17_000 - 6_211
    assert account.dropped == {
        "place_of_report": 218,
        "did_not_happen": 72,
        "type_above": above,
    }
    assert account.notes == ()
    assert (reading.table["kind"] == "Krádeže jízdních kol").sum() > 0
    assert not reading.table["kind"].isin(["Ostatní", "bez podtřídy"]).any()
