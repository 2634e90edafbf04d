"""What a plan sees of schools, stops and trouble spots, by which cameras and since when."""

import math
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from placement.demand.demand import Demand
from placement.pipeline.plan_coverage import PlanSights
from placement.pipeline.situation import Situation
from placement.plan import shares
from placement.plan.place_coverage import PlaceCoverage
from placement.plan.plan import Plan
from placement.units import Booleans, Integers
from placement.visibility.coverage_matrix import CoverageMatrix

NEAREST_M = 60.0
"""Where nothing lies within a place's own radius, the nearest piece of street this near. [m]"""


def covered_places(plan: Plan, situation: Situation) -> tuple[PlaceCoverage, ...]:
    """Return what a plan sees of the places of its case that lie in the planned area.

    Parts of one name and kind, such as
    the stops of a road, count together, those without a name each for itself; the order is that
    of the files.
    """
    places = situation.inputs.places
    if places is None or places.empty:
        return ()
    inside = places[shapely.intersects(situation.inputs.area, places.geometry.to_numpy())]
    lines_of_sight = PlanSights.of(plan, situation)
    covers = lines_of_sight.coverage(plan.required_density_px_m).covers.toarray()
    coverage = lines_of_sight.coverage_by_time(plan.required_density_px_m)
    by_level = _by_level(plan, situation, lines_of_sight)
    covers_by_level = {name: level.covers.toarray() for name, level in by_level.items()}
    tree = _tree(situation.demand)
    coverages = []
    nameless = inside["name"].eq("")
    group = pd.Series(np.arange(len(inside)), index=inside.index).where(nameless, -1)
    for (kind, name, _), parts in inside.groupby(["kind", "name", group], sort=False):
        pieces = around(tree, parts)
        middle = parts.geometry.union_all().centroid
        x_m, y_m = np.array([middle.x]), np.array([middle.y])
        coverages.append(
            PlaceCoverage(
                name=str(name),
                kind=str(kind),
                district=str(shares.area_of(x_m, y_m, areas=situation.inputs.districts)[0]),
                x_m=float(middle.x),
                y_m=float(middle.y),
                expected=math.fsum(situation.demand.weight[pieces]),
                shares=_shares(plan, coverage, situation.columns(pieces)),
                cameras=tuple(plan.cameras[k].camera_id for k in _seeing(plan, covers, pieces)),
                level=next(
                    (n for n, matrix in covers_by_level.items() if matrix[:, pieces].any()), ""
                ),
            )
        )
    return tuple(coverages)


def _tree(demand: Demand) -> shapely.STRtree:
    return shapely.STRtree(np.asarray(shapely.points(demand.x_m, demand.y_m)))


def around(tree: shapely.STRtree, parts: gpd.GeoDataFrame) -> Integers:
    """Return the demand points around the parts of a place, or the nearest one to each part."""
    shapes, radius_m = parts.geometry.to_numpy(), parts["radius_m"].to_numpy(dtype=np.float64)
    part, point = tree.query(shapes, predicate="dwithin", distance=radius_m)
    alone = np.setdiff1d(np.arange(len(parts)), part)
    _, nearest = tree.query_nearest(shapes[alone], max_distance=NEAREST_M, all_matches=False)
    return np.unique(np.concatenate([point, nearest])).astype(np.int64)


def _by_level(
    plan: Plan, situation: Situation, lines_of_sight: PlanSights
) -> Mapping[str, CoverageMatrix]:
    """Return what the cameras cover at each level from the plan's own upwards, finest first."""
    required_px_m = plan.required_density_px_m
    density_px_m = {plan.detail_level: required_px_m}
    density_px_m |= {
        level.name: level.density_px_m
        for level in situation.detail_levels
        if level.density_px_m > required_px_m
    }
    finest_first = sorted(density_px_m.items(), key=lambda level: -level[1])
    return {name: lines_of_sight.coverage(px_m) for name, px_m in finest_first}


def _shares(plan: Plan, coverage: CoverageMatrix, pieces: Integers) -> tuple[float, ...]:
    total = math.fsum(coverage.weight[pieces])
    if not total:
        return (0.0,) * len(plan.phases)
    shares = []
    for phase in plan.phases:
        in_service = [k for k, c in enumerate(plan.cameras) if c.works_in(phase.phase)]
        covered = pieces[coverage.covered(in_service)[pieces]]
        shares.append(math.fsum(coverage.weight[covered]) / total)
    return tuple(shares)


def _seeing(plan: Plan, covers: Booleans, pieces: Integers) -> list[int]:
    """Return the cameras that cover any of some demand points, by rank.

    `covers` (cameras, demand points) is what each camera covers; those out of service nothing.
    """
    seeing = np.flatnonzero(covers[:, pieces].any(axis=1)).tolist()
    return sorted(seeing, key=lambda k: plan.cameras[k].rank)
