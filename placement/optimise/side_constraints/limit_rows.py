"""Limits of a residual problem as rows over its candidates, in parts of their largest amount."""

from typing import TYPE_CHECKING, Self

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy import sparse

from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.limits import LIMIT_TOLERANCE

if TYPE_CHECKING:
    from placement.optimise.program import Program


@frozen(eq=False)
class LimitRows:
    """Rows a y + b o <= h of limits that a plan may still break; entries are by candidate.

    A candidate has an entry where it, or opening its site, has an amount.
    """

    number: Ints
    """(L,) which limit of the program each row is."""
    most: Floats
    """(L,) h without what existing cameras come to, with a tolerance."""
    ptr: Ints
    """(m + 1,) where the entries of each candidate begin."""
    row: NDArray[np.int32]
    amount: Floats
    """Of the candidate itself."""
    opening: Floats
    """Of its site, once."""

    @classmethod
    def of(cls, program: "Program", candidates: Ints) -> Self:
        """Return the rows of a program's limits over some candidates, in that order."""
        limits = program.rules.all_limits(program)
        numbers, most, entries = [], [], []
        site = program.site[candidates]
        new_site = ~np.isin(site, program.site[list(program.existing)])
        for number, limit in enumerate(limits):
            amount = limit.amount[candidates] / limit.scale
            opening = np.zeros(len(candidates))
            if limit.opening is not None:
                opening = np.where(new_site, limit.opening[site], 0.0) / limit.scale
            held = limit.total(program, program.existing)
            # parts of whole amounts do not add up exactly, so they need the tolerance too
            spare = LIMIT_TOLERANCE * max(limit.scale, abs(limit.most))
            room = (limit.most + spare - held) / limit.scale
            most_possible = np.maximum(amount, 0.0).sum() + np.maximum(opening, 0.0).sum()
            if room < 0 or most_possible > room:
                here = np.flatnonzero((amount != 0) | (opening != 0))
                entries.append((here, amount[here], opening[here]))
                numbers.append(number)
                most.append(room)
        return cls._sorted(np.array(numbers, dtype=np.int64), np.array(most), entries, len(site))

    @classmethod
    def _sorted(
        cls,
        number: Ints,
        most: Floats,
        entries: list[tuple[Ints, Floats, Floats]],
        candidates: int,
    ) -> Self:
        """Return rows whose entries are given row by row."""
        empty = (np.empty(0, dtype=np.int64), np.empty(0), np.empty(0))
        parts = entries or [empty]
        candidate, amount, opening = (np.concatenate(column) for column in zip(*parts, strict=True))
        row = np.repeat(np.arange(len(entries)), [len(part[0]) for part in entries])
        order = np.argsort(candidate, kind="stable")
        return cls(
            number,
            most,
            np.searchsorted(candidate[order], np.arange(candidates + 1)).astype(np.int64),
            row[order].astype(np.int32),
            amount[order],
            opening[order],
        )

    def __len__(self) -> int:
        """Return L."""
        return len(self.number)

    def take(self, candidates: Ints) -> Self:
        """Return the rows over some of the candidates."""
        length = np.diff(self.ptr)[candidates]
        ptr = np.concatenate(([0], np.cumsum(length)))
        entry = np.arange(ptr[-1]) + np.repeat(self.ptr[candidates] - ptr[:-1], length)
        return type(self)(
            self.number,
            self.most,
            ptr.astype(np.int64),
            self.row[entry],
            self.amount[entry],
            self.opening[entry],
        )

    def matrix(self, values: Floats) -> sparse.csr_array:
        """Return (m, L) values of the entries."""
        return sparse.csr_array((values, self.row, self.ptr), shape=(len(self.ptr) - 1, len(self)))

    def needed(self) -> NDArray[np.bool_]:
        """Return (m,) which candidates some row may need for what they lower in it."""
        lowers = np.zeros(len(self.ptr) - 1, dtype=bool)
        owner = np.repeat(np.arange(len(lowers)), np.diff(self.ptr))
        lowers[owner[(self.amount < 0) | (self.opening < 0)]] = True
        return lowers

    def lowered(self) -> NDArray[np.bool_]:
        """Return (L,) which rows any candidate lowers."""
        rows: NDArray[np.bool_] = np.zeros(len(self), dtype=bool)
        rows[self.row[(self.amount < 0) | (self.opening < 0)]] = True
        return rows

    def kind(self, rows: NDArray[np.bool_]) -> Ints:
        """Return (m,) a number for each candidate, the same for those alike in some rows (L,)."""
        mark = np.random.default_rng(0).random((2, max(len(self), 1)))[:, : len(self)] * rows
        key = self.matrix(self.amount) @ mark[0] + self.matrix(self.opening) @ mark[1]
        return np.unique(key, return_inverse=True)[1].astype(np.int64)

    def excess(self, plan: Ints, site: NDArray[np.integer]) -> Floats:
        """Return (L,) by how much a plan of local candidates exceeds each row; below 0: not."""
        load = -self.most
        opened: set[int] = set()
        for j in plan:
            first = int(site[j]) not in opened
            opened.add(int(site[j]))
            here = slice(self.ptr[j], self.ptr[j + 1])
            np.add.at(load, self.row[here], self.amount[here] + first * self.opening[here])
        return load

    def linear(self, room: NDArray[np.integer]) -> sparse.csr_array:
        """Return (m, L) amounts without openings that make no row tighter.

        An opening that adds is spread over the cameras (m,) `room` of its site can take; one that
        takes off is counted with each.
        """
        owner = np.repeat(np.arange(len(self.ptr) - 1), np.diff(self.ptr))
        spread = np.where(self.opening > 0, self.opening / room[owner], self.opening)
        return self.matrix(self.amount + spread)
