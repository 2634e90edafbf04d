"""The figure of storage: what recordings take from phase to phase, and how sure that is."""

from typing import TYPE_CHECKING

from placement.centre.reckoning import Reckoning
from placement.output.centre.figures.image import (
    DARK,
    GREY,
    FigureImage,
    bare,
    box,
    drawn,
    head,
    plain,
)
from placement.output.centre.phases import phase_names
from placement.texts import Language, number, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT_INCHES = 4.6
LONGEST_NAME = 24
"""Letters of a phase's name. [-]"""
LOOKS = (
    ("net", "#2171b5", ""),
    ("usable", "#9ecae1", "////"),
    ("raw", "#f4f4f4", "\\\\\\\\"),
)
"""What is drawn of each phase, with its colour and hatching."""
BAR = 0.26
"""Width of a bar where phases are 1 apart. [-]"""


def storage(reckoning: Reckoning, *, language: Language = "en") -> FigureImage:
    """Return terabytes by phase: recordings, with reserve, with parity; a line spans the band.

    The band is that of the scene's factor, about which tables of makers disagree most; recordings
    are in proportion to it.
    """

    def paint(figure: "Figure") -> None:
        axes = box(figure, margin=0.075, top=0.75, bottom=1.0)
        _bars(axes, reckoning, language)
        axes.set_ylabel(text("centre_figure.storage.axis", language))
        axes.yaxis.set_major_formatter(lambda value, _: number(round(value, 6), language))
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
        days = number(reckoning.parameters["retention_days"], language)
        frames = number(reckoning.parameters["frames_s"], language)
        codec = number(reckoning.parameters["codec_factor"], language)
        head(figure, reckoning, "storage", language, days=days, frames=frames, codec=codec)

    return drawn(paint, height_inches=HEIGHT_INCHES)


def _bars(axes: "Axes", reckoning: Reckoning, language: Language) -> None:
    phases = reckoning.centre.phases
    scene = reckoning.parameters.table["scene_factor"]
    for at, (kind, colour, hatch) in enumerate(LOOKS):
        heights = [getattr(needs.storage, f"{kind}_tb") for needs in phases]
        places = [number + (at - 1) * BAR for number in range(len(phases))]
        label = text(f"centre_figure.storage.{kind}", language)
        axes.bar(
            places,
            heights,
            BAR,
            label=label,
            color=colour,
            hatch=hatch,
            edgecolor=DARK,
            linewidth=0.5,
        )
        ends = [
            [height * (1 - scene.low / scene.value) for height in heights],
            [height * (scene.high / scene.value - 1) for height in heights],
        ]
        name = text("centre_figure.storage.band", language) if kind == "raw" else None
        reach = [[max(end, 0.0) for end in side] for side in ends]
        axes.errorbar(places, heights, yerr=reach, label=name, fmt="none", ecolor=GREY, capsize=3)
        for place, height in zip(places, heights, strict=True):
            axes.annotate(
                number(height, language, 1),
                (place, 0),
                (0, 3),
                textcoords="offset points",
                ha="center",
                fontsize=7.5,
                color=DARK,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
            )
    names = [
        name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
        for name in phase_names(reckoning, language)
    ]
    labels = [
        f"{name}\n{text('centre_figure.storage.cameras', language, n=needs.cameras)}"
        for name, needs in zip(names, phases, strict=True)
    ]
    axes.set_xticks(range(len(phases)), labels)
    for mark in axes.get_xticklabels():
        plain(mark)
    axes.tick_params(axis="x", length=0)


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
