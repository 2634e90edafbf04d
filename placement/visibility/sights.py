"""Sights: which demand points each site sees, and which of them every candidate pose covers.

`sights` traces, once per site, the lines of sight to demand points, with azimuth, depression and
distance. `coverage_matrix` decides for every candidate (site × model × pose) which of them it
covers at the required pixel density. Pairs are stored sparsely; memory grows with sites × demand
points within range.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import field, frozen
from scipy import sparse
from scipy.spatial import KDTree

from placement.cameras.best_azimuth import dominating_azimuths
from placement.cameras.critical_azimuths import covering_intervals
from placement.cameras.masks import Mask
from placement.cameras.model import CameraModel
from placement.errors import InputError, Problem
from placement.sites import Sites
from placement.units import (
    HALF_CIRCLE_DEG,
    Booleans,
    Floats,
    Integers,
    azimuth_deg,
    listed,
    listed_deg,
    turn_deg,
)
from placement.visibility import person_visibility
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.lines_of_sight import free_of_raster, lift
from placement.visibility.observation import Target
from placement.visibility.surface import Surface

BLOCK_PAIRS = 2_000_000
"""Pairs of candidate and target decided together; about 0.3 GB. [-]"""


@frozen(eq=False)
class Targets:
    """Demand points with their weight, and what must be visible at each; arrays are (I,)."""

    x_m: Floats
    y_m: Floats
    weight: Floats
    target: Target
    """What must be visible at every one."""
    density_px_m: Floats | None = None
    """(I,) least pixel density that a target requires of its own, where that is more than what is
    required everywhere. [px/m]"""

    def required_px_m(self, target: Integers, required_density_px_m: float) -> Floats | float:
        """Return the pixel density that some targets require: that of all, or their own. [px/m]"""
        if self.density_px_m is None:
            return required_density_px_m
        return np.maximum(self.density_px_m[target], required_density_px_m)


@frozen(eq=False)
class Sights:
    """The targets in free sight of each site, as rays sorted by site (CSR); arrays are (P,)."""

    start: Integers = field()
    """(S+1,) where each site's rays begin."""
    target: Integers = field()
    """(P,) index of the target."""
    azimuth_deg: Floats = field()
    """(P,) from site to target, clockwise from grid north. [°]"""
    depression_deg: Floats = field()
    distance_m: Floats = field()
    """(P,) slant distance. [m]"""
    mask_px_rad: Floats | None = None
    """(P,) a lens of so many pixels a radian has a mask behind the target, who is then not seen;
    inf: none has. None: there are no masks. [px]"""

    @property
    def site(self) -> Integers:
        """(P,) index of the site of each ray."""
        return np.repeat(np.arange(self.start.size - 1), np.diff(self.start))


@frozen(eq=False)
class Candidates:
    """Camera poses to choose from, each a site, a model and a direction; arrays are (J,)."""

    site: Integers
    model: Integers
    """Index into the models of the run."""
    azimuth_deg: Floats = field(converter=listed_deg)
    """Clockwise from grid north. [°]"""
    tilt_deg: Floats = field(converter=listed)

    def __len__(self) -> int:
        return int(self.site.size)

    def take(self, index: Integers | Booleans) -> "Candidates":
        """Return some of the candidates, in the order of an index."""
        return Candidates(
            self.site[index], self.model[index], self.azimuth_deg[index], self.tilt_deg[index]
        )


def sights(surface: Surface, sites: Sites, targets: Targets, *, range_m: float) -> Sights:
    """Return the targets in free sight of every site within a range.

    Lines over the raster of obstacles are decided by exact R3 between cell centres, lines past
    houses kept as prisms in their exact outlines, between the exact places. A site on a wall sees
    only the half circle its wall faces. Rays aim at `Target.height_m`, whatever part of a person
    must be visible.

    Raises
    ------
    InputError
        If a site or a target lies outside the surface.
    """
    check_inside(surface, sites, targets)
    start, target = _near(sites, targets, range_m)
    site = np.repeat(np.arange(len(sites)), np.diff(start))
    east = targets.x_m[target] - sites.x_m[site]
    north = targets.y_m[target] - sites.y_m[site]
    azimuth, facing = azimuth_deg(east, north), sites.facing_deg[site]
    visible = np.isnan(facing) | (np.abs(turn_deg(facing, azimuth)) <= HALF_CIRCLE_DEG)
    lenses = points_over(surface, sites, sites.height_m)
    feet = points_over(surface, targets, 0.0)
    line = np.flatnonzero(visible)
    visible[line] = _visible(
        surface, lenses, feet, targets.target, lens=site[line], target=target[line]
    )
    level = np.maximum(np.hypot(east, north), surface.grid.cell_m / 4)[visible]
    heads = points_over(surface, targets, targets.target.height_m)
    drop = lenses[site[visible], 2] - heads[target[visible], 2]
    return Sights(
        np.concatenate([[0], np.cumsum(np.bincount(site[visible], minlength=len(sites)))]),
        target[visible],
        azimuth[visible],
        np.degrees(np.arctan2(drop, level)),
        np.hypot(level, drop),
    )


