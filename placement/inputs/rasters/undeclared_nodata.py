"""Undeclared gaps: cells whose number is no height, without a tag of the raster for it.

Programs fill gaps with -9999, the lowest number of a type, 0 or -1. The first two are no height
anywhere. Zeros beside heights of 250 m are a gap, those of a sea are not: the step at their edge
distinguishes them.
"""

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy import ndimage

from placement.inputs.rasters.bands import Band
from placement.units import Booleans

Heights = NDArray[np.float32]
FILL_VALUES = (999, 9999, 99999, 999999, 32767, 32768, 65535, 2147483647, 2147483648, 4294967295)
"""Numbers, of either sign, with which programs fill gaps."""
HUGE = 1e15
"""What is farther from 0 than this is a mark too: 1e20, 3.4e38."""
USUAL_VALUES = (0.0, -1.0, -99.0, -100.0)
"""Numbers with which programs fill gaps too, but which are heights of land by the sea."""
MOST_MARKS = 4
"""A raster with more different impossible numbers is in another unit, or broken. [-]"""
STEP_M, STEEPEST_SLOPE = 10.0, 2.0
"""Ground does not rise this much, or this many times a cell's width, all around a spot. [m], [-]"""
QUARTER = 25
"""The lowest quarter of the steps at an edge may be less: rasters smear their gaps. [%]"""


@frozen(eq=False)
class Gaps:
    """Numbers and cells of a band that stand for no height."""

    marks: tuple[float, ...] = ()
    """Numbers that stand for no height wherever they are."""
    cells: Booleans | None = None
    """(rows, columns) cells of a number that elsewhere is a height."""
    number: float = 0.0
    """The number of these cells, or the last of the marks."""


def undeclared_gaps(
    layers: tuple[Heights, ...],
    band: Band,
    *,
    limits_m: tuple[float, float],
    cell_m: float,
    zero_is_height: bool,
    dtype: str,
) -> Gaps:
    """Return the gaps of a band.

    Parameters
    ----------
    layers
        The band's numbers on the cells of a run; of several in a cell the least and the greatest.
    limits_m
        Heights that there are. [m]
    cell_m
        Width of the raster's cells or the run's, whichever is wider. [m]
    zero_is_height
        Whether 0 is usual: above the ground it is bare ground.
    dtype
        Type of the raster's numbers, as numpy names it.
    """
    marks = {mark for layer in layers for mark in _impossible(layer, band, limits_m)}
    fill_values = tuple(sorted(mark for mark in marks if _is_mark(mark)))
    if len(marks) > MOST_MARKS:
        fill_values = ()
    usual_values = [] if zero_is_height else list(USUAL_VALUES)
    usual_values += [255.0] if dtype == "uint8" else []
    step_m = max(STEP_M, STEEPEST_SLOPE * cell_m)
    whole: list[float] = list(fill_values)
    partly: Booleans | None = None
    number = fill_values[-1] if fill_values else 0.0
    for layer in layers:
        for value in usual_values:
            gap, rest = _cells_in_steps(layer, value, band, step_m=step_m, marks=fill_values)
            if not gap.any():
                continue
            number = value
            if rest.any():
                partly = gap if partly is None else partly | gap
            else:
                whole.append(value)
    return Gaps(tuple(dict.fromkeys(whole)), partly, number)


def _impossible(layer: Heights, band: Band, limits_m: tuple[float, float]) -> set[float]:
    """Return numbers that are no height, at most one more than `MOST_MARKS`."""
    height_m = band.heights_m(layer)
    wrong = layer[(height_m < limits_m[0]) | (height_m > limits_m[1])]
    return {float(value) for value in np.unique(wrong)[: MOST_MARKS + 1]}


def _is_mark(value: float) -> bool:
    return abs(value) >= HUGE or abs(value) in FILL_VALUES


def _cells_in_steps(
    layer: Heights, value: float, band: Band, *, step_m: float, marks: tuple[float, ...]
) -> tuple[Booleans, Booleans]:
    """Return cells of a number with steps all around their patch, and its other cells."""
    same = np.asarray(layer == np.float32(value))
    none = np.zeros(layer.shape, dtype=np.bool_)
    if not same.any():
        return none, none
    is_height = np.isfinite(layer) & ~same & ~np.isin(layer, np.array(marks, dtype=np.float32))
    if not is_height.any():
        return none, same
    height_m = band.heights_m(layer)
    of_value_m = float(band.heights_m(np.array([value], dtype=np.float32))[0])
    patches, n = ndimage.label(same, structure=np.ones((3, 3)))
    edge = ndimage.grey_dilation(patches, size=(3, 3))
    beside = is_height & (edge > 0)
    steps_m = np.abs(height_m[beside] - of_value_m)
    patch = edge[beside]
    everywhere_m = float(np.percentile(np.abs(height_m[is_height] - of_value_m), QUARTER))
    order = np.argsort(patch, kind="stable")
    bounds = np.searchsorted(patch[order], np.arange(1, n + 2))
    is_gap = np.zeros(n + 1, dtype=np.bool_)
    for i in range(n):
        own = steps_m[order[bounds[i] : bounds[i + 1]]]
        low_m = (
            everywhere_m if own.size == 0 else float(np.percentile(own, QUARTER, method="lower"))
        )
        is_gap[i + 1] = low_m > step_m
    gap = is_gap[patches]
    return gap, same & ~gap
