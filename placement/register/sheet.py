"""`RegisterSheet`: the table of a register as its town keeps it, changed only where needed.

Columns of the town's own, their headings, the order of rows and columns, and how numbers are
written all stay.
"""

from collections.abc import Mapping
from typing import Self

from attrs import evolve, field, frozen

from placement.texts import Language

GEOMETRY = "geometry"
"""Key of the point in a row of a layer."""
Row = Mapping[str, object]
"""Heading → cell; what a row lacks is empty."""


@frozen
class RegisterSheet:
    """A table of cameras in the headings and the form of its file."""

    headings: tuple[str, ...]
    columns: Mapping[str, str]
    """Our name of a column → its heading."""
    rows: tuple[Row, ...] = field(converter=tuple[Row, ...])
    """Cells are texts in a table; in a layer what the file has."""
    language: Language
    """Of headings and words."""
    layer: str = ""
    """Name of the layer that it is of a GeoPackage; empty: it is a table."""
    crs: str = ""
    """System of that layer's points."""

    @property
    def camera_ids(self) -> list[str]:
        """Identifiers of its rows."""
        return [str(row.get(self.columns["camera_id"], "")) for row in self.rows]

    def with_column(self, name: str, heading: str) -> Self:
        """Return the sheet with a column, empty if it is new."""
        if name in self.columns:
            return self
        columns = {**self.columns, name: heading}
        return evolve(self, headings=(*self.headings, heading), columns=columns)

    def with_cells(self, camera_id: str, cells: Row) -> Self:
        """Return the sheet with other cells of a camera; `cells` by our names of columns."""
        at = self.camera_ids.index(camera_id)
        row = {**self.rows[at], **self._theirs(cells)}
        return evolve(self, rows=(*self.rows[:at], row, *self.rows[at + 1 :]))

    def with_row(self, cells: Row) -> Self:
        """Return the sheet with one more camera below; `cells` by our names of columns."""
        return evolve(self, rows=(*self.rows, self._theirs(cells)))

    def _theirs(self, cells: Row) -> dict[str, object]:
        """Return cells by headings, those of which the sheet has no column left out."""
        columns = {**self.columns, **({GEOMETRY: GEOMETRY} if self.layer else {})}
        return {columns[name]: cell for name, cell in cells.items() if name in columns}
