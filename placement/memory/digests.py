"""What the look around from a site depends on, in 128 bits: its key in the memory.

The ground is cut into square tiles. A tile's digest holds its cells of every layer of the surface,
the houses and crowns that touch it and the targets in it; a site's key holds its own place, all
that is asked, and the digests of the tiles within range. So what changes elsewhere changes no key.
What a key leaves out is named here; whatever else the types gain enters it, or is refused.
"""

import hashlib
import math
from collections.abc import Mapping
from typing import Any, cast

import attrs
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from placement.grid import Grid
from placement.hiding.crowns import Crowns
from placement.hiding.prisms import Prisms
from placement.hiding.raised import Raised
from placement.memory import kernels
from placement.memory.kernels import Words
from placement.sites import Sites
from placement.surface import Surface
from placement.units import Booleans, Floats, Integers
from placement.visibility import Targets

TILE_M = 32.0
"""Side of a tile: smaller ones recompute less after a change, larger ones are fewer. [m]"""
MARGIN_CELLS, MARGIN_M = 2.0, 1.0
"""Lines between cell centres and edges on a wall may lie this far beyond the range."""
LEFT_OUT: Mapping[type, frozenset[str]] = {
    Sites: frozenset({"ids", "carrier"}),
    Targets: frozenset({"weight", "density_px_m"}),
    Crowns: frozenset({"start", "corner", "shape"}),
}
"""Fields no line of sight depends on: names, weights, densities, how crowns are sorted."""
PRISM_FIELDS = frozenset(
    {"footprints", "top_m", "edges", "owner", "ring", "house", "tree", "cells"}
)
"""All of a prism's fields; outlines and roofs say the others, and no sight depends on `house`."""


RAISED_FIELDS = frozenset({"solids", "base_m"})
"""All of a raised solid's fields."""
Solid = Prisms | Crowns | Raised


class UnknownContentError(TypeError):
    """Something a look may depend on is of a kind that has no digest."""


@frozen(eq=False)
class Keys:
    """The keys of all sites, and the targets around each, in an order that its key fixes."""

    words: Words
    """(S, 2)"""
    places: Floats
    """(S, 2) row and column of each site, in tiles."""
    shape: tuple[int, int]
    reach: float
    """In tiles."""
    start: Integers
    held: Integers
    """(I,) targets, cut by tile at `start` (R·C+1,)."""

    @property
    def named(self) -> list[bytes]:
        """Each key as 16 bytes."""
        packed = np.ascontiguousarray(self.words).tobytes()
        return [packed[at : at + 16] for at in range(0, len(packed), 16)]

    def ranks(self, sites: Integers, first: Integers, targets: Integers) -> Integers:
        """Return the ranks of targets around sites, which `first` cuts by site."""
        around = (self.places[sites], self.shape, self.reach, self.start, self.held)
        return np.asarray(kernels.ranks(*around, first, targets))

    def targets(self, sites: Integers, first: Integers, ranks: Integers) -> Integers:
        """Return the targets of ranks around sites, -1 where there is none."""
        around = (self.places[sites], self.shape, self.reach, self.start, self.held)
        return np.asarray(kernels.ranked(*around, first, ranks))


