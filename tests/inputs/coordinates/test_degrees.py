"""Coordinates as people write them, beside an address or not."""

from pathlib import Path

import pytest

from placement.inputs import addresses, cameras
from placement.inputs.coordinates.degrees import pair
from placement.inputs.coordinates.point_files import read_points

LAT, LON = 50 + 36 / 60 + 15 / 3600, 13 + 36 / 60 + 54 / 3600


@pytest.mark.parametrize(
    "text",
    [
        "50°36'15.0\"N 13°36'54.0\"E",
        "N 50° 36.250', E 13° 36.900'",
        "N 50 36.250 E 13 36.900",
        "50-36-15, 13-36-54",
        "Loc: 50°36'15\"N, 13°36'54\"E",
        "50°36′15″ s. š., 13°36′54″ v. d.",
        "50°36'15''S 13°36'54''V",
        "13°36'54\"E 50°36'15\"N",
        "50,6041667 13,6150000",
        "https://www.openstreetmap.org/?mlat=50.6041667&mlon=13.6150000#map=18/1/2",
        "https://mapy.com/cs/zakladni?source=coor&id=13.6150000%2C50.6041667&x=1&y=2",
    ],
)
def test_a_pair_in_its_usual_writings(text: str) -> None:
    """Signs, letters in Czech and English, order, decimal comma and links to a point."""
    assert pair(text) == pytest.approx((LAT, LON), abs=2e-7)


@pytest.mark.parametrize(
    "text",
    ["Hamerská 330", "12, 14", "330/12", "476 767 600", "12. 5. 2024", "50°75'00\"N 13°36'54\"E",
     "https://mapy.cz/zakladni?x=13.6&y=50.6&z=17"],
)  # fmt: skip
def test_no_pair_is_made_of_other_numbers(text: str) -> None:
    """House numbers, phones, dates, minutes past 60 and the middle of a view are no point."""
    assert pair(text) is None


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("id;lat;lon", "1;50°36'15\"N;13°36'54\"E"),
        ("id;Zeměpisná šířka;Zeměpisná délka", "1;50° 36,250';13° 36,900'"),
        ("id;GPS", "1;50-36-15, 13-36-54"),
        ("id;lat;lon;poloha", "1;;;N50.6041667 E13.6150000"),
    ],
)
def test_every_reader_of_points_reads_them(tmp_path: Path, header: str, row: str) -> None:
    """One column or two, and one with both where the named ones are empty."""
    (tmp_path / "a.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    point = read_points(tmp_path / "a.csv", crs="EPSG:4326", name="x").frame.geometry.iloc[0]

    assert (point.y, point.x) == pytest.approx((LAT, LON), abs=2e-7)


def test_coordinates_win_over_the_address(field_cases: Path, tmp_path: Path) -> None:
    """The field case's camera lies where its degrees say, and a contradiction is told."""
    folder = field_cases / "102-dms-beside-address"
    known = addresses.read(folder / "adr.csv", crs="EPSG:5514").table
    reading = cameras.read(folder / "cameras.csv", crs="EPSG:5514", addresses=known)

    assert reading.account.facts["placed_by_address"] == 0
    at = known.geometry.iloc[0]
    assert 50 < reading.table.geometry.iloc[0].distance(at) < 100
    (tmp_path / "c.csv").write_text(
        "id;adresa;GPS\nK;Hamerská 330;50°36'15\"N 13°36'54\"E\n", encoding="utf-8"
    )
    other = cameras.read(tmp_path / "c.csv", crs="EPSG:5514", addresses=known)
    assert "address_contradicted" in {note.kind for note in other.account.notes}
