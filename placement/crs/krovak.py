"""Coordinate systems by definition: the registered one that a file's own definition amounts to.

Křovák's projection of Bessel's ellipsoid is S-JTSK whatever a file calls it, in whichever order and
sign its axes run, from Greenwich or Ferro, and with whatever shift to WGS 84 is written beside it:
such a shift (`+towgs84`) does not move the coordinates, it only says how they were transformed
further; with three parameters that is some 12 m off.
"""

import math
import re
from functools import lru_cache

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike
from pyproj import CRS
from pyproj.exceptions import CRSError as ForeignCrsError

from placement.units import Booleans, Floats

S_JTSK, S_JTSK_05, JTSK03 = "EPSG:5514", "EPSG:5516", "EPSG:8353"
"""The members of the family, each with its axes to the east and the north."""
WESTING_M = (160_000.0, 906_000.0)
SOUTHING_M = (934_000.0, 1_340_000.0)
"""Ranges of |Y| and |X| in Czechia and Slovakia; they do not overlap, so tell the axes. [m]"""
FALSE_ORIGIN_M = 5_000_000.0
"""S-JTSK/05 adds this to both, so that it is not mistaken for S-JTSK. [m]"""
BESSEL = (6_377_397.155, 299.1528128)
PARAMETERS = {
    "Latitude of projection centre": (49.5, 1e-4),
    "Co-latitude of cone axis": (30.28813972, 1e-4),
    "Latitude of pseudo standard parallel": (78.5, 1e-4),
    "Scale factor on pseudo standard parallel": (0.9999, 1e-7),
}
"""Parameters of the projection → value and how far it may be off by rounding. [°], [-]"""
AGREE = 0.9
"""Share of the points whose size must fit. [-]"""
LONGITUDE_DEG = 24.0 + 50.0 / 60.0
SHIFTS_M = (
    (589.0, 76.0, 480.0),
    (570.8, 85.7, 462.8),
    (570.69, 85.69, 462.84),
    (485.0, 169.5, 483.8),
)
"""First three numbers of usual shifts from S-JTSK to WGS 84. [m]"""
JTSK03_SHIFT_M = (485.021, 169.465, 483.839)


@frozen
class AxisOrder:
    """Order and signs of a file's axes, against x to the east and y to the north."""

    exchanged: bool
    """Whether the southward one comes first."""
    x_sign: float
    y_sign: float
    """Factor of the coordinate that becomes x, or y: 1 or -1. [-]"""

    @property
    def is_east_north(self) -> bool:
        """Whether the axes already run to the east and the north."""
        return (self.exchanged, self.x_sign, self.y_sign) == (False, 1.0, 1.0)

    def to_east_north(self, first: ArrayLike, second: ArrayLike) -> tuple[Floats, Floats]:
        """Return coordinates of a file as x to the east and y to the north. [m]"""
        x, y = np.asarray(first, np.float64), np.asarray(second, np.float64)
        if self.exchanged:
            x, y = y, x
        return x * self.x_sign, y * self.y_sign


def infer_axis_order(first: ArrayLike, second: ArrayLike) -> AxisOrder | None:
    """Return the axis order of S-JTSK coordinates, inferred from their size; None if they are not.

    Nine points of ten must agree.
    """
    one, two = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if one.size == 0:
        return None
    for origin_m in (0.0, FALSE_ORIGIN_M):
        west, south = np.add(WESTING_M, origin_m), np.add(SOUTHING_M, origin_m)
        for exchanged, x, y in ((False, one, two), (True, two, one)):
            x_sign, y_sign = -float(np.sign(np.median(x))), -float(np.sign(np.median(y)))
            fits = _within(-x * x_sign, west) & _within(-y * y_sign, south)
            if fits.mean() >= AGREE:
                return AxisOrder(exchanged, x_sign, y_sign)
    return None


def declared_axis_order(crs: CRS) -> AxisOrder | None:
    """Return the axis order that a system declares, None if to the east and the north."""
    ways = [axis.direction for axis in _unbound(horizontal_crs(crs)).axis_info[:2]]
    return {
        ("south", "west"): AxisOrder(exchanged=True, x_sign=-1.0, y_sign=-1.0),
        ("west", "south"): AxisOrder(exchanged=False, x_sign=-1.0, y_sign=-1.0),
        ("north", "east"): None,
    }.get((ways[0], ways[1]))


