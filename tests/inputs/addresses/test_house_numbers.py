"""Which number of a text is a house's."""

import re
from pathlib import Path

import pytest

from placement.inputs import addresses
from placement.inputs.addresses.directory import Directory

HEADER = (
    "Název ulice;Typ SO;Číslo domovní;Číslo orientační;Znak čísla orientačního;"
    "Souřadnice Y;Souřadnice X"
)


@pytest.fixture
def town(tmp_path: Path) -> Directory:
    """Return a town with a row of houses, 100 m apart."""
    rows = [("Dlouhá", "č.p.", "45", ""), ("Dlouhá", "č.p.", "8", ""), ("Lesní", "č.ev.", "45", ""),
            ("Lesní", "č.p.", "45", ""), ("Široká", "č.p.", "310", "6")]  # fmt: skip
    lines = [f"{';'.join(row)};;{790_000 - 100 * at};980000" for at, row in enumerate(rows)]
    (tmp_path / "a.csv").write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    return Directory(addresses.read(tmp_path / "a.csv", crs="EPSG:5514").table)


@pytest.mark.parametrize(
    ("text", "offset_m"),
    [
        ("Dlouhá, parc. č. 45/2", None),
        ("parcela č. 45, Dlouhá", None),
        ("Dlouhá ppč 45", None),
        ("Dlouhá, na pozemku p. č. 45", None),
        ("KN 45 Dlouhá", None),
        ("Dlouhá – sloup č. 45", None),
        ("VO 45, Dlouhá", None),
        ("svítidlo 45 Dlouhá", None),
        ("oproti č. p. 45, Dlouhá", None),
        ("Dlouhá mezi č.p. 8 a 45", None),
        ("MKDS 45 – Dlouhá 8", 100),
        ("kam. č. 45 Dlouhá 8", 100),
        ("VO45 Dlouhá 8", 100),
        ("Dlouhá 8, sloup č. 45", 100),
        ("Dlouhá 8, 3. patro", 100),
        ("Lesní ev. č. 45", 200),
        ("Lesní č.ev.45", 200),
        ("Lesní čp. 45", 300),
        ("Široká č. o. 6", 400),
        ("Široká 310/6", 400),
        ("Široka 6", 400),
        ("Dlouhá č.45, Litvínov, 436 01", 0),
        ("Dlouhá č.8", 100),
    ],
)
def test_words_decide_what_a_number_counts(
    town: Directory, text: str, offset_m: float | None
) -> None:
    """Parcels, poles, cameras, floors and what is opposite or between give no house."""
    point = town.find(text).point

    assert (None if point is None else round(point.x + 790_000)) == offset_m


def test_a_mended_name_says_the_number_taken(town: Directory) -> None:
    """The note names the house; a number of another piece does not help to mend."""
    assert town.find("Dlohuá 8").near == ("Dlouhá č.p. 8",)
    assert town.find("kiosek 8, Dlohuá").point is None


@pytest.mark.parametrize(
    ("text", "outcome", "house"),
    [
        ("Dlouhá, vedle č.p. 45", "beside", "Dlouhá č.p. 45"),
        ("Dlouhá, u č. 8", "beside", "Dlouhá č.p. 8"),
        ("před domem č.p. 45, Dlouhá", "beside", "Dlouhá č.p. 45"),
        ("vedle pošty, Dlouhá 8", "found", "Dlouhá č.p. 8"),
        ("Dlouhá 8, roh domu", "found", "Dlouhá č.p. 8"),
        ("Dlouhá 8–10", "range", "Dlouhá č.p. 8"),
        ("Dlouhá č.p. 45 až 47", "range", "Dlouhá č.p. 45"),
        ("Dlouhá 8 - 2 kamery", "found", "Dlouhá č.p. 8"),
        ("Dlouhá 45, 8", "range", "Dlouhá č.p. 45"),
        ("Dlouhá 8, 436 01, Litvínov", "found", "Dlouhá č.p. 8"),
        ("Dlouhá 8 (naproti nádraží)", "beside", "Dlouhá č.p. 8"),
        ("Dlouhá 8, mezi školou a hřištěm", "beside", "Dlouhá č.p. 8"),
        ("Dlouhá 8, naproti", "opposite", None),
        ("Dlouhá 8 naproti škole", "opposite", None),
        ("roh ulic Dlouhá a Lesní", "corner", None),
        ("roh Dlouhá 8 a Lesní", "corner", None),
        ("nároží Dlouhá / Lesní 45", "corner", None),
        ("Dlouhá x Lesní 45", "corner", None),
        ("Mateřská škola Dlouhá 8", "found", "Dlouhá č.p. 8"),
        ("Nová Dlouhá 8", "mended", "Dlouhá č.p. 8"),
    ],
)
def test_words_say_how_a_place_lies(
    town: Directory, text: str, outcome: str, house: str | None
) -> None:
    """Near a house, several houses, a corner and a name before the street are told apart."""
    answer = town.find(text)

    assert (answer.outcome, next(iter(answer.near), None)) == (outcome, house)
    assert (answer.point is None) == (house is None)


@pytest.mark.parametrize(
    ("text", "counts"),
    [("parc. č. 12, Dlouhá", "parcel"), ("lampa 12 Dlouhá", "pole"), ("kamera 12 Dlouhá", "camera"),
     ("bod č. 12 Dlouhá", "list"), ("Dlouhá, vchod 12", "inside")],
)  # fmt: skip
def test_says_what_a_number_counts(town: Directory, text: str, counts: str) -> None:
    """The note can say of what the number is."""
    assert (town.find(text).outcome, town.find(text).counts) == ("not_a_house", counts)


def test_the_field_cases_addresses(field_cases: Path) -> None:
    """Every address of the table of right answers is where it should be, or nowhere."""
    folder = field_cases / "70-addresses"
    directory = Directory(addresses.read(folder / "adr.csv", crs="EPSG:5514").table)
    wrong = []
    for line in (folder / "right.md").read_text(encoding="utf-8").splitlines():
        row = re.fullmatch(r"\| (.*) \| (.*) \|", line)
        if row is None or row[1] in ("written", "---"):
            continue
        point = directory.find(row[1]).point
        right = re.search(r"= (\d+)$", row[2]) or re.match(r"(?:right )?(\d+)", row[2])
        at = None if point is None else round(point.x + 791_844)
        if at != (int(right[1]) if right else None):
            wrong.append((row[1], row[2], at))
    assert not wrong
