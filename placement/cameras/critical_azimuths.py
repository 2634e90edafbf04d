"""`Turns`: for which directions of a camera each target counts, as exact intervals.

While a camera turns, a target enters and leaves its picture at *critical azimuths*. The frame of a
tilted camera is no plain difference of azimuths, and a rectilinear lens is denser beside its axis;
so the very conditions that `optics` asks are probed over the half circle and their roots closed in
on by bisection, places where a condition barely holds (or fails) between probes by golden section.
"""

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.cameras.heads import Head
from placement.cameras.model import CameraModel
from placement.cameras.projection import picture
from placement.cameras.purposes import away_from_lane_deg
from placement.units import Booleans, Floats, Integers, wrap_deg

PROBE_DEG = 1.0
"""Angles off the axis are probed this far apart. [°]"""
PROBES = np.arange(-2.0, 183.0, PROBE_DEG)
"""Beyond the half circle too, so that each end of it lies between probes. [°]"""
HALVINGS = 40
"""Bisections of the way between probes: to 1e-12°. [-]"""
GOLDEN = (5**0.5 - 1) / 2
SHRINKS = 48
"""Golden sections of the way between three probes: to 2e-10°. [-]"""


@frozen(eq=False)
class Turns:
    """Intervals of camera azimuths, closed; arrays are (K,); a target may have none or several."""

    target: Integers
    first_deg: Floats
    """Camera azimuth where the target starts to count, turning clockwise. [°]"""
    last_deg: Floats
    """Camera azimuth where it ends, ≥ `first_deg`; up to 360 beyond it. [°]"""


def covering_turns(
    target_azimuth_deg: ArrayLike,
    *,
    model: CameraModel,
    depression_deg: ArrayLike,
    distance_m: ArrayLike,
    required_density_px_m: ArrayLike,
    tilt_deg: float | None = None,
) -> Turns:
    """Return for which camera azimuths each target is covered.

    Parameters
    ----------
    target_azimuth_deg : (N,) array
        From the camera to targets in free sight, clockwise. [°]
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
    turns
        Azimuths count from the same north as the targets'; those of one target do not overlap.
    """
    azimuth, depression, distance = np.broadcast_arrays(
        *(
            np.asarray(value, dtype=np.float64)
            for value in (target_azimuth_deg, depression_deg, distance_m)
        )
    )
    asked = np.array(np.broadcast_to(required_density_px_m, azimuth.shape), dtype=np.float64)
    if model.gate is not None:
        away = away_from_lane_deg(model.lane_azimuth_deg, azimuth)
        asked = np.maximum(asked, model.gate.asked_px_m(away_deg=away))
    admitted = model.admits(
        asked, target_azimuth_deg=azimuth, depression_deg=depression, distance_m=distance
    )
    index = np.flatnonzero(admitted)
    rays = _Rays(azimuth[index], depression[index], distance[index], asked[index])
    every = [_of_head(head, rays) for head in model.views(tilt_deg)]
    found = _joined(every, at_least=len(every) if model.presets else 1)
    return Turns(index[found.target], found.first_deg, found.last_deg)


def pieces(
    owner: Integers, first_deg: Floats, last_deg: Floats, worth: Floats
) -> tuple[Integers, Floats, Floats, Floats]:
    """Return (owner, start, end, worth): each owner's circle cut at all ends of its intervals.

    Intervals are closed: where one ends just as another begins, a piece of no width has the worth
    of both. Pieces lie in [0, 360] and are sorted by owner and start. [°]
    """
    over = last_deg > 360.0
    starts = np.concatenate([first_deg, np.zeros(int(over.sum()))])
    ends = np.concatenate([np.minimum(last_deg, 360.0), last_deg[over] - 360.0])
    owners, value = np.concatenate([owner, owner[over]]), np.concatenate([worth, worth[over]])
    who, at = np.tile(owners, 2), np.concatenate([starts, ends])
    change = np.concatenate([value, -value])
    begins = np.repeat([0, 1], value.size)
    order = np.lexsort((begins, at, who))
    who, at, sums = who[order], at[order], np.cumsum(change[order])
    same = who[1:] == who[:-1]
    return who[:-1][same], at[:-1][same], at[1:][same], sums[:-1][same]


def merged(owner: Integers, start: Floats, end: Floats) -> tuple[Integers, Floats, Floats]:
    """Return intervals, sorted by owner and start, with those that touch made one."""
    opens = np.ones(owner.size, dtype=np.bool_)
    opens[1:] = (owner[1:] != owner[:-1]) | (start[1:] > end[:-1])
    closes = np.append(opens[1:], True)[: owner.size]
    return owner[opens], start[opens], end[closes]


@frozen(eq=False)
class _Rays:
    """Targets to aim at; arrays are (N,)."""

    azimuth_deg: Floats
    depression_deg: Floats
    distance_m: Floats
    asked_px_m: Floats


