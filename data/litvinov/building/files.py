"""Write layers so that the same tables give the same bytes."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import rasterio
import shapely
from rasterio.transform import from_origin

from building import tables

STAMP = "2026-01-01T00:00:00.000Z"
"""The date GeoPackages carry instead of the hour they were built at."""


def layer(frame: gpd.GeoDataFrame, path: Path, name: str) -> None:
    """Write one layer into a GeoPackage, which is made when it does not exist."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP})
    whole = frame.set_geometry(shapely.set_precision(frame.geometry.to_numpy(), 0.01))
    pyogrio.write_dataframe(
        whole, path, layer=name, driver="GPKG", layer_options={"SPATIAL_INDEX": "YES"}
    )


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    path: Path,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> None:
    """Write a CSV table."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def geojson(records: Sequence[dict[str, object]], shapes: Sequence, path: Path) -> None:
    """Write polygons given in EPSG:5514 as GeoJSON in degrees, one feature per line."""
    features = [
        json.dumps(
            {"type": "Feature", "properties": record, "geometry": _in_degrees(shape)},
            ensure_ascii=False,
        )
        for record, shape in zip(records, shapes, strict=True)
    ]
    text = '{"type": "FeatureCollection", "features": [\n' + ",\n".join(features) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _in_degrees(shape: shapely.Geometry) -> dict[str, object]:
    def convert(points: np.ndarray) -> np.ndarray:
        return np.array([tables.to_degrees(x, y) for x, y in points])

    return shapely.geometry.mapping(shapely.transform(shapely.normalize(shape), convert))


def raster(heights_m: np.ndarray, path: Path, *, west: float, north: float, cell_m: float) -> None:
    """Write heights as a compressed GeoTIFF in EPSG:5514."""
    rows, columns = heights_m.shape
    profile = {
        "driver": "GTiff",
        "height": rows,
        "width": columns,
        "count": 1,
        "dtype": "float32",
        "crs": tables.CRS,
        "transform": from_origin(west, north, cell_m, cell_m),
        "nodata": -9999.0,
        "compress": "DEFLATE",
        "predictor": 3,
        "zlevel": 9,
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
        "num_threads": 1,
    }
    with rasterio.open(path, "w", **profile) as file:
        file.write(heights_m.astype("float32"), 1)
