"""Tables as text: from bytes of unknown encoding and delimiter to columns of strings."""

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
from placement.inputs.tables.headings import set_aside
from placement.inputs.tables.numerals import numbers
from placement.inputs.tables.row_notes import about

__all__ = ["numbers", "parse_table", "read_table"]

Row = tuple[int, list[str]]
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 200
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
EXCEL_HINT = re.compile(r'^"?sep=(.)"?\r?\n')
ESCAPED = re.compile(r"'[-=+@]")
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
        The file's columns, stripped of surrounding blanks, and `source_row`: the line of the file,
        counted from 1, header included.
    notes
        What was guessed.

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
        found = ", ".join(table.columns.drop("source_row"))
        raise SchemaError(
            Problem(
                "column_missing",
                path.name,
                column=column,
                values={"column": column, "found": found, "input": name},
            )
            for column in missing
        )
    return table, notes


def parse_table(member: Member) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return the content of one file as `read_table` does."""
    refuse_binary(member)
    text, notes = _decoded(member)
    hint = EXCEL_HINT.match(text)
    skipped = 1 if hint else 0
    text = text[hint.end() :] if hint else text
    delimiter = hint.group(1) if hint else _delimiter(text)
    rows, stray = _rows(text, delimiter, member.file)
    rows = [(line + skipped, [_bare(cell) for cell in cells]) for line, cells in rows]
    if not rows:
        raise InputError(Problem("table_empty", member.file))
    header, nameless = _header(rows[0], member.file)
    cells = _even(rows[1:], len(header), member.file)
    if not cells:
        raise InputError(Problem("table_without_rows", member.file))
    table = pd.DataFrame(cells, columns=header, dtype="str")
    table["source_row"] = [line for line, _ in rows[1:]]
    return table, (*notes, *stray, *nameless)


def _bare(cell: str) -> str:
    """Return a cell without blanks around it and the apostrophe that keeps it from being a formula.

    Our own lists write it, as spreadsheets do.
    """
    bare = cell.strip()
    return bare[1:] if ESCAPED.match(bare) else bare


def _decoded(member: Member) -> tuple[str, tuple[Problem, ...]]:
    content, file = member.content, member.file
    if content.startswith(UTF_16):
        text, encoding = _strict(content, "utf-16", file), "UTF-16"
    else:
        text, encoding = _eight_bits(content, file)
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise InputError(Problem("nul_bytes", file, row, values={"n": text.count("\x00")}))
    if encoding == "UTF-8":
        return text, ()
    return text, (Problem("encoding_guessed", file, values={"encoding": encoding}),)


def _eight_bits(content: bytes, file: str) -> tuple[str, str]:
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        loose = content.decode("utf-8-sig", errors="replace")
    broken = loose.count("\N{REPLACEMENT CHARACTER}")
    whole = sum(not character.isascii() for character in loose) - broken
    # Czech cp1250 almost never forms valid UTF-8 pairs: mostly whole letters are UTF-8 with damage
    encoding = "utf-8-sig" if whole > broken else "cp1250"
    return _strict(content, encoding, file), encoding


def _strict(content: bytes, encoding: str, file: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        values = {"byte": f"0x{content[error.start]:02X}", "encoding": encoding}
        raise InputError(Problem("text_undecodable", file, row, values=values)) from error


def _delimiter(text: str) -> str:
    """Return the delimiter that splits most rows like the header, and into most columns."""
    sample = text[: 1 << 20]

    def stability(delimiter: str) -> tuple[float, int]:
        lengths = [len(row) for row in _sample(sample, delimiter)]
        if not lengths or lengths[0] == 1:
            return 0.0, 1
        return lengths.count(lengths[0]) / len(lengths), lengths[0]

    return max(DELIMITERS, key=stability)


def _sample(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row, _ in zip(reader, range(SAMPLE_ROWS), strict=False):
            if row:
                yield row
    except csv.Error:
        return


def _rows(text: str, delimiter: str, file: str) -> tuple[list[Row], tuple[Problem, ...]]:
    """Return the rows with the line each begins at; blank lines are left out."""
    rows: list[Row] = []
    try:
        rows.extend(_parsed(text, delimiter, strict=True))
    except _QuoteError as error:
        if "end of data" in error.reason:
            raise InputError(Problem("quote_open", file, error.row)) from error
        loose: list[Row] = []
        try:
            loose.extend(_parsed(text, delimiter, strict=False))
        except _QuoteError as again:
            raise InputError(Problem("quote_open", file, again.row)) from again
        return loose, (Problem("quote_stray", file, error.row),)
    return rows, ()


class _QuoteError(Exception):
    def __init__(self, row: int, reason: str) -> None:
        self.row, self.reason = row, reason
        super().__init__(reason)


def _parsed(text: str, delimiter: str, *, strict: bool) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise _QuoteError(line, str(error)) from error


def _header(row: Row, file: str) -> tuple[list[str], tuple[Problem, ...]]:
    line, names = row
    if sum(bool(NUMBER.fullmatch(name)) for name in names) * 2 > len(names):
        found = ", ".join(names[:5])
        raise InputError(Problem("header_missing", file, line, values={"found": found}))
    named = [name or f"column {place}" for place, name in enumerate(names, start=1)]
    twice = [name for name, count in Counter(named).items() if count > 1]
    if twice:
        values = {"found": ", ".join(twice)}
        raise InputError(Problem("header_duplicate", file, line, values=values))
    aside = set_aside(named)
    nameless = [str(place) for place, name in enumerate(names, start=1) if not name]
    notes = [
        Problem(kind, file, line, values={"columns": ", ".join(columns)})
        for kind, columns in (("column_reserved", aside), ("header_nameless", nameless))
        if columns
    ]
    return [aside.get(name, name) for name in named], tuple(notes)


def _even(rows: Sequence[Row], width: int, file: str) -> list[list[str]]:
    """Return the cells; empty ones past the header are let go, other differences are refused."""
    ragged = [(line, cells) for line, cells in rows if len(cells) < width or any(cells[width:])]
    if ragged:
        lengths = [len(cells) for _, cells in ragged]
        lines = [line for line, _ in ragged]
        raise InputError(about("rows_ragged", lines, file=file, found=lengths, width=width))
    return [cells[:width] for _, cells in rows]
