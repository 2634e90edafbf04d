"""Measures of decree 410/2025: areas, numbers of the plan, and what is law and what is not."""

import csv
import io
import json
from typing import get_args

import pytest

from placement.centre.measures import NOTHING, device_counts, packaged_measures
from placement.centre.parameters import Basis
from placement.centre.reckoning import Reckoning, reckoning_for
from placement.output.centre.checklist import checklist_table
from placement.output.centre.document import as_dict
from placement.output.centre.lists import contents
from placement.texts import LANGUAGES, Language
from tests.centre.small_town import town


@pytest.fixture(scope="module")
def reckoning() -> Reckoning:
    """Return the reckoning of a town of three cameras."""
    return reckoning_for(town(), own={})


def test_each_area_of_the_decree_is_there_once_as_law() -> None:
    """Paragraphs 3 to 14, in their order; what each means for cameras is an assumption."""
    areas = [each for each in packaged_measures() if each.key.startswith("area_")]

    assert [each.paragraph.rpartition("§ ")[2] for each in areas] == [str(n) for n in range(3, 15)]
    assert {each.basis for each in areas} == {"law"}
    for each in packaged_measures():
        assert each.source
        assert each.as_of
        assert each.basis in get_args(Basis)
        if each.area != "act" and each not in areas:
            assert each.basis == "assumption"
            assert "ověření" in each.source


def test_numbers_are_those_of_each_phase(reckoning: Reckoning) -> None:
    """One, two, three cameras at as many points; people as the staffing says, two administrators.

    One non-stop seat takes 5.29 contracts, with 12 h a day more 7.94.
    """
    counts = [device_counts(reckoning.plan, reckoning.centre, phase) for phase in range(3)]

    assert [each["cameras"] for each in counts] == [1, 2, 3]
    assert [each["points"] for each in counts] == [p.points for p in reckoning.plan.phases]
    assert [each["accounts"] for each in counts] == [6 + 2, 8 + 2, 8 + 2]
    for each in counts:
        assert each["recorders"] == 1
        assert each["devices"] == each["cameras"] + each["switches"] + each["recorders"]
    for counted in reckoning.measures:
        key = counted.measure.counts
        assert counted.numbers == (None if key == NOTHING else tuple(each[key] for each in counts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_says_who_by_when_and_what_must_be_checked(
    reckoning: Reckoning, language: Language
) -> None:
    """A row for each measure; no cell is empty, no word is a bare key."""
    table = checklist_table(reckoning.measures, language)

    assert len(table.rows) == len(packaged_measures())
    assert all(all(row) for row in table.rows)
    for row, measure in zip(table.rows, packaged_measures(), strict=True):
        assert (measure.source in row[-1]) == (measure.basis == "law")


def test_lists_leave_the_state_to_be_filled_in(reckoning: Reckoning) -> None:
    """In CSV and in JSON."""
    files = contents(reckoning, None)
    rows = list(csv.DictReader(io.StringIO(files["measures.csv"].decode())))

    assert [row["measure_key"] for row in rows] == [each.key for each in packaged_measures()]
    assert {row["state"] for row in rows} == {""}
    assert "stav (doplňte)" in files["measures-cs.csv"].decode("utf-8-sig").splitlines()[0]
    plain = json.loads(json.dumps(as_dict(reckoning)))["measures"]
    assert {each["state"] for each in plain} == {None}
    passwords = next(each for each in plain if each["key"] == "device_passwords")
    assert passwords["numbers"] == [1 + 2 + 1, 2 + 3 + 1, 3 + 4 + 1]


def test_hours_of_the_week_are_a_list_of_168_for_each_phase(reckoning: Reckoning) -> None:
    """With the values that the reckoning has, Monday first."""
    rows = list(csv.DictReader(io.StringIO(contents(reckoning, None)["hours.csv"].decode())))

    assert len(rows) == 3 * 168
    last = reckoning.centre.phases[-1].hours
    week = rows[-168:]
    assert (week[0]["weekday"], week[0]["hour"]) == ("1", "0")
    assert (week[-1]["weekday"], week[-1]["hour"]) == ("7", "23")
    assert [int(row["operators_needed"]) for row in week] == list(last.operators)
    assert [float(row["events_h"]) for row in week] == pytest.approx(last.events_h, abs=5e-4)
