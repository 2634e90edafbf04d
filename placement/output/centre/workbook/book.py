"""`PhaseSheet` and its styles: rows of formulae by phase, with the numbers they had when written.

A formula refers to parameters by their keys, which are names in the workbook, and to rows of other
sheets by `at`. Excel shows what it works out anew; a reader that works out nothing shows ours.
"""

import math
from collections.abc import Callable, Sequence

from attrs import define, field, frozen
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from placement.output.spreadsheets import decimals_pattern, printing_sheet, write_cell
from placement.texts import Language, text

WORDS_WIDTH, UNIT_WIDTH, VALUE_WIDTH = 52, 10, 15
"""Of columns. [characters]"""
LINE_POINTS = 15
"""Height of a line; LibreOffice does not find out by itself how high a row must be."""
FIRST = 2
"""Column of today; each phase has the next one."""
Number = float | str | None


@frozen
class Styles:
    """The looks of cells."""

    head: Format
    value_head: Format
    words: Format
    note: Format
    warning: Format
    entry: Format
    """Of what a clerk changes."""
    numbers: dict[int, Format]
    """Decimals → look of a number."""
    share: Format

    @classmethod
    def of(cls, book: Workbook) -> "Styles":
        """Return the looks for a workbook."""
        top = {"valign": "top"}
        return cls(
            book.add_format({"bold": True, "text_wrap": True, "bottom": 1, **top}),
            book.add_format(
                {"bold": True, "text_wrap": True, "bottom": 1, "align": "right", **top}
            ),
            book.add_format({"text_wrap": True, **top}),
            book.add_format({"italic": True, "text_wrap": True, **top}),
            book.add_format({"bold": True, "font_color": "#9c2a1c", **top}),
            book.add_format({"bg_color": "#fff2b3", "border": 1, "locked": False, **top}),
            {count: book.add_format({"num_format": _pattern(count), **top}) for count in range(8)},
            book.add_format({"num_format": "0.0%", **top}),
        )


def _pattern(decimals: int) -> str:
    return "#,##0" if not decimals else "#,##" + decimals_pattern(decimals)


@frozen
class CentreBook:
    """The workbook being written, in one language."""

    book: Workbook
    styles: Styles
    language: Language
    case: str
    warning: str
    """What all sheets say above, where the data are made up."""

    def sheet(self, key: str) -> Worksheet:
        """Return a new sheet by its key in the catalogues."""
        title = self.word(f"sheet.{key}")
        return printing_sheet(self.book, title, case=self.case, warning=self.warning)

    def word(self, key: str, **values: object) -> str:
        """Return a text of the workbook."""
        return text(f"centre_book.{key}", self.language, **values)


@define
class PhaseSheet:
    """A sheet with a column a phase, written from the top down."""

    of: CentreBook
    key: str
    phases: Sequence[str]
    """Names of the phases, today first."""
    sheet: Worksheet = field(init=False)
    row: int = field(init=False, default=0)
    rows: dict[str, int] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Begin the sheet with its head, which is repeated on each page."""
        self.sheet = self.of.sheet(self.key)
        self.sheet.set_column(0, 0, WORDS_WIDTH)
        self.sheet.set_column(1, 1, UNIT_WIDTH)
        self.sheet.set_column(FIRST, FIRST + len(self.phases) - 1, VALUE_WIDTH)
        heads = (self.of.word("what"), self.of.word("unit"), *self.phases)
        for column, words in enumerate(heads):
            style = self.of.styles.head if column < FIRST else self.of.styles.value_head
            write_cell(self.sheet, 0, column, words, style)
        self.sheet.set_row(0, height_points(self.phases, [VALUE_WIDTH] * len(self.phases)))
        self.sheet.freeze_panes(1, 1)
        self.sheet.repeat_rows(0)
        self.row = 1

    def add(
        self,
        key: str,
        formula: Callable[[int], str],
        values: Sequence[Number],
        *,
        words: str = "",
        unit: str = "",
        decimals: int = 2,
        share: bool = False,
    ) -> None:
        """Write a row: a formula for each phase with the value it has."""
        self._begin(words or self.of.word(f"row.{key}"), unit)
        style = self.of.styles.share if share else self.of.styles.numbers[decimals]
        for phase, value in enumerate(values):
            shown = "–" if value is None else value
            self.sheet.write_formula(self.row, FIRST + phase, f"={formula(phase)}", style, shown)
        self.rows[key] = self.row
        self.row += 1

    def numbers(
        self, key: str, values: Sequence[float], *, words: str, unit: str = "", decimals: int = 0
    ) -> None:
        """Write a row of the plan's own numbers."""
        self._begin(words, unit)
        for phase, value in enumerate(values):
            style = self.of.styles.numbers[decimals]
            write_cell(self.sheet, self.row, FIRST + phase, value, style)
        self.rows[key] = self.row
        self.row += 1

    def _begin(self, words: str, unit: str) -> None:
        write_cell(self.sheet, self.row, 0, words, self.of.styles.words)
        write_cell(self.sheet, self.row, 1, unit, self.of.styles.words)
        self.sheet.set_row(self.row, height_points([words], [WORDS_WIDTH]))

    def title(self, words: str) -> None:
        """Write a line that is no row of numbers, with an empty one before it."""
        self.row += 1
        write_cell(self.sheet, self.row, 0, words, self.of.styles.head)
        self.row += 1

    def at(self, key: str, phase: int) -> str:
        """Return where the value of a row is, for formulae of any sheet."""
        return self.cell(self.rows[key], FIRST + phase)

    def cell(self, row: int, column: int) -> str:
        """Return where a cell is, for formulae of any sheet."""
        place = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        return f"'{self.sheet.get_name()}'!{place}"

    def span(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """Return where a block of cells is, for formulae of any sheet."""
        end = xl_rowcol_to_cell(*last, row_abs=True, col_abs=True)
        return f"{self.cell(*first)}:{end}"


def height_points(cells: Sequence[object], widths: Sequence[float]) -> float:
    """Return how high a row must be for cells that are broken at the widths of their columns."""
    lines = (
        math.ceil(len(str(cell)) / (0.9 * width)) for cell, width in zip(cells, widths, strict=True)
    )
    return LINE_POINTS * max(1, *lines, 1)
