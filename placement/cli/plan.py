"""`placement plan`: the main job, from a case to a folder of map, lists and plan."""

from pathlib import Path

import click

from placement import config as plan_files
from placement import pipeline
from placement.cli import (
    alternatives,
    options,
    summary,
    warm_up,
)
from placement.cli.interrupt import INTERRUPTED, watched
from placement.cli.progress import Bar
from placement.config import PlanConfig
from placement.evaluation.robustness import repeated
from placement.output import folder as folders
from placement.output import plan_layers, write
from placement.visibility.kernels import r3


@click.command()
@options.case
@options.output
@options.seed
@options.jobs
@options.alternatives
@options.curve
@options.fix
@options.forbid
@options.move
@click.option(
    "--confidence",
    type=click.IntRange(0, 1000),
    metavar="N",
    help="Plan again on N samples of the incidents and in N towns of other heights; tell how often "
    "each camera is chosen. Replaces bootstraps of [study]; 0: try nothing.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    *,
    case: Path,
    output: Path | None,
    seed: int | None,
    jobs: int | None,
    other_plans: int | None,
    curve: bool,
    fix: tuple[str, ...],
    forbid: tuple[str, ...],
    move: tuple[str, ...],
    confidence: int | None,
) -> None:
    """Choose cameras for CASE phase by phase and write map, lists and plan."""
    told = options.settings(context)
    if jobs is not None:
        r3.use_cores(jobs)
    file = plan_files.plan_file_of(case)
    asked = {"seed": seed, "other_plans": other_plans, "curve": curve or None}
    given = {name: value for name, value in asked.items() if value is not None}
    config = plan_files.overridden(plan_files.load(file), given)
    config = plan_files.supposing(config, fix=fix, forbid=forbid, move=move)
    if confidence is not None:
        config = plan_files.repeating(config, confidence)
    target = output or default_output(file)
    folders.refuse_foreign(target)
    bar = Bar(told)
    kernels = warm_up.begin()
    with pipeline.naming(file.name):
        inputs = pipeline.read(config, folder=file.parent, progress=bar)
        situation = pipeline.prepare(config, inputs, progress=bar)
        kernels.wait()
        with watched(told) as stop:
            plan = pipeline.decide(situation, progress=bar, stop=stop)
            plan = repeated(situation, plan, progress=bar, stop=stop)
    bar.stage("write")
    seen_places = pipeline.covered_places(plan, situation)
    write.write_all(
        plan,
        plan_layers.layers(plan, situation, watched=seen_places),
        target,
        language=told.language if told.language_asked else config.case.language,
        inputs=input_files(config, file.parent),
        config=config,
        watched=seen_places,
    )
    bar.done()
    if told.verbosity > 0:
        summary.accounts(inputs.accounts, told)
    else:
        summary.heard(inputs.accounts, told)
    summary.plan(plan, told)
    unmade = alternatives.unmade(plan, config, stopped=stop.heard)
    alternatives.tell_unmade(unmade, told)
    summary.places(seen_places, told)
    summary.unsnapped(inputs, situation.demand.unsnapped, told)
    told.say("cli.written", folder=target)
    if told.json:
        found = [summary.account_dict(account, told) for account in inputs.accounts]
        made = summary.plan_dict(plan)
        places = summary.places_dict(seen_places)
        more = {"inputs": found, "output": str(target)}
        summary.as_json({**made, **places, **alternatives.unmade_dict(unmade), **more})
    if stop.heard:
        context.exit(INTERRUPTED)


def default_output(file: Path) -> Path:
    """Return `maps/<case>` below the current folder; the case is the plan file's folder."""
    return Path("maps") / file.resolve().parent.name


def input_files(config: PlanConfig, folder: Path) -> dict[str, Path]:
    """Return the input files of a case by their path in the plan file."""
    return {
        source.path.as_posix(): folder / source.path for source in config.inputs.given().values()
    }
