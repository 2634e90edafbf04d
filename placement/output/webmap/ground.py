"""The case's own ground for the page: houses, terrain, crowns and models, by which sight is judged.

The internal edition's page computes with it what a camera would see (`core/live`).
Lengths are whole centimetres from `origin_m` and `base_m` in the working system, houses in the
outlines and under the roofs that the exact engine has. Terrain is thinned to a lattice around
streets and sites.
"""

import math
from typing import Any

import geopandas as gpd
import numpy as np
from attrs import asdict, frozen
from scipy import ndimage

from placement.cameras.heads import Head
from placement.cameras.model import CameraModel
from placement.crs import systems
from placement.output.webmap.local import fit_local
from placement.output.webmap.varints import joined, packed, steps
from placement.pipeline.offer import offer_of
from placement.pipeline.situation import Situation
from placement.units import Booleans, Floats, Integers
from placement.visibility.obstacles.prisms import Prisms
from placement.visibility.surface import Surface

UNITS_M = 100
"""Whole numbers of the block in a metre: centimetres. [1/m]"""
STEPS_M = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0)
"""Sides of the terrain's lattice that are tried, the finest first. [m]"""
MOST_NODES = 90_000
"""About 150 kB in the page. [-]"""
MOST_TRIED = 2_000_000
"""Lattices with more nodes are not tried: most of them would have to be near nothing. [-]"""
REACH_M = 60.0
"""The lattice goes so far beyond streets and sites. [m]"""


@frozen(eq=False)
class Origin:
    """What lengths and heights of the block count from. [m]"""

    x_m: float
    y_m: float
    height_m: float

    def east(self, x_m: Floats) -> Integers:
        """Return eastings as whole numbers of the block."""
        return np.rint((x_m - self.x_m) * UNITS_M).astype(np.int64)

    def north(self, y_m: Floats) -> Integers:
        """Return northings as whole numbers of the block."""
        return np.rint((y_m - self.y_m) * UNITS_M).astype(np.int64)

    def above(self, height_m: Floats) -> Integers:
        """Return heights as whole numbers of the block."""
        return np.rint((height_m - self.height_m) * UNITS_M).astype(np.int64)


def origin_of(situation: Situation) -> Origin:
    """Return what the block of a situation counts from: whole metres amid its targets."""
    targets, surface = situation.targets, situation.surface
    ground_m = surface.ground_at(targets.x_m, targets.y_m)
    middle = (np.floor(targets.x_m.mean()), np.floor(targets.y_m.mean()))
    return Origin(float(middle[0]), float(middle[1]), float(np.floor(ground_m.min())))


def is_exact(surface: Surface) -> bool:
    """Return whether the page can judge sight over a surface: no measured surface, no canopy."""
    return surface.canopy is None and bool((surface.obstacles == surface.ground).all())


def ground_data(situation: Situation, origin: Origin) -> dict[str, Any]:
    """Return the block `ground` of the page's data, as `GroundData` in `page_data.d.ts` says.

    Parameters
    ----------
    situation
        Whose surface is `is_exact`.
    origin
        As `origin_of` returns it.
    """
    surface = situation.surface
    area = gpd.GeoDataFrame(geometry=[situation.inputs.area], crs=surface.grid.crs)
    west, south, east, north = systems.to_crs(area, systems.WGS84).total_bounds
    extent = (float(west), float(south), float(east), float(north))
    crowns = surface.crowns
    return {
        "projection": fit_local(extent, crs=surface.grid.crs).as_dict(),
        "origin_m": [origin.x_m, origin.y_m],
        "base_m": origin.height_m,
        "cell_m": surface.grid.cell_m,
        "frame_m": [surface.grid.x_min - origin.x_m, surface.grid.y_max - origin.y_m],
        "target_height_m": situation.targets.target.height_m,
        "person": None
        if situation.targets.target.person is None
        else asdict(situation.targets.target.person),
        "houses": "" if surface.prisms is None else _solids(surface.prisms, None, origin),
        "raised": ""
        if surface.raised is None
        else _solids(surface.raised.solids, surface.raised.base_m, origin),
        "terrain": _terrain(situation, origin),
        "crowns": ""
        if crowns is None
        else packed(
            joined(
                (
                    steps(origin.east(crowns.x_m)),
                    steps(origin.north(crowns.y_m)),
                    np.rint(crowns.radius_m * UNITS_M).astype(np.int64),
                    steps(origin.above(crowns.base_m)),
                    np.rint((crowns.top_m - crowns.base_m) * UNITS_M).astype(np.int64),
                )
            )
        ),
        "crowns_through": 0 if crowns is None else crowns.max_crowns,
        "models": [
            _model(model, buy=buy)
            for model, buy in zip(situation.models, offer_of(situation).for_sale, strict=True)
        ],
    }


def _solids(solids: Prisms, base_m: Floats | None, origin: Origin) -> str:
    """Return upright solids: of each the step of its top, underside, number of rings, rings.

    A ring is its number of corners and the steps from corner to corner, from the last corner of the
    ring before; the solid lies on the left. The underside counts from the top downward, 0 for what
    stands on the ground.
    """
    east, north = origin.east(solids.edges[:, 0]), origin.north(solids.edges[:, 1])
    corner = np.column_stack([steps(east), steps(north)])
    top = steps(origin.above(solids.top_m))
    thick = np.zeros(len(solids), dtype=np.int64)
    if base_m is not None:
        thick = np.maximum(np.rint((solids.top_m - base_m) * UNITS_M).astype(np.int64), 1)
    first = np.flatnonzero(np.diff(solids.ring, prepend=-1))
    size = np.diff(first, append=len(solids.ring))
    owner = solids.owner[first]
    parts: list[Any] = []
    at = 0
    for solid in range(len(solids)):
        rings = int(np.searchsorted(owner, solid, "right")) - at
        parts.append([top[solid], thick[solid], rings])
        for ring in range(at, at + rings):
            parts += [[size[ring]], corner[first[ring] : first[ring] + size[ring]]]
        at += rings
    return packed(joined(parts))


