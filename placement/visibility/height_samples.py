"""Realisations of an uncertain surface: heights and camera places with random errors drawn.

Realisation k draws from random streams of its own, set by the seed and k, and houses keep their
numbers: it is the same whatever the number of cores, and however small the part that is drawn.

Terrain errors are a sum of plane waves with normal wave vectors and even phases (Rahimi and Recht
2007, "Random features for large-scale kernel machines"): a field of Gaussian covariance with
standard deviation `Uncertainty.terrain_m` and length `TERRAIN_REACH_M`. The raster engine does not
tell houses apart: a block of cells under roofs that touch has one error.
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
"""Places drawn for a camera until one is outside houses; its own place if none is. [-]"""
LOWEST_MOUNT_M = 2.0
"""No camera is mounted lower, unless it already is. [m]"""
HOUSES, TERRAIN, PLACES, MOUNTS, RAISED = range(5)
"""Streams of random numbers of a realisation."""
MOST_ERROR_M = 100.0
"""With errors as large as this, visibility says nothing. [m]"""


@frozen
class Uncertainty:
    """Standard deviations of normal, independent errors of heights and places. [m]"""

    building_m: float = 0.0
    """Of each house's height."""
    terrain_m: float = 0.0
    """Of the ground, with all obstacles on it."""
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
class UncertainSurface:
    """A surface with the block of roofs that each of its cells belongs to, 0 for none."""

    surface: Surface
    blocks: Integers = field()

    @classmethod
    def of(cls, surface: Surface) -> "UncertainSurface":
        """Return a surface with its blocks of cells under roofs that touch numbered."""
        blocks, _ = ndimage.label(surface.roofs)
        return cls(surface, np.asarray(blocks, dtype=np.int64))

    def clip(self, *, x_m: float, y_m: float, reach_m: float) -> "UncertainSurface":
        """Return the part around a place; blocks and houses keep their numbers."""
        part, cells = local_window.clip(self.surface, x_m=x_m, y_m=y_m, reach_m=reach_m)
        canopy = part.canopy
        if canopy is not None and canopy.grid == self.surface.grid:
            base_m, top_m = canopy.base_m[cells], canopy.top_m[cells]
            part = evolve(part, canopy=evolve(canopy, grid=part.grid, base_m=base_m, top_m=top_m))
        return UncertainSurface(part, self.blocks[cells])

    def realisation(self, uncertainty: Uncertainty, *, seed: int, number: int) -> Surface:
        """Return the surface with errors of terrain and buildings drawn."""
        surface, grid = self.surface, self.surface.grid
        if uncertainty.terrain_m:
            waves = _Waves.draw(uncertainty.terrain_m, _stream(seed, number, TERRAIN))
            surface = _lift_terrain(surface, waves)
        if uncertainty.building_m:
            dice = _stream(seed, number, HOUSES)
            raised_dice = _stream(seed, number, RAISED)
            surface = _lift_raised(surface, uncertainty.building_m, raised_dice)
            if surface.prisms is not None:
                most = int(surface.prisms.house.max(initial=-1)) + 1
                off_m = uncertainty.building_m * dice.standard_normal(most)
                return evolve(surface, prisms=surface.prisms.lift(off_m[surface.prisms.house]))
            off_m = uncertainty.building_m * dice.standard_normal(int(self.blocks.max(initial=0)))
            off_m = np.concatenate([[0.0], off_m])[self.blocks].reshape(grid.shape)
            surface = evolve(surface, obstacles=(surface.obstacles + off_m).astype(np.float32))
        return surface


