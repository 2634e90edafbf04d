"""The colours of a picture: sky, ground by its cover, houses shaded by direction, trees, people."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from placement.look.ground_cover import Cover
from placement.look.people import Figure, covered
from placement.look.picture import Picture
from placement.look.profiles import Kind
from placement.units import Booleans, Floats, azimuth_deg

Image = NDArray[np.uint8]
Colour = tuple[int, int, int]
ZENITH, HORIZON = (142, 186, 228), (228, 237, 244)
"""Of the sky at `HIGH_DEG` above the horizon, and on it."""
HIGH_DEG = 40.0
COVERS: Mapping[Cover, Colour] = {
    Cover.OTHER: (187, 190, 158),
    Cover.GREEN: (150, 184, 118),
    Cover.WATER: (126, 168, 204),
    Cover.SQUARE: (196, 186, 170),
    Cover.STREET: (142, 144, 150),
}
WALLS: Sequence[Colour] = (
    (232, 214, 184), (224, 202, 170), (236, 222, 200), (226, 206, 186), (216, 204, 182),
)  # fmt: skip
"""Of houses by turns, so that neighbours differ."""
ROOF, UNDERSIDE, OWN_WALL, DARK = (158, 92, 74), (92, 84, 80), (74, 74, 78), (24, 24, 26)
CROWN, TRUNK = (74, 128, 58), (104, 78, 54)
LIGHT_DEG = 215.0
"""From where walls are lit, from grid north. [°]"""
SHADE = (0.60, 0.40)
"""Of a wall in the dark, and what full light adds. [-]"""
STOREY_M, STOREYS_TO_M = 3.0, 120.0
"""Lines on walls this far below each other help to judge size; not farther than that. [m]"""
RING_M = 10.0
"""Lines on the ground this far from each other. [m]"""
HAZE_M, BEYOND = 420.0, 0.45
"""Haze: a far thing loses its colour; how pale what lies beyond the range is. [m, -]"""
LINE, RING = 0.72, 1.22
"""How dark an edge is drawn, and how light a ring. [-]"""
THICK = 0.9
"""A crown never covers more than this. [-]"""
MASK = (128, 128, 128)
PEOPLE: Mapping[float, Colour] = {
    500.0: (122, 1, 119), 200.0: (204, 59, 2), 100.0: (226, 148, 0), 50.0: (0, 110, 176),
    20.0: (64, 64, 160), 0.0: (90, 90, 90),
}  # fmt: skip
"""Of people from each pixel density on, finest first; told apart by the colour-blind too, and named
beside. [px/m]"""


def level_colour(density_px_m: float) -> Colour:
    """Return the colour of people at a level of detail."""
    return next(colour for least, colour in PEOPLE.items() if density_px_m >= least)


def painted(
    picture: Picture,
    figures: Sequence[tuple[Figure, Colour]] = (),
    *,
    mask: Booleans | None = None,
) -> Image:
    """Return the picture in colours, (rows, columns, 3), with people before it.

    Parameters
    ----------
    picture
        Filled.
    figures
        People and their colours; farthest first hides nothing.
    mask
        Pixels that are greyed: what the camera must not show.
    """
    image = _surfaces(picture)
    _edges(picture, image)
    _haze(picture, image)
    for figure, colour in sorted(figures, key=lambda each: -each[0].distance_m):
        _person(picture, image, figure, colour)
    _leaves(picture, image)
    image[~picture.lit] = DARK
    if mask is not None:
        row, column = np.nonzero(mask)
        hatch = np.where((row + column) // 6 % 2 == 0, 0.0, 18.0).astype(np.float32)
        image[row, column] = np.array(MASK, np.float32) + hatch[:, None]
    return np.clip(image, 0, 255).astype(np.uint8)


def _surfaces(picture: Picture) -> NDArray[np.float32]:
    """Return every pixel in the plain colour of what it meets."""
    kind = picture.hits.kind
    share = np.clip(np.nan_to_num(picture.above_deg) / HIGH_DEG, 0, 1).astype(np.float32)
    image = np.empty((*kind.shape, 3), np.float32)
    image[:] = (UNDERSIDE,)
    sky = kind == Kind.SKY
    image[sky] = np.array(HORIZON) + share[sky, None] * (np.array(ZENITH) - HORIZON)
    ground = kind == Kind.GROUND
    covers = np.array([COVERS[cover] for cover in Cover], np.float32)
    image[ground] = covers[picture.scene.cover.at(picture.x_m[ground], picture.y_m[ground])]
    for meets, colours in ((Kind.WALL, _walls(picture)), (Kind.ROOF, _roofs(picture))):
        on = kind == meets
        image[on] = colours[picture.hits.edge[on]]
    image[kind == Kind.OWN_WALL] = OWN_WALL
    return image


def _walls(picture: Picture) -> NDArray[np.float32]:
    """Return the colour of each edge's wall, of houses and then of raised buildings."""
    houses, raised = picture.scene.houses, picture.scene.raised
    edges = np.vstack([houses.edges, raised.edges])
    owner = np.concatenate([houses.owner, raised.owner])
    if not owner.size:
        return np.zeros((1, 3), np.float32)
    # the solid is on the left, so the wall looks to the right
    looks = azimuth_deg(edges[:, 3] - edges[:, 1], edges[:, 0] - edges[:, 2])
    lit = np.maximum(np.cos(np.radians(looks - LIGHT_DEG) / 2), 0.0) ** 2
    shade = SHADE[0] + SHADE[1] * lit
    colours = np.array(WALLS)[owner % len(WALLS)] * shade[:, None]
    return np.asarray(colours, np.float32)


