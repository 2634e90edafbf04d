"""Whole numbers as short text: zigzag, seven bits a byte, base64; `core/varints.js` reads it.

A number up to 63 from zero takes one byte, up to 8 191 two; in base64 a byte is 1.33 letters.
"""

import base64
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from placement.units import Integers

BITS = 7
LOW = (1 << BITS) - 1
MOST = 1 << 50
"""Larger numbers are no whole ones any more where the page reads them. [-]"""


def packed(numbers: ArrayLike) -> str:
    """Return whole numbers (N,) of at most `MOST` as text."""
    values = np.asarray(numbers, dtype=np.int64).ravel()
    if not values.size:
        return ""
    if int(np.abs(values).max()) > MOST:
        raise ValueError("a number is too large to be packed")
    rest = np.where(values < 0, -2 * values - 1, 2 * values)
    columns = []
    while True:
        more = rest > LOW
        columns.append((rest & LOW) | np.where(more, LOW + 1, 0))
        rest >>= BITS
        if not more.any():
            break
    table = np.column_stack(columns)
    ends = np.argmax(table <= LOW, axis=1)
    occupied = np.arange(table.shape[1])[None, :] <= ends[:, None]
    return base64.b64encode(table[occupied].astype(np.uint8).tobytes()).decode("ascii")


def steps(numbers: ArrayLike, *, order: int = 1) -> Integers:
    """Return numbers as steps from one to the next; of order 2 as steps between these steps."""
    values = np.asarray(numbers, dtype=np.int64).ravel()
    for _ in range(order):
        values = np.diff(values, prepend=0)
    return values


def joined(parts: Iterable[ArrayLike]) -> Integers:
    """Return several arrays of whole numbers as one."""
    return np.concatenate([np.zeros(0, dtype=np.int64), *(np.ravel(part) for part in parts)])
