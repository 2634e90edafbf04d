"""Reader of a filled-in form of a test after installation: CSV or a workbook, in either language.

Columns are found by their headings wherever they are; only what was to be filled in is read. All
problems of a file come at once, with row and column.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from attrs import frozen

from placement.errors import Problem, SchemaError
from placement.inputs.tables.attributes import lengths_m, texts
from placement.inputs.tables.columns import match_columns
from placement.inputs.tables.delimited_text import read_table
from placement.inputs.tables.header import header_of
from placement.inputs.tables.numerals import NOTHING, numbers, without_unit
from placement.inputs.tables.row_notes import row_problem
from placement.inputs.tables.workbook import is_workbook, read_workbook
from placement.texts import LANGUAGES, catalogue, plain

READ = ("place_id", "lat", "lon", "seen", "measured_px", "measured_height_m",
        "measured_azimuth_deg", "note")  # fmt: skip
YES = frozenset({"ano", "a", "yes", "y", "true", "1", "x", "pravda"})
NO = frozenset({"ne", "n", "no", "false", "0", "nepravda"})
LIMITS = {
    "measured_px": (0.0, 100_000.0, "px"),
    "measured_height_m": (0.0, 60.0, "m"),
    "measured_azimuth_deg": (-360.0, 360.0, "°"),
}
LONGEST_NOTE = 4_000
SAME_PLACE_DEG = 2e-5
"""Coordinates of a form that differ by more, about 2 m, are of another plan. [°]"""
SAME = 1e-6


@frozen
class FilledRow:
    """What was filled in about one place, and about its camera; None where nothing was."""

    row: int
    camera_id: str
    place_id: str
    in_sight: bool | None
    measured_px: float | None
    height_m: float | None
    azimuth_deg: float | None
    note: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        cells = (self.in_sight, self.measured_px, self.height_m, self.azimuth_deg)
        return all(cell is None for cell in cells) and not self.note


@frozen
class KnownPlace:
    """A place that the form may speak of."""

    camera_id: str
    lat_deg: float
    lon_deg: float


def read(path: Path, *, places: Mapping[str, KnownPlace]) -> tuple[FilledRow, ...]:
    """Return what was filled in, in the order of the file; rows without a place are left out.

    Parameters
    ----------
    path
        A form as `placement acceptance` writes it, after somebody filled it in.
    places
        Those of the plan's test, by their names.

    Raises
    ------
    InputError
        If the file cannot be read.
    SchemaError
        If it has no column of places or of results, names a place that the test does not have or
        that lies elsewhere, or a cell cannot be what it should be; all problems at once.
    """
    table, _ = read_workbook(path) if is_workbook(path) else read_table(path, name="acceptance")
    file = path.name
    theirs = [str(column) for column in table.columns if column != "source_row"]
    columns = match_columns(theirs, by_plan=None, usual=_usual(), file=file)
    header = header_of(table)
    for ours, column in columns.items():
        header.take(column, ours)
    lacking = ["place_id"] if "place_id" not in columns else []
    if not {"seen", "measured_px"} & set(columns):
        lacking.append("measured_px")
    if lacking:
        headings = ", ".join(theirs)
        raise SchemaError(
            Problem("column_missing", file, column=ours, values={"column": ours, "found": headings})
            for ours in lacking
        )
    form = _Form(table, columns, file)
    rows = form.rows(places)
    if form.problems:
        raise SchemaError(form.problems)
    return rows


def _usual() -> dict[str, tuple[str, ...]]:
    """Return our column → the headings that forms in either language have, bare and with unit."""
    usual = {}
    for ours in READ:
        titles = [catalogue(language)[f"acceptance.column.{ours}"] for language in LANGUAGES]
        unit = LIMITS[ours][2] if ours in LIMITS else ""
        usual[ours] = (ours, *titles, *(f"{title} [{unit}]" for title in titles if unit))
    return usual


class _Form:
    """A table with the columns that are read, and what is wrong with it."""

    def __init__(self, table: pd.DataFrame, columns: Mapping[str, str], file: str) -> None:
        self.columns, self.file = columns, file
        names = texts(table, columns["place_id"])
        is_row = [bool(name) for name in names]
        self.table = table[is_row].reset_index(drop=True)
        self.table.attrs = table.attrs
        self.names = [name for name in names if name]
        self.row = self.table["source_row"].tolist()
        self.problems: list[Problem] = []

    def rows(self, places: Mapping[str, KnownPlace]) -> tuple[FilledRow, ...]:
        """Return the rows; what is wrong in them is noted in `problems`."""
        self._check_names(places)
        numbers_of = {ours: self._numbers(ours) for ours in LIMITS}
        in_sight = self._marks()
        notes = self._texts("note")
        rows = tuple(
            FilledRow(
                row=int(self.row[at]),
                camera_id=places[name].camera_id,
                place_id=name,
                in_sight=in_sight[at],
                measured_px=numbers_of["measured_px"][at],
                height_m=numbers_of["measured_height_m"][at],
                azimuth_deg=numbers_of["measured_azimuth_deg"][at],
                note=notes[at][:LONGEST_NOTE],
            )
            for at, name in enumerate(self.names)
            if name in places
        )
        self._check_sense(rows)
        return rows

    def _texts(self, ours: str) -> list[str]:
        if ours not in self.columns:
            return [""] * len(self.table)
        return texts(self.table, self.columns[ours])

    def _add(self, kind: str, at: list[int], ours: str, cells: list[str], **values: object) -> None:
        if at:
            rows = [self.row[index] for index in at]
            column = self.columns.get(ours, ours)
            self.problems.append(
                row_problem(kind, rows, file=self.file, column=column, cells=cells, **values)
            )

    def _check_names(self, places: Mapping[str, KnownPlace]) -> None:
        foreign = [at for at, name in enumerate(self.names) if name not in places]
        self._add("acceptance_foreign", foreign, "place_id", [self.names[at] for at in foreign])
        first: dict[str, int] = {}
        again = [at for at, name in enumerate(self.names) if first.setdefault(name, at) != at]
        self._add("acceptance_twice", again, "place_id", [self.names[at] for at in again])
        if not {"lat", "lon"} <= set(self.columns):
            return
        lat, lon = (np.asarray(self._parsed(ours), dtype=np.float64) for ours in ("lat", "lon"))
        moved = [
            at
            for at, name in enumerate(self.names)
            if name in places
            and max(abs(lat[at] - places[name].lat_deg), abs(lon[at] - places[name].lon_deg))
            > SAME_PLACE_DEG
        ]
        self._add("acceptance_moved", moved, "lat", [self.names[at] for at in moved])

    def _parsed(self, ours: str) -> pd.Series:
        """Return a column as numbers; cells that are none are noted."""
        cells = pd.Series([without_unit(cell) for cell in self._texts(ours)], dtype=object)
        rows = pd.Series(self.row)
        column = self.columns.get(ours, ours)
        parsed, problems = numbers(cells, rows=rows, file=self.file, column=column)
        self.problems += problems
        return parsed

    def _numbers(self, ours: str) -> list[float | None]:
        cells = self._texts(ours)
        if ours == "measured_height_m":  # people write `5,5 m`
            lengths, _ = lengths_m(cells)
            parsed = lengths
            wrong = [
                at
                for at, cell in enumerate(cells)
                if cell.upper() not in NOTHING and np.isnan(lengths[at])
            ]
            self._add("value_not_number", wrong, ours, [cells[at] for at in wrong])
        else:
            parsed = np.asarray(self._parsed(ours), dtype=np.float64)
        low, high, unit = LIMITS[ours]
        outside = [at for at, value in enumerate(parsed) if value < low or value > high]
        shown = [cells[at] for at in outside]
        self._add("value_out_of_range", outside, ours, shown, low=low, high=high, unit=unit)
        return [None if np.isnan(value) else float(value) for value in parsed]

    def _marks(self) -> list[bool | None]:
        cells = self._texts("seen")
        words = [plain(cell) for cell in cells]
        wrong = [at for at, word in enumerate(words) if word and word not in YES | NO]
        self._add("acceptance_seen", wrong, "seen", [cells[at] for at in wrong])
        return [word in YES if word in YES | NO else None for word in words]

    def _check_sense(self, rows: tuple[FilledRow, ...]) -> None:
        """Note rows that contradict themselves, and cameras of two heights or azimuths."""
        at_row = {row: at for at, row in enumerate(self.row)}
        both = [each for each in rows if each.in_sight is False and each.measured_px]
        self._add(
            "acceptance_unseen_pixels",
            [at_row[each.row] for each in both],
            "measured_px",
            [each.place_id for each in both],
        )
        for ours, values in (
            ("measured_height_m", [each.height_m for each in rows]),
            ("measured_azimuth_deg", [each.azimuth_deg for each in rows]),
        ):
            first: dict[str, float] = {}
            apart = [
                each
                for each, value in zip(rows, values, strict=True)
                if value is not None and abs(first.setdefault(each.camera_id, value) - value) > SAME
            ]
            self._add(
                "acceptance_conflict",
                [at_row[each.row] for each in apart],
                ours,
                [each.camera_id for each in apart],
            )
