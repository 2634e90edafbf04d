"""`EventSource`: what a demand asks of its events, told by time or not."""

from typing import Protocol

from placement.units import Booleans, Floats, Integers


class EventSource(Protocol):
    """N events of which the demand of C columns is: of demand points, or of those by day and night.

    `Events` has one column for each demand point of the area, `DayNightEvents` two.
    """

    @property
    def mass(self) -> Floats:
        """(N,) what each event counts. [1/year]"""

    @property
    def independent_unit(self) -> Integers:
        """(N,) number of the independent observation that each event belongs to."""

    def resampled_demand(self, multiples: Floats) -> Floats:
        """Return the demand (C, K) with each event counted a number of times, (N, K). [1/year]"""

    def demand_without_events(self) -> Floats:
        """Return the part of the demand that no event brings, (C,). [1/year]"""

    def likelihood_covered(self, covered: Booleans) -> Floats:
        """Return how likely each event happened where K choices cover it, (C, K) → (N, K)."""

    def with_bandwidths(self, factor: float) -> "EventSource":
        """Return the same events with the bandwidths of their layers multiplied by a factor."""
