"""`placement check`: reads and checks a case, reports every problem, changes nothing."""

from pathlib import Path

import click

from placement.cli import options
from placement.cli.progress import Bar


@click.command()
@options.case
@options.shared
@click.pass_context
def command(context: click.Context, case: Path) -> None:
    """Read and check the plan file and all inputs of CASE; change nothing."""
    from placement.api.case import check_case, read_case
    from placement.cli import summary

    settings = options.settings(context)
    bar = Bar(settings)
    town = read_case(case)
    situation = check_case(town, progress=bar)
    bar.done()
    accounts = town.inputs().accounts
    summary.accounts(accounts, settings)
    figures = {
        "demand_points": len(situation.demand.ids),
        "unsnapped": situation.demand.unsnapped,
        "sites": len(situation.sites),
        "candidates": len(situation.candidates),
        "existing_cameras": len(situation.existing),
    }
    for name, value in figures.items():
        settings.say(f"cli.{name}", value=value)
    register = town.inputs().register
    counted = {} if register is None else dict(register.states)
    summary.states(counted, settings)
    unpriced = {
        "unpriced_models": situation.unpriced_models,
        "unpriced_carriers": situation.unpriced_carriers,
    }
    summary.prices(situation.unpriced_models, situation.unpriced_carriers, settings)
    doubts = {each.name: each.lens_doubt for each in town.config.camera_models if each.lens_doubt}
    for name, projections in doubts.items():
        settings.say("cli.lens_doubt", name=name, projections=projections)
    settings.say("cli.checked", name=town.name)
    if settings.json:
        rows = [summary.account_dict(account, settings) for account in accounts]
        missing: dict[str, object] = {n: list(names) for n, names in unpriced.items() if names}
        if doubts:
            missing["lens_doubts"] = doubts
        states = {"states": counted} if counted else {}
        summary.as_json({"case": town.name, **figures, **states, **missing, "inputs": rows})
