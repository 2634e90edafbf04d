"""`placement visit`: sheets to take along on a site visit, and what it noted at the cameras."""

import datetime as dt
from pathlib import Path

import click

from placement.cli import options
from placement.cli.progress import Bar
from placement.texts import number


@click.command()
@options.result
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--photos",
    type=click.Path(path_type=Path),
    help="Write the photos into this new folder, named by number and id of their camera.",
)
@click.option(
    "--sheets",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a sheet for each camera to go to (PDF, A4 on both sides), in walking order.",
)
@click.option(
    "--route",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the walks as routes for a telephone (GPX).",
)
@click.option("--phase", type=click.IntRange(min=0), help="Only its cameras; 0: those that stand.")
@click.option("--district", help="Only cameras in this district.")
@click.option(
    "--register",
    "register",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The town's register: sheets tell state, consents and notes, and leave out what is in "
    "service or given up.",
)
@click.option(
    "--year",
    type=click.IntRange(min=2000, max=2100),
    help="Year of the visit, for magnetic north; this year if not given.",
)
@options.case_of_result
@options.shared
@click.pass_context
def command(
    context: click.Context,
    result: Path,
    file: Path | None,
    photos: Path | None,
    sheets: Path | None,
    route: Path | None,
    phase: int | None,
    district: str | None,
    register: Path | None,
    year: int | None,
    case: Path | None,
) -> None:
    """Write sheets for a site visit of the plan in the folder RESULT, or show what one noted.

    With --sheets or --route: the new cameras by district in the order of a short walk along
    streets, each with its place, direction, height, what it must see, and lines to fill. With FILE,
    as the map saved it: which cameras were visited, what is hidden there, and where height or
    carrier are other than planned. Nothing of the plan is changed.
    """
    settings = options.settings(context)
    if file is None and sheets is None and route is None:
        raise click.UsageError("Give FILE, --sheets or --route.", context)
    if register is not None and sheets is None and route is None:
        raise click.UsageError("--register is for --sheets and --route.", context)
    if file is None and photos is not None:
        raise click.UsageError("--photos is for FILE.", context)
    done: dict[str, object] = {}
    if sheets is not None or route is not None:
        when = year or dt.datetime.now(tz=dt.UTC).year
        done |= _write_sheets(
            settings,
            result,
            case,
            sheets,
            route,
            register=register,
            year=when,
            phase=phase,
            district=district,
        )
    if file is not None:
        done |= _show(settings, result, file, photos)
    if settings.json:
        from placement.cli import summary

        summary.as_json(done)


def _write_sheets(
    settings: options.Settings,
    result: Path,
    case: Path | None,
    sheets: Path | None,
    route: Path | None,
    *,
    register: Path | None,
    year: int,
    phase: int | None,
    district: str | None,
) -> dict[str, object]:
    """Write sheets and routes, say how long the walks are, and return the same as plain values."""
    from placement.api.register import read_register
    from placement.api.results import read_plan
    from placement.api.visit_sheets import site_visit
    from placement.cli.case_of_result import case_of
    from placement.errors import MissingInputError
    from placement.output.folder import write_file
    from placement.output.wording import district_word

    plan = read_plan(result)
    try:
        town = None if sheets is None else case_of(result, case)
    except MissingInputError:
        if case is not None:
            raise
        town = None
    bar = Bar(settings)
    visit = site_visit(
        plan,
        town,
        year=year,
        phase=phase,
        district=district,
        register=None if register is None else read_register(register).records,
        progress=bar,
    )
    language = settings.language if town is None else options.language_of(settings, town)
    if sheets is not None:
        write_file(sheets, visit.as_pdf(language=language))
    if route is not None:
        write_file(route, visit.as_gpx(language=language))
    bar.done()
    settings.say("visit_sheet.done.sheets", n=len(visit.sheets.sheets))
    for walk in visit.sheets.walks:
        settings.say(
            "visit_sheet.done.walk",
            district=district_word(walk.district, plan.plan.districts_en, settings.language),
            n=len(walk.stops),
            length=number(round(walk.round.length_m), settings.language),
            least=number(round(walk.round.least_m), settings.language),
        )
    if sheets is not None and town is None:
        settings.say("visit_sheet.done.no_case")
    for each in (sheets, route):
        if each is not None:
            settings.say("cli.written", folder=each)
    return {
        "output": [str(each) for each in (sheets, route) if each is not None],
        "walks": [
            {
                "district": walk.district,
                "points": [stop.point_id for stop in walk.stops],
                "length_m": round(walk.round.length_m, 1),
                "least_m": round(walk.round.least_m, 1),
            }
            for walk in visit.sheets.walks
        ],
    }


def _show(
    settings: options.Settings, result: Path, file: Path, photos: Path | None
) -> dict[str, object]:
    """Say what a visit noted, write its photos, and return the same as plain values."""
    from placement.api.results import read_plan
    from placement.cli.text_table import echo, say_table
    from placement.inputs import visit as visits
    from placement.output import visit_photos, visit_texts

    plan = read_plan(result).plan
    visit = visits.read(file)
    for sentence in visit_texts.sentences(plan, visit, settings.language):
        echo(sentence, settings)
    say_table(visit_texts.table(plan, visit, settings.language), settings)
    if photos is not None:
        count = visit_photos.write(plan, visit, photos)
        settings.say("visit.photos", n=count, folder=photos)
    cameras = [each.as_dict() for each in visit_texts.visited_cameras(plan, visit)]
    return {
        "case": visit.case,
        "cameras": cameras,
        "unknown": visit_texts.unknown_ids(plan, visit),
    }
