"""Pictures: how many one operator can watch, and what is noticed in them."""

import math

import numpy as np

from placement.centre.parameters import packaged_rows


def detected_share(pictures: float) -> float | None:
    """Return the share of events an operator notices in so many pictures; None: nobody measured.

    Between the measured numbers it is drawn straight; beyond the last one there is no datum.
    """
    rows = packaged_rows("detection.csv")
    measured = [float(row["pictures"]) for row in rows]
    shares = [float(row["detected_share"]) for row in rows]
    if not measured[0] <= pictures <= measured[-1]:
        return None
    return float(np.interp(pictures, measured, shares))


def operators_for(pictures: float, *, limit: float) -> int:
    """Return how many operators watch so many pictures with at most `limit` each. [-]"""
    return math.ceil(pictures / limit - 1e-9)
