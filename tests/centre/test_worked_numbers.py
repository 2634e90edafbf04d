"""Worked numbers of the research notes (centre.md of 2026): each formula gives them."""

import math

import numpy as np
import pytest

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.centre.parameters import packaged
from placement.centre.pictures import detected_share, operators_for
from placement.centre.power import btu_h
from placement.centre.prices import index
from placement.centre.queueing import Queue, operators_needed
from placement.centre.recording import (
    disks_for,
    frame_factor,
    rate_mbit_s,
    raw_tb,
    storage,
    terabytes,
)
from placement.centre.room import Room, room_checks
from placement.centre.staffing import full_time, fund_h, net_h, person_czk, staffing

YEAR_H = 8760
ONE_SEAT = {"seats_day": 0.0}


@pytest.mark.parametrize(
    ("own", "people"),
    [
        ({}, 5.29),
        ({"year_h": 8784}, 5.31),
        ({"illness_share": 0, "training_h": 0}, 4.96),
        ({"illness_share": 0.08}, 5.47),
        ({"weekly_hours": 38.75}, 5.12),
        ({"weekly_hours": 40}, 4.96),
        ({"relief_share": 5 / 120}, 5.51),
        ({"relief_share": 10 / 120}, 5.73),
        ({"seats_day": 1}, 7.94),
        ({"seats_nonstop": 2}, 10.58),
    ],
)
def test_full_time_equivalents_of_a_seat(own: dict[str, float], people: float) -> None:
    """Hours of the year over the hours that one contract really serves."""
    parameters = packaged().replaced({**ONE_SEAT, **own})

    assert round(staffing(parameters).full_time, 2) == people


def test_the_hours_of_a_contract() -> None:
    """37.5 h a week are 1 955.36 h a year, of which 1 655.46 h are served."""
    assert round(fund_h(37.5), 2) == 1955.36
    assert round(net_h(packaged()), 2) == 1655.46


@pytest.mark.parametrize(("contract_h", "heads"), [(30, 6.61), (25, 7.94), (20, 9.92)])
def test_shorter_contracts_ask_for_more_heads(contract_h: float, heads: float) -> None:
    """One non-stop seat on contracts of 30, 25 and 20 hours."""
    parameters = packaged().replaced({**ONE_SEAT, "contract_h": contract_h})

    assert round(staffing(parameters).heads, 2) == heads


def test_the_cost_of_a_seat() -> None:
    """Group 2 of 2026: 431 585 Kč a person, 2 599 139 Kč a non-stop seat with premiums."""
    parameters = packaged().replaced(ONE_SEAT)

    assert round(person_czk(parameters)) == 431_585
    # the notes round the premium to 0.138 and the people to no place; 0.05 % apart
    assert staffing(parameters).cost_czk == pytest.approx(2_599_139, rel=5e-4)
    assert full_time(YEAR_H, parameters) * person_czk(parameters) == pytest.approx(
        2_283_762, rel=5e-4
    )
    with_support = parameters.replaced({"support_76_heads": 2, "support_76_czk": 48_000})
    assert staffing(parameters).cost_czk - staffing(with_support).cost_czk == 96_000


def test_waiting_of_textbooks() -> None:
    """C(2, 1) = 1/3, C(3, 2) = 4/9, C(1, 0.8) = 0.8, and the call centre of 55 agents."""
    assert Queue(2, 1.0, 1.0).waiting_share == pytest.approx(1 / 3)
    assert Queue(3, 2.0, 1.0).waiting_share == pytest.approx(4 / 9)
    assert Queue(1, 0.8, 1.0).waiting_share == pytest.approx(0.8)
    calls = Queue(55, 48.0, 240 / 3600)
    assert round(calls.waiting_share, 4) == 0.2387
    assert round(calls.mean_wait_h * 3600, 2) == 8.18
    assert round(1 - calls.longer_than(15 / 3600), 3) == 0.846


def test_waiting_of_the_towns_own_events() -> None:
    """18 000 events a year of 12 minutes each, and a peak three times as busy."""
    load = 18_000 / YEAR_H * 0.2
    assert [round(Queue(c, load, 0.2).waiting_share, 3) for c in (1, 2)] == [0.411, 0.07]
    assert round(Queue(1, load, 0.2).mean_wait_h * 60, 2) == 8.37
    peak = [Queue(c, 3 * load, 0.2) for c in (2, 3, 4)]
    assert [round(each.waiting_share, 3) for each in peak] == [0.470, 0.151, 0.040]
    assert operators_needed(3 * load, most_waiting_share=0.1) == 4
    assert not Queue(1, 3 * load, 0.2).stable
    assert Queue(1, 3 * load, 0.2).mean_wait_h == math.inf


