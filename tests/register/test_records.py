"""States of a register: any allowed sequence keeps its history, anything else is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.register.dated import DatedEntry, cell_of, entries, one_line
from placement.register.records import CameraRecord, Change
from placement.register.states import DECIDED, FIRST, NEXT, STANDING, STATES, State, may_follow

DAYS = st.integers(0, 400)
BEGUN = date(2026, 1, 1)


@st.composite
def allowed_changes(draw: st.DrawFn) -> list[Change]:
    """Draw a walk through the states that only takes allowed steps, days never backwards."""
    state: State = draw(st.sampled_from(sorted(FIRST)))
    day, changes = BEGUN, []
    for _ in range(draw(st.integers(1, 12))):
        changes.append(Change(day, state, draw(st.sampled_from(["", "contract 12"]))))
        state = draw(st.sampled_from(sorted(NEXT[state])))
        day += timedelta(days=draw(DAYS))
    return changes


def record_of(changes: list[Change], **more: object) -> CameraRecord:
    """Return a record on the town's own post."""
    values: dict[str, object] = {"owner": "město Kotěhůlky", **more}
    return CameraRecord("V1-3", "V1", 2, tuple(changes), **values)  # type: ignore[arg-type]


@given(allowed_changes())
def test_allowed_steps_have_no_fault_and_keep_all_that_was(changes: list[Change]) -> None:
    """Built up change by change, the record holds every change as it was, in order."""
    record = record_of(changes[:1])
    for count, change in enumerate(changes[1:], start=2):
        record = record.with_change(change)
        assert record.changes == tuple(changes[:count])
    assert not list(record.faults())
    assert (record.state, record.since) == (changes[-1].state, changes[-1].day)


@given(allowed_changes(), st.sampled_from(STATES), DAYS)
def test_a_step_that_is_not_allowed_is_one_fault(
    changes: list[Change], state: State, later: int
) -> None:
    """Whatever came before, a state may follow only as the table of states says."""
    last = changes[-1]
    record = record_of(changes).with_change(Change(last.day + timedelta(days=later), state))

    kinds = [fault.kind for fault in record.faults()]

    assert kinds == ([] if state in NEXT[last.state] else ["register_transition"])


@given(allowed_changes(), st.integers(1, 400))
def test_a_day_before_the_last_one_is_a_fault(changes: list[Change], earlier: int) -> None:
    """A change dated before the one it follows is a fault, and no other is found."""
    last = changes[-1]
    state = min(NEXT[last.state])
    record = record_of(changes).with_change(Change(last.day - timedelta(days=earlier), state))

    assert [fault.kind for fault in record.faults()] == ["register_order"]


@pytest.mark.parametrize("state", STATES)
def test_a_history_begins_with_a_proposal_or_with_what_stood(state: State) -> None:
    """No camera is built, moved or given up as the first thing a register says of it."""
    kinds = [fault.kind for fault in record_of([Change(BEGUN, state)]).faults()]

    assert kinds == ([] if state in ("proposed", "in service", "out of service")
                     else ["register_first"])  # fmt: skip


def test_nothing_is_in_service_before_it_is_built() -> None:
    """Every way from a proposal to service, searched whole, leads over `built`."""
    ways: list[list[State]] = [["proposed"]]
    while ways:
        way = ways.pop()
        assert way[-1] not in ("in service", "moved", "out of service") or "built" in way
        ways += [[*way, state] for state in NEXT[way[-1]] if state not in way]


def test_every_state_is_of_one_kind_and_can_be_left() -> None:
    """Standing and decided states share nothing; from each state another one is open."""
    assert not STANDING & DECIDED
    assert all(NEXT[state] for state in STATES)
    assert all(may_follow(after, before) for before in STATES for after in NEXT[before])


@pytest.mark.parametrize(
    ("owner", "consent", "kinds"),
    [
        ("město Litvínov", None, []),
        ("Statutární město Most", None, []),
        ("obec Lom", None, []),
        ("City of Trafford", None, []),
        ("Technické služby města", None, ["register_no_consent"]),
        ("ČEZ Distribuce", None, ["register_no_consent"]),
        ("", None, ["register_no_consent"]),
        ("ČEZ Distribuce", date(2026, 3, 31), []),
        ("ČEZ Distribuce", date(2026, 4, 1), []),
        ("ČEZ Distribuce", date(2026, 4, 2), ["register_late_consent"]),
    ],
)
def test_building_on_anothers_carrier_asks_for_a_consent_before(
    owner: str, consent: date | None, kinds: list[str]
) -> None:
    """Only the town's own carrier needs none; the day of building is early enough."""
    states: list[State] = ["proposed", "agreed", "designed", "built", "in service"]
    changes = [Change(date(2026, month, 1), state) for month, state in enumerate(states, start=1)]
    consents = () if consent is None else (DatedEntry(consent, "ČEZ Distribuce", "post 12"),)

    record = record_of(changes, owner=owner, consents=consents)

    assert [fault.kind for fault in record.faults()] == kinds


TEXTS = st.text(max_size=20).map(one_line)


WHAT = st.sampled_from(["agreed", "ČEZ Distribuce", "v provozu"])
ANY_DAY = st.dates(date(1950, 1, 1), date(2100, 1, 1))


@given(st.lists(st.tuples(ANY_DAY, WHAT, TEXTS)))
def test_entries_written_into_a_cell_come_back(rows: list[tuple[date, str, str]]) -> None:
    """Whatever a note says, also signs that set entries apart, the entries are the same."""
    written = [DatedEntry(day, what, rest) for day, what, rest in rows]

    assert list(entries(cell_of(written))) == written


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("2026-05-02 agreed: no; but\n1. 6. 2026 visited", [(2026, 5, 2), (2026, 6, 1)]),
        ("02.05.2026 agreed | 2026-6-1 00:00:00 visited;", [(2026, 5, 2), (2026, 6, 1)]),
        ("2026-05-02: agreed", [(2026, 5, 2)]),
        ("", []),
    ],
)
def test_days_are_read_as_people_write_them(cell: str, days: list[tuple[int, int, int]]) -> None:
    """ISO and Czech days, with a spreadsheet's midnight, set apart by `;`, `|` or a line."""
    parts = list(entries(cell))

    assert [part.day for part in parts if isinstance(part, DatedEntry)] == [
        date(*day) for day in days
    ]
    assert all(isinstance(part, DatedEntry) for part in parts)


@pytest.mark.parametrize("cell", ["agreed", "2026-13-01 agreed", "2026-05-02", "31. 2. 2026 ano"])
def test_what_is_no_entry_comes_as_it_stands(cell: str) -> None:
    """Without a real day, or without a word, it is none."""
    assert list(entries(cell)) == [cell]
