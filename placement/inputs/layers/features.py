"""`Features`: the rows of one layer on their way to a table, and what became of the others."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from attrs import Factory, evolve, field, frozen
from numpy.typing import ArrayLike

from placement.errors import InputError, Problem
from placement.inputs.account import Account
from placement.inputs.tables.header import Header, bound, header_of
from placement.inputs.tables.row_notes import listed
from placement.texts import counted


@frozen(eq=False)
class Features:
    """A frame whose `source_row` says which row of the file each of its rows comes from.

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
    """Columns of the file, and what was taken of them; every frame of the features carries it."""

    def __attrs_post_init__(self) -> None:
        bound(self.frame, self.header)

    @property
    def file(self) -> str:
        """Name of the file, as messages and accounts give it."""
        return self.path.name

    def without(self, gone: ArrayLike, reason: str) -> "Features":
        """Return those where `gone` is false; rows of the file that vanish count under `reason`."""
        mask = np.asarray(gone, dtype=bool)
        if not mask.any():
            return self
        kept = self.frame[~mask].reset_index(drop=True)
        lost = self.frame["source_row"].nunique() - kept["source_row"].nunique()
        dropped = {**self.dropped, reason: self.dropped.get(reason, 0) + int(lost)}
        return evolve(self, frame=kept, dropped={key: n for key, n in dropped.items() if n})

    def within(self, area: shapely.Geometry | None) -> "Features":
        """Return those that touch an area of the working system; None keeps all."""
        if area is None or self.frame.empty:
            return self
        shapely.prepare(area)
        outside = ~shapely.intersects(area, np.asarray(self.frame.geometry.array))
        kept = self.without(outside, "outside_area")
        return kept.noting("all_outside", n=self.rows_read) if outside.all() else kept

    def noting(self, kind: str, *, column: str = "", **values: object) -> "Features":
        """Return the same with one more note about this file."""
        note = Problem(kind, self.file, column=column, values=values)
        return evolve(self, notes=(*self.notes, note))

    def noting_rows(self, kind: str, which: ArrayLike, *, column: str = "") -> "Features":
        """Return the same with a note about some rows (`n`, first `rows`), if there are any."""
        numbers = self.frame.loc[np.asarray(which, dtype=bool), "source_row"].unique()
        if len(numbers) == 0:
            return self
        return self.noting(kind, column=column, n=len(numbers), rows=listed(numbers))

    def with_frame(self, frame: gpd.GeoDataFrame) -> "Features":
        """Return the same fate with another frame, which must have `source_row` too."""
        return evolve(self, frame=frame)

    def refuse_empty(self) -> "Features":
        """Return the same, or raise if no row of the file is left.

        Raises
        ------
        InputError
            If nothing is left; the message counts the reasons.
        """
        if self.frame.empty:
            values = {"n": self.rows_read, "reasons": counted("dropped", self.dropped)}
            raise InputError(Problem("nothing_left", self.file, values=values))
        return self

    def account(self, *, facts: Mapping[str, int] | None = None) -> Account:
        """Return what became of the rows of the file."""
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
        """Return what a reader of the file should know of its columns."""
        said = [("column_near", near.theirs, {"ours": near.ours}) for near in self.header.near()]
        said += [
            ("column_rival", two.other, {"ours": two.ours, "taken": two.theirs})
            for two in self.header.ambiguous()
        ]
        said += [
            ("column_converted", one.theirs, {"ours": one.ours, "unit": one.unit})
            for one in self.header.converted()
        ]
        return [
            Problem(kind, self.file, column=name, values={"column": name, **values})
            for kind, name, values in said
        ]
