"""Viewsheds side by side, in one run: `python -m tests.benchmarks.compare [--rounds N]`.

Ours, the plain rule on every cell (ours, line by line), and the other engines found on this machine
look from the fifty street corners of the made town. Rounds go through all engines in turn, so that
what else the machine does falls on all alike; times are medians over rounds and observers.
"""

import argparse
import datetime as dt
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numba
import numpy as np
import rasterio
from attrs import frozen
from numpy.typing import NDArray
from rasterio.transform import Affine

from placement.visibility.batch_viewshed import viewsheds
from placement.visibility.kernels import r3_sweep
from placement.visibility.kernels.r3 import free_pairs
from tests.benchmarks.made_town import made_town

OBSERVER_M, TARGET_M, REACH = 6.0, 1.6, 150
OTHERS = Path(__file__).with_name("other_engines.py")
SQUARE = np.mgrid[-REACH : REACH + 1, -REACH : REACH + 1]
WITHIN = (SQUARE**2).sum(axis=0) <= REACH**2

Look = tuple[NDArray[np.bool_], NDArray[np.float64]]


@frozen
class Engine:
    """An engine and how to run it for all observers: what is seen, and ms for each."""

    name: str
    version: str
    look: Callable[[], Look]


def one_by_one() -> Look:
    """Look from one corner after the other, on one core."""
    town, tables = made_town(), r3_sweep.bin_tables(REACH)
    bins = np.array([[0, 2 * REACH]] * 4)
    return _timed(
        lambda row, column, lens_m: r3_sweep.visible(
            town.obstacles,
            town.obstacles,
            row,
            column,
            lens_m,
            TARGET_M,
            float(REACH**2),
            tables,
            bins,
        )
    )


def together() -> Look:
    """Look from all corners at once, on all cores; the time is the whole divided by fifty."""
    town = made_town()
    begun = time.perf_counter()
    seen = viewsheds(
        town.obstacles,
        cell_m=1.0,
        observers=np.column_stack([town.row, town.column]),
        observer_height_m=OBSERVER_M,
        target_height_m=TARGET_M,
        range_m=float(REACH),
    )
    ms = (time.perf_counter() - begun) * 1e3 / town.row.size
    return seen, np.full(town.row.size, ms)


def line_by_line() -> Look:
    """Ask the rule of every cell within the range, on one core."""
    town = made_town()
    down, right = SQUARE[:, WITHIN]

    def look(row: int, column: int, lens_m: float) -> NDArray[np.bool_]:
        to = row + down, column + right
        seen = np.zeros(WITHIN.shape, dtype=np.bool_)
        seen[WITHIN] = free_pairs(
            town.obstacles,
            np.array([0, down.size]),
            np.array([row]),
            np.array([column]),
            np.array([lens_m]),
            *to,
            town.obstacles[to].astype(np.float64) + TARGET_M,
        )
        return seen

    return _timed(look)


def _timed(look: Callable[[int, int, float], NDArray[np.bool_]]) -> Look:
    town = made_town()
    seen, ms = [], []
    for row, column in zip(town.row.tolist(), town.column.tolist(), strict=True):
        lens_m = float(town.obstacles[row, column]) + OBSERVER_M
        begun = time.perf_counter()
        seen.append(look(row, column, lens_m))
        ms.append((time.perf_counter() - begun) * 1e3)
    return np.array(seen), np.array(ms)


def engines(folder: Path, with_xarray_spatial: str | None) -> Iterator[Engine]:
    """Yield ours and those of the others that this machine has; say which it has not."""
    yield Engine("ours, one core", "", one_by_one)
    yield Engine("ours, all cores", "", together)
    yield Engine("plain R3, line by line", "", line_by_line)
    python = shutil.which("python3", path="/usr/bin") or "python3"
    asked = [
        ("gdal", "GDAL in process", [python], "from osgeo import gdal; print(gdal.__version__)"),
        ("xarray_spatial", "xarray-spatial, window cut", [with_xarray_spatial or ""], None),
    ]
    for key, name, command, version in asked:
        found = _version(
            [*command, "-c", version or "import xrspatial; print(xrspatial.__version__)"]
        )
        if found:
            yield Engine(name, found, _outside(key, command, folder))
        else:
            sys.stderr.write(f"absent: {name}\n")
    if found := _version(["gdalinfo", "--version"]):
        name = "gdal_viewshed, with process start"
        yield Engine(name, found, _outside("gdal_viewshed", [sys.executable], folder))
    else:
        sys.stderr.write("absent: gdal_viewshed\n")
    if found := _version(["grass", "--version"]):
        command = ["grass", "--tmp-location", "XY", "--exec", python]
        yield Engine("GRASS r.viewshed, region cut", found, _outside("grass", command, folder))
    else:
        sys.stderr.write("absent: GRASS\n")


