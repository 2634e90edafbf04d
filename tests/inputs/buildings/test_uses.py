"""What a building is used for, by the words of registers and tags."""

import pandas as pd
import pytest

from placement.inputs.buildings.uses import uses

WORDS = {
    "home": ("apartments", "house", "detached", "semidetached_house", "terrace", "residential",
             "bytový dům", "Rodinný dům", "objekt k bydlení", "panelák", "vila"),
    "other": ("school", "retail", "industrial", "garages", "kostel", "objekt občanské vybavenosti",
              "church", "office", "garáž"),
    "unknown": ("yes", "", "budova", "víceúčelová stavba"),
}  # fmt: skip


@pytest.mark.parametrize(("use", "word"), [(u, w) for u, words in WORDS.items() for w in words])
def test_words_of_kinds_say_the_use(use, word):
    """OpenStreetMap's tag and a Czech register's kind are read alike."""
    assert uses(pd.DataFrame({"building": [word]})).tolist() == [use]
    assert uses(pd.DataFrame({"druh": [word]})).tolist() == [use]


def test_the_column_of_the_use_itself_decides():
    """What our own column says is not overruled by a kind; where it is empty the kind speaks."""
    frame = pd.DataFrame({"use": ["home", "jiné", ""], "kind": ["school", "flats", "flats"]})

    assert uses(frame).tolist() == ["home", "other", "home"]


def test_without_any_word_nobody_knows():
    """A layer of bare outlines has no uses."""
    assert uses(pd.DataFrame({"height_m": [3.0]})).tolist() == ["unknown"]
