"""`CameraRecord`: what a town's register says of one camera beside its place; what is wrong."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from attrs import evolve, field, frozen

from placement.register.dated import DatedEntry, one_line
from placement.register.states import State, may_follow
from placement.texts import plain

TOWN = re.compile(
    r"(?:(?:statutarni |kralovske |hlavni )?(?:mesto|obec|mestys)"
    r"|(?:the )?(?:town|city|municipality))(?: .*)?"
)
"""Owners, plain, that are the town itself: no consent but its own is needed."""


@frozen
class Change:
    """That a camera came to a state on a day."""

    day: date
    state: State
    note: str = ""
    word: str = field(default="", eq=False)
    """The state as the register writes it; empty: as it is called here."""

    def in_words(self, word: str) -> "Change":
        """Return the change with the state as a register writes it."""
        return evolve(self, word=word)

    @property
    def entry(self) -> DatedEntry:
        """The change as a list has it."""
        return DatedEntry(self.day, self.word or self.state, self.note)


@frozen
class Fault:
    """Something wrong with a record: a problem's kind, the column, and what stands there."""

    kind: str
    column: str
    cell: str


@frozen
class CameraRecord:
    """What the register says of one camera."""

    camera_id: str
    point_id: str
    row: int
    """Of the file; 0 for one that no file has yet."""
    changes: tuple[Change, ...]
    """Its states, the first one first; never empty."""
    consents: tuple[DatedEntry, ...] = ()
    """Day, who, and to what."""
    owner: str = ""
    """Of what it hangs on."""
    note: str = ""
    photos: tuple[str, ...] = ()
    """Names of files, from the register's folder."""
    unwritten: bool = False
    """Whether the last change stands in the columns of state and day only, not in the history."""

    @property
    def state(self) -> State:
        """The state it is in."""
        return self.changes[-1].state

    @property
    def since(self) -> date:
        """The day on which it came to its state."""
        return self.changes[-1].day

    @property
    def is_on_the_towns_own(self) -> bool:
        """Whether what it hangs on is said to be the town's."""
        return TOWN.fullmatch(plain(self.owner)) is not None

    def with_change(self, change: Change) -> "CameraRecord":
        """Return the record with one more change; what was before stays."""
        change = evolve(change, note=one_line(change.note))
        return evolve(self, changes=(*self.changes, change))

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong: states that may not follow, days out of order, no consent."""
        first = self.changes[0]
        if not may_follow(first.state, None):
            yield Fault("register_first", "history", str(first.entry))
        for before, after in pairwise(self.changes):
            cell = f"{before.entry} → {after.entry}"
            if after.day < before.day:
                yield Fault("register_order", "history", cell)
            if not may_follow(after.state, before.state):
                yield Fault("register_transition", "history", cell)
        yield from self._without_consent()

    def _without_consent(self) -> Iterator[Fault]:
        """Yield that it was built on what is not the town's before anybody consented."""
        built = [change.day for change in self.changes if change.state == "built"]
        if not built or self.is_on_the_towns_own:
            return
        if not self.consents:
            yield Fault("register_no_consent", "consents", self.camera_id)
        elif min(consent.day for consent in self.consents) > built[0]:
            first = min(self.consents, key=lambda consent: consent.day)
            yield Fault("register_late_consent", "consents", f"{first.day} > {built[0]}")
