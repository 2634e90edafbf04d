"""A rota for the seats of the centre: who serves which shift, with the rests of the Labour Code.

An integer programme over a round of days that repeats: every shift has as many people as it needs,
nobody serves more than the contract on average, 11 h lie between two shifts (§ 90), and each week
has a rest of 35 h (§ 92). With contracts up to 40 h a week the mean of 8 h a shift by night on a
week of five days (§ 94) holds by itself. Among such rotas one with the fewest nights of whoever has
most is sought. Solved by HiGHS through `scipy.optimize.milp`; `broken_rules` checks without it.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

import numpy as np
from attrs import frozen
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from placement.centre.parameters import Parameters
from placement.units import Integers

DAY_H, WEEK_DAYS = 24, 7
REST_H = 11
"""Between two shifts, § 90 (1). [h]"""
WEEKLY_REST_H = 35
"""In each week, § 92 (1). [h]"""
LONGEST_H = 12
"""A shift, § 83. [h]"""
NIGHT_MEAN_H, WORK_DAYS = 8, 5
"""Mean length of a night worker's shift on a week of five days, § 94 (1). [h, d]"""
NIGHT_FROM_H, NIGHT_TO_H = 22, 30
"""Night, § 78 (1) j; after midnight counted on. [h]"""
FIRST_H = 6
"""When shifts of a non-stop seat begin. [h]"""
WEEKS = 4
TIME_LIMIT_S = 60.0


@frozen
class Shift:
    """A span of every day, and how many people it needs."""

    name: str
    start_h: float
    end_h: float
    """Past midnight counted on: 30 is 6 in the morning. [h]"""
    people: int

    @property
    def length_h(self) -> float:
        """How long it takes. [h]"""
        return self.end_h - self.start_h

    @property
    def by_night(self) -> bool:
        """Whether more than 3 h of it lie between 22 and 6, which makes a night worker (§ 78)."""
        return min(self.end_h, NIGHT_TO_H) - max(self.start_h, NIGHT_FROM_H) > 3