def _version(command: list[str]) -> str:
    """Return the first line a command says, or nothing where it cannot be run."""
    try:
        said = subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return (said.stdout + said.stderr).strip().splitlines()[0]


def _outside(key: str, command: list[str], folder: Path) -> Callable[[], Look]:
    def look() -> Look:
        given, wanted = folder / "task.npz", folder / f"{key}.npz"
        subprocess.run(
            [*command, str(OTHERS), key, str(given), str(wanted)], check=True, capture_output=True
        )
        with np.load(wanted) as found:
            return found["seen"], found["ms"]

    return look


def _prepare(folder: Path) -> None:
    """Write the town and the task where the other engines find them."""
    town = made_town()
    rows, columns = town.obstacles.shape
    frame = Affine(1.0, 0.0, 0.0, 0.0, -1.0, float(rows))
    shape = {"width": columns, "height": rows, "count": 1, "dtype": "float32"}
    with rasterio.open(folder / "town.tif", "w", "GTiff", transform=frame, **shape) as file:
        file.write(town.obstacles, 1)
    numbers = {"observer_m": OBSERVER_M, "target_m": TARGET_M, "range_m": float(REACH)}
    np.savez(
        folder / "task.npz",
        heights=town.obstacles,
        row=town.row,
        column=town.column,
        folder=str(folder),
        **numbers,
    )


def _row(engine: Engine, seen: NDArray[np.bool_], ms: NDArray[np.float64], truth: Look) -> str:
    seen, rule = seen[:, WITHIN], truth[0][:, WITHIN]
    ratio = np.median(ms) / np.median(truth[1])
    agree, missed, false = (seen == rule).mean(), (rule & ~seen)[rule].mean(), seen[~rule].mean()
    name = f"{engine.name} ({engine.version})" if engine.version else engine.name
    times = f"{np.median(ms):.2f} | {np.median(ms, axis=1).min():.2f} | {ratio:.3g}"
    shares = " | ".join(f"{100 * share:.3f}" for share in (agree, missed, false))
    return f"| {name} | {times} | {shares} |"


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--xarray-spatial", help="a Python that has xarray-spatial")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _prepare(folder)
        ready = list(engines(folder, options.xarray_spatial))
        for engine in ready[:3]:
            engine.look()  # compiles
        cores = numba.config.NUMBA_NUM_THREADS
        looks: dict[str, list[Look]] = {engine.name: [] for engine in ready}
        for _ in range(options.rounds):
            for engine in ready:
                numba.set_num_threads(cores if engine.name == "ours, all cores" else 1)
                looks[engine.name].append(engine.look())
    sys.stdout.write("\n".join(_table(ready, looks)) + "\n")


def _table(ready: list[Engine], looks: dict[str, list[Look]]) -> list[str]:
    """Return the measurements as lines of a Markdown table, the plain rule being the truth."""
    plain = looks["plain R3, line by line"]
    truth = plain[0][0], np.array([ms for _, ms in plain])
    today = dt.datetime.now(tz=dt.UTC).date()
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load not known"
    lines = [
        f"{today}, {platform.machine()}, {os.cpu_count()} cores, {load}, {len(plain)} rounds",
        "",
        "| engine | ms median | ms best round | × plain | agrees % | missed % | false % |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for engine in ready:
        seen, ms = looks[engine.name][0][0], np.array([ms for _, ms in looks[engine.name]])
        lines.append(_row(engine, seen, ms, truth))
    return lines


if __name__ == "__main__":
    main()
