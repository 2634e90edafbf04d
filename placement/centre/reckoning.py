"""`Reckoning`: all that a plan asks of the centre, and the money for it, from a town's own numbers.

Tables, figures, workbook, page and study read it; none of them reckons anew.
"""

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from placement.centre.cables import Cables
from placement.centre.grants import Grant, grants_named
from placement.centre.measures import CountedMeasure, counted_measures
from placement.centre.money import CashFlow, Swing, cash_flow, sensitivity
from placement.centre.needs import NO_CABLES, Centre, centre_for
from placement.centre.parameters import ContradictionError, Parameters, packaged
from placement.centre.phase_money import PhaseMoney, phase_money
from placement.centre.price_bands import PriceBand, price_bands
from placement.centre.room import Room, RuleCheck, room_checks
from placement.errors import ConfigError, Problem
from placement.plan.plan import Plan
from placement.texts import Phrase


@frozen(kw_only=True)
class TownNumbers:
    """What a town's plan file says of its centre, in place of the package's numbers."""

    own: Mapping[str, float] = field(factory=dict)
    """Its own numbers by key."""
    grants: tuple[str, ...] = ()
    """Keys of the grants to reckon with."""
    room: Room | None = None
    """Measures of the operators' room, if there are any."""


@frozen(kw_only=True)
class Reckoning:
    """What a plan asks of the centre: needs by phase, people, money, and how sure it is."""

    plan: Plan
    centre: Centre
    grants: tuple[Grant, ...] = field(converter=tuple[Grant, ...])
    phases: tuple[PhaseMoney, ...]
    """Money of each phase, today first."""
    money: CashFlow
    swings: tuple[Swing, ...]
    """What the band of each parameter does to the present cost, widest first."""
    room: tuple[RuleCheck, ...]
    """Rules of hygiene held against the operators' room; empty where nobody measured it."""
    price_bands: tuple[PriceBand, ...]
    """What Czech towns paid, beside the plan's prices."""
    measures: tuple[CountedMeasure, ...]
    """Measures of security, with the numbers of each phase."""

    @property
    def parameters(self) -> Parameters:
        """Every number that it rests on."""
        return self.centre.parameters

    @property
    def unpriced(self) -> int:
        """Number of cameras whose price the plan does not know. [-]"""
        return sum(phase.unpriced for phase in self.plan.phases)


def reckoning_for(
    plan: Plan,
    *,
    own: Mapping[str, float],
    grants: Sequence[str] = (),
    room: Room | None = None,
    cables: Cables = NO_CABLES,
    with_swings: bool = True,
) -> Reckoning:
    """Return what a plan asks of the operations centre.

    Parameters
    ----------
    plan
        Its phases, cameras and prices.
    own
        The town's own numbers by key, in place of the package's.
    grants
        Keys of the grants to reckon with.
    room
        Measures of the operators' room, if there are any.
    cables
        As `cable_routes.cables_of` finds it; an allowance by point stands where there is none.
    with_swings
        Whether to reckon what each band does, which takes most of the time.

    Raises
    ------
    ConfigError
        With every unknown key and value out of bounds, or where numbers contradict each other.
    """
    chosen, parameters = grants_named(grants), packaged().replaced(own)

    def present_czk(numbers: Parameters) -> float:
        return cash_flow(centre_for(plan, numbers, cables=cables), chosen).present_czk

    try:
        centre = centre_for(plan, parameters, cables=cables)
        money = cash_flow(centre, chosen)
        swings = sensitivity(parameters, present_czk) if with_swings else ()
    except ContradictionError as error:
        reason = Phrase(f"centre.contradiction.{error.key}", error.values)
        raise ConfigError(Problem("centre_contradiction", values={"reason": reason})) from error
    phases = phase_money(centre, chosen)
    return Reckoning(
        plan=plan,
        centre=centre,
        grants=chosen,
        phases=phases,
        price_bands=price_bands(
            plan,
            phases,
            points=sum(each.connection.points for each in centre.phases[1:]),
            price_year=int(parameters["price_year"]),
        ),
        money=money,
        swings=swings,
        room=() if room is None else room_checks(room),
        measures=counted_measures(plan, centre),
    )
