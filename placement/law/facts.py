"""`LegalFact`: what law, guidance or practice says of cameras, as a number with its source."""

import csv
import math
from collections.abc import Iterator, Mapping
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Literal, cast, get_args

from attrs import frozen

from placement.errors import InputError, Problem
from placement.law.tables import FACTS, own_text, packaged_text
from placement.texts import Language

Basis = Literal["law", "guidance", "practice", "assumption"]


@frozen
class LegalFact:
    """A number that law, guidance or practice gives; those that are rules alone have 1."""

    key: str
    value: float
    unit: str
    """As written: px/m, d; - for a rule."""
    basis: Basis
    cs: str
    en: str
    source: str
    as_of: str
    """Year, month or day the source is of."""

    def words(self, language: Language) -> str:
        """Return what it says."""
        return self.cs if language == "cs" else self.en


@cache
def packaged_facts() -> Mapping[str, LegalFact]:
    """Return the facts that come with the package, by key."""
    return _facts(packaged_text(FACTS), FACTS)


def read_facts(folder: Path | None) -> Mapping[str, LegalFact]:
    """Return the facts of the package, those of a town's own table in their place.

    Parameters
    ----------
    folder
        Folder with the town's `facts.csv`, rows of which replace those of the same key; a folder
        without one, or None, changes nothing.

    Raises
    ------
    InputError
        If the table cannot be read, lacks a column, or a row has no number, basis or source.
    """
    own = own_text(folder, FACTS)
    return packaged_facts() if own is None else {**packaged_facts(), **_facts(own, FACTS)}


def _facts(content: str, file: str) -> dict[str, LegalFact]:
    rows = csv.DictReader(StringIO(content))
    columns = list(LegalFact.__annotations__)
    lacking = [name for name in columns if name not in (rows.fieldnames or ())]
    if lacking:
        raise InputError(Problem("law_columns", file, values={"missing": tuple(lacking)}))
    table = list(rows)
    problems = [each for line, row in enumerate(table, 2) for each in _wrong(row, line, file)]
    if problems:
        raise InputError(problems)
    facts = [_fact({name: (row[name] or "").strip() for name in columns}) for row in table]
    return {fact.key: fact for fact in facts}


def _fact(cells: Mapping[str, str]) -> LegalFact:
    """Return the fact in a row that was checked."""
    return LegalFact(
        key=cells["key"],
        value=_number(cells["value"]),
        unit=cells["unit"],
        basis=cast("Basis", cells["basis"]),
        cs=cells["cs"],
        en=cells["en"],
        source=cells["source"],
        as_of=cells["as_of"],
    )


def _wrong(row: Mapping[str, str | None], line: int, file: str) -> Iterator[Problem]:
    """Yield what is wrong with a row of the table."""
    for name in ("key", "cs", "en", "source"):
        if not (row[name] or "").strip():
            yield Problem("law_empty", file, row=line, column=name)
    value = row["value"] or ""
    if not (math.isfinite(_number(value)) and _number(value) >= 0):
        yield Problem("law_number", file, row=line, column="value", values={"found": value})
    basis = (row["basis"] or "").strip()
    if basis not in get_args(Basis):
        values = {"found": basis, "choices": tuple(get_args(Basis))}
        yield Problem("law_basis", file, row=line, column="basis", values=values)


def _number(cell: str | None) -> float:
    """Return the number in a cell, with a point or a comma; NaN for none."""
    try:
        return float((cell or "").strip().replace(",", "."))
    except ValueError:
        return math.nan
