"""What was asked for beside the plan and is not there, or not in full, is said; never skipped."""

import json
import signal
import tomllib
from pathlib import Path

import pytest

from placement import config as plan_files
from placement import pipeline
from placement.api import planning
from placement.cli.alternatives import shortfalls
from placement.output.write import read_plan
from placement.plan import Plan
from tests.cli.running import Ran, run
from tests.pipeline import toy_case

FILES = {"robustness.csv", "robustness-cs.csv", "robustness.png", "confidence.csv"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case; tests leave it as it is."""
    return toy_case.write(tmp_path_factory.mktemp("toy") / "case")


def planned(case: Path, out: Path, *asked: str) -> Ran:
    """Plan a case in English, with a summary for machines."""
    return run("plan", case, "-o", out, "--json", "--lang", "en", *asked)


def test_confidence_is_worked_out_when_asked_for(case: Path, tmp_path: Path) -> None:
    """Files, summary and the resolved plan file tell it; nothing is left unmade."""
    done = planned(case, tmp_path / "out", "--confidence", "2")
    told = json.loads(done.out)
    resolved = tomllib.loads((tmp_path / "out" / "plan.toml").read_text(encoding="utf-8"))

    assert done.code == 0, done.err
    assert "unmade" not in told
    assert [one["plans"] for one in told["scenarios"]] == [2, 1, 1, 1, 2, 2]
    assert "houses and ground of other heights" in done.err
    assert {file.name for file in (tmp_path / "out").iterdir()} >= FILES
    assert resolved["study"]["bootstraps"] == 2
    assert read_plan(tmp_path / "out").repetitions == 8


def test_the_plan_file_asks_for_it_and_the_option_overrides(tmp_path: Path) -> None:
    """`[study]` is the default of a case; `--confidence 0` tries nothing."""
    folder = toy_case.write(tmp_path / "case")
    asked = {"bootstraps": 1, "height_samples": 3, "mount_error_m": 0.0}
    toy_case.change_plan(folder, lambda plain: plain.update(study=asked))
    told = json.loads(planned(folder, tmp_path / "one").out)
    fewer = json.loads(planned(folder, tmp_path / "two", "--confidence", "2").out)
    none = json.loads(planned(folder, tmp_path / "none", "--confidence", "0").out)

    assert [one["plans"] for one in told["scenarios"]] == [1, 1, 1, 1, 3]
    assert [one["plans"] for one in fewer["scenarios"]] == [2, 1, 1, 1, 3]
    assert "scenarios" not in none
    assert "unmade" not in none


def test_a_question_says_that_it_has_no_confidence(case: Path, tmp_path: Path) -> None:
    """The curve and other plans of the answer are there; confidence is told to be missing."""
    asked = ("--fix", "L1", "--confidence", "2", "--curve", "--alternatives", "1")
    done = planned(case, tmp_path / "out", *asked)
    told = json.loads(done.out)

    assert done.code == 0, done.err
    assert {"what": "confidence", "why": "what_if", "made": 0} in told["unmade"]
    assert {one["what"] for one in told["unmade"]} <= {"confidence", "other_plans"}
    assert "what-if question" in done.err
    assert told["curve"]["points"]
    assert not FILES & {file.name for file in (tmp_path / "out").iterdir()}


def test_fewer_cameras_than_allowed_say_why(case: Path, tmp_path: Path) -> None:
    """The number is a limit of the plan file; the money and what is left of it are named."""
    done = planned(case, tmp_path / "out", "--budget", "150000")
    (one,) = json.loads(done.out)["unmade"]

    assert done.code == 0, done.err
    assert one["why"] == "money"
    line = next(line for line in done.err.splitlines() if "plan file allows at most" in line)
    assert f"at most {one['asked']} cameras" in line
    assert f"buys {one['made']}" in line
    assert "150 000 Kč" in line.replace("\N{NO-BREAK SPACE}", " ")
    assert "does not suffice" in line


def test_a_curve_says_which_rules_it_leaves_out(tmp_path: Path) -> None:
    """Least amounts and limits of one phase are no rules of the curve: so many are told."""
    folder = toy_case.write(tmp_path / "case")
    limits = [{"at_least": 1}, {"at_most": 3, "phase": 1}, {"kind": "fixed", "at_most": 4}]
    toy_case.change_plan(folder, lambda plain: plain.update(limits=limits))
    done = planned(folder, tmp_path / "out", "--curve")

    assert done.code == 0, done.err
    assert "does not keep 2 rules of the plan" in done.err
    assert read_plan(tmp_path / "out").sensitivity.curve.omitted_rules == 2


def test_fewer_other_plans_than_asked_for_are_told(case: Path, tmp_path: Path) -> None:
    """The toy has not nine plans as good."""
    told = json.loads(planned(case, tmp_path / "out", "--alternatives", "9").out)
    (one,) = told["unmade"]

    assert (one["what"], one["why"]) == ("other_plans", "no_more")
    assert one["made"] == len(told.get("others", []))


def test_fewer_cameras_than_asked_for_are_told(tmp_path: Path) -> None:
    """A phase that cannot have 500 useful cameras says how many it has, and why."""
    folder = toy_case.write(tmp_path / "case")
    toy_case.change_plan(folder, lambda plain: plain["phases"][-1].update(cameras=500))
    done = planned(folder, tmp_path / "out")
    told = json.loads(done.out)
    last = told["phases"][-1]
    why = "no_more" if last["budget_czk"] is None else "money"
    (one,) = told["unmade"]

    assert last["cameras"] < 500
    assert one["what"] == "cameras"
    assert one["why"] == why
    assert (one["phase"], one["made"], one["asked"]) == (last["name"], last["cameras"], 500)
    assert "at most 500 cameras; its budget" in done.err
    assert f"buys {last['cameras']}" in done.err


def test_many_incidents_far_from_streets_are_told(tmp_path: Path) -> None:
    """Where a tenth of the incidents or more is left out, it is said without being asked."""
    folder = toy_case.write(tmp_path / "case")
    toy_case.change_plan(folder, lambda plain: plain.setdefault("demand", {}).update(snap_m=1.0))
    done = planned(folder, tmp_path / "out")

    assert "too far from every street" in done.err
    assert (
        "too far from every street"
        not in planned(toy_case.write(tmp_path / "b"), tmp_path / "c").err
    )


def test_ctrl_c_while_plans_are_made_again_keeps_the_plan(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 130; the plan itself is finished, and what is missing is said."""
    real = planning.with_robustness

    def pressed(*given: object, **asked: object) -> Plan:
        signal.raise_signal(signal.SIGINT)
        found: Plan = real(*given, **asked)
        return found

    monkeypatch.setattr(planning, "with_robustness", pressed)
    done = planned(case, tmp_path / "out", "--confidence", "2")

    assert done.code == 130, done.err
    assert json.loads(done.out)["unmade"][0]["why"] == "interrupted"
    assert read_plan(tmp_path / "out").status == "finished"


def test_an_interrupted_search_says_all_that_is_missing(case: Path) -> None:
    """Confidence, other plans and the curve, each with how much of it is there."""
    config = plan_files.load(case / plan_files.PLAN_FILE)
    config = plan_files.with_optimise_keys(config, {"other_plans": 2, "curve": True})
    config = plan_files.with_repetitions(config, 3)
    situation = pipeline.prepare(config, pipeline.read(config, folder=case))
    made = pipeline.decide(situation, stop=lambda: True)
    missing = shortfalls(made, config, stopped=True)

    assert [(one.what, one.why) for one in missing] == [
        ("confidence", "interrupted"),
        ("other_plans", "interrupted"),
        ("curve", "interrupted"),
    ]
    assert missing[2].done == made.sensitivity.curve.points[-1].cameras
