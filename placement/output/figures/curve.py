"""Figures of the curves: what each count, budget or area in view could cover, and the knee."""

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from placement.plan import Plan
from placement.plan.alternatives import BudgetCurve, BudgetPoint, Curve, CurvePoint
from placement.plan.privacy_choice import HomesPoint, PrivacyChoice
from placement.texts import Language, number, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MILLION = 1e6
SIZE_INCHES, DOTS_PER_INCH = (8.6, 5.2), 150
LINE_COLOUR, BOUND_COLOUR, STEP_COLOUR = "#2171b5", "#cfe3f3", "#a9b8c6"
PLAN_COLOUR, DARK, WARNING = "#c0392b", "#222222", "#9c2a1c"
FEWEST = 2
"""Of one point nothing is drawn."""
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}


def curve(plan: Plan, gains: Curve, *, language: Language = "en") -> bytes:
    """Return the curve of counts as PNG, in percent of demand; the same curve, the same bytes.

    The line is the best plan found for each count, the band above it what the bound leaves open,
    bars below are what one more camera adds, dots are the plan's own phases.
    """
    along = [float(point.cameras) for point in gains.points]
    phases = [(float(phase.cameras), phase.value + phase.extra) for phase in plan.phases]
    knee, omitted = None if gains.knee is None else float(gains.knee), gains.omitted_rules
    series = _Series("curve", gains.points, along, phases, knee, 0.8, omitted)
    return _drawn(plan, series, language)


def money(plan: Plan, curve: BudgetCurve, *, language: Language = "en") -> bytes:
    """Return the curve of money as PNG, budgets in millions, as `curve` does for counts."""
    along = [point.budget_czk / MILLION for point in curve.points]
    spent = np.cumsum([phase.cost_czk for phase in plan.phases]) / MILLION
    values = [phase.value + phase.extra for phase in plan.phases]
    phases = list(zip(spent.tolist(), values, strict=True))
    knee = None if curve.knee_czk is None else curve.knee_czk / MILLION
    width = 0.8 * (along[-1] - along[0]) / max(len(along) - 1, 1)
    omitted = curve.omitted_rules
    series = _Series("money", curve.points, along, phases, knee, width, omitted)
    return _drawn(plan, series, language)


def homes(plan: Plan, choice: PrivacyChoice, *, language: Language = "en") -> bytes | None:
    """Return the curve of homes in view as PNG, as `curve` does for counts; None without one."""
    curve = choice.curve
    if curve is None or len(curve.points) < FEWEST:
        return None
    along = [float(round(point.most_m2)) for point in curve.points]
    values = [phase.value + phase.extra for phase in plan.phases]
    phases = list(zip(choice.area_m2, values, strict=True))
    width = 0.8 * (along[-1] - along[0]) / (len(along) - 1)
    knee = None if curve.knee_m2 is None else float(round(curve.knee_m2))
    series = _Series("homes", curve.points, along, phases, knee, width, curve.omitted_rules)
    return _drawn(plan, series, language)


@frozen
class _Series:
    """What a figure shows, along cameras, money or homes in view."""

    words: str
    """Where its words begin in the catalogues."""
    points: Sequence[CurvePoint | BudgetPoint | HomesPoint]
    along: list[float]
    """Of each point."""
    phases: list[tuple[float, float]]
    """Of each phase of the plan: where it lies, and its value."""
    knee: float | None
    width: float
    """Of a bar."""
    omitted_rules: int
    """Rules of the plan that it does not keep."""


def _drawn(plan: Plan, series: _Series, language: Language) -> bytes:
    """Return the figure of a curve."""
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
        _line(above, plan, series, language)
        _gains(below, plan, series, language)
        _words(figure, plan, series, language)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def _percent(plan: Plan, values: list[float]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    whole = plan.demand_total or 1.0
    return 100 * np.array(values) / whole


def _line(axes: "Axes", plan: Plan, series: _Series, language: Language) -> None:
    along = series.along
    value = _percent(plan, [point.value for point in series.points])
    bound = _percent(plan, [point.bound for point in series.points])
    axes.fill_between(along, value, bound, color=BOUND_COLOUR, label=text("curve.bound", language))
    axes.plot(along, value, color=LINE_COLOUR, label=text("curve.value", language))
    steps = [(where, worth) for where, worth in series.phases if where <= along[-1]]
    shares = _percent(plan, [worth for _, worth in steps])
    axes.plot(
        [where for where, _ in steps],
        shares,
        "o",
        color=PLAN_COLOUR,
        label=text("curve.plan", language),
    )
    if series.knee is not None:
        here = value[along.index(series.knee)]
        axes.plot([along[0], along[-1]], value[[0, -1]], ":", color=STEP_COLOUR, linewidth=1)
        axes.vlines(series.knee, 0, here, color=DARK, linewidth=0.9, linestyle="--")
        label = text(
            f"{series.words}.knee",
            language,
            at=number(series.knee, language, _decimals([series.knee])),
            share=number(float(here), language, 1),
        )
        axes.annotate(
            label,
            (series.knee, here),
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


def _gains(axes: "Axes", plan: Plan, series: _Series, language: Language) -> None:
    value = _percent(plan, [point.value for point in series.points])
    axes.bar(series.along[1:], np.diff(value), width=series.width, color=STEP_COLOUR)
    axes.set_ylabel(text("curve.gain", language), fontsize=8)
    axes.set_xlabel(text(f"{series.words}.along", language))
    _plain(axes, language, decimals=1)
    decimals = _decimals(series.along)
    axes.xaxis.set_major_formatter(lambda along, _: number(along, language, decimals))


def _decimals(values: list[float]) -> int:
    """Return how many decimals values need, at most two."""
    return next((n for n in (0, 1) if all(abs(v - round(v, n)) < 1e-9 for v in values)), 2)


def _plain(axes: "Axes", language: Language, *, decimals: int) -> None:
    axes.yaxis.set_major_formatter(lambda share, _: number(share, language, decimals))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _words(figure: "Figure", plan: Plan, series: _Series, language: Language) -> None:
    title = text(f"{series.words}.title", language, case=plan.case)
    figure.text(0.02, 0.945, title, fontsize=12, parse_math=False, color=DARK)
    figure.text(0.02, 0.9, text(f"{series.words}.subtitle", language), fontsize=8.5, color=DARK)
    if series.omitted_rules:
        rules = text("curve.rules", language, n=series.omitted_rules)
        figure.text(0.02, 0.877, rules, fontsize=8, color=DARK)
    if plan.synthetic:
        figure.text(0.02, 0.02, text("curve.synthetic", language), fontsize=8, color=WARNING)
