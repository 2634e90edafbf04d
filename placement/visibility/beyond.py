"""`Beyond`: what the line of sight to each demand point meets behind the person who stands there.

In a picture a person stands before just that. Trees are looked through.
"""

import numpy as np
from attrs import field, frozen

from placement.sites import Sites
from placement.units import Booleans, Floats, Integers, read_only
from placement.visibility.obstacles import prisms
from placement.visibility.obstacles.first_hits import GROUND, first_hits
from placement.visibility.sights import Sights, Targets, points_over
from placement.visibility.surface import Surface


@frozen(eq=False)
class Beyond:
    """What lines meet behind their targets; arrays are (P,), as the rays of `Sights`."""

    distance_m: Floats = field(converter=read_only)
    """Slant distance from the lens; inf where nothing is met. [m]"""
    x_m: Floats = field(converter=read_only)
    y_m: Floats = field(converter=read_only)
    height_m: Floats = field(converter=read_only)
    """Of the place that is met; NaN where nothing is. [m]"""
    edge: Integers = field(converter=read_only)
    """Of the wall, in `edges`; below 0 where it is none."""
    edges: Floats = field(converter=read_only)
    """(E, 4) walls of houses, then of raised buildings. [m]"""

    @property
    def on_wall(self) -> Booleans:
        """Rays that end on a wall."""
        return np.asarray(self.edge >= 0)

    @property
    def on_ground(self) -> Booleans:
        """Rays that end on the ground, with what is measured on it."""
        return np.asarray(self.edge == GROUND)


def beyond(
    surface: Surface, sites: Sites, targets: Targets, sights: Sights, *, reach_m: float
) -> Beyond:
    """Return what each ray meets behind its target, no farther than a reach along the ground. [m]

    Where part of a person decides what is visible, a wall may stand before the point that the ray
    aims at: then that wall is met.
    """
    lenses = points_over(surface, sites, sites.height_m)
    heads = points_over(surface, targets, targets.target.height_m)
    site, target = sights.site, sights.target
    edges, base_m, top_m = _walls(surface)
    grid = surface.grid
    share, edge = first_hits(
        np.ascontiguousarray(lenses),
        np.ascontiguousarray(heads),
        site,
        target,
        edges,
        base_m,
        top_m,
        prisms.index_of(edges, top_m),
        surface.obstacles,
        np.array([grid.x_min, grid.y_max, grid.cell_m]),
        reach_m,
        1.0 if targets.target.person is None else 0.0,
    )
    way = heads[target] - lenses[site]
    far = np.where(np.isfinite(share), share, np.nan)
    place = lenses[site] + far[:, None] * way
    slant_m = np.where(np.isfinite(share), share * np.sqrt((way**2).sum(axis=1)), np.inf)
    x_m, y_m, height_m = place.T
    return Beyond(slant_m, x_m, y_m, height_m, edge, edges)


def _walls(surface: Surface) -> tuple[Floats, Floats, Floats]:
    """Return the walls of all solids: edges (E, 4), undersides and roofs (E,). [m]"""
    edges, base_m, top_m = [np.zeros((0, 4))], [np.zeros(0)], [np.zeros(0)]
    if surface.prisms is not None:
        solids = surface.prisms
        edges.append(solids.edges)
        base_m.append(np.full(len(solids.edges), -np.inf))
        top_m.append(solids.top_m[solids.owner])
    if surface.raised is not None:
        solids = surface.raised.solids
        edges.append(solids.edges)
        base_m.append(surface.raised.base_m[solids.owner])
        top_m.append(solids.top_m[solids.owner])
    return np.vstack(edges), np.concatenate(base_m), np.concatenate(top_m)
