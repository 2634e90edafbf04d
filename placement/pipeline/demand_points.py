"""From what was read to demand: each source of incidents with its own accuracy, one solve for all.

Where positions turn out to be anonymised, the kernel widens, and the plan says so.
"""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve

from placement import demand as demands
from placement.config import PlanConfig
from placement.config.demand import IncidentsSection
from placement.demand import Demand
from placement.demand.events import Events, brought
from placement.demand.layers import FIRST, Layer
from placement.errors import InputError, Problem
from placement.pipeline.case_inputs import Inputs
from placement.plan import shares


def demand_of(config: PlanConfig, inputs: Inputs) -> tuple[Demand, tuple[str, ...]]:
    """Return the demand of a case in its area, and what is assumed (keys below `assumption.`)."""
    given = config.demand
    assumptions: list[str] = []
    layers = _layers(config, inputs, assumptions)
    nothing_m = given.bandwidth_m or demands.default_bandwidth_m(0.0, 0)
    demand = demands.build(
        inputs.streets,
        None,
        more=layers,
        bandwidth_m=layers[0].bandwidth_m if layers else nothing_m,
        lixel_m=given.lixel_m,
        snap_m=given.snap_m,
        years=given.years,
        floor_share=given.even_share,
        spaces=inputs.spaces,
        places=inputs.places,
        half_life_years=given.half_life_years,
        night_hours=given.night_hours,
    )
    if demand.unit == "street_metres":
        assumptions.append("no_incidents")
    if demand.unweighted is not None:
        assumptions.append("weighted")
    if inputs.places is not None:
        assumptions.append("places")
    return _within(demand, inputs), tuple(dict.fromkeys(assumptions))


def events_of(config: PlanConfig, inputs: Inputs, demand: Demand) -> Events | None:
    """Return the events that a demand is made of, to be drawn anew; None without any.

    Parameters
    ----------
    demand
        As `demand_of` gives it for the same case.
    """
    if demand.unit != "incidents_per_year":
        return None
    given = config.demand
    return brought(
        inputs.streets,
        _layers(config, inputs, []),
        ids=demand.ids,
        lixel_m=given.lixel_m,
        snap_m=given.snap_m,
        floor_share=given.even_share,
        spaces=inputs.spaces,
        places=inputs.places,
        half_life_years=given.half_life_years,
    )


def _layers(config: PlanConfig, inputs: Inputs, assumptions: list[str]) -> list[Layer]:
    return [
        _layer(name, table, source, config, assumptions)
        for name, table, source in _sources(config, inputs)
    ]


def _sources(
    config: PlanConfig, inputs: Inputs
) -> Iterator[tuple[str, gpd.GeoDataFrame, IncidentsSection | None]]:
    """Yield each table of incidents that has any, with what the plan file says of it."""
    if inputs.incidents is not None and not inputs.incidents.empty:
        yield FIRST, inputs.incidents, config.inputs.incidents
    sources = zip(inputs.more_incidents, config.inputs.more_incidents, strict=True)
    for number, (table, source) in enumerate(sources):
        if not table.empty:
            yield f"more_incidents.{number}", table, source


def _layer(
    name: str,
    table: gpd.GeoDataFrame,
    source: IncidentsSection | None,
    config: PlanConfig,
    assumptions: list[str],
) -> Layer:
    """Return a layer with the bandwidth that its positions ask for; tell what they are like."""
    given = config.demand
    role = "crime" if source is None else source.role
    factor = 1.0 if source is None else source.weight
    years = None if source is None else source.years
    if role == "fear":
        width_m = demands.default_bandwidth_m(0.0, 0)
        return Layer(name, table, width_m, role="fear", factor=factor, years=years)
    counted = table[table["weight"] > 0]
    blurred = demands.anonymisation(counted.geometry)
    stated_m = None if source is None else source.position_error_m
    error_m = blurred.error_m if stated_m is None else stated_m
    default_m = demands.default_bandwidth_m(error_m, len(counted))
    bandwidth_m = given.bandwidth_m or default_m
    if blurred.detected:
        assumptions.append("anonymised" if stated_m is None else "positions_stated")
        if stated_m is None and bandwidth_m < default_m:
            assumptions.append("bandwidth_narrow")
    years = given.years if years is None else years
    return Layer(
        name,
        table,
        bandwidth_m,
        role=role,
        factor=factor,
        years=years,
        anonymised=blurred.detected,
    )


def _within(demand: Demand, inputs: Inputs) -> Demand:
    """Return the demand points inside the planned area, with their district."""
    inside = np.flatnonzero(shapely.contains_xy(inputs.area, demand.x_m, demand.y_m))
    if not inside.size:
        raise InputError(Problem("no_streets", column="inputs.area"))
    lixels = demand.lixels.iloc[inside].reset_index(drop=True)
    here = np.full(len(demand.ids) + 1, -1, dtype=np.int64)  # the last is that of no lixel, -1
    here[inside] = np.arange(inside.size)
    district = shares.area_of(demand.x_m[inside], demand.y_m[inside], areas=inputs.districts)
    unweighted, density_px_m = demand.unweighted, demand.density_px_m
    return evolve(
        demand,
        ids=demand.ids[inside],
        x_m=demand.x_m[inside],
        y_m=demand.y_m[inside],
        weight=demand.weight[inside],
        lixels=lixels.assign(district=district),
        incident_lixel=here[demand.incident_lixel],
        unweighted=None if unweighted is None else unweighted[inside],
        density_px_m=None if density_px_m is None else density_px_m[inside],
    )
