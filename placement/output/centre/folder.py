"""All that `placement centre` writes into a folder: lists, figures, workbook, JSON."""

import json
from collections.abc import Callable, Mapping

from placement.centre.reckoning import Reckoning
from placement.centre.shifts import Rota
from placement.output.centre import lists
from placement.output.centre.document import as_dict
from placement.output.centre.figures.cash import cash_flow
from placement.output.centre.figures.image import FigureImage
from placement.output.centre.figures.staffing import staffing
from placement.output.centre.figures.storage import storage
from placement.output.centre.figures.tornado import tornado
from placement.output.centre.workbook.workbook import centre_xlsx
from placement.texts import Language

DOCUMENT, WORKBOOK = "centre.json", "centre.xlsx"
FIGURES: Mapping[str, Callable[..., FigureImage]] = {
    "cash-flow": cash_flow,
    "staffing": staffing,
    "storage": storage,
    "tornado": tornado,
}
"""Name of its files → what draws it."""


def contents(
    reckoning: Reckoning, rota: Rota | None = None, *, language: Language
) -> dict[str, bytes]:
    """Return the files of a reckoning by name."""
    files = {
        DOCUMENT: document(reckoning, rota),
        WORKBOOK: centre_xlsx(reckoning, language=language),
        **lists.contents(reckoning, rota),
    }
    for name, draw in FIGURES.items():
        image = draw(reckoning, language=language)
        files[f"{name}.png"] = image.png
        files[f"{name}.svg"] = image.svg.encode("utf-8", errors="replace")
    return files


def document(reckoning: Reckoning, rota: Rota | None = None) -> bytes:
    """Return all of a reckoning as JSON."""
    plain = as_dict(reckoning, rota=rota)
    words = json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{words}\n".encode("utf-8", errors="replace")
