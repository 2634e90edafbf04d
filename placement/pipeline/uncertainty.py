"""What a look leaves open: how low one sees of each cell, and how sure it is that one does."""

import numpy as np
from attrs import field, frozen
from rasterio.transform import Affine

from placement.pipeline.camera_view import Look
from placement.units import HALF_CIRCLE_DEG, Booleans, Floats, turn_deg
from placement.visibility import local_window, probability
from placement.visibility import lowest_visible_height as heights
from placement.visibility.height_samples import Errors
from placement.visibility.kernels.r3 import NOTHING_M
from placement.visibility.lowest_visible_height import Lowest

AT_LEAST = (0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Probabilities for which the share of the ground in the picture is told. [-]"""


@frozen(eq=False)
class Supposed:
    """How probable it is that the cells in a camera's picture are in free sight."""

    transform: Affine
    chance: Floats = field()
    """(2n+1, 2n+1) share of the samples; NaN outside the picture and on roofs. [-]"""
    errors: Errors
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


def lowest(look: Look) -> Lowest:
    """Return the lowest visible height of the cells around a look's camera, in the picture or not.

    Raises
    ------
    InputError
        If a number is not usable.
    """
    return heights.around(
        look.surface,
        x_m=look.x_m,
        y_m=look.y_m,
        height_m=look.height_m,
        range_m=look.model.range_m,
        facing_deg=look.facing_deg,
    )


def supposed(look: Look, *, errors: Errors, samples: int = 100, seed: int = 0) -> Supposed:
    """Return how probable it is that the ground in a look's picture is in free sight.

    The picture is that of the camera as it is planned; an error of its place moves what hides, not
    the edges of the picture.

    Raises
    ------
    InputError
        If a number is not usable.
    """
    found = probability.around(
        look.surface,
        x_m=look.x_m,
        y_m=look.y_m,
        height_m=look.height_m,
        target_height_m=look.target_height_m,
        range_m=look.model.range_m,
        errors=errors,
        samples=samples,
        seed=seed,
        person=look.person,
        facing_deg=look.facing_deg,
    )
    chance = np.where(_in_picture(look), found.chance, np.nan)
    return Supposed(found.transform, chance, errors, samples, seed, look.surface.grid.cell_m)


def _in_picture(look: Look) -> Booleans:
    """Return which cells of open ground the camera's picture would have if nothing hid."""
    window = local_window.around(
        look.surface, x_m=look.x_m, y_m=look.y_m, range_m=look.model.range_m
    )
    view = look.around
    density = look.model.density_px_m(
        camera_azimuth_deg=look.grid_azimuth_deg,
        target_azimuth_deg=view.azimuth_deg,
        depression_deg=view.depression_deg,
        distance_m=view.distance_m,
        tilt_deg=look.tilt_deg,
    )
    open_ground = window.near & ~window.roofs & (window.ground_m > NOTHING_M / 2)
    if look.facing_deg is not None:
        turned = np.abs(turn_deg(look.facing_deg, view.azimuth_deg))
        open_ground &= turned <= HALF_CIRCLE_DEG
    return np.asarray(open_ground & (density > 0))
