"""`FacadeSights`: which parts of façades each site has in free sight, whichever way a camera turns.

Behind houses the lowest height in free sight is exact on each strip; what the ground, a measured
surface, trees and raised buildings hide is judged at the middle of bands of `BAND_M`.
"""

import numpy as np
from attrs import field, frozen
from scipy.spatial import KDTree

from placement.privacy.private_ground import PrivateGround
from placement.privacy.strips import Strips
from placement.sites import Sites
from placement.units import HALF_CIRCLE_DEG, Booleans, Floats, Integers, azimuth_deg, turn_deg
from placement.visibility.lines_of_sight import free_of_raster
from placement.visibility.observation import Target
from placement.visibility.obstacles.trees import SEEN_SHARE
from placement.visibility.sights import Targets, sights
from placement.visibility.surface import Surface

BAND_M = 1.5
"""Height of a band of a strip that is in sight as a whole or not. [m]"""
LEAST_M = 1e-6
"""Lower pieces are left out. [m]"""
GRASS_M = 0.1
"""Private ground is as high, so that unevenness of the raster hides no lawn. [m]"""


@frozen(eq=False)
class FacadeSights:
    """Pieces of strips in free sight of S sites, sorted by site (CSR); arrays are (P,).

    Cells of private ground are pieces too, as high as grass (`ground_sights`).
    """

    lens_m: Floats
    """(S,) height of each lens above the datum. [m]"""
    start: Integers = field()
    """(S+1,) where each site's pieces begin."""
    strip: Integers = field()
    low_m: Floats = field()
    """Heights above the datum between which the strip is in sight. [m]"""
    high_m: Floats = field()
    azimuth_deg: Floats = field()
    """From site to strip, clockwise from grid north. [°]"""
    away_m: Floats = field()
    """Along the ground. [m]"""
    cosine: Floats = field()
    """Of the angle on the ground between the line of sight and the wall's normal. [-]"""

    @property
    def site(self) -> Integers:
        """(P,) index of the site of each piece."""
        return np.repeat(np.arange(self.start.size - 1), np.diff(self.start))


def facade_sights(
    surface: Surface, sites: Sites, strips: Strips, *, reach_m: Floats
) -> FacadeSights:
    """Return what each site has in free sight of façades within its reach.

    Parameters
    ----------
    surface
        Its houses hide in their outlines or its raster, its ground, trees and raised buildings too.
    sites
        S places with lenses; one on a wall sees only the half circle before it.
    strips
        Of façades; a wall is visible from its outer side only.
    reach_m : (S,) array
        Distance at which a wall square to the line of sight is just dense enough; one at a slant
        must be nearer by the cosine. [m]
    """
    lens_m = surface.ground_at(sites.x_m, sites.y_m) + sites.height_m
    lenses = np.column_stack([sites.x_m, sites.y_m, lens_m])
    site, strip = _near(sites, strips, reach_m)
    east, north = strips.x_m[strip] - sites.x_m[site], strips.y_m[strip] - sites.y_m[site]
    away_m = np.maximum(np.hypot(east, north), LEAST_M)
    cosine = -(east * strips.normal[strip, 0] + north * strips.normal[strip, 1]) / away_m
    azimuth, facing = azimuth_deg(east, north), sites.facing_deg[site]
    before = np.isnan(facing) | (np.abs(turn_deg(facing, azimuth)) <= HALF_CIRCLE_DEG)
    line = np.flatnonzero(before & (cosine > 0) & (away_m <= reach_m[site] * cosine))
    pair_site, pair_strip = site[line], strip[line]
    low_m = _lowest_m(surface, lenses, strips, lens=pair_site, strip=pair_strip)
    visible = np.flatnonzero(low_m < strips.high_m[pair_strip] - LEAST_M)
    line, pair_site, pair_strip, low_m = (
        line[visible],
        pair_site[visible],
        pair_strip[visible],
        low_m[visible],
    )
    piece, low_m, high_m = _pieces(
        surface, lenses, strips, lens=pair_site, strip=pair_strip, low_m=low_m
    )
    counts = np.bincount(pair_site[piece], minlength=len(sites))
    return FacadeSights(
        lens_m,
        np.concatenate([[0], np.cumsum(counts)]),
        pair_strip[piece],
        low_m,
        high_m,
        azimuth[line][piece],
        away_m[line][piece],
        cosine[line][piece],
    )