def keys(surface: Surface, sites: Sites, targets: Targets, asked: Mapping[str, object]) -> Keys:
    """Return the key of every site; all places lie on the surface, `asked` names `range_m`. [m]

    Raises
    ------
    UnknownContentError
        If a layer, a field or something asked is of a kind that has no digest.
    """
    grid = surface.grid
    side = max(1, round(TILE_M / grid.cell_m))
    tile_m = side * grid.cell_m
    shape = (-(-grid.rows // side), -(-grid.columns // side))
    range_m = float(asked["range_m"])  # type: ignore[arg-type]  # the caller checked it
    reach = (range_m + MARGIN_CELLS * grid.cell_m + MARGIN_M) / tile_m
    places = _in_tiles(grid, tile_m, sites.x_m, sites.y_m)
    wanted = kernels.near(places, shape, reach)
    said, layers, solids = _parts(surface, grid.shape)
    found = [_cut(layer, side, wanted) for layer in layers]
    for solid in solids:
        told, things, boxes = _things(solid)
        said += told
        found.append(kernels.gathered(things, _tiles_of(grid, tile_m, shape, boxes), shape))
    told, rows = _columns(targets, len(targets.x_m))
    cell = np.floor(_in_tiles(grid, tile_m, targets.x_m, targets.y_m)).astype(np.int64)
    cell = np.minimum(cell, np.array(shape) - 1)
    number = cell[:, 0] * shape[1] + cell[:, 1]
    held = np.argsort(number, kind="stable")
    start = np.searchsorted(number[held], np.arange(shape[0] * shape[1] + 1))
    found.append(kernels.runs(rows[held], start).reshape(*shape, 2))
    tile = _each(np.concatenate(found, axis=2).reshape(-1, 2 * len(found)))
    more, own = _columns(sites, len(sites))
    common = _digest([*said, *told, *more, plain(dict(asked)), plain(grid), str(TILE_M)])
    words = kernels.sites(common, own, places, tile.reshape(*shape, 2), reach)
    return Keys(words, places, shape, reach, start, held)


def plain(value: object) -> str:
    """Return a text that differs where plain values do.

    Raises
    ------
    UnknownContentError
        If a value is not plain.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return f"{type(value).__name__} {value!r}"
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, tuple | list):
        return f"({', '.join(plain(each) for each in value)})"
    if isinstance(value, Mapping):
        return plain(sorted((str(name), plain(each)) for name, each in value.items()))
    if attrs.has(type(value)):
        return f"{type(value).__name__} {plain(_fields(cast('attrs.AttrsInstance', value)))}"
    raise UnknownContentError(type(value).__name__)


def _fields(value: attrs.AttrsInstance) -> dict[str, Any]:
    names = [field.name for field in attrs.fields(type(value))]
    left_out = LEFT_OUT.get(type(value), frozenset())
    return {name: getattr(value, name) for name in names if name not in left_out}


def _parts(
    whole: attrs.AttrsInstance, shape: tuple[int, int]
) -> tuple[list[str], list[NDArray[Any]], list[Solid]]:
    """Return what a surface, or a part of it, says in words, its layers and its solids."""
    said: list[str] = []
    layers: list[NDArray[Any]] = []
    solids: list[Solid] = []
    for name, value in _fields(whole).items():
        said.append(f"{name} {type(value).__name__}")
        if isinstance(value, Solid):
            solids.append(value)
        elif isinstance(value, np.ndarray) and value.shape == shape:
            said.append(str(value.dtype))
            layers.append(value)
        elif attrs.has(type(value)):
            words, inner, things = _parts(value, shape)
            said += words
            layers += inner
            solids += things
        else:
            said.append(plain(value))
    return said, layers, solids


def _things(solid: Solid) -> tuple[list[str], Words, Floats]:
    """Return the digest (N, 2) and the box (N, 4: west, south, east, north) of each thing. [m]"""
    if isinstance(solid, Crowns):
        said, rows = _columns(solid, len(solid))
        x, y, r = solid.x_m, solid.y_m, solid.radius_m
        return said, _each(rows), np.column_stack([x - r, y - r, x + r, y + r])
    if isinstance(solid, Raised):
        if {field.name for field in attrs.fields(Raised)} != RAISED_FIELDS:
            raise UnknownContentError(Raised.__name__)
        said, words, boxes = _things(solid.solids)
        return said, _each(np.hstack([words, _words(solid.base_m)[:, None]])), boxes
    if {field.name for field in attrs.fields(Prisms)} != PRISM_FIELDS:
        raise UnknownContentError(Prisms.__name__)
    start = np.searchsorted(solid.owner, np.arange(len(solid) + 1))
    rows = _words(np.column_stack([solid.edges, solid.top_m[solid.owner]]))
    turns = np.diff(solid.ring, prepend=-1).astype(bool)  # where a ring begins
    digests = kernels.runs(np.column_stack([rows, _words(turns)]), start)
    boxes = np.zeros((len(solid), 4))
    if len(solid):
        ends = solid.edges.reshape(-1, 2, 2)
        boxes[:, :2] = np.minimum.reduceat(ends.min(axis=1), start[:-1])
        boxes[:, 2:] = np.maximum.reduceat(ends.max(axis=1), start[:-1])
    return [], digests, boxes


def _columns(things: attrs.AttrsInstance, count: int) -> tuple[list[str], Words]:
    """Return what holds for all of some things in words, and their arrays as rows (N, K)."""
    said, found = [], [np.zeros((count, 0), np.uint64)]
    for name, value in _fields(things).items():
        if isinstance(value, np.ndarray) and value.shape[:1] == (count,):
            said.append(f"{name} {value.dtype} {value.shape[1:]}")
            found.append(_words(value).reshape(count, math.prod(value.shape[1:])))
        else:
            said.append(f"{name} {plain(value)}")
    return said, np.ascontiguousarray(np.hstack(found))


def _words(values: NDArray[Any]) -> Words:
    """Return numbers as whole words of the same bits."""
    if values.dtype.kind == "f":
        return np.ascontiguousarray(values, dtype=np.float64).view(np.uint64)
    if values.dtype.kind in "biu":
        return np.ascontiguousarray(values, dtype=np.int64).view(np.uint64)
    raise UnknownContentError(str(values.dtype))


def _cut(layer: NDArray[Any], side: int, wanted: Booleans) -> Words:
    """Return the digest (R, C, 2) of each wanted tile of a layer's bits.

    Every row of a tile is filled up with zeros to whole words, for one kernel to digest all types.
    """
    size = layer.dtype.itemsize
    if layer.dtype.kind not in "fbiu" or size > 8:
        raise UnknownContentError(str(layer.dtype))
    rows, columns = layer.shape
    across, wide = wanted.shape[1], -(-side * size // 8)
    filled = np.zeros((rows, across, wide * 8 // size), f"u{size}")
    bits = np.ascontiguousarray(layer).view(filled.dtype)
    whole = columns // side
    filled[:, :whole, :side] = bits[:, : whole * side].reshape(rows, whole, side)
    if whole < across:
        filled[:, whole, : columns - whole * side] = bits[:, whole * side :]
    words = filled.reshape(rows, -1).view(np.uint64)
    return np.asarray(kernels.tiles(words, side, wide, wanted))


def _each(rows: Words) -> Words:
    return np.asarray(kernels.runs(rows, np.arange(len(rows) + 1)))


def _digest(said: list[str]) -> Words:
    digest = hashlib.blake2b("\n".join(said).encode(), digest_size=16).digest()
    return np.frombuffer(digest, np.uint64)


def _in_tiles(grid: Grid, tile_m: float, x: Floats, y: Floats) -> Floats:
    """Return row and column (N, 2) of points, in tiles from the north-west corner."""
    return np.column_stack([(grid.y_max - y) / tile_m, (x - grid.x_min) / tile_m])


def _tiles_of(grid: Grid, tile_m: float, shape: tuple[int, int], boxes: Floats) -> Integers:
    """Return first row, first column, last row, last column of the tiles that boxes touch."""
    west, south, east, north = np.nan_to_num(boxes, nan=0.0).T
    first, last = _in_tiles(grid, tile_m, west, north), _in_tiles(grid, tile_m, east, south)
    most = np.array([*shape, *shape]) - 1.0
    return np.clip(np.floor(np.hstack([first, last])), 0.0, most).astype(np.int64)
