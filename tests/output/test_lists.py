"""The camera lists: three files from one table of columns."""

import csv
import io
import json

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from placement.output.columns import COLUMNS, columns
from placement.output.layers import Layers
from placement.output.lists import (
    FORMULA_STARTS,
    cameras_csv,
    cameras_csv_cs,
    cameras_geojson,
)
from placement.plan import Plan
from placement.texts import LANGUAGES, catalogue


def rows(written: bytes, *, encoding: str, delimiter: str) -> list[dict[str, str]]:
    """Return the rows of a CSV by header."""
    text = written.decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_machine_list_reads_back_to_the_plan(small_town: tuple[Plan, Layers]) -> None:
    """Numbers are the plan's to the column's decimals, rows in order of rank."""
    plan, _ = small_town
    read = rows(cameras_csv(plan), encoding="utf-8", delimiter=",")

    assert [int(row["rank"]) for row in read] == sorted(c.rank for c in plan.cameras)
    for row, camera in zip(read, sorted(plan.cameras, key=lambda c: c.rank), strict=True):
        assert row["camera_id"] == camera.camera_id
        assert float(row["x_m"]) == pytest.approx(camera.x_m, abs=0.005)
        assert float(row["lon_deg"]) == pytest.approx(camera.lon_deg, abs=5e-8)
        assert float(row["cost_czk"]) == camera.cost_czk


def test_czech_list_is_what_czech_excel_opens(small_town: tuple[Plan, Layers]) -> None:
    """BOM, semicolons, CRLF, decimal commas, Czech headers and words."""
    plan, _ = small_town
    written = cameras_csv_cs(plan)
    read = rows(written, encoding="utf-8-sig", delimiter=";")

    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\r\n") == written.count(b"\n") == len(plan.cameras) + 1
    assert {row["Stav"] for row in read} == {"stávající", "nová", "mimo provoz"}
    assert all("," in row["Zeměpisná délka WGS 84 [°]"] for row in read)
    assert all(row["Východní souřadnice x [m]"].startswith("-") for row in read)


def test_formulas_are_disarmed_and_numbers_are_not(hostile_town: tuple[Plan, Layers]) -> None:
    """A name that starts like a formula gets an apostrophe, a negative coordinate none."""
    plan, _ = hostile_town
    for written, encoding, mark, name, x in (
        (cameras_csv(plan), "utf-8", ",", "name", "x_m"),
        (cameras_csv_cs(plan), "utf-8-sig", ";", "Název", "Východní souřadnice x [m]"),
    ):
        read = rows(written, encoding=encoding, delimiter=mark)
        names = [row[name] for row in read]

        assert any(name.startswith("'=HYPERLINK") for name in names)
        assert not any(name.startswith(FORMULA_STARTS) for name in names)
        assert all(row[x].startswith("-") for row in read)


@given(name=st.text(max_size=30))
def test_any_name_stays_one_cell(small_town: tuple[Plan, Layers], name: str) -> None:
    """Quotes, separators and line ends in a name do not break rows or columns."""
    plan, _ = small_town
    renamed = evolve(plan, cameras=(evolve(plan.cameras[0], name=name),))
    for written, encoding, mark in (
        (cameras_csv(renamed), "utf-8", ","),
        (cameras_csv_cs(renamed), "utf-8-sig", ";"),
    ):
        lines = list(csv.reader(io.StringIO(written.decode(encoding), newline=""), delimiter=mark))

        assert [len(line) for line in lines] == [len(columns(plan))] * 2
        assert not lines[1][4].startswith(FORMULA_STARTS)


def test_geojson_is_rfc_7946(small_town: tuple[Plan, Layers]) -> None:
    """WGS 84 with at most seven decimals, longitude first, no `crs`, ids unique."""
    plan, _ = small_town
    collection = json.loads(cameras_geojson(plan))
    where = [feature["geometry"]["coordinates"] for feature in collection["features"]]

    assert "crs" not in collection
    assert len({feature["id"] for feature in collection["features"]}) == len(plan.cameras)
    assert all(13.5 < lon < 13.7 and 50.5 < lat < 50.7 for lon, lat in where)
    assert all(round(value, 7) == value for pair in where for value in pair)


def test_made_up_data_say_so_first(small_town: tuple[Plan, Layers]) -> None:
    """Each list of a synthetic plan begins with it; the list of a real one does not mention it."""
    plan, _ = small_town
    real = evolve(plan, provenance={"incidents": "open data"})

    assert cameras_csv(plan).splitlines()[1].startswith(b"synthetic,")
    assert '"ukázková data";' in cameras_csv_cs(plan).decode("utf-8-sig").splitlines()[1]
    assert "UKÁZKOVÁ DATA" in json.loads(cameras_geojson(plan))["note"]
    assert columns(real) == COLUMNS
    assert "note" not in json.loads(cameras_geojson(real))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_header_and_a_meaning(
    language: str, small_town: tuple[Plan, Layers]
) -> None:
    """The catalogues know each column."""
    for column in columns(small_town[0]):
        assert f"lists.column.{column.name}" in catalogue(language)
        assert f"lists.meaning.{column.name}" in catalogue(language)


def test_lists_are_the_same_bytes_each_time(small_town: tuple[Plan, Layers]) -> None:
    """Cameras in another order give the same files."""
    plan, _ = small_town
    turned = evolve(plan, cameras=plan.cameras[::-1])
    for writer in (cameras_csv, cameras_csv_cs, cameras_geojson):
        assert writer(turned) == writer(plan)


def test_unit_of_demand_is_the_plans(small_town: tuple[Plan, Layers]) -> None:
    """Where streets are counted instead of incidents, the header says metres."""
    metres = evolve(small_town[0], demand_unit="street_metres")

    assert "Vidí sama [událostí za rok]" in cameras_csv_cs(small_town[0]).decode("utf-8-sig")
    assert "Vidí sama [metrů ulic]" in cameras_csv_cs(metres).decode("utf-8-sig")
