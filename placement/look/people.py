"""`Figure`: a standing person, where the picture of a camera has just the detail of a level."""

import numpy as np
from attrs import field, frozen

from placement.cameras.projection import DetailLevel
from placement.look.ground_cover import Cover
from placement.look.picture import Frame, Picture
from placement.look.profiles import Kind
from placement.look.scene import Scene
from placement.units import Booleans, Floats, Integers, azimuth_deg, read_only

TALL_M = 1.75
OUTLINE_M = np.array(
    [
        (0.05, 0.0), (0.17, 0.0), (0.16, 0.45), (0.18, 0.90), (0.24, 0.86), (0.27, 1.20),
        (0.24, 1.40), (0.14, 1.47), (0.06, 1.50), (0.06, 1.53), (0.10, 1.58), (0.11, 1.65),
        (0.08, 1.72), (0.0, 1.75),
    ]
)  # fmt: skip
"""Right half of a person seen from the front: to the right of the middle, and above ground. [m]"""
STEP_PX = 2
"""Every so many pixels of the ground a person is tried. [px]"""
NEAR_DENSITY = 0.03
"""Where the density is this close to a level's, relative to it, the person may stand. [-]"""
ASIDE = (0.0, -0.12, 0.12, -0.2, 0.2, 0.06, -0.06)
"""How far beside the middle each level's person is preferred, of the picture's width. [-]"""
CLEARANCE_M = 0.4
"""A person stands this far before whatever is behind it. [m]"""


@frozen(eq=False)
class Figure:
    """One person in the picture."""

    level: DetailLevel
    x_m: float
    y_m: float
    ground_m: float
    distance_m: float
    """Along the ground from the lens. [m]"""
    slant_m: float
    """From the lens to the height at which detail counts. [m]"""
    outline: Floats = field(converter=read_only)
    """(V, 2) columns and rows of the drawn picture. [px]"""


def figures_in(
    picture: Picture, levels: tuple[DetailLevel, ...], *, target_height_m: float
) -> tuple[Figure, ...]:
    """Return a person for every level that some street or square in view shows at its density.

    Parameters
    ----------
    picture
        Filled.
    levels
        Coarsest first.
    target_height_m
        Above ground, where the plan measures detail. [m]
    """
    at = _ground_pixels(picture)
    x, y = picture.x_m.ravel()[at], picture.y_m.ravel()[at]
    density = _density_px_m(picture, x, y, target_height_m)
    leaf_m = _nearest_leaf_m(picture)
    figures = []
    for place, level in enumerate(levels):
        fits = np.flatnonzero(np.abs(density / level.density_px_m - 1) <= NEAR_DENSITY)
        preferred = 0.5 + ASIDE[place % len(ASIDE)]
        aside = np.abs((at[fits] % picture.frame.columns) / picture.frame.columns - preferred)
        off = aside + 3 * np.abs(density[fits] / level.density_px_m - 1)
        for index in fits[np.argsort(off, kind="stable")][:200]:
            stretch = float(density[index] / level.density_px_m)
            figure = _figure(picture, level, x[index], y[index], stretch, target_height_m)
            if _is_free(picture, figure, leaf_m):
                figures.append(figure)
                break
    return tuple(figures)


def outline_px(frame: Frame, scene: Scene, x_m: float, y_m: float, ground_m: float) -> Floats:
    """Return the outline of a person at a place in a frame, (V, 2) columns and rows. [px]"""
    eye_x, eye_y, eye_m = scene.eye
    half = OUTLINE_M
    whole = np.vstack([half, (half * [-1, 1])[-2::-1]])
    away = np.hypot(x_m - eye_x, y_m - eye_y)
    east, north = (x_m - eye_x) / away, (y_m - eye_y) / away
    # to the right of the line of sight is clockwise
    x = x_m - eye_x + whole[:, 0] * north
    y = y_m - eye_y - whole[:, 0] * east
    above = np.degrees(np.arctan2(ground_m + whole[:, 1] - eye_m, np.hypot(x, y)))
    return np.column_stack(frame.pixels(azimuth_deg(x, y), above))


