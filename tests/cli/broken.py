"""`Broken`: one way to break a case, and the answer that is due."""

from attrs import frozen

from tests.cli.breaking import Break


@frozen
class Broken:
    """One way to break a case, and the answer that is due."""

    name: str
    code: int
    kind: str
    """Key of the problem below `problem.` in the catalogues."""
    file: str
    breaks: Break
    row: int | None = None
    column: str = ""
    command: str = "check"
    output: str = "out"
    """Where `plan` is told to write."""
