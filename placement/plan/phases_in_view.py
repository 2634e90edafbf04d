"""In which phases a piece of street or a place is in view, as the layers of a plan have it.

A layer has the first phase that sees a row (`seen_phase`) and, of a plan that takes cameras down,
the later ones at whose end nobody does (`unseen_phases`). The same by night, with `_night`.
"""

import numpy as np
import pandas as pd

from placement.units import Booleans

BETWEEN = "; "
"""Between the phases in a cell."""
NIGHT = "_night"


def columns_of(visible: Booleans, *, suffix: str = "") -> dict[str, object]:
    """Return the two columns of a layer from what is in view at the end of each phase, (I, P)."""
    phases = range(visible.shape[1])
    ever = np.asarray(visible.any(axis=1), dtype=np.bool_)
    first = np.asarray(visible.argmax(axis=1), dtype=np.int64)
    later = np.arange(len(phases))[np.newaxis] > first[:, np.newaxis]
    lost = np.asarray(~visible & ever[:, np.newaxis] & later, dtype=np.bool_)
    cells = [BETWEEN.join(str(phase) for phase in phases if row[phase]) for row in lost]
    return {
        f"seen_phase{suffix}": np.where(ever, first.astype(np.float64), np.nan),
        f"unseen_phases{suffix}": cells,
    }


def in_view(rows: pd.DataFrame, phase: int, *, by_night: bool = False) -> Booleans:
    """Return which rows of a layer (I,) are in view at the end of a phase."""
    suffix = NIGHT if by_night else ""
    first = rows[f"seen_phase{suffix}"].astype("Float64")
    visible = first.to_numpy(dtype=np.float64, na_value=np.inf) <= phase
    return np.asarray(visible & ~_unseen_in(rows, phase, suffix=suffix), dtype=np.bool_)


def _unseen_in(rows: pd.DataFrame, phase: int, *, suffix: str = "") -> Booleans:
    """Return which rows (I,) nobody sees at the end of a phase though an earlier one did."""
    column = f"unseen_phases{suffix}"
    if column not in rows:
        return np.zeros(len(rows), dtype=np.bool_)
    number, cells = pd.factorize(rows[column].fillna("").astype(str))
    # thousands of rows have few different cells, most often the empty one alone
    unseen = np.array([phase in unseen_phases(cell) for cell in cells], dtype=np.bool_)
    return np.asarray(unseen[number], dtype=np.bool_)


def unseen_phases(cell: str) -> list[int]:
    """Return the phases in a cell of the column `unseen_phases`."""
    return [int(part) for part in cell.split(BETWEEN) if part.isdecimal()]
