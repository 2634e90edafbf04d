"""Incidents weighted by their types: what matched, and what did not."""

from pathlib import Path

import pytest

from placement.demand.weights import Weights, preset
from placement.inputs import incidents
from placement.inputs.account import Reading
from placement.pipeline.demand_inputs import with_weights
from placement.texts import LANGUAGES, catalogue

CRS = "EPSG:5514"


def weighted(folder: Path, content: str, **weights: float) -> Reading:
    """Return a table with this content, weighted by types."""
    path = folder / "incidents.csv"
    path.write_text(content, encoding="utf-8")
    return with_weights(incidents.read(path, crs=CRS), Weights.of(weights))


def kinds(reading: Reading) -> list[str]:
    """Return the kinds of the notes on a reading, in their order."""
    return [note.kind for note in reading.account.notes]


def test_weights_by_kind(tmp_path: Path) -> None:
    """Kinds take their weight, others 1 with a note; weight 0 stays; a kind nobody has is noted."""
    content = "id,lon,lat,type\n1,13.61,50.6,a\n2,13.62,50.6,b\n3,13.63,50.6,c\n"
    reading = weighted(tmp_path, content, a=2.5, b=0, misspelt=3)

    assert reading.table["weight"].tolist() == [2.5, 0.0, 1.0]
    assert reading.account.dropped == {}
    assert kinds(reading) == ["weights_unused", "weights_default"]
    assert reading.account.facts == {
        "events": 3, "without_time": 3, "distinct_places": 3, "weight_zero": 1
    }  # fmt: skip
    for language in LANGUAGES:
        assert {f"fact.{fact}" for fact in reading.account.facts} <= set(catalogue(language))
        assert all("{" not in note.render(language) for note in reading.account.notes)


def test_a_weight_may_name_the_type_above(tmp_path: Path) -> None:
    """What is said of a group counts for the types in it, and the account says so."""
    content = "id,skupina,druh,lon,lat\n1,Krádeže,kola,13.61,50.6\n2,,rvačka,13.62,50.6\n"
    reading = weighted(tmp_path, content, krádeže=3)

    assert reading.table["weight"].tolist() == [3.0, 1.0]
    assert [(match.kind, match.by) for match in reading.account.matches] == [
        ("Krádeže > kola", "krádeže"), ("rvačka", "")
    ]  # fmt: skip
    assert kinds(reading) == ["weights_default"]


def test_notes_on_types_come_before_those_on_columns(tmp_path: Path) -> None:
    """A column that may be a weight is offered last, and days of the record are the last fact."""
    content = (
        "id,lon,lat,type,severity,date\n"
        "1,13.61,50.6,a,3,2024-05-01 10:00\n2,13.62,50.6,b,1,2024-05-03 10:00\n"
    )
    reading = weighted(tmp_path, content, a=0)

    assert kinds(reading) == ["weights_default", "column_near"]
    assert list(reading.account.facts)[-2:] == ["weight_zero", "recorded_days"]


def test_without_weights_nothing_is_said(tmp_path: Path) -> None:
    """Where every event counts once there are no matches and no notes."""
    reading = weighted(tmp_path, "id,lon,lat,type\n1,13.61,50.6,a\n")

    assert reading.table["weight"].tolist() == [1.0]
    assert reading.account.matches == ()
    assert kinds(reading) == []


@pytest.mark.town
def test_zizkov_from_rows_to_what_concerns_cameras(shared_data: Path) -> None:
    """17 000 rows are 6 211 events, 5 921 of them happened there, 804 concern cameras."""
    path = shared_data / "zizkov" / "crimes_2025_500097"
    reading = with_weights(incidents.read(path, crs=CRS), preset("cctv"))
    account, weight = reading.account, reading.table["weight"]

    assert (account.rows_read, account.facts["events"]) == (17_000, 6_211)
    above = 17_000 - 6_211
    assert account.dropped == {
        "place_of_report": 218,
        "did_not_happen": 72,
        "type_above": above,
    }
    assert (len(weight), int((weight > 0).sum())) == (5_921, 804)
    assert account.facts["distinct_places"] == 70
    assert all(match.by for match in account.matches)
    assert sum(match.events for match in account.matches) == 5_921
