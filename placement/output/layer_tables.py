"""The tables of a plan's layers: columns, types and order of rows, and frames brought to them.

Every frame is brought to its table before anything is written, so that the same plan gives the same
bytes in every file.
"""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from placement.crs import systems
from placement.output.alternatives_layers import ALTERNATIVES, OTHER_PLANS
from placement.output.layers import Layers
from placement.output.wording import printable, word_of
from placement.plan.camera_columns import stored_first
from placement.plan.column import DEMAND as PLAN_DEMAND
from placement.plan.column import CameraColumn
from placement.schema import ADDRESSES, BUILDINGS, DISTRICTS, NETWORKS, STREETS, Column, Table

UNSEEN = "later phases (2; 3) at whose end nobody sees it, since a camera was taken down"
POINTS = Table(
    "points",
    "Point",
    (
        Column("point_id", "text", "identifier of the point, unique"),
        Column("name", "text", "name of the point as people use it"),
        Column("cameras", "integer", "how many cameras it carries", "-", 1),
        Column("phase", "integer", "phase of its first camera", "-", 0),
        Column("status", "text", "status of its first camera in service"),
        Column("carrier", "text", "what its cameras hang on"),
        Column("street", "text", "street it stands in"),
        Column("district", "text", "district it stands in"),
        Column("cost_czk", "number", "price of the point with its cameras", "Kč", 0, nullable=True),
    ),
)
VIEWS = Table(
    "views",
    "Polygon",
    (
        Column("camera_id", "text", "camera that sees the area"),
        Column("level", "text", "level of picture detail reached everywhere in the area"),
        Column("density_px_m", "number", "least pixel density in the area", "px/m", 0),
        Column("phase", "integer", "phase of the camera", "-", 0),
        Column(
            "kind",
            "text",
            "always seen, or only after turning",
            choices=("continuous", "reachable"),
        ),
        Column("area_m2", "number", "size of the area", "m²", 0),
    ),
)
DEMAND = Table(
    "demand",
    "LineString",  # pieces of public spaces are polygons; a GIS is told "any geometry"
    (
        Column("lixel_id", "text", "identifier of the piece of street or space, unique"),
        Column("street", "text", "name of the street, empty if it has none"),
        Column("district", "text", "district, empty if unknown"),
        Column("length_m", "number", "length of the piece", "m", 0),
        Column("expected", "number", "demand on the piece", "incidents/year", 0),
        Column("seen_phase", "integer", "first phase whose cameras see it", "-", 0, nullable=True),
        Column("unseen_phases", "text", UNSEEN),
        Column(
            "seen_phase_night",
            "integer",
            "first phase whose cameras see it by night, in a plan for day and night",
            "-",
            0,
            nullable=True,
        ),
        Column("unseen_phases_night", "text", UNSEEN),
        Column("cameras", "integer", "how many cameras see it at the end", "-", 0),
        Column("camera_ranks", "text", "ranks of cameras that see it (1; 17), in that order"),
        Column(
            "hot",
            "integer",
            "1 where more was recorded than chance would put there, 0 where not; empty: not tested",
            "-",
            0,
            1,
            nullable=True,
        ),
    ),
)
AREA = Table("area", "Polygon", (Column("name", "text", "name of the planned area"),))
BACKDROP = Table(
    "backdrop",
    "Polygon",  # railways are lines; a GIS is told "any geometry"
    (Column("kind", "text", "what it is", choices=("water", "woods", "park", "railway")),),
)
PLACES = Table(
    "places",
    "Point",
    (
        Column("place_id", "text", "identifier of the place, unique"),
        Column("name", "text", "name of the place, empty if it has none"),
        Column("kind", "text", "school, stop … as in the table of types"),
        Column(
            "seen_phase",
            "integer",
            "first phase whose cameras see it in the detail it asks for",
            "-",
            0,
            nullable=True,
        ),
        Column("unseen_phases", "text", UNSEEN),
    ),
)
FACADES = Table(
    "facades",
    "LineString",
    (
        Column("camera_id", "text", "camera that has the wall of a home in its picture"),
        Column("density_px_m", "number", "pixel density on its densest part", "px/m", 0),
        Column("area_m2", "number", "area of the wall in the picture", "m²", 0),
    ),
)
MASKED = Table(
    "masked",
    "Polygon",
    (
        Column("camera_id", "text", "camera whose masks hide who stands in the area"),
        Column(
            "level", "text", "level of picture detail it would have there: coarsest, or counted"
        ),
        Column("density_px_m", "number", "least pixel density without masks", "px/m", 0),
        Column("phase", "integer", "phase of the camera", "-", 0),
        Column("area_m2", "number", "size of the area", "m²", 0),
        Column("share", "number", "of what the camera has in view at the level", "-", 0, 1),
    ),
)
OTHERS: Mapping[str, Table] = {
    "points": POINTS,
    "views": VIEWS,
    "demand": DEMAND,
    "streets": STREETS,
    "buildings": BUILDINGS,
    "area": AREA,
    "districts": DISTRICTS,
    "backdrop": BACKDROP,
    "places": PLACES,
    "alternatives": ALTERNATIVES,
    "other_plans": OTHER_PLANS,
    "addresses": ADDRESSES,
    "facades": FACADES,
    "masked": MASKED,
    "networks": NETWORKS,
}
"""Layers beside that of cameras."""
WHERE_THERE_ARE_ANY = (
    "places", "alternatives", "other_plans", "addresses", "facades", "masked", "networks",
)  # fmt: skip
"""Layers that are not written while they are empty."""
ORDER: Mapping[str, list[str]] = {
    "cameras": ["number", "camera_id"],
    "views": ["camera_id", "kind", "density_px_m"],
    "facades": ["camera_id", "density_px_m", "area_m2"],
    "masked": ["camera_id", "density_px_m"],
    "other_plans": ["plan", "point_id", "azimuth_deg"],
    "addresses": ["street", "part", "orientation_number", "letter", "house_number"],
}
"""Columns a layer's rows are sorted by; the first column where nothing is said."""


