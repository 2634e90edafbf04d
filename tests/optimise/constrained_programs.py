"""Random tiny programs with every kind of rule, and their optimum by trying every choice."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from attrs import evolve
from hypothesis import strategies as st
from scipy import sparse

from placement.optimise import Floor, Limit, Program, Requirement, Rules

HOME_UNITS = st.sampled_from([1.0, 0.1, 1 / 3])
"""What homes' façades come to, whole or not."""


@st.composite
def constrained_programs(draw: st.DrawFn, *, removal: bool = True) -> Program:
    """Draw a program of at most 8 candidates and 7 demand points, with any rules on top.

    With `removal` some of its existing cameras may go.
    """
    j, i, sites = draw(st.integers(1, 8)), draw(st.integers(1, 7)), 4
    views = draw(st.lists(st.sampled_from([0, 0, 1, 1, 2, 3]), min_size=j * i, max_size=j * i))
    table = np.array(views).reshape(j, i)
    unit = draw(st.sampled_from([1.0, 1 / 3]))
    weight = np.array(draw(st.lists(st.integers(0, 20), min_size=i, max_size=i))) * unit
    existing = draw(st.sets(st.integers(0, j - 1), max_size=min(j, 2)))
    costs = st.none() | st.lists(st.integers(0, 9), min_size=j, max_size=j)
    site = draw(st.lists(st.integers(0, sites - 1), min_size=j, max_size=j))
    camera_cost = draw(costs)
    site_cost = draw(st.lists(st.integers(0, 9), min_size=sites, max_size=sites))
    count_as = draw(st.none() | st.lists(st.sampled_from([1, 1, 2, 4]), min_size=j, max_size=j))
    standing = len(existing) if count_as is None else sum(count_as[e] for e in existing)
    rules = draw(_rules(table, weight, sites=sites))
    limits = draw(st.lists(_limits(j, sites, sorted(existing)), max_size=2))
    disutility = draw(
        st.none() | st.lists(st.sampled_from([0, 0, 1, 2, 5]), min_size=j, max_size=j)
    )
    program = Program(
        covers=sparse.csr_array(table == 1),
        weight=weight,
        site=site,
        per_site=draw(st.integers(1, 3)),
        existing=existing,
        count=standing + draw(st.integers(0, 5)),
        camera_cost=camera_cost,
        site_cost=site_cost,
        disutility=None if disutility is None else np.array(disutility) * draw(HOME_UNITS),
        rules=evolve(rules, limits=limits, count_as=count_as),
    )
    if removal and existing and draw(st.booleans()):
        removal_cost = draw(st.none() | st.lists(st.integers(0, 5), min_size=j, max_size=j))
        removable = draw(st.sets(st.sampled_from(sorted(existing))))
        program = evolve(program, removable=removable, removal_cost=removal_cost)
        fewer = program.counted(program.fixed) + draw(st.integers(0, 3))
        program = evolve(program, count=draw(st.sampled_from([program.count, fewer])))
    spare = draw(st.none() | st.integers(0, 25))
    cheapest = evolve(program, rules=Rules()).cheapest()
    if spare is None or cheapest is None:
        return program
    return evolve(program, budget=cheapest + spare)


@st.composite
def _rules(draw: st.DrawFn, table: np.ndarray, weight: np.ndarray, *, sites: int) -> Rules:
    j, i = table.shape
    some = st.sets(st.integers(0, i - 1), min_size=1, max_size=i)
    floors = []
    for demand in draw(st.lists(some, max_size=2)):
        share = draw(st.sampled_from([0.0, 0.25, 0.5, 0.8]))
        floors.append(Floor("f", demand, float(weight[sorted(demand)].sum()) * share))
    required = [Requirement("d", demand=demand) for demand in draw(st.lists(some, max_size=2))]
    cameras = st.sets(st.integers(0, j - 1), min_size=1, max_size=3)
    required += [
        Requirement("c", candidates=asked) for asked in draw(st.lists(cameras, max_size=1))
    ]
    levels = np.array([0.0, 0.0, 0.5, draw(st.sampled_from([0.25, 0.5]))])
    return Rules(
        floors=floors,
        required=required,
        forbidden=draw(_some_pairs(j)),
        apart=draw(_some_pairs(sites)),
        banned=draw(st.sets(st.integers(0, j - 1), max_size=1)),
        backup=draw(st.sampled_from([0.0, 0.0, 0.3, 1.0])),
        partial=draw(st.sampled_from([None, sparse.csr_array(levels[table])])),
    )


