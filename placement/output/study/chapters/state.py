"""Chapter 2: the starting state: points, centre, server room, summary of the security analysis."""

from collections.abc import Iterator

from placement.demand.security import trend
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Inline, StudyTable
from placement.output.study.fields import number_field, share_field
from placement.output.study.speech import (
    cell,
    counted,
    demand_words,
    fill,
    heading,
    joined,
    paragraph,
    say,
    table,
    words,
    worth,
)

MOST_DISTRICTS = 3
"""Districts that are named in a sentence. [-]"""


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the starting state."""
    parts: list[Block] = [
        heading(basis, "state.title", ref="state"),
        heading(basis, "state.points_title", level=2),
        joined(*_cameras(basis)),
    ]
    if basis.plan.phases[0].cameras:
        parts.append(fill(basis, "fill.equipment_today"))
    if any(district.name for district in basis.plan.districts):
        parts.append(districts(basis))
    parts += [
        heading(basis, "state.centre_title", level=2),
        *_centre(basis),
        heading(basis, "state.room_title", level=2),
        fill(basis, "fill.server_room_today"),
        heading(basis, "state.security_title", level=2),
        joined(*_security(basis)),
        fill(basis, "fill.security"),
    ]
    return tuple(parts)


def _cameras(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    today = basis.plan.phases[0]
    if not today.cameras:
        yield say(basis, "state.no_cameras")
        return
    yield say(
        basis,
        "state.cameras",
        cameras=counted(basis, "plan/phases/0/cameras", "cameras_what"),
        points=counted(basis, "plan/phases/0/points", "on_points"),
        share=share_field(basis, "plan/phases/0/share"),
        of=demand_words(basis),
    )
    for key in ("out_of_service", "today_assumed"):
        if basis.results()["tally"][key]:
            yield say(basis, f"state.{key}", n=number_field(basis, f"tally/{key}"))
    if basis.plan.sensitivity.dispensable:
        yield say(basis, "state.dispensable", n=number_field(basis, "tally/dispensable"))


def districts(basis: StudyBasis) -> StudyTable:
    """Return what is expected in each district and what cameras see of it today."""
    names = ("district", "demand", "part", "cameras", "share")
    rows = [
        (
            cell(district.name_in(basis.language) or words(basis, "state.outside")),
            (worth(basis, f"plan/districts/{k}/expected"),),
            (share_field(basis, f"tally/districts/{k}/demand_share"),),
            (number_field(basis, f"tally/districts/{k}/today"),),
            (share_field(basis, f"tally/districts/{k}/share_today"),),
        )
        for k, district in enumerate(basis.plan.districts)
    ]
    heads = [words(basis, f"state.head.{name}") for name in names]
    return table(
        basis,
        "districts_today",
        heads,
        rows,
        right=range(1, 5),
        widths=(0.3, 0.22, 0.16, 0.14, 0.18),
    )


def _centre(basis: StudyBasis) -> Iterator[Block]:
    """Yield what today's cameras ask of the centre, and what only the town knows."""
    if basis.centre is None:
        yield paragraph(basis, "missing.centre")
    elif basis.plan.phases[0].cameras:
        yield paragraph(
            basis,
            "state.centre",
            pictures=counted(basis, "centre/phases/0/pictures", "pictures"),
            watched=number_field(basis, "centre/phases/0/watched", decimals=1),
            storage=number_field(basis, "centre/phases/0/storage/net_tb", decimals=1, unit="TB"),
            power=number_field(basis, "centre/phases/0/power/cameras_w", unit="W"),
        )
    yield fill(basis, "fill.centre_today")


def _security(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    """Yield what is expected where, in short; annex B has the analysis."""
    plan = basis.plan
    if not basis.has_incidents:
        yield say(basis, "state.no_incidents")
        return
    yield say(basis, "state.expected", value=worth(basis, "plan/demand_total"))
    ranked = sorted(
        (k for k, district in enumerate(plan.districts) if district.name),
        key=lambda k: -plan.districts[k].expected,
    )[:MOST_DISTRICTS]
    if len(ranked) > 1:
        yield say(basis, "state.busiest")
        for number, k in enumerate(ranked):
            yield (
                cell(plan.districts[k].name_in(basis.language))[0],
                " ",
                share_field(basis, f"tally/districts/{k}/demand_share"),
                "." if number == len(ranked) - 1 else ",",
            )
    yield from _recorded(basis)
    if "inhabitants" in basis.missing:
        yield say(basis, "state.no_inhabitants")
    yield say(basis, "state.annex_b")


def _recorded(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    """Yield the record of two whole years, whether they differ, and the index, where known."""
    analysis = basis.results().get("security")
    if not analysis or not analysis["years"]:
        return
    earlier, later = (str(year) for year in analysis["years"])
    total, path = analysis["total"], "security/total"
    yield say(
        basis,
        "state.recorded",
        earlier=earlier,
        later=later,
        before=number_field(basis, f"{path}/before"),
        after=number_field(basis, f"{path}/after"),
    )
    if total["change_pct"] is not None:
        yield say(basis, f"state.{trend(total)}")
    if total["after_per_10_000"] is not None:
        index = number_field(basis, f"{path}/after_per_10_000", decimals=1)
        yield say(basis, "state.index", later=later, index=index)
