"""The questions of `docs/councillors.md` are answered as it says; on Litvínov they are answered."""

from itertools import islice
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.councillors import DOCUMENT, MARK, QUESTIONS, dialogue, write_case

LITVINOV = Path(__file__).parents[2] / "data" / "litvinov"
ON_LITVINOV = (
    ("--budget", "2000000"),
    ("--cameras", "60"),
    ("--set", 'limits=[{model="panoramic 4x8 MP", at_most=6}]'),
    ("--set", 'limits=[{district="Janov", at_most_share=0.5}]'),
    ("--set", "sites.mount_height_m=5.5", "--only"),
    ("--fix", "13.6103,50.5985,90,fixed 4 MP", "--only"),
)


def test_the_first_answers_are_what_the_commands_print(tmp_path: Path) -> None:
    """Letter by letter: a plan, money, the plan as it is, two plans compared, a place forbidden."""
    write_case(tmp_path)
    written = DOCUMENT.read_text(encoding="utf-8").partition(MARK)[2]

    assert written.startswith("".join(islice(dialogue(tmp_path), 5)))
    assert all(question.command in written for question in QUESTIONS)


@pytest.mark.slow
def test_the_document_is_what_the_commands_print(tmp_path: Path) -> None:
    """Every answer, letter by letter; `python -m tests.councillors` writes them anew."""
    write_case(tmp_path)
    written = DOCUMENT.read_text(encoding="utf-8").partition(MARK)[2]
    parts = list(dialogue(tmp_path))

    assert len(QUESTIONS) >= 12
    for part in parts:
        assert part in written
    assert "".join(parts) == written


@pytest.mark.slow
@pytest.mark.parametrize("question", ON_LITVINOV, ids=" ".join)
def test_litvinov_answers_its_council(question: tuple[str, ...], tmp_path: Path) -> None:
    """The same kinds of question on the sample case: an answer, in a folder of its own."""
    done = run("plan", LITVINOV, "--lang", "cs", *question, folder=tmp_path)

    assert done.code == 0, done.err
    assert "Co kdyby: " in done.err
    assert "bez otázky" in done.err
    (folder,) = (tmp_path / "maps").iterdir()
    assert folder.name.startswith("litvinov-what-if-")
