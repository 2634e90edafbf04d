"""Chapter 5: the operations centre: seats, people, pictures, waiting, the room."""

from collections.abc import Iterator

from placement.centre.reckoning import Reckoning
from placement.output.centre.room import room_table
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Inline, Reference, StudyTable
from placement.output.study.fields import crowns_field, number_field, share_field
from placement.output.study.speech import (
    cell,
    counted,
    fill,
    heading,
    joined,
    name_of,
    paragraph,
    say,
    table,
    words,
)

ROWS = (
    ("cameras", "cameras", 0),
    ("pictures", "pictures", 0),
    ("watched", "watched", 1),
    ("operators", "operators", 0),
    ("peak_operators", "peak_operators", 0),
    ("peak_wait", "peak_wait_min", 1),
)
"""Rows of the table by phase: key of the words in `centre.row.`, name of the figure, decimals."""


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return what the plan asks of the operations centre."""
    parts: list[Block] = [heading(basis, "centre.title", ref="centre")]
    reckoned = basis.centre
    if reckoned is None:
        parts += [
            paragraph(basis, "centre.unknown", style="warning"),
            paragraph(
                basis, "centre.reason", reason=basis.centre_reason or words(basis, "no_value")
            ),
            fill(basis, "fill.centre"),
        ]
        return tuple(parts)
    parts += [
        heading(basis, "centre.seats_title", level=2),
        joined(*_seats(basis, reckoned)),
        joined(*_contracts(basis)),
        fill(basis, "fill.people"),
        heading(basis, "centre.pictures_title", level=2),
        paragraph(basis, "centre.phases_intro", table=Reference("centre_phases")),
        needs(basis, reckoned),
        joined(*_watching(basis, reckoned)),
        heading(basis, "centre.room_title", level=2),
        *_room(basis, reckoned),
        paragraph(basis, "centre.works", cost=crowns_field(basis, "tally/lines/room_works")),
        paragraph(basis, "centre.access"),
        fill(basis, "fill.room"),
    ]
    return tuple(parts)


def parameter(
    basis: StudyBasis, key: str, *, unit: str = "", decimals: int | None = None
) -> Inline:
    """Return the field of a parameter of the centre."""
    return number_field(basis, parameter_path(basis, key), decimals=decimals, unit=unit)


def parameter_path(basis: StudyBasis, key: str) -> str:
    """Return where a parameter of the centre stands in the results."""
    keys = [] if basis.centre is None else list(basis.centre.parameters.table)
    return f"centre/parameters/{keys.index(key)}/value"


def _seats(basis: StudyBasis, reckoned: Reckoning) -> Iterator[tuple[Inline, ...]]:
    yield say(
        basis,
        "centre.seats",
        nonstop=parameter(basis, "seats_nonstop"),
        day=parameter(basis, "seats_day"),
        hours=parameter(basis, "day_seat_h", unit="h"),
    )
    if not reckoned.parameters.table["seats_nonstop"].own:
        yield say(basis, "centre.seats_assumed")
    yield say(basis, "centre.three_numbers")


def _contracts(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    yield say(
        basis,
        "centre.contracts",
        full_time=number_field(basis, "centre/staffing/full_time", decimals=2),
        heads=number_field(basis, "centre/staffing/heads", decimals=2),
        contract=parameter(basis, "contract_h", unit="h"),
        net=number_field(basis, "centre/staffing/net_h", unit="h"),
    )
    yield say(basis, "centre.pay", pay=crowns_field(basis, "centre/staffing/cost_czk"))
    yield say(basis, "centre.support")


def needs(basis: StudyBasis, reckoned: Reckoning) -> StudyTable:
    """Return what each phase asks of people who watch and who act."""
    phases = range(len(reckoned.centre.phases))
    rows = [
        (
            cell(words(basis, f"centre.figure.{key}")),
            *(
                (number_field(basis, f"centre/phases/{k}/{name}", decimals=decimals),)
                for k in phases
            ),
        )
        for key, name, decimals in ROWS
    ]
    shares = [
        cell(words(basis, "no_value"))
        if reckoned.centre.phases[k].detected_share is None
        else (share_field(basis, f"centre/phases/{k}/detected_share", decimals=0),)
        for k in phases
    ]
    rows.insert(4, (cell(words(basis, "centre.figure.detected")), *shares))
    names = [name_of(basis, phase) for phase in basis.plan.phases]
    first = 0.4
    return table(
        basis,
        "centre_phases",
        (words(basis, "aims.head.figure"), *names),
        rows,
        right=range(1, len(names) + 1),
        widths=(first, *[(1 - first) / len(names)] * len(names)),
    )


def _watching(basis: StudyBasis, reckoned: Reckoning) -> Iterator[tuple[Inline, ...]]:
    phases = reckoned.centre.phases
    last = len(phases) - 1
    yield say(
        basis,
        "centre.watching",
        active=share_field(basis, parameter_path(basis, "active_share"), decimals=0),
        limit=parameter(basis, "pictures_limit"),
    )
    unmeasured = next((k for k, each in enumerate(phases) if each.detected_share is None), None)
    if unmeasured is None:
        yield say(
            basis,
            "centre.detected",
            share=share_field(basis, f"centre/phases/{last}/detected_share", decimals=0),
        )
    elif unmeasured == 0:
        yield say(basis, "centre.unmeasured_today")
    else:
        yield say(basis, "centre.unmeasured", phase=name_of(basis, basis.plan.phases[unmeasured]))
    yield say(
        basis,
        "centre.queue",
        events=number_field(basis, f"centre/phases/{last}/events_h", decimals=2),
        operators=counted(basis, f"centre/phases/{last}/peak_operators", "operators"),
        share=share_field(basis, f"centre/phases/{last}/peak_waiting_share"),
    )
    seats = reckoned.parameters["seats_nonstop"] + reckoned.parameters["seats_day"]
    if phases[last].peak_operators > seats:
        yield say(basis, "centre.peak_above")


def _room(basis: StudyBasis, reckoned: Reckoning) -> Iterator[Block]:
    """Yield the room against the rules of hygiene, where anybody measured it."""
    if not reckoned.room:
        yield paragraph(basis, "centre.room_unmeasured")
        return
    broken = [check for check in reckoned.room if check.passes is False]
    unknown = [check for check in reckoned.room if check.passes is None]
    key = "broken" if broken else "unknown" if unknown else "kept"
    yield paragraph(basis, f"centre.room_{key}", table=Reference("room_rules"))
    plain = room_table(reckoned.room, basis.language)
    yield table(
        basis,
        "room_rules",
        plain.head,
        [[cell(each) for each in row] for row in plain.rows],
        right=(1, 2),
        widths=(0.34, 0.2, 0.16, 0.3),
    )
