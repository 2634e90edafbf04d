"""Errors that a user can cause or mend, as a tree of classes with one exit code each.

A `Problem` holds four things: what is wrong, where (file, row, column), what was expected and what
to do. Its words live in the catalogues under `problem.<kind>`; here are only the facts. An error
carries all problems of one input, so that a user mends them in one go.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from attrs import evolve, field, frozen

from placement.texts import Language, catalogue, format_value, text

FIRST_ROWS = 5
"""Number of rows, and of their values, that a message names. [-]"""


@frozen
class Problem:
    """One thing that is wrong with an input, and where."""

    kind: str
    """Key below `problem.` in the catalogues, which hold `what`, `expected` and `remedy` for it."""
    file: str = ""
    row: int | None = None
    """Row in the file, counted from 1 as an editor or a spreadsheet shows it, header included."""
    column: str = ""
    """Column of a table, field of a plan file or layer of a GeoPackage."""
    values: Mapping[str, object] = field(factory=dict)
    """Values that the texts of this kind insert."""

    def place(self, language: Language = "en") -> str:
        """Return its place: file, row and column, as far as it has them."""
        parts = [format_value(self.file, language)] if self.file else []
        if self.row is not None:
            parts.append(text("place.row", language, row=str(self.row)))
        if self.column:
            parts.append(format_value(self.column, language))
        return ", ".join(parts)

    def render(self, language: Language = "en") -> str:
        """Return the whole message on one line: where, what, what was expected, what to do."""
        what, expected, remedy = (
            text(f"problem.{self.kind}.{part}", language, **self.values)
            for part in ("what", "expected", "remedy")
        )
        place = self.place(language)
        return catalogue(language)["problem.sentence"].format(  # its parts are safe to show
            place=f"{place}: " if place else "",
            what=what,
            expected=expected,
            remedy=remedy,
        )


class PlacementError(Exception):
    """Anything a user can cause or mend; `exit_code` is what the command returns."""

    exit_code = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.render())

    def render(self, language: Language = "en") -> str:
        """Return all problems, one a line, under a heading that counts them."""
        if len(self.problems) == 1:
            return self.problems[0].render(language)
        heading = text("problem.count", language, n=len(self.problems))
        return "\n".join([heading, *(f"  {problem.render(language)}" for problem in self.problems)])


class ConfigError(PlacementError, ValueError):
    """The plan file cannot be used."""

    exit_code = 3


class InputError(PlacementError, ValueError):
    """An input file cannot be used."""

    exit_code = 4


class MissingInputError(InputError):
    """An input file is not there."""


class SchemaError(InputError):
    """A table lacks a column, or a value is out of its range."""


class CrsError(InputError):
    """Coordinates without a system, or in one they cannot be in."""


class InfeasibleError(PlacementError):
    """No plan meets what the plan file demands."""

    exit_code = 5


class SolverError(PlacementError, RuntimeError):
    """The solver ended without a plan."""

    exit_code = 6


class OutputError(PlacementError, OSError):
    """The result cannot be written."""

    exit_code = 7


@contextmanager
def in_file(file: str) -> Iterator[None]:
    """Put a file's name on every problem raised inside that names no file.

    The analysis rooms never see the plan file, so their problems cannot say where it is.
    """
    try:
        yield
    except PlacementError as error:
        problems = [p if p.file else evolve(p, file=file) for p in error.problems]
        raise type(error)(problems) from error
