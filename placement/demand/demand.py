"""`Demand`: how many incidents a year are expected on each lixel, and how it is built."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import geopandas as gpd
import numpy as np
from attrs import Attribute, field, frozen
from attrs.converters import optional

from placement.demand import arguments
from placement.demand.event_source import EventSource
from placement.demand.events import Events, snap
from placement.demand.layers import (
    FIRST,
    NIGHT,
    RECORD_WITHOUT_TIMES_YEARS,
    UNWEIGHTED,
    UNWEIGHTED_NIGHT,
    WEIGHTED,
    Layer,
)
from placement.demand.lixels import Lixels, read_only_copy
from placement.demand.network import Network, build_network
from placement.demand.night import night_length
from placement.demand.places import exposure, required_density_px_m
from placement.errors import InputError, Problem
from placement.units import Floats, Integers

Unit = Literal["incidents_per_year", "street_metres"]


@frozen(eq=False)
class Demand:
    """I demand points, the middles of lixels, in the order of the streets and along each.

    Those of public spaces follow those of the streets.
    """

    ids: np.ndarray[Any, np.dtype[np.str_]] = field(converter=read_only_copy)
    """(I,) identifiers, which stay the same while the street and the lixel length do."""
    x_m: Floats = field(converter=read_only_copy)
    y_m: Floats = field(converter=read_only_copy)
    """(I,) middle of the lixel, on the street or in the space, in the working system. [m]"""
    weight: Floats = field(converter=read_only_copy)
    """(I,) demand, in `unit`."""
    lixels: gpd.GeoDataFrame = field()
    """I rows: lixel_id, street_id, street, street_class, length_m, expected (weight), geometry;
    with night hours also expected_day and expected_night."""
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
        converter=read_only_copy, factory=lambda: np.zeros(0, dtype=np.int64)
    )
    """(N,) demand point that each incident of the first layer was snapped to; -1 for none."""
    unweighted: Floats | None = field(default=None, converter=optional(read_only_copy))
    """(I,) the same if every recorded event counted once; None if every one does."""
    unweighted_night: Floats | None = field(default=None, converter=optional(read_only_copy))
    """(I,) how much of that is by night; None without it or night hours."""
    density_px_m: Floats | None = field(default=None, converter=optional(read_only_copy))
    """(I,) least pixel density that places require, 0 where none does; None without places."""
    events: EventSource | None = field(default=None, repr=False)
    """The events it is computed from; None in street metres."""

    @lixels.validator
    def _same_rows(self, _: "Attribute[gpd.GeoDataFrame]", lixels: gpd.GeoDataFrame) -> None:
        shapes = {self.ids.shape, self.x_m.shape, self.y_m.shape, self.weight.shape, (len(lixels),)}
        optional = (self.unweighted, self.unweighted_night, self.density_px_m)
        shapes |= {each.shape for each in optional if each is not None}
        if len(shapes) > 1:
            raise ValueError(f"ids, x_m, y_m, weight and lixels differ in shape: {sorted(shapes)}")

    @property
    def total(self) -> float:
        """Sum of the demand of all demand points, in `unit`."""
        return math.fsum(self.weight)


def build(
    streets: gpd.GeoDataFrame,
    incidents: gpd.GeoDataFrame | None,
    *,
    bandwidth_m: float,
    lixel_m: float,
    snap_m: float,
    years: float | None = None,
    even_share: float = 0.0,
    more: Sequence[Layer] = (),
    places: gpd.GeoDataFrame | None = None,
    half_life_years: float | None = None,
    night_hours: tuple[int, int] | None = None,
    spaces: gpd.GeoDataFrame | None = None,
) -> Demand:
    """Return the demand on streets that follows from recorded incidents.

    Parameters
    ----------
    streets
        `schema.STREETS` in the working system.
    incidents
        `schema.INCIDENTS` in the same system; with None or no rows, and no layer in `more`, every
        metre of street counts the same.
    bandwidth_m
        Standard deviation of the kernel along the streets. [m]
    lixel_m
        Longest lixel, at most a quarter of the bandwidth. [m]
    snap_m
        Incidents farther than this from every street are left out and counted in
        `Demand.unsnapped`. [m]
    years
        Time over which the incidents were recorded; None: from the first to the last that has a
        date, at least a month; those without one then count nothing. [year]
    even_share
        Share of all demand that is spread evenly by street length, so that quiet streets have some
        demand. [-]
    more
        Further layers, in the same system: accidents, exact data beside public data, fear.
    places
        `schema.PLACES` in the same system: they add exposure and require pixel density (see
        `places`).
    half_life_years
        Age at which an incident counts half, at least two years; None for no decay. With ten years
        of Chicago the next year was predicted the better the slower the decay: PAI 5.9 with a time
        constant of 30 days, 10.0 with 730, 10.1 with none. [year]
    night_hours
        First and last hour of the night, for the columns `expected_day` and `expected_night`.
    spaces
        `schema.SPACES` in the same system: squares, car parks, parks. Their cells are demand points
        like pieces of street; an incident in one belongs to it.

    Returns
    -------
    Demand
        Its total is the weight of the incidents used, by year, plus the exposure of places.

    Raises
    ------
    CrsError
        If the systems differ or are not metric.
    InputError
        If a street or incident cannot be used, an argument is out of range, or no incident of any
        weight is near a street; all problems at once.
    """
    crs = arguments.metric_crs(streets)
    layers = list(more)
    if incidents is not None and not incidents.empty:
        layers.insert(0, Layer(FIRST, incidents, bandwidth_m, years=years))
    lines = arguments.geometries(streets)
    problems = [
        *arguments.line_problems(lines, streets["street_id"], lixel_m=lixel_m),
        *arguments.repeated_ids(streets["street_id"]),
        *arguments.space_problems(spaces, crs, lixel_m=lixel_m),
        *arguments.kernel_problems(bandwidth_m=bandwidth_m, lixel_m=lixel_m),
        *arguments.demand_problems(snap_m=snap_m, years=years, even_share=even_share),
        *arguments.time_problems(half_life_years=half_life_years, night_hours=night_hours),
    ]
    for layer in layers:
        arguments.same_crs(layer.table, crs)
        if layer.role != "fear":
            points, labels = arguments.geometries(layer.table), layer.table["incident_id"]
            problems += arguments.point_problems(points, layer.weights, labels)
            problems += arguments.span_problems(layer.span_years, rows=len(layer.table))
    if problems:
        raise InputError(problems)

    town = build_network(streets, spaces, lixel_m=lixel_m)
    lixels = town.lixels
    density_px_m = None if places is None else required_density_px_m(lixels, places)
    if not layers:
        return _demand(
            town,
            lixels.length_m,
            bandwidth_m=bandwidth_m,
            years=RECORD_WITHOUT_TIMES_YEARS if years is None else years,
            density_px_m=density_px_m,
            night=None if night_hours is None else lixels.length_m * night_length(night_hours),
        )
    events = snap(
        lixels,
        layers,
        snap_m=snap_m,
        even_share=even_share,
        exposure=None if places is None or places.empty else exposure(lixels, places),
        half_life_years=half_life_years,
        night_hours=night_hours,
    )
    columns = events.expected_by_column()
    _refuse_nothing(events, columns[WEIGHTED], layers, snap_m=snap_m)
    if places is not None and not places.empty:
        columns = _with_exposure(columns, events.exposure, night_hours)
    leveled = {
        column: _with_even_share(each, lixels, even_share) for column, each in columns.items()
    }
    return _demand(
        town,
        leveled[WEIGHTED],
        bandwidth_m=bandwidth_m,
        years=layers[0].span_years,
        density_px_m=density_px_m,
        unweighted=leveled.get(UNWEIGHTED),
        night=leveled.get(NIGHT),
        unweighted_night=leveled.get(UNWEIGHTED_NIGHT),
        events=events,
    )


def _refuse_nothing(
    events: Events, weighted: Floats, layers: Sequence[Layer], *, snap_m: float
) -> None:
    """Raise if no event has a lixel, or all that have one weigh nothing."""
    if events.near == 0:
        values = {"n": sum(len(layer.table) for layer in layers), "snap_m": snap_m}
        raise InputError(Problem("demand_all_unsnapped", values=values))
    if weighted.sum() == 0:
        raise InputError(Problem("demand_no_weight", values={"n": events.near}))


def _with_exposure(
    columns: Mapping[int, Floats], added: Floats, night_hours: tuple[int, int] | None
) -> dict[int, Floats]:
    """Return expected incidents by column with the exposure of places added.

    Places are open by day and night alike (an assumption); unweighted they count nothing.
    """
    weighted = columns[WEIGHTED]
    exposed = {WEIGHTED: weighted + added, UNWEIGHTED: columns.get(UNWEIGHTED, weighted)}
    if night_hours is not None:
        exposed[NIGHT] = columns[NIGHT] + added * night_length(night_hours)
        exposed[UNWEIGHTED_NIGHT] = columns.get(UNWEIGHTED_NIGHT, columns[NIGHT])
    return exposed


def _with_even_share(expected: Floats, lixels: Lixels, even_share: float) -> Floats:
    """Return a demand of the same sum, a share of it spread evenly by street length."""
    even = lixels.length_m * (math.fsum(expected) / math.fsum(lixels.length_m))
    return np.asarray((1 - even_share) * expected + even_share * even)


def _demand(
    town: Network,
    weight: Floats,
    *,
    bandwidth_m: float,
    years: float,
    density_px_m: Floats | None = None,
    unweighted: Floats | None = None,
    night: Floats | None = None,
    unweighted_night: Floats | None = None,
    events: Events | None = None,
) -> Demand:
    """Return the demand of a town; of street metres where there are no events."""
    lixels, ids = town.lixels, town.table["lixel_id"].to_numpy(dtype=str)
    by_hours = {}
    if night is not None:
        day = np.maximum(weight - night, 0.0)  # rounding of two solves may differ
        by_hours = {"expected_day": day, "expected_night": night}
    expected = {"expected": weight, **by_hours}
    columns = [*town.table.columns[:-1], *expected, "geometry"]
    no_lixel = np.zeros(0, dtype=np.int64)
    return Demand(
        ids=ids,
        x_m=lixels.x_m,
        y_m=lixels.y_m,
        weight=weight,
        lixels=town.table.assign(**expected)[columns],
        bandwidth_m=bandwidth_m,
        years=years,
        incidents=0 if events is None else events.used,
        unsnapped=0 if events is None else events.unsnapped,
        unit="street_metres" if events is None else "incidents_per_year",
        incident_lixel=no_lixel if events is None else events.incident_lixel,
        unweighted=unweighted,
        unweighted_night=unweighted_night,
        density_px_m=density_px_m,
        events=events,
    )
