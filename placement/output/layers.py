"""`Layers`: everything a plan shows on a map, as tables in the working system with one schema each.

Every table is brought to its schema when the value is made: columns in order, types settled, rows
in a fixed order, so that the same plan gives the same bytes in every file written from it.
"""

import math
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
from attrs import asdict, fields, frozen
from shapely.geometry import Point

from placement.crs import systems
from placement.output.alternatives_layers import ALTERNATIVES, OTHER_PLANS, freedom_layers
from placement.output.wording import printable
from placement.plan import Plan, PlannedCamera
from placement.schema import BUILDINGS, DISTRICTS, PROVENANCE, STREETS, Column, Table

TRUE_AZIMUTH = "direction, clockwise from true north; none of a full circle"
GRID_AZIMUTH = "direction, clockwise from grid north; none of a full circle"
FACING = "on a wall: where the wall faces, clockwise from grid north"
CAMERAS = Table(
    "cameras",
    "Point",
    (
        Column("camera_id", "text", "identifier of the camera, unique"),
        Column("point_id", "text", "point the camera hangs on"),
        Column("name", "text", "name of the point as people use it"),
        Column(
            "status",
            "text",
            "existing, new or broken",
            choices=("existing", "new", "out of service"),
        ),
        Column("phase", "integer", "0 for what stands today, then the step that builds it", "-", 0),
        Column("rank", "integer", "order of building, 1 first", "-", 1),
        Column("model", "text", "name of the camera model"),
        Column("x_m", "number", "easting in the working system", "m"),
        Column("y_m", "number", "northing in the working system", "m"),
        Column("lon_deg", "number", "longitude, WGS 84", "°", -180, 180),
        Column("lat_deg", "number", "latitude, WGS 84", "°", -90, 90),
        Column("ground_m", "number", "height of the ground above the sea", "m", nullable=True),
        Column("height_m", "number", "height of the lens above ground", "m"),
        Column("carrier", "text", "what the camera hangs on"),
        Column("azimuth_deg", "number", TRUE_AZIMUTH, "°", 0, 360, nullable=True),
        Column("grid_azimuth_deg", "number", GRID_AZIMUTH, "°", 0, 360, nullable=True),
        Column("tilt_deg", "number", "below the horizon", "°", -90, 90),
        Column("cost_czk", "number", "price of the camera and of the point it opens", "Kč", 0),
        Column("seen", "number", "demand it covers alone", "incidents/year", 0),
        Column("gain", "number", "demand it adds to what stands before it", "incidents/year", 0),
        Column("street", "text", "street it stands in"),
        Column("district", "text", "district it stands in"),
        Column("top_places", "text", "streets it sees most demand on, most first, `; ` between"),
        Column("provenance", "text", "where the record comes from", choices=PROVENANCE),
        Column("facing_deg", "number", FACING, "°", 0, 360, nullable=True),
        Column("azimuth_assumed", "flag", "the source gives no direction; one was assumed"),
        Column("model_assumed", "flag", "the source names no model; one was assumed"),
        Column("kind_assumed", "flag", "the source does not say whether it is fixed or turns"),
        Column("height_assumed", "flag", "the source gives no height; one was assumed"),
        Column("tilt_assumed", "flag", "the source gives no tilt; the model's was assumed"),
        Column("chosen_again", "number", "share of repeated plans with it", nullable=True),
        Column("alike_again", "number", "share with it or one like it", nullable=True),
    ),
)
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
TABLES: Mapping[str, Table] = {
    "cameras": CAMERAS,
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
"""Layer → its columns, in the order of the GeoPackage."""
WHERE_THERE_ARE_ANY = ("places", "alternatives", "other_plans")
"""Layers that are not written while they are empty."""
WHERE_KNOWN = ("chosen_again", "alike_again")
"""Columns of cameras that are not written while nothing is known."""
ORDER: Mapping[str, list[str]] = {
    "cameras": ["rank", "camera_id"],
    "views": ["camera_id", "kind", "density_px_m"],
    "other_plans": ["plan", "point_id", "azimuth_deg"],
}
"""Columns a layer's rows are sorted by; the first column where nothing is said."""


@frozen(eq=False)
class Layers:
    """The tables of a plan, each with the columns of `TABLES`, all in one working system."""

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
        """Return the tables by name, in the order of `TABLES`."""
        return {attribute.name: getattr(self, attribute.name) for attribute in fields(Layers)}

    @classmethod
    def of(cls, *, crs: str, **frames: gpd.GeoDataFrame | None) -> "Layers":
        """Return layers from tables by name; what is not given is empty, what is more is an error.

        Columns a table lacks are filled with nothing, columns beyond the schema are left out, other
        systems are transformed to `crs`.
        """
        unknown = set(frames) - set(TABLES)
        if unknown:
            raise TypeError(f"no such layers: {sorted(unknown)}")
        return cls(**{name: shaped(frames.get(name), name, crs=crs) for name in TABLES})

    @classmethod
    def from_plan(
        cls,
        plan: Plan,
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
            **freedom_layers(plan),
        )


def shaped(frame: gpd.GeoDataFrame | None, layer: str, *, crs: str) -> gpd.GeoDataFrame:
    """Return a table with its layer's columns, types and order; rows without geometry go."""
    by = ORDER.get(layer, [TABLES[layer].columns[0].name])
    return as_table(frame, TABLES[layer], crs=crs, by=by)


def as_table(
    frame: gpd.GeoDataFrame | None, table: Table, *, crs: str, by: list[str]
) -> gpd.GeoDataFrame:
    """Return a table with its columns and types, sorted `by` some; rows without geometry go."""
    if frame is None:
        frame = gpd.GeoDataFrame({name: [] for name in table.names}, geometry="geometry", crs=crs)
    placed = frame.set_crs(crs) if frame.crs is None else systems.to_crs(frame, crs)
    placed = placed[~(placed.geometry.is_empty | placed.geometry.isna())]
    columns = {column.name: _typed(placed, column) for column in table.columns}
    made = gpd.GeoDataFrame(columns, geometry=placed.geometry, crs=crs)
    return made.sort_values(by, kind="stable").reset_index(drop=True)


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


def _cameras(plan: Plan) -> gpd.GeoDataFrame:
    rows = [{**asdict(c), "top_places": "; ".join(c.top_places)} for c in plan.cameras]
    frame = pd.DataFrame(rows, columns=[column.name for column in CAMERAS.columns])
    circle = [not plan.has_direction(camera) for camera in plan.cameras]
    frame.loc[circle, ["azimuth_deg", "grid_azimuth_deg"]] = math.nan
    where = gpd.points_from_xy(frame["x_m"].astype(float), frame["y_m"].astype(float))
    return gpd.GeoDataFrame(frame, geometry=where, crs=plan.crs)


def _points(plan: Plan) -> gpd.GeoDataFrame:
    points: dict[str, list[PlannedCamera]] = {}
    for camera in sorted(plan.cameras, key=lambda c: c.rank):
        points.setdefault(camera.point_id, []).append(camera)
    rows = [_point(cameras) for cameras in points.values()]
    return gpd.GeoDataFrame(rows, columns=POINTS.names, geometry="geometry", crs=plan.crs)


def _point(cameras: list[PlannedCamera]) -> dict[str, object]:
    first = next((c for c in cameras if c.status != "out of service"), cameras[0])
    return {
        "point_id": first.point_id,
        "name": first.name,
        "cameras": len(cameras),
        "phase": first.phase,
        "status": first.status,
        "carrier": first.carrier,
        "street": first.street,
        "district": first.district,
        "cost_czk": math.fsum(c.cost_czk for c in cameras),
        "geometry": Point(first.x_m, first.y_m),
    }


def _with_phase_and_area(views: gpd.GeoDataFrame, plan: Plan) -> gpd.GeoDataFrame:
    phase = {camera.camera_id: camera.phase for camera in plan.cameras}
    here = views if views.crs is None else systems.to_crs(views, plan.crs)
    return here.assign(phase=here["camera_id"].map(phase), area_m2=here.geometry.area)