def _of_head(head: Head, rays: _Rays) -> Turns:
    """Return the turns at which one head covers each target: off its axis to either side."""
    which, near, far = _off_axis(head, rays)
    middle = rays.azimuth_deg[which] - head.azimuth_offset_deg
    ahead, behind = near <= 0.0, far >= 180.0
    apart = ~ahead & ~behind
    first = np.where(ahead, middle - far, middle + near)
    last = np.where(ahead | ~behind, middle + far, middle + 360.0 - near)
    first, last = np.append(first, (middle - far)[apart]), np.append(last, (middle - near)[apart])
    whole = last - first >= 360.0
    start = np.where(whole, 0.0, wrap_deg(first))
    end = start + np.where(whole, 360.0, last - first)
    return Turns(np.append(which, which[apart]), start, end)


def _off_axis(head: Head, rays: _Rays) -> tuple[Integers, Floats, Floats]:
    """Return (target, from, to): angles off the axis, 0 to 180, at which targets count. [°]"""
    everyone = np.arange(rays.azimuth_deg.size)
    target, edges = [everyone, everyone], [np.zeros(everyone.size), np.full(everyone.size, 180.0)]
    for condition, values in enumerate(_margins(head, rays, everyone[:, None], PROBES[None, :])):
        for who, low, high in (_crossings(values), *_touchings(values, condition, head, rays)):
            target.append(who)
            edges.append(np.clip(_bisected(condition, head, rays, who, low, high), 0.0, 180.0))
    who, edge = np.concatenate(target), np.concatenate(edges)
    order = np.lexsort((edge, who))
    who, edge = who[order], edge[order]
    same = who[1:] == who[:-1]
    start, end, owner = edge[:-1][same], edge[1:][same], who[:-1][same]
    inside = np.min(_margins(head, rays, owner, (start + end) / 2), axis=0) >= 0.0
    return merged(owner[inside], start[inside], end[inside])


def _margins(head: Head, rays: _Rays, who: Integers, off_deg: Floats) -> tuple[Floats, ...]:
    """Return by how much each condition holds, below 0 where not: frame, frame, pixels."""
    seen = picture(
        head.lens,
        off_axis_deg=off_deg,
        depression_deg=rays.depression_deg[who],
        tilt_deg=head.tilt_deg,
    )
    most = head.lens.axis_px_rad / (rays.distance_m * rays.asked_px_m)
    return tuple(np.broadcast_arrays(seen.beside, seen.above, most[who] - seen.shrink))


_Bracket = tuple[Integers, Floats, Floats]


def _crossings(values: Floats) -> _Bracket:
    """Return (target, low, high): neighbouring probes of which one holds, the other not."""
    holds = values >= 0
    who, probe = np.nonzero(holds[:, 1:] != holds[:, :-1])
    return who, PROBES[probe], PROBES[probe + 1]


def _touchings(values: Floats, condition: int, head: Head, rays: _Rays) -> list[_Bracket]:
    """Return brackets around what lies between probes and changes a condition twice."""
    holds = values >= 0
    before, here, after = values[:, :-2], values[:, 1:-1], values[:, 2:]
    alike = (holds[:, :-2] == holds[:, 1:-1]) & (holds[:, 2:] == holds[:, 1:-1])
    least, most = (here <= before) & (here <= after), (here >= before) & (here >= after)
    turning: Booleans = alike & (least != most) & (least == holds[:, 1:-1])
    who, probe = np.nonzero(turning)
    sign = np.where(holds[who, probe + 1], 1.0, -1.0)
    low, high = PROBES[probe], PROBES[probe + 2]
    a, b = low, high
    for _ in range(SHRINKS):
        c, d = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
        at_c, at_d = (sign * _margins(head, rays, who, turn)[condition] for turn in (c, d))
        a, b = np.where(at_c < at_d, a, c), np.where(at_c < at_d, d, b)
    middle: Floats = (a + b) / 2
    flips = (_margins(head, rays, who, middle)[condition] >= 0) != (sign > 0)
    who, low, middle, high = who[flips], low[flips], middle[flips], high[flips]
    return [(who, low, middle), (who, middle, high)]


def _bisected(
    condition: int, head: Head, rays: _Rays, who: Integers, low: Floats, high: Floats
) -> Floats:
    """Return where a condition changes between two turns of which one holds: that end. [°]"""
    at_low = _margins(head, rays, who, low)[condition] >= 0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = (_margins(head, rays, who, middle)[condition] >= 0) == at_low
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.where(at_low, low, high)


def _joined(every: list[Turns], *, at_least: int) -> Turns:
    """Return the turns at which at least so many of several heads cover each target."""
    if len(every) == 1:
        return every[0]
    target, first, last = (
        np.concatenate([getattr(turns, name) for turns in every])
        for name in ("target", "first_deg", "last_deg")
    )
    owner, start, end, depth = pieces(target, first, last, np.ones(target.size))
    deep = depth >= at_least - 0.5
    return Turns(*merged(owner[deep], start[deep], end[deep]))
