"""`Picture`: what every pixel of a camera's picture meets, by the camera's own optics."""

import math

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from placement.cameras.heads import Head
from placement.cameras.masks import within
from placement.cameras.model import CameraModel
from placement.cameras.pixels import pixels_of_rays, rays_of_pixels
from placement.look.crossings import Fan
from placement.look.floating import Leaves, Rays, leaves_before, with_raised
from placement.look.profiles import Hits, Kind, profiles
from placement.look.scene import Scene
from placement.units import Booleans, Floats, read_only, turn_deg, wrap_deg

RAYS_A_PIXEL = 1.25
"""Rays of the fan for every pixel in the middle of the picture. [-]"""
WIDEST_DEG = 180.0
"""A wider picture is drawn as strips side by side that are as wide at most. [°]"""


@frozen(eq=False)
class Frame:
    """A picture to draw: a head, how it is turned, and its size in drawn pixels."""

    head: Head
    """Its lens has as many pixels across as are drawn."""
    azimuth_deg: float
    """Of its axis, from grid north. [°]"""
    first: int
    """Column of the whole picture that is its first one; 0 but for a strip. [px]"""
    columns: int
    rows: int
    scale: float
    """Drawn pixels for each pixel of the camera. [-]"""

    def pixels(self, azimuth_deg: Floats, above_deg: Floats) -> tuple[Floats, Floats]:
        """Return column and row of rays, from grid north and above the horizon. [° → px]"""
        column, row = pixels_of_rays(
            self.head.lens,
            off_axis_deg=turn_deg(self.azimuth_deg, azimuth_deg),
            depression_deg=-np.asarray(above_deg),
            tilt_deg=self.head.tilt_deg,
        )
        return column - self.first, row

    def rays(self) -> tuple[Floats, Floats]:
        """Return azimuths from grid north and angles above the horizon of all pixels. [°]"""
        column, row = np.meshgrid(
            self.first + np.arange(self.columns) + 0.5, np.arange(self.rows) + 0.5
        )
        off, depression = rays_of_pixels(
            self.head.lens, column=column, row=row, tilt_deg=self.head.tilt_deg
        )
        return wrap_deg(self.azimuth_deg + off), -depression


@frozen(eq=False)
class Picture:
    """A frame filled: arrays are (rows, columns)."""

    frame: Frame
    scene: Scene
    hits: Hits
    """What each pixel meets behind the trees."""
    azimuth_deg: Floats = field(converter=read_only)
    above_deg: Floats = field(converter=read_only)
    """NaN where no ray falls on the picture. [°]"""
    x_m: Floats = field(converter=read_only)
    y_m: Floats = field(converter=read_only)
    """Place on the plan of what each pixel meets; the lens where it meets nothing. [m]"""
    leaves: tuple[Leaves, ...]
    """Trees before that, farthest first; rays are pixels row by row."""

    @property
    def lit(self) -> Booleans:
        """Pixels on which a ray falls."""
        return np.asarray(np.isfinite(self.above_deg))


def frames(
    model: CameraModel,
    *,
    grid_azimuth_deg: float,
    tilt_deg: float,
    facing_deg: float | None,
    width_px: int,
) -> tuple[Frame, ...]:
    """Return the pictures that a camera makes: one a head or preset, wide ones cut into strips.

    A head that sees nothing but the wall it hangs on is left out, as on the plan; a turning camera
    without presets looks home. Azimuths from grid north. [°]
    """
    heads = model.free_heads(tilt_deg, azimuth_deg=grid_azimuth_deg, facing_deg=facing_deg)
    drawn = []
    for head in heads:
        strips = _strips(head)
        lens = evolve(head.lens, width_px=width_px * strips)
        drawn += [
            Frame(
                evolve(head, lens=lens),
                float(wrap_deg(grid_azimuth_deg + head.azimuth_offset_deg)),
                strip * width_px,
                width_px,
                max(1, int(lens.height_px + 0.5)),
                lens.width_px / head.lens.width_px,
            )
            for strip in range(strips)
        ]
    return tuple(drawn)


