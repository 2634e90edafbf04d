"""The plan on paper: a PDF with an overview, a sheet for each district and the list of cameras.

Everything is drawn as lines and letters, to a round scale; fonts are embedded; the same plan and
layers give the same bytes.
"""

import io
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from placement.output.caveats import page_title
from placement.output.figures.palette import drawn
from placement.output.layers import Layers
from placement.output.paper import ground as paper_ground
from placement.output.paper.embedded_fonts import without_layout
from placement.output.paper.labels import spread, street_names
from placement.output.paper.margin import (
    frame_page,
    legend,
    scale_and_north,
    tell,
)
from placement.output.paper.pen import Pen, column_of
from placement.output.paper.sheets import A3, A4, Paper, Sheet, sheets, without_cameras
from placement.output.paper.table import table
from placement.output.paper.words import sheet_title
from placement.plan.public import AnyCamera, AnyPlan, numbers_of
from placement.texts import Language, text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PAPERS = {"map-a3.pdf": A3, "map-a4.pdf": A4}
"""File → its paper. Only A3 has sheets for districts."""
SETTINGS: dict[Any, Any] = {
    "pdf.fonttype": 42,
    "font.family": "DejaVu Sans",
    "path.simplify": False,
}
LIST_COLUMNS = {"a3": 3, "a4": 2}
"""Columns of the list of cameras that did not fit beside a map. [-]"""
SMALLER = 0.72
"""Size of a camera of another district. [-]"""


def pdf(
    plan: AnyPlan, layers: Layers, *, paper: Paper, language: Language = "cs", date: str = ""
) -> bytes:
    """Return the sheets as one PDF.

    Parameters
    ----------
    plan, layers
        What is drawn.
    paper
        `A3` with a sheet per district, or `A4` with the overview alone.
    language
        Language of every word.
    date
        Of the data, as it shall be read; if empty, the sheets say that it is not given.
    """
    # imported here, for it is slow and only paper needs it
    from matplotlib import rc_context, style  # noqa: PLC0415
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415

    stream = io.BytesIO()
    drawn = sheets(plan, layers, paper, by_district=paper == A3)
    metadata = {"Title": page_title(plan, language, of="paper"), "CreationDate": None}
    # the user's own settings must not change the page; nor is a letter the font lacks a warning
    with style.context("default"), rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        pages = _pages(plan, layers, drawn, paper, language)
        with without_layout(), PdfPages(stream, metadata=metadata) as file:
            for page, (title, figure) in enumerate(pages, start=1):
                pen = Pen(figure.axes[0], paper, language)
                frame_page(pen, plan, title, page=page, pages=len(pages), date=date)
                file.savefig(figure)
    return stream.getvalue()


def overview(
    plan: AnyPlan,
    layers: Layers,
    *,
    paper: Paper,
    dots_per_inch: int,
    language: Language,
    date: str,
) -> NDArray[np.uint8]:
    """Return the sheet of the whole town as red, green and blue (H, W, 3); else as `pdf`."""
    from matplotlib import rc_context, style  # noqa: PLC0415

    (sheet,) = sheets(plan, layers, paper, by_district=False)
    with style.context("default"), rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        views = paper_ground.views_of(plan, layers)
        figure, _ = _sheet(plan, layers, views, sheet, paper, language, alone=False)
        pen = Pen(figure.axes[0], paper, language)
        frame_page(pen, plan, sheet_title(sheet, layers, language), page=1, pages=1, date=date)
        figure.set_dpi(dots_per_inch)
        return drawn(figure)


def _pages(
    plan: AnyPlan, layers: Layers, drawn: tuple[Sheet, ...], paper: Paper, language: Language
) -> list[tuple[str, "Figure"]]:
    """Return title and figure of every page."""
    views = paper_ground.views_of(plan, layers)
    pages, left_over = [], []
    for sheet in drawn:
        figure, listed = _sheet(plan, layers, views, sheet, paper, language, alone=len(drawn) == 1)
        pages.append((sheet_title(sheet, layers, language), figure))
        left_over += list(sheet.cameras[listed:]) if sheet.district is not None else []
        left_over += list(sheet.cameras[listed:]) if len(drawn) == 1 else []
    number = numbers_of(plan)
    rest = tuple(sorted(left_over, key=lambda camera: number[camera.camera_id]))
    while rest:
        figure, listed = _list(plan, rest, paper, language)
        pages.append((text("paper.continued", language), figure))
        rest = rest[listed:]
    return pages


