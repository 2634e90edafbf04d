"""Cameras of which a town publishes only the address."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from placement.errors import CrsError, SchemaError
from placement.inputs import addresses, cameras
from placement.inputs.addresses.directory import Directory
from placement.inputs.addresses.house_numbers import readings
from placement.schema import ADDRESSES
from placement.texts import LANGUAGES

CRS = "EPSG:5514"
HEADER = (
    "Kód ADM;Kód obce;Název obce;Kód MOMC;Název MOMC;Kód obvodu Prahy;Název obvodu Prahy;"
    "Kód části obce;Název části obce;Kód ulice;Název ulice;Typ SO;Číslo domovní;Číslo orientační;"
    "Znak čísla orientačního;PSČ;Souřadnice Y;Souřadnice X;Platí Od"
)
ROWS = (  # street, type, house number, orientation number, its letter, part, Y, X
    ("Hamerská", "č.p.", "330", "", "", "Hamr", "794100.00", "979600.00"),
    ("Hamerská", "č.p.", "12", "7", "", "Hamr", "794200.00", "979600.00"),
    ("Hamerská", "č.p.", "7", "3", "a", "Hamr", "794900.00", "979600.00"),
    ("náměstí Míru", "č.p.", "12", "3", "", "Horní Litvínov", "793000.00", "979000.00"),
    ("9. května", "č.p.", "26", "", "", "Horní Litvínov", "793050.00", "979050.00"),
    ("28. října", "č.p.", "225", "", "", "Horní Litvínov", "793150.00", "979050.00"),
    ("Boženy Němcové", "č.p.", "44", "", "", "Horní Litvínov", "793100.00", "979100.00"),
    ("U Zámeckého parku", "č.p.", "837", "", "", "Horní Litvínov", "793200.00", "979100.00"),
    ("Polní", "č.p.", "5", "", "", "Janov", "795000.00", "979900.00"),
    ("Polní", "č.p.", "5", "", "", "Hamr", "794000.00", "979900.00"),
    ("", "č.p.", "8", "", "", "Křížatky", "795400.00", "978900.00"),
    ("", "č.ev.", "8", "", "", "Křížatky", "795800.00", "978900.00"),
    ("Ztracená", "č.p.", "1", "", "", "Janov", "", ""),
)


def ruian(folder: Path) -> Path:
    """Write a table of addresses as RÚIAN publishes it."""
    lines = [HEADER]
    for at, (street, kind, house, along, letter, part, y, x) in enumerate(ROWS):
        cells = [str(at), "567256", "Litvínov", "", "", "", "", "1", part, "2", street, kind]
        lines.append(";".join([*cells, house, along, letter, "43601", y, x, "2012-01-01T00:00:00"]))
    path = folder / "20261031_OB_567256_ADR.csv"
    path.write_bytes("\r\n".join(lines).encode("cp1250"))
    return path


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    """Return the directory of a small town."""
    return Directory(addresses.read(ruian(tmp_path), crs=CRS).table)


def test_reads_the_table_ruian_publishes(tmp_path: Path) -> None:
    """Numbers, parts and positions come through; a row without position is counted."""
    reading = addresses.read(ruian(tmp_path), crs=CRS)

    assert list(reading.table.columns) == ADDRESSES.names
    assert reading.account.dropped == {"no_coordinates": 1}
    assert reading.account.facts == {"addresses": 12, "street_names": 7}
    assert reading.table.geometry.iloc[0].equals_exact(shapely.Point(-794100, -979600), 1e-6)
    assert reading.table["registration"].sum() == 1


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("Hamerská 330", -794100),
        ("HAMERSKA 330", -794100),
        ("ul. Hamerská č. p. 330", -794100),
        ("Hamerská čp.330 (u školy)", -794100),
        ("Hamerská č. 330, 436 01 Litvínov", -794100),
        ("Litvínov, Hamerská 330", -794100),
        ("nám. Míru 12/3", -793000),
        ("Náměstí Míru 3/12", -793000),
        ("náměstí Míru č.o. 3", -793000),
        ("Hamerská 3a", -794900),
        ("9. května 26", -793050),
        ("dům č.p. 225 – ul. 28. Října, Litvínov I", -793150),
        ("B. Němcové 44", -793100),
        ("U Zámeckého parku 837", -793200),
        ("u zam. parku 837", -793200),
        ("Křížatky 8", -795400),
        ("Křížatky č.ev. 8", -795800),
        ("č.p. 330", -794100),
        ("Polní 5, Janov", -795000),
    ],
)
def test_finds_addresses_as_towns_write_them(directory: Directory, text: str, x: float) -> None:
    """Case, diacritics, abbreviations, č.p. and č.o., ordinals and postcodes do not matter."""
    answer = directory.find(text)

    assert answer.outcome == "found"
    assert answer.point is not None
    assert answer.point.x == pytest.approx(x, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "outcome", "near"),
    [
        ("Hamerská 7", "ambiguous", "Hamerská č.p. 12 / č.o. 7"),
        ("Polní 5", "ambiguous", "Polní č.p. 5"),
        ("Hamerská 331", "missing", "Hamerská č.p. 330"),
        ("Hamreská 330", "mended", "Hamerská"),
        ("Hamreská 999", "missing", "Hamerská"),
        ("Hamerská 999, Křížatky", "missing", "Hamerská č.p. 330"),
        ("u pošty", "missing", ""),
        ("", "missing", ""),
        ("Ztracená 1", "missing", ""),
    ],
)
def test_says_what_is_not_certain(directory: Directory, text: str, outcome: str, near: str) -> None:
    """A number of two houses, one that is not there and a name with a typing error are told."""
    answer = directory.find(text)

    assert answer.outcome == outcome
    assert (answer.point is None) == (outcome != "mended")
    assert near in ", ".join(answer.near)


@pytest.mark.parametrize("kind", ["č.p. {}", "č.o. {}"])
def test_a_marked_number_is_not_ambiguous(directory: Directory, kind: str) -> None:
    """Where a number is č.p. of one house and č.o. of another, saying which one is enough."""
    answer = directory.find(f"Hamerská {kind.format(7)}")

    assert answer.outcome == "found"


NAMES = st.text("abcdefghijklmnopqrstuvwxyzáčďéěíňóřšťúůýž", min_size=3, max_size=12)


@settings(deadline=None)
@given(
    streets=st.dictionaries(
        st.lists(NAMES, min_size=1, max_size=3).map(" ".join),
        st.integers(1, 9999),
        min_size=1,
        max_size=6,
    ),
    upper=st.booleans(),
)
@example(streets={"near": 1, "naproti": 2, "roh": 3, "cor": 4}, upper=False)
def test_every_address_of_the_table_is_found(streets: dict[str, int], upper: bool) -> None:
    """What a table holds is found where it lies, or named ambiguous; never elsewhere."""
    rows = {
        "street": list(streets),
        "part": "",
        "house_number": [float(n) for n in streets.values()],
        "registration": False,
        "orientation_number": float("nan"),
        "letter": "",
    }
    places = [shapely.Point(1000.0 * at, 0.0) for at in range(len(streets))]
    known = Directory(gpd.GeoDataFrame(rows, geometry=places, crs=CRS))
    for (street, number), place in zip(streets.items(), places, strict=True):
        written = f"{street.upper() if upper else street} {number}"
        answer = known.find(written)

        assert answer.outcome in ("found", "ambiguous"), (written, answer)
        assert answer.point is None or answer.point == place


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever stands in a cell is understood or not; nothing is raised."""
    assert all(reading.number >= 0 for reading in readings(text))


