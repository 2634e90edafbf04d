"""`placement centre`: what a plan asks of the operations centre."""

import csv
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, Point

from placement.centre.shifts import Rota, Shift, broken_rules
from tests.cli.running import run
from tests.pipeline import toy_case

CENTRE = """
[centre.parameters]
seats_nonstop = 2
seats_day = 0

[centre.room]
floor_m2 = 24
height_m = 2.55
people = 2
equipment_m2 = 10
"""


X_M, Y_M = toy_case.X_M, toy_case.Y_M
NETWORKS = (
    ("elektřina", Point(X_M + 20, Y_M)),
    (
        "Optický kabel",
        LineString([(X_M - 50, Y_M - 2), (X_M, Y_M - 2)]),
    ),
    ("vodovod", Point(X_M, Y_M)),
)


def write_networks(case: Path) -> None:
    """Add a layer with power, fibre and a water main to a case."""
    kinds, shapes = zip(*NETWORKS, strict=True)
    frame = gpd.GeoDataFrame({"druh": kinds}, geometry=list(shapes), crs=toy_case.CRS)
    frame.to_file(case / "networks.geojson", driver="GeoJSON")
    plan_file = case / "plan.toml"
    words = '\n[[inputs.networks]]\npath = "networks.geojson"\nprovenance = "synthetic"\n'
    words += f'crs = "{toy_case.CRS}"\n'
    plan_file.write_text(plan_file.read_text(encoding="utf-8") + words, encoding="utf-8")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the result of a small town with numbers and a room of its own."""
    folder = tmp_path_factory.mktemp("centre")
    case = toy_case.write(folder / "case")
    plan_file = case / "plan.toml"
    plan_file.write_text(plan_file.read_text(encoding="utf-8") + CENTRE, encoding="utf-8")
    write_networks(case)
    assert run("plan", case, "-o", folder / "result", "-q").code == 0
    return folder / "result"


def test_the_towns_numbers_and_room_are_reckoned_with(result: Path, tmp_path: Path) -> None:
    """Two non-stop seats; a ceiling too low for its floor is named with the text that says so."""
    file = tmp_path / "centre.json"
    done = run("centre", result, "--json", "--lang", "cs", "--parameters", "-o", file)

    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told == json.loads(file.read_text(encoding="utf-8"))
    assert round(told["staffing"]["full_time"], 2) == 10.58
    assert [rule["rule"] for rule in told["room"] if rule["passes"] is False] == ["clear_height"]
    assert "světlá výška" in done.err
    assert "10,58" in done.err
    own = {each["key"] for each in told["parameters"] if each["own"]}
    assert own == {"seats_nonstop", "seats_day"}
    plan = json.loads((result / "plan.json").read_text(encoding="utf-8"))
    cameras = [phase["cameras"] for phase in plan["phases"]]
    assert [phase["cameras"] for phase in told["phases"]] == cameras


def test_a_value_of_the_command_goes_before_that_of_the_plan_file(result: Path) -> None:
    """One seat asked for on the command line, with a decimal comma elsewhere."""
    done = run(
        "centre", result, "--json", "--with", "seats_nonstop=1", "--with", "relief_share=0,05"
    )

    parameters = {each["key"]: each["value"] for each in json.loads(done.out)["parameters"]}
    assert parameters["seats_nonstop"] == 1
    assert parameters["relief_share"] == 0.05


@pytest.mark.parametrize(
    "bad",
    [
        ("weekly_hours=0",),
        ("seats=1",),
        ("disk_tb=mnoho",),
        ("illness_share=2",),
        ("retention_days=-1",),
        ("price_year=2031",),
        ("price_kwh_czk=-1",),
        ("retention_days=0",),
        ("codec=h266",),
        ("active_share=2",),
        ("seats_nonstop=0", "seats_day=0"),
        ("seats_nonstop=1", "seats_day=0", "events_a_year=90000"),
        ("horizon_years=1",),
        ("parity_disks=6", "group_disks=6"),
        ("training_h=500", "leave_weeks=20", "illness_share=0.8"),
    ],
)
def test_bad_numbers_are_refused_with_the_reason(bad: tuple[str, ...], result: Path) -> None:
    """Out of bounds, unknown, no number, or in contradiction: never a traceback."""
    values = [word for each in bad for word in ("--with", each)]
    done = run("centre", result, "--lang", "cs", *values)

    assert done.code == 3, done.err
    assert "Traceback" not in done.err


def test_a_bad_key_in_the_plan_file_is_refused_by_check(tmp_path: Path) -> None:
    """[centre.parameters] is checked with the rest of the plan file."""
    case = toy_case.write(tmp_path / "case")
    plan_file = case / "plan.toml"
    words = plan_file.read_text(encoding="utf-8")
    plan_file.write_text(words + "\n[centre.parameters]\nseats = 1\n", encoding="utf-8")

    done = run("check", case, "--lang", "cs")

    assert done.code == 3
    assert "centre.parameters.seats" in done.err


def test_a_rota_and_money_are_told(result: Path) -> None:
    """Four weeks by person, legal by the check that knows no solver; money by years adds up."""
    done = run("centre", result, "--json", "--rota", "--lang", "cs")

    assert done.code == 0, done.err
    told = json.loads(done.out)
    shifts = tuple(Shift(**shift) for shift in told["rota"]["shifts"])
    served = Rota(shifts, np.array(told["rota"]["serves"]), 37.5)
    assert broken_rules(served) == ()
    years = told["money"]["years"]
    assert told["money"]["own_czk"] == sum(each["own_czk"] for each in years)
    assert "platí město" in done.err
    assert "Rozpis směn" in done.err


def test_contracts_that_cannot_serve_the_shifts_are_said(result: Path) -> None:
    """A contract of 2 h a week is 8 h in four weeks, less than one shift of 12 h."""
    done = run("centre", result, "--rota", "--lang", "cs", "--with", "contract_h=2")

    assert done.code == 5, done.err
    assert "zákoník práce" in done.err


def test_a_codec_is_named(result: Path) -> None:
    """H.264 takes twice the data of H.265, as the maker's table has it."""
    rates = [
        json.loads(run("centre", result, "--json", "--with", f"codec={codec}").out)["phases"][-1][
            "storage"
        ]["rate_mbit_s"]
        for codec in ("h265", "h264")
    ]

    assert rates[1] == pytest.approx(2 * rates[0])


