"""Shapes that cover pixels: all of them, as few as a device has, and least other area."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from placement.cameras.masks import within
from placement.masks.covering import MaskLimits, cover

PIXELS = arrays.arrays(np.bool_, st.tuples(st.integers(1, 14), st.integers(1, 14)))
LIMITS = st.builds(
    MaskLimits,
    most=st.integers(1, 9),
    shape=st.sampled_from(["rectangle", "polygon"]),
    corners=st.integers(4, 12),
)


def hidden(pixels: np.ndarray, limits: MaskLimits) -> np.ndarray:
    """Return the pixels whose centres lie in the cover."""
    row, column = np.indices(pixels.shape) + 0.5
    covered = np.zeros(pixels.shape, dtype=np.bool_)
    for shape in cover(pixels, limits):
        covered |= within(shape, column, row)
    return covered


@given(PIXELS, LIMITS)
def test_a_cover_never_yields(pixels: np.ndarray, limits: MaskLimits) -> None:
    """Whatever the pixels and the device: all are covered, with shapes that it has."""
    shapes = cover(pixels, limits)

    assert not (pixels & ~hidden(pixels, limits)).any()
    assert len(shapes) <= limits.most
    rows, columns = pixels.shape
    for shape in shapes:
        most = 4 if limits.shape == "rectangle" else limits.corners
        assert 3 <= len(shape) <= most
        assert (shape >= -1e-6).all()
        assert (shape <= np.array([columns, rows]) + 1e-6).all()
    if limits.shape == "rectangle":
        assert all(len(np.unique(shape[:, 0])) == 2 for shape in shapes)
        assert all(len(np.unique(shape[:, 1])) == 2 for shape in shapes)


@pytest.mark.parametrize("seed", range(30))
def test_rectangles_of_one_row_of_runs_are_the_best_there_are(seed: int) -> None:
    """In a band of columns against enumeration of all ways to cut it into three rectangles."""
    draw = np.random.default_rng(seed)
    pixels = np.zeros((12, 9), dtype=np.bool_)
    for column in range(9):
        if draw.random() < 0.8:
            top = draw.integers(0, 8)
            pixels[top : top + draw.integers(1, 12 - top), column] = True
    if not pixels.any():
        return
    limits = MaskLimits(3, "rectangle")
    least = min(
        sum(_box(pixels[:, a:b]) for a, b in zip((0, *cut), (*cut, 9), strict=True))
        for count in range(3)
        for cut in combinations(range(1, 9), count)
    )

    assert hidden(pixels, limits).sum() <= least


def _box(pixels: np.ndarray) -> int:
    rows, columns = (np.flatnonzero(pixels.any(axis=axis)) for axis in (1, 0))
    return int(np.ptp(rows) + 1) * int(np.ptp(columns) + 1) if rows.size else 0


def test_a_slanted_facade_needs_one_quadrilateral() -> None:
    """A trapezoid is covered by itself; rectangles take much more."""
    row, column = np.indices((90, 160)) + 0.5
    pixels = (row > 10 + column / 4) & (row < 80 - column / 4) & (column > 20) & (column < 120)
    quad, box = (
        hidden(pixels, MaskLimits(1, shape)).sum() / pixels.sum() - 1
        for shape in ("polygon", "rectangle")
    )

    assert quad < 0.06
    assert box > 0.4


def test_a_device_with_more_corners_masks_less() -> None:
    """A gable of two slopes: four corners take its shoulders, eight follow both."""
    row, column = np.indices((90, 160)) + 0.5
    pixels = (row > 10 + np.abs(column - 80) / 1.5) & (row < 80)
    four, eight = (hidden(pixels, MaskLimits(1, "polygon", corners)).sum() for corners in (4, 8))

    assert eight - pixels.sum() < 0.3 * (four - pixels.sum())
