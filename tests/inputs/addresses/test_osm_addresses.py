"""Addresses of raw OpenStreetMap: nodes and houses with `addr:*`, as Czechs and others tag them."""

from pathlib import Path

import pytest

from placement.errors import InputError
from placement.inputs import addresses

CRS = "EPSG:5514"
HELSINKI = Path(__file__).parents[4] / "shared" / "data" / "helsinki" / "Helsinki.osm.pbf"
NODES = {
    1: {"addr:street": "Mostecká", "addr:housenumber": "1234/12a"},
    2: {"addr:street": "Mostecká", "addr:conscriptionnumber": "340", "addr:streetnumber": "14"},
    3: {"addr:place": "Křížatky", "addr:housenumber": "ev.8", "addr:provisionalnumber": "8"},
    4: {"addr:street": "Hauptstraße", "addr:housenumber": "7 B"},
    5: {"addr:street": "Bez čísla"},
    6: {"addr:street": "Lípová", "addr:suburb": "Janov", "addr:housenumber": "5"},
}
HOUSE = {"building": "yes", "addr:street": "Polní", "addr:conscriptionnumber": "77"}


def osm(folder: Path) -> Path:
    """Write nodes 100 m apart, and a house of 20 m."""
    at = {number: (50.6, 13.6 + 0.0014 * number) for number in NODES}
    at |= {10 + k: (50.61 + 0.0002 * (k // 2), 13.61 + 0.0002 * (k in (1, 2))) for k in range(4)}
    tags = {**NODES, **{number: {} for number in at if number >= 10}}
    lines = ['<?xml version="1.0"?>', '<osm version="0.6">']
    for number, (lat, lon) in at.items():
        inner = "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags[number].items())
        lines.append(f'<node id="{number}" lat="{lat}" lon="{lon}" version="1">{inner}</node>')
    inner = "".join(f'<nd ref="{ref}"/>' for ref in (10, 11, 12, 13, 10))
    inner += "".join(f'<tag k="{k}" v="{v}"/>' for k, v in HOUSE.items())
    lines += [f'<way id="99" version="1">{inner}</way>', "</osm>"]
    path = folder / "town.osm"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_numbers_are_read_as_they_are_tagged(tmp_path: Path) -> None:
    """Both numbers of a Czech house, the letter of a foreign one, huts, outlines of houses."""
    reading = addresses.read(osm(tmp_path), crs=CRS)
    columns = ["street", "part", "house_number", "orientation_number", "letter", "registration"]

    rows = reading.table[columns].astype(object).fillna(0).to_numpy().tolist()
    assert rows == [
        ["Mostecká", "", 1234, 12, "a", False],
        ["Mostecká", "", 340, 14, "", False],
        ["", "Křížatky", 8, 0, "", True],
        ["Hauptstraße", "", 0, 7, "B", False],
        ["Lípová", "Janov", 5, 0, "", False],
        ["Polní", "", 77, 0, "", False],
    ]
    assert reading.account.facts == {"addresses": 6, "street_names": 4}
    assert set(reading.table.geometry.geom_type) == {"Point"}


def test_a_file_without_addresses_is_refused(tmp_path: Path) -> None:
    """Rather than a town without houses."""
    path = osm(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("addr:", "note:"), encoding="utf-8")

    with pytest.raises(InputError):
        addresses.read(path, crs=CRS)


@pytest.mark.skipif(not HELSINKI.is_file(), reason="no shared data")
def test_a_real_town_s_houses_are_read() -> None:
    """Helsinki's extract: nodes and houses, letters beside numbers."""
    reading = addresses.read(HELSINKI, crs="EPSG:3879")

    assert len(reading.table) == 1_469
    assert (reading.table["letter"] != "").sum() == 59
    assert (reading.table["street"] == "Mannerheimintie").sum() > 20
