"""Errors: each has its exit code, and each problem says four things in two languages."""

import ast
import string
from pathlib import Path

import pytest

import placement
from placement import errors
from placement.errors import InputError, PlacementError, Problem
from placement.texts import LANGUAGES, PLURAL_FORMS, catalogue

PACKAGE = Path(placement.__file__).parent
PARTS = ("what", "expected", "remedy")


def kinds() -> list[str]:
    """Return every kind of problem the English catalogue has words for."""
    words = [key.split(".") for key in catalogue("en") if key.startswith("problem.")]
    return sorted({key[1] for key in words if len(key) > 2 and key[2] in PARTS})


def names_in(kind: str) -> set[str]:
    """Return the values that the texts of a kind put in."""
    return {
        name
        for language in LANGUAGES
        for key, template in catalogue(language).items()
        if key.startswith(f"problem.{kind}.")
        for _, name, _, _ in string.Formatter().parse(template)
        if name is not None
    }


def kinds_in_code() -> dict[str, str]:
    """Return every kind that is written out in a call of `Problem`, and where."""
    found: dict[str, str] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"
            if called and node.args and isinstance(node.args[0], ast.Constant):
                found[str(node.args[0].value)] = f"{file.name}:{node.lineno}"
    return found


@pytest.mark.parametrize(
    ("name", "code", "also"),
    [
        ("PlacementError", 1, Exception),
        ("ConfigError", 3, ValueError),
        ("InputError", 4, ValueError),
        ("MissingInputError", 4, InputError),
        ("SchemaError", 4, InputError),
        ("CrsError", 4, InputError),
        ("InfeasibleError", 5, PlacementError),
        ("SolverError", 6, RuntimeError),
        ("OutputError", 7, OSError),
    ],
)
def test_every_error_has_its_exit_code(name, code, also):
    """The command's exit code follows from the class; notebooks can catch Python's own kinds."""
    error = getattr(errors, name)

    assert error.exit_code == code
    assert issubclass(error, also)
    assert issubclass(error, PlacementError)


def test_no_error_is_outside_the_tree():
    """All exceptions of the package are listed above, so none lacks an exit code."""
    classes = [c for c in vars(errors).values() if isinstance(c, type)]

    assert sum(issubclass(c, Exception) for c in classes) == 9


def test_every_problem_in_the_code_has_its_words():
    """No call of `Problem` names a kind that the catalogues do not know."""
    unknown = {kind: at for kind, at in kinds_in_code().items() if kind not in kinds()}

    assert unknown == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", kinds())
def test_every_problem_says_where_what_expected_and_remedy(kind, language):
    """Each kind renders on one line with its place and three full sentences."""
    values = dict.fromkeys(names_in(kind), "dummy") | {"n": 3}

    sentence = Problem(kind, "a.csv", 7, "height", values).render(language)

    place, lead, tail = {
        "en": ("a.csv, row 7, height: ", "Expected: ", "Do: "),
        "cs": ("a.csv, řádek 7, height: ", "Očekává se: ", "Náprava: "),
    }[language]
    what, rest = sentence.removeprefix(place).split(lead)
    expected, remedy = rest.split(tail)

    assert sentence.startswith(place)
    assert "\n" not in sentence
    assert what.rstrip().endswith((".", "?", "dummy"))
    assert expected.rstrip().endswith((".", "dummy"))
    assert remedy.rstrip().endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", kinds())
def test_every_problem_has_all_three_texts(kind, language):
    """No kind lacks what, expected or remedy, and none of them is empty."""
    for part in PARTS:
        forms = [f"problem.{kind}.{part}", *(f"problem.{kind}.{part}.{f}" for f in PLURAL_FORMS)]

        assert any(catalogue(language).get(form, "").strip() for form in forms), part


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (Problem("no_sites"), ""),
        (Problem("no_sites", "a.csv"), "a.csv"),
        (Problem("no_sites", row=1200), "řádek 1200"),
        (Problem("no_sites", "a.csv", None, "x"), "a.csv, x"),
        (Problem("no_sites", "a\x1b[2J\n.csv"), "a\N{REPLACEMENT CHARACTER}[2J .csv"),
    ],
)
def test_the_place_names_what_is_known(problem, place):
    """File, row and column appear as far as known; a row number has no thousands separator."""
    assert problem.place("cs") == place


def test_a_sentence_is_never_cut():
    """Values are shortened one by one, not the sentence that holds them."""
    values = {"column": "c" * 190, "found": "f" * 190}

    sentence = Problem("column_missing", "p" * 190, 1, "c" * 190, values).render()

    assert "…" not in sentence
    assert sentence.endswith("in plan.toml.")


def test_several_problems_come_under_a_counting_heading():
    """Two problems are two lines under a heading, in the order found."""
    error = InputError([Problem("no_sites", "a"), Problem("no_streets", "b")])

    lines = error.render("cs").splitlines()

    assert lines[0] == "2 potíže:"
    assert [line[:5] for line in lines[1:]] == ["  a: ", "  b: "]
    assert len(error.problems) == 2


def test_one_problem_needs_no_heading():
    """A single problem is one line, and it is what Python's own message says too."""
    error = InputError(Problem("no_sites", "a"))

    assert str(error) == error.render("en") == error.problems[0].render("en")
