"""Hill shading for the council's map: light from the north-west on the ground, as a small picture.

Black where the ground turns from the light and white where it turns to it, the more opaque the more
so; level ground stays as the map has it. The slopes are Horn's (1981), over nine neighbours.
"""

import base64
import io
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from placement.crs import systems
from placement.grid import Grid
from placement.units import Floats
from placement.visibility.surface import Surface

LIGHT_AZIMUTH_DEG = 315.0
LIGHT_ALTITUDE_DEG = 45.0
STEEPER = 2.0
"""Heights count so many times, or towns in a valley would look level. [-]"""
MOST_PIXELS = 120_000
"""About 60 kB in the page. [-]"""
SHADOW, LIGHT = 0.45, 0.7
"""How opaque the darkest shadow and the brightest slope are. [-]"""
OPACITIES = 100
"""More steps of opacity are not seen, and make a larger picture. [-]"""
RIM = 0.06
"""The picture fades at its rim, so much of its height. [-]"""
LEAST_RISE_M = 5.0
"""Ground that rises no more has no hills to draw. [m]"""


def relief_block(surface: Surface) -> dict[str, Any] | None:
    """Return the block `relief` of the page's data: picture and corners; None without hills."""
    if float(np.ptp(surface.ground)) < LEAST_RISE_M:
        return None
    from matplotlib.image import imsave  # noqa: PLC0415 -- heavy

    west, south, east, north = _extent_deg(surface.grid)
    height_m, step_m = _heights(surface, (west, south, east, north))
    stream = io.BytesIO()
    picture = _picture(hillshade(STEEPER * height_m, step_m=step_m))
    imsave(
        stream,
        picture,
        format="png",
        pil_kwargs={"compress_level": 9},
    )
    return {
        "picture": f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}",
        "bounds": [[round(south, 6), round(west, 6)], [round(north, 6), round(east, 6)]],
    }


def hillshade(height_m: Floats, *, step_m: tuple[float, float]) -> Floats:
    """Return how much light each node of a raster gets, 0 to 1; nan where heights are unknown.

    Parameters
    ----------
    height_m
        Rows from the north. [m]
    step_m
        Between rows and between columns. [m]
    """
    z = np.pad(height_m, 1, mode="edge")
    a, b, c = z[:-2, :-2], z[:-2, 1:-1], z[:-2, 2:]
    d, f = z[1:-1, :-2], z[1:-1, 2:]
    g, h, i = z[2:, :-2], z[2:, 1:-1], z[2:, 2:]
    to_east = ((c + 2 * f + i) - (a + 2 * d + g)) / (8 * step_m[1])
    to_north = ((a + 2 * b + c) - (g + 2 * h + i)) / (8 * step_m[0])
    azimuth, altitude = math.radians(LIGHT_AZIMUTH_DEG), math.radians(LIGHT_ALTITUDE_DEG)
    light = math.cos(altitude) * np.array([math.sin(azimuth), math.cos(azimuth)])
    towards = math.sin(altitude) - to_east * light[0] - to_north * light[1]
    light_share: Floats = np.clip(towards / np.sqrt(1 + to_east**2 + to_north**2), 0.0, 1.0)
    return light_share


def _extent_deg(grid: Grid) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a grid. [°]"""
    x_min, y_min, x_max, y_max = grid.bounds
    t = np.linspace(0.0, 1.0, 11)
    x, y = x_min + t * (x_max - x_min), y_min + t * (y_max - y_min)
    rim_x = np.concatenate([x, x, np.full(11, x_min), np.full(11, x_max)])
    rim_y = np.concatenate([np.full(11, y_min), np.full(11, y_max), y, y])
    lon, lat = systems.to_lonlat(rim_x, rim_y, crs=grid.crs)
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _heights(
    surface: Surface, extent_deg: tuple[float, float, float, float]
) -> tuple[Floats, tuple[float, float]]:
    """Return heights of the ground on a raster along the meridians, and its steps. [m]"""
    west, south, east, north = extent_deg
    grid = surface.grid
    metres = math.radians(1) * 6_371_000
    width_m = (east - west) * metres * math.cos(math.radians((south + north) / 2))
    height_m = (north - south) * metres
    step_m = max(grid.cell_m, math.sqrt(width_m * height_m / MOST_PIXELS))
    rows, columns = math.ceil(height_m / step_m), math.ceil(width_m / step_m)
    lat = north - (np.arange(rows) + 0.5) / rows * (north - south)
    lon = west + (np.arange(columns) + 0.5) / columns * (east - west)
    x, y = systems.from_lonlat(*(axis.ravel() for axis in np.meshgrid(lon, lat)), crs=grid.crs)
    every = max(1, round(step_m / grid.cell_m))
    blocks = _means(surface.ground, every)
    side_m = every * grid.cell_m
    places = (grid.y_max - y) / side_m - 0.5, (x - grid.x_min) / side_m - 0.5
    ground = ndimage.map_coordinates(blocks, places, order=1, mode="nearest")
    height = np.where(grid.holds(x, y), ground, np.nan).reshape(rows, columns)
    return height, (height_m / rows, width_m / columns)


def _means(ground: NDArray[np.float32], every: int) -> Floats:
    """Return the mean of each square block of cells; cells left over belong to the last block."""
    rows, columns = (max(1, size // every) for size in ground.shape)
    whole = ground[: rows * every, : columns * every]
    if whole.shape != (rows * every, columns * every):
        return ground.astype(np.float64)
    blocks = whole.reshape(rows, every, columns, every)
    return np.asarray(blocks.mean(axis=(1, 3), dtype=np.float64))


def _picture(shade: Floats) -> NDArray[np.uint8]:
    """Return light and shadow as red, green, blue and opacity."""
    level = math.sin(math.radians(LIGHT_ALTITUDE_DEG))
    lit = np.nan_to_num(shade, nan=level)
    shadow = np.clip((level - lit) / level, 0, 1) * SHADOW
    light = np.clip((lit - level) / (1 - level), 0, 1) * LIGHT
    apart = ndimage.distance_transform_edt(np.pad(~np.isnan(shade), 1))[1:-1, 1:-1]
    fading = np.clip(apart / (RIM * len(shade)), 0, 1)
    opacity = np.rint(np.maximum(shadow, light) * fading * OPACITIES) / OPACITIES
    picture = np.zeros((*shade.shape, 4), dtype=np.uint8)
    picture[..., :3] = np.where((light > shadow)[..., None], 255, 0)
    picture[..., 3] = np.rint(255 * opacity)
    picture[opacity == 0] = 0
    return picture