def test_a_folder_holds_tables_figures_and_json(result: Path, tmp_path: Path) -> None:
    """A row a phase, a year, a parameter; the years add up to what JSON says; figures are drawn."""
    done = run("centre", result, "--json", "--rota", "--lang", "cs", "-o", tmp_path / "centre")

    assert done.code == 0, done.err
    told = json.loads(done.out)
    folder = tmp_path / "centre"
    assert json.loads((folder / "centre.json").read_text(encoding="utf-8")) == told
    assert (folder / "centre.xlsx").read_bytes().startswith(b"PK")
    for name in ("cash-flow", "staffing", "storage", "tornado"):
        assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert "</svg>" in (folder / f"{name}.svg").read_text(encoding="utf-8")
    rows = {each: read_csv(folder / f"{each}.csv") for each in ("phases", "money", "parameters")}
    assert sum(int(row["own_czk"]) for row in rows["money"]) == told["money"]["own_czk"]
    assert [int(row["cameras"]) for row in rows["phases"]] == [p["cameras"] for p in told["phases"]]
    assert [int(row["own"]) for row in rows["phases"]] == [
        p["money"]["own_czk"] for p in told["phases"]
    ]
    assert len(rows["parameters"]) == len(told["parameters"])
    assert (folder / "room-cs.csv").read_text(encoding="utf-8-sig").startswith('"')
    assert len(read_csv(folder / "rota.csv")) > 50
    czech = (folder / "phases-cs.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "provoz za rok" in czech[0]


def read_csv(file: Path) -> list[dict[str, str]]:
    """Return the rows of a list for programs."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_cable_along_streets_is_told_by_point_and_phase(result: Path) -> None:
    """Metres of points add up to those of phases; only what joins power or fibre counts."""
    done = run("centre", result, "--json", "--lang", "cs")

    assert done.code == 0, done.err
    told = json.loads(done.out)
    for kind in ("power", "fibre"):
        for phase in told["cables"][kind]:
            own_m = [point["own_m"] for point in phase["points"]]
            assert sum(own_m) == pytest.approx(phase["length_m"])
            assert phase["proven_factor"] == 1
            assert all(0 <= each <= 2 * toy_case.ARM_M + 50 for each in own_m)
            connection = told["phases"][phase["phase"]]["connection"]
            assert connection[f"{kind}_m"] == phase["length_m"]
            assert connection["points"] == len(phase["points"])
    spent = sum(each["spent_czk"]["connection"] for each in told["money"]["years"])
    costs = sum(each["connection"]["cost_czk"] for each in told["phases"])
    assert spent == pytest.approx(costs, abs=2)
    assert "Nový kabel (napájení)" in done.err
    assert "navíc pro něj" in done.err


def test_a_network_that_tells_neither_power_nor_fibre_is_refused(tmp_path: Path) -> None:
    """With the reason; `kind` in the plan file mends it."""
    case = toy_case.write(tmp_path / "case")
    write_networks(case)
    layer = case / "networks.geojson"
    layer.write_text(
        layer.read_text(encoding="utf-8")
        .replace("elektřina", "=1+1")
        .replace("Optický kabel", "?"),
        encoding="utf-8",
    )
    refused = run("check", case, "--lang", "cs")
    with (case / "plan.toml").open("a", encoding="utf-8") as plan_file:
        plan_file.write('kind = "both"\n')

    assert refused.code == 4, refused.err
    assert "elektřinu, nebo optiku" in refused.err
    assert run("check", case, "--lang", "cs").code == 0
