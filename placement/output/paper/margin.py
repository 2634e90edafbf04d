"""Margin of a paper sheet: title, summary, legend, scale, north arrow, table, sources."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from placement.crs import systems
from placement.output import answer
from placement.output.caveats import page_title
from placement.output.layers import Layers
from placement.output.map_colours import (
    BACKDROP,
    EXISTING,
    HOUSE,
    HOUSE_EDGE,
    MASKED,
    REACHABLE,
    SOFT,
)
from placement.output.map_decorations import DARK
from placement.output.paper.ground import Views
from placement.output.paper.labels import cut, wrap_text
from placement.output.paper.pen import MarginColumn, Pen, column_of
from placement.output.paper.sheets import Sheet
from placement.output.paper.style import MASKED_HATCH, POINTS_PER_MM
from placement.output.paper.words import legend_of_phase, sources, story
from placement.plan import Plan
from placement.plan.public import AnyPlan
from placement.texts import number, text

WARNING, WARNING_EDGE = "#fff1c2", "#8a6100"
PAGE_MM = 20.0
"""Room of the page's number at the right of the foot. [mm]"""
FOOT_SIZES = (0.82, 0.76, 0.7, 0.64, 0.58)
"""Sizes of the foot's letters that are tried, the largest that fits; in sizes of text. [-]"""
MOST_SOURCES = 4000
"""Letters of the line of sources that are looked at. [-]"""


def frame_page(pen: Pen, plan: AnyPlan, title: str, *, page: int, pages: int, date: str) -> None:
    """Write title, banner of made-up data and foot of a page."""
    paper, language = pen.paper, pen.language
    left, top = paper.margin_mm, paper.height_mm - paper.margin_mm
    wide = paper.width_mm - 2 * left
    size = 2.0 * paper.letter_pt
    headline = page_title(plan, language, of="paper")
    if isinstance(plan, Plan) and plan.what_if is not None:
        headline = f"{headline}. {answer.heading(plan.what_if, language)}"
    pen.write(
        left,
        top - 0.8 * size / POINTS_PER_MM,
        cut(headline, size, 0.62 * wide, bold=True),
        fontsize=size,
        fontweight="bold",
    )
    pen.write(
        left + wide,
        top - 0.8 * size / POINTS_PER_MM,
        cut(title, 0.8 * size, 0.36 * wide),
        fontsize=0.8 * size,
        ha="right",
    )
    if plan.synthetic:
        _banner(pen, left, top - paper.head_mm + 1.5, wide)
    _foot(pen, plan, page=page, pages=pages, date=date)


def _banner(pen: Pen, left: float, bottom: float, wide: float) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - slow

    high = 1.25 * pen.line_mm()
    box = Rectangle((left, bottom), wide, high, facecolor=WARNING, edgecolor=WARNING_EDGE)
    box.set_linewidth(0.7)
    pen.axes.add_patch(box)
    words = f"{text('map.banner', pen.language)}. {text('paper.banner_more', pen.language)}"
    pen.write(
        left + 2,
        bottom + high / 2,
        cut(words, pen.paper.letter_pt, wide - 4, bold=True),
        va="center",
        fontweight="bold",
    )


def _foot(pen: Pen, plan: AnyPlan, *, page: int, pages: int, date: str) -> None:
    paper, language = pen.paper, pen.language
    left, wide = paper.margin_mm, paper.width_mm - 2 * paper.margin_mm
    dated = text("paper.date", language, date=date) if date else text("paper.no_date", language)
    credit = sources(plan) or text("paper.no_sources", language)
    source_line = f"{text('paper.sources', language)} {credit}"
    facts = text("paper.foot", language, date=dated, crs=plan.crs)
    size, lines = foot_lines(pen, source_line, facts, wide - PAGE_MM)
    step = pen.line_mm(size)
    for above, words in zip(reversed(range(len(lines))), lines, strict=True):
        pen.write(left, paper.margin_mm + above * step, words, fontsize=size, color=SOFT)
    numbered = text("paper.page", language, page=page, pages=pages)
    pen.write(left + wide, paper.margin_mm, numbered, ha="right")


def foot_lines(pen: Pen, source_line: str, facts: str, wide_mm: float) -> tuple[float, list[str]]:
    """Return size and lines of the foot: all sources, in the largest letters that leave room.

    Only what is too long for the smallest letters is cut. [pt]
    """
    shortened = source_line[:MOST_SOURCES]
    for share in FOOT_SIZES:
        size = share * pen.paper.letter_pt
        room_mm = pen.paper.foot_mm - 1.0 - 0.8 * size / POINTS_PER_MM
        most = int(room_mm / pen.line_mm(size))
        lines = wrap_text(shortened, size, wide_mm)
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), size, wide_mm)]
    return size, [*lines, cut(facts, size, wide_mm)]


def tell(column: MarginColumn, plan: AnyPlan, sheet: Sheet, empty: tuple[str, ...]) -> None:
    """Write what is proposed, for the town or for the sheet's district."""
    column.heading("paper.proposal")
    for words in story(plan, sheet, empty, column.pen.language):
        column.paragraph(words)


