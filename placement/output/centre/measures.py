"""Numbers of the centre with their units, and bands of parameters, as words."""

from placement.centre.parameters import Parameter
from placement.texts import NO_BREAK_SPACE, Language, number


def measure(value: float, unit: str, language: Language) -> str:
    """Return a value with its unit, at most two decimals."""
    return f"{number(round(value, 2), language)}{NO_BREAK_SPACE}{unit}"


def band(parameter: Parameter, language: Language) -> str:
    """Return the band of a parameter."""
    return f"{number(parameter.low, language)} – {number(parameter.high, language)}"
