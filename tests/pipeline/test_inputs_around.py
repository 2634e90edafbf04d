"""What lies around a place: a part of a case whose surface there is that of the whole case."""

import numpy as np
import pytest
import shapely
from attrs import evolve

from placement.api.case import Case, read_case
from placement.pipeline.surface import inputs_around, surface_of
from placement.visibility.surface import Surface
from tests.pipeline import toy_case

REACH_M = 40.0


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return the toy case on its hill."""
    return read_case(toy_case.write(tmp_path_factory.mktemp("around") / "case"))


@pytest.mark.parametrize("share", [(0.5, 0.5), (0.02, 0.4), (0.9, 0.97)])
def test_the_surface_within_reach_is_that_of_the_whole_case(
    town: Case, share: tuple[float, float]
) -> None:
    """Ground, tops of houses and crowns, in the middle and at two edges of the case."""
    inputs = town.inputs()
    west, south, east, north = inputs.grid.bounds
    x_m, y_m = west + share[0] * (east - west), south + share[1] * (north - south)

    near = inputs_around(inputs, x_m=x_m, y_m=y_m, reach_m=REACH_M)

    part, whole = surface_of(town.config, near), surface_of(town.config, inputs)
    assert near.grid.rows * near.grid.columns < inputs.grid.rows * inputs.grid.columns
    x, y = (
        axis.ravel() for axis in np.meshgrid(np.linspace(-39, 39, 40), np.linspace(-39, 39, 40))
    )
    inside = inputs.grid.holds(x + x_m, y + y_m)
    x, y = x[inside] + x_m, y[inside] + y_m
    assert part.ground_at(x, y) == pytest.approx(whole.ground_at(x, y), abs=0)
    assert tops(part, x_m, y_m) == tops(whole, x_m, y_m)


def test_terrain_with_gaps_is_not_cut(town: Case) -> None:
    """How a gap is filled may hang on what lies far away."""
    inputs = town.inputs()
    heights = np.zeros(inputs.grid.shape, dtype=np.float32)
    heights[0, 0] = np.nan
    x_m, y_m = shapely.get_coordinates(inputs.area.centroid)[0]

    gaps = evolve(inputs, terrain=heights)

    assert inputs_around(gaps, x_m=x_m, y_m=y_m, reach_m=REACH_M) is gaps


def tops(surface: Surface, x_m: float, y_m: float) -> list[tuple[float, ...]]:
    """Return corners and heights of the houses within reach, and crowns."""
    box = shapely.box(x_m - REACH_M, y_m - REACH_M, x_m + REACH_M, y_m + REACH_M)
    rows: list[tuple[float, ...]] = []
    if surface.prisms is not None and len(surface.prisms):
        for number in surface.prisms.tree.query(box, predicate="intersects"):
            edges = surface.prisms.edges[surface.prisms.owner == number]
            rows.append((float(surface.prisms.top_m[number]), *edges.ravel().tolist()))
    if surface.crowns is not None:
        crowns = surface.crowns
        columns = (crowns.x_m, crowns.y_m, crowns.radius_m, crowns.base_m, crowns.top_m)
        near = (np.abs(crowns.x_m - x_m) < REACH_M) & (np.abs(crowns.y_m - y_m) < REACH_M)
        rows += [tuple(row) for row in np.column_stack(columns)[near].tolist()]
    return sorted(rows)
