"""The cache of `placement plan`: the same bytes with it and without, and a word about it."""

import json
from pathlib import Path

import pytest
import toy_case
from running import run

from placement.memory.store import FILE


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case."""
    return toy_case.write(tmp_path_factory.mktemp("toy") / "case", cell_m=5.0)


@pytest.fixture(scope="module")
def cold(case: Path) -> tuple[dict[str, bytes], dict, Path]:
    """Return the files and the summary of a first run, and the file of its cache."""
    store = case.parent / "store"
    files, summary, _ = planned(case, case.parent / "cold", "--cache", store)
    return files, summary, store / FILE


def planned(case: Path, out: Path, *how: str | Path) -> tuple[dict[str, bytes], dict, str]:
    """Return the files of a result, its summary and what was said."""
    done = run("plan", case, "-o", out, "--json", "-v", "--lang", "en", *how)
    assert done.code == 0, done.err
    files = {file.name: file.read_bytes() for file in out.iterdir() if file.suffix != ".gpkg"}
    files.pop("manifest.json")  # it has the hash of the GeoPackage
    return files, json.loads(done.out), done.err


def test_cold_warm_and_without_a_cache_the_plan_is_the_same(
    case: Path, cold: tuple[dict[str, bytes], dict, Path], tmp_path: Path
) -> None:
    """To the last byte; the summary and `-v` say how many sites were reused."""
    files, first, kept = cold
    store = kept.parent

    warm, second, told = planned(case, tmp_path / "warm", "--cache", store)
    without, third, silent = planned(case, tmp_path / "none", "--no-cache", "--cache", store)

    assert files == warm == without
    sites = first["cache"]["sites"]
    assert sites > 5
    assert first["cache"] == {"sites": sites, "reused": 0, "troubles": []}
    assert second["cache"] == {"sites": sites, "reused": sites, "troubles": []}
    assert third["cache"] is None
    assert f"{sites} of {sites} sites" in told
    assert "Lines of sight" not in silent
    assert [file.name for file in store.iterdir()] == [FILE]


@pytest.mark.parametrize("harm", ["foreign", "cut"])
def test_a_spoilt_cache_spoils_no_plan(
    case: Path, cold: tuple[dict[str, bytes], dict, Path], tmp_path: Path, harm: str
) -> None:
    """Whatever lies there, the plan is made, the same, with a word at -v."""
    good, _, kept = cold
    content = kept.read_bytes()
    store = tmp_path / "store"
    store.mkdir()
    file = store / FILE
    if harm == "foreign":
        file.write_text("not a database, but long enough to look like one" * 20, encoding="utf-8")
    else:
        file.write_bytes(content[: len(content) // 2])

    made, summary, told = planned(case, tmp_path / "made", "--cache", store)

    assert made == good
    trouble = {"foreign": "foreign", "cut": "damaged"}[harm]
    assert summary["cache"]["troubles"] == [trouble]
    assert "cache" in told


def test_after_an_edit_only_some_sites_are_looked_at_again(
    cold: tuple[dict[str, bytes], dict, Path], tmp_path: Path
) -> None:
    """A lower lamp post is another site; the others are known, and the plan is as without."""
    edited = tmp_path / "edited"
    toy_case.write(edited, cell_m=5.0)
    first, *others = toy_case.lamp_posts()
    toy_case.write_rows(edited / "lamp_posts.csv", [{**first, "height": 4.5}, *others])

    made, summary, _ = planned(edited, tmp_path / "made", "--cache", cold[2].parent)
    without, _, _ = planned(edited, tmp_path / "none", "--no-cache")

    assert made == without
    assert 0 < summary["cache"]["reused"] < summary["cache"]["sites"]
