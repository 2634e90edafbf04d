"""Risks of the project as a table of the package: each with a measure; those that apply to a study.

Probability and impact are assumptions, which the town's own table may replace.
"""

import csv
from functools import cache
from importlib import resources
from typing import Literal, cast

from attrs import frozen

from placement.output.study.basis import StudyBasis
from placement.texts import Language

Degree = Literal["low", "medium", "high"]
RANK: dict[Degree, int] = {"low": 1, "medium": 2, "high": 3}


@frozen(kw_only=True)
class Risk:
    """What may go wrong, how probable and how grave that is taken to be, and what helps."""

    key: str
    area: str
    probability: Degree
    impact: Degree
    when: str
    """What a study must have, or lack, for it to apply; `always`."""
    basis: str
    cs: str
    en: str
    measure_cs: str
    measure_en: str
    source: str

    def words(self, language: Language) -> str:
        """Return what may go wrong."""
        return self.cs if language == "cs" else self.en

    def measure(self, language: Language) -> str:
        """Return what helps."""
        return self.measure_cs if language == "cs" else self.measure_en

    @property
    def rank(self) -> int:
        """Probability times impact. [-]"""
        return RANK[self.probability] * RANK[self.impact]


@cache
def packaged_risks() -> tuple[Risk, ...]:
    """Return the risks that come with the package."""
    table = resources.files("placement") / "data" / "study" / "risks.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return tuple(_risk(row) for row in rows)


def _risk(row: dict[str, str]) -> Risk:
    degrees = {name: cast("Degree", row.pop(name)) for name in ("probability", "impact")}
    return Risk(**row, **degrees)  # type: ignore[arg-type]


def risks_of(basis: StudyBasis) -> tuple[Risk, ...]:
    """Return the risks that apply to a study, the gravest first."""
    applies = _conditions(basis)
    risks = [risk for risk in packaged_risks() if applies[risk.when]]
    return tuple(sorted(risks, key=lambda risk: (-risk.rank, risk.key)))


def _conditions(basis: StudyBasis) -> dict[str, bool]:
    """Return whether each condition of the table holds."""
    centre = basis.centre
    phases = () if centre is None else centre.centre.phases
    missing = set(basis.missing)
    return {
        "always": True,
        "new": any(camera.status == "new" for camera in basis.plan.cameras),
        "centre": centre is not None,
        "pictures": any(each.detected_share is None for each in phases),
        "trunk": any(each.power.trunk_full > 1 for each in phases),
        "prices": "prices" in missing,
        "privacy": "privacy" in missing,
        "incidents": "incidents" in missing,
        "synthetic": basis.synthetic,
    }
