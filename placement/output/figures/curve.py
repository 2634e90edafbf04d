"""The figure of the curve of gains: what each number of cameras could cover, and its knee."""

import io
import warnings
from typing import TYPE_CHECKING

import numpy as np

from placement.plan import Plan
from placement.plan.alternatives import Curve
from placement.texts import Language, number, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE_INCHES, DOTS_PER_INCH = (8.6, 5.2), 150
LINE_COLOUR, BOUND_COLOUR, STEP_COLOUR = "#2171b5", "#cfe3f3", "#a9b8c6"
PLAN_COLOUR, DARK, WARNING = "#c0392b", "#222222", "#9c2a1c"
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}


def curve(plan: Plan, gains: Curve, *, language: Language = "en") -> bytes:
    """Return the curve as PNG, in percent of demand; the same curve, the same bytes.

    The line is the best plan found for each count, the band above it what the bound leaves open,
    bars below are what one more camera adds, dots are the plan's own phases.
    """
    # imported here, for it is slow and only this drawing needs it
    from matplotlib import style  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    # the user's own matplotlib settings must not change the picture
    with style.context("default"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        figure = Figure(figsize=SIZE_INCHES, dpi=DOTS_PER_INCH)
        FigureCanvasAgg(figure)
        above = figure.add_axes((0.09, 0.37, 0.88, 0.5))
        below = figure.add_axes((0.09, 0.14, 0.88, 0.17), sharex=above)
        _line(above, plan, gains, language)
        _gains(below, plan, gains, language)
        _words(figure, plan, language)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def _percent(plan: Plan, values: list[float]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    whole = plan.demand_total or 1.0
    return 100 * np.array(values) / whole


def _line(axes: "Axes", plan: Plan, gains: Curve, language: Language) -> None:
    counts = [point.cameras for point in gains.points]
    value = _percent(plan, [point.value for point in gains.points])
    bound = _percent(plan, [point.bound for point in gains.points])
    axes.fill_between(counts, value, bound, color=BOUND_COLOUR, label=text("curve.bound", language))
    axes.plot(counts, value, color=LINE_COLOUR, label=text("curve.value", language))
    steps = [phase for phase in plan.phases if phase.cameras <= counts[-1]]
    shares = _percent(plan, [phase.value + phase.extra for phase in steps])
    axes.plot(
        [phase.cameras for phase in steps],
        shares,
        "o",
        color=PLAN_COLOUR,
        label=text("curve.plan", language),
    )
    if gains.knee is not None:
        here = value[counts.index(gains.knee)]
        axes.plot([counts[0], counts[-1]], value[[0, -1]], ":", color=STEP_COLOUR, linewidth=1)
        axes.vlines(gains.knee, 0, here, color=DARK, linewidth=0.9, linestyle="--")
        label = text(
            "curve.knee", language, cameras=gains.knee, share=number(float(here), language, 1)
        )
        axes.annotate(
            label,
            (gains.knee, here),
            (10, -16),
            textcoords="offset points",
            fontsize=9,
            color=DARK,
            bbox=PAPER,
        )
    axes.set_ylim(0, 1.06 * max(float(bound.max()), 1e-9))
    axes.set_ylabel(text("curve.share", language))
    axes.legend(loc="lower right", frameon=False, fontsize=8)
    axes.tick_params(labelbottom=False)
    _plain(axes, language, decimals=0)


def _gains(axes: "Axes", plan: Plan, gains: Curve, language: Language) -> None:
    counts = [point.cameras for point in gains.points[1:]]
    value = _percent(plan, [point.value for point in gains.points])
    axes.bar(counts, np.diff(value), color=STEP_COLOUR)
    axes.set_ylabel(text("curve.gain", language), fontsize=8)
    axes.set_xlabel(text("curve.cameras", language))
    _plain(axes, language, decimals=1)
    axes.xaxis.set_major_formatter(lambda count, _: number(count, language, 0))


def _plain(axes: "Axes", language: Language, *, decimals: int) -> None:
    axes.yaxis.set_major_formatter(lambda share, _: number(share, language, decimals))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _words(figure: "Figure", plan: Plan, language: Language) -> None:
    title = text("curve.title", language, case=plan.case)
    figure.text(0.02, 0.945, title, fontsize=12, parse_math=False, color=DARK)
    figure.text(0.02, 0.9, text("curve.subtitle", language), fontsize=8.5, color=DARK)
    if plan.synthetic:
        figure.text(0.02, 0.02, text("curve.synthetic", language), fontsize=8, color=WARNING)
