"""The store: what it keeps, and that trouble with it loses answers only."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from placement.memory import Store
from placement.memory import store as room
from placement.memory.place import VARIABLE, default_folder

ANSWERS = {bytes([n]) * 16: bytes([n]) * 1000 for n in range(50)}
KEYS = list(ANSWERS)


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    """Return a store that holds the answers."""
    store = Store(tmp_path / "deep" / "folder")
    store.keep(ANSWERS)
    assert store.troubles == []
    return store


def test_what_was_kept_is_recalled_by_another_run(kept):
    """And counted; what was never kept is not there."""
    later = Store(kept.folder)

    assert later.recall([*KEYS, b"?" * 16]) == ANSWERS
    assert (later.asked, later.reused, later.troubles) == (51, 50, [])


def test_answers_of_other_code_are_not_seen(kept):
    """A store of other code finds nothing, and takes nothing away."""
    assert Store(kept.folder, code=b"other code 16 by").recall(KEYS) == {}
    assert Store(kept.folder).recall(KEYS) == ANSWERS


def test_nothing_is_made_where_nothing_is_kept(tmp_path):
    """Asking an empty place leaves it empty."""
    assert Store(tmp_path / "none").recall(KEYS) == {}
    assert not (tmp_path / "none").exists()


def test_the_oldest_go_first(tmp_path):
    """The file stays below its limit, and what was kept last is there."""
    store = Store(tmp_path, limit_bytes=400_000)
    for run in range(20):
        store.keep({bytes([run, n]) * 8: bytes([run]) * 1000 for n in range(50)})

        assert store.file.stat().st_size < 500_000

    found = store.recall([bytes([run, n]) * 8 for run in range(20) for n in range(50)])
    runs = {key[0] for key in found}
    assert 19 in runs
    assert 0 not in runs
    assert store.troubles == []


def test_more_than_the_limit_is_kept_in_part(tmp_path):
    """What does not fit is left out, and said."""
    store = Store(tmp_path, limit_bytes=10_000)

    store.keep(ANSWERS)

    assert 0 < len(store.recall(KEYS)) < 10
    assert store.troubles == ["small"]


def damage_bytes(file: Path) -> None:
    """Overwrite the middle of the file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 4 : len(content) // 2] = b"\xa5" * (
        len(content) // 2 - len(content) // 4
    )
    file.write_bytes(content)


