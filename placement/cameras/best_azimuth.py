"""`best_azimuth`: where a camera on a given place covers most; `fullest_azimuths`: all it may need.

The weight a camera covers changes only at the critical azimuths of its targets (`turns`). A sweep
over them, sorted, gives the best direction among all, not among the steps of a grid.
"""

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.cameras.critical_azimuths import (
    Turns,
    covering_turns,
    merged,
    pieces,
)
from placement.cameras.model import CameraModel
from placement.units import Floats, Integers, wrap_deg

SAME = 1e-12
"""Weights this close, relative to all, are equal. [-]"""


@frozen
class BestAzimuth:
    """The best direction of a camera and what it covers there."""

    azimuth_deg: float
    """Middle of the widest interval of directions that cover most; same north as targets. [°]"""
    weight: float
    """Weight covered."""
    play_deg: float
    """How wide that interval is: how exactly the camera must be aimed. [°]"""


def best_azimuth(
    target_azimuth_deg: ArrayLike,
    weight: ArrayLike,
    *,
    model: CameraModel,
    depression_deg: ArrayLike,
    distance_m: ArrayLike,
    required_density_px_m: ArrayLike,
    tilt_deg: float | None = None,
) -> BestAzimuth:
    """Return the direction in which a camera covers the most weight, over the whole circle.

    Parameters
    ----------
    target_azimuth_deg : (N,) array
        From the camera to targets in free sight, clockwise. [°]
    weight : (N,) array
        What covering each is worth, ≥ 0.
    model
        The camera; every head, preset and gate of it counts as in `CameraModel.sees`.
    depression_deg, distance_m : (N,) arrays
        Of the rays, as `visibility.sights` gives them. [°, m]
    required_density_px_m : (N,) array or number
        Pixel density from which a target is covered. [px/m]
    tilt_deg
        Of the pose, else the model's. [°]

    Returns
    -------
    aim
        No direction covers more. Without any target that can be covered: azimuth 0, weight 0.

    Notes
    -----
    A rotational sweep (de Berg, Cheong, van Kreveld and Overmars, *Computational Geometry*, 3rd
    ed., 2008, chapter 15) over closed intervals, O(N log N).
    """
    turns = covering_turns(
        target_azimuth_deg,
        model=model,
        depression_deg=depression_deg,
        distance_m=distance_m,
        required_density_px_m=required_density_px_m,
        tilt_deg=tilt_deg,
    )
    return _swept(turns, np.asarray(weight, dtype=np.float64))


def fullest_azimuths(turns: Turns, owner: Integers) -> tuple[Integers, Floats]:
    """Return directions of which one covers all that any direction covers, for every camera.

    Between two critical azimuths the covered targets stay the same. A piece of the circle that
    begins where a target enters and ends where one leaves has no neighbour that covers more; all
    other pieces have. So the middles of these few pieces stand for the whole circle: a plan over
    them is a plan over all directions, and its bound holds for all of them.

    Parameters
    ----------
    turns
        Intervals in which targets count.
    owner : (K,) array
        Camera of each interval.

    Returns
    -------
    camera, azimuth_deg : (M,) arrays
        By camera and rising; cameras without any target are left out. [°]
    """
    # a round before and one behind, so that pieces across north are whole
    edges = np.concatenate([turns.first_deg, turns.last_deg])
    at = np.concatenate([edges + shift for shift in (-360.0, 0.0, 360.0)])
    who = np.tile(owner, 6)
    ends = np.tile(np.repeat([False, True], turns.first_deg.size), 3)
    order = np.lexsort((ends, at, who))
    who, at, ends = who[order], at[order], ends[order]
    full = ~ends[:-1] & ends[1:] & (who[:-1] == who[1:])
    middle = (at[:-1] + at[1:])[full] / 2
    inside = (middle >= 0.0) & (middle < 360.0)
    found = np.unique(np.column_stack([who[:-1][full][inside], middle[inside]]), axis=0)
    return found[:, 0].astype(np.int64), found[:, 1]


def _swept(turns: Turns, worth: Floats) -> BestAzimuth:
    """Return the middle of the widest piece of the circle that covers most."""
    if not turns.target.size:
        return BestAzimuth(0.0, 0.0, 360.0)
    nobody = np.zeros(turns.target.size, dtype=np.int64)
    _, start, end, value = pieces(nobody, turns.first_deg, turns.last_deg, worth[turns.target])
    best = value >= value.max() - SAME * worth.sum()
    _, start, end = merged(np.zeros(int(best.sum()), dtype=np.int64), start[best], end[best])
    if start.size > 1 and start[0] <= 0.0 and end[-1] >= 360.0:  # one piece, across north
        start, end = start[1:], np.append(end[1:-1], end[-1] + end[0])
    widest = int(np.argmax(end - start))
    azimuth = float(wrap_deg((start[widest] + end[widest]) / 2))
    covers = (turns.first_deg <= azimuth) & (azimuth <= turns.last_deg)
    covers |= azimuth + 360.0 <= turns.last_deg
    covered = np.unique(turns.target[covers])
    return BestAzimuth(azimuth, float(worth[covered].sum()), float(end[widest] - start[widest]))
