"""What a look leaves open: how low one sees of each cell, and how sure it is that one does."""

import numpy as np
from attrs import field, frozen
from rasterio.transform import Affine

from placement.pipeline.camera_view import Look
from placement.units import Booleans, Floats
from placement.visibility import local_window, lowest_visible_height, probability
from placement.visibility.height_samples import Uncertainty
from placement.visibility.kernels.r3 import NOTHING_M
from placement.visibility.lowest_visible_height import LowestVisibleHeight

AT_LEAST = (0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Probabilities for which the share of the ground in the picture is told. [-]"""


@frozen(eq=False)
class Supposed:
    """How probable it is that the cells in a camera's picture are in free sight."""

    transform: Affine
    chance: Floats = field()
    """(2n+1, 2n+1) share of the samples; NaN outside the picture and on roofs. [-]"""
    uncertainty: Uncertainty
    samples: int
    seed: int
    cell_m: float

    @property
    def area_m2(self) -> float:
        """Ground in the picture, seen or not. [m²]"""
        return float(np.isfinite(self.chance).sum()) * self.cell_m**2

    @property
    def expected_m2(self) -> float:
        """Ground in the picture times its probability. [m²]"""
        return float(np.nansum(self.chance)) * self.cell_m**2

    def share(self, at_least: float) -> float:
        """Return the share of the ground in the picture that is so probably seen."""
        known = np.isfinite(self.chance)
        return float((self.chance[known] >= at_least).mean()) if known.any() else 0.0


def lowest(look: Look) -> LowestVisibleHeight:
    """Return the lowest visible height of the cells around a look's camera, in the picture or not.

    Raises
    ------
    InputError
        If a number is not usable.
    """
    return lowest_visible_height.around(look.surface, look.observer)


def supposed(
    look: Look, *, uncertainty: Uncertainty, samples: int = 100, seed: int = 0
) -> Supposed:
    """Return how probable it is that the ground in a look's picture is in free sight.

    The picture is that of the camera as it is planned; an error of its place moves what hides, not
    the edges of the picture.

    Raises
    ------
    InputError
        If a number is not usable.
    """
    window = probability.around(
        look.surface,
        look.observer,
        look.target,
        uncertainty=uncertainty,
        samples=samples,
        seed=seed,
    )
    chance = np.where(_in_picture(look), window.probability, np.nan)
    return Supposed(window.transform, chance, uncertainty, samples, seed, look.surface.grid.cell_m)


def _in_picture(look: Look) -> Booleans:
    """Return which cells of open ground the camera's picture would have if nothing hid."""
    window = local_window.around(look.surface, look.observer)
    view = look.around
    density = look.model.density_px_m(
        camera_azimuth_deg=look.grid_azimuth_deg,
        target_azimuth_deg=view.azimuth_deg,
        depression_deg=view.depression_deg,
        distance_m=view.distance_m,
        tilt_deg=look.tilt_deg,
    )
    open_ground = window.near & ~window.roofs & (window.ground_m > NOTHING_M / 2)
    if look.observer.facing_deg is not None:
        open_ground &= look.observer.faces(view.azimuth_deg)
    return np.asarray(open_ground & (density > 0))
