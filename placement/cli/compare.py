"""`placement compare`: two plans side by side, as sentences, tables and a map."""

from pathlib import Path

import click

from placement.api.case import read_case
from placement.api.comparison import compare_plans
from placement.api.evaluation import evaluate_cameras
from placement.api.results import PlanResult, read_plan
from placement.cli import options, summary
from placement.cli.options import Settings
from placement.cli.progress import Bar
from placement.config import PLAN_FILE
from placement.output import folder as folders
from placement.output.comparison_texts import TextTable
from placement.output.write import PLAN
from placement.texts import format_value

PAGE = "comparison.html"
WIDEST = 60
"""Letters of a cell on the terminal; JSON and page have it whole."""


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
    settings = options.settings(context)
    bar = Bar(settings)
    one, other = (_read(each, bar) for each in (first, second))
    bar.done()
    names = _names(first, second)
    both = compare_plans(one, other, names=names)
    for key, name in zip(("plan_a", "plan_b"), names, strict=True):
        settings.say(f"comparison.{key}", name=name)
    for sentence in both.sentences(settings.language):
        _echo(sentence, settings)
    for table in both.tables(settings.language):
        _say(table, settings)
    both.write(output, language=settings.language)
    settings.say("comparison.written", file=output)
    if settings.json:
        summary.as_json({**both.as_dict(), "output": str(output)})


def _read(path: Path, bar: Bar) -> PlanResult:
    """Return the result in a folder, or what the cameras that stand in a case are worth."""
    is_result = (path / PLAN).exists() or folders.own_files(path) is not None
    if is_result or not (path / PLAN_FILE).exists():
        return read_plan(path)
    return evaluate_cameras(read_case(path), progress=bar)


def _names(first: Path, second: Path) -> tuple[str, str]:
    """Return what plans are called: their folders, with the way there if those are called alike."""
    one, other = first.resolve().name, second.resolve().name
    return (one, other) if one != other else (str(first), str(second))


def _say(table: TextTable, settings: Settings) -> None:
    """Say a table in columns; numbers stand at the right."""
    rows = [[_cut(cell) for cell in row] for row in (table.head, *table.rows)]
    wide = [max(len(row[column]) for row in rows) for column in range(len(table.head))]
    _echo(f"\n{table.title}", settings)
    for row in rows:
        first = row[0].ljust(wide[0])
        others = [
            cell.ljust(width) if table.states else cell.rjust(width)
            for cell, width in zip(row[1:], wide[1:], strict=True)
        ]
        _echo("  ".join(["", first, *others]).rstrip(), settings)


def _cut(cell: str) -> str:
    shown = format_value(cell)
    return shown if len(shown) <= WIDEST else f"{shown[: WIDEST - 1]}…"


def _echo(words: str, settings: Settings) -> None:
    if settings.verbosity >= 0:
        click.echo(words, err=True)