def _visible(
    surface: Surface,
    lenses: Floats,
    feet: Floats,
    what: Target,
    *,
    lens: Integers,
    target: Integers,
) -> Booleans:
    """Return on which lines from lenses to feet a target is visible, (P,)."""
    if what.person is not None:
        return person_visibility.free(surface, lenses, feet, what.person, lens=lens, target=target)
    heads = lift(feet, what.height_m)
    visible = surface.free_of_solids_and_trees(lenses, heads, lens=lens, target=target)
    line = np.flatnonzero(visible)
    visible[line] = free_of_raster(surface, lenses, heads, lens=lens[line], target=target[line])
    return visible


def front_deg(facing_deg: Floats) -> Floats:
    """Return where a camera that sees the whole circle is turned: away from its wall, else north.

    What matters is only which of its heads the wall hides; NaN stands for no wall. [°]
    """
    return np.asarray(np.nan_to_num(facing_deg, nan=0.0))


def poses(
    fronts_deg: Floats, models: Sequence[CameraModel], *, azimuth_step_deg: float
) -> Candidates:
    """Return every model at every site in equal steps of azimuth. [°]

    A whole-circle one is there once a site, turned to where `front_deg` says, (S,).
    """
    steps = np.arange(0.0, 360.0 - 1e-9, azimuth_step_deg)
    parts = []
    for number, model in enumerate(models):
        count = 1 if model.whole_circle else steps.size
        site = np.repeat(np.arange(fronts_deg.size), count)
        azimuth = fronts_deg if model.whole_circle else np.tile(steps, fronts_deg.size)
        parts.append((site, np.full(site.size, number), azimuth))
    site, model_index, azimuth = (np.concatenate(column) for column in zip(*parts, strict=True))
    tilt = np.array([model.tilt_deg for model in models])[model_index]
    return Candidates(site, model_index, azimuth, tilt)


