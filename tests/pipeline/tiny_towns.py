"""Random tiny towns in memory, with at most a dozen candidates: every choice can be tried."""

import random
from collections.abc import Iterator
from itertools import combinations

import geopandas as gpd
import pandas as pd
from shapely.geometry import LineString, Point, box

from placement import grid
from placement.config import PlanConfig
from placement.pipeline import Inputs, Situation, prepare
from tests.pipeline import toy_case

CRS = "EPSG:5514"
X_M, Y_M = -792_000.0, -978_000.0
MOST_CANDIDATES = 12
RANGE_M = 60.0


def situation(seed: int) -> Situation:
    """Return a random situation with one to twelve candidates, the same for the same seed."""
    draw = random.Random(seed)
    while True:
        made = prepare(config(draw), inputs(draw))
        if len(made.existing) < len(made.candidates) <= MOST_CANDIDATES:
            return made


def config(draw: random.Random) -> PlanConfig:
    """Return a plan file: one or two phases by count, money or both."""
    first, more = draw.randint(2, 4), draw.randint(0, 2)
    phases = [{"name": "a", "cameras": first}, {"name": "b", "cameras": first + more}]
    for phase in phases:
        if draw.random() < 0.4:
            phase["budget_czk"] = draw.choice([260_000, 330_000, 500_000])
    fixed, panoramic = toy_case.fixed(), toy_case.panoramic()
    return PlanConfig.model_validate(
        {
            "case": {"name": "Nikde", "crs": CRS},
            "inputs": {"streets": {"path": "none.gpkg", "provenance": "synthetic"}},
            "demand": {"bandwidth_m": 40, "lixel_m": 10, "years": 1},
            "sites": {
                "kinds": ["streets"],
                "spacing_m": draw.choice([30, 45]),
                "cameras_per_point": draw.choice([1, 2]),
                "azimuth_step_deg": draw.choice([90, 120, 180]),
                "point_cost_czk": {"default": draw.choice([0, 90_000])},
            },
            "camera_models": draw.choice([[fixed], [panoramic], [fixed, panoramic]]),
            "viewshed": {"cell_m": 2, "detail_level": "detect"},
            "phases": phases[: draw.randint(1, 2)],
            "optimise": {
                "gap": draw.choice([0.0, 0.001]),
                "priority": draw.choice(["target", "early"]),
                "seed": draw.randint(0, 9),
            },
        }
    )


def inputs(draw: random.Random) -> Inputs:
    """Return streets that meet in the middle, houses, incidents and up to two cameras."""
    area = box(X_M - 100, Y_M - 100, X_M + 100, Y_M + 100)
    return Inputs(
        grid=grid.around(area.bounds, crs=CRS, cell_m=2, margin_m=RANGE_M),
        area=area,
        streets=_streets(draw),
        buildings=_buildings(draw),
        trees=None,
        terrain=None,
        surface=None,
        canopy=None,
        incidents=_incidents(draw),
        cameras=_cameras(draw),
        carriers=None,
        districts=None,
        no_mount=None,
        backdrop=None,
        accounts=(),
    )


def choices(made: Situation, *, count: int, budget: float | None) -> Iterator[tuple[int, ...]]:
    """Yield every set of candidates that keeps existing cameras, count, points and money."""
    existing = tuple(made.existing)
    new = [j for j in range(len(made.candidates)) if j not in existing]
    most = made.config.sites.cameras_per_point
    for size in range(min(count - len(existing), len(new)) + 1):
        for added in combinations(new, size):
            chosen = (*existing, *added)
            if _fits(made, chosen, added, most) and (
                budget is None or cost(made, added) <= budget * (1 + 1e-9)
            ):
                yield chosen


def cost(made: Situation, added: tuple[int, ...]) -> float:
    """Return what new cameras and the points they open cost together. [Kč]"""
    opened = {int(made.candidates.site[j]) for j in added}
    opened -= {int(made.candidates.site[j]) for j in made.existing}
    cameras = sum(made.models[made.candidates.model[j]].cost_czk for j in added)
    return cameras + sum(float(made.site_cost_czk[site]) for site in opened)


def value(made: Situation, chosen: tuple[int, ...]) -> float:
    """Return the demand that candidates cover, each point once."""
    table = made.coverage.covers.toarray()
    return float(sum(made.demand.weight[table[list(chosen)].any(axis=0)]))


def _fits(made: Situation, chosen: tuple[int, ...], added: tuple[int, ...], most: int) -> bool:
    sites = [int(made.candidates.site[j]) for j in chosen]
    return all(sites.count(int(made.candidates.site[j])) <= most for j in added)


def _streets(draw: random.Random) -> gpd.GeoDataFrame:
    ends = [(draw.uniform(-90, 90), draw.uniform(-90, 90)) for _ in range(draw.randint(2, 3))]
    lines = [LineString([(X_M, Y_M), (X_M + east, Y_M + north)]) for east, north in ends]
    ids = [f"s{number}" for number in range(len(lines))]
    columns = {"street_id": ids, "name": ids, "street_class": ids}
    return gpd.GeoDataFrame(columns, geometry=lines, crs=CRS)


def _buildings(draw: random.Random) -> gpd.GeoDataFrame:
    shapes, heights = [], []
    for _ in range(draw.randint(1, 5)):
        x, y = X_M + draw.uniform(-80, 80), Y_M + draw.uniform(-80, 80)
        shapes.append(box(x, y, x + draw.uniform(8, 30), y + draw.uniform(8, 30)))
        heights.append(draw.uniform(2, 20))
    ids = [f"b{number}" for number in range(len(shapes))]
    columns = {"building_id": ids, "height_m": heights, "height_source": "height"}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)


def _incidents(draw: random.Random) -> gpd.GeoDataFrame:
    places = [
        Point(X_M + draw.gauss(0, 40), Y_M + draw.gauss(0, 40)) for _ in range(draw.randint(5, 25))
    ]
    columns = {
        "incident_id": [f"u{number}" for number in range(len(places))],
        "when": pd.NaT,
        "kind": "",
        "weight": [float(draw.randint(1, 5)) for _ in places],
    }
    return gpd.GeoDataFrame(columns, geometry=places, crs=CRS)


def _cameras(draw: random.Random) -> gpd.GeoDataFrame | None:
    count = draw.randint(0, 2)
    if count == 0:
        return None
    ids = [f"k{number}" for number in range(count)]
    columns = {
        "camera_id": ids,
        "point_id": ["p0"] * count if draw.random() < 0.3 else ids,
        "name": "",
        "status": draw.choices(["in service", "out of service"], [4, 1], k=count),
        "model": None,
        "mount_height_m": 5.0,
        "azimuth_deg": [draw.uniform(0, 360) for _ in ids],
        "tilt_deg": 15.0,
        "provenance": "synthetic",
    }
    places = [Point(X_M + draw.uniform(-60, 60), Y_M + draw.uniform(-60, 60)) for _ in ids]
    return gpd.GeoDataFrame(columns, geometry=places, crs=CRS)
