"""Price bands: worked numbers in one price year, and where the plan's price lies."""

import pytest
from attrs import evolve

from placement.centre.price_bands import examples_czk
from placement.centre.reckoning import reckoning_for
from placement.output.centre.document import as_dict
from placement.output.centre.price_bands import price_bands_table
from placement.texts import LANGUAGES
from tests.centre.small_town import town


def test_examples_are_in_the_prices_of_one_year() -> None:
    """As the notes work them out: Litvínov 194 344, Most 208 226, Bělá 200 790; Jaroměř 88 500."""
    points, cameras = examples_czk("point", 2025), examples_czk("camera", 2025)

    for czk in (194_344, 208_226, 200_790):
        assert min(abs(each - czk) for each in points) < 15
    assert cameras[0] == pytest.approx(88_500, abs=5)
    assert examples_czk("point", 2020)[1] < points[1]


@pytest.mark.parametrize(
    ("czk", "verdict"), [(1_000.0, "below"), (130_000.0, "within"), (900_000.0, "above")]
)
def test_the_plan_lies_below_within_or_above(czk: float, verdict: str) -> None:
    """Two new cameras at one price each; what connecting costs has no example."""
    plan = town()
    priced = [evolve(each, cost_czk=czk if each.phase else 0.0) for each in plan.phases]
    reckoning = reckoning_for(evolve(plan, phases=tuple(priced)), own={})
    point, camera, connection = reckoning.price_bands

    assert camera.plan_czk == czk
    assert camera.verdict == verdict
    assert point.plan_czk == czk + 40_000
    assert (connection.plan_czk, connection.examples) == (40_000, 0)
    assert connection.verdict == "unknown"
    assert as_dict(reckoning)["price_bands"][1]["verdict"] == verdict
    for language in LANGUAGES:
        assert len(price_bands_table(reckoning, language).rows) == 3


def test_a_plan_without_prices_is_not_compared() -> None:
    """Cameras whose price nobody knows are not taken as free."""
    plan = town()
    bare = evolve(plan, phases=tuple(evolve(each, unpriced=1) for each in plan.phases))
    point, camera, _ = reckoning_for(bare, own={}).price_bands

    assert (point.verdict, camera.verdict) == ("unknown", "unknown")
