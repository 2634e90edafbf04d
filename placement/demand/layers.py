"""`Layer`: incidents of one source and role, with their accuracy, time span and factor."""

import math
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import field, frozen

from placement.demand.night import night_length, night_shares
from placement.demand.periods import DAYS_PER_YEAR, recorded_years
from placement.units import Booleans, Floats

Role = Literal["crime", "accidents", "fear"]
FIRST = "incidents"
"""Name of the layer whose events `Demand.incident_lixel` is about."""
RECORD_WITHOUT_TIMES_YEARS = 1.0
WEIGHTED, UNWEIGHTED, NIGHT, UNWEIGHTED_NIGHT = range(4)
"""Columns of event counts: by the weights, each event once, and how much of each is by night."""
COUNT_COLUMNS = 4


@frozen(eq=False)
class Layer:
    """Incidents of one source."""

    name: str
    """Key of the input in the plan file."""
    table: gpd.GeoDataFrame = field()
    """`schema.INCIDENTS`, or for the role `fear` polygons with a `weight`."""
    bandwidth_m: float
    """Standard deviation of the kernel for its points. [m]"""
    role: Role = "crime"
    factor: float = 1.0
    """How much its weights count beside those of other layers. [-]"""
    years: float | None = None
    """Time it was recorded over; from its times if not given. [year]"""
    anonymised: bool = False
    """Whether positions were moved to a few places."""
    reach_m: float | None = None
    """Positions are spread over the cells of their places, no farther than this; None: by the
    kernel. [m]"""
    default_bandwidth_m: float = 0.0
    """Bandwidth that follows from the accuracy of its positions; 0 if that is unknown. [m]"""

    @property
    def span_years(self) -> float:
        """Time from the first to the last event, or as stated; 1 for fear, which has no time.

        NaN if neither dates nor a stated time tell it, which `build` refuses.
        """
        if self.years is not None:
            return self.years
        if self.role == "fear":
            return RECORD_WITHOUT_TIMES_YEARS
        years = recorded_years(self.table)
        return math.nan if years is None else years

    @property
    def in_span(self) -> Booleans:
        """(N,) rows that its time span holds: those with a date, or all of a stated time."""
        if self.years is not None or self.role == "fear":
            return np.ones(len(self.table), dtype=np.bool_)
        return np.asarray(self.table["when"].notna(), dtype=np.bool_)

    @property
    def weights(self) -> Floats:
        """(N,) weights as its table has them."""
        return np.asarray(self.table["weight"], dtype=np.float64)

    @property
    def counts_each_once(self) -> bool:
        """Whether weights and factor are 1 throughout, so that nothing is weighted."""
        return self.role != "fear" and self.factor == 1.0 and bool((self.weights == 1.0).all())

    def counts(
        self, *, half_life_years: float | None = None, night_hours: tuple[int, int] | None = None
    ) -> Floats:
        """Return how much each event counts: weighted, unweighted, and both by night; (N, 4).

        An event without a date counts nothing unless the time of the record is stated: otherwise
        it would be in the numerator of the yearly rate and its time not in the denominator.

        Parameters
        ----------
        half_life_years
            Age at which an event counts half; None for no decay. [year]
        night_hours
            First and last hour of the night; None leaves the last two columns 0.
        """
        counts = np.zeros((len(self.table), COUNT_COLUMNS))
        counts[:, WEIGHTED] = self.factor * self.weights
        counts[:, UNWEIGHTED] = 0.0 if self.role == "fear" else 1.0
        if half_life_years is not None and self.role != "fear":
            counts[:, WEIGHTED] *= self._decay(half_life_years)
        if night_hours is not None:
            night = self._night_shares(night_hours)
            counts[:, NIGHT] = counts[:, WEIGHTED] * night
            counts[:, UNWEIGHTED_NIGHT] = counts[:, UNWEIGHTED] * night
        counts[~self.in_span] = 0.0
        return counts

    def _night_shares(self, night_hours: tuple[int, int]) -> Floats:
        """Return how likely each event happened at night, (N,); fear is felt at all hours alike."""
        if self.role == "fear":
            return np.full(len(self.table), night_length(night_hours))
        return night_shares(self.table, night_hours=night_hours)

    def _decay(self, half_life_years: float) -> Floats:
        """Return the factor of each event by its age, 1 on average over the layer's years, (N,).

        An event without a date gets the average.
        """
        years, when = self.span_years, self.table["when"]
        age_years = (when.max() - when) / pd.Timedelta(days=DAYS_PER_YEAR)
        decayed = 0.5 ** (age_years.to_numpy(dtype=np.float64) / half_life_years)
        average = half_life_years / (years * math.log(2)) * (1 - 0.5 ** (years / half_life_years))
        return np.where(np.isnan(decayed), 1.0, decayed / average)
