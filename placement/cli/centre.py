"""`placement centre`: what a plan asks of the operations centre, phase by phase."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from placement.api.results import read_plan
from placement.centre.needs import centre_for
from placement.centre.parameters import Parameters, packaged
from placement.centre.room import Room, room_checks
from placement.cli import options, summary
from placement.cli.text_table import echo, say_table
from placement.config.centre import CentreSection
from placement.errors import ConfigError, Problem
from placement.output import caveats, centre_texts, redraw
from placement.output.folder import write_file


@click.command()
@options.result
@click.option(
    "--with",
    "own",
    multiple=True,
    metavar="KEY=VALUE",
    help="Another value of a parameter, as in seats_nonstop=2; --parameters lists the keys.",
)
@click.option(
    "--parameters", "listed", is_flag=True, help="List every number it rests on, with its source."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for all of it as JSON; none is written if not given.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    result: Path,
    own: tuple[str, ...],
    output: Path | None,
    *,
    listed: bool,
) -> None:
    """Say what a finished plan in the folder RESULT (maps/<case>) asks of the operations centre.

    Operators and pictures, waiting, recordings, network, power, heat and money, from today to the
    target; [centre] in the plan file has the town's own numbers.
    """
    settings = options.settings(context)
    plan = read_plan(result).plan
    section = redraw.centre_of(result)
    try:
        centre = centre_for(plan, _parameters(section, own))
    except ValueError as error:
        raise ConfigError(Problem("centre_contradiction", values={"reason": str(error)})) from error
    checks = () if section.room is None else room_checks(Room(**section.room.model_dump()))
    for sentence in centre_texts.sentences(centre, settings.language):
        echo(sentence, settings)
    for sentence in caveats.warnings(plan, settings.language):
        echo(sentence, settings)
    say_table(centre_texts.phases_table(plan, centre, settings.language), settings)
    if checks:
        say_table(centre_texts.room_table(checks, settings.language), settings)
    if listed:
        say_table(centre_texts.parameters_table(centre, settings.language), settings)
    plain = centre_texts.as_dict(plan, centre, checks)
    if output is not None:
        content = json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        write_file(output, content.encode("utf-8"))
        settings.say("cli.written", folder=output)
    if settings.json:
        summary.as_json(plain)


def _parameters(section: CentreSection, own: Iterable[str]) -> Parameters:
    """Return the package's numbers, those of the plan file and of the command in their place."""
    values = dict(section.parameters)
    problems = []
    for word in own:
        key, _, value = word.partition("=")
        try:
            values[key.strip()] = float(value.replace(",", "."))
        except ValueError:
            problems.append(Problem("centre_number", column=key, values={"found": value}))
    if problems:
        raise ConfigError(problems)
    return packaged().replaced(values)
