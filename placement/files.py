"""Files of the user: only plain ones of limited size are read, and one guard for all errors.

The exceptions that libraries raise on a damaged file cannot be listed. So whatever is raised while
a file is read becomes a problem with the file's name; the guard goes around the library's reading
alone, so that mistakes of ours in what follows stay mistakes.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from placement.errors import InputError, PlacementError, Problem
from placement.texts import Phrase

MEGABYTE = 1_000_000
LONGEST_REASON = 300
"""A library's message may repeat the whole file; it is cut to so many characters."""
KINDS = (
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
    (stat.S_ISDIR, "folder"),
)


@contextmanager
def reading(
    path: Path,
    *,
    kind: str = "file_unreadable",
    file: str = "",
    error: type[PlacementError] = InputError,
) -> Iterator[None]:
    """Let a library read a file; whatever it raises becomes a problem with the file's name.

    Parameters
    ----------
    path
        The file; its folders never show in messages.
    kind
        Kind of the problem, whose texts insert `reason`.
    file
        Its name in messages; the name of the path if empty.
    error
        Class of the error.
    """
    try:
        yield
    except PlacementError:
        raise
    except MemoryError as short:
        raise error(Problem("file_needs_memory", file or path.name)) from short
    except Exception as foreign:
        raise error(
            unreadable_problem(path, foreign.__cause__ or foreign, kind=kind, file=file)
        ) from foreign


def unreadable_problem(
    path: Path, error: object, *, kind: str = "file_unreadable", file: str = ""
) -> Problem:
    """Return the problem of a file that a library cannot read, without folders of this machine."""
    message = getattr(error, "strerror", None) or str(error) or type(error).__name__
    reason = str(message).partition("; It might")[0].partition("\n")[0]
    for folder in (path.resolve().parent, path.parent):
        if folder.name:
            reason = reason.replace(f"{folder}{os.sep}", "")
    reason = reason[:LONGEST_REASON].rstrip(". ") or type(error).__name__
    return Problem(kind, file or path.name, values={"reason": reason})


def refuse_special(path: Path, *, most_bytes: int, file: str = "") -> None:
    """Raise unless a path is a plain file of at most so many bytes; it is not opened for that.

    Raises
    ------
    InputError
        If it is a pipe, a device, a socket or a folder, which may never end, or too large.
    OSError
        If its status cannot be read.
    """
    status = path.stat()
    for is_kind, name in KINDS:
        if is_kind(status.st_mode):
            values = {"kind": Phrase(f"file_kind.{name}")}
            raise InputError(Problem("file_not_plain", file or path.name, values=values))
    refuse_large(status.st_size, most_bytes=most_bytes, file=file or path.name)


def refuse_large(size: int, *, most_bytes: int, file: str) -> None:
    """Raise if a file, or what is packed in it, has more bytes than are read.

    Raises
    ------
    InputError
        With both sizes.
    """
    if size > most_bytes:
        values = {"megabytes": size // MEGABYTE, "most": max(most_bytes // MEGABYTE, 1)}
        raise InputError(Problem("file_too_large", file, values=values))


def plain_bytes(path: Path, *, most_bytes: int) -> bytes:
    """Return the content of a plain file.

    Raises
    ------
    InputError
        If it is none, or has more bytes than allowed, also where it grows meanwhile.
    OSError
        If it cannot be read.
    """
    refuse_special(path, most_bytes=most_bytes)
    with path.open("rb") as stream:
        content = stream.read(most_bytes + 1)
    refuse_large(len(content), most_bytes=most_bytes, file=path.name)
    return content