def exact_poses(
    sights: Sights,
    targets: Targets,
    *,
    models: Sequence[CameraModel],
    fronts_deg: Floats,
    required_density_px_m: float,
) -> Candidates:
    """Return every model at every site in its dominating azimuths (`cameras.best_azimuth`).

    Whatever another pose of a model covers, one of these covers as well; a whole-circle one is
    turned to where `front_deg` says, (S,).
    """
    site = sights.site
    parts = []
    for number, model in enumerate(models):
        intervals = covering_intervals(
            sights.azimuth_deg,
            model=model,
            depression_deg=sights.depression_deg,
            distance_m=sights.distance_m,
            required_density_px_m=targets.required_px_m(sights.target, required_density_px_m),
        )
        owner, azimuth = dominating_azimuths(intervals, site[intervals.target])
        if model.whole_circle:
            owner = np.unique(owner)
            azimuth = fronts_deg[owner]
        tilt = np.full(owner.size, model.tilt_deg)
        parts.append((owner, np.full(owner.size, number), azimuth, tilt))
    return Candidates(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def coverage_matrix(
    candidates: Candidates,
    sights: Sights,
    targets: Targets,
    *,
    models: Sequence[CameraModel],
    required_density_px_m: float,
) -> CoverageMatrix:
    """Return which candidate covers which target: in free sight, in range, dense enough.

    A target may require more than `required_density_px_m` (the doors of a school), never less.
    """
    columns: list[Integers] = []
    counts = np.zeros(len(candidates), dtype=np.int64)
    block = max(1, BLOCK_PAIRS // max(1, int(np.diff(sights.start).max(initial=1))))
    for first in range(0, len(candidates), block):
        chunk = np.arange(first, min(first + block, len(candidates)))
        owner, pair = _pairs_of(chunk, candidates, sights)
        required = targets.required_px_m(sights.target[pair], required_density_px_m)
        dense = _density(owner, pair, candidates, sights, models) >= required
        columns.append(sights.target[pair[dense]])
        counts[chunk] = np.bincount(owner[dense] - first, minlength=chunk.size)
    start = np.concatenate([[0], np.cumsum(counts)])
    indices = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int64)
    covers = sparse.csr_array(
        (np.ones(indices.size, dtype=np.bool_), indices, start),
        shape=(len(candidates), targets.weight.size),
    )
    covers.sort_indices()
    return CoverageMatrix(covers, targets.weight)


def without_masked(
    coverage: CoverageMatrix,
    candidates: Candidates,
    sights: Sights,
    targets: Targets,
    *,
    masks: Mapping[int, Sequence[Mask]],
    models: Sequence[CameraModel],
    required_density_px_m: float,
) -> CoverageMatrix:
    """Return a coverage without what some candidates lose to masks in their pictures.

    Parameters
    ----------
    coverage
        Its columns are the targets, once or, by day and by night, twice.
    candidates, sights, targets, models, required_density_px_m
        As in `coverage_matrix`.
    masks
        Of candidates, by their number.
    """
    covers, points = coverage.covers, targets.weight.size
    keeps = np.ones(covers.indices.size, dtype=np.bool_)
    for number, some in masks.items():
        site, model = int(candidates.site[number]), models[candidates.model[number]]
        pair = slice(sights.start[site], sights.start[site + 1])
        density = model.density_px_m(
            camera_azimuth_deg=float(candidates.azimuth_deg[number]),
            target_azimuth_deg=sights.azimuth_deg[pair],
            depression_deg=sights.depression_deg[pair],
            distance_m=sights.distance_m[pair],
            tilt_deg=float(candidates.tilt_deg[number]),
            masks=some,
        )
        visible, target = np.zeros(points, dtype=np.bool_), sights.target[pair]
        visible[target[density >= targets.required_px_m(target, required_density_px_m)]] = True
        row = slice(covers.indptr[number], covers.indptr[number + 1])
        keeps[row] = visible[covers.indices[row] % points]
    start = np.concatenate([[0], np.cumsum(keeps)])[covers.indptr]
    remains = sparse.csr_array(
        (covers.data[keeps], covers.indices[keeps], start), shape=covers.shape
    )
    return CoverageMatrix(remains, coverage.weight)


def reachable(
    candidates: Candidates,
    sights: Sights,
    targets: Targets,
    *,
    models: Sequence[CameraModel],
    required_density_px_m: float,
) -> Booleans:
    """Return which targets some turning camera covers once it turns there, (I,)."""
    covered = np.zeros(targets.weight.size, dtype=np.bool_)
    for site, model in zip(candidates.site, candidates.model, strict=True):
        if models[model].turning:
            pair = slice(sights.start[site], sights.start[site + 1])
            dense = models[model].ptz_density_px_m(
                distance_m=sights.distance_m[pair],
                depression_deg=sights.depression_deg[pair],
                target_azimuth_deg=sights.azimuth_deg[pair],
                mask_px_rad=np.inf if sights.mask_px_rad is None else sights.mask_px_rad[pair],
            )
            required = targets.required_px_m(sights.target[pair], required_density_px_m)
            covered[sights.target[pair][dense >= required]] = True
    return covered


def check_inside(surface: Surface, *places: Sites | Targets) -> None:
    """Raise if a place is off the raster, where kernels would read beyond their arrays."""
    for some in places:
        outside = np.flatnonzero(~surface.grid.holds(some.x_m, some.y_m))
        if outside.size:
            values = {name: f"{getattr(some, f'{name}_m')[outside[0]]:.1f}" for name in "xy"}
            raise InputError(Problem("place_outside_surface", values=values))


def points_over(surface: Surface, places: Sites | Targets, height_m: Floats | float) -> Floats:
    """Return x, y and height above the datum of points over the ground of places, (N, 3). [m]"""
    ground_m = surface.ground_at(places.x_m, places.y_m)
    return np.column_stack([places.x_m, places.y_m, ground_m + height_m])


def _near(sites: Sites, targets: Targets, range_m: float) -> tuple[Integers, Integers]:
    """Return (start, target): the targets within range of each site, cut by site (S+1,)."""
    tree = KDTree(np.column_stack([targets.x_m, targets.y_m]))
    places = np.column_stack([sites.x_m, sites.y_m])
    by_site = [np.sort(hits).astype(np.int64) for hits in tree.query_ball_point(places, range_m)]
    start = np.concatenate([[0], np.cumsum([hits.size for hits in by_site])]).astype(np.int64)
    target = np.concatenate([np.zeros(0, dtype=np.int64), *by_site])
    return start, target


def _pairs_of(chunk: Integers, candidates: Candidates, sights: Sights) -> tuple[Integers, Integers]:
    """Return (owner, pair): each candidate of a chunk with each pair of its site."""
    site = candidates.site[chunk]
    first, size = sights.start[site], np.diff(sights.start)[site]
    owner = np.repeat(chunk, size)
    within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    return owner, np.repeat(first, size) + within


def _density(
    owner: Integers,
    pair: Integers,
    candidates: Candidates,
    sights: Sights,
    models: Sequence[CameraModel],
) -> Floats:
    """Return the pixel density of candidates (owner) on the targets of rays (pair). [px/m]"""
    density = np.zeros(owner.size)
    for number, model in enumerate(models):
        of_model = candidates.model[owner] == number
        candidate, ray = owner[of_model], pair[of_model]
        tilts = candidates.tilt_deg[candidate]
        for tilt_deg in np.unique(tilts):
            same = tilts == tilt_deg
            density[np.flatnonzero(of_model)[same]] = model.density_px_m(
                camera_azimuth_deg=candidates.azimuth_deg[candidate[same]],
                target_azimuth_deg=sights.azimuth_deg[ray[same]],
                depression_deg=sights.depression_deg[ray[same]],
                distance_m=sights.distance_m[ray[same]],
                tilt_deg=float(tilt_deg),
                mask_px_rad=None if sights.mask_px_rad is None else sights.mask_px_rad[ray[same]],
            )
    return density
