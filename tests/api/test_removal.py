"""Standing cameras that a plan takes down: from the plan file to every list, table and page.

The town's two standing cameras see little, and few may stand at the end, so that both go:
not before the second phase, and for money.
"""

import json
from itertools import combinations
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from shapely.geometry import box

import placement
from placement import Case, PlanResult
from placement.errors import ConfigError, InfeasibleError
from placement.optimise import PhaseLimit, plan_phases
from placement.output import public_edition
from placement.output.caveats import removals
from placement.output.webmap.data import page_data
from placement.pipeline.plan_coverage import coverage_of
from placement.pipeline.program import phase_limits, program_of
from placement.plan import Plan
from placement.plan.phases_in_view import in_view
from placement.texts import LANGUAGES
from tests.api.test_evaluation import FORMATS, same_as_planned
from tests.pipeline import toy_case

REMOVAL_CZK = 10_000.0
X_M, Y_M = toy_case.X_M, toy_case.Y_M


def change(values: toy_case.Plan) -> None:
    """Let both cameras go from the second of three phases on, and only few stand at the end."""
    values["existing"] = {"replace": True, "replace_from": 2, "removal_czk": REMOVAL_CZK}
    values["phases"] = [
        {"name": "1. etapa", "cameras": 3},
        {"name": "2. etapa", "cameras": 4, "budget_czk": 800_000.0},
        {"name": "3. etapa", "cameras": 5},
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the toy town with incidents enough for an honest share."""
    folder = toy_case.write(tmp_path_factory.mktemp("removal") / "case")
    toy_case.write_rows(folder / "incidents.csv", toy_case.incidents(160))
    halves = [box(X_M, Y_M - 200, X_M + 200, Y_M + 200), box(X_M - 200, Y_M - 200, X_M, Y_M + 200)]
    districts = gpd.GeoDataFrame({"name": ["Východ", "Západ"]}, geometry=halves, crs=toy_case.CRS)
    districts.to_file(folder / "districts.gpkg", driver="GPKG")

    def with_districts(values: toy_case.Plan) -> None:
        change(values)
        values["inputs"]["districts"] = {"path": "districts.gpkg", "provenance": "synthetic"}

    toy_case.change_plan(folder, with_districts)
    return folder


@pytest.fixture(scope="module")
def case(folder: Path) -> Case:
    """Return the town."""
    return placement.read_case(folder)


@pytest.fixture(scope="module")
def result(case: Case) -> PlanResult:
    """Return its plan."""
    return placement.plan_case(case)


@pytest.fixture(scope="module")
def lists(result: PlanResult, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the plan written in each language."""
    where = tmp_path_factory.mktemp("plans")
    return {
        language: placement.write_plan(result, where / language, language=language)
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def shrunk(tmp_path_factory: pytest.TempPathFactory) -> PlanResult:
    """Return the plan of a town that has money for a removal and nothing else."""
    folder = toy_case.write(tmp_path_factory.mktemp("shrunk") / "case")

    def shrink(values: toy_case.Plan) -> None:
        change(values)
        values["phases"] = [
            {"name": "1. etapa", "cameras": 2},
            {"name": "2. etapa", "cameras": 1, "budget_czk": REMOVAL_CZK},
        ]

    toy_case.change_plan(folder, shrink)
    return placement.plan_case(placement.read_case(folder))


def test_a_falling_count_takes_the_lesser_camera_down(shrunk: PlanResult) -> None:
    """One of two cameras stays: the one that sees more; the phases before it have their bounds."""
    plan = shrunk.plan
    (gone,) = (camera for camera in plan.cameras if camera.removed_in == 2)
    (kept,) = plan.standing(2)

    assert gone.status == "to be removed"
    assert kept.seen >= gone.seen
    assert [phase.cameras for phase in plan.phases] == [2, 2, 1]
    assert plan.final.cost_czk == REMOVAL_CZK
    assert plan.final.value < plan.phases[1].value <= plan.phases[1].bound


def test_a_choice_more_is_never_worse(case: Case, result: PlanResult, tmp_path: Path) -> None:
    """The same town in which all stay sees no more at the end, whatever the search found."""
    other = toy_case.write(tmp_path / "case")
    toy_case.write_rows(other / "incidents.csv", toy_case.incidents(160))

    def stay(values: toy_case.Plan) -> None:
        change(values)
        del values["existing"]

    toy_case.change_plan(other, stay)
    staying = placement.plan_case(placement.read_case(other))

    assert result.value >= staying.value
    assert result.plan.final.bound >= staying.value


def test_who_goes_goes_in_its_phase_and_is_paid_for(result: PlanResult) -> None:
    """Counts, money and value of each phase are those of who stands at its end."""
    plan = result.plan
    leaving = [camera for camera in plan.cameras if camera.removed_in is not None]

    assert {camera.camera_id for camera in leaving} == {"K1", "K2"}
    assert {camera.status for camera in leaving} <= {"to be removed", "to be replaced"}
    assert all(camera.phase == 0 and camera.removed_in >= 2 for camera in leaving)  # type: ignore[operator]
    assert all(camera.cost_czk == REMOVAL_CZK for camera in leaving)
    new_points = {camera.point_id for camera in plan.cameras if camera.status == "new"}
    for camera in leaving:
        assert (camera.status == "to be replaced") == (camera.point_id in new_points)
    assert result.situation is not None
    covers = coverage_of(plan, surface=result.situation.surface, demand=result.situation.demand)
    for phase in plan.phases:
        here = [
            k
            for k, camera in enumerate(plan.cameras)
            if camera.phase <= phase.phase
            and not (camera.removed_in is not None and camera.removed_in <= phase.phase)
        ]
        paid = [
            camera.cost_czk
            for camera in plan.cameras
            if (camera.removed_in or camera.phase) == phase.phase and phase.phase
        ]
        assert phase.cameras == len(here) == len(plan.standing(phase.phase))
        assert phase.value == pytest.approx(covers.value(here), rel=1e-12)
        assert phase.cost_czk == pytest.approx(sum(paid))
        assert phase.removed_cameras == sum(c.removed_in == phase.phase for c in leaving)
        assert phase.bound >= phase.value - 1e-9
    new = [camera for camera in plan.cameras if camera.status == "new"]
    assert sum(camera.gain for camera in new if camera.phase == 2) <= plan.phases[2].value


def test_the_target_equals_enumeration(result: PlanResult) -> None:
    """No choice of so many cameras for so much money sees more, whoever stays."""
    situation = result.situation
    assert situation is not None
    program = program_of(situation)
    best_of_point = _best_candidates(program.covers, program.weight, program.site, keep=2)
    few = evolve(
        program,
        rules=evolve(
            program.rules,
            banned=sorted(set(range(program.n_candidates)) - best_of_point - {0, 1}),
        ),
        budget=500_000.0,
        count=3,
    )
    pool = sorted(best_of_point | {0, 1})
    best = max(
        few.value(chosen)
        for size in range(4)
        for chosen in combinations(pool, size)
        if few.check(chosen)
    )
    (solution,) = plan_phases(few, [PhaseLimit(3, 500_000.0)], gap=0.0)

    assert few.removable == (0, 1)
    assert solution.objective == pytest.approx(best, rel=1e-12)
    assert solution.bound >= best - 1e-9


def test_a_limit_in_crowns_pays_for_removals_as_a_budget_does(tmp_path: Path) -> None:
    """At most so many crowns by a limit buy what as large a budget buys, removals included."""

    def planned(money_czk: float, *, by_limit: bool) -> Plan:
        other = toy_case.write(tmp_path / f"{money_czk} {by_limit}")

        def ask(values: toy_case.Plan) -> None:
            change(values)
            values["existing"]["replace_from"] = 1
            phase = {"name": "1. etapa", "cameras": 3}
            values["phases"] = [phase if by_limit else {**phase, "budget_czk": money_czk}]
            values["limits"] = [{"unit": "czk", "at_most": money_czk}] if by_limit else []

        toy_case.change_plan(other, ask)
        return placement.plan_case(placement.read_case(other)).plan

    ample = planned(500_000.0, by_limit=True)
    less_czk = ample.final.cost_czk - REMOVAL_CZK / 2
    limited, budgeted = (planned(less_czk, by_limit=each) for each in (True, False))

    assert any(camera.status != "new" and camera.cost_czk for camera in ample.cameras)
    assert ample.final.cost_czk <= 500_000.0
    assert limited.final.cost_czk <= less_czk
    assert limited.final.value == pytest.approx(budgeted.final.value, rel=1e-9)


def _best_candidates(covers, weight, site, *, keep: int) -> set[int]:  # type: ignore[no-untyped-def]
    """Return the candidates that see most alone, a few of a dozen points."""
    worth = np.asarray(covers.astype(float) @ weight)
    worth[:2] = -1.0
    chosen: set[int] = set()
    for point in dict.fromkeys(site[np.argsort(-worth, kind="stable")].tolist()):
        here = np.flatnonzero(site == point)
        chosen.update(here[np.argsort(-worth[here], kind="stable")[:keep]].tolist())
        if len(chosen) >= 24:
            break
    return chosen - {0, 1}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_the_plans_own_list_gives_the_plans_figures(
    case: Case, result: PlanResult, lists: dict[str, Path], name: str, language: str
) -> None:
    """Who goes, when and for how much comes back from every format, and all figures with it."""
    evaluation = placement.evaluate_cameras(case, lists[language] / name)

    same_as_planned(evaluation, result)


def test_a_plan_comes_back_from_its_file(result: PlanResult, lists: dict[str, Path]) -> None:
    """`plan.json` keeps who goes; a phase that takes nobody down does not speak of it."""
    back = placement.read_plan(lists["cs"])
    written = json.loads((lists["cs"] / "plan.json").read_text(encoding="utf-8"))

    assert back.plan.cameras == result.plan.cameras
    assert back.plan.phases == result.plan.phases
    assert "removed_cameras" not in written["phases"][0]
    assert "removed_in" not in written["cameras"][-1]


def test_streets_are_in_view_while_a_camera_sees_them(shrunk: PlanResult) -> None:
    """Pieces in the layer, phase by phase, are those that the cameras then standing cover."""
    plan, situation, layers = shrunk.plan, shrunk.situation, shrunk.layers
    assert situation is not None
    covers = coverage_of(plan, surface=situation.surface, demand=situation.demand)
    order = np.argsort(situation.demand.lixels["lixel_id"].to_numpy(dtype=str), kind="stable")
    lost = 0
    for phase in plan.phases:
        here = [k for k, c in enumerate(plan.cameras) if c in plan.standing(phase.phase)]
        seen = in_view(layers.demand, phase.phase)
        assert np.array_equal(seen, covers.covered(here)[order])
        lost += int((covers.covered([0, 1])[order] & ~seen).sum())
    assert lost > 0
    assert layers.demand["unseen_phases"].str.len().gt(0).any()


def test_the_public_edition_says_who_goes_and_when(result: PlanResult) -> None:
    """Status and phase are part of what is proposed; the price is not published."""
    public = public_edition.plan_of(result.plan)
    leaving = {c.point_id: c.removed_in for c in public.cameras if c.removed_in is not None}

    assert leaving == {"K1": 2, "K2": 2}
    assert {"status", "removed_in"} <= set(public.columns)
    assert "cost_czk" not in public.columns
    assert [*removals(public, "cs")]


def test_the_pages_data_agree_with_the_plan(result: PlanResult) -> None:
    """Cameras, phases, streets and double cover on the page are those of who stands."""
    plan = result.plan
    data = page_data(plan, result.layers, language="cs")
    by_id = {camera["id"]: camera for camera in data["cameras"]}

    assert {c["id"]: c["removed_in"] for c in data["cameras"] if c["removed_in"]} == {
        "K1": 2,
        "K2": 2,
    }
    assert [phase.get("removed", 0) for phase in data["phases"]] == [
        phase.removed_cameras for phase in plan.phases
    ]
    assert data["phases"][-1]["cost"] == pytest.approx(sum(p.cost_czk for p in plan.phases))
    assert all(by_id[name]["cost"] == REMOVAL_CZK for name in ("K1", "K2"))
    assert data["removals"]["cs"] == [*removals(plan, "cs")]


def test_the_page_of_a_plan_that_only_takes_down_knows_what_is_lost(shrunk: PlanResult) -> None:
    """Streets lose metres, pieces are unseen again, and double cover ends."""
    data = page_data(shrunk.plan, shrunk.layers, language="cs")
    streets = [street[2] for street in data["demand"]["streets"] if street[2]]

    assert sum(seen[-1] for seen in streets) < sum(seen[0] for seen in streets)
    assert {phase for row in data["demand"]["unseen"] for phase in row[1:]} == {2}
    assert all(row[2] == row[0] + 1 for row in data["double"])
    assert all(row[0] < 2 for row in data["double"])  # one camera sees nothing twice


def test_gis_and_lists_have_the_columns(
    lists: dict[str, Path], shrunk: PlanResult, tmp_path: Path
) -> None:
    """Another program reads status and phase of removal; pieces say when they are unseen again."""
    cameras = gpd.read_file(lists["cs"] / "plan.gpkg", layer="cameras").set_index("camera_id")
    smaller = placement.write_plan(shrunk, tmp_path / "shrunk") / "plan.gpkg"
    pieces = gpd.read_file(smaller, layer="demand")

    assert cameras.loc[["K1", "K2"], "removed_in"].tolist() == [2, 2]
    assert set(cameras.loc[["K1", "K2"], "status"]) <= {"to be removed", "to be replaced"}
    assert pieces["unseen_phases"].fillna("").ne("").any()
    text = (lists["cs"] / "cameras-cs.csv").read_text(encoding="utf-8-sig")
    assert "Odstraněna v etapě" in text
    assert "k výměně" in text or "k odstranění" in text


def test_the_list_of_districts_adds_up(result: PlanResult, lists: dict[str, Path]) -> None:
    """Cameras today, less those that go, and the new ones are those of the target; so is money."""
    rows = pd.read_csv(lists["cs"] / "districts.csv")
    figures = rows["cameras_today"] - rows["cameras_removed"] + rows["cameras_new"]

    assert figures.tolist() == rows["cameras_target"].tolist()
    assert rows["cameras_removed"].sum() == 2
    assert rows["cost_czk"].sum() == sum(phase.cost_czk for phase in result.plan.phases)


def test_without_the_key_nobody_goes(folder: Path, tmp_path: Path) -> None:
    """All cameras stay, and a count below theirs is refused."""
    other = toy_case.write(tmp_path / "case")
    toy_case.change_plan(other, lambda values: values["phases"][0].update(cameras=1))
    with pytest.raises(InfeasibleError):
        placement.plan_case(placement.read_case(other))


def test_only_named_cameras_go(folder: Path, tmp_path: Path) -> None:
    """A list of ids lets these go and no other; an id that nobody has is refused by name."""
    other = toy_case.write(tmp_path / "case")

    def only(*ids: str):  # type: ignore[no-untyped-def]
        def edit(values: toy_case.Plan) -> None:
            change(values)
            values["existing"] |= {"replace": list(ids), "replace_from": 1}
            values["phases"] = [{"name": "1. etapa", "cameras": 3}]

        return edit

    toy_case.change_plan(other, only("K2"))
    plan = placement.plan_case(placement.read_case(other)).plan
    assert [c.camera_id for c in plan.cameras if c.removed_in is not None] == ["K2"]
    toy_case.change_plan(other, only("K2", "K9"))
    with pytest.raises(ConfigError) as caught:
        placement.plan_case(placement.read_case(other))
    assert "K9" in caught.value.render("cs")
    assert "K1" in caught.value.render("cs")


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ({"replace": True}, "plan_removal_price"),
        ({"replace": True, "removal_czk": 0.0, "replace_from": 9}, "plan_replace_from"),
    ],
)
def test_half_an_answer_is_refused(tmp_path: Path, section: dict[str, object], kind: str) -> None:
    """Removal without a price, or from a phase that is not there, is told in both languages."""
    other = toy_case.write(tmp_path / "case")
    toy_case.change_plan(other, lambda values: values.update(existing=section))
    with pytest.raises(ConfigError) as caught:
        placement.read_case(other)
    assert kind in [problem.kind for problem in caught.value.problems]
    assert caught.value.render("cs") != caught.value.render("en")


def test_a_phase_of_its_own_limits_keeps_everyone_until_removal_begins(case: Case) -> None:
    """Limits of the plan file: nobody may be gone at the end of the first phase."""
    situation = placement.plan_case(case).situation
    assert situation is not None
    limits = phase_limits(situation, program_of(situation))

    assert [limit.removals for limit in limits] == [False, True, True]
