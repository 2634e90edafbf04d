"""What one camera sees, as files: polygons for a GIS, a raster of pixel density, a picture."""

import io
import json
from typing import Any

import numpy as np
import shapely
from rasterio.io import MemoryFile

from placement import crs as systems
from placement.pipeline import Look

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


def picture(look: Look) -> bytes:
    """Return the views by level over the shaded surface, as PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 -- slow to import
    from matplotlib.colors import LightSource  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    grid, reach = look.surface.grid, look.model.range_m
    row, column = (int(i) for i in grid.cell_of(look.x_m, look.y_m))
    cells = int(reach / grid.cell_m) + 2
    top, left = max(row - cells, 0), max(column - cells, 0)
    part = look.surface.obstacles[top : row + cells, left : column + cells].astype(np.float64)
    if look.surface.prisms is not None:
        roofs = look.surface.roofs[top : row + cells, left : column + cells]
        part = part + ROOF_SHOWN_M * roofs
    west, north = grid.x_min + left * grid.cell_m, grid.y_max - top * grid.cell_m
    frame = (
        west,
        west + part.shape[1] * grid.cell_m,
        north - part.shape[0] * grid.cell_m,
        north,
    )
    figure = Figure(figsize=(7, 7), dpi=150)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    shade = LightSource(315, 45).hillshade(part, dx=grid.cell_m, dy=grid.cell_m)
    axes.imshow(shade, cmap="gray", extent=frame, vmin=-0.2, vmax=1.2)
    for number, area in enumerate(look.areas):
        for polygon in area.geoms:
            x, y = np.asarray(polygon.exterior.coords).T[:2]
            axes.fill(x, y, color=COLOURS[number % len(COLOURS)], alpha=0.35, linewidth=0)
            for hole in polygon.interiors:
                axes.plot(*np.asarray(hole.coords).T[:2], color="#222222", linewidth=0.2)
    axes.plot(look.x_m, look.y_m, "o", color="#ffffff", markeredgecolor="#222222", markersize=6)
    axes.set_xlim(frame[0], frame[1])
    axes.set_ylim(frame[2], frame[3])
    axes.axis("off")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


ROOF_SHOWN_M = 6.0
"""How high a house kept as a prism is drawn in the shaded picture. [m]"""
COLOURS = ("#cfe3f3", "#9ecae1", "#6baed6", "#3182bd", "#08519c", "#08306b", "#041c40")


def summary(look: Look) -> dict[str, Any]:
    """Return the figures of the view as plain values."""
    levels = {
        level.name: {"density_px_m": level.density_px_m, "area_m2": round(area.area, 1)}
        for level, area in zip(look.levels, look.areas, strict=True)
    }
    return {
        "model": look.model.name,
        "height_m": look.height_m,
        "tilt_deg": look.model.tilt_deg,
        "grid_azimuth_deg": look.grid_azimuth_deg,
        "levels": levels,
        "dead_zone_m": look.dead_zone_m,
        "hidden_by_trees": look.hidden_by_trees,
    }


def _degrees(area: shapely.MultiPolygon, crs: str) -> shapely.Geometry:
    def move(xy: np.ndarray) -> np.ndarray:
        lon, lat = systems.to_lonlat(xy[:, 0], xy[:, 1], crs=crs)
        return np.round(np.column_stack([lon, lat]), DEGREE_DECIMALS)

    return shapely.orient_polygons(shapely.transform(area, move))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
