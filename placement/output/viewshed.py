"""What one camera sees, as files: polygons for a GIS, a raster of pixel density, a picture."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from rasterio.io import MemoryFile
from rasterio.transform import Affine

from placement.crs import systems
from placement.output.figures import view as figures
from placement.output.folder import write_files
from placement.pipeline.camera_view import CameraView
from placement.pipeline.uncertainty import AT_LEAST, ViewProbability
from placement.texts import Language
from placement.units import Floats
from placement.visibility.lowest_visible_height import LowestVisibleHeight

POLYGONS, RASTER, PICTURE = "viewshed.geojson", "viewshed.tif", "viewshed.png"
LOWEST, CHANCE = "viewshed-lowest.tif", "viewshed-chance.tif"
DEGREE_DECIMALS = 7
UNSEEN = -1.0


def geojson(look: CameraView) -> bytes:
    """Return the areas by detail level, WGS 84 (RFC 7946), coarsest first."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "level": level.name,
                "edition": level.edition,
                "density_px_m": level.density_px_m,
                "area_m2": round(area.area, 1),
            },
            "geometry": json.loads(shapely.to_geojson(_degrees(area, look.surface.grid.crs))),
        }
        for level, area in zip(look.levels, look.areas, strict=True)
        if not area.is_empty
    ]
    return _json({"type": "FeatureCollection", "features": features})


def geotiff(look: CameraView) -> bytes:
    """Return the pixel density on the cells around the camera, -1 where it sees nothing. [px/m]"""
    density = np.where(look.density_px_m > 0, look.density_px_m, UNSEEN)
    return _raster(density, look.around.transform, look.surface.grid.crs)


def lowest_geotiff(look: CameraView, lowest: LowestVisibleHeight) -> bytes:
    """Return the lowest visible height of the cells; inf: never seen, -1: not asked. [m]"""
    heights = np.where(np.isnan(lowest.height_m), UNSEEN, lowest.height_m)
    return _raster(heights, lowest.transform, look.surface.grid.crs)


def chance_geotiff(look: CameraView, supposed: ViewProbability) -> bytes:
    """Return how probable sight of the cells in the picture is, -1 outside it. [-]"""
    chance = np.where(np.isnan(supposed.chance), UNSEEN, supposed.chance)
    return _raster(chance, supposed.transform, look.surface.grid.crs)


def _raster(values: Floats, transform: Affine, crs: str) -> bytes:
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff",
            height=values.shape[0],
            width=values.shape[1],
            count=1,
            dtype="float32",
            crs=crs,
            transform=transform,
            nodata=UNSEEN,
            compress="deflate",
        ) as raster:
            raster.write(values.astype(np.float32), 1)
        return bytes(memory.read())


def picture(look: CameraView, *, language: Language = "en") -> bytes:
    """Return the views by level over houses, trees and the shaded ground, as PNG."""
    return figures.view(look, language=language)


def write(
    look: CameraView,
    folder: Path,
    *,
    language: Language = "en",
    lowest: LowestVisibleHeight | None = None,
    supposed: ViewProbability | None = None,
) -> None:
    """Write polygons, raster and picture into a folder, which is made if it is not there.

    Lowest visible heights and probabilities become rasters beside them where they are given.

    Raises
    ------
    OutputError
        If the folder or a file cannot be written.
    """
    files = {
        POLYGONS: geojson(look),
        RASTER: geotiff(look),
        PICTURE: picture(look, language=language),
    }
    if lowest is not None:
        files[LOWEST] = lowest_geotiff(look, lowest)
    if supposed is not None:
        files[CHANCE] = chance_geotiff(look, supposed)
    write_files(folder, files)


def summary(look: CameraView, *, supposed: ViewProbability | None = None) -> dict[str, Any]:
    """Return the figures of the view as plain values; no dead zone where it never ends.

    `probability` is there only where samples were asked for.
    """
    figures = _figures(look)
    if supposed is not None:
        figures["probability"] = {
            "samples": supposed.samples,
            "seed": supposed.seed,
            "height_error_m": supposed.uncertainty.building_m,
            "terrain_error_m": supposed.uncertainty.terrain_m,
            "position_error_m": supposed.uncertainty.position_m,
            "in_picture_m2": supposed.area_m2,
            "expected_m2": supposed.expected_m2,
            "share_at_least": {f"{p:g}": supposed.share(p) for p in AT_LEAST},
        }
    return figures


def _figures(look: CameraView) -> dict[str, Any]:
    levels = {
        level.name: {"density_px_m": level.density_px_m, "area_m2": round(area.area, 1)}
        for level, area in zip(look.levels, look.areas, strict=True)
    }
    return {
        "model": look.model.name,
        "height_m": look.observer.height_m,
        "tilt_deg": look.tilt_deg,
        "azimuth_deg": look.azimuth_deg,
        "grid_azimuth_deg": look.grid_azimuth_deg,
        "levels": levels,
        "dead_zone_m": look.dead_zone_m if math.isfinite(look.dead_zone_m) else None,
        "hidden_by_trees": look.hidden_by_trees,
    }


def _degrees(area: shapely.MultiPolygon, crs: str) -> shapely.Geometry:
    def move(xy: np.ndarray) -> np.ndarray:
        lon, lat = systems.to_lonlat(xy[:, 0], xy[:, 1], crs=crs)
        return np.round(np.column_stack([lon, lat]), DEGREE_DECIMALS)

    return shapely.orient_polygons(shapely.transform(area, move))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
