"""What the sources send, taken apart: right, damaged, hostile."""

import csv
import io
import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from placement.errors import InputError
from placement.fetch import (
    heights,
    municipality,
    osm_layers,
    overpass,
    police_years,
    unpack,
)
from placement.fetch import vfr as exchange
from placement.inputs.incidents import police
from tests.fetch import made_town as town
from tests.fetch.replaying import Asked

MOST = 10_000_000


def saved(folder: Path, content: bytes, name: str = "answer.zip") -> Path:
    """Write an answer."""
    path = folder / name
    path.write_bytes(content)
    return path


def kind_of(error: pytest.ExceptionInfo[InputError]) -> str:
    """Return the kind of the only problem."""
    (problem,) = error.value.problems
    return problem.kind


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"../../etc/passwd": b"x", "a.csv": b"y"}, "fetch_zip_hostile"),
        ({"/a.csv": b"y"}, "fetch_zip_hostile"),
        ({"C:\\a.csv": b"y"}, "fetch_zip_hostile"),
        ({"a.csv": b"0" * 2_000_000}, "fetch_unpacked_too_large"),
        ({f"{i}.csv": b"" for i in range(1001)}, "fetch_zip_hostile"),
        ({"a.txt": b"y"}, "fetch_zip_members"),
        ({"a.csv": b"y", "b.csv": b"y"}, "fetch_zip_members"),
    ],
)
def test_a_hostile_zip_is_refused(tmp_path: Path, files: dict[str, bytes], kind: str) -> None:
    """Names that lead out, floods, and what is not as agreed are told before anything is read."""
    path = saved(tmp_path, town.zipped(files))

    with (
        pytest.raises(InputError) as raised,
        unpack.open_member(path, suffix=".csv", most_bytes=1_000_000) as stream,
    ):
        stream.read()

    assert kind_of(raised) == kind
    assert [p.name for p in tmp_path.iterdir()] == ["answer.zip"]


def test_a_zip_that_lies_about_its_size_is_cut_off(tmp_path: Path) -> None:
    """What counts is what comes out, not what the directory says."""
    content = bytearray(town.zipped({"a.csv": b"0" * 2_000_000}))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    path = saved(tmp_path, bytes(content))

    with pytest.raises(InputError):
        police_years.checker(most_bytes=1000)(path)
    with pytest.raises(InputError):
        _drained(path)


def _drained(path: Path) -> None:
    with unpack.open_member(path, suffix=".csv", most_bytes=1000) as stream:
        while stream.read(100):
            pass


