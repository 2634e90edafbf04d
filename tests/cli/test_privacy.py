"""What `plan` says of people's homes in the picture, in words and as JSON."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict]:
    """Return what a plan with `[privacy]` says in Czech, and its JSON."""
    folder: Path = tmp_path_factory.mktemp("homes")
    case = toy_case.write(folder / "case")
    plan = toy_case.plan()
    plan["privacy"] = {}
    toy_case.write_plan(case, plan)
    answer = run("plan", str(case), "-o", str(folder / "out"), "--lang", "cs", "--json")
    assert answer.code == 0, answer.err
    return answer.err, json.loads(answer.out)


def test_a_paragraph_says_what_of_homes_is_in_the_picture(said) -> None:
    """Façades today and at the target, near ones, flats, and that nobody knows the uses."""
    words, summary = said
    target = [t for t in summary["privacy"]["totals"] if t["of"] == "phase"][-1]
    thousands, rest = divmod(round(target["home_m2"][0]), 1000)
    area = f"{thousands}\N{NO-BREAK SPACE}{rest:03d}" if thousands else str(rest)

    assert "Fasády domů, kde lidé bydlí, v obraze (aspoň 25 px/m): dnes" in words
    assert f"v cíli {area} m² součtem přes kamery" in words
    assert "zblízka (aspoň 62,5 px/m)" in words
    assert "není známo, k čemu slouží: 4; počítají se jako domovy" in words


def test_the_json_has_totals_and_no_single_camera(said) -> None:
    """Thresholds, assumptions and sums for programs; what one camera shows is in plan.json."""
    privacy = said[1]["privacy"]

    assert privacy["thresholds_px_m"] == [25.0, 62.5]
    assert "cameras" not in privacy
    assert {total["of"] for total in privacy["totals"]} == {"phase", "district", "point"}
