"""`placement evaluate`: what given cameras are worth, without planning."""

from pathlib import Path

import click

from placement.cli import options
from placement.cli.progress import Bar

SUBFOLDER = "evaluation"


@click.command()
@options.case
@click.option(
    "--cameras",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="List of cameras, ours or anybody's: CSV, XLSX, ODS, GeoJSON, GeoPackage, KML, GPX, DXF, "
    "OSM; the cameras of CASE if not given.",
)
@click.option("--layer", metavar="NAME", help="Layer of a FILE that has several.")
@click.option(
    "--join",
    is_flag=True,
    help="Count the cameras of CASE too that FILE does not name; else FILE is the whole network.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="RESULT",
    help="Plan from which FILE came: say camera by camera what differs and what that does.",
)
@options.folder("Folder of the result; maps/<case>/evaluation if not given.")
@options.seed
@options.jobs
@options.shared
@click.pass_context
def command(
    context: click.Context,
    *,
    case: Path,
    cameras: Path | None,
    layer: str | None,
    join: bool,
    against: Path | None,
    output: Path | None,
    seed: int | None,
    jobs: int | None,
) -> None:
    """Say what given cameras are worth for CASE, without planning; write map and lists."""
    from placement.api.case import read_case
    from placement.api.evaluation import evaluate_cameras
    from placement.api.results import read_plan, write_plan
    from placement.cli import summary
    from placement.cli.text_table import echo, say_table
    from placement.output import folder as folders
    from placement.visibility.kernels import r3

    settings = options.settings(context)
    if jobs is not None:
        r3.use_cores(jobs)
    town = read_case(case).with_options(seed=seed)
    target = output or options.default_output(town) / SUBFOLDER
    folders.refuse_foreign(target)
    planned = None if against is None else read_plan(against)
    bar = Bar(settings)
    evaluation = evaluate_cameras(town, cameras, layer=layer, join=join, progress=bar)
    difference = None if planned is None else evaluation.against(planned)
    write_plan(
        evaluation,
        target,
        language=options.language_of(settings, town),
        progress=bar,
        more={} if difference is None else difference.files(),
    )
    bar.done()
    accounts = () if evaluation.account is None else (evaluation.account,)
    if settings.verbosity > 0:
        summary.accounts((*accounts, *town.inputs().accounts), settings)
    else:
        for account in accounts:
            summary.given_list(account, settings)
    if evaluation.not_counted:
        settings.say("cli.given_left", n=evaluation.not_counted)
    summary.plan(evaluation.plan, settings)
    summary.places(evaluation.places, settings)
    if difference is not None:
        echo(difference.sentence(settings.language), settings)
        if difference.pairs:
            say_table(difference.table(settings.language), settings)
    settings.say("cli.written", folder=target)
    if settings.json:
        summary.as_json(
            {
                **summary.plan_dict(evaluation.plan),
                **summary.places_dict(evaluation.places),
                "not_counted": evaluation.not_counted,
                **({} if difference is None else {"difference": difference.as_dict()}),
                "inputs": [summary.account_dict(account, settings) for account in accounts],
                "output": str(target),
            }
        )
