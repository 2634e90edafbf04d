"""Read the hand-drawn tables: one CSV each, coordinates in EPSG:5514, `x y; x y; …`. [m]"""

import csv
from functools import cache
from pathlib import Path

import shapely
from pyproj import Transformer
from pyproj.aoi import AreaOfInterest
from shapely import LineString, Point, Polygon

TABLES = Path(__file__).resolve().parents[1] / "tables"
TOWN = AreaOfInterest(13.4, 50.5, 13.8, 50.7)
CRS = "EPSG:5514"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of `tables/<name>.csv` as text."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def vertices(text: str) -> list[tuple[float, float]]:
    """Return the coordinates written as `x y; x y; …`. [m]"""
    pairs = (pair.split() for pair in text.split(";"))
    return [(float(x), float(y)) for x, y in pairs]


def line(text: str) -> LineString:
    """Return the line of a `vertices` cell."""
    return LineString(vertices(text))


def polygon(text: str) -> Polygon:
    """Return the polygon of a `polygon` cell, made valid."""
    return shapely.make_valid(Polygon(vertices(text)))


@cache
def _way(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True, area_of_interest=TOWN)


def to_plane(lon: float, lat: float) -> Point:
    """Return a place given in degrees as a point in EPSG:5514."""
    return Point(_way("EPSG:4326", CRS).transform(lon, lat))


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a point in EPSG:5514, to 0.1 m. [°]"""
    lon, lat = _way(CRS, "EPSG:4326").transform(x, y)
    return round(lon, 6), round(lat, 6)
