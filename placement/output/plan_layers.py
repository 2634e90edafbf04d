"""Layers of a plan: what the plan itself holds, joined with the tables of its town."""

import math

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from placement.crs import systems
from placement.output.alternatives_layers import sensitivity_layers
from placement.output.layer_tables import POINTS, layers_of
from placement.output.layers import Layers
from placement.plan import Plan, PlannedCamera
from placement.plan.camera_columns import stored_first
from placement.plan.plan import PlanContext
from placement.plan.public import AnyCamera, AnyPlan, PublicCamera, in_order


def plan_layers(
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
    addresses: gpd.GeoDataFrame | None = None,
    facades: gpd.GeoDataFrame | None = None,
    masked: gpd.GeoDataFrame | None = None,
    networks: gpd.GeoDataFrame | None = None,
) -> Layers:
    """Return the layers of a plan: what the plan itself holds, and the rest as handed over.

    A view needs camera_id, level, density_px_m, kind and a geometry, what masks hide camera_id,
    share and a geometry; phase and area are filled in here.
    """
    return layers_of(
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
        addresses=addresses,
        facades=facades,
        masked=None if masked is None else _with_phase_and_area(masked, plan),
        networks=networks,
        **(sensitivity_layers(plan) if isinstance(plan, Plan) else {}),
    )


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
    for camera in in_order(plan):
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
    planned = [camera for camera in cameras if isinstance(camera, PlannedCamera)]
    cost_czk = math.fsum(camera.cost_czk for camera in planned)
    unknown = cost_czk == 0 and any(camera.cost_unknown for camera in planned)
    return {"carrier": first.carrier, "cost_czk": math.nan if unknown else cost_czk}


def _with_phase_and_area(views: gpd.GeoDataFrame, plan: AnyPlan) -> gpd.GeoDataFrame:
    phase = {camera.camera_id: camera.phase for camera in plan.cameras}
    here = views if views.crs is None else systems.to_crs(views, plan.crs)
    return here.assign(phase=here["camera_id"].map(phase), area_m2=here.geometry.area)