def cut(file: Path) -> None:
    """Leave half of the file, as a full disk would."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def falsify(file: Path) -> None:
    """Change one answer without its checksum."""
    database = sqlite3.connect(file)
    with database:
        database.execute("UPDATE looks SET value = zeroblob(1008) WHERE rowid = 7")
        database.execute("UPDATE looks SET value = 'text' WHERE rowid = 8")
        database.execute("UPDATE looks SET value = 5 WHERE rowid = 9")
    database.close()


@pytest.mark.parametrize("harm", [damage_bytes, cut, falsify])
def test_a_damaged_file_gives_no_wrong_answer(kept, harm):
    """What is recalled is right, the trouble is told, and the next run keeps anew."""
    harm(kept.file)
    store = Store(kept.folder)

    found = store.recall(KEYS)

    assert found.items() <= ANSWERS.items()
    assert len(found) < len(ANSWERS)
    assert "damaged" in store.troubles
    store.keep(ANSWERS)
    assert Store(kept.folder).recall(KEYS) == ANSWERS


def not_a_database(file: Path) -> None:
    """Write a text."""
    file.write_text("my shopping list\n" * 99, encoding="utf-8")


def another_database(file: Path) -> None:
    """Write a database of another program."""
    database = sqlite3.connect(file)
    with database:
        database.execute("CREATE TABLE looks (mine)")
    database.close()


@pytest.mark.parametrize("somebody", [not_a_database, another_database])
def test_a_foreign_file_is_left_alone(tmp_path, somebody):
    """Neither read nor written: its bytes stay."""
    store = Store(tmp_path)
    somebody(store.file)
    before = store.file.read_bytes()

    assert store.recall(KEYS) == {}
    store.keep(ANSWERS)

    assert store.file.read_bytes() == before
    assert set(store.troubles) == {"foreign"}


def test_an_older_layout_is_replaced(kept, monkeypatch):
    """Answers in a table of another layout are gone, and new ones are kept."""
    monkeypatch.setattr(room, "LAYOUT", 2)
    store = Store(kept.folder)

    assert store.recall(KEYS) == {}
    store.keep(ANSWERS)

    assert store.recall(KEYS) == ANSWERS


@pytest.mark.parametrize("where", ["file as folder", "folder as file"])
def test_a_place_that_cannot_be_used_is_told(tmp_path, where):
    """A file where the folder should be, or a folder where the file should be."""
    store = Store(tmp_path / "cache")
    if where == "file as folder":
        store.folder.write_text("", encoding="utf-8")
    else:
        store.file.mkdir(parents=True)

    assert store.recall(KEYS) == {}
    store.keep(ANSWERS)

    assert "unusable" in store.troubles


def test_a_file_that_may_only_be_read_is_read(kept, monkeypatch):
    """Its answers are used; new ones are not kept, which is told."""
    usual = sqlite3.connect

    def reading(file, **how):
        return usual(f"{Path(file).as_uri()}?mode=ro", uri=True, **how)

    monkeypatch.setattr(room.sqlite3, "connect", reading)
    store = Store(kept.folder)

    assert store.recall(KEYS) == ANSWERS
    store.keep({b"new" + b" " * 13: b"answer"})

    assert store.troubles == ["unusable"]
    assert Store(kept.folder).recall(KEYS) == ANSWERS


def test_a_full_disk_leaves_the_file_as_it_was(kept, monkeypatch):
    """What does not fit on the disk is not kept; what was there still is."""
    usual = sqlite3.connect

    def full(file, **how):
        database = usual(file, **how)
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")
        return database

    monkeypatch.setattr(room.sqlite3, "connect", full)
    store = Store(kept.folder)
    store.keep({bytes([n, 1]) * 8: b"x" * 5000 for n in range(50)})
    monkeypatch.undo()

    assert store.troubles == ["unusable"]
    assert Store(kept.folder).recall(KEYS) == ANSWERS


def test_a_file_that_another_run_holds_is_not_waited_for_long(kept, monkeypatch):
    """A run that writes for ever does not stop ours."""
    monkeypatch.setattr(room, "WAIT_S", 0.05)
    other = sqlite3.connect(kept.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    store = Store(kept.folder)

    assert store.recall(KEYS) == {}
    store.keep({b"new" + b" " * 13: b"answer"})

    other.close()
    assert store.troubles == ["unusable", "unusable"]


def test_a_killed_run_leaves_the_file_whole(kept):
    """Killed while it writes, a run leaves what was there."""
    script = (
        "import os, sqlite3, sys\n"
        "database = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "database.execute('PRAGMA cache_size = 1')\n"
        "database.execute('BEGIN IMMEDIATE')\n"
        "database.execute('DELETE FROM looks')\n"
        "for n in range(200):\n"
        "    database.execute('INSERT INTO looks VALUES (?, ?)', (str(n).encode(), bytes(5000)))\n"
        "os._exit(9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, kept.file], check=False)

    assert killed.returncode == 9
    store = Store(kept.folder)
    assert store.recall(KEYS) == ANSWERS
    assert store.troubles == []


def test_the_place_is_the_variables_or_the_systems(monkeypatch):
    """The environment variable wins; an empty one does not count."""
    monkeypatch.setenv(VARIABLE, "somewhere")
    assert default_folder() == Path("somewhere")

    monkeypatch.setenv(VARIABLE, "")

    assert default_folder().name == "placement"
    assert default_folder().is_absolute()