def legend(column: MarginColumn, plan: AnyPlan, layers: Layers, views: Views, sheet: Sheet) -> None:
    """Draw what signs and colours mean: of what the sheet has."""
    pen, language = column.pen, column.pen.language
    column.heading("paper.legend")
    radius = 0.42 * pen.line_mm()
    for first, words in legend_of_phase(sheet, plan, language):
        y = column.down(1.08)
        pen.symbol(column.left_mm + 3, y + 0.3 * pen.line_mm(), radius, first)
        pen.write(column.left_mm + 8, y, cut(words, pen.paper.letter_pt, column.wide_mm - 8))
    for key, look in _samples(layers, views):
        y = column.down(1.08)
        if "facecolor" in look:
            pen.patch(column.left_mm, y, **look)
        else:
            middle = y + 0.3 * pen.line_mm()
            pen.stroke([column.left_mm, column.left_mm + 6], [middle, middle], **look)
        detail = number(plan.required_density_px_m, language)
        words = text(f"paper.sign.{key}", language, density=detail)
        pen.write(column.left_mm + 8, y, cut(words, pen.paper.letter_pt, column.wide_mm - 8))


def _samples(layers: Layers, views: Views) -> Iterator[tuple[str, dict[str, Any]]]:
    edge = {"edgecolor": "#777777", "linewidth": 0.3}
    kinds = {kind for _, kind in views}
    if "continuous" in kinds:
        yield "view", {"facecolor": EXISTING, "alpha": 0.32, "linewidth": 0}
    if "reachable" in kinds:
        yield "reachable", {"color": REACHABLE, "linestyle": (0, (3, 2)), "linewidth": 0.8}
    if "masked" in kinds:
        hatched = {"hatch": MASKED_HATCH, "edgecolor": MASKED, "linewidth": 0.3}
        yield "masked", {"facecolor": "none", **hatched}
    if not layers.buildings.empty:
        yield "house", {"facecolor": HOUSE, "edgecolor": HOUSE_EDGE, "linewidth": 0.3}
    for kind in ("water", "woods", "park"):
        if (layers.backdrop["kind"] == kind).any():
            yield kind, {"facecolor": BACKDROP[kind], **edge}
    if (layers.backdrop["kind"] == "railway").any():
        yield "railway", {"color": BACKDROP["railway"], "linewidth": 1.4}
    if not layers.area.empty:
        yield "area", {"color": "#1c2430", "linewidth": 0.9}
    if not layers.districts.empty:
        yield "district", {"color": "#6b3fa0", "linestyle": (0, (5, 2, 1, 2)), "linewidth": 0.8}


def scale_and_north(pen: Pen, plan: AnyPlan, sheet: Sheet) -> None:
    """Draw bar, ratio and arrow at the foot of the column."""
    column = column_of(pen)
    _, _, bottom, _ = pen.paper.map_mm
    most = 0.62 * column.wide_mm * sheet.metres_per_mm
    power = 10.0 ** math.floor(math.log10(most))
    length_m = max(step * power for step in (1, 2, 5) if step * power <= most)
    length, y = length_m / sheet.metres_per_mm, bottom + 4.5
    part = length / 4
    for piece in range(4):
        ends = [column.left_mm + piece * part, column.left_mm + (piece + 1) * part]
        style: dict[str, Any] = {"solid_capstyle": "butt", "linewidth": 3.2}
        pen.stroke(ends, [y, y], **style)
        if piece % 2:
            pen.stroke(
                [ends[0] + 0.15, ends[1] - 0.15],
                [y, y],
                **{**style, "linewidth": 2.2},
                color="#ffffff",
            )
    for share in (0.0, 0.5, 1.0):
        unit = "\N{NO-BREAK SPACE}m" if share == 1.0 else ""
        words = number(share * length_m, pen.language) + unit
        pen.write(
            column.left_mm + share * length,
            y - 1.2,
            words,
            ha="left" if share == 0 else "center",
            va="top",
            fontsize=0.85 * pen.paper.letter_pt,
        )
    ratio = text(
        "paper.scale",
        pen.language,
        scale=number(sheet.scale, pen.language),
        paper=pen.paper.name.upper(),
    )
    pen.write(column.left_mm, y + 2.2, ratio, fontweight="bold")
    north_arrow(pen, plan, sheet, column.left_mm + column.wide_mm - 6.5, bottom + 7.0)


def north_arrow(pen: Pen, plan: AnyPlan, sheet: Sheet, x: float, y: float) -> None:
    """Draw where true north is on a sheet, its middle here. [mm]"""
    west, east, south, north = sheet.frame
    middle = np.array([(west + east) / 2]), np.array([(south + north) / 2])
    turned = math.radians(float(systems.true_north_deg(*middle, crs=plan.crs)[0]))
    ahead = 5.5 * math.sin(turned), 5.5 * math.cos(turned)
    arrow = {"arrowstyle": "-|>", "color": DARK, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
    tip, foot = (x + ahead[0], y + ahead[1]), (x - ahead[0], y - ahead[1])
    pen.axes.annotate("", tip, foot, arrowprops=arrow)
    label = text("paper.north", pen.language)
    pen.write(
        x + 1.32 * ahead[0], y + 1.32 * ahead[1], label, ha="center", va="bottom", fontweight="bold"
    )
