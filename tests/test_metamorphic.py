"""What must hold whatever the town: of cells, polygons and pairs, past cells and past outlines."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import evolve, frozen

from placement.grid import Grid
from placement.sites import Sites
from placement.visibility import surface, view_polygons, viewshed
from placement.visibility.observation import Target
from placement.visibility.obstacles import canopy
from placement.visibility.sights import Targets, sights
from placement.visibility.surface import Engine, Surface
from tests.observing import observe

HALF = 20
FRAME = Grid("EPSG:5514", -HALF - 0.5, HALF + 0.5, 1.0, 2 * HALF + 1, 2 * HALF + 1)
RANGE_M = 18.0
ROWS, COLUMNS = np.indices(FRAME.shape)
X, Y = COLUMNS - HALF, HALF - ROWS
TURNS = [
    np.array(turn)
    for flip in (1, -1)
    for turn in (
        [[flip, 0], [0, 1]],
        [[0, 1], [-flip, 0]],
        [[-flip, 0], [0, -1]],
        [[0, -1], [flip, 0]],
    )
]
"""The eight symmetries of the square, as matrices of (x, y)."""
ENGINES: tuple[Engine, ...] = ("raster", "vector")
ROUNDING_M2 = 1e-3
NONE = np.zeros(FRAME.shape, np.float32)


@frozen(eq=False)
class Town:
    """What a surface is made of; the lens stands in the middle."""

    ground: np.ndarray
    shapes: tuple[shapely.Polygon, ...] = ()
    heights_m: tuple[float, ...] = ()
    trees: tuple[tuple[float, float], ...] = ()
    leaves: np.ndarray = NONE

    def built(self, engine: Engine, *, season: str = "leaf-on") -> Surface:
        """Return its surface."""
        houses = gpd.GeoDataFrame(
            {"height_m": list(self.heights_m)}, geometry=list(self.shapes), crs=FRAME.crs
        )
        points = [shapely.Point(tree) for tree in self.trees]
        sizes = {"height_m": 7.0, "crown_radius_m": 1.6, "crown_base_m": 2.2}
        trees = gpd.GeoDataFrame(geometry=points).assign(**sizes)
        made = surface.build(
            FRAME,
            ground=self.ground,
            buildings=houses,
            trees=trees if points else None,
            engine=engine,
            season=season,
        )
        grown = canopy.build(FRAME, self.leaves, made.ground, season=season)
        return evolve(made, canopy=grown if self.leaves.any() else None)

    def turned(self, turn: np.ndarray) -> "Town":
        """Return the town turned or mirrored about the lens."""
        return Town(
            turned(self.ground, turn),
            tuple(shapely.transform(shape, lambda xy: xy @ turn.T) for shape in self.shapes),
            self.heights_m,
            tuple((float(x), float(y)) for x, y in np.array(self.trees).reshape(-1, 2) @ turn.T),
            turned(self.leaves, turn),
        )


def turned(layer: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Return a layer of the frame turned about its middle."""
    x, y = np.einsum("ij,j...->i...", turn, np.stack([X, Y]))
    there = np.empty_like(layer)
    there[HALF - y, HALF + x] = layer
    return there


def towns(*, hilly: bool = True) -> Iterator[Town]:
    """Return random small towns; no house's edge runs through the middle of a cell."""
    for seed in range(3):
        dice = np.random.default_rng(seed)
        corners = dice.integers(-15, 13, (7, 2)) + 0.25
        sizes = dice.choice([1.5, 3.5, 5.5], (7, 2))  # the ground is taken at a cell's middle
        boxes = [shapely.box(*low, *(low + size)) for low, size in zip(corners, sizes, strict=True)]
        clear = [box.distance(shapely.Point(0, 0)) > 1.5 for box in boxes]
        kept = [box for box, ok in zip(boxes, clear, strict=True) if ok]
        leaves = np.where(dice.random(FRAME.shape) < 0.03, 6.0, 0.0).astype(np.float32)
        leaves[np.hypot(X, Y) < 4] = 0
        steps = dice.integers(0, 3, FRAME.shape) / 2 * hilly
        yield Town(
            steps.astype(np.float32),
            tuple(kept),
            tuple(dice.integers(2, 9, len(kept)).astype(float)),
            tuple(map(tuple, dice.integers(3, 14, (4, 2)) + 0.3)),
            leaves,
        )


