"""What a lens sees of open ground, as polygons: a disc without the shadows of houses.

Targets are looked at on the ground around: where it is a plane the outlines are exact, else it is
linear between the middles of its cells. What trees, raised buildings, terrain and whatever else the
raster of obstacles holds hide is taken from its viewshed, cell by cell.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial

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
from placement.cameras.model import CameraModel
from placement.errors import InputError, Problem
from placement.units import Booleans, Floats
from placement.visibility import local_window, shadows, viewshed
from placement.visibility.person import Person
from placement.visibility.surface import Surface

DISC_SEGMENTS = 90
"""Of a quarter of the circle that ends the view. [-]"""
EVEN_M = 0.01
"""Ground that lies no farther off a plane is one. [m]"""


@frozen(eq=False)
class View:
    """The open ground in free sight of a lens."""

    x_m: float
    y_m: float
    range_m: float
    ground: Ground
    """On which targets are looked at."""
    area: shapely.MultiPolygon
    """Within range, without roofs and shadows."""

    def polygons(
        self, model: CameraModel, *, azimuth_deg: float, tilt_deg: float, levels: Sequence[float]
    ) -> list[shapely.MultiPolygon]:
        """Return, for each level, what a camera here sees at least that densely. [px/m]

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

        return self._cut(density, levels)

    def reach_polygons(
        self, model: CameraModel, *, levels: Sequence[float]
    ) -> list[shapely.MultiPolygon]:
        """Return, for each level, what a turning camera has so densely once it looks there."""

        def density(azimuth_deg: Floats, depression_deg: Floats, distance_m: Floats) -> Floats:
            return model.ptz_density_px_m(
                distance_m=distance_m,
                depression_deg=depression_deg,
                target_azimuth_deg=azimuth_deg,
            )

        return self._cut(density, levels)

    def _cut(self, density: RayDensity, levels: Sequence[float]) -> list[shapely.MultiPolygon]:
        outlines = density_outlines(density, self.ground, range_m=self.range_m, levels=levels)
        return [
            _areas(shapely.intersection(self.area, _moved(outline, self.x_m, self.y_m)))
            for outline in outlines
        ]


def around(
    surface: Surface,
    *,
    x_m: float,
    y_m: float,
    height_m: float,
    target_height_m: float,
    range_m: float,
    facing_deg: float | None = None,
    person: Person | None = None,
) -> View:
    """Return what is in free sight around a lens `height_m` above ground; roofs are no target.

    Parameters
    ----------
    surface
        Its prisms throw shadows; its obstacles hide by their viewshed.
    x_m, y_m
        Exact place of the lens. [m]
    height_m, target_height_m
        Above ground; pictures are of what lies at the target's height. [m]
    range_m
        Along the ground. [m]
    facing_deg
        Azimuth to which the wall looks that the lens hangs on, from grid north; it sees only that
        half circle. None: all around. [°]
    person
        Of whom some part must be in free sight; None: the point at the target's height. Shadows
        then fall at the height of `Person.decisive_m`.

    Raises
    ------
    InputError
        If the place lies outside the surface, or a height or the range is not usable.
    """
    _check(surface, x_m, y_m, (height_m, target_height_m), range_m)
    lens_m = _ground_m(surface, x_m, y_m) + height_m
    ground = _ground(surface, x_m, y_m, below_m=lens_m - target_height_m, range_m=range_m)
    disc = shapely.Point(x_m, y_m).buffer(range_m, quad_segs=DISC_SEGMENTS)
    seen = shapely.intersection(disc, shapely.box(*surface.grid.bounds))
    if facing_deg is not None:
        seen = shapely.intersection(seen, _ahead(x_m, y_m, facing_deg, range_m))
    over_m = target_height_m if person is None else person.decisive_m
    hidden = _behind_obstacles(
        surface, x_m, y_m, lens_m=lens_m, over_m=over_m, range_m=range_m, person=person
    )
    shaded = ground.lower(target_height_m - over_m)
    prisms = surface.prisms
    if prisms is not None and len(prisms):
        if prisms.roof_over(x_m, y_m)[0] > lens_m:
            hidden.append(disc)
        hidden += shadows.cast(
            prisms, x_m=x_m, y_m=y_m, lens_m=lens_m, ground=shaded, range_m=range_m
        )
    area = _areas(shapely.difference(seen, shapely.union_all(hidden)))
    return View(x_m, y_m, range_m, ground, area)


