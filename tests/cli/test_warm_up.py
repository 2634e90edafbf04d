"""Kernels compiled ahead by a second process, and only where they are not there yet."""

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from placement.cli import warm_up

FRESH = """
from placement.cli import warm_up
from placement.optimise.kernels.local_search import wander
from placement.optimise.warm_up import compile_kernels

if __name__ == "__main__":
    process = warm_up.begin()
    process.wait()
    compile_kernels()
    print(process.done is not None, len(wander.stats.cache_hits), len(wander.stats.cache_misses))
"""


@pytest.fixture
def asked_anew() -> None:
    """Forget what an earlier question found."""
    warm_up.begin.cache_clear()


@pytest.mark.usefixtures("asked_anew")
@pytest.mark.parametrize("stats", [SimpleNamespace(cache_misses={}), None])
def test_nothing_begins_where_kernels_are_there(monkeypatch, stats) -> None:
    """If the smallest kernel came from disk, or nothing is compiled at all, nobody is asked."""
    asked = []

    def kernel(values: np.ndarray) -> None:
        asked.append(values.size)

    kernel.stats = stats
    monkeypatch.setattr(warm_up, "total", kernel)

    assert warm_up.begin().done is None
    assert asked == [1]


def test_nobody_waits_for_a_process_that_has_ended() -> None:
    """A process that broke says nothing more; the search goes on at once."""
    here, there = multiprocessing.Pipe(duplex=False)
    there.close()
    began = time.perf_counter()

    warm_up.Ahead(here).wait()

    assert time.perf_counter() - began < warm_up.LONGEST_S / 2
    assert warm_up.Ahead().wait() is None


@pytest.mark.slow
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core compiles nothing ahead")
def test_a_fresh_machine_finds_its_kernels_compiled(tmp_path: Path) -> None:
    """The second process fills an empty store, and the first compiles no loop of its own."""
    script = tmp_path / "fresh.py"
    script.write_text(FRESH, encoding="utf-8")
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "kernels")}

    ran = subprocess.run(
        [sys.executable, str(script)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )

    assert ran.stdout.split() == ["True", "1", "0"]
    assert not ran.stderr
