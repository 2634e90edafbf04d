"""What would never end is refused before it is tried: sizes, devices, pipes, packed giants."""

import os
import sys
import time
import zipfile
from pathlib import Path

import pytest

from placement.texts import LANGUAGES
from tests.cli.running import Ran, run
from tests.pipeline import toy_case

LONGEST_S = 20.0
TABLES_IN_ZIP, MB_EACH = 24, 30
COSTLY = {
    "demand.years": (1e-308, ("1e−308", "demand.years")),
    "sites.azimuth_step_deg": (1e-300, ("1e−300", "sites.azimuth_step_deg")),
    "sites.spacing_m": (0.0001, ("sites.spacing_m", "4")),
    "demand.lixel_m": (1e-9, ("1e−09", "demand.lixel_m")),
    "viewshed.cell_m": (1e-5, ("1e−05", "viewshed.cell_m")),
}
AT = ("--at", "13.6,50.6", "--height-m", "5", "--azimuth-deg", "0", "--model", "pevná 4 MP")


def quickly(*arguments: str | Path) -> Ran:
    """Run a command, which must end soon and with a message."""
    begun_s = time.monotonic()
    done = run(*arguments)
    assert time.monotonic() - begun_s < LONGEST_S
    assert "Traceback" not in done.err
    return done


def given(case: Path, key: str, name: str) -> None:
    """Let an input of the case be a file."""
    toy_case.change_plan(case, lambda plan: plan["inputs"][key].update(path=name))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", COSTLY)
def test_numbers_without_a_sane_end_are_refused(key: str, language: str, tmp_path: Path) -> None:
    """Exit code 3 with the key and the number or what it would cost."""
    case = toy_case.write(tmp_path / "case")
    value, named = COSTLY[key]
    section, name = key.split(".")

    def change(plan: toy_case.Plan) -> None:
        plan["sites"]["kinds"] = ["streets"]
        plan[section][name] = value

    toy_case.change_plan(case, change)
    done = quickly("check", case, "--lang", language)

    assert done.code == 3, done.err
    assert all(word in done.err for word in ("plan.toml", *named))


@pytest.mark.parametrize("value", ["1e308", "nan", "inf", "-1"])
def test_errors_without_a_sane_end_are_refused(value: str, tmp_path: Path) -> None:
    """Options of `viewshed` and `validate` have ranges too; the number is named."""
    case = toy_case.write(tmp_path / "case", cell_m=8.0)

    placed = quickly("viewshed", case, *AT, f"--position-error-m={value}")
    installed = quickly("validate", case, "--installed", f"--error-m={value}")

    assert placed.code in (2, 3, 4), placed.err
    assert installed.code == 2, installed.err
    assert placed.err.strip()
    assert "--error-m" in installed.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither in its folders")
@pytest.mark.parametrize("key", ["incidents", "cameras", "carriers", "streets", "terrain"])
def test_pipes_and_devices_are_not_read(key: str, tmp_path: Path) -> None:
    """Nobody waits for a pipe; a device is not read to its end, which it has not."""
    case = toy_case.write(tmp_path / "case")
    suffix = {"streets": ".gpkg", "terrain": ".tif"}.get(key, ".csv")
    os.mkfifo(case / f"pipe{suffix}")
    (case / f"zero{suffix}").symlink_to("/dev/zero")
    for name, language, kind in (
        ("pipe", "cs", "pojmenovaná roura"),
        ("zero", "en", "a device"),
    ):
        given(case, key, f"{name}{suffix}")
        done = quickly("check", case, "--lang", language)

        assert done.code == 4, done.err
        assert f"{name}{suffix}" in done.err
        assert kind in done.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_zip_that_unpacks_to_a_giant_is_not_unpacked(language: str, tmp_path: Path) -> None:
    """Twenty-four tables, each of a size that would be read: together they are too much."""
    case = toy_case.write(tmp_path / "case")
    megabyte = b"0" * 1_000_000
    with zipfile.ZipFile(case / "many.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(TABLES_IN_ZIP):
            with archive.open(f"{number}.csv", "w") as table:
                table.write(b"id,x,y\n")
                for _ in range(MB_EACH):
                    table.write(megabyte)
    for key in ("incidents", "cameras"):
        given(case, key, "many.zip")
        done = quickly("check", case, "--lang", language)

        assert done.code == 4, done.err
        assert "many.zip" in done.err
        assert "720 MB" in done.err.replace("\xa0", " ")
    given(case, "streets", "many.zip")
    done = quickly("check", case, "--lang", language)

    assert done.code == 4, done.err
    assert "many.zip" in done.err