@frozen(eq=False)
class Rota:
    """Who serves which shift on which day of a round that repeats."""

    shifts: tuple[Shift, ...]
    serves: Integers
    """(people, days) number of the shift, -1 for a free day."""
    contract_h: float
    """Weekly hours of each contract. [h]"""

    @property
    def nights(self) -> Integers:
        """(people,) shifts by night in the round."""
        night = np.array([shift.by_night for shift in self.shifts] + [False])
        return np.asarray(night[self.serves].sum(axis=1))

    @property
    def weekly_h(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """(people,) mean hours a week. [h]"""
        hours = np.array([shift.length_h for shift in self.shifts] + [0.0])
        days = self.serves.shape[1]
        return np.asarray(hours[self.serves].sum(axis=1) * WEEK_DAYS / days)


def shifts_of(parameters: Parameters) -> tuple[Shift, ...]:
    """Return the shifts of a town's seats: two of 12 h for those non-stop, one for those by day."""
    nonstop, day = int(parameters["seats_nonstop"]), int(parameters["seats_day"])
    length_h = parameters["day_seat_h"]
    middle_h = FIRST_H + LONGEST_H
    shifts = [
        Shift("day", FIRST_H, middle_h, nonstop),
        Shift("night", middle_h, FIRST_H + DAY_H, nonstop),
    ]
    if day and length_h:
        parts = math.ceil(length_h / LONGEST_H)
        part_h = length_h / parts
        starts = [8.0 + number * part_h for number in range(parts)]
        shifts += [Shift(f"desk {n}", at, at + part_h, day) for n, at in enumerate(starts, 1)]
    return tuple(shift for shift in shifts if shift.people)


def seats_by_hour(parameters: Parameters) -> list[int]:
    """Return how many seats are served in each hour of the day, by the shifts of a rota."""
    middles = [hour + 0.5 for hour in range(DAY_H)]
    shifts = shifts_of(parameters)
    return [
        sum(
            shift.people
            for shift in shifts
            for at in (middle, middle + DAY_H)
            if shift.start_h <= at < shift.end_h
        )
        for middle in middles
    ]


def fewest_people(shifts: Sequence[Shift], *, contract_h: float, weeks: int = WEEKS) -> int:
    """Return the least number of contracts for which a rota may exist, without leave and illness.

    A contract serves whole shifts: 80 h in four weeks are six shifts of 12 h, so 72 h.
    """
    days = weeks * WEEK_DAYS
    needed_h = sum(shift.length_h * shift.people for shift in shifts) * days
    whole_h = most_whole_h([shift.length_h for shift in shifts], contract_h * weeks)
    return math.ceil(needed_h / whole_h - 1e-9) if whole_h else 0


def most_whole_h(lengths_h: Sequence[float], limit_h: float) -> float:
    """Return the most hours that whole shifts of some lengths make up within a limit. [h]"""
    reached = {0.0}
    for length_h in lengths_h:
        counts = range(int(limit_h / length_h + 1e-9) + 1)
        sums = {round(hours + k * length_h, 6) for hours in reached for k in counts}
        reached = {hours for hours in sums if hours <= limit_h + 1e-9}
    return max(reached)


def rota(
    shifts: Sequence[Shift], *, people: int, contract_h: float, weeks: int = WEEKS
) -> Rota | None:
    """Return a rota for so many people, nights shared as evenly as may be; None if there is none.

    Parameters
    ----------
    shifts
        What is to be served every day.
    people, contract_h
        How many contracts there are, and of how many hours a week.
    weeks
        Length of the round.
    """
    days = weeks * WEEK_DAYS
    table = _Columns(people, days, len(shifts))
    rows = [
        *_needs(shifts, table),
        *_hours(shifts, table, contract_h),
        *_rests(shifts, table),
        *_weekly_rests(shifts, table),
        *_shared_nights(shifts, table),
    ]
    matrix = sparse.coo_array(
        (
            np.concatenate([row.factors for row in rows]),
            (
                np.repeat(np.arange(len(rows)), [row.columns.size for row in rows]),
                np.concatenate([row.columns for row in rows]),
            ),
        ),
        shape=(len(rows), table.count),
    )
    objective = np.zeros(table.count)
    objective[table.most_nights] = 1.0
    upper = np.ones(table.count)
    upper[table.most_nights] = days
    solved = milp(
        objective,
        constraints=LinearConstraint(
            matrix.tocsr(), [row.least for row in rows], [row.most for row in rows]
        ),
        integrality=np.ones(table.count, dtype=np.int64),
        bounds=Bounds(np.zeros(table.count), upper),
        options={"time_limit": TIME_LIMIT_S, "mip_rel_gap": 0.0},
    )
    if solved.x is None:
        return None
    chosen = solved.x[: table.most_nights].round().astype(bool)
    served = chosen[: people * days * len(shifts)].reshape(people, days, len(shifts))
    numbers = np.where(served.any(axis=2), served.argmax(axis=2), -1)
    return Rota(tuple(shifts), numbers, contract_h)


@frozen(eq=False)
class _Row:
    """A row of the programme: factors of columns and what their sum may be."""

    columns: Integers
    factors: np.ndarray[tuple[int], np.dtype[np.float64]]
    least: float
    most: float


@frozen
class _Columns:
    """Where the variables stand: shifts served, rests taken, and the most nights of anybody."""

    people: int
    days: int
    shifts: int

    @property
    def most_nights(self) -> int:
        """Column of the most nights of anybody."""
        return self.people * self.days * self.shifts * 2

    @property
    def count(self) -> int:
        """Number of columns."""
        return self.most_nights + 1

    def serves(self, person: int, day: int, shift: int) -> int:
        """Return the column that says whether a person serves a shift on a day of the round."""
        return (person * self.days + day % self.days) * self.shifts + shift

    def rests(self, person: int, day: int, shift: int) -> int:
        """Return the column of a weekly rest that begins where a shift of a day ends."""
        return self.people * self.days * self.shifts + self.serves(person, day, shift)


def _row(columns: Sequence[int], factors: Sequence[float], least: float, most: float) -> _Row:
    return _Row(np.array(columns), np.array(factors, dtype=np.float64), least, most)


def _needs(shifts: Sequence[Shift], table: _Columns) -> Iterator[_Row]:
    """Yield that each shift of each day has as many people as it needs."""
    for day, (number, shift) in product(range(table.days), enumerate(shifts)):
        columns = [table.serves(person, day, number) for person in range(table.people)]
        yield _row(columns, [1.0] * table.people, shift.people, shift.people)


def _hours(shifts: Sequence[Shift], table: _Columns, contract_h: float) -> Iterator[_Row]:
    """Yield that nobody serves more than the contract on average."""
    most_h = contract_h * table.days / WEEK_DAYS
    for person in range(table.people):
        pairs = list(product(range(table.days), range(table.shifts)))
        columns = [table.serves(person, day, number) for day, number in pairs]
        yield _row(columns, [shifts[number].length_h for _, number in pairs], 0.0, most_h)


def _rests(shifts: Sequence[Shift], table: _Columns) -> Iterator[_Row]:
    """Yield that shifts too near to each other are not both served, nor two on one day."""
    for person, day in product(range(table.people), range(table.days)):
        same = [table.serves(person, day, number) for number in range(table.shifts)]
        yield _row(same, [1.0] * table.shifts, 0.0, 1.0)
        for (first, one), (second, other) in product(enumerate(shifts), repeat=2):
            if DAY_H + other.start_h - one.end_h < REST_H:
                pair = [table.serves(person, day, first), table.serves(person, day + 1, second)]
                yield _row(pair, [1.0, 1.0], 0.0, 1.0)


def _weekly_rests(shifts: Sequence[Shift], table: _Columns) -> Iterator[_Row]:
    """Yield that a rest of each week begins, and that no shift lies in a rest that is taken."""
    for person in range(table.people):
        for week in range(table.days // WEEK_DAYS):
            starts = product(range(week * WEEK_DAYS, (week + 1) * WEEK_DAYS), range(table.shifts))
            # a rest belongs to the week in which it lies wholly
            columns = [
                table.rests(person, day, number)
                for day, number in starts
                if shifts[number].end_h + day * DAY_H + WEEKLY_REST_H
                <= (week + 1) * WEEK_DAYS * DAY_H
            ]
            yield _row(columns, [1.0] * len(columns), 1.0, np.inf)
        for day, number in product(range(table.days), range(table.shifts)):
            begin_h = day * DAY_H + shifts[number].end_h
            rest = table.rests(person, day, number)
            for other_day, other in product(range(day - 1, day + 4), range(table.shifts)):
                start_h = other_day * DAY_H + shifts[other].start_h
                end_h = other_day * DAY_H + shifts[other].end_h
                if start_h < begin_h + WEEKLY_REST_H and end_h > begin_h:
                    served = table.serves(person, other_day, other)
                    yield _row([rest, served], [1.0, 1.0], 0.0, 1.0)


def _shared_nights(shifts: Sequence[Shift], table: _Columns) -> Iterator[_Row]:
    """Yield that nobody has more nights than the most of anybody."""
    nights = [number for number, shift in enumerate(shifts) if shift.by_night]
    for person in range(table.people):
        columns = [
            table.serves(person, day, number) for day in range(table.days) for number in nights
        ]
        factors = [1.0] * len(columns) + [-1.0]
        yield _row([*columns, table.most_nights], factors, -np.inf, 0.0)


def broken_rules(rota: Rota) -> tuple[str, ...]:
    """Return each rule that a rota breaks, with person and day; empty if it keeps all of them.

    From the rota alone: needs of shifts, § 79 hours, § 83 length, § 90 and § 92 rests, § 94 nights.
    """
    return tuple(_broken(rota))


def _broken(rota: Rota) -> Iterator[str]:
    people, days = rota.serves.shape
    for day, (number, shift) in product(range(days), enumerate(rota.shifts)):
        served = int((rota.serves[:, day] == number).sum())
        if served != shift.people:
            yield f"need: {shift.name} of day {day} has {served} of {shift.people}"
    for shift in rota.shifts:
        if shift.length_h > LONGEST_H:
            yield f"§ 83: {shift.name} takes {shift.length_h} h"
    for person in range(people):
        if rota.weekly_h[person] > rota.contract_h + 1e-9:
            yield f"§ 79: {person} serves {rota.weekly_h[person]:.2f} h a week"
        if rota.nights[person] and rota.weekly_h[person] / WORK_DAYS > NIGHT_MEAN_H:
            yield f"§ 94: {person} serves {rota.weekly_h[person] / WORK_DAYS:.2f} h on average"
        yield from _broken_rests(rota, person)


def _broken_rests(rota: Rota, person: int) -> Iterator[str]:
    days = rota.serves.shape[1]
    round_h = days * DAY_H
    spans = [
        (day * DAY_H + rota.shifts[number].start_h, day * DAY_H + rota.shifts[number].end_h)
        for day, number in enumerate(rota.serves[person])
        if number >= 0
    ]
    again = [(start + k * round_h, end + k * round_h) for k in (-1, 0, 1) for start, end in spans]
    for (_, end), (start, _) in pairwise(again):
        if start - end < REST_H:
            yield f"§ 90: {person} rests {start - end:.1f} h"
    for week in range(days // WEEK_DAYS):
        begin, stop = week * WEEK_DAYS * DAY_H, (week + 1) * WEEK_DAYS * DAY_H
        inside = [(max(s, begin), min(e, stop)) for s, e in again if e > begin and s < stop]
        edges = [begin, *(edge for span in inside for edge in span), stop]
        longest = max((b - a for a, b in zip(edges[::2], edges[1::2], strict=True)), default=0.0)
        if longest < WEEKLY_REST_H:
            yield f"§ 92: {person} rests {longest:.1f} h in week {week}"
