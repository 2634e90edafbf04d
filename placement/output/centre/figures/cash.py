"""The figure of the cash flow: what is spent each year on what, and who pays it."""

from typing import TYPE_CHECKING

from placement.centre.phase_money import INVESTMENT, RUNNING
from placement.centre.reckoning import Reckoning
from placement.output.centre.figures.image import (
    DARK,
    FigureImage,
    bare,
    box,
    drawn,
    head,
    millions,
)
from placement.texts import Language, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT_INCHES = 5.4
LINES = (*RUNNING, *INVESTMENT)
"""From the bottom of a bar up."""
LOOKS = {
    "pay": ("#2171b5", ""),
    "energy": ("#f2c14e", "||||"),
    "service": ("#9ecae1", "////"),
    "cameras": ("#8c2d19", ""),
    "connection": ("#bdbdbd", ""),
    "room_works": ("#e7d4e8", "xxxx"),
    "centre": ("#d98c6a", "\\\\\\\\"),
    "server_room": ("#5a9e6f", "----"),
    "documents": ("#ffffff", "++++"),
}
"""Colour and hatching, which tell lines apart in grey, too."""
OWN_LOOK, GRANT_LOOK = ("#3a3a3a", ""), ("#e9e9e9", "////")
SPENT_WIDTH, PAID_WIDTH = 0.5, 0.2
"""Of the bars where years are 1 apart. [-]"""


def cash_flow(reckoning: Reckoning, *, language: Language = "en") -> FigureImage:
    """Return the money of each year: wide bars of what it is spent on, narrow ones of who pays."""

    def paint(figure: "Figure") -> None:
        axes = box(figure, margin=0.075, top=0.75, bottom=1.35)
        _bars(axes, reckoning, language)
        axes.set_ylabel(text("centre_figure.millions", language))
        axes.yaxis.set_major_formatter(lambda value, _: millions(value, language, 0))
        bare(axes)
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(
            handles,
            labels,
            loc="lower center",
            bbox_to_anchor=(0.5, 0.3 / HEIGHT_INCHES),
            ncols=4,
            frameon=False,
            fontsize=8,
        )
        years = len(reckoning.money.years)
        head(
            figure,
            reckoning,
            "cash",
            language,
            years=years,
            own=millions(reckoning.money.own_czk, language),
            year=str(int(reckoning.parameters["price_year"])),
        )

    return drawn(paint, height_inches=HEIGHT_INCHES)


def _bars(axes: "Axes", reckoning: Reckoning, language: Language) -> None:
    years = reckoning.money.years
    places = range(len(years))
    bottom = [0] * len(years)
    for line in LINES:
        spent = [each.spent_czk[line] for each in years]
        if any(spent):
            colour, hatch = LOOKS[line]
            name = text(f"centre.line.{line}", language)
            _stack(axes, places, spent, bottom, colour=colour, hatch=hatch, name=name)
            bottom = [a + b for a, b in zip(bottom, spent, strict=True)]
    for place, total in zip(places, bottom, strict=True):
        axes.annotate(
            millions(total, language),
            (place, total),
            (0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=DARK,
        )
    own = [each.own_czk for each in years]
    granted = [sum(each.granted_czk.values()) for each in years]
    right = [place + SPENT_WIDTH / 2 + PAID_WIDTH / 2 + 0.02 for place in places]
    for paid, below, look, key in (
        (own, [0] * len(years), OWN_LOOK, "centre.line.own"),
        (granted, own, GRANT_LOOK, "centre_figure.granted"),
    ):
        if any(paid):
            colour, hatch = look
            name = text(key, language)
            _stack(
                axes, right, paid, below, colour=colour, hatch=hatch, name=name, width=PAID_WIDTH
            )
    axes.set_xticks(list(places), [str(each.year) for each in years])
    axes.tick_params(axis="x", length=0)
    axes.margins(x=0.02)


def _stack(
    axes: "Axes",
    places: "range | list[float]",
    heights: list[int],
    bottom: list[int],
    *,
    colour: str,
    hatch: str,
    name: str,
    width: float = SPENT_WIDTH,
) -> None:
    axes.bar(
        places,
        heights,
        width,
        bottom=bottom,
        color=colour,
        hatch=hatch,
        edgecolor=DARK,
        linewidth=0.4,
        label=name,
    )
