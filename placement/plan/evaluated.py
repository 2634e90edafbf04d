"""`Evaluated`: that the cameras of a plan were given, not chosen, and what its claim rests on."""

from typing import Literal

from attrs import frozen

Basis = Literal["plan", "as many", "independent", "none"]


@frozen
class Evaluated:
    """Given cameras that were evaluated: where from, and what their honest share means."""

    file: str
    """Name of the list; empty for a table in memory."""
    basis: Basis
    """*plan*: the cameras are those the plan file proposes, so the share is that plan's, cross-
    fitted. *as many*: they are a plan's, changed since; the share is that of as many cameras chosen
    anew without knowing each incident, at most what they see of those recorded. *independent*: it
    is what they see of the recorded incidents, true if they were placed without knowing these.
    *none*: too few incidents tell."""
