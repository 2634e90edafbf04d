"""Pages of the sheets: overview of a walk, front and back of a camera's sheet."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from placement.output.map_colours import SOFT
from placement.output.paper.labels import cut, wrap_text
from placement.output.paper.pen import MarginColumn, Pen, column_of
from placement.output.paper.sheets import Paper
from placement.output.visit_sheets import words
from placement.output.visit_sheets.cut_out import draw_camera, draw_stops
from placement.output.visit_sheets.form import draw_code, form
from placement.output.visit_sheets.place_code import place_code
from placement.output.visit_sheets.register_lines import register_lines
from placement.output.visit_sheets.sheet import VisitSheet, VisitSheets
from placement.output.visit_sheets.stops import MOST_ROWS, sentences, stop_rows
from placement.output.wording import district_word
from placement.texts import Language, text
from placement.tour.walks import Walk

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FRONT = Paper("a4", 210.0, 297.0, 93.0, 8.0, margin_mm=12.0, head_mm=29.0, foot_mm=156.0)
WALK = Paper("a4", 210.0, 297.0, 0.0, 8.0, margin_mm=12.0, head_mm=34.0, foot_mm=140.0)
RIGHT_MM, HIGH_MM = 198.0, 297.0
LABEL_MM = 37.0
CODE_MM = 30.0
SQUARE_MM = 5.0
PICTURE_MM = 150.0
MOST_LINES = 4
"""Of one part of the register on a sheet."""


def empty_page(paper: Paper, language: Language) -> tuple["Figure", Pen]:
    """Return a page and a pen in millimetres over all of it."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow, and only paper needs it

    page = Figure(figsize=(paper.width_mm / 25.4, paper.height_mm / 25.4))
    axes = page.add_axes((0.0, 0.0, 1.0, 1.0), zorder=2)
    axes.set_xlim(0, paper.width_mm)
    axes.set_ylim(0, paper.height_mm)
    axes.axis("off")
    return page, Pen(axes, paper, language)


def front(sheet: VisitSheet, sheets: VisitSheets, language: Language) -> "Figure":
    """Return the front: map, facts, what must be seen, what may be in the way, lines to fill."""
    page, pen = empty_page(FRONT, language)
    camera = sheet.camera
    left_mm, _, bottom, _ = FRONT.map_mm
    room_mm = RIGHT_MM - CODE_MM - left_mm - 4
    _head(pen, words.heading(sheet, language), words.below(sheet, sheets.plan, language), room_mm)
    code = place_code(camera.lon_deg, camera.lat_deg)
    draw_code(pen, code, RIGHT_MM - CODE_MM + 3, HIGH_MM - 7, CODE_MM)
    draw_camera(pen, sheets.plan, sheets.layers, camera, sheet.number)
    column = column_of(pen)
    for label, value in words.facts(sheet, sheets, language):
        y = column.down(0.98)
        pen.write(column.left_mm, y, cut(label, 7.5, LABEL_MM - 1), fontsize=7.5, color=SOFT)
        wide = column.wide_mm - LABEL_MM
        pen.write(column.left_mm + LABEL_MM, y, cut(value, 7.5, wide), fontsize=7.5)
    middle = (left_mm + RIGHT_MM) / 2
    see = MarginColumn(pen, left_mm, middle - left_mm - 3, 0.0, top_mm=bottom - 2)
    see.heading("visit_sheet.seen.title")
    for line in words.must_see(sheet, language):
        see.paragraph(line)
    way = MarginColumn(pen, middle + 2, RIGHT_MM - middle - 2, 0.0, top_mm=bottom - 2)
    way.heading("visit_sheet.trees.title")
    for line in words.in_the_way(sheet, language):
        way.paragraph(line)
    form(pen, left_mm, RIGHT_MM, 97.0)
    return page


def back(sheet: VisitSheet, sheets: VisitSheets, language: Language) -> "Figure":
    """Return the back: what the camera should show, and squares for a sketch."""
    page, pen = empty_page(FRONT, language)
    left_mm = FRONT.margin_mm
    name = sheet.camera.camera_id[: words.LONGEST]
    title = text("visit_sheet.back.look", language, camera=name)
    _head(pen, title, words.below(sheet, sheets.plan, language), RIGHT_MM - left_mm)
    low = HIGH_MM - 28.0
    if sheet.case is None:
        missing = text("visit_sheet.back.no_case", language)
        pen.write(left_mm, low - 2, cut(missing, 8.5, RIGHT_MM - left_mm), fontsize=8.5)
        low -= 10
    else:
        low -= _picture(pen, sheet, low) + 4
    low = _record(pen, sheet, low)
    compass = text("visit_sheet.back.compass", language, year=str(sheets.year))
    lines = wrap_text(compass, 7, RIGHT_MM - left_mm)
    foot = 15.0 + 3.6 * len(lines)
    for place, line in enumerate(lines):
        pen.write(left_mm, foot - 3.6 * (place + 1), line, fontsize=7, color=SOFT)
    _squares(pen, left_mm, foot + 1, low - 6)
    pen.write(left_mm, low - 4, text("visit_sheet.back.sketch", language), fontweight="bold")
    return page


