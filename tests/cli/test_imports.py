"""What a command imports: nothing heavy to tell how it is used, nothing that draws to check."""

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from placement.cli import demand, export, validate, viewshed
from placement.cli.main import COMMANDS
from placement.demand.hotspots import Null
from placement.evaluation import RING_M
from placement.output.lists.formats import LISTS
from placement.output.paper.document import PAPERS
from placement.visibility.observation import Part
from tests.cli.running import environment
from tests.pipeline import toy_case

HEAVY = ("geopandas", "highspy", "matplotlib", "numba", "numpy", "pandas", "rasterio", "scipy")
"""What takes a tenth of a second and more to import, or imports what does."""
WRITING = ("ezdxf", "folium", "fontTools", "matplotlib", "requests", "xlsxwriter")
RUN = """
import sys
from pathlib import Path
from placement.cli.main import main
try:
    main(sys.argv[2:])
except SystemExit as ended:
    assert not ended.code, ended.code
names = sorted({name.partition(".")[0] for name in sys.modules})
Path(sys.argv[1]).write_text(" ".join(names), encoding="utf-8")
"""


def modules_of(*arguments: str | Path, folder: Path) -> set[str]:
    """Return the top-level modules that a command has imported when it ends well."""
    told = folder / "modules.txt"
    command = [sys.executable, "-c", RUN, str(told), *map(str, arguments)]
    subprocess.run(command, env=environment(), capture_output=True, check=True)
    return set(told.read_text(encoding="utf-8").split())


QUESTIONS = [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)]


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_a_question_imports_nothing_heavy(question: list[str], tmp_path: Path) -> None:
    """Help is there at once, that of every command too."""
    imported = modules_of(*question, folder=tmp_path)

    assert imported.isdisjoint(HEAVY)
    assert "click" in imported


def test_what_may_be_chosen_is_what_there_is() -> None:
    """A command says without an import what its rooms take."""
    assert get_args(Null) == demand.NULLS
    assert get_args(Part) == viewshed.PARTS
    assert tuple(LISTS) == export.LISTS
    assert tuple(PAPERS) == export.PAPERS
    assert RING_M == validate.RING_M


def test_a_check_imports_nothing_that_draws_or_writes(tmp_path: Path) -> None:
    """What only a plan needs is imported by a plan."""
    case = toy_case.write(tmp_path / "case", cell_m=5.0)

    imported = modules_of("check", case, folder=tmp_path)

    assert imported.isdisjoint(WRITING)
    assert imported.issuperset({"geopandas", "numba"})
