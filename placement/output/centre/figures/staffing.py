"""The figure of staffing: events and pictures by hour against the operators that are there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from placement.centre.needs import CentreNeeds
from placement.centre.parameters import Parameters
from placement.centre.reckoning import Reckoning
from placement.centre.shifts import DAY_H, shifts_of
from placement.output.centre.figures.image import DARK, FigureImage, bare, box, drawn, head
from placement.texts import Language, number, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT_INCHES = 5.6
SERVED_COLOUR, NEEDED_COLOUR = "#cfe3f3", "#8c2d19"
EVENTS_COLOUR, PICTURES_COLOUR = "#2171b5", "#9aa5ae"
TICK_H = 3


def staffing(reckoning: Reckoning, *, language: Language = "en") -> FigureImage:
    """Return the hours of the target: operators needed beside seats served, events, pictures."""
    needs = reckoning.centre.phases[-1]

    def paint(figure: "Figure") -> None:
        people = box(figure, margin=0.085, top=0.78, bottom=3.15)
        events = box(figure, margin=0.085, top=2.75, bottom=1.95)
        pictures = box(figure, margin=0.085, top=3.95, bottom=0.75)
        _people(people, needs, reckoning.parameters, language)
        _by_hour(events, [needs.events_h] * DAY_H, EVENTS_COLOUR, language)
        _by_hour(pictures, [needs.watched] * DAY_H, PICTURES_COLOUR, language)
        for axes, name in ((people, "people"), (events, "events"), (pictures, "pictures")):
            axes.set_ylabel(text(f"centre_figure.staffing.{name}", language), fontsize=8)
        pictures.set_xlabel(text("centre_figure.staffing.hour", language), fontsize=9)
        for axes in (people, events):
            axes.tick_params(labelbottom=False)
        head(figure, reckoning, "staffing", language, n=needs.cameras)

    return drawn(paint, height_inches=HEIGHT_INCHES)


def seats_by_hour(parameters: Parameters) -> list[int]:
    """Return how many seats are served in each hour of the day, by the shifts of a rota."""
    middles = [hour + 0.5 for hour in range(DAY_H)]
    shifts = shifts_of(parameters)
    return [
        sum(
            shift.people
            for shift in shifts
            for at in (middle, middle + DAY_H)
            if shift.start_h <= at < shift.end_h
        )
        for middle in middles
    ]


def _people(axes: "Axes", needs: CentreNeeds, parameters: Parameters, language: Language) -> None:
    seats = seats_by_hour(parameters)
    needed = [max(needs.peak_operators, needs.operators)] * DAY_H
    served = text("centre_figure.staffing.served", language)
    axes.stairs(
        seats, range(DAY_H + 1), fill=True, color=SERVED_COLOUR, edgecolor=DARK, label=served
    )
    name = text("centre_figure.staffing.needed", language)
    axes.stairs(
        needed, range(DAY_H + 1), baseline=None, color=NEEDED_COLOUR, linewidth=2, label=name
    )
    axes.set_ylim(0, max([*seats, *needed, 1]) + 1.3)
    axes.set_yticks(range(max([*seats, *needed, 1]) + 2))
    axes.legend(loc="upper left", ncols=2, frameon=False, fontsize=8)
    _frame(axes, language, DAY_H)


def _by_hour(axes: "Axes", values: Sequence[float], colour: str, language: Language) -> None:
    axes.stairs(values, range(len(values) + 1), fill=True, color=colour, edgecolor=DARK)
    axes.set_ylim(0, 1.15 * max([*values, 1e-9]))
    _frame(axes, language, len(values))


def _frame(axes: "Axes", language: Language, hours: int) -> None:
    axes.set_xlim(0, hours)
    axes.set_xticks(range(0, hours + 1, TICK_H))
    axes.yaxis.set_major_formatter(lambda value, _: number(round(value, 6), language))
    bare(axes)
