"""Whole numbers as text: what the page's script is tested to read is what Python writes."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.output.webmap.varints import MOST, joined, packed, steps

WHOLE = st.integers(-MOST, MOST)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([0, -1, 1, 63, -64, 64, -65], "AAECfn+AAYEB"),
        ([2**50], "gICAgICAgAQ="),
        ([-(2**48)], "////////fw=="),
        ([], ""),
    ],
)
def test_the_texts_that_the_script_reads(numbers: list[int], text: str) -> None:
    """The same pairs stand in tests/webmap/varints.test.js."""
    assert packed(numbers) == text


@given(st.lists(WHOLE, max_size=40))
def test_numbers_come_back(numbers: list[int]) -> None:
    """Read byte by byte, as the definition of the format says."""
    found, value, place = [], 0, 1
    for byte in base64.b64decode(packed(numbers)):
        value, place = value + (byte & 127) * place, place * 128
        if byte < 128:
            found.append(-(value + 1) // 2 if value % 2 else value // 2)
            value, place = 0, 1

    assert found == numbers


@given(st.lists(st.integers(-1000, 1000), max_size=20), st.sampled_from([1, 2]))
def test_steps_add_up_to_the_numbers(numbers: list[int], order: int) -> None:
    """Summed as often as steps were taken."""
    summed = steps(numbers, order=order)
    for _ in range(order):
        summed = summed.cumsum()

    assert summed.tolist() == numbers


def test_a_number_that_the_page_could_not_hold_is_refused() -> None:
    """Rather than written wrong."""
    with pytest.raises(ValueError, match="too large"):
        packed([MOST + 1])


def test_parts_are_joined_in_their_order() -> None:
    """Empty ones too."""
    assert joined([[1, 2], [], [[3], [4]]]).tolist() == [1, 2, 3, 4]
    assert joined([]).tolist() == []
