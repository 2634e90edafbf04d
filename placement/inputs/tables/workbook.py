"""Reader of tables in Excel workbooks (.xlsx): the first sheet as columns of strings.

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
from placement.inputs.tables.headings import set_aside

SUFFIX = ".xlsx"
MOST_BYTES = 300_000_000
"""Of the file, and of all that is packed in it. [B]"""


def is_workbook(path: Path) -> bool:
    """Return whether a file is an Excel workbook, by its ending."""
    return path.suffix.lower() == SUFFIX


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
    table = _table(cells, path.name)
    others = ", ".join(sheets[1:])
    if not others:
        return table, ()
    values = {"sheet": sheets[0], "others": others}
    return table, (Problem("sheets_not_read", path.name, values=values),)


def _table(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return the rows below the first one that is not empty, which holds the headings."""
    texts = cells.astype("str").where(cells.notna(), "").apply(lambda column: column.str.strip())
    rows = texts.to_numpy(dtype=object)
    filled = [number for number, row in enumerate(rows) if any(row)]
    if not filled:
        raise InputError(Problem("table_empty", file))
    head, *below = filled
    names = [str(name) for name in rows[head]]
    used = [at for at, name in enumerate(names) if name or any(rows[n][at] for n in below)]
    headings = [names[at] or f"column {at + 1}" for at in used]
    repeated = [name for name, count in Counter(headings).items() if count > 1]
    if repeated:
        values = {"found": ", ".join(repeated)}
        raise InputError(Problem("header_duplicate", file, head + 1, values=values))
    if not below:
        raise InputError(Problem("table_without_rows", file))
    new_names = set_aside(headings)
    columns = [new_names.get(name, name) for name in headings]
    table = pd.DataFrame([[rows[n][at] for at in used] for n in below], columns=columns)
    return table.astype("str").assign(source_row=[number + 1 for number in below])
