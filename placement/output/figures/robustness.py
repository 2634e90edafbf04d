"""The figure of how sure a plan is: what it sees if things differ, which cameras come back."""

import io
import math
import warnings
from typing import TYPE_CHECKING

from attrs import frozen

from placement.output.wording import printable, word_of
from placement.plan import Plan, PlannedCamera
from placement.plan.confidence import OF_DEMAND, OF_HEIGHTS, Scenario
from placement.texts import Language, number, text

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_INCHES, DOTS_PER_INCH = 8.6, 150
HEAD_INCHES, FOOT_INCHES, BETWEEN_INCHES = 1.42, 0.55, 1.45
SCENARIO_INCHES, CAMERA_INCHES = 0.27, 0.165
LEFT, RIGHT = 0.37, 0.95
"""Of the drawn part, in parts of the width."""
MOST = 60
"""So many cameras are drawn, the least sure ones. [-]"""
LONGEST_NAME = 34
"""Letters of a name that the margin has room for. [-]"""
PHASE_COLOURS = ("#2171b5", "#7fb3dc", "#8a6bb1", "#c5a5d6", "#5a9e6f", "#a8d1ad")
PLAN_COLOUR, BEST_COLOUR, LINE_COLOUR = "#c0392b", "#2171b5", "#a9b8c6"
DARK, GREY, WARNING = "#222222", "#5b6670", "#9c2a1c"


