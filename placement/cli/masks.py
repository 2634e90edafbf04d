"""`placement masks`: sheets of privacy masks for whoever sets them in the cameras."""

from pathlib import Path

import click

from placement.cli import options
from placement.cli.progress import Bar

FOLDER = Path("masks")


@click.command()
@options.result
@click.argument("cameras", metavar="[ID]...", nargs=-1)
@options.case_of_result
@options.folder("Folder for masks.pdf and masks.json.", default=FOLDER)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    result: Path,
    cameras: tuple[str, ...],
    case: Path | None,
    output: Path,
) -> None:
    """Write sheets of masks for cameras of the finished plan in the folder RESULT (maps/<case>).

    For each camera ID, or for all: its picture with privacy masks over homes and private ground,
    and their coordinates, as PDF and as JSON. For internal use.
    """
    from placement.api.mask_sheets import mask_sheets
    from placement.api.results import read_plan
    from placement.cli import summary
    from placement.cli.case_of_result import case_of
    from placement.output.folder import write_files

    settings = options.settings(context)
    plan = read_plan(result)
    town = case_of(result, case)
    bar = Bar(settings)
    sheets = mask_sheets(town, plan, cameras, progress=bar)
    bar.done()
    language = options.language_of(settings, town)
    files = {"masks.json": sheets.as_json(), "masks.pdf": sheets.as_pdf(language=language)}
    write_files(output, files)
    settings.say("cli.written", folder=output)
    if settings.json:
        masks = {each.camera_id: len(each.masked.masks.masks) for each in sheets.sheets}
        summary.as_json({"output": str(output), "masks": masks})
