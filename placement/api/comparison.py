"""Comparing two plans of one town: which cameras, how much money, which streets and places."""

from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd
from attrs import frozen

from placement.api.results import PlanResult
from placement.errors import InputError, Problem
from placement.output import comparison_texts as texts
from placement.output.coverage_changes import (
    GAINED,
    LOST,
    CoverageChanges,
    common_pieces,
    coverage_changes,
)
from placement.output.folder import write_file
from placement.output.webmap import difference
from placement.plan.comparison import CameraPair, PlanComparison, compare, cost_czk
from placement.plan.plan import Plan
from placement.texts import Language

NAMES = ("A", "B")


@frozen(eq=False, repr=False, slots=False)
class PlanDifference:
    """Two plans and what differs between them."""

    first: PlanResult
    second: PlanResult
    comparison: PlanComparison
    """Cameras in pairs, districts, and why figures may not be compared, if so."""
    names: tuple[str, str] = NAMES
    """What the plans are called on the page."""

    @cached_property
    def changes(self) -> CoverageChanges | None:
        """Streets and places that one plan alone sees; None where plans cannot be compared."""
        if not self.comparison.comparable:
            return None
        phases = (self.first.plan.final.phase, self.second.plan.final.phase)
        return coverage_changes(self.first.layers, self.second.layers, phases=phases)

    @property
    def same(self) -> bool:
        """Whether the plans differ in nothing."""
        return self.comparison.same

    @property
    def cameras(self) -> pd.DataFrame:
        """A row per camera of either plan: `state`, and its identifier, move and turn."""
        return pd.DataFrame([_row(pair) for pair in self.comparison.pairs])

    def sentences(self, language: Language = "en") -> list[str]:
        """Return what a councillor should know, the most important first."""
        return texts.sentences(self.comparison, self.changes, language)

    def tables(self, language: Language = "en") -> list[texts.TextTable]:
        """Return figures, cameras, districts, streets and places that differ, as text."""
        return texts.tables(self.comparison, self.changes, language)

    def map_html(self, *, language: Language = "cs") -> str:
        """Return the map of the difference as one page that works offline; not for publication."""
        return difference.render(
            self.comparison,
            self.changes,
            self.second.layers,
            names=self.names,
            language=language,
        )

    def write(self, file: str | PathLike[str], *, language: Language = "cs") -> Path:
        """Write the map of the difference into a file.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        target = Path(file)
        write_file(target, self.map_html(language=language).encode("utf-8", errors="replace"))
        return target

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as plain values."""
        both, changes = self.comparison, self.changes
        plain: dict[str, Any] = {
            "same": both.same,
            "comparable": both.comparable,
            "differs": list(both.differs),
            "first": _figures(both.first, self.names[0]),
            "second": _figures(both.second, self.names[1]),
            "counts": both.counts,
            "cameras": [_row(pair) for pair in both.pairs],
            "districts": [
                {
                    "name": each.name,
                    "expected": each.expected,
                    "first": each.first,
                    "second": each.second,
                    "gain": each.gain,
                }
                for each in both.districts
            ],
        }
        if changes is not None:
            plain["streets"] = [
                {"street": name, "change": change, "expected": expected}
                for change in (GAINED, LOST)
                for name, expected in changes.streets(change)
            ]
            plain["length_m"] = {change: changes.length_m(change) for change in (GAINED, LOST)}
            plain["places"] = [
                {"kind": kind, "name": name, "change": change}
                for change in (GAINED, LOST)
                for kind, name in changes.names(change)
            ]
        return plain

    def __repr__(self) -> str:
        """Say in sentences what differs."""
        return "\n".join(self.sentences("en"))


def compare_plans(
    first: PlanResult, second: PlanResult, *, names: tuple[str, str] = NAMES
) -> PlanDifference:
    """Set two plans of one town side by side.

    Parameters
    ----------
    first, second
        Results as `plan_case`, `read_plan` or `evaluate_cameras` return them.
    names
        What they are called on the page.

    Returns
    -------
    difference
        Cameras in pairs, sentences, tables, the page. Of plans on other incidents, or that ask for
        another picture, only cameras and money are compared, and the difference says so.

    Raises
    ------
    InputError
        If the plans are of different towns or working systems.

    Examples
    --------
    >>> import placement
    >>> result = placement.read_plan("maps/litvinov")
    >>> placement.compare_plans(result, result)
    The plans differ in nothing: they have the same cameras, cost the same and see the same.
    """
    one, other = first.plan, second.plan
    if one.crs != other.crs or not common_pieces(first.layers, second.layers):
        values = {"first": f"{one.case} ({one.crs})", "second": f"{other.case} ({other.crs})"}
        raise InputError(Problem("plans_apart", values=values))
    return PlanDifference(first, second, compare(one, other), names)


def _row(pair: CameraPair) -> dict[str, Any]:
    camera, before, after = pair.camera, pair.first, pair.second
    return {
        "camera_id": camera.camera_id,
        "state": pair.state,
        "changes": list(pair.changes),
        "moved_m": pair.moved_m,
        "turned_deg": pair.turned_deg,
        "first_id": None if before is None else before.camera_id,
        "second_id": None if after is None else after.camera_id,
        "street": camera.street,
        "district": camera.district,
        "lon_deg": camera.lon_deg,
        "lat_deg": camera.lat_deg,
    }


def _figures(plan: Plan, name: str) -> dict[str, Any]:
    final = plan.final
    return {
        "name": name,
        "case": plan.case,
        "cameras": final.cameras,
        "new_cameras": sum(phase.new_cameras for phase in plan.phases),
        "points": final.points,
        "cost_czk": cost_czk(plan),
        "unpriced": sum(phase.unpriced for phase in plan.phases),
        "value": final.value,
        "bound": final.bound,
        "gap": final.gap,
        "demand_total": plan.demand_total,
        "share": texts.claim(final, plan),
        "honest_share": None if final.honest is None else final.honest.share,
    }
