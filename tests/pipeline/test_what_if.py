"""What-if questions: cameras exactly as asked, other keys, other money, and the rest left alone."""

import math
from pathlib import Path

import pytest
from attrs import evolve

import placement
from placement.api.case import Case
from placement.api.results import PlanResult
from placement.crs import systems
from placement.errors import ConfigError, InfeasibleError, PlacementError
from placement.output import answer
from placement.pipeline import coverage_of
from placement.plan import Plan, PlannedCamera
from placement.texts import LANGUAGES
from placement.units import turn_deg
from tests.pipeline import toy_case

X_M, Y_M = toy_case.X_M, toy_case.Y_M


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return the toy town; all questions of this module share its situation."""
    return placement.read_case(toy_case.write(tmp_path_factory.mktemp("what-if") / "case"))


@pytest.fixture(scope="module")
def free(town: Case) -> PlanResult:
    """Return the plan without a question."""
    return placement.plan_case(town)


def place(east_m: float, north_m: float) -> str:
    """Return a place as the command line takes it."""
    lon, lat = systems.to_lonlat([X_M + east_m], [Y_M + north_m], crs=toy_case.CRS)
    return f"{float(lon[0]):.8f},{float(lat[0]):.8f}"


def asked(town: Case, **question: object) -> PlanResult:
    """Return the answer of a question."""
    return placement.plan_case(town.with_options(**question))  # type: ignore[arg-type]


def answered(plan: Plan) -> PlannedCamera:
    """Return the camera that a plan's question asked for."""
    assert plan.what_if is not None
    (one,) = plan.what_if.answers
    return next(camera for camera in plan.cameras if camera.camera_id == one.camera_id)


def new_poses(plan: Plan) -> set[tuple[float, float, str, float]]:
    """Return place, model and direction of the new cameras."""
    return {
        (c.x_m, c.y_m, c.model, round(c.grid_azimuth_deg, 6))
        for c in plan.cameras
        if c.status == "new"
    }


@pytest.mark.parametrize(
    "where",
    [
        place(-87.3, 5.1),
        f"{X_M - 87.3},{Y_M + 5.1}",
        f"{-X_M + 87.3},{-Y_M - 5.1}",
        f"{Y_M + 5.1},{X_M - 87.3}",
        "{1}N, {0}E".format(*place(-87.3, 5.1).split(",")),
    ],
    ids=["degrees", "s-jtsk negative", "s-jtsk positive", "x first", "as web maps copy it"],
)
def test_a_fixed_camera_stands_exactly_as_asked(town: Case, where: str) -> None:
    """Place to the centimetre, height, direction, tilt and model are those of the question."""
    text = f"{where},261.5,pevná 4 MP,height=5.5,tilt=11"
    plan = asked(town, fix=[text], only=True).plan
    camera = answered(plan)

    assert math.hypot(camera.x_m - X_M + 87.3, camera.y_m - Y_M - 5.1) < 0.01
    assert camera.height_m == 5.5
    assert camera.azimuth_deg == pytest.approx(261.5, abs=1e-6)
    assert (camera.tilt_deg, camera.model) == (11.0, "pevná 4 MP")


def test_planning_anew_builds_a_fixed_camera_too(town: Case, free: PlanResult) -> None:
    """With the rest planned anew it is among as many cameras, and the price is value for value."""
    plan = asked(town, fix=[f"{place(-87.3, 5.1)},261.5"]).plan
    camera, question = answered(plan), plan.what_if

    assert question is not None
    assert math.hypot(camera.x_m - X_M + 87.3, camera.y_m - Y_M - 5.1) < 0.01
    assert plan.final.cameras == free.plan.final.cameras
    last = question.phases[-1]
    assert (last.worth, last.free_worth) == (plan.final.value, free.plan.final.value)
    assert last.least - 1e-9 <= last.costs <= last.most + 1e-9
    alone = next(c for c in plan.cameras if c.camera_id == camera.camera_id)
    assert question.answers[0].lost <= alone.seen + 1e-9


