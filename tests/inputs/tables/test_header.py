"""Every column of a file ends as read or not read, in the account of whichever reader had it."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from placement.errors import SchemaError
from placement.inputs import (
    addresses,
    areas,
    backdrop,
    buildings,
    cameras,
    carriers,
    fear,
    incidents,
    places,
    spaces,
    streets,
    trees,
    type_tables,
)
from placement.inputs.account import Account
from placement.inputs.tables.headings import factor, heading

CRS = "EPSG:5514"
X_M, Y_M = -790_000.0, -975_000.0
POINTS = [shapely.Point(X_M + 10 * i, Y_M) for i in range(3)]
LINES = [shapely.LineString([(X_M, Y_M + 20 * i), (X_M + 100, Y_M + 20 * i)]) for i in range(3)]
SQUARES = [shapely.box(X_M + 30 * i, Y_M, X_M + 30 * i + 10, Y_M + 10) for i in range(3)]
OURS = {
    addresses: (POINTS, {"ulice": "Lipová", "cislo domovni": 3}),
    areas: (SQUARES, {"nazev": "Sever"}),
    buildings: (SQUARES, {"vyska": 9.0, "podlazi": 3}),
    cameras: (POINTS, {"nazev": "roh"}),
    carriers: (POINTS, {"typ": "lamp post"}),
    fear: (SQUARES, {"vaha": 2.0}),
    incidents: (POINTS, {"datum": "2024-05-01 10:00", "druh": "krádež"}),
    places: (POINTS, {"typ": "school"}),
    spaces: (SQUARES, {"druh": "square"}),
    streets: (LINES, {"nazev": "Lipová"}),
    trees: (POINTS, {"vyska": 7.0}),
}
EXTRA = {"zcela_jiny": "a", "poznamka_spravce_xyz": "b"}


def layer(folder: Path, shapes: list[shapely.Geometry], *, suffix: str, **columns: object) -> Path:
    """Return a layer with the same values in every row."""
    path = folder / f"layer{suffix}"
    gpd.GeoDataFrame(dict(columns), index=range(len(shapes)), geometry=shapes, crs=CRS).to_file(
        path
    )
    return path


def held(account: Account) -> set[str]:
    """Return the columns of the file that an account speaks of."""
    return {*account.columns, *account.unused}


def balanced(account: Account) -> bool:
    """Return whether every row read is kept or dropped for a reason."""
    return account.rows_read == account.rows_kept + sum(account.dropped.values())


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".fgb"])
@pytest.mark.parametrize("reader", OURS, ids=lambda reader: reader.__name__.rpartition(".")[2])
def test_every_column_of_a_layer_is_read_or_named(
    tmp_path: Path, reader: object, suffix: str
) -> None:
    """Whatever the reader and the format, and rows read are rows kept and dropped."""
    shapes, ours = OURS[reader]
    file = layer(tmp_path, shapes, suffix=suffix, **ours, **EXTRA)

    account = reader.read(file, crs=CRS).account

    columns = {str(c) for c in gpd.read_file(file).columns} - {"geometry"}
    assert held(account) == columns
    assert set(EXTRA) <= set(account.unused)
    assert set(ours) <= set(account.columns)
    assert balanced(account)


def test_a_backdrop_reads_no_column_and_says_so(tmp_path: Path) -> None:
    """It is only drawn."""
    file = layer(tmp_path, SQUARES, suffix=".gpkg", nazev="les")

    account = backdrop.read(file, crs=CRS, kind="woods").account

    assert (dict(account.columns), account.unused) == ({}, ("nazev",))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "reader",
    [r for r in OURS if r in (addresses, cameras, carriers, incidents, places)],
    ids=lambda reader: reader.__name__.rpartition(".")[2],
)
def test_every_column_of_a_table_is_read_or_named(
    tmp_path: Path, reader: object, separator: str
) -> None:
    """Coordinates are columns as well."""
    _, ours = OURS[reader]
    rows = [{**ours, "X": p.x, "Y": p.y, **EXTRA} for p in POINTS]
    file = tmp_path / "rows.csv"
    pd.DataFrame(rows).to_csv(file, sep=separator, index=False)

    account = reader.read(file, crs=CRS).account

    assert held(account) == {*ours, *EXTRA, "X", "Y"}
    assert account.columns["X"] == ("x",)
    assert set(account.unused) == set(EXTRA)
    assert balanced(account)


def test_tags_hidden_in_one_column_are_columns(tmp_path: Path) -> None:
    """`other_tags` of GDAL holds what the reader takes, and what it leaves."""
    tags = '"natural"=>"tree","height"=>"9","taxon"=>"Tilia","note:cs"=>"pěkná"'
    file = layer(tmp_path, POINTS, suffix=".gpkg", other_tags=tags)

    account = trees.read(file, crs=CRS).account

    assert account.columns["height"] == ("height_m",)
    assert {"taxon", "note:cs"} <= set(account.unused)


def kinds(account: Account) -> dict[str, str]:
    """Return the notes' kinds and columns."""
    return {note.kind: note.column for note in account.notes}