def test_waiting_equals_a_simulation() -> None:
    """Events drawn at random and served in order wait as often as Erlang says, within 4 errors.

    The simulation knows nothing of the formula; its error is that of means over 40 separate runs.
    """
    rng = np.random.default_rng(20261129)
    operators, load, runs, events = 3, 2.0, 40, 4000
    shares = []
    for _ in range(runs):
        arrivals = np.cumsum(rng.exponential(1 / load, events))
        services = rng.exponential(1.0, events)
        free = [0.0] * operators
        waits = np.empty(events)
        for number, (arrival, service) in enumerate(zip(arrivals, services, strict=True)):
            earliest = min(range(operators), key=free.__getitem__)
            begin = max(arrival, free[earliest])
            waits[number] = begin - arrival
            free[earliest] = begin + service
        shares.append(float((waits[500:] > 0).mean()))
    error = float(np.std(shares, ddof=1)) / math.sqrt(runs)

    assert abs(np.mean(shares) - Queue(operators, load, 1.0).waiting_share) < 4 * error


def test_storage_of_the_notes() -> None:
    """10.8 GB a day of 1 Mbit/s; 75 cameras of 4 Mbit/s; reserve, parity and disks."""
    assert terabytes(1, days=1) == pytest.approx(0.0108)
    assert terabytes(75 * 4, days=3) == pytest.approx(9.72)
    assert terabytes(75 * 4, days=7) == pytest.approx(22.68)
    usable = 22.68 * 1.2
    assert round(raw_tb(usable, disks=10, parity=2), 2) == 34.02
    assert round(raw_tb(usable, disks=8, parity=1), 2) == 31.10
    assert round(raw_tb(usable, disks=2, parity=1), 2) == 54.43
    assert disks_for(usable, packaged()) == 4
    assert disks_for(usable, packaged().replaced({"disk_tb": 8})) == 6


def test_bit_rates_of_the_table() -> None:
    """Rows of the maker's table, its frame rates, and sizes between and beyond its own."""
    fields = [frame_factor(rate) for rate in (25, 20, 15, 12.5, 10)]
    assert fields == [1, 0.75, 0.5, 0.5, 0.375]
    assert frame_factor(5) == pytest.approx(0.1875)
    parameters = packaged().replaced({"frames_s": 12.5})
    eight = model(3840, 2160)
    assert rate_mbit_s(eight, parameters) == pytest.approx(4.096, rel=1e-3)
    assert storage([eight] * 75, parameters).net_tb == pytest.approx(23.22, rel=1e-3)
    doubled = parameters.replaced({"scene_factor": 2})
    assert rate_mbit_s(eight, doubled) == pytest.approx(2 * rate_mbit_s(eight, parameters))


def model(width_px: int, height_px: int) -> CameraModel:
    """Return a camera whose picture has so many pixels."""
    hfov_deg = 80.0
    lens = Lens(hfov_deg, hfov_deg * height_px / width_px, width_px, "f-theta")
    return CameraModel("m", lens, tilt_deg=15, range_m=80, cost_czk=1)


def test_prices_are_brought_to_one_year() -> None:
    """The consumer price index from 2020 to 2025 is 1.3882, and back again."""
    factors = {2012: 1.5848, 2020: 1.3882, 2022: 1.1619, 2023: 1.0496, 2024: 1.0250}
    for year, factor in factors.items():
        assert index(year, 2025) == pytest.approx(factor, abs=5e-5)
    assert index(2025, 2020) == pytest.approx(1 / index(2020, 2025))
    assert index(2024, 2024) == 1
    with pytest.raises(ValueError, match="2026"):
        index(2020, 2026)


def test_pictures_of_an_operator() -> None:
    """Measured at 1, 4, 6 and 9 pictures, straight between, nothing beyond."""
    assert [detected_share(n) for n in (1, 4, 6, 9)] == [0.85, 0.74, 0.58, 0.53]
    assert detected_share(5) == pytest.approx(0.66)
    assert detected_share(10) is None
    assert [operators_for(n, limit=16) for n in (30, 40, 75)] == [2, 3, 5]
    assert [operators_for(n, limit=25) for n in (30, 40, 75)] == [2, 2, 3]


def test_heat_is_said_as_coolers_are_sold() -> None:
    """1.2 kW is 4 094 BTU/h."""
    assert round(btu_h(1200)) == 4094


@pytest.mark.parametrize(
    ("room", "broken"),
    [
        (Room(floor_m2=24, height_m=2.7, people=2, equipment_m2=10, way_m=1.0, light_lx=320), []),
        (Room(floor_m2=24, height_m=2.55, people=2, equipment_m2=10), ["clear_height"]),
        (
            Room(floor_m2=8, height_m=2.5, people=2, equipment_m2=5, way_m=0.8),
            ["free_floor", "way", "volume"],
        ),
    ],
)
def test_rooms_against_the_rules_of_hygiene(room: Room, broken: list[str]) -> None:
    """A room that fits, one too low for its size, one too small; each rule names its text."""
    checks = room_checks(room)

    assert [check.rule for check in checks if check.passes is False] == broken
    assert all(check.paragraph for check in checks)
    unmeasured = {check.rule for check in checks if check.passes is None}
    assert "door" in unmeasured
