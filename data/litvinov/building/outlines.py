"""Areas: the boundary, the planned area, city parts, heritage zone and land use."""

import geopandas as gpd
import shapely
from shapely import Polygon

from building import tables

RIM_M = 120.0
"""Ground kept around the built-up area, so that views at its edge are whole."""
LEAST_SPACE_M2 = 50.0
"""Smaller scraps of a public space, between houses, are left out."""
STOP_M = 60.0
"""How far around a stop a trouble spot reaches that the sources place at stops."""


def of(layer: str) -> list[tuple[dict[str, str], Polygon]]:
    """Return the rows of one layer of the outlines table with their polygons."""
    return [
        (row, tables.polygon(row["polygon"]))
        for row in tables.rows("outlines")
        if row["layer"] == layer
    ]


def boundary() -> Polygon:
    """Return the outline of the municipality."""
    return of("boundary")[0][1]


def planned() -> Polygon:
    """Return the built-up area that is planned for, with a rim, inside the municipality."""
    return of("area")[0][1].buffer(RIM_M, quad_segs=2).simplify(5.0).intersection(boundary())


def districts() -> list[tuple[dict[str, str], shapely.Geometry]]:
    """Return the parts of the town; together they tile the municipality.

    Where drawn parts overlap the earlier row keeps the ground; what nobody covers goes to the
    part it shares the longest edge with.
    """
    free = boundary()
    found = []
    for row, shape in of("district"):
        found.append([row, shape.intersection(free)])
        free = free.difference(shape)
    for rest in shapely.get_parts(free):
        shared = [shape.intersection(rest.buffer(1)).area for _, shape in found]
        index = shared.index(max(shared))
        found[index][1] = found[index][1].union(rest)
    return [(row, _without_slivers(shape)) for row, shape in found]


def _without_slivers(shape: shapely.Geometry) -> shapely.Geometry:
    snapped = shapely.set_precision(shape, 0.5)
    parts = [part for part in shapely.get_parts(snapped) if part.geom_type == "Polygon"]
    return shapely.union_all(parts)


def land() -> dict[str, gpd.GeoDataFrame]:
    """Return land use by layer: water, woods, parks and railway, lines with their own width."""
    lived_in = shapely.union_all(
        [tables.polygon(row["polygon"]) for row in tables.rows("quarters")]
    )
    layers: dict[str, list] = {}
    for row in tables.rows("landuse"):
        width_m = float(row["width_m"])
        shape = tables.line(row["vertices"]) if width_m else tables.polygon(row["vertices"])
        if width_m and row["layer"] != "railway":
            shape = shape.buffer(width_m / 2)
        if row["layer"] == "woods":
            shape = shape.difference(lived_in)
        record = {key: row[key] for key in ("kind", "name", "provenance", "source")}
        layers.setdefault(row["layer"], []).append({**record, "geometry": shape})
    return {
        name: gpd.GeoDataFrame(records, geometry="geometry", crs=tables.CRS)
        for name, records in layers.items()
    }


def spaces(land_use: dict[str, gpd.GeoDataFrame], buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return squares, car parks and parks without the buildings and ponds in them, told apart.

    A park that lies on a square is the square's.
    """
    drawn = [(row, tables.polygon(row["polygon"])) for row in tables.rows("spaces")]
    parks = land_use["parks"]
    drawn += list(zip(parks.to_dict("records"), parks.geometry, strict=True))
    ponds = land_use["water"].geometry[land_use["water"]["kind"] == "pond"]
    taken = shapely.union_all([*buildings.geometry.buffer(0.5), *ponds])
    found = []
    for number, (row, shape) in enumerate(drawn, start=1):
        own = shapely.set_precision(shape.difference(taken), 0.01)
        taken = taken.union(own)
        record = {key: row[key] for key in ("name", "kind", "provenance", "source")}
        parts = [part for part in shapely.get_parts(own) if part.area >= LEAST_SPACE_M2]
        if parts:
            whole = shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0]
            found.append({"space_id": f"P{number:02d}", **record, "geometry": whole})
    return gpd.GeoDataFrame(found, geometry="geometry", crs=tables.CRS)


def trouble_spots(stops: dict[str, shapely.Point]) -> list[tuple[dict[str, str], shapely.Geometry]]:
    """Return the documented trouble spots with their ground: a disc, or one at each stop named."""
    found = []
    for row in tables.rows("trouble_spots"):
        named = [stops[name] for name in row["stops"].split(";") if name]
        centres = named or [shapely.Point(float(row["x"]), float(row["y"]))]
        radius_m = STOP_M if named else float(row["spread_m"])
        found.append((row, shapely.union_all([c.buffer(radius_m, quad_segs=6) for c in centres])))
    return found


def kept_free(land_use: dict[str, gpd.GeoDataFrame]) -> Polygon:
    """Return the ground on which no house is put: water, spaces, parks, woods and tracks."""
    tracks = land_use["railway"].geometry.buffer(6.0)
    grounds = (land_use[name].geometry for name in ("water", "parks", "woods"))
    open_ground = [tables.polygon(row["polygon"]) for row in tables.rows("spaces")]
    kept = [*tracks, *open_ground, *(shape for ground in grounds for shape in ground)]
    return shapely.union_all(kept)


def impassable(land_use: dict[str, gpd.GeoDataFrame]) -> Polygon:
    """Return the ground no grid street is led over: ponds, parks and the railway."""
    water, tracks = land_use["water"], land_use["railway"]
    shapes = [
        *water.geometry[water["kind"] == "pond"],
        *tracks.geometry[tracks["kind"] == "railway"].buffer(6.0),
        *land_use["parks"].geometry,
    ]
    return shapely.union_all(shapes)
