"""`thresholds_px_m`: pixel densities from which homes in the picture count, by the law table."""

import csv
from functools import cache
from importlib import resources

LEVELS = ("personal", "near")
"""What the two thresholds are called, in ascending order of density."""


@cache
def thresholds_px_m(edition: str) -> tuple[float, float]:
    """Return the two densities of an edition of EN 62676-4 (`2014` or `2025`), ascending. [px/m]

    Below the first, what is in the picture counts as no personal data; the second is the one at
    which people are observed. Both are data (`data/privacy/thresholds.csv`), each with its source.
    """
    file = resources.files("placement") / "data" / "privacy" / "thresholds.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    by_name = {row["name"]: float(row["density_px_m"]) for row in rows if row["edition"] == edition}
    personal, near = (by_name[name] for name in LEVELS)
    return personal, near
