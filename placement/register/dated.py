"""Dated entries in one cell of a list: `2026-05-02 agreed: contract 12; 2026-06-01 visited`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from placement.texts import plain

DAY = (
    r"(?:(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"|(?P<d>\d{1,2})\.\s*(?P<m>\d{1,2})\.\s*(?P<y>\d{4}))(?:\s+0?0:00(?::00)?)?"
)
"""A day as ISO 8601 or as Czech has it; a spreadsheet may put midnight behind."""
ENTRY = re.compile(DAY + r"[\s,:]*(?P<words>.*)", re.DOTALL)
BETWEEN = re.compile(r"\s*[;|\n\r]+\s*(?=\d{4}-\d|\d{1,2}\.\s*\d{1,2}\.\s*\d{4})")
"""Between two entries: a sign that a day follows. One without a day behind is the entry's own."""
BETWEEN_NAMES = re.compile(r"[;|\n\r]+")
"""Between the names of files."""
ENDS = " \t\r\n;|"


@frozen
class DatedEntry:
    """A day and what is said of it: what comes before the first colon, and the rest."""

    day: date
    what: str
    rest: str = ""

    def __str__(self) -> str:
        """Return the entry as a list has it."""
        return f"{self.day.isoformat()} {self.what}{f': {self.rest}' if self.rest else ''}"


def entries(cell: str) -> Iterator[DatedEntry | str]:
    """Yield the entries of a cell in their order; a part that is none comes as it stands."""
    for part in BETWEEN.split(cell.strip(ENDS)):
        if part.strip(ENDS):
            entry = _entry(part.strip(ENDS))
            yield part if entry is None else entry


def cell_of(parts: Iterable[object]) -> str:
    """Return the cell that entries are written into."""
    return "; ".join(str(part) for part in parts)


def one_line(words: str) -> str:
    """Return words that cannot be taken for several entries."""
    return " ".join(words.replace(";", ",").replace("|", ",").split())


def _entry(part: str) -> DatedEntry | None:
    match = ENTRY.fullmatch(part)
    if match is None or not plain(match["words"]):
        return None
    numbers = (match[a] or match[b] for a, b in (("year", "y"), ("month", "m"), ("day", "d")))
    try:
        day = date(*(int(number) for number in numbers))
    except ValueError:
        return None
    what, _, rest = match["words"].partition(":")
    return DatedEntry(day, what.strip(), rest.strip(ENDS))
