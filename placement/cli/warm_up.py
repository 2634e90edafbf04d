"""Kernels compiled ahead, by a second process while the first one reads: once on each machine.

numba compiles one kernel at a time in a process, and keeps what it compiled on disk; so another
process fills that store, and this one finds there what it would have waited for.
"""

import multiprocessing
import os
import signal
from functools import cache
from multiprocessing.connection import Connection

import numpy as np
from attrs import frozen

from placement.grid import Grid
from placement.optimise.kernels.sums import total
from placement.optimise.warm_up import compile_bounds, compile_kernels, compile_search
from placement.visibility import viewshed
from placement.visibility.observation import Observer, Target
from placement.visibility.surface import build
from placement.worker import IN_PLACE, Task, Worker

LONGEST_S = 120.0
"""So long the search waits for its kernels at most; then it compiles them itself. [s]"""


@frozen(eq=False)
class Ahead:
    """A second process at work; None where there is nothing to compile, or only one core."""

    done: Connection | None = None
    alone: bool = True
    """Whether it compiles all kernels of the search; else it leaves those of bounds to another."""

    def rest(self, worker: Worker) -> Task[None]:
        """Begin to compile what the process does not, by a worker that has nothing else to do."""
        if self.done is None or self.alone:
            worker = IN_PLACE
        return worker.call(compile_bounds if worker is not IN_PLACE else _nothing)

    def wait(self) -> None:
        """Wait for the kernels of the search."""
        if self.done is not None:
            self.done.poll(LONGEST_S)  # also true at once if the process is no more


@cache
def begin(*, alone: bool = True) -> Ahead:
    """Return a process that compiles kernels, if this machine has not yet; one for all callers.

    It is not `alone` if a worker will do the `rest`. One small kernel tells whether the others are
    there. Whatever goes wrong in the process, this one compiles what it misses.
    """
    total(np.zeros(1))
    counts = getattr(total, "stats", None)  # none if numba shall not compile at all
    if counts is None or not counts.cache_misses or (os.cpu_count() or 1) < 2:
        return Ahead()
    here, there = multiprocessing.Pipe(duplex=False)
    spawned = multiprocessing.get_context("spawn")
    spawned.Process(target=_compile, args=(there, alone), daemon=True).start()
    there.close()
    return Ahead(here, alone)


def _nothing() -> None:
    """Compile nothing: it is done elsewhere."""


def _compile(done: Connection, alone: bool) -> None:  # noqa: FBT001 -- as a process is begun
    """Run the kernels of the search, say so, and run those that draw views."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was asked
    compile_kernels() if alone else compile_search()
    done.send(None)
    flat = build(Grid("EPSG:5514", 0.0, 64.0, 1.0, 64, 64), ground=None)
    observer = Observer(x_m=32.0, y_m=32.0, height_m=5.0, range_m=20.0)
    viewshed.around(flat, observer, Target(height_m=1.6))
