"""Seconds of the whole command `placement plan`, stage by stage, and of commands run often.

`python -m tests.benchmarks.whole_plan data/litvinov` plans in processes of their own and prints the
medians; `--first` plans once more with no compiled kernel on disk.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
QUICK = (("--help",), ("plan", "--help"), ("check", "-q", "CASE"))


class Watch:
    """The bar of a command, which notes when each stage begins."""

    def __init__(self, *_: object, **__: object) -> None:
        self.began: list[tuple[str, float, float]] = []

    def stage(self, key: str) -> None:
        """Note the time and the processor's time of this process."""
        self.began.append((key, time.perf_counter(), time.process_time()))

    def bounds(self, value: float, bound: float) -> None:
        """Pass over it."""

    def done(self) -> None:
        """Note the end of what is written."""
        self.stage("end")


def plan(case: str, folder: str) -> None:
    """Run the command here and print its stages as JSON."""
    started = time.perf_counter()
    from placement.cli import plan as command  # its import is one of the parts
    from placement.cli.main import main

    watch = Watch()
    watch.began.append(("import", started, 0.0))
    command.Bar = lambda *_, **__: watch  # type: ignore[assignment, misc]
    stages = Path(folder) / "stages.json"
    try:
        main(["plan", case, "-o", str(Path(folder) / "out"), "-q"])
    except SystemExit as ended:
        if ended.code:
            raise
    stages.write_text(json.dumps(watch.began), encoding="utf-8")


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a command to its end; return its seconds by the clock and of the processor."""
    used, began = _children_s(), time.perf_counter()
    subprocess.run(command, check=True, env=environment, **SILENT)
    return time.perf_counter() - began, _children_s() - used


def _children_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _stages(folder: str) -> dict[str, tuple[float, float]]:
    """Return seconds by the clock and of the processor of each stage of a run."""
    began = json.loads((Path(folder) / "stages.json").read_text(encoding="utf-8"))
    return {
        key: (after[1] - clock, after[2] - used) for (key, clock, used), after in pairwise(began)
    }


def whole(case: str, environment: dict[str, str]) -> dict[str, tuple[float, float]]:
    """Plan once; return the seconds of each stage, and of all processes together as `whole`."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.benchmarks.whole_plan", case, "--into", folder]
        together = timed(command, environment)
        return {**_stages(folder), "whole": together}


def table(runs: list[dict[str, tuple[float, float]]]) -> None:
    """Print the medians of some runs."""
    print("| part | s by the clock | processor s |\n|---|---:|---:|")  # noqa: T201
    for part in runs[0]:
        clock, used = (statistics.median(run[part][side] for run in runs) for side in (0, 1))
        print(f"| {part} | {clock:.2f} | {used:.2f} |")  # noqa: T201


def main() -> None:
    """Read the arguments, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--first", action="store_true", help="also without compiled kernels")
    parser.add_argument("--into", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.into:
        plan(asked.case, asked.into)
        return
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")  # noqa: T201
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as a user has it
    table([whole(asked.case, environment) for _ in range(asked.rounds)])
    for arguments in QUICK:
        command = [sys.executable, "-m", "placement"]
        command += [asked.case if each == "CASE" else each for each in arguments]
        clock, used = timed(command, environment)
        print(f"| `{' '.join(arguments)}` | {clock:.2f} | {used:.2f} |")  # noqa: T201
    if asked.first:
        print("\nno kernel compiled yet\n")  # noqa: T201
        with tempfile.TemporaryDirectory() as empty:
            table([whole(asked.case, {**environment, "NUMBA_CACHE_DIR": empty})])
    print(f"load {os.getloadavg()[0]:.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
