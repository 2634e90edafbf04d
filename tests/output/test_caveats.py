"""What stands with the first lines of a plan: no incidents, prices nobody knows."""

import io
import json

import pandas as pd
import pytest
from attrs import evolve

from placement.output import caveats, public_edition
from placement.output.layers import Layers
from placement.output.lists.cameras import cameras_csv
from placement.output.lists.legend import notes, phase_rows
from placement.output.paper.sheets import A3, sheets
from placement.output.paper.words import story
from placement.output.webmap.data import page_data
from placement.output.wording import phase_name, spaced
from placement.plan import Plan
from placement.plan.serialisation import as_dict, plan_of

Town = tuple[Plan, Layers]
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def unpriced(small_town: Town) -> Plan:
    """Return the small town's plan if nobody knew a price."""
    plan, _ = small_town
    cameras = [
        evolve(camera, cost_czk=0.0, cost_unknown=True) if camera.status == "new" else camera
        for camera in plan.cameras
    ]
    return evolve(
        plan,
        models=tuple(evolve(model, cost_czk=0.0) for model in plan.models),
        cameras=tuple(cameras),
        phases=tuple(evolve(p, cost_czk=0.0, unpriced=p.new_cameras) for p in plan.phases),
        unpriced_carriers=("lamp post",),
    )


@pytest.mark.parametrize(
    ("cost", "unpriced", "cs", "en"),
    [
        (1234567.0, 0, f"1{NBSP}234{NBSP}567{NBSP}Kč", f"1{NBSP}234{NBSP}567{NBSP}Kč"),
        (90000.0, 2, f"nejméně 90{NBSP}000{NBSP}Kč", f"at least 90{NBSP}000{NBSP}Kč"),
        (0.0, 2, "cena neuvedena", "price not given"),
        (0.0, 0, f"0{NBSP}Kč", f"0{NBSP}Kč"),
    ],
)
def test_a_price_with_something_missing_is_a_lower_bound(cost, unpriced, cs, en):
    """As it is, at least so much, or not given; what is known to cost nothing costs nothing."""
    said = {each: caveats.price(cost, unpriced=unpriced, language=each) for each in ("cs", "en")}

    assert said == {"cs": cs, "en": en}


def test_a_plan_with_prices_and_incidents_has_no_caveat(small_town):
    """Nothing is said where nothing misleads."""
    plan, _ = small_town

    assert caveats.caveats(plan, "cs") == ()


def test_models_and_points_without_a_price_are_named(unpriced):
    """By name and by carrier; a public plan says that there are some, not which."""
    told = " ".join(caveats.caveats(unpriced, "cs"))
    public = caveats.caveats(public_edition.plan_of(unpriced), "cs")

    for model in {camera.model for camera in unpriced.cameras if camera.status == "new"}:
        assert model in told
    assert "sloup veřejného osvětlení" in told
    assert public == ("U některých kamer nebo bodů není uvedena cena: součty cen jsou dolní meze.",)


def test_a_price_nobody_knows_is_never_written_as_nothing(unpriced, small_town):
    """Neither in the list, nor in the table of phases, on the page or on paper."""
    _, layers = small_town
    listed = pd.read_csv(io.BytesIO(cameras_csv(unpriced)), encoding="utf-8-sig")
    (prices,) = (cells for name, _, cells in phase_rows(unpriced, "en") if "Price" in name)
    page = page_data(unpriced, layers, language="cs")
    (sheet,) = sheets(unpriced, layers, A3, by_district=False)
    new = listed["status"] == "new"

    assert new.any()
    assert listed.loc[new, "cost_czk"].isna().all()
    assert listed.loc[new, "cost_unknown"].all()
    assert prices[1:] == [None] * (len(unpriced.phases) - 1)
    assert all(phase["least"] and phase["per_point"] is None for phase in page["phases"][1:])
    assert {c["cost"] for c in page["cameras"] if c["status"] == "new"} == {None}
    assert f"0{NBSP}Kč" not in " ".join(story(unpriced, sheet, (), "cs"))


def test_without_incidents_classes_of_street_are_named_with_their_length(small_town):
    """In the words of the language, longest first; a class of the source's own stays."""
    plan = evolve(
        small_town[0], street_classes_m={"residential": 12_340.0, "": 900.0, "MK-III": 250.0}
    )

    (told,) = caveats.caveats(plan, "cs")
    assert told == (
        "Plán nezná žádné události: každý metr ulice má stejnou váhu. Plánovalo se pro "
        f"tyto třídy ulic: ulice v zástavbě (12,3{NBSP}km), "
        f"bez uvedené třídy (0,9{NBSP}km), MK-III (0,2{NBSP}km)."
    )
    assert caveats.caveats(public_edition.plan_of(plan), "en")[0].startswith("The plan knows of no")
    assert notes(plan, "cs")[-1] == caveats.caveats(plan, "cs")[0]


def test_many_classes_are_added_up(small_town):
    """Twelve are named, the rest is one."""
    lengths = {f"class {number}": 1000.0 for number in range(20)}
    (told,) = caveats.caveats(evolve(small_town[0], street_classes_m=lengths), "en")

    assert told.count("km") == 13
    assert f"others (8.0{NBSP}km)" in told


def test_caveats_outlive_the_plan_file(unpriced):
    """What they rest on is written to `plan.json` and read back."""
    plan = evolve(unpriced, street_classes_m={"primary": 10.0})

    assert plan_of(json.loads(json.dumps(as_dict(plan)))) == plan


def test_the_page_says_them_in_both_languages(unpriced, small_town):
    """They follow the first sentence, whatever language the reader turns to."""
    page = page_data(unpriced, small_town[1], language="cs")

    assert page["caveats"] == {
        language: list(caveats.caveats(unpriced, language)) for language in ("cs", "en")
    }


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [
        ("1. etapa", "cs", "1. etapa"),
        ("1. etapa", "en", "Phase 1"),
        ("Phase 2", "cs", "Etapa 2"),
        ("", "en", "Phase 3"),
        ("Nádraží a okolí", "en", "Nádraží a okolí"),
    ],
)
def test_usual_names_of_phases_follow_the_language(name: str, language: str, told: str) -> None:
    """A name that says no more than a number is said as the language says it."""
    assert phase_name(name, 3, language) == told


def test_stops_have_a_space_after_the_comma() -> None:
    """As public transport lists them they have none; numbers stay."""
    names = {"Janov,škola": "Janov, škola", "a, b": "a, b", "3,5 m": "3,5 m", "Most,": "Most,"}

    assert {name: spaced(name) for name in names} == names
