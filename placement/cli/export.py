"""`placement export`: writes lists and paper of a finished plan again."""

from pathlib import Path

import click

from placement.cli import options, stdout

DRAWING = "cameras.dxf"
LISTS = (
    "cameras.csv",
    "cameras-cs.csv",
    "cameras.geojson",
    "cameras.xlsx",
    "cameras.kml",
    "cameras.gpx",
    DRAWING,
    "cameras-vms.csv",
    "cameras.osm",
)
PAPERS = ("map-a3.pdf", "map-a4.pdf")


@click.command()
@options.result
@click.option(
    "-f",
    "--format",
    "name",
    type=click.Choice([*LISTS, *PAPERS]),
    required=True,
    help="Which file.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="File to write, `-` for standard output; its usual name here if not given.",
)
@click.option(
    "--positive-sjtsk",
    is_flag=True,
    help="cameras.dxf with Y and X of S-JTSK, both positive, for older CADs.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context, result: Path, name: str, output: Path | None, *, positive_sjtsk: bool
) -> None:
    """Write a list or the paper of a finished plan in the folder RESULT (maps/<case>)."""
    from placement.cli import summary
    from placement.output import redraw
    from placement.output.folder import write_file

    settings = options.settings(context)
    if positive_sjtsk and name != DRAWING:
        raise click.BadOptionUsage("positive_sjtsk", f"--positive-sjtsk asks for -f {DRAWING}")
    target = output or Path(name)
    if settings.json and str(target) == "-":
        raise click.BadOptionUsage("output", "--json and -o - both ask for standard output")
    language = settings.language if settings.language_asked else redraw.language_of(result)
    if name in PAPERS:
        content = redraw.paper_bytes(result, name, language=language)
    else:
        content = redraw.list_bytes(result, name, language=language, positive_sjtsk=positive_sjtsk)
    if str(target) == "-":
        stdout.data().write(content)
        return
    write_file(target, content)
    settings.say("cli.written", folder=target)
    if settings.json:
        summary.as_json({"format": name, "output": str(target), "bytes": len(content)})