@st.composite
def _limits(draw: st.DrawFn, j: int, sites: int, existing: list[int]) -> Limit:
    """Draw a most, a least or a share of cameras or of money, of all or of the new ones only."""
    some = np.array(draw(st.lists(st.booleans(), min_size=j, max_size=j)), dtype=float)
    price = np.array(draw(st.lists(st.integers(1, 9), min_size=j, max_size=j)), dtype=float)
    opening = draw(st.none() | st.lists(st.integers(0, 9), min_size=sites, max_size=sites))
    unit = draw(st.sampled_from([np.ones(j), price]))
    if draw(st.booleans()):
        return draw(_area_limits(j, existing))
    kind = draw(st.sampled_from(["most", "least", "share", "least share"]))
    sign = -1.0 if kind.startswith("least") else 1.0
    share = draw(st.sampled_from([0.0, 0.25, 0.5, 0.7])) if kind.endswith("share") else 0.0
    amount = sign * unit * (some - share)
    if draw(st.booleans()):
        amount[existing] = 0.0
    most = 0.0 if kind.endswith("share") else sign * draw(st.integers(0, 12))
    return Limit(
        name=kind,
        amount=amount,
        opening=None if opening is None else sign * np.array(opening) * (1 - share),
        most=most,
        bound="least" if sign < 0 else "most",
        asked=share or abs(most),
    )


@st.composite
def _area_limits(draw: st.DrawFn, j: int, existing: list[int]) -> Limit:
    """Draw a most of façades, which add up over cameras and are no whole numbers."""
    area_m2 = np.array(
        draw(st.lists(st.sampled_from([0.0, 0.1, 0.2, 1 / 3, 2.5]), min_size=j, max_size=j))
    )
    if draw(st.booleans()):
        area_m2[existing] = 0.0
    most_m2 = draw(st.sampled_from([0.0, 0.3, 2 / 3, 1.0, 2.8, 5.0]))
    return Limit(name="homes", amount=area_m2, most=most_m2, asked=most_m2)


def _some_pairs(n: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    if n < 2:
        return st.just([])
    one = st.integers(0, n - 1)
    return st.lists(st.tuples(one, one).filter(lambda pair: pair[0] != pair[1]), max_size=2)


def feasible(program: Program) -> Iterator[tuple[set[int], float]]:
    """Yield every choice that keeps every constraint with its objective, by plain loops."""
    existing = set(program.existing)
    free = [j for j in range(program.n_candidates) if j not in existing]
    for k in range(len(free) + 1):
        for new in combinations(free, k):
            for away in range(len(program.removable) + 1):
                for gone in combinations(program.removable, away):
                    chosen = (existing | set(new)) - set(gone)
                    views = _views(program, chosen)
                    if _buildable(program, set(gone), set(new)) and _keeps(program, chosen, views):
                        yield chosen, _value(program, views) - _disutility(program, chosen)


def _buildable(program: Program, gone: set[int], new: set[int]) -> bool:
    existing = set(program.existing) - gone
    sites = [int(program.site[j]) for j in new]
    standing = [int(program.site[j]) for j in program.existing]
    staying = [int(program.site[j]) for j in existing]
    price = 0.0 if program.removal_cost is None else sum(program.removal_cost[sorted(gone)])
    price += 0.0 if program.camera_cost is None else sum(program.camera_cost[sorted(new)])
    if program.site_cost is not None:
        price += sum(program.site_cost[s] for s in set(sites) - set(standing))
    rules, chosen = program.rules, existing | new
    count_as = np.ones(program.n_candidates) if rules.count_as is None else rules.count_as
    opened = set(sites) - set(standing)
    for limit in rules.limits:
        total = sum(limit.amount[j] for j in chosen)
        total += 0 if limit.opening is None else sum(limit.opening[s] for s in opened)
        if total > limit.most + 1e-7:
            return False
    return (
        sum(count_as[j] for j in chosen) <= program.count
        and not any(sites.count(s) + staying.count(s) > program.per_site for s in sites)
        and not any(standing.count(s) > program.per_site for s in sites)
        and (program.budget is None or price <= program.budget)
        and new.isdisjoint(rules.banned)
        and not any({a, b} <= chosen and {a, b} & new for a, b in rules.forbidden.tolist())
        and not any({a, b} <= set(sites) for a, b in rules.apart.tolist())
    )


def _views(program: Program, chosen: set[int]) -> list[list[float]]:
    """Return for each demand point the fractions of the chosen, best first."""
    covers = program.covers.toarray()
    partial = program.rules.partial
    parts = np.zeros(covers.shape) if partial is None else partial.toarray()
    return [
        sorted((1.0 if covers[j, i] else float(parts[j, i]) for j in chosen), reverse=True)
        for i in range(program.n_demand)
    ]


def _keeps(program: Program, chosen: set[int], views: list[list[float]]) -> bool:
    for floor in program.rules.floors:
        got = sum(program.weight[i] * max(views[i], default=0.0) for i in floor.demand)
        if got < floor.least - 1e-7:
            return False
    return all(
        bool(chosen & set(one.candidates)) or any(1.0 in views[i] for i in one.demand)
        for one in program.rules.required
    )


def _disutility(program: Program, chosen: set[int]) -> float:
    return 0.0 if program.disutility is None else sum(program.disutility[j] for j in chosen)


def _value(program: Program, views: list[list[float]]) -> float:
    total = 0.0
    for weight, seen in zip(program.weight, views, strict=True):
        best = [*seen, 0.0, 0.0]
        total += weight * (best[0] + program.rules.backup * best[1])
    return float(total)
