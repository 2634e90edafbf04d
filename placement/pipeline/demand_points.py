"""Demand of a case: its sources of incidents as layers, and the assumptions made about them.

A layer's bandwidth follows from the accuracy of its positions; where they are anonymised the kernel
is wider, and the plan states that.
"""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve

from placement import demand as demands
from placement.config.demand import IncidentsSection
from placement.config.sections import PlanConfig
from placement.demand.demand import Demand
from placement.demand.events import Events
from placement.demand.layers import FIRST, Layer
from placement.errors import InputError, Problem
from placement.pipeline.case_inputs import Inputs
from placement.plan import shares


def demand_of(config: PlanConfig, inputs: Inputs) -> tuple[Demand, tuple[str, ...]]:
    """Return the demand of a case in its area, and the keys of assumptions below `assumption.`."""
    section = config.demand
    sources = list(_sources(config, inputs))
    layers = [_layer(name, table, source, config) for name, table, source in sources]
    without_incidents_m = section.bandwidth_m or demands.default_bandwidth_m(0.0, 0)
    demand = demands.build(
        inputs.streets,
        None,
        more=layers,
        bandwidth_m=layers[0].bandwidth_m if layers else without_incidents_m,
        lixel_m=section.lixel_m,
        snap_m=section.snap_m,
        years=section.years,
        even_share=section.even_share,
        spaces=inputs.spaces,
        places=inputs.places,
        half_life_years=section.half_life_years,
        night_hours=section.night_hours,
    )
    assumptions = [
        assumption
        for layer, (_, _, source) in zip(layers, sources, strict=True)
        for assumption in _position_assumptions(layer, source)
    ]
    if demand.unit == "street_metres":
        assumptions.append("no_incidents")
    if demand.unweighted is not None:
        assumptions.append("weighted")
    if inputs.places is not None:
        assumptions.append("places")
    return _within(demand, inputs), tuple(dict.fromkeys(assumptions))


def _sources(
    config: PlanConfig, inputs: Inputs
) -> Iterator[tuple[str, gpd.GeoDataFrame, IncidentsSection | None]]:
    """Yield the key and table of each source of incidents that has any, and its section."""
    if inputs.incidents is not None and not inputs.incidents.empty:
        yield FIRST, inputs.incidents, config.inputs.incidents
    sources = zip(inputs.more_incidents, config.inputs.more_incidents, strict=True)
    for number, (table, source) in enumerate(sources):
        if not table.empty:
            yield f"more_incidents.{number}", table, source


def _layer(
    name: str, table: gpd.GeoDataFrame, source: IncidentsSection | None, config: PlanConfig
) -> Layer:
    """Return the layer of a source, with the bandwidth that follows from its positions."""
    role = "crime" if source is None else source.role
    factor = 1.0 if source is None else source.weight
    years = None if source is None else source.years
    if role == "fear":
        width_m = demands.default_bandwidth_m(0.0, 0)
        return Layer(name, table, width_m, role="fear", factor=factor, years=years)
    positions = demands.anonymisation(table.geometry[table["weight"] > 0])
    stated_m = None if source is None else source.position_error_m
    error_m = positions.error_m if stated_m is None else stated_m
    default_m = demands.default_bandwidth_m(error_m, int((table["weight"] > 0).sum()))
    stated = stated_m is not None or config.demand.bandwidth_m is not None
    return Layer(
        name,
        table,
        config.demand.bandwidth_m or default_m,
        role=role,
        factor=factor,
        years=config.demand.years if years is None else years,
        anonymised=positions.detected,
        reach_m=None if stated else demands.default_reach_m(positions),
        default_bandwidth_m=default_m,
    )


def _position_assumptions(layer: Layer, source: IncidentsSection | None) -> Iterator[str]:
    """Yield the assumptions about a layer whose positions were moved to a few places."""
    if not layer.anonymised:
        return
    if source is not None and source.position_error_m is not None:
        yield "positions_stated"
        return
    yield "anonymised" if layer.reach_m is None else "anonymised_cells"
    if layer.bandwidth_m < layer.default_bandwidth_m:
        yield "bandwidth_narrow"


def _within(demand: Demand, inputs: Inputs) -> Demand:
    """Return the demand points inside the planned area, with their district.

    Raises
    ------
    InputError
        If there are none.
    """
    inside = np.flatnonzero(shapely.contains_xy(inputs.area, demand.x_m, demand.y_m))
    if not inside.size:
        raise InputError(Problem("no_streets", column="inputs.area"))
    lixels = demand.lixels.iloc[inside].reset_index(drop=True)
    index_inside = np.full(len(demand.ids) + 1, -1, dtype=np.int64)  # the last: no lixel, -1
    index_inside[inside] = np.arange(inside.size)
    district = shares.area_of(demand.x_m[inside], demand.y_m[inside], areas=inputs.districts)
    unweighted, by_night, density_px_m = (
        None if values is None else values[inside]
        for values in (demand.unweighted, demand.unweighted_night, demand.density_px_m)
    )
    events = demand.events
    return evolve(
        demand,
        ids=demand.ids[inside],
        x_m=demand.x_m[inside],
        y_m=demand.y_m[inside],
        weight=demand.weight[inside],
        lixels=lixels.assign(district=district),
        incident_lixel=index_inside[demand.incident_lixel],
        events=evolve(events, inside=inside) if isinstance(events, Events) else events,
        unweighted=unweighted,
        unweighted_night=by_night,
        density_px_m=density_px_m,
    )
