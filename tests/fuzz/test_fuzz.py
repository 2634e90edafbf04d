"""Whatever a case or a result holds, a command ends with an exit code of ours and says why."""

import faulthandler
import random
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from placement.errors import PlacementError, Problem
from placement.texts import LANGUAGES, Language
from tests.cli.running import Ran, run
from tests.fuzz import mutations
from tests.fuzz.mutations import OF_CASES, OF_RESULTS

CODES = frozenset({0, 2, 3, 4, 5, 6, 7})
OF_FILES = frozenset({3, 4, 5})
"""Codes whose messages name a file."""
LONGEST_S = 20.0
MOST_MB = 2000
BATCHES, CASES = 10, 15
"""150 cases run always; a slow run has 5 000 of other seeds."""
SLOW_BATCHES, SLOW_CASES = 50, 100
RESULT_SHARE = 0.2


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tiny case that can be planned."""
    return mutations.write(tmp_path_factory.mktemp("fuzz") / "case")


@pytest.fixture(scope="module")
def result(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its finished plan."""
    out = tmp_path_factory.mktemp("fuzz") / "result"
    done = run("plan", case, "-o", out)
    assert done.code == 0, done.err
    return out


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    """Take the watch away that every case sets."""
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> list[PlacementError]:
    """Return where every error of ours is kept that is made, to be told in other languages too."""
    errors: list[PlacementError] = []
    real = PlacementError.__init__

    def made(self: PlacementError, problems: Problem | Iterable[Problem]) -> None:
        errors.append(self)
        real(self, problems)

    monkeypatch.setattr(PlacementError, "__init__", made)
    return errors


@pytest.mark.parametrize("batch", range(BATCHES))
def test_nothing_ends_in_a_traceback(
    batch: int, case: Path, result: Path, tmp_path: Path, raised: list[PlacementError]
) -> None:
    """A hundred and fifty seeded cases: an exit code of ours, a message, no hang, no flood."""
    _tried(batch, CASES, case, result, tmp_path, raised)


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(1000, 1000 + SLOW_BATCHES))
def test_nothing_ends_in_a_traceback_at_length(
    batch: int, case: Path, result: Path, tmp_path: Path, raised: list[PlacementError]
) -> None:
    """Five thousand more; a batch is repeated by its number: -k "at_length and 1003"."""
    _tried(batch, SLOW_CASES, case, result, tmp_path, raised)


def _tried(
    batch: int, cases: int, case: Path, result: Path, folder: Path, raised: list[PlacementError]
) -> None:
    before_mb, wrong = _most_mb(), []
    for number in range(batch * 1000, batch * 1000 + cases):
        draw = random.Random(number)
        of_result = draw.random() < RESULT_SHARE
        spoil = draw.choice(OF_RESULTS if of_result else OF_CASES)
        copy = folder / "town"
        shutil.copytree(result if of_result else case, copy)
        command = spoil(draw, copy)
        names = [path.name for path in copy.rglob("*")] + [copy.name]
        names += [word for word in command if word.startswith("--")]  # or it names the option
        language = draw.choice(LANGUAGES)
        # a thread without Python in it: it ends the run also where a library never returns
        faulthandler.dump_traceback_later(3 * LONGEST_S, exit=True)
        begun_s, raised[:] = time.monotonic(), []
        done = run(*command, "--lang", language, folder=folder)
        lasted_s = time.monotonic() - begun_s
        flaws = _flaws(done, names, lasted_s)
        flaws += [f"silent in {each}" for each in LANGUAGES if not _told(raised, each)]
        if flaws:
            last = done.err.strip().splitlines()[-1:]
            short = f"{number} {spoil.__name__} {language} {command}"[:200]
            wrong.append(f"{short}: {', '.join(flaws)}: {last}")
        shutil.rmtree(folder)
        folder.mkdir()
    assert not wrong, "\n".join(wrong)
    assert _most_mb() in (before_mb, min(_most_mb(), MOST_MB))


def _flaws(done: Ran, names: list[str], lasted_s: float) -> list[str]:
    """Return what is wrong with an answer."""
    flaws = {
        f"exit code {done.code}": done.code not in CODES,
        "traceback": "Traceback" in done.err,
        "silent": done.code and not done.err.strip(),
        "names no place": done.code in OF_FILES and not any(name in done.err for name in names),
        f"{lasted_s:.0f} s": lasted_s > LONGEST_S,
    }
    return [flaw for flaw, holds in flaws.items() if holds]


def _told(raised: Iterable[PlacementError], language: Language) -> bool:
    """Return whether every error has words in a language."""
    return all(error.render(language).strip() for error in raised)


def _most_mb() -> float:
    """Return the most memory this process ever had; 0 where the system does not tell. [MB]"""
    if sys.platform == "win32":
        return 0.0
    import resource  # there is none on Windows

    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