def horizontal_crs(crs: CRS) -> CRS:
    """Return a system without its heights."""
    if crs.is_compound and crs.sub_crs_list:
        return horizontal_crs(crs.sub_crs_list[0])
    return crs.to_2d() if len(crs.axis_info) > 2 else crs


def s_jtsk_member(crs: CRS) -> str | None:
    """Return the member of the S-JTSK family a system is by definition, or None."""
    inner = _unbound(horizontal_crs(crs))
    operation = inner.coordinate_operation
    if not inner.is_projected or operation is None or "Krovak" not in operation.method_name:
        return None
    modified = "Modified" in operation.method_name
    false_m = FALSE_ORIGIN_M if modified else 0.0
    if not (_on_bessel(inner) and _is_krovak(inner, false_m)):
        return None
    if modified:
        return S_JTSK_05
    return JTSK03 if _is_jtsk03(crs) else S_JTSK


@lru_cache(maxsize=256)
def registered_crs(name: str) -> CRS:
    """Return the registered system that a definition amounts to, else the one it defines, flat.

    Members of the S-JTSK family come with their axes to the east and the north: whoever holds
    coordinates turns them by `infer_axis_order`.
    """
    return identify_crs(CRS.from_user_input(name))


def identify_crs(crs: CRS) -> CRS:
    """Return the registered system that a system amounts to, else itself, flat."""
    flat = horizontal_crs(crs)
    own = s_jtsk_member(flat)
    if own is not None:
        return CRS.from_user_input(own)
    if not flat.is_bound:
        return flat
    if flat.is_geographic and _on_bessel(_unbound(flat)) and _shift_m(flat) in SHIFTS_M:
        return CRS.from_epsg(4156)
    try:
        code = _unbound(flat).to_epsg()
    except ForeignCrsError:
        return flat
    return CRS.from_epsg(code) if code else flat


def has_own_shift(crs: CRS) -> bool:
    """Return whether a definition carries its own shift to WGS 84."""
    return horizontal_crs(crs).is_bound


def _unbound(crs: CRS) -> CRS:
    return crs.source_crs if crs.is_bound and crs.source_crs is not None else crs


def _within(values: Floats, limits: Floats) -> Booleans:
    return np.asarray((values >= limits[0]) & (values <= limits[1]))


def _on_bessel(crs: CRS) -> bool:
    body = crs.ellipsoid
    return body is not None and (
        math.isclose(body.semi_major_metre, BESSEL[0], abs_tol=0.02)
        and math.isclose(body.inverse_flattening, BESSEL[1], abs_tol=1e-4)
    )


def _is_krovak(crs: CRS, false_m: float) -> bool:
    if {axis.unit_name.casefold() for axis in crs.axis_info} - {"metre", "meter"}:
        return False
    operation, meridian = crs.coordinate_operation, crs.prime_meridian
    if operation is None:
        return False
    value = {each.name: float(each.value) for each in operation.params}
    east_of_greenwich = float(meridian.longitude) if meridian is not None else 0.0
    longitude = value.pop("Longitude of origin", math.inf) + east_of_greenwich
    expected = {**PARAMETERS, "False easting": (false_m, 1e-3), "False northing": (false_m, 1e-3)}
    return math.isclose(longitude, LONGITUDE_DEG, abs_tol=1e-4) and all(
        math.isclose(value.get(name, math.inf), right, abs_tol=off)
        for name, (right, off) in expected.items()
    )


def _is_jtsk03(crs: CRS) -> bool:
    inner = _unbound(crs)
    datum = inner.datum.name if inner.datum is not None else ""
    names = re.sub(r"[\W_]", "", f"{inner.name} {datum}").casefold()
    shift_m = _shift_m(crs)
    return "jtsk03" in names or (
        bool(shift_m)
        and max(abs(a - b) for a, b in zip(shift_m, JTSK03_SHIFT_M, strict=True)) < 2e-3
    )


def _shift_m(crs: CRS) -> tuple[float, ...]:
    way = crs.coordinate_operation if crs.is_bound else None
    return tuple(float(value) for value in list(way.towgs84)[:3]) if way is not None else ()
