"""`placement check`: reads and checks a case, reports every problem, changes nothing."""

from pathlib import Path

import click

from placement import config as plan_files
from placement import pipeline
from placement.cli import options, summary
from placement.cli.progress import Bar


@click.command()
@options.case
@options.shared
@click.pass_context
def command(context: click.Context, case: Path) -> None:
    """Read and check the plan file and all inputs of CASE; change nothing."""
    told = options.settings(context)
    file = plan_files.plan_file_of(case)
    config = plan_files.load(file)
    bar = Bar(told)
    with pipeline.naming(file.name):
        inputs = pipeline.read(config, folder=file.parent, progress=bar)
        situation = pipeline.prepare(config, inputs, progress=bar)
        pipeline.refuse_impossible(situation)
    bar.done()
    summary.accounts(inputs.accounts, told)
    figures = {
        "demand_points": len(situation.demand.ids),
        "unsnapped": situation.demand.unsnapped,
        "sites": len(situation.sites),
        "candidates": len(situation.candidates),
        "existing_cameras": len(situation.existing),
    }
    for name, value in figures.items():
        told.say(f"cli.{name}", value=value)
    told.say("cli.checked", name=config.case.name)
    if told.json:
        found = [summary.account_dict(account, told) for account in inputs.accounts]
        summary.as_json({"case": config.case.name, **figures, "inputs": found})
