"""`placement plan`, killed at any moment: the folder holds the old result or the new, whole."""

import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from placement.output import folder, manifest
from placement.output.write import read_plan
from tests.cli.running import run, run_apart, start
from tests.pipeline import toy_case

KILLS = [(2, 2), pytest.param((12, 8), marks=pytest.mark.slow)]
"""Kills at any moment of a run, and around the writing of its result."""
POLL_S = 0.001


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
    assert run_apart("plan", case, "-o", target, "-q", "--seed", "0").code == 0
    began = time.monotonic()
    assert run_apart("plan", case, "-o", target, "-q", "--seed", "1").code == 0
    whole_s = time.monotonic() - began
    writing_s = how_long_writing_takes(case, target)
    seeds = {1, 2}
    found = []
    for number in range(early + late):
        seed = 10 + number
        process = start("plan", case, "-o", target, "-q", "--seed", str(seed))
        if number < early:
            time.sleep(draw.uniform(0.0, whole_s))
        else:
            wait_for_writing(process, target)
            time.sleep(draw.uniform(0.0, 1.2 * writing_s))
        process.kill()
        process.communicate()
        seeds.add(seed)

        folder.recover(target)
        found.append(read_plan(target).seed)
        assert_whole(target)
        assert found[-1] in seeds

    assert len(set(found)) > 1  # some runs came to their end, some did not
    assert any(now != 10 + number for number, now in enumerate(found))
    assert run("plan", case, "-o", target, "-q", "--seed", "3").code == 0
    assert read_plan(target).seed == 3
    assert sorted(path.name for path in case.parent.iterdir()) == ["case", "out"]


def how_long_writing_takes(case: Path, target: Path) -> float:
    """Return the time from the first file of a new result to the end of the run. [s]"""
    process = start("plan", case, "-o", target, "-q", "--seed", "2")
    wait_for_writing(process, target)
    began = time.monotonic()
    process.communicate()
    assert process.returncode == 0
    return time.monotonic() - began


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
