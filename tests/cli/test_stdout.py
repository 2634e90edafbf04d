"""Standard output is data: one document or the file asked for, whatever a library writes.

Each run is a process of its own in which libraries are noisy in every way there is: to the
descriptor, through C's own buffer, through `print`, when a command is loaded, while it works and
when the process ends; one of them is a fresh interpreter, in which they are imported too.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from placement.cli.main import COMMANDS, main
from tests.cli import forked
from tests.cli.running import COMMAND, environment, run
from tests.pipeline import toy_case

NOISY = """
import atexit, ctypes, os, sys

c = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)

def noise():
    os.write(1, b"NOISE-descriptor\\n")
    c.printf(b"NOISE-buffered\\n")
    print("NOISE-print")
    sys.__stdout__.write("NOISE-original\\n")

from placement import errors, texts
from placement.cli import main as room

find = room.import_module
def import_module(name):
    noise()
    return find(name)
room.import_module = import_module

say = texts.text
def text(*given, **named):
    noise()
    return say(*given, **named)
for module in list(sys.modules.values()):
    if getattr(module, "text", None) is say:
        module.text = text

atexit.register(noise)
if __name__ == "__main__":
    room.main()
"""
"""A process whose libraries write before, while and after a command runs."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a case, its result, and the noisy program."""
    folder = tmp_path_factory.mktemp("noisy")
    toy_case.write(folder / "case")
    toy_case.change_plan(folder / "case", toy_case.with_one_new_camera)
    (folder / "noisy.py").write_text(NOISY, encoding="utf-8")
    assert run("plan", folder / "case", "-o", folder / "result", "-q").code == 0
    visits = [{"camera_id": "K1", "visited_at": "2026-11-29T10:30:00Z", "occluded": True}]
    visit = {"format": "placement visit", "version": 1, "case": "case", "visits": visits}
    (folder / "visit.json").write_text(json.dumps(visit), encoding="utf-8")
    sheet = {"brand": "Výrobce", "model": "K", "field_of_view_deg": "90 horizontal"}
    (folder / "sheets.json").write_text(json.dumps(sheet), encoding="utf-8")
    return folder