def layer_tables() -> dict[str, Table]:
    """Return the layers with their columns, in the order of the GeoPackage."""
    columns = tuple(map(_layer_column, stored_first("layer")))
    return {"cameras": Table("cameras", "Point", columns), **OTHERS}


def unless_empty() -> list[str]:
    """Return the columns that are not written while no row has a value."""
    cameras = [column.name for column in stored_first("layer") if column.unless_empty]
    return [*cameras, "seen_phase_night", "unseen_phases", "unseen_phases_night"]


def _layer_column(column: CameraColumn) -> Column:
    return Column(
        column.name,
        "text" if column.kind == "word" else column.kind,
        word_of("lists.meaning", column.name, "en"),
        "incidents/year" if column.unit == PLAN_DEMAND else column.unit,
        column.low,
        column.high,
        column.nullable,
        column.choices,
    )


def layers_of(*, crs: str, **frames: gpd.GeoDataFrame | None) -> Layers:
    """Return layers from frames by name; what is not given is empty, what is more is an error.

    Columns a frame lacks are filled with nothing, columns beyond the table are left out, other
    systems are transformed to `crs`.
    """
    tables = layer_tables()
    unknown = set(frames) - set(tables)
    if unknown:
        raise TypeError(f"no such layers: {sorted(unknown)}")
    return Layers(**{name: to_schema(frames.get(name), name, crs=crs) for name in tables})


def to_schema(frame: gpd.GeoDataFrame | None, layer: str, *, crs: str) -> gpd.GeoDataFrame:
    """Return a table with its layer's columns, types and order, without rows of no geometry."""
    table = layer_tables()[layer]
    by = ORDER.get(layer, [table.columns[0].name])
    return as_table(frame, table, crs=crs, by=by)


def as_table(
    frame: gpd.GeoDataFrame | None, table: Table, *, crs: str, by: list[str]
) -> gpd.GeoDataFrame:
    """Return a frame with the columns and types of a table, sorted, without rows of no geometry."""
    if frame is None:
        frame = gpd.GeoDataFrame({name: [] for name in table.names}, geometry="geometry", crs=crs)
    placed = frame.set_crs(crs) if frame.crs is None else systems.to_crs(frame, crs)
    placed = placed[~(placed.geometry.is_empty | placed.geometry.isna())]
    columns = {column.name: _typed(placed, column) for column in table.columns}
    typed = gpd.GeoDataFrame(columns, geometry=placed.geometry, crs=crs)
    return typed.sort_values(by, kind="stable").reset_index(drop=True)


def _typed(frame: gpd.GeoDataFrame, column: Column) -> pd.Series:
    if column.name not in frame.columns:
        default: object = {"text": "", "flag": False}.get(column.kind, pd.NA)
        values = pd.Series([default] * len(frame), index=frame.index, dtype=object)
    else:
        values = frame[column.name]
    if column.kind == "integer":
        numbers = pd.to_numeric(values, errors="coerce")
        return numbers.astype("Int64") if column.nullable else numbers.fillna(0).astype("int64")
    if column.kind == "number":
        return pd.to_numeric(values, errors="coerce").astype("float64")
    if column.kind == "flag":
        return values.astype(bool)
    return values.map(lambda value: "" if pd.isna(value) else printable(str(value))).astype(object)
