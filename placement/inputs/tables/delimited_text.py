"""Parser of delimited text: from bytes of unknown encoding and delimiter to columns of strings."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from placement.errors import InputError, Problem, SchemaError
from placement.inputs.archive import Member, only_member, refuse_binary
from placement.inputs.tables.header_row import Row, rows_below_header
from placement.inputs.tables.headings import set_aside
from placement.inputs.tables.numerals import numbers
from placement.inputs.tables.row_notes import row_problem

__all__ = ["numbers", "parse_table", "read_table"]

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 200
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
EXCEL_HINT = re.compile(r'^"?sep=(.)"?\r?\n')
ESCAPED_FORMULA = re.compile(r"'[-=+@]")
HALF = 0.5
"""Of the rows are to be split like the first one, or it is no header. [-]"""
LINE_BREAK = re.compile(r"[\r\n]")
NUMBER = re.compile(r"\s*[-+]?\d+([.,]\d+)?\s*")


def read_table(
    path: Path, *, name: str, required: Sequence[str] = ()
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return a delimited text file as columns of strings.

    Parameters
    ----------
    path
        CSV or other delimited text, or a zip with one such file. UTF-8 (with or without BOM),
        UTF-16 with BOM, else cp1250; delimiter comma, semicolon, tab or bar.
    name
        Key of the input in the plan file.
    required
        Columns it must have.

    Returns
    -------
    table
        The file's columns, stripped of surrounding blanks, and `source_row`: the row as a
        spreadsheet shows it, counted from 1, header and blank lines included. A text editor shows
        the same but below cells of several lines, of which there is a note.
    notes
        Notes on what was guessed.

    Raises
    ------
    InputError
        If the file is missing, damaged, no text, empty, or its rows are of different lengths.
    SchemaError
        If a required column is missing.
    """
    table, notes = parse_table(only_member(path))
    missing = [column for column in required if column not in table.columns]
    if missing:
        headings = ", ".join(table.columns.drop("source_row"))
        raise SchemaError(
            Problem(
                "column_missing",
                path.name,
                column=column,
                values={"column": column, "found": headings, "input": name},
            )
            for column in missing
        )
    return table, notes


