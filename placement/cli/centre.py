"""`placement centre`: what a plan asks of the operations centre, phase by phase."""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placement.cli import options
from placement.errors import ConfigError, InfeasibleError, Problem

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.centre.needs import Centre
    from placement.centre.reckoning import Reckoning
    from placement.centre.shifts import Rota
    from placement.config.centre import CentreSection
    from placement.output.comparison_texts import TextTable
    from placement.texts import Language

MOST_SWINGS = 8
"""Parameters whose bands are said; JSON has all of them."""


@click.command()
@options.result
@click.option(
    "--with",
    "own",
    multiple=True,
    metavar="KEY=VALUE",
    help="Another value of a parameter, as in seats_nonstop=2; --parameters lists the keys;"
    " codec=h264 for recordings in H.264.",
)
@click.option(
    "--parameters", "listed", is_flag=True, help="List every number it rests on, with its source."
)
@click.option(
    "--rota",
    "with_rota",
    is_flag=True,
    help="Make a rota of four weeks that keeps the law's rests.",
)
@click.option(
    "--measures",
    "with_measures",
    is_flag=True,
    help="List the security measures of decree 410/2025, with what each is about.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder for tables (CSV), figures (PNG, SVG), workbook and JSON; a name that ends in"
    " .json is that file alone. Nothing is written if not given.",
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
    with_rota: bool,
    with_measures: bool,
) -> None:
    """Say what a finished plan in the folder RESULT (maps/<case>) asks of the operations centre.

    Operators and pictures, waiting, recordings, network, power, heat and money, from today to the
    target; [centre] in the plan file has the town's own numbers.
    """
    from placement.api.results import read_plan
    from placement.centre.cable_routes import cables_of
    from placement.centre.reckoning import reckoning_for
    from placement.centre.room import Room
    from placement.cli import summary
    from placement.cli.text_table import echo, say_table
    from placement.output import caveats, redraw
    from placement.output.centre import cables, checklist, document, money, parameters

    settings = options.settings(context)
    section = redraw.centre_of(result)
    planned = read_plan(result)
    plan, layers = planned.plan, planned.layers
    reckoning = reckoning_for(
        plan,
        own=_own(section, own),
        grants=section.grants,
        room=None if section.room is None else Room(**section.room.model_dump()),
        cables=cables_of(plan, streets=layers.streets, networks=layers.networks),
    )
    served = _rota(reckoning.centre) if with_rota else None
    language = settings.language
    for sentence in money.sentences(reckoning, language):
        echo(sentence, settings)
    for sentence in cables.sentences(reckoning, language):
        echo(sentence, settings)
    for sentence in caveats.warnings(reckoning.plan, language):
        echo(sentence, settings)
    for table in _tables(reckoning, served, language):
        say_table(table, settings)
    if with_measures:
        say_table(checklist.checklist_table(reckoning.measures, language), settings)
    if listed:
        say_table(parameters.parameters_table(reckoning.parameters, language), settings)
    if output is not None:
        _write(output, reckoning, served, language)
        settings.say("cli.written", folder=output)
    if settings.json:
        summary.as_json(document.as_dict(reckoning, rota=served))


def _tables(
    reckoning: "Reckoning", served: "Rota | None", language: "Language"
) -> "Iterator[TextTable]":
    """Yield the tables that are always said, those without a row left out."""
    from placement.output.centre import cables, money, phases, price_bands, room, rota

    yield phases.phases_table(reckoning, language)
    where_any = (cables.cables_table(reckoning, language), money.grants_table(reckoning, language))
    yield from filter(lambda each: each.rows, where_any)
    yield money.money_table(reckoning, language)
    yield price_bands.price_bands_table(reckoning, language)
    yield money.sensitivity_table(reckoning, language, most=MOST_SWINGS)
    if reckoning.room:
        yield room.room_table(reckoning.room, language)
    if served is not None:
        yield rota.rota_table(served, language)


def _write(
    output: Path, reckoning: "Reckoning", served: "Rota | None", language: "Language"
) -> None:
    """Write JSON alone, or all files into a folder, by the name of the output."""
    from placement.output.centre import folder
    from placement.output.folder import write_file, write_files

    if output.suffix == ".json" and not output.is_dir():
        write_file(output, folder.document(reckoning, served))
    else:
        write_files(output, folder.contents(reckoning, served, language=language))


def _rota(centre: "Centre") -> "Rota":
    """Return a rota for the people that staffing asks for.

    Raises
    ------
    InfeasibleError
        If they cannot serve all shifts with the rests of the law.
    """
    from placement.centre.shifts import fewest_people, rota, shifts_of

    shifts = shifts_of(centre.parameters)
    contract_h = centre.parameters["contract_h"]
    people = max(math.ceil(centre.staffing.heads), fewest_people(shifts, contract_h=contract_h))
    served = rota(shifts, people=people, contract_h=contract_h) if people else None
    if served is None:
        raise InfeasibleError(Problem("centre_no_rota", values={"people": people}))
    return served


def _own(section: "CentreSection", words: Iterable[str]) -> dict[str, float]:
    """Return the town's numbers of the plan file, those of the command in their place."""
    from placement.centre.recording import codec_factor

    values = dict(section.parameters)
    problems = []
    for word in words:
        key, _, value = word.partition("=")
        if key.strip() == "codec":
            values["codec_factor"] = codec_factor(value.strip())
            continue
        try:
            values[key.strip()] = float(value.replace(",", "."))
        except ValueError:
            problems.append(Problem("centre_number", column=key, values={"found": value}))
    if problems:
        raise ConfigError(problems)
    return values
