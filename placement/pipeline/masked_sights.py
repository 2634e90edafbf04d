"""Lines of sight with masks: nobody counts as seen who stands before a home or private ground.

Only where `[privacy]` asks for masks; else lines of sight are as they are.
"""

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve
from numpy.typing import NDArray

from placement.config.privacy import PrivacySection
from placement.config.sections import PlanConfig
from placement.look.scene import FAR_M
from placement.masks.protected import Protected
from placement.masks.rays import mask_px_rad
from placement.pipeline.case_inputs import Inputs
from placement.privacy.homes import count_as_homes, family_houses
from placement.privacy.private_ground import STREET_M
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
            ground = _gardens(houses[family], section.garden_m, inputs)
    return Protected(homes, ground, surface, section.sill_m, density_px_m)


def _gardens(family: Shapes, garden_m: float, inputs: Inputs) -> Shapes:
    """Return the ground assumed to belong to family houses, as `privacy.private_ground` says."""
    if not garden_m or not family.size:
        return _shapes(None)
    axes = shapely.buffer(_shapes(inputs.streets), STREET_M, quad_segs=2, cap_style="flat")
    others = [_shapes(layer) for layer in (inputs.buildings, inputs.spaces, inputs.backdrop)]
    public = shapely.STRtree(np.concatenate([axes, *others]))
    gardens = shapely.get_parts(shapely.unary_union(shapely.buffer(family, garden_m, quad_segs=4)))
    near = [
        shapely.difference(garden, shapely.unary_union(public.geometries[public.query(garden)]))
        for garden in gardens
    ]
    parts = shapely.get_parts(np.array(near, dtype=object))
    return parts[shapely.area(parts) > 0]


def _shapes(table: gpd.GeoDataFrame | None) -> Shapes:
    return np.zeros(0, dtype=object) if table is None else table.geometry.to_numpy()
