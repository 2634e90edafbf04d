"""Incidents from tables and layers."""

import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placement.crs.systems import from_lonlat
from placement.errors import InputError, SchemaError
from placement.inputs import incidents
from placement.inputs.account import Reading
from placement.schema import INCIDENTS
from placement.texts import LANGUAGES, catalogue

CRS = "EPSG:5514"
(X,), (Y,) = from_lonlat([13.614], [50.604], crs=CRS)


def read(folder: Path, content: str, encoding: str = "utf-8", **options: object) -> Reading:
    """Read a table with this content."""
    path = folder / "incidents.csv"
    path.write_text(content, encoding=encoding)
    return incidents.read(path, crs=CRS, **options)


def balanced(reading: Reading) -> bool:
    """Return whether every row is accounted for, in words of both languages."""
    account = reading.account
    for language in LANGUAGES:
        keys = [f"dropped.{reason}" for reason in account.dropped]
        keys += [f"fact.{fact}" for fact in account.facts]
        assert set(keys) <= set(catalogue(language))
        for note in account.notes:
            assert note.file in note.render(language)
    return account.rows_read == account.rows_kept + sum(account.dropped.values())


def kinds(reading: Reading) -> list[str]:
    """Return the kinds of notes."""
    return [note.kind for note in reading.account.notes]


def test_reads_a_czech_table(tmp_path: Path) -> None:
    """cp1250, semicolons, decimal commas and positive S-JTSK, recognised by Czech headers."""
    content = (
        "Číslo události;Datum;Čas;Druh;Souřadnice Y;Souřadnice X\n"
        f"12/2024;3.5.2024;8:15;Krádež;{-X:.2f};{-Y:.2f}\n"
    ).replace(".54;", ",54;")
    reading = read(tmp_path, content, encoding="cp1250")
    event = reading.table.iloc[0]

    assert list(reading.table.columns) == INCIDENTS.names
    assert (event["incident_id"], event["kind"], event["weight"]) == ("12/2024", "Krádež", 1.0)
    assert str(event["when"]) == "2024-05-03 08:15:00"
    assert event.geometry.distance(shapely.Point(X, Y)) < 0.02
    assert set(kinds(reading)) == {"encoding_guessed", "s_jtsk_turned"}
    assert balanced(reading)


def test_reads_british_columns(tmp_path: Path) -> None:
    """The columns of data.police.uk are recognised; a month has no time of day."""
    content = (
        "Crime ID,Month,Longitude,Latitude,Crime type\n"
        "a1,2024-05,13.614,50.604,Bicycle theft\n,2024-05,13.615,50.604,Drugs\n"
    )
    reading = read(tmp_path, content)

    assert reading.table["incident_id"].tolist() == ["a1", "row-3"]
    assert reading.table["kind"].tolist() == ["Bicycle theft", "Drugs"]
    assert kinds(reading) == ["time_of_day_missing"]


def test_reads_chicagos_columns(tmp_path: Path) -> None:
    """Degrees go before state-plane feet; American times are understood."""
    path = tmp_path / "chicago.csv"
    path.write_text(
        "ID,Case Number,Date,Primary Type,X Coordinate,Y Coordinate,Latitude,Longitude,Location\n"
        '7,HP1,09/17/2007 05:10:00 PM,THEFT,1172000,1898000,41.876,-87.631,"(41.876, -87.631)"\n'
        "8,HP2,09/18/2007 12:30:00 AM,BATTERY,,,,,\n",
        encoding="utf-8",
    )
    reading = incidents.read(path, crs="EPSG:26916")

    assert reading.table["incident_id"].tolist() == ["7"]
    assert reading.table["kind"].tolist() == ["THEFT"]
    assert str(reading.table["when"][0]) == "2007-09-17 17:10:00"
    assert reading.account.dropped == {"no_coordinates": 1}


def test_rows_of_one_event_are_merged(tmp_path: Path) -> None:
    """The same id at the same place and time is one event; elsewhere it is another one."""
    content = (
        "id,date,lon,lat,type\n"
        "1,2024-05-03 08:00,13.614,50.604,theft\n"
        "1,2024-05-03 08:00,13.614,50.604,damage\n"
        "1,2024-05-03 09:00,13.614,50.604,theft\n"
        "2,2024-05-03 08:00,13.614,50.604,theft\n"
    )
    reading = read(tmp_path, content)

    assert reading.table["incident_id"].tolist() == ["1", "1#4", "2"]
    assert reading.account.dropped == {"same_event": 1}
    assert kinds(reading) == ["events_merged", "event_id_reused"]
    assert balanced(reading)


