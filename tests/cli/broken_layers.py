"""Layers and rasters that cannot be used."""

import geopandas as gpd
import rasterio
from shapely.geometry import LineString, Point

from tests.cli import breaking
from tests.cli.broken import Broken
from tests.pipeline.toy_case import CRS, X_M, Y_M

POINTS = gpd.GeoDataFrame({"name": ["a"]}, geometry=[Point(X_M, Y_M)], crs=CRS)
LINES = gpd.GeoDataFrame(
    {"name": ["a"]}, geometry=[LineString([(X_M, Y_M), (X_M + 9, Y_M)])], crs=CRS
)
LAYERS = [
    Broken("folder_for_file", 4, "file_is_folder", "data", breaking.folder_for_file),
    Broken("empty_file", 4, "file_empty", "streets.gpkg", breaking.content("streets.gpkg", b"")),
    Broken("empty_layer", 4, "layer_empty", "streets.gpkg", breaking.empty_layer, column="streets"),
    Broken(
        "truncated_geopackage",
        4,
        "file_unreadable",
        "buildings.gpkg",
        breaking.truncated("buildings.gpkg", 0.3),
    ),
    Broken(
        "truncated_layer_zip", 4, "file_unreadable", "streets.zip", breaking.truncated_layer_zip
    ),
    Broken(
        "broken_geojson",
        4,
        "file_unreadable",
        "streets.geojson",
        breaking.both(
            breaking.content("streets.geojson", b'{"type": "FeatureColl'),
            breaking.given("streets", path="streets.geojson"),
        ),
    ),
    Broken(
        "unknown_layer",
        4,
        "layer_unknown",
        "streets.gpkg",
        breaking.given("streets", layer="ulice"),
        column="ulice",
    ),
    Broken("several_layers", 4, "layer_not_chosen", "streets.gpkg", breaking.two_layers),
    Broken(
        "points_for_lines",
        4,
        "geometry_kind",
        "points.gpkg",
        breaking.layer("streets", POINTS, "points.gpkg"),
    ),
    Broken(
        "lines_for_area",
        4,
        "geometry_kind",
        "lines.gpkg",
        breaking.layer("area", LINES, "lines.gpkg"),
    ),
    Broken(
        "layer_without_system",
        4,
        "crs_missing",
        "streets.shp",
        breaking.streets_without_system,
        column="inputs.streets.crs",
    ),
    Broken(
        "layer_in_another_system",
        4,
        "crs_contradicted",
        "streets.gpkg",
        breaking.given("streets", crs="EPSG:4326"),
        row=1,
    ),
    Broken(
        "layer_axes_swapped", 4, "axes_swapped", "streets.geojson", breaking.streets_swapped, row=1
    ),
]
RASTERS = [
    Broken(
        "corrupted_raster",
        4,
        "file_unreadable",
        "terrain.tif",
        breaking.content("terrain.tif", b"II*\0rubbish"),
    ),
    Broken(
        "truncated_raster",
        4,
        "file_unreadable",
        "terrain.tif",
        breaking.truncated("terrain.tif", 0.5),
    ),
    Broken(
        "raster_elsewhere",
        4,
        "raster_outside",
        "terrain.tif",
        breaking.terrain(transform=rasterio.Affine(5, 0, X_M - 90_000, 0, -5, Y_M)),
    ),
    Broken(
        "raster_without_system",
        4,
        "crs_missing",
        "terrain.tif",
        breaking.terrain(crs=None),
        column="inputs.terrain.crs",
    ),
    Broken(
        "raster_without_position",
        4,
        "raster_without_position",
        "terrain.tif",
        breaking.terrain(transform=rasterio.Affine.identity()),
    ),
]