def listed(folder: Path, content: str) -> Path:
    """Write a list of cameras."""
    path = folder / "cameras.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_cameras_are_placed_by_their_address(tmp_path: Path) -> None:
    """Rows with coordinates keep them; the others are derived; what is not found is left out."""
    table = addresses.read(ruian(tmp_path), crs=CRS).table
    content = (
        "Číslo kamery;Adresa;lon;lat\nK1;Hamerská 330;;\nK2;Tylova 1;13,614;50,604\n"
        "K3;Hamerská 331;;\nK4;Hamreská 12;;\n"
    )

    reading = cameras.read(listed(tmp_path, content), crs=CRS, addresses=table)

    assert reading.table["camera_id"].tolist() == ["K1", "K2", "K4"]
    assert reading.table["provenance"].tolist() == ["derived", "surveyed", "derived"]
    assert reading.account.dropped == {"address_not_found": 1}
    assert reading.account.facts["placed_by_address"] == 2
    notes = {note.kind: note for note in reading.account.notes}
    assert notes["address_not_found"].row == 4
    assert notes["address_mended"].row == 5
    for language in LANGUAGES:
        assert "č.p. 330" in notes["address_not_found"].render(language)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("id,ulice,č.p.", "K1,hamerska,330"),
        ("id,ulice,číslo", "K1,Hamerská,330"),
        ("id,ulice,č.p.,č.o.", "K1,Hamerská,12,7"),
        ("id,ulice,č.o.", "K1,nám. Míru,3"),
        ("id,umístění", "K1,Hamerská 330"),
    ],
)
def test_street_and_number_may_be_columns(tmp_path: Path, header: str, row: str) -> None:
    """One column with the address will do, or one for the street and others for numbers."""
    table = addresses.read(ruian(tmp_path), crs=CRS).table

    reading = cameras.read(listed(tmp_path, f"{header}\n{row}\n"), crs=CRS, addresses=table)

    assert reading.table["provenance"].tolist() == ["derived"]


