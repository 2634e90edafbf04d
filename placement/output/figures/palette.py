"""Pictures of few colours: drawings become a quarter as large as PNG, and look the same."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = 160
"""So many differ from a drawn map above a drawn view by 13 of 255 at most. [-]"""
WHITE, GAP_PX = 255, 12


def png_of_few_colours(pixels: NDArray[np.uint8]) -> bytes:
    """Return red, green and blue (H, W, 3) as a PNG with a palette; the same ones, the same bytes.

    Colours are chosen so that the farthest from any is near (the median cut loses rare ones, as of
    symbols), not mixed by dots, which would blur letters and not compress.
    """
    from PIL import Image  # noqa: PLC0415 - slow, and only drawings need it

    stream = io.BytesIO()
    drawing = Image.fromarray(pixels).quantize(
        COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    drawing.save(stream, format="PNG")
    return stream.getvalue()


def png_of_all_colours(pixels: NDArray[np.uint8]) -> bytes:
    """Return red, green and blue (H, W, 3) as a PNG, packed quickly: it is soon unpacked again."""
    from PIL import Image  # noqa: PLC0415 - as above

    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, format="PNG", compress_level=1)
    return stream.getvalue()


def drawn(figure: "Figure") -> NDArray[np.uint8]:
    """Return a figure as it is drawn, as red, green and blue (H, W, 3)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - as above

    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[:, :, :3].copy()


def pixels_of(png: bytes) -> NDArray[np.uint8]:
    """Return a PNG as red, green and blue (H, W, 3)."""
    from PIL import Image  # noqa: PLC0415 - as above

    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def beside(
    pictures: Sequence[NDArray[np.uint8]], *, wide_px: int, places: int
) -> NDArray[np.uint8]:
    """Return pictures in a row of so many places, each as wide as its place, at its upper edge."""
    from PIL import Image  # noqa: PLC0415 - as above

    each_px = (wide_px - GAP_PX * (places - 1)) // places
    fitting = [
        np.asarray(
            Image.fromarray(picture).resize(
                (each_px, round(picture.shape[0] * each_px / picture.shape[1])),
                Image.Resampling.LANCZOS,
            )
        )
        for picture in pictures
    ]
    row = np.full((max(len(each) for each in fitting), wide_px, 3), WHITE, dtype=np.uint8)
    for place, picture in enumerate(fitting):
        start_px = place * (each_px + GAP_PX)
        row[: len(picture), start_px : start_px + each_px] = picture
    return row


def stacked(pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Return pictures one below the other, as wide as the widest, with a white gap between."""
    widest = max(picture.shape[1] for picture in pictures)
    rows: list[NDArray[np.uint8]] = []
    for picture in pictures:
        high, wide, _ = picture.shape
        row = np.full((high + (GAP_PX if rows else 0), widest, 3), WHITE, dtype=np.uint8)
        row[-high:, (widest - wide) // 2 : (widest - wide) // 2 + wide] = picture
        rows.append(row)
    return np.concatenate(rows)
