r"""Standing cameras that may go: the same programme with their staying as a choice.

A camera that may go becomes a candidate like any other, and what its removal costs is saved by
choosing it, so that the budget is a limit with amounts of both signs:

.. math::

    \sum_{j\ \text{new}} c_j y_j + \sum_s f_s o_s - \sum_e r_e y_e \le b - \sum_e r_e

Its point stays, so a new camera there opens nothing.
"""

from itertools import product

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.limits import Limit
from placement.optimise.program import Program
from placement.optimise.rules import Rules
from placement.texts import Phrase

Booleans = NDArray[np.bool_]


def staying_as_choice(program: Program) -> Program:
    """Return the same program without cameras that may go: their staying is chosen.

    Exactly the same choices are feasible, and worth the same.
    """
    if not program.removable:
        return program
    program = with_open_sites(program)
    crowded = np.isin(program.site, crowded_sites(program))
    alone = [e for e in program.removable if crowded[e]]  # a site each, as they need no room
    site = program.site.copy()
    site[alone] = program.n_sites + np.arange(len(alone))
    cost = program.site_cost
    return evolve(
        program,
        existing=program.fixed,
        removable=(),
        removal_cost=None,
        site=site,
        site_cost=None if cost is None else np.append(cost, np.zeros(len(alone))),
        budget=None,
        rules=_rules(program, crowded, more=len(alone)),
    )


def with_open_sites(program: Program) -> Program:
    """Return the same program, in which the sites of cameras that go stay open."""
    built = program.site[list(program.existing)]

    def opened(cost: Floats | None) -> Floats | None:
        if cost is None:
            return None
        still = cost.copy()
        still[built] = 0.0
        return still

    limits = [evolve(limit, opening=opened(limit.opening)) for limit in program.rules.limits]
    rules = evolve(program.rules, limits=limits)
    return evolve(program, site_cost=opened(program.site_cost), rules=rules)


def crowded_sites(program: Program) -> Ints:
    """Return the sites at which more cameras stand than may: nothing is added there."""
    standing = np.bincount(program.site[list(program.existing)], minlength=program.n_sites)
    return np.flatnonzero(standing > program.per_site)


def _rules(program: Program, crowded: Booleans, *, more: int) -> Rules:
    """Return the rules with what standing cameras are free of, and with the budget as a limit."""
    rules, standing = program.rules, set(program.existing)
    new = np.ones(program.n_candidates, dtype=bool)
    new[list(standing)] = False
    limits = list(rules.limits)
    if program.budget is not None:
        limits.append(_budget_limit(program, program.budget))
    pairs = [(a, b) for a, b in rules.forbidden.tolist() if not {a, b} <= standing]
    shared = np.isin(rules.apart, program.site[list(program.removable)]).any(axis=1)
    for one, other in rules.apart[shared]:
        here, there = (np.flatnonzero(new & (program.site == s)).tolist() for s in (one, other))
        pairs += product(here, there)
    return evolve(
        rules,
        limits=[
            one
            if one.opening is None
            else evolve(one, opening=np.append(one.opening, np.zeros(more)))
            for one in limits
        ],
        banned=(set(rules.banned) - standing) | set(np.flatnonzero(new & crowded).tolist()),
        forbidden=pairs,
        apart=rules.apart[~shared],
    )


def _budget_limit(program: Program, budget: float) -> Limit:
    """Return the budget as a limit of what is built less what is not removed."""
    amount, most = np.zeros(program.n_candidates), budget
    if program.camera_cost is not None:
        amount += program.camera_cost
    amount[list(program.existing)] = 0.0
    if program.removal_cost is not None:
        away = list(program.removable)
        amount[away] = -program.removal_cost[away]
        most -= float(program.removal_cost[away].sum())
    return Limit(
        name=Phrase("limit.budget"),
        amount=amount,
        opening=program.site_cost,
        most=most,
        unit="money",
        asked=budget,
    )
