"""The exact model of covering with side constraints, as rows and columns."""

import numpy as np
from attrs import define, field, frozen
from numpy.typing import ArrayLike

from placement.optimise.arguments import MONEY_TOLERANCE
from placement.optimise.highs.model import Model, Tag
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.residual import read_only
from placement.optimise.rules import FLOOR_TOLERANCE
from placement.optimise.side_constraints.residual import ConstrainedResidual

LINK = ("link", 0)
AT_MOST = read_only(np.array([1.0, -1.0]))
"""Values of a row by which its first column is at most its second."""


@define
class _Rows:
    """Rows that are being collected."""

    names: list[str] = field(factory=list)
    tags: list[Tag] = field(factory=list)
    indices: list[Ints] = field(factory=list)
    values: list[Floats] = field(factory=list)
    lower: list[float] = field(factory=list)
    upper: list[float] = field(factory=list)

    def add(
        self,
        name: str,
        tag: Tag,
        indices: ArrayLike,
        values: ArrayLike,
        *,
        lower: float = -np.inf,
        upper: float = np.inf,
    ) -> None:
        self.names.append(name)
        self.tags.append(tag)
        self.indices.append(np.asarray(indices, dtype=np.int64))
        self.values.append(np.asarray(values, dtype=np.float64))
        self.lower.append(lower)
        self.upper.append(upper)

    def link_pairs(self, names: list[str], one: Ints, other: Ints) -> None:
        """Add rows that let each column of one be at most that beside it in the other."""
        number = len(names)
        self.names += names
        self.tags += [LINK] * number
        self.indices += list(np.column_stack((one, other)))
        self.values += [AT_MOST] * number
        self.lower += [-np.inf] * number
        self.upper += [0.0] * number


@frozen(eq=False)
class _Columns:
    """Where the columns begin; -1 for what has none."""

    z: Ints
    """(n,) first view."""
    t: Ints
    """(n,) second view."""
    o: Ints
    """(S,) site opened."""
    number: int


def formulate(rest: ConstrainedResidual, active: Ints, *, feasibility: bool = False) -> Model:
    """Return the mixed-integer model over some candidates.

    Parameters
    ----------
    rest
        Problem with rules.
    active : (k,) array
        Local candidates, rising; column c stands for active[c].
    feasibility
        Leave out what only value needs, and ask for any plan.
    """
    t, terms = rest.residual.tables, rest.terms
    place, near = _near(rest, active)
    columns = _columns(rest, len(active), near, feasibility=feasibility)
    rows = _Rows()
    _cover_rows(rows, columns, near)
    _camera_rows(rows, rest, active, columns)
    _rule_rows(rows, rest, place, columns)
    _limit_rows(rows, rest, place, columns)
    worth = np.zeros(columns.number)
    if not feasibility:
        worth[: len(active)] = -terms.disutility[active]
        for weight, where in ((t.weight, columns.z), (terms.second, columns.t)):
            worth[where[where >= 0]] = weight[where >= 0]
    return Model(
        worth,
        tuple(_whole(columns, len(active))),
        tuple(_names(rest, active, columns)),
        len(active),
        tuple(rows.names),
        tuple(rows.tags),
        tuple(rows.indices),
        tuple(rows.values),
        np.array(rows.lower),
        np.array(rows.upper),
    )


@frozen(eq=False)
class ModelPlaces:
    """Columns of a model by what they stand for; -1 for what has none."""

    y: Ints
    """(m,) candidate chosen."""
    z: Ints
    """(n,) first view."""
    o: Ints
    """(S,) site opened."""


def column_places(rest: ConstrainedResidual, active: Ints) -> ModelPlaces:
    """Return where the columns of `formulate` are for the same candidates."""
    place, near = _near(rest, active)
    columns = _columns(rest, len(active), near, feasibility=False)
    return ModelPlaces(place, columns.z, columns.o)


