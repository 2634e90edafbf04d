"""A what-if question and what its answer costs against the plan without the question."""

from attrs import frozen


@frozen
class PhaseComparison:
    """A phase of a what-if plan beside the same phase of the plan without the question."""

    phase: int
    worth: float
    """Value and extra of the plan with the question. [incidents/year]"""
    bound: float
    free_worth: float
    """The same of the free plan. [incidents/year]"""
    free_bound: float

    @property
    def costs(self) -> float:
        """What the question costs, plan against plan. [incidents/year]"""
        return self.free_worth - self.worth

    @property
    def least(self) -> float:
        """The best plans differ by no less than this. [incidents/year]"""
        return self.free_worth - self.bound

    @property
    def most(self) -> float:
        """The best plans differ by no more than this. [incidents/year]"""
        return self.free_bound - self.worth


@frozen
class WhatIf:
    """A question (cameras fixed, forbidden, moved) and its cost by phase."""

    fix: tuple[str, ...]
    forbid: tuple[str, ...]
    move: tuple[str, ...]
    phases: tuple[PhaseComparison, ...]
