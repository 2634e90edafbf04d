"""Chapter 9: schedule and phases, as a table and bars along years."""

from placement.output.study import schedule
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Reference, StudyTable
from placement.output.study.fields import crowns_field, number_field
from placement.output.study.figures import schedule_picture
from placement.output.study.speech import cell, fill, heading, name_of, paragraph, table, words


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return when each phase is built."""
    parts: list[Block] = [heading(basis, "schedule.title", ref="schedule_chapter")]
    bars = schedule.bars(basis)
    if not bars:
        parts.append(paragraph(basis, "proposal.no_cameras"))
        return tuple(parts)
    if schedule.has_years(basis):
        parts.append(paragraph(basis, "schedule.years", figure=Reference("schedule")))
    else:
        first, _ = schedule.phase_years(basis)[0]
        key = "schedule.no_years" if basis.centre is not None else "schedule.counted_years"
        parts.append(paragraph(basis, key, year=str(first), figure=Reference("schedule")))
    if "phases" in basis.missing:
        parts.append(paragraph(basis, "proposal.one_phase"))
    parts += [schedule_picture(basis, bars), phases(basis)]
    parts += [paragraph(basis, "schedule.steps"), fill(basis, "fill.schedule")]
    return tuple(parts)


def phases(basis: StudyBasis) -> StudyTable:
    """Return the years of each phase, its cameras, and what has been spent by its end."""
    rows = []
    years = schedule.phase_years(basis)
    for number, (phase, (first, last)) in enumerate(
        zip(basis.plan.phases[1:], years, strict=True), 1
    ):
        rows.append(
            (
                cell(name_of(basis, phase)),
                cell(str(first) if first == last else f"{first}–{last}"),
                (number_field(basis, f"plan/phases/{number}/new_cameras"),),
                (crowns_field(basis, f"plan/phases/{number}/cost_czk"),),
                (crowns_field(basis, f"tally/phases/{number}/cost_to_date_czk"),),
            )
        )
    heads = [
        words(basis, f"schedule.head.{n}") for n in ("phase", "years", "new", "cost", "to_date")
    ]
    return table(basis, "phase_years", heads, rows, right=range(2, 5))
