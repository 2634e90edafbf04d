"""Fields of numbers: looked up in the results by their path, and written as a reader reads them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve

from placement.output.study.blocks import NumberField
from placement.texts import NO_BREAK_SPACE, catalogue, number, percentage, text

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.output.study.basis import StudyBasis

YEAR, DEGREE, NO_UNIT = "year", "°", ("", "-")
"""Units that are written in a way of their own, as tables of parameters have them."""


def value_at(results: Mapping[str, Any], path: str) -> float:
    """Return the number at a path of the results.

    Raises
    ------
    KeyError
        If nothing is there, or no number: a mistake in the code, found by the tests.
    """
    value: Any = results
    for name in path.split("/"):
        value = _below(value, name, path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise KeyError(path)
    return value


def has_value(basis: "StudyBasis", path: str) -> bool:
    """Return whether the results hold a number at a path."""
    try:
        value_at(basis.results(), path)
    except KeyError:
        return False
    return True


def number_field(
    basis: "StudyBasis", path: str, *, decimals: int | None = 0, unit: str = ""
) -> NumberField:
    """Return the field of a number: `1 234,5 m²`; None decimals write all that it has."""
    value = value_at(basis.results(), path)
    words = number(value, basis.language, decimals)
    return NumberField(path, value, f"{words}{NO_BREAK_SPACE}{unit}" if unit else words)


def share_field(basis: "StudyBasis", path: str, *, decimals: int = 1) -> NumberField:
    """Return the field of a share, which the results hold in parts of one: `45,3 %`."""
    value = value_at(basis.results(), path)
    words = percentage(value, 1.0, basis.language, decimals)
    return NumberField(path, value, f"{words}{NO_BREAK_SPACE}%")


def crowns_field(basis: "StudyBasis", path: str) -> NumberField:
    """Return the field of a sum of money: `1 234 567 Kč`."""
    return number_field(basis, path, unit="Kč")


def unit_field(basis: "StudyBasis", path: str, unit: str, *, bare: bool = False) -> NumberField:
    """Return the field of a number with its unit, which is declined: `3 dny`; a year has none."""
    field = number_field(basis, path, decimals=None)
    if unit == YEAR:
        return evolve(field, words=str(int(field.value)))
    if bare or unit in NO_UNIT:
        return field
    has_forms = f"annex.unit.{unit}.many" in catalogue(basis.language)
    shown = text(f"annex.unit.{unit}", basis.language, n=field.value) if has_forms else unit
    between = "" if shown == DEGREE else NO_BREAK_SPACE
    return evolve(field, words=f"{field.words}{between}{shown}")


def metres_field(
    basis: "StudyBasis", path: str, *, decimals: int = 0, unit: str = "m"
) -> NumberField:
    """Return the field of a length, or of an area with `m²` as its unit."""
    return number_field(basis, path, decimals=decimals, unit=unit)


def _below(value: object, name: str, path: str) -> object:
    """Return what is under a key or at a position."""
    if isinstance(value, Mapping) and name in value:
        return value[name]
    if isinstance(value, list | tuple) and name.isdigit() and int(name) < len(value):
        return value[int(name)]
    raise KeyError(path)
