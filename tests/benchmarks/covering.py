"""Covering problems side by side, in one run: `python -m tests.benchmarks.covering`.

Published instances (`--published FOLDER`), made ones of their kinds (`--kinds`), made camera
instances, and on request (`--rivals`) the same made instances by raw HiGHS, PuLP with CBC and
spopt, on the sizes they can do; `--rows` takes some by name. Each solve runs in a process of its
own, so that its peak memory is its own; compiling is not counted.
"""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from attrs import evolve, frozen

from placement.optimise import maximal_covering
from tests.benchmarks import covering_kinds as kinds
from tests.benchmarks import covering_rivals as rivals
from tests.benchmarks import published_instances as published
from tests.benchmarks.covering_instances import SIZES, CameraInstance, sized

NEW = 45
"""Cameras to add to the 30 that stand: 75 in all."""
GAPS = (0.001, 0.0)
"""A plan close enough, and the proven optimum."""
KIND_S = 60.0
"""Time for an instance of a published kind. [s]"""


Named = tuple[str, Callable[..., "Row"], tuple[Any, ...]]
"""Name of a row, who makes it, and from what."""


@frozen
class Row:
    """One line of the table."""

    instance: str
    solver: str
    seconds: float
    value: float
    bound: float
    best_known: float | None = None
    """Best value published."""
    peak_gb: float = 0.0

    def markdown(self) -> str:
        """Return the line as Markdown."""
        gap = (self.bound - self.value) / self.bound
        best_known = "" if self.best_known is None else f"{self.value / self.best_known - 1:+.3%}"
        cells = (
            self.instance,
            self.solver,
            f"{self.seconds:.2f}",
            f"{self.value:.0f}",
            best_known,
            f"{gap:.4%}",
            f"{self.peak_gb:.2f}",
        )
        return "| " + " | ".join(cells) + " |"


HEAD = """| instance | solver | s | value | to best known | gap | peak GB |
|---|---|---:|---:|---:|---:|---:|"""


def ours(
    made: published.Published | kinds.MadeInstance | CameraInstance,
    count: int,
    gap: float,
    limit_s: float,
) -> tuple[float, float, float]:
    """Return seconds, value and bound of our engine."""
    existing = getattr(made, "existing", ())
    site = getattr(made, "site", None)
    began = time.perf_counter()
    plan = maximal_covering(
        made.covers,
        made.weight,
        count=count + len(existing),
        existing=existing,
        site=site,
        gap=gap,
        time_limit_s=limit_s,
    )
    return time.perf_counter() - began, plan.objective, plan.bound


def published_row(folder: str, name: str, count: int, limit_s: float) -> Row:
    """Return how an instance with a known value comes out."""
    file = Path(folder) / f"{name}.txt"
    if name in published.OPTIMAL:
        made, best_known = published.sao_jose(file), published.OPTIMAL[name][count]
    else:
        made, best_known = published.streets(file), published.BEST_KNOWN[count]
    warm_up()
    seconds, value, bound = ours(made, count, 0.0, limit_s)
    return Row(f"{name} p {count}", "ours", seconds, value, bound, float(best_known))


def city_row(name: str, count: int, limit_s: float) -> Row:
    """Return how a made city of street nodes comes out."""
    city = kinds.CITIES[name]
    made = kinds.city(
        city.kind,
        nodes=city.nodes,
        radius_m=city.radius_m,
        seed=city.seed,
        walked=city.walked,
    )
    warm_up()
    return Row(f"{name}, p {count}", "ours", *ours(made, count, 0.0, limit_s))


def square_row(name: str, limit_s: float) -> Row:
    """Return how points in a square come out."""
    square, count = kinds.SQUARES[name]
    made = kinds.square(
        sites=square.sites, demand=square.demand, radius=square.radius, seed=square.seed
    )
    warm_up()
    return Row(name, "ours", *ours(made, count, 0.0, limit_s))


def made_row(size: str, gap: float, limit_s: float) -> Row:
    """Return how a made camera instance comes out."""
    made = sized(size)
    warm_up()
    seconds, value, bound = ours(made, NEW, gap, limit_s)
    return Row(size, f"ours, gap {gap:g}", seconds, value, bound)


def rival_row(size: str, solver: str, limit_s: float) -> Row:
    """Return how another solver does on a made camera instance."""
    made = sized(size)
    began = time.perf_counter()
    value, bound = rivals.SOLVERS[solver](made, NEW + len(made.existing), limit_s)
    return Row(size, solver, time.perf_counter() - began, value, bound)


def warm_up() -> None:
    """Compile what is compiled at the first call."""
    small = sized("5k x 20k")
    some = np.flatnonzero(small.site < 60)
    maximal_covering(small.covers[some], small.weight, count=5, site=small.site[some], gap=0.0)


def alone(make: Callable[..., Row], *about: Any) -> Row:
    """Return the row that a fresh process makes, with the most memory it ever held."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (make, about))


def _measured(make: Callable[..., Row], about: tuple[Any, ...]) -> Row:
    row = make(*about)
    memory = psutil.Process().memory_info()
    return evolve(row, peak_gb=getattr(memory, "peak_wset", None) or _peak_posix_bytes() / 1e9)


def _peak_posix_bytes() -> float:
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def rows(options: argparse.Namespace) -> Iterator[Row]:
    """Yield the table, line by line."""
    for name, make, about in named(options):
        if not options.rows or name in options.rows:
            yield alone(make, *about)


def named(options: argparse.Namespace) -> Iterator[Named]:
    """Yield each row's name for `--rows`, who makes it, and from what."""
    if options.published:
        yield from _published(options.published)
    if options.kinds:
        yield from _kinds()
    for size in options.sizes:
        for gap in GAPS:
            yield f"{size}, gap {gap:g}", made_row, (size, gap, options.limit_s)
        for solver in _able(size, options.rivals):
            yield f"{size}, {solver}", rival_row, (size, solver, options.limit_s)


def _published(folder: str) -> Iterator[Named]:
    for name, counts in {**published.OPTIMAL, "NewYork": published.BEST_KNOWN}.items():
        for count in counts:
            yield f"{name} p {count}", published_row, (folder, name, count, KIND_S)


def _kinds() -> Iterator[Named]:
    for name in kinds.CITIES:
        for count in (60, 100):
            yield f"{name}, p {count}", city_row, (name, count, KIND_S)
    for name in kinds.SQUARES:
        yield name, square_row, (name, KIND_S)


def _able(size: str, solvers: Iterable[str]) -> Iterator[str]:
    for solver in solvers:
        if solver in rivals.missing():
            say(f"{solver}: not installed, left out")
        elif size in rivals.CAN_DO[solver]:
            yield solver


def say(line: str) -> None:
    """Write a line at once, so that a slow table can be watched."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Print the table of what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--published", metavar="FOLDER")
    parser.add_argument("--kinds", action="store_true")
    parser.add_argument("--rows", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--rivals", nargs="*", default=[], choices=list(rivals.SOLVERS))
    parser.add_argument("--limit-s", type=float, default=120.0)
    say(HEAD)
    for row in rows(parser.parse_args()):
        say(row.markdown())


if __name__ == "__main__":
    main()
