"""`placement init`: an empty case with a commented plan file and tables to fill."""

from pathlib import Path

import click

from placement.cli import options
from placement.texts import Phrase


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="Name of the town.")
@options.shared
@click.pass_context
def command(context: click.Context, folder: Path, name: str | None) -> None:
    """Make an empty case in the new folder FOLDER, with tables to fill."""
    from placement.cli import summary
    from placement.output import case_template

    settings = options.settings(context)
    case_template.start(folder, name=name, language=settings.language)
    if settings.json:
        files = sorted(file.name for file in folder.iterdir())
        summary.as_json({"case": name, "folder": str(folder), "files": files})
    typed = f'"{folder}"' if " " in str(folder) else str(folder)  # as a shell wants it, any shell
    settings.say("cli.started", folder=folder, step=Phrase("cli.started_step", {"folder": typed}))
