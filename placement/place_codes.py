"""Short names of places that follow from their coordinates, as `X-bagudol`.

A name says nothing of what else is in the file: a street more, another order or another budget does
not change it. Within `CELL_M` a place may move and mostly keeps its name; the same coordinates
always have the same one.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import ArrayLike

CELL_M = 5.0
"""Places of one square of this side share a code, and are then numbered. [m]"""
CONSONANTS = "bdfghjklmnprstvz"
VOWELS = "aiou"
LETTERS = (CONSONANTS, VOWELS) * 3 + (CONSONANTS,)
"""Seven letters one can say on the telephone: four million codes."""


def place_codes(x_m: ArrayLike, y_m: ArrayLike, *, prefix: str) -> list[str]:
    """Return a name for each of several places, unique among them.

    Parameters
    ----------
    x_m, y_m : (N,) array
        In the working system. [m]
    prefix
        What kind of place it is, before the code.

    Returns
    -------
    list of N
        Of places with the same code the one farthest west, then south, bears it alone, the others
        with `.2`, `.3` … behind it.
    """
    x, y = np.asarray(x_m, dtype=np.float64), np.asarray(y_m, dtype=np.float64)
    east, north = (np.floor(np.round(axis, 3) / CELL_M).astype(np.int64) for axis in (x, y))
    codes = [f"{prefix}-{_code(*cell)}" for cell in zip(east.tolist(), north.tolist(), strict=True)]
    return numbered(codes, order=np.lexsort((y, x)).tolist())


def numbered(names: Sequence[str], *, order: Sequence[int]) -> list[str]:
    """Return names made unique, whatever their case: each repetition with its number behind it.

    Parameters
    ----------
    names
        Some of which may be alike.
    order
        Indices of the names, that of the one that stays as it is before those alike.
    """
    unique, times, used = list(names), Counter[str](), {name.casefold() for name in names}
    for index in order:
        key = names[index].casefold()
        times[key] += 1
        while times[key] > 1 and f"{key}.{times[key]}" in used:
            times[key] += 1
        if times[key] > 1:
            unique[index] = f"{names[index]}.{times[key]}"
    return unique


def _code(east: int, north: int) -> str:
    digest = int.from_bytes(blake2b(f"{east},{north}".encode(), digest_size=4).digest())
    letters = []
    for alphabet in LETTERS:
        digest, letter = divmod(digest, len(alphabet))
        letters.append(alphabet[letter])
    return "".join(letters)
