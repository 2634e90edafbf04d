"""`Features`: the rows of one file, and counts of those dropped by reason."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from attrs import Factory, evolve, field, frozen
from numpy.typing import ArrayLike

from placement.errors import CrsError, InputError, Problem
from placement.inputs.account import Account
from placement.inputs.tables.header import Header, attach_header, header_of
from placement.inputs.tables.row_notes import first_few
from placement.texts import count_phrases


@frozen(eq=False)
class Features:
    """A frame with the row of the file of each of its rows in `source_row`, and counts of others.

    One row of the file may have become several here (parts of a multi-part geometry); it counts as
    dropped when none of them is left.
    """

    frame: gpd.GeoDataFrame
    name: str
    """Key of the input in the plan file."""
    path: Path
    rows_read: int
    dropped: Mapping[str, int] = field(factory=dict)
    notes: tuple[Problem, ...] = ()
    header: Header = field(
        default=Factory(lambda self: header_of(self.frame), takes_self=True), eq=False
    )
    """Columns of the file and their uses; every frame of the features carries it."""
    problems: tuple[Problem, ...] = ()
    """Why the file cannot be used: then the frame is there to find what else is wrong with it."""

    def __attrs_post_init__(self) -> None:
        attach_header(self.frame, self.header)

    @property
    def file(self) -> str:
        """Name of the file, as messages and accounts give it."""
        return self.path.name

    @contextmanager
    def telling_all(self) -> Iterator[None]:
        """Raise what is wrong with the file together with what is found to be wrong within.

        Raises
        ------
        InputError
            With all problems.
        """
        try:
            yield
        except InputError as error:
            if not self.problems or error.problems == self.problems:
                raise
            raise InputError([*self.problems, *error.problems]) from error
        self.refuse_problems()

    def refuse_problems(self) -> None:
        """Raise if the file cannot be used.

        Raises
        ------
        CrsError
            With the problems of its coordinates.
        """
        if self.problems:
            raise CrsError(self.problems)

    def without(self, which: ArrayLike, reason: str) -> "Features":
        """Return those where `which` is false; vanished rows of the file count under `reason`."""
        mask = np.asarray(which, dtype=bool)
        if not mask.any():
            return self
        remaining = self.frame[~mask].reset_index(drop=True)
        vanished = self.frame["source_row"].nunique() - remaining["source_row"].nunique()
        dropped = {**self.dropped, reason: self.dropped.get(reason, 0) + int(vanished)}
        return evolve(self, frame=remaining, dropped={key: n for key, n in dropped.items() if n})

    def within(self, area: shapely.Geometry | None) -> "Features":
        """Return those that touch an area of the working system; None keeps all."""
        if area is None or self.frame.empty:
            return self
        shapely.prepare(area)
        outside = ~shapely.intersects(area, np.asarray(self.frame.geometry.array))
        inside = self.without(outside, "outside_area")
        return inside.noting("all_outside", n=self.rows_read) if outside.all() else inside

    def noting(self, kind: str, *, column: str = "", **values: object) -> "Features":
        """Return the same with one more note about this file."""
        note = Problem(kind, self.file, column=column, values=values)
        return evolve(self, notes=(*self.notes, note))

    def noting_rows(self, kind: str, which: ArrayLike, *, column: str = "") -> "Features":
        """Return the same with a note about some rows (`n`, first `rows`), if there are any."""
        numbers = self.frame.loc[np.asarray(which, dtype=bool), "source_row"].unique()
        if len(numbers) == 0:
            return self
        return self.noting(kind, column=column, n=len(numbers), rows=first_few(numbers))

    def with_frame(self, frame: gpd.GeoDataFrame) -> "Features":
        """Return the same counts and notes with another frame, which must have `source_row` too."""
        return evolve(self, frame=frame)

    def refuse_empty(self) -> "Features":
        """Return the same, or raise if no row of the file is left.

        Raises
        ------
        InputError
            If nothing is left; the message counts the reasons.
        """
        if self.frame.empty:
            values = {"n": self.rows_read, "reasons": count_phrases("dropped", self.dropped)}
            raise InputError(Problem("nothing_left", self.file, values=values))
        return self

    def account(self, *, facts: Mapping[str, int] | None = None) -> Account:
        """Return the account of the file: rows read, kept and dropped, notes, columns used.

        Raises
        ------
        CrsError
            If the file cannot be used.
        """
        self.refuse_problems()
        return Account(
            name=self.name,
            file=self.file,
            rows_read=self.rows_read,
            rows_kept=int(self.frame["source_row"].nunique()),
            dropped=self.dropped,
            facts=facts or {},
            notes=(*self.notes, *self._column_notes()),
            columns=self.header.used,
            unused=self.header.unused,
        )

    def _column_notes(self) -> list[Problem]:
        """Return notes on columns: near misses, rivals and converted units."""
        notes = [
            ("column_near", near.theirs, {"ours": near.ours}) for near in self.header.near_misses()
        ]
        notes += [
            ("column_rival", two.other, {"ours": two.ours, "taken": two.theirs})
            for two in self.header.unused_rivals()
        ]
        notes += [
            ("column_converted", one.theirs, {"ours": one.ours, "unit": one.unit})
            for one in self.header.conversions()
        ]
        return [
            Problem(kind, self.file, column=name, values={"column": name, **values})
            for kind, name, values in notes
        ]
