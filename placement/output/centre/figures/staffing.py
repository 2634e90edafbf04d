"""The figure of staffing: events and pictures by hour against the operators that are there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from placement.centre.needs import CentreNeeds
from placement.centre.parameters import Parameters
from placement.centre.reckoning import Reckoning
from placement.centre.shifts import DAY_H, WEEK_DAYS, seats_by_hour
from placement.output.centre.figures.image import DARK, GREY, FigureImage, bare, box, drawn, head
from placement.texts import Language, number, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT_INCHES = 5.6
SERVED_COLOUR, NEEDED_COLOUR = "#cfe3f3", "#8c2d19"
EVENTS_COLOUR, PICTURES_COLOUR = "#2171b5", "#9aa5ae"
TICK_H = 6
WEEK_HOURS = WEEK_DAYS * DAY_H


def staffing(reckoning: Reckoning, *, language: Language = "en") -> FigureImage:
    """Return the week of the target: operators needed beside seats served, events, pictures."""
    needs = reckoning.centre.phases[-1]

    def paint(figure: "Figure") -> None:
        people = box(figure, margin=0.085, top=0.78, bottom=3.15)
        events = box(figure, margin=0.085, top=2.75, bottom=1.95)
        pictures = box(figure, margin=0.085, top=3.95, bottom=0.75)
        _people(people, needs, reckoning.parameters, language)
        _by_hour(events, needs.hours.events_h, EVENTS_COLOUR, language)
        _by_hour(pictures, needs.hours.watched, PICTURES_COLOUR, language)
        for axes, name in ((people, "people"), (events, "events"), (pictures, "pictures")):
            axes.set_ylabel(text(f"centre_figure.staffing.{name}", language), fontsize=8)
        for axes in (people, events):
            axes.tick_params(labelbottom=False)
        basis = "measured" if needs.hours.measured else "assumed"
        of_hours = text(f"centre_figure.staffing.{basis}", language)
        head(figure, reckoning, "staffing", language, cameras=needs.cameras, hours=of_hours)

    return drawn(paint, height_inches=HEIGHT_INCHES)


def _people(axes: "Axes", needs: CentreNeeds, parameters: Parameters, language: Language) -> None:
    seats = seats_by_hour(parameters) * WEEK_DAYS
    needed = needs.hours.operators
    served = text("centre_figure.staffing.served", language)
    axes.stairs(
        seats, range(WEEK_HOURS + 1), fill=True, color=SERVED_COLOUR, edgecolor=DARK, label=served
    )
    name = text("centre_figure.staffing.needed", language)
    axes.stairs(
        needed, range(WEEK_HOURS + 1), baseline=None, color=NEEDED_COLOUR, linewidth=2, label=name
    )
    axes.set_ylim(0, max([*seats, *needed, 1]) + 1.3)
    axes.set_yticks(range(max([*seats, *needed, 1]) + 2))
    axes.legend(loc="upper left", ncols=2, frameon=False, fontsize=8)
    _frame(axes, language)


def _by_hour(axes: "Axes", values: Sequence[float], colour: str, language: Language) -> None:
    axes.stairs(values, range(len(values) + 1), fill=True, color=colour, edgecolor=DARK)
    axes.set_ylim(0, 1.15 * max([*values, 1e-9]))
    _frame(axes, language)


def _frame(axes: "Axes", language: Language) -> None:
    """Set off days: a name in the middle of each, a line at midnight, marks every six hours."""
    middles = [day * DAY_H + DAY_H / 2 for day in range(WEEK_DAYS)]
    axes.set_xlim(0, WEEK_HOURS)
    days = text("centre_figure.staffing.days", language).split()
    axes.set_xticks(middles, days)
    axes.set_xticks(range(0, WEEK_HOURS + 1, TICK_H), minor=True)
    axes.tick_params(axis="x", which="major", length=0)
    for day in range(1, WEEK_DAYS):
        axes.axvline(day * DAY_H, color=GREY, linewidth=0.5)
    axes.yaxis.set_major_formatter(lambda value, _: number(round(value, 6), language))
    bare(axes)