def camera_sums(rest: ConstrainedResidual, active: Ints) -> list[Ints]:
    """Return columns of `formulate` whose sums are whole: cameras, open sites, and by price."""
    t, places = rest.residual.tables, column_places(rest, active)
    price, opened = t.price[active], np.flatnonzero(places.o >= 0)
    opening = t.opening[opened]
    return [
        np.arange(len(active)),
        *(np.flatnonzero(price == each) for each in np.unique(price)),
        *(places.o[opened[opening == each]] for each in np.unique(opening)),
        places.o[opened],
    ]


def _near(rest: ConstrainedResidual, active: Ints) -> tuple[Ints, list[Ints]]:
    """Return (m,) the column of each candidate, and those of each demand point."""
    t = rest.residual.tables
    place = np.full(rest.residual.m, -1)
    place[active] = np.arange(len(active))
    column = place[t.tidx]
    shown = column >= 0
    ends = np.concatenate(([0], np.cumsum(shown)))[t.tptr]
    return place, np.split(column[shown], ends[1:-1])[: rest.residual.n]


def start_values(rest: ConstrainedResidual, plan: Ints, built: Model) -> Floats:
    """Return the columns' values for a plan of local candidates."""
    t = rest.residual.tables
    times = np.zeros(rest.residual.n, dtype=np.int64)
    for j in plan:
        times[t.idx[t.ptr[j] : t.ptr[j + 1]]] += 1
    chosen, opened = set(plan.tolist()), set(t.site[plan].tolist())
    on = {f"y_{rest.residual.candidate[j]}" for j in chosen}
    on |= {f"z_{i}" for i in np.flatnonzero(times > 0)}
    on |= {f"t_{i}" for i in np.flatnonzero(times > 1)} | {f"o_{s}" for s in opened}
    return np.array([float(name in on) for name in built.columns])


def _columns(
    rest: ConstrainedResidual, cameras: int, near: list[Ints], *, feasibility: bool
) -> _Columns:
    t, terms = rest.residual.tables, rest.terms
    reached = np.array([len(some) for some in near], dtype=np.int64)
    floor_part = np.diff(terms.fptr) > 0
    first = (reached > 0) & (floor_part if feasibility else np.ones(rest.residual.n, dtype=bool))
    second = (reached > 1) & (terms.second > 0) & (not feasibility)
    opens = np.zeros(len(t.room), dtype=bool)
    opens[rest.apart.ravel()] = True
    owner = np.repeat(np.arange(rest.residual.m), np.diff(rest.limits.ptr))
    opens[t.site[owner[rest.limits.opening != 0]]] = True
    if np.isfinite(rest.residual.budget):
        opens |= t.opening > 0
    where: list[Ints] = []
    number = cameras
    for needed in (first, second, opens):
        column = np.full(len(needed), -1)
        column[needed] = number + np.arange(int(needed.sum()))
        number += int(needed.sum())
        where.append(column)
    return _Columns(where[0], where[1], where[2], number)


def _whole(columns: _Columns, cameras: int) -> list[bool]:
    whole = np.zeros(columns.number, dtype=bool)
    whole[:cameras] = True
    whole[columns.o[columns.o >= 0]] = True
    return whole.tolist()


def _names(rest: ConstrainedResidual, active: Ints, columns: _Columns) -> list[str]:
    names = [f"y_{j}" for j in rest.residual.candidate[active]]
    for letter, where in (("z", columns.z), ("t", columns.t), ("o", columns.o)):
        names += [f"{letter}_{i}" for i in np.flatnonzero(where >= 0)]
    return names


def _cover_rows(rows: _Rows, columns: _Columns, near: list[Ints]) -> None:
    """z_i + t_i - sum_j a_ij y_j <= 0."""
    for i, both in enumerate(np.column_stack((columns.z, columns.t))):
        views = both[both >= 0]
        if len(views):
            values = np.full(len(views) + len(near[i]), -1.0)
            values[: len(views)] = 1.0
            rows.add(f"cover_{i}", LINK, np.concatenate((views, near[i])), values, upper=0.0)


