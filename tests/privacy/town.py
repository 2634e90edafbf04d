"""Flat towns of a few houses and one camera, for what of homes is in the picture."""

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.grid import Grid
from placement.privacy import exposure, facades, strips
from placement.privacy.exposure import Exposure, Reach, Views
from placement.privacy.homes import Homes, count_as_homes
from placement.privacy.private_ground import PrivateGround, nothing
from placement.sites import Sites
from placement.visibility import surface
from placement.visibility.sights import Candidates

GRID = Grid("EPSG:5514", 0.0, 400.0, 1.0, 400, 400)
MODEL = CameraModel("pinhole", Lens(60.0, 40.0, 2000, "rectilinear"), 0.0, 80.0, 1.0)


def houses(*shapes: shapely.Polygon, height_m=9.0, use="home") -> gpd.GeoDataFrame:
    """Return the table of some houses."""
    return gpd.GeoDataFrame(
        {
            "building_id": [str(k) for k in range(len(shapes))],
            "height_m": np.broadcast_to(np.asarray(height_m, dtype=float), len(shapes)),
            "base_m": 0.0,
            "height_source": "height",
            "use": np.broadcast_to(np.asarray(use, dtype=object), len(shapes)),
        },
        geometry=list(shapes),
        crs=GRID.crs,
    )


def views(
    table: gpd.GeoDataFrame,
    *,
    at=(200.0, 200.0),
    height_m=4.5,
    azimuth_deg=0.0,
    model: CameraModel = MODEL,
    tilt_deg: float | None = None,
    thresholds_px_m=(25.0, 62.5),
    most_m=500.0,
    strip_m=2.0,
    ground: PrivateGround | None = None,
    facing_deg=np.nan,
) -> Views:
    """Return what of homes one camera could have in its picture."""
    town = surface.build(GRID, ground=None, buildings=table, engine="vector")
    sites = Sites(
        np.array(["P"], dtype=object),
        np.array([at[0]]),
        np.array([at[1]]),
        np.array([height_m]),
        np.array(["new pole"], dtype=object),
        np.array([facing_deg], dtype=float),
    )
    tilt = model.tilt_deg if tilt_deg is None else tilt_deg
    counts = count_as_homes(table, unknown_as_home=True)
    walls = facades.build(table, town, storey_m=3.0)
    homes = Homes(
        strips.cut(walls, most_m=strip_m),
        counts,
        counts.astype(float),
        nothing() if ground is None else ground,
    )
    pose = Candidates(np.array([0]), np.array([0]), np.array([azimuth_deg]), np.array([tilt]))
    return exposure.views(
        town, sites, pose, homes=homes, models=[model], reach=Reach(thresholds_px_m, most_m)
    )


def exposed(table: gpd.GeoDataFrame, **pose) -> Exposure:
    """Return how much of homes one camera has in its picture."""
    return views(table, **pose).exposure()


def with_projection(projection, **lens) -> CameraModel:
    """Return the model with another lens."""
    return evolve(MODEL, lens=evolve(MODEL.lens, projection=projection, **lens))
