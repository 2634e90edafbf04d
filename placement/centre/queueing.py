"""Waiting for an operator: the M/M/c queue (Erlang 1917; formulae as in Kleinrock 1975, ch. 3).

Events come at random at a rate, each keeps an operator for a random time with a known mean, and
those that find all operators busy wait in order. The offered load `a` is rate times mean time.
"""

import math
from functools import lru_cache

from attrs import frozen


@frozen
class Queue:
    """Operators and the events they handle."""

    operators: int
    load: float
    """Events an hour times hours each takes. [-]"""
    service_h: float
    """Mean time that an event takes. [h]"""

    @property
    def stable(self) -> bool:
        """Whether the line of those waiting does not grow without end."""
        return self.load < self.operators

    @property
    def waiting_share(self) -> float:
        """Share of events that wait; 1 where the line only grows. Erlang's C. [-]"""
        if not self.stable:
            return 1.0
        blocked = erlang_b(self.operators, self.load)
        return self.operators * blocked / (self.operators - self.load * (1 - blocked))

    @property
    def mean_wait_h(self) -> float:
        """Mean wait of all events, those that do not wait included; inf where none ends. [h]"""
        if not self.stable:
            return math.inf
        return self.waiting_share * self.service_h / (self.operators - self.load)

    def longer_than(self, wait_h: float) -> float:
        """Return the share of events that wait longer. [h → -]"""
        if not self.stable:
            return 1.0
        fading = math.exp(-(self.operators - self.load) * wait_h / self.service_h)
        return self.waiting_share * fading


def erlang_b(operators: int, load: float) -> float:
    """Return the share of events lost if none could wait, by Erlang's recursion. [-]"""
    blocked = 1.0
    for number in range(1, operators + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


@lru_cache(maxsize=4096)  # hours of a week that repeat, in each of a hundred sets of numbers
def operators_needed(load: float, *, most_waiting_share: float) -> int:
    """Return the least number of operators so that no larger share of events waits."""
    operators = max(1, math.floor(load) + 1)
    while Queue(operators, load, 1.0).waiting_share > most_waiting_share:
        operators += 1
    return operators
