"""Ctrl-C while cameras are chosen: the best plan so far, written whole."""

import contextlib
import json
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import tomli_w

from placement.cli import summary
from placement.cli.interrupt import remembered, watched
from placement.cli.options import Settings
from placement.cli.progress import Bar
from placement.errors import Problem, SolverError
from placement.output.write import read_plan
from tests.cli.running import ROOT, environment
from tests.pipeline import toy_case

TELLING = """
import os, time
from placement.cli import interrupt
from placement.cli.main import main
from placement.cli.progress import Bar
stages, begin, ask = os.dup(1), Bar.stage, interrupt.Interrupt.__call__

def tell(what):
    os.write(stages, what.encode() + bytes([10]))
    if what == os.environ["HELD"]:
        time.sleep(60)

def stage(bar, key):
    tell(key)
    begin(bar, key)

def asked(stop):
    if not stop.pressed:
        tell("search")
    while os.environ["HELD"] == "search" and not stop.pressed:
        time.sleep(0.01)
    return ask(stop)

Bar.stage = stage
interrupt.Interrupt.__call__ = asked
main()
"""
"""The command, telling each stage, and that the search asks whether to go on, on a copy of its
standard output, which nothing else reaches; there it is held until somebody presses Ctrl-C."""
POSIX = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no SIGINT for another process"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case."""
    return toy_case.write(tmp_path_factory.mktemp("short") / "case")


@pytest.fixture(scope="module")
def long_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample town, asked for a proof that takes long."""
    folder = tmp_path_factory.mktemp("long") / "litvinov"
    shutil.copytree(ROOT / "data" / "litvinov", folder)
    file = folder / "plan.toml"
    plan = tomllib.loads(file.read_text(encoding="utf-8"))
    plan["optimise"] = {**plan.get("optimise", {}), "gap": 0.0, "time_limit_s": 600.0}
    plan["output"] = {**plan.get("output", {}), "paper": False}  # sheets take seconds
    file.write_text(tomli_w.dumps(plan), encoding="utf-8")
    return folder


def interrupted(
    case: Path, out: Path, *, stage: str, after_s: float | None = None
) -> tuple[int, str]:
    """Plan, press Ctrl-C in a stage, held there or some time into it; return what it ended with."""
    held = stage if after_s is None else ""
    process = subprocess.Popen(
        [sys.executable, "-c", TELLING, "plan", str(case), "-o", str(out), "--lang", "en"],
        env={**environment(), "HELD": held},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    while process.stdout.readline().decode().strip() not in (stage, ""):
        pass
    time.sleep(after_s or 0.0)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=120)
    return process.returncode, told.decode()


@POSIX
def test_ctrl_c_writes_the_best_plan_so_far(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 130; the plan is whole, its phases nest, its gaps are stated, it says why."""
    out = tmp_path / "out"
    code, told = interrupted(case, out, stage="search")

    assert code == 130, told
    assert_best_so_far(out, told, cameras=6)
    plan = read_plan(out)
    for language, words in (("cs", "nejlepší dosavadní plán"), ("en", "best plan so far")):
        summary.plan(plan, Settings(language))
        assert words in capsys.readouterr().err
    assert summary.plan_dict(plan)["status"] == "interrupted"


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("after_s", [1.0, 5.0])
def test_ctrl_c_in_a_long_search_writes_the_best_plan_so_far(
    long_case: Path, tmp_path: Path, after_s: float
) -> None:
    """Whenever it comes: the sample town's search goes on for minutes otherwise."""
    out = tmp_path / "out"
    code, told = interrupted(long_case, out, stage="optimise", after_s=after_s)

    assert code == 130, told
    assert_best_so_far(out, told, cameras=75)


def assert_best_so_far(out: Path, told: str, *, cameras: int) -> None:
    """Assert that a plan is whole, and that all that reports it tells it was interrupted."""
    assert "best plan so far" in told
    assert "Traceback" not in told
    plain = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    assert plain["status"] == "interrupted"
    plan = read_plan(out)
    assert plan.status == "interrupted"
    counts = [phase.cameras for phase in plan.phases]
    assert counts == sorted(counts)
    assert counts[-1] == cameras
    for phase in plan.phases[1:]:
        assert len(plan.standing(phase.phase)) == phase.cameras
        assert 0.0 <= phase.gap < 0.5  # a busy machine has not come far in a second
        assert phase.bound < plan.demand_total
    assert '"interrupted":' in (out / "map.html").read_text(encoding="utf-8")
    note = json.loads((out / "cameras.geojson").read_text(encoding="utf-8"))["note"]
    assert "The search was interrupted" in note
    assert "Hledání bylo přerušeno" in note


@POSIX
def test_ctrl_c_before_there_is_a_plan_leaves_the_old_result(case: Path, tmp_path: Path) -> None:
    """While inputs are read there is nothing to write: one line, 130, no folder."""
    out = tmp_path / "out"

    code, told = interrupted(case, out, stage="read")

    assert (code, told) == (130, "Interrupted.\n")
    assert not out.exists()


def test_the_first_ctrl_c_is_a_wish_and_the_second_an_end(capsys) -> None:
    """The search hears of the first, which is said once; the second ends as always."""

    def pressed_twice() -> list[bool]:
        with watched(Settings("cs")) as stop:
            heard.append(stop())
            signal.raise_signal(signal.SIGINT)
            heard.extend([stop(), stop()])
            signal.raise_signal(signal.SIGINT)
        return heard

    heard: list[bool] = []
    with pytest.raises(KeyboardInterrupt):
        pressed_twice()

    assert heard == [False, True, True]
    assert capsys.readouterr().err.count("Přerušeno") == 1
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_ctrl_c_that_a_library_swallows_is_heeded_at_the_next_stage() -> None:
    """Code in C may take it for a missing attribute; nothing of an earlier command counts."""
    bar = Bar(Settings())

    def swallowed() -> None:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    with remembered():
        bar.stage("read")
        swallowed()
        with pytest.raises(KeyboardInterrupt):
            bar.stage("demand")
    swallowed()
    with remembered():
        bar.stage("read")

    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_ctrl_c_nobody_hears_ends_the_program() -> None:
    """If the search was over when it came, the command ends as it always does."""
    with pytest.raises(KeyboardInterrupt), watched(Settings()):
        signal.raise_signal(signal.SIGINT)


def test_a_ctrl_c_before_a_plan_keeps_the_rules_ends_the_program() -> None:
    """A search that is stopped with no plan in hand was interrupted, and has not failed."""

    def stopped_without_plan(*, pressed: bool) -> None:
        with watched(Settings()) as stop:
            if pressed:
                signal.raise_signal(signal.SIGINT)
            stop()
            raise SolverError(Problem("rules_no_plan"))

    with pytest.raises(KeyboardInterrupt):
        stopped_without_plan(pressed=True)
    with pytest.raises(SolverError):
        stopped_without_plan(pressed=False)

    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_ctrl_c_nothing_happens() -> None:
    """The search is told to go on, and Ctrl-C means afterwards what it meant before."""
    with watched(Settings()) as stop:
        assert not stop()

    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
