"""A second process is begun for large towns alone, by a look at the plan file that never fails."""

import os
from pathlib import Path

import pytest

from placement.api.case import read_case
from placement.cli import second_process
from placement.config import PLAN_FILE
from placement.worker import IN_PLACE
from tests.pipeline import toy_case


def test_input_files_are_weighed_without_reading_the_case(tmp_path: Path) -> None:
    """Folder and plan file weigh what all inputs of the case do together."""
    case = toy_case.write(tmp_path / "case", cell_m=5.0)

    size = second_process.input_bytes(case)

    assert second_process.PLAN_FILE == PLAN_FILE
    assert size == sum(file.stat().st_size for file in read_case(case).input_files.values()) > 0
    assert second_process.input_bytes(case / PLAN_FILE) == size


@pytest.mark.parametrize(
    "content",
    [b"[inputs", b"inputs = 3", b"[inputs.streets]\npath = 7", b"\xff\xfe", b"a = [" + b"[" * 9999],
    ids=["cut", "number", "path", "bytes", "deep"],
)
def test_a_broken_plan_file_weighs_nothing(content: bytes, tmp_path: Path) -> None:
    """What is wrong is told by who reads it."""
    (tmp_path / PLAN_FILE).write_bytes(content)

    assert second_process.input_bytes(tmp_path) == 0
    assert second_process.input_bytes(tmp_path / "nowhere") == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
def test_a_pipe_in_place_of_a_plan_file_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody writes to it."""
    os.mkfifo(tmp_path / PLAN_FILE)

    assert second_process.input_bytes(tmp_path) == 0


def test_small_towns_and_one_core_are_planned_by_one_process(tmp_path, monkeypatch) -> None:
    """A process takes longer to begin than a village to plan, and a core has no time for two."""
    case = toy_case.write(tmp_path / "case", cell_m=5.0)
    assert second_process.for_plan(case, jobs=None) is IN_PLACE

    monkeypatch.setattr(second_process, "MANY_BYTES", 1)
    monkeypatch.setattr(second_process, "begin", lambda: pytest.fail("begun"))

    assert second_process.for_plan(case, jobs=1) is IN_PLACE
