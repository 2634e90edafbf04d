"""The council's sheet as one page of PDF, A4 upright; letters shrink until all of it fits."""

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import field, frozen

from placement.output.layers import Layers
from placement.output.paper.document import SETTINGS
from placement.output.paper.embedded_fonts import without_layout
from placement.output.paper.labels import cut, width_mm, wrap_text
from placement.output.paper.pen import Pen
from placement.output.paper.sheets import Paper
from placement.output.study.council.map import draw_map, legend
from placement.plan import Plan

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.output.study.council.sheet import CouncilPart, CouncilSheet, PartKey

WIDE_MM, HIGH_MM, MARGIN_MM, GAP_MM = 210.0, 297.0, 14.0, 7.0
SIDE_MM, MAP_MM = 72.0, 66.0
"""Width of the column with the map, height of the map. [mm]"""
SIZES_PT = tuple(9.5 - 0.25 * step for step in range(17))
"""Sizes of letters that are tried, largest first. [pt]"""
TITLE_PT = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
HEADING, ABOVE, BELOW, INDENT_MM = 1.2, 0.75, 0.35, 4.0
"""Size of a heading in those of letters; lines above a heading and below a paragraph. [-]"""
BLUE, RED = "#1f3864", "#9c2a1c"
LEFT: "tuple[PartKey, ...]" = ("what", "cost", "good")
"""Parts beside the map; below it `where`, and over the whole width what is left."""


@frozen
class _Line:
    """A line of text on the way to the page."""

    words: str
    size_pt: float
    indent_mm: float = 0.0
    bold: bool = False
    colour: str = "#222222"


@frozen
class _Column:
    """Lines of a column, None for a small gap, and how high they are."""

    lines: tuple[_Line | float, ...] = field(converter=tuple["_Line | float", ...])

    def height_mm(self, pen: Pen) -> float:
        """Return the height of all lines. [mm]"""
        return sum(pen.line_mm(_size(each)) * _share(each) for each in self.lines)


def _size(line: _Line | float) -> float:
    return line.size_pt if isinstance(line, _Line) else SIZES_PT[0]


def _share(line: _Line | float) -> float:
    return 1.0 if isinstance(line, _Line) else line


def pdf_bytes(sheet: "CouncilSheet", plan: Plan, layers: Layers) -> bytes:
    """Return the sheet as a PDF of one page; the same sheet, the same bytes."""
    # imported here, for it is slow and only paper needs it
    from matplotlib import rc_context, style  # noqa: PLC0415
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    stream = io.BytesIO()
    metadata = {"Title": sheet.title, "CreationDate": None}
    with style.context("default"), rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        figure = Figure(figsize=(WIDE_MM / 25.4, HIGH_MM / 25.4))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0), zorder=3)
        axes.set_xlim(0, WIDE_MM)
        axes.set_ylim(0, HIGH_MM)
        axes.axis("off")
        pen = Pen(axes, Paper("council", WIDE_MM, HIGH_MM, 0.0, SIZES_PT[0]), sheet.language)
        top = _head(pen, sheet)
        side_left = WIDE_MM - MARGIN_MM - SIDE_MM
        box = (side_left, top - MAP_MM, SIDE_MM, MAP_MM)
        draw_map(figure, plan, layers, box, language=sheet.language)
        legend_top = _legend(pen, plan, side_left, top - MAP_MM)
        _text(pen, sheet, top, legend_top)
        pen.write(MARGIN_MM, 8.0, cut(sheet.foot, 7.0, WIDE_MM - 2 * MARGIN_MM), fontsize=7.0)
        with without_layout(), PdfPages(stream, metadata=metadata) as file:
            file.savefig(figure)
    return stream.getvalue()


