"""The open ground that an observer sees, as polygons: a disc without the shadows of houses.

On a plane the outlines are exact; other ground is linear between the middles of its cells. What
trees, raised buildings, terrain and the rest of the raster of obstacles hide is taken from the
viewshed, cell by cell, its outline through the middles of the cells' edges (`cell_outlines`).
"""

import math
from collections.abc import Sequence

import numpy as np
import shapely
from attrs import evolve, frozen

from placement.cameras.footprint import (
    Ground,
    Plane,
    RayDensity,
    Relief,
    density_outlines,
)
from placement.cameras.masks import Mask
from placement.cameras.model import CameraModel
from placement.units import Booleans, Floats
from placement.visibility import cell_outlines, local_window, shadows, viewshed
from placement.visibility.observation import Observer, Target
from placement.visibility.surface import Surface

DISC_SEGMENTS = 90
"""Of a quarter of the circle that ends the view. [-]"""
EVEN_M = 0.01
"""Ground that lies no farther off a plane is one. [m]"""


@frozen(eq=False)
class VisibleArea:
    """The open ground in free sight of an observer."""

    x_m: float
    y_m: float
    range_m: float
    ground: Ground
    """The ground at the target's height, below the lens."""
    area: shapely.MultiPolygon
    """The part of it within range, without roofs and shadows."""

    def polygons(
        self, model: CameraModel, *, azimuth_deg: float, tilt_deg: float, levels: Sequence[float]
    ) -> list[shapely.MultiPolygon]:
        """Return, for each level, the area where a camera here has at least that density. [px/m]

        Its azimuth counts from grid north. [°]
        """

        def density(azimuth: Floats, depression: Floats, distance: Floats) -> Floats:
            return model.density_px_m(
                camera_azimuth_deg=azimuth_deg,
                target_azimuth_deg=azimuth,
                depression_deg=depression,
                distance_m=distance,
                tilt_deg=tilt_deg,
            )

        return self._within(density, levels)

    def masked(
        self,
        model: CameraModel,
        *,
        azimuth_deg: float,
        tilt_deg: float,
        level_px_m: float,
        masks: Sequence[Mask],
    ) -> shapely.MultiPolygon:
        """Return the part of the area seen at a level that masks in its pictures take. [px/m]"""

        def lost(azimuth: Floats, depression: Floats, distance: Floats) -> Floats:
            free, open_to = (
                model.density_px_m(
                    camera_azimuth_deg=azimuth_deg,
                    target_azimuth_deg=azimuth,
                    depression_deg=depression,
                    distance_m=distance,
                    tilt_deg=tilt_deg,
                    masks=some,
                )
                for some in ((), masks)
            )
            return np.where(open_to < level_px_m, free, 0.0)

        return self._within(lost, [level_px_m])[0]

    def ptz_polygons(
        self, model: CameraModel, *, levels: Sequence[float]
    ) -> list[shapely.MultiPolygon]:
        """Return, for each level, the area where a turning camera has it once it looks there."""

        def density(azimuth_deg: Floats, depression_deg: Floats, distance_m: Floats) -> Floats:
            return model.ptz_density_px_m(
                distance_m=distance_m,
                depression_deg=depression_deg,
                target_azimuth_deg=azimuth_deg,
            )

        return self._within(density, levels)

    def _within(self, density: RayDensity, levels: Sequence[float]) -> list[shapely.MultiPolygon]:
        outlines = density_outlines(density, self.ground, range_m=self.range_m, levels=levels)
        return [
            _areas(shapely.intersection(self.area, _translate(outline, self.x_m, self.y_m)))
            for outline in outlines
        ]


def around(surface: Surface, observer: Observer, target: Target) -> VisibleArea:
    """Return the open ground on which a target is in free sight of an observer, exactly.

    Parameters
    ----------
    surface
        Its prisms throw shadows; its obstacles hide by their viewshed. Roofs are no target.
    observer
        The lens.
    target
        What must be visible. Pictures are of what lies at its height; shadows fall at the height
        of `Target.decisive_m`.

    Raises
    ------
    InputError
        If the observer lies outside the surface.
    """
    local_window.refuse_outside(surface, observer)
    x_m, y_m, range_m = observer.x_m, observer.y_m, observer.range_m
    lens_m = _ground_m(surface, observer) + observer.height_m
    ground = _ground(surface, observer, below_m=lens_m - target.height_m)
    disc = shapely.Point(x_m, y_m).buffer(range_m, quad_segs=DISC_SEGMENTS)
    in_range = shapely.intersection(disc, shapely.box(*surface.grid.bounds))
    if observer.facing_deg is not None:
        before_wall = _half_square(x_m, y_m, observer.facing_deg, range_m)
        in_range = shapely.intersection(in_range, before_wall)
    hidden = _behind_obstacles(surface, observer, target, lens_m=lens_m)
    shaded = ground.lower(target.height_m - target.decisive_m)
    prisms = surface.prisms
    if prisms is not None and len(prisms):
        if prisms.roof_over(x_m, y_m)[0] > lens_m:
            hidden.append(disc)
        hidden += shadows.cast(
            prisms, x_m=x_m, y_m=y_m, lens_m=lens_m, ground=shaded, range_m=range_m
        )
    area = _areas(shapely.difference(in_range, shapely.union_all(hidden)))
    return VisibleArea(x_m, y_m, range_m, ground, area)


