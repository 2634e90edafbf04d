"""Limits of size: places, candidates and pairs are counted first, and too many are refused."""

import numpy as np
from scipy.spatial import cKDTree

from placement.config.sections import PlanConfig
from placement.errors import ConfigError, Problem
from placement.sites import Sites
from placement.units import Floats
from placement.visibility.sights import Targets

MOST_SITES = 300_000
"""Places looked at before they are thinned; a town of 300 km of streets has some 15 000. [-]"""
MOST_CANDIDATES = 5_000_000
"""Cameras to choose from: sites × models × directions. About 3 GB. [-]"""
MOST_PAIRS = 150_000_000
"""Pairs of a site and a demand point within range. About 6 GB. [-]"""


def refuse_many_places(config: PlanConfig, *, length_m: float) -> None:
    """Raise if streets of a length have too many places for new poles.

    Raises
    ------
    ConfigError
        With their number.
    """
    if "streets" in config.sites.kinds:
        count = length_m / config.sites.spacing_m
        _refuse("places", count, most=MOST_SITES, column="sites.spacing_m")


def refuse_many_candidates(config: PlanConfig, *, sites: int) -> None:
    """Raise if there are too many cameras to choose from.

    Raises
    ------
    ConfigError
        With their number.
    """
    turns = np.ceil(360.0 / config.sites.azimuth_step_deg)
    bought = [camera.model() for camera in config.camera_models if camera.buy]
    poses = sum(1.0 if model.whole_circle else float(turns) for model in bought)
    column = "sites.spacing_m" if poses < MOST_CANDIDATES / 1000 else "sites.azimuth_step_deg"
    _refuse("candidates", sites * poses, most=MOST_CANDIDATES, column=column)


def refuse_many_pairs(sites: Sites, targets: Targets, *, range_m: float) -> None:
    """Raise if too many demand points lie within range of too many sites.

    Raises
    ------
    ConfigError
        With the number of pairs.
    """
    places = _places(sites.x_m, sites.y_m)
    near = cKDTree(_places(targets.x_m, targets.y_m)).query_ball_point(
        places, r=range_m, return_length=True
    )
    _refuse("pairs", float(np.sum(near)), most=MOST_PAIRS, column="demand.lixel_m")


def _places(x_m: Floats, y_m: Floats) -> Floats:
    return np.column_stack([x_m, y_m])


def _refuse(kind: str, count: float, *, most: int, column: str) -> None:
    if not count <= most:
        values = {"n": float(f"{count:.3g}"), "most": most}
        raise ConfigError(Problem(f"plan_too_many_{kind}", column=column, values=values))
