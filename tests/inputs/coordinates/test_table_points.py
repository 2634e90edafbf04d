"""Points from tables, whatever their columns, signs, order and system."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from placement.crs.systems import from_lonlat
from placement.errors import CrsError, InputError, SchemaError
from placement.inputs.coordinates.point_files import read_points
from placement.texts import LANGUAGES

CRS = "EPSG:5514"
LON, LAT = 13.614, 50.604
(X,), (Y,) = (np.round(axis, 2).tolist() for axis in from_lonlat([LON], [LAT], crs=CRS))
"""The same place in Litvínov, in the working system."""


def points(folder: Path, content: str, **options: object):
    """Read a table with this content."""
    path = folder / "points.csv"
    path.write_text(content, encoding="utf-8")
    features = read_points(path, crs=options.pop("crs", CRS), name="incidents", **options)
    return features.frame, features.dropped, features.notes


def refused(folder: Path, content: str, **options: object) -> list[tuple[str, int | None]]:
    """Return kinds and rows of the problems, having put their words in both languages."""
    with pytest.raises(InputError) as caught:
        points(folder, content, **options)
    for language in LANGUAGES:
        assert "{x" not in caught.value.render(language)
    return [(problem.kind, problem.row) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("id,lon,lat", f"1,{LON},{LAT}"),
        ("id,Latitude,Longitude", f"1,{LAT},{LON}"),
        ("id;Zeměpisná šířka;Zeměpisná délka", f"1;{LAT};{LON}".replace(".", ",")),
        ("GPS_LAT;GPS_LNG", f"{LAT};{LON}"),
        ("x,y", f"{LON},{LAT}"),
        ("x_5514;y_5514", f"{X};{Y}".replace(".", ",")),
        ("Souřadnice Y;Souřadnice X", f"{-X};{-Y}"),
        ("Souřadnice X;Souřadnice Y", f"{-Y};{-X}"),
        ("X Coordinate,Y Coordinate", f"{-X},{Y}"),
        ("a;b;d;e", f"1;2;{X};{Y}".replace(".", ",")),
        ("Easting,Northing", f"{X},{Y}"),
        ("id,wkt", f"1,POINT ({LON} {LAT})"),
        ("id,poloha", f"1,SRID=5514;POINT Z({X} {Y} 250.5)"),
        ("id;GPS", f"1;{LAT}N, {LON}E"),
        ("id;místo", f"1;({LAT}, {LON})"),
        ("xcoord,y,ycoord,lon", f'{X},"",{Y},'),
    ],
)
def test_recognises_the_columns_and_the_system(tmp_path: Path, header: str, row: str) -> None:
    """Usual headers in Czech and English, degrees and S-JTSK of any sign and order: one place."""
    frame, dropped, _ = points(tmp_path, f"{header}\n{row}\n")

    assert dropped == {}
    assert frame.crs.to_epsg() == 5514
    assert frame.geometry[0].distance(shapely.Point(X, Y)) < 0.02
    assert frame["source_row"].tolist() == [2]


def test_notes_that_s_jtsk_was_turned(tmp_path: Path) -> None:
    """Positive S-JTSK is turned with a note; EPSG:5514 as it should be passes in silence."""
    _, _, turned = points(tmp_path, f"x,y\n{-X},{-Y}\n")
    _, _, silent = points(tmp_path, f"x,y\n{X},{Y}\n")

    assert [note.kind for note in turned] == ["s_jtsk_turned"]
    assert silent == ()


def test_plan_file_names_the_columns(tmp_path: Path) -> None:
    """Columns given go before recognised ones; one that is not there is an error."""
    content = f"lon,lat,a,b\n0.5,50,{LON},{LAT}\n"
    frame, _, _ = points(tmp_path, content, columns={"lon": "a", "lat": "b"})

    assert frame.geometry[0].distance(shapely.Point(X, Y)) < 0.02
    assert refused(tmp_path, content, columns={"lon": "a"}) == [("column_missing", None)]
    assert refused(tmp_path, content, columns={"x": "a", "y": "c"}) == [("column_missing", None)]
    assert refused(tmp_path, content, columns={"wkt": "c"}) == [("column_missing", None)]


def test_no_coordinates_is_an_error(tmp_path: Path) -> None:
    """A table without coordinate columns says what it found instead."""
    with pytest.raises(SchemaError, match="id, ulice"):
        points(tmp_path, "id,ulice\n1,Žižkova\n")


def test_each_row_of_a_mixed_file_is_judged_by_itself(tmp_path: Path) -> None:
    """Degrees, positive and negative S-JTSK in one file all land on the place, with a note."""
    content = f"x,y\n{LON},{LAT}\n{-X},{-Y}\n{X},{Y}\n{-Y},{-X}\n"
    frame, dropped, notes = points(tmp_path, content)

    assert dropped == {}
    assert frame.distance(shapely.Point(X, Y)).max() < 0.02
    assert frame["source_row"].tolist() == [2, 3, 4, 5]
    assert {note.kind for note in notes} == {"s_jtsk_turned", "crs_mixed"}
    mixed = next(note for note in notes if note.kind == "crs_mixed")
    assert mixed.values["rows"] == "2"


def test_drops_and_counts_rows_without_a_place(tmp_path: Path) -> None:
    """Empty and 0, 0 are dropped; a file with nothing else is refused."""
    content = f"id,lon,lat\n1,{LON},{LAT}\n2,0,0\n3,,\n4,0.0,0\n"
    frame, dropped, _ = points(tmp_path, content)

    assert len(frame) == 1
    assert dropped == {"zero_coordinates": 2, "no_coordinates": 1}
    assert refused(tmp_path, "x,y\n0,0\n0,0\n") == [("coordinates_all_zero", None)]
    assert refused(tmp_path, "x,y,z\n,,1\n,,2\n") == [("coordinates_all_empty", None)]


def test_swapped_axes_are_an_error(tmp_path: Path) -> None:
    """Columns of degrees whose values prove the other order are refused with the first row."""
    assert refused(tmp_path, f"lat,lon\n{LON},{LAT}\n") == [("columns_swapped", 2)]
    assert refused(tmp_path, f"lon,lat\n{LON},{LAT}\n{LAT},{LON}\n") == [("columns_swapped", 3)]
    swapped_for_utm = refused(tmp_path, f"lat,lon\n{LON},{LAT}\n", crs="EPSG:32633")
    assert swapped_for_utm == [("columns_swapped", 2)]


@pytest.mark.parametrize("row", ["500000,5600000", "14.4,1040000", "100,150", "-1e7,-1e7"])
def test_numbers_of_no_system_are_an_error(tmp_path: Path, row: str) -> None:
    """What is neither degrees nor S-JTSK nor within the working system is refused with its row."""
    content = f"x,y\n{X},{Y}\n{row}\n"
    assert refused(tmp_path, content) == [("coordinates_out_of_range", 3)]


def test_all_problems_of_a_file_come_at_once(tmp_path: Path) -> None:
    """Numbers that are none, ruined ones and impossible ones are told together."""
    content = f"x;y\n{X};{Y}\nabc;{Y}\n461.993.881;{Y}\n5;5000000\n"
    kinds = refused(tmp_path, content)
    assert kinds == [("excel_ruined", 4), ("value_not_number", 3), ("coordinates_out_of_range", 5)]


def test_stated_system_is_taken(tmp_path: Path) -> None:
    """Metres of another system are understood once the plan file states it."""
    easting, northing = from_lonlat([LON], [LAT], crs="EPSG:32633")
    content = f"x,y\n{easting[0]},{northing[0]}\n"
    frame, _, _ = points(tmp_path, content, source_crs="EPSG:32633")

    assert frame.geometry[0].distance(shapely.Point(X, Y)) < 0.5
    assert refused(tmp_path, content) == [("coordinates_out_of_range", 2)]


@pytest.mark.parametrize("name", ["nonsense", "EPSG:999999", "EPSG:5705"])
def test_unknown_stated_system_is_an_error(tmp_path: Path, name: str) -> None:
    """A system that does not exist, or a vertical one, is named."""
    with pytest.raises(CrsError, match=name):
        points(tmp_path, f"x,y\n{X},{Y}\n", source_crs=name)


def test_far_points_are_dropped(tmp_path: Path) -> None:
    """A point beyond 200 km of the rest, or of the planned area, is dropped and counted."""
    near = "".join(f"{LON + i / 1000},{LAT}\n" for i in range(20))
    frame, dropped, _ = points(tmp_path, f"lon,lat\n{near}18.2,49.8\n2.35,48.85\n")
    assert (len(frame), dropped) == (20, {"far_away": 2})

    town = shapely.Point(X, Y).buffer(5000)
    frame, dropped, _ = points(tmp_path, f"lon,lat\n{LON},{LAT}\n18.2,49.8\n", within=town)
    assert (len(frame), dropped) == (1, {"far_away": 1})


def test_a_whole_country_is_not_far_from_itself(tmp_path: Path) -> None:
    """Points spread over Czechia without a planned area are all kept."""
    content = "lon,lat\n12.5,50.1\n13.6,50.6\n14.4,50.1\n16.6,49.2\n18.2,49.8\n18.5,49.7\n"
    frame, dropped, _ = points(tmp_path, content)

    assert (len(frame), dropped) == (6, {})


def test_points_of_another_country_are_an_error(tmp_path: Path) -> None:
    """A file that lies wholly outside the working system's area is refused."""
    assert refused(tmp_path, "lon,lat\n2.35,48.85\n") == [("coordinates_elsewhere", 2)]


