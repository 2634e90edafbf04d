"""A plan with half of the homes' façades in view beside the plan without a limit.

`python -m tests.benchmarks.homes_in_view CASE` reads a case and prints seconds of the processor,
value, bound and façades of both; the plan file may have a section `[privacy]` or not.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from attrs import evolve

from placement import config as plan_files
from placement.config.privacy import PrivacySection
from placement.optimise import Limit, PhaseLimit, Program, Solution, plan_phases
from placement.optimise.warm_up import compile_kernels
from placement.pipeline import homes_in_view, input_reader, preparation
from placement.pipeline.program import phase_limits, program_of
from placement.pipeline.situation import Situation
from placement.units import Floats


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def searched(
    situation: Situation, program: Program, limits: Sequence[PhaseLimit]
) -> tuple[tuple[Solution, ...], float]:
    """Return the plan of all phases and the seconds of the processor it took."""
    optimise, began = situation.config.optimise, time.process_time()
    solutions = plan_phases(
        program,
        limits,
        priority=optimise.priority,
        weights=optimise.phase_weights,
        gap=optimise.gap,
        time_limit_s=optimise.time_limit_s,
        seed=optimise.seed,
    )
    return solutions, time.process_time() - began


def told(name: str, solutions: Sequence[Solution], area_m2: Floats, seconds: float) -> None:
    """Print the phases of a plan."""
    say(f"{name}: {seconds:.1f} s of the processor")
    for number, one in enumerate(solutions, start=1):
        say(
            f"  phase {number}: value {one.value:.3f}, bound {one.bound:.3f},"
            f" gap {100 * one.gap:.3f} %, new façades {area_m2[list(one.chosen)].sum():.0f} m²"
        )


def main() -> None:
    """Plan twice and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("case", type=Path, help="folder with plan.toml, or a plan file")
    arguments.add_argument("--share", type=float, default=0.5)
    arguments.add_argument("--in-view", choices=("home", "reach"), default="reach")
    options = arguments.parse_args()
    file = options.case / "plan.toml" if options.case.is_dir() else options.case
    config = plan_files.load(file)
    section = config.privacy or PrivacySection()
    section = section.model_copy(update={"in_view": options.in_view})
    config = config.model_copy(update={"privacy": section})
    inputs = input_reader.read(config, folder=file.parent)
    began = time.process_time()
    situation = preparation.prepare(config, inputs)
    prepared = time.process_time()
    area_m2 = homes_in_view.home_area_m2(situation).copy()
    say(f"prepared {prepared - began:.1f} s, façades {time.process_time() - prepared:.1f} s")
    standing = list(situation.existing)
    say(f"façades in view of standing cameras {area_m2[standing].sum():.0f} m²")
    area_m2[standing] = 0.0
    program = program_of(situation)
    limits = phase_limits(situation, program)
    compile_kernels(rules=True)
    free, seconds = searched(situation, program, limits)
    told("without a limit", free, area_m2, seconds)
    most_m2 = options.share * float(area_m2[list(free[-1].chosen)].sum())
    row = Limit(name="homes", amount=area_m2, most=most_m2, unit="area", asked=most_m2)
    rules = evolve(program.rules, limits=[*program.rules.limits, row])
    held, longer = searched(situation, evolve(program, rules=rules), limits)
    told(f"at most {most_m2:.0f} m²", held, area_m2, longer)
    lost = free[-1].value - held[-1].value
    say(
        f"costs {100 * lost / free[-1].value:.2f} % of the value, {longer / seconds:.1f} × the time"
    )


if __name__ == "__main__":
    main()
