"""What the section `[privacy]` asks of the choice: a price of homes in view, and who may not be.

Limits of façade area are entries of `[[limits]]`; `pipeline.limits` makes rows of them. What each
candidate has in view is `Situation.exposure`, which is worked out only if something here asks.
"""

from typing import TYPE_CHECKING

import numpy as np

from placement.config.rules import AREA_UNIT
from placement.units import Booleans, Floats, Integers

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.config.sections import PlanConfig
    from placement.pipeline.situation import Situation

NEAR = 1
"""Of the thresholds, the one from which a home is near."""


def asks_of_homes(config: "PlanConfig") -> bool:
    """Return whether the choice depends on homes in view: by price, limit or ban."""
    section = config.privacy
    limited = any(limit.unit == AREA_UNIT for limit in config.limits or ())
    return limited or (section is not None and section.binds)


def home_area_m2(situation: "Situation") -> Floats:
    """Return (J,) the façades of homes that each candidate has in view, as limits count them. [m²]

    0 for all where there are no homes.
    """
    return _area_m2(situation, 0)


def disutility(situation: "Situation") -> Floats | None:
    """Return (J,) what is taken off for homes in view; None without a price. [incidents/year]"""
    section = situation.config.privacy
    if section is None or not section.price_per_m2:
        return None
    return section.price_per_m2 * home_area_m2(situation)


def shows_too_much(situation: "Situation") -> Booleans:
    """Return (J,) which candidates, standing ones too, have more of homes in view than one may."""
    too_much = np.zeros(len(situation.candidates), dtype=np.bool_)
    section, exposure = situation.config.privacy, situation.exposure
    if section is None or exposure is None:
        return too_much
    if section.camera_at_most_m2 is not None:
        too_much |= home_area_m2(situation) > section.camera_at_most_m2
    if section.no_near_homes(exposure.thresholds_px_m[NEAR]):
        too_much |= _area_m2(situation, NEAR) > 0
    return too_much


def banned(situation: "Situation") -> Integers:
    """Return the new candidates, not decided on, with more of homes in view than one may have."""
    index = np.flatnonzero(shows_too_much(situation))
    return index[index >= situation.decided.stop]


def _area_m2(situation: "Situation", threshold: int) -> Floats:
    section, exposure = situation.config.privacy, situation.exposure
    if section is None or exposure is None:
        return np.zeros(len(situation.candidates))
    areas = exposure.home_m2 if section.in_view == "home" else exposure.home_reachable_m2
    return areas[:, threshold]
