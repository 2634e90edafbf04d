"""Measures of a hold-out: shares with bootstrap intervals, and the most that can be expected.

PAI: Chainey, Tompson and Uhlig, "The utility of hotspot mapping for predicting spatial patterns of
crime", Security Journal 21 (2008) 4-28, here by street length instead of area. PEI: Hunt, "Do crime
hot spots move?" (2016), here against an oracle that knows the rate instead of the draw. RRI:
Levine, "The 'hottest' part of a hotspot", Security Journal 21 (2008) 295-302.
"""

import math

import numpy as np

from placement.evaluation.results import Estimate
from placement.units import Floats

LEVEL = 0.95
"""Share of the resamples an interval holds. [-]"""


def estimate(value: float, draws: Floats) -> Estimate:
    """Return a value with the middle 95 % of its draws."""
    if not math.isfinite(value):
        return Estimate(math.nan, math.nan, math.nan)
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(value), float(low), float(high))


def share(covered: Floats, weight: Floats) -> Floats:
    """Return the share of the weight (N,) that is seen (N, K), (K,). [-]"""
    return np.asarray(weight @ covered / math.fsum(weight))


def resampled(covered: Floats, weight: Floats, *, resamples: int, seed: int) -> Floats:
    """Return the shares seen in resamples of the incidents, (resamples, K). [-]

    Parameters
    ----------
    covered : (N, K) array
        How far each incident is seen, 0 to 1, by K choices of cameras. [-]
    weight : (N,) array
        Of each incident.
    resamples, seed
        Incidents are drawn N at a time with replacement; the choices stay as they are. All choices
        are judged on the same draws, so that their differences can be taken draw by draw.
    """
    draw = np.random.default_rng(seed)
    count = weight.size
    shares = np.empty((resamples, covered.shape[1]))
    for number in range(resamples):
        drawn = weight * np.bincount(draw.integers(count, size=count), minlength=count)
        shares[number] = drawn @ covered / drawn.sum()
    return shares


def attainable(
    rate: Floats, length_m: Floats, part: Floats, *, events: int, draws: int, seed: int
) -> list[Estimate]:
    """Return the share of incidents that who knows their rate would find in a part of the streets.

    Parameters
    ----------
    rate, length_m : (I,) arrays
        Incidents to be expected on each piece of street, and its length. [-], [m]
    part : (K,) array
        Shares of all street length that may be picked. [-]
    events, draws, seed
        So many incidents happen, so many times, as the rate has it (Poisson).

    Returns
    -------
    list of K estimates
        Mean and interval over the draws of the share on the pieces of highest rate per metre. Who
        picks after the event would always find more: that is no bound for who plans before it.
    """
    order = np.argsort(-rate / length_m, kind="stable")
    along = np.concatenate([[0.0], np.cumsum(length_m[order])])
    expected = rate[order] * (events / math.fsum(rate))
    draw = np.random.default_rng(seed)
    shares = np.zeros((draws, part.size))
    for number in range(draws):
        cumulated = np.concatenate([[0.0], np.cumsum(draw.poisson(expected))])
        if cumulated[-1] > 0:
            shares[number] = np.interp(part * along[-1], along, cumulated) / cumulated[-1]
    return [estimate(float(column.mean()), column) for column in shares.T]
