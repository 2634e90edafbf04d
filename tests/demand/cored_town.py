"""A town with a dense core, and incidents on it at the same risk on every metre of street."""

from functools import cache
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString, Point

from placement import demand
from placement.demand import Demand

CRS = "EPSG:5514"
WEST_M, SOUTH_M = -800_000.0, -980_000.0
BLOCK_M, FINE_M = 160.0, 40.0
SIDE, CORE = 16, (6, 10)
"""Blocks along a side; the core's first and last block, cut four times as fine."""
YEARS = (2022, 2023, 2024)


@cache
def streets() -> gpd.GeoDataFrame:
    """Return the lattice, one line between two crossings, named by row and column."""
    low, high = (edge * BLOCK_M for edge in CORE)
    coarse = np.arange(SIDE + 1) * BLOCK_M
    fine = np.arange(low, high + 1, FINE_M)
    rows = []
    for across in np.union1d(coarse, fine):
        for name, turned in (("Západní", False), ("Jižní", True)):
            in_core = low <= across <= high
            along = coarse if across in coarse else fine
            cuts = np.union1d(along, fine) if in_core else along
            for begin, end in pairwise(cuts):
                ends = [(begin, across), (end, across)]
                xy = [(y, x) if turned else (x, y) for x, y in ends]
                line = LineString([(WEST_M + x, SOUTH_M + y) for x, y in xy])
                rows.append((f"{name} {across:.0f}", "residential", line))
    frame = gpd.GeoDataFrame(rows, columns=["name", "street_class", "geometry"], crs=CRS)
    return frame.assign(street_id=[f"s{number}" for number in range(len(frame))])


def incidents(
    count: int, *, seed: int, error_m: float = 0.0, planted: str = "", times: float = 1.0
) -> gpd.GeoDataFrame:
    """Return incidents at uniform risk, `times` that on the planted line, misplaced by an error."""
    dice = np.random.default_rng(seed)
    lines = streets()
    risk = lines.length.to_numpy() * np.where(lines["street_id"] == planted, times, 1.0)
    line = dice.choice(len(lines), size=count, p=risk / risk.sum())
    along = dice.random(count)
    on = shapely.line_interpolate_point(lines.geometry.to_numpy()[line], along, normalized=True)
    xy = shapely.get_coordinates(on) + dice.normal(0, 1, (count, 2)) * error_m
    year = dice.choice(YEARS, size=count)
    day = dice.integers(0, 365, size=count)
    when = pd.to_datetime(pd.Series(year).astype(str) + "-01-01") + pd.to_timedelta(day, unit="D")
    return gpd.GeoDataFrame(
        {
            "incident_id": [f"i{number}" for number in range(count)],
            "when": when,
            "kind": "krádež",
            "weight": 1.0,
        },
        geometry=[Point(x, y) for x, y in xy],
        crs=CRS,
    )


def demand_of(events: gpd.GeoDataFrame, *, bandwidth_m: float = 40.0) -> Demand:
    """Return the demand of the town, all of it in one district but the core."""
    built = demand.build(
        streets(), events, bandwidth_m=bandwidth_m, lixel_m=10.0, snap_m=150.0, years=3.0
    )
    low, high = (edge * BLOCK_M for edge in CORE)
    x, y = built.x_m - WEST_M, built.y_m - SOUTH_M
    core = (x >= low) & (x <= high) & (y >= low) & (y <= high)
    built.lixels["district"] = np.where(core, "Centrum", "Okolí")
    return built
