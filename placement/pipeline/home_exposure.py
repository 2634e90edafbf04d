"""What of homes is in the picture of candidates, as the section `[privacy]` asks for it."""

from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from placement.config.privacy import PrivacySection
from placement.config.sections import PlanConfig
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.masked_sights import gardens_of
from placement.privacy import exposure, facades, private_ground, strips
from placement.privacy.exposure import Reach, Views
from placement.privacy.homes import Homes, count_as_homes, dwellings, family_houses
from placement.privacy.private_ground import PrivateGround
from placement.privacy.thresholds import thresholds_px_m
from placement.visibility.surface import Surface

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.pipeline.situation import Situation

Origin = tuple[PrivacySection, Inputs, Surface]
"""What the homes of a case are built from."""
STRIP_M = 1.0
"""Widest strip of a façade that one line of sight stands for: a camera's area is then off by 1 % of
what one has on average (RMS over fifty random towns), all together by 0.1 %. [m]"""
BESIDE_RASTER = 0.75
"""Where houses are in a raster, lines aim at the open cell before the wall. [cells]"""


def reach_of(config: PlanConfig, section: PrivacySection) -> Reach:
    """Return from which densities and how far homes in the picture count."""
    of_law = thresholds_px_m(config.viewshed.edition)
    return Reach(section.thresholds_px_m or of_law, section.reach_m)


def homes_of(section: PrivacySection, inputs: Inputs, surface: Surface) -> Homes | None:
    """Return what of homes could be seen in a case; None if it has no buildings."""
    buildings = inputs.buildings
    if buildings is None:
        return None
    storey_m = section.storey_m
    counts = count_as_homes(buildings, unknown_as_home=section.unknown_use == "home")
    family = family_houses(buildings, counts, storey_m=storey_m, most_m2=section.family_house_m2)
    in_outlines = surface.prisms is not None and np.array_equal(surface.obstacles, surface.ground)
    before_m = strips.STAND_OFF_M if in_outlines else BESIDE_RASTER * surface.grid.cell_m
    walls = facades.build(buildings, surface, storey_m=storey_m)
    return Homes(
        strips.cut(walls, most_m=STRIP_M, stand_off_m=before_m),
        counts,
        dwellings(
            buildings,
            counts,
            family=family,
            storey_m=storey_m,
            entrance_m=section.entrance_m,
            addresses=inputs.addresses,
        ),
        _ground(section, inputs, buildings.geometry.to_numpy()[family]),
    )


@frozen(eq=False)
class HomeFinder:
    """Finds homes in the picture of a situation's candidates; those of a case are built once."""

    _built: list[tuple[Origin, Homes | None]] = field(factory=list, init=False)
    """The last homes that were asked for, with what they were built from."""

    def __call__(self, situation: "Situation") -> Views | None:
        """Return what candidates could have of homes in the picture; None if nobody asks for it."""
        section = situation.config.privacy
        homes = None if section is None else self._of(section, situation)
        if section is None or homes is None:
            return None
        return exposure.views(
            situation.surface,
            situation.sites,
            situation.candidates,
            homes=homes,
            models=situation.models,
            reach=reach_of(situation.config, section),
        )

    def _of(self, section: PrivacySection, situation: "Situation") -> Homes | None:
        origin: Origin = (section, situation.inputs, situation.surface)
        if not self._built or any(
            one is not other for one, other in zip(self._built[0][0], origin, strict=True)
        ):
            self._built[:] = [(origin, homes_of(*origin))]
        return self._built[0][1]


def _ground(section: PrivacySection, inputs: Inputs, family: np.ndarray) -> PrivateGround:
    """Return the private ground of a case: that of its layer, else what is assumed."""
    if inputs.private is not None:
        return private_ground.of_layer(inputs.private, buildings=inputs.buildings)
    gardens = gardens_of(section, inputs, family)
    return private_ground.nothing() if gardens is None else gardens.cells()
