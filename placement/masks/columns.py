"""`Columns`: shapes with upright sides that cover pixels, of least other area, by programme.

A shape covers a run of columns between an upper and a lower line. For every run the best lines of a
set of slopes are found at once with running maxima; how runs share out the columns among so many
shapes is a dynamic programme, exact for these cuts and slopes.
"""

from itertools import pairwise

import numpy as np
from attrs import field, frozen

from placement.units import Booleans, Floats, Integers

CUTS = 48
"""Columns at which shapes may begin and end, spread over the pixels. [-]"""
SLOPES = np.sinh(np.linspace(-2.5, 2.5, 61)) * 0.5
"""Of upper and lower lines: rows a column. [-]"""
LEVEL = np.zeros(1)
"""The only slope of a rectangle. [-]"""
Corners = Floats
"""(V, 2) columns and rows. [px]"""


@frozen(eq=False)
class Runs:
    """For every run from cut a to cut b (C, C): the least other area, and its two lines."""

    other: Floats
    """Area that is not pixels; inf where there is no shape. [px²]"""
    upper: Floats
    lower: Floats
    """(C, C, 2) rows at the run's first and last column. [px]"""


@frozen(eq=False)
class Columns:
    """The best covers of some pixels with 1, 2 … shapes."""

    cuts: Integers
    """(C,) columns where shapes may begin and end. [px]"""
    runs: Runs
    """Of a single piece."""
    chains: tuple[tuple[Floats, Integers], ...] = field()
    """By pieces of one shape less 1: least other area (C, C), and the cut before its last piece."""
    other: Floats = field()
    """(N,) least other area with 1 … N shapes. [px²]"""
    _steps: tuple[Integers, ...] = field()
    """By shape: where the last of them begins and ends, and its pieces, by what is covered (3, C).
    """

    def shapes(self, count: int) -> list[Corners]:
        """Return the corners of at most so many shapes; count at most N."""
        shapes, at = [], len(self.cuts) - 1
        for number in range(count - 1, -1, -1):
            first, last, pieces = (int(step) for step in self._steps[number][:, at])
            if pieces:
                shapes.append(self._corners(first, last, pieces))
            at = first
        return shapes[::-1]

    def _corners(self, first: int, last: int, pieces: int) -> Corners:
        cuts = [last]
        for number in range(pieces - 1, 0, -1):
            cuts.append(int(self.chains[number][1][first, cuts[-1]]))
        cuts = [first, *cuts[::-1]]
        upper, lower = [], []
        for a, b in pairwise(cuts):
            for end, column in enumerate((self.cuts[a], self.cuts[b])):
                upper.append((float(column), float(self.runs.upper[a, b, end])))
                lower.append((float(column), float(self.runs.lower[a, b, end])))
        ring = [*upper, *lower[::-1]]
        return np.array([corner for k, corner in enumerate(ring) if corner != ring[k - 1]])


def columns(pixels: Booleans, *, most: int, pieces: int, slopes: Floats = SLOPES) -> Columns:
    """Return the best covers of some pixels (rows, columns), at least one of them.

    Parameters
    ----------
    pixels
        All that is to be covered.
    most
        Up to so many shapes.
    pieces
        Of so many runs side by side a shape is made at most.
    slopes
        That its upper and lower lines may have.
    """
    held = np.flatnonzero(pixels.any(axis=0))
    first, last = int(held[0]), int(held[-1]) + 1
    cuts = np.unique(np.rint(np.linspace(first, last, CUTS + 1)).astype(np.int64))
    runs = _runs(pixels, cuts, slopes)
    chains = _chains(runs, pieces)
    every = np.stack([other for other, _ in chains])
    best, of_pieces = every.min(axis=0), every.argmin(axis=0) + 1
    in_column: Booleans = np.asarray(pixels.any(axis=0))[first:last]
    is_empty = ~np.logical_or.reduceat(in_column, cuts[:-1] - first)
    return Columns(cuts, runs, chains, *_shared_out(best, of_pieces, is_empty, most))


