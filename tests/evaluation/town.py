"""A made-up town whose risk is known: a jittered lattice of streets, hot spots on the network.

Cameras are planned on incidents drawn from the risk and judged by the risk itself, so that only the
picture of demand differs and nothing of the judgement is chance.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import evolve, frozen

from placement import grid
from placement.config import PlanConfig
from placement.demand import network_heat
from placement.evaluation.incident_positions import locate
from placement.evaluation.results import COUNTS, ORACLE, OURS, PLANAR, PlanLimits
from placement.evaluation.rival_plans import best_plan, demand_by_method
from placement.pipeline import Inputs, Situation, prepare
from placement.units import Floats

CRS = "EPSG:5514"
X_M, Y_M = -792_000.0, -978_000.0
SPACING_M, JITTER_M, MISSING = 85.0, 12.0, 0.18
HOT_SPREAD_M = 40.0
"""Incidents spread so far from the middle of a hot spot, along the streets. [m]"""
HOT_SHARE = 0.8
"""Of all incidents; the rest lies anywhere. [-]"""
POSITION_ERROR_M = 10.0
CAMERAS = 30
METHODS = (OURS, *PLANAR, COUNTS)


@frozen(eq=False)
class Town:
    """Streets, and how the risk is spread over their pieces."""

    streets: gpd.GeoDataFrame
    lixels: gpd.GeoDataFrame
    """Column `expected`: share of all incidents."""

    @property
    def kilometres(self) -> float:
        """Length of all streets. [km]"""
        return float(self.streets.length.sum() / 1000)


def town(side: int, *, hot_spots: int, seed: int) -> Town:
    """Return a town of `side` by `side` crossings with so many hot spots."""
    draw = np.random.default_rng(seed)
    streets = _streets(side, draw)
    total = streets.length.to_numpy()
    line = draw.choice(len(streets), hot_spots, p=total / total.sum())
    middles = shapely.line_interpolate_point(
        streets.geometry.to_numpy()[line], draw.random(hot_spots), normalized=True
    )
    heat = network_heat(
        streets.geometry,
        gpd.GeoSeries(middles, crs=CRS),
        draw.pareto(1.2, hot_spots) + 0.2,
        bandwidth_m=HOT_SPREAD_M,
        lixel_m=10.0,
    )
    hot = heat["expected"] / heat["expected"].sum()
    even = heat["length_m"] / heat["length_m"].sum()
    return Town(streets, heat.assign(expected=HOT_SHARE * hot + (1 - HOT_SHARE) * even))


def incidents(made: Town, count: int, *, seed: int, first: str = "2023-01-01") -> gpd.GeoDataFrame:
    """Return incidents drawn from the town's risk, a bit beside where they happened."""
    draw = np.random.default_rng(seed)
    piece = draw.choice(len(made.lixels), count, p=made.lixels["expected"].to_numpy())
    lines = made.lixels.geometry.to_numpy()[piece]
    places = shapely.get_coordinates(
        shapely.line_interpolate_point(lines, draw.random(count), normalized=True)
    )
    places = places + draw.normal(0, POSITION_ERROR_M, places.shape)
    days = pd.to_timedelta(draw.integers(0, 365 * 24, count), unit="h")
    columns = {
        "incident_id": [f"{first}-{number}" for number in range(count)],
        "when": (pd.Timestamp(first) + days).astype("datetime64[s]"),
        "until": pd.Series(pd.NaT, index=range(count), dtype="datetime64[s]"),
        "precision": "time",
        "kind": "",
        "path": "",
        "municipal": False,
        "weight": 1.0,
    }
    return gpd.GeoDataFrame(columns, geometry=shapely.points(places), crs=CRS)


def situation(made: Town, known: gpd.GeoDataFrame) -> Situation:
    """Return the situation of planning panoramic cameras on known incidents."""
    return prepare(config(), inputs(made, known))


def truth(made: Town, prepared: Situation) -> Floats:
    """Return the share of all incidents on each demand point, in their order."""
    key = _places(prepared.demand.x_m, prepared.demand.y_m)
    middles = made.lixels.geometry.interpolate(0.5, normalized=True)
    there = pd.Series(made.lixels["expected"].to_numpy(), index=_places(middles.x, middles.y))
    return there.reindex(key).to_numpy(dtype=np.float64)


