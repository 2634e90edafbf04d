"""Ctrl-C while cameras are chosen: the first asks for the best plan so far, the second ends."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from attrs import define

from placement.cli.options import Settings
from placement.errors import SolverError

INTERRUPTED = 130
"""Exit code: 128 and the number of the signal, as shells have it."""


@define(eq=False)
class Interrupt:
    """What the search asks now and then: whether somebody pressed Ctrl-C."""

    settings: Settings
    pressed: bool = False
    heard: bool = False
    """Whether the search learned of it."""

    def __call__(self) -> bool:
        """Return whether to stop; say so once. The search asks outside of the signal's handler."""
        if self.pressed and not self.heard:
            self.heard = True
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
    asked = Interrupt(settings)
    if threading.current_thread() is not threading.main_thread():  # where no signal arrives
        yield asked
        return
    usual = signal.getsignal(signal.SIGINT)

    def first(_: int, __: FrameType | None) -> None:
        asked.pressed = True
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, first)
    try:
        yield asked
    except SolverError:
        if asked.heard:  # there was no plan yet that could have been written
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.signal(signal.SIGINT, usual)
    if asked.pressed and not asked.heard:
        raise KeyboardInterrupt
