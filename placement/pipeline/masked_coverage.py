"""What masks of chosen cameras, as their devices offer them, leave of the coverage.

A plan is chosen with masks that are exactly what they must be; rounded out to a device's shapes
they hide more. What is told of the plan is after that, so its value never passes its bound.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from placement.pipeline.coverage_by_time import coverage_by_time
from placement.units import Integers
from placement.visibility.sights import without_masked

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.pipeline.situation import Situation


def with_device_masks(situation: "Situation", chosen: Iterable[int]) -> "Situation":
    """Return a situation with masks of chosen candidates and what they cover with these.

    Nothing changes where the plan file asks for no masks.
    """
    privacy = situation.config.privacy
    if privacy is None or not privacy.masks or situation.find_masks is None:
        return situation
    masks = situation.find_masks(situation, tuple(int(one) for one in chosen))
    coverage = without_masked(
        situation.coverage,
        situation.candidates,
        situation.sights,
        situation.targets,
        masks={one: each.masks for one, each in masks.items() if each.masks},
        models=situation.models,
        required_density_px_m=situation.required_density_px_m,
    )
    masked = evolve(situation, coverage=coverage, masks=masks)
    return evolve(masked, lost_to_masks=_lost(masked, tuple(masks)))


def _lost(situation: "Situation", chosen: Sequence[int]) -> dict[int, Integers]:
    """Return the columns of the coverage that each of some candidates would have without masks."""
    free = coverage_by_time(
        situation.candidates.take(np.asarray(chosen, dtype=np.int64)),
        evolve(situation.sights, mask_px_rad=None),
        situation.targets,
        models=situation.models,
        required_density_px_m=situation.required_density_px_m,
        night=situation.night,
    )
    return {
        one: np.setdiff1d(free.of(place), situation.coverage.of(one))
        for place, one in enumerate(chosen)
    }
