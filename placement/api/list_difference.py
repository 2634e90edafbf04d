"""`ListDifference`: what a list of cameras changes of a plan, camera by camera, and what for."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pandas as pd
from attrs import frozen

from placement.errors import InputError, Problem
from placement.output.comparison_texts import TextTable
from placement.output.lists import difference
from placement.pipeline.difference_worth import DifferenceWorth, ListWorth, list_worth
from placement.pipeline.situation import Situation
from placement.plan import Plan
from placement.plan.comparison import OF_A_LIST, CameraPair, PlanComparison, compare
from placement.texts import Language


@frozen(eq=False, repr=False, slots=False)
class ListDifference:
    """A plan and a list that was made of it: which cameras differ, and what each does."""

    comparison: PlanComparison
    """The plan first, the list as evaluated second."""
    worth: ListWorth

    @cached_property
    def pairs(self) -> tuple[tuple[CameraPair, DifferenceWorth], ...]:
        """Cameras that differ, those whose mending adds most first."""
        both = zip(self.comparison.pairs, self.worth.differences, strict=True)
        different = [(pair, worth) for pair, worth in both if pair.state != "kept"]
        return tuple(sorted(different, key=lambda one: (-one[1].undone, one[0].camera.camera_id)))

    @property
    def planned(self) -> float:
        """What the cameras of the plan see on this case. [incidents/year]"""
        return self.worth.planned

    @property
    def listed(self) -> float:
        """What the cameras of the list see. [incidents/year]"""
        return self.worth.listed

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """A row for each camera that differs, in the columns of `difference.csv`."""
        return [
            difference.difference_row(pair, worth.alone, worth.undone) for pair, worth in self.pairs
        ]

    @property
    def cameras(self) -> pd.DataFrame:
        """The same as a table."""
        return pd.DataFrame(self.rows, columns=[column.name for column in difference.COLUMNS])

    def sentence(self, language: Language = "en") -> str:
        """Return in one sentence how many cameras differ and what plan and list see."""
        return difference.sentence(
            self.comparison,
            len(self.pairs),
            planned=self.planned,
            listed=self.listed,
            language=language,
        )

    def table(self, language: Language = "en") -> TextTable:
        """Return the cameras that differ as text."""
        unit = self.comparison.second.demand_unit
        return difference.table([pair for pair, _ in self.pairs], self.rows, language, unit)

    def files(self) -> Mapping[str, bytes]:
        """Return `difference.csv` and `difference-cs.csv`."""
        return difference.contents(self.comparison, self.rows)

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as plain values."""
        return {"planned": self.planned, "listed": self.listed, "cameras": self.rows}

    def __repr__(self) -> str:
        """Say in one sentence what differs."""
        return self.sentence("en")


def list_difference(planned: Plan, listed: Plan, situation: Situation) -> ListDifference:
    """Return how an evaluated list differs from a plan, seen in the situation of the list.

    Raises
    ------
    InputError
        If the plan is of another working system.
    """
    if planned.crs != listed.crs:
        values = {
            "first": f"{planned.case} ({planned.crs})",
            "second": f"{listed.case} ({listed.crs})",
        }
        raise InputError(Problem("plans_apart", values=values))
    comparison = compare(planned, listed, tolerance=OF_A_LIST)
    return ListDifference(comparison, list_worth(comparison, situation))
