"""`HoursOfWeek`: events, pictures, operators by hour of the week, and when one more is needed.

The figure of staffing by hour and the workbook read it as `CentreNeeds.hours` (168 values each,
Monday 0:00 first).
"""

from collections.abc import Sequence

from attrs import field, frozen

from placement.centre.parameters import Parameters
from placement.centre.pictures import operators_for
from placement.centre.queueing import Queue, operators_needed
from placement.demand.week import WEEK_HOURS

MINUTES = 60
FINEST = 1e-6


@frozen(kw_only=True)
class HoursOfWeek:
    """A week of a phase, hour by hour; each tuple has 168 values."""

    measured: bool
    """Whether hours are those of the town's incidents; else each hour is as likely the peak."""
    events_h: tuple[float, ...] = field(converter=tuple[float, ...])
    """Events handled in the hour; without times of incidents the mean. [1/h]"""
    watched: tuple[float, ...] = field(converter=tuple[float, ...])
    """Pictures watched: more where more happens, at most all there are. [-]"""
    operators: tuple[int, ...] = field(converter=tuple[int, ...])
    """Operators for both events and pictures; without times each hour is staffed as the peak."""
    waiting_share: tuple[float, ...] = field(converter=tuple[float, ...])
    """Share of the hour's events that wait for one of them. [-]"""
    peak_hour: int | None
    """Hour of the week with most events, 0 is Monday 0:00; None: not known."""
    next_operator: float
    """How many times as many events as today fill the peak, so that it needs one more. [-]"""


def hours_of_week(
    week: Sequence[float], parameters: Parameters, *, pictures: int, events_h: float
) -> HoursOfWeek:
    """Return the hours of a week for cameras with so many pictures.

    Parameters
    ----------
    week
        Share of events in each hour, as `Plan.week`; empty: not known, then each hour may be the
        peak, which has `peak_factor` times the mean (an assumption).
    pictures
        Of all cameras in service.
    events_h
        In a mean hour. [1/h]
    """
    factors = [share * WEEK_HOURS for share in week] or [1.0] * WEEK_HOURS
    busiest = factors if week else [parameters["peak_factor"]] * WEEK_HOURS
    service_h = parameters["event_minutes"] / MINUTES
    watched = [min(float(pictures), pictures * parameters["active_share"] * f) for f in factors]
    operators, waiting = [], []
    for factor, shown in zip(busiest, watched, strict=True):
        load = events_h * factor * service_h
        for_events = operators_needed(load, most_waiting_share=parameters["most_waiting_share"])
        number = max(for_events, operators_for(shown, limit=parameters["pictures_limit"]))
        operators.append(number)
        waiting.append(Queue(number, load, service_h).waiting_share)
    peak = max(busiest)
    return HoursOfWeek(
        measured=bool(week),
        events_h=[events_h * factor for factor in factors],
        watched=watched,
        operators=operators,
        waiting_share=waiting,
        peak_hour=busiest.index(peak) if week else None,
        next_operator=_next_operator(events_h * peak * service_h, parameters),
    )


def peak_factor(week: Sequence[float], parameters: Parameters) -> float:
    """Return how many times the mean the busiest hour has: measured, else the assumption. [-]"""
    return max(week) * WEEK_HOURS if week else parameters["peak_factor"]


def _next_operator(load: float, parameters: Parameters) -> float:
    """Return how many times the peak's load its operators serve before one more is needed. [-]"""
    if load <= 0:
        return 1.0
    limit = parameters["most_waiting_share"]
    operators = operators_needed(load, most_waiting_share=limit)
    low, high = load, float(operators)
    while high - low > FINEST * load:
        middle = (low + high) / 2
        if Queue(operators, middle, 1.0).waiting_share > limit:
            high = middle
        else:
            low = middle
    return low / load
