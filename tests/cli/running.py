"""A run of `placement`: in this process for speed, or in one of its own as a user starts it."""

import contextlib
import inspect
import os
import subprocess
import sys
import traceback
from pathlib import Path

from attrs import frozen
from click.testing import CliRunner

from placement.cli.main import main
from tests.cli import forked

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from placement.cli.main import main; main()")
STARTED = (sys.executable, "-c", "from placement.cli.main import main; print(flush=True); main()")


@frozen
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path, folder: Path | None = None) -> Ran:
    """Run a command in this process, in a folder; an exception that escapes is part of `err`."""
    with contextlib.chdir(folder or Path.cwd()):
        done = _runner().invoke(
            main, [str(argument) for argument in arguments], prog_name="placement"
        )
    escaped = done.exception is not None and not isinstance(done.exception, SystemExit)
    trace = "".join(traceback.format_exception(done.exception)) if escaped else ""
    return Ran(done.exit_code, done.stdout, done.stderr + trace)


def run_apart(*arguments: str | Path, folder: Path | None = None) -> Ran:
    """Run a command in a process of its own, in a folder."""
    done = forked.run(
        [*COMMAND[1:], *map(str, arguments)],
        folder=folder or Path.cwd(),
        environment=environment(),
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def start(*arguments: str | Path, folder: Path | None = None) -> subprocess.Popen[bytes]:
    """Start a command that may be interrupted or killed; its first line says that it runs."""
    return subprocess.Popen(
        [*STARTED, *map(str, arguments)],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def environment() -> dict[str, str]:
    """Return the environment of a process that can import this package from anywhere."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _runner() -> CliRunner:
    # before click 8.2 the two streams are only apart if asked
    apart = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}
    return CliRunner(**apart)
