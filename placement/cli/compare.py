"""`placement compare`: two plans side by side, as sentences, tables and a map."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placement.cli import options
from placement.cli.progress import Bar

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.api.results import PlanResult
    from placement.centre.reckoning import Reckoning
    from placement.texts import Language

PAGE = "comparison.html"


@click.command()
@click.argument("first", metavar="A", type=click.Path(path_type=Path))
@click.argument("second", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(PAGE),
    show_default=True,
    help="File of the map of the difference, for internal use.",
)
@options.shared
@click.pass_context
def command(context: click.Context, first: Path, second: Path, output: Path) -> None:
    """Compare two finished plans, A and B: cameras, money, streets and places.

    A and B are folders of results (maps/<case>); of a case, a folder with a plan.toml alone, the
    cameras that stand are compared.
    """
    from placement.api.comparison import compare_plans
    from placement.cli import summary
    from placement.cli.text_table import echo, say_table
    from placement.output.centre import comparison

    settings = options.settings(context)
    bar = Bar(settings)
    one, other = (_read(each, bar) for each in (first, second))
    bar.done()
    names = _names(first, second)
    both = compare_plans(one, other, names=names)
    for key, name in zip(("plan_a", "plan_b"), names, strict=True):
        settings.say(f"comparison.{key}", name=name)
    for sentence in both.sentences(settings.language):
        echo(sentence, settings)
    for table in both.tables(settings.language):
        say_table(table, settings)
    before, after = (
        _centre(first, one, settings.language),
        _centre(second, other, settings.language),
    )
    money = None
    if before is not None and after is not None:
        money = comparison.as_dict(before, after)
        say_table(comparison.comparison_table(before, after, settings.language), settings)
    both.write(output, language=settings.language)
    settings.say("comparison.written", file=output)
    if settings.json:
        summary.as_json({**both.as_dict(), "centre": money, "output": str(output)})


def _centre(path: Path, result: "PlanResult", language: "Language") -> "Reckoning | None":
    """Return the centre for a finished result; None for a case, or where it cannot be reckoned."""
    from placement.errors import InputError, MissingInputError
    from placement.output import redraw
    from placement.output.study.reader import reckoned_centre

    if result.case is not None:
        return None
    try:
        section = redraw.centre_of(path)
    except (InputError, MissingInputError):  # a plan alone is compared, too
        return None
    return reckoned_centre(result.plan, result.layers, section, language)[0]


def _read(path: Path, bar: Bar) -> "PlanResult":
    """Return the result in a folder, or what the cameras that stand in a case are worth."""
    from placement.api.case import read_case
    from placement.api.evaluation import evaluate_cameras
    from placement.api.results import read_plan
    from placement.config import PLAN_FILE
    from placement.output import folder as folders
    from placement.output.write import PLAN

    is_result = (path / PLAN).exists() or folders.own_files(path) is not None
    if is_result or not (path / PLAN_FILE).exists():
        return read_plan(path)
    return evaluate_cameras(read_case(path), progress=bar)


def _names(first: Path, second: Path) -> tuple[str, str]:
    """Return what plans are called: their folders, with the way there if those are called alike."""
    one, other = first.resolve().name, second.resolve().name
    return (one, other) if one != other else (str(first), str(second))