def _ground_m(surface: Surface, observer: Observer) -> float:
    return float(surface.ground_at(np.array([observer.x_m]), np.array([observer.y_m]))[0])


def _ground(surface: Surface, observer: Observer, *, below_m: float) -> Ground:
    """Return how far below a height above the datum the ground around lies: a plane if it is."""
    x_m, y_m = observer.x_m, observer.y_m
    window, _ = local_window.clip(
        evolve(surface, prisms=None),
        x_m=x_m,
        y_m=y_m,
        reach_m=observer.range_m + 2 * surface.grid.cell_m,
    )
    drop_m = below_m - window.ground.astype(np.float64)
    if np.ptp(drop_m) == 0:
        return Plane(float(drop_m[0, 0]))
    rows, columns = (axis.ravel() for axis in np.indices(drop_m.shape))
    x, y = window.grid.centre_of(rows, columns)
    design = np.column_stack([np.ones(x.size), x_m - x, y_m - y])
    coefficients = np.linalg.lstsq(design, drop_m.ravel(), rcond=None)[0]
    if np.abs(design @ coefficients - drop_m.ravel()).max() <= EVEN_M:
        return Plane(*(float(value) for value in coefficients))
    return Relief(drop_m, float(x[0] - x_m), float(y[0] - y_m), window.grid.cell_m)


def _behind_obstacles(
    surface: Surface, observer: Observer, target: Target, *, lens_m: float
) -> list[shapely.Geometry]:
    """Return the cells that trees and the raster of obstacles hide, as polygons."""
    cell_m, person = surface.grid.cell_m, target.person
    window = _window(surface, observer, observer.range_m + 3 * cell_m)
    lowest_m = min(lens_m, float(window.ground.min()) + target.decisive_m)
    covered = bool(window.floating) or bool(window.roofs.any())
    if not covered and float(window.obstacles.max()) <= lowest_m:
        return []
    farther = evolve(
        observer,
        height_m=lens_m - _ground_m(window, observer),
        range_m=observer.range_m + 2 * cell_m,
        facing_deg=None,
    )
    decisive = Target(height_m=target.decisive_m, person=person)
    view = viewshed.around(window, farther, decisive)
    hidden = ~view.visible
    if person is not None and person.share < 1 and window.floating and surface.prisms:
        hidden |= _between_them(evolve(window, prisms=surface.prisms), farther, decisive)
    away_m = view.distance_m * np.cos(np.radians(view.depression_deg))
    within = away_m <= observer.range_m + cell_m
    cells = view.polygons(np.where(within & hidden, 1.0, 0.0), [1.0])
    return [cell_outlines.smooth(shape, cell_m=cell_m) for shape in cells]


def _between_them(surface: Surface, observer: Observer, target: Target) -> Booleans:
    """Return cells where what floats hides a person, alone or together with houses."""
    view = viewshed.around(surface, observer, target)
    grounded = viewshed.around(surface.without_floating(), observer, target)
    return np.asarray(grounded.visible & ~view.visible)


def _window(surface: Surface, observer: Observer, reach_m: float) -> Surface:
    """Return the part around an observer, without prisms and their roofs, with all that floats."""
    part, _ = local_window.clip(
        evolve(surface, prisms=None), x_m=observer.x_m, y_m=observer.y_m, reach_m=reach_m
    )
    if surface.prisms is None:
        return part
    # roofs of prisms are cut out in their exact outlines
    return evolve(part, roofs=np.zeros(part.grid.shape, dtype=np.bool_))


def _half_square(x_m: float, y_m: float, facing_deg: float, range_m: float) -> shapely.Geometry:
    """Return a half square before a wall."""
    angle, far = math.radians(facing_deg), 2 * range_m
    out = np.array([math.sin(angle), math.cos(angle)]) * far
    along = np.array([out[1], -out[0]])
    corners = np.array([along, along + out, out - along, -along])
    return shapely.Polygon(corners + np.array([x_m, y_m]))


def _translate(shape: shapely.Geometry, x_m: float, y_m: float) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: xy + np.array([x_m, y_m]))


def _areas(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the polygons of any shape."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