@frozen(eq=False)
class Seen:
    """What the lens in the middle sees, by all three ways to ask."""

    cells: np.ndarray
    area: shapely.Geometry
    pairs: np.ndarray
    """(rows, columns) whether a target in the cell is among the pairs of the site."""
    slopes_m: float
    """How far the area's outline may be from that of the next look. [m]"""

    def within(self, other: "Seen") -> bool:
        """Return whether nothing is seen that the other does not see.

        Outlines along cells are drawn as slopes, nowhere half a cell from the cells, so two of them
        may be a cell apart; houses in exact outlines have no such slopes.
        """
        slopes_m = max(self.slopes_m, other.slopes_m)
        more_m2 = shapely.difference(self.area, other.area.buffer(slopes_m)).area
        cells = (self.cells & ~other.cells).any() or (self.pairs & ~other.pairs).any()
        return not cells and more_m2 < ROUNDING_M2


def looked(on: Surface, *, height_m: float = 4.0, target_height_m: float = 1.5) -> Seen:
    """Look around from the middle."""
    ask = {"height_m": height_m, "target_height_m": target_height_m, "range_m": RANGE_M}
    window = observe(viewshed.around, on, x_m=0.0, y_m=0.0, **ask).visible
    cells = np.zeros(FRAME.shape, dtype=bool)
    gap = HALF - window.shape[0] // 2
    cells[gap:-gap, gap:-gap] = window
    area = observe(view_polygons.around, on, x_m=0.0, y_m=0.0, **ask).area
    site = stations(np.zeros((1, 2)), height_m)
    targets = Targets(
        X.ravel().astype(float),
        Y.ravel().astype(float),
        np.ones(X.size),
        Target(height_m=target_height_m),
    )
    found = np.zeros(X.size, dtype=bool)
    found[sights(on, site, targets, range_m=RANGE_M).target] = True
    by_cells = on.prisms is None or bool(on.floating) or (on.obstacles != on.ground).any()
    return Seen(cells, area, found.reshape(FRAME.shape), FRAME.cell_m if by_cells else 0.0)


def stations(places: np.ndarray, height_m: float) -> Sites:
    """Return poles at places."""
    n = len(places)
    kinds = np.full(n, "pole", dtype=object)
    x, y = np.asarray(places, dtype=float).T
    return Sites(np.arange(n).astype(object), x, y, np.full(n, height_m), kinds, np.full(n, np.nan))


@pytest.mark.parametrize("engine", ENGINES)
def test_turning_the_town_turns_the_view(engine):
    """Eight symmetries of the square, with terrain, houses, trees and canopy."""
    for town in towns():
        straight = looked(town.built(engine))
        for turn in TURNS:
            seen = looked(town.turned(turn).built(engine))

            assert np.array_equal(seen.cells, turned(straight.cells, turn))
            assert np.array_equal(seen.pairs, turned(straight.pairs, turn))
            expected = shapely.transform(straight.area, lambda xy, turn=turn: xy @ turn.T)
            off_m2 = shapely.symmetric_difference(seen.area, expected).area
            assert off_m2 < 5e-3 * expected.area  # the disc's corners do not turn


@pytest.mark.parametrize("engine", ENGINES)
def test_height_above_the_sea_does_not_matter(engine):
    """Lifting the terrain lifts all that stands on it; the view stays."""
    for town in towns():
        low = looked(town.built(engine))
        high = looked(evolve(town, ground=town.ground + np.float32(250)).built(engine))

        assert low.within(high)
        assert high.within(low)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("more_m", [0.3, 2.0])
def test_a_taller_target_loses_nothing(engine, more_m):
    """Whoever sees a child sees an adult there; trees, which hang above, are left out."""
    for town in towns(hilly=False):
        bare = town.built(engine).without_trees()

        assert looked(bare).within(looked(bare, target_height_m=1.5 + more_m))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["house", "tree", "leaves"])
