"""`placement export`: writes lists and paper of a finished plan again."""

from pathlib import Path

import click

from placement.cli import options
from placement.output import again, paper


@click.command()
@options.result
@click.option(
    "-f",
    "--format",
    "name",
    type=click.Choice([*again.LISTS, *paper.PAPERS]),
    required=True,
    help="Which file.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="File to write, `-` for standard output; its usual name here if not given.",
)
@options.shared
@click.pass_context
def command(context: click.Context, result: Path, name: str, output: Path | None) -> None:
    """Write a list or the paper of a finished plan in the folder RESULT (maps/<case>)."""
    told = options.settings(context)
    if name in paper.PAPERS:
        language = told.language if told.language_asked else again.language_of(result)
        content = again.paper_bytes(result, name, language=language)
    else:
        content = again.list_bytes(result, name)
    target = output or Path(name)
    if str(target) == "-":
        click.echo(content, nl=False)
        return
    again.write_file(target, content)
    told.say("cli.written", folder=target)
