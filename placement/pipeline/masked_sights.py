"""Lines of sight with masks: nobody counts as seen who stands before a home or private ground.

Only where `[privacy]` asks for masks; else lines of sight are as they are.
"""

import geopandas as gpd
import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from placement.config.privacy import PrivacySection
from placement.config.sections import PlanConfig
from placement.look.scene import FAR_M
from placement.masks.protected import Protected
from placement.masks.rays import mask_px_rad
from placement.pipeline.case_inputs import Inputs
from placement.privacy.homes import count_as_homes, family_houses
from placement.privacy.private_ground import Gardens, around_houses
from placement.privacy.thresholds import thresholds_px_m
from placement.sites import Sites
from placement.visibility.beyond import beyond
from placement.visibility.sights import Sights, Targets, sights
from placement.visibility.surface import Surface

Shapes = NDArray[np.object_]


def masked_sights(
    config: PlanConfig,
    inputs: Inputs,
    surface: Surface,
    sites: Sites,
    targets: Targets,
    *,
    range_m: float,
) -> Sights:
    """Return the targets in free sight of every site, and before what of them masks lie.

    Raises
    ------
    InputError
        If a site or a target lies outside the surface.
    """
    lines = sights(surface, sites, targets, range_m=range_m)
    if config.privacy is None or not config.privacy.masks:
        return lines
    protected = protected_of(config, inputs, surface)
    behind = beyond(surface, sites, targets, lines, reach_m=FAR_M)
    return evolve(lines, mask_px_rad=mask_px_rad(behind, protected))


def protected_of(config: PlanConfig, inputs: Inputs, surface: Surface) -> Protected:
    """Return what masks of a case cover: homes and private ground, as a layer has it or assumed."""
    section = config.privacy or PrivacySection()
    density_px_m = section.mask_px_m
    if density_px_m is None:
        density_px_m = (section.thresholds_px_m or thresholds_px_m(config.viewshed.edition))[0]
    homes, ground = _shapes(None), _shapes(inputs.private)
    if inputs.buildings is not None:
        houses = _shapes(inputs.buildings)
        counts = count_as_homes(inputs.buildings, unknown_as_home=section.unknown_use == "home")
        homes = houses[counts]
        if inputs.private is None:
            family = family_houses(
                inputs.buildings,
                counts,
                storey_m=section.storey_m,
                most_m2=section.family_house_m2,
            )
            gardens = gardens_of(section, inputs, houses[family])
            ground = ground if gardens is None else gardens.outlines()
    return Protected(homes, ground, surface, section.sill_m, density_px_m)


def gardens_of(section: PrivacySection, inputs: Inputs, family: Shapes) -> Gardens | None:
    """Return the gardens assumed around family houses; None where none may be assumed."""
    if not section.garden_m or inputs.buildings is None or not family.size:
        return None
    return around_houses(
        family,
        garden_m=section.garden_m,
        buildings=inputs.buildings,
        streets=inputs.streets,
        public=(inputs.spaces, inputs.backdrop),
    )


def _shapes(table: gpd.GeoDataFrame | None) -> Shapes:
    return np.zeros(0, dtype=object) if table is None else table.geometry.to_numpy()
