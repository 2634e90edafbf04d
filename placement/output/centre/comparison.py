"""Money of the centre for two plans side by side."""

from collections.abc import Callable, Sequence
from typing import Any

from placement.centre.reckoning import Reckoning
from placement.output.comparison_texts import TextTable
from placement.texts import NO_BREAK_SPACE, Language, number, text


def _cable_m(get: Callable[[Any], float | None]) -> Callable[[Reckoning], float | None]:
    """Return what adds up the cable of all phases; None where nobody gave a layer for it. [m]"""

    def total_m(reckoning: Reckoning) -> float | None:
        lengths_m = [get(needs.connection) for needs in reckoning.centre.phases[1:]]
        there = [each for each in lengths_m if each is not None]
        return sum(there) if there else None

    return total_m


FIGURES: Sequence[tuple[str, Callable[[Reckoning], float | None], str]] = (
    ("investment", lambda r: sum(each.investment_czk for each in r.phases), "Kč"),
    ("own", lambda r: sum(each.own_czk for each in r.phases), "Kč"),
    ("yearly", lambda r: r.phases[-1].yearly_czk, "Kč"),
    ("own_all", lambda r: r.money.own_czk, "Kč"),
    ("present", lambda r: r.money.present_czk, "Kč"),
    ("power_cable", _cable_m(lambda each: each.power_m), "m"),
    ("fibre_cable", _cable_m(lambda each: each.fibre_m), "m"),
)
"""Key of its words below `centre.compared`, the figure of a whole plan, and its unit."""


def comparison_table(first: Reckoning, second: Reckoning, language: Language) -> TextTable:
    """Return investment, running costs, own money and cable of two plans, and their difference."""
    rows = []
    for key, get, unit in FIGURES:
        before, after = get(first), get(second)
        if before is None and after is None:
            continue
        apart = None if before is None or after is None else round(after) - round(before)
        sign = "+" if apart is not None and apart > 0 else ""
        rows.append(
            (
                text(f"centre.compared.{key}", language),
                _words(before, unit, language),
                _words(after, unit, language),
                sign + _words(apart, unit, language),
            )
        )
    head = ("", "A", "B", text("comparison.difference", language))
    return TextTable(text("centre.compared.title", language), head, tuple(rows))


def as_dict(first: Reckoning, second: Reckoning) -> dict[str, Any]:
    """Return the figures of both plans as plain values."""
    return {
        name: {key: get(reckoning) for key, get, _ in FIGURES}
        for name, reckoning in (("first", first), ("second", second))
    }


def _words(value: float | None, unit: str, language: Language) -> str:
    if value is None:
        return "–"
    return f"{number(value, language, 0)}{NO_BREAK_SPACE}{unit}"
