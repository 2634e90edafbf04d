"""What is done in which year: phases, the centre, operation; as bars of the schedule."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from placement.output.study.speech import name_of, words
from placement.output.study.tallies import SUSTAINED_YEARS

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.output.study.basis import StudyBasis


@frozen
class ScheduleBar:
    """Something that takes whole years."""

    name: str
    first: int
    last: int
    is_phase: bool = False


def has_years(basis: "StudyBasis") -> bool:
    """Return whether the plan says in which year each phase is built."""
    return all(phase.year is not None for phase in basis.plan.phases[1:])


def phase_years(basis: "StudyBasis") -> tuple[tuple[int, int], ...]:
    """Return the first and the last year of each phase.

    Where the plan names none, a phase takes a year, from the first year of the centre's money on,
    as money is reckoned; without a centre from the year 1 on.
    """
    phases = basis.plan.phases[1:]
    if has_years(basis):
        return tuple((phase.year or 0, phase.last_year or phase.year or 0) for phase in phases)
    first = 1 if basis.centre is None else int(basis.centre.parameters["first_year"])
    return tuple((first + k, first + k) for k in range(len(phases)))


def bars(basis: "StudyBasis") -> tuple[ScheduleBar, ...]:
    """Return the bars of the schedule, the first one on top."""
    return tuple(_bars(basis))


def _bars(basis: "StudyBasis") -> Iterator[ScheduleBar]:
    years = phase_years(basis)
    if not years:
        return
    first, last = years[0][0], years[-1][1]
    for key in ("documents", "procurement", "centre"):
        yield ScheduleBar(words(basis, f"schedule.bar.{key}"), first, first)
    for phase, (start, end) in zip(basis.plan.phases[1:], years, strict=True):
        yield ScheduleBar(name_of(basis, phase), start, end, is_phase=True)
    yield ScheduleBar(words(basis, "schedule.bar.training"), first, last)
    yield ScheduleBar(
        words(basis, "schedule.bar.sustained", n=SUSTAINED_YEARS), last + 1, last + SUSTAINED_YEARS
    )
