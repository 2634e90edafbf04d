"""Pen and column: writing on a page in millimetres."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from placement.output.map_colours import BROKEN, EXISTING, GOING, phase_colour
from placement.output.map_decorations import DARK
from placement.output.paper.labels import wrap_text
from placement.output.paper.sheets import Paper
from placement.output.paper.style import POINTS_PER_MM
from placement.plan.public import AnyCamera
from placement.texts import Language, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE = 1.42
"""Height of a line in sizes of its letters. [-]"""


def _starting(top_mm: float) -> list[float]:
    """Return the one value of a column that moves: where it is."""
    return [float(top_mm)]


@frozen
class Pen:
    """Writes and draws on a page, in millimetres from its lower left corner."""

    axes: "Axes"
    paper: Paper
    language: Language

    def write(self, x_mm: float, y_mm: float, words: str, **look: Any) -> None:  # noqa: ANN401 - matplotlib's
        """Write a text, its first letter's foot here unless aligned otherwise.

        Letters are not kerned, as far as matplotlib lets one say so (3.11): the font pulls an “ř”
        under the “T” before it until they touch.
        """
        look = {"fontsize": self.paper.letter_pt, "color": DARK, **look}
        artist = self.axes.text(x_mm, y_mm, words, parse_math=False, **look)
        if hasattr(artist, "set_fontfeatures"):
            artist.set_fontfeatures(["-kern"])

    def line_mm(self, size_pt: float | None = None) -> float:
        """Return the height of a line. [mm]"""
        return LINE * (size_pt or self.paper.letter_pt) / POINTS_PER_MM

    def symbol(self, x_mm: float, y_mm: float, radius_mm: float, camera: AnyCamera) -> None:
        """Draw a camera: a disc stands, a diamond is new, a square broken, a triangle goes."""
        from matplotlib.patches import Circle, RegularPolygon  # noqa: PLC0415 - slow

        look: dict[str, Any] = {"edgecolor": "#ffffff", "linewidth": 0.5, "zorder": 12}
        if camera.status == "new":
            colour = phase_colour(camera.phase)
            shape: Any = RegularPolygon((x_mm, y_mm), 4, radius=1.18 * radius_mm, **look)
        elif camera.status == "existing":
            colour, shape = EXISTING, Circle((x_mm, y_mm), radius_mm, **look)
        elif camera.status != "out of service":
            colour, half = GOING, math.pi
            shape = RegularPolygon(
                (x_mm, y_mm), 3, radius=1.5 * radius_mm, orientation=half, **look
            )
        else:
            colour, quarter = BROKEN, math.pi / 4
            shape = RegularPolygon(
                (x_mm, y_mm), 4, radius=1.2 * radius_mm, orientation=quarter, **look
            )
        shape.set_facecolor(colour)
        self.axes.add_artist(shape)

    def numbered(
        self, at_mm: Iterable[float], radius_mm: float, camera: AnyCamera, *, number: int
    ) -> None:
        """Draw a camera with a number on it."""
        x_mm, y_mm = map(float, at_mm)
        self.symbol(x_mm, y_mm, radius_mm, camera)
        size = 2.05 * radius_mm * (0.78 if number > 99 else 1.0)
        look = {"ha": "center", "va": "center_baseline", "color": "#ffffff", "zorder": 13}
        self.write(x_mm, y_mm, str(number), fontsize=size, fontweight="bold", **look)

    def frame(self, left: float, right: float, bottom: float, top: float) -> None:
        """Draw the edge of a map."""
        around = [left, right, right, left, left], [bottom, bottom, top, top, bottom]
        self.stroke(*around, linewidth=0.8, zorder=20)

    def patch(self, x_mm: float, y_mm: float, **look: Any) -> None:  # noqa: ANN401 - matplotlib's
        """Draw the sample of an area in a legend."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - slow

        self.axes.add_artist(Rectangle((x_mm, y_mm), 6.0, 0.62 * self.line_mm(), **look))

    def stroke(self, x_mm: list[float], y_mm: list[float], **look: Any) -> None:  # noqa: ANN401 - as above
        """Draw a line through points."""
        self.axes.plot(x_mm, y_mm, **{"color": DARK, "linewidth": 0.6, **look})


@frozen
class MarginColumn:
    """The column beside the map, filled from the top."""

    pen: Pen
    left_mm: float
    wide_mm: float
    lowest_mm: float
    _at: list[float] = field(alias="top_mm", converter=_starting)

    @property
    def y_mm(self) -> float:
        """Foot of the line that is written next. [mm]"""
        return self._at[0]

    def down(self, lines: float, size_pt: float | None = None) -> float:
        """Move on by some lines and return where that is. [mm]"""
        self._at[0] -= lines * self.pen.line_mm(size_pt)
        return self._at[0]

    def heading(self, key: str) -> None:
        """Write the title of a part."""
        y = self.down(1.4)
        self.pen.write(self.left_mm, y, text(key, self.pen.language), fontweight="bold")
        self.down(0.25)

    def paragraph(self, words: str) -> None:
        """Write a text over as many lines as it needs."""
        for line in wrap_text(words, self.pen.paper.letter_pt, self.wide_mm):
            self.pen.write(self.left_mm, self.down(1.0), line)


def column_of(pen: Pen) -> MarginColumn:
    """Return the empty column beside a sheet's map; its foot is kept for scale and north."""
    _, right, bottom, top = pen.paper.map_mm
    gap = 3.5
    wide = pen.paper.side_mm - gap
    return MarginColumn(pen, right + gap, wide, bottom + 17.0, top_mm=top)
