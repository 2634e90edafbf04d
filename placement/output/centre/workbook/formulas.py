"""Formulae that several sheets need, in the words of a spreadsheet."""

from collections.abc import Sequence
from itertools import pairwise


def ceiling(expression: str) -> str:
    """Return the least whole number that is no less, a rounding error aside."""
    return f"-INT(-(({expression})-1E-9))"


def whole_czk(expression: str) -> str:
    """Return whole crowns, halves up."""
    return f"INT(({expression})+0.5)"


def between(x: str, places: Sequence[float], values: Sequence[float]) -> str:
    """Return what is drawn straight between points, for an `x` that lies within them."""
    formula = f"{values[-1]!r}"
    pairs = list(zip(places, values, strict=True))
    for (start, low), (end, high) in reversed(list(pairwise(pairs))):
        slope = f"{low!r}+({x}-{start!r})*({high - low!r})/({end - start!r})"
        formula = f"IF({x}<={end!r},{slope},{formula})"
    return formula
