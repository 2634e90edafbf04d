"""Problems that name no file: what they are about is written in the plan file."""

from collections.abc import Iterator
from contextlib import contextmanager

from attrs import evolve

from placement.errors import PlacementError


@contextmanager
def naming(file: str) -> Iterator[None]:
    """Put a plan file's name on every problem inside that names no file.

    The analysis rooms never see the plan file, so their problems cannot say where it is.
    """
    try:
        yield
    except PlacementError as error:
        problems = [p if p.file else evolve(p, file=file) for p in error.problems]
        raise type(error)(problems) from error
