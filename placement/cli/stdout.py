"""Standard output is data: only what a command means to print gets there.

A library in C writes to the descriptor, one in Python to `sys.stdout`, and either would spoil a
document that a program reads. So the descriptor itself leads to standard error while a command
runs, and what the command means to print goes through a copy of it that nobody else knows.
"""

import contextlib
import ctypes
import errno
import json
import math
import os
import sys
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TextIO

import click
from attrs import define

from placement.errors import OutputError, Problem

OUT, ERR = 1, 2
UNWRITTEN = 7
"""Exit code where nobody reads what is written; that of `OutputError`."""


@define(eq=False)
class Data:
    """What the running command prints to."""

    stream: TextIO | None
    """None where standard output is closed."""
    used: bool = False
    """Whether anything was printed: a second document would spoil the first."""

    def write(self, content: str | bytes) -> None:
        """Write text or bytes as they are.

        Raises
        ------
        OutputError
            If they cannot be written.
        """
        self.used = True
        if self.stream is None:
            raise _unwritten(os.strerror(errno.EBADF))
        try:
            click.echo(content, file=self.stream, nl=False)
        except BrokenPipeError:  # who read it has enough, as `head` has
            _drop(self.stream)
            raise click.exceptions.Exit(UNWRITTEN) from None
        except OSError as error:
            _drop(self.stream)
            raise _unwritten(error.strerror or str(error)) from error

    def document(self, value: Mapping[str, Any]) -> None:
        """Write a JSON document, in which a number that is none is null."""
        document = json.dumps(_plain(value), ensure_ascii=False, indent=1, allow_nan=False)
        self.write(document + "\n")


_running: ContextVar[Data | None] = ContextVar("placement.stdout", default=None)
_copies: list[TextIO] = []
"""The copy of standard output of a process whose descriptor leads to standard error for good."""


def data() -> Data:
    """Return what the running command prints to; outside of `guarded` it is `sys.stdout`."""
    return _running.get() or Data(sys.stdout)


@contextlib.contextmanager
def guarded(*, for_good: bool) -> Iterator[None]:
    """Let the descriptor of standard output lead to standard error, and only `data` to it.

    Meanwhile `sys.stdout` is the way to the data too, for help and version; see `aside`.

    Parameters
    ----------
    for_good
        Whether the process ends after this, so that what libraries print at its end, and C code
        has kept back, goes to standard error as well. Nothing is for good where `sys.stdout` is
        not the descriptor, as in tests.
    """
    _occupy(ERR)
    if sys.stderr is None:
        sys.stderr = _nowhere()
    was_open = _occupy(OUT)
    ours = sys.stdout is not None and _descriptor(sys.stdout) == OUT
    if ours:
        sys.stdout.flush()
    copy = os.dup(OUT)
    stream = _stream(copy, for_good=for_good) if ours else sys.stdout
    if sys.stdout is not None or not was_open:  # else it is a file that somebody opened
        os.dup2(ERR, OUT)
    token = _running.set(Data(stream if was_open or not ours else None))
    try:
        with contextlib.redirect_stdout(stream or sys.stderr):
            yield
    finally:
        _running.reset(token)
        with contextlib.suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()
        if not (ours and for_good):
            _flush_c()
            os.dup2(copy, OUT)
            if ours and stream is not None:
                stream.close()
            else:
                os.close(copy)


def _unwritten(reason: str) -> OutputError:
    return OutputError(Problem("standard_output", values={"reason": reason}))


def aside() -> contextlib.redirect_stdout[TextIO]:
    """Let what Python code prints to `sys.stdout` go to standard error."""
    return contextlib.redirect_stdout(sys.stderr)


def _stream(copy: int, *, for_good: bool) -> TextIO:
    """Return a stream to a copy of standard output; the same again where it was kept for good."""
    if _copies:
        os.close(copy)
        return _copies[0]
    stream = open(  # noqa: SIM115 -- a descriptor, open as long as the process
        copy, "w", encoding="utf-8", errors="replace"
    )
    if for_good:
        _copies.append(stream)
    return stream


def _occupy(descriptor: int) -> bool:
    """Return whether a descriptor is open; a closed one leads nowhere then, and not to a file."""
    try:
        os.fstat(descriptor)
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        if nowhere != descriptor:
            os.dup2(nowhere, descriptor)
            os.close(nowhere)
        return False
    return True


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _descriptor(stream: TextIO) -> int | None:
    try:
        return stream.fileno()
    except (AttributeError, OSError, ValueError):  # none, as in tests and notebooks
        return None


def _drop(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere, or its end would complain once more."""
    descriptor = _descriptor(stream)
    if descriptor is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


def _flush_c() -> None:
    """Let C code write out what it kept back."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None).fflush(None)


def _plain(value: object) -> object:
    """Return a value with null for every number that JSON does not have."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