def robustness(plan: Plan, *, language: Language = "en") -> bytes:
    """Return the figure of a plan that was made again as PNG; the same plan, the same bytes.

    Above, two dots a scenario: what the plan sees there and what the plan made for it sees, in
    percent of demand. Below, a bar a new camera: in how many of the repeated plans it or one like
    it comes back, sorted, coloured by phase.
    """
    # imported here, for it is slow and only this drawing needs it
    from matplotlib import style  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    new = [camera for camera in plan.cameras if camera.alike_again is not None]
    page = _Page(len(plan.scenarios), min(len(new), MOST))
    # the user's own matplotlib settings must not change the picture
    with style.context("default"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        figure = Figure(figsize=(WIDTH_INCHES, page.height), dpi=DOTS_PER_INCH)
        FigureCanvasAgg(figure)
        above = figure.add_axes(page.box(page.scenarios_top, page.scenarios_height))
        below = figure.add_axes(page.box(page.cameras_top, page.cameras_height))
        _scenarios(above, plan, language)
        _cameras(below, plan, new, language)
        _words(figure, page, plan, len(new), language)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


@frozen
class _Page:
    """Where the two drawings are, in inches from above."""

    scenarios: int
    cameras: int

    @property
    def scenarios_top(self) -> float:
        return HEAD_INCHES

    @property
    def scenarios_height(self) -> float:
        return SCENARIO_INCHES * max(self.scenarios, 1)

    @property
    def cameras_top(self) -> float:
        return self.scenarios_top + self.scenarios_height + BETWEEN_INCHES

    @property
    def cameras_height(self) -> float:
        return CAMERA_INCHES * max(self.cameras, 3)

    @property
    def height(self) -> float:
        return self.cameras_top + self.cameras_height + FOOT_INCHES

    def up(self, inches: float) -> float:
        """Return how high so many inches from above are, in parts of the height."""
        return 1 - inches / self.height

    def box(self, top: float, height: float) -> tuple[float, float, float, float]:
        return LEFT, self.up(top + height), RIGHT - LEFT, height / self.height


def _scenarios(axes: "Axes", plan: Plan, language: Language) -> None:
    scenarios = plan.scenarios
    shares_pct = [100 * share for one in scenarios for share in (one.share, one.best)]
    low, high = min(shares_pct, default=0.0), max(shares_pct, default=100.0)
    room = max(0.12 * (high - low), 1.0)
    axes.set_xlim(max(low - room, 0.0), min(high + 2 * room, 100.0 + room))
    for row, one in enumerate(scenarios):
        here, best = 100 * one.share, 100 * one.best
        axes.plot([here, best], [row, row], color=LINE_COLOUR, linewidth=2.5, zorder=1)
        if one.plans:
            axes.plot(best, row, "o", color=BEST_COLOUR, markersize=8, zorder=2)
        axes.plot(here, row, "o", color=PLAN_COLOUR, markersize=5, zorder=3)
        loss = _loss(one, language)
        axes.annotate(
            loss,
            (max(here, best), row),
            (9, -3),
            textcoords="offset points",
            fontsize=8,
            color=DARK,
        )
        _label(axes, row, word_of("scenario", one.name, language), size=8)
    _rows(axes, len(scenarios))
    axes.xaxis.set_major_formatter(lambda share, _: number(share, language, 0))
    for colour, name in ((PLAN_COLOUR, "this"), (BEST_COLOUR, "best")):
        axes.plot([], [], "o", color=colour, label=text(f"robustness.{name}", language))
    axes.legend(
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=2,
        frameon=False,
        fontsize=8,
        borderaxespad=0.2,
        handletextpad=0.1,
        columnspacing=1.0,
    )


def _loss(one: Scenario, language: Language) -> str:
    if not one.plans:
        return text("robustness.no_plan", language)
    return text("robustness.loses", language, loss=number(100 * one.regret, language, 2))


def _cameras(axes: "Axes", plan: Plan, new: list[PlannedCamera], language: Language) -> None:
    least = sorted(new, key=lambda c: (c.alike_again or 0.0, c.camera_id))[:MOST]
    shown = sorted(least, key=lambda c: (-(c.alike_again or 0.0), c.phase, c.camera_id))
    marks = {
        name: _by_camera(plan, scenarios)
        for name, scenarios in (("demand", OF_DEMAND), ("heights", OF_HEIGHTS))
    }
    for row, camera in enumerate(shown):
        share = 100 * (camera.alike_again or 0.0)
        axes.barh(row, share, height=0.78, color=_colour(camera.phase), linewidth=0)
        _label(axes, row, _short(f"{camera.camera_id}  {camera.street}"), size=6.5)
        axes.text(101.5, row, number(share, language, 0), fontsize=6.5, va="center", color=DARK)
        for name, shape in (("demand", "|"), ("heights", ".")):
            if camera.camera_id in marks[name]:
                there = 100 * marks[name][camera.camera_id]
                axes.plot(there, row, shape, color=DARK, markersize=5, clip_on=False)
    _rows(axes, max(len(shown), 3))
    axes.set_xlim(0, 100)
    axes.xaxis.set_major_formatter(lambda share, _: number(share, language, 0))
    _legend(axes, plan, shown, marks, language)


def _legend(
    axes: "Axes",
    plan: Plan,
    shown: list[PlannedCamera],
    marks: dict[str, dict[str, float]],
    language: Language,
) -> None:
    keys: list[tuple[Artist, str]] = []
    for name, shape in (("demand", "|"), ("heights", ".")):
        if marks[name]:
            (mark,) = axes.plot([], [], shape, color=DARK, markersize=6)
            keys.append((mark, text(f"robustness.{name}", language)))
    for phase in plan.phases:
        if any(camera.phase == phase.phase for camera in shown):
            bar = axes.barh([0], [0], color=_colour(phase.phase))
            keys.append((bar[0], _short(phase.name_in(language))))
    if not keys:
        return
    # given one by one: a name that begins with an underscore would be left out
    legend = axes.legend(
        [mark for mark, _ in keys],
        [label for _, label in keys],
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=6,
        frameon=False,
        fontsize=7.5,
        borderaxespad=0.2,
        handlelength=1.0,
        handletextpad=0.4,
        columnspacing=1.0,
    )
    for entry in legend.get_texts():
        entry.set_parse_math(False)


def _by_camera(plan: Plan, names: frozenset[str]) -> dict[str, float]:
    """Return for each camera the share of the plans of some scenarios that have one like it."""
    counted = [one for one in plan.scenarios if one.name in names and one.plans]
    whole = sum(one.plans for one in counted)
    ids = dict.fromkeys(name for one in counted for name in one.again)
    return {
        name: math.fsum(one.plans * one.again.get(name, 0.0) for one in counted) / whole
        for name in ids
    }


def _colour(phase: int) -> str:
    return PHASE_COLOURS[(phase - 1) % len(PHASE_COLOURS)]


def _short(name: str) -> str:
    safe = printable(name)
    return safe if len(safe) <= LONGEST_NAME else safe[: LONGEST_NAME - 1] + "…"


def _label(axes: "Axes", row: int, words: str, *, size: float) -> None:
    axes.text(
        -0.012,
        row,
        words,
        transform=axes.get_yaxis_transform(),
        ha="right",
        va="center",
        fontsize=size,
        color=DARK,
        parse_math=False,
    )


def _rows(axes: "Axes", count: int) -> None:
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_yticks([])
    axes.grid(axis="x", color="#e6eaee", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=8)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _words(figure: "Figure", page: _Page, plan: Plan, new: int, language: Language) -> None:
    n, below = plan.repetitions, page.cameras_top
    lines = [
        (0.3, 12, text("robustness.title", language, case=plan.case)),
        (0.54, 8.5, text("robustness.subtitle", language, n=n)),
        (0.9, 9.5, text("robustness.scenarios", language)),
        (1.08, 8, text("robustness.scenarios_aid", language)),
        (below - 0.82, 9.5, text("robustness.cameras", language, n=n)),
        (below - 0.64, 8, text("robustness.cameras_aid", language)),
        (below - 0.49, 8, text("robustness.alike", language)),
    ]
    if new > page.cameras:
        words = text("robustness.only", language, shown=page.cameras, all=new)
        lines.append((page.height - 0.12, 8, words))
    for inches, size, words in lines:
        figure.text(0.02, page.up(inches), words, fontsize=size, parse_math=False, color=DARK)
    if plan.synthetic:
        words = text("robustness.synthetic", language)
        figure.text(0.98, page.up(0.3), words, fontsize=8, color=WARNING, ha="right")
