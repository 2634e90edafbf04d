"""Decks: numbers of the levels of vertices at one place, as on a bridge and on the road below it.

At one place vertices meet that have one height (heights in the file, where it has them) and one
storey (bridge, tunnel, layer). An end counts as on any storey: there a bridge reaches the ground
or a ramp. What does not meet gets decks of its own, numbered from 0 upwards.
"""

from collections.abc import Sequence

import numpy as np

from placement.units import Booleans, Floats, Integers

SAME_VERTEX_M = 0.001
"""Vertices are compared after rounding to this. [m]"""
SAME_HEIGHT_M = 2.0
"""Vertices farther apart in height are not one place: a way under a bridge has 2.5 m. [m]"""
HIGHEST_BRIDGE_M = 60.0
"""A height of 0 this far below others is no height but an empty value. [m]"""


def deck_numbers(xy: Floats, height_m: Floats, storey: Integers, end: Booleans) -> Integers:
    """Return the deck of each vertex; 0 where nothing lies on one another.

    Parameters
    ----------
    xy : (V, 2) array
        Places. [m]
    height_m : (V,) array
        Heights, NaN where unknown: there the storey alone decides. [m]
    storey : (V,) array
        Of the line of each vertex. [-]
    end : (V,) array
        Which vertices are the first or last of a line.
    """
    deck = np.zeros(len(xy), dtype=np.int64)
    if not np.any(storey != storey[:1]) and not np.isfinite(height_m).any():
        return deck
    place = place_numbers(xy)
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    for group in np.split(order, starts[1:]):
        if len(group) > 1 and _may_differ(height_m[group], storey[group]):
            deck[group] = _decks_at_one_place(height_m[group], storey[group], end[group])
    return deck


def without_empty_heights(height_m: Floats, xy: Floats, owner: Integers, end: Booleans) -> Floats:
    """Return heights with NaN for the zeros that stand for nothing.

    The zeros of a line of nothing but 0 are no heights if others are beyond any bridge above it,
    or if anywhere an end of such a line meets a line at another height.
    """
    zero = height_m == 0
    all_zero = np.ones(int(owner.max(initial=-1)) + 1, dtype=bool)
    all_zero[owner[~zero]] = False
    has_height = np.isfinite(height_m) & ~zero
    if not zero.any() or not has_height.any():
        return np.where(zero & ~has_height.any(), np.nan, height_m)
    empty = all_zero[owner]
    lowest_m = float(np.quantile(height_m[has_height], 0.1))
    place = place_numbers(xy)
    high = has_height & (np.abs(height_m) > SAME_HEIGHT_M)
    ends_at_height = np.isin(place, place[high]) & end & empty
    heights_at_end = np.isin(place, place[empty]) & end & high
    if lowest_m <= HIGHEST_BRIDGE_M and not (ends_at_height | heights_at_end).any():
        return height_m
    is_empty = zero if lowest_m > HIGHEST_BRIDGE_M else empty
    return np.where(is_empty, np.nan, height_m)


def place_numbers(xy: Floats) -> Integers:
    """Return a number for each vertex (V,), the same for those at one place."""
    keys = np.round(xy / SAME_VERTEX_M).astype(np.int64)
    return np.asarray(np.unique(keys, axis=0, return_inverse=True)[1].ravel(), dtype=np.int64)


def may_touch(height_m: float, over_m: float, storey: int, other: int) -> bool:
    """Return whether an end may join the interior of a line that it touches without a vertex.

    A bridge comes down to the ground at its end; what ends below a bridge does not reach it.
    """
    if abs(height_m - over_m) > SAME_HEIGHT_M:  # False where either is NaN
        return False
    return other in (storey, 0)


def _may_differ(height_m: Floats, storey: Integers) -> bool:
    finite = height_m[np.isfinite(height_m)]
    return bool(np.any(storey != storey[0])) or bool(
        finite.size > 1 and np.ptp(finite) > SAME_HEIGHT_M
    )


def _decks_at_one_place(height_m: Floats, storey: Integers, end: Booleans) -> Integers:
    """Return the deck of each vertex at one place: by height, then by storey."""
    tier = _tiers(height_m, storey)
    deck = np.zeros(len(tier), dtype=np.int64)
    used = 0
    for number in range(int(tier.max()) + 1):
        inside = np.flatnonzero(tier == number)
        of_storey = _by_storey(storey[inside], end[inside])
        deck[inside] = used + of_storey
        used += int(of_storey.max()) + 1
    return deck


def _tiers(height_m: Floats, storey: Integers) -> Integers:
    """Return the tier of each vertex: known heights apart by more than the tolerance part them."""
    tier = np.zeros(len(height_m), dtype=np.int64)
    is_known = np.isfinite(height_m)
    order = np.flatnonzero(is_known)[np.argsort(height_m[is_known], kind="stable")]
    if order.size == 0:
        return tier
    tier[order] = np.cumsum(np.diff(height_m[order], prepend=height_m[order[0]]) > SAME_HEIGHT_M)
    for index in np.flatnonzero(~is_known):
        same_storey = order[storey[order] == storey[index]]
        tier[index] = tier[same_storey[0] if same_storey.size else order[0]]
    return tier


def _by_storey(storey: Integers, end: Booleans) -> Integers:
    """Return the deck of vertices by storey: one for each of interiors; ends on the nearest."""
    inner: Sequence[int] = np.unique(storey[~end]).tolist()
    if len(inner) < 2:
        return np.zeros(len(storey), dtype=np.int64)
    ranked = sorted(inner, key=lambda each: (abs(each), each))
    apart = np.abs(np.asarray(ranked)[None, :] - storey[:, None])
    return np.asarray(apart.argmin(axis=1), dtype=np.int64)
