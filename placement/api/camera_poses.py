"""The pose of a camera by its identifier: of one that stands, or of one that a plan proposes."""

import numpy as np
from attrs import frozen

from placement.api.camera_names import unknown_camera
from placement.api.case import Case
from placement.api.results import PlanResult
from placement.crs import systems
from placement.errors import InputError, Problem, in_file
from placement.pipeline.existing_cameras import existing_cameras_of
from placement.pipeline.progress import Progress, silent
from placement.plan import PlannedCamera


@frozen
class CameraPose:
    """Place, height, direction and model of a camera, by the names `camera_viewshed` has."""

    lon_deg: float
    lat_deg: float
    """WGS 84. [°]"""
    height_m: float
    """Of the lens above ground. [m]"""
    model: str
    azimuth_deg: float | None
    """Clockwise from true north; None where nobody knows it. [°]"""
    tilt_deg: float
    """Below the horizon. [°]"""
    facing_deg: float | None
    """Where its wall looks, from true north; None on anything but a wall. [°]"""


def camera_pose(
    case: Case, camera_id: str, *, result: PlanResult | None = None, progress: Progress = silent
) -> CameraPose:
    """Return the pose of a camera.

    Parameters
    ----------
    case
        Whose cameras that stand may be named.
    camera_id
        As in every list.
    result
        A plan whose cameras are meant instead, proposed ones too.
    progress
        Hears of each stage.

    Raises
    ------
    InputError
        If there is no such camera, with those that read alike, or the plan is of another town.

    Examples
    --------
    >>> import placement
    >>> result = placement.read_plan("maps/litvinov")
    >>> pose = placement.camera_pose(placement.read_case("data/litvinov"), "K03", result=result)
    >>> round(pose.height_m, 1), pose.model
    (5.0, 'fixed 4 MP')
    """
    if result is not None:
        if result.plan.case != case.name:
            values = {"result": result.plan.case, "case": case.name}
            raise InputError(Problem("result_of_another_case", case.plan_file, values=values))
        camera_by_id = {camera.camera_id: camera for camera in result.plan.cameras}
        if camera_id not in camera_by_id:
            raise unknown_camera(camera_id, list(camera_by_id), "camera_unknown_in_plan")
        return _proposed(camera_by_id[camera_id], result.plan.crs)
    inputs = case.inputs(progress=progress)
    with in_file(case.plan_file):
        today = existing_cameras_of(case.config, inputs)
    names = [str(name) for name in today.table["camera_id"]]
    if camera_id not in names:
        raise unknown_camera(camera_id, names, "camera_unknown")
    index = names.index(camera_id)
    point, crs = today.point[index], inputs.grid.crs
    x_m, y_m = float(today.points.x_m[point]), float(today.points.y_m[point])
    lon, lat = systems.to_lonlat([x_m], [y_m], crs=crs)
    azimuth = float(today.azimuth_deg[index])
    return CameraPose(
        lon_deg=float(lon[0]),
        lat_deg=float(lat[0]),
        height_m=float(today.points.height_m[point]),
        model=case.config.camera_models[today.model[index]].name,
        azimuth_deg=_true_deg(azimuth, x_m, y_m, crs),
        tilt_deg=float(today.tilt_deg[index]),
        facing_deg=_true_deg(float(today.points.facing_deg[point]), x_m, y_m, crs),
    )


def _proposed(camera: PlannedCamera, crs: str) -> CameraPose:
    return CameraPose(
        lon_deg=camera.lon_deg,
        lat_deg=camera.lat_deg,
        height_m=camera.height_m,
        model=camera.model,
        azimuth_deg=camera.azimuth_deg,
        tilt_deg=camera.tilt_deg,
        facing_deg=None
        if camera.facing_deg is None
        else _true_deg(camera.facing_deg, camera.x_m, camera.y_m, crs),
    )


def _true_deg(grid_deg: float, x_m: float, y_m: float, crs: str) -> float | None:
    """Return an azimuth from true north of one from grid north; None if it is NaN. [°]"""
    if np.isnan(grid_deg):
        return None
    at = np.array([x_m]), np.array([y_m])
    return float(systems.true_azimuth_deg(np.array([grid_deg]), *at, crs=crs)[0])
