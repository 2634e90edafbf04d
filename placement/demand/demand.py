"""`Demand`: how many incidents a year are expected on each piece of street."""

import math
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import Attribute, field, frozen

from placement.demand import arguments
from placement.demand.diffusion import diffuse
from placement.demand.lixels import Lixels, divided, read_only
from placement.demand.snapping import UNSNAPPED, mass_on, nearest
from placement.errors import InputError, Problem
from placement.units import Floats, Integers

Unit = Literal["incidents_per_year", "street_metres"]
DAYS_PER_YEAR = 365.25
SHORTEST_RECORD_YEARS = 1 / 12
RECORD_WITHOUT_TIMES_YEARS = 1.0


@frozen(eq=False)
class Demand:
    """I demand points, the middles of lixels, in the order of the streets and along each."""

    ids: np.ndarray[Any, np.dtype[np.str_]] = field(converter=read_only)
    """(I,) `<street_id>-<order along the street>`, stable while street and lixel length are."""
    x_m: Floats = field(converter=read_only)
    y_m: Floats = field(converter=read_only)
    """(I,) middle of the lixel, on the street, in the working system. [m]"""
    weight: Floats = field(converter=read_only)
    """(I,) what is expected there, in `unit`."""
    lixels: gpd.GeoDataFrame = field()
    """I rows: lixel_id, street_id, street, street_class, length_m, expected (weight), geometry."""
    bandwidth_m: float
    """Standard deviation of the kernel. [m]"""
    years: float
    """Time over which the incidents were recorded. [year]"""
    incidents: int
    """Incidents used, those of weight 0 not counted. [-]"""
    unsnapped: int
    """Incidents left out because no street is near. [-]"""
    unit: Unit = "incidents_per_year"
    """`street_metres` where there are no incidents: every metre of street then counts the same."""
    incident_lixel: Integers = field(
        converter=read_only, factory=lambda: np.zeros(0, dtype=np.int64)
    )
    """(N,) demand point that each incident was snapped to, in their order; -1 for none."""

    @lixels.validator
    def _same_rows(self, _: "Attribute[gpd.GeoDataFrame]", lixels: gpd.GeoDataFrame) -> None:
        shapes = {self.ids.shape, self.x_m.shape, self.y_m.shape, self.weight.shape, (len(lixels),)}
        if len(shapes) > 1:
            raise ValueError(f"ids, x_m, y_m, weight and lixels differ in shape: {sorted(shapes)}")

    @property
    def total(self) -> float:
        """All weights together, in `unit`."""
        return math.fsum(self.weight)


