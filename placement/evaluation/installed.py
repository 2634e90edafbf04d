"""Before and after an installation of cameras: change where they see, displacement, control."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from placement.config.sections import PlanConfig
from placement.errors import InputError, Problem
from placement.evaluation.displacement import Counts, Difference, weighted_displacement_difference
from placement.evaluation.incident_positions import locate
from placement.evaluation.results import Evaluation
from placement.evaluation.split_record import TIME, dated_incidents, inputs_before
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.night_demand import refuse_night
from placement.pipeline.preparation import prepare
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import Situation
from placement.units import Booleans, Integers

INSTALLED = "installed"
RING_M = 200.0
"""Incidents that go elsewhere are looked for this far from what the cameras see. [m]"""


def evaluate(
    config: PlanConfig, inputs: Inputs, *, ring_m: float = RING_M, progress: Progress = silent
) -> tuple[Evaluation, ...]:
    """Compare incidents before and after each day on which cameras were installed.

    Parameters
    ----------
    config, inputs
        The case; its cameras have an installation date, its incidents theirs.
    ring_m
        Width of the ring around what the cameras see. [m]

    Returns
    -------
    evaluations
        Times before and after are of one length: as many whole years as the record has on both
        sides, or the shorter side if that is less than a year. The control is weighted so that it
        had as many incidents before as what it is compared with: it says what would have happened
        had the streets changed alike. Unknown directions are assumed by what was known before the
        first of the days.

    Raises
    ------
    ConfigError
        If the plan file is for day and night: incidents are not counted by the hour here.
    InputError
        If no camera in service has an installation date, no incident a date, or the record lies on
        one side of every installation.

    Notes
    -----
    Cameras go where much has happened of late, and much of late is partly chance: some of the fall
    after it would have come without them. Nothing here can tell the two apart.
    """
    refuse_night(config)
    incidents = dated_incidents(inputs)
    days = _days(inputs)
    situation = prepare(config, inputs_before(inputs, min(days)), progress=progress)
    progress.stage("describe")
    moments = incidents[TIME]
    evaluations = []
    for day in sorted(set(days)):
        length = _length(moments.min(), pd.Timestamp(day), moments.max())
        if length is not None:
            evaluations.append(_evaluated(situation, incidents, day, length, ring_m=ring_m))
    if not evaluations:
        values = {"days": ", ".join(map(str, sorted(set(days))))}
        values |= {"first": str(moments.min().date()), "last": str(moments.max().date())}
        raise InputError(Problem("study_installed_outside", column="inputs.cameras", values=values))
    return tuple(evaluations)


def _days(inputs: Inputs) -> list[date]:
    cameras = inputs.cameras
    installed = (
        pd.Series(dtype="datetime64[s]")
        if cameras is None or INSTALLED not in cameras.columns
        else cameras.loc[cameras["status"] == "in service", INSTALLED].dropna()
    )
    if installed.empty:
        raise InputError(Problem("study_no_installation", column="inputs.cameras"))
    return [moment.date() for moment in installed]


def _length(
    first: pd.Timestamp, day: pd.Timestamp, last: pd.Timestamp
) -> pd.DateOffset | pd.Timedelta | None:
    """Return the longest time recorded both before and after a day, in whole years if any."""
    end = last.normalize() + pd.Timedelta(days=1)
    years = 0
    while (
        day - pd.DateOffset(years=years + 1) >= first.normalize()
        and day + pd.DateOffset(years=years + 1) <= end
    ):
        years += 1
    if years:
        return pd.DateOffset(years=years)
    rest = min(day - first.normalize(), end - day)
    return rest if rest > pd.Timedelta(0) else None


def _evaluated(
    situation: Situation,
    incidents: gpd.GeoDataFrame,
    day: date,
    length: pd.DateOffset | pd.Timedelta,
    *,
    ring_m: float,
) -> Evaluation:
    start = pd.Timestamp(day)
    begin, end = start - length, start + length
    table = situation.existing_cameras.table[situation.existing_cameras.in_service]
    since = pd.to_datetime(table[INSTALLED])
    own_cameras = np.flatnonzero(since.dt.date == day)
    treated, ring, control = _zones(
        situation, own_cameras, since < start, since.isna(), ring_m=ring_m
    )
    located = locate(incidents, situation)
    moment = incidents[TIME].iloc[located.row]
    sides = [
        located.point[np.asarray((moment >= low) & (moment < high))]
        for low, high in ((begin, start), (start, end))
    ]
    in_view, around, elsewhere = (_counts(zone, sides) for zone in (treated, ring, control))
    both = (in_view[0] + around[0], in_view[1] + around[1])
    return Evaluation(
        installed=day,
        cameras=tuple(str(name) for name in table["camera_id"].iloc[own_cameras]),
        assumed_directions=int(situation.existing_cameras.azimuth_assumed[own_cameras].sum()),
        before=begin.date(),
        after=end.date(),
        treated=in_view,
        ring=around,
        control=elsewhere,
        local=_beyond(in_view, elsewhere),
        displaced=_beyond(around, elsewhere),
        total=_beyond(both, elsewhere),
    )


def _zones(
    situation: Situation,
    own_cameras: Integers,
    earlier: pd.Series,
    unknown: pd.Series,
    *,
    ring_m: float,
) -> tuple[Booleans, Booleans, Booleans]:
    """Return which demand points are newly seen, lie around that, and lie elsewhere, (I,) each.

    Cameras without a date count as having been there all along.
    """
    coverage, demand = situation.coverage, situation.demand
    before = np.flatnonzero(np.asarray(earlier | unknown))
    treated = coverage.covered(own_cameras.tolist()) & ~coverage.covered(before.tolist())
    unseen = ~coverage.covered(list(situation.existing))
    places = np.column_stack([demand.x_m, demand.y_m])
    near = np.zeros(len(places), dtype=np.bool_)
    if treated.any():
        distance_m, _ = KDTree(places[treated]).query(places, distance_upper_bound=ring_m)
        near = np.isfinite(distance_m)
    return treated, unseen & near, unseen & ~near


def _counts(zone: Booleans, sides: list[Integers]) -> Counts:
    before, after = (float(zone[points].sum()) for points in sides)
    return before, after


def _beyond(counts: Counts, control: Counts) -> Difference:
    """Return the change beyond that of a control, scaled to the same number of incidents before.

    Where either had none before, no scale is known and the control is left out.
    """
    if not (counts[0] and control[0]):
        return weighted_displacement_difference(counts, (0.0, 0.0))
    size = control[0] / counts[0]
    return weighted_displacement_difference(counts, control, sizes=(1.0, size, 1.0, 1.0))