def test_rows_alike_without_ids_stay_with_a_note(tmp_path: Path) -> None:
    """Two like rows may be two like events: both count, and the reader is told."""
    row = "2024-05-03 08:00,13.614,50.604,theft\n"
    reading = read(tmp_path, "date,lon,lat,type\n" + row * 2)

    assert reading.table["incident_id"].tolist() == ["row-2", "row-3"]
    assert kinds(reading) == ["rows_alike"]


def test_events_outside_the_area_are_dropped(tmp_path: Path) -> None:
    """The planned area keeps what touches it and counts the rest."""
    content = "id,lon,lat\n1,13.614,50.604\n2,13.7,50.604\n3,0,0\n"
    reading = read(tmp_path, content, within=shapely.Point(X, Y).buffer(100))

    assert reading.table["incident_id"].tolist() == ["1"]
    assert reading.account.dropped == {"zero_coordinates": 1, "outside_area": 1}
    assert balanced(reading)


def test_plan_file_names_columns(tmp_path: Path) -> None:
    """Columns named in the plan file count; a wrong name on either side is an error."""
    content = "a,b,c,lon,lat\n7,1.2.2024 3:00,loupež,13.614,50.604\n"
    named = {"incident_id": "a", "when": "b", "kind": "c"}
    event = read(tmp_path, content, columns=named).table.iloc[0]

    assert (event["incident_id"], event["kind"]) == ("7", "loupež")
    with pytest.raises(SchemaError) as caught:
        read(tmp_path, content, columns={"kind": "z", "knd": "c"})
    assert [p.kind for p in caught.value.problems] == ["column_missing", "column_not_ours"]
    assert "knd" in caught.value.render("cs")


def test_a_layer_says_the_same_as_a_table(tmp_path: Path) -> None:
    """GeoPackage and GeoJSON give the events that the CSV gives."""
    ids, lon, lat = ["1", "2"], [13.614, 13.62], [50.604, 50.61]
    frame = gpd.GeoDataFrame(
        {"id": [1, 2], "datum": ["3.5.2024 8:15", "4.5.2024 9:00"], "druh": ["a", "b"]},
        geometry=gpd.points_from_xy(lon, lat),
        crs="EPSG:4326",
    )
    frame.to_file(tmp_path / "i.gpkg", layer="incidents")
    frame.to_file(tmp_path / "i.geojson")
    rows = "".join(
        f"{i},{when},{kind},{x},{y}\n"
        for i, when, kind, x, y in zip(ids, frame["datum"], frame["druh"], lon, lat, strict=True)
    )
    expected = read(tmp_path, "id,datum,druh,lon,lat\n" + rows).table

    for name in ("i.gpkg", "i.geojson"):
        reading = incidents.read(tmp_path / name, crs=CRS)
        assert reading.table.drop(columns="geometry").equals(expected.drop(columns="geometry"))
        assert reading.table.distance(expected.geometry).max() < 0.01
        assert balanced(reading)


def test_a_zipped_layer_is_read_as_a_layer(tmp_path: Path) -> None:
    """A zip with a GeoJSON is a layer, not a table."""
    frame = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(13.6, 50.6)], crs="EPSG:4326")
    frame.to_file(tmp_path / "i.geojson")
    with zipfile.ZipFile(tmp_path / "i.zip", "w") as out:
        out.write(tmp_path / "i.geojson", "i.geojson")

    assert len(incidents.read(tmp_path / "i.zip", crs=CRS).table) == 1


def test_refuses_ruined_coordinates_with_the_rows(tmp_path: Path) -> None:
    """Coordinates that Excel ruined end in an error that names the row and the value."""
    with pytest.raises(InputError, match=r"row 3.*lat.*461\.993\.881"):
        read(tmp_path, "id;lon;lat\n1;13.6;50.6\n2;13.6;461.993.881\n")


@pytest.mark.parametrize("name", ["incidents.zip", "incidents.xlsx", "incidents.gpkg"])
def test_broken_files_end_as_input_errors(tmp_path: Path, name: str) -> None:
    """Torn archives, spreadsheets and databases end as errors with words, not tracebacks."""
    (tmp_path / name).write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(InputError) as caught:
        incidents.read(tmp_path / name, crs=CRS)

    assert "{" not in caught.value.render("cs")


