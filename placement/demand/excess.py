"""Tests of more incidents than chance gives: tail probability, false discoveries, dispersion."""

from typing import Literal

import numpy as np
import pandas as pd

from placement.units import Floats, Integers

Method = Literal["bh", "by"]


def excess_p(count: Integers, expected: Floats, *, dispersion: float = 1.0) -> Floats:
    """Return the probability of at least the recorded incidents by chance alone.

    Parameters
    ----------
    count, expected : (N,) arrays
        Incidents recorded, and the mean that chance gives. [-]
    dispersion
        Variance over mean: 1 for a Poisson law, more for a negative binomial one. [-]

    Returns
    -------
    p : (N,) array
        1 where none were recorded.
    """
    # imported here, for it takes half a second and planning does not need it
    from scipy import stats  # noqa: PLC0415

    mean = np.maximum(expected, np.finfo(np.float64).tiny)
    if dispersion <= 1:
        p = stats.poisson.sf(count - 1, mean)
    else:
        p = stats.nbinom.sf(count - 1, mean / (dispersion - 1), 1 / dispersion)
    return np.where(count > 0, p, 1.0)


def false_discoveries(p: Floats, *, method: Method) -> Floats:
    """Return q values: the share of false discoveries among all tests with a p at most as large.

    Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300 (`bh`, for
    tests that do not share incidents), or Benjamini and Yekutieli, Annals of Statistics 29 (2001)
    1165-1188 (`by`, under any dependence).
    """
    if not p.size:
        return np.zeros(0)
    from scipy import stats  # noqa: PLC0415 - as above

    return np.asarray(stats.false_discovery_control(p, method=method), dtype=np.float64)


def dispersion(unit: Integers, when: pd.Series) -> float | None:
    """Return the variance over the mean of yearly counts, at least 1; None if it is unknown.

    Parameters
    ----------
    unit : (N,) array
        Unit (street) of each incident.
    when : (N,) series
        Its time; those without one are ignored.

    Returns
    -------
    dispersion
        Pearson's chi-square of the table of units by calendar years, over its degrees of freedom;
        None where there are fewer than two years or units. Where one bad weekend may bring ten
        records to a street, more than ten are then needed to stand out. Real trends of a street
        count as well, which errs on the side of caution. [-]
    """
    timed = when.notna().to_numpy()
    if not timed.any():
        return None
    table = pd.crosstab(unit[timed], when[timed].dt.year.to_numpy()).to_numpy(dtype=np.float64)
    freedom = (table.shape[0] - 1) * (table.shape[1] - 1)
    if freedom == 0:
        return None
    by_chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return max(1.0, float(((table - by_chance) ** 2 / by_chance).sum()) / freedom)
