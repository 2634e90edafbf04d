"""The demand of a plan for day and night as its plan file weighs it, and the light on it.

Light is told by distance alone: what lies within a radius of a lamp is lit, whatever stands between
(an assumption).
"""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
from attrs import evolve
from scipy.spatial import KDTree

from placement.config.sections import PlanConfig
from placement.demand import day_night
from placement.demand.day_night import DayNightEvents
from placement.demand.demand import Demand
from placement.demand.events import Events
from placement.demand.night import hours_known, night_length
from placement.errors import ConfigError, InputError, Problem
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.night_view import NightView
from placement.plan.night import NightFacts
from placement.units import Booleans


def night_view(config: PlanConfig, inputs: Inputs, demand: Demand) -> NightView | None:
    """Return the light on the demand points of a case and their weights; None in a plan by day.

    `demand` is that of the plan, in whose lixels stands what is expected by day and by night.

    Raises
    ------
    InputError
        If the plan file names a kind of lamp that no carrier is of.
    """
    section, hours = config.night, config.demand.night_hours
    if section is None or hours is None:
        return None
    lamps = _lamps(inputs.carriers, section.lamps, section.lamp_kinds)
    lit = _within(demand, lamps, radius_m=section.lit_radius_m)
    day, night = (
        demand.lixels[name].to_numpy(dtype=np.float64)
        for name in ("expected_day", "expected_night")
    )
    whole = float(night.sum())
    unknown, recorded = _hours(inputs)
    return NightView(
        lit,
        day_night.weights(day, night, share=section.share),
        np.concatenate([day, night]),
        NightFacts(
            hours=hours,
            share=section.share,
            expected_day=float(day.sum()),
            expected_night=whole,
            lamps=len(lamps),
            lit_radius_m=section.lit_radius_m,
            lit_share=float(night[lit].sum()) / whole if whole else 0.0,
            unknown_hours=unknown,
            unknown_share=unknown / recorded if recorded else 0.0,
        ),
    )


def weighed(config: PlanConfig, demand: Demand) -> Demand:
    """Return the demand of a case; in a plan for day and night as that plan weighs it.

    Raises
    ------
    InputError
        If nothing is left: no incident is by night and only the night counts, or contrariwise.
    """
    section, hours = config.night, config.demand.night_hours
    if section is None or hours is None:
        return demand
    lixels = demand.lixels
    by_day, by_night = day_night.factors(section.share)
    weight = by_day * lixels["expected_day"] + by_night * lixels["expected_night"]
    if not (weight > 0).any():
        raise InputError(Problem("night_no_demand", column="night.share"))
    events, alike, alike_night = demand.events, demand.unweighted, demand.unweighted_night
    if isinstance(events, Events):
        length = night_length(hours)
        events = DayNightEvents.of(events, share=section.share, night_length=length)
    if alike is not None and alike_night is not None:
        alike = by_day * np.maximum(alike - alike_night, 0.0) + by_night * alike_night
        alike_night = by_night * alike_night
    return evolve(
        demand,
        weight=weight.to_numpy(dtype=np.float64),
        lixels=lixels.assign(expected=weight),
        unweighted=alike,
        unweighted_night=alike_night,
        events=events,
    )


def refuse_night(config: PlanConfig) -> None:
    """Raise if a plan file is for day and night, where incidents are counted whatever their hour.

    Raises
    ------
    ConfigError
        If it has a section `[night]`.
    """
    if config.night is not None:
        raise ConfigError(Problem("night_not_judged", column="night"))


def _lamps(
    carriers: gpd.GeoDataFrame | None, lamp_kinds: Sequence[str] | None, kinds: Sequence[str]
) -> gpd.GeoDataFrame:
    """Return the carriers that are lamps; refuse a kind that the plan file names and none is of."""
    if carriers is None:
        carriers = gpd.GeoDataFrame({"kind": []}, geometry=[])
    there = set(carriers["kind"].astype(str))
    unknown = [kind for kind in lamp_kinds or () if kind not in there]
    if unknown:
        values = {"found": ", ".join(unknown), "choices": ", ".join(sorted(there))}
        raise InputError(Problem("night_lamps_unknown", column="night.lamps", values=values))
    return carriers[carriers["kind"].isin(kinds)]


def _within(demand: Demand, lamps: gpd.GeoDataFrame, *, radius_m: float) -> Booleans:
    """Return which demand points lie within a radius of some lamp, (I,)."""
    if lamps.empty or radius_m <= 0:
        return np.zeros(len(demand.ids), dtype=np.bool_)
    tree = KDTree(np.column_stack([lamps.geometry.x, lamps.geometry.y]))
    distance_m, _ = tree.query(np.column_stack([demand.x_m, demand.y_m]))
    return np.asarray(distance_m <= radius_m, dtype=np.bool_)


def _hours(inputs: Inputs) -> tuple[int, int]:
    """Return how many recorded incidents have no known hour, and how many there are. [-]"""
    tables = [inputs.incidents, *inputs.more_incidents]
    events = [each for each in tables if each is not None and "precision" in each.columns]
    unknown = sum(int((~hours_known(each)).sum()) for each in events)
    return unknown, sum(len(each) for each in events)
