"""Rules of a program: floors, requirements, limits, forbidden pairs, second and partial views."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray
from scipy import sparse

from placement.errors import Problem
from placement.optimise.arguments import optional_floats, out_of_range
from placement.optimise.limits import Limit, count_limit
from placement.texts import Phrase

if TYPE_CHECKING:
    from placement.optimise.program import Program

FLOOR_TOLERANCE = 1e-9
"""A floor is kept if at most this part of it is missing: weights are summed in floats. [-]"""


def _indices(indices: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({int(i) for i in indices}))


def _pairs(value: object) -> NDArray[np.int64]:
    pairs = np.array(value, dtype=np.int64).reshape(-1, 2)
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    pairs.setflags(write=False)
    return pairs


def _fractions(fractions: sparse.csr_array | sparse.csr_matrix | None) -> sparse.csr_array | None:
    if fractions is None:
        return None
    matrix = sparse.csr_array(fractions).astype(np.float64)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix if matrix.nnz else None


@frozen
class Floor:
    """A fair share: the least weight that first views of some demand points must come to."""

    name: str
    demand: tuple[int, ...] = field(converter=_indices)
    least: float


@frozen
class Requirement:
    """A place that must be looked at, or a camera that must be built."""

    name: str | Phrase
    demand: tuple[int, ...] = field(default=(), converter=_indices)
    """At least one of these demand points must be covered, by a whole view, not by a part …"""
    candidates: tuple[int, ...] = field(default=(), converter=_indices)
    """… or at least one of these candidates chosen."""


def _floors(floors: Iterable[Floor]) -> tuple[Floor, ...]:
    return tuple(floors)


def _required(requirements: Iterable[Requirement]) -> tuple[Requirement, ...]:
    return tuple(requirements)


def _limits(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    return tuple(limits)


def _count_as(value: object) -> NDArray[np.float64] | None:
    return optional_floats("count_as", value)


@frozen(eq=False, kw_only=True)
class Rules:
    """Everything optional of a program; without any of it the program is plain maximal covering."""

    floors: tuple[Floor, ...] = field(default=(), converter=_floors)
    required: tuple[Requirement, ...] = field(default=(), converter=_required)
    limits: tuple[Limit, ...] = field(default=(), converter=_limits)
    """Most and least amounts of cameras or money of some kind, in some place, by some phase."""
    count_as: NDArray[np.float64] | None = field(default=None, converter=_count_as)
    """(J,) how many cameras each candidate counts as in the program's count, from 1; None: one."""
    forbidden: NDArray[np.int64] = field(factory=lambda: np.empty((0, 2)), converter=_pairs)
    """(P, 2) candidates of which not both may be chosen; two existing ones may."""
    apart: NDArray[np.int64] = field(factory=lambda: np.empty((0, 2)), converter=_pairs)
    """(P, 2) sites of which not both may get new cameras."""
    banned: tuple[int, ...] = field(default=(), converter=_indices)
    """Candidates that may not be chosen, unless they exist."""
    backup: float = 0.0
    """Worth of a second view of a demand point, in parts of its weight; 0 to 1. [-]"""
    partial: sparse.csr_array | None = field(default=None, converter=_fractions)
    """(J, I) fraction, above 0 and below 1, of a demand point's weight that a candidate is worth
    there without covering it, as a turning camera that may look elsewhere. [-]"""

    @property
    def some(self) -> bool:
        """Whether there is any rule."""
        return self.binding or bool(self.banned) or self.partial is not None

    @property
    def binding(self) -> bool:
        """Whether there is a rule that plain covering cannot state."""
        pairs = len(self.forbidden) + len(self.apart)
        counted = self.limits or self.count_as is not None
        return bool(self.floors or self.required or counted or pairs) or self.backup > 0

    @property
    def plain_value(self) -> bool:
        """Whether value is the weight covered, no more."""
        return self.backup == 0 and self.partial is None

    def at_phase(self, phase: int, *, last: int) -> "Rules":
        """Return the rules of one phase of several, counted from 1.

        Floors and requirements are asked of the last one; a limit of its own phase, and of those
        that have to keep it for the plan to grow.
        """
        limits = [limit for limit in self.limits if limit.holds_at(phase, last=last)]
        if phase == last:
            return evolve(self, limits=limits)
        return evolve(self, floors=(), required=(), limits=limits)

    def without_demands(self) -> "Rules":
        """Return the rules for plans of any number of cameras and any money.

        They have no floors, requirements or least amounts, no shares, and no limits of one phase.
        """
        limits = [limit for limit in self.limits if limit.phase is None and limit.rises]
        return evolve(self, floors=(), required=(), limits=limits)

    def number_of_demands(self) -> int:
        """Return how many rules `without_demands` leaves out."""
        free = self.without_demands()
        return len(self.floors) + len(self.required) + len(self.limits) - len(free.limits)

    def all_limits(self, program: "Program") -> tuple[Limit, ...]:
        """Return the limits, with that of the count where candidates count as several cameras."""
        if self.count_as is None:
            return self.limits
        return (*self.limits, count_limit(program, self.count_as))

    def problems(self, program: "Program") -> Iterator[Problem]:
        """Yield a problem for each number out of range."""
        candidates, demand = program.n_candidates, program.n_demand
        for name, indices, limit in (
            ("floors", [i for floor in self.floors for i in floor.demand], demand),
            ("required", [i for one in self.required for i in one.demand], demand),
            ("required", [j for one in self.required for j in one.candidates], candidates),
            ("forbidden", self.forbidden.ravel(), candidates),
            ("apart", self.apart.ravel(), program.n_sites),
            ("banned", self.banned, candidates),
        ):
            yield from out_of_range(name, np.array(indices, dtype=np.int64), limit)
        for floor in self.floors:
            if not 0 <= floor.least < np.inf:
                yield Problem("floor_least", values={"name": floor.name, "found": floor.least})
        if not 0 <= self.backup <= 1:
            yield Problem("covering_share", values={"name": "backup", "found": self.backup})
        for one in self.limits:
            yield from one.problems(program)
        if self.count_as is not None:
            yield from self._count_problems(self.count_as, program)
        yield from self._partial_problems(program)

    def are_kept(self, program: "Program", chosen: Iterable[int]) -> bool:
        """Return whether a choice keeps floors, required places, limits, pairs and bans."""
        picked = sorted(chosen)
        inside = np.zeros(program.n_candidates, dtype=bool)
        inside[picked] = True
        new = inside.copy()
        new[list(program.existing)] = False
        building = np.zeros(program.n_sites, dtype=bool)
        building[program.site[new]] = True
        one, other = self.forbidden.T
        together = inside[one] & inside[other] & (new[one] | new[other])
        near = building[self.apart[:, 0]] & building[self.apart[:, 1]]
        if together.any() or near.any() or new[list(self.banned)].any():
            return False
        if not all(limit.is_kept(program, picked) for limit in self.all_limits(program)):
            return False
        return self.lacking(program, picked) == ((), ())

    def lacking(
        self, program: "Program", chosen: Iterable[int]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return which floors and which required places a choice does not meet, by index."""
        picked = sorted(chosen)
        whole, inside = program.covered(picked), set(picked)
        unmet = tuple(
            k
            for k, one in enumerate(self.required)
            if not whole[list(one.demand)].any() and inside.isdisjoint(one.candidates)
        )
        if not self.floors:
            return (), unmet
        worth = program.weight * program.views(picked)[0]
        short = tuple(
            g
            for g, floor in enumerate(self.floors)
            if worth[list(floor.demand)].sum() < floor.least * (1 - FLOOR_TOLERANCE)
        )
        return short, unmet

    def _count_problems(
        self, count_as: NDArray[np.float64], program: "Program"
    ) -> Iterator[Problem]:
        if count_as.shape != (program.n_candidates,):
            shape = " × ".join(str(n) for n in count_as.shape)
            values = {"name": "count_as", "found": shape, "wanted": program.n_candidates}
            yield Problem("covering_length", values=values)
        wrong = count_as[~((count_as >= 1) & (count_as == np.floor(count_as)))]
        if len(wrong):
            values = {"name": "count_as", "found": float(wrong[0]), "least": 1}
            yield Problem("covering_limit", values=values)

    def _partial_problems(self, program: "Program") -> Iterator[Problem]:
        if self.partial is None:
            return
        if self.partial.shape != program.covers.shape:
            shape, expected = (
                " × ".join(map(str, m.shape)) for m in (self.partial, program.covers)
            )
            yield Problem(
                "covering_length", values={"name": "partial", "found": shape, "wanted": expected}
            )
        wrong = self.partial.data[~((self.partial.data > 0) & (self.partial.data < 1))]
        if len(wrong):
            yield Problem("covering_share", values={"name": "partial", "found": float(wrong[0])})
