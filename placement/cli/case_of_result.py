"""The case that a result was made from."""

from pathlib import Path
from typing import TYPE_CHECKING

from placement.errors import MissingInputError, Problem

if TYPE_CHECKING:
    from placement.api.case import Case


def case_of(result: Path, case: Path | None) -> "Case":
    """Return the case of a result: the one named, or the one the usual folders have."""
    from placement.api.case import read_case
    from placement.config import PLAN_FILE

    if case is not None:
        return read_case(case)
    usual = Path("data") / result.resolve().name
    if not (usual / PLAN_FILE).is_file():
        values = {"result": str(result), "folder": str(usual)}
        raise MissingInputError(Problem("result_without_case", values=values))
    return read_case(usual)