def _head(pen: Pen, sheet: "CouncilSheet") -> float:
    """Write title and warning; return where the rest begins. [mm]"""
    top = HIGH_MM - MARGIN_MM - 5.0
    wide = WIDE_MM - 2 * MARGIN_MM
    fitting = (pt for pt in TITLE_PT if width_mm(sheet.title, pt, bold=True) <= wide)
    title_pt = next(fitting, TITLE_PT[-1])
    title = cut(sheet.title, title_pt, wide, bold=True)
    pen.write(MARGIN_MM, top, title, fontsize=title_pt, fontweight="bold", color=BLUE)
    if sheet.warning:
        top -= 7.0
        warning = cut(sheet.warning, 9.0, wide, bold=True)
        pen.write(MARGIN_MM, top, warning, fontsize=9.0, fontweight="bold", color=RED)
    pen.stroke([MARGIN_MM, WIDE_MM - MARGIN_MM], [top - 3, top - 3], color=BLUE, linewidth=1.0)
    return top - 6.0


def _legend(pen: Pen, plan: Plan, x_mm: float, bottom: float) -> float:
    """Write what the colours of cameras mean; return where the rest begins. [mm]"""
    entries = legend(plan, pen.language)
    y, step = bottom - 4.0, SIDE_MM / 4
    for place, (colour, name) in enumerate(entries[:8]):
        x, row = x_mm + step * (place % 4), y - 4.0 * (place // 4)
        pen.stroke([x + 1.2], [row + 0.9], marker="o", markersize=4, color=colour)
        pen.write(x + 3.2, row, cut(name, 7.0, step - 4.0), fontsize=7.0)
    return y - 4.0 * ((min(len(entries), 8) - 1) // 4) - 2.0


def _text(pen: Pen, sheet: "CouncilSheet", top: float, side_top: float) -> None:
    """Write all parts in the largest letters in which they fit."""
    narrow = WIDE_MM - 2 * MARGIN_MM - SIDE_MM - GAP_MM
    half = (WIDE_MM - 2 * MARGIN_MM - GAP_MM) / 2
    bottom = 13.0
    for size_pt in SIZES_PT:
        main = _column([sheet.part(key) for key in LEFT], size_pt, narrow)
        side = _column([sheet.part("where")], size_pt, SIDE_MM)
        limits = _column([sheet.part("not")], size_pt, half)
        decides = _column([sheet.part("decides")], size_pt, half)
        middle = min(top - main.height_mm(pen), side_top - side.height_mm(pen)) - 2.0
        if middle - max(limits.height_mm(pen), decides.height_mm(pen)) >= bottom:
            break
    _write(pen, main, MARGIN_MM, top)
    _write(pen, side, WIDE_MM - MARGIN_MM - SIDE_MM, side_top)
    pen.stroke([MARGIN_MM, WIDE_MM - MARGIN_MM], [middle, middle], color=BLUE, linewidth=0.6)
    _write(pen, limits, MARGIN_MM, middle)
    _write(pen, decides, MARGIN_MM + half + GAP_MM, middle)


def _column(parts: list["CouncilPart"], size_pt: float, wide_mm: float) -> _Column:
    return _Column([line for part in parts for line in _lines(part, size_pt, wide_mm)])


def _lines(part: "CouncilPart", size_pt: float, wide_mm: float) -> Iterator[_Line | float]:
    heading_pt = HEADING * size_pt
    yield ABOVE
    yield _Line(cut(part.title, heading_pt, wide_mm, bold=True), heading_pt, bold=True, colour=BLUE)
    for words in wrap_text(part.paragraph, size_pt, wide_mm):
        yield _Line(words, size_pt)
    for place, item in enumerate(part.lines, 1):
        sign = f"{place}." if part.numbered else "•"
        wrapped = wrap_text(item, size_pt, wide_mm - INDENT_MM)
        for number, words in enumerate(wrapped):
            yield _Line(
                f"{sign} {words}" if not number else words, size_pt, INDENT_MM * bool(number)
            )
    yield BELOW


def _write(pen: Pen, column: _Column, x_mm: float, top: float) -> None:
    y = top
    for line in column.lines:
        y -= pen.line_mm(_size(line)) * _share(line)
        if isinstance(line, _Line):
            weight = "bold" if line.bold else "normal"
            look = {"fontsize": line.size_pt, "fontweight": weight, "color": line.colour}
            pen.write(x_mm + line.indent_mm, y + 0.25 * line.size_pt * 0.35, line.words, **look)
