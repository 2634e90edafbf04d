"""`Assessment`: where incidents are expected, which streets stand out, how districts compare."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import evolve, frozen

from placement.config.sections import PlanConfig
from placement.demand import Demand, positions
from placement.demand.hotspots import HotStreets, Null, hot_streets
from placement.demand.positions import Anonymisation
from placement.demand.yearly import by_district_and_year
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.demand_points import demand_of
from placement.pipeline.description import credit
from placement.pipeline.progress import Progress, silent
from placement.units import Booleans

USED = ("streets", "incidents", "area", "districts")
"""Inputs that a demand follows from."""


@frozen(eq=False)
class Assessment:
    """The demand of a case and what is said about it."""

    config: PlanConfig
    inputs: Inputs
    demand: Demand
    anonymised: Anonymisation
    hot: HotStreets
    yearly: pd.DataFrame
    """As `placement.demand.yearly.by_district_and_year`; empty without incidents."""
    assumptions: tuple[str, ...]
    """Keys below `assumption.` in the catalogues."""

    @property
    def case(self) -> str:
        """Name of the case."""
        return self.config.case.name

    @property
    def crs(self) -> str:
        """Name of the working system."""
        return self.inputs.grid.crs

    @property
    def seed(self) -> int:
        """Seed of every random choice; there is none."""
        return self.config.optimise.seed

    @property
    def provenance(self) -> dict[str, str]:
        """Where each input used comes from."""
        given = self.config.inputs.given()
        return {name: given[name].provenance for name in USED if name in given}

    @property
    def sources(self) -> dict[str, str]:
        """Whom to name for each input used."""
        given = self.config.inputs.given()
        return {n: credit(given[n].source, given[n].licence) for n in USED if n in given}

    @property
    def synthetic(self) -> bool:
        """Whether any of it rests on made-up data."""
        return "synthetic" in self.provenance.values()


def assess(
    config: PlanConfig,
    inputs: Inputs,
    *,
    compared_with: Null = "town",
    progress: Progress = silent,
) -> Assessment:
    """Return the demand of a case, its hot streets and its districts year by year.

    Raises
    ------
    InputError
        If the inputs do not fit together.
    """
    progress.stage("demand")
    demand, assumptions = demand_of(config, inputs)
    incidents = inputs.incidents
    if incidents is not None:
        counted = _counted(incidents, inputs) & _in_span(config, incidents)
        incidents = incidents[counted]
        if demand.incident_lixel.size:
            demand = evolve(demand, incident_lixel=demand.incident_lixel[counted])
    anonymised = _positions(incidents, inputs)
    progress.stage("hot")
    hot = hot_streets(
        demand,
        incidents,
        anonymised=anonymised,
        compared_with=compared_with,
        clipped_by=inputs.area if _goes_on(inputs) else None,
    )
    return Assessment(
        config=config,
        inputs=inputs,
        demand=demand,
        anonymised=anonymised,
        hot=hot,
        yearly=_yearly(demand, incidents, inputs.districts),
        assumptions=assumptions,
    )


def _counted(incidents: gpd.GeoDataFrame, inputs: Inputs) -> Booleans:
    """Return which incidents are tested: of some weight, and in the planned area.

    Demand also takes in those a little beyond its edge; to a test they would be incidents on street
    metres that are not there.
    """
    inside = shapely.intersects(inputs.area, incidents.geometry.to_numpy())
    return np.asarray(inside & (incidents["weight"] > 0).to_numpy())


def _in_span(config: PlanConfig, incidents: gpd.GeoDataFrame) -> Booleans:
    """Return which incidents the years of the record hold: dated ones, or all of stated years."""
    source = config.inputs.incidents
    stated = config.demand.years if source is None or source.years is None else source.years
    return np.asarray(incidents["when"].notna() | (stated is not None), dtype=np.bool_)


def _goes_on(inputs: Inputs) -> bool:
    """Return whether there is a record of incidents outside the planned area."""
    accounts = [account for account in inputs.accounts if account.name == "incidents"]
    return any(account.dropped.get("outside_area", 0) for account in accounts)


def _positions(incidents: gpd.GeoDataFrame | None, inputs: Inputs) -> Anonymisation:
    empty = gpd.GeoSeries([], crs=inputs.grid.crs)
    return positions.anonymisation(empty if incidents is None else incidents.geometry)


def _yearly(
    demand: Demand, incidents: gpd.GeoDataFrame | None, districts: gpd.GeoDataFrame | None
) -> pd.DataFrame:
    if incidents is None or demand.unit == "street_metres":
        nothing = pd.Series([], dtype="datetime64[s]")
        return by_district_and_year(pd.Series([], dtype=object), nothing, years=1, inhabitants={})[
            :0
        ]
    snapped = np.flatnonzero(demand.incident_lixel >= 0)
    district = demand.lixels["district"].iloc[demand.incident_lixel[snapped]]
    return by_district_and_year(
        district.reset_index(drop=True),
        incidents["when"].iloc[snapped].reset_index(drop=True),
        years=demand.years,
        inhabitants=_inhabitants(districts),
    )


def _inhabitants(districts: gpd.GeoDataFrame | None) -> Mapping[str, float | None]:
    """Return the inhabitants of each district; None where unknown or told in several ways."""
    if districts is None:
        return {}
    told = districts.groupby("name", sort=False)["inhabitants"].agg(["nunique", "first"])
    return {
        str(name): float(first) if number == 1 else None
        for name, number, first in zip(told.index, told["nunique"], told["first"], strict=True)
    }
