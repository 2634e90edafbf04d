"""Helsinki straight from a raw OpenStreetMap extract."""

from pathlib import Path

import pytest

from tests.pipeline.real_place import Place, planned

pytestmark = [pytest.mark.town, pytest.mark.slow]  # Žižkov is planned always


@pytest.fixture(scope="module")
def place(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return the plan of central Helsinki."""
    return planned("helsinki", shared_data / "helsinki", tmp_path_factory.mktemp("helsinki"))


def test_lamp_posts_carry_the_new_cameras(place: Place) -> None:
    """All 586 lamp posts are carriers, and every new camera hangs on one of them."""
    assert place.account("carriers")["rows_kept"] == 586
    new = [camera for camera in place.plan["cameras"] if camera["status"] == "new"]
    assert len(new) == 34
    assert {camera["carrier"] for camera in new} == {"lamp post"}


def test_the_six_public_cameras_stay(place: Place) -> None:
    """Of 221 surveillance objects six are public cameras; they stand in every phase."""
    assert place.account("cameras")["rows_read"] == 221
    existing = [camera for camera in place.plan["cameras"] if camera["status"] == "existing"]
    assert len(existing) == 6
    assert {camera["phase"] for camera in existing} == {0}
    assert place.plan["phases"][0]["cameras"] == 6


def test_the_target_is_met_and_nearly_the_best(place: Place) -> None:
    """Forty cameras in all, proven within 1 %."""
    final = place.plan["phases"][-1]

    assert final["cameras"] == 40
    assert final["gap"] <= 0.01


def test_streets_count_evenly_without_incidents(place: Place) -> None:
    """Demand is metres of street, and the plan says so."""
    assert place.plan["demand_unit"] == "street_metres"
    assert "no_incidents" in place.plan["assumptions"]
