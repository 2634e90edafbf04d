"""Towns that could be: a surface and its cameras, off by errors drawn at random.

Sample k draws from streams of its own, told by the seed and k, and houses keep their numbers: the
same town comes out whatever the cores, and however much of it is asked.

Terrain errors are a sum of plane waves with normal wave vectors and even phases (Rahimi and Recht
2007, "Random features for large-scale kernel machines"): a field of Gaussian covariance with
standard deviation `Errors.terrain_m` and length `TERRAIN_REACH_M`. In the raster engine houses are
not known one by one: a block of cells under roofs that touch has one error.
"""

import math

import numpy as np
from attrs import asdict, evolve, field, frozen
from scipy import ndimage

from placement.errors import InputError, Problem
from placement.grid import Grid
from placement.units import Booleans, Floats, Integers
from placement.visibility import local_window
from placement.visibility.obstacles.prisms import Prisms
from placement.visibility.surface import Surface

TERRAIN_REACH_M = 30.0
"""Over this distance terrain errors stay alike; assumed. [m]"""
WAVES = 64
TRIES = 16
"""Places drawn for a camera until one is not inside a house; its own place if all are. [-]"""
LOWEST_MOUNT_M = 2.0
"""Nobody hangs a camera lower, unless it hangs so already. [m]"""
HOUSES, TERRAIN, PLACES, MOUNTS, RAISED = range(5)
"""Streams of random numbers of a sample."""


MOST_ERROR_M = 100.0
"""Whoever knows a height or a place no better knows nothing of what is seen. [m]"""


@frozen
class Errors:
    """Standard deviations of what is not known exactly, normal, independent. [m]"""

    building_m: float = 0.0
    """Of each house's height."""
    terrain_m: float = 0.0
    """Of the ground, with all that stands on it."""
    position_m: float = 0.0
    """Of a camera's place, along either axis."""

    def __attrs_post_init__(self) -> None:
        bad = [
            f"{name} = {size:g}"
            for name, size in asdict(self).items()
            if not 0 <= size <= MOST_ERROR_M
        ]
        if bad:
            raise InputError(Problem("error_sizes", values={"names": ", ".join(bad)}))


@frozen(eq=False)
class Town:
    """A surface and which block each cell of its raster belongs to, 0 for none."""

    surface: Surface
    blocks: Integers = field()

    @classmethod
    def of(cls, surface: Surface) -> "Town":
        """Return a town with its blocks of cells under roofs that touch numbered."""
        blocks, _ = ndimage.label(surface.roofs)
        return cls(surface, np.asarray(blocks, dtype=np.int64))

    def near(self, x_m: float, y_m: float, reach_m: float) -> "Town":
        """Return the part around a place; blocks and houses keep their numbers."""
        part, kept = local_window.cut(self.surface, x_m=x_m, y_m=y_m, reach_m=reach_m)
        canopy = part.canopy
        if canopy is not None and canopy.grid == self.surface.grid:
            base_m, top_m = canopy.base_m[kept], canopy.top_m[kept]
            part = evolve(part, canopy=evolve(canopy, grid=part.grid, base_m=base_m, top_m=top_m))
        return Town(part, self.blocks[kept])

    def sample(self, errors: Errors, seed: int, number: int) -> Surface:
        """Return the town as it could be."""
        town, grid = self.surface, self.surface.grid
        if errors.terrain_m:
            waves = _Waves.drawn(errors.terrain_m, _stream(seed, number, TERRAIN))
            town = _lifted(town, waves)
        if errors.building_m:
            dice = _stream(seed, number, HOUSES)
            town = _shifted(town, errors.building_m, _stream(seed, number, RAISED))
            if town.prisms is not None:
                most = int(town.prisms.house.max(initial=-1)) + 1
                off_m = errors.building_m * dice.standard_normal(most)
                return evolve(town, prisms=town.prisms.raised(off_m[town.prisms.house]))
            off_m = errors.building_m * dice.standard_normal(int(self.blocks.max(initial=0)))
            off_m = np.concatenate([[0.0], off_m])[self.blocks].reshape(grid.shape)
            town = evolve(town, obstacles=(town.obstacles + off_m).astype(np.float32))
        return town


@frozen(eq=False)
class _Waves:
    """A random field: plane waves of one height; arrays are (W,)."""

    height_m: float
    east: Floats
    north: Floats
    phase: Floats

    @classmethod
    def drawn(cls, size_m: float, dice: np.random.Generator) -> "_Waves":
        east, north = dice.standard_normal((2, WAVES)) / TERRAIN_REACH_M
        phase = dice.uniform(0, 2 * np.pi, WAVES)
        return cls(size_m * math.sqrt(2 / WAVES), east, north, phase)

    def at(self, x_m: Floats, y_m: Floats) -> Floats:
        """Return the field at points (N,). [m]"""
        found = np.zeros(x_m.size)
        for east, north, phase in zip(self.east, self.north, self.phase, strict=True):
            found += np.cos(east * x_m + (north * y_m + phase))
        return self.height_m * found

    def over(self, x_m: Floats, y_m: Floats) -> Floats:
        """Return the field on a grid of columns (J,) and rows (I,), (I, J). [m]"""
        across = np.outer(self.east, x_m)
        along = np.outer(y_m, self.north) + self.phase
        # cos(a + b), summed in one order whatever the cores
        cosines = np.einsum("iw,wj->ij", np.cos(along), np.cos(across))
        sines = np.einsum("iw,wj->ij", np.sin(along), np.sin(across))
        return np.asarray(self.height_m * (cosines - sines))


