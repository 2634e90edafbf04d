"""Rotas keep every rule of the Labour Code, checked from the rota alone."""

import numpy as np
import pytest

from placement.centre.parameters import packaged
from placement.centre.shifts import (
    Rota,
    Shift,
    broken_rules,
    fewest_people,
    most_whole_h,
    rota,
    shifts_of,
)


@pytest.mark.parametrize("contract_h", [40, 37.5, 30, 20])
@pytest.mark.parametrize(("nonstop", "day"), [(1, 0), (2, 0), (1, 1), (0, 1)])
def test_rotas_keep_every_rule(contract_h: float, nonstop: int, day: int) -> None:
    """Seats non-stop and by day, contracts of 40, 37.5, 30 and 20 hours; one person to spare."""
    own = {"seats_nonstop": nonstop, "seats_day": day}
    shifts = shifts_of(packaged().replaced(own))
    # leave and illness ask for more than the bare hours anyway
    people = fewest_people(shifts, contract_h=contract_h) + 1

    found = rota(shifts, people=people, contract_h=contract_h)

    assert found is not None
    assert broken_rules(found) == ()
    assert found.weekly_h.sum() == pytest.approx(
        7 * sum(shift.length_h * shift.people for shift in shifts)
    )


def test_too_few_people_have_no_rota() -> None:
    """Four contracts of 37.5 h serve 150 of 168 hours a week."""
    shifts = shifts_of(packaged().replaced({"seats_day": 0}))

    assert fewest_people(shifts, contract_h=37.5) == 5
    assert rota(shifts, people=4, contract_h=37.5) is None


def test_each_broken_rule_is_found() -> None:
    """A rota made wrong on purpose: need, hours, both rests; and a shift too long."""
    shifts = (Shift("day", 6, 18, 1), Shift("night", 18, 30, 1))
    week = np.array([[0, 1, 0, 1, 0, 1, 0], [-1, -1, -1, -1, -1, -1, -1]])
    wrong = broken_rules(Rota(shifts, week, 37.5))

    assert {word.split(":")[0] for word in wrong} == {"need", "§ 79", "§ 90", "§ 92", "§ 94"}
    long = Rota((Shift("whole", 6, 19, 1),), np.array([[0] + [-1] * 6]), 40)
    assert any(word.startswith("§ 83") for word in broken_rules(long))


def test_contracts_serve_whole_shifts() -> None:
    """80 h are six shifts of 12 h; with shifts of 8 h beside them all of it."""
    assert most_whole_h([12.0], 80) == 72
    assert most_whole_h([12.0, 8.0], 80) == 80
    assert most_whole_h([13.0], 12) == 0


def test_nights_are_shared() -> None:
    """28 nights among 6 people: nobody serves more than 5."""
    shifts = shifts_of(packaged().replaced({"seats_day": 0}))
    found = rota(shifts, people=6, contract_h=37.5)

    assert found is not None
    assert found.nights.max() == 5
    assert found.nights.sum() == 28
