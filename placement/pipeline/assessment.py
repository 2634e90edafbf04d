"""`Assessment`: the demand of a case, its hot streets, and its districts year by year."""

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
from placement.pipeline.progress import Progress, silent
from placement.units import Booleans

USED = ("streets", "incidents", "area", "districts")
"""Inputs that an assessment uses."""


@frozen(eq=False)
class Assessment:
    """Demand of a case with its hot streets and the incidents of its districts by year."""

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
        """Provenance of each input used."""
        sections = self.config.inputs.sources()
        return {name: sections[name].provenance for name in USED if name in sections}

    @property
    def sources(self) -> dict[str, str]:
        """Source and licence to name for each input used."""
        sections = self.config.inputs.sources()
        return {n: sections[n].credit for n in USED if n in sections}

    @property
    def synthetic(self) -> bool:
        """Whether any input used is made-up data."""
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
        tested = _in_area_with_weight(incidents, inputs) & _in_span(config, incidents)
        incidents = incidents[tested]
        if demand.incident_lixel.size:
            demand = evolve(demand, incident_lixel=demand.incident_lixel[tested])
    anonymised = _positions(incidents, inputs)
    progress.stage("hot")
    hot = hot_streets(
        demand,
        incidents,
        anonymised=anonymised,
        compared_with=compared_with,
        clipped_by=inputs.area if _extends_beyond_area(inputs) else None,
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


def hot_by_lixel(config: PlanConfig, inputs: Inputs) -> pd.Series | None:
    """Return by lixel 1 for those that are hot, 0 for the others; None where nothing was tested."""
    hot = assess(config, inputs).hot
    if hot.resolution == "none":
        return None
    by_lixel: pd.Series = hot.lixels.set_index("lixel_id")["hot"].astype(float)
    return by_lixel


def _in_area_with_weight(incidents: gpd.GeoDataFrame, inputs: Inputs) -> Booleans:
    """Return which incidents (N,) lie in the planned area and have a weight above 0.

    Demand also counts those a little beyond the edge of the area; in a test they would be incidents
    without the street metres they belong to.
    """
    inside = shapely.intersects(inputs.area, incidents.geometry.to_numpy())
    return np.asarray(inside & (incidents["weight"] > 0).to_numpy())


def _in_span(config: PlanConfig, incidents: gpd.GeoDataFrame) -> Booleans:
    """Return which incidents (N,) the years of the record hold: dated ones, or all if stated."""
    source = config.inputs.incidents
    stated = config.demand.years if source is None or source.years is None else source.years
    return np.asarray(incidents["when"].notna() | (stated is not None), dtype=np.bool_)


def _extends_beyond_area(inputs: Inputs) -> bool:
    """Return whether the record has incidents outside the planned area."""
    accounts = [account for account in inputs.accounts if account.name == "incidents"]
    return any(account.dropped.get("outside_area", 0) for account in accounts)


def _positions(incidents: gpd.GeoDataFrame | None, inputs: Inputs) -> Anonymisation:
    """Return whether the positions of the incidents look anonymised."""
    empty = gpd.GeoSeries([], crs=inputs.grid.crs)
    return positions.anonymisation(empty if incidents is None else incidents.geometry)


def _yearly(
    demand: Demand, incidents: gpd.GeoDataFrame | None, districts: gpd.GeoDataFrame | None
) -> pd.DataFrame:
    """Return the incidents that have a lixel by district and year; no rows without incidents."""
    if incidents is None or demand.unit == "street_metres":
        no_district, no_time = pd.Series([], dtype=object), pd.Series([], dtype="datetime64[s]")
        return by_district_and_year(no_district, no_time, years=1, inhabitants={})[:0]
    with_lixel = np.flatnonzero(demand.incident_lixel >= 0)
    district = demand.lixels["district"].iloc[demand.incident_lixel[with_lixel]]
    return by_district_and_year(
        district.reset_index(drop=True),
        incidents["when"].iloc[with_lixel].reset_index(drop=True),
        years=demand.years,
        inhabitants=_inhabitants(districts),
    )


def _inhabitants(districts: gpd.GeoDataFrame | None) -> Mapping[str, float | None]:
    """Return the inhabitants of each district; None where unknown or different in its rows."""
    if districts is None:
        return {}
    by_name = districts.groupby("name", sort=False)["inhabitants"].agg(["nunique", "first"])
    return {
        str(name): float(first) if number == 1 else None
        for name, number, first in zip(
            by_name.index, by_name["nunique"], by_name["first"], strict=True
        )
    }
