"""`placement compare`: what two plans of one case differ in, told, as JSON and as a page."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import placement
from tests.cli.running import run
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the plan of the toy case, and one of fewer cameras."""
    folder = tmp_path_factory.mktemp("compared")
    case = toy_case.write(folder / "case")
    assert run("plan", case, "-o", folder / "six", "-q").code == 0
    toy_case.change_plan(case, lambda plan: plan.update(phases=[{"name": "A", "cameras": 4}]))
    assert run("plan", case, "-o", folder / "four", "-q").code == 0
    return folder


def compared(first: Path, second: Path) -> dict[str, Any]:
    """Return the JSON of a comparison."""
    done = run("compare", first, second, "-o", first.parent / "page.html", "--json", "-q")
    assert done.code == 0, done.err
    told: dict[str, Any] = json.loads(done.out)
    return told


def test_figures_are_those_of_the_plans(results: Path) -> None:
    """Value, bound, price and number of cameras stand as each `plan.json` has them."""
    told = compared(results / "six", results / "four")

    for side, folder in (("first", "six"), ("second", "four")):
        plan = placement.read_plan(results / folder).plan
        figures = told[side]
        assert figures["name"] == folder
        assert (figures["value"], figures["bound"]) == (plan.final.value, plan.final.bound)
        assert figures["cameras"] == plan.final.cameras
        assert figures["cost_czk"] == sum(phase.cost_czk for phase in plan.phases)
    assert told["comparable"] is True
    assert told["same"] is False


def test_every_camera_is_told_once(results: Path) -> None:
    """Cameras of both plans, one row each; those of equal identifier are kept."""
    told = compared(results / "six", results / "four")
    ids = {
        folder: {c.camera_id for c in placement.read_plan(results / folder).plan.cameras}
        for folder in ("six", "four")
    }
    kept = {row["camera_id"] for row in told["cameras"] if row["state"] == "kept"}

    assert sum(told["counts"].values()) == len(told["cameras"])
    assert {row["first_id"] for row in told["cameras"]} - {None} == ids["six"]
    assert {row["second_id"] for row in told["cameras"]} - {None} == ids["four"]
    assert kept <= ids["six"] & ids["four"]
    assert len(kept) >= 2  # those that stand


def test_what_streets_gain_and_lose_is_the_difference_of_the_values(results: Path) -> None:
    """Demand gained less demand lost is what the second plan sees more."""
    told = compared(results / "six", results / "four")
    signs = {"gained": 1, "lost": -1}
    gain = sum(signs[row["change"]] * row["expected"] for row in told["streets"])

    assert gain == pytest.approx(told["second"]["value"] - told["first"]["value"], abs=1e-6)


@pytest.mark.parametrize(
    ("language", "words"),
    [("cs", "Plány se v ničem neliší"), ("en", "The plans differ in nothing")],
)
def test_equal_plans_differ_in_nothing(
    results: Path, tmp_path: Path, language: str, words: str
) -> None:
    """One sentence, a page, and all that is listed is zero."""
    folder = results / "six"
    done = run("compare", folder, folder, "-o", tmp_path / "page.html", "--lang", language)

    assert done.code == 0
    assert words in done.err
    assert words in (tmp_path / "page.html").read_text(encoding="utf-8")
    told = compared(folder, folder)
    assert told["same"] is True
    assert told["streets"] == told["places"] == []


def test_plans_on_other_incidents_are_not_weighed(results: Path, tmp_path: Path) -> None:
    """Cameras and money are compared, and why nothing else is stands first."""
    case = shutil.copytree(results / "case", tmp_path / "case")
    rows = (case / "incidents.csv").read_text(encoding="utf-8").splitlines()
    (case / "incidents.csv").write_text("\n".join(rows[:-5]) + "\n", encoding="utf-8")
    assert run("plan", case, "-o", tmp_path / "fewer", "-q").code == 0
    done = run("compare", results / "four", tmp_path / "fewer", "-o", tmp_path / "p.html",
               "--lang", "cs", "--json")  # fmt: skip
    told = json.loads(done.out)

    assert told["comparable"] is False
    assert told["differs"] == ["demand"]
    assert told["districts"] == []
    assert "streets" not in told
    assert "nelze poměřovat; liší se: události" in done.err
    assert "p. b." not in done.err


def test_a_case_stands_for_its_cameras_of_today(results: Path) -> None:
    """Against them a plan only adds cameras, and what it costs is its own price."""
    told = compared(results / "case", results / "four")
    plan = placement.read_plan(results / "four").plan

    assert told["first"]["cost_czk"] == 0
    assert told["first"]["value"] == pytest.approx(plan.phases[0].value)
    assert told["counts"]["second"] == sum(c.status == "new" for c in plan.cameras)
    assert told["counts"]["first"] == 0


def test_another_town_is_refused(results: Path, tmp_path: Path) -> None:
    """Plans in different systems have nothing in common; nothing is written."""
    other = shutil.copytree(results / "four", tmp_path / "other")
    plan = json.loads((other / "plan.json").read_text(encoding="utf-8"))
    (other / "plan.json").write_text(json.dumps({**plan, "crs": "EPSG:32633"}), encoding="utf-8")
    done = run("compare", results / "four", other, "-o", tmp_path / "p.html", "--lang", "cs")

    assert done.code == 4
    assert "různých měst" in done.err
    assert not (tmp_path / "p.html").exists()


def test_what_is_no_result_is_told(results: Path, tmp_path: Path) -> None:
    """A folder without a plan is named, with exit code 4."""
    done = run("compare", results / "four", tmp_path, "--lang", "en", "-o", tmp_path / "p.html")

    assert done.code == 4
    assert "plan.json" in done.err


def test_the_money_of_the_centre_stands_beside_both_plans(results: Path) -> None:
    """What `placement centre` says of each; a case alone has none."""
    one, other = results / "six", results / "four"
    told = compared(one, other)["centre"]

    for name, folder in (("first", one), ("second", other)):
        centre = json.loads(run("centre", folder, "--json").out)
        assert told[name]["own_all"] == centre["money"]["own_czk"]
        assert told[name]["present"] == centre["money"]["present_czk"]
        phases = [each["money"] for each in centre["phases"]]
        assert told[name]["yearly"] == sum(phases[-1]["running_czk"].values())
        assert told[name]["investment"] == sum(sum(p["invested_czk"].values()) for p in phases)
        assert told[name]["power_cable"] is None  # nobody gave a layer
