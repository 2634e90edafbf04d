"""How long sights take without a memory, with a new one and with a full one.

The made town with 5 000 sites, and Litvínov. Rounds go through all three in turn, for only the
ratios within one run mean something.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from placement import config as plan_files
from placement import memory, pipeline, visibility
from placement.memory import Store
from placement.sites import Sites
from placement.surface import Surface
from placement.visibility import Sights, Targets
from tests.benchmarks import coverage

pytestmark = pytest.mark.slow
ROUNDS = 5
LITVINOV = Path(__file__).parents[2] / "data" / "litvinov"
Case = tuple[Surface, Sites, Targets]


def made() -> tuple[Case, float]:
    """Return the made town and its range. [m]"""
    return coverage.case(), coverage.RANGE_M


def litvinov() -> tuple[Case, float]:
    """Return the sample town and the range of its cameras. [m]"""
    config = plan_files.load(LITVINOV / "plan.toml")
    known = pipeline.prepare(config, pipeline.read(config, folder=LITVINOV))
    reach_m = max(model.range_m for model in known.models)
    return (known.surface, known.sites, known.targets), reach_m


@pytest.mark.parametrize("case", [made, litvinov])
def test_memory(case: Callable[[], tuple[Case, float]], tmp_path: Path) -> None:
    """The warm answer is the same; the table says what it took."""
    data, range_m = case()
    told: dict[str, list[float]] = {"none": [], "cold": [], "warm": [], "keys": []}
    for number in range(-1, ROUNDS):  # the first compiles
        folder = tmp_path / str(number)
        taken = {
            "none": lambda: visibility.sights(*data, range_m=range_m),
            "cold": lambda: memory.sights(*data, range_m=range_m, memory=Store(folder)),  # noqa: B023 -- called at once
            "warm": lambda: memory.sights(*data, range_m=range_m, memory=Store(folder)),  # noqa: B023 -- called at once
            "keys": lambda: memory.looks.keys(*data, {"range_m": range_m}),
        }
        found = {}
        for name, look in taken.items():
            began = time.perf_counter()
            found[name] = look()
            if number >= 0:
                told[name].append(time.perf_counter() - began)
        for name in ("cold", "warm"):
            assert_same(found[name], found["none"])

    medians = {name: statistics.median(times) for name, times in told.items()}
    shown = ", ".join(f"{name} {seconds:.3f} s" for name, seconds in medians.items())
    sys.stdout.write(f"{case.__name__}, {len(data[1])} sites: {shown}\n")
    assert medians["keys"] / len(data[1]) < 0.001


def assert_same(one: Sights, other: Sights) -> None:
    """Assert that two answers have the same bits."""
    for field in attrs.fields(Sights):
        assert getattr(one, field.name).tobytes() == getattr(other, field.name).tobytes()
