"""What each difference of a list from a plan does to the value of all cameras together."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from scipy import sparse

from placement.pipeline.plan_coverage import PlanSights
from placement.pipeline.situation import Situation
from placement.plan import Plan
from placement.plan.comparison import PlanComparison
from placement.plan.term import stands_in
from placement.units import Integers


@frozen
class DifferenceWorth:
    """One camera's difference, in demand seen by all cameras at the end. [incidents/year]"""

    alone: float
    """What the plan would see more (less, if negative) if this alone were different."""
    undone: float
    """What the list would see more (less) if this alone were as planned."""


@frozen(eq=False)
class ListWorth:
    """What a plan and a list see at their ends on one case, and what each difference does."""

    planned: float
    listed: float
    differences: tuple[DifferenceWorth, ...]
    """In the order of the comparison's pairs; zeros for cameras that do not differ."""


def list_worth(comparison: PlanComparison, situation: Situation) -> ListWorth:
    """Return what a plan's cameras and those of a list see on the list's case.

    Parameters
    ----------
    comparison
        The plan first, the list as it was evaluated second.
    situation
        In which the list was evaluated; the plan's cameras are traced there too.
    """
    first, second = comparison.first, comparison.second
    matrices = [
        PlanSights.of(plan, situation).coverage_by_time(plan.required_density_px_m)
        for plan in (first, second)
    ]
    covers = sparse.vstack([matrix.covers for matrix in matrices]).tocsr()
    weight = matrices[1].weight
    number = [
        {camera.camera_id: at + offset for at, camera in enumerate(plan.cameras)}
        for plan, offset in ((first, 0), (second, len(first.cameras)))
    ]
    last = max(first.final.phase, second.final.phase)
    standing = [
        _standing(plan, rows, last) for plan, rows in zip((first, second), number, strict=True)
    ]

    def value(rows: Sequence[int] | set[int]) -> float:
        points: Integers = np.unique(covers[sorted(rows)].indices)
        return float(weight[points].sum())

    planned, listed = (value(rows) for rows in standing)
    differences = []
    for pair in comparison.pairs:
        one = {number[0][pair.first.camera_id]} if pair.first is not None else set[int]()
        other = {number[1][pair.second.camera_id]} if pair.second is not None else set[int]()
        if pair.state == "kept":
            differences.append(DifferenceWorth(0.0, 0.0))
            continue
        changed = (standing[0] - one) | (other & standing[1])
        mended = (standing[1] - other) | (one & standing[0])
        differences.append(DifferenceWorth(value(changed) - planned, value(mended) - listed))
    return ListWorth(planned, listed, tuple(differences))


def _standing(plan: Plan, rows: dict[str, int], phase: int) -> set[int]:
    """Return the rows of the cameras that stand at the end of a phase."""
    return {
        rows[camera.camera_id]
        for camera in plan.cameras
        if stands_in(phase, since=camera.phase, removed_in=camera.removed_in)
    }
