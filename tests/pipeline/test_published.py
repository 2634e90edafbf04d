"""The published map of Litvínov: whole, and made from the data that lie here now."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from placement.output import manifest

ROOT = Path(__file__).parents[2]
CASE, RESULT = ROOT / "data" / "litvinov", ROOT / "maps" / "litvinov"


@pytest.fixture(scope="module")
def account() -> dict[str, Any]:
    """Return the manifest of the published result."""
    if not (RESULT / "manifest.json").is_file():
        pytest.skip("no map of Litvínov is published yet")
    told: dict[str, Any] = json.loads((RESULT / "manifest.json").read_text(encoding="utf-8"))
    return told


def test_every_file_is_the_one_that_was_written(account: dict[str, Any]) -> None:
    """Each output has the hash that the manifest gives."""
    for name, told in account["outputs"].items():
        assert manifest.fingerprint(RESULT / name) == told, name


def test_it_was_made_from_the_data_as_they_are(account: dict[str, Any]) -> None:
    """Whoever changes the data of the sample case draws its map again: run `placement plan`."""
    for name, told in account["inputs"].items():
        assert manifest.fingerprint(CASE / name) == told, name


def test_it_says_that_it_is_made_up(account: dict[str, Any]) -> None:
    """Manifest, page and list say that the data are synthetic."""
    assert account["synthetic"] is True
    page = (RESULT / "map.html").read_text(encoding="utf-8")
    assert '"synthetic":true' in page.replace(" ", "")
    rows = (RESULT / "cameras.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert all(row.startswith("synthetic,") for row in rows)


@pytest.mark.slow
def test_planning_a_town_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """A whole town planned in two processes gives the same files, bit for bit.

    On one machine: another processor's linear algebra may differ in the last digit of the demand.
    """
    command = [sys.executable, "-c", "from placement.cli.main import main; main()"]
    told = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        subprocess.run(
            [*command, "plan", str(CASE), "-q", "-o", str(out)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        told.append(json.loads((out / "manifest.json").read_text(encoding="utf-8"))["outputs"])

    assert told[0] == told[1]
