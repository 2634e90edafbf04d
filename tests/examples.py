"""How many examples a property is tried with that names its own number."""

from hypothesis import settings

MANY = 100
"""Examples of the profile `thorough`, which tries all. [-]"""


def up_to(most: int) -> int:
    """Return this number in a thorough run, else a quarter of it."""
    return most if settings().max_examples >= MANY else most // 4