def build(
    streets: gpd.GeoDataFrame,
    incidents: gpd.GeoDataFrame | None,
    *,
    bandwidth_m: float,
    lixel_m: float,
    snap_m: float,
    years: float | None = None,
    floor_share: float = 0.0,
) -> Demand:
    """Return the demand on streets that recorded incidents give rise to.

    Parameters
    ----------
    streets
        `schema.STREETS` in the working system.
    incidents
        `schema.INCIDENTS` in the same system; None or no rows: every metre of street counts the
        same.
    bandwidth_m
        Standard deviation of the kernel along the streets. [m]
    lixel_m
        Longest lixel, at most a quarter of the bandwidth. [m]
    snap_m
        Incidents farther than this from every street are counted in `Demand.unsnapped` and left
        out. [m]
    years
        Time over which the incidents were recorded; None: from the first to the last that has a
        time, at least a month, and 1 if none has. [year]
    floor_share
        Share of all demand that is spread evenly by street length, so that quiet streets are not
        worth nothing. [-]

    Returns
    -------
    Demand
        Sums to the weights of the incidents used, a year.

    Raises
    ------
    CrsError
        If the systems differ or are not metric.
    InputError
        If a street or incident cannot be used, an argument is out of range, or no incident of any
        weight is near a street; all problems at once.
    """
    crs = arguments.metric_crs(streets)
    if incidents is not None and incidents.empty:
        incidents = None
    lines = arguments.geometries(streets)
    problems = [
        *arguments.line_problems(lines, streets["street_id"], lixel_m=lixel_m),
        *arguments.repeated_ids(streets["street_id"]),
        *arguments.kernel_problems(bandwidth_m=bandwidth_m, lixel_m=lixel_m),
        *arguments.demand_problems(snap_m=snap_m, years=years, floor_share=floor_share),
    ]
    if incidents is not None:
        arguments.same_crs(incidents, crs)
        points, labels = arguments.geometries(incidents), incidents["incident_id"]
        problems += arguments.point_problems(points, _weights(incidents), labels)
    if problems:
        raise InputError(problems)

    lixels = divided(lines, lixel_m=lixel_m)
    if incidents is None:
        return _demand(
            streets,
            lixels,
            lixels.length_m,
            bandwidth_m=bandwidth_m,
            years=RECORD_WITHOUT_TIMES_YEARS if years is None else years,
            incidents=0,
            unsnapped=0,
            unit="street_metres",
        )
    mass, index = _snapped_mass(incidents, lixels, snap_m=snap_m)
    counted = _weights(incidents) > 0
    used = int(((index != UNSNAPPED) & counted).sum())
    years = _recorded_years(incidents["when"]) if years is None else years
    expected = diffuse(lixels, mass, bandwidth_m=bandwidth_m) / years
    even = lixels.length_m * (math.fsum(expected) / math.fsum(lixels.length_m))
    return _demand(
        streets,
        lixels,
        (1 - floor_share) * expected + floor_share * even,
        bandwidth_m=bandwidth_m,
        years=years,
        incidents=used,
        unsnapped=int(counted.sum()) - used,
        unit="incidents_per_year",
        incident_lixel=index,
    )


def _weights(incidents: gpd.GeoDataFrame) -> Floats:
    return np.asarray(incidents["weight"], dtype=np.float64)


def _snapped_mass(
    incidents: gpd.GeoDataFrame, lixels: Lixels, *, snap_m: float
) -> tuple[Floats, Integers]:
    """Return the weight of the incidents on each lixel, and the lixel of each incident."""
    points = arguments.geometries(incidents)
    index = nearest(points, lixels, snap_m=snap_m)
    used = int((index != UNSNAPPED).sum())
    if used == 0:
        values = {"n": len(incidents), "snap_m": snap_m}
        raise InputError(Problem("demand_all_unsnapped", values=values))
    mass = mass_on(lixels, points, index, _weights(incidents))
    if mass.sum() == 0:
        raise InputError(Problem("demand_no_weight", values={"n": used}))
    return mass, index


def _recorded_years(when: pd.Series) -> float:
    """Return the time from the first to the last event, snapped to a street or not. [year]"""
    times = when.dropna()
    if times.empty:
        return RECORD_WITHOUT_TIMES_YEARS
    days = float((times.max() - times.min()) / pd.Timedelta(days=1))
    return max(days / DAYS_PER_YEAR, SHORTEST_RECORD_YEARS)


def _demand(
    streets: gpd.GeoDataFrame,
    lixels: Lixels,
    weight: Floats,
    *,
    bandwidth_m: float,
    years: float,
    incidents: int,
    unsnapped: int,
    unit: Unit,
    incident_lixel: Integers | None = None,
) -> Demand:
    street_ids = streets["street_id"].to_numpy(dtype=str)[lixels.line]
    ids = np.char.add(np.char.add(street_ids, "-"), lixels.order.astype(str))
    frame = gpd.GeoDataFrame(
        {
            "lixel_id": ids,
            "street_id": street_ids,
            "street": streets["name"].to_numpy()[lixels.line],
            "street_class": streets["street_class"].to_numpy()[lixels.line],
            "length_m": lixels.length_m,
            "expected": weight,
            "geometry": lixels.geometry,
        },
        geometry="geometry",
        crs=streets.crs,
    )
    return Demand(
        ids=ids,
        x_m=lixels.x_m,
        y_m=lixels.y_m,
        weight=weight,
        lixels=frame,
        bandwidth_m=bandwidth_m,
        years=years,
        incidents=incidents,
        unsnapped=unsnapped,
        unit=unit,
        incident_lixel=np.zeros(0, dtype=np.int64) if incident_lixel is None else incident_lixel,
    )
