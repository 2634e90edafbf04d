"""Table of the cameras: as many rows as a column of the page has room for, cells cut to fit."""

import numpy as np

from placement.output.map_colours import SOFT
from placement.output.paper.labels import cut, width_mm
from placement.output.paper.pen import MarginColumn
from placement.output.paper.words import NUMERIC, table_columns, table_row
from placement.plan.public import AnyCamera, AnyPlan
from placement.texts import text
from placement.units import Floats

GAP_MM = 1.2
"""Between two cells. [mm]"""
NAME_WORTH = 1.2
"""The place is what people look for: its column gives way later than the others. [-]"""


def table(
    column: MarginColumn, plan: AnyPlan, cameras: tuple[AnyCamera, ...], *, heading: str
) -> int:
    """Write the cameras that fit, heading included, and return how many did."""
    pen, language = column.pen, column.pen.language
    size = 0.9 * pen.paper.letter_pt
    room = int((column.y_mm - column.lowest_mm) / pen.line_mm(size) - 3.2)
    shown = cameras if room >= len(cameras) else cameras[: max(room - 1, 0)]
    if not shown:
        return 0
    column.heading(heading)
    columns = table_columns(plan)
    head = tuple(text(f"paper.table.{name}", language) for name in columns)
    rows = [head, *(table_row(camera, plan, language) for camera in shown)]
    worth = np.array([NAME_WORTH if name == "name" else 1.0 for name in columns])
    widths = column_widths_mm(rows, worth, size, column.wide_mm)
    edges = column.left_mm + np.cumsum([0.0, *widths])
    for row, cells in enumerate(rows):
        y, is_head = column.down(1.0, size), row == 0
        weight = "bold" if is_head else "normal"
        for name, start, wide, words in zip(columns, edges[:-1], widths, cells, strict=True):
            fitting = cut(words, size, wide - GAP_MM, bold=is_head)
            is_right = name in NUMERIC
            x = float(start + wide - GAP_MM if is_right else start)
            align = "right" if is_right else "left"
            pen.write(x, y, fitting, fontsize=size, fontweight=weight, ha=align)
        low = y - 0.28 * pen.line_mm(size)
        ends = [float(edges[0]), float(edges[-1])]
        pen.stroke(ends, [low, low], linewidth=0.2, color=SOFT)
    if len(shown) < len(cameras):
        rest = text("paper.more", language, n=len(cameras) - len(shown))
        pen.write(column.left_mm, column.down(1.1, size), rest, fontsize=size)
    return len(shown)


def column_widths_mm(
    rows: list[tuple[str, ...]], worth: Floats, size_pt: float, wide_mm: float
) -> Floats:
    """Return how wide each column is, gap included, all together as wide as asked. [mm]

    Each has what its longest cell needs, of the bold head too. Where that is too much the widest
    for their worth give way, all down to one width for one worth; what is left over is shared.

    Parameters
    ----------
    rows
        Cells, the head first.
    worth
        Of a column; shape (columns,). [-]
    size_pt, wide_mm
        Of the letters, and of the table.
    """
    needed = np.array([_longest_mm(cells, size_pt, wide_mm) for cells in zip(*rows, strict=True)])
    needed += GAP_MM + max(wide_mm - np.sum(needed + GAP_MM), 0.0) / len(needed)
    room_mm, worth_open, widths = wide_mm, float(worth.sum()), np.empty(len(needed))
    for place in np.argsort(needed / worth, kind="stable"):
        widths[place] = min(needed[place], room_mm * worth[place] / worth_open)
        room_mm -= widths[place]
        worth_open -= worth[place]
    return widths


def _longest_mm(cells: tuple[str, ...], size_pt: float, most_mm: float) -> float:
    """Return the width of the widest cell of a column, and a hair that rounding may take. [mm]"""
    fitting = (cut(words, size_pt, most_mm, bold=row == 0) for row, words in enumerate(cells))
    wide = (width_mm(words, size_pt, bold=row == 0) for row, words in enumerate(fitting))
    return max(wide) + 0.01
