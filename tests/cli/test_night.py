"""What the commands say of a plan for day and night, as printed, and what they refuse."""

from datetime import date

import pytest
from attrs import evolve

from placement.cli import night
from placement.cli.options import Settings
from placement.config import PlanConfig
from placement.errors import ConfigError
from placement.evaluation import evaluate, hold_out
from placement.output import caveats
from placement.output.lists.legend import phase_rows
from placement.pipeline.night_demand import refuse_night
from placement.plan import Plan
from placement.plan.night import NightFacts
from placement.texts import NO_BREAK_SPACE as NBSP
from placement.texts import Language
from tests.evaluation import town
from tests.plan.test_plan import PLAN

CZECH = (
    f"noc 22–6{NBSP}h: událost v noci platí 1,4×, ve dne 0,6×; 3 lampy svítí do 15{NBSP}m "
    f"(předpoklad), na osvětlené zemi leží 85,6{NBSP}% noční poptávky"
)
ENGLISH = (
    f"night 22–6{NBSP}h: an incident by night counts 1.4×, one by day 0.6×; the ground is lit up "
    f"to 15{NBSP}m around 1 lamp (an assumption), 85.6{NBSP}% of the night's demand lies on lit "
    "ground"
)
FACTS = NightFacts((22, 6), 0.7, 60.0, 40.0, 3, 15.0, 0.856, 1200, 0.1)


def told(capsys: pytest.CaptureFixture[str], plan: Plan, language: Language) -> list[str]:
    """Return the lines that a command says of a plan's night and of its last phase."""
    settings = Settings(language=language)
    night.say(plan, settings)
    night.say_phase(plan, plan.phases[-1], settings)
    return capsys.readouterr().err.splitlines()


def by_night(**facts: object) -> Plan:
    """Return a plan for day and night."""
    last = evolve(PLAN.phases[-1], value_day=30.0, value_night=10.0)
    return evolve(
        PLAN,
        night=evolve(FACTS, **facts),
        phases=(*PLAN.phases[:-1], last),
    )


def test_a_night_is_told_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    """Hours, weights, light, incidents of unknown hours, and both shares."""
    assert told(capsys, by_night(), "cs") == [
        CZECH,
        f"  událostí bez známé hodiny: 1{NBSP}200 (10,0{NBSP}%)",
        f"  ve dne vidí 50,0{NBSP}% denní poptávky, v noci 25,0{NBSP}% noční",
    ]
    assert told(capsys, by_night(lamps=1, unknown_hours=0), "en") == [
        ENGLISH,
        f"  by day it sees 50.0{NBSP}% of the day's demand, by night 25.0{NBSP}% of the night's",
    ]


@pytest.mark.parametrize("language", ["cs", "en"])
def test_models_of_unknown_range_by_night_are_named(language: Language) -> None:
    """The command, the page, lists and paper name them; the public edition only says some."""
    plan = evolve(by_night(), assumptions=(caveats.NIGHT_RANGE,))
    dark = evolve(plan.models[0], name="noční", night_range_m=30.0)
    (caveat,) = caveats.caveats(evolve(plan, models=(*plan.models, dark)), language)

    assert plan.models[0].name in caveat
    assert "noční" not in caveat.replace("Noční dosah", "")
    assert caveats.caveats(PLAN, language) == ()


@pytest.mark.parametrize("dark", [{"lamps": 0}, {"lit_radius_m": 0.0}])
def test_without_light_no_lamp_is_counted(
    capsys: pytest.CaptureFixture[str], dark: dict[str, float]
) -> None:
    """Neither no lamps nor lamps that light nothing are told as light."""
    assert told(capsys, by_night(**dark), "cs")[0].endswith("; žádné lampy se nepočítají")


def test_a_plan_by_day_says_nothing_of_the_night(capsys: pytest.CaptureFixture[str]) -> None:
    """What has no night has no line."""
    assert told(capsys, PLAN, "cs") == []


def test_what_counts_incidents_of_all_hours_refuses_a_night() -> None:
    """Hold-out and installed cameras say why, and what to do instead."""
    plain = town.config().model_dump(exclude_none=True)
    config = PlanConfig.model_validate(
        plain | {"night": {}, "demand": {**plain["demand"], "night_hours": "22-6"}}
    )
    inputs = town.inputs(town.town(2, hot_spots=1, seed=1), None)
    refuse_night(town.config())
    for judge in (
        lambda: hold_out(config, inputs, until=date(2024, 1, 1)),
        lambda: evaluate(config, inputs),
    ):
        with pytest.raises(ConfigError) as refused:
            judge()
        assert [problem.kind for problem in refused.value.problems] == ["night_not_judged"]
        assert "bez oddílu [night]" in refused.value.problems[0].render("cs")


def test_the_table_of_phases_has_both_shares() -> None:
    """Workbooks say of each phase what is seen by day and by night; others have no such columns."""
    rows = {header: cells for header, _, cells in phase_rows(by_night(), "en")}

    assert rows["Sees of the night's demand by night [%]"] == [None, 25.0]
    assert not any("night" in header for header, *_ in phase_rows(PLAN, "en"))
