"""A made-up town whose risk is known, so that what cameras truly see is known as well."""

import numpy as np
import shapely
from attrs import field, frozen
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import KDTree

from placement.demand.diffusion import diffuse
from placement.demand.events import Events
from placement.demand.lixels import Lixels, divide_lines
from placement.demand.snapped_layers import SnappedLayer
from placement.demand.snapping import nearest_lixel
from placement.optimise import Program
from placement.optimise.reduction import reduce
from placement.optimise.search import greedy_plan, iterated_local_search, local_optimum
from placement.optimise.warm_up import compile_kernels

BLOCK_M = 100.0
LIXEL_M = 10.0
REACH_M = 70.0
CAMERAS = 30
PHASE = 12
"""Cameras of the first phase of two."""


@frozen(eq=False)
class Town:
    """Streets, what candidates cover, and the share of all incidents that happen on each lixel."""

    lixels: Lixels
    program: Program
    risk: NDArray[np.float64] = field()

    def choose(self, weight: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return what the cameras of two nested phases see, by greedy, swaps and a few repairs."""
        program = Program(
            covers=self.program.covers, weight=weight, site=self.program.site, count=CAMERAS
        )
        rest = reduce(program)
        plan = iterated_local_search(
            rest, local_optimum(rest, greedy_plan(rest)), iterations=20, seed=0
        )
        first = reduce(program, among=rest.candidate[plan]).with_limits(count=PHASE, budget=None)
        part = first.candidate[local_optimum(first, greedy_plan(first))]
        return np.column_stack([program.covered(part), program.covered(rest.candidate[plan])])

    def incidents(self, number: int, *, seed: int) -> NDArray[np.float64]:
        """Return where so many incidents happen (N, 2), on the middles of lixels. [m]"""
        at = np.random.default_rng(seed).choice(self.risk.size, number, p=self.risk)
        return np.column_stack([self.lixels.x_m, self.lixels.y_m])[at]

    def events(
        self,
        xy: NDArray[np.float64],
        *,
        bandwidth_m: float = 40.0,
        anonymised: bool = False,
        even_share: float = 0.0,
        mass: NDArray[np.float64] | None = None,
    ) -> Events:
        """Return what a demand is made of if incidents are recorded at these places."""
        points = shapely.points(xy)
        lixel = nearest_lixel(points, self.lixels, snap_m=500.0)
        counts = np.ones(len(points)) if mass is None else mass
        layer = SnappedLayer(
            points, lixel, counts[:, np.newaxis], bandwidth_m, anonymised=anonymised
        )
        return Events(self.lixels, (layer,), even_share)

    def moved(self, xy: NDArray[np.float64], *, spacing_m: float) -> NDArray[np.float64]:
        """Return the nearest of common points about so far apart, as the police publish them."""
        draw, whole_m = np.random.default_rng(5), np.ptp(self.lixels.x_m)
        count = int((whole_m / spacing_m) ** 2)
        points = draw.choice(np.column_stack([self.lixels.x_m, self.lixels.y_m]), count)
        return points[KDTree(points).query(xy)[1]]


def built(*, seed: int, blocks: int = 10) -> Town:
    """Return a town of square blocks, a little bent, half its incidents in sixty hot places."""
    compile_kernels()
    draw = np.random.default_rng(seed)
    lixels = divide_lines(_streets(draw, blocks), lixel_m=LIXEL_M)
    size = lixels.length_m.size
    busy = np.exp(draw.normal(0, 0.8, int(lixels.line.max()) + 1))[lixels.line] * lixels.length_m
    hot = np.zeros(size)
    hot[draw.choice(size, 60, replace=False)] = draw.pareto(1.5, 60) + 0.3
    spots = diffuse(lixels, hot, bandwidth_m=40.0) / hot.sum()
    risk = 0.5 * busy / busy.sum() + 0.5 * spots
    return Town(lixels, _program(lixels, draw), risk / risk.sum())


def _streets(draw: np.random.Generator, blocks: int) -> NDArray[np.object_]:
    side = np.arange(blocks + 1) * BLOCK_M
    nodes = np.stack(np.meshgrid(side, side), -1) + draw.uniform(
        -15, 15, (blocks + 1, blocks + 1, 2)
    )
    pairs = [(nodes[i, j], nodes[i + 1, j]) for i in range(blocks) for j in range(blocks + 1)]
    pairs += [(nodes[i, j], nodes[i, j + 1]) for i in range(blocks + 1) for j in range(blocks)]
    kept = [pair for pair in pairs if draw.random() < 0.95]
    return np.array([shapely.LineString(pair) for pair in kept], dtype=object)


def _program(lixels: Lixels, draw: np.random.Generator) -> Program:
    """Return sectors of 90° in twelve directions from every third lixel; a few lines are cut."""
    xy = np.column_stack([lixels.x_m, lixels.y_m])
    rows, site = [], []
    for number, place in enumerate(draw.choice(len(xy), len(xy) // 3, replace=False)):
        away = xy - xy[place]
        near = np.flatnonzero((np.hypot(*away.T) < REACH_M) & (draw.random(len(xy)) < 0.93))
        azimuth_deg = np.degrees(np.arctan2(*away[near].T))
        for looks_deg in range(0, 360, 30):
            off_deg = np.abs((azimuth_deg - looks_deg + 180) % 360 - 180)
            rows.append(near[off_deg < 45])
            site.append(number)
    begin = np.concatenate([[0], np.cumsum([row.size for row in rows])])
    covers = sparse.csr_array(
        (np.ones(begin[-1]), np.concatenate(rows), begin), shape=(len(rows), len(xy))
    )
    return Program(covers=covers, weight=np.ones(len(xy)), site=site, count=CAMERAS)
