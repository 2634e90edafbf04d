"""A what-if question, its answer, and what the answer costs against the plan without it."""

from collections.abc import Iterator

from attrs import frozen

from placement.texts import Phrase


@frozen
class PhaseComparison:
    """A phase of a what-if plan beside a phase of the plan without the question."""

    phase: int
    worth: float
    """Value and extra of the plan with the question. [incidents/year]"""
    bound: float
    free_worth: float
    """The same of the free plan. [incidents/year]"""
    free_bound: float
    free_name: str = ""
    """Name of the phase of the free plan, if it is another."""
    cost_czk: float = 0.0
    """New cameras and points up to this phase. [Kč]"""
    free_cost_czk: float = 0.0

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
class AskedCamera:
    """A camera of the plan that a question asked for."""

    text: str
    """As it was asked for."""
    camera_id: str
    lost: float
    """Demand that no other camera of the plan sees. [incidents/year]"""


@frozen
class WhatIf:
    """A question, the cameras it asked for, and its cost by phase."""

    fix: tuple[str, ...]
    forbid: tuple[str, ...]
    move: tuple[str, ...]
    phases: tuple[PhaseComparison, ...]
    set: tuple[str, ...] = ()
    """Keys of the plan file with their values."""
    cameras: int | None = None
    budget_czk: float | None = None
    only: bool = False
    """Whether nothing but what was asked for was planned anew."""
    answers: tuple[AskedCamera, ...] = ()
    free_total: float | None = None
    """Demand of the whole area without the question, where that is another. [incidents/year]"""
    kept: float | None = None
    """What the cameras of the free plan cover under the question, where keys were set.
    [incidents/year]"""
    same: int | None = None
    """New cameras that both plans have, of one place, model and direction."""
    free_new: int = 0
    """New cameras of the free plan."""

    def questions(self) -> Iterator[Phrase]:
        """Yield what is asked, a phrase each, in the order of the options."""
        for kind in ("fix", "forbid"):
            for what in getattr(self, kind):
                yield Phrase(f"what_if.{kind}", {"what": what})
        for text in self.move:
            name, _, where = text.partition("=")
            yield Phrase("what_if.move", {"camera": name.strip(), "where": where.strip()})
        if self.budget_czk is not None:
            yield Phrase("what_if.budget", {"money": int(self.budget_czk)})
        if self.cameras is not None:
            yield Phrase("what_if.cameras", {"n": self.cameras})
        for text in self.set:
            key, _, value = text.partition("=")
            yield Phrase("what_if.set", {"key": key.strip(), "value": value.strip() or "–"})
        if self.only:
            yield Phrase("what_if.only", {})