def test_a_new_obstacle_gains_nothing(engine, kind):
    """One more house, tree or patch of canopy shows nothing that was hidden."""
    for town in towns():
        leaves = town.leaves.copy()
        leaves[HALF - 8 : HALF - 5, HALF + 2 : HALF + 9] = 9.0
        more = {
            "house": {
                "shapes": (*town.shapes, shapely.box(2.25, 5.25, 9.75, 8.75)),
                "heights_m": (*town.heights_m, 7.0),
            },
            "tree": {"trees": (*town.trees, (4.1, 6.2))},
            "leaves": {"leaves": leaves},
        }[kind]
        before = looked(town.built(engine))
        after = looked(evolve(town, **more).built(engine))

        assert after.within(before)
        assert after.cells.sum() < before.cells.sum()


@pytest.mark.parametrize("engine", ENGINES)
def test_flat_open_ground_is_the_full_disc(engine):
    """Every cell within range, the whole circle as area, every target."""
    seen = looked(Town(NONE).built(engine))
    disc = np.hypot(X, Y) <= RANGE_M

    assert np.array_equal(seen.cells, disc)
    assert np.array_equal(seen.pairs, disc)
    assert seen.area.area == pytest.approx(np.pi * RANGE_M**2, rel=1e-3)


def wedge_m2(aside_m: float, ahead_m: float) -> float:
    """Return what a wall hides of the disc that reaches so far to both sides. [m²]"""
    return RANGE_M**2 * float(np.arctan2(aside_m, ahead_m)) - ahead_m * aside_m


@pytest.mark.parametrize("engine", ENGINES)
def test_one_pillar_hides_the_wedge_behind_it(engine):
    """From 6.25 to 7.75 m east and 1.25 m to both sides, higher than the lens."""
    pillar = Town(NONE, (shapely.box(6.25, -1.25, 7.75, 1.25),), (30.0,))
    seen = looked(pillar.built(engine))

    half = np.arctan2(1.25, 6.25)
    behind = (X > 6.25) & (np.abs(np.arctan2(Y, X)) < half) & (np.hypot(X, Y) <= RANGE_M)
    disc = np.hypot(X, Y) <= RANGE_M
    wrong = seen.cells != (disc & ~behind)
    hidden_m2 = np.pi * RANGE_M**2 - seen.area.area
    if engine == "vector":
        assert not wrong.any()
        assert hidden_m2 == pytest.approx(wedge_m2(1.25, 6.25), abs=1.0)
    else:  # cells from 6.5 to 7.5 m and 1.5 m to both sides, whose walls fall off within a cell
        assert wedge_m2(1.25, 6.25) < hidden_m2 < wedge_m2(2.0, 7.0) + 1.0
        edge = np.abs(np.abs(np.arctan2(Y, X)) - half) * np.hypot(X, Y)
        assert (edge[wrong] < 1.5).all()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_sees_b_exactly_if_b_sees_a(engine):
    """Between places as high above the ground, past terrain and houses."""
    for town in towns():
        bare = town.built(engine).without_trees()
        row, column = (index[::23] for index in np.nonzero(~bare.roofs))
        x, y = X[row, column].astype(float), Y[row, column].astype(float)
        found = sights(
            bare,
            stations(np.column_stack([x, y]), 1.7),
            Targets(x, y, np.ones(x.size), Target(height_m=1.7)),
            range_m=30.0,
        )
        seen = np.zeros((x.size, x.size), dtype=bool)
        seen[found.site, found.target] = True

        assert np.array_equal(seen, seen.T)
        assert 0 < (~seen).sum() < seen.size


@pytest.mark.parametrize("engine", ENGINES)
def test_bare_trees_show_all_that_leaves_show(engine):
    """Leaf-off is a superset of leaf-on, and no trees at all of both."""
    gained = 0
    for town in towns():
        summer, winter = (town.built(engine, season=s) for s in ("leaf-on", "leaf-off"))
        leaf_on, leaf_off, none = map(looked, (summer, winter, winter.without_trees()))

        assert leaf_on.within(leaf_off)
        assert leaf_off.within(none)
        gained += int(leaf_off.cells.sum() - leaf_on.cells.sum())
    assert gained > 0
