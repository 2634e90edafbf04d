"""What one camera sees, as files: polygons for a GIS, a raster of pixel density, a picture."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from rasterio.io import MemoryFile

from placement import crs as systems
from placement.errors import OutputError, Problem
from placement.output import again, figures
from placement.pipeline import Look
from placement.texts import Language

POLYGONS, RASTER, PICTURE = "viewshed.geojson", "viewshed.tif", "viewshed.png"
DEGREE_DECIMALS = 7
UNSEEN = -1.0


def geojson(look: Look) -> bytes:
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


def geotiff(look: Look) -> bytes:
    """Return the pixel density on the cells around the camera, -1 where it sees nothing. [px/m]"""
    density = np.where(look.density_px_m > 0, look.density_px_m, UNSEEN).astype(np.float32)
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff",
            height=density.shape[0],
            width=density.shape[1],
            count=1,
            dtype="float32",
            crs=look.surface.grid.crs,
            transform=look.around.transform,
            nodata=UNSEEN,
            compress="deflate",
        ) as raster:
            raster.write(density, 1)
        return bytes(memory.read())


def picture(look: Look, *, language: Language = "en") -> bytes:
    """Return the views by level over houses, trees and the shaded ground, as PNG."""
    return figures.view(look, language=language)


def write(look: Look, folder: Path, *, language: Language = "en") -> None:
    """Write polygons, raster and picture into a folder, which is made if it is not there.

    Raises
    ------
    OutputError
        If the folder or a file cannot be written.
    """
    made = {
        POLYGONS: geojson(look),
        RASTER: geotiff(look),
        PICTURE: picture(look, language=language),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        values = {"reason": error.strerror or type(error).__name__}
        raise OutputError(Problem("file_not_written", str(folder), values=values)) from error
    for name, content in made.items():
        again.write_file(folder / name, content)


def summary(look: Look) -> dict[str, Any]:
    """Return the figures of the view as plain values; no dead zone where it never ends."""
    levels = {
        level.name: {"density_px_m": level.density_px_m, "area_m2": round(area.area, 1)}
        for level, area in zip(look.levels, look.areas, strict=True)
    }
    return {
        "model": look.model.name,
        "height_m": look.height_m,
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
