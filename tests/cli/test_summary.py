"""What the commands say of figures: no sentence is false by rounding, number or grammar."""

import pytest

from placement.cli import summary
from placement.texts import Language, Phrase

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0.0, 10.0, "0,0"),
        (10.0, 10.0, "100,0"),
        (0.001, 10.0, f"<{NBSP}0,1"),
        (9.9999, 10.0, f">{NBSP}99,9"),
        (10.0 * (1 - 1e-15), 10.0, "100,0"),
        (5.0, 10.0, "50,0"),
        (1.0, 0.0, "0,0"),
    ],
)
def test_rounding_makes_neither_all_nor_nothing(part: float, whole: float, expected: str) -> None:
    """99.999 % is not all; what the arithmetic leaves of all is all."""
    assert summary._percent(part, whole, "cs") == expected


@pytest.mark.parametrize(
    ("gap", "language", "expected"),
    [
        (0.0, "cs", "lepší plán za stejných podmínek není"),
        (1e-9, "en", "no plan under the same terms is better"),
        (2e-5, "cs", "nejvýš o 0,01 % pod nejlepším možným"),
        (0.123, "en", "at most 12.30 % below the best possible"),
    ],
)
def test_a_gap_is_told_as_a_bound(gap: float, language: Language, expected: str) -> None:
    """A gap of nothing is not “at most 0.00 %”."""
    assert summary._below(gap, language) == expected


@pytest.mark.parametrize(
    ("n", "czech", "english"),
    [
        (0, "0 kamer na 0 bodech", "0 cameras on 0 points"),
        (1, "1 kamera na 1 bodě", "1 camera on 1 point"),
        (3, "3 kamery na 3 bodech", "3 cameras on 3 points"),
        (5, "5 kamer na 5 bodech", "5 cameras on 5 points"),
    ],
)
def test_cameras_and_points_are_counted_in_grammar(n: int, czech: str, english: str) -> None:
    """One camera hangs on one point."""
    for language, expected in (("cs", czech), ("en", english)):
        words = [Phrase(key, {"n": n}).said(language) for key in ("cli.cameras", "cli.points")]
        assert " ".join(words) == expected
