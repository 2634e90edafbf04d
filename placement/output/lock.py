"""A lock file that the system releases when its holder dies: a killed run locks nobody out.

The library filelock was tried: it leaves its file beside every result, and removing that safely is
the comparison of inodes below, which is most of this module.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

ATTEMPTS = 20
"""How often to open the file anew if its last holder removed it while we waited for the system."""

if sys.platform == "win32":
    import msvcrt

    def _grab(stream: BinaryIO) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _grab(stream: BinaryIO) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Take a lock without waiting, yield whether that worked, release it, remove its file.

    Raises
    ------
    OSError
        If the file cannot be made there.
    """
    stream = _locked(path)
    try:
        yield stream is not None
    finally:
        if stream is not None:
            _release(stream, path)


def _locked(path: Path) -> BinaryIO | None:
    for _ in range(ATTEMPTS):
        stream = path.open("ab")
        try:
            _grab(stream)
        except OSError:
            stream.close()
            return None
        if _same_file(stream, path):
            return stream
        stream.close()
    return None


def _same_file(stream: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _release(stream: BinaryIO, path: Path) -> None:
    if sys.platform == "win32":  # an open file cannot be removed there
        stream.close()
        with contextlib.suppress(OSError):
            path.unlink()
    else:
        with contextlib.suppress(OSError):
            path.unlink()
        stream.close()
