"""`covering_intervals`: the camera azimuths at which each target is covered, as exact intervals.

While a camera turns, a target enters and leaves its picture at *critical azimuths*. The frame of a
tilted camera is no plain difference of azimuths, and a rectilinear lens is denser beside its axis;
so the conditions of `projection` (inside the frame, dense enough) are sampled over the half circle.
Bisection finds the roots between samples of different sign, golden section the extrema where a
condition holds (or fails) only between two samples.
"""

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.cameras.heads import Head
from placement.cameras.model import CameraModel
from placement.cameras.projection import image_points
from placement.cameras.purposes import lane_angle_deg
from placement.units import Booleans, Floats, Integers, wrap_deg

SAMPLE_STEP_DEG = 1.0
SAMPLES_DEG = np.arange(-2.0, 183.0, SAMPLE_STEP_DEG)
"""Angles off the axis; beyond the half circle too, so that each end of it lies between two. [°]"""
HALVINGS = 40
"""Bisections of the way between samples: to 1e-12°. [-]"""
GOLDEN = (5**0.5 - 1) / 2
SHRINKS = 48
"""Golden sections of the way between three samples: to 2e-10°. [-]"""


@frozen(eq=False)
class AzimuthIntervals:
    """Closed intervals of camera azimuths that cover targets, (K,); none or several to a target."""

    target: Integers
    first_deg: Floats
    """Camera azimuth from which the target is covered, turning clockwise. [°]"""
    last_deg: Floats
    """Camera azimuth up to which it is, ≥ `first_deg`; up to 360 beyond it. [°]"""


def covering_intervals(
    target_azimuth_deg: ArrayLike,
    *,
    model: CameraModel,
    depression_deg: ArrayLike,
    distance_m: ArrayLike,
    required_density_px_m: ArrayLike,
    tilt_deg: float | None = None,
) -> AzimuthIntervals:
    """Return the intervals of camera azimuths at which each target is covered.

    Parameters
    ----------
    target_azimuth_deg : (N,) array
        From the camera to targets in free sight, clockwise. [°]
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
    intervals
        Azimuths count from the same north as the targets'; those of one target do not overlap.
    """
    azimuth, depression, distance = np.broadcast_arrays(
        *(
            np.asarray(value, dtype=np.float64)
            for value in (target_azimuth_deg, depression_deg, distance_m)
        )
    )
    required = np.array(np.broadcast_to(required_density_px_m, azimuth.shape), dtype=np.float64)
    if model.requirement is not None:
        away = lane_angle_deg(model.lane_azimuth_deg, azimuth)
        required = np.maximum(required, model.requirement.required_px_m(away_deg=away))
    admitted = model.admits(
        required, target_azimuth_deg=azimuth, depression_deg=depression, distance_m=distance
    )
    index = np.flatnonzero(admitted)
    rays = _Rays(azimuth[index], depression[index], distance[index], required[index])
    by_head = [_head_intervals(head, rays) for head in model.imaging_heads(tilt_deg)]
    intervals = _combine_heads(by_head, at_least=len(by_head) if model.presets else 1)
    return AzimuthIntervals(index[intervals.target], intervals.first_deg, intervals.last_deg)


def circle_arcs(
    owner: Integers, first_deg: Floats, last_deg: Floats, weight: Floats
) -> tuple[Integers, Floats, Floats, Floats]:
    """Return (owner, start, end, weight): each circle cut into arcs, with the weight over each.

    An owner's circle is cut at the ends of its intervals; an arc has the weights of the intervals
    that hold it. Intervals are closed: where one ends just as another begins, an arc of no width
    has the weight of both. Arcs lie in [0, 360] and are sorted by owner and start. [°]
    """
    over = last_deg > 360.0
    starts = np.concatenate([first_deg, np.zeros(int(over.sum()))])
    ends = np.concatenate([np.minimum(last_deg, 360.0), last_deg[over] - 360.0])
    owners, weights = np.concatenate([owner, owner[over]]), np.concatenate([weight, weight[over]])
    cut_owner, azimuth = np.tile(owners, 2), np.concatenate([starts, ends])
    change = np.concatenate([weights, -weights])
    leaves = np.repeat([0, 1], weights.size)
    order = np.lexsort((leaves, azimuth, cut_owner))
    cut_owner, azimuth, sums = cut_owner[order], azimuth[order], np.cumsum(change[order])
    same = cut_owner[1:] == cut_owner[:-1]
    return cut_owner[:-1][same], azimuth[:-1][same], azimuth[1:][same], sums[:-1][same]


def merge_touching(owner: Integers, start: Floats, end: Floats) -> tuple[Integers, Floats, Floats]:
    """Return intervals, sorted by owner and start, with those that touch made one."""
    opens = np.ones(owner.size, dtype=np.bool_)
    opens[1:] = (owner[1:] != owner[:-1]) | (start[1:] > end[:-1])
    closes = np.append(opens[1:], True)[: owner.size]
    return owner[opens], start[opens], end[closes]


@frozen(eq=False)
class _Rays:
    """Rays from the camera to targets, with the density each target requires; arrays are (N,)."""

    azimuth_deg: Floats
    depression_deg: Floats
    distance_m: Floats
    required_px_m: Floats


