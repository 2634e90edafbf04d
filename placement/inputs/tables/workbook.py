"""Reader of tables in workbooks (.xlsx, .xlsm, .ods): the first sheet as columns of strings.

A moment loses its hour on the way, so that only tables without hours are read from workbooks.
"""

import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pyogrio

from placement.errors import InputError, MissingInputError, Problem
from placement.files import reading, refuse_special
from placement.inputs.gdal_source import refuse_hostile
from placement.inputs.tables.header_row import rows_below_header
from placement.inputs.tables.headings import set_aside

SUFFIXES = (".xlsx", ".xlsm", ".ods")
MOST_BYTES = 300_000_000
"""Of the file, and of all that is packed in it. [B]"""


def is_workbook(path: Path) -> bool:
    """Return whether a file is a workbook of Excel or LibreOffice, by its ending."""
    return path.suffix.lower() in SUFFIXES


def read_workbook(path: Path) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return the first sheet of a workbook as `delimited_text.read_table` returns a text file.

    Numbers come with all their digits, ticks as 1 and 0, formulas as the values saved with them.

    Returns
    -------
    table
        Columns of strings and `source_row`: the row of the sheet, counted from 1.
    notes
        That other sheets were not read.

    Raises
    ------
    InputError
        If the file is missing, damaged, no workbook, empty, or repeats a heading.
    """
    if not path.exists():
        raise MissingInputError(Problem("table_missing", path.name, values={"path": path}))
    refuse_special(path, most_bytes=MOST_BYTES)
    with reading(path, kind="zip_broken"), zipfile.ZipFile(path) as archive:
        refuse_hostile(archive, path.name, archive.infolist(), most_bytes=MOST_BYTES)
    with reading(path):
        sheets = [str(name) for name, _ in pyogrio.list_layers(path)]
        if not sheets:
            raise InputError(Problem("table_empty", path.name))
        cells = pyogrio.read_dataframe(
            path, layer=sheets[0], read_geometry=False, FIELD_TYPES="STRING", HEADERS="DISABLE"
        )
    table, notes = _table(cells, path.name)
    others = ", ".join(sheets[1:])
    if not others:
        return table, notes
    values = {"sheet": sheets[0], "others": others}
    return table, (*notes, Problem("sheets_not_read", path.name, values=values))


def _table(cells: pd.DataFrame, file: str) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return the rows below the one that holds the headings, and notes on rows left out."""
    texts = cells.astype("str").where(cells.notna(), "").apply(lambda column: column.str.strip())
    rows = [(number, list(row)) for number, row in enumerate(texts.to_numpy(dtype=object), start=1)]
    filled = [(number, row) for number, row in rows if any(row)]
    if not filled:
        raise InputError(Problem("table_empty", file))
    parts = rows_below_header(filled, file=file)
    line, head = parts.header
    names = [str(name) for name in head]
    used = [at for at, name in enumerate(names) if name or any(row[at] for _, row in parts.below)]
    headings = [names[at] or f"column {at + 1}" for at in used]
    repeated = [name for name, count in Counter(headings).items() if count > 1]
    if repeated:
        values = {"found": ", ".join(repeated)}
        raise InputError(Problem("header_duplicate", file, line, values=values))
    if not parts.below:
        raise InputError(Problem("table_without_rows", file))
    new_names = set_aside(headings)
    columns = [new_names.get(name, name) for name in headings]
    table = pd.DataFrame([[row[at] for at in used] for _, row in parts.below], columns=columns)
    return table.astype("str").assign(source_row=[at for at, _ in parts.below]), parts.notes
