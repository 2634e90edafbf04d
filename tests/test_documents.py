"""Documents: generated parts are as the code has them, and what they name is there."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import placement
from tests import documents, structure

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "placement"
README_BYTES = 10_000
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?:[\w.-]+/)*[\w.-]+\.(?:py|md|toml|js|csv|txt)|(?:[\w.-]+/)+")
OURS = ("placement/", "tests/", "docs/", "data/", ".ci/", ".github/")
MODULE = re.compile(r"(?:placement|tests)(?:\.\w+)+")
RESULTS = {path.name for path in (ROOT / "maps" / "litvinov").rglob("*")}


def names(document: Path) -> str:
    """Return how a test calls a document."""
    return document.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", documents.DOCUMENTS, ids=names)
def test_generated_parts_are_as_the_code_has_them(document: Path) -> None:
    """`python -m tests.documents` would change nothing."""
    text = document.read_text(encoding="utf-8")

    assert documents.renewed(text) == text


def test_every_generated_part_has_its_place() -> None:
    """Plan file, commands, columns, names and decisions each stand in one document."""
    texts = [document.read_text(encoding="utf-8") for document in documents.DOCUMENTS]
    parts = [name for text in texts for name in documents.marked(text)]

    assert sorted(parts) == sorted(documents.PARTS)


@pytest.mark.parametrize("document", documents.DOCUMENTS, ids=names)
def test_links_lead_somewhere(document: Path) -> None:
    """Every relative link names a file or folder of the repository."""
    links = LINK.findall(_without_generated(document))
    local = [link.partition("#")[0] for link in links if "://" not in link]

    assert [link for link in local if link and not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", documents.DOCUMENTS, ids=names)
def test_paths_and_modules_exist(document: Path) -> None:
    """A path in code marks exists in the repository, in the package, or in a result's folder."""
    codes = CODE.findall(_without_generated(document))
    paths = [code.removesuffix("/") for code in codes if PATH.fullmatch(code) and _is_ours(code)]
    modules = [code for code in codes if MODULE.fullmatch(code)]

    assert [path for path in paths if not _exists(path)] == []
    assert [module for module in modules if not _importable(module)] == []


def test_the_readme_is_short() -> None:
    """The README has at most 10 kB."""
    assert len((ROOT / "README.md").read_bytes()) <= README_BYTES


def test_the_design_names_every_room() -> None:
    """Every room at the top of the package has a row on the page, and no row is left of one."""
    text = (ROOT / "DESIGN.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    rooms = {name for row in rows for name in CODE.findall(row) if "/" not in name}

    assert rooms == set(structure.rooms(PACKAGE))


def test_commands_of_contributing_can_be_run() -> None:
    """What the list of commands calls is there: modules, test folders, legs of `.ci/run`."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    commands = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    words = [word for command in commands for word in command.replace("`", " ").split()]
    modules = re.findall(r"-m ((?:tests|placement)[\w.]+)", " ".join(commands))
    legs = set(re.findall(r"\.ci/run (\w+)", " ".join(commands)))

    assert len(commands) >= 10
    assert modules
    assert all(find_spec(module) for module in modules)
    assert all((ROOT / word).exists() for word in words if word.startswith("tests/"))
    assert legs == {"newest", "lowest"}


def test_records_of_decisions_are_dated_and_numbered() -> None:
    """Each record has a number without a gap, a title and a day."""
    files = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    heads = [file.read_text(encoding="utf-8").splitlines()[:3] for file in files]

    assert len(files) >= 39
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for number, (title, _, day) in enumerate(heads, start=1):
        assert title.startswith(f"# {number}. ")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)


def _without_generated(document: Path) -> str:
    text = document.read_text(encoding="utf-8")
    return re.sub(r"<!-- generated: .*?<!-- /generated -->", "", text, flags=re.DOTALL)


def _is_ours(path: str) -> bool:
    """Return whether a path means a file of the repository, not one of a user's."""
    return path.startswith(OURS) or path.endswith(".py") or path in {"DESIGN.md", "README.md"}


def _exists(path: str) -> bool:
    return any((home / path).exists() for home in (ROOT, PACKAGE)) or Path(path).name in RESULTS


def _importable(name: str) -> bool:
    """Return whether a dotted name is a module, or an attribute of one."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        if parts[0] == "tests" and find_spec(".".join(parts[:end])):
            return end == len(parts)
        try:
            value: object = import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            value = getattr(value, part, None)
        return value is not None
    return False


def test_the_version_is_said() -> None:
    """The version of the package is that of its project file."""
    assert f'version = "{placement.__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")
