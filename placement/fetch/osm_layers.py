"""Layers of a town from an OpenStreetMap file, with tags as columns."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import geopandas as gpd
import shapely
from attrs import frozen

from placement.errors import InputError
from placement.inputs.addresses.osm_addresses import read_osm
from placement.inputs.buildings.reader import OSM_PARTS, with_closed_ways
from placement.inputs.buildings.reader import OSM_TAGS as BUILDING_TAGS
from placement.inputs.cameras.osm_cameras import TAGS as CAMERA_TAGS
from placement.inputs.cameras.osm_cameras import cameras_of_tags
from placement.inputs.layers.features import Features
from placement.inputs.layers.osm import identifiers, with_tags
from placement.inputs.layers.vector_file import read_features
from placement.inputs.places import TAGS as PLACE_TAGS
from placement.inputs.streets.ways import OSM_TAGS as WAY_TAGS
from placement.schema import Geometry

ADDRESSES = "addresses"
"""Layer of houses with their numbers, in columns that the reader of addresses knows."""


@frozen
class OsmLayer:
    """Definition of one layer: geometry, condition, and tags that become columns."""

    geometry: Geometry
    where: str
    tags: tuple[str, ...] = ("name",)
    indispensable: bool = False
    if_any: tuple[str, ...] = ()
    """Tags that get a column where a feature has them."""


AREAS = {"amenity": ("school", "kindergarten", "parking"), "leisure": ("playground",)}
AREAS |= {"place": ("square",)}
POINTS = {**AREAS, "public_transport": ("platform",), "railway": ("tram_stop",)}
"""Places of the table of place types; GDAL has the tags of areas as columns."""


def _any_of(places: Mapping[str, tuple[str, ...]], form: str) -> str:
    return " OR ".join(form.format(k, value) for k in places for value in places[k])


TOWN_LAYERS = {
    "streets": OsmLayer(
        "LineString",
        "highway IS NOT NULL",
        ("highway", "name", *WAY_TAGS),
        indispensable=True,
        if_any=(
            "layer",
            "level",
            "location",
            "covered",
            "bridge",
            "motorroad",
            "service",
            "conveying",
            "footway",
            "construction",
            "proposed",
        ),
    ),
    "buildings": OsmLayer(
        "Polygon",
        f"building IS NOT NULL OR {OSM_PARTS}",
        ("building", "name", "height", "building:levels", "roof:levels"),
        if_any=BUILDING_TAGS,
    ),
    "trees": OsmLayer(
        "Point", 'other_tags LIKE \'%"natural"=>"tree"%\'', ("natural", "height", "diameter_crown")
    ),
    "lamps": OsmLayer("Point", "highway = 'street_lamp'", ("highway", "ref", "height")),
    "cameras": OsmLayer("Point", "man_made = 'surveillance'", CAMERA_TAGS),
    "places": OsmLayer(
        "Point",
        "highway = 'bus_stop' OR " + _any_of(POINTS, 'other_tags LIKE \'%"{}"=>"{}"%\''),
        ("name", *PLACE_TAGS),
    ),
    "place_areas": OsmLayer("Polygon", _any_of(AREAS, "{} = '{}'"), ("name", *PLACE_TAGS)),
    "water": OsmLayer("Polygon", "natural = 'water'"),
    "woods": OsmLayer("Polygon", "natural = 'wood' OR landuse = 'forest'"),
    "parks": OsmLayer("Polygon", "leisure = 'park'"),
    "railways": OsmLayer("LineString", "railway IN ('rail', 'tram')"),
}


def read(
    path: Path, *, crs: str, within: shapely.Geometry | None = None
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of a file that are not empty, by name.

    Parameters
    ----------
    path
        `.osm.pbf` or `.osm`.
    crs
        Working system.
    within
        Area in the working system; what does not touch it is left out.

    Raises
    ------
    InputError
        If the file cannot be read, or holds no street there.
    """
    return dict(_layers(path, crs, within))


def extent(path: Path) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a file's streets in WGS 84. [°]"""
    streets = _features(path, TOWN_LAYERS["streets"], "EPSG:3857", None).frame.to_crs("EPSG:4326")
    west, south, east, north = map(float, streets.total_bounds)
    return west, south, east, north


def _layers(
    path: Path, crs: str, within: shapely.Geometry | None
) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
    for name, layer in TOWN_LAYERS.items():
        try:
            features = _features(path, layer, crs, within)
            if name == "buildings":
                features = with_closed_ways(features, crs=crs, source_crs=None, within=within)
        except InputError:
            if layer.indispensable:
                raise
            continue
        frame = features.frame
        if name == "cameras" and not frame.empty:  # most bare nodes of surveillance are no cameras
            frame = frame[
                frame["source_row"].isin(cameras_of_tags(features)[0].frame["source_row"])
            ]
        if not frame.empty:
            tagged_frame = with_tags(frame, (*layer.tags, *layer.if_any))
            more = [tag for tag in layer.if_any if tagged_frame[tag].any()]
            tags = dict.fromkeys((*layer.tags, *more))
            columns = tagged_frame[[*tags, "geometry"]]
            yield name, columns.assign(osm_id=identifiers(frame)).reset_index(drop=True)
    with suppress(InputError):
        houses = read_osm(path, crs=crs, name=ADDRESSES, within=within).frame
        yield ADDRESSES, houses.drop(columns="source_row")


def _features(path: Path, layer: OsmLayer, crs: str, within: shapely.Geometry | None) -> Features:
    features = read_features(
        path,
        crs=crs,
        name="streets",
        geometry=layer.geometry,
        where=layer.where,
        within=within,
    )
    return features.refuse_empty() if layer.indispensable else features