@pytest.mark.town
def test_litvinov_accidents_are_exact(shared_data: Path) -> None:
    """793 accidents at 790 places; of 99 the day is known, the hour is not."""
    path = shared_data / "litvinov" / "litvinov_accidents_pcr.csv"
    reading = incidents.read(path, crs=CRS)
    exact = incidents.read(path, crs=CRS, columns={"x": "x_5514", "y": "y_5514"})

    assert reading.account.facts == {
        "events": 793, "without_time": 0, "distinct_places": 790, "without_hour": 99,
        "recorded_days": 2069,
    }  # fmt: skip
    assert reading.table["when"].notna().all()
    assert reading.table["precision"].value_counts().to_dict() == {"time": 694, "date": 99}
    assert reading.table.distance(exact.table.geometry).max() < 0.1
    assert str(reading.table["when"][0]) == "2018-01-03 08:50:00"
    assert balanced(reading)


@pytest.mark.town
def test_litvinov_thefts_lie_on_fifteen_points(shared_data: Path) -> None:
    """26 thefts lie on 15 anonymised points; times in UTC become local."""
    path = shared_data / "litvinov" / "litvinov_czechia_mcycle_thefts.csv"
    reading = incidents.read(path, crs=CRS)

    assert reading.account.facts == {
        "events": 26,
        "without_time": 0,
        "distinct_places": 15,
        "recorded_days": 980,
    }
    assert str(reading.table["when"][0]) == "2020-02-25 22:30:00"
    assert np.all(reading.table["weight"] == 1.0)


def test_interval_offences_keep_both_ends(tmp_path: Path) -> None:
    """An end after the beginning makes an interval; one before it is noted and left out."""
    content = (
        "id;datum od;cas od;datum do;cas do;lon;lat\n"
        "1;3.5.2024;22:00;4.5.2024;6:00;13.614;50.604\n"
        "2;3.5.2024;22:00;1.5.2024;6:00;13.614;50.604\n"
        "3;3.5.2024;22:00;;;13.614;50.604\n"
        "4;3.5.2024;;5.5.2024;;13.614;50.604\n"
    )
    reading = read(tmp_path, content)

    assert reading.table["precision"].tolist() == ["interval", "time", "time", "interval"]
    assert [str(end) for end in reading.table["until"]] == [
        "2024-05-04 06:00:00", "NaT", "NaT", "2024-05-06 00:00:00"
    ]  # fmt: skip
    assert reading.account.facts["intervals"] == 2
    assert "interval_backward" in kinds(reading)
    assert balanced(reading)


def test_precision_says_what_is_known_of_the_time(tmp_path: Path) -> None:
    """Time, date, month and nothing at all are told apart; what is known is kept."""
    content = (
        "id,date,time,lon,lat\n1,2024-05-03,0850,13.61,50.6\n2,2024-05-03,2560,13.62,50.6\n"
        "3,2024-05,,13.63,50.6\n4,,,13.64,50.6\n"
    )
    table = read(tmp_path, content).table

    assert table["precision"].tolist() == ["time", "date", "month", "none"]
    assert [str(when)[:16] for when in table["when"]] == [
        "2024-05-03 08:50", "2024-05-03 00:00", "2024-05-01 00:00", "NaT"
    ]  # fmt: skip


def test_types_below_types_and_the_municipal_police(tmp_path: Path) -> None:
    """A column of groups gives a path that a weight can name; `mp` says who recorded it."""
    content = "id,skupina,druh,mp,lon,lat\n1,Krádeže,kola,ano,13.61,50.6\n2,,rvačka,,13.62,50.6\n"
    reading = read(tmp_path, content)

    assert reading.table["path"].tolist() == ["Krádeže > kola", "rvačka"]
    assert reading.table["weight"].tolist() == [1.0, 1.0]
    assert reading.table["municipal"].tolist() == [True, False]


def test_vancouvers_zeros_are_no_place(tmp_path: Path) -> None:
    """Offences against persons have X = Y = 0 there: dropped and counted, the others kept."""
    path = tmp_path / "vancouver.csv"
    path.write_text(
        "TYPE,YEAR,MONTH,DAY,HOUR,MINUTE,HUNDRED_BLOCK,NEIGHBOURHOOD,X,Y\n"
        "Theft of Bicycle,2019,5,3,8,15,11XX ROBSON ST,West End,490990.6,5459023.1\n"
        "Homicide,2019,5,3,8,15,OFFSET TO PROTECT PRIVACY,,0,0\n",
        encoding="utf-8",
    )
    reading = incidents.read(path, crs="EPSG:26910")

    assert reading.table["kind"].tolist() == ["Theft of Bicycle"]
    assert reading.table["weight"].tolist() == [1.0]
    assert reading.account.dropped == {"zero_coordinates": 1}
