"""`CameraLook`: the pictures that one camera of a case would make, filled and named."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from placement.cameras.masks import Mask
from placement.cameras.projection import DetailLevel, detail_levels
from placement.config.sections import PlanConfig
from placement.crs import systems
from placement.look.people import Figure, figures_in
from placement.look.picture import Picture, frames, picture_numbers, picture_of
from placement.look.scene import FAR_M, scene_around
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.mounted_camera import MountedCamera
from placement.pipeline.surface import inputs_around, surface_of

WIDTH_PX, SMALL_PX = 1120, 800
"""Drawn pixels across a picture that is the only one, and one of several heads. [px]"""
MARGIN_M = 30.0
"""Crowns and cells a little farther than the farthest thing that is drawn. [m]"""
NEAREST_M = 3.0
"""Nobody is looked for nearer to the lens than that. [m]"""
Masks = Sequence[Mask | Sequence[tuple[float, float]]]
"""Masks of pictures, or polygons in every one; corners are shares of the whole picture. [-]"""


@frozen(eq=False)
class CameraLook:
    """What one camera would show."""

    camera: MountedCamera
    pictures: tuple[Picture, ...]
    """One a head or preset; wide ones as strips, left to right."""
    numbers: tuple[int, ...]
    """Of which head or preset, from 0, each picture is."""
    figures: tuple[tuple[Figure, ...], ...]
    """People in each picture."""
    levels: tuple[DetailLevel, ...]
    """Those that the camera reaches within its range and not right below it, coarsest first."""
    counted: str
    """The level from which the plan counts."""
    grid_turn_deg: float
    """Azimuth of true north from grid north. [°]"""


def look_of_camera(
    config: PlanConfig, inputs: Inputs, camera: MountedCamera, *, smaller: float = 1.0
) -> CameraLook:
    """Return what a camera would show of a case; a camera inside a house shows nothing.

    `smaller` is a factor of the size of its pictures.
    """
    raster_only = inputs.buildings is None or inputs.surface is not None
    observer = camera.observer
    near = inputs_around(inputs, x_m=observer.x_m, y_m=observer.y_m, reach_m=FAR_M + MARGIN_M)
    surface = surface_of(config, near, engine=None if raster_only else "vector")
    scene = scene_around(
        observer,
        surface,
        streets=inputs.streets,
        spaces=inputs.spaces,
        backdrop=inputs.backdrop,
    )
    pose = {"grid_azimuth_deg": camera.grid_azimuth_deg, "tilt_deg": camera.tilt_deg}
    heads = camera.model.free_heads(
        camera.tilt_deg, azimuth_deg=camera.grid_azimuth_deg, facing_deg=observer.facing_deg
    )
    drawn = frames(
        camera.model,
        **pose,
        facing_deg=observer.facing_deg,
        width_px=round(smaller * (WIDTH_PX if len(heads) == 1 else SMALL_PX)),
    )
    pictures = () if camera.in_house else tuple(picture_of(scene, frame) for frame in drawn)
    levels = tuple(
        level
        for level in detail_levels(config.viewshed.edition)
        if any(
            NEAREST_M <= head.lens.axis_px_rad / level.density_px_m <= camera.model.range_m
            for head in heads
        )
    )
    height_m = config.viewshed.target_height_m
    at = np.array([observer.x_m]), np.array([observer.y_m])
    north = systems.grid_azimuth_deg(np.array([0.0]), *at, crs=inputs.grid.crs)
    return CameraLook(
        camera,
        pictures,
        picture_numbers(camera.model, **pose, facing_deg=observer.facing_deg)[: len(pictures)],
        tuple(figures_in(picture, levels, target_height_m=height_m) for picture in pictures),
        levels,
        config.viewshed.detail_level,
        float(north[0]),
    )