def test_nothing_else_is_planned_with_only(town: Case, free: PlanResult) -> None:
    """The plan stays, one camera more; values are those worked out anew from the poses."""
    result = asked(town, fix=[f"{place(-87.3, 5.1)},261.5"], only=True)
    plan, situation = result.plan, result.situation

    assert situation is not None
    assert new_poses(free.plan) < new_poses(plan)
    assert len(new_poses(plan)) == len(new_poses(free.plan)) + 1
    coverage = coverage_of(plan, surface=situation.surface, demand=situation.demand)
    assert plan.final.value == pytest.approx(coverage.value(range(len(plan.cameras))), abs=1e-9)
    assert plan.final.bound >= plan.final.value
    spent = sum(camera.cost_czk for camera in plan.cameras)
    before = sum(camera.cost_czk for camera in free.plan.cameras)
    assert spent - before == answered(plan).cost_czk


def test_what_stays_claims_what_as_many_chosen_anew_would(tmp_path: Path) -> None:
    """With `--only` each phase has an honest share, as a list has that somebody changed."""
    folder = toy_case.write(tmp_path / "case")
    toy_case.write_rows(folder / "incidents.csv", toy_case.incidents(200))
    case = placement.read_case(folder)
    before = placement.plan_case(case).plan
    plan = asked(case, fix=[f"{place(-87.3, 5.1)},261.5"], only=True).plan

    for phase, other in zip(plan.phases, before.phases, strict=True):
        assert phase.honest is not None
        assert other.honest is not None
        assert phase.honest.low <= phase.honest.share <= phase.honest.high
        assert abs(phase.honest.share - other.honest.share) < 0.1


@pytest.mark.parametrize("budget_czk", [1.0, 10_000_000.0])
def test_a_phase_over_its_money_is_told(town: Case, budget_czk: float) -> None:
    """What is added to a plan that stays may cost more than its phase has: it is said."""
    plan = asked(town, fix=[f"{place(-87.3, 5.1)},261.5"], only=True).plan
    told = evolve(
        plan,
        phases=(*plan.phases[:-1], evolve(plan.final, budget_czk=budget_czk)),
    )

    for language in LANGUAGES:
        lines = [line for line in answer.lines(told, language) if "--only" in line]
        assert len(lines) == (plan.final.cost_czk > budget_czk)


def test_a_dropped_camera_costs_what_only_it_sees(town: Case, free: PlanResult) -> None:
    """`--forbid ID --only` loses exactly what the plan said it would if the camera broke."""
    lost = {one.camera_id: one.lost for one in free.plan.sensitivity.failures}
    for camera in free.plan.cameras:
        plan = asked(town, forbid=[camera.camera_id], only=True).plan

        assert free.plan.final.value - plan.final.value == pytest.approx(lost[camera.camera_id])
        assert len(plan.standing(9)) == len(free.plan.standing(9)) - 1


def test_cameras_move_and_turn(town: Case, free: PlanResult) -> None:
    """A standing one keeps its id and height, a proposed one its phase, model and direction."""
    turned = answered(asked(town, move=["K1=azimuth=90"], only=True).plan)
    standing = next(c for c in free.plan.cameras if c.camera_id == "K1")
    assert (turned.x_m, turned.y_m, turned.height_m) == (
        standing.x_m,
        standing.y_m,
        standing.height_m,
    )
    assert turned.azimuth_deg == pytest.approx(90.0)

    proposed = next(c for c in free.plan.cameras if c.status == "new")
    plan = asked(town, move=[f"{proposed.camera_id}={place(-60, -5)}"], only=True).plan
    moved = answered(plan)
    assert math.hypot(moved.x_m - X_M + 60, moved.y_m - Y_M + 5) < 0.01
    assert (moved.phase, moved.model) == (proposed.phase, proposed.model)
    assert len(new_poses(plan) & new_poses(free.plan)) == len(new_poses(free.plan)) - 1


def test_a_budget_is_one_phase(town: Case) -> None:
    """What so much money buys costs no more, and what the plan would buy first is no better."""
    best, first = (asked(town, budget_czk=300_000, only=only).plan for only in (False, True))

    for plan in (best, first):
        assert len(plan.phases) == 2
        assert plan.final.cost_czk <= 300_000
    assert first.final.value <= best.final.bound
    assert best.phases[1].name.replace("\N{NO-BREAK SPACE}", " ") == "300 000 Kč"


def test_a_number_of_cameras_cuts_the_phases(town: Case) -> None:
    """With 4 the second phase falls away, with 5 it ends there, with 7 it goes on."""
    cameras = [
        [phase.cameras for phase in asked(town, cameras=most, only=True).plan.phases]
        for most in (4, 5, 7)
    ]

    assert cameras == [[2, 4], [2, 4, 5], [2, 4, 6]]
    assert asked(town, cameras=7).plan.final.cameras == 7


