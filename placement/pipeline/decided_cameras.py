"""What a plan does with cameras that the town's register has decided on, or given up."""

import numpy as np
from attrs import evolve
from scipy.spatial import KDTree

from placement.config.sections import PlanConfig
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.existing_cameras import ExistingCameras, existing_cameras_of, join_points
from placement.sites import Sites
from placement.units import Booleans


def decided_cameras_of(
    config: PlanConfig, inputs: Inputs, today: ExistingCameras
) -> tuple[ExistingCameras, Sites]:
    """Return the cameras that the register has decided on, and the places of all that stay.

    These are the places of the standing cameras, then those of the decided ones.
    """
    table = None if inputs.register is None else inputs.register.decided
    cameras = existing_cameras_of(config, evolve(inputs, cameras=table))
    if table is None or table.empty:
        return cameras, today.points
    sites, place = join_points(today.points, cameras, table)
    return evolve(cameras, point=place[cameras.point]), sites


def hosts(staying: Sites, *, standing: int) -> dict[int, int]:
    """Return the site of a decided camera's lens → the first site of the point it hangs on.

    `standing` are the places of standing cameras, which come first. [-]
    """
    first: dict[str, int] = {}
    names = [str(name) for name in staying.ids]
    for site, name in enumerate(names):
        first.setdefault(name, site)
    return {
        site: first[name]
        for site, name in enumerate(names)
        if site >= standing and first[name] != site
    }


def near_given_up(sites: Sites, config: PlanConfig, inputs: Inputs) -> Booleans:
    """Return which sites are as near to a camera that the register gives up as the file says."""
    register = inputs.register
    if register is None or register.given_up.empty or not len(sites):
        return np.zeros(len(sites), dtype=np.bool_)
    places = register.given_up.geometry
    tree = KDTree(np.column_stack([places.x, places.y]))
    far_m, _ = tree.query(np.column_stack([sites.x_m, sites.y_m]))
    return np.asarray(far_m <= config.existing.given_up_m, dtype=np.bool_)
