"""What a person fills in on a visit sheet: lines with boxes, and the code of the place."""

from typing import Any

from placement.output.map_colours import SOFT
from placement.output.map_decorations import DARK
from placement.output.paper.labels import cut, width_mm
from placement.output.paper.pen import Pen
from placement.output.visit_sheets.place_code import PlaceCode
from placement.texts import text

LINES = ("hidden", "measured", "power", "consent", "photos", "note", "blank", "signature")
STEP_MM, LETTER_PT = 9.2, 8.5


def form(pen: Pen, left_mm: float, right_mm: float, top_mm: float) -> None:
    """Draw the lines to fill, each ruled to the right edge."""
    title = text("visit_sheet.form.title", pen.language)
    pen.write(left_mm, top_mm, title, fontsize=LETTER_PT + 1, fontweight="bold")
    for place, key in enumerate(LINES, start=1):
        y = top_mm - place * STEP_MM
        words = cut(text(f"visit_sheet.form.{key}", pen.language), LETTER_PT, right_mm - left_mm)
        pen.write(left_mm, y, words, fontsize=LETTER_PT)
        after = left_mm + width_mm(words, LETTER_PT) + 1.0
        pen.stroke([after, right_mm], [y - 0.7, y - 0.7], linewidth=0.5, color=SOFT)


def draw_code(pen: Pen, code: PlaceCode, left_mm: float, top_mm: float, wide_mm: float) -> None:
    """Draw a code as dark squares, its light rim included, and below it what it says."""
    from matplotlib.collections import PatchCollection  # noqa: PLC0415 - slow, and only paper needs it
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - as above

    squares: list[Any] = [
        Rectangle((x, y), side, side) for x, y, side in code.squares(left_mm, top_mm, wide_mm)
    ]
    look: dict[str, Any] = {"facecolor": "#000000", "edgecolor": "#000000", "linewidth": 0.05}
    pen.axes.add_collection(PatchCollection(squares, **look), autolim=False)
    middle = left_mm + wide_mm / 2
    pen.write(middle, top_mm - wide_mm + 0.4, code.uri, fontsize=5.5, ha="center", color=DARK)
