"""`VisibleStrips`: the parts of façades that poses have in their picture at a pixel density.

Density on a wall is that of the ray times the cosine of the angle on the ground between the line of
sight and the wall's normal: a metre along a wall at a slant has as many fewer pixels. That a lens
looks down on a wall is left aside, which counts rather more than less (2 % at 12°). The purpose of
a camera and its range by night or weather play no part: what is in the picture is.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from placement.cameras.heads import Head
from placement.cameras.model import CameraModel
from placement.cameras.projection import image_points, range_m
from placement.privacy.frame_limits import frame_limits
from placement.units import Floats, Integers, turn_deg

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.privacy.facade_sights import FacadeSights
    from placement.visibility.sights import Candidates

BLOCK_PAIRS = 1_000_000
"""Pairs of candidate and piece decided together. [-]"""
NODES = 9
"""Heights of a piece between which the density of lenses that stretch is linear. [-]"""


@frozen(eq=False)
class VisibleStrips:
    """Upright parts of pieces in the picture of candidates; arrays are (K,), by candidate, piece.

    Parts of one candidate do not overlap.
    """

    candidate: Integers = field()
    piece: Integers = field()
    """Index into the `FacadeSights`."""
    low_m: Floats = field()
    """Heights above the datum. [m]"""
    high_m: Floats = field()

    def area_m2(self, width_m: Floats) -> Floats:
        """Return the area of each part; widths (P,) are those of the pieces. [m²]"""
        return width_m[self.piece] * (self.high_m - self.low_m)


def home_heads(model: CameraModel, tilt_deg: float) -> tuple[Head, ...]:
    """Return the heads whose pictures together are what a model shows without being turned.

    Of a camera on a round all its presets are.
    """
    return model.imaging_heads(tilt_deg)


def reach_m(model: CameraModel, density_px_m: float) -> float:
    """Return how far a model's home view can have a density anywhere in its picture. [m]"""
    return max(_reach_m(head, density_px_m) for head in home_heads(model, model.tilt_deg))


def zoomed_reach_m(model: CameraModel, density_px_m: float) -> float:
    """Return how far a turning camera has a density in the middle of its picture, zoomed in. [m]"""
    return model.zoom * range_m(model.lens, density_px_m)


def _reach_m(head: Head, density_px_m: float) -> float:
    half = np.tan(np.radians(min(head.lens.hfov_deg, 170.0) / 2))
    up = np.tan(np.radians(min(head.lens.vfov_deg, 170.0) / 2))
    stretch = np.sqrt(1 + half**2 + up**2) if head.lens.projection == "rectilinear" else 1.0
    return float(range_m(head.lens, density_px_m) * stretch)


def in_home_view(
    candidates: "Candidates",
    sights: "FacadeSights",
    *,
    models: Sequence[CameraModel],
    thresholds_px_m: Sequence[float],
    most_m: float,
) -> Iterator[tuple[VisibleStrips, ...]]:
    """Yield what candidates have in the picture without being turned, block by block.

    Parameters
    ----------
    candidates, sights
        Poses, and what of façades their sites have in free sight.
    models
        That the candidates are of.
    thresholds_px_m
        Least pixel densities on the wall, ascending; what is yielded is for each of them. [px/m]
    most_m
        Nothing farther away than this counts. [m]
    """
    for chunk in _chunks(candidates, sights):
        groups = [
            [
                _of_head(head, members, candidates, sights, thresholds_px_m, most_m)
                for head in home_heads(model, tilt_deg)
            ]
            for model, tilt_deg, members in _groups(candidates, chunk, models)
        ]
        yield tuple(
            joined([united([head[t] for head in heads]) for heads in groups])
            for t in range(len(thresholds_px_m))
        )


