"""`RaisedSolids`: buildings with free sight below them, as upright solids in their exact outlines.

Bridges between houses, upper parts over a passage, roofs on posts. A line of sight passes below the
underside or above the roof; in between, and through both, it is hidden.
"""

import numpy as np
import shapely
from attrs import evolve, field, frozen
from numpy.typing import ArrayLike, NDArray

from placement.units import Booleans, Floats, Integers, read_only
from placement.visibility.obstacles import prisms, raised_intersections
from placement.visibility.obstacles.prism_intersections import ON_WALL_M, TOUCH_M
from placement.visibility.obstacles.prisms import Prisms
from placement.visibility.obstacles.raised_intersections import Solids


@frozen(eq=False)
class RaisedSolids:
    """N solids that float; heights count from the sea or the datum of the ground."""

    solids: Prisms
    """Their outlines and roofs."""
    base_m: Floats = field(converter=read_only)
    """(N,) height of the underside. [m]"""

    def __len__(self) -> int:
        return len(self.solids)

    @property
    def footprints(self) -> NDArray[np.object_]:
        """Their outlines, shapely polygons."""
        return self.solids.footprints

    @property
    def arrays(self) -> Solids:
        """The solids in the arrays that kernels take."""
        boxes = np.array([shape.bounds for shape in self.solids.footprints]).reshape(-1, 4)
        boxes = np.column_stack([boxes, self.base_m, self.solids.top_m])
        start = np.searchsorted(self.solids.owner, np.arange(len(self) + 1)).astype(np.int64)
        return boxes, np.ascontiguousarray(self.solids.edges), start

    def take(self, index: Integers) -> "RaisedSolids":
        """Return some of the solids, in the order of an index; houses keep their numbers."""
        return RaisedSolids(self.solids.take(index), self.base_m[index])

    def near(self, area: shapely.Geometry) -> "RaisedSolids":
        """Return the solids whose boxes an area touches."""
        return self.take(np.sort(self.solids.tree.query(area)))

    def lift(self, by_m: Floats) -> "RaisedSolids":
        """Return the solids with heights (N,) added to undersides and roofs. [m]"""
        return evolve(self, solids=self.solids.lift(by_m), base_m=self.base_m + by_m)

    def holds(self, x_m: ArrayLike, y_m: ArrayLike, height_m: ArrayLike) -> Booleans:
        """Return which points are inside a solid, not on its wall, underside or roof."""
        points = np.asarray(shapely.points(np.atleast_1d(x_m), np.atleast_1d(y_m)))
        heights_m = np.atleast_1d(np.asarray(height_m, dtype=np.float64))
        inside = np.zeros(points.size, dtype=np.bool_)
        point, solid = self.solids.tree.query(points, predicate="within")
        between = (heights_m[point] > self.base_m[solid] + TOUCH_M) & (
            heights_m[point] < self.solids.top_m[solid] - TOUCH_M
        )
        walls = shapely.boundary(self.solids.footprints[solid])
        inside[point[between & (shapely.distance(points[point], walls) > ON_WALL_M)]] = True
        return inside

    def free(
        self, lenses: Floats, targets: Floats, *, lens: ArrayLike, target: ArrayLike
    ) -> Booleans:
        """Return which lines of sight run past, above or below all solids.

        Arguments as in `Prisms.free`. A line that touches sees; a wall does not hide an end that
        is on it and looks away from it.
        """
        start, end = (
            np.ascontiguousarray(points, dtype=np.float64) for points in (lenses, targets)
        )
        of, to = (np.asarray(index, dtype=np.int64) for index in (lens, target))
        if not len(self) or not of.size:
            return np.ones(of.size, dtype=np.bool_)
        return raised_intersections.free_pairs(start, end, of, to, self.arrays)

    def view_share(
        self, lenses: Floats, targets: Floats, *, lens: ArrayLike, target: ArrayLike
    ) -> Floats:
        """Return the share of the view left on each line, 0 or 1, as trees do."""
        return self.free(lenses, targets, lens=lens, target=target).astype(np.float64)


def build(footprints: ArrayLike, base_m: ArrayLike, top_m: ArrayLike) -> RaisedSolids:
    """Return the solids of footprints (as in `prisms.build`), undersides and roofs. [m]"""
    solids = prisms.build(footprints, top_m)
    return RaisedSolids(solids, np.asarray(base_m, dtype=np.float64)[solids.house])
