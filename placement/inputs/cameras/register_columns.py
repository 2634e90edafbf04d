"""What a town's register says beside its list of cameras: state, dates, consents, history, photos.

Columns are found by their headings in either language, wherever they stand. Everything that is
wrong comes at once, with the rows and the heading as the file has it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PureWindowsPath

import geopandas as gpd
import pandas as pd

from placement.errors import Problem
from placement.inputs.cameras.vocabulary import state_of
from placement.inputs.layers.features import Features
from placement.inputs.tables.columns import column_by_name, headings_of, text_column
from placement.inputs.tables.header import NOT_OF_THE_FILE, header_of
from placement.inputs.tables.row_notes import row_problem
from placement.inputs.times.local_time import local_times
from placement.register.dated import BETWEEN_NAMES, DatedEntry, entries
from placement.register.records import CameraRecord, Change, Fault

COLUMNS = ("status_date", "owner", "consents", "note", "photos", "history")
"""Beside `status`, which lists of cameras have too; their headings are `register.column.…`."""
DAYS = ("time", "date")
"""Precisions of a moment that tell its day."""


def headings(name: str) -> tuple[str, ...]:
    """Return the headings that a column of the register has, in every language and for programs."""
    return (name, *headings_of(f"register.column.{name}"))


def columns_in(names: list[str]) -> dict[str, str]:
    """Return our column → the file's, of those that only a register has."""
    pairs = ((ours, column_by_name(names, headings(ours))) for ours in COLUMNS)
    return {ours: theirs for ours, theirs in pairs if theirs is not None}


def records_of(
    features: Features, text: Mapping[str, pd.Series], ours: Mapping[str, str]
) -> tuple[list[CameraRecord | None], list[Problem]]:
    """Return the record of each row, None where it has no usable one, and all problems.

    Parameters
    ----------
    features
        Rows of the file.
    text
        Columns `camera_id`, `point_id` and `status` of these rows, as they stand in the file.
    ours
        Our names of these columns → the file's.
    """
    reader = _Reader(features, text, ours)
    records = [reader.record(at) for at in range(len(features.frame))]
    return records, list(reader.problems())


class _Reader:
    """Reads records row by row and collects what is wrong with them."""

    def __init__(
        self, features: Features, text: Mapping[str, pd.Series], ours: Mapping[str, str]
    ) -> None:
        frame, header = features.frame, header_of(features.frame)
        names = [str(name) for name in frame.columns if name not in NOT_OF_THE_FILE]
        self.columns = {**ours, **columns_in(names)}
        for name in COLUMNS:
            if name in self.columns:
                header.take(self.columns[name], name)
        self.file, self.folder = features.file, features.path.resolve().parent
        self.rows = frame["source_row"].tolist()
        self.texts = {name: text_column(frame, self.columns.get(name)).tolist() for name in COLUMNS}
        for name in ("camera_id", "point_id", "status"):
            self.texts[name] = text[name].tolist()
        self.days = self._days(frame)
        self.faults: dict[tuple[str, str], list[tuple[int, str]]] = {}

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each kind of fault, with its rows and cells."""
        for (kind, name), places in self.faults.items():
            yield row_problem(
                kind,
                [row for row, _ in places],
                file=self.file,
                column=self.columns.get(name, name),
                cells=[cell for _, cell in places],
            )

    def record(self, at: int) -> CameraRecord | None:
        """Return the record of a row, None where its state or history cannot be told."""
        cell = {name: texts[at] for name, texts in self.texts.items()}
        if not cell["camera_id"]:
            self._add(at, Fault("register_no_id", "camera_id", cell["point_id"]))
        changes, unwritten = self._changes(at, cell)
        consents = tuple(self._entries(at, "consents", "register_consent"))
        photos = self._photos(at, cell["photos"])
        if not changes:
            return None
        record = CameraRecord(
            camera_id=cell["camera_id"],
            point_id=cell["point_id"],
            row=self.rows[at],
            changes=changes,
            consents=consents,
            owner=cell["owner"],
            note=cell["note"],
            photos=photos,
            unwritten=unwritten,
        )
        for fault in record.faults():
            self._add(at, fault)
        return record

    def _changes(self, at: int, cell: Mapping[str, str]) -> tuple[tuple[Change, ...], bool]:
        """Return the changes of a row, with the one that only the columns of state tell."""
        history = [
            self._change(at, entry) for entry in self._entries(at, "history", "register_history")
        ]
        changes = tuple(change for change in history if change is not None)
        state, day = state_of(cell["status"]), self.days[at]
        if state is None:
            kind = "register_state_unknown" if cell["status"] else "register_no_state"
            self._add(at, Fault(kind, "status", cell["status"]))
            return (), False
        last = changes[-1] if changes else None
        if last is not None and last.state == state:
            if day not in (None, last.day):
                self._add(at, Fault("register_day_apart", "status_date", f"{day} ≠ {last.entry}"))
            return changes, False
        if len(changes) < len(history):
            return changes, False  # what the history cannot tell is a fault of its own
        if day is None or (last is not None and day == last.day):
            self._add(at, Fault("register_no_day", "status_date", cell["status"]))
            return changes, False
        return (*changes, Change(day, state, word=cell["status"])), True

    def _change(self, at: int, entry: DatedEntry) -> Change | None:
        state = state_of(entry.what)
        if state is None:
            self._add(at, Fault("register_history", "history", str(entry)))
            return None
        return Change(entry.day, state, entry.rest, word=entry.what)

    def _entries(self, at: int, name: str, kind: str) -> Iterator[DatedEntry]:
        for entry in entries(self.texts[name][at]):
            if isinstance(entry, DatedEntry):
                yield entry
            else:
                self._add(at, Fault(kind, name, entry))

    def _days(self, frame: pd.DataFrame) -> list[date | None]:
        """Return the day in the column of the state's date; None where none can be told."""
        cells = text_column(frame, self.columns.get("status_date"))
        times, _ = local_times(cells, rows=frame["source_row"], file=self.file)
        return [
            when.date() if precision in DAYS else None
            for when, precision in zip(times.when, times.precision, strict=True)
        ]

    def _photos(self, at: int, cell: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in BETWEEN_NAMES.split(cell) if name.strip())
        for name in names:
            if not _is_below(name):
                self._add(at, Fault("register_photo_place", "photos", name))
            elif not (self.folder / name).is_file():
                self._add(at, Fault("register_photo", "photos", name))
        return names

    def _add(self, at: int, fault: Fault) -> None:
        key = (fault.kind, fault.column)
        self.faults.setdefault(key, []).append((int(self.rows[at]), fault.cell))


def _is_below(name: str) -> bool:
    """Return whether a name is one of a file below the folder, on every system."""
    path = PureWindowsPath(name)
    return not (path.anchor or ".." in path.parts or "\x00" in name or Path(name).is_absolute())


def with_states(
    table: gpd.GeoDataFrame, records: Sequence[CameraRecord | None]
) -> gpd.GeoDataFrame:
    """Return cameras with their `state`, empty where it cannot be told; only one works or not."""
    states = ["" if record is None else record.state for record in records]
    status = ["out of service" if state == "out of service" else "in service" for state in states]
    return table.assign(state=states, status=status)
