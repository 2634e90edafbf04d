"""`placement`: the group of commands, and the one place where errors become exit codes."""

import ast
import json
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from placement import __version__
from placement.cli.interrupt import INTERRUPTED
from placement.cli.options import settings
from placement.errors import PlacementError
from placement.texts import text

COMMANDS = ("init", "fetch", "plan", "check", "demand", "viewshed", "validate", "map", "export")


class Placement(click.Group):
    """Commands, each from its own module, imported only once it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names of the commands, in the order of work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"placement.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the first sentence of each command, which its module says without being run."""
        room = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl([(name, _in_short(name, room)) for name in COMMANDS])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run the command; an error of the user's making ends in one message and its exit code."""
        try:
            return super().invoke(ctx)
        except PlacementError as error:
            _tell(ctx, error)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo(text("cli.interrupted", settings(ctx).language), err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=Placement, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="placement")
def main() -> None:
    """Plan a town's cameras: where they see most of what matters, and how good the plan is.

    CASE is a folder with a plan.toml, or that file itself.

    Exit codes: 0 done, 1 a bug, 2 usage, 3 plan file, 4 input data, 5 infeasible,
    6 solver found nothing, 7 cannot write, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console in cp1250 cannot say every name
            stream.reconfigure(encoding="utf-8", errors="replace")


def _in_short(name: str, room: int) -> str:
    """Return what a command does, in so many letters."""
    spec = find_spec(f"placement.cli.{name}")
    source = spec.loader.get_source(spec.name) if spec and spec.loader else None  # type: ignore[attr-defined]  # every loader of source has it
    said = next(
        (
            ast.get_docstring(each)
            for each in ast.parse(source or "").body
            if isinstance(each, ast.FunctionDef) and each.name == "command"
        ),
        None,
    )
    return click.Command(name, help=said).get_short_help_str(room)


def _tell(context: click.Context, error: PlacementError) -> None:
    told = settings(context)
    click.echo(f"{text('cli.error', told.language)}: {error.render(told.language)}", err=True)
    if told.json:
        problems = [
            {
                "kind": problem.kind,
                "file": problem.file,
                "row": problem.row,
                "column": problem.column,
                "message": problem.render(told.language),
            }
            for problem in error.problems
        ]
        summary = {
            "error": type(error).__name__,
            "exit_code": error.exit_code,
            "problems": problems,
        }
        click.echo(json.dumps(summary, ensure_ascii=False, indent=1))