@pytest.mark.parametrize(
    "heading_of_height",
    ["Výška [cm]", "VYSKA_CM", "mount height (cm)", "výška instalace v cm"],
)
def test_units_of_headings_are_obeyed_and_told(tmp_path: Path, heading_of_height: str) -> None:
    """450 cm are 4.5 m, in whatever way the heading says cm."""
    file = tmp_path / "k.csv"
    file.write_text(f"id;x;y;{heading_of_height}\nK1;{X_M};{Y_M};450\n", encoding="utf-8")

    reading = cameras.read(file, crs=CRS)

    assert reading.table["mount_height_m"].tolist() == [4.5]
    assert kinds(reading.account)["column_converted"] == heading_of_height


@pytest.mark.parametrize(
    ("heading_in_file", "ours"),
    [
        ("Azimut (°)", "azimuth_deg"),
        ("Výška [m]", "mount_height_m"),
        ("SKLON (st.)", "tilt_deg"),
        ("Název bodu", "name"),
    ],
)
def test_a_unit_of_ours_is_no_other_name(tmp_path: Path, heading_in_file: str, ours: str) -> None:
    """Brackets with our own unit change nothing."""
    file = tmp_path / "k.csv"
    file.write_text(f"id;x;y;{heading_in_file}\nK1;{X_M};{Y_M};12\n", encoding="utf-8")

    account = cameras.read(file, crs=CRS).account

    assert account.columns[heading_in_file] == (ours,)
    assert "column_converted" not in kinds(account)


@pytest.mark.parametrize(
    ("slip", "ours"),
    [
        ("Azimuth_dgr", "azimuth_deg"),
        ("výška (n. m.)", "mount_height_m"),
        ("Azimut objektivu", "azimuth_deg"),
        ("odhad výšky, vyska", "mount_height_m"),
    ],
)
def test_near_names_are_offered(tmp_path: Path, slip: str, ours: str) -> None:
    """A heading much like one of ours is no longer passed over."""
    file = tmp_path / "k.csv"
    file.write_text(f"id;x;y;{slip}\nK1;{X_M};{Y_M};12\n", encoding="utf-8")

    account = cameras.read(file, crs=CRS).account

    (near,) = [note for note in account.notes if note.kind == "column_near"]
    assert (near.column, near.values["ours"]) == (slip, ours)
    assert f'columns = {{ {ours} = "{slip}" }}' in near.render("cs")


def test_a_wholly_unknown_column_is_no_note(tmp_path: Path) -> None:
    """It stands in the account only, which -v prints."""
    file = tmp_path / "k.csv"
    file.write_text(f"id;x;y;IP adresa switche\nK1;{X_M};{Y_M};10.0.0.1\n", encoding="utf-8")

    account = cameras.read(file, crs=CRS).account

    assert account.unused == ("IP adresa switche",)
    assert not account.notes


