"""`Header`: the columns of one file, and which of ours its reader read from each of them."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Self

import pandas as pd
from attrs import Factory, define, frozen

from placement.inputs.tables.headings import HEADER_KEY, Heading, factor, heading, is_own_heading

NOT_OF_THE_FILE = ("geometry", "source_row")
HSTORE = "other_tags"
"""Column of raw OpenStreetMap, by GDAL."""
MEASURES = ("_m", "_deg")
DECISIVE = (
    "when",
    "kind",
    "model",
    "weight",
    "floors",
    "status",
    "inhabitants",
    "lon",
    "lat",
    "wkt",
)
LEAST_LIKENESS = 0.84
"""Headings this alike may be slips of each other. [-]"""


@frozen
class NearMiss:
    """An unused column whose heading resembles one of ours that the file lacks."""

    theirs: str
    ours: str


@frozen
class RivalColumns:
    """Two columns that both could be one of ours, and differ; the first was used."""

    ours: str
    theirs: str
    other: str


@frozen
class UnitConversion:
    """A column whose heading names a unit that is not ours, so that its numbers were converted."""

    theirs: str
    ours: str
    unit: str


@define(eq=False)
class Header:
    """Record of the columns of a file: which readers looked for, and which they used.

    It travels with the frame, so that unused columns can be named at the end without every
    reader recording its own.
    """

    columns: list[str]
    """Columns of the file, in its order."""
    usual_headings: dict[str, tuple[str, ...]] = Factory(dict)
    """Our column → headings it usually has."""
    uses: dict[str, list[str]] = Factory(dict)
    """Column of the file → our columns read from it; empty if read as a tag of its own name."""

    columns_satisfied: set[str] = Factory(set)
    """Ours that were read, also from columns that a reader joined from the file's."""
    rivals: list[RivalColumns] = Factory(list)

    def __deepcopy__(self, memo: object) -> Self:
        """Return itself: pandas copies `attrs` with every frame, and there is one record."""
        return self

    def seek(self, ours: str, names: Iterable[str]) -> None:
        """Note that a reader looks for a column under some headings."""
        headings = dict.fromkeys((*self.usual_headings.get(ours, ()), *names))
        self.usual_headings[ours] = tuple(headings)

    def take(self, theirs: str, ours: str = "") -> None:
        """Note that a column of the file is read, and as which of ours."""
        self.columns_satisfied.add(ours)
        name = theirs if theirs in self.columns else self._column_ignoring_case(theirs)
        if name is None:
            return
        uses = self.uses.setdefault(name, [])
        if ours and ours not in uses:
            uses.append(ours)

    def add(self, columns: Iterable[str]) -> None:
        """Note columns inside a column, such as the tags of `other_tags`."""
        self.columns.extend(name for name in columns if name not in self.columns)

    @property
    def used(self) -> Mapping[str, tuple[str, ...]]:
        """Column of the file → our columns read from it, in the file's order."""
        return {name: tuple(self.uses[name]) for name in self.columns if name in self.uses}

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns of the file that no reader has read."""
        return tuple(name for name in self.columns if name not in self.uses)

    def near_misses(self) -> tuple[NearMiss, ...]:
        """Return unused columns whose headings resemble ours that the file seems to lack."""
        missing = {
            ours: names
            for ours, names in self.usual_headings.items()
            if ours not in self.columns_satisfied
        }
        if HSTORE in self.columns:
            return ()  # tags have names of their own, which readers know
        rivals = {pair.other for pair in self.unused_rivals()}
        rivals |= {name for name in self.unused if is_own_heading(name)}  # spelt as they should be
        unused = [name for name in self.unused if name not in rivals]
        pairs = ((theirs, _nearest(theirs, missing)) for theirs in unused)
        return tuple(NearMiss(theirs, ours) for theirs, ours in pairs if ours is not None)

    def factor(self, theirs: str) -> float:
        """Return by what the numbers of a column are to be multiplied, for its heading's unit."""
        factors = [factor(theirs, ours=ours) for ours in self.uses.get(theirs, ())]
        return next((each for each in factors if each != 1.0), 1.0)

    def conversions(self) -> tuple[UnitConversion, ...]:
        """Return the columns whose numbers were converted."""
        return tuple(
            UnitConversion(theirs, ours, heading(theirs).unit)
            for theirs, uses in self.uses.items()
            for ours in uses
            if factor(theirs, ours=ours) != 1.0
        )

    def unused_rivals(self) -> tuple[RivalColumns, ...]:
        """Return the columns that could have been one of ours and are nothing else."""
        return tuple(pair for pair in self.rivals if pair.other not in self.uses)

    def _column_ignoring_case(self, theirs: str) -> str | None:
        folded = theirs.casefold()
        return next((name for name in self.columns if name.casefold() == folded), None)


def is_decisive(ours: str) -> bool:
    """Return whether one of ours is more than a label, so that rivals of its column matter."""
    return ours.endswith(MEASURES) or ours in DECISIVE


def header_of(frame: pd.DataFrame) -> Header:
    """Return the header a frame carries, or a new one of its columns, which it then carries."""
    header = frame.attrs.get(HEADER_KEY)
    if isinstance(header, Header):
        return header
    return attach_header(frame, Header([str(c) for c in frame.columns if c not in NOT_OF_THE_FILE]))


def attach_header(frame: pd.DataFrame, header: Header) -> Header:
    """Attach a header to a frame, and return the header."""
    frame.attrs[HEADER_KEY] = header
    return header


def _nearest(theirs: str, open_to: Mapping[str, Sequence[str]]) -> str | None:
    """Return which of ours a heading resembles, or None."""
    mine = heading(theirs)
    ranked = [
        (max(_likeness(mine, heading(name), ours=ours) for name in (ours, *names)), ours)
        for ours, names in open_to.items()
    ]
    best, ours = max(ranked, default=(0.0, ""), key=lambda pair: pair[0])
    return ours if best >= LEAST_LIKENESS else None


def _likeness(mine: Heading, usual: Heading, *, ours: str) -> float:
    """Return the likeness of two headings; shortened words, and words beside them, count. [-]"""
    if not mine.words or not usual.words:
        return 0.0
    if mine.words == usual.words:
        return 1.0
    if len(mine.words) == len(usual.words) and all(map(_abbreviates, mine.words, usual.words)):
        return 0.95
    inside = set(usual.words) <= set(mine.words) if is_decisive(ours) else False
    begins = mine.words[: len(usual.words)] == usual.words
    if all(len(word) > 3 for word in usual.words) and (inside or begins):
        return 0.9 + 0.01 * len(usual.words)
    whole, other = " ".join(mine.words), " ".join(usual.words)
    if min(len(whole), len(other)) < 5 or abs(len(whole) - len(other)) > 2:
        return 0.0
    return SequenceMatcher(None, whole, other).ratio()


def _abbreviates(mine: str, usual: str) -> bool:
    return mine == usual or (3 <= len(mine) < len(usual) and usual.startswith(mine))
