"""The page's data and their description for the scripts say the same, field by field."""

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from attrs import evolve
from shapely.geometry import LineString, box

from placement import plan_case, read_case
from placement.centre.reckoning import TownNumbers
from placement.output import public_edition
from placement.output.centre.page import centre_block
from placement.output.layer_tables import layers_of
from placement.output.layers import Layers
from placement.output.plan_layers import plan_layers
from placement.output.webmap.data import page_data
from placement.output.webmap.online import online_layers
from placement.output.webmap.page import _asset
from placement.plan import DistrictResult, Plan, PlannedCamera
from placement.plan.alternatives import (
    BudgetCurve,
    BudgetPoint,
    Curve,
    CurvePoint,
    Sensitivity,
)
from placement.plan.confidence import CrossFittedShare, Scenario
from placement.plan.evaluated import Evaluated
from placement.plan.night import NightFacts
from placement.plan.privacy import PlanPrivacy, PrivacyTotal
from placement.plan.privacy_choice import HomesCurve, HomesPoint, PrivacyChoice
from placement.plan.public import PublicPlan
from placement.plan.walk import PlannedWalk
from placement.plan.what_if import PhaseComparison, WhatIf
from tests.output.page_types import Description
from tests.pipeline import toy_case
from tests.pipeline.test_masks import write_case


@pytest.fixture
def description() -> Description:
    """Read the description anew: it remembers what it met."""
    return Description.of(_asset("assets", "page_data.d.ts"))


def homes_in_view(phases: int) -> PlanPrivacy:
    """Return what of homes is in the picture at the end of each phase: more by and by."""
    totals = [
        PrivacyTotal(
            of="phase",
            name="",
            phase=number,
            home_m2=(100.0 * number, 10.0 * number),
            home_once_m2=(90.0 * number, 9.0 * number),
            home_reachable_m2=(200.0 * number, 20.0 * number),
            home_reachable_once_m2=(190.0 * number, 19.0 * number),
            ground_m2=(50.0, 5.0),
            ground_once_m2=(40.0, 4.0),
            homes=(number, 0),
        )
        for number in range(phases)
    ]
    return PlanPrivacy(
        thresholds_px_m=(25.0, 62.5),
        reach_m=500.0,
        window_share=0.2,
        unknown_as_home=True,
        unknown_houses=3,
        ground="assumed",
        totals=tuple(totals),
    )


@pytest.fixture(scope="module")
def full_town(
    small_town: tuple[Plan, Layers], freedom_of: Callable[[PlannedCamera], Sensitivity]
) -> tuple[Plan, Layers]:
    """Return a plan and layers that have everything the page can tell."""
    plan, layers = small_town
    west, south, east, north = layers.area.total_bounds
    places = gpd.GeoDataFrame(
        {"place_id": ["P1"], "kind": ["school"], "name": ["ZŠ Lom"], "seen_phase": [None]},
        geometry=layers.cameras.geometry.iloc[:1].to_numpy(),
        crs=layers.crs,
    )
    districts = gpd.GeoDataFrame(
        {"name": ["Západ"], "name_en": ["West"]},
        geometry=[box(west, south, (west + east) / 2, north)],
        crs=layers.crs,
    )
    hot = layers.demand.assign(
        hot=(np.arange(len(layers.demand)) < 9).astype(int),
        seen_phase_night=layers.demand["seen_phase"],
        unseen_phases=["3"] + [""] * (len(layers.demand) - 1),
        unseen_phases_night=["2; 3"] + [""] * (len(layers.demand) - 1),
        district="Západ",
    )
    houses = gpd.GeoDataFrame(
        {
            "street": ["Polní", "Polní"],
            "part": ["Janov", "Janov"],
            "house_number": [7.0, 8.0],
            "registration": [False, True],
            "orientation_number": [1.0, None],
            "letter": ["a", ""],
        },
        geometry=layers.cameras.geometry.iloc[:2].to_numpy(),
        crs=layers.crs,
    )
    wall = gpd.GeoDataFrame(
        {"camera_id": [plan.cameras[0].camera_id], "density_px_m": [30.0], "area_m2": [12.0]},
        geometry=[LineString([(west, south), (west + 9, south)])],
        crs=layers.crs,
    )
    hidden = gpd.GeoDataFrame(
        {
            "camera_id": [plan.cameras[0].camera_id],
            "level": [plan.detail_level],
            "density_px_m": [plan.required_density_px_m],
            "phase": [0],
            "area_m2": [81.0],
            "share": [0.25],
        },
        geometry=[box(west, south, west + 9, south + 9)],
        crs=layers.crs,
    )
    frames = {
        **layers.frames(),
        "masked": hidden,
        "facades": wall,
        "addresses": houses,
        "places": places,
        "districts": districts,
        "demand": hot,
    }
    last = evolve(
        plan.phases[-1],
        honest=CrossFittedShare(0.5, 0.4, 0.6),
        name_en="The target",
        year=2027,
        last_year=2028,
        value_day=30.0,
        value_night=10.0,
        removed_cameras=1,
    )
    night = NightFacts((22, 6), 0.5, 60.0, 40.0, 7, 15.0, 0.5, 3, 0.1)
    return evolve(
        plan,
        status="interrupted",
        evaluated=Evaluated("list.csv", "as many"),
        what_if=WhatIf(("L1",), (), (), (PhaseComparison(0, 1.0, 1.0, 2.0, 2.0),), only=True),
        phases=(*plan.phases[:-1], last),
        cameras=tuple(
            evolve(c, alike_again=0.75, seen_day=2.0, seen_night=1.0) if c.status == "new" else c
            for c in plan.cameras
        ),
        night=night,
        sensitivity=evolve(
            freedom_of(plan.cameras[4]),
            curve=Curve((CurvePoint(5, 3.0, 4.0),), 5),
            money=BudgetCurve((BudgetPoint(1e6, 9e5, 7, 3.0, 4.0),), 1e6),
        ),
        districts=(DistrictResult("Západ", 40.0, 4.0, 20.0),),
        walks=(PlannedWalk(None, "Západ", (plan.cameras[4].camera_id,), 0.0),),
        privacy=homes_in_view(len(plan.phases)),
        privacy_choice=PrivacyChoice(
            25.0, "home", (9.0,), curve=HomesCurve((HomesPoint(9.0, 8.0, 5, 3.0, 4.0),) * 2, None)
        ),
        repetitions=20,
        scenarios=(Scenario("bootstrap", 0.5, 0.515, 0.4, plans=20, worst=0.02),),
    ), layers_of(crs=layers.crs, **frames)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """Return the ground of a case by day and night: a hill, plates, parts of persons, masks."""
    folder = write_case(tmp_path_factory.mktemp("ground") / "case", mask_px_m=25.0)
    plates = {**toy_case.fixed(), "name": "SPZ", "purpose": "plates", "lane_azimuth_deg": 90.0}

    def change(values: toy_case.Plan) -> None:
        toy_case.with_night(values)
        values["camera_models"].append(plates)
        values["viewshed"].update(target_part="share", target_share=0.5)
        values["existing"] = {"replace": True, "removal_czk": 0.0}
        values["privacy"] = {"masks": True, "mask_px_m": 25.0}
        values["inputs"]["private"] = {"path": "private.gpkg", "provenance": "synthetic"}
        values["phases"] = [{"name": "a", "cameras": 14}]  # so many that nobody has to go

    toy_case.change_plan(folder, change)
    result = plan_case(read_case(folder))
    assert result.ground is not None
    return result.ground


