"""Ctrl-C: it ends a command, or asks a search for the best plan so far.

Python raises `KeyboardInterrupt` wherever the program happens to be. Where that is code in C that
takes every exception for "no such attribute", it is gone without a word; so the command keeps in
mind that Ctrl-C was pressed, and looks at it again when its next stage begins.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType

from attrs import define

from placement.cli.options import Settings
from placement.errors import SolverError

INTERRUPTED = 130
"""Exit code: 128 and the number of the signal, as shells have it."""


_pressed: ContextVar[threading.Event | None] = ContextVar("placement.interrupt", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Let Ctrl-C raise `KeyboardInterrupt` as always, and keep it in mind for `heed`."""
    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(usual):
        yield  # no signal arrives in another thread, nor where the shell said to ignore it
        return
    pressed = threading.Event()

    def press(number: int, frame: FrameType | None) -> None:
        pressed.set()
        usual(number, frame)

    token = _pressed.set(pressed)
    signal.signal(signal.SIGINT, press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
        _pressed.reset(token)


def heed() -> None:
    """End the command if Ctrl-C was pressed since it began, and nobody heard of it.

    Raises
    ------
    KeyboardInterrupt
    """
    pressed = _pressed.get()
    if pressed is not None and pressed.is_set():
        raise KeyboardInterrupt


@define(eq=False)
class Interrupt:
    """What the search asks now and then: whether somebody pressed Ctrl-C."""

    settings: Settings
    pressed: bool = False
    acknowledged: bool = False
    """Whether the search learned of it."""

    def __call__(self) -> bool:
        """Return whether to stop; say so once. The search asks outside of the signal's handler."""
        if self.pressed and not self.acknowledged:
            self.acknowledged = True
            self.settings.say("cli.stopping")
        return self.pressed


@contextmanager
def watched(settings: Settings) -> Iterator[Interrupt]:
    """Take the first Ctrl-C as a wish to stop; a second one ends the program as it always does.

    Raises
    ------
    KeyboardInterrupt
        If Ctrl-C came when the search had nothing left to stop, or no plan yet.
    """
    interrupt = Interrupt(settings)
    if threading.current_thread() is not threading.main_thread():  # where no signal arrives
        yield interrupt
        return
    usual = signal.getsignal(signal.SIGINT)

    def first(_: int, __: FrameType | None) -> None:
        interrupt.pressed = True
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, first)
    try:
        yield interrupt
    except SolverError:
        if interrupt.acknowledged:  # there was no plan yet that could have been written
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.signal(signal.SIGINT, usual)
    if interrupt.pressed and not interrupt.acknowledged:
        raise KeyboardInterrupt