def seen_of_truth(made: Town, count: int, *, seed: int) -> dict[str, float]:
    """Return the share of the risk that 30 cameras see, planned on a year's incidents or on it."""
    known = incidents(made, count, seed=seed)
    prepared = situation(made, known)
    risk = truth(made, prepared)
    found = locate(known, prepared)
    seen_as = demand_by_method(prepared, known, earlier=found, later=found)
    seen_as = {**{method: seen_as[method] for method in METHODS}, ORACLE: risk}
    judged = prepared.with_demand_weight(risk)
    limit = PlanLimits(CAMERAS, None)
    return {
        method: judged.coverage.value(best_plan(prepared, weight, limit=limit).sets[0])
        for method, weight in seen_as.items()
    }


def config() -> PlanConfig:
    """Return a plan file: 30 cameras that see the whole circle to 60 m."""
    return PlanConfig.model_validate(
        {
            "case": {"name": "Nikde", "crs": CRS},
            "inputs": {"streets": {"path": "none.gpkg", "provenance": "synthetic"}},
            "sites": {"kinds": ["crossings", "streets"], "spacing_m": 20, "cameras_per_point": 1},
            "camera_models": [
                {
                    "name": "panoramatická",
                    "hfov_deg": 360.0,
                    "vfov_deg": 80.0,
                    "width_px": 15_360,
                    "projection": "panoramic",
                    "tilt_deg": 30.0,
                    "range_m": 60.0,
                    "cost_czk": 100_000.0,
                }
            ],
            "viewshed": {"cell_m": 2, "detail_level": "detect"},
            "phases": [{"name": "cíl", "cameras": CAMERAS}],
        }
    )


def inputs(made: Town, known: gpd.GeoDataFrame) -> Inputs:
    """Return the town as inputs: streets, blocks of houses between them, incidents."""
    west, south, east, north = made.streets.total_bounds
    area = shapely.box(west - 30, south - 30, east + 30, north + 30)
    return Inputs(
        grid=grid.around(area.bounds, crs=CRS, cell_m=2, margin_m=60.0),
        area=area,
        streets=made.streets,
        buildings=_blocks(made.streets),
        trees=None,
        terrain=None,
        surface=None,
        canopy=None,
        incidents=known,
        cameras=None,
        carriers=None,
        districts=None,
        no_mount=None,
        backdrop=None,
        accounts=(),
    )


def later(made: Town, count: int, *, seed: int) -> gpd.GeoDataFrame:
    """Return the incidents of the year after."""
    return incidents(made, count, seed=seed, first="2024-01-01")


def with_incidents(given: Inputs, *tables: gpd.GeoDataFrame) -> Inputs:
    """Return inputs with these incidents in place of theirs."""
    return evolve(given, incidents=pd.concat(tables, ignore_index=True))


def _streets(side: int, draw: np.random.Generator) -> gpd.GeoDataFrame:
    row, column = np.mgrid[:side, :side]
    x = X_M + SPACING_M * column + draw.uniform(-JITTER_M, JITTER_M, row.shape)
    y = Y_M + SPACING_M * row + draw.uniform(-JITTER_M, JITTER_M, row.shape)
    lines = [
        shapely.LineString([(x[r, c], y[r, c]), (x[r + down, c + right], y[r + down, c + right])])
        for r in range(side)
        for c in range(side)
        for down, right in ((0, 1), (1, 0))
        if r + down < side and c + right < side and draw.random() > MISSING
    ]
    ids = [f"s{number}" for number in range(len(lines))]
    columns = {"street_id": ids, "name": ids, "street_class": ""}
    return gpd.GeoDataFrame(columns, geometry=lines, crs=CRS)


def _blocks(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return what lies between the streets, 8 m from their axes."""
    west, south, east, north = streets.total_bounds
    free = streets.geometry.buffer(8.0).union_all()
    parts = shapely.get_parts(shapely.box(west, south, east, north).difference(free))
    ids = [f"b{number}" for number in range(len(parts))]
    columns = {"building_id": ids, "height_m": 9.0, "height_source": "height"}
    return gpd.GeoDataFrame(columns, geometry=parts, crs=CRS)


def _places(x: Floats, y: Floats) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([np.round(x, 3), np.round(y, 3)])