def noisy(
    place: Path, *arguments: str, stdout: int | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command among noisy libraries."""
    return forked.run(
        ["noisy.py", *arguments], folder=place, environment=environment(), stdout=stdout
    )


VIEW = ("--at", "13.6075,50.6035", "--height-m", "5", "--azimuth-deg", "90")
DONE = {
    "init": ("init", "new"),
    "plan": ("plan", "case", "-o", "planned"),
    "check": ("check", "case"),
    "demand": ("demand", "case", "-o", "demanded"),
    "evaluate": ("evaluate", "case", "--cameras", "result/cameras.csv", "-o", "evaluated"),
    "viewshed": ("viewshed", "case", *VIEW, "--model", "pevná 4 MP", "-o", "seen"),
    "validate": ("validate", "case", "--until", "2024-07-01", "-o", "validated"),
    "map": ("map", "result", "-o", "map.html"),
    "export": ("export", "result", "-f", "cameras.csv"),
    "compare": ("compare", "result", "result", "-o", "compared.html"),
    "look": ("look", "result", "K1", "--case", "case", "-o", "look.png"),
    "acceptance": ("acceptance", "result", "--case", "case", "-o", "acceptance"),
    "masks": ("masks", "result", "--case", "case", "-o", "masks"),
    "visit": ("visit", "result", "visit.json"),
    "register": ("register", "result", "-o", "register.csv"),
    "centre": ("centre", "result"),
    "study": ("study", "result", "-o", "study"),
    "documents": ("documents", "result", "-o", "documents"),
    "models": ("models", "sheets.json"),
}


def test_every_command_but_the_one_of_the_network_is_tried() -> None:
    """A new command is tried too; `fetch` without a network in vain."""
    assert {*DONE, "fetch"} == set(COMMANDS)


@pytest.mark.parametrize("command", DONE)
def test_json_is_one_document_among_noisy_libraries(command: str, place: Path) -> None:
    """What was done is told as one JSON document, and all noise is on standard error."""
    done = noisy(place, *DONE[command], "--json", "-v", "--lang", "cs")

    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    told = json.loads(done.stdout.decode("utf-8"), parse_constant=pytest.fail)
    assert told
    assert "error" not in told
    for kind in (b"descriptor", b"buffered", b"print", b"original"):
        assert b"NOISE-" + kind in done.stderr


FAILED = {
    "plan file": (3, ("check", "nowhere")),
    "offline": (4, ("fetch", "567027", "--offline", "--cache", "empty", "-o", "fetched")),
    "not empty": (7, ("init", "case")),
    "no result": (4, ("map", "case")),
    "no option": (2, ("plan", "case", "--everything")),
    "no argument": (2, ("plan",)),
    "no day": (2, ("validate", "case")),
    "no command": (2, ("draw",)),
    "both": (2, ("export", "result", "-f", "cameras.csv", "-o", "-")),
}


OFTEN = ("plan file", "offline", "no option", "both")
"""One of each exit code; a process takes seconds, so the others are tried when asked for."""


def often(names: Iterable[str]) -> list[object]:
    """Return names, those not in `OFTEN` marked slow."""
    return [n if n in OFTEN else pytest.param(n, marks=pytest.mark.slow) for n in names]


@pytest.mark.parametrize("fault", often(FAILED))
def test_an_error_is_one_document_too(fault: str, place: Path) -> None:
    """So is what went wrong, with the exit code that the process ends with."""
    code, arguments = FAILED[fault]
    done = noisy(place, *arguments, "--json", "--lang", "en")

    assert done.returncode == code, done.stderr.decode("utf-8", "replace")
    told = json.loads(done.stdout.decode("utf-8"))
    assert told["exit_code"] == code
    assert told["problems"][0]["message"]


def test_without_json_nothing_is_on_standard_output(place: Path) -> None:
    """Words for people are no data either, in an interpreter that was just started."""
    done = subprocess.run(
        [sys.executable, "noisy.py", "check", "case"],
        cwd=place,
        env=environment(),
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize(
    "name",
    [
        "cameras.xlsx",
        *(pytest.param(n, marks=pytest.mark.slow) for n in ("cameras.csv", "cameras.geojson")),
    ],
)
def test_a_file_on_standard_output_is_the_file(name: str, place: Path) -> None:
    """Byte by byte, text or not."""
    done = noisy(place, "export", "result", "-f", name, "-o", "-")

    assert done.returncode == 0
    assert done.stdout == (place / "result" / name).read_bytes()


def test_help_and_version_are_data(place: Path) -> None:
    """Who asks for them gets them, and nothing else."""
    assert noisy(place, "--version").stdout.startswith(b"placement, version ")
    shown = noisy(place, "check", "--help").stdout
    assert shown.startswith(b"Usage: ")
    assert b"NOISE" not in shown


CLOSED = """
import os, subprocess, sys
sys.exit(subprocess.run(
    sys.argv[2:], preexec_fn=lambda: [os.close(int(each)) for each in sys.argv[1].split(",")]
).returncode)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no process begins without its descriptors")
@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        ("1", ("check", "case", "--json"), 7),
        pytest.param(
            *("1", ("export", "result", "-f", "cameras.csv", "-o", "unheard.csv"), 0),
            marks=pytest.mark.slow,
        ),
        pytest.param("2", ("check", "case", "--json"), 0, marks=pytest.mark.slow),
        pytest.param("1,2", ("check", "case"), 0, marks=pytest.mark.slow),
        ("1,2", ("check", "nowhere", "--json"), 3),
    ],
)
def test_closed_descriptors(
    closed: str, arguments: tuple[str, ...], code: int, place: Path
) -> None:
    """No traceback and no file of ours takes their numbers; data that nobody gets are an error."""
    done = subprocess.run(
        [sys.executable, "-c", CLOSED, closed, *COMMAND, *arguments],
        cwd=place,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=300,
    )

    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    if closed == "2":
        assert json.loads(done.stdout)["case"]
    if "unheard.csv" in arguments:
        unheard = (place / "unheard.csv").read_bytes()
        assert unheard == (place / "result" / "cameras.csv").read_bytes()


def test_who_stops_reading_gets_no_traceback(place: Path) -> None:
    """`placement export … -o - | head -c 1` ends quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = noisy(place, "export", "result", "-f", "cameras.geojson", "-o", "-", stdout=writer)
    finally:
        os.close(writer)

    assert done.returncode == 7
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told(place: Path) -> None:
    """What cannot be written is an error with a remedy."""
    with Path("/dev/full").open("wb") as full:
        arguments = ("check", "case", "--json", "--lang", "en")
        done = noisy(place, *arguments, stdout=full.fileno())

    assert done.returncode == 7
    assert b"Traceback" not in done.stderr
    assert b"cannot be written to standard output" in done.stderr


def test_in_this_process_all_is_as_before(
    place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Called from Python, the descriptor leads back afterwards to where it led."""
    monkeypatch.chdir(place)
    before = os.fstat(1)
    done = CliRunner().invoke(main, ["check", "case", "--json", "-q"])
    main(["check", "case", "--json", "-q"], standalone_mode=False)
    os.write(1, b"\nours\n")

    assert json.loads(done.stdout)["case"]
    assert os.path.samestat(before, os.fstat(1))
    document, ours, _ = capfd.readouterr().out.rsplit("\n", 2)
    assert ours == "ours"
    assert json.loads(document) == json.loads(done.stdout)


def test_a_number_that_is_none_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has no infinity."""
    from placement.cli.stdout import data

    data().document({"gap": float("inf"), "rows": [{"x": float("nan")}, (1.5, True, None)]})

    told = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert told == {"gap": None, "rows": [{"x": None}, [1.5, True, None]]}
