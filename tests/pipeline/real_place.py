"""A plan of a real place that the command wrote, with the summary it gave as JSON."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

from attrs import frozen

from placement.cli.main import main
from tests.pipeline import toy_case

CASES = Path(__file__).parents[1] / "cases"


@frozen(eq=False)
class Place:
    """What `placement plan` wrote and said."""

    plan: dict[str, Any]
    summary: dict[str, Any]
    folder: Path
    file: Path
    """The plan file."""

    def account(self, name: str) -> dict[str, Any]:
        """Return what became of the rows of an input."""
        return next(account for account in self.summary["inputs"] if account["name"] == name)


def planned(name: str, data: Path, folder: Path) -> Place:
    """Plan the case `tests/cases/<name>.toml` on its data, in a folder."""
    file = toy_case.beside_data(CASES / f"{name}.toml", data, folder)
    result = folder / "out"
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main(["plan", str(file), "-o", str(result), "-q", "--json"], standalone_mode=False)
    plan = json.loads((result / "plan.json").read_text(encoding="utf-8"))
    return Place(plan, json.loads(said.getvalue()), result, file)
