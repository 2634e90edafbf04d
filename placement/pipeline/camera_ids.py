"""Identifiers of proposed cameras, from their point and where they look, never from their rank.

`VO01221-3` hangs on lamp post VO01221 and looks east: the digit counts eighths of the circle
clockwise from true north, 1 north to 8 north-west, 0 for a model that sees the whole circle. So a
camera bears the same name in every plan that proposes it, whatever else the plan proposes.
"""

import re
from collections.abc import Collection, Iterator
from unicodedata import combining, normalize

import numpy as np
from attrs import frozen

from placement.place_codes import numbered, place_codes
from placement.sites import Sites
from placement.units import Booleans, Floats, Integers, turn_deg, wrap_deg

SECTORS = 8
SECTOR_DEG = 360.0 / SECTORS
WHOLE_CIRCLE = 0
LONGEST = 24
"""Characters that a point's own name may have in the names of its cameras."""
EXACT_DEG = 2
"""Decimals to which a direction is told before it is put into a sector."""


@frozen(eq=False)
class ProposedCameras:
    """Cameras that bear a name of their point; arrays are (N,)."""

    site: Integers
    azimuth_deg: Floats
    """Clockwise from true north. [°]"""
    whole_circle: Booleans
    tilt_deg: Floats
    model: Integers


def camera_ids(cameras: ProposedCameras, sites: Sites, *, taken: Collection[str]) -> list[str]:
    """Return the identifiers of proposed cameras: unique, and safe in paths, tables and addresses.

    Parameters
    ----------
    cameras
        Of the plan, in any order.
    sites
        All sites of the case: what a name is made of does not depend on which are chosen.
    taken
        Identifiers of the cameras that stand.

    Returns
    -------
    list of N
        Of cameras on one point that look into one sector, the one nearest to its middle bears the
        name alone, the others with `.2`, `.3` … behind it.
    """
    azimuth = np.round(cameras.azimuth_deg, EXACT_DEG)
    sector = np.floor(wrap_deg(azimuth + SECTOR_DEG / 2) / SECTOR_DEG).astype(np.int64)
    off = np.abs(turn_deg(sector * SECTOR_DEG, azimuth))
    sector = np.where(cameras.whole_circle, WHOLE_CIRCLE, sector + 1)
    points = point_names(sites)
    names = [f"{points[i]}-{k}" for i, k in zip(cameras.site, sector, strict=True)]
    height = sites.height_m[cameras.site]
    exact = cameras.azimuth_deg
    order = np.lexsort((exact, cameras.tilt_deg, height, cameras.model, azimuth, off))
    # the standing ones go first, so that a new camera never takes the name of one
    first = list(range(len(taken)))
    return numbered([*taken, *names], order=[*first, *(order + len(taken)).tolist()])[len(taken) :]


def point_names(sites: Sites) -> list[str]:
    """Return what the points are called in the names of cameras: their own name where it will do.

    It will not where nothing of it is left in plain letters, where it is long, or where another
    point's is the same but for case, accents or blanks: then the place gives the name.
    """
    own = [_plain(str(name)) for name in sites.ids]
    points: dict[str, set[str]] = {}
    for name, point in zip(own, sites.ids, strict=True):
        points.setdefault(name.casefold(), set()).add(str(point))
    unclear = np.array(
        [not 0 < len(name) <= LONGEST or len(points[name.casefold()]) > 1 for name in own],
        dtype=np.bool_,
    )
    at = np.flatnonzero(unclear)
    for index, code in zip(at, _codes_of_points(sites, at), strict=True):
        own[index] = code
    return own


def _codes_of_points(sites: Sites, at: Integers) -> Iterator[str]:
    """Yield the codes of some sites; the lenses of one point share that of the first."""
    first = {
        str(name): int(index) for index, name in zip(at[::-1], sites.ids[at][::-1], strict=True)
    }
    where = np.array(sorted(first.values()), dtype=np.int64)
    codes = place_codes(sites.x_m[where], sites.y_m[where], prefix="P")
    code_of = dict(zip((str(name) for name in sites.ids[where]), codes, strict=True))
    return (code_of[str(name)] for name in sites.ids[at])


def _plain(name: str) -> str:
    """Return a name in letters and digits of ASCII, joined by hyphens; a formula loses its sign."""
    letters = "".join(each for each in normalize("NFKD", name) if not combining(each))
    return re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-")
