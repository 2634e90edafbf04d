"""`CentreNeeds`: what the cameras of each phase ask of the centre, from today to the target."""

from attrs import frozen

from placement.centre import pictures, staffing
from placement.centre.cables import Cables
from placement.centre.connection import Connection, connection
from placement.centre.hours import HoursOfWeek, hours_of_week, peak_factor
from placement.centre.parameters import ContradictionError, Parameters
from placement.centre.power import Power, power
from placement.centre.queueing import Queue, operators_needed
from placement.centre.recording import Storage, storage
from placement.centre.staffing import Staffing
from placement.plan.plan import Plan

MINUTES = 60
NO_CABLES = Cables()


@frozen(kw_only=True)
class CentreNeeds:
    """What the cameras in service at the end of a phase ask for; phase 0 is today."""

    phase: int
    cameras: int
    pictures: int
    """Pictures at once: one a head. [-]"""
    watched: float
    """Of them watched in a usual hour. [-]"""
    operators: int
    """Who watch them, at most so many each as the limit says. [-]"""
    each: float
    """Pictures that each of them watches. [-]"""
    detected_share: float | None
    """Share of events noticed in so many pictures; None: nobody measured. [-]"""
    events_h: float
    """Events handled in a mean hour. [1/h]"""
    peak_operators: int
    """Operators needed at the peak, so that few enough events wait. [-]"""
    peak_waiting_share: float
    """Share of events that wait then. [-]"""
    peak_wait_min: float
    """Mean wait then. [min]"""
    hours: HoursOfWeek
    """Events, pictures and operators of each hour of the week, 168 values each."""
    storage: Storage
    power: Power
    energy_czk: float
    """Of cameras and server room. [Kč/year]"""
    cameras_czk: float
    """Investment into the phase's cameras and points, as the plan has it. [Kč]"""
    connection: Connection
    """Cable to power and fibre for the points that the phase opens, and its price."""


@frozen
class Centre:
    """The centre for a plan: needs by phase, and what does not depend on the phase."""

    parameters: Parameters
    phases: tuple[CentreNeeds, ...]
    staffing: Staffing
    staffing_today: Staffing
    cables: Cables = NO_CABLES
    """New cable by phase and point, where the case has layers of networks."""


def centre_for(plan: Plan, parameters: Parameters, *, cables: Cables = NO_CABLES) -> Centre:
    """Return what a plan asks of the operations centre.

    Parameters
    ----------
    plan
        Its phases, cameras and prices.
    parameters
        All numbers.
    cables
        As `cable_routes.cables_of` finds them; an allowance by point stands for what is not there.

    Raises
    ------
    ContradictionError
        If parameters contradict each other: a contract that serves no hour, disks of parity alone,
        no seat, more events than the seats can ever handle.
    """
    _refuse_overload(parameters)
    needs = tuple(_needs(plan, number, parameters, cables) for number in range(len(plan.phases)))
    people = staffing.staffing(parameters), staffing.staffing_today(parameters)
    return Centre(parameters, needs, *people, cables)


def _refuse_overload(parameters: Parameters) -> None:
    """Raise if the seats served on average have more to do than time for it, or there is none."""
    by_day = parameters["seats_day"] * parameters["day_seat_h"] / staffing.DAY_H
    seats = parameters["seats_nonstop"] + by_day
    if not seats:
        raise ContradictionError("seats")
    load = events_h(parameters) * parameters["event_minutes"] / MINUTES
    if load >= seats:
        raise ContradictionError("load", load=round(load, 2), seats=round(seats, 2))


def _needs(plan: Plan, phase: int, parameters: Parameters, cables: Cables) -> CentreNeeds:
    models = [plan.model(camera.model) for camera in plan.standing(phase)]
    shown = sum(len(model.heads_at_tilt()) for model in models)
    watched = shown * parameters["active_share"]
    operators = max(1, pictures.operators_for(watched, limit=parameters["pictures_limit"]))
    load = events_h(parameters) * parameters["event_minutes"] / MINUTES
    peak = load * peak_factor(plan.week, parameters)
    needed = operators_needed(peak, most_waiting_share=parameters["most_waiting_share"])
    queue = Queue(needed, peak, parameters["event_minutes"] / MINUTES)
    recordings = storage(models, parameters)
    drawn = power(models, parameters, rate_mbit_s=recordings.rate_mbit_s, disks=recordings.disks)
    return CentreNeeds(
        phase=phase,
        cameras=len(models),
        pictures=shown,
        watched=watched,
        operators=operators,
        each=watched / operators,
        detected_share=pictures.detected_share(max(watched / operators, 1.0)),
        events_h=events_h(parameters),
        peak_operators=needed,
        peak_waiting_share=queue.waiting_share,
        peak_wait_min=queue.mean_wait_h * MINUTES,
        hours=hours_of_week(plan.week, parameters, pictures=shown, events_h=events_h(parameters)),
        storage=recordings,
        power=drawn,
        energy_czk=drawn.energy_kwh * parameters["price_kwh_czk"],
        cameras_czk=plan.phases[phase].cost_czk,
        connection=connection(plan, phase, parameters, cables),
    )


def events_h(parameters: Parameters) -> float:
    """Return the events of a mean hour. [1/h]"""
    return parameters["events_a_year"] / parameters["year_h"]
