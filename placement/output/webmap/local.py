"""National coordinates for the council's map: a fitted polynomial the page can compute.

A transformation with its datum shift does not fit in a page; over a town, a polynomial of longitude
and latitude follows it to a few millimetres. What it misses is measured at places between those it
was fitted to, and travels with it.
"""

import numpy as np
from attrs import frozen

from placement.crs import systems
from placement.crs.krovak import S_JTSK
from placement.units import Floats

MARGIN_DEG = 0.03
"""How far beyond the planned area the fit holds: about 2 to 3 km. [°]"""
DEGREES = (3, 4, 5, 6, 7)
"""Degrees of the polynomial, tried until it is good enough."""
ENOUGH_M = 0.01
NODES = 24
"""Places along each side of the area; every other one is kept for measuring what is missed."""

Extent = tuple[float, float, float, float]


@frozen(eq=False)
class LocalFit:
    """Longitude and latitude to a projected system, within a rectangle."""

    crs: str
    extent: Extent
    """West, south, east, north of where it holds. [°]"""
    powers: tuple[tuple[int, int], ...]
    """Powers of the scaled longitude and latitude of each term."""
    east: tuple[float, ...]
    north: tuple[float, ...]
    """Factors of the terms. [m]"""
    error_m: float
    """The most it missed at places it was not fitted to. [m]"""

    def at(self, lon: Floats, lat: Floats) -> Floats:
        """Return easting and northing, (n, 2). [m]"""
        terms = _terms(lon, lat, self.extent, self.powers)
        return np.column_stack([terms @ np.array(self.east), terms @ np.array(self.north)])

    def as_dict(self) -> dict[str, object]:
        """Return plain values for the page; a tenth of a millimetre is kept."""
        return {
            "crs": self.crs,
            "extent": list(self.extent),
            "powers": [list(power) for power in self.powers],
            "east": [round(value, 4) for value in self.east],
            "north": [round(value, 4) for value in self.north],
        }


def system_of(extent: Extent, crs: str) -> str:
    """Return the system a reader expects: S-JTSK in Czechia, the working one elsewhere."""
    west, south, east, north = systems.CZECHIA
    inside = west <= extent[0] and extent[2] <= east and south <= extent[1] and extent[3] <= north
    return S_JTSK if inside else crs


def fit_local(extent: Extent, *, crs: str) -> LocalFit:
    """Return the polynomial from WGS 84 to a system around an area.

    Parameters
    ----------
    extent
        West, south, east, north of the area. [°]
    crs
        A projected system in metres.
    """
    wide = _widened(extent)
    lon, lat = (
        axis.ravel()
        for axis in np.meshgrid(
            np.linspace(wide[0], wide[2], NODES), np.linspace(wide[1], wide[3], NODES)
        )
    )
    x, y = systems.from_lonlat(lon, lat, crs=crs)
    fitted_nodes = (np.arange(len(lon)) % 2 == 0) | ~np.isfinite(x) | ~np.isfinite(y)
    best: LocalFit | None = None
    for degree in DEGREES:
        best = _fit(lon, lat, np.column_stack([x, y]), ~fitted_nodes, wide, degree, crs)
        if best.error_m <= ENOUGH_M:
            break
    assert best is not None  # noqa: S101 - DEGREES is not empty
    return best


def _fit(
    lon: Floats, lat: Floats, xy: Floats, check: np.ndarray, extent: Extent, degree: int, crs: str
) -> LocalFit:
    powers = tuple((i, j) for i in range(degree + 1) for j in range(degree + 1 - i))
    terms = _terms(lon, lat, extent, powers)
    factors, *_ = np.linalg.lstsq(terms[~check], xy[~check], rcond=None)
    missed = np.hypot(*(terms[check] @ factors - xy[check]).T)
    east, north = (tuple(float(v) for v in column) for column in factors.T)
    return LocalFit(crs, extent, powers, east, north, float(missed.max()))


def _terms(lon: Floats, lat: Floats, extent: Extent, powers: tuple[tuple[int, int], ...]) -> Floats:
    west, south, east, north = extent
    u = (2 * np.asarray(lon) - west - east) / (east - west)
    v = (2 * np.asarray(lat) - south - north) / (north - south)
    return np.column_stack([u**i * v**j for i, j in powers])


def _widened(extent: Extent) -> Extent:
    west, south, east, north = extent
    return (
        round(west - MARGIN_DEG, 6),
        round(south - MARGIN_DEG, 6),
        round(east + MARGIN_DEG, 6),
        round(north + MARGIN_DEG, 6),
    )
