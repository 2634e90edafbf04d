"""The sheets of a site visit as one PDF of A4, printed on both sides."""

import io
import warnings

from placement.output.map_colours import SOFT
from placement.output.paper.document import SETTINGS
from placement.output.paper.embedded_fonts import without_layout
from placement.output.paper.labels import cut
from placement.output.paper.pen import Pen
from placement.output.visit_sheets.pages import FRONT, RIGHT_MM, back, front, overview
from placement.output.visit_sheets.sheet import VisitSheets
from placement.output.visit_sheets.words import LONGEST
from placement.texts import Language, text


def pdf(sheets: VisitSheets, *, language: Language) -> bytes:
    """Return the sheets in walking order: a walk of several stops begins with its overview.

    A camera has two pages, so that printed on both sides each has its own sheet of paper; an
    overview of one page leaves its back empty.
    """
    # imported here, for it is slow and only paper needs it
    from matplotlib import rc_context, style  # noqa: PLC0415
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    stream = io.BytesIO()
    case = sheets.plan.case[:LONGEST]
    title = text("visit_sheet.title", language, case=case)
    with style.context("default"), rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        pages: list[Figure] = []
        for walk in sheets.walks:
            if len(walk.stops) > 1:
                pages += overview(walk, sheets, language)
            if len(pages) % 2:
                pages.append(Figure(figsize=(FRONT.width_mm / 25.4, FRONT.height_mm / 25.4)))
            for sheet in sheets.sheets:
                if sheet.walk is walk:
                    pages += [front(sheet, sheets, language), back(sheet, sheets, language)]
        metadata = {"Title": title, "CreationDate": None}
        with without_layout(), PdfPages(stream, metadata=metadata) as file:
            for number, page in enumerate(pages, start=1):
                if page.axes:
                    _foot(Pen(page.axes[0], FRONT, language), sheets, number, len(pages))
                file.savefig(page)
    return stream.getvalue()


def _foot(pen: Pen, sheets: VisitSheets, page: int, pages: int) -> None:
    plan, language = sheets.plan, pen.language
    words = text("visit_sheet.page", language, case=plan.case[:LONGEST], year=str(sheets.year))
    if plan.synthetic:
        words = f"{text('visit_sheet.synthetic', language)} {words}"
    pen.write(12.0, 8.0, cut(words, 6.5, 155.0), fontsize=6.5, color=SOFT)
    numbered = text("visit_sheet.number", language, page=page, pages=pages)
    pen.write(RIGHT_MM, 8.0, numbered, fontsize=6.5, color=SOFT, ha="right")
