"""What of homes is in the picture, from plan file to plan: the same plan, figures that add up."""

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from attrs import evolve
from shapely.geometry import LineString, Polygon, box

from placement.config import load
from placement.errors import PlacementError
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.decision import decide
from placement.pipeline.home_exposure import homes_of
from placement.pipeline.input_reader import read
from placement.pipeline.preparation import prepare
from placement.pipeline.situation import Situation
from placement.plan import Plan
from placement.plan.serialisation import as_dict, plan_of
from placement.privacy.thresholds import thresholds_px_m
from tests.pipeline import toy_case


def prepared(folder: Path, change: Callable[[toy_case.Plan], object]) -> Situation:
    """Return the situation of the toy case with a changed plan file."""
    case = toy_case.write(folder / "case")
    plan = toy_case.plan()
    change(plan)
    toy_case.write_plan(case, plan)
    config = load(case / "plan.toml")
    return prepare(config, read(config, folder=case))


def with_section(**keys: object) -> Callable[[toy_case.Plan], object]:
    """Return a change that asks for homes in the picture."""
    return lambda plan: plan.update(privacy=keys)


@pytest.fixture(scope="module")
def situation(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    """Return the toy case with `[privacy]` and a turning model for sale."""

    def change(plan: toy_case.Plan) -> None:
        plan["privacy"] = {}
        plan["camera_models"].append(
            {**toy_case.fixed(), "name": "dome", "turning": True, "zoom": 4.0}
        )

    return prepared(tmp_path_factory.mktemp("homes"), change)


@pytest.fixture(scope="module")
def plan(situation: Situation) -> Plan:
    """Return its plan."""
    return decide(situation)


def test_the_plan_stays_as_it_was(situation: Situation, plan: Plan) -> None:
    """Without the section nothing is worked out; with it the same cameras are chosen."""
    bare = decide(evolve(situation, config=situation.config.model_copy(update={"privacy": None})))

    assert bare.privacy is None
    assert "privacy" not in as_dict(bare)
    assert plan.privacy is not None
    assert as_dict(evolve(plan, privacy=None)) == as_dict(bare)


def test_it_is_written_and_read_back(plan: Plan) -> None:
    """plan.json has it in full."""
    assert plan_of(json.loads(json.dumps(as_dict(plan)))).privacy == plan.privacy


def test_a_camera_has_what_its_candidate_has(situation: Situation, plan: Plan) -> None:
    """Plan and choice go by the same figures; reach is never less than the home view."""
    assert situation.views_of_homes is not None
    views, exposure = situation.views_of_homes(situation), situation.exposure
    assert views is not None
    assert exposure is not None
    assert plan.privacy is not None
    gardens = views.ground_exposure()
    candidates, sites = situation.candidates, situation.sites
    assert len(exposure) == len(candidates)
    for camera in plan.cameras:
        figures = plan.privacy.of_camera(camera.camera_id)
        if figures is None:
            assert camera.status == "out of service"
            continue
        (same, *_) = np.flatnonzero(
            (np.hypot(sites.x_m - camera.x_m, sites.y_m - camera.y_m)[candidates.site] < 1e-6)
            & (np.abs(candidates.azimuth_deg - camera.grid_azimuth_deg) < 1e-6)
            & (np.array([m.name for m in situation.models])[candidates.model] == camera.model)
        )
        assert figures.home_m2 == pytest.approx(exposure.home_m2[same])
        assert figures.ground_reachable_m2 == pytest.approx(gardens.ground_reachable_m2[same])
    assert (exposure.home_m2[:, 0] >= exposure.home_m2[:, 1]).all()
    assert (exposure.home_reachable_m2 >= exposure.home_m2 - 1e-9).all()
    assert exposure.home_m2[:, 0].max() > 50


def test_storeys_and_uses_add_up(plan: Plan) -> None:
    """A camera's façade by storey is its façade; nobody says what these houses are used for."""
    assert plan.privacy is not None
    assert plan.privacy.unknown_as_home
    some = [each for each in plan.privacy.cameras if each.home_m2[0] > 0]
    assert some
    for camera in some:
        assert {each.use for each in camera.facades} == {"unknown"}
        of_storeys = np.sum([each.area_m2 for each in camera.facades], axis=0)
        assert of_storeys == pytest.approx(camera.home_m2)


def test_totals_are_sums_and_once_is_less(plan: Plan) -> None:
    """What a phase has is what its cameras have; counted once it is no more than that."""
    assert plan.privacy is not None
    for phase in plan.phases:
        total = plan.privacy.of_phase(phase.phase)
        here = [plan.privacy.of_camera(c.camera_id) for c in plan.standing(phase.phase)]
        for name in ("home_m2", "home_reachable_m2", "ground_m2"):
            summed = np.sum([getattr(each, name) for each in here], axis=0)
            assert getattr(total, name) == pytest.approx(summed)
        assert np.all(np.array(total.home_once_m2) <= np.array(total.home_m2) + 1e-9)
        assert np.all(
            np.array(total.home_once_m2) >= np.max([c.home_m2 for c in here], axis=0) - 1e-9
        )
    points = [total for total in plan.privacy.totals if total.of == "point"]
    assert np.sum([each.home_m2 for each in points], axis=0) == pytest.approx(
        plan.privacy.of_phase(plan.final.phase).home_m2
    )


def test_thresholds_follow_the_edition_or_the_plan_file(tmp_path: Path) -> None:
    """25 and 62.5 px/m by the ladder of 2014; stricter levels of 2025; or what the town says."""
    assert thresholds_px_m("2014") == (25.0, 62.5)
    assert thresholds_px_m("2025") == (20.0, 40.0)
    own = prepared(tmp_path, with_section(thresholds_px_m=[30.0, 90.0])).exposure
    assert own is not None
    assert own.thresholds_px_m == (30.0, 90.0)


def test_private_ground_is_that_of_its_layer(situation: Situation) -> None:
    """Cells of 5 m: holes and overlaps count once, houses not; assumed only without a layer."""
    section = situation.config.privacy
    assert section is not None
    inputs: Inputs = situation.inputs
    x, y = toy_case.X_M, toy_case.Y_M
    yard = box(x + 5, y + 5, x + 105, y + 55).difference(box(x + 25, y + 25, x + 45, y + 45))
    layer = gpd.GeoDataFrame(geometry=[yard, box(x + 5, y + 5, x + 15, y + 15)], crs=toy_case.CRS)
    assert inputs.buildings is not None
    built = yard.intersection(inputs.buildings.union_all()).area
    given = homes_of(section, evolve(inputs, private=layer), situation.surface)
    assumed = homes_of(section, inputs, situation.surface)
    assert given is not None
    assert assumed is not None
    assert not given.ground.assumed
    assert given.ground.area_m2.sum() == pytest.approx(yard.area - built, rel=0.1)
    assert assumed.ground.area_m2.sum() == 0 or assumed.ground.assumed


BAD = {
    "plan_out_of_range": lambda plan: plan.update(privacy={"thresholds_px_m": [-25.0, 62.5]}),
    "plan_thresholds_not_ascending": lambda plan: plan.update(
        privacy={"thresholds_px_m": [62.5, 25.0]}
    ),
    "plan_choice": lambda plan: plan.update(privacy={"unknown_use": "house"}),
    "plan_unknown_key": lambda plan: plan.update(privacy={"threshold": 25.0}),
}


@pytest.mark.parametrize("kind", list(BAD))
def test_a_wrong_section_is_refused_in_words(tmp_path: Path, kind: str) -> None:
    """Negative thresholds, falling ones, uses that are none, unknown keys: place and remedy."""
    with pytest.raises(PlacementError) as refused:
        prepared(tmp_path, BAD[kind])

    assert {problem.kind for problem in refused.value.problems} == {kind}
    for problem in refused.value.problems:
        assert problem.column.startswith("privacy")
        for language in ("cs", "en"):
            assert "{" not in problem.render(language)


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (LineString([(0, 0), (50, 0)]), "geometry_kind"),
        (Polygon([(0, 0), (50, 0), (0, 0)]), "nothing_left"),
    ],
)
def test_private_ground_without_area_is_refused(tmp_path: Path, shape, kind: str) -> None:
    """Lines, and polygons without area, are no gardens."""

    def change(plan: toy_case.Plan) -> None:
        file = tmp_path / "private.gpkg"
        layer = gpd.GeoSeries([shape], crs=toy_case.CRS).translate(toy_case.X_M, toy_case.Y_M)
        layer.to_file(file)
        plan["privacy"] = {}
        plan["inputs"]["private"] = {"path": str(file), "provenance": "synthetic"}

    with pytest.raises(PlacementError) as refused:
        prepared(tmp_path, change)

    assert [problem.kind for problem in refused.value.problems] == [kind]
    assert refused.value.problems[0].file == "private.gpkg"
