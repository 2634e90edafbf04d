"""`placement visit`: what a site visit noted at the cameras of a plan."""

from pathlib import Path

import click

from placement.cli import options


@click.command()
@options.result
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--photos",
    type=click.Path(path_type=Path),
    help="Write the photos into this new folder, named by number and id of their camera.",
)
@options.shared
@click.pass_context
def command(context: click.Context, result: Path, file: Path, photos: Path | None) -> None:
    """Show what a site visit noted, in FILE as the map saved it, at the cameras of a plan.

    Which cameras of the plan in the folder RESULT were visited, what is hidden there, and where
    height or carrier are other than planned. Nothing of the plan is changed.
    """
    from placement.api.results import read_plan
    from placement.cli import summary
    from placement.cli.text_table import echo, say_table
    from placement.inputs import visit as visits
    from placement.output import visit_photos, visit_texts

    settings = options.settings(context)
    plan = read_plan(result).plan
    visit = visits.read(file)
    for sentence in visit_texts.sentences(plan, visit, settings.language):
        echo(sentence, settings)
    say_table(visit_texts.table(plan, visit, settings.language), settings)
    if photos is not None:
        count = visit_photos.write(plan, visit, photos)
        settings.say("visit.photos", n=count, folder=photos)
    if settings.json:
        cameras = [each.as_dict() for each in visit_texts.visited_cameras(plan, visit)]
        unknown = visit_texts.unknown_ids(plan, visit)
        summary.as_json({"case": visit.case, "cameras": cameras, "unknown": unknown})