def in_reach(
    candidates: "Candidates",
    sights: "FacadeSights",
    *,
    models: Sequence[CameraModel],
    thresholds_px_m: Sequence[float],
    most_m: float,
) -> Iterator[tuple[VisibleStrips, ...]]:
    """Yield what turning candidates can have in the picture, turned and zoomed in, in blocks.

    Arguments as in `in_home_view`; what does not turn has nothing here.
    """
    turning = np.array([model.turning for model in models], dtype=np.bool_)
    index = np.flatnonzero(turning[candidates.model])
    for chunk in _chunks(candidates.take(index), sights):
        owner, piece = _pairs(index[chunk], candidates, sights)
        visible = VisibleStrips(owner, piece, sights.low_m[piece], sights.high_m[piece])
        at_each = []
        for density_px_m in thresholds_px_m:
            far_m = np.array([zoomed_reach_m(model, density_px_m) for model in models])
            limit_m = far_m[candidates.model[visible.candidate]] * sights.cosine[visible.piece]
            visible = _within(visible, sights, np.minimum(limit_m, most_m))
            at_each.append(visible)
        yield tuple(at_each)


def joined(parts: Sequence[VisibleStrips]) -> VisibleStrips:
    """Return the parts of different candidates together."""
    names = ("candidate", "piece", "low_m", "high_m")
    return VisibleStrips(
        *(np.concatenate([getattr(each, name) for each in parts]) for name in names)
    )


def united(parts: Sequence[VisibleStrips]) -> VisibleStrips:
    """Return parts that several heads have in the picture, each height counted once."""
    if len(parts) == 1:
        return parts[0]
    every = joined(parts)
    order = np.lexsort((every.low_m, every.piece, every.candidate))
    candidate, piece = every.candidate[order], every.piece[order]
    low_m, high_m = every.low_m[order], every.high_m[order]
    pair = np.concatenate([[True], (np.diff(candidate) != 0) | (np.diff(piece) != 0)])[: piece.size]
    low_m, high_m = union_of_ranges(np.cumsum(pair), low_m, high_m)
    some = high_m > low_m
    return VisibleStrips(candidate[some], piece[some], low_m[some], high_m[some])