def _page(paper: Paper, language: Language) -> tuple["Figure", Pen]:
    """Return an empty page and a pen in millimetres over all of it."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure(figsize=(paper.width_mm / 25.4, paper.height_mm / 25.4))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0), zorder=2)
    axes.set_xlim(0, paper.width_mm)
    axes.set_ylim(0, paper.height_mm)
    axes.axis("off")
    return figure, Pen(axes, paper, language)


def _sheet(
    plan: AnyPlan,
    layers: Layers,
    views: paper_ground.Views,
    sheet: Sheet,
    paper: Paper,
    language: Language,
    *,
    alone: bool,
) -> tuple["Figure", int]:
    """Return the page of a sheet, and how many of its cameras its table tells."""
    figure, pen = _page(paper, language)
    left, right, bottom, top = paper.map_mm
    wide, high = paper.width_mm, paper.height_mm
    place = (left / wide, bottom / high, (right - left) / wide, (top - bottom) / high)
    ground = figure.add_axes(place, zorder=1)
    paper_ground.draw(ground, layers, views, sheet, paper)
    _signs(pen, plan, layers, sheet)
    pen.frame(*paper.map_mm)
    column = column_of(pen)
    tell(column, plan, sheet, without_cameras(plan, layers))
    legend(column, plan, layers, views, sheet)
    scale_and_north(pen, plan, sheet)
    cameras = sheet.cameras if alone or sheet.district is not None else ()
    heading = "paper.list" if sheet.district is None else "paper.cameras"
    return figure, table(column, plan, cameras, heading=heading)


def _signs(pen: Pen, plan: AnyPlan, layers: Layers, sheet: Sheet) -> None:
    """Draw numbered cameras, those of other districts smaller, and streets' names between them."""
    paper = pen.paper
    radius = _radius(sheet, paper)
    own = sheet.cameras
    others = tuple(c for c in plan.cameras if c not in own and sheet.holds(c.x_m, c.y_m))
    places = [sheet.on_page(c.x_m, c.y_m, paper) for c in (*own, *others)]
    number = numbers_of(plan)
    anchors = np.array(places).reshape(-1, 2)
    places_mm = spread(anchors, radius_mm=radius, room_mm=paper.map_mm)
    for name in street_names(layers, sheet, paper, taken_mm=places_mm, radius_mm=radius):
        ground = {"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.65, "pad": 0.25}
        look = {"rotation": name.turn_deg, "ha": "center", "va": "center", "bbox": ground}
        pen.write(name.x_mm, name.y_mm, name.words, fontsize=name.size_pt, **look, zorder=10)
    for camera, anchor, stand in zip((*own, *others), anchors, places_mm, strict=True):
        if np.any(anchor != stand):
            pen.stroke([anchor[0], stand[0]], [anchor[1], stand[1]], linewidth=0.6, zorder=11)
            pen.stroke([anchor[0]], [anchor[1]], marker="o", markersize=1.6, zorder=11)
        size = radius if camera in own else SMALLER * radius
        pen.numbered(stand, size, camera, number=number[camera.camera_id])


def _radius(sheet: Sheet, paper: Paper) -> float:
    """Return the size of a camera's sign. [mm]"""
    return (2.0 if sheet.district is None else 2.5) * (1.0 if paper.letter_pt > 7 else 0.8)


def _list(
    plan: AnyPlan, cameras: tuple[AnyCamera, ...], paper: Paper, language: Language
) -> tuple["Figure", int]:
    """Return a page of the list, and how many cameras it tells."""
    figure, pen = _page(paper, language)
    first = column_of(pen)
    gap, count = 6.0, LIST_COLUMNS[paper.name]
    wide = (paper.width_mm - 2 * paper.margin_mm + gap) / count - gap
    listed = 0
    for place in range(count):
        left = paper.margin_mm + place * (wide + gap)
        column = evolve(
            first, left_mm=left, wide_mm=wide, lowest_mm=paper.map_mm[2], top_mm=first.y_mm
        )
        listed += table(column, plan, cameras[listed:], heading="paper.continued")
    return figure, max(listed, 1)
