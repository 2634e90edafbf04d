"""`placement models`: camera models for a plan file from makers' data sheets."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placement.cli import options
from placement.errors import InputError, Problem
from placement.texts import plain

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.cameras.data_sheets import DataSheet

MOST_SHOWN = 40
"""Sheets that the table on the terminal shows; `--json` has all. [-]"""


@click.command()
@click.argument("sheets", type=click.Path(path_type=Path))
@click.option("--find", default="", help="Only models whose name has all these words.")
@click.option(
    "--hfov",
    "hfov_deg",
    type=options.Measure(0.1, 360),
    help="Angle that a lens with a range of angles is set to; its widest if not given.",
)
@click.option(
    "--cost-czk",
    type=options.Measure(0, 1e9),
    help="Price of each model with mounting, which sheets do not say.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write [[camera_models]] sections to a file.",
)
@click.option(
    "--add",
    "case",
    type=click.Path(path_type=Path),
    help="Append the sections to the plan file of a case, if they go together.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    sheets: Path,
    find: str,
    hfov_deg: float | None,
    cost_czk: float | None,
    output: Path | None,
    case: Path | None,
) -> None:
    """Check the data sheets in the file SHEETS and make camera models of them.

    SHEETS is JSON or CSV in the form of the open camera database (cctv-camera-database, CC0). The
    angle of view that a sheet states is held against its sensor and focal length under three
    projections.
    """
    from placement.cli import summary
    from placement.cli.text_table import say_table
    from placement.config.file import extended, plan_file_of
    from placement.inputs.data_sheets import data_sheets
    from placement.output import camera_models
    from placement.output.folder import write_file

    settings = options.settings(context)
    words = plain(find).split()
    matching = [
        sheet for sheet in data_sheets(sheets) if all(word in plain(sheet.name) for word in words)
    ]
    if not matching:
        raise InputError(Problem("sheets_no_match", sheets.name, values={"words": find}))
    say_table(camera_models.table(matching[:MOST_SHOWN], settings.language), settings)
    if len(matching) > MOST_SHOWN:
        settings.say("models.more", n=len(matching) - MOST_SHOWN)
    usable = [sheet for sheet in matching if sheet.lacks is None]
    if output is not None or case is not None:
        _refuse_unusable(usable, sheets, hfov_deg)
        sections = camera_models.sections(
            usable, settings.language, hfov_deg=hfov_deg, cost_czk=cost_czk
        )
        if output is not None:
            write_file(output, sections.encode("utf-8"))
            settings.say("cli.written", folder=output)
        if case is not None:
            file = plan_file_of(case)
            write_file(file, extended(file, sections=sections))
            settings.say("models.added", n=len(usable), file=file)
    if settings.json:
        summary.as_json({"sheets": [_as_dict(sheet, settings) for sheet in matching]})


def _refuse_unusable(usable: "list[DataSheet]", file: Path, hfov_deg: float | None) -> None:
    """Raise if no sheet makes a model, or one cannot be set to the angle.

    Raises
    ------
    InputError
        With every sheet whose lens has no such angle.
    """
    if not usable:
        raise InputError(Problem("sheets_unusable", file.name))
    beyond = [
        Problem("sheets_angle", file.name, values={"name": sheet.name, "hfov": hfov_deg})
        for sheet in usable
        if hfov_deg is not None
        and sheet.hfov_deg is not None
        and not sheet.hfov_deg[0] <= hfov_deg <= sheet.hfov_deg[1]
    ]
    if beyond:
        raise InputError(beyond)


def _as_dict(sheet: "DataSheet", settings: options.Settings) -> dict[str, object]:
    """Return a sheet with what follows from it, as plain values."""
    from attrs import asdict

    from placement.output.camera_models import verdict

    return {
        **asdict(sheet),
        "hfov_by_projection": sheet.hfov_by_projection,
        "agrees": sheet.agrees,
        "lacks": sheet.lacks,
        "verdict": verdict(sheet, settings.language),
        "model": None if sheet.lacks else sheet.section(),
    }
