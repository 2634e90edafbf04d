"""Network heat: weighted points spread along streets by diffusion.

A kernel in the plane spreads an incident through a block of houses; a "simple" network kernel
counts it anew at every crossing. Diffusion does neither (see `diffusion`).
"""

import geopandas as gpd
import numpy as np
from numpy.typing import ArrayLike

from placement.demand import arguments
from placement.demand.arguments import Geodata, Geometries
from placement.demand.diffusion import diffuse
from placement.demand.lixels import Lixels, divide_lines
from placement.demand.snapping import lixel_mass, nearest_lixel
from placement.errors import InputError
from placement.units import Floats


def network_heat(
    lines: gpd.GeoSeries,
    points: Geodata | Geometries,
    weights: ArrayLike,
    *,
    bandwidth_m: float,
    lixel_m: float,
) -> gpd.GeoDataFrame:
    """Return lixels of the lines with the weight that spreads to each.

    Parameters
    ----------
    lines : (L,) GeoSeries
        LineStrings in a projected system in metres, sharing end vertices where streets meet.
    points : (N,) GeoSeries or array
        Points in the same system; each is snapped to the nearest lixel, at any distance.
    weights : (N,) array
        Finite, not negative. [-]
    bandwidth_m
        Standard deviation of the Gaussian on an endless street. [m]
    lixel_m
        Longest lixel, at most a quarter of the bandwidth. [m]

    Returns
    -------
    GeoDataFrame of I lixels
        `geometry` (LineString), `length_m` [m], `expected`, which sums to ``weights.sum()``.

    Raises
    ------
    CrsError
        If the lines have no metric coordinate system, or the points another one.
    InputError
        If a line has no length or is none, a point or weight is not one, or a length is out of
        range; all problems at once.

    Notes
    -----
    Within its lixel a point keeps its place (see `snapping.lixel_mass`). At junctions of two to six
    streets the error against the exact solution is at most 0.6 % of the peak wherever the point
    lies, at a bandwidth of 40 m and lixels of 10 m. It grows with the square of the lixel, hence
    the limit.
    """
    lixels, mass = _snapped_mass(
        lines,
        points,
        np.asarray(weights, dtype=np.float64),
        bandwidth_m=bandwidth_m,
        lixel_m=lixel_m,
    )
    return gpd.GeoDataFrame(
        {
            "geometry": lixels.geometry,
            "length_m": lixels.length_m,
            "expected": diffuse(lixels, mass, bandwidth_m=bandwidth_m),
        },
        geometry="geometry",
        crs=lines.crs,
    )


def network_heat_columns(
    lines: gpd.GeoSeries,
    points: Geodata | Geometries,
    weights: ArrayLike,
    *,
    bandwidth_m: float,
    lixel_m: float,
) -> Floats:
    """Return the heat of many sets of weights of the same points, by one factorisation.

    Types of crime, folds of a hold-out and bootstrap samples are such sets: a point outside a set
    weighs 0 in it, a point drawn twice weighs double.

    Parameters
    ----------
    lines, points, bandwidth_m, lixel_m
        As in `network_heat`.
    weights : (N, K) array
        A column for each set; finite, not negative. [-]

    Returns
    -------
    expected : (I, K) array
        A row for each lixel, in the order of `network_heat`; each column is what `network_heat`
        gives for the weights of that set.

    Raises
    ------
    CrsError, InputError
        As `network_heat`.
    """
    table = np.asarray(weights, dtype=np.float64)
    lixels, mass = _snapped_mass(
        lines, points, table, bandwidth_m=bandwidth_m, lixel_m=lixel_m, dimensions=2
    )
    return diffuse(lixels, mass, bandwidth_m=bandwidth_m)


def _snapped_mass(
    lines: gpd.GeoSeries,
    points: Geodata | Geometries,
    weights: Floats,
    *,
    bandwidth_m: float,
    lixel_m: float,
    dimensions: int = 1,
) -> tuple[Lixels, Floats]:
    """Return the lixels of lines and the mass of points on each before it spreads.

    Raises
    ------
    CrsError, InputError
        As `network_heat`.
    """
    crs = arguments.metric_crs(lines)
    arguments.same_crs(points, crs)
    line_array, point_array = arguments.geometries(lines), arguments.geometries(points)
    labels = getattr(points, "index", np.arange(point_array.size))
    problems = [
        *arguments.line_problems(line_array, lines.index, lixel_m=lixel_m),
        *arguments.point_problems(point_array, weights, labels, dimensions=dimensions),
        *arguments.kernel_problems(bandwidth_m=bandwidth_m, lixel_m=lixel_m),
    ]
    if problems:
        raise InputError(problems)
    lixels = divide_lines(line_array, lixel_m=lixel_m)
    return lixels, lixel_mass(lixels, point_array, nearest_lixel(point_array, lixels), weights)
