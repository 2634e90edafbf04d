"""The house itself: imports run one way, rooms stay small, types and style are clean."""

import ast
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import structure

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "placement"
MODULES = sorted(PACKAGE.rglob("*.py"))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment in the project's folder."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_median_module_is_small() -> None:
    """Half of the modules have at most 250 lines, and none has more than 450."""
    lines = [
        len(file.read_text(encoding="utf-8").splitlines())
        for file in MODULES
        if file.name != "__init__.py"
    ]

    assert statistics.median(lines) <= 250
    assert max(lines) <= 450


def test_no_two_classes_share_a_name() -> None:
    """A public class name means one thing in the whole package."""
    trees = [structure.parsed(file) for file in MODULES]
    classes = [node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    uses = Counter(name for name in classes if not name.startswith("_"))

    assert uses
    assert {name for name, times in uses.items() if times > 1} == set()


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("click", ("cli",)),
        ("highspy", ("optimise/highs",)),
        (
            "numba",
            (
                "visibility/obstacles/raised_intersections.py",
                "visibility/obstacles/prism_intersections.py",
                "visibility/obstacles/first_hits.py",
                "visibility/obstacles/trees.py",
                "visibility/kernels",
                "optimise/kernels",
            ),
        ),
        ("folium", ("output",)),
        ("pydantic", ("config",)),
        ("requests", ("fetch/network.py",)),
    ],
)
def test_a_library_stays_in_its_room(library: str, rooms: tuple[str, ...]) -> None:
    """Each heavy library is imported in one room only."""
    users = [file.relative_to(PACKAGE).as_posix() for file in MODULES if library in _imported(file)]

    assert users
    assert all(user.startswith(rooms) for user in users), users


CHAINS = {"config": 9, "pipeline": 14, "evaluation": 15, "": 16}
"""Room → longest chain of imports that begins in it."""


@pytest.mark.parametrize(("room", "most"), CHAINS.items())
def test_chains_of_imports_are_short(room: str, most: int) -> None:
    """From a module of a room down to its last import there are few steps."""
    graph = structure.imports(PACKAGE)
    prefix = f"placement.{room}." if room else "placement."
    below = {name for name in graph if f"{name}.".startswith(prefix)}
    while more := {other for name in below for other in graph[name]} - below:
        below |= more
    chain = structure.longest_chain({name: graph[name] for name in below})

    assert len(chain) <= most, " → ".join(chain)
    assert len(chain) > 1


def test_names_say_what_they_hold() -> None:
    """Words that say how a value came about are left only where they are the right ones."""
    words = structure.private_words(PACKAGE)

    assert words["left"] > 0, "geometry has a left side"
    assert words.total() <= 30, words


UNPACKING = ("config/", "pipeline/", "cli/", "api/")
"""Rooms that may read what a plan file says; the last two put options in its place."""
HOLDING = {
    "__init__.py": "names the plan file's type for users",
    "evaluation/holdout.py": "prepares the case anew with earlier incidents, by the pipeline",
    "evaluation/installed.py": "prepares the case anew without later incidents, by the pipeline",
    "output/case_template.py": "writes the plan file of an empty case",
    "output/fetched_case.py": "writes the plan file of a fetched case",
    "output/public_folder.py": "writes what [output] says may be published",
    "output/redraw.py": "reads the plan file in a result: its [output] and language",
    "output/study/annexes/parameters.py": "says what the keys of a result's plan file mean",
    "output/study/reader.py": "reckons the centre that [centre] of a result's plan file describes",
    "output/write.py": "writes the plan file into the result, and what [output] and [centre] ask",
}
"""Modules elsewhere that import from `placement.config`, and why."""


def test_only_the_pipeline_unpacks_the_plan_file() -> None:
    """Elsewhere a plan file is written or handed on, and none of its other sections is read."""
    elsewhere = {
        name: structure.parsed(file)
        for file in MODULES
        if not (name := file.relative_to(PACKAGE).as_posix()).startswith(UNPACKING)
    }
    importing = {name for name, tree in elsewhere.items() if _imports_config(tree)}
    reading = {name: [*_fields_read(tree)] for name, tree in elsewhere.items()}

    assert importing == set(HOLDING)
    assert {name: set(keys) for name, keys in reading.items() if keys} == {
        "output/redraw.py": {"output"},
        "output/write.py": {"output", "centre"},
    }


def _imports_config(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and (
            f"{node.module}.".startswith("placement.config.")
            or (node.module == "placement" and any(name.name == "config" for name in node.names))
        )
        for node in ast.walk(tree)
    )


def _fields_read(tree: ast.AST) -> Iterator[str]:
    """Yield the attributes read of what is called `config`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name == "config":
                yield node.attr


def test_the_network_is_reached_from_one_module_only() -> None:
    """No module but that of `requests` imports anything that could open a connection."""
    ways = {"socket", "http", "ftplib", "smtplib", "ssl", "httpx", "urllib3", "aiohttp", "asyncio"}
    users = {f.relative_to(PACKAGE).as_posix() for f in MODULES if ways & _imported(f)}
    opening = {f.name for f in MODULES if "urllib.request" in f.read_text(encoding="utf-8")}

    assert users == set()
    assert opening == set()


def test_imports_run_one_way() -> None:
    """The import contract of the project file holds, so there is no cycle between rooms."""
    found = run("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")

    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.slow  # most of a minute of one core; `.ci/run` asks for it by name
def test_types_are_strict() -> None:
    """Mypy has nothing to say in strict mode."""
    found = run("-m", "mypy")

    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("command", [("check",), ("format", "--check")])
def test_style_is_clean(command: tuple[str, ...]) -> None:
    """Ruff has nothing to say, neither on style nor on format."""
    found = run("-m", "ruff", *command, ".")

    assert found.returncode == 0, found.stdout + found.stderr


def _imported(file: Path) -> set[str]:
    tree = structure.parsed(file)
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def test_docstrings_name_the_parameters_there_are() -> None:
    """What a section of parameters describes is a parameter of that function."""
    described = [
        (f"{file.relative_to(PACKAGE)}:{node.name}", name, _parameters(node))
        for file in MODULES
        for node in ast.walk(structure.parsed(file))
        if isinstance(node, ast.FunctionDef)
        for name in _described(ast.get_docstring(node) or "")
    ]

    assert len(described) > 500
    assert [(place, name) for place, name, names in described if name not in names] == []


def _described(docstring: str) -> list[str]:
    section = re.search(
        r"^Parameters\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", docstring, re.DOTALL | re.MULTILINE
    )
    heads = [line for line in (section[1] if section else "").splitlines() if line[:1].strip()]
    return [name.strip().lstrip("*") for head in heads for name in head.split(":")[0].split(",")]


def _parameters(node: ast.FunctionDef) -> set[str]:
    arguments = node.args
    rest = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *rest]
    return {argument.arg for argument in named}