def _lifted(surface: Surface, waves: _Waves) -> Surface:
    """Return a surface whose ground is off by a field, with all that stands on it."""
    prisms, crowns, canopy = surface.prisms, surface.crowns, surface.canopy
    off_m = _over(surface.grid, waves)
    if prisms is not None and len(prisms):
        prisms = prisms.raised(waves.at(*_middles(prisms)))
    if crowns is not None:
        more_m = waves.at(crowns.x_m, crowns.y_m)
        crowns = evolve(crowns, base_m=crowns.base_m + more_m, top_m=crowns.top_m + more_m)
    if canopy is not None:
        more_m = _over(canopy.grid, waves).astype(np.float32)
        canopy = evolve(canopy, base_m=canopy.base_m + more_m, top_m=canopy.top_m + more_m)
    ground, obstacles = (
        (layer + off_m).astype(np.float32) for layer in (surface.ground, surface.obstacles)
    )
    raised = surface.raised
    if raised is not None and len(raised):
        raised = raised.lifted(waves.at(*_middles(raised.solids)))
    return Surface(surface.grid, ground, obstacles, surface.roofs, prisms, crowns, canopy, raised)


def _shifted(surface: Surface, error_m: float, dice: np.random.Generator) -> Surface:
    """Return a surface whose raised buildings hang higher or lower, each as a whole."""
    raised = surface.raised
    if raised is None or not len(raised):
        return surface
    house = raised.solids.house
    off_m = error_m * dice.standard_normal(int(house.max()) + 1)
    return evolve(surface, raised=raised.lifted(off_m[house]))


def _middles(prisms: Prisms) -> tuple[Floats, Floats]:
    """Return x and y of the middles of boxes. [m]"""
    west, south, east, north = np.array([shape.bounds for shape in prisms.footprints]).T
    return (west + east) / 2, (south + north) / 2


def _over(grid: Grid, waves: _Waves) -> Floats:
    """Return a field on the middles of a grid's cells. [m]"""
    x, _ = grid.centre_of(0, np.arange(grid.columns))
    _, y = grid.centre_of(np.arange(grid.rows), 0)
    return waves.over(np.asarray(x), np.asarray(y))


def _stream(seed: int, number: int, what: int) -> np.random.Generator:
    return np.random.default_rng([seed, number, what])


def places(own: Floats, errors: Errors, seed: int, number: int) -> Floats:
    """Return places drawn for each camera in a sample, (S, TRIES, 2). [m]"""
    off = _stream(seed, number, PLACES).standard_normal((len(own), TRIES, 2))
    return np.asarray(own[:, None] + errors.position_m * off)


def mounts(own_m: Floats, error_m: float, seed: int, number: int) -> Floats:
    """Return heights above ground drawn for mounts (S,) in a sample. [m]"""
    off_m = error_m * _stream(seed, number, MOUNTS).standard_normal(own_m.size)
    return np.maximum(own_m + off_m, np.minimum(own_m, LOWEST_MOUNT_M))


def hung(surface: Surface, own: Floats, drawn: Floats, height_m: Floats) -> Floats:
    """Return where each camera hangs, (S, 2): the first place drawn outside every house. [m]"""
    places = own.copy()
    waits = np.ones(len(own), dtype=np.bool_)
    for attempt in range(TRIES):
        asked = np.flatnonzero(waits)
        tried = drawn[asked, attempt]
        fits = _outside(surface, tried, height_m[asked])
        places[asked[fits]] = tried[fits]
        waits[asked[fits]] = False
        if not waits.any():
            break
    return places


def _outside(surface: Surface, places: Floats, height_m: Floats) -> Booleans:
    """Return which places are on the surface and not under the roof of a house."""
    x, y = places.T
    fits = np.asarray(surface.grid.holds(x, y)).copy()
    lens_m = surface.ground_at(x[fits], y[fits]) + height_m[fits]
    if surface.prisms is not None:
        fits[fits] = surface.prisms.roof_over(x[fits], y[fits]) <= lens_m
    else:
        cells = surface.grid.cell_of(x[fits], y[fits])
        fits[fits] = ~surface.roofs[cells] | (surface.obstacles[cells] <= lens_m)
    if surface.raised is not None:
        lens_m = surface.ground_at(x[fits], y[fits]) + height_m[fits]
        fits[fits] = ~surface.raised.holds(x[fits], y[fits], lens_m)
    return fits
