"""Names of columns that only we write; a file's own column of such a name is set aside, and told.

What a reader works out for itself must never come from the file: not which row a feature was, not
whether it was placed by its address.
"""

from collections.abc import Iterable

RESERVED = ("source_row", "geometry", "placed_by_address")
ASIDE = "{name} (file)"
"""What the file's column is called from then on."""


def set_aside(names: Iterable[str]) -> dict[str, str]:
    """Return the file's name → another one, for those names that are ours in any case."""
    return {name: ASIDE.format(name=name) for name in names if name.strip().casefold() in RESERVED}
