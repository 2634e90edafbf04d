"""The case that a result was made from."""

from pathlib import Path
from typing import TYPE_CHECKING

from placement.errors import MissingInputError, Problem

if TYPE_CHECKING:
    from placement.api.case import Case


def case_of(result: Path, case: Path | None) -> "Case":
    """Return the case of a result: the one named, or the one the usual folders have."""
    town = case_if_there(result, case)
    if town is None:
        values = {"result": str(result), "folder": str(_usual(result))}
        raise MissingInputError(Problem("result_without_case", values=values))
    return town


def case_if_there(result: Path, case: Path | None) -> "Case | None":
    """Return the case of a result as `case_of` does; None where the usual folders have none."""
    from placement.api.case import read_case
    from placement.config import PLAN_FILE

    if case is not None:
        return read_case(case)
    usual = _usual(result)
    return read_case(usual) if (usual / PLAN_FILE).is_file() else None


def _usual(result: Path) -> Path:
    return Path("data") / result.resolve().name
