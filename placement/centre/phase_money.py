"""`PhaseMoney`: what each phase costs once and by the year, and who pays it, in whole crowns.

Cameras, points and cable to them are bought phase by phase; works, equipment of the centre, server
room and documents with the first one. What runs by the year is that of everything bought so far.
The service of what stands today is not reckoned: nobody knows what it was bought for.
"""

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from placement.centre.grants import Grant, granted
from placement.centre.needs import Centre
from placement.centre.parameters import Parameters
from placement.centre.prices import index, whole_czk

CAMERAS, SERVER_ROOM, CENTRE_LINE = "cameras", "server_room", "centre"
ROOM_WORKS, DOCUMENTS, CONNECTION = "room_works", "documents", "connection"
INVESTMENT = (CAMERAS, CONNECTION, ROOM_WORKS, CENTRE_LINE, SERVER_ROOM, DOCUMENTS)
RUNNING = ("pay", "energy", "service")
RENEWED = (CAMERAS, CENTRE_LINE, SERVER_ROOM)
"""Lines of equipment, which wears out; cable, works and documents do not."""


@frozen
class PhaseMoney:
    """Money of one phase; phase 0 is today, for which nothing is bought."""

    phase: int
    invested_czk: Mapping[str, int]
    """Line → what is bought. [Kč]"""
    granted_czk: Mapping[str, int]
    """Grant → what it pays of that. [Kč]"""
    running_czk: Mapping[str, int] = field(factory=dict)
    """Line → what a year costs once the phase stands. [Kč/year]"""

    @property
    def investment_czk(self) -> int:
        """All that is bought. [Kč]"""
        return sum(self.invested_czk.values())

    @property
    def own_czk(self) -> int:
        """What the town pays itself of the investment. [Kč]"""
        return self.investment_czk - sum(self.granted_czk.values())

    @property
    def yearly_czk(self) -> int:
        """All that runs in a year, which the town pays itself. [Kč/year]"""
        return sum(self.running_czk.values())


def phase_money(centre: Centre, grants: Sequence[Grant] = ()) -> tuple[PhaseMoney, ...]:
    """Return the money of each phase, today first; grants pay investment alone."""
    remaining_czk = {grant.key: grant.limit_czk for grant in grants}
    money = [PhaseMoney(0, {}, {}, running_czk(centre, 0))]
    for phase in range(1, len(centre.phases)):
        invested = invested_czk(centre, phase)
        paid = dict(granted(invested, grants, remaining_czk))
        money.append(PhaseMoney(phase, invested, paid, running_czk(centre, phase)))
    return tuple(money)


def invested_czk(centre: Centre, phase: int) -> dict[str, int]:
    """Return what a phase buys, by line; nothing today and after the last one. [Kč]"""
    if not 1 <= phase < len(centre.phases):
        return dict.fromkeys(INVESTMENT, 0)
    once = once_czk(centre.parameters) if phase == 1 else {}
    needs = centre.phases[phase]
    own = {CAMERAS: needs.cameras_czk, CONNECTION: needs.connection.cost_czk}
    bought = {**dict.fromkeys(INVESTMENT, 0.0), **once, **own}
    return {line: whole_czk(bought[line]) for line in INVESTMENT}


def running_czk(centre: Centre, phase: int) -> dict[str, int]:
    """Return what a year costs once a phase stands, by line. [Kč/year]"""
    lines = [invested_czk(centre, earlier) for earlier in range(1, phase + 1)]
    equipment = sum(each[line] for each in lines for line in RENEWED)
    people = centre.staffing if phase else centre.staffing_today
    return {
        "pay": whole_czk(people.cost_czk),
        "energy": whole_czk(centre.phases[phase].energy_czk),
        "service": whole_czk(equipment * centre.parameters["service_share"]),
    }


def once_czk(parameters: Parameters) -> dict[str, float]:
    """Return what is bought once, with the first phase, by line. [Kč]"""
    works_year, year = int(parameters["room_works_year"]), int(parameters["price_year"])
    return {
        ROOM_WORKS: parameters["room_works_czk"] * index(works_year, year),
        CENTRE_LINE: parameters["centre_czk"],
        SERVER_ROOM: parameters["server_room_czk"],
        DOCUMENTS: parameters["documents_czk"],
    }