def test_any_key_can_be_set(town: Case, free: PlanResult) -> None:
    """A model that is not for sale is not bought; lamp posts keep heights of their own."""
    fixed = asked(town, settings={"camera_models.panoramatická.buy": False}).plan
    assert {c.model for c in free.plan.cameras if c.status == "new"} == {"panoramatická"}
    assert {c.model for c in fixed.cameras if c.status == "new"} == {"pevná 4 MP"}

    high = asked(town, settings=["sites.mount_height_m=5.5"], only=True).plan
    assert high.what_if is not None
    assert high.what_if.kept == pytest.approx(high.final.value)
    assert high.what_if.same == len(new_poses(free.plan))


def test_setting_a_key_is_having_it_in_the_file(tmp_path: Path, town: Case) -> None:
    """The plan under a question is the plan of a file that says so itself."""
    folder = toy_case.write(tmp_path / "case")
    toy_case.change_plan(folder, lambda plan: plan["sites"].update(azimuth_step_deg=90.0))
    other = placement.plan_case(placement.read_case(folder)).plan

    plan = asked(town, settings={"sites.azimuth_step_deg": 90.0}).plan

    assert plan.cameras == other.cameras
    assert plan.final.bound == other.final.bound


def test_an_empty_value_takes_a_key_away(town: Case) -> None:
    """Without its budget a phase may cost more."""
    assert town.config.phases[-1].budget_czk is not None
    case = town.with_options(settings=['phases."2. etapa".budget_czk='], cameras=6)
    result = placement.plan_case(case)

    assert result.plan.final.budget_czk is None


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ({"fix": ["50.6,13.6"]}, {"what_if_off_map"}),
        ({"fix": [",".join(place(-87.3, 5.1).split(",")[::-1])]}, {"what_if_swapped"}),
        ({"fix": [place(20, 20)]}, {"what_if_in_house_near_wall"}),
        ({"fix": [place(20, 20) + ",height=20"]}, set()),
        ({"fix": [place(-87, 5) + ",90,pevna 4 MP"]}, {"plan_unknown_model"}),
        ({"fix": [place(-87, 5) + ",sever"]}, {"what_if_number"}),
        ({"fix": [place(-87, 5) + ",height=500", "1e9,3"]}, {"what_if_number", "what_if_no_place"}),
        ({"fix": [place(-87, 5) + ",90,pevná 4 MP,x=1"]}, {"plan_unknown_model"}),
        ({"fix": ["nan,nan"]}, {"what_if_number"}),
        ({"fix": ["K1"]}, {"what_if_stands"}),
        ({"fix": [f"{X_M - 6.0},{Y_M + 6.0},271,pevná 4 MP"]}, {"what_if_stands"}),
        ({"fix": ["L1,90", "L1,180", "L1,270"]}, {"what_if_point_full"}),
        ({"fix": ["nic"], "forbid": ["nikdo"]}, {"what_if_unknown"}),
        ({"forbid": [place(0, 190)]}, {"what_if_no_site"}),
        ({"forbid": [place(0, 5) + ",90"]}, {"what_if_detail"}),
        ({"move": ["K1"]}, {"what_if_no_move"}),
        ({"move": ["K1=L1"]}, {"what_if_no_move"}),
        ({"move": ["nic=azimuth=9"]}, {"what_if_unknown"}),
        ({"move": [f"K1={place(20, 20)}"]}, {"what_if_in_house_near_wall"}),
        ({"settings": ["sites.mount_heigth_m=5"]}, {"plan_unknown_key"}),
        ({"settings": ["site.mount_height_m=5"]}, {"plan_unknown_key"}),
        ({"settings": ["sites.mount_height_m=5,5"]}, {"plan_not_number"}),
        ({"settings": ["sites.mount_height_m=1"]}, {"plan_out_of_range"}),
        ({"settings": ["phases.7.cameras=3", "x"]}, {"set_no_entry", "set_without_value"}),
        ({"settings": ["optimise.gap=0.1", "optimise.gap=0.2"]}, {"set_twice"}),
        ({"settings": ["case.name.x=1"]}, {"plan_wrong_value"}),
        ({"settings": ["sites.kinds=poles"]}, {"plan_wrong_value"}),
        ({"settings": ["inputs.trees={path='x.gpkg', provenance='assumed'}"]}, {"input_missing"}),
        ({"settings": ["optimise.gap=0.1\n[what_if]"]}, {"plan_not_number"}),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    town: Case, question: dict[str, list[str]], kinds: set[str]
) -> None:
    """Each has its kind, said in both languages, and nothing else is said."""
    if not kinds:
        assert asked(town, only=True, **question).plan.what_if
        return
    with pytest.raises(PlacementError) as refusal:
        asked(town, only=True, **question)

    assert {problem.kind for problem in refusal.value.problems} == kinds
    assert refusal.value.render("cs") != refusal.value.render("en")


