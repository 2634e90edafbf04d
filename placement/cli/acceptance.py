"""`placement acceptance`: how cameras are tested after they are built, and what came of it."""

from pathlib import Path

import click

from placement.cli import options
from placement.cli.progress import Bar

FOLDER = Path("acceptance")


@click.command()
@options.result
@click.argument("cameras", metavar="[ID]...", nargs=-1)
@options.case_of_result
@click.option(
    "--phase",
    type=click.IntRange(0),
    help="Only cameras built in this phase; 0: those that stand. All new ones if not given.",
)
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Form that was filled in (CSV or XLSX): write the report, not the forms.",
)
@click.option(
    "--target-width-m",
    type=click.FloatRange(0.1, 5.0),
    default=0.5,
    show_default=True,
    help="Width of the board that is held up.",
)
@click.option(
    "--pixel-tolerance",
    type=click.FloatRange(0.0, 50.0),
    default=5.0,
    show_default=True,
    help="Per cent of the required pixels that may be missing: reading, board held askew.",
)
@click.option(
    "--azimuth-tolerance-deg",
    type=click.FloatRange(0.0, 90.0),
    default=3.0,
    show_default=True,
    help="A camera turned by more is to be corrected.",
)
@click.option(
    "--height-tolerance-m",
    type=click.FloatRange(0.0, 10.0),
    default=0.2,
    show_default=True,
    help="A camera that hangs higher or lower by more is to be corrected.",
)
@options.folder("Folder for forms and sheets, or for the report.", default=FOLDER)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    result: Path,
    cameras: tuple[str, ...],
    case: Path | None,
    phase: int | None,
    results: Path | None,
    target_width_m: float,
    pixel_tolerance: float,
    azimuth_tolerance_deg: float,
    height_tolerance_m: float,
    output: Path,
) -> None:
    """Write how cameras of the plan in the folder RESULT are tested after they are built.

    For each camera ID, or for all new ones: places to stand at with a board, the detail level to
    prove there, and the pixels the board must have. With --results what was measured is set beside
    the plan: which cameras passed, and which to correct in what. For internal use.
    """
    from placement.api.acceptance import acceptance_tests
    from placement.api.results import read_plan
    from placement.cli import summary
    from placement.cli.case_of_result import case_of
    from placement.cli.text_table import echo, say_table
    from placement.output.folder import write_files
    from placement.plan.acceptance import AcceptanceTerms

    settings = options.settings(context)
    plan = read_plan(result)
    town = case_of(result, case)
    terms = AcceptanceTerms(
        target_width_m=target_width_m,
        pixel_tolerance=pixel_tolerance / 100,
        azimuth_tolerance_deg=azimuth_tolerance_deg,
        height_tolerance_m=height_tolerance_m,
    )
    bar = Bar(settings)
    tests = acceptance_tests(town, plan, cameras, phase=phase, terms=terms, progress=bar)
    bar.done()
    language = options.language_of(settings, town)
    if results is not None:
        report = tests.read_results(results)
        write_files(output, report.files(language=language))
        for sentence in report.sentences(settings.language):
            echo(sentence, settings)
        say_table(report.table(settings.language), settings)
        settings.say("cli.written", folder=output)
        if settings.json:
            summary.as_json({"output": str(output), **report.as_dict()})
        return
    write_files(output, {**tests.files(), "acceptance.pdf": tests.as_pdf(language=language)})
    places = {test.camera_id: len(test.places) for test in tests.cameras}
    settings.say("acceptance.tests", n=len(places), places=sum(places.values()))
    settings.say("cli.written", folder=output)
    if settings.json:
        summary.as_json({"output": str(output), "places": places})