def _ground_pixels(picture: Picture) -> Integers:
    """Return pixels of streets and squares, as places in the picture row by row."""
    kind = picture.hits.kind[::STEP_PX, ::STEP_PX]
    row, column = np.nonzero(kind == Kind.GROUND)
    at = row * STEP_PX * picture.frame.columns + column * STEP_PX
    x, y = picture.x_m.ravel()[at], picture.y_m.ravel()[at]
    cover = picture.scene.cover.at(x, y)
    within = picture.hits.distance_m.ravel()[at] <= picture.scene.observer.range_m
    return np.asarray(at[within & ((cover == Cover.STREET) | (cover == Cover.SQUARE))])


def _density_px_m(picture: Picture, x_m: Floats, y_m: Floats, height_m: float) -> Floats:
    """Return the plan's pixel density at a height above the ground at places. [px/m]"""
    eye_x, eye_y, eye_m = picture.scene.eye
    away = np.hypot(x_m - eye_x, y_m - eye_y)
    below = eye_m - picture.scene.ground_m(x_m, y_m) - height_m
    density = picture.frame.head.density_px_m(
        camera_azimuth_deg=picture.frame.azimuth_deg - picture.frame.head.azimuth_offset_deg,
        target_azimuth_deg=azimuth_deg(x_m - eye_x, y_m - eye_y),
        depression_deg=np.degrees(np.arctan2(below, away)),
        distance_m=np.hypot(below, away),
    )
    return density / picture.frame.scale


def _figure(
    picture: Picture, level: DetailLevel, x_m: float, y_m: float, stretch: float, height_m: float
) -> Figure:
    """Return a person near a place, brought to where the level's density is."""
    eye_x, eye_y, eye_m = picture.scene.eye
    x, y = eye_x + (x_m - eye_x) * stretch, eye_y + (y_m - eye_y) * stretch
    ground = float(picture.scene.ground_m(np.array([x]), np.array([y]))[0])
    away = float(np.hypot(x - eye_x, y - eye_y))
    slant = float(np.hypot(away, eye_m - ground - height_m))
    outline = outline_px(picture.frame, picture.scene, x, y, ground)
    return Figure(level, x, y, ground, away, slant, outline)


def _is_free(picture: Picture, figure: Figure, leaf_m: Floats) -> bool:
    """Return whether a person is whole in the picture and before all that stands there."""
    frame = picture.frame
    if not np.isfinite(figure.outline).all():
        return False
    column, row = np.floor(figure.outline).astype(np.int64).T
    if min(column.min(), row.min()) < 1 or column.max() >= frame.columns - 1:
        return False
    if row.max() >= frame.rows - 1:
        return False
    behind = np.minimum(picture.hits.distance_m, leaf_m)[row, column]
    above_ground = np.concatenate([OUTLINE_M[:, 1], OUTLINE_M[-2::-1, 1]]) > CLEARANCE_M
    return bool((behind[above_ground] > figure.distance_m).all())


def _nearest_leaf_m(picture: Picture) -> Floats:
    """Return how far the first crown or trunk is in every pixel; inf without one. [m]"""
    nearest = np.full(picture.hits.kind.size, np.inf)
    for leaves in picture.leaves:  # the nearest comes last
        nearest[leaves.ray] = leaves.distance_m
    return nearest.reshape(picture.hits.kind.shape)


def covered(frame: Frame, outline: Floats) -> tuple[Integers, Integers]:
    """Return rows and columns of the pixels whose centre an outline holds, by even and odd."""
    low = np.maximum(np.floor(outline.min(axis=0)).astype(np.int64), 0)
    high = np.minimum(np.ceil(outline.max(axis=0)).astype(np.int64), (frame.columns, frame.rows))
    column, row = np.meshgrid(
        np.arange(low[0], max(high[0], low[0])), np.arange(low[1], max(high[1], low[1]))
    )
    inside: Booleans = np.zeros(column.shape, dtype=np.bool_)
    x, y = column + 0.5, row + 0.5
    for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if y0 != y1:
            spans = (y0 > y) != (y1 > y)
            inside ^= spans & (x < x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    return row[inside], column[inside]
