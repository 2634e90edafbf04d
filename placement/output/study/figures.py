"""Figures of the study: the curve of gains, the centre's figures, the schedule."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from placement.centre.reckoning import Reckoning
from placement.output.centre.figures import image
from placement.output.centre.figures.cash import cash_flow
from placement.output.centre.figures.image import FigureImage
from placement.output.centre.figures.storage import storage
from placement.output.centre.figures.tornado import tornado
from placement.output.figures import curve as curves
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import StudyPicture
from placement.output.study.schedule import ScheduleBar
from placement.output.study.speech import words
from placement.output.wording import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAR_COLOUR, OTHER_COLOUR = "#2171b5", "#a9b8c6"
ROW_INCHES, FOOT_INCHES, HEAD_INCHES = 0.36, 0.45, 0.15
NAMES_PART = 0.34
"""Of the width of the schedule, for names of bars. [-]"""
LONGEST = 42
"""Letters of a name. [-]"""
CENTRE_FIGURES: dict[str, Callable[..., FigureImage]] = {
    "cash_flow": cash_flow,
    "storage": storage,
    "tornado": tornado,
}


def curve_picture(basis: StudyBasis) -> Iterator[StudyPicture]:
    """Yield what each number of cameras could be worth, where the plan has that curve."""
    gains = basis.plan.sensitivity.curve
    if gains is None or len(gains.points) < curves.FEWEST:
        return
    yield StudyPicture(
        key="gains",
        caption=words(basis, "gains.caption"),
        alt=words(basis, "gains.alt"),
        png=curves.curve(basis.plan, gains, language=basis.language),
    )


def centre_picture(basis: StudyBasis, reckoned: Reckoning, name: str) -> StudyPicture:
    """Return one of the figures of the centre."""
    drawn = CENTRE_FIGURES[name](reckoned, language=basis.language)
    return StudyPicture(
        key=f"figure_{name}",
        caption=words(basis, f"figure.{name}"),
        alt=words(basis, f"figure_alt.{name}"),
        png=drawn.png,
        svg=drawn.svg,
    )


def schedule_picture(basis: StudyBasis, bars: tuple[ScheduleBar, ...]) -> StudyPicture:
    """Return bars of works along years; the same bars, the same bytes."""
    height = HEAD_INCHES + ROW_INCHES * len(bars) + FOOT_INCHES

    def paint(figure: "Figure") -> None:
        tall = ROW_INCHES * len(bars) / height
        axes = figure.add_axes((NAMES_PART, FOOT_INCHES / height, 0.98 - NAMES_PART, tall))
        _draw_bars(axes, bars)

    drawn = image.drawn(paint, height_inches=height)
    first, last = min(bar.first for bar in bars), max(bar.last for bar in bars)
    return StudyPicture(
        key="schedule",
        caption=words(basis, "schedule.caption"),
        alt=words(basis, "schedule.alt", first=str(first), last=str(last)),
        png=drawn.png,
        svg=drawn.svg,
    )


def _draw_bars(axes: "Axes", bars: tuple[ScheduleBar, ...]) -> None:
    first, last = min(bar.first for bar in bars), max(bar.last for bar in bars)
    for row, bar in enumerate(bars):
        colour = BAR_COLOUR if bar.is_phase else OTHER_COLOUR
        axes.barh(-row, bar.last - bar.first + 1, left=bar.first - 0.5, height=0.6, color=colour)
    axes.set_yticks([-row for row in range(len(bars))], [_cut(bar.name) for bar in bars])
    years = list(range(first, last + 1))
    axes.set_xticks(years, [str(year) for year in years])
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        image.plain(label)
    axes.set_xlim(first - 0.5, last + 0.5)
    axes.set_ylim(0.5 - len(bars), 0.5)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=9, labelcolor=image.DARK)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _cut(name: str) -> str:
    shown = printable(name)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"