def page_of(
    plan: Plan | PublicPlan, layers: Layers, ground: Mapping[str, Any] | None = None
) -> Any:
    """Return the page's data as the browser reads them."""
    centre = centre_block(plan, layers, TownNumbers()) if isinstance(plan, Plan) else None
    data = page_data(
        plan, layers, language="cs", online=online_layers(), ground=ground, centre=centre
    )
    return json.loads(json.dumps(data))


def test_everything_python_writes_is_described_and_the_other_way_round(
    description: Description, full_town: tuple[Plan, Layers], ground: Mapping[str, Any]
) -> None:
    """Every value has its type; every field of the description is written for this plan."""
    assert description.mismatches(page_of(*full_town, ground), "PageData") == []
    nobody = TownNumbers(own={"seats_nonstop": 0.0, "seats_day": 0.0})
    data = page_data(*full_town, language="cs", centre=centre_block(*full_town, nobody))
    assert description.mismatches(json.loads(json.dumps(data)), "PageData") == []
    assert description.uncovered() == set()


def test_the_public_edition_and_a_bare_plan_are_described_too(
    description: Description, full_town: tuple[Plan, Layers], ground: Mapping[str, Any]
) -> None:
    """What is withheld is null, what there is not is empty; of the ground hills are public."""
    plan, layers = full_town
    public = public_edition.plan_of(plan)
    bare = evolve(plan, cameras=(), phases=plan.phases[:1], demand_total=0.0)
    editions = {
        "public": page_of(public, public_edition.layers_of(public, layers), ground),
        "bare": page_of(bare, plan_layers(bare)),
    }

    assert {n: description.mismatches(d, "PageData") for n, d in editions.items()} == {
        "public": [],
        "bare": [],
    }
    assert ground.keys() & editions["public"].keys() == {"relief"}
    assert any(camera["azimuth"] is None for camera in editions["public"]["cameras"])


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("cameras", 0, "azimuth"), "north", "data.cameras[0].azimuth: 'north' is no"),
        (("cameras", 0, "status"), "old", "data.cameras[0].status: 'old' is not"),
        (("cameras", 0, "told"), 1, "data.cameras[0].told: not described"),
        (("views", 0, 2), 2, "data.views[0].reachable: 2 is not"),
        (("levels", 0), ["detect"], "data.levels[0]"),
        (("synthetic",), 1, "data.synthetic: 1 is no boolean"),
        (("words", "de"), {}, "data.words: key: 'de' is not"),
        (("backdrop", 0, 1), "point", "data.backdrop[0].form: 'point' is not"),
        (("hot",), {"tested": True}, "data.hot.share: missing"),
    ],
)
def test_a_value_of_another_kind_is_found(
    description: Description,
    full_town: tuple[Plan, Layers],
    path: tuple[str | int, ...],
    value: object,
    problem: str,
) -> None:
    """The comparison itself is checked: each change is told with its place."""
    data = copy.deepcopy(page_of(*full_town))
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    problems = description.mismatches(data, "PageData")

    assert problems != []
    assert [each for each in problems if not each.startswith(problem)] == []
