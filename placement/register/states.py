"""States of a camera from proposal to removal, and which may follow which."""

from collections.abc import Mapping
from typing import Literal, get_args

State = Literal[
    "proposed",
    "agreed",
    "visited",
    "designed",
    "built",
    "in service",
    "out of service",
    "moved",
    "given up",
]
"""In the order of work; their words are below `register.state.` in the catalogues."""
STATES: tuple[State, ...] = get_args(State)
FIRST: frozenset[State] = frozenset({"proposed", "in service", "out of service"})
"""A history begins with a proposal, or with a camera that stood before there was a register."""
DECIDED: frozenset[State] = frozenset({"agreed", "visited", "designed"})
"""The next plan has these cameras as they are, and pays for them."""
STANDING: frozenset[State] = frozenset({"built", "in service", "moved"})
"""The next plan finds these standing, where, as high and as turned as the register says."""
NEXT: Mapping[State, frozenset[State]] = {
    "proposed": frozenset({"agreed", "visited", "given up"}),
    "agreed": frozenset({"visited", "designed", "given up"}),
    "visited": frozenset({"agreed", "designed", "given up"}),
    "designed": frozenset({"agreed", "visited", "built", "given up"}),
    "built": frozenset({"in service", "out of service", "moved", "given up"}),
    "in service": frozenset({"out of service", "moved", "given up"}),
    "out of service": frozenset({"in service", "moved", "given up"}),
    "moved": frozenset({"in service", "out of service", "moved", "given up"}),
    "given up": frozenset({"proposed"}),
}
"""State → those that may follow it."""


def may_follow(state: State, before: State | None) -> bool:
    """Return whether a camera may come to a state from another; None: it is new in the register."""
    return state in (FIRST if before is None else NEXT[before])
