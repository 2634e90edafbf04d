"""The maximal covering program, apart from any solver."""

import math
from collections.abc import Iterable

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray
from scipy import sparse

from placement.errors import InfeasibleError, InputError, Problem
from placement.optimise.arguments import (
    floats,
    indices,
    integers,
    negative,
    not_whole,
    number,
    optional_floats,
    out_of_range,
    pattern,
    within_budget,
)
from placement.optimise.rules import Rules


def _weight(value: object) -> NDArray[np.float64]:
    return floats("weight", value)


def _site(value: object) -> NDArray[np.int64]:
    return integers("site", value)


def _existing(value: object) -> tuple[int, ...]:
    return indices("existing", value)


def _removable(value: object) -> tuple[int, ...]:
    return indices("removable", value)


def _removal_cost(value: object) -> NDArray[np.float64] | None:
    return optional_floats("removal_cost", value)


def _camera_cost(value: object) -> NDArray[np.float64] | None:
    return optional_floats("camera_cost", value)


def _disutility(value: object) -> NDArray[np.float64] | None:
    return optional_floats("disutility", value)


def _site_cost(value: object) -> NDArray[np.float64] | None:
    return optional_floats("site_cost", value)


def _budget(value: object) -> float | None:
    return None if value is None else number("budget", value)


