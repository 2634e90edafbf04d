"""`placement`: the group of commands, and the one place where errors become exit codes."""

import ast
import contextlib
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from placement import __version__
from placement.cli import stdout
from placement.cli.interrupt import INTERRUPTED, remembered
from placement.cli.options import settings
from placement.errors import OutputError, PlacementError
from placement.texts import text

JSON = "--json"
BUG = 1
"""Exit code of an error that is nobody's but ours."""
COMMANDS = (
    "init", "fetch", "plan", "check", "evaluate", "demand", "viewshed", "look", "validate", "map",
    "export", "compare", "visit", "register", "acceptance", "documents", "masks", "centre",
    "models", "study",
)  # fmt: skip


class CommandGroup(click.Group):
    """Commands, each from its own module, imported only once it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names of the commands, in the order of work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        with stdout.aside():
            command: click.Command = import_module(f"placement.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the first sentence of each command, which its module says without being run."""
        room = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl([(name, _in_short(name, room)) for name in COMMANDS])

    def main(self, *args: Any, **keywords: Any) -> Any:  # noqa: ANN401 -- click's signature
        """Run the group; nothing but what a command means to print gets to standard output."""
        with stdout.guarded(for_good=keywords.get("standalone_mode", True)):
            return super().main(*args, **keywords)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; who asks a command for JSON gets it even if it never runs."""
        ctx.meta[JSON] = JSON in args
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            _misused(ctx, error)
            raise

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run the command; an error of the user's making ends in one message and its exit code."""
        try:
            with remembered():
                return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort):
            raise
        except (Exception, KeyboardInterrupt) as error:
            with stdout.aside():
                code = _ended(ctx, error)
            if code is None:
                raise
            ctx.exit(code)


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
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
    docstring = next(
        (
            ast.get_docstring(each)
            for each in ast.parse(source or "").body
            if isinstance(each, ast.FunctionDef) and each.name == "command"
        ),
        None,
    )
    return click.Command(name, help=docstring).get_short_help_str(room)


def _ended(context: click.Context, error: BaseException) -> int | None:
    """Say what an error means, and return its exit code; None if it goes on as it is."""
    if isinstance(error, PlacementError):
        _say(context, error)
        return error.exit_code
    if isinstance(error, KeyboardInterrupt):
        click.echo(text("cli.interrupted", settings(context).language), err=True)
        _document(context, "Interrupted", INTERRUPTED)
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        _misused(context, error)
    else:
        _document(context, type(error).__name__, BUG)
    return None


def _say(context: click.Context, error: PlacementError) -> None:
    chosen = settings(context)
    click.echo(f"{text('cli.error', chosen.language)}: {error.render(chosen.language)}", err=True)
    problems = [
        {
            "kind": problem.kind,
            "file": problem.file,
            "row": problem.row,
            "column": problem.column,
            "message": problem.render(chosen.language),
        }
        for problem in error.problems
    ]
    _document(context, type(error).__name__, error.exit_code, problems)


def _misused(context: click.Context, error: click.ClickException) -> None:
    """Write what is wrong with the command's own words, where JSON is asked for."""
    problem = {"kind": "usage", "file": "", "row": None, "column": ""}
    problems = [{**problem, "message": error.format_message()}]
    _document(context, type(error).__name__, error.exit_code, problems)


def _document(
    context: click.Context, name: str, exit_code: int, problems: Sequence[dict[str, Any]] = ()
) -> None:
    """Write an error as JSON where it is asked for and nothing was written before it."""
    data = stdout.data()
    if (settings(context).json or context.meta.get(JSON)) and not data.used:
        # what went wrong is told already, and says more than that nobody hears it
        with contextlib.suppress(OutputError, click.exceptions.Exit):
            data.document({"error": name, "exit_code": exit_code, "problems": list(problems)})