@frozen(eq=False)
class _Waves:
    """A random field: a sum of plane waves of one amplitude; arrays are (W,)."""

    amplitude_m: float
    east: Floats
    north: Floats
    phase: Floats

    @classmethod
    def draw(cls, deviation_m: float, dice: np.random.Generator) -> "_Waves":
        east, north = dice.standard_normal((2, WAVES)) / TERRAIN_REACH_M
        phase = dice.uniform(0, 2 * np.pi, WAVES)
        return cls(deviation_m * math.sqrt(2 / WAVES), east, north, phase)

    def at(self, x_m: Floats, y_m: Floats) -> Floats:
        """Return the field at points (N,). [m]"""
        cosines = np.zeros(x_m.size)
        for east, north, phase in zip(self.east, self.north, self.phase, strict=True):
            cosines += np.cos(east * x_m + (north * y_m + phase))
        return self.amplitude_m * cosines

    def over(self, x_m: Floats, y_m: Floats) -> Floats:
        """Return the field on a grid of columns (J,) and rows (I,), (I, J). [m]"""
        across = np.outer(self.east, x_m)
        along = np.outer(y_m, self.north) + self.phase
        # cos(a + b), summed in one order whatever the cores
        cosines = np.einsum("iw,wj->ij", np.cos(along), np.cos(across))
        sines = np.einsum("iw,wj->ij", np.sin(along), np.sin(across))
        return np.asarray(self.amplitude_m * (cosines - sines))


def _lift_terrain(surface: Surface, waves: _Waves) -> Surface:
    """Return a surface with a field added to the ground and all obstacles on it."""
    prisms, crowns, canopy = surface.prisms, surface.crowns, surface.canopy
    off_m = _over(surface.grid, waves)
    if prisms is not None and len(prisms):
        prisms = prisms.lift(waves.at(*_middles(prisms)))
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
        raised = raised.lift(waves.at(*_middles(raised.solids)))
    return Surface(surface.grid, ground, obstacles, surface.roofs, prisms, crowns, canopy, raised)


def _lift_raised(surface: Surface, error_m: float, dice: np.random.Generator) -> Surface:
    """Return a surface with a random error added to each raised building, as a whole."""
    raised = surface.raised
    if raised is None or not len(raised):
        return surface
    house = raised.solids.house
    off_m = error_m * dice.standard_normal(int(house.max()) + 1)
    return evolve(surface, raised=raised.lift(off_m[house]))


def _middles(prisms: Prisms) -> tuple[Floats, Floats]:
    """Return x and y of the middles of the footprints' boxes. [m]"""
    west, south, east, north = np.array([shape.bounds for shape in prisms.footprints]).T
    return (west + east) / 2, (south + north) / 2


def _over(grid: Grid, waves: _Waves) -> Floats:
    """Return a field on the middles of a grid's cells. [m]"""
    x, _ = grid.centre_of(0, np.arange(grid.columns))
    _, y = grid.centre_of(np.arange(grid.rows), 0)
    return waves.over(np.asarray(x), np.asarray(y))


def _stream(seed: int, number: int, kind: int) -> np.random.Generator:
    return np.random.default_rng([seed, number, kind])


def draw_places(own: Floats, uncertainty: Uncertainty, *, seed: int, number: int) -> Floats:
    """Return places drawn around each camera's own for a realisation, (S, TRIES, 2). [m]"""
    off = _stream(seed, number, PLACES).standard_normal((len(own), TRIES, 2))
    return np.asarray(own[:, None] + uncertainty.position_m * off)


def draw_mount_heights(own_m: Floats, error_m: float, *, seed: int, number: int) -> Floats:
    """Return heights above ground drawn around mounts' own for a realisation, (S,). [m]"""
    off_m = error_m * _stream(seed, number, MOUNTS).standard_normal(own_m.size)
    return np.maximum(own_m + off_m, np.minimum(own_m, LOWEST_MOUNT_M))


def outdoor_places(surface: Surface, own: Floats, *, draws: Floats, height_m: Floats) -> Floats:
    """Return the first place drawn for each camera that is outside every house, (S, 2). [m]"""
    places = own.copy()
    pending = np.ones(len(own), dtype=np.bool_)
    for attempt in range(TRIES):
        camera = np.flatnonzero(pending)
        candidate = draws[camera, attempt]
        fits = _outside(surface, candidate, height_m[camera])
        places[camera[fits]] = candidate[fits]
        pending[camera[fits]] = False
        if not pending.any():
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
