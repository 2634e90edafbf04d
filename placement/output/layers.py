"""`Layers`: everything a plan shows on a map, as tables in the working system with one schema each.

Every table is brought to its schema when the value is made: columns in order, types settled, rows
in a fixed order, so that the same plan gives the same bytes in every file written from it.
"""

import math
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
from attrs import fields, frozen
from shapely.geometry import Point

from placement.crs import systems
from placement.output.alternatives_layers import ALTERNATIVES, OTHER_PLANS, sensitivity_layers
from placement.output.wording import printable, word_of
from placement.plan import Plan, PlannedCamera
from placement.plan.camera_columns import stored_first
from placement.plan.column import DEMAND as PLAN_DEMAND
from placement.plan.column import CameraColumn, PlanContext
from placement.plan.public import AnyCamera, AnyPlan, PublicCamera
from placement.schema import BUILDINGS, DISTRICTS, STREETS, Column, Table

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
        Column("cost_czk", "number", "price of the point with its cameras", "Kč", 0),
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
        Column("cameras", "integer", "how many cameras see it at the end", "-", 0),
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
}
"""Layers beside that of cameras."""
WHERE_THERE_ARE_ANY = ("places", "alternatives", "other_plans")
"""Layers that are not written while they are empty."""
ORDER: Mapping[str, list[str]] = {
    "cameras": ["rank", "camera_id"],
    "views": ["camera_id", "kind", "density_px_m"],
    "other_plans": ["plan", "point_id", "azimuth_deg"],
}
"""Columns a layer's rows are sorted by; the first column where nothing is said."""


def layer_tables() -> dict[str, Table]:
    """Return the layers with their columns, in the order of the GeoPackage."""
    columns = tuple(map(_layer_column, stored_first("layer")))
    return {"cameras": Table("cameras", "Point", columns), **OTHERS}


def unless_empty() -> list[str]:
    """Return the columns of cameras that are not written while no camera has a value."""
    return [column.name for column in stored_first("layer") if column.unless_empty]


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


@frozen(eq=False)
class Layers:
    """The tables of a plan with the columns of `layer_tables`, all in one working system."""

    cameras: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    views: gpd.GeoDataFrame
    demand: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    area: gpd.GeoDataFrame
    districts: gpd.GeoDataFrame
    backdrop: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    alternatives: gpd.GeoDataFrame
    other_plans: gpd.GeoDataFrame

    @property
    def crs(self) -> str:
        """Name of the working system."""
        return str(self.cameras.crs.to_string())

    def frames(self) -> dict[str, gpd.GeoDataFrame]:
        """Return the tables by name, in the order of `layer_tables`."""
        return {attribute.name: getattr(self, attribute.name) for attribute in fields(Layers)}

    @classmethod
    def of(cls, *, crs: str, **frames: gpd.GeoDataFrame | None) -> "Layers":
        """Return layers from tables by name; what is not given is empty, what is more is an error.

        Columns a table lacks are filled with nothing, columns beyond the schema are left out, other
        systems are transformed to `crs`.
        """
        tables = layer_tables()
        unknown = set(frames) - set(tables)
        if unknown:
            raise TypeError(f"no such layers: {sorted(unknown)}")
        return cls(**{name: to_schema(frames.get(name), name, crs=crs) for name in tables})

    @classmethod
    def from_plan(
        cls,
        plan: AnyPlan,
        *,
        views: gpd.GeoDataFrame | None = None,
        demand: gpd.GeoDataFrame | None = None,
        streets: gpd.GeoDataFrame | None = None,
        buildings: gpd.GeoDataFrame | None = None,
        area: gpd.GeoDataFrame | None = None,
        districts: gpd.GeoDataFrame | None = None,
        backdrop: gpd.GeoDataFrame | None = None,
        places: gpd.GeoDataFrame | None = None,
    ) -> "Layers":
        """Return the layers of a plan: what the plan itself holds, and the rest as handed over.

        A view needs camera_id, level, density_px_m, kind and a geometry; its phase and area are
        filled in here.
        """
        return cls.of(
            crs=plan.crs,
            cameras=_cameras(plan),
            points=_points(plan),
            views=None if views is None else _with_phase_and_area(views, plan),
            demand=demand,
            streets=streets,
            buildings=buildings,
            area=area,
            districts=districts,
            backdrop=backdrop,
            places=places,
            **(sensitivity_layers(plan) if isinstance(plan, Plan) else {}),
        )


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


def _cameras(plan: AnyPlan) -> gpd.GeoDataFrame:
    """Return the layer of cameras; of a public plan with the columns that are published."""
    context = PlanContext(plan) if isinstance(plan, Plan) else None
    columns = stored_first("layer")
    rows = [
        {each.name: each.raw(context, camera) for each in columns if each.is_told_of(camera)}
        for camera in plan.cameras
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    where = gpd.points_from_xy(frame["x_m"].astype(float), frame["y_m"].astype(float))
    return gpd.GeoDataFrame(frame, geometry=where, crs=plan.crs)


def _points(plan: AnyPlan) -> gpd.GeoDataFrame:
    points: dict[str, list[AnyCamera]] = {}
    cameras: tuple[AnyCamera, ...] = plan.cameras
    for camera in sorted(cameras, key=lambda c: c.rank):
        points.setdefault(camera.point_id, []).append(camera)
    rows = [_point(hanging) for hanging in points.values()]
    return gpd.GeoDataFrame(rows, columns=POINTS.names, geometry="geometry", crs=plan.crs)


def _point(cameras: list[AnyCamera]) -> dict[str, object]:
    first = next((c for c in cameras if c.status != "out of service"), cameras[0])
    return {
        "point_id": first.point_id,
        "name": first.name,
        "cameras": len(cameras),
        "phase": first.phase,
        "status": first.status,
        "street": first.street,
        "district": first.district,
        "geometry": Point(first.x_m, first.y_m),
        **_carrier_and_price(first, cameras),
    }


def _carrier_and_price(first: AnyCamera, cameras: list[AnyCamera]) -> dict[str, object]:
    """Return carrier and price of a point, which a public plan does not hold."""
    if isinstance(first, PublicCamera):
        return {}
    costs = [camera.cost_czk for camera in cameras if isinstance(camera, PlannedCamera)]
    return {"carrier": first.carrier, "cost_czk": math.fsum(costs)}


def _with_phase_and_area(views: gpd.GeoDataFrame, plan: AnyPlan) -> gpd.GeoDataFrame:
    phase = {camera.camera_id: camera.phase for camera in plan.cameras}
    here = views if views.crs is None else systems.to_crs(views, plan.crs)
    return here.assign(phase=here["camera_id"].map(phase), area_m2=here.geometry.area)
