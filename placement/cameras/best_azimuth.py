"""`best_azimuth`: in which direction a camera covers most; `dominating_azimuths`: all it may need.

The set of targets a camera covers changes only at their critical azimuths (`critical_azimuths`). A
sweep over these, sorted, gives the best direction among all directions, not among the steps of a
grid.
"""

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.cameras.critical_azimuths import (
    AzimuthIntervals,
    circle_arcs,
    covering_intervals,
    merge_touching,
)
from placement.cameras.model import CameraModel
from placement.units import Floats, Integers, wrap_deg

SAME = 1e-12
"""Weights this close, relative to all, are equal. [-]"""


@frozen
class BestAzimuth:
    """The direction in which a camera covers the most weight, and how much that is."""

    azimuth_deg: float
    """Middle of the widest interval of directions that cover most; same north as targets. [°]"""
    covered_weight: float
    interval_deg: float
    """Width of that interval: how exactly the camera must be aimed. [°]"""


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
        The camera; every head, preset and requirement of it counts as in
        `CameraModel.density_px_m`.
    depression_deg, distance_m : (N,) arrays
        Of the rays, as `visibility.sights` gives them. [°, m]
    required_density_px_m : (N,) array or number
        Pixel density from which a target is covered. [px/m]
    tilt_deg
        Of the pose, else the model's. [°]

    Returns
    -------
    best_azimuth
        No direction covers more. Without any target that can be covered: azimuth 0, weight 0.

    Notes
    -----
    A rotational sweep (de Berg, Cheong, van Kreveld and Overmars, *Computational Geometry*, 3rd
    ed., 2008, chapter 15) over closed intervals, O(N log N).
    """
    intervals = covering_intervals(
        target_azimuth_deg,
        model=model,
        depression_deg=depression_deg,
        distance_m=distance_m,
        required_density_px_m=required_density_px_m,
        tilt_deg=tilt_deg,
    )
    return _sweep(intervals, np.asarray(weight, dtype=np.float64))


def dominating_azimuths(intervals: AzimuthIntervals, owner: Integers) -> tuple[Integers, Floats]:
    """Return, for every camera, directions of which one covers all that any direction covers.

    Between two critical azimuths the covered targets stay the same. An arc of the circle that
    begins where a target enters the picture and ends where one leaves it has no neighbour that
    covers more; all other arcs have. So the middles of these few arcs stand for the whole circle: a
    plan over them is a plan over all directions, and its bound holds for all of them.

    Parameters
    ----------
    intervals
        In which camera azimuths each target is covered.
    owner : (K,) array
        Camera of each interval.

    Returns
    -------
    camera, azimuth_deg : (M,) arrays
        By camera and rising; cameras without any target are left out. [°]
    """
    # a round before and one behind, so that arcs across north are whole
    bounds = np.concatenate([intervals.first_deg, intervals.last_deg])
    azimuth = np.concatenate([bounds + shift for shift in (-360.0, 0.0, 360.0)])
    camera = np.tile(owner, 6)
    leaves = np.tile(np.repeat([False, True], intervals.first_deg.size), 3)
    order = np.lexsort((leaves, azimuth, camera))
    camera, azimuth, leaves = camera[order], azimuth[order], leaves[order]
    dominating = ~leaves[:-1] & leaves[1:] & (camera[:-1] == camera[1:])
    middle = (azimuth[:-1] + azimuth[1:])[dominating] / 2
    inside = (middle >= 0.0) & (middle < 360.0)
    poses = np.unique(np.column_stack([camera[:-1][dominating][inside], middle[inside]]), axis=0)
    return poses[:, 0].astype(np.int64), poses[:, 1]


def _sweep(intervals: AzimuthIntervals, weight: Floats) -> BestAzimuth:
    """Return the middle of the widest arc of the circle in which the most weight is covered."""
    if not intervals.target.size:
        return BestAzimuth(0.0, 0.0, 360.0)
    one_camera = np.zeros(intervals.target.size, dtype=np.int64)
    _, start, end, arc_weight = circle_arcs(
        one_camera, intervals.first_deg, intervals.last_deg, weight[intervals.target]
    )
    best = arc_weight >= arc_weight.max() - SAME * weight.sum()
    _, start, end = merge_touching(
        np.zeros(int(best.sum()), dtype=np.int64), start[best], end[best]
    )
    if start.size > 1 and start[0] <= 0.0 and end[-1] >= 360.0:  # one arc, across north
        start, end = start[1:], np.append(end[1:-1], end[-1] + end[0])
    widest = int(np.argmax(end - start))
    azimuth = float(wrap_deg((start[widest] + end[widest]) / 2))
    covers = (intervals.first_deg <= azimuth) & (azimuth <= intervals.last_deg)
    covers |= azimuth + 360.0 <= intervals.last_deg
    covered = np.unique(intervals.target[covers])
    return BestAzimuth(azimuth, float(weight[covered].sum()), float(end[widest] - start[widest]))
