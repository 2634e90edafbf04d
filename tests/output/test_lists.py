"""The camera lists: three files from one table of columns."""

import csv
import io
import json
import math

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from placement.cameras.heads import Head
from placement.cameras.lenses import Lens
from placement.output.csv_lists import FORMULA_STARTS
from placement.output.layers import Layers
from placement.output.lists.camera_table import CameraTable
from placement.output.lists.cameras import (
    cameras_csv,
    cameras_csv_cs,
    cameras_geojson,
)
from placement.output.plan_layers import plan_layers
from placement.plan import Plan
from placement.plan.alternatives import Failure, Sensitivity
from placement.plan.public import in_order, numbers_of


def rows(written: bytes, *, encoding: str, delimiter: str) -> list[dict[str, str]]:
    """Return the rows of a CSV by header."""
    text = written.decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_machine_list_reads_back_to_the_plan(small_town: tuple[Plan, Layers]) -> None:
    """Numbers are the plan's to the column's decimals, rows in the order of numbers."""
    plan, _ = small_town
    read = rows(cameras_csv(plan), encoding="utf-8", delimiter=",")

    assert [int(row["number"]) for row in read] == list(range(1, len(plan.cameras) + 1))
    assert {row["camera_id"]: int(row["number"]) for row in read} == numbers_of(plan)
    for row, camera in zip(read, in_order(plan), strict=True):
        assert row["camera_id"] == camera.camera_id
        assert int(row["rank"]) == camera.rank
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

        assert [len(line) for line in lines] == [len(CameraTable.of(plan).columns)] * 2
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
    assert CameraTable.of(plan).columns[0].name == "data"
    assert CameraTable.of(plan).columns[1:] == CameraTable.of(real).columns
    assert "note" not in json.loads(cameras_geojson(real))


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


def cells(town: tuple[Plan, Layers], name: str) -> list[object]:
    """Return a column of a town's list, in order of building."""
    plan, layers = town
    table = CameraTable.of(plan, layers)
    column = next(each for each in table.columns if each.name == name)
    return [table.cell(column, camera) for camera in table.cameras]


def test_distances_by_level_follow_from_the_lens(small_town: tuple[Plan, Layers]) -> None:
    """Pixels per radian through the density, of the densest picture, no farther than counts."""
    plan, layers = small_town
    heads = tuple(
        Head(Lens(hfov, 50.0, 2000), 12.0, 90.0 * k) for k, hfov in enumerate((90.0, 45.0))
    )
    several = evolve(plan.models[0], name="dvě", heads=heads)
    cameras = (evolve(plan.cameras[0], model="dvě"), *plan.cameras[1:])
    plan = evolve(plan, models=(*plan.models, several), cameras=cameras)
    levels = {"detect_m": 25.0, "observe_m": 62.5, "recognise_m": 125.0, "identify_m": 250.0}

    for name, density in levels.items():
        found = cells((plan, layers), name)
        for camera, cell in zip(in_order(plan), found, strict=True):
            model = plan.model(camera.model)
            if model is several:
                assert cell == round(min(2000 / math.radians(45.0) / density, 60.0), 1)
                continue
            far = model.lens.width_px / math.radians(model.lens.hfov_deg) / density
            assert cell == round(min(far, model.range_m), 1)


def test_a_picture_begins_where_its_lower_edge_meets_the_target(
    small_town: tuple[Plan, Layers],
) -> None:
    """Height above the target through the tangent of tilt and half the picture."""
    plan, _ = small_town
    for camera, cell in zip(in_order(plan), cells(small_town, "near_m"), strict=True):
        lowest = math.radians(camera.tilt_deg + plan.model(camera.model).vfov_deg / 2)
        assert cell == round((camera.height_m - plan.target_height_m) / math.tan(lowest), 1)


def test_areas_are_those_of_the_drawn_views(small_town: tuple[Plan, Layers]) -> None:
    """In the detail asked: always, and after turning; no such column without such views."""
    plan, layers = small_town
    asked = layers.views[layers.views["level"] == plan.detail_level].set_index("camera_id")
    always = asked.loc[asked["kind"] == "continuous", "area_m2"]
    bare = plan_layers(plan)
    names = {column.name for column in CameraTable.of(plan, bare).columns}

    assert cells(small_town, "area_m2") == [round(always[c.camera_id]) for c in in_order(plan)]
    assert set(cells(small_town, "reachable_m2")) == {0.0}
    assert not {"area_m2", "reachable_m2"} & names


def test_purpose_and_own_light_are_the_models(small_town: tuple[Plan, Layers]) -> None:
    """In words of the language; empty where the model does not say."""
    plan, layers = small_town
    models = tuple(evolve(m, purpose="plates", night_range_m=30.0) for m in plan.models)
    night = evolve(plan, models=models)

    assert set(cells(small_town, "purpose")) == {"people"}
    assert set(cells(small_town, "night_range_m")) == {None}
    assert set(cells((night, layers), "night_range_m")) == {30.0}
    assert "registrační značky" in cameras_csv_cs(night, layers).decode("utf-8-sig")


def test_what_others_see_too_follows_from_what_a_failure_costs(
    small_town: tuple[Plan, Layers],
) -> None:
    """One minus loss by what it sees; empty if it is broken or sees nothing, no column unasked."""
    plan, layers = small_town
    first, second, third = in_order(plan)[:3]
    seen = {first.camera_id: 8.0, second.camera_id: 4.0, third.camera_id: 0.0}
    cameras = [evolve(c, seen=seen.get(c.camera_id, c.seen)) for c in plan.cameras]
    failures = (
        Failure(first.camera_id, 2.0),
        Failure(second.camera_id, 4.0),
        Failure(third.camera_id, 0.0),
    )
    known = evolve(plan, cameras=tuple(cameras), sensitivity=Sensitivity(failures=failures))

    assert cells((known, layers), "shared_pct")[:4] == [75.0, 0.0, None, None]
    assert "shared_pct" not in {column.name for column in CameraTable.of(plan, layers).columns}
