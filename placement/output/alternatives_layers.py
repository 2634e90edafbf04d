"""Layers of a plan's sensitivity: the next best place of each camera, places of other plans."""

from collections.abc import Sequence

import geopandas as gpd
from attrs import asdict

from placement.plan import Plan
from placement.plan.alternatives import Placement
from placement.schema import Column, Table

PLACE = (
    Column("point_id", "text", "site it would hang on"),
    Column("street", "text", "street it would stand in"),
    Column("carrier", "text", "what it would hang on"),
    Column("model", "text", "name of the camera model"),
    Column("height_m", "number", "height of the lens above ground", "m"),
    Column("azimuth_deg", "number", "direction, clockwise from true north", "°", 0, 360),
    Column("grid_azimuth_deg", "number", "direction, clockwise from grid north", "°", 0, 360),
    Column("tilt_deg", "number", "below the horizon", "°", -90, 90),
)
ALTERNATIVES = Table(
    "alternatives",
    "Point",
    (
        Column("camera_id", "text", "camera of the plan that this place could stand for"),
        Column("phase", "integer", "phase that builds the camera", "-", 1),
        Column("loss", "number", "demand lost at the target by the swap", "incidents/year"),
        Column("loss_pct", "number", "the same in parts of all demand", "%"),
        *PLACE,
    ),
)
OTHER_PLANS = Table(
    "other_plans",
    "Point",
    (
        Column("plan", "integer", "number of the other plan, 1 first", "-", 1),
        Column("worse_pct", "number", "how much less the other plan is worth", "%"),
        *PLACE,
    ),
)


def sensitivity_layers(plan: Plan) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of a plan's sensitivity, by name."""
    return {"alternatives": _alternatives(plan), "other_plans": _other_plans(plan)}


def _alternatives(plan: Plan) -> gpd.GeoDataFrame:
    """Return the next best place of each new camera that has one."""
    phases = {camera.camera_id: camera.phase for camera in plan.cameras}
    alternatives = plan.sensitivity.alternatives
    whole = plan.demand_total or 1.0
    own = [
        {"phase": phases.get(a.camera_id, 0), "loss_pct": 100 * a.loss / whole}
        for a in alternatives
    ]
    return _placed(alternatives, own, ALTERNATIVES, plan.crs)


def _other_plans(plan: Plan) -> gpd.GeoDataFrame:
    """Return the places that other plans use instead of some of the plan's, a row each."""
    places: list[Placement] = []
    own: list[dict[str, float]] = []
    for number, other in enumerate(plan.sensitivity.others, start=1):
        worth = plan.final.value + plan.final.extra
        worse = 100 * (1 - other.value / worth) if worth else 0.0
        places += other.instead
        own += [{"plan": number, "worse_pct": worse}] * len(other.instead)
    return _placed(places, own, OTHER_PLANS, plan.crs)


def _placed(
    places: Sequence[Placement], own: Sequence[dict[str, float]], table: Table, crs: str
) -> gpd.GeoDataFrame:
    rows = [asdict(place) | more for place, more in zip(places, own, strict=True)]
    columns = {name: [row[name] for row in rows] for name in table.names if name != "geometry"}
    x, y = ([getattr(place, axis) for place in places] for axis in ("x_m", "y_m"))
    return gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(x, y), crs=crs)