def picture_numbers(
    model: CameraModel, *, grid_azimuth_deg: float, tilt_deg: float, facing_deg: float | None
) -> tuple[int, ...]:
    """Return of which head or preset, from 0, each of the `frames` of a camera is."""
    numbers: list[int] = []
    for number, head in enumerate(model.imaging_heads(tilt_deg)):
        if model.presets or head.looks_past_wall(
            camera_azimuth_deg=grid_azimuth_deg, facing_deg=facing_deg
        ):
            numbers += [number] * _strips(head)
    return tuple(numbers)


def _strips(head: Head) -> int:
    """Return into how many strips the picture of a head is cut."""
    if head.lens.projection != "panoramic":
        return 1
    return max(1, math.ceil(head.lens.hfov_deg / WIDEST_DEG - 1e-9))


def picture_of(scene: Scene, frame: Frame) -> Picture:
    """Return what every pixel of a frame meets."""
    azimuth, above = frame.rays()
    lit = np.isfinite(above)
    # column by column: neighbours then look into the same ray's profile
    at = np.flatnonzero(lit.T)
    rays = Rays(azimuth.T.ravel()[at], np.tan(np.radians(above.T.ravel()[at])))
    along = profiles(scene, _fan(frame, rays.azimuth_deg))
    hits = along.hits(rays.azimuth_deg, above.T.ravel()[at])
    hits = _behind_own_wall(scene, rays, with_raised(scene, along, rays, hits))
    pixel = (at % frame.rows) * frame.columns + at // frame.rows
    leaves = tuple(
        evolve(each, ray=pixel[each.ray]) for each in leaves_before(scene, rays, hits.distance_m)
    )
    shape = (frame.rows, frame.columns)
    kind, distance, edge = (
        np.full(lit.size, Kind.SKY, np.uint8), np.full(lit.size, np.inf), np.full(lit.size, -1)
    )  # fmt: skip
    kind[pixel], distance[pixel], edge[pixel] = hits.kind, hits.distance_m, hits.edge
    hits = Hits(kind.reshape(shape), distance.reshape(shape), edge.reshape(shape))
    away, turned = np.where(np.isfinite(hits.distance_m), hits.distance_m, 0.0), np.radians(azimuth)
    x, y = scene.eye[0] + away * np.sin(turned), scene.eye[1] + away * np.cos(turned)
    return Picture(frame, scene, hits, azimuth, above, x, y, leaves)


def _fan(frame: Frame, azimuth_deg: Floats) -> Fan:
    """Return rays for all azimuths in a picture, as close together as its pixels."""
    step_deg = math.degrees(1 / frame.head.lens.axis_px_rad) / RAYS_A_PIXEL
    circle = math.ceil(360.0 / step_deg)
    off = turn_deg(frame.azimuth_deg, azimuth_deg)
    first, last = float(off.min()), float(off.max())
    count = min(math.ceil((last - first) / 360.0 * circle) + 3, circle)
    return Fan(frame.azimuth_deg + first - 360.0 / circle, count, circle)


def _behind_own_wall(scene: Scene, rays: Rays, hits: Hits) -> Hits:
    """Return hits where the wall that the lens hangs on hides its half circle."""
    own = ~scene.observer.faces(rays.azimuth_deg) | (
        (hits.kind == Kind.WALL) & (hits.distance_m <= 0)
    )
    if not own.any():
        return hits
    return Hits(
        np.where(own, np.uint8(Kind.OWN_WALL), hits.kind),
        np.where(own, 0.0, hits.distance_m),
        np.where(own, -1, hits.edge),
    )


def masked(frame: Frame, masks: tuple[tuple[tuple[float, float], ...], ...]) -> Booleans:
    """Return the pixels that polygons cover; corners are shares of the whole picture. [-]"""
    column, row = np.meshgrid(
        (frame.first + np.arange(frame.columns) + 0.5) / frame.head.lens.width_px,
        (np.arange(frame.rows) + 0.5) / frame.rows,
    )
    covered: NDArray[np.bool_] = np.zeros(column.shape, dtype=np.bool_)
    for corners in masks:
        covered |= within(corners, column, row)
    return covered
