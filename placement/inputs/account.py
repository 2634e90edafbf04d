"""`Account` of an input: rows read, kept and dropped by reason, facts, notes, columns."""

from collections.abc import Mapping
from typing import Literal

import geopandas as gpd
from attrs import field, frozen

from placement.demand.weights import Match
from placement.errors import Problem
from placement.inputs.tables.headings import HEADER_KEY
from placement.register.records import CameraRecord


@frozen
class Account:
    """Counts of one input's rows, notes for its user, and the uses of its columns."""

    name: str
    """Key of the input in the plan file: streets, buildings …"""
    file: str
    """Path as the plan file writes it."""
    rows_read: int
    rows_kept: int
    dropped: Mapping[str, int] = field(factory=dict)
    """Reason (key below `dropped.` in the catalogues) → how many rows."""
    facts: Mapping[str, int] = field(factory=dict)
    """Other counts worth telling (key below `fact.`): events, heights by source …"""
    notes: tuple[Problem, ...] = ()
    """What was corrected or guessed, for the user to judge; never silent."""
    columns: Mapping[str, tuple[str, ...]] = field(factory=dict)
    """Column of the file → our columns read from it; empty where read under its own name."""
    unused: tuple[str, ...] = ()
    """Columns of the file that were not read."""
    of: Literal["rows", "cells"] = "rows"
    """What is counted: rows of a table, or cells of the run's grid that a raster fills."""
    matches: tuple[Match, ...] = ()
    """Type by type, which weight its events got; empty where nothing is weighted."""


@frozen(eq=False)
class Reading:
    """A table in the working system, and its account."""

    table: gpd.GeoDataFrame
    account: Account
    source_rows: tuple[int, ...] = ()
    """Row of the file behind each row of the table; empty where the reader does not tell."""
    records: tuple[CameraRecord, ...] = ()
    """Of a town's register of cameras: what it says of each beside its place and view."""

    def __attrs_post_init__(self) -> None:
        self.table.attrs.pop(HEADER_KEY, None)  # the file's columns are no part of our table
