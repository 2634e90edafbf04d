"""Figures of the centre: same bytes, both languages, numbers as in the tables, hostile names."""

from collections.abc import Callable, Mapping
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from placement.centre.money import cash_flow as flow_of
from placement.centre.reckoning import Reckoning, reckoning_for
from placement.centre.shifts import seats_by_hour
from placement.output.centre.figures.cash import cash_flow
from placement.output.centre.figures.image import FigureImage
from placement.output.centre.figures.staffing import staffing
from placement.output.centre.figures.storage import storage
from placement.output.centre.figures.tornado import tornado
from placement.texts import LANGUAGES, Language, number
from tests.centre.small_town import town

FIGURES: Mapping[str, Callable[..., FigureImage]] = {
    "cash": cash_flow, "staffing": staffing, "storage": storage, "tornado": tornado
}  # fmt: skip
HOSTILE = "<b>$x_1$ & \x07\u202e]]>"


def reckoning(**changes: object) -> Reckoning:
    """Return the reckoning of a small town with a grant."""
    plan = evolve(town(), **changes)
    return reckoning_for(plan, own={}, grants=["irop_cyber_less_developed"])


def words_of(svg: str) -> list[str]:
    """Return the texts of a drawing, read as XML."""
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter() if "text" in each.tag]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_the_same_each_time_and_has_both_languages(name: str) -> None:
    """PNG and SVG twice the same; the words of both differ."""
    first = {each: FIGURES[name](reckoning(), language=each) for each in LANGUAGES}
    again = FIGURES[name](reckoning(), language="cs")

    assert first["cs"] == again
    assert first["cs"].png.startswith(b"\x89PNG")
    assert set(words_of(first["cs"].svg)) - set(words_of(first["en"].svg))
    assert len(first["cs"].svg) < 150_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cash_flow_says_what_the_years_cost(language: Language) -> None:
    """Millions above each bar, with the mark of the language."""
    plan = reckoning()
    words = words_of(cash_flow(plan, language=language).svg)

    for year in flow_of(plan.centre, plan.grants).years:
        assert str(year.year) in words
        assert number(year.total_czk / 1e6, language, 1) in words


def test_storage_says_terabytes_of_each_phase() -> None:
    """Recordings of each phase, as the table has them."""
    plan = reckoning()
    words = words_of(storage(plan, language="cs").svg)

    for needs in plan.centre.phases:
        assert number(needs.storage.net_tb, "cs", 1) in words
        assert number(needs.storage.raw_tb, "cs", 1) in words


def test_the_tornado_names_the_widest_band_first() -> None:
    """What the money rests on most stands in it, with both ends of its band."""
    plan = reckoning()
    words = " ".join(words_of(tornado(plan, language="cs").svg))
    widest = plan.parameters.table[plan.swings[0].key]

    assert widest.cs[:20] in words
    assert number(widest.high, "cs") in words


@pytest.mark.parametrize("name", FIGURES)
def test_hostile_names_are_text(name: str) -> None:
    """No formula, no element, nothing that XML forbids."""
    plan = reckoning(case=HOSTILE)
    phases = tuple(evolve(each, name=HOSTILE) for each in plan.plan.phases)
    svg = FIGURES[name](reckoning(case=HOSTILE, phases=phases), language="en").svg

    assert any("<b>$x_1$" in words for words in words_of(svg))


def test_what_has_no_price_is_said() -> None:
    """A plan that does not know prices says so in each figure."""
    phases = tuple(evolve(each, unpriced=1) for each in town().phases)
    words = " ".join(words_of(cash_flow(reckoning(phases=phases), language="cs").svg))

    assert "nezná cenu 3 nových kamer" in words


def test_seats_of_the_day_are_those_of_the_shifts() -> None:
    """One seat always, one from 8 to 20 as the package has it."""
    plan = reckoning()

    assert seats_by_hour(plan.parameters) == [1] * 8 + [2] * 12 + [1] * 4
    later = plan.parameters.replaced({"seats_nonstop": 2, "day_seat_h": 8})
    assert seats_by_hour(later) == [2] * 8 + [3] * 8 + [2] * 8