def _camera_rows(rows: _Rows, rest: ConstrainedResidual, active: Ints, columns: _Columns) -> None:
    """Count, sites' room, open sites, budget."""
    residual, t = rest.residual, rest.residual.tables
    cameras = np.arange(len(active))
    rows.add("count", ("count", 0), cameras, np.ones(len(active)), upper=float(residual.count))
    site = t.site[active]
    first = np.searchsorted(site, np.arange(len(t.room) + 1))
    for s in range(len(t.room)):
        here = np.arange(first[s], first[s + 1])
        if len(here) > t.room[s]:
            ones = np.ones(len(here))
            rows.add(f"site_{s}", ("site", 0), here, ones, upper=float(t.room[s]))
        if columns.o[s] >= 0:
            names = [f"open_{j}" for j in residual.candidate[active[here]].tolist()]
            rows.link_pairs(names, here, np.full(len(here), columns.o[s]))
    if np.isfinite(residual.budget):
        opens = np.flatnonzero((columns.o >= 0) & (t.opening > 0))
        cost = np.concatenate((t.price[active], t.opening[opens]))
        unit = max(float(cost.max(initial=0.0)), 1e-300)
        where = np.concatenate((cameras, columns.o[opens]))[cost > 0]
        limit = residual.budget * (1 + MONEY_TOLERANCE) / unit
        rows.add("budget", ("budget", 0), where, cost[cost > 0] / unit, upper=limit)


def _rule_rows(rows: _Rows, rest: ConstrainedResidual, place: Ints, columns: _Columns) -> None:
    """Floors, required places, forbidden pairs, sites apart."""
    terms = rest.terms
    member = rest.membership()
    for g, number in enumerate(rest.floors):
        points = member.indices[member.indptr[g] : member.indptr[g + 1]]
        points = np.sort(points[columns.z[points] >= 0])
        part = terms.floor_part[points] / terms.least[g]
        rows.add(
            f"floor_{number}", ("floor", g), columns.z[points], part, lower=1 - FLOOR_TOLERANCE
        )
    owner = np.repeat(np.arange(rest.residual.m), np.diff(terms.nptr))
    for r, number in enumerate(rest.requirements):
        who = place[owner[terms.nidx == r]]
        who = who[who >= 0]
        rows.add(f"required_{number}", ("need", r), who, np.ones(len(who)), lower=1.0)
    for number, pair in enumerate(place[rest.pairs]):
        if (pair >= 0).all():
            rows.add(f"pair_{number}", ("pair", 0), pair, [1.0, 1.0], upper=1.0)
    for number, two in enumerate(rest.apart):
        rows.add(f"apart_{number}", ("apart", 0), columns.o[two], [1.0, 1.0], upper=1.0)


def _limit_rows(rows: _Rows, rest: ConstrainedResidual, place: Ints, columns: _Columns) -> None:
    """Sum of a y + b o <= h, and o_s <= sum_j y_j where opening a site takes something off."""
    limits, site = rest.limits, rest.residual.tables.site
    owner = np.repeat(np.arange(rest.residual.m), np.diff(limits.ptr))
    shown = place[owner] >= 0
    lowering = np.unique(site[owner[shown & (limits.opening < 0)]])
    for s in lowering:
        here = place[np.flatnonzero(site == s)]
        here = here[here >= 0]
        ones = np.ones(len(here))
        rows.add(f"used_{s}", LINK, [columns.o[s], *here], [1.0, *-ones], upper=0.0)
    for r, number in enumerate(limits.number):
        cameras = np.flatnonzero(shown & (limits.row == r) & (limits.amount != 0))
        opening = np.flatnonzero(shown & (limits.row == r) & (limits.opening != 0))
        sites, first = np.unique(site[owner[opening]], return_index=True)
        where = np.concatenate((place[owner[cameras]], columns.o[sites]))
        values = np.concatenate((limits.amount[cameras], limits.opening[opening[first]]))
        tag = ("limit", r)
        rows.add(f"limit_{number}", tag, where, values, upper=float(limits.most[r]))
