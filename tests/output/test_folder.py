"""The folder of results: all or nothing, whatever kills the run."""

import errno
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from placement.errors import OutputError
from placement.output.folder import MANIFEST, recover, replace
from placement.output.lock import try_lock

FILES = 12
ENDLESS = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests_folder_writer import generation
from placement.output.folder import replace

number = int(sys.argv[3])
print("ready", flush=True)
while True:
    number += 1
    replace(Path(sys.argv[1]), generation(number))
"""
WRITER = '''
import json

def generation(number):
    """Return a writer of files that all hold one number."""
    def write(folder):
        for i in range(12):
            (folder / f"{i}.txt").write_text(str(number) * 2000, encoding="utf-8")
        names = {f"{i}.txt": {} for i in range(12)}
        manifest = {"program": "placement", "outputs": names}
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return write
'''


def generation(content: str, *, names: tuple[str, ...] = ()) -> Callable[[Path], None]:
    """Return a writer of a result whose files all hold the same content."""

    def write(folder: Path) -> None:
        for name in names or tuple(f"{i}.txt" for i in range(FILES)):
            (folder / name).write_text(content, encoding="utf-8")
        listed = {path.name: {} for path in folder.iterdir()}
        manifest = {"program": "placement", "outputs": listed}
        (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")

    return write


def contents(folder: Path) -> set[str]:
    """Return what the result's files hold: one element if they are of one run."""
    assert len(list(folder.glob("*.txt"))) == FILES
    return {path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}


def siblings(folder: Path) -> list[str]:
    """Return what lies beside the folder."""
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


def test_new_result_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """Nothing of the old one and no trace of the exchange is left."""
    target = tmp_path / "maps" / "town"
    replace(target, generation("old", names=("gone.txt",)))
    replace(target, generation("new"))

    assert contents(target) == {"new"}
    assert siblings(target) == []


def test_files_of_others_are_kept(tmp_path: Path) -> None:
    """A note, a folder and an empty folder beside our files survive."""
    target = tmp_path / "town"
    replace(target, generation("old"))
    (target / "photos" / "empty").mkdir(parents=True)
    (target / "photos" / "note.md").write_text("mine", encoding="utf-8")
    replace(target, generation("new"))

    assert (target / "photos" / "note.md").read_text(encoding="utf-8") == "mine"
    assert (target / "photos" / "empty").is_dir()
    assert contents(target) == {"new"}


def test_folder_without_our_manifest_is_refused(tmp_path: Path) -> None:
    """Somebody's folder is left as it is, with advice."""
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")

    with pytest.raises(OutputError, match=r"thesis\.txt.*Choose another folder"):
        replace(tmp_path, generation("new"))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("manifest", ["", "[]", '{"program": "other"}', '{"program": "placement"}'])
def test_manifest_of_another_program_is_not_ours(tmp_path: Path, manifest: str) -> None:
    """A damaged or foreign manifest gives no right to the folder."""
    (tmp_path / MANIFEST).write_text(manifest, encoding="utf-8")

    with pytest.raises(OutputError):
        replace(tmp_path, generation("new"))
    assert (tmp_path / MANIFEST).read_text(encoding="utf-8") == manifest


def test_name_the_user_took_is_not_overwritten(tmp_path: Path) -> None:
    """A file of the user's with a name the new result needs stops the run."""
    target = tmp_path / "town"
    replace(target, generation("old", names=("a.txt",)))
    (target / "b.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match=r"b\.txt"):
        replace(target, generation("new", names=("a.txt", "b.txt")))
    assert (target / "a.txt").read_text(encoding="utf-8") == "old"
    assert (target / "b.txt").read_text(encoding="utf-8") == "mine"
    assert siblings(target) == []


def test_empty_folder_and_file_in_the_way(tmp_path: Path) -> None:
    """An empty folder is taken; a file is refused."""
    (tmp_path / "empty").mkdir()
    replace(tmp_path / "empty", generation("new"))
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert contents(tmp_path / "empty") == {"new"}
    with pytest.raises(OutputError, match="file"):
        replace(tmp_path / "file", generation("new"))


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "full"),
        (errno.EACCES, "permission"),
        (errno.EBUSY, "Close"),
        (errno.EIO, "-o"),
    ],
)
def test_what_the_system_refuses_becomes_advice(tmp_path: Path, number: int, word: str) -> None:
    """Disk full, no permission, open file: an OutputError, the old result untouched."""
    target = tmp_path / "town"
    replace(target, generation("old"))

    def write(_: Path) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(OutputError, match=word):
        replace(target, write)
    assert contents(target) == {"old"}
    assert siblings(target) == []


def test_interrupt_while_writing_leaves_the_old_result(tmp_path: Path) -> None:
    """Ctrl-C passes through and leaves no trace."""
    target = tmp_path / "town"
    replace(target, generation("old"))

    def write(folder: Path) -> None:
        (folder / "half.txt").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(target, write)
    assert contents(target) == {"old"}
    assert siblings(target) == []


def renames(monkeypatch: pytest.MonkeyPatch, *, fail_at: int, error: BaseException) -> None:
    """Make the n-th rename from now on fail."""
    rename, count = Path.rename, iter(range(1, 100))

    def failing(self: Path, other: Path) -> Path:
        if next(count) == fail_at:
            raise error
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", failing)


