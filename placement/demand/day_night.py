"""Demand by day and by night, and the weights that a plan for both gives to them.

A plan for day and night together counts what is seen by day of the day's demand and what is seen by
night of the night's. With the share s, an incident by night counts 2s times and one by day
2(1 - s) times, so that at one half every incident counts once and totals stay incidents a year.
"""

from typing import Self

import numpy as np
from attrs import evolve, frozen

from placement.demand.events import Events
from placement.demand.layers import NIGHT, WEIGHTED
from placement.units import Booleans, Floats, Integers


def factors(share: float) -> tuple[float, float]:
    """Return how many times an incident by day and one by night count. [-]"""
    return 2 * (1 - share), 2 * share


def weights(day: Floats, night: Floats, *, share: float) -> Floats:
    """Return the weights (2I,) of demand points by day, then by night. [1/year]

    Parameters
    ----------
    day, night : (I,) array
        Demand by day and by night. [1/year]
    share
        Of the night. [-]
    """
    by_day, by_night = factors(share)
    return np.concatenate([by_day * day, by_night * night])


@frozen(eq=False)
class DayNightEvents:
    """The N events of a town with the part of each by day and by night.

    It answers what `Events` does; its demand points are the I of the area by day, then by night.
    """

    day: Events
    """Each counts as much as it does by day in the plan."""
    night: Events

    @classmethod
    def of(cls, events: Events, *, share: float, night_length: float) -> Self:
        """Return the events of a demand with night hours, which are this part of the day. [-]"""
        by_day, by_night = factors(share)
        column = events.columns.index(NIGHT)

        def part(times: float, *, of_night: float, of_day: float) -> Events:
            """Return events that count by a sum of their parts by night and by day."""

            def counts(both: Floats) -> Floats:
                night = both[:, column]
                day = np.maximum(both[:, WEIGHTED] - night, 0.0)
                return np.asarray(times * (of_night * night + of_day * day))[:, np.newaxis]

            of_length = of_night * night_length + of_day * (1 - night_length)
            return evolve(
                events,
                layers=tuple(evolve(one, counts=counts(one.counts)) for one in events.layers),
                fear=tuple(
                    evolve(one, mass=counts(one.mass), counts=counts(one.counts))
                    for one in events.fear
                ),
                exposure=times * of_length * events.exposure,
                columns=(WEIGHTED,),
            )

        return cls(part(by_day, of_night=0.0, of_day=1.0), part(by_night, of_night=1.0, of_day=0.0))

    @property
    def mass(self) -> Floats:
        """(N,) what each event counts by day and night together. [1/year]"""
        return np.asarray(self.day.mass + self.night.mass)

    @property
    def independent_unit(self) -> Integers:
        """(N,) as `Events.independent_unit`: an event is one by day and night together."""
        return self.day.independent_unit

    def resampled_demand(self, multiples: Floats) -> Floats:
        """Return the demand (2I, K) with each event counted a number of times, (N, K). [1/year]"""
        return np.concatenate(
            [self.day.resampled_demand(multiples), self.night.resampled_demand(multiples)]
        )

    def demand_without_events(self) -> Floats:
        """Return the part of the demand that no event brings, (2I,). [1/year]"""
        return np.concatenate(
            [self.day.demand_without_events(), self.night.demand_without_events()]
        )

    def likelihood_covered(self, covered: Booleans) -> Floats:
        """Return how likely each event happened where and when it is covered, (N, K).

        `covered` (2I, K) holds demand points by day, then by night.
        """
        by_day, by_night = np.split(covered, 2)
        mass = self.mass
        whole = np.where(mass > 0, mass, 1.0)[:, np.newaxis]
        parts = self.day.mass[:, np.newaxis] * self.day.likelihood_covered(by_day)
        parts = parts + self.night.mass[:, np.newaxis] * self.night.likelihood_covered(by_night)
        return np.asarray(parts / whole)

    def with_bandwidths(self, factor: float) -> "DayNightEvents":
        """Return the same events with the bandwidths of their layers multiplied by a factor."""
        return DayNightEvents(self.day.with_bandwidths(factor), self.night.with_bandwidths(factor))