def ground_sights(
    surface: Surface, sites: Sites, ground: PrivateGround, *, reach_m: Floats
) -> FacadeSights:
    """Return the cells of private ground in free sight of each site, as strips `GRASS_M` high.

    Arguments as in `facade_sights`; a cell is in sight as a whole, and faces every camera.
    """
    lens_m = surface.ground_at(sites.x_m, sites.y_m) + sites.height_m
    cell = np.flatnonzero(surface.grid.holds(ground.x_m, ground.y_m))
    some = np.flatnonzero(reach_m > 0)
    if not cell.size or not some.size:
        none, start = np.zeros(0), np.zeros(len(sites) + 1, dtype=np.int64)
        return FacadeSights(lens_m, start, none.astype(np.int64), none, none, none, none, none)
    targets = Targets(
        ground.x_m[cell], ground.y_m[cell], ground.area_m2[cell], Target(height_m=GRASS_M)
    )
    rays = sights(surface, sites.take(some), targets, range_m=float(reach_m.max()))
    counts = np.zeros(len(sites), dtype=np.int64)
    counts[some] = np.diff(rays.start)
    foot_m = surface.ground_at(targets.x_m, targets.y_m)[rays.target]
    return FacadeSights(
        lens_m,
        np.concatenate([[0], np.cumsum(counts)]),
        cell[rays.target],
        foot_m,
        foot_m + GRASS_M,
        rays.azimuth_deg,
        rays.distance_m * np.cos(np.radians(rays.depression_deg)),
        np.ones(rays.target.size),
    )


def _near(sites: Sites, strips: Strips, reach_m: Floats) -> tuple[Integers, Integers]:
    """Return (site, strip): pairs within reach, by site and strip."""
    if not len(strips) or not len(sites):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    tree = KDTree(np.column_stack([strips.x_m, strips.y_m]))
    hits = tree.query_ball_point(
        np.column_stack([sites.x_m, sites.y_m]), reach_m, return_sorted=True
    )
    sizes = [len(each) for each in hits]
    flat = [np.asarray(each, dtype=np.int64) for each in hits]
    return np.repeat(np.arange(len(sites)), sizes), np.concatenate(flat)


def _lowest_m(
    surface: Surface, lenses: Floats, strips: Strips, *, lens: Integers, strip: Integers
) -> Floats:
    """Return the lowest height in sight past houses kept as prisms, at least the strip's foot."""
    if surface.prisms is None:
        return strips.low_m[strip]
    feet = np.column_stack([strips.x_m, strips.y_m, strips.low_m])
    lowest_m = surface.prisms.lowest_free_m(lenses, feet, lens=lens, target=strip)
    return np.maximum(strips.low_m[strip], lowest_m)


def _pieces(
    surface: Surface,
    lenses: Floats,
    strips: Strips,
    *,
    lens: Integers,
    strip: Integers,
    low_m: Floats,
) -> tuple[Integers, Floats, Floats]:
    """Return (pair, low, high): pieces of strips that neither raster nor what floats hides."""
    pair = np.arange(lens.size)
    high_m = strips.high_m[strip]
    if not surface.floating:
        foot = _points(strips, strip, low_m + LEAST_M)
        whole = free_of_raster(surface, lenses, foot, lens=lens, target=pair)
        hidden = np.flatnonzero(~whole)
    else:
        hidden = pair
        whole = np.zeros(lens.size, dtype=np.bool_)
    count = np.maximum(np.ceil((high_m - low_m)[hidden] / BAND_M), 1).astype(np.int64)
    of = np.repeat(hidden, count)
    number = np.arange(of.size) - np.repeat(np.cumsum(count) - count, count)
    height_m = ((high_m - low_m)[hidden] / count).repeat(count)
    band_low_m = low_m[of] + number * height_m
    visible = _free(
        surface, lenses, _points(strips, strip[of], band_low_m + height_m / 2), lens[of]
    )
    owner = np.concatenate([pair[whole], of[visible]])
    low = np.concatenate([low_m[whole], band_low_m[visible]])
    high = np.concatenate([high_m[whole], (band_low_m + height_m)[visible]])
    order = np.lexsort((low, owner))
    return _joined(owner[order], low[order], high[order])


def _free(surface: Surface, lenses: Floats, places: Floats, lens: Integers) -> Booleans:
    """Return which places in sight past houses neither the raster nor what floats hides."""
    number = np.arange(lens.size)
    visible = free_of_raster(surface, lenses, places, lens=lens, target=number)
    line = np.flatnonzero(visible)
    share = surface.view_share(lenses, places, lens=lens[line], target=number[line])
    visible[line] = share >= SEEN_SHARE
    return visible


def _points(strips: Strips, strip: Integers, height_m: Floats) -> Floats:
    return np.column_stack([strips.x_m[strip], strips.y_m[strip], height_m])


def _joined(owner: Integers, low_m: Floats, high_m: Floats) -> tuple[Integers, Floats, Floats]:
    """Return pieces, sorted by owner and height, with those that touch made one."""
    if not owner.size:
        return owner, low_m, high_m
    opens = np.ones(owner.size, dtype=np.bool_)
    opens[1:] = (owner[1:] != owner[:-1]) | (low_m[1:] > high_m[:-1] + LEAST_M)
    closes = np.append(opens[1:], True)
    return owner[opens], low_m[opens], high_m[closes]
