"""`Header`: the columns of one file, and which of them its reader took for which of ours."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Self

import pandas as pd
from attrs import Factory, define, frozen

from placement.inputs.tables.headings import Heading, factor, heading

KEY = "header"
"""Where a frame carries its header, in `attrs`."""
NOT_OF_THE_FILE = ("geometry", "source_row")
HSTORE = "other_tags"
"""Column of raw OpenStreetMap, by GDAL."""
MEASURES = ("_m", "_deg")
JUDGED = ("when", "kind", "model", "weight", "floors", "status", "inhabitants", "lon", "lat", "wkt")
ALIKE = 0.84
"""Headings this alike may be slips of each other. [-]"""


@frozen
class Near:
    """A column that was not used and reads much like one of ours that was not found."""

    theirs: str
    ours: str


@frozen
class Rivals:
    """Two columns that both could be one of ours, and differ; the first was taken."""

    ours: str
    theirs: str
    other: str


@frozen
class Converted:
    """A column whose heading names a unit that is not ours, so that its numbers were converted."""

    theirs: str
    ours: str
    unit: str


@define(eq=False)
class Header:
    """A recorder: whoever looks for a column, or takes its values, leaves word of it here.

    It travels with the frame, so that a column which no reader has taken can be named at the end
    without every reader keeping books of its own.
    """

    columns: list[str]
    """Columns of the file, in its order."""
    sought: dict[str, tuple[str, ...]] = Factory(dict)
    """Our column → names it is known by."""
    taken: dict[str, list[str]] = Factory(dict)
    """Column of the file → our columns it is; empty where it was read as a tag of its own name."""

    had: set[str] = Factory(set)
    """Ours that were found, also in columns that a reader put together from the file's."""
    rivals: list[Rivals] = Factory(list)

    def __deepcopy__(self, memo: object) -> Self:
        """Return itself: pandas copies `attrs` with every frame, and there is one book."""
        return self

    def seek(self, ours: str, names: Iterable[str]) -> None:
        """Note that a reader would have a use for a column."""
        known = dict.fromkeys((*self.sought.get(ours, ()), *names))
        self.sought[ours] = tuple(known)

    def take(self, theirs: str, ours: str = "") -> None:
        """Note that a column of the file is read, and what for."""
        self.had.add(ours)
        name = theirs if theirs in self.columns else self._alike(theirs)
        if name is None:
            return
        uses = self.taken.setdefault(name, [])
        if ours and ours not in uses:
            uses.append(ours)

    def add(self, columns: Iterable[str]) -> None:
        """Note columns inside a column, such as the tags of `other_tags`."""
        self.columns.extend(name for name in columns if name not in self.columns)

    @property
    def used(self) -> Mapping[str, tuple[str, ...]]:
        """Column of the file → what it was taken for, in the file's order."""
        return {name: tuple(self.taken[name]) for name in self.columns if name in self.taken}

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns of the file that nobody has read."""
        return tuple(name for name in self.columns if name not in self.taken)

    def near(self) -> tuple[Near, ...]:
        """Return unused columns that read like one of ours which the file seems to lack."""
        open_to = {ours: names for ours, names in self.sought.items() if ours not in self.had}
        if HSTORE in self.columns:
            return ()  # tags have names of their own, which readers know
        told = {pair.other for pair in self.ambiguous()}
        left = [name for name in self.unused if name not in told]
        pairs = ((theirs, _nearest(theirs, open_to)) for theirs in left)
        return tuple(Near(theirs, ours) for theirs, ours in pairs if ours is not None)

    def factor(self, theirs: str) -> float:
        """Return by what the numbers of a column are to be multiplied, for its heading's unit."""
        factors = [factor(theirs, ours=ours) for ours in self.taken.get(theirs, ())]
        return next((each for each in factors if each != 1.0), 1.0)

    def converted(self) -> tuple[Converted, ...]:
        """Return the columns whose numbers were converted."""
        return tuple(
            Converted(theirs, ours, heading(theirs).unit)
            for theirs, uses in self.taken.items()
            for ours in uses
            if factor(theirs, ours=ours) != 1.0
        )

    def ambiguous(self) -> tuple[Rivals, ...]:
        """Return the columns that could have been one of ours and are nothing else."""
        return tuple(pair for pair in self.rivals if pair.other not in self.taken)

    def _alike(self, theirs: str) -> str | None:
        folded = theirs.casefold()
        return next((name for name in self.columns if name.casefold() == folded), None)


def is_judged(ours: str) -> bool:
    """Return whether it matters which of several columns one of ours is: more than a label."""
    return ours.endswith(MEASURES) or ours in JUDGED


def header_of(frame: pd.DataFrame) -> Header:
    """Return the header a frame carries, or a new one of its columns, which it then carries."""
    known = frame.attrs.get(KEY)
    if isinstance(known, Header):
        return known
    return bound(frame, Header([str(c) for c in frame.columns if c not in NOT_OF_THE_FILE]))


def bound(frame: pd.DataFrame, header: Header) -> Header:
    """Let a frame carry a header; return the header."""
    frame.attrs[KEY] = header
    return header


def _nearest(theirs: str, open_to: Mapping[str, Sequence[str]]) -> str | None:
    """Return which of ours a heading reads like, or None."""
    mine = heading(theirs)
    ranked = [
        (max(_likeness(mine, heading(name), ours=ours) for name in (ours, *names)), ours)
        for ours, names in open_to.items()
    ]
    best, ours = max(ranked, default=(0.0, ""), key=lambda pair: pair[0])
    return ours if best >= ALIKE else None


def _likeness(mine: Heading, known: Heading, *, ours: str) -> float:
    """Return how alike two headings are: words cut short or with words beside them count. [-]"""
    if not mine.words or not known.words:
        return 0.0
    if mine.words == known.words:
        return 1.0
    if len(mine.words) == len(known.words) and all(map(_cut, mine.words, known.words)):
        return 0.95
    inside = set(known.words) <= set(mine.words) if is_judged(ours) else False
    begins = mine.words[: len(known.words)] == known.words
    if all(len(word) > 3 for word in known.words) and (inside or begins):
        return 0.9 + 0.01 * len(known.words)
    whole, other = " ".join(mine.words), " ".join(known.words)
    if min(len(whole), len(other)) < 5 or abs(len(whole) - len(other)) > 2:
        return 0.0
    return SequenceMatcher(None, whole, other).ratio()


def _cut(mine: str, known: str) -> bool:
    return mine == known or (3 <= len(mine) < len(known) and known.startswith(mine))