def _picture(pen: Pen, sheet: VisitSheet, top_mm: float) -> float:
    """Draw what the camera would show as wide as the page has room, and return how high it is."""
    from matplotlib.image import imread  # noqa: PLC0415 - slow, and only paper needs it

    if sheet.case is None:
        return 0.0
    drawing = sheet.case.drawing.png(language=pen.language)
    image = imread(io.BytesIO(drawing))
    rows, columns = image.shape[:2]
    wide = min(RIGHT_MM - FRONT.margin_mm, PICTURE_MM * columns / rows)
    high = wide * rows / columns
    box = (FRONT.margin_mm / 210, (top_mm - high) / HIGH_MM, wide / 210, high / HIGH_MM)
    axes = pen.axes.figure.add_axes(box, zorder=3)
    axes.imshow(image, interpolation="none", aspect="auto")
    axes.axis("off")
    return float(high)


def _record(pen: Pen, sheet: VisitSheet, top_mm: float) -> float:
    """Write what the town's register says of the camera, and return what is still free below."""
    if sheet.record is None:
        return top_mm
    left_mm = FRONT.margin_mm
    y = top_mm - 4.0
    pen.write(left_mm, y, text("register.sheet.title", pen.language), fontweight="bold")
    for words_of_line in register_lines(sheet.record, pen.language):
        for line in wrap_text(words_of_line, 7.5, RIGHT_MM - left_mm)[:MOST_LINES]:
            y -= 3.8
            pen.write(left_mm, y, line, fontsize=7.5)
    return y - 2.0


def _squares(pen: Pen, left_mm: float, bottom_mm: float, top_mm: float) -> None:
    rows, columns = int((top_mm - bottom_mm) / SQUARE_MM), int((RIGHT_MM - left_mm) / SQUARE_MM)
    high, wide = rows * SQUARE_MM, columns * SQUARE_MM
    look = {"linewidth": 0.2, "color": "#b8bec7"}
    for row in range(rows + 1):
        y = bottom_mm + row * SQUARE_MM
        pen.stroke([left_mm, left_mm + wide], [y, y], **look)
    for column in range(columns + 1):
        x = left_mm + column * SQUARE_MM
        pen.stroke([x, x], [bottom_mm, bottom_mm + high], **look)


def overview(walk: Walk, sheets: VisitSheets, language: Language) -> Iterator["Figure"]:
    """Yield the pages of a walk: its map and its stops in order, with what is between them."""
    rows = stop_rows(walk, sheets, language)
    page, pen = empty_page(WALK, language)
    left_mm, _, bottom, _ = WALK.map_mm
    district = district_word(walk.district, sheets.plan.districts_en, language)
    title = text("visit_sheet.walk", language, district=district[: words.LONGEST])
    lead, *more = sentences(walk, language)
    _head(pen, title, lead, RIGHT_MM - left_mm)
    y = HIGH_MM - 29.0
    for line in more:
        for part in wrap_text(line, 8.5, RIGHT_MM - left_mm):
            pen.write(left_mm, y, part, fontsize=8.5)
            y -= 4.2
    first = [stop.cameras[0] for stop in walk.stops]
    draw_stops(pen, sheets.plan, sheets.layers, first)
    rows = _table(pen, rows, bottom - 6)
    yield page
    while rows:
        page, pen = empty_page(WALK, language)
        _head(pen, title, lead, RIGHT_MM - left_mm)
        rows = _table(pen, rows, HIGH_MM - 34)
        yield page


def _table(pen: Pen, rows: list[tuple[str, ...]], top_mm: float) -> list[tuple[str, ...]]:
    """Write the stops that fit below each other, and return the others."""
    places = (12.0, 24.0, 62.0, 174.0)
    keys = ("stop", "camera", "name", "next")
    head = tuple(text(f"visit_sheet.overview.{key}", pen.language) for key in keys)
    room = min(int((top_mm - 28.0) / 4.6), MOST_ROWS)
    note = text("visit_sheet.overview.note", pen.language)
    for place, cells in enumerate((head, *rows[:room])):
        y = top_mm - 4.6 * place
        edges = [*places[1:], RIGHT_MM + 1]
        for x, edge, cell in zip(places, edges, cells, strict=True):
            is_bold = place == 0
            fitting = cut(cell, 8, edge - x - 1.5, bold=is_bold)
            pen.write(x, y, fitting, fontsize=8, fontweight="bold" if is_bold else "normal")
        pen.stroke([12.0, RIGHT_MM], [y - 1.2, y - 1.2], linewidth=0.2, color=SOFT)
    for place, line in enumerate(wrap_text(note, 7, RIGHT_MM - 12.0)):
        pen.write(12.0, 20.0 - 3.4 * place, line, fontsize=7, color=SOFT)
    return rows[room:]


def _head(pen: Pen, title: str, below: str, room_mm: float) -> None:
    left_mm = pen.paper.margin_mm
    lines = wrap_text(title, 13, room_mm)[:2]
    for place, line in enumerate(lines):
        pen.write(left_mm, HIGH_MM - 16 - 5.6 * place, line, fontsize=12, fontweight="bold")
    y = HIGH_MM - 16 - 5.6 * (len(lines) - 1) - 5.5
    for place, line in enumerate(wrap_text(below, 8.5, room_mm)[:3]):
        pen.write(left_mm, y - 4.0 * place, line, fontsize=8.5)
