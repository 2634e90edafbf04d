"""Žižkov: RÚIAN streets and buildings with the real download of the police."""

import pytest

from tests.pipeline.real_place import Place

pytestmark = pytest.mark.town


@pytest.fixture
def place(zizkov: Place) -> Place:
    """Return the plan of Žižkov."""
    return zizkov


def test_rows_of_one_event_count_once(place: Place) -> None:
    """The download's 17 000 rows are 6 211 events; what was kept and dropped adds up to them."""
    account = place.account("incidents")

    assert account["rows_read"] == 17_000
    assert account["facts"]["events"] == 6_211
    assert account["rows_kept"] + sum(account["dropped"].values()) == 17_000
    assert account["rows_kept"] > 1_000


def test_all_streets_and_buildings_are_read(place: Place) -> None:
    """No street and no building is lost; heights come from floors where they are known."""
    assert place.account("streets")["rows_kept"] == 64
    buildings = place.account("buildings")
    assert buildings["rows_kept"] == 246
    assert buildings["facts"]["heights_from_floors"] == 215


def test_twenty_cameras_are_within_a_hundredth_of_the_best(place: Place) -> None:
    """The target is met to the camera, and the plan is proven within 1 %."""
    final = place.plan["phases"][-1]

    assert final["cameras"] == 20
    assert final["gap"] <= 0.01
    assert final["value"] > 0.6 * place.plan["demand_total"]


def test_the_reader_is_told_that_places_are_anonymised(place: Place) -> None:
    """The police's cell centres are noticed; they are few, so demand stays within their cells."""
    assert "anonymised_cells" in place.plan["assumptions"]
    page = (place.folder / "map.html").read_text(encoding="utf-8")
    assert "anonymizovaných" in page
