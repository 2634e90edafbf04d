"""`PictureMasks`: the masks of one picture of a camera, as a device offers them, and how they fit.

What is protected is found on a small picture, widened by a pixel of it so that no edge is lost, and
covered with as few shapes as the device has. A cover never yields: with too few shapes more of the
rest is masked, which is told.
"""

import numpy as np
from attrs import field, frozen
from scipy import ndimage

from placement.cameras.masks import Mask
from placement.cameras.model import CameraModel
from placement.look.picture import Frame, frames, masked, picture_numbers, picture_of
from placement.look.scene import Scene
from placement.masks.covering import MaskLimits, cover
from placement.masks.pixels import protected_pixels
from placement.masks.protected import Protected
from placement.units import Booleans, Floats

WIDTH_PX = 640
"""Pixels across the picture on which masks are found. [px]"""
WIDER_PX = 1
"""By so much what is protected is widened before it is covered. [px]"""
DECIMALS = 5
"""Of corners, as shares of the picture. [-]"""


@frozen(eq=False)
class PictureMasks:
    """The masks of one picture of a camera: of a head or preset, strips of a wide one joined."""

    picture: int
    """Number of the head or preset, from 0."""
    masks: tuple[Mask, ...]
    frame: Frame
    """The whole picture on which they were found."""
    protected_share: float
    """Part of the picture's pixels that shows what is protected. [-]"""
    other_share: float
    """Part of the other pixels that masks take. [-]"""


@frozen(eq=False)
class CameraMasks:
    """The masks of all pictures of a camera."""

    pictures: tuple[PictureMasks, ...] = field(converter=tuple[PictureMasks, ...])

    @property
    def masks(self) -> tuple[Mask, ...]:
        """Those of all pictures."""
        return tuple(mask for each in self.pictures for mask in each.masks)


def masks_of(
    scene: Scene,
    model: CameraModel,
    protected: Protected,
    limits: MaskLimits,
    *,
    grid_azimuth_deg: float,
    tilt_deg: float,
) -> CameraMasks:
    """Return the masks of a camera in its pose; a turning one looks home, or at its presets.

    Azimuth from grid north. [°]
    """
    facing_deg = scene.observer.facing_deg
    drawn = frames(
        model,
        grid_azimuth_deg=grid_azimuth_deg,
        tilt_deg=tilt_deg,
        facing_deg=facing_deg,
        width_px=WIDTH_PX,
    )
    numbers = picture_numbers(
        model, grid_azimuth_deg=grid_azimuth_deg, tilt_deg=tilt_deg, facing_deg=facing_deg
    )
    wholes: dict[int, list[Frame]] = {}
    for number, frame in zip(numbers, drawn, strict=True):
        wholes.setdefault(number, []).append(frame)
    return CameraMasks(
        _of_picture(
            number,
            strips,
            np.hstack([protected_pixels(picture_of(scene, strip), protected) for strip in strips]),
            limits,
        )
        for number, strips in wholes.items()
    )


def _of_picture(
    number: int, strips: list[Frame], shown: Booleans, limits: MaskLimits
) -> PictureMasks:
    rows, columns = shown.shape
    wide = ndimage.maximum_filter(shown, 2 * WIDER_PX + 1)
    masks = tuple(Mask(number, _shares(shape, rows, columns)) for shape in cover(wide, limits))
    frame = Frame(strips[0].head, strips[0].azimuth_deg, 0, columns, rows, strips[0].scale)
    hidden = masked(frame, tuple(mask.corners for mask in masks))
    others = int((~shown).sum())
    return PictureMasks(
        number,
        masks,
        frame,
        float(shown.mean()),
        float((hidden & ~shown).sum()) / others if others else 0.0,
    )


def _shares(corners: Floats, rows: int, columns: int) -> tuple[tuple[float, float], ...]:
    shares = np.round(np.clip(corners / [columns, rows], 0.0, 1.0), DECIMALS) + 0.0
    return tuple((float(x), float(y)) for x, y in shares)
