"""Five thousand sites into a coverage matrix: `python -m tests.benchmarks.coverage`.

In the made town: 5 000 sites on open ground beside a wall, 36 azimuths, three models; a demand
point on every 5 m of open ground. Seconds of each step, and the peak memory of this process.
"""

import os
import sys
import time

import numpy as np
from scipy import ndimage

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.grid import Grid
from placement.sites import Sites
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.observation import Target
from placement.visibility.sights import (
    Sights,
    Targets,
    coverage_matrix,
    poses,
    sights,
)
from placement.visibility.surface import Surface
from tests.benchmarks.made_town import CRS, NORTH_M, SIDE, WEST_M, made_town

SITES, AZIMUTH_STEP_DEG, SPACING = 5_000, 10.0, 5
RANGE_M = 100.0
REQUIRED_PX_M = 40.0
MODELS = (
    CameraModel("wide", Lens(100.0, 55.0, 3840), 20.0, 60.0, 45_000.0),
    CameraModel("middle", Lens(60.0, 34.0, 3840), 15.0, 80.0, 45_000.0),
    CameraModel("narrow", Lens(35.0, 20.0, 3840, "rectilinear"), 10.0, RANGE_M, 55_000.0),
)


def case() -> tuple[Surface, Sites, Targets]:
    """Return the made town with its sites and demand points."""
    town = made_town()
    surface = Surface(
        Grid(CRS, WEST_M, NORTH_M, 1.0, SIDE, SIDE), town.ground, town.obstacles, town.roofs
    )
    open_ground = town.obstacles - town.ground < 0.5
    beside = open_ground & ndimage.binary_dilation(town.roofs, iterations=2)
    dice = np.random.default_rng(3)
    at = np.argwhere(beside)
    x, y = surface.grid.centre_of(*at[dice.choice(len(at), SITES, replace=False)].T)
    sites = Sites(
        np.arange(SITES).astype(object),
        x,
        y,
        np.full(SITES, 6.0),
        np.full(SITES, "new pole", dtype=object),
        np.full(SITES, np.nan),
    )
    lattice = np.zeros_like(open_ground)
    lattice[::SPACING, ::SPACING] = True
    x, y = surface.grid.centre_of(*np.nonzero(open_ground & lattice))
    return surface, sites, Targets(x, y, np.ones(x.size), Target(height_m=1.6))


def looked(surface: Surface, sites: Sites, targets: Targets) -> Sights:
    """Return the free sights of all sites."""
    return sights(surface, sites, targets, range_m=RANGE_M)


def covered(seen: Sights, targets: Targets) -> CoverageMatrix:
    """Return the matrix of all candidates over the sights."""
    every = poses(np.zeros(SITES), MODELS, azimuth_step_deg=AZIMUTH_STEP_DEG)
    return coverage_matrix(every, seen, targets, models=MODELS, required_density_px_m=REQUIRED_PX_M)


def peak_gb() -> float:
    """Return the most memory this process has had; NaN where the system does not say. [GB]"""
    try:
        import resource
    except ImportError:
        return float("nan")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def main() -> None:
    """Measure each step once and print it."""
    surface, sites, targets = case()
    looked(surface, sites.take(np.arange(2)), targets)  # compiles
    before_gb = peak_gb()
    begun = time.perf_counter()
    seen = looked(surface, sites, targets)
    between = time.perf_counter()
    matrix = covered(seen, targets)
    ended = time.perf_counter()
    rows, columns = matrix.covers.shape
    lines = (
        f"{SITES:,} sites, {columns:,} demand points, {seen.target.size:,} free sights",
        f"{rows:,} candidates, {matrix.covers.nnz:,} covered pairs",
        f"sights {between - begun:.1f} s, matrix {ended - between:.1f} s; {os.cpu_count()} cores",
        f"peak {peak_gb():.2f} GB, {before_gb:.2f} GB of it before",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
