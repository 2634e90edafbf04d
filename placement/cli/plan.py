"""`placement plan`: the main job, from a case to a folder of map, lists and plan."""

from pathlib import Path

import click

from placement.cli import options, second_process
from placement.cli.interrupt import INTERRUPTED, watched
from placement.cli.progress import Bar
from placement.worker import IN_PLACE


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
@options.setting
@options.budget
@options.cameras
@click.option(
    "--standing",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="List of the cameras that stand, in place of those of CASE; as `evaluate --cameras` takes "
    "it, but what is proposed there does not stand.",
)
@options.only
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
    settings_asked: tuple[str, ...],
    budget_czk: float | None,
    cameras: int | None,
    standing: Path | None,
    only: bool,
    confidence: int | None,
) -> None:
    """Choose cameras for CASE phase by phase and write map, lists and plan."""
    # before more is imported, which it does meanwhile
    second = second_process.for_plan(case, jobs=jobs)
    from placement.api.case import read_case
    from placement.visibility.kernels import r3

    settings = options.settings(context)
    if jobs is not None:
        r3.use_cores(jobs)
    own = read_case(case)
    if standing is not None:
        from placement.api.tables import with_cameras

        own = with_cameras(own, standing)
    town = own.with_options(
        seed=seed,
        other_plans=other_plans,
        curve=curve or None,
        fix=fix,
        forbid=forbid,
        move=move,
        settings=settings_asked,
        budget_czk=budget_czk,
        cameras=cameras,
        only=only,
        repetitions=confidence,
    )
    from placement.api.planning import plan_case
    from placement.api.results import write_plan
    from placement.cli import alternatives, summary, warm_up
    from placement.output import folder as folders
    from placement.output import write as results

    target = output or options.default_output(town)
    folders.refuse_foreign(target)
    if town.config.what_if is not None:
        results.refuse_other_plan(target)
    bar = Bar(settings)
    kernels = warm_up.begin(alone=second is IN_PLACE)
    inputs = town.inputs(progress=bar, worker=second)
    rest = kernels.rest(second)
    situation = town.situation(progress=bar)
    kernels.wait()
    rest.result()
    with watched(settings) as stop:
        result = plan_case(town, progress=bar, stop=stop, worker=second)
    language = options.language_of(settings, town)
    write_plan(result, target, language=language, progress=bar, worker=second)
    bar.done()
    accounts = inputs.accounts
    if settings.verbosity > 0:
        summary.accounts(accounts, settings)
    else:
        summary.notes(accounts, settings)
    summary.plan(result.plan, settings)
    shortfalls = alternatives.shortfalls(result.plan, situation.config, stopped=stop.acknowledged)
    alternatives.say_shortfalls(shortfalls, settings)
    summary.places(result.places, settings)
    summary.unsnapped(inputs, situation.demand.unsnapped, settings)
    settings.say("cli.written", folder=target)
    if settings.json:
        summary.as_json(
            {
                **summary.plan_dict(result.plan),
                **summary.places_dict(result.places),
                **alternatives.shortfalls_dict(shortfalls),
                "inputs": [summary.account_dict(account, settings) for account in accounts],
                "output": str(target),
            }
        )
    if stop.acknowledged:
        context.exit(INTERRUPTED)
