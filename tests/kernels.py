"""Kernels compiled before a whole run, each by one worker: else every worker compiles them all."""

import os
import tempfile
import time
from pathlib import Path

MANY = 1000
"""A run of fewer tests compiles what it meets. [-]"""
LONGEST_S = 180.0
"""So long a worker waits for the other at most; then it compiles itself what it meets. [s]"""


def share(*, tests: int) -> None:
    """Compile the share of this worker, or load it, and wait for that of the other one."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if tests < MANY or int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) < 2:
        return
    parts = {"gw0": _of_sight, "gw1": _of_search}
    run = Path(tempfile.gettempdir()) / f"placement-kernels-{os.environ['PYTEST_XDIST_TESTRUNUID']}"
    run.mkdir(exist_ok=True)
    if worker in parts:
        parts[worker]()
        (run / worker).touch()
    last = time.monotonic() + LONGEST_S
    while time.monotonic() < last and not all((run / each).exists() for each in parts):
        time.sleep(0.05)


def _of_search() -> None:
    """Run the kernels of searches and bounds, with rules and without."""
    from placement.optimise.warm_up import compile_kernels

    compile_kernels(rules=True)


def _of_sight() -> None:
    """Run a view by cells, and the preparation of the toy case with either engine."""
    from placement import config, pipeline
    from tests.pipeline import toy_case

    with tempfile.TemporaryDirectory() as folder:
        case = toy_case.write(Path(folder) / "case")
        for engine in ("vector", "raster"):
            toy_case.change_plan(case, lambda plan, e=engine: plan["viewshed"].update(engine=e))
            loaded = config.load(case / config.PLAN_FILE)
            pipeline.prepare(loaded, pipeline.read(loaded, folder=case))
