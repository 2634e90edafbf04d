"""What a command imports: nothing heavy to tell how it is used, nothing that draws to check."""

import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("question", ["--help", "--version"])
def test_a_question_imports_nothing_heavy(question: str, tmp_path: Path) -> None:
    """Help is there at once."""
    imported = modules_of(question, folder=tmp_path)

    assert imported.isdisjoint(HEAVY)
    assert "click" in imported


def test_a_check_imports_nothing_that_draws_or_writes(tmp_path: Path) -> None:
    """What only a plan needs is imported by a plan."""
    case = toy_case.write(tmp_path / "case", cell_m=5.0)

    imported = modules_of("check", case, folder=tmp_path)

    assert imported.isdisjoint(WRITING)
    assert imported.issuperset({"geopandas", "numba"})
