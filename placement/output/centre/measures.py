"""Numbers of the centre with their units, and bands of parameters, as words."""

from placement.centre.parameters import Parameter
from placement.output.wording import word_of
from placement.texts import NO_BREAK_SPACE, Language, number


def measure(value: float, unit: str, language: Language) -> str:
    """Return a value with its unit, at most four decimals."""
    words = number(round(value, 4), language)
    return words if unit == "-" else f"{words}{NO_BREAK_SPACE}{unit_of(unit, language)}"


def unit_of(unit: str, language: Language) -> str:
    """Return a unit as that language writes it; nothing for what has none."""
    return "" if unit == "-" else word_of("centre.unit", unit, language)


def band(parameter: Parameter, language: Language) -> str:
    """Return the band of a parameter."""
    return f"{number(parameter.low, language)} – {number(parameter.high, language)}"