def test_british_coordinates_do_not_pass_for_czech(tmp_path: Path) -> None:
    """Metres that look like S-JTSK are the working system's own where that is British."""
    frame, _, notes = points(tmp_path, "easting,northing\n450000,950000\n", crs="EPSG:27700")

    assert (frame.geometry[0].x, frame.geometry[0].y) == (450000, 950000)
    assert notes == ()


def test_wkt_of_lines_is_an_error(tmp_path: Path) -> None:
    """A WKT column with anything but points names the row; an empty one is no place."""
    content = 'id,wkt\n1,POINT (13.6 50.6)\n2,POINT EMPTY\n3,"LINESTRING (1 2, 3 4)"\n'
    assert refused(tmp_path, content) == [("wkt_not_a_point", 4)]


def test_west_and_south_are_negative(tmp_path: Path) -> None:
    """Letters of the hemisphere count; a cell that is no pair names its row."""
    content = "id;gps\n1;53.464515N, 2.284777W\n2;\n"
    frame, dropped, _ = points(tmp_path, content, crs="EPSG:27700")

    assert np.hypot(frame.geometry[0].x - 381191, frame.geometry[0].y - 396457) < 1
    assert dropped == {"no_coordinates": 1}
    assert refused(tmp_path, f"id;gps\n1;{LAT}, {LON}\n2;u kina\n") == [("pair_unreadable", 3)]


@pytest.mark.town
def test_litvinov_stops_agree_in_both_systems(shared_data: Path) -> None:
    """Stops given in degrees and in S-JTSK fall on each other to a decimetre."""
    path = shared_data / "litvinov" / "litvinov_mhd_stops.csv"
    degrees = read_points(path, crs=CRS, name="stops").frame
    national = {"x": "x_5514", "y": "y_5514"}
    metres = read_points(path, crs=CRS, name="stops", columns=national).frame

    assert len(degrees) == len(metres) == 78
    assert degrees.distance(metres).max() < 0.1
