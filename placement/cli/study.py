"""`placement study`: the feasibility study of a finished plan, as DOCX and HTML."""

from pathlib import Path

import click

from placement.cli import options

FOLDER = Path("study")


@click.command()
@options.result
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    show_default=True,
    help="Folder for study.docx and study.html.",
)
@click.option(
    "--edition", default="", metavar="WORDS", help="Which version this is, on every page: 1.0."
)
@click.option(
    "--law",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with the town's own facts.csv and documents.toml.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context, result: Path, output: Path, edition: str, law: Path | None
) -> None:
    """Write the feasibility study of a finished plan in the folder RESULT (maps/<case>).

    Chapters and annexes as grants ask for them, from the plan, the privacy part and the centre;
    what a person must write is marked.
    """
    from placement.cli import summary
    from placement.output import redraw
    from placement.output.folder import write_files
    from placement.output.study.contents import contents
    from placement.output.study.page import html_bytes
    from placement.output.study.reader import read_basis
    from placement.output.study.word.writer import word_bytes

    settings = options.settings(context)
    language = settings.language if settings.language_asked else redraw.language_of(result)
    study = contents(read_basis(result, language=language, law=law, edition=edition))
    write_files(output, {"study.docx": word_bytes(study), "study.html": html_bytes(study)})
    settings.say("cli.written", folder=output)
    if settings.json:
        summary.as_json({"output": str(output), "language": language})