def parse_table(member: Member) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return the content of one file as `read_table` does."""
    refuse_binary(member)
    text, notes = _decode(member)
    excel_line = EXCEL_HINT.match(text)
    skipped = 1 if excel_line else 0
    text = text[excel_line.end() :] if excel_line else text
    delimiter = excel_line.group(1) if excel_line else _delimiter(text)
    rows, stray = _rows(text, delimiter, member.file)
    rows = [(number + skipped, cells) for number, cells in rows]
    broken = [number for number, cells in rows if any(LINE_BREAK.search(cell) for cell in cells)]
    if broken:
        stray = (*stray, row_problem("rows_over_lines", broken, file=member.file))
    rows = [(number, [_stripped_cell(cell) for cell in cells]) for number, cells in rows]
    if not rows:
        raise InputError(Problem("table_empty", member.file))
    parts = rows_below_header(rows, file=member.file)
    header, nameless = _header(parts.header, member.file)
    cells = _cells_of_width(parts.below, len(header), member.file)
    if not cells:
        raise InputError(Problem("table_without_rows", member.file))
    table = pd.DataFrame(cells, columns=header, dtype="str")
    table["source_row"] = [line for line, _ in parts.below]
    return table, (*notes, *stray, *parts.notes, *nameless)


def _stripped_cell(cell: str) -> str:
    """Return a cell without blanks around it and without the apostrophe of escaped formulas.

    Our own lists have it, as spreadsheets do.
    """
    bare = cell.strip()
    return bare[1:] if ESCAPED_FORMULA.match(bare) else bare


def _decode(member: Member) -> tuple[str, tuple[Problem, ...]]:
    content, file = member.content, member.file
    if content.startswith(UTF_16):
        text, encoding = _decode_strictly(content, "utf-16", file), "UTF-16"
    else:
        text, encoding = _decode_8_bits(content, file)
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise InputError(Problem("nul_bytes", file, row, values={"n": text.count("\x00")}))
    if encoding == "UTF-8":
        return text, ()
    return text, (Problem("encoding_guessed", file, values={"encoding": encoding}),)


def _decode_8_bits(content: bytes, file: str) -> tuple[str, str]:
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        loose = content.decode("utf-8-sig", errors="replace")
    broken = loose.count("\N{REPLACEMENT CHARACTER}")
    whole = sum(not character.isascii() for character in loose) - broken
    # Czech cp1250 almost never forms valid UTF-8 pairs: mostly whole letters are UTF-8 with damage
    encoding = "utf-8-sig" if whole > broken else "cp1250"
    return _decode_strictly(content, encoding, file), encoding


def _decode_strictly(content: bytes, encoding: str, file: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        values = {"byte": f"0x{content[error.start]:02X}", "encoding": encoding}
        raise InputError(Problem("text_undecodable", file, row, values=values)) from error


def _delimiter(text: str) -> str:
    """Return the delimiter that splits most rows like the header, and into most columns.

    The header is the first row; below titles, which few rows are like, it is as most rows are.
    """
    sample = text[: 1 << 20]
    lengths = {
        delimiter: [len(row) for row in _sample(sample, delimiter)] for delimiter in DELIMITERS
    }

    def stability(delimiter: str, *, most: bool) -> tuple[float, int]:
        of_rows = lengths[delimiter]
        if not of_rows:
            return 0.0, 1
        width = Counter(of_rows).most_common(1)[0][0] if most else of_rows[0]
        return (of_rows.count(width) / len(of_rows), width) if width > 1 else (0.0, 1)

    like_first = max(stability(delimiter, most=False) for delimiter in DELIMITERS)
    most = like_first[0] <= HALF
    return max(DELIMITERS, key=lambda delimiter: stability(delimiter, most=most))


def _sample(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row, _ in zip(reader, range(SAMPLE_ROWS), strict=False):
            if row:
                yield row
    except csv.Error:
        return


def _rows(text: str, delimiter: str, file: str) -> tuple[list[Row], tuple[Problem, ...]]:
    """Return the rows with their numbers in a spreadsheet; blank ones are left out, but count."""
    rows: list[Row] = []
    try:
        rows.extend(_csv_rows(text, delimiter, strict=True))
    except _QuoteError as error:
        if "end of data" in error.reason:
            raise InputError(Problem("quote_open", file, error.row)) from error
        loose: list[Row] = []
        try:
            loose.extend(_csv_rows(text, delimiter, strict=False))
        except _QuoteError as again:
            raise InputError(Problem("quote_open", file, again.row)) from again
        return loose, (Problem("quote_stray", file, error.row),)
    return rows, ()


class _QuoteError(Exception):
    def __init__(self, row: int, reason: str) -> None:
        self.row, self.reason = row, reason
        super().__init__(reason)


def _csv_rows(text: str, delimiter: str, *, strict: bool) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise _QuoteError(number + 1, str(error)) from error


def _header(row: Row, file: str) -> tuple[list[str], tuple[Problem, ...]]:
    line, names = row
    if sum(bool(NUMBER.fullmatch(name)) for name in names) * 2 > len(names):
        first_names = ", ".join(names[:5])
        raise InputError(Problem("header_missing", file, line, values={"found": first_names}))
    headings = [name or f"column {place}" for place, name in enumerate(names, start=1)]
    repeated = [name for name, count in Counter(headings).items() if count > 1]
    if repeated:
        values = {"found": ", ".join(repeated)}
        raise InputError(Problem("header_duplicate", file, line, values=values))
    new_names = set_aside(headings)
    nameless = [str(place) for place, name in enumerate(names, start=1) if not name]
    notes = [
        Problem(kind, file, line, values={"columns": ", ".join(columns)})
        for kind, columns in (("column_reserved", new_names), ("header_nameless", nameless))
        if columns
    ]
    return [new_names.get(name, name) for name in headings], tuple(notes)


def _cells_of_width(rows: Sequence[Row], width: int, file: str) -> list[list[str]]:
    """Return rows of the header's width; empty cells beyond it are cut, other rows are refused."""
    ragged = [(line, cells) for line, cells in rows if len(cells) < width or any(cells[width:])]
    if ragged:
        lengths = [len(cells) for _, cells in ragged]
        lines = [line for line, _ in ragged]
        raise InputError(row_problem("rows_ragged", lines, file=file, cells=lengths, width=width))
    return [cells[:width] for _, cells in rows]
