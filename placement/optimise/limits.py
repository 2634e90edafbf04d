"""Limits: the most, or the least, that some amount of what is chosen may come to."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import ArrayLike, NDArray

from placement.errors import Problem
from placement.texts import Phrase

if TYPE_CHECKING:
    from placement.optimise.program import Program

LIMIT_TOLERANCE = 1e-9
"""A limit is kept if it is exceeded by at most this part of it: amounts are summed in floats."""

Unit = Literal["cameras", "money", "share", "area"]
Bound = Literal["most", "least"]


def _amount(value: ArrayLike) -> NDArray[np.float64]:
    amount = np.array(value, dtype=np.float64)
    amount.setflags(write=False)
    return amount


def _opening(value: ArrayLike | None) -> NDArray[np.float64] | None:
    return None if value is None else _amount(value)


@frozen(eq=False, kw_only=True)
class Limit:
    r"""The most that an amount of what is chosen may come to: :math:`a y + b o \le h`.

    A least amount is a limit of negative amounts; a share of all is one of amounts of both signs:
    :math:`\sum_{j \in D} y_j \le s \sum_j y_j` is :math:`\sum_j ([j \in D] - s) y_j \le 0`.
    """

    name: str | Phrase
    """What is counted, for messages."""
    amount: NDArray[np.float64] = field(converter=_amount)
    """(J,) a_j of each candidate that is chosen, whether it exists or not."""
    opening: NDArray[np.float64] | None = field(default=None, converter=_opening)
    """(S,) b_s of each site with new cameras that has no existing one; None: nothing."""
    most: float
    """h, what they come to at most."""
    phase: int | None = None
    """The phase, from 1 on, at whose end it holds; None: the last."""
    bound: Bound = "most"
    """Whether a most or a least was asked for."""
    unit: Unit = "cameras"
    """What amounts are counted in, for messages."""
    asked: float = 0.0
    """Number or share as it was asked for, for messages. [unit]"""
    whole: NDArray[np.float64] | None = field(default=None, converter=_opening)
    """(J,) of a share: what each candidate comes to in the whole."""
    saved: float = 0.0
    """What is spared if all stay who may go: `amount` takes it off for each who stays, and `most`
    lacks it, so that whoever goes is paid for. [unit]"""
    scale: float = field(init=False)
    """Largest amount of all, 1 if there is none."""

    @scale.default
    def _largest(self) -> float:
        parts = [self.amount] if self.opening is None else [self.amount, self.opening]
        return max((float(np.abs(part).max(initial=0.0)) for part in parts), default=0.0) or 1.0

    @property
    def tolerance(self) -> float:
        """By how much the limit may be exceeded, for rounding; nothing where all is whole."""
        numbers = np.append(self._parts(), self.most)
        if (numbers == np.floor(numbers)).all():
            return 0.0
        return LIMIT_TOLERANCE * max(self.scale, abs(self.most))

    @property
    def rises(self) -> bool:
        """Whether no camera more makes the amount smaller: then it binds earlier phases too."""
        return bool((self._parts() >= 0).all())

    @property
    def falls(self) -> bool:
        """Whether no camera more makes the amount larger: then it holds in later phases too."""
        return bool((self._parts() <= 0).all())

    def holds_at(self, phase: int, *, last: int) -> bool:
        """Return whether plans that grow have to keep it at the end of a phase."""
        own = last if self.phase is None else self.phase
        return phase == own or (phase < own and self.rises) or (phase > own and self.falls)

    def total(self, program: "Program", chosen: Iterable[int]) -> float:
        """Return what the chosen candidates come to."""
        picked = np.array(sorted(chosen), dtype=np.int64)
        sum_ = float(self.amount[picked].sum())
        if self.opening is not None:
            opened = np.setdiff1d(program.site[picked], program.site[list(program.existing)])
            sum_ += float(self.opening[opened].sum())
        return sum_

    def amount_of(self, program: "Program", chosen: Iterable[int]) -> float:
        """Return what the chosen come to in the words of the one who asked: number or share."""
        picked = sorted(chosen)
        total = self.total(program, picked) * (1.0 if self.bound == "most" else -1.0)
        if self.whole is None:
            return total + self.saved
        whole = float(self.whole[picked].sum())
        if self.opening is not None and program.site_cost is not None:
            opened = np.setdiff1d(program.site[picked], program.site[list(program.existing)])
            whole += float(program.site_cost[opened].sum())
        return self.asked + total / whole if whole else 0.0

    def words(self, amount: float) -> Phrase:
        """Return an amount in the limit's unit."""
        n: float = 100 * amount if self.unit == "share" else amount
        n = round(n) if abs(n - round(n)) < 1e-6 else round(n, 1)
        return Phrase(f"limit.{self.unit}", {"n": n})

    @property
    def demand(self) -> Phrase:
        """What is asked for: at most, or at least, so much."""
        return Phrase(f"limit.at_{self.bound}", {"amount": self.words(self.asked)})

    def is_kept(self, program: "Program", chosen: Iterable[int]) -> bool:
        """Return whether the chosen candidates keep it."""
        return self.total(program, chosen) <= self.most + self.tolerance

    def beside(self, program: "Program", standing: Iterable[int]) -> "Limit":
        """Return the limit on what is added where some new candidates stand and count as existing.

        Their sites are open then, and what opening them came to is taken off.
        """
        if self.opening is None:
            return self
        picked = np.array(sorted(standing), dtype=np.int64)
        opened = self.total(program, picked) - float(self.amount[picked].sum())
        return evolve(self, most=self.most - opened)

    def problems(self, program: "Program") -> Iterator[Problem]:
        """Yield a problem for each length or number that does not fit a program."""
        for values, length in (
            (self.amount, program.n_candidates),
            (self.opening, program.n_sites),
        ):
            if values is not None and values.shape != (length,):
                shape = " × ".join(str(n) for n in values.shape)
                facts = {"name": "limits", "found": shape, "wanted": length}
                yield Problem("covering_length", values=facts)
        numbers = np.append(self._parts(), self.most)
        if not np.isfinite(numbers).all():
            bad_number = float(numbers[~np.isfinite(numbers)][0])
            yield Problem("limit_number", values={"name": self.name, "found": bad_number})

    def _parts(self) -> NDArray[np.float64]:
        return self.amount if self.opening is None else np.concatenate((self.amount, self.opening))


def count_limit(program: "Program", count_as: NDArray[np.float64]) -> Limit:
    """Return the limit of a program's count where candidates count as several cameras."""
    return Limit(
        name=Phrase("limit.counted"),
        amount=count_as,
        most=float(program.count),
        asked=program.count,
    )
