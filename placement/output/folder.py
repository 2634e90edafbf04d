"""A folder of results that is replaced as a whole: a killed run leaves the old or the new one.

Python cannot exchange two folders in one step on every system, so the exchange takes two renames
and leaves a trace from which anybody can tell where it stopped. Beside `name` there may be

==================== ===========================================================================
`.name.<token>.new`  the result being written; complete as soon as the folder below exists
`.name.<token>.old`  the former result, moved aside; it appears only when `new` is complete
`.name.<token>.gone` a former result that is being removed
`.name.lock`         held by the one run that writes
==================== ===========================================================================

The steps are: write `new`; `name` → `old`; `new` → `name`; `old` → `gone`; remove `gone`. Whoever
finds `old` without `name` finishes the exchange if `new` with the same token is there, and undoes
it if not. Both ends of a rename are whole results, so the result is at no moment a mixture.
"""

import contextlib
import errno
import hashlib
import json
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from placement.errors import OutputError, Problem
from placement.files import plain_bytes
from placement.output.lock import try_lock

MANIFEST = "manifest.json"
PUBLIC = "public"
"""Part of a result that people publish from, and put files of their own into."""
MOST_MANIFEST_BYTES = 50_000_000
DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
LONGEST_NAME, SHOWN_NAME = 200, 60
"""Siblings of a folder have longer names than it, which file systems end at 255 bytes."""
PROGRAM = "placement"
PARTS = ("new", "old", "gone")
BLINK_S = 0.05
PATIENCE_S = 5.0
"""How long a reader waits for the moment between two renames of a live run to pass. [s]"""
KINDS = {
    errno.ENOSPC: "output_disk_full",
    errno.EDQUOT: "output_disk_full",
    errno.EFBIG: "output_disk_full",
    errno.EROFS: "output_denied",
    errno.EPERM: "output_denied",
    errno.EACCES: "output_denied",
}
WINDOWS_IN_USE = (5, 32, 33)
"""Access denied, sharing violation, lock violation: Windows on a folder with an open file."""


def replace(folder: Path, write: Callable[[Path], None]) -> None:
    """Replace a folder by what `write` puts into an empty one, all or nothing.

    Parameters
    ----------
    folder
        Where the result shall be. May be absent, empty, or hold an earlier result; files in it that
        its manifest does not name are kept.
    write
        Called with a fresh empty folder on the same disk; writes the result and its manifest.

    Raises
    ------
    OutputError
        If the folder holds something else, another run writes there, or the disk refuses.
    """
    target = folder.resolve()
    refuse_name(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with try_lock(_lock(target)) as locked:
            if locked:
                _settle(target)
                _exchange(target, write)
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(_refusal(error, folder)) from error
    if not locked:
        raise OutputError(_problem("output_busy", folder))


def refuse_foreign(folder: Path) -> None:
    """Raise if a folder holds something that `replace` would refuse, before work is done for it.

    Raises
    ------
    OutputError
        If its name cannot be one everywhere, it is no folder, holds somebody else's files and no
        result of ours, or its public part holds files that are no longer as we wrote them.
    """
    refuse_name(folder.resolve())
    try:
        target = folder.resolve()
        _foreign(target)
        _refuse_altered(target)
    except OutputError:
        raise
    except OSError:
        return  # what cannot be looked into is told when it is written


def create(folder: Path, write: Callable[[Path], None]) -> None:
    """Make a folder that is not there yet, or is empty, of what `write` puts into it; whole or not.

    Raises
    ------
    OutputError
        If the folder holds anything, or the disk refuses.
    """
    target = folder.resolve()
    refuse_name(target)
    new = target.with_name(f".{target.name}.{secrets.token_hex(8)}.new")
    try:
        refuse_used(target)
        new.mkdir(parents=True)
        write(new)
        if target.exists():
            target.rmdir()
        new.rename(target)
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(_refusal(error, folder)) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def refuse_name(target: Path) -> None:
    """Raise if a folder's name cannot be one on every system, or does not show what it is.

    Raises
    ------
    OutputError
        For devices of Windows (CON, NUL …), letters that are not shown, and names without an end.
    """
    name = target.name
    hidden = any(unicodedata.category(letter) in UNSEEN for letter in name)
    if DEVICE.fullmatch(name) or hidden or len(name.encode("utf-8", "replace")) > LONGEST_NAME:
        raise OutputError(_problem("output_name", target.with_name(name[:SHOWN_NAME])))


def refuse_used(target: Path) -> None:
    """Raise if a folder that is to be made holds anything, or is none.

    Raises
    ------
    OutputError
        So that nobody's work is written over.
    """
    if target.exists() and not target.is_dir():
        raise OutputError(_problem("output_not_a_folder", target))
    entries = sorted(target.iterdir()) if target.exists() else []
    if entries:
        values = {"n": len(entries), "first": entries[0].name}
        raise OutputError(_problem("output_not_empty", target, **values))


def _refuse_altered(target: Path) -> None:
    """Raise if a public part holds other content under our names: somebody's own work."""
    whole = target.name == PUBLIC
    names = [name for name in altered_files(target) if whole or PUBLIC in Path(name).parts[:1]]
    if names:
        raise OutputError(_problem("output_altered", target, names=", ".join(names)))


def altered_files(target: Path) -> list[str]:
    """Return the files of a result whose content is not the one its manifest records."""
    listed = _listed(target) or {}
    return [
        name
        for name, fingerprint in sorted(listed.items())
        if isinstance(fingerprint, dict)
        and "sha256" in fingerprint
        and (target / name).is_file()
        and _digest(target / name) != fingerprint["sha256"]
    ]


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def recover(folder: Path) -> None:
    """Finish or undo an exchange that a killed run left half done; every reader calls this first.

    Does nothing where nothing can be written; waits a moment if a live run is exchanging now.
    """
    target = folder.resolve()
    with contextlib.suppress(OSError):
        if not (_traces(target, *PARTS) or _lock(target).exists()):
            return
        with try_lock(_lock(target)) as locked:
            if locked:
                _settle(target)
                return
    deadline = time.monotonic() + PATIENCE_S
    while not target.exists() and time.monotonic() < deadline:
        time.sleep(BLINK_S)


def own_files(folder: Path) -> frozenset[str] | None:
    """Return the names of a result's files from its manifest; None without one of this program."""
    listed = _listed(folder)
    return None if listed is None else frozenset(listed) | {MANIFEST}


def _listed(folder: Path) -> dict[str, Any] | None:
    """Return the entries of a manifest by file; None without a manifest of this program."""
    try:
        content = plain_bytes(folder / MANIFEST, most_bytes=MOST_MANIFEST_BYTES)
        manifest = json.loads(content.decode("utf-8"))
        if manifest["program"] != PROGRAM:
            return None
        outputs = manifest["outputs"]
        return dict(outputs) if isinstance(outputs, dict) else dict.fromkeys(map(str, outputs))
    except Exception:
        return None


def _exchange(target: Path, write: Callable[[Path], None]) -> None:
    foreign = _foreign(target)
    token = secrets.token_hex(8)
    new, old = (target.with_name(f".{target.name}.{token}.{part}") for part in ("new", "old"))
    try:
        new.mkdir()
        write(new)
        _copy_foreign(foreign, target, new)
        if target.exists():
            shutil.copymode(target, new)
            target.rename(old)
        new.rename(target)
    finally:
        _settle(target)


def _settle(target: Path) -> None:
    """Finish or undo a half-done exchange and remove its traces; the caller holds the lock."""
    for old in _traces(target, "old"):
        new = old.with_suffix(".new")
        if new.exists() and target.is_dir() and own_files(target) is None:
            if any(target.iterdir()):
                return  # somebody put another folder here after a kill: theirs to sort out
            target.rmdir()
        if not target.exists():
            _finish_or_undo(target, new, old)
        else:
            old.rename(old.with_suffix(".gone"))
    for rest in _traces(target, *PARTS):
        shutil.rmtree(rest, ignore_errors=True)


def _finish_or_undo(target: Path, new: Path, old: Path) -> None:
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
    else:
        old.rename(old.with_suffix(".gone"))


def _traces(target: Path, *parts: str) -> list[Path]:
    """Return the sibling folders that an exchange left, of some kinds."""
    if not target.parent.is_dir():
        return []
    form = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{16}}\.(?:{'|'.join(parts)})")
    return sorted(path for path in target.parent.iterdir() if form.fullmatch(path.name))


