"""The line a person sees while waiting: on a terminal only, and wiped at the end."""

import io
import sys

import pytest

from placement.cli.options import Settings
from placement.cli.progress import STAGES, Bar
from placement.texts import LANGUAGES


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_stage_writes_over_the_one_before(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stages are numbered, the search shows its gap, and the line is empty at the end."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    bar = Bar(Settings(language=language))

    for stage in STAGES:
        bar.stage(stage)
        if stage == "optimise":
            bar.bounds(90.0, 100.0)
    bar.done()

    lines = screen.getvalue().split("\r")
    assert lines[1].startswith("[1/11] ")
    below = {"cs": "nejvýš o 10,00 % pod nejlepším", "en": "at most 10.00 % below the best"}
    assert any(below[language] in line.replace("\N{NO-BREAK SPACE}", " ") for line in lines)
    assert "\n" not in screen.getvalue()
    assert lines[-2].strip() == ""
    assert lines[-1] == ""


@pytest.mark.parametrize(("screen", "verbosity"), [(io.StringIO(), 0), (Terminal(), -1)])
def test_nothing_is_shown_to_a_file_or_when_quiet(
    screen: io.StringIO, verbosity: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log file gets no line that is written over, and neither does `-q`."""
    monkeypatch.setattr(sys, "stderr", screen)
    bar = Bar(Settings(verbosity=verbosity))

    bar.stage("read")
    bar.bounds(1.0, 2.0)
    bar.done()

    assert screen.getvalue() == ""
