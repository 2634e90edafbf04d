"""The masks of cameras as their devices offer them, found on pictures of what they would show."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from placement.cameras.model import CameraModel
from placement.config.privacy import PrivacySection
from placement.config.sections import PlanConfig
from placement.look.scene import scene_around
from placement.masks.covering import MaskLimits
from placement.masks.of_camera import CameraMasks, masks_of
from placement.masks.protected import Protected
from placement.masks.turning import Zone, zones_of
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.masked_sights import protected_of
from placement.pipeline.mounted_camera import MountedCamera
from placement.pipeline.surface import drawn_surface
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


@frozen(eq=False)
class MaskedCamera:
    """The masks of one camera of a plan, and where a turning one must show nothing."""

    masks: CameraMasks
    zones: tuple[Zone, ...]


def masks_of_mounted(
    config: PlanConfig, inputs: Inputs, camera: MountedCamera, surface: Surface
) -> MaskedCamera:
    """Return the masks of one camera, as `[privacy]` sets them; the surface as it is drawn."""
    protected = protected_of(config, inputs, surface)
    # what the ground is covered with plays no part
    scene = scene_around(camera.observer, surface, streets=inputs.streets.iloc[:0])
    limits = limits_of(config.privacy or PrivacySection(), camera.model)
    return MaskedCamera(
        masks_of(
            scene,
            camera.model,
            protected,
            limits,
            grid_azimuth_deg=camera.grid_azimuth_deg,
            tilt_deg=camera.tilt_deg,
        ),
        zones_of(scene, camera.model, protected, most=limits.most),
    )


def limits_of(section: PrivacySection, model: CameraModel) -> MaskLimits:
    """Return what masks the device of a model offers, as far as it is known."""
    most = section.masks_most
    if model.masks_most is not None:
        most = min(most, model.masks_most)
    return MaskLimits(most, section.mask_shape, section.mask_corners)


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
