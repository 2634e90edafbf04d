"""Limits a council sets: by model, kind, district, owner and phase; of cameras and crowns."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from placement import config as plan_files
from placement import pipeline
from placement.errors import ConfigError, InfeasibleError
from placement.output.caveats import caveats
from placement.pipeline.program import program_of
from placement.plan import Plan
from placement.plan.serialisation import as_dict, plan_of
from tests.pipeline import toy_case

X_M, Y_M = toy_case.X_M, toy_case.Y_M


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a toy case with an eastern and a western half, and carriers of two owners."""
    folder = toy_case.write(tmp_path / "case")
    halves = [box(X_M, Y_M - 200, X_M + 200, Y_M + 200), box(X_M - 200, Y_M - 200, X_M, Y_M + 200)]
    frame = gpd.GeoDataFrame({"name": ["Východ", "Západ"]}, geometry=halves, crs=toy_case.CRS)
    frame.to_file(folder / "districts.gpkg", driver="GPKG")
    carriers = pd.read_csv(folder / "lamp_posts.csv", dtype=str)
    carriers["vlastník"] = ["město" if row % 2 else "ČEZ" for row in range(len(carriers))]
    carriers.to_csv(folder / "lamp_posts.csv", index=False)
    return folder


def planned(case: Path, *limits: dict[str, object], **sections: object) -> Plan:
    """Return the plan of the case under some limits."""

    def change(plan: toy_case.Plan) -> None:
        plan["inputs"]["districts"] = {"path": "districts.gpkg", "provenance": "synthetic"}
        plan["limits"] = list(limits)
        for name, values in sections.items():
            plan[name] = {**plan.get(name, {}), **values} if isinstance(values, dict) else values

    toy_case.change_plan(case, change)
    return pipeline.run(case)


def new_in(plan: Plan, district: str, *, by: int = 2) -> int:
    """Return how many new cameras a district has by the end of a phase."""
    return sum(0 < c.phase <= by and c.district == district for c in plan.cameras)


def test_at_most_so_many_of_a_kind(case):
    """Whole-circle cameras may be forbidden by a limit of nought, said in Czech."""
    free = planned(case)
    held = planned(case, {"kind": "celokruhová", "at_most": 0})

    assert any(c.model == "panoramatická" for c in free.cameras if c.phase > 0)
    assert not any(c.model == "panoramatická" for c in held.cameras if c.phase > 0)
    assert held.final.value <= free.final.value <= free.final.bound


def test_at_least_in_a_district_by_a_phase(case):
    """Two cameras in each half by the end of the first phase is more than it may build: one."""
    asked = [{"district": name, "at_least": 1, "phase": 1} for name in ("Východ", "Západ")]
    plan = planned(case, *asked)

    assert new_in(plan, "Východ", by=1) >= 1
    assert new_in(plan, "Západ", by=1) >= 1


def test_a_district_gets_at_most_a_share_of_cameras_and_of_crowns(case):
    """The richer half gets at most half of the new cameras and of the money."""
    free = planned(case)
    name = max(("Východ", "Západ"), key=lambda each: new_in(free, each))
    plan = planned(
        case,
        {"district": name, "at_most_share": 0.5},
        {"district": name, "at_most_share": 0.4, "unit": "czk"},
    )
    new = [c for c in plan.cameras if c.phase > 0]
    crowns = sum(c.cost_czk for c in new if c.district == name)

    assert new_in(plan, name) <= len(new) / 2
    assert len(new) > 0
    assert crowns <= 0.4 * sum(c.cost_czk for c in new) + 1e-6


def test_crowns_of_an_owner_count_points_too(case):
    """What is spent on the carriers of one owner, points included, keeps its limit."""
    plan = planned(case, {"owner": "ČEZ", "at_most": 150_000, "unit": "czk"})
    config = plan_files.load(case / "plan.toml")
    situation = pipeline.prepare(config, pipeline.read(config, folder=case))
    owner = dict(zip(situation.sites.ids.tolist(), situation.sites.owner.tolist(), strict=True))
    spent = sum(c.cost_czk for c in plan.cameras if c.phase > 0 and owner[c.point_id] == "ČEZ")

    assert {"ČEZ", "město"} <= set(owner.values())
    assert spent <= 150_000


def test_a_four_headed_camera_counts_as_four(case):
    """With `count_as` the phases have room for one such camera where they had for four."""
    models = [toy_case.fixed(), {**toy_case.panoramic(), "count_as": 4}]
    plan = planned(case, camera_models=models)
    standing = {c.camera_id: c.model for c in plan.cameras}
    weights = {"panoramatická": 4}

    for phase, most in ((1, 4), (2, 6)):
        counted = sum(
            weights.get(c.model, 1) for c in plan.standing(phase) if c.camera_id in standing
        )
        assert counted <= most