@frozen(eq=False, kw_only=True)
class Program:
    r"""Choose cameras that cover the most weight: the maximal covering programme.

    .. math::

        \max \sum_i w_i z_i \quad\text{subject to}\quad
        & z_i \le \sum_j a_{ij} y_j                       && \text{for every demand point } i \\
        & \sum_j y_j \le p                                && \text{(count)} \\
        & \sum_{j \in s} y_j \le q_s                      && \text{for every site } s \\
        & \sum_j c_j y_j + \sum_s f_s o_s \le b           && \text{(budget)} \\
        & y_j \le o_{s(j)}                                && \text{(a camera opens its site)} \\
        & y_j = 1 \text{ for existing } j, \quad y, o \in \{0, 1\}, \quad 0 \le z \le 1

    after Church and ReVelle (1974), "The maximal covering location problem", Papers of the Regional
    Science Association 32, with sites, locked cameras and money added.

    A site with more existing cameras than `per_site` is allowed; nothing is added there.

    Existing cameras that are `removable` may be left out, each at the price of its removal, which
    joins the budget; their sites stay open.

    `rules` may change the value and add constraints. With fractions :math:`v_{ij}` (1 where
    :math:`a_{ij} = 1`, `partial` elsewhere), and :math:`v^1_i \ge v^2_i` the two largest among the
    chosen,

    .. math::

        \max \sum_i w_i (v^1_i + \beta v^2_i) \quad\text{subject to}\quad
        & \sum_{i \in G} w_i v^1_i \ge F_G                 && \text{(floor of a group)} \\
        & \sum_{j: a_{ij} = 1, i \in R} y_j \ge 1           && \text{(required place)} \\
        & y_j + y_k \le 1                                  && \text{(forbidden pair)} \\
        & \text{no new cameras at both of two sites}       && \text{(apart)} \\
        & \sum_j a_{lj} y_j + \sum_s b_{ls} o_s \le h_l      && \text{(limit)}

    With `disutility` :math:`r_j`, :math:`\sum_j r_j y_j` is taken off what is maximised, whichever
    rules there are. (Erkut and Neuman 1989, doi:10.1016/0377-2217(89)90420-7, on undesirable
    facilities.)

    Each demand point counts the best it gets; a second view adds :math:`\beta` of what it is worth
    itself (Hogan and ReVelle 1986, doi:10.1287/mnsc.32.11.1434, have backup coverage for whole
    views; Murray et al. 2007, doi:10.1016/j.compenvurbsys.2006.06.002, for cameras).

    Raises
    ------
    InputError
        If lengths do not fit, a number is negative or not finite, or an index is out of range.
    InfeasibleError
        If there are more existing cameras than `count`, or new ones are asked for and the budget
        buys none.
    """

    covers: sparse.csr_array = field(converter=pattern)
    """(J, I) a_ij: which candidate covers which demand point; anything but zero counts as yes."""
    weight: NDArray[np.float64] = field(converter=_weight)
    """(I,) w_i >= 0 of each demand point."""
    site: NDArray[np.int64] = field(converter=_site)
    """(J,) index s(j) >= 0 of the site of each candidate."""
    count: int
    """p: most cameras in all, existing ones included, each as `rules.count_as` counts it."""
    per_site: int = 1
    """q: most cameras at one site, existing ones included."""
    existing: tuple[int, ...] = field(default=(), converter=_existing)
    """Candidates that stand today; always chosen, at no cost; a site with one is open."""
    removable: tuple[int, ...] = field(default=(), converter=_removable)
    """Those of the existing ones that may be left out."""
    removal_cost: NDArray[np.float64] | None = field(default=None, converter=_removal_cost)
    """(J,) of a removable candidate that is left out; None: nothing. [money]"""
    camera_cost: NDArray[np.float64] | None = field(default=None, converter=_camera_cost)
    """(J,) c_j of a new camera; None: nothing. [money]"""
    site_cost: NDArray[np.float64] | None = field(default=None, converter=_site_cost)
    """(S,) f_s, once, of a site that carries no camera yet; None: nothing. [money]"""
    budget: float | None = field(default=None, converter=_budget)
    """b: money for all new cameras together; None: no limit. [money]"""
    disutility: NDArray[np.float64] | None = field(default=None, converter=_disutility)
    """(J,) r_j >= 0 taken off the objective for each chosen camera, standing ones too. [weight]"""
    rules: Rules = field(factory=Rules)
    """Floors, required places, limits, forbidden pairs, second and partial views."""

    def __attrs_post_init__(self) -> None:
        problems = [*self._wrong_lengths()] or [*self._wrong_values()]
        if problems:
            raise InputError(problems)
        problems = [*self._conflicts()]
        if problems:
            raise InfeasibleError(problems)

    @property
    def n_candidates(self) -> int:
        """J, the number of candidates."""
        return int(self.covers.shape[0])

    @property
    def n_demand(self) -> int:
        """I, the number of demand points."""
        return int(self.covers.shape[1])

    @property
    def n_sites(self) -> int:
        """S: one more than the largest site index, or the length of `site_cost`."""
        if self.site_cost is not None:
            return len(self.site_cost)
        return int(self.site.max()) + 1 if len(self.site) else 0

    @property
    def fixed(self) -> tuple[int, ...]:
        """Existing candidates that are always chosen."""
        return tuple(sorted(set(self.existing) - set(self.removable)))

    @property
    def plain(self) -> bool:
        """Whether there are neither rules nor cameras that may go nor disutility."""
        return not (self.rules.some or self.removable or self.charged)

    @property
    def charged(self) -> bool:
        """Whether some camera has a disutility."""
        return self.disutility is not None and bool(self.disutility.any())

    def counted(self, chosen: Iterable[int]) -> int:
        """Return how many cameras the chosen candidates count as."""
        picked = list(chosen)
        count_as = self.rules.count_as
        return len(picked) if count_as is None else int(count_as[picked].sum())

    def covered(self, chosen: Iterable[int]) -> NDArray[np.bool_]:
        """Return (I,) which demand points the chosen candidates cover."""
        mask = np.zeros(self.n_demand, dtype=bool)
        for j in chosen:
            mask[self.covers.indices[self.covers.indptr[j] : self.covers.indptr[j + 1]]] = True
        return mask

    def views(self, chosen: Iterable[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return (I,) v1 and v2: the best and the second best view of each demand point. [-]"""
        first, second = np.zeros(self.n_demand), np.zeros(self.n_demand)
        for j in chosen:
            view = np.zeros(self.n_demand)
            if self.rules.partial is not None:
                part = self.rules.partial
                here = slice(part.indptr[j], part.indptr[j + 1])
                view[part.indices[here]] = part.data[here]
            view[self.covers.indices[self.covers.indptr[j] : self.covers.indptr[j + 1]]] = 1.0
            second = np.maximum(second, np.minimum(first, view))
            first = np.maximum(first, view)
        return first, second

    def value(self, chosen: Iterable[int]) -> float:
        """Return what the chosen candidates are worth: `math.fsum`, so exact in any order.

        Without rules this is the weight they cover.
        """
        if self.rules.plain_value:
            return math.fsum(self.weight[self.covered(chosen)])
        first, second = self.views(chosen)
        return math.fsum(self.weight * (first + self.rules.backup * second))

    def disutilities(self) -> NDArray[np.float64]:
        """Return (J,) the disutility of each candidate, 0 where there is none. [weight]"""
        return np.zeros(self.n_candidates) if self.disutility is None else self.disutility

    def disutility_of(self, chosen: Iterable[int]) -> float:
        """Return the disutility of the chosen candidates together. [weight]"""
        return 0.0 if self.disutility is None else math.fsum(self.disutility[sorted(chosen)])

    def objective(self, chosen: Iterable[int]) -> float:
        """Return what is maximised: value less disutility."""
        picked = list(chosen)
        return self.value(picked) - self.disutility_of(picked)

    def cost(self, chosen: Iterable[int]) -> float:
        """Return what the new cameras among the chosen and the removal of others cost. [money]"""
        chosen = set(chosen)
        gone = [] if self.removal_cost is None else [e for e in self.removable if e not in chosen]
        removals = np.empty(0) if self.removal_cost is None else self.removal_cost[gone]
        new = np.array(sorted(chosen - set(self.existing)), dtype=np.int64)
        opened = np.setdiff1d(self.site[new], self.site[list(self.existing)])
        cameras = np.empty(0) if self.camera_cost is None else self.camera_cost[new]
        sites = np.empty(0) if self.site_cost is None else self.site_cost[opened]
        return math.fsum([*cameras, *sites, *removals])

    def check(self, chosen: Iterable[int]) -> bool:
        """Return whether a choice keeps every constraint, recomputed from the data alone."""
        picked = sorted(chosen)
        inside = set(picked)
        if len(inside) != len(picked) or not inside.issuperset(self.fixed):
            return False
        if picked and not 0 <= picked[0] <= picked[-1] < self.n_candidates:
            return False
        at_site = np.bincount(self.site[picked], minlength=self.n_sites)
        today = np.bincount(self.site[list(self.existing)], minlength=self.n_sites)
        changed = np.unique(self.site[sorted(inside.difference(self.existing))])
        return (
            self.counted(picked) <= self.count
            and bool((np.maximum(at_site, today)[changed] <= self.per_site).all())
            and within_budget(self.cost(picked), self.budget)
            and (not self.rules.some or self.rules.are_kept(self, picked))
        )

    def room(self) -> NDArray[np.int64]:
        """Return (S,) how many new cameras each site can take once all have gone that may."""
        today, fixed = (
            np.bincount(self.site[list(some)], minlength=self.n_sites)
            for some in (self.existing, self.fixed)
        )
        return np.where(today > self.per_site, 0, np.maximum(self.per_site - fixed, 0))

    def first_cost(self) -> NDArray[np.float64]:
        """Return (J,) what each candidate costs as the first new camera. [money]"""
        price = np.zeros(self.n_candidates) if self.camera_cost is None else self.camera_cost
        return price + self.opening()[self.site]

    def opening(self) -> NDArray[np.float64]:
        """Return (S,) what opening each site costs: nothing where a camera exists. [money]"""
        cost = np.zeros(self.n_sites) if self.site_cost is None else self.site_cost.copy()
        cost[self.site[list(self.existing)]] = 0.0
        return cost

    def cheapest(self) -> float | None:
        """Return what the cheapest possible new camera costs; None if none can be added. [money]"""
        free = self.room()[self.site] > 0
        free[list(self.existing)] = False
        return float(self.first_cost()[free].min()) if free.any() else None

    def _wrong_lengths(self) -> Iterable[Problem]:
        lengths = {
            "weight": self.n_demand,
            "site": self.n_candidates,
            "camera_cost": self.n_candidates,
            "removal_cost": self.n_candidates,
            "disutility": self.n_candidates,
        }
        for name, length in lengths.items():
            values = getattr(self, name)
            if values is not None and values.shape != (length,):
                shape = " × ".join(str(n) for n in values.shape)
                yield Problem(
                    "covering_length", values={"name": name, "found": shape, "wanted": length}
                )

    def _wrong_values(self) -> Iterable[Problem]:
        for name in ("weight", "camera_cost", "site_cost", "removal_cost", "disutility", "budget"):
            values = getattr(self, name)
            if values is not None:
                yield from negative(name, np.atleast_1d(values))
        for name, least in (("count", 0), ("per_site", 1)):
            yield from not_whole(name, getattr(self, name), least=least)
        if self.n_candidates:
            yield from out_of_range("site", self.site, self.n_sites)
        yield from out_of_range("existing", np.array(self.existing), self.n_candidates)
        if len(set(self.existing)) < len(self.existing):
            yield Problem("covering_twice", values={"n": len(self.existing)})
        if strangers := sorted(set(self.removable) - set(self.existing)):
            yield Problem("covering_not_standing", values={"found": strangers[0]})
        yield from self.rules.problems(self)

    def _conflicts(self) -> Iterable[Problem]:
        standing, least = self.counted(self.existing), self.counted(self.fixed)
        if least > self.count:
            values = {"existing": least, "count": self.count}
            yield Problem("existing_over_count", values=values)
        cheapest = self.cheapest()
        if standing < self.count and not (cheapest is None or within_budget(cheapest, self.budget)):
            money = {"budget": self.budget, "cheapest": cheapest}
            yield Problem("budget_buys_nothing", values=money)


def with_whole_views(program: Program) -> Program:
    r"""Return the same program with whole views only; exactly the same choices and values.

    With the fractions :math:`0 = v_0 < v_1 < \dots < v_m = 1` that candidates have of a demand
    point, its best view is worth :math:`\sum_l (v_l - v_{l-1}) [\text{some view} \ge v_l]`: a sum
    over copies, each with its part of the weight, which a candidate covers up to its own fraction.
    The second best view splits in the same way.
    """
    partial = program.rules.partial
    if partial is None:
        return program
    parts = partial.tocoo()
    whole = program.covers.tocoo()
    row = np.concatenate((whole.row, parts.row)).astype(np.int64)
    column = np.concatenate((whole.col, parts.col)).astype(np.int64)
    fraction = np.concatenate((np.ones(whole.nnz), parts.data))
    own = np.arange(program.n_demand)  # the whole view is a copy of its own, seen or not
    level, of_view = np.unique(
        np.rec.fromarrays(
            (np.concatenate((own, column)), np.concatenate((np.ones(len(own)), fraction)))
        ),
        return_inverse=True,
    )
    origin = np.asarray(level["f0"], dtype=np.int64)
    upper = np.asarray(level["f1"], dtype=np.float64)
    first = np.searchsorted(origin, own)
    lower = np.where(np.arange(len(origin)) == first[origin], 0.0, np.roll(upper, 1))
    top = of_view.ravel()[len(own) :]
    length = top - first[column] + 1
    begin = np.concatenate(([0], np.cumsum(length)))
    copies = np.arange(begin[-1]) + np.repeat(first[column] - begin[:-1], length)
    covers = sparse.csr_array(
        (np.ones(len(copies), np.int8), (np.repeat(row, length), copies)),
        shape=(program.n_candidates, len(origin)),
    )
    last = np.concatenate((first[1:], [len(origin)])) - 1
    rules = evolve(
        program.rules,
        partial=None,
        floors=[
            evolve(floor, demand=np.flatnonzero(np.isin(origin, floor.demand)))
            for floor in program.rules.floors
        ],
        required=[evolve(one, demand=last[list(one.demand)]) for one in program.rules.required],
    )
    weight = program.weight[origin] * (upper - lower)
    return evolve(program, covers=covers, weight=weight, rules=rules)
