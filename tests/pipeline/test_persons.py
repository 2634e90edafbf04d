"""Whole persons from the plan file to the written plan and back."""

import json
from pathlib import Path

import numpy as np
import pytest

from placement import pipeline
from placement.config import load
from placement.pipeline import coverage_of, prepare, read
from placement.plan.serialisation import as_dict, plan_of
from placement.visibility.observation import Person
from tests.pipeline import toy_case


def town(folder: Path, **fields: object) -> Path:
    """Return the toy case with fields of its viewshed section changed."""
    case = toy_case.write(folder)
    toy_case.change_plan(case, lambda plan: plan["viewshed"].update(fields))
    return case


@pytest.mark.parametrize(
    ("fields", "person"),
    [
        ({"target_part": "segment"}, Person(0.0, 1.8, 1.0)),
        (
            {"target_part": "share", "target_share": 0.25, "target_high_m": 1.6},
            Person(0, 1.6, 0.25),
        ),
    ],
)
def test_a_written_plan_is_looked_at_with_the_same_persons(tmp_path, fields, person) -> None:
    """`plan.json` carries what of a person must be seen, and its coverage is that of the plan."""
    case = town(tmp_path / "case", **fields)
    plan = pipeline.run(case)
    config = load(case / "plan.toml")
    situation = prepare(config, read(config, folder=case))

    again = plan_of(json.loads(json.dumps(as_dict(plan))))
    found = coverage_of(again, surface=situation.surface, demand=situation.demand)

    assert again.person == situation.targets.target.person == person
    assert found.covered(list(range(len(plan.cameras)))).any()
    covered = situation.demand.weight[found.covered(list(range(len(plan.cameras))))].sum()
    assert covered == pytest.approx(plan.final.value)


def test_a_point_is_what_it_was(tmp_path) -> None:
    """Without the new fields nothing of a person is written, and sights are the same pairs."""
    usual, named = (
        town(tmp_path / name, **fields)
        for name, fields in (("a", {}), ("b", {"target_part": "point", "target_low_m": 1.0}))
    )
    sights = []
    for case in (usual, named):
        config = load(case / "plan.toml")
        sights.append(prepare(config, read(config, folder=case)).sights)

    assert "person" not in as_dict(pipeline.run(usual))
    assert np.array_equal(sights[0].target, sights[1].target)
    assert np.array_equal(sights[0].distance_m, sights[1].distance_m)
