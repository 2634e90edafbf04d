"""A record cut at a date: what counts on which side, and when it says nothing."""

from datetime import date

import pandas as pd
import pytest
from attrs import evolve

from placement.errors import InputError
from placement.evaluation.split_record import inputs_before, split_at
from placement.pipeline import Inputs
from tests.evaluation import town

UNTIL = date(2024, 1, 1)


@pytest.fixture(scope="module")
def given() -> Inputs:
    """Return inputs with 30 incidents in 2023 and 20 in 2024."""
    made = town.town(4, hot_spots=2, seed=1)
    early, late = town.incidents(made, 30, seed=1), town.later(made, 20, seed=2)
    return town.with_incidents(town.inputs(made, early), early, late)


def changed(given: Inputs, rows: int, **columns: object) -> Inputs:
    """Return inputs whose first incidents have other values."""
    table = given.incidents.copy()
    for name, value in columns.items():
        table.loc[table.index[:rows], name] = value
    return evolve(given, incidents=table)


def test_the_day_itself_belongs_to_what_came_after(given: Inputs) -> None:
    """Midnight of the day is later, the second before it earlier."""
    table = given.incidents.copy()
    table.loc[0, "when"] = pd.Timestamp("2024-01-01 00:00:00")
    table.loc[30, "when"] = pd.Timestamp("2023-12-31 23:59:59")

    found = split_at(evolve(given, incidents=table), until=UNTIL)

    assert table.loc[0, "incident_id"] in set(found.later["incident_id"])
    assert table.loc[30, "incident_id"] in set(found.earlier["incident_id"])
    assert (len(found.earlier), len(found.later), found.undated) == (30, 20, 0)


def test_what_may_lie_on_either_side_counts_on_none(given: Inputs) -> None:
    """No date, an interval over the day and a month that holds it are left out and counted."""
    table = given.incidents.copy()
    table.loc[0, "when"] = pd.NaT
    table.loc[1, "until"] = pd.Timestamp("2024-02-01")
    table.loc[2, ["when", "precision"]] = [pd.Timestamp("2023-12-01"), "month"]

    found = split_at(evolve(given, incidents=table), until=date(2023, 12, 15))

    assert found.undated == 3
    assert not {*table.loc[:2, "incident_id"]} & {
        *found.earlier["incident_id"],
        *found.later["incident_id"],
    }
    assert table.loc[2, "incident_id"] in set(
        split_at(evolve(given, incidents=table), until=UNTIL).earlier["incident_id"]
    )


def test_inputs_of_a_day_know_nothing_of_it_or_after(given: Inputs) -> None:
    """Tables with times lose what came later and what has no time; the rest stays."""
    holed = evolve(
        changed(given, 2, when=pd.NaT), more_incidents=(given.incidents.assign(kind="nehoda"),)
    )

    found = inputs_before(holed, UNTIL)

    assert len(found.incidents) == 28
    assert found.incidents["when"].max() < pd.Timestamp(UNTIL)
    assert [len(table) for table in found.more_incidents] == [30]
    assert found.streets is given.streets
    assert len(holed.incidents) == 50


def test_types_that_do_not_count_are_on_no_side(given: Inputs) -> None:
    """Incidents of weight 0 neither plan nor judge, and are not held for undated."""
    found = split_at(changed(given, 5, weight=0.0), until=UNTIL)

    assert (len(found.earlier), len(found.later), found.undated) == (25, 20, 0)


@pytest.mark.parametrize(
    ("change", "until", "kind"),
    [
        (lambda given: evolve(given, incidents=None), UNTIL, "study_no_incidents"),
        (lambda given: changed(given, 50, weight=0.0), UNTIL, "study_no_incidents"),
        (lambda given: changed(given, 50, when=pd.NaT), UNTIL, "study_no_dates"),
        (lambda given: given, date(2020, 5, 1), "study_date_outside"),
        (lambda given: given, date(2030, 5, 1), "study_date_outside"),
        (lambda given: changed(given, 21, when=pd.NaT), UNTIL, "study_too_few"),
    ],
)
def test_a_record_that_says_nothing_is_refused(change, until, kind, given) -> None:
    """No incidents, no dates, a day outside the record, too few on a side: each its own words."""
    with pytest.raises(InputError) as caught:
        split_at(change(given), until=until)

    assert [problem.kind for problem in caught.value.problems] == [kind]
