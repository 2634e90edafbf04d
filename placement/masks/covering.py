"""Few shapes, as devices have them, that cover all of some pixels and little else of the picture.

Pixels that hang together are groups. Shapes are shared out among groups by a programme, each group
covered at best with so many (`columns`); then the two groups are joined that cost the least, and so
on until one is left. The best of all these is taken: greedy in joining, exact in sharing out.
"""

from typing import Literal

import numpy as np
from attrs import field, frozen, validators
from scipy import ndimage

from placement.masks.columns import LEVEL, SLOPES, Columns, Corners, columns
from placement.units import Booleans, Integers

Shape = Literal["rectangle", "polygon"]
LEAST_CORNERS = 4
GROUPS = 12
"""So many groups of pixels are told apart at most. [-]"""
CLOSING_PX = (1, 2, 4, 8, 16, 32, 64, 128)
"""Groups this close count as one, tried in this order until there are few. [px]"""


@frozen
class MaskLimits:
    """What shapes of masks a device offers."""

    most: int = field(default=8, validator=validators.ge(1))
    shape: Shape = "polygon"
    corners: int = field(default=LEAST_CORNERS, validator=validators.ge(LEAST_CORNERS))
    """Of a polygon, at most. [-]"""

    @property
    def pieces(self) -> int:
        """Of how many pieces with four corners a shape may be made."""
        return 1 if self.shape == "rectangle" else self.corners // LEAST_CORNERS


def cover(pixels: Booleans, limits: MaskLimits) -> list[Corners]:
    """Return shapes that cover all of some pixels, as many as a device offers at most.

    Of all covers that are tried it is the one with the least other area; with no pixels, none.
    Corners are in the picture, columns and rows from the upper left corner. [px]
    """
    if not pixels.any():
        return []
    groups = [_Group.of(part, limits) for part in _parts(pixels)]
    best, chosen = np.inf, list[Corners]()
    while True:
        if len(groups) <= limits.most:
            other, counts = _share_out(groups, limits.most)
            if other < best:
                best = other
                chosen = [
                    shape
                    for group, count in zip(groups, counts, strict=True)
                    for shape in group.covers.shapes(count)
                ]
        if len(groups) == 1:
            return chosen
        groups = _joined(groups, limits)


@frozen(eq=False)
class _Group:
    """Pixels that shapes of their own cover."""

    pixels: Booleans
    covers: Columns
    box: tuple[int, int, int, int]
    """First and last row, first and last column."""

    @classmethod
    def of(cls, pixels: Booleans, limits: MaskLimits) -> "_Group":
        slopes = LEVEL if limits.shape == "rectangle" else SLOPES
        covers = columns(pixels, most=limits.most, pieces=limits.pieces, slopes=slopes)
        rows, across = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
        return cls(pixels, covers, (int(rows[0]), int(rows[-1]), int(across[0]), int(across[-1])))

    def area(self) -> int:
        """Return the pixels in its box."""
        low, high, begin, end = self.box
        return (high - low + 1) * (end - begin + 1)


def _parts(pixels: Booleans) -> list[Booleans]:
    """Return the pixels that hang together, `GROUPS` parts at most."""
    around = np.ones((3, 3), dtype=np.bool_)
    labels, count = ndimage.label(pixels, around)
    for closing_px in CLOSING_PX:
        if count <= GROUPS:
            break
        near = ndimage.maximum_filter(pixels, 2 * closing_px + 1)
        labels, count = ndimage.label(near, around)
    if count > GROUPS:
        return [pixels]
    return [part for k in range(1, count + 1) if (part := pixels & (labels == k)).any()]


def _share_out(groups: list[_Group], most: int) -> tuple[float, list[int]]:
    """Return the least other area of all groups with so many shapes, and how many each has."""
    reached = np.zeros(most + 1)
    counts: list[Integers] = []
    for number, group in enumerate(groups):
        sums = np.full((most + 1, most + 1), np.inf)  # by all shapes, and those of this group
        for all_of_them in range(number + 1, most + 1):
            own = np.arange(1, all_of_them - number + 1)
            sums[all_of_them, own] = reached[all_of_them - own] + group.covers.other[own - 1]
        counts.append(sums.argmin(axis=1))
        reached = sums.min(axis=1)
    free, shared = most, list[int]()
    for own in reversed(counts):
        shared.append(int(own[free]))
        free -= shared[-1]
    return float(reached[most]), shared[::-1]


def _joined(groups: list[_Group], limits: MaskLimits) -> list[_Group]:
    """Return the groups with those two joined whose common box holds the least more."""

    def more(one: _Group, two: _Group) -> int:
        box = [
            max(a, b) if k % 2 else min(a, b)
            for k, (a, b) in enumerate(zip(one.box, two.box, strict=True))
        ]
        return (box[1] - box[0] + 1) * (box[3] - box[2] + 1) - one.area() - two.area()

    pairs = [(more(a, b), i, j) for i, a in enumerate(groups) for j, b in enumerate(groups[:i])]
    _, i, j = min(pairs)
    rest = [group for k, group in enumerate(groups) if k not in (i, j)]
    return [*rest, _Group.of(groups[i].pixels | groups[j].pixels, limits)]