def _runs(pixels: Booleans, cuts: Integers, slopes: Floats) -> Runs:
    """Return the best single piece of every run of columns."""
    rows = pixels.shape[0]
    first, last = int(cuts[0]), int(cuts[-1])
    some = pixels[:, first:last]
    held = some.any(axis=0)
    top = np.where(held, some.argmax(axis=0), np.inf)
    below = np.where(held, rows - some[::-1].argmax(axis=0), -np.inf)
    filled = np.concatenate([[0], np.cumsum(some.sum(axis=0))])[cuts - first]
    upper, high = _lines(-top, cuts, slopes, least=-float(rows), most=0.0)
    lower, low = _lines(below, cuts, slopes, least=0.0, most=float(rows))
    wide = (cuts[None, :] - cuts[:, None]).astype(np.float64)
    with np.errstate(invalid="ignore"):
        other = (low + high) * wide - (filled[None, :] - filled[:, None])
    # a run must begin and end with pixels, so that its lines do not cross
    some_in = np.logical_or.reduceat(held, cuts[:-1] - first)
    begins, ends = np.append(some_in, False), np.append(False, some_in)
    usable = (wide > 0) & begins[:, None] & ends[None, :] & (-upper < lower).all(axis=2)
    return Runs(np.where(usable & np.isfinite(other), other, np.inf), -upper, lower)


def _lines(
    height: Floats, cuts: Integers, slopes: Floats, *, least: float, most: float
) -> tuple[Floats, Floats]:
    """Return the lowest lines over heights of columns, for every run: at its ends, in its middle.

    Ends are (C, C, 2), the middle (C, C); inf where no line stays between two heights.
    """
    first, count = cuts[0], len(cuts)
    ends, middle = np.zeros((count, count, 2)), np.full((count, count), np.inf)
    column = np.arange(height.size)
    tilted = [height - slope * (column + side) for slope in slopes for side in (0, 1)]
    over = np.array(tilted).reshape(len(slopes), 2, -1).max(axis=1)
    for a in range(count - 1):
        at = cuts[a + 1 :] - first
        reach = np.maximum.accumulate(over[:, cuts[a] - first :], axis=1)
        reach = reach[:, at - 1 - (cuts[a] - first)]
        begin = reach + slopes[:, None] * (cuts[a] - first)
        end = reach + slopes[:, None] * at[None, :]
        fits = (np.minimum(begin, end) >= least - 1e-9) & (np.maximum(begin, end) <= most + 1e-9)
        half = np.where(fits, (begin + end) / 2, np.inf)
        best = half.argmin(axis=0)
        run = np.arange(at.size)
        middle[a, a + 1 :] = half[best, run]
        ends[a, a + 1 :] = np.column_stack([begin[best, run], end[best, run]])
    return ends, middle


def _chains(runs: Runs, pieces: int) -> tuple[tuple[Floats, Integers], ...]:
    """Return the least other area of runs of 1, 2 … pieces that touch, with the last cut."""
    count = len(runs.other)
    chains = [(runs.other, np.zeros((count, count), np.int64))]
    # (a, s): rows at the end of the chain's last piece
    upper, lower = runs.upper[..., 1], runs.lower[..., 1]
    for _ in range(pieces - 1):
        before = chains[-1][0]
        other = np.full((count, count), np.inf)
        cut = np.zeros((count, count), np.int64)
        for s in range(1, count - 1):
            next_upper, next_lower = runs.upper[s, :, 0], runs.lower[s, :, 0]
            touch = (upper[:, s, None] < next_lower) & (next_upper < lower[:, s, None])
            sums = np.where(touch, before[:, s, None] + runs.other[s], np.inf)
            better = sums < other
            other, cut = np.where(better, sums, other), np.where(better, s, cut)
        last = np.arange(count)[None, :]
        upper, lower = runs.upper[cut, last, 1], runs.lower[cut, last, 1]
        chains.append((other, cut))
    return tuple(chains)


def _shared_out(
    best: Floats, of_pieces: Integers, is_empty: Booleans, most: int
) -> tuple[Floats, tuple[Integers, ...]]:
    """Return the least other area with 1 … most shapes, and how the columns are shared out."""
    count = len(best)
    covered = np.full(count, np.inf)
    covered[0] = 0.0
    for at in range(1, count):
        if is_empty[at - 1]:
            covered[at] = covered[at - 1]
    other, steps = [], []
    every = np.arange(count)
    for _ in range(most):
        sums = covered[:, None] + best
        first = sums.argmin(axis=0)
        reached = sums[first, every]
        keeps = covered <= reached  # one shape less is as good
        reached = np.where(keeps, covered, reached)
        step = np.where(keeps, [every, every, 0 * every], [first, every, of_pieces[first, every]])
        for at in range(1, count):
            if is_empty[at - 1] and reached[at - 1] < reached[at]:
                reached[at], step[:, at] = reached[at - 1], step[:, at - 1]
        other.append(float(reached[-1]))
        steps.append(step)
        covered = reached
    return np.array(other), tuple(steps)