@pytest.mark.parametrize(("second", "is_told"), [("6", True), ("5", False), ("", False)])
def test_two_columns_of_one_meaning_are_told_where_they_differ(
    tmp_path: Path, second: str, *, is_told: bool
) -> None:
    """The first known name is taken; that the other says something else is said."""
    file = tmp_path / "k.csv"
    text = f"id;x;y;vyska;vyska instalace\nK1;{X_M};{Y_M};5;{second}\n"
    file.write_text(text, encoding="utf-8")

    account = cameras.read(file, crs=CRS).account

    assert ("column_rival" in kinds(account)) is is_told


@pytest.mark.parametrize(
    ("name", "ours", "expected"),
    [
        ("height_ft", "height_m", 0.3048),
        ("výška v cm", "height_m", 0.01),
        ("azimut [gon]", "azimuth_deg", 0.9),
        ("height", "height_m", 1.0),
        ("podlaží (cm)", "floors", 1.0),
    ],
)
def test_a_heading_is_taken_apart(name: str, ours: str, expected: float) -> None:
    """Words are one thing, the unit another; counts have none."""
    assert factor(name, ours=ours) == pytest.approx(expected)
    assert heading(name).words


@pytest.mark.parametrize("name", ["vaha", "Váha události", "weight", "Závažnost"])
def test_weights_of_an_incident_file_are_offered_and_used_when_named(
    tmp_path: Path, name: str
) -> None:
    """A column that may be a weight counts only where the plan file says that it is one."""
    file = tmp_path / "u.csv"
    rows = "".join(f"{i};{X_M + i};{Y_M};krádež;{i + 1}\n" for i in range(3))
    file.write_text(f"id;x;y;druh;{name}\n{rows}", encoding="utf-8")

    offered = incidents.read(file, crs=CRS)
    used = incidents.read(file, crs=CRS, columns={"weight": name})

    assert offered.table["weight"].tolist() == [1.0, 1.0, 1.0]
    assert kinds(offered.account)["column_near"] == name
    assert used.table["weight"].tolist() == [1.0, 2.0, 3.0]
    assert "column_near" not in kinds(used.account)


@pytest.mark.parametrize("wrong", ["-1", "mnoho", ""])
def test_a_weight_that_is_none_is_refused(tmp_path: Path, wrong: str) -> None:
    """Named by the plan file, every row has to have one."""
    file = tmp_path / "u.csv"
    file.write_text(f"id;x;y;vaha\n1;{X_M};{Y_M};{wrong}\n2;{X_M};{Y_M};1\n", encoding="utf-8")

    with pytest.raises(SchemaError) as caught:
        incidents.read(file, crs=CRS, columns={"weight": "vaha"})

    assert caught.value.problems[0].row == 2


@pytest.mark.parametrize("slip", ["preventabilty", "Evidance", "PREVENTABILITY_"])
def test_a_slip_in_a_table_of_weights_is_refused(tmp_path: Path, slip: str) -> None:
    """Its share would count as 1 without a word."""
    file = tmp_path / "vahy.csv"
    file.write_text(f"type,weight,{slip}\nkrádež,2,0.1\n", encoding="utf-8")

    with pytest.raises(SchemaError) as caught:
        type_tables.weights(file)

    assert caught.value.problems[0].kind == "column_slip"


def test_a_table_of_weights_is_accounted_for(tmp_path: Path) -> None:
    """Rows without a type, and columns of no use, stand in the account."""
    file = tmp_path / "vahy.csv"
    file.write_text("type;weight;kdo to psal\nkrádež;2;Jan\n;3;Eva\n", encoding="utf-8")

    account = type_tables.type_table_account(
        file, name="demand.weights", usual=type_tables.WEIGHT_COLUMNS
    )

    assert (account.rows_read, account.rows_kept) == (2, 1)
    assert (dict(account.dropped), account.unused) == ({"no_type": 1}, ("kdo to psal",))
