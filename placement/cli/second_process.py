"""The second process of a command: begun before anything heavy is imported, if it is worth it."""

import contextlib
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from placement.errors import InputError
from placement.files import MEGABYTE, plain_bytes
from placement.worker import IN_PLACE, Worker, begin, load

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.api.case import Case

PLAN_FILE = "plan.toml"
MANY_BYTES = MEGABYTE
"""Input files from which a second process takes less time to begin than it saves."""
READING = ("placement.inputs.rasters.elevation",)
PLANNING = (
    *READING,
    "placement.output.case_layers",
    "placement.output.paper.document",
    "matplotlib.backends.backend_pdf",
    "scipy.stats",
)
"""What the second process imports while the first one does, before it is asked."""


def for_plan(case: Path, *, jobs: int | None) -> Worker:
    """Return who shares the work of planning a large town: a second process, on its own core."""
    return _begun(input_bytes(case), PLANNING, jobs=jobs)


def second_process_for(town: "Case") -> Worker:
    """Begin a second process for a town; nobody else works where it is small, or on one core."""
    files = [file for file in town.input_files.values() if file.is_file()]
    return _begun(sum(file.stat().st_size for file in files), READING)


def _begun(size: int, modules: tuple[str, ...], *, jobs: int | None = None) -> Worker:
    """Return a second process for inputs of some size that imports modules first. [B]"""
    if _cores(jobs) < 2 or size < MANY_BYTES:
        return IN_PLACE
    # threads that wait for the next kernel would else keep the core that the other process needs
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    second = begin()
    second.call(_prepare, modules)
    return second


def _prepare(modules: tuple[str, ...]) -> None:
    """Import what a second process needs, and use no core but one: the other is not idle."""
    load(*modules)
    from placement.visibility.kernels import r3

    r3.use_cores(1)


def input_bytes(case: Path) -> int:
    """Return the size of the input files of a case together, as far as they are there.

    Of the plan file only the paths are looked at: what is wrong with it is told when it is read.
    """
    file, size = (case / PLAN_FILE if case.is_dir() else case), 0
    with contextlib.suppress(InputError, OSError, ValueError, RecursionError):
        content = plain_bytes(file, most_bytes=MEGABYTE).decode("utf-8")
        for path in _paths(tomllib.loads(content).get("inputs")):
            with contextlib.suppress(OSError, ValueError):
                size += (file.parent / path).stat().st_size
    return size


def _paths(section: object) -> Iterator[str]:
    """Yield the paths in a part of a plan file."""
    if isinstance(section, list):
        for each in section:
            yield from _paths(each)
    elif isinstance(section, dict):
        if isinstance(section.get("path"), str):
            yield section["path"]
        yield from _paths(list(section.values()))


def _cores(jobs: int | None) -> int:
    """Return how many cores may be used, as compiled kernels count them."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on every system
    cores = (os.cpu_count() or 1) if affinity is None else len(affinity(0))
    limit = os.environ.get("NUMBA_NUM_THREADS", "")
    return min(cores, int(limit) if limit.isdecimal() else cores, cores if jobs is None else jobs)
