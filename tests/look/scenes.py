"""Made-up towns to look at: houses of all directions on a slope, trees, a passage, two streets."""

import geopandas as gpd
import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import LineString, Point, box

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.grid import Grid
from placement.look.picture import Frame, Picture, frames, picture_of
from placement.look.scene import Scene, scene_around
from placement.visibility import surface
from placement.visibility.observation import Observer
from placement.visibility.surface import Surface

CRS = "EPSG:5514"
X_M, Y_M = -792_000.0, -978_000.0
HALF_M = 160
GRID = Grid(CRS, X_M - HALF_M, Y_M + HALF_M, 1.0, 2 * HALF_M, 2 * HALF_M)
FIXED = CameraModel("fixed", Lens(80.0, 45.0, 2688), 15.0, 80.0, 45_000.0)
ROUND = CameraModel("round", Lens(360.0, 55.0, 15360, "panoramic"), 22.0, 80.0, 130_000.0)


def streets() -> gpd.GeoDataFrame:
    """Return a street to the north and one across it, 30 m away."""
    lines = [
        LineString([(X_M, Y_M - 100), (X_M, Y_M + 150)]),
        LineString([(X_M - 120, Y_M + 30), (X_M + 120, Y_M + 30)]),
    ]
    columns = {"name": ["Dlouhá", "Široká"], "street_class": "residential"}
    return gpd.GeoDataFrame(columns, geometry=lines, crs=CRS)


def flat(
    *, houses: list[shapely.Polygon] | None = None, height_m: float = 9.0, base_m: float = 0.0
) -> Surface:
    """Return level ground at 300 m with houses of one height."""
    ground = np.full(GRID.shape, 300.0, np.float32)
    if not houses:
        return surface.build(GRID, ground=ground)
    sizes = {"height_m": [height_m] * len(houses), "base_m": base_m}
    table = gpd.GeoDataFrame(sizes, geometry=houses, crs=CRS)
    return surface.build(GRID, ground=ground, buildings=table, engine="vector")


def hilly(seed: int) -> Surface:
    """Return sloping, rolling ground with 25 houses, a passage and 30 trees; the middle is free."""
    draw = np.random.default_rng(seed)
    row, column = np.indices(GRID.shape)
    east, north = column - HALF_M, HALF_M - row
    slope = draw.uniform(-0.06, 0.06, 2)
    waves = 1.5 * np.sin(east / draw.uniform(25, 50)) * np.cos(north / draw.uniform(25, 50))
    ground = (300 + slope[0] * east + slope[1] * north + waves).astype(np.float32)
    shapes, heights, bases = [], [], []
    while len(shapes) < 25:
        x, y = X_M + draw.uniform(-110, 110), Y_M + draw.uniform(-110, 110)
        shape = affinity.rotate(
            box(x - draw.uniform(3, 14), y - 5, x + 8, y + draw.uniform(3, 12)),
            draw.uniform(0, 90),
        )
        if len(shapes) % 5 == 0:  # with a courtyard
            shape = shape.buffer(4, join_style="mitre").difference(shape.buffer(-2))
        if shape.distance(Point(X_M, Y_M)) > 6:
            shapes.append(shape)
            heights.append(draw.uniform(3, 22))
            bases.append(0.0)
    bases[3], heights[3] = 4.0, 9.0  # a building over a passage
    houses = gpd.GeoDataFrame({"height_m": heights, "base_m": bases}, geometry=shapes, crs=CRS)
    trunks = draw.uniform(-90, 90, (30, 2))
    trunks = trunks[np.hypot(*trunks.T) > 5]
    trees = gpd.GeoDataFrame(
        {
            "height_m": draw.uniform(5, 14, len(trunks)),
            "crown_radius_m": draw.uniform(1, 3.5, len(trunks)),
            "crown_base_m": draw.uniform(1.5, 4, len(trunks)),
        },
        geometry=[Point(X_M + x, Y_M + y) for x, y in trunks],
        crs=CRS,
    )
    return surface.build(GRID, ground=ground, buildings=houses, trees=trees, engine="vector")


def scene(
    over: Surface, *, height_m: float = 5.0, range_m: float = 80.0, facing_deg: float | None = None
) -> Scene:
    """Return what lies around a lens in the middle."""
    observer = Observer(x_m=X_M, y_m=Y_M, height_m=height_m, range_m=range_m, facing_deg=facing_deg)
    return scene_around(observer, over, streets=streets())


def frames_of(
    model: CameraModel = FIXED,
    *,
    azimuth_deg: float = 0.0,
    tilt_deg: float | None = None,
    facing_deg: float | None = None,
    width_px: int = 640,
) -> tuple[Frame, ...]:
    """Return the frames of a camera in the middle."""
    return frames(
        model,
        grid_azimuth_deg=azimuth_deg,
        tilt_deg=model.tilt_deg if tilt_deg is None else tilt_deg,
        facing_deg=facing_deg,
        width_px=width_px,
    )


def picture(over: Surface, model: CameraModel = FIXED, **pose: float) -> Picture:
    """Return the first picture of a camera in the middle."""
    return picture_of(scene(over), frames_of(model, **pose)[0])
