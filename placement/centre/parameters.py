"""`Parameters`: every number that the centre's reckoning rests on, with unit, band and source.

They come with the package (`data/centre/parameters.csv`); a town's own values replace them by key.
"""

import csv
import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal, cast

from attrs import evolve, frozen

from placement.errors import ConfigError, Problem
from placement.texts import Language

Basis = Literal["law", "guidance", "practice", "assumption"]


class ContradictionError(ValueError):
    """Numbers that are each within bounds cannot hold together; says which, by a key of texts."""

    def __init__(self, key: str, **values: float) -> None:
        """Remember which contradiction it is, and the numbers that the text puts in."""
        super().__init__(key)
        self.key = key
        self.values = values


@frozen(kw_only=True)
class Parameter:
    """A number with its unit, the band it may lie in, and where it is from."""

    key: str
    group: str
    """Which part of the reckoning it belongs to: work, seats, pay, pictures …"""
    value: float
    low: float
    high: float
    """Band in which the source, or the assumption, sees it."""
    least: float
    most: float
    """Beyond these a value is refused."""
    unit: str
    basis: Basis
    cs: str
    en: str
    source: str
    as_of: str
    """Year, month or day the source is of."""
    own: bool = False
    """Whether a town gave the value."""

    def words(self, language: Language) -> str:
        """Return what it is."""
        return self.cs if language == "cs" else self.en


@frozen
class Parameters:
    """All parameters by key."""

    table: Mapping[str, Parameter]

    def __getitem__(self, key: str) -> float:
        """Return the value of a parameter, in its unit."""
        return self.table[key].value

    def replaced(self, values: Mapping[str, float]) -> "Parameters":
        """Return the parameters with a town's own values.

        Raises
        ------
        ConfigError
            With every key that is none, and every value beyond its bounds.
        """
        problems = list(self.problems(values))
        if problems:
            raise ConfigError(problems)
        own = {
            key: evolve(self.table[key], value=float(value), own=True)
            for key, value in values.items()
        }
        return Parameters({**self.table, **own})

    def problems(self, values: Mapping[str, float]) -> Iterator[Problem]:
        """Yield each key of a town's own values that is none, and each value out of bounds."""
        for key, value in values.items():
            column = f"centre.parameters.{key}"
            if key not in self.table:
                choices = {"found": key, "choices": tuple(self.table)}
                yield Problem("centre_unknown", column=column, values=choices)
                continue
            bounds = self.table[key]
            if not (math.isfinite(value) and bounds.least <= value <= bounds.most):
                limits = {
                    "found": value,
                    "least": bounds.least,
                    "most": bounds.most,
                    "unit": bounds.unit,
                }
                yield Problem("centre_out_of_range", column=column, values=limits)


@cache
def packaged() -> Parameters:
    """Return the parameters that come with the package."""
    return Parameters({row["key"]: _parameter(row) for row in packaged_rows("parameters.csv")})


@cache
def packaged_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a table of the centre that comes with the package."""
    file = resources.files("placement") / "data" / "centre" / name
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(MappingProxyType(row) for row in rows)


def _parameter(row: Mapping[str, str]) -> Parameter:
    return Parameter(
        key=row["key"],
        group=row["group"],
        value=float(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        least=float(row["least"]),
        most=float(row["most"]),
        unit=row["unit"],
        basis=cast("Basis", row["basis"]),
        cs=row["cs"],
        en=row["en"],
        source=row["source"],
        as_of=row["as_of"],
    )