def _check(
    surface: Surface, x_m: float, y_m: float, heights_m: tuple[float, float], range_m: float
) -> None:
    numbers = {"height_m": heights_m[0], "target_height_m": heights_m[1], "range_m": range_m}
    bad = [name for name, value in numbers.items() if not math.isfinite(value)]
    if bad or range_m <= 0:
        raise InputError(Problem("sight_numbers", values={"names": ", ".join(bad) or "range_m"}))
    if not (math.isfinite(x_m) and math.isfinite(y_m) and bool(surface.grid.holds(x_m, y_m))):
        values = {"x": f"{x_m:.1f}", "y": f"{y_m:.1f}"}
        raise InputError(Problem("place_outside_surface", values=values))


def _ground_m(surface: Surface, x_m: float, y_m: float) -> float:
    return float(surface.ground_at(np.array([x_m]), np.array([y_m]))[0])


def _ground(surface: Surface, x_m: float, y_m: float, *, below_m: float, range_m: float) -> Ground:
    """Return how far below a height above the datum the ground around lies: a plane if it is."""
    window, _ = local_window.cut(
        evolve(surface, prisms=None), x_m=x_m, y_m=y_m, reach_m=range_m + 2 * surface.grid.cell_m
    )
    drop_m = below_m - window.ground.astype(np.float64)
    if np.ptp(drop_m) == 0:
        return Plane(float(drop_m[0, 0]))
    rows, columns = (axis.ravel() for axis in np.indices(drop_m.shape))
    x, y = window.grid.centre_of(rows, columns)
    apart = np.column_stack([np.ones(x.size), x_m - x, y_m - y])
    fitted = np.linalg.lstsq(apart, drop_m.ravel(), rcond=None)[0]
    if np.abs(apart @ fitted - drop_m.ravel()).max() <= EVEN_M:
        return Plane(*(float(value) for value in fitted))
    return Relief(drop_m, float(x[0] - x_m), float(y[0] - y_m), window.grid.cell_m)


def _behind_obstacles(
    surface: Surface,
    x_m: float,
    y_m: float,
    *,
    lens_m: float,
    over_m: float,
    range_m: float,
    person: Person | None,
) -> list[shapely.Geometry]:
    """Return the cells that trees and the raster of obstacles hide."""
    window = _window(surface, x_m, y_m, range_m + 3 * surface.grid.cell_m)
    lowest_m = min(lens_m, float(window.ground.min()) + over_m)
    covered = bool(window.floating) or bool(window.roofs.any())
    if not covered and float(window.obstacles.max()) <= lowest_m:
        return []
    asked = partial(
        viewshed.around,
        x_m=x_m,
        y_m=y_m,
        height_m=lens_m - _ground_m(window, x_m, y_m),
        target_height_m=over_m,
        range_m=range_m + 2 * surface.grid.cell_m,
        person=person,
    )
    view = asked(window)
    hidden = ~view.visible
    if person is not None and person.share < 1 and window.floating and surface.prisms:
        hidden |= _between_them(evolve(window, prisms=surface.prisms), asked)
    away_m = view.distance_m * np.cos(np.radians(view.depression_deg))
    within = away_m <= range_m + surface.grid.cell_m
    return list(view.polygons(np.where(within & hidden, 1.0, 0.0), [1.0]))


def _between_them(surface: Surface, asked: Callable[[Surface], viewshed.Viewshed]) -> Booleans:
    """Return cells where a person is hidden by what floats, and by houses together with it."""
    every, standing = asked(surface), asked(surface.without_floating())
    return np.asarray(standing.visible & ~every.visible)


def _window(surface: Surface, x_m: float, y_m: float, reach_m: float) -> Surface:
    """Return the part around a place, without prisms and their roofs, with all that floats."""
    part, _ = local_window.cut(evolve(surface, prisms=None), x_m=x_m, y_m=y_m, reach_m=reach_m)
    if surface.prisms is None:
        return part
    # roofs of prisms are cut out in their exact outlines
    return evolve(part, roofs=np.zeros(part.grid.shape, dtype=np.bool_))


def _ahead(x_m: float, y_m: float, facing_deg: float, range_m: float) -> shapely.Geometry:
    """Return a half square before a wall."""
    turned, far = math.radians(facing_deg), 2 * range_m
    out = np.array([math.sin(turned), math.cos(turned)]) * far
    along = np.array([out[1], -out[0]])
    corners = np.array([along, along + out, out - along, -along])
    return shapely.Polygon(corners + np.array([x_m, y_m]))


def _moved(shape: shapely.Geometry, x_m: float, y_m: float) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: xy + np.array([x_m, y_m]))


def _areas(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the polygons of any shape."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
