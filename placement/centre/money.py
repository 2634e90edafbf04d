"""Money of the centre: what is spent each year, who pays, and what all of it is worth today.

Investment falls into the years of the phases; what was bought is bought again after its lifetime.
Pay, energy, service and licences run from the year after. Everything is in prices of one year and
whole crowns, so that each table adds up. Present cost: `sum cost_t / (1 + rate)^t`, t = 0 in the
first year.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from attrs import field, frozen

from placement.centre.needs import Centre
from placement.centre.parameters import Parameters, packaged_rows
from placement.centre.prices import index
from placement.errors import ConfigError, Problem
from placement.texts import Language

CAMERAS, SERVER_ROOM, CENTRE_LINE = "cameras", "server_room", "centre"
ROOM_WORKS, DOCUMENTS = "room_works", "documents"
INVESTMENT = (CAMERAS, ROOM_WORKS, CENTRE_LINE, SERVER_ROOM, DOCUMENTS)
RUNNING = ("pay", "energy", "service")
RENEWED = (CAMERAS, CENTRE_LINE, SERVER_ROOM)
"""Lines of equipment, which wears out; works and documents do not."""


@frozen(kw_only=True)
class Grant:
    """A grant: which lines it pays, in which part, up to what."""

    key: str
    cs: str
    en: str
    share: float
    """Of the European Union or another provider, in parts of what is eligible. [-]"""
    state_share: float
    limit_czk: float | None
    lines: tuple[str, ...]
    """Lines that it pays; none: it pays nothing that is bought here."""
    source: str
    as_of: str

    def words(self, language: Language) -> str:
        """Return what it is called."""
        return self.cs if language == "cs" else self.en


@frozen
class YearCosts:
    """Money of one year, in whole crowns."""

    year: int
    spent_czk: Mapping[str, int]
    """Line → what is spent. [Kč]"""
    granted_czk: Mapping[str, int] = field(factory=dict)
    """Grant → what it pays. [Kč]"""

    @property
    def total_czk(self) -> int:
        """All that is spent. [Kč]"""
        return sum(self.spent_czk.values())

    @property
    def own_czk(self) -> int:
        """What the town pays itself. [Kč]"""
        return self.total_czk - sum(self.granted_czk.values())


@frozen
class CashFlow:
    """Money year by year."""

    years: tuple[YearCosts, ...] = field(converter=tuple[YearCosts, ...])
    discount_share: float

    @property
    def own_czk(self) -> int:
        """What the town pays itself in all years. [Kč]"""
        return sum(each.own_czk for each in self.years)

    @property
    def present_czk(self) -> float:
        """What the town pays, worth in the first year. [Kč]"""
        return sum(
            each.own_czk / (1 + self.discount_share) ** number
            for number, each in enumerate(self.years)
        )


@cache
def packaged_grants() -> Mapping[str, Grant]:
    """Return the grants that come with the package, by key."""
    return {
        row["key"]: Grant(
            key=row["key"],
            cs=row["cs"],
            en=row["en"],
            share=float(row["share"]),
            state_share=float(row["state_share"]),
            limit_czk=float(row["limit_czk"]) if row["limit_czk"] else None,
            lines=tuple(filter(None, row["lines"].split(";"))),
            source=row["source"],
            as_of=row["as_of"],
        )
        for row in packaged_rows("grants.csv")
    }


def grants_named(names: Sequence[str]) -> tuple[Grant, ...]:
    """Return grants by their keys.

    Raises
    ------
    ConfigError
        With every key that is none.
    """
    packaged = packaged_grants()
    problems = [
        Problem(
            "grant_unknown", column="centre.grants", values={"found": n, "choices": tuple(packaged)}
        )
        for n in names
        if n not in packaged
    ]
    if problems:
        raise ConfigError(problems)
    return tuple(packaged[name] for name in dict.fromkeys(names))


def cash_flow(centre: Centre, grants: Sequence[Grant] = ()) -> CashFlow:
    """Return money year by year for the centre of a plan, each line paid by one grant at most."""
    parameters = centre.parameters
    first, count = int(parameters["first_year"]), int(parameters["horizon_years"])
    spending = [_spending(centre, number) for number in range(count)]
    remaining_czk = {grant.key: grant.limit_czk for grant in grants}
    years = []
    for number, lines in enumerate(spending):
        paid = (
            dict(_granted(lines, grants, remaining_czk)) if number < len(centre.phases) - 1 else {}
        )
        years.append(YearCosts(first + number, lines, paid))
    return CashFlow(years, parameters["discount_share"])


def _spending(centre: Centre, number: int) -> dict[str, int]:
    """Return what is spent in a year, counted from the first, by line. [Kč]"""
    parameters, phases = centre.parameters, centre.phases[1:]
    lifetime = max(1, round(parameters["lifetime_years"]))
    bought = {line: _bought_czk(centre, number, line) for line in INVESTMENT}
    for line in RENEWED:
        before = number - lifetime
        while before >= 0:
            bought[line] += _bought_czk(centre, before, line)
            before -= lifetime
    if number == 0:
        running = dict.fromkeys(RUNNING, 0.0)
    else:
        standing = phases[min(number, len(phases)) - 1]
        equipment = sum(
            _bought_czk(centre, earlier, line) for earlier in range(number) for line in RENEWED
        )
        running = {
            "pay": centre.staffing.cost_czk,
            "energy": standing.energy_czk,
            "service": equipment * parameters["service_share"],
        }
    return {line: round(czk) for line, czk in {**bought, **running}.items()}


def _bought_czk(centre: Centre, number: int, line: str) -> float:
    """Return what a line costs when it is first bought in a year, counted from the first. [Kč]"""
    if line == CAMERAS:
        phases = centre.phases[1:]
        return phases[number].cameras_czk if number < len(phases) else 0.0
    return once_czk(centre.parameters)[line] if number == 0 else 0.0


def once_czk(parameters: Parameters) -> dict[str, float]:
    """Return what is bought once, with the first phase, by line. [Kč]"""
    works_year, year = int(parameters["room_works_year"]), int(parameters["price_year"])
    return {
        ROOM_WORKS: parameters["room_works_czk"] * index(works_year, year),
        CENTRE_LINE: parameters["centre_czk"],
        SERVER_ROOM: parameters["server_room_czk"],
        DOCUMENTS: parameters["documents_czk"],
    }


def _granted(
    lines: Mapping[str, int], grants: Sequence[Grant], remaining_czk: dict[str, float | None]
) -> Iterator[tuple[str, int]]:
    """Yield what each grant pays of a year's lines; what it has left is lowered by that. [Kč]"""
    open_lines = {line: lines[line] for line in INVESTMENT}
    for grant in grants:
        eligible = sum(open_lines.pop(line, 0) for line in grant.lines)
        paid = round(eligible * (grant.share + grant.state_share))
        limit = remaining_czk[grant.key]
        if limit is not None:
            paid = min(paid, int(limit))
            remaining_czk[grant.key] = limit - paid
        if paid:
            yield grant.key, paid


@frozen
class Swing:
    """What the present cost becomes at both ends of a parameter's band."""

    key: str
    low_czk: float
    high_czk: float

    @property
    def width_czk(self) -> float:
        """How far apart they are. [Kč]"""
        return abs(self.high_czk - self.low_czk)


def sensitivity(
    parameters: Parameters, present_czk: Callable[[Parameters], float]
) -> tuple[Swing, ...]:
    """Return what each parameter's band does to the present cost, widest first.

    Parameters
    ----------
    parameters
        All numbers; each is moved alone to the ends of its band.
    present_czk
        Reckons the present cost from all of them. [Kč]
    """
    swings = []
    for key, parameter in parameters.table.items():
        if parameter.low == parameter.high:
            continue
        low, high = (
            present_czk(parameters.replaced({key: end})) for end in (parameter.low, parameter.high)
        )
        if low != high:
            swings.append(Swing(key, low, high))
    return tuple(sorted(swings, key=lambda swing: (-swing.width_czk, swing.key)))
