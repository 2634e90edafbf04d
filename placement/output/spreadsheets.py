"""Workbooks as the program writes them: sheets that print, cells that are what they hold.

Numbers are numbers; text is never a formula, a link or a number. The same content gives the same
bytes.
"""

import math
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from placement.output.wording import printable
from placement.plan.public import Cell

LONGEST = 32_767
"""Characters a cell can hold."""
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Stands where the time of day would."""
A4 = 9
"""Excel's number of the paper size."""
BORDER_MM, MM_AN_INCH = 6.4, 25.4
"""Of the paper, left and right of what is printed."""
PAGE_TEXT = 200
"""Characters of a header or footer; Excel takes 255, an ampersand counts as two."""
NO_GUESSING = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def printing_sheet(book: Workbook, title: str, *, case: str, warning: str = "") -> Worksheet:
    """Return a new sheet that prints on A4 lying, as wide as one page, with what it is of above."""
    sheet = book.add_worksheet(title)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=BORDER_MM / MM_AN_INCH, right=BORDER_MM / MM_AN_INCH)
    titles = [cut(case, PAGE_TEXT // 4), title, *([warning] if warning else [])]
    sheet.set_header("&L" + " – ".join(titles).replace("&", "&&"))
    sheet.set_footer("&R&P / &N")
    return sheet


def write_cell(sheet: Worksheet, row: int, at: int, cell: Cell, style: Format) -> None:
    """Write a cell as what it is."""
    if cell is None:
        sheet.write_blank(row, at, None, style)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, at, cell, style)
    elif isinstance(cell, str):
        sheet.write_string(row, at, cut(cell, LONGEST), style)
    elif math.isfinite(cell):
        sheet.write_number(row, at, cell, style)


def cut(words: str, longest: int) -> str:
    """Return text that fits, an ellipsis where it was cut; Excel counts in UTF-16."""
    safe = printable(words)
    units = safe.encode("utf-16-le")
    if len(units) <= 2 * longest:
        return safe
    return units[: 2 * (longest - 1)].decode("utf-16-le", errors="ignore") + "…"


def decimals_pattern(count: int) -> str:
    """Return Excel's pattern of a number with so many decimals."""
    return "0." + "0" * count if count else "0"