def test_near_names_are_offered(town: Case) -> None:
    """A misspelt key, entry and model each name the right one."""
    for question, right in (
        ({"settings": ["sites.mount_heigth_m=5"]}, "mount_height_m"),
        ({"settings": ["phases.2. etapa.cameras=5"]}, '"2. etapa"'),
        ({"settings": ["camera_models.panoramaticka.cost_czk=5"]}, "panoramatická"),
        ({"fix": [place(-87, 5) + ",90,panoramaticka"]}, "panoramatická"),
    ):
        with pytest.raises(ConfigError, match=right):
            asked(town, **question)


def test_money_that_buys_nothing_is_refused(town: Case) -> None:
    """A hundred crowns build no camera."""
    with pytest.raises(InfeasibleError):
        asked(town, budget_czk=100)


def test_the_answer_is_said_in_both_languages(town: Case) -> None:
    """Question, camera and difference; no figure is minus nothing."""
    plan = asked(town, fix=[f"{place(-87.3, 5.1)},90"], cameras=6, only=True).plan
    camera = answered(plan)
    for language in LANGUAGES:
        assert plan.what_if is not None
        told = [answer.heading(plan.what_if, language), *answer.lines(plan, language)]
        assert any(camera.camera_id in line and camera.model in line for line in told)
        assert not any("\N{MINUS SIGN}0,00" in line for line in told)
    heading = answer.heading(plan.what_if, "cs")
    assert heading.startswith("Co kdyby: nová kamera ")
    assert heading.endswith("v cíli 6 kamer; jinak se nic neplánuje znovu")


def test_the_same_question_has_the_same_answer(town: Case) -> None:
    """Two runs of one question give equal plans, whatever was asked between them."""
    one, other = (asked(town, forbid=["K1"], cameras=5).plan for _ in range(2))

    assert one == other


def test_directions_of_the_answer_are_free_where_nobody_says(town: Case) -> None:
    """Without a direction the camera looks where it adds most of the steps."""
    where = place(-87.3, 5.1)
    best = asked(town, fix=[where], only=True).plan
    step = town.config.sites.azimuth_step_deg
    others = [
        asked(town, fix=[f"{where},{azimuth}"], only=True).plan.final.value
        for azimuth in range(0, 360, 90)
    ]

    grid_deg = answered(best).grid_azimuth_deg
    assert abs(turn_deg(grid_deg, round(grid_deg / step) * step)) < 1e-6
    assert best.final.value >= max(others) - 0.05 * best.demand_total


def test_a_fixed_camera_bears_the_name_of_its_point(town: Case) -> None:
    """On a lamp post it is that post's; at a place of its own the place names it, in every plan."""
    on_post = answered(asked(town, fix=["L1,90"], only=True).plan)
    alone = [
        answered(asked(town, fix=[f"{place(-87.3, 5.1)},90"], only=only, budget_czk=money).plan)
        for only, money in ((True, None), (False, None), (False, 700_000))
    ]

    assert on_post.camera_id.startswith("L1-")
    assert len({camera.camera_id for camera in alone}) == 1


def test_two_cameras_at_one_new_pole_pay_for_it_once(town: Case) -> None:
    """The second of them costs no more than itself."""
    where = place(-87.3, 5.1)
    plan = asked(town, fix=[f"{where},90", f"{where},270"], only=True).plan
    assert plan.what_if is not None
    ids = [one.camera_id for one in plan.what_if.answers]
    first, second = (c for c in plan.cameras if c.camera_id in ids)

    assert first.point_id == second.point_id
    model = next(one for one in town.config.camera_models if one.name == first.model)
    assert (first.cost_czk, second.cost_czk) == (model.cost_czk + 100_000, model.cost_czk)
