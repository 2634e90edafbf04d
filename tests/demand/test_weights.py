"""How much an incident counts, by its type."""

import geopandas as gpd
import pandas as pd
import pytest

from placement.demand.weights import PRESETS, Entry, Weights, WeightSet, preset
from placement.texts import plain

PATH = "KRÁDEŽE > Krádeže na osobách"


def table(**weights: float) -> Weights:
    """Return weights by the names of types."""
    return Weights.of({name.replace("_", " "): weight for name, weight in weights.items()})


@pytest.mark.parametrize(
    "name",
    [PATH, "Krádeže na osobách", "KRADEZE NA OSOBACH", "Krádeže", "krádeže > krádeže na osobách"],
)
def test_a_type_is_matched_by_path_label_or_parent(name: str) -> None:
    """The whole path, its own label and the label above it all speak of a type, in any case."""
    assert Weights.of({name: 3.0}).weight(PATH) == 3.0


def test_the_nearer_row_goes_first() -> None:
    """A row about the type itself beats one about the type above, in either order."""
    for weights in ({"Krádeže": 1.0, PATH: 5.0}, {"Krádeže na osobách": 5.0, "Krádeže": 1.0}):
        assert Weights.of(weights).weight(PATH) == 5.0
        assert Weights.of(weights).weight("KRÁDEŽE > jiné") == 1.0


def test_a_path_tells_types_of_one_name_apart() -> None:
    """`Ostatní` below one type is not `Ostatní` below another."""
    weights = Weights.of({"Přestupky > Ostatní": 0.0, "Ostatní": 2.0})

    assert weights.weight("Přestupky > Ostatní") == 0.0
    assert weights.weight("Krádeže > Ostatní") == 2.0


def test_unknown_types_count_one_and_are_reported() -> None:
    """What no row speaks of counts 1; the report has each type once, most events first."""
    weights = table(theft=4.0, arson=2.0)
    paths = pd.Series(["theft", "noise", "noise"])

    assert [(m.kind, m.events, m.weight, m.by) for m in weights.matches(paths)] == [
        ("noise", 2, 1.0, ""),
        ("theft", 1, 4.0, "theft"),
    ]
    assert weights.unused_types(paths) == ["arson"]


def test_a_weight_multiplies_that_of_the_event() -> None:
    """Two burglaries in one row at four each are eight; the table given stays as it was."""
    rows = {"path": ["theft", "theft", "noise"], "weight": [1.0, 2.0, 0.5]}
    incidents = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy([0, 1, 2], [0, 0, 0]))

    assert table(theft=4.0).apply(incidents)["weight"].tolist() == [4.0, 8.0, 0.5]
    assert incidents["weight"].tolist() == [1.0, 2.0, 0.5]


def test_purpose_multiplies_by_its_share() -> None:
    """For prevention a weight is taken times preventability, for an inquiry times evidence."""
    entry = Entry("theft", 2.0, preventability=0.13, evidence=0.29)

    assert Weights((entry,)).weight("theft") == 2.0
    assert Weights((entry,), "prevention").weight("theft") == pytest.approx(0.26)
    assert Weights((entry,), "evidence").weight("theft") == pytest.approx(0.58)


@pytest.mark.parametrize("name", PRESETS)
def test_ready_sets_are_whole(name: WeightSet) -> None:
    """Every row has a type of its own, sensible shares and a source."""
    entries = preset(name).entries
    names = [plain(n) for entry in entries for n in (entry.type, *entry.also)]

    assert len(entries) > 30
    assert len(set(names)) == len(names)
    for entry in entries:
        assert entry.weight >= 0
        assert 0 <= entry.preventability <= 1
        assert 0 <= entry.evidence <= 1
        assert entry.source


def test_harm_is_capped() -> None:
    """One murder must not outweigh thousands of thefts."""
    harm = preset("harm")

    assert harm.weight("vražda") == harm.weight("loupež") < 9
    assert harm.weight("Krádeže na osobách") > 4


def test_ready_sets_know_english_types() -> None:
    """Types of data.police.uk and of Chicago are matched, whatever their case."""
    cctv = preset("cctv")

    assert [cctv.weight(kind) for kind in ("Theft from the person", "ROBBERY", "Robbery")] == [
        1
    ] * 3
    assert [cctv.weight(kind) for kind in ("Shoplifting", "NARCOTICS", "Drugs")] == [0] * 3