@given(st.binary(max_size=400))
def test_no_bytes_are_too_strange(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Rubbish is refused by every reader of answers, whatever it is."""
    path = saved(tmp_path_factory.mktemp("rubbish"), content)
    readers = (
        lambda: municipality.municipalities_of(path),
        lambda: overpass.elements(path),
        lambda: exchange.read(path, most_bytes=MOST),
        lambda: police_years.checker(most_bytes=MOST)(path),
    )
    for reader in readers:
        with pytest.raises(InputError):
            reader()


def test_reads_ruians_exchange_file(tmp_path: Path) -> None:
    """Boundary, cadastral areas, houses with floors; one without outline is counted."""
    path = saved(tmp_path, town.zipped({"a.xml": town.vfr()}))

    register = exchange.read(path, most_bytes=MOST)

    assert register.name == town.NAME
    assert register.boundary is not None
    assert register.boundary.area == pytest.approx(500.0**2)
    assert register.districts["name"].tolist() == ["Dolní", "Horní"]
    assert register.districts.area.sum() == pytest.approx(500.0**2)
    assert len(register.buildings) == 16
    assert set(register.buildings["pocetpodlazi"]) == {3.0}
    assert register.unusable == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + xml.partition(b"?>")[2],
        lambda xml: xml.replace(b"vf:Obec", b"vf:Obed"),
        lambda xml: b"",
    ],
    ids=["cut", "entities", "no municipality", "empty"],
)
def test_a_damaged_exchange_file_is_refused(tmp_path: Path, spoil) -> None:
    """Half a file, one that defines entities and one without the municipality are no register."""
    path = saved(tmp_path, town.zipped({"a.xml": spoil(town.vfr())}))

    with pytest.raises(InputError) as raised:
        exchange.read(path, most_bytes=MOST)

    assert kind_of(raised) == "fetch_unreadable"


def test_outlines_nowhere_in_czechia_are_left_out(tmp_path: Path) -> None:
    """A house with coordinates of another world is counted, the others stay."""
    xml = town.vfr()
    box = next(town.houses())
    spoilt = xml.replace(f"{box[0]:.2f} {box[1]:.2f}".encode(), b"nan nan")

    register = exchange.read(saved(tmp_path, town.zipped({"a.xml": spoilt})), most_bytes=MOST)

    assert len(register.buildings) == 15
    assert register.unusable == 2


def test_rings_enclose_what_lies_inside_an_odd_number_of_them() -> None:
    """A hole is a hole whichever way its ring turns."""
    outer = [(-800_000, -980_000), (-799_000, -980_000), (-799_000, -979_000), (-800_000, -979_000)]
    inner = [(-799_600, -979_600), (-799_400, -979_600), (-799_400, -979_400), (-799_600, -979_400)]
    rings = [[*outer, outer[0]], [*inner, inner[0]]]

    area = municipality.area_of(rings)
    turned = municipality.area_of([rings[0], rings[1][::-1]])

    assert area is not None
    assert turned is not None
    assert area.area == pytest.approx(1000.0**2 - 200.0**2)
    assert shapely.equals(area, turned)


@pytest.mark.parametrize(
    "answer",
    [
        {"error": {"code": 400, "message": "Invalid query"}},
        {"features": [{"attributes": {"kod": "x", "nazev": "y"}}]},
        {"features": [{"attributes": {}, "geometry": {"rings": [[[0, 0]] * 5]}}]},
        {"features": 5},
        [],
    ],
)
def test_an_apology_of_the_map_service_is_no_municipality(tmp_path: Path, answer: object) -> None:
    """ČÚZK refuses with status 200."""
    path = saved(tmp_path, json.dumps(answer).encode())

    with pytest.raises(InputError) as raised:
        municipality.municipalities_of(path)

    assert kind_of(raised) == "fetch_unreadable"


def test_overpass_becomes_layers(tmp_path: Path) -> None:
    """Names with markup come through, control characters do not."""
    path = saved(tmp_path, json.dumps(town.overpass()).encode())
    file = tmp_path / "town.osm"

    overpass.write_osm(path, file)
    layers = osm_layers.read(file, crs="EPSG:5514")

    names = set(layers["streets"]["name"])
    assert 'Dlouhá <1> & "1"' in names
    assert "3. května" in names
    assert {name: len(layer) for name, layer in layers.items()} == {
        "streets": 11, "trees": 1, "lamps": 25, "cameras": 1, "place_areas": 1, "water": 1,
        "addresses": 1,
    }  # fmt: skip
    streets = layers["streets"]
    length_m = streets[streets["highway"] == "residential"].length
    np.testing.assert_allclose(length_m, town.SIDE, atol=0.05)


@pytest.mark.parametrize(
    "spoil",
    [
        {"elements": []},
        {"elements": [{"type": "node", "id": 1, "lat": 95, "lon": 0}]},
        {"elements": [{"type": "way", "id": "x", "nodes": []}]},
        {"elements": [{"type": "way", "id": 1, "nodes": ["<x>"]}]},
        {"remark": "runtime error: out of memory"},
    ],
)
def test_half_an_answer_of_overpass_is_none(tmp_path: Path, spoil: dict[str, object]) -> None:
    """Empty, impossible and unfinished answers are refused."""
    path = saved(tmp_path, json.dumps({**town.overpass(), **spoil}).encode())

    with pytest.raises(InputError) as raised:
        overpass.elements(path)

    assert kind_of(raised) == "fetch_unreadable"


def test_years_of_incidents_are_brought_to_the_last_ones_codes(tmp_path: Path) -> None:
    """What a code means is what its label says, even if codes were exchanged between downloads."""
    paths = [
        saved(tmp_path, town.police(2024, shifted=True), "2024.zip"),
        saved(tmp_path, town.police(2025), "2025.zip"),
    ]

    files = police_years.merge_years(paths, most_bytes=MOST)

    rows = list(csv.DictReader(io.StringIO(files["incidents.csv"].decode())))
    assert [row["types"] for row in rows[:40]] == [row["types"] for row in rows[40:]]
    folder = tmp_path / "merged"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    found = police.find_download(folder)
    assert found is not None
    events, n = police.events(found, folder, crs="EPSG:5514")
    assert n == 80
    assert events.frame["kind"].value_counts().to_dict() == {
        "krádež kapesní": 60,
        "sprejerství": 20,
    }


def test_a_label_that_went_away_keeps_a_code_of_its_own(tmp_path: Path) -> None:
    """A type that the last list lacks is added to it, below its translated parents."""
    old = {
        name: content.replace("sprejerství".encode(), "rvačka".encode())
        for name, content in _unzipped(town.police(2024)).items()
    }
    paths = [
        saved(tmp_path, town.zipped(old), "2024.zip"),
        saved(tmp_path, town.police(2025), "2025.zip"),
    ]

    files = police_years.merge_years(paths, most_bytes=MOST)

    types = list(csv.DictReader(io.StringIO(files["types.csv"].decode())))
    assert [row["label"] for row in types] == ["krádež kapesní", "sprejerství", "rvačka"]
    assert types[2]["id"] == "3"
    rows = list(csv.DictReader(io.StringIO(files["incidents.csv"].decode())))
    assert {row["types"] for row in rows[:40]} == {"1", "3"}


def test_reads_a_download_as_the_police_publish_it(tmp_path: Path, shared_data: Path) -> None:
    """The real download of Praha 3 passes the check, and merging one year changes no row of it."""
    folder = shared_data / "zizkov" / "crimes_2025_500097"
    content = town.zipped({file.name: file.read_bytes() for file in folder.iterdir()})

    files = police_years.merge_years([saved(tmp_path, content)], most_bytes=MOST)

    with (folder / "2025_500097.csv").open(encoding="utf-8", newline="") as stream:
        before = list(csv.reader(stream))
    assert list(csv.reader(io.StringIO(files["incidents.csv"].decode()))) == before


@pytest.mark.parametrize("gone", ["types.csv", "states.csv", "2024_599999.csv"])
def test_a_download_without_its_lists_is_refused(tmp_path: Path, gone: str) -> None:
    """Codes mean nothing without their lists."""
    files = {name: c for name, c in _unzipped(town.police(2024)).items() if name != gone}

    with pytest.raises(InputError) as raised:
        police_years.checker(most_bytes=MOST)(saved(tmp_path, town.zipped(files)))

    assert kind_of(raised) == "fetch_unreadable"


def _unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


BOX = (-794_000.0, -979_400.0, -793_800.0, -979_300.0)


def tile(box: tuple[float, ...] = BOX, size: str = "100,50") -> bytes:
    """Return a tile of the surface."""
    query = {"bbox": ",".join(map(str, box)), "size": size}
    return town.image(Asked("GET", "/surface", query, {}, b"")).body


def test_a_tile_of_the_right_place_and_size_is_taken(tmp_path: Path) -> None:
    """Heights come as they are."""
    path = saved(tmp_path, tile(), "a.tif")

    heights._checker(BOX, 50, 100)(path)

    assert heights._read(path, rows=50, columns=100).max() == pytest.approx(309, abs=2.1)


@pytest.mark.parametrize(
    "content",
    [
        tile(size="100,51"),
        tile((-794_000.0 + 4, -979_400.0, -793_800.0 + 4, -979_300.0)),
        tile()[:3000],
        b"II*\x00" + bytes(100),
        b"",
    ],
    ids=["size", "place", "cut", "rubbish", "empty"],
)
def test_another_tile_is_refused(tmp_path: Path, content: bytes) -> None:
    """A tile of another size or place, or half of one, is no tile."""
    path = saved(tmp_path, content, "a.tif")

    with pytest.raises(InputError) as raised:
        heights._checker(BOX, 50, 100)(path)

    assert kind_of(raised) == "fetch_unreadable"
