"""`Mask`: a polygon in the picture of a head that a camera blackens; nobody is seen there."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.units import Booleans


@frozen
class Mask:
    """A polygon in one picture of a camera."""

    picture: int
    """Number of the head or preset whose picture it is in, from 0."""
    corners: tuple[tuple[float, float], ...]
    """Shares of the picture's width and height, from its upper left corner. [-]"""


def within(corners: ArrayLike, across: ArrayLike, down: ArrayLike) -> Booleans:
    """Return which points a polygon holds: those with an odd number of its edges to their right."""
    x, y = np.broadcast_arrays(np.asarray(across, np.float64), np.asarray(down, np.float64))
    inside = np.zeros(x.shape, dtype=np.bool_)
    ring = np.asarray(corners, dtype=np.float64)
    for (x_from, y_from), (x_to, y_to) in zip(np.roll(ring, 1, axis=0), ring, strict=True):
        if y_from == y_to:
            continue
        passes = (y_from > y) != (y_to > y)
        inside ^= passes & (x < x_from + (y - y_from) / (y_to - y_from) * (x_to - x_from))
    return inside


def in_masks(masks: Sequence[Mask], across: ArrayLike, down: ArrayLike) -> Booleans:
    """Return which points of a picture lie in any of its masks; shares of width and height. [-]"""
    hidden = np.zeros(np.broadcast_shapes(np.shape(across), np.shape(down)), dtype=np.bool_)
    for mask in masks:
        hidden |= within(mask.corners, across, down)
    return hidden