def _head_intervals(head: Head, rays: _Rays) -> AzimuthIntervals:
    """Return the camera azimuths at which one head covers each target, either side of its axis."""
    target, near, far = _off_axis_ranges(head, rays)
    middle = rays.azimuth_deg[target] - head.azimuth_offset_deg
    ahead, behind = near <= 0.0, far >= 180.0
    apart = ~ahead & ~behind
    first = np.where(ahead, middle - far, middle + near)
    last = np.where(ahead | ~behind, middle + far, middle + 360.0 - near)
    first, last = np.append(first, (middle - far)[apart]), np.append(last, (middle - near)[apart])
    whole = last - first >= 360.0
    start = np.where(whole, 0.0, wrap_deg(first))
    end = start + np.where(whole, 360.0, last - first)
    return AzimuthIntervals(np.append(target, target[apart]), start, end)


def _off_axis_ranges(head: Head, rays: _Rays) -> tuple[Integers, Floats, Floats]:
    """Return (target, from, to): angles off the axis, 0 to 180, that cover each target. [°]"""
    everyone = np.arange(rays.azimuth_deg.size)
    target, edges = [everyone, everyone], [np.zeros(everyone.size), np.full(everyone.size, 180.0)]
    for condition, values in enumerate(
        _margins(head, rays, everyone[:, None], SAMPLES_DEG[None, :])
    ):
        for ray, low, high in (
            _sign_changes(values),
            *_double_roots(values, condition, head, rays),
        ):
            target.append(ray)
            edges.append(np.clip(_bisect(condition, head, rays, ray, low, high), 0.0, 180.0))
    ray, edge = np.concatenate(target), np.concatenate(edges)
    order = np.lexsort((edge, ray))
    ray, edge = ray[order], edge[order]
    same = ray[1:] == ray[:-1]
    start, end, owner = edge[:-1][same], edge[1:][same], ray[:-1][same]
    inside = np.min(_margins(head, rays, owner, (start + end) / 2), axis=0) >= 0.0
    return merge_touching(owner[inside], start[inside], end[inside])


def _margins(head: Head, rays: _Rays, ray: Integers, off_deg: Floats) -> tuple[Floats, ...]:
    """Return by how much each condition holds, below 0 where not: sides, top and bottom, pixels."""
    image = image_points(
        head.lens,
        off_axis_deg=off_deg,
        depression_deg=rays.depression_deg[ray],
        tilt_deg=head.tilt_deg,
    )
    most = head.lens.axis_px_rad / (rays.distance_m * rays.required_px_m)
    return tuple(
        np.broadcast_arrays(image.side_margin, image.top_margin, most[ray] - image.shrinkage)
    )


_Bracket = tuple[Integers, Floats, Floats]


def _sign_changes(values: Floats) -> _Bracket:
    """Return (target, low, high): neighbouring samples of which one holds, the other not."""
    holds = values >= 0
    ray, sample = np.nonzero(holds[:, 1:] != holds[:, :-1])
    return ray, SAMPLES_DEG[sample], SAMPLES_DEG[sample + 1]


def _double_roots(values: Floats, condition: int, head: Head, rays: _Rays) -> list[_Bracket]:
    """Return brackets of roots where a condition changes twice between neighbouring samples."""
    holds = values >= 0
    before, here, after = values[:, :-2], values[:, 1:-1], values[:, 2:]
    alike = (holds[:, :-2] == holds[:, 1:-1]) & (holds[:, 2:] == holds[:, 1:-1])
    least, most = (here <= before) & (here <= after), (here >= before) & (here >= after)
    turning: Booleans = alike & (least != most) & (least == holds[:, 1:-1])
    ray, sample = np.nonzero(turning)
    sign = np.where(holds[ray, sample + 1], 1.0, -1.0)
    low, high = SAMPLES_DEG[sample], SAMPLES_DEG[sample + 2]
    a, b = low, high
    for _ in range(SHRINKS):
        c, d = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
        at_c, at_d = (sign * _margins(head, rays, ray, off)[condition] for off in (c, d))
        a, b = np.where(at_c < at_d, a, c), np.where(at_c < at_d, d, b)
    middle: Floats = (a + b) / 2
    flips = (_margins(head, rays, ray, middle)[condition] >= 0) != (sign > 0)
    ray, low, middle, high = ray[flips], low[flips], middle[flips], high[flips]
    return [(ray, low, middle), (ray, middle, high)]


def _bisect(
    condition: int, head: Head, rays: _Rays, ray: Integers, low: Floats, high: Floats
) -> Floats:
    """Return the angle at which a condition changes between two, on the side where it holds. [°]"""
    at_low = _margins(head, rays, ray, low)[condition] >= 0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = (_margins(head, rays, ray, middle)[condition] >= 0) == at_low
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.where(at_low, low, high)


def _combine_heads(by_head: list[AzimuthIntervals], *, at_least: int) -> AzimuthIntervals:
    """Return the camera azimuths at which at least so many of several heads cover each target."""
    if len(by_head) == 1:
        return by_head[0]
    target, first, last = (
        np.concatenate([getattr(intervals, name) for intervals in by_head])
        for name in ("target", "first_deg", "last_deg")
    )
    owner, start, end, head_count = circle_arcs(target, first, last, np.ones(target.size))
    enough = head_count >= at_least - 0.5
    return AzimuthIntervals(*merge_touching(owner[enough], start[enough], end[enough]))
