"""The masks of cameras as their devices offer them, found on pictures of what they would show."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from placement.cameras.model import CameraModel
from placement.config.privacy import PrivacySection
from placement.config.sections import PlanConfig
from placement.look.scene import scene_around
from placement.masks.covering import MaskLimits
from placement.masks.of_camera import CameraMasks, masks_of
from placement.masks.protected import Protected
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.masked_sights import protected_of
from placement.pipeline.surface import surface_of
from placement.visibility.observation import Observer
from placement.visibility.surface import Surface

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.pipeline.situation import Situation


def find_masks(situation: "Situation", chosen: Sequence[int]) -> dict[int, CameraMasks]:
    """Return the masks of candidates, as their devices offer them, by the candidates' numbers."""
    config = situation.config
    surface = drawn_surface(config, situation.inputs, own=situation.surface)
    protected = protected_of(config, situation.inputs, surface)
    return {one: _masks(situation, one, surface, protected) for one in chosen}


def limits_of(section: PrivacySection, model: CameraModel) -> MaskLimits:
    """Return what masks the device of a model offers, as far as it is known."""
    most = section.masks_most
    if model.masks_most is not None:
        most = min(most, model.masks_most)
    return MaskLimits(most, section.mask_shape, section.mask_corners)


def drawn_surface(config: PlanConfig, inputs: Inputs, *, own: Surface | None = None) -> Surface:
    """Return the surface that pictures are drawn of: houses in their outlines where there are any.

    It is the case's own where that has them.
    """
    raster_only = inputs.buildings is None or inputs.surface is not None
    if own is not None and (raster_only or own.prisms is not None):
        return own
    return surface_of(config, inputs, engine=None if raster_only else "vector")


def _masks(
    situation: "Situation", candidate: int, surface: Surface, protected: Protected
) -> CameraMasks:
    sites, candidates = situation.sites, situation.candidates
    site, model = int(candidates.site[candidate]), situation.models[candidates.model[candidate]]
    facing_deg = float(sites.facing_deg[site])
    observer = Observer(
        x_m=float(sites.x_m[site]),
        y_m=float(sites.y_m[site]),
        height_m=float(sites.height_m[site]),
        range_m=model.range_m,
        facing_deg=None if np.isnan(facing_deg) else facing_deg,
    )
    # what the ground is covered with plays no part
    scene = scene_around(observer, surface, streets=situation.inputs.streets.iloc[:0])
    return masks_of(
        scene,
        model,
        protected,
        limits_of(situation.config.privacy or PrivacySection(), model),
        grid_azimuth_deg=float(candidates.azimuth_deg[candidate]),
        tilt_deg=float(candidates.tilt_deg[candidate]),
    )