@pytest.mark.parametrize(("fail_at", "left"), [(1, "old"), (2, "new"), (3, "new")])
def test_death_at_each_rename_leaves_a_whole_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail_at: int, left: str
) -> None:
    """With the cleaning prevented too, as by a kill, the next reader finds old or new."""
    target = tmp_path / "town"
    replace(target, generation("old"))
    with monkeypatch.context() as patched:
        renames(patched, fail_at=fail_at, error=MemoryError())
        with pytest.raises(MemoryError):
            _exchange_then_die(target, patched)
    recover(target)

    assert contents(target) == {left}
    assert siblings(target) == []


def _exchange_then_die(target: Path, patched: pytest.MonkeyPatch) -> None:
    """Run the exchange with no tidying after it."""
    import placement.output.folder as module

    settle, calls = module._settle, iter(range(2))
    patched.setattr(module, "_settle", lambda t: settle(t) if next(calls, 1) == 0 else None)
    replace(target, generation("new"))
    settle(target)


def test_second_rename_refused_brings_the_old_result_back_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If another program grabs the folder between the renames, a whole result is in place."""
    target = tmp_path / "town"
    replace(target, generation("old"))
    with monkeypatch.context() as patched:
        renames(patched, fail_at=2, error=PermissionError(errno.EACCES, "held"))
        with pytest.raises(OutputError):
            replace(target, generation("new"))

    assert contents(target) in ({"old"}, {"new"})
    assert siblings(target) == []


def test_folder_put_in_place_after_a_kill_is_not_touched(tmp_path: Path) -> None:
    """Between the renames there may be a folder of somebody else's; both stay."""
    target = tmp_path / "town"
    for part, content in (("old", "old"), ("new", "new")):
        sibling = tmp_path / f".town.{'0' * 16}.{part}"
        sibling.mkdir()
        generation(content)(sibling)
    target.mkdir()
    recover(target)
    assert contents(target) == {"new"}  # an empty folder holds nothing to lose

    (tmp_path / f".town.{'1' * 16}.old").mkdir()
    (tmp_path / f".town.{'1' * 16}.new").mkdir()
    (target / MANIFEST).unlink()
    recover(target)
    assert contents(target) == {"new"}
    assert len(siblings(target)) == 2


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    """The second is told to wait; the first ends as if alone, and readers leave it in peace."""
    target = tmp_path / "town"
    replace(target, generation("old"))
    inside, go_on = threading.Event(), threading.Event()

    def slow(folder: Path) -> None:
        generation("new")(folder)
        inside.set()
        go_on.wait(10)

    first = threading.Thread(target=replace, args=(target, slow))
    first.start()
    inside.wait(10)
    recover(target)
    with pytest.raises(OutputError, match="Another run"):
        replace(target, generation("second"))
    assert contents(target) == {"old"}
    go_on.set()
    first.join()

    assert contents(target) == {"new"}
    assert siblings(target) == []


def test_lock_of_a_dead_run_is_taken_and_removed(tmp_path: Path) -> None:
    """A lock file alone locks nobody out."""
    (tmp_path / ".town.lock").write_bytes(b"")
    recover(tmp_path / "town")

    assert list(tmp_path.iterdir()) == []
    with try_lock(tmp_path / "l") as first, try_lock(tmp_path / "l") as second:
        assert first
        assert not second


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Callable[[int], "subprocess.Popen[str]"]]:
    """Return a starter of runs that write one generation after the other until killed."""
    (tmp_path / "tests_folder_writer.py").write_text(WRITER, encoding="utf-8")
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    started: list[subprocess.Popen[str]] = []

    def start(number: int) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", ENDLESS, str(tmp_path / "maps" / "town"), str(tmp_path)]
        run = subprocess.Popen(
            [*command, str(number)], env=environment, stdout=subprocess.PIPE, text=True
        )
        started.append(run)
        return run

    yield start
    for run in started:
        run.kill()
        run.wait()
        if run.stdout:
            run.stdout.close()


def test_killed_at_random_moments_the_folder_holds_one_whole_run(
    tmp_path: Path, writer: Callable[[int], "subprocess.Popen[str]"]
) -> None:
    """Twenty kills: every time all files are of one run, never older than the one before."""
    target = tmp_path / "maps" / "town"
    rng = np.random.default_rng(1)
    last = 0
    for _ in range(20):
        run = writer(last)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(float(rng.uniform(0.002, 0.06)))
        run.kill()
        run.wait()
        recover(target)
        if target.exists():
            (whole,) = contents(target)
            number = int(whole[: len(whole) // 2000])

            assert number >= last
            last = number
        assert siblings(target) == []
    assert last > 20


def test_result_moved_aside_with_nothing_to_follow_comes_back(tmp_path: Path) -> None:
    """If only the former result is left, it is put back."""
    aside = tmp_path / f".town.{'0' * 16}.old"
    aside.mkdir()
    generation("old")(aside)
    recover(tmp_path / "town")

    assert contents(tmp_path / "town") == {"old"}
    assert siblings(tmp_path / "town") == []


def test_reader_waits_for_the_blink_between_two_renames(tmp_path: Path) -> None:
    """While a live run holds the lock, a reader waits until the folder is there."""
    target = tmp_path / "town"
    with try_lock(tmp_path / ".town.lock") as locked:
        assert locked
        later = threading.Timer(0.2, target.mkdir)
        later.start()
        recover(target)
        there = target.exists()
        later.join()

    assert there
