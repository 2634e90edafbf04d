"""A toy town: a crossroads, four blocks of houses and one hill, with answers known by hand.

Two streets of 200 m cross in the middle of a square of 200 m; each quarter holds one house of 60 m
by 60 m, 12 m high, 10 m from the axes. The hill is a cone in the north-east corner. Coordinates are
those of EPSG:5514 near Litvínov, the middle at `MIDDLE`.
"""

import geopandas as gpd
import numpy as np
import shapely
from affine import Affine

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.grid import Grid, around
from placement.units import Floats
from placement.visibility import surface
from placement.visibility.surface import Surface

CRS = "EPSG:5514"
MIDDLE = (-792_000.0, -978_000.0)
HALF_M = 100.0
HOUSE_HEIGHT_M = 12.0
GAP_M = 10.0
"""From a street's axis to the houses. [m]"""
HOUSE_M = 60.0
HILL_TOP_M = 30.0

WIDE = CameraModel("wide", Lens(110.0, 60.0, 3840), 20.0, 60.0, 45_000.0)
ROUND = CameraModel("round", Lens(360.0, 60.0, 8192, "panoramic"), 15.0, 50.0, 90_000.0)
TURNING = CameraModel("turning", Lens(60.0, 34.0, 1920, "rectilinear"), 10.0, 90.0, 120_000.0, True)
MODELS = (WIDE, ROUND, TURNING)


def streets() -> gpd.GeoDataFrame:
    """Return the two streets, cut at the crossroads into four arms."""
    x, y = MIDDLE
    ends = {"N": (x, y + HALF_M), "E": (x + HALF_M, y), "S": (x, y - HALF_M), "W": (x - HALF_M, y)}
    return gpd.GeoDataFrame(
        {
            "street_id": list(ends),
            "name": ["Long", "Broad", "Long", "Broad"],
            "street_class": "residential",
        },
        geometry=[shapely.LineString([MIDDLE, end]) for end in ends.values()],
        crs=CRS,
    )


def buildings() -> gpd.GeoDataFrame:
    """Return the four houses, one a quarter."""
    x, y = MIDDLE
    near, far = GAP_M, GAP_M + HOUSE_M
    corners = {
        "NE": (x + near, y + near, x + far, y + far),
        "SE": (x + near, y - far, x + far, y - near),
        "SW": (x - far, y - far, x - near, y - near),
        "NW": (x - far, y + near, x - near, y + far),
    }
    return gpd.GeoDataFrame(
        {"building_id": list(corners), "height_m": HOUSE_HEIGHT_M, "height_source": "height"},
        geometry=[shapely.box(*corner) for corner in corners.values()],
        crs=CRS,
    )


def grid(cell_m: float = 1.0) -> Grid:
    """Return the frame of the town, without a margin of its own but one cell."""
    x, y = MIDDLE
    bounds = (x - HALF_M, y - HALF_M, x + HALF_M, y + HALF_M)
    return around(bounds, crs=CRS, cell_m=cell_m, margin_m=cell_m)


def hill(frame: Grid) -> np.ndarray:
    """Return terrain with a cone in the north-east corner, flat at 0 elsewhere. [m]"""
    x, y = frame.centre_of(np.arange(frame.rows)[:, None], np.arange(frame.columns)[None, :])
    away = np.hypot(x - (MIDDLE[0] + HALF_M), y - (MIDDLE[1] + HALF_M))
    return np.maximum(HILL_TOP_M - away, 0.0).astype(np.float32)


def town(*, hilly: bool = False, cell_m: float = 1.0) -> Surface:
    """Return the town's surface, flat or with its hill."""
    frame = grid(cell_m)
    return surface.build(frame, ground=hill(frame) if hilly else None, buildings=buildings())


def transformed(transform: Affine, column: Floats, row: Floats) -> tuple[Floats, Floats]:
    """Return the places of cells counted from an upper left corner, whatever the version of affine.

    Its operator for this is `*` before affine 3 and `@` since.
    """
    return (
        transform.a * column + transform.b * row + transform.c,
        transform.d * column + transform.e * row + transform.f,
    )