def _lock(target: Path) -> Path:
    return target.with_name(f".{target.name}.lock")


def _foreign(target: Path) -> list[Path]:
    """Return the files of a folder that are not of an earlier result, relative to it."""
    if not target.exists():
        return []
    if not target.is_dir():
        raise OutputError(_problem("output_not_a_folder", target))
    entries = [entry.relative_to(target) for entry in _entries(target)]
    names = own_files(target)
    strange = [entry for entry in entries if own_files(target / entry.parts[0]) is None]
    if strange and names is None:
        values = {"n": len(strange), "first": strange[0].as_posix()}
        raise OutputError(_problem("output_not_ours", target, **values))
    return [entry for entry in entries if entry.as_posix() not in (names or ())]


def _entries(folder: Path) -> Iterator[Path]:
    """Yield files, links and empty folders below a folder; links are not followed."""
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink() and any(entry.iterdir()):
            yield from _entries(entry)
        else:
            yield entry


def _copy_foreign(foreign: list[Path], target: Path, new: Path) -> None:
    clashing = [entry.as_posix() for entry in foreign if (new / entry).exists()]
    if clashing:
        raise OutputError(_problem("output_name_taken", target, names=", ".join(clashing)))
    for entry in foreign:
        source = target / entry
        (new / entry).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir() and not source.is_symlink():
            (new / entry).mkdir()
        else:
            shutil.copy2(source, new / entry, follow_symlinks=False)


def _problem(kind: str, folder: Path, **values: object) -> Problem:
    return Problem(kind, values={"folder": str(folder), **values})


def _refusal(error: OSError, folder: Path) -> Problem:
    reason = error.strerror or str(error)
    if getattr(error, "winerror", None) in WINDOWS_IN_USE or error.errno == errno.EBUSY:
        return _problem("output_open", folder, reason=reason)
    kind = KINDS.get(error.errno or 0, "output_failed")
    return _problem(kind, folder, reason=reason)


def write_file(target: Path, content: bytes) -> None:
    """Write a file in one step: beside it first, then by its name.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        values = {"reason": error.strerror or str(error)}
        raise OutputError(Problem("file_not_written", str(target), values=values)) from error


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made if it is not there; others in it stay.

    Raises
    ------
    OutputError
        If the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        values = {"reason": error.strerror or type(error).__name__}
        raise OutputError(Problem("file_not_written", str(folder), values=values)) from error
    for name, content in contents.items():
        write_file(folder / name, content)
