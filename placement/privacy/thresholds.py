"""`thresholds_px_m`: pixel densities from which homes in the picture count, by the law's table."""

from placement.cameras.projection import detail_levels
from placement.law.facts import packaged_facts

FACTS = ("personal_data_density", "quarter_of_picture_density")
"""Keys of the two densities that ÚOOÚ's guidance names, in `data/privacy/facts.csv`, ascending."""


def thresholds_px_m(edition: str) -> tuple[float, float]:
    """Return the two densities as levels of an edition of EN 62676-4 (`2014`, `2025`). [px/m]

    Each is the highest level that is no laxer than what the guidance names: 25 and 62.5 px/m in
    2014, where they are levels themselves, 20 and 40 px/m in 2025.
    """
    levels = [level.density_px_m for level in detail_levels(edition)]
    personal, near = (
        max(level for level in levels if level <= packaged_facts()[key].value) for key in FACTS
    )
    return personal, near
