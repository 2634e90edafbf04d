"""`Store`: answers by key in one SQLite file; trouble with it loses answers, never a plan.

SQLite gives what would else be written by hand: several runs at once, a killed run that leaves the
file as it was, one query for thousands of keys. Each answer carries a checksum of key and content,
for SQLite has none; a damaged file of ours is cleared, a file of somebody else is left alone.
"""

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import define, field

from placement.memory.version import version

FILE = "sights.sqlite"
LIMIT_BYTES = 1 << 29
"""What the file may grow to before its oldest answers go: half a gigabyte."""
APPLICATION = 0x504C4143
"""Who wrote the file, in SQLite's header: "PLAC"."""
LAYOUT = 1
"""Raised when the table changes."""
HEADER = b"SQLite format 3\0"
APPLICATION_AT = 68
WAIT_S = 2.0
"""So long another run may hold the file. [s]"""
CHECK_BYTES = 8
EVICTED_AT_ONCE = 200


class _ForeignError(Exception):
    """The file is not ours."""


@define(eq=False)
class Store:
    """Answers that outlive a run, in a folder."""

    folder: Path
    limit_bytes: int = LIMIT_BYTES
    code: bytes = field(factory=version)
    """Which code the answers come from; those of other code are not seen."""
    asked: int = 0
    reused: int = 0
    """How many answers were asked for, and how many were there."""
    troubles: list[str] = field(factory=list)
    """Keys below `cache.trouble.` in the catalogues."""

    @property
    def file(self) -> Path:
        """The one file."""
        return self.folder / FILE

    def recall(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the answers that are known and whole."""
        self.asked += len(keys)
        found: dict[bytes, bytes] = {}
        with self._watched():
            if self.file.exists():
                with self._opened() as database:
                    found = self._read(database, keys)
        self.reused += sum(key in found for key in keys)
        return found

    def keep(self, answers: Mapping[bytes, bytes]) -> None:
        """Remember answers; the oldest go where there is no room."""
        with self._watched():
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._opened() as database:
                database.execute("BEGIN IMMEDIATE")
                _make_table(database)
                rows = self._fitting(answers)
                _evict(database, self.limit_bytes - sum(len(value) for _, value in rows))
                database.executemany("INSERT OR REPLACE INTO looks VALUES (?, ?)", rows)
                database.execute("COMMIT")

    def _read(self, database: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        if not _has_table(database):
            return {}
        database.execute("CREATE TEMP TABLE asked (key BLOB PRIMARY KEY) WITHOUT ROWID")
        names = sorted({(self.code + key,) for key in keys})
        database.executemany("INSERT INTO asked VALUES (?)", names)
        rows = database.execute("SELECT key, value FROM looks JOIN asked USING (key)")
        found, damaged = {}, 0
        for name, value in rows:
            if isinstance(value, bytes) and value[:CHECK_BYTES] == _check(
                name, value[CHECK_BYTES:]
            ):
                found[name[len(self.code) :]] = value[CHECK_BYTES:]
            else:
                damaged += 1
        if damaged:
            self.troubles.append("damaged")
        return found

    def _fitting(self, answers: Mapping[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        """Return rows to write, as many as the file may hold at all."""
        rows: list[tuple[bytes, bytes]] = []
        room = self.limit_bytes
        for key, answer in answers.items():
            name = self.code + key
            row = (name, _check(name, answer) + answer)
            room -= len(row[1])
            if room < 0:
                self.troubles.append("small")
                break
            rows.append(row)
        return rows

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(self.file, timeout=WAIT_S, isolation_level=None)
        try:
            # A power cut may then damage the file; a damaged one is found and cleared.
            database.execute("PRAGMA synchronous = OFF")
            database.execute("PRAGMA temp_store = MEMORY")
            (found,) = database.execute("PRAGMA application_id").fetchone()
            (tables,) = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if found != APPLICATION and (found or tables):
                raise _ForeignError
            yield database
        finally:
            database.close()

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """Turn whatever is wrong with the file into a word about it."""
        try:
            yield
        except _ForeignError:
            self.troubles.append("foreign")
        except sqlite3.OperationalError:
            self.troubles.append("unusable")
        except sqlite3.Error:
            self.troubles.append("damaged" if self._cleared() else "foreign")
        except (OSError, ValueError):
            self.troubles.append("unusable")

    def _cleared(self) -> bool:
        """Remove a damaged file if it is ours; return whether it is."""
        try:
            with self.file.open("rb") as stream:
                head = stream.read(100)
            ours = head[APPLICATION_AT : APPLICATION_AT + 4] == APPLICATION.to_bytes(4, "big")
            if ours and head.startswith(HEADER):
                self.file.unlink()
                self.file.with_name(f"{FILE}-journal").unlink(missing_ok=True)
                return True
        except OSError:
            pass
        return False


def _has_table(database: sqlite3.Connection) -> bool:
    (layout,) = database.execute("PRAGMA user_version").fetchone()
    return bool(layout == LAYOUT)


def _make_table(database: sqlite3.Connection) -> None:
    if not _has_table(database):
        database.execute("DROP TABLE IF EXISTS looks")
        database.execute("CREATE TABLE looks (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {LAYOUT}")


def _evict(database: sqlite3.Connection, most_bytes: int) -> None:
    """Remove the oldest answers until what is left takes at most so much."""
    oldest = "DELETE FROM looks WHERE rowid IN (SELECT rowid FROM looks ORDER BY rowid LIMIT ?)"
    while _used_bytes(database) > most_bytes:
        if not database.execute(oldest, (EVICTED_AT_ONCE,)).rowcount:
            return


def _used_bytes(database: sqlite3.Connection) -> int:
    pages, free, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _check(name: bytes, answer: bytes) -> bytes:
    return hashlib.blake2b(answer, key=name, digest_size=CHECK_BYTES).digest()
