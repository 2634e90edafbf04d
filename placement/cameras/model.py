"""`CameraModel`: a kind of device the town can buy; what it sees in one pose."""

import numpy as np
from attrs import evolve, field, frozen, validators
from numpy.typing import ArrayLike

from placement.cameras.heads import Head, Preset, dwell_shares
from placement.cameras.lenses import Lens
from placement.cameras.projection import range_m
from placement.cameras.purposes import (
    Gate,
    Purpose,
    away_from_lane_deg,
    gates,
)
from placement.units import Booleans, Floats

SEAM_DEG = 1e-6
"""Heads whose edges are this close touch. [°]"""


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
    """Price of the camera with mounting, without the point's own costs. [Kč]"""
    turning: bool = False
    """A turning (PTZ) camera always sees its home pose; the rest is only *reachable*."""
    zoom: float = field(default=1.0, validator=validators.ge(1))
    """By how much the lens can narrow its view; a far place then has as many more pixels. [-]"""
    heads: tuple[Head, ...] = ()
    """Several lenses in one housing, the densest counts; without any, `lens` is the only one."""
    presets: tuple[Preset, ...] = ()
    """The round of a turning camera: it always sees what is in the picture of all of them."""
    travel_s: float = field(default=0.0, validator=validators.ge(0))
    """Time of a round spent moving between presets. [s]"""
    purpose: Purpose = "people"
    """Faces and plates count only where their gate admits the ray."""
    lane_azimuth_deg: float | None = None
    """Direction of the lane whose plates are read, from grid north; None: not known. [°]"""
    night_range_m: float | None = field(
        default=None, validator=validators.optional(validators.gt(0))
    )
    """How far its own infrared light reaches; None: as far as by day. [m]"""

    @property
    def whole_circle(self) -> bool:
        """Whether every azimuth is always in the picture, so that only one pose is worth asking."""
        if self.heads:
            return self.hfov_deg >= 360
        return self.lens.projection == "panoramic" and self.lens.hfov_deg >= 360

    @property
    def plain(self) -> bool:
        """Whether one picture and the range say all: no heads, no presets, no gate."""
        return not (self.heads or self.presets or self.gate)

    @property
    def hfov_deg(self) -> float:
        """Azimuths in the picture, of all heads together. [°]"""
        if not self.heads:
            return self.lens.hfov_deg
        arcs = [(head.azimuth_offset_deg % 360.0, head.lens.hfov_deg / 2) for head in self.heads]
        return _union_deg([(middle - half, middle + half) for middle, half in arcs])

    @property
    def vfov_deg(self) -> float:
        """Upright angle of view, of the tallest picture. [°]"""
        return max((head.lens.vfov_deg for head in self.heads), default=self.lens.vfov_deg)

    @property
    def width_px(self) -> int:
        """Pixels across, of all heads together."""
        return sum(head.lens.width_px for head in self.heads) or self.lens.width_px

    @property
    def gate(self) -> Gate | None:
        """What the camera's purpose asks of a ray beside pixels."""
        return gates().get(self.purpose)

    def heads_at(self, tilt_deg: float | None = None) -> tuple[Head, ...]:
        """Return its heads in a pose; tilted otherwise than the model, all are by as much. [°]"""
        mounted = self.tilt_deg if tilt_deg is None else tilt_deg
        more = mounted - self.tilt_deg
        return tuple(evolve(head, tilt_deg=head.tilt_deg + more) for head in self.heads) or (
            Head(self.lens, mounted),
        )

    def sees(
        self,
        *,
        camera_azimuth_deg: ArrayLike,
        target_azimuth_deg: ArrayLike,
        depression_deg: ArrayLike,
        distance_m: ArrayLike,
        tilt_deg: float | None = None,
    ) -> Floats:
        """Return the pixel density it always has on targets in free sight; 0 where it has none.

        Nothing counts beyond the picture, the range and the gate of its purpose; of a camera on a
        round, what every preset shows counts, at the least density. Azimuths count clockwise from
        the same north; arrays are broadcast. [°, m → px/m]
        """
        pictures = (
            head.sees(
                camera_azimuth_deg=camera_azimuth_deg,
                target_azimuth_deg=target_azimuth_deg,
                depression_deg=depression_deg,
                distance_m=distance_m,
            )
            for head in self.views(tilt_deg)
        )
        density = next(pictures)
        for more in pictures:
            density = np.minimum(density, more) if self.presets else np.maximum(density, more)
        admitted = self.admits(
            density,
            target_azimuth_deg=target_azimuth_deg,
            depression_deg=depression_deg,
            distance_m=distance_m,
        )
        return np.where(admitted, density, 0.0)

    def time_share(
        self,
        *,
        camera_azimuth_deg: ArrayLike,
        target_azimuth_deg: ArrayLike,
        depression_deg: ArrayLike,
        distance_m: ArrayLike,
        required_density_px_m: float,
    ) -> Floats:
        """Return the share of time each target is watched densely enough. [-]

        Above 0 where a round shows it at all (the union of the presets); 1 without a round where
        the picture shows it. A preset is watched for dwell / (sum of dwells + travel).
        """
        shares = dwell_shares(self.presets, travel_s=self.travel_s) if self.presets else np.ones(1)
        alone = [evolve(self, presets=(preset,)) for preset in self.presets] or [self]
        watched = [
            share
            * (
                model.sees(
                    camera_azimuth_deg=camera_azimuth_deg,
                    target_azimuth_deg=target_azimuth_deg,
                    depression_deg=depression_deg,
                    distance_m=distance_m,
                )
                >= required_density_px_m
            )
            for share, model in zip(shares, alone, strict=True)
        ]
        return np.asarray(np.sum(watched, axis=0))

    def reaches(
        self,
        *,
        distance_m: ArrayLike,
        depression_deg: ArrayLike = 0.0,
        target_azimuth_deg: ArrayLike = 0.0,
    ) -> Floats:
        """Return the pixel density a turning camera has on a target once it looks there.

        In the middle of the picture, zoomed in as far as the lens can; the ray matters only to a
        gate. [m, ° → px/m]
        """
        distance = np.asarray(distance_m, dtype=np.float64)
        density = self.zoom * range_m(self.lens, 1.0) / distance
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
        """Return which rays count at a pixel density: within the range and through the gate."""
        near = np.asarray(distance_m) <= self.range_m
        if self.gate is None:
            return near
        away = away_from_lane_deg(self.lane_azimuth_deg, target_azimuth_deg)
        dense = np.asarray(density_px_m) >= self.gate.asked_px_m(away_deg=away)
        return near & dense & self.gate.admits(depression_deg=depression_deg, away_deg=away)

    def by_night(self) -> "CameraModel":
        """Return the camera as it sees unlit places by night: no farther than its own light."""
        return evolve(self, range_m=float(self.night_reach_m(lit=False)))

    def night_reach_m(self, *, lit: ArrayLike) -> Floats:
        """Return how far it sees by night: to its range where a place is lit. [m]"""
        own = self.range_m if self.night_range_m is None else self.night_range_m
        return np.where(np.asarray(lit, dtype=np.bool_), self.range_m, min(own, self.range_m))

    def views(self, tilt_deg: float | None = None) -> tuple[Head, ...]:
        """Return every picture there is: the presets as heads, or else the heads in a pose."""
        if self.presets:
            return tuple(preset.head(self.lens) for preset in self.presets)
        return self.heads_at(tilt_deg)


def _union_deg(arcs: list[tuple[float, float]]) -> float:
    """Return how much of the circle arcs cover together; tiny gaps between them are none. [°]"""
    around = sorted((start + turn, end + turn) for start, end in arcs for turn in (-360, 0, 360))
    covered, reached = 0.0, -np.inf
    for start, end in around:
        first = start if start > reached + SEAM_DEG else min(reached, end)
        low, high = max(first, 0.0), min(end, 360.0)
        covered += max(high - low, 0.0)
        reached = max(reached, end)
    return 360.0 if covered > 360.0 - SEAM_DEG else covered
