"""A plan, written down and read again."""

import json

import pytest
from attrs import evolve
from hypothesis import given, settings

from placement.plan import PhaseResult, Plan, PlannedCamera
from placement.plan.serialisation import as_dict, plan_of
from tests.examples import up_to
from tests.strategies import phases, plans
from tests.toy_town import WIDE

TODAY = PhaseResult(0, "today", 2, 0, 2, 0.0, None, 30.0, 30.0)
NEXT = PhaseResult(1, "first", 3, 1, 3, 95_000.0, None, 40.0, 50.0)


def camera(camera_id: str, phase: int, status: str) -> PlannedCamera:
    """Return a camera of which only phase and status matter."""
    return PlannedCamera(
        camera_id, f"P-{camera_id}", "", status, phase, 1, "wide", -792_000.0, -978_000.0, 13.6,
        50.6, 230.0, 5.0, "new pole", 10.0, 18.45, 20.0, 45_000.0, 3.0, 2.0, "Long", "", (),
        "surveyed",
    )  # fmt: skip


PLAN = Plan(
    "Town", "EPSG:5514", 100.0, 10, "incidents_per_year", 62.5, "observe", 1.6, (WIDE,),
    (camera("a", 0, "existing"), camera("b", 0, "out of service"), camera("c", 1, "new")),
    (TODAY, NEXT), 0, provenance={"streets": "open data"},
)  # fmt: skip


@given(plans())
@settings(max_examples=up_to(60), deadline=None)
def test_a_plan_survives_json(plan):
    """Written as JSON and read again, it is the same plan: nothing is rounded or lost."""
    written = json.dumps(as_dict(plan), allow_nan=False)

    assert plan_of(json.loads(written)) == plan


@given(plans())
@settings(max_examples=20, deadline=None)
def test_writing_changes_nothing(plan):
    """Whatever is done to the dict, the plan stays as it was."""
    before = as_dict(plan)
    written = as_dict(plan)

    written["phases"][0]["value"] = -1.0
    written["models"][0]["lens"]["hfov_deg"] = -1.0
    written["provenance"]["new"] = "synthetic"

    assert as_dict(plan) == before


@given(phases())
def test_the_gap_is_the_bounds_share_that_is_missing(phase):
    """Between 0 and 1, and 0 exactly where the value reaches its bound."""
    assert 0.0 <= phase.gap <= 1.0
    assert phase.gap * phase.bound == pytest.approx(phase.bound - phase.value, abs=1e-9)


def test_gaps_by_hand():
    """40 of at most 50 is a gap of a fifth; nothing of nothing has none."""
    assert NEXT.gap == pytest.approx(0.2)
    assert PhaseResult(0, "", 0, 0, 0, 0.0, None, 0.0, 0.0).gap == 0.0


def test_figures_for_readers_are_in_the_dict():
    """Gap and share of each phase are written; they are not needed to read it."""
    written = as_dict(PLAN)

    assert [(p["gap"], p["share"]) for p in written["phases"]] == [(0.0, 0.3), (0.2, 0.4)]
    for phase in written["phases"]:
        del phase["gap"], phase["share"]
    assert plan_of(written) == PLAN
    assert as_dict(evolve(PLAN, demand_total=0.0))["phases"][0]["share"] == 0.0


def test_cameras_stand_from_their_phase_on():
    """Today one works; the one out of service never counts; the new one comes in phase 1."""
    assert [c.camera_id for c in PLAN.standing(0)] == ["a"]
    assert [c.camera_id for c in PLAN.standing(1)] == ["a", "c"]
    assert PLAN.final == NEXT


def test_one_synthetic_input_makes_the_plan_synthetic():
    """A reader must be told, whatever else is surveyed."""
    made_up = evolve(PLAN, provenance={"streets": "open data", "incidents": "synthetic"})

    assert made_up.synthetic
    assert as_dict(made_up)["synthetic"] is True
    assert not PLAN.synthetic


def test_models_are_found_by_name():
    """An unknown name is a mistake of the caller."""
    assert PLAN.model("wide") is WIDE
    with pytest.raises(StopIteration):
        PLAN.model("narrow")


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda plain: plain.update(format=99), ValueError),
        (lambda plain: plain.pop("format"), KeyError),
        (lambda plain: plain.pop("crs"), KeyError),
        (lambda plain: plain["phases"][0].pop("bound"), KeyError),
        (lambda plain: plain["cameras"][0].update(colour="red"), ValueError),
        (lambda plain: plain.update(models=None), TypeError),
    ],
)
def test_what_no_plan_wrote_is_refused(spoil, error):
    """A dict of another format or with missing or foreign parts raises what is promised."""
    plain = as_dict(PLAN)
    spoil(plain)

    with pytest.raises(error):
        plan_of(plain)
