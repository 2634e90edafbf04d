"""`placement map`: draws the map of a finished plan again."""

from pathlib import Path

import click

from placement.cli import options


@click.command()
@options.result
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of the map; map.html in the result's folder if not given.",
)
@options.shared
@click.pass_context
def command(context: click.Context, result: Path, output: Path | None) -> None:
    """Draw the map of a finished plan in the folder RESULT (maps/<case>) again."""
    from placement.cli import summary
    from placement.output import redraw
    from placement.output.folder import write_file

    settings = options.settings(context)
    language = settings.language if settings.language_asked else redraw.language_of(result)
    if output is None:
        output = redraw.refresh(result, language=language)
    else:
        write_file(output, redraw.map_bytes(result, language=language))
    settings.say("cli.written", folder=output)
    if settings.json:
        summary.as_json({"output": str(output), "language": language})