def _model(model: CameraModel, *, buy: bool) -> dict[str, Any]:
    """Return a camera model with the lenses of its heads or presets."""
    needed = model.requirement
    return {
        "name": model.name,
        "buy": buy,
        "cost_czk": model.cost_czk,
        "tilt_deg": model.tilt_deg,
        "range_m": model.range_m,
        "night_range_m": model.by_night().range_m,
        "turning": model.turning,
        "zoom": model.zoom,
        "circle": model.whole_circle,
        "hfov_deg": model.hfov_deg,
        "heads": [_head(head) for head in model.imaging_heads()],
        "presets": bool(model.presets),
        "purpose": None
        if needed is None
        else {
            "vertical_deg": needed.vertical_deg,
            "horizontal_deg": needed.horizontal_deg,
            "density_px_m": needed.density_px_m,
        },
        "lane_azimuth_deg": model.lane_azimuth_deg,
    }


def _head(head: Head) -> dict[str, Any]:
    return {
        **asdict(head.lens),
        "axis_px_rad": head.lens.axis_px_rad,
        "tilt_deg": head.tilt_deg,
        "azimuth_offset_deg": head.azimuth_offset_deg,
    }


def _terrain(situation: Situation, origin: Origin) -> dict[str, Any] | None:
    """Return the ground on a lattice, where streets and sites are near; None if it is level.

    Rows from the north; of each its runs of nodes: nodes left out, number of nodes, and steps
    between the steps of their heights, of which the first two count from the run before.
    """
    surface = situation.surface
    if surface.ground.min() == surface.ground.max():
        return None
    lattice = _finest_lattice(situation)
    numbers: list[Any] = []
    height = origin.above(lattice.height_m)
    for row, near in zip(height, lattice.near, strict=True):
        edges = np.flatnonzero(np.diff(near.astype(np.int8), prepend=0, append=0))
        runs = edges.reshape(-1, 2)
        numbers.append([len(runs)])
        at = 0
        for first, end in runs:
            numbers += [[first - at, end - first], steps(row[first:end], order=2)]
            at = end
    return {
        "step_m": lattice.step_m,
        "columns": lattice.near.shape[1],
        "rows": lattice.near.shape[0],
        "west_m": lattice.west_m - origin.x_m,
        "north_m": lattice.north_m - origin.y_m,
        "nodes": packed(joined(numbers)),
        "error_m": round(_error_m(situation, lattice), 3),
    }


@frozen(eq=False)
class _Lattice:
    """Heights of the ground at the nodes of a square lattice, rows from the north."""

    step_m: float
    west_m: float
    north_m: float
    height_m: Floats
    near: Booleans
    """Nodes near a target or a site."""

    def at(self, x_m: Floats, y_m: Floats) -> Floats:
        """Return heights between nodes, bilinear. [m]"""
        places = (self.north_m - y_m) / self.step_m, (x_m - self.west_m) / self.step_m
        return np.asarray(ndimage.map_coordinates(self.height_m, places, order=1, mode="nearest"))


def _finest_lattice(situation: Situation) -> _Lattice:
    """Return the finest lattice that is small enough, else the coarsest."""
    grid = situation.surface.grid
    area = grid.rows * grid.columns * grid.cell_m**2
    for step_m in STEPS_M:
        if area / step_m**2 <= MOST_TRIED:
            lattice = _lattice(situation, step_m)
            if lattice.near.sum() <= MOST_NODES:
                return lattice
    return _lattice(situation, STEPS_M[-1])


def _lattice(situation: Situation, step_m: float) -> _Lattice:
    grid, sites, targets = situation.surface.grid, situation.sites, situation.targets
    every = max(1, round(step_m / grid.cell_m))
    rows, columns = (np.arange(0, number, every) for number in grid.shape)
    height = situation.surface.ground[np.ix_(rows, columns)].astype(np.float64)
    west, north = grid.centre_of(0, 0)
    step = every * grid.cell_m
    places = np.zeros(height.shape, dtype=np.bool_)
    for some in (sites, targets):
        row = np.clip(np.rint((north - some.y_m) / step), 0, len(rows) - 1).astype(np.int64)
        column = np.clip(np.rint((some.x_m - west) / step), 0, len(columns) - 1).astype(np.int64)
        places[row, column] = True
    apart = ndimage.distance_transform_edt(~places)
    near = apart <= math.ceil(REACH_M / step) + 1.5
    return _Lattice(step, float(west), float(north), height, np.asarray(near, dtype=np.bool_))


def _error_m(situation: Situation, lattice: _Lattice) -> float:
    """Return how far the lattice is off at 99 of 100 targets and sites. [m]"""
    surface, off = situation.surface, []
    for some in (situation.targets, situation.sites):
        middle = surface.grid.centre_of(*surface.grid.cell_of(some.x_m, some.y_m))
        off.append(np.abs(lattice.at(*middle) - surface.ground_at(some.x_m, some.y_m)))
    return float(np.quantile(np.concatenate(off), 0.99))