def _roofs(picture: Picture) -> NDArray[np.float32]:
    count = picture.scene.houses.owner.size + picture.scene.raised.owner.size
    return np.tile(np.array(ROOF, np.float32), (max(count, 1), 1))


def _edges(picture: Picture, image: NDArray[np.float32]) -> None:
    """Draw the edges of houses, storeys on their walls and rings on the ground."""
    hits = picture.hits
    kind, edge = hits.kind, hits.edge
    solid = (kind == Kind.WALL) | (kind == Kind.ROOF)
    other = (kind[:, 1:] != kind[:, :-1]) | (edge[:, 1:] != edge[:, :-1])
    line = np.zeros(kind.shape, dtype=np.bool_)
    line[:, 1:] |= other & (solid[:, 1:] | solid[:, :-1])
    other = (kind[1:] != kind[:-1]) | (edge[1:] != edge[:-1])
    line[1:] |= other & (solid[1:] | solid[:-1])
    image[line] *= LINE
    with np.errstate(invalid="ignore"):
        height = picture.scene.eye[2] + hits.distance_m * np.tan(np.radians(picture.above_deg))
    wall = (kind == Kind.WALL) & (hits.distance_m < STOREYS_TO_M)
    tops = _tops(picture)[edge]
    storey = np.where(wall, np.floor((tops - np.where(wall, height, 0)) / STOREY_M), 0)
    same = wall[1:] & wall[:-1] & (edge[1:] == edge[:-1])
    image[1:][same & (storey[1:] != storey[:-1])] *= 0.88
    ground = (kind == Kind.GROUND) & (hits.distance_m <= picture.scene.observer.range_m + RING_M)
    ring = np.where(ground, np.floor(np.where(ground, hits.distance_m, 0) / RING_M), -1)
    crossing = ground[1:] & ground[:-1] & (ring[1:] != ring[:-1])
    image[1:][crossing] *= RING


def _tops(picture: Picture) -> Floats:
    """Return the roof's height of each edge, of houses and then of raised buildings. [m]"""
    houses, raised = picture.scene.houses, picture.scene.raised
    tops = np.concatenate([houses.top_m[houses.owner], raised.top_m[raised.owner]])
    return tops if tops.size else np.zeros(1)


def _haze(picture: Picture, image: NDArray[np.float32]) -> None:
    """Pale what is far, and more so what lies beyond the range that the plan counts."""
    distance = picture.hits.distance_m
    solid = np.isfinite(distance)
    away = distance[solid]
    pale = 1 - np.exp(-away / HAZE_M)
    pale = np.where(away > picture.scene.observer.range_m, np.maximum(pale, BEYOND), pale)
    mix = pale.astype(np.float32)[:, None]
    image[solid] += mix * (np.array(HORIZON, np.float32) - image[solid])


def _leaves(picture: Picture, image: NDArray[np.float32]) -> None:
    """Draw trees, farthest first; leaves let as much through as the plan says."""
    flat = image.reshape(-1, 3)
    above, azimuth = picture.above_deg.ravel(), picture.azimuth_deg.ravel()
    share = np.float32(min(1 - picture.scene.permeability, THICK))
    range_m = picture.scene.observer.range_m
    for leaves in picture.leaves:
        at, away = leaves.ray, leaves.distance_m
        colour = np.tile(
            np.array(CROWN if leaves.kind == Kind.CROWN else TRUNK, np.float32), (at.size, 1)
        )
        if leaves.kind == Kind.CROWN:
            _, _, _, base_m, top_m, _ = picture.scene.crowns[leaves.crown]
            height = picture.scene.eye[2] + away * np.tan(np.radians(above[at]))
            up = (height - base_m) / max(top_m - base_m, 0.1)
            across = np.radians(azimuth[at]) * away
            tuft = np.floor(height * 2.5) * 7 + np.floor(across * 2.5) * 13
            mottle = (np.sin(tuft * 12.9898) * 43758.5453) % 1.0
            colour *= (0.78 + 0.22 * up + 0.16 * (mottle - 0.5)).astype(np.float32)[:, None]
        pale = np.where(away > range_m, BEYOND, 1 - np.exp(-away / HAZE_M)).astype(np.float32)
        colour += pale[:, None] * (np.array(HORIZON, np.float32) - colour)
        alpha = share if leaves.kind == Kind.CROWN else np.float32(1.0)
        flat[at] += alpha * (colour - flat[at])


def _person(picture: Picture, image: NDArray[np.float32], figure: Figure, colour: Colour) -> None:
    """Draw a person where nothing stands before it, with a light rim."""
    centre = figure.outline.mean(axis=0)
    size = np.maximum(np.ptp(figure.outline, axis=0), 1.0)
    for outline, tint in (
        (centre + (figure.outline - centre) * (1 + 3.0 / size), (255, 255, 255)),
        (figure.outline, colour),
    ):
        row, column = covered(picture.frame, outline)
        free = picture.hits.distance_m[row, column] > figure.distance_m - 0.5
        image[row[free], column[free]] = tint
