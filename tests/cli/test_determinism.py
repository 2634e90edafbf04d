"""The same inputs and seed give the same bytes, on one core or several."""

from pathlib import Path

import pytest

from placement.output.write import read_plan
from tests.cli.running import run, run_apart
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case."""
    return toy_case.write(tmp_path_factory.mktemp("toy") / "case")


@pytest.fixture(scope="module")
def result(case: Path) -> dict[str, bytes]:
    """Return the files of a first run."""
    return planned(case, "first")


def planned(case: Path, name: str, *options: str, apart: bool = False) -> dict[str, bytes]:
    """Plan a case into a folder beside it and return the files written."""
    folder = case.parent / name
    done = (run_apart if apart else run)("plan", case, "-o", folder, "-q", *options)
    assert done.code == 0, done.err
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_command_twice_writes_the_same_bytes(case: Path, result: dict[str, bytes]) -> None:
    """Every file of two runs is the same, GeoPackage and map included."""
    again = planned(case, "again")

    assert list(again) == list(result)
    assert {name for name in result if again[name] != result[name]} == set()


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_processor_cores_change_no_byte(case: Path, result: dict[str, bytes], jobs: str) -> None:
    """One core or two, in a fresh process: the same files."""
    other = planned(case, f"jobs{jobs}", "--jobs", jobs, apart=True)

    assert {name for name in result if other.get(name) != result[name]} == set()


def test_writing_over_a_result_leaves_no_trace_of_it(case: Path, result: dict[str, bytes]) -> None:
    """A run over the result of another seed gives the bytes of a run into a new folder."""
    planned(case, "over", "--seed", "99")

    assert planned(case, "over") == result


def test_the_folder_the_case_lies_in_changes_no_byte(
    tmp_path: Path, result: dict[str, bytes]
) -> None:
    """No path of the machine gets into a result."""
    elsewhere = toy_case.write(tmp_path / "jinde" / "case")

    moved = planned(elsewhere, "first")

    differing = {name for name in result if moved[name] != result[name]}
    assert differing <= {"manifest.json"}  # GeoPackages carry the time they were made at


def test_another_seed_keeps_every_limit(case: Path) -> None:
    """Whatever the seed, existing cameras stay, counts and budgets are kept."""
    planned(case, "seed", "--seed", "12345")

    plan = read_plan(case.parent / "seed")
    assert plan.seed == 12_345
    assert [phase.cameras for phase in plan.phases] == [2, 4, 6]
    assert plan.final.cost_czk <= 600_000
    assert {c.camera_id for c in plan.cameras if c.status == "existing"} == {"K1", "K2"}
    assert all(phase.value <= phase.bound * (1 + 1e-9) for phase in plan.phases)
