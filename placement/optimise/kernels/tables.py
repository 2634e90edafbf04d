"""Arrays that the compiled loops work on: a covering problem, and the state of a plan."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Indices = NDArray[np.int32]
Flags = NDArray[np.uint8]


class Tables(NamedTuple):
    """A covering problem: m candidates sorted by site, n demand points, S sites.

    A candidate may be a layout: several cameras of one site chosen together, which sites with room
    for one candidate offer.
    """

    ptr: Ints
    """(m + 1,) where the demand points of each candidate begin in `idx`."""
    idx: Indices
    tptr: Ints
    """(n + 1,) where the candidates of each demand point begin in `tidx`."""
    tidx: Indices
    weight: Floats
    """(n,) of each demand point, > 0."""
    site: Indices
    """(m,) of each candidate, not falling."""
    room: Indices
    """(S,) how many candidates a site can still take, > 0."""
    cameras: Indices
    """(m,) how many cameras each candidate is: one, unless it is a layout."""
    price: Floats
    """(m,) of each candidate."""
    opening: Floats
    """(S,) once, with the first candidate at a site."""


class State(NamedTuple):
    """State of a plan that moves change, and the gain of each candidate."""

    chosen: Ints
    """(count,) candidates in the plan, as many as cameras may be; the first `size[0]` count."""
    size: Ints
    cameras: Ints
    """(1,) cameras in the plan."""
    covered: Indices
    """(n,) by how many chosen candidates."""
    gain: Floats
    """(m,) weight a candidate would newly cover."""
    used: Indices
    """(S,) chosen candidates at each site."""
    inside: Flags
    spent: Floats
