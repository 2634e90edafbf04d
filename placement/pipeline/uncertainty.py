"""Uncertainty of a camera's view: lowest visible heights, and the probability of free sight."""

import numpy as np
from attrs import field, frozen
from rasterio.transform import Affine

from placement.pipeline.camera_view import CameraView
from placement.units import Booleans, Floats
from placement.visibility import local_window, lowest_visible_height, probability
from placement.visibility.height_samples import Uncertainty
from placement.visibility.kernels.r3 import NOTHING_M
from placement.visibility.lowest_visible_height import LowestVisibleHeight

AT_LEAST = (0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Probabilities for which the share of the ground in the picture is reported. [-]"""


@frozen(eq=False)
class ViewProbability:
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
        in_picture = np.isfinite(self.chance)
        return float((self.chance[in_picture] >= at_least).mean()) if in_picture.any() else 0.0


def lowest_visible_heights(view: CameraView) -> LowestVisibleHeight:
    """Return the lowest visible height of the cells around a camera, in its picture or not.

    Raises
    ------
    InputError
        If a number is not usable.
    """
    return lowest_visible_height.around(view.surface, view.observer)


def view_probability(
    view: CameraView, *, uncertainty: Uncertainty, samples: int = 100, seed: int = 0
) -> ViewProbability:
    """Return how probable free sight is of the ground in a camera's picture.

    The picture is that of the camera as it is planned; an error of its place moves what hides, not
    the edges of the picture.

    Raises
    ------
    InputError
        If a number is not usable.
    """
    window = probability.around(
        view.surface,
        view.observer,
        view.target,
        uncertainty=uncertainty,
        samples=samples,
        seed=seed,
    )
    chance = np.where(_in_picture(view), window.probability, np.nan)
    return ViewProbability(
        window.transform, chance, uncertainty, samples, seed, view.surface.grid.cell_m
    )


def _in_picture(view: CameraView) -> Booleans:
    """Return which cells of open ground the camera's picture would have if nothing hid."""
    window = local_window.around(view.surface, view.observer)
    around = view.around
    density = view.model.density_px_m(
        camera_azimuth_deg=view.grid_azimuth_deg,
        target_azimuth_deg=around.azimuth_deg,
        depression_deg=around.depression_deg,
        distance_m=around.distance_m,
        tilt_deg=view.tilt_deg,
    )
    open_ground = window.near & ~window.roofs & (window.ground_m > NOTHING_M / 2)
    if view.observer.facing_deg is not None:
        open_ground &= view.observer.faces(around.azimuth_deg)
    return np.asarray(open_ground & (density > 0))
