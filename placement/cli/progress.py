"""What a person at a terminal sees while a plan is made."""

import sys
import time

import click

from placement.cli.interrupt import heed
from placement.cli.options import Settings
from placement.texts import number, text

STAGES = (
    "read",
    "demand",
    "surface",
    "sites",
    "visibility",
    "coverage",
    "optimise",
    "honest",
    "describe",
    "draw",
    "write",
)
MEGABYTE = 1_000_000


class Bar:
    """One line that is written over, on a terminal only; silent elsewhere."""

    def __init__(self, settings: Settings, *, stages: tuple[str, ...] = STAGES) -> None:
        self.stages = stages
        self.language = settings.language
        self.shown = sys.stderr.isatty() and settings.verbosity >= 0
        self.began = time.monotonic()
        self.line = ""
        self.current = ""
        self.came_bytes = 0

    def stage(self, key: str) -> None:
        """Show that a stage begins; end here if Ctrl-C was pressed before and got lost."""
        heed()
        step = self.stages.index(key) + 1
        name = text(f"stage.{key}", self.language)
        self.current, self.came_bytes = f"[{step}/{len(self.stages)}] {name}", 0
        self._write(self.current)

    def bounds(self, value: float, bound: float) -> None:
        """Show by how much the best plan so far may at most be beaten."""
        gap = 100 * (bound - value) / bound if bound > 0 else 0.0
        name = text("stage.optimise", self.language)
        below = text("cli.below_best", self.language, gap=number(gap, self.language, 2))
        self._write(f"[{self.stages.index('optimise') + 1}/{len(self.stages)}] {name}: {below}")

    def received(self, count: int) -> None:
        """Show how much has come over the network since the stage began."""
        before = self.came_bytes // MEGABYTE
        self.came_bytes += count
        if self.came_bytes // MEGABYTE > before:
            self._write(f"{self.current}: {self.came_bytes // MEGABYTE} MB")

    def done(self) -> None:
        """Wipe the line."""
        self._write("")

    def _write(self, line: str) -> None:
        if self.shown:
            click.echo(
                "\r" + line.ljust(len(self.line)) + ("" if line else "\r"), nl=False, err=True
            )
            self.line = line
