"""`placement init`: a case to fill, in a folder that was free."""

import csv
import shutil
from pathlib import Path

import pytest

from placement import config as plan_files
from placement.errors import MissingInputError
from tests.cli.running import run
from tests.pipeline import toy_case


@pytest.mark.parametrize("language", ["cs", "en"])
def test_an_empty_case_asks_for_the_streets_only(tmp_path: Path, language: str) -> None:
    """All that is missing from a new case is its street layer."""
    assert run("init", tmp_path / "town", "--lang", language).code == 0

    with pytest.raises(MissingInputError) as raised:
        plan_files.load(tmp_path / "town" / "plan.toml")

    assert [problem.column for problem in raised.value.problems] == ["inputs.streets.path"]


def test_streets_make_it_a_case_that_can_be_planned(tmp_path: Path) -> None:
    """With streets put in, `check` finds nothing wrong."""
    toy = toy_case.write(tmp_path / "toy")
    streets = toy / plan_files.load(toy / "plan.toml").inputs.streets.path
    assert run("init", tmp_path / "town", "--name", "Ves").code == 0
    shutil.copy(streets, tmp_path / "town" / "streets.gpkg")

    done = run("check", tmp_path / "town", "--lang", "en")

    assert done.code == 0, done.err
    assert "Ves" in done.err


def test_the_next_step_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    """A folder with a space in its name stands in quotes there."""
    done = run("init", tmp_path / "my town", "--lang", "en")

    assert f'`placement check "{tmp_path / "my town"}"`' in done.err


def test_nobody_is_asked_for_what_no_reader_takes(tmp_path: Path) -> None:
    """Weights of incidents come from `[demand] weights` by their type, not from a column."""
    assert run("init", tmp_path / "town").code == 0
    header = (tmp_path / "town" / "incidents.csv").read_text(encoding="utf-8").strip().split(",")
    told = (tmp_path / "town" / "README.md").read_text(encoding="utf-8")

    assert header == ["lon", "lat", "incident_id", "when", "until", "kind", "municipal"]
    assert "`weight`" not in told


def test_each_table_has_the_columns_its_reader_knows(tmp_path: Path) -> None:
    """A row filled in under the headers is read back with every value in its place."""
    assert run("init", tmp_path / "town").code == 0
    with (tmp_path / "town" / "cameras.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))

    assert header[:3] == ["lon", "lat", "camera_id"]
    assert "azimuth_deg" in header


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written beside what somebody else put there."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    done = run("init", tmp_path, "--lang", "en")

    assert done.code == 7
    assert "not empty" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    """The name of a file is no place for a case."""
    (tmp_path / "taken").write_text("", encoding="utf-8")

    assert run("init", tmp_path / "taken").code == 7
