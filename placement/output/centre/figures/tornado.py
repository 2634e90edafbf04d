"""The figure of sensitivity: what the ends of each parameter's band do to the present cost."""

import textwrap
from typing import TYPE_CHECKING

from placement.centre.money import Swing
from placement.centre.reckoning import Reckoning
from placement.output.centre.figures.image import (
    DARK,
    GREY,
    MILLION,
    FigureImage,
    bare,
    box,
    drawn,
    head,
    millions,
)
from placement.texts import MINUS, Language, number, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 12
"""Parameters drawn, those with the widest bands. [-]"""
ROW_INCHES = 0.36
LONGEST_LINE = 46
"""Letters of a name on one line. [-]"""
LOW_LOOK, HIGH_LOOK = ("#cfe3f3", "////"), ("#2171b5", "")
"""Colours and hatching of the lower and the upper end of a band."""


def tornado(reckoning: Reckoning, *, language: Language = "en") -> FigureImage:
    """Return what each band does to the present cost, the widest on top."""
    # imported here, for it is slow and only this drawing needs it
    from matplotlib.patches import Patch  # noqa: PLC0415

    swings = reckoning.swings[:MOST]
    height = 1.75 + ROW_INCHES * max(len(swings), 1)

    def paint(figure: "Figure") -> None:
        axes = box(figure, margin=0.36, top=0.75, bottom=1.0)
        present = reckoning.money.present_czk
        for row, swing in enumerate(swings):
            _bar(axes, row, swing, reckoning, language)
        names = [reckoning.parameters.table[swing.key].words(language) for swing in swings]
        axes.set_yticks(range(len(swings)), [_name(name) for name in names], fontsize=7.5)
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.axvline(0, color=DARK, linewidth=0.9)
        axes.xaxis.set_major_formatter(lambda value, _: _signed(value * MILLION, language, 0))
        axes.set_xlabel(text("centre_figure.tornado.axis", language), fontsize=9)
        axes.margins(x=0.16)
        bare(axes)
        handles = [
            Patch(facecolor=colour, hatch=hatch, edgecolor=DARK, linewidth=0.4)
            for colour, hatch in (LOW_LOOK, HIGH_LOOK)
        ]
        ends = [text(f"centre_figure.tornado.{key}", language) for key in ("low", "high")]
        figure.legend(
            handles,
            ends,
            loc="lower right",
            bbox_to_anchor=(0.98, 0.25 / height),
            ncols=2,
            frameon=False,
            fontsize=8,
        )
        head(figure, reckoning, "tornado", language, cost=millions(present, language))

    return drawn(paint, height_inches=height)


def _bar(axes: "Axes", row: int, swing: Swing, reckoning: Reckoning, language: Language) -> None:
    """Draw both ends of a band from the present cost on, each with the value it stands for."""
    parameter = reckoning.parameters.table[swing.key]
    present = reckoning.money.present_czk
    for end_czk, value, (colour, hatch) in (
        (swing.low_czk, parameter.low, LOW_LOOK),
        (swing.high_czk, parameter.high, HIGH_LOOK),
    ):
        change = (end_czk - present) / MILLION
        axes.barh(row, change, 0.62, color=colour, hatch=hatch, edgecolor=DARK, linewidth=0.4)
        if change:
            axes.annotate(
                number(value, language),
                (change, row),
                (4 if change > 0 else -4, 0),
                textcoords="offset points",
                ha="left" if change > 0 else "right",
                va="center",
                fontsize=7.5,
                color=GREY,
            )


def _name(words: str) -> str:
    """Return a name on at most two lines."""
    lines = textwrap.wrap(words, LONGEST_LINE, max_lines=2, placeholder=" …")
    return "\n".join(lines)


def _signed(czk: float, language: Language, decimals: int) -> str:
    words = millions(abs(czk), language, decimals)
    return words if not czk else f"{MINUS if czk < 0 else '+'}{words}"
