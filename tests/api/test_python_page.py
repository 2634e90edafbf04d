"""The page of Python in the documents runs: here, and where only the built wheel is installed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = re.compile(r"<!-- run -->\n```python\n(.*?)```", re.DOTALL)
ZIZKOV = """
import geopandas, placement

case = placement.case_from_tables(
    {
        "streets": geopandas.read_file(DATA / "zizkov.gpkg", layer="ulice"),
        "buildings": geopandas.read_file(DATA / "zizkov.gpkg", layer="budovy"),
        "incidents": DATA / "crimes_2025_500097",
    },
    name="Žižkov",
    camera_models=[
        {"name": "fixed", "hfov_deg": 80, "vfov_deg": 45, "width_px": 2688, "cost_czk": 45_000},
    ],
    target_cameras=20,
    provenance="open data",
)
result = placement.plan_case(case)
"""


def page() -> str:
    """Return the parts of the page that are to be run, as one program."""
    parts = RUN.findall((ROOT / "docs" / "python.md").read_text(encoding="utf-8"))
    assert len(parts) >= 5
    return "\n".join(parts)


def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its program plans 20 cameras; a camera turned round, the plan sees less."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(page(), "docs/python.md", "exec"), names)  # the page is the project's own

    assert len(names["cameras"]) == 20
    assert names["after"].share < names["before"].share
    assert "Gridtown" in names["page"]
    assert (tmp_path / "gridtown-plan" / "map.html").is_file()


@pytest.mark.slow
@pytest.mark.town
def test_twenty_cameras_in_zizkov(shared_data: Path) -> None:
    """Real streets, houses and police incidents as tables in memory; the plan is near its bound."""
    names: dict[str, object] = {"DATA": shared_data / "zizkov"}
    exec(compile(ZIZKOV, "zizkov", "exec"), names)
    result = names["result"]

    assert len(result.cameras) == 20
    assert result.gap < 0.01
    assert "Žižkov" in result._repr_html_()


@pytest.mark.slow
def test_the_page_runs_where_only_the_wheel_is_installed(tmp_path: Path) -> None:
    """A wheel built from the project, an environment of its own, a folder far from the project."""
    sources = tmp_path / "sources"
    sources.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    shutil.copytree(ROOT / "placement", sources / "placement")
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    _run(sys.executable, "-m", "venv", tmp_path / "venv")
    _run(python, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path / "wheel", sources)
    (wheel,) = (tmp_path / "wheel").glob("placement-*.whl")
    _run(python, "-m", "pip", "install", "-q", "-c", ROOT / ".ci" / "constraints.txt", wheel)
    program = tmp_path / "page.py"
    program.write_text(page(), encoding="utf-8")
    printed = _run(python, program, folder=tmp_path)

    assert "Plan of Gridtown: 20 cameras" in printed
    where = _run(python, "-c", "import placement; print(placement.__file__)", folder=tmp_path)
    assert Path(where.strip()).is_relative_to(tmp_path / "venv")


def _run(*command: object, folder: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