def test_few_cameras_near_a_standing_one_unless_they_add_enough(case):
    """No new camera within 60 m of one that stands, except those that alone add 10 %."""
    plan = planned(case, existing={"near_m": 60.0, "near_at_most": 0, "near_unless_share": 0.1})
    config = plan_files.load(case / "plan.toml")
    situation = pipeline.prepare(config, pipeline.read(config, folder=case))
    coverage = pipeline.coverage_of(plan, surface=situation.surface, demand=situation.demand)
    today = [k for k, c in enumerate(plan.cameras) if c.phase == 0]
    unseen = ~coverage.covered(today)

    for k, camera in enumerate(plan.cameras):
        near = any(
            np.hypot(camera.x_m - plan.cameras[e].x_m, camera.y_m - plan.cameras[e].y_m) <= 60.0
            for e in today
        )
        added = coverage.weight[coverage.covered([k]) & unseen].sum()
        assert k in today or not near or added >= 0.1 * plan.demand_total * (1 - 1e-9)


def test_limits_that_cannot_be_kept_are_all_told_with_how_much_is_possible(case):
    """Two impossible limits are refused together, in words and per cent, in both languages."""
    with pytest.raises(InfeasibleError) as caught:
        planned(
            case,
            {"district": "Východ", "at_least": 10},
            {"name": "otočné", "kind": "PTZ", "at_least": 2, "phase": 1},
        )

    czech = caught.value.render("cs").replace("\N{NO-BREAK SPACE}", " ")
    english = caught.value.render("en").replace("\N{NO-BREAK SPACE}", " ")
    kinds = [problem.kind for problem in caught.value.problems]
    assert kinds == ["limit_least"] * 2
    assert "Východ: požadováno je aspoň 10 kamer, žádný plán však nemůže mít víc než" in czech
    assert "% požadovaného" in czech
    assert "otočné: at least 2 cameras asked, but no plan can have more than 0 cameras" in english


def test_limits_that_fight_each_other_are_named(case):
    """More in both halves than the count has room for: the limits and the count are named."""
    with pytest.raises(InfeasibleError) as caught:
        planned(case, *({"district": name, "at_least": 3} for name in ("Východ", "Západ")))

    kinds = {problem.kind for problem in caught.value.problems}
    assert {"rules_fight", "rule_limit"} <= kinds
    assert "aspoň 3\N{NO-BREAK SPACE}kamery" in caught.value.render("cs")


@pytest.mark.parametrize(
    ("limit", "kind"),
    [
        ({"district": "Janov", "at_most": 1}, "limit_district_unknown"),
        ({"owner": "nikdo", "at_most": 1}, "limit_owner_unknown"),
        ({"model": "nic", "at_most": 1}, "plan_unknown_model"),
        ({"kind": "kulatá", "at_most": 1}, "plan_limit_kind"),
        ({"district": "Východ"}, "plan_limit_without_bound"),
        ({"at_most": 1, "phase": 3}, "plan_limit_phase"),
    ],
)
def test_refuses_limits_on_what_is_not_there(case, limit, kind):
    """Each wrong word of a limit is named with its place in the plan file."""
    with pytest.raises(ConfigError) as caught:
        planned(case, limit)

    assert [problem.kind for problem in caught.value.problems] == [kind]
    assert caught.value.problems[0].column.startswith("limits.0")


def test_without_limits_the_programme_is_plain(case):
    """No limit, no rule: covering goes the plain way."""
    planned(case)
    config = plan_files.load(case / "plan.toml")
    situation = pipeline.prepare(config, pipeline.read(config, folder=case))

    assert not program_of(situation).rules.some


def test_what_counts_as_several_and_which_standing_cameras_are_not_missed_is_said(case):
    """Both stand in the plan and in its caveats, which command, page, paper and lists share."""
    models = [toy_case.fixed(), {**toy_case.panoramic(), "count_as": 4}]
    plan = planned(case, camera_models=models)
    said = " ".join(caveats(plan, "cs")).replace("\N{NO-BREAK SPACE}", " ")
    lost = {one.camera_id: one.lost for one in plan.sensitivity.failures}
    standing = {c.camera_id for c in plan.cameras if c.status == "existing"}
    least = 0.001 * plan.final.value
    expected = {name for name in standing if lost[name] <= least}

    assert plan.count_as == {"panoramatická": 4}
    assert "panoramatická se v etapách a mezích počítá jako 4 kamery" in said
    assert {one.camera_id for one in plan.sensitivity.dispensable} == expected
    assert all(name in said for name in expected)
    assert plan_of(json.loads(json.dumps(as_dict(plan)))) == plan


def test_a_second_camera_beside_a_standing_one_makes_it_dispensable(case):
    """A standing camera that another stands on top of adds nothing, and is named."""
    cameras = pd.read_csv(case / "cameras.csv", dtype=str)
    twin = cameras.iloc[[0]].assign(camera_id="DVOJČE")
    pd.concat([cameras, twin]).to_csv(case / "cameras.csv", index=False)
    plan = planned(case, phases=[{"name": "1. etapa", "cameras": 6}])

    names = {one.camera_id for one in plan.sensitivity.dispensable}
    assert {"DVOJČE", cameras["camera_id"].iloc[0]} <= names
    assert plan.sensitivity.dispensable_lost > 0
    assert "DVOJČE" in " ".join(caveats(plan, "en"))
