"""Scoring plans: the share of later incidents that the cameras of each method would have seen."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from placement.evaluation.incident_positions import (
    LocatedIncidents,
    likelihood_seen,
    street_length_m,
)
from placement.evaluation.measures import (
    attainable,
    estimate,
    resampled,
    share,
)
from placement.evaluation.results import ORACLE, OURS, Estimate, MethodPlan, Score
from placement.pipeline.situation import Situation
from placement.units import Floats, Integers

RESAMPLES = 1000
SIMULATED_YEARS = 200
"""Times the later incidents are drawn again from their rate. [-]"""


def score_plans(
    choices: Mapping[str, MethodPlan],
    situation: Situation,
    *,
    earlier: LocatedIncidents,
    later: LocatedIncidents,
    rate: Floats,
    error_m: float,
    seed: int,
    resamples: int = RESAMPLES,
) -> tuple[Score, ...]:
    """Score the plan of every method on the same resamples of the later incidents.

    Parameters
    ----------
    choices
        By method; `ours` and `oracle` among them.
    situation
        Gives the streets and the cameras in service.
    earlier, later
        Incidents the plans could know, and those they are judged by.
    rate : (I,) array
        Incidents to be expected, as one sees it after the event.
    error_m
        Standard error of the later positions. [m]
    seed, resamples
        Of the resampling.
    """
    length_m = street_length_m(situation)
    columns = np.concatenate([choice.covered for choice in choices.values()], axis=1)
    likely = likelihood_seen(columns, situation.demand, error_m=error_m)
    drawn = {"resamples": resamples, "seed": seed}
    table = _Table(
        street=share(columns, length_m),
        before=share(columns[earlier.point], earlier.weight),
        after=share(columns[later.point], later.weight),
        blur=share(likely[later.point], later.weight),
        draws=resampled(columns[later.point], later.weight, **drawn),
        blur_draws=resampled(likely[later.point], later.weight, **drawn),
    )
    bounds = attainable(
        rate, length_m, table.street, events=len(later), draws=SIMULATED_YEARS, seed=seed
    )
    owner = np.repeat(np.arange(len(choices)), [c.covered.shape[1] for c in choices.values()])
    place = {method: np.flatnonzero(owner == k) for k, method in enumerate(choices)}
    return tuple(
        _score(method, choice, table, bounds, place, standing=len(situation.existing))
        for method, choice in choices.items()
    )


@frozen(eq=False)
class _Table:
    """Shares of each set of cameras (K,), and of each resample (R, K)."""

    street: Floats
    before: Floats
    after: Floats
    blur: Floats
    draws: Floats
    blur_draws: Floats


def _score(
    method: str,
    choice: MethodPlan,
    table: _Table,
    bounds: Sequence[Estimate],
    place: Mapping[str, Integers],
    *,
    standing: int,
) -> Score:
    columns = place[method]
    shares, draws = table.after[columns], table.draws[:, columns]
    ours = int(place[OURS][0])
    most = np.array([bounds[k].value for k in columns])
    lead = table.draws[:, [ours]] - draws
    return Score(
        method=method,
        new_cameras=float(np.mean([len(chosen) - standing for chosen in choice.sets])),
        cost_czk=choice.cost_czk,
        street_share=float(table.street[columns].mean()),
        seen_earlier=float(table.before[columns].mean()),
        seen=estimate(float(shares.mean()), draws),
        seen_blurred=estimate(float(table.blur[columns].mean()), table.blur_draws[:, columns]),
        pai=_ratio(shares, draws, table.street[columns]),
        attainable=Estimate(
            float(most.mean()),
            min(bounds[k].low for k in columns),
            max(bounds[k].high for k in columns),
        ),
        pei=_ratio(shares, draws, most),
        rri=_ratio(shares, draws, table.before[columns]),
        of_oracle=_quotient(float(shares.mean()), float(table.after[place[ORACLE][0]])),
        behind=estimate(float(table.after[ours] - shares.mean()), lead),
    )


def _ratio(shares: Floats, draws: Floats, by: Floats) -> Estimate:
    """Return the mean of shares / by over the sets of cameras; nothing to divide by: no number."""
    if not (by > 0).all():
        return Estimate(math.nan, math.nan, math.nan)
    return estimate(float((shares / by).mean()), draws / by)


def _quotient(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan
