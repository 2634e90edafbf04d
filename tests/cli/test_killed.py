"""`placement plan`, killed at any moment: the folder holds the old result or the new, whole."""

import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from placement.output import folder, manifest
from placement.output.write import read_plan
from tests.cli.running import run, start
from tests.pipeline import toy_case

KILLS = [(1, 1), pytest.param((12, 8), marks=pytest.mark.slow)]
"""Kills at any moment of a run, and around the writing of its result."""
POLL_S = 0.005


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case."""
    return toy_case.write(tmp_path_factory.mktemp("toy") / "case", cell_m=5.0)


@pytest.mark.parametrize("kills", KILLS, ids=str)
def test_a_killed_run_leaves_the_old_result_or_the_new(case: Path, kills: tuple[int, int]) -> None:
    """After each kill the result is whole; the next run leaves no trace of any."""
    early, late = kills
    draw = random.Random(20)
    target = case.parent / "out"
    began = time.monotonic()
    assert run("plan", case, "-o", target, "-q", "--seed", "0").code == 0
    whole_s, writing_s, seed_there = time.monotonic() - began, 0.0, 0
    if late > 1:  # later ones come while it writes
        whole_s, writing_s = how_long_it_takes(case, target)
        seed_there = 2
    for number in range(early + late):
        seed = 10 + number
        process = start("plan", case, "-o", target, "-q", "--seed", str(seed))
        if number < early:
            time.sleep(draw.uniform(0.0, whole_s))
        else:
            wait_for_writing(process, target)
            time.sleep(draw.uniform(0.0, 1.2 * writing_s) if number > early else 0.0)
        process.kill()
        process.communicate()

        folder.recover(target)
        assert_whole(target)
        assert read_plan(target).seed in (seed_there, seed)
        if number == early:  # killed as it began to write
            assert read_plan(target).seed == seed_there
        seed_there = read_plan(target).seed

    assert run("plan", case, "-o", target, "-q", "--seed", "3").code == 0
    assert read_plan(target).seed == 3
    assert sorted(path.name for path in case.parent.iterdir()) == ["case", "out"]


def how_long_it_takes(case: Path, target: Path) -> tuple[float, float]:
    """Return the time of a whole run, and of its end from the first file of a new result on. [s]"""
    began = time.monotonic()
    process = start("plan", case, "-o", target, "-q", "--seed", "2")
    wait_for_writing(process, target)
    writes = time.monotonic()
    process.communicate()
    assert process.returncode == 0
    return time.monotonic() - began, time.monotonic() - writes


def wait_for_writing(process: subprocess.Popen[bytes], target: Path) -> None:
    """Return as soon as a new result lies beside the target, or the process has ended."""
    old = set(target.parent.glob(f".{target.name}.*.new"))
    while process.poll() is None:
        if set(target.parent.glob(f".{target.name}.*.new")) - old:
            return
        time.sleep(POLL_S)


def assert_whole(target: Path) -> None:
    """Assert that the folder holds what its manifest says, each file with its hash."""
    outputs = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert {path.name for path in target.iterdir()} == {*outputs, "manifest.json"}
    for name, told in outputs.items():
        assert manifest.fingerprint(target / name) == told