def union_of_ranges(owner: Integers, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return ranges cut so that those of one owner do not overlap; what is hidden has no height.

    Sorted by owner and low end; what an earlier range of the owner holds is cut off a later one.
    """
    if not owner.size:
        return low, high
    # the greatest high end so far within an owner: owners are set apart by more than any height
    apart = (high.max() - low.min() + 1.0) * owner
    reached = np.maximum.accumulate(high + apart)
    before = np.concatenate([[-np.inf], reached[:-1]]) - apart
    return np.maximum(low, before), high


def _within(visible: VisibleStrips, sights: "FacadeSights", most_m: Floats) -> VisibleStrips:
    """Return the parts whose slant distance is at most a limit, (K,). [m]"""
    lens_m, away_m = sights.lens_m[sights.site[visible.piece]], sights.away_m[visible.piece]
    half_m = np.sqrt(np.maximum(most_m**2 - away_m**2, 0.0))
    low = np.maximum(visible.low_m, lens_m - half_m)
    high = np.minimum(visible.high_m, lens_m + half_m)
    some = (high > low) & (away_m <= most_m)
    return VisibleStrips(visible.candidate[some], visible.piece[some], low[some], high[some])


def _of_head(
    head: Head,
    members: Integers,
    candidates: "Candidates",
    sights: "FacadeSights",
    thresholds_px_m: Sequence[float],
    most_m: float,
) -> tuple[VisibleStrips, ...]:
    """Return what one head of candidates has in its picture at each threshold."""
    limits = frame_limits(head)
    owner, piece = _pairs(members, candidates, sights)
    farthest = np.minimum(_reach_m(head, thresholds_px_m[0]) * sights.cosine, most_m)
    off = _off_deg(head, owner, piece, candidates, sights)
    near = (sights.away_m <= farthest)[piece] & (np.abs(off) <= limits.widest_deg)
    owner, piece, off = owner[near], piece[near], off[near]
    away_m, lens_m = sights.away_m[piece], sights.lens_m[sights.site[piece]]
    ranges = []
    for least_deg, most_deg in limits.at(off):
        least, most = (
            np.tan(np.radians(np.clip(each, -89.999, 89.999))) for each in (least_deg, most_deg)
        )
        low = np.maximum(sights.low_m[piece], lens_m - away_m * most)
        high = np.minimum(sights.high_m[piece], lens_m - away_m * least)
        some = high > low
        ranges.append(VisibleStrips(owner[some], piece[some], low[some], high[some]))
    visible = joined(ranges)
    at_each = []
    for density_px_m in thresholds_px_m:
        visible = _dense(head, visible, candidates, sights, density_px_m, most_m)
        at_each.append(visible)
    return tuple(at_each)


def _off_deg(
    head: Head, owner: Integers, piece: Integers, candidates: "Candidates", sights: "FacadeSights"
) -> Floats:
    axis_deg = candidates.azimuth_deg[owner] + head.azimuth_offset_deg
    return turn_deg(axis_deg, sights.azimuth_deg[piece])


def _dense(
    head: Head,
    visible: VisibleStrips,
    candidates: "Candidates",
    sights: "FacadeSights",
    density_px_m: float,
    most_m: float,
) -> VisibleStrips:
    """Return the parts of what is in the picture of a head that are dense enough and near enough.

    Without stretch the limit is a distance; else the density is followed along each part.
    """
    piece = visible.piece
    limit_m = head.lens.axis_px_rad / density_px_m * sights.cosine[piece]
    if head.lens.projection in ("panoramic", "f-theta"):
        return _within(visible, sights, np.minimum(limit_m, most_m))
    off = _off_deg(head, visible.candidate, piece, candidates, sights)
    lens_m, away_m = sights.lens_m[sights.site[piece]], sights.away_m[piece]
    height_m = visible.high_m - visible.low_m
    drop_m = (lens_m - visible.low_m)[:, None] - np.linspace(0.0, 1.0, NODES) * height_m[:, None]
    image = image_points(
        head.lens,
        off_axis_deg=off[:, None],
        depression_deg=np.degrees(np.arctan2(drop_m, away_m[:, None])),
        tilt_deg=head.tilt_deg,
    )
    slant_m = np.hypot(drop_m, away_m[:, None])
    margin = limit_m[:, None] - slant_m * np.maximum(image.shrinkage, 0.0)
    first, last = range_above(np.minimum(margin, most_m - slant_m))
    low, high = visible.low_m + first * height_m, visible.low_m + last * height_m
    some = high > low
    return VisibleStrips(visible.candidate[some], piece[some], low[some], high[some])


def range_above(margin: Floats) -> tuple[Floats, Floats]:
    """Return (first, last): shares of the way between which rows of samples are not below 0.

    Linear between samples; first is above last where none is.
    """
    holds = margin >= 0
    some, row, steps = holds.any(axis=1), np.arange(len(margin)), margin.shape[1] - 1
    first, last = holds.argmax(axis=1), steps - holds[:, ::-1].argmax(axis=1)

    def crossing(inside: Integers, outside: Integers) -> Floats:
        one, other = margin[row, inside], margin[row, outside]
        share = np.where(inside == outside, 0.0, one / np.where(one == other, 1.0, one - other))
        return np.asarray((inside + share * (outside - inside)) / steps)

    start, end = (
        crossing(first, np.maximum(first - 1, 0)),
        crossing(last, np.minimum(last + 1, steps)),
    )
    return np.where(some, start, 1.0), np.where(some, end, 0.0)


def _chunks(candidates: "Candidates", sights: "FacadeSights") -> Iterator[Integers]:
    """Yield candidates in blocks of about `BLOCK_PAIRS` pairs; at least one, if empty."""
    pairs = np.cumsum(np.diff(sights.start)[candidates.site])
    block = pairs // BLOCK_PAIRS
    for number in np.unique(block):
        yield np.flatnonzero(block == number)


def _groups(
    candidates: "Candidates", chunk: Integers, models: Sequence[CameraModel]
) -> Iterator[tuple[CameraModel, float, Integers]]:
    """Yield (model, tilt, candidates): those of a block that have the same heads."""
    for number, model in enumerate(models):
        of_model = chunk[candidates.model[chunk] == number]
        tilts = candidates.tilt_deg[of_model]
        for tilt_deg in np.unique(tilts):
            yield model, float(tilt_deg), of_model[tilts == tilt_deg]


def _pairs(
    members: Integers, candidates: "Candidates", sights: "FacadeSights"
) -> tuple[Integers, Integers]:
    """Return (owner, piece): candidates with each piece in free sight of their site."""
    site = candidates.site[members]
    first, size = sights.start[site], np.diff(sights.start)[site]
    owner = np.repeat(members, size)
    within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    return owner, np.repeat(first, size) + within
