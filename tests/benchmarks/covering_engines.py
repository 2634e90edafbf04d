"""The plain engine beside the one for rules: `python -m tests.benchmarks.covering_engines`.

Both solve the same made instances without any rule and with the same limits, each solve in a
process of its own, after compiling. Limits and seconds are those of the processor, so that other
jobs on the machine do not matter. The figures say whether one engine could do the work of both.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

from attrs import frozen

from placement.optimise import Program, search_limits, solve
from placement.optimise.search_limits import new_run
from placement.optimise.side_constraints.engine import constrained_choice
from placement.optimise.warm_up import compile_kernels
from tests.benchmarks import covering_kinds as kinds
from tests.benchmarks.covering import NEW, alone
from tests.benchmarks.covering_instances import SIZES, sized

Engine = Callable[[Program, float, float], tuple[float, float]]
"""Program, gap and limit [s] to value and bound."""


def plain(program: Program, gap: float, limit_s: float) -> tuple[float, float]:
    """Return value and bound by the plain engine."""
    plan = solve(program, gap=gap, time_limit_s=limit_s)
    return plan.objective, plan.bound


def with_rules(program: Program, gap: float, limit_s: float) -> tuple[float, float]:
    """Return value and bound by the engine for rules."""
    best = constrained_choice(program, new_run(gap=gap, time_limit_s=limit_s, seed=0))
    return program.value(best.chosen), best.bound


ENGINES: dict[str, Engine] = {"plain": plain, "for rules": with_rules}


@frozen
class Row:
    """One line of the table."""

    instance: str
    engine: str
    processor_s: float
    value: float
    bound: float
    peak_gb: float = 0.0

    def markdown(self) -> str:
        """Return the line of a Markdown table."""
        gap = (self.bound - self.value) / self.bound
        cells = (
            self.instance,
            self.engine,
            f"{self.processor_s:.2f}",
            f"{self.value:.0f}",
            f"{gap:.4%}",
            f"{self.peak_gb:.2f}",
        )
        return "| " + " | ".join(cells) + " |"


HEAD = """| instance | engine | processor s | value | gap | peak GB |
|---|---|---:|---:|---:|---:|"""


def programs() -> dict[str, Callable[[], Program]]:
    """Return how to make each instance, by name."""
    cameras = {f"made, {size}": lambda size=size: _cameras(size) for size in SIZES}
    cities = {f"{name}, p 60": lambda name=name: _city(name, 60) for name in kinds.CITIES}
    squares = {name: lambda name=name: _square(name) for name in kinds.SQUARES}
    return cameras | cities | squares


def _cameras(size: str) -> Program:
    made = sized(size)
    return Program(
        covers=made.covers,
        weight=made.weight,
        site=made.site,
        existing=made.existing,
        count=NEW + len(made.existing),
    )


def _city(name: str, count: int) -> Program:
    city = kinds.CITIES[name]
    made = kinds.city(
        city.kind, nodes=city.nodes, radius_m=city.radius_m, seed=city.seed, walked=city.walked
    )
    return _covering(made, count)


def _square(name: str) -> Program:
    square, count = kinds.SQUARES[name]
    made = kinds.square(
        sites=square.sites, demand=square.demand, radius=square.radius, seed=square.seed
    )
    return _covering(made, count)


def _covering(made: kinds.MadeInstance, count: int) -> Program:
    return Program(
        covers=made.covers, weight=made.weight, site=range(made.covers.shape[0]), count=count
    )


def measured(instance: str, engine: str, gap: float, limit_s: float) -> Row:
    """Return how an engine does on an instance."""
    program = programs()[instance]()
    compile_kernels(rules=True)
    search_limits.time = SimpleNamespace(perf_counter=time.process_time)
    began = time.process_time()
    value, bound = ENGINES[engine](program, gap, limit_s)
    return Row(instance, engine, time.process_time() - began, value, bound)


def rows(instances: list[str], gap: float, limit_s: float) -> Iterator[Row]:
    """Yield the table, line by line."""
    for instance in instances:
        for engine in ENGINES:
            yield alone(measured, instance, engine, gap, limit_s)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", nargs="*", default=list(programs()), metavar="INSTANCE")
    parser.add_argument("--gap", type=float, default=0.001)
    parser.add_argument("--limit-s", type=float, default=30.0)
    options = parser.parse_args()
    sys.stdout.write(HEAD + "\n")
    for row in rows(options.rows, options.gap, options.limit_s):
        sys.stdout.write(row.markdown() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