def test_columns_are_named_by_the_plan_file(tmp_path: Path) -> None:
    """A column of any name can be the address."""
    table = addresses.read(ruian(tmp_path), crs=CRS).table
    path = listed(tmp_path, "id,kde visí\nK1,Hamerská 330\n")

    reading = cameras.read(path, crs=CRS, addresses=table, columns={"address": "kde visí"})

    assert len(reading.table) == 1


def test_none_found_is_an_error(tmp_path: Path) -> None:
    """A list of another town is refused, with every row and the nearest addresses."""
    table = addresses.read(ruian(tmp_path), crs=CRS).table

    with pytest.raises(SchemaError) as raised:
        cameras.read(listed(tmp_path, "id,adresa\n1,Dlouhá 9\n"), crs=CRS, addresses=table)

    kinds = [problem.kind for problem in raised.value.problems]
    assert kinds == ["addresses_none_found", "address_not_found"]


@pytest.mark.parametrize(
    ("content", "dropped", "kind"),
    [
        ("id;Adresa;GPS\nK1;Hamerská 330;viz mapa\nK2;;50.604, 13.614\n", {}, "address_instead"),
        ("id;Adresa;lon;lat\nK1;Hamerská 330;13,6;sloup\nK2;;13,614;50,604\n", {},
         "address_instead"),
        ("id;Adresa;lon;lat\nK1;Hamerská 330;0;0\nK2;;13,614;50,604\n", {}, ""),
        ("id;Adresa;lon;lat\nK1;Hamerská 330;0;0\nK3;Tylova 9;0;0\nK2;;13,614;50,604\n",
         {"address_not_found": 1}, "address_not_found"),
    ],
)  # fmt: skip
def test_an_address_stands_in_for_bad_coordinates(
    tmp_path: Path, content: str, dropped: dict[str, int], kind: str
) -> None:
    """One cell that cannot be read, or is zero, costs no other row, and each row counts once."""
    table = addresses.read(ruian(tmp_path), crs=CRS).table

    reading = cameras.read(listed(tmp_path, content), crs=CRS, addresses=table)

    assert reading.table["camera_id"].tolist() == ["K1", "K2"]
    assert reading.table.geometry.x.iloc[0] == pytest.approx(-794_100)
    assert reading.account.dropped == dropped
    assert kind in {"", *(note.kind for note in reading.account.notes)}


@pytest.mark.parametrize(
    "cell",
    [
        "794100,25 / 979000,50",
        "Y=794 100,25 X=979 000,50",
        "33U 402014 5606727",
        "9F2MJJ38+MF",
        "https://mapy.cz/zakladni?x=13.6153&y=50.6042&z=17",
        "https://maps.app.goo.gl/AbCdEf",
        "0101000020E6100000CDCCCCCCCC3A2B4088635DDC464D4940",
    ],
)
def test_coordinates_that_are_not_read_are_told(tmp_path: Path, cell: str) -> None:
    """A camera hangs by its address only with a word, if its row seems to know better."""
    table = addresses.read(ruian(tmp_path), crs=CRS).table
    content = f"id;Adresa;poznámka\nK1;Hamerská 330;{cell}\nK2;Hamerská 330;tel. 476 767 600\n"

    reading = cameras.read(listed(tmp_path, content), crs=CRS, addresses=table)

    (note,) = [n for n in reading.account.notes if n.kind == "coordinates_overlooked"]
    assert (note.row, note.column) == (2, "poznámka")
    assert all(cell in note.render(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    "cell",
    ["tel. 476 767 600", "parc. č. 1234/5", "3.5.2024 14:30", "2 × 4 Mpx, 2,8 mm", "VO 125-3"],
)
def test_other_numbers_are_no_coordinates(tmp_path: Path, cell: str) -> None:
    """Telephones, parcels, dates and lenses give no note."""
    table = addresses.read(ruian(tmp_path), crs=CRS).table
    content = f"id;Adresa;poznámka\nK1;Hamerská 330;{cell}\n"

    reading = cameras.read(listed(tmp_path, content), crs=CRS, addresses=table)

    assert "coordinates_overlooked" not in {note.kind for note in reading.account.notes}


def test_a_bad_cell_without_address_is_still_refused(tmp_path: Path) -> None:
    """Where nothing else says the place, the row is named."""
    table = addresses.read(ruian(tmp_path), crs=CRS).table
    content = "id;Adresa;GPS\nK1;;viz mapa\nK2;Hamerská 330;50.604, 13.614\n"

    with pytest.raises(CrsError) as caught:
        cameras.read(listed(tmp_path, content), crs=CRS, addresses=table)

    assert [(problem.kind, problem.row) for problem in caught.value.problems] == [
        ("pair_unreadable", 2)
    ]
