"""Figures of the security analysis: incidents by hour of the day, and month by month."""

import io
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from placement.output.map_decorations import DARK
from placement.texts import Language, number, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE_IN, DOTS_PER_INCH = (6.3, 2.2), 200
BARS, LINES = "#2171b5", ("#9a9a9a", "#1b4f72")
SETTINGS: dict[Any, Any] = {"svg.hashsalt": "placement", "font.family": "DejaVu Sans"}


def by_hour(hours: Sequence[float], *, language: Language) -> tuple[bytes, str]:
    """Return a bar for each hour of the day, as PNG and as SVG.

    Parameters
    ----------
    hours : (24,) numbers
        Incidents in each hour.
    language
        Of what is written on it.
    """

    def draw(axes: "Axes") -> None:
        places = range(len(hours))
        axes.bar([place + 0.5 for place in places], hours, width=0.86, color=BARS)
        axes.set_xlim(0, len(hours))
        axes.set_xticks(range(0, len(hours) + 1, 3))
        axes.set_xlabel(text("annex.security.figure.hour", language))
        axes.set_ylabel(text("annex.security.figure.incidents", language))

    return _drawn(draw, language)


def by_month(
    months: Sequence[Sequence[int]], years: Sequence[int], *, language: Language
) -> tuple[bytes, str]:
    """Return a line for each year over its twelve months, as PNG and as SVG."""

    def draw(axes: "Axes") -> None:
        for counts, year, colour, style in zip(months, years, LINES, ("--", "-"), strict=True):
            across = range(1, len(counts) + 1)
            axes.plot(across, counts, style, color=colour, marker="o", markersize=3, label=year)
        axes.set_xlim(0.7, 12.3)
        axes.set_xticks(range(1, 13))
        axes.set_ylim(bottom=0)
        axes.set_xlabel(text("annex.security.figure.month", language))
        axes.set_ylabel(text("annex.security.figure.incidents", language))
        axes.legend(frameon=False, fontsize=8, ncols=2, loc="lower right")

    return _drawn(draw, language)


def _drawn(draw: Callable[["Axes"], None], language: Language) -> tuple[bytes, str]:
    """Return a drawing as PNG and as SVG; the same figures, the same bytes."""
    # imported here, for it is slow and only drawings need it
    from matplotlib import rc_context, style  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415

    with style.context("default"), rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        figure = Figure(figsize=SIZE_IN, dpi=DOTS_PER_INCH, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        draw(axes)
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: number(y, language, 0)))
        axes.grid(axis="y", color="#d6dbe1", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(labelsize=8, colors=DARK)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        stream, vectors = io.BytesIO(), io.StringIO()
        figure.savefig(stream, format="png", metadata={"Software": None})
        figure.savefig(vectors, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue(), vectors.getvalue()
