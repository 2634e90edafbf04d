"""What enters a key, and what is left out by name."""

import ast
from pathlib import Path

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.hiding.crowns import Crowns
from placement.hiding.prisms import Prisms
from placement.hiding.raised import Raised
from placement.memory import digests, kernels, version
from placement.memory.digests import UnknownContentError, plain
from placement.sites import Sites
from placement.visibility import Targets

PACKAGE = Path(__file__).parents[2] / "placement"
FACES = ("placement", "placement.hiding", "placement.optics", "placement.sight")


def names(kind: type) -> set[str]:
    """Return the names of a type's fields."""
    return {field.name for field in attrs.fields(kind)}


def test_prisms_have_no_field_that_nobody_thought_of():
    """A new field of the houses has to be put into their digest, or left out, by hand."""
    assert names(Prisms) == digests.PRISM_FIELDS
    assert names(Raised) == digests.RAISED_FIELDS


@pytest.mark.parametrize("kind", [Sites, Targets, Crowns])
def test_what_is_left_out_is_there(kind):
    """Fields left out of keys exist; all others are in, also those to come."""
    assert digests.LEFT_OUT[kind] < names(kind)


def test_the_rooms_that_decide_are_in_the_version():
    """Whatever `visibility` imports, directly or not, is part of the code's digest."""
    waiting, seen = ["visibility"], set()
    while waiting:
        room = waiting.pop()
        if room in seen:
            continue
        seen.add(room)
        file = PACKAGE.joinpath(*room.split(".")).with_suffix(".py")
        assert file.is_file(), room  # a folder's own face would not be followed
        assert file.parent in version.FOLDERS, room
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in FACES:
                inside = node.module.removeprefix("placement").lstrip(".")
                waiting += [f"{inside}.{alias.name}".lstrip(".") for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("placement."):
                waiting.append(str(node.module).removeprefix("placement."))

    houses, trees = "hiding.prisms", "hiding.crowns"
    assert {"surface", "sightlines", "hiding.crossings", houses, trees, "grid"} <= seen


def test_the_version_follows_the_sources(tmp_path, monkeypatch):
    """A changed line in a room is another version; the same sources are the same."""
    (tmp_path / "room.py").write_text("a = 1\n", encoding="utf-8")
    monkeypatch.setattr(version, "FOLDERS", (tmp_path,))
    before = version.version()
    assert version.version() == before

    (tmp_path / "room.py").write_text("a = 2\n", encoding="utf-8")

    assert version.version() != before


@given(
    st.lists(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), max_size=3),
    st.lists(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), max_size=3),
)
def test_texts_of_plain_values_differ_where_they_do(one, other):
    """1, True, 1.0 and "1" are four things; a value that is no number is equal to itself."""
    same = [(type(each), repr(each)) for each in one] == [
        (type(each), repr(each)) for each in other
    ]

    assert (plain(one) == plain(other)) == same


def test_what_is_not_plain_is_refused():
    """An array, a set or an object has no text that tells all of it."""
    for value in (np.arange(3), {1}, object(), [object()]):
        with pytest.raises(UnknownContentError):
            plain(value)


@settings(deadline=None)
@given(st.integers(0, 99), st.integers(0, 99), st.sampled_from(["f4", "f8", "u1", "?"]))
def test_one_changed_cell_changes_its_tile_alone(row, column, kind):
    """Whatever the type of a layer, one cell decides one tile."""
    layer = np.zeros((100, 100), kind)
    wanted = np.ones((7, 7), np.bool_)
    before = digests._cut(layer, 16, wanted)

    layer[row, column] = 1
    after = digests._cut(layer, 16, wanted)

    assert np.argwhere((before != after).any(axis=2)).tolist() == [[row // 16, column // 16]]


def test_digests_of_many_things_differ():
    """A hundred thousand rows that differ by one bit have as many digests, in either word."""
    rows = np.arange(100_000, dtype=np.uint64)[:, None]

    found = kernels.runs(rows, np.arange(len(rows) + 1))

    assert len(np.unique(found[:, 0])) == len(np.unique(found[:, 1])) == len(rows)
    bits = np.unpackbits(found.view(np.uint8), axis=1).mean(axis=0)
    assert bits == pytest.approx(0.5, abs=0.01)
