"""`CameraModel`: a kind of camera a town can buy, and its pixel density on targets in one pose."""

from collections.abc import Sequence

import numpy as np
from attrs import evolve, field, frozen, validators
from numpy.typing import ArrayLike

from placement.cameras.heads import SEAM_DEG, Head, Preset
from placement.cameras.lenses import Lens
from placement.cameras.masks import Mask, in_masks
from placement.cameras.pixels import pixels_of_rays
from placement.cameras.projection import range_m
from placement.cameras.purposes import (
    Purpose,
    PurposeRequirement,
    lane_angle_deg,
    purpose_requirements,
)
from placement.units import HALF_CIRCLE_DEG, Booleans, Floats, turn_deg


@frozen
class CameraModel:
    """A kind of camera, with the lens it is planned with."""

    name: str
    lens: Lens
    """Of the camera; of a head that has none of its own; of a turning camera at its widest."""
    tilt_deg: float
    """Angle of the optical axis below the horizon as mounted. [°]"""
    range_m: float = field(validator=validators.gt(0))
    """Farthest slant distance that counts, whatever the pixels (night, weather). [m]"""
    cost_czk: float = field(validator=validators.ge(0))
    """Price of the camera with mounting, without the point's own costs; 0: not known. [Kč]"""
    turning: bool = False
    """A turning (PTZ) camera always covers its home pose; all else is only *reachable*."""
    zoom: float = field(default=1.0, validator=validators.ge(1))
    """By how much the lens can narrow its view; a far place then has as many more pixels. [-]"""
    heads: tuple[Head, ...] = ()
    """Several lenses in one housing, the densest counts; without any, `lens` is the only one."""
    presets: tuple[Preset, ...] = ()
    """The round of a turning camera: it always covers what is in the picture of all of them."""
    travel_s: float = field(default=0.0, validator=validators.ge(0))
    """Time of a round spent moving between presets. [s]"""
    purpose: Purpose = "people"
    """Faces and plates count only along rays that their `PurposeRequirement` admits."""
    lane_azimuth_deg: float | None = None
    """Direction of the lane whose plates are read, from grid north; None: not known. [°]"""
    night_range_m: float | None = field(
        default=None, validator=validators.optional(validators.gt(0))
    )
    """How far its own infrared light reaches; None: as far as by day. [m]"""
    masks_most: int | None = field(default=None, validator=validators.optional(validators.ge(1)))
    """So many privacy masks one picture has at most; None: not known. [-]"""

    @property
    def has_price(self) -> bool:
        """Whether its price is known; nobody gives cameras away."""
        return self.cost_czk > 0

    @property
    def whole_circle(self) -> bool:
        """Whether every azimuth is always in the picture, so that one pose stands for all."""
        if self.heads:
            return self.hfov_deg >= 360
        return self.lens.projection == "panoramic" and self.lens.hfov_deg >= 360

    @property
    def hfov_deg(self) -> float:
        """Azimuths in the picture, of all heads together. [°]"""
        if not self.heads:
            return self.lens.hfov_deg
        return _union_deg(self._arcs_deg())

    def free_hfov_deg(self, *, azimuth_deg: float, facing_deg: float | None) -> float:
        """Return the azimuths in the picture that the wall behind the camera does not hide. [°]

        Of all heads together; `facing_deg` is where the wall looks, from the same north as the
        camera's azimuth; None: there is no wall.
        """
        if facing_deg is None:
            return self.hfov_deg
        hidden = facing_deg + HALF_CIRCLE_DEG - azimuth_deg
        wall = (hidden % 360.0, hidden % 360.0 + 2 * HALF_CIRCLE_DEG)
        return _union_deg([*self._arcs_deg(), wall]) - 2 * HALF_CIRCLE_DEG

    def _arcs_deg(self) -> list[tuple[float, float]]:
        """Return where the picture of each head starts and ends, from the camera's azimuth. [°]"""
        heads = self.heads or (Head(self.lens, self.tilt_deg),)
        arcs = [(head.azimuth_offset_deg % 360.0, head.lens.hfov_deg / 2) for head in heads]
        return [(middle - half, middle + half) for middle, half in arcs]

    @property
    def vfov_deg(self) -> float:
        """Upright angle of view, of the tallest picture. [°]"""
        return max((head.lens.vfov_deg for head in self.heads), default=self.lens.vfov_deg)

    @property
    def width_px(self) -> int:
        """Pixels across, of all heads together."""
        return sum(head.lens.width_px for head in self.heads) or self.lens.width_px

    @property
    def requirement(self) -> PurposeRequirement | None:
        """What the camera's purpose requires of a ray beside the range; None for people."""
        return purpose_requirements().get(self.purpose)

    def heads_at_tilt(self, tilt_deg: float | None = None) -> tuple[Head, ...]:
        """Return the heads in a pose; a tilt unlike the model's moves all by as much. [°]"""
        mounted = self.tilt_deg if tilt_deg is None else tilt_deg
        more = mounted - self.tilt_deg
        return tuple(evolve(head, tilt_deg=head.tilt_deg + more) for head in self.heads) or (
            Head(self.lens, mounted),
        )

    def density_px_m(
        self,
        *,
        camera_azimuth_deg: ArrayLike,
        target_azimuth_deg: ArrayLike,
        depression_deg: ArrayLike,
        distance_m: ArrayLike,
        tilt_deg: float | None = None,
        mask_px_rad: ArrayLike | None = None,
        masks: Sequence[Mask] = (),
    ) -> Floats:
        """Return the pixel density the camera always has on targets in free sight; 0 for none.

        It is 0 outside the picture, beyond the range, where the purpose does not admit the ray and
        before what is masked: for lenses of at least `mask_px_rad` pixels a radian, and in `masks`.
        A camera on a round has the least density of its presets, another the greatest of its
        heads. Azimuths count clockwise from the same north; arrays are broadcast. [°, m → px/m]
        """
        ray = {
            "camera_azimuth_deg": camera_azimuth_deg,
            "target_azimuth_deg": target_azimuth_deg,
            "depression_deg": depression_deg,
        }

        def of_head(number: int, head: Head) -> Floats:
            density = head.density_px_m(**ray, distance_m=distance_m)
            if mask_px_rad is not None:
                is_open = head.lens.axis_px_rad < np.asarray(mask_px_rad, dtype=np.float64)
                density = np.where(is_open, density, 0.0)
            own = [mask for mask in masks if mask.picture == number]
            if not own:
                return density
            column, row = pixels_of_rays(
                head.lens,
                off_axis_deg=turn_deg(
                    np.asarray(camera_azimuth_deg) + head.azimuth_offset_deg, target_azimuth_deg
                ),
                depression_deg=depression_deg,
                tilt_deg=head.tilt_deg,
            )
            hidden = in_masks(own, column / head.lens.width_px, row / head.lens.height_px)
            return np.where(hidden, 0.0, density)

        by_head = (
            of_head(number, head) for number, head in enumerate(self.imaging_heads(tilt_deg))
        )
        combine = np.minimum if self.presets else np.maximum
        density = next(by_head)
        for of_next in by_head:
            density = combine(density, of_next)
        admitted = self.admits(
            density,
            target_azimuth_deg=target_azimuth_deg,
            depression_deg=depression_deg,
            distance_m=distance_m,
        )
        return np.where(admitted, density, 0.0)

    def ptz_density_px_m(
        self,
        *,
        distance_m: ArrayLike,
        depression_deg: ArrayLike = 0.0,
        target_azimuth_deg: ArrayLike = 0.0,
        mask_px_rad: ArrayLike = np.inf,
    ) -> Floats:
        """Return the pixel density a turning camera has on a target once it looks there.

        In the middle of the picture, zoomed in as far as the lens can and, where a mask shuts from
        `mask_px_rad` pixels a radian, as far as that is open; the ray matters only to the purpose's
        requirement. [m, ° → px/m]
        """
        distance = np.asarray(distance_m, dtype=np.float64)
        density = np.minimum(self.zoom * range_m(self.lens, 1.0), mask_px_rad) / distance
        admitted = self.admits(
            density,
            target_azimuth_deg=target_azimuth_deg,
            depression_deg=depression_deg,
            distance_m=distance,
        )
        return np.where(admitted, density, 0.0)

    def admits(
        self,
        density_px_m: ArrayLike,
        *,
        target_azimuth_deg: ArrayLike,
        depression_deg: ArrayLike,
        distance_m: ArrayLike,
    ) -> Booleans:
        """Return which rays count at a pixel density: within the range and fit for the purpose."""
        near = np.asarray(distance_m) <= self.range_m
        if self.requirement is None:
            return near
        away = lane_angle_deg(self.lane_azimuth_deg, target_azimuth_deg)
        dense = np.asarray(density_px_m) >= self.requirement.required_px_m(away_deg=away)
        return near & dense & self.requirement.admits(depression_deg=depression_deg, away_deg=away)

    def by_night(self) -> "CameraModel":
        """Return the model with its range in unlit places by night, as far as its own light."""
        night_range_m = self.range_m if self.night_range_m is None else self.night_range_m
        return evolve(self, range_m=float(min(night_range_m, self.range_m)))

    def imaging_heads(self, tilt_deg: float | None = None) -> tuple[Head, ...]:
        """Return the heads that make its pictures: of each preset, or else those in a pose. [°]"""
        if self.presets:
            return tuple(preset.head(self.lens) for preset in self.presets)
        return self.heads_at_tilt(tilt_deg)

    def free_heads(
        self, tilt_deg: float | None = None, *, azimuth_deg: float, facing_deg: float | None
    ) -> tuple[Head, ...]:
        """Return the heads that make its pictures without those that see only their own wall.

        A head of a camera on a wall (it looks to `facing_deg`; None: no wall) none of whose picture
        lies before that wall is paid for and sees nothing. Presets of a round all stay.
        """
        if self.presets:
            return self.imaging_heads(tilt_deg)
        return tuple(
            head
            for head in self.heads_at_tilt(tilt_deg)
            if head.looks_past_wall(camera_azimuth_deg=azimuth_deg, facing_deg=facing_deg)
        )


def _union_deg(arcs: list[tuple[float, float]]) -> float:
    """Return how much of the circle arcs cover together; gaps up to `SEAM_DEG` count. [°]"""
    copies = sorted((start + turn, end + turn) for start, end in arcs for turn in (-360, 0, 360))
    covered_deg, covered_to = 0.0, -np.inf
    for start, end in copies:
        first = start if start > covered_to + SEAM_DEG else min(covered_to, end)
        low, high = max(first, 0.0), min(end, 360.0)
        covered_deg += max(high - low, 0.0)
        covered_to = max(covered_to, end)
    return 360.0 if covered_deg > 360.0 - SEAM_DEG else covered_deg
