"""`FigureImage`: a figure of the centre as pixels and as vectors, and the look they share."""

import io
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import frozen

from placement.centre.reckoning import Reckoning
from placement.output.wording import printable
from placement.texts import Language, number, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

WIDTH_INCHES, DOTS_PER_INCH = 8.6, 150
DARK, GREY, WARNING = "#222222", "#5b6670", "#9c2a1c"
MILLION = 1e6


@frozen
class FigureImage:
    """A figure; the same reckoning gives the same bytes and the same text."""

    png: bytes
    svg: str
    """Its letters are text, to be set by whoever shows it."""


def drawn(paint: Callable[["Figure"], None], *, height_inches: float) -> FigureImage:
    """Return what is painted onto an empty figure."""
    # imported here, for it is slow and only this drawing needs it
    from matplotlib import style  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    # the user's own matplotlib settings must not change the picture
    as_text: dict[str, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "placement",
        "hatch.linewidth": 0.6,
    }
    with style.context(["default", as_text]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        figure = Figure(figsize=(WIDTH_INCHES, height_inches), dpi=DOTS_PER_INCH)
        FigureCanvasAgg(figure)
        paint(figure)
        pixels, vectors = io.BytesIO(), io.StringIO()
        figure.savefig(pixels, format="png", metadata={"Software": None})
        nobody = {"Date": None, "Creator": None}
        figure.savefig(vectors, format="svg", metadata=nobody)
    return FigureImage(pixels.getvalue(), vectors.getvalue())


def head(
    figure: "Figure", reckoning: Reckoning, name: str, language: Language, **values: object
) -> None:
    """Write title, subtitle and warnings of a figure, by its name in the catalogues."""
    height = float(figure.get_size_inches()[1])
    case = printable(reckoning.plan.case)
    title = text(f"centre_figure.{name}.title", language, case=case)
    plain(figure.text(0.02, 1 - 0.3 / height, title, fontsize=12, color=DARK))
    words = text(f"centre_figure.{name}.subtitle", language, **values)
    plain(figure.text(0.02, 1 - 0.53 / height, words, fontsize=8.5, color=DARK))
    warnings_ = []
    if reckoning.unpriced:
        warnings_.append(text("centre.unpriced", language, n=reckoning.unpriced))
    if reckoning.plan.synthetic:
        warnings_.append(text("curve.synthetic", language))
    plain(figure.text(0.02, 0.1 / height, "  ".join(warnings_), fontsize=8, color=WARNING))


def box(figure: "Figure", *, margin: float, top: float, bottom: float) -> "Axes":
    """Return axes right of a margin in parts of the width, between others in inches."""
    height = float(figure.get_size_inches()[1])
    return figure.add_axes((margin, bottom / height, 0.98 - margin, 1 - (top + bottom) / height))


def bare(axes: "Axes") -> None:
    """Take away the frame above and to the right."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def millions(czk: float, language: Language, decimals: int = 1) -> str:
    """Return money in millions, without its unit."""
    return number(round(czk / MILLION, decimals) + 0.0, language, decimals)


def plain(words: "Text") -> None:
    """Let no dollar sign of a name be read as a formula."""
    words.set_parse_math(False)
