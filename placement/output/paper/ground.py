"""The ground of a sheet: water, woods, houses, streets and what cameras see, in a quiet style."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from placement.inputs.streets.grades import grade
from placement.output.layers import Layers
from placement.output.map_colours import (
    BACKDROP,
    CASING,
    GROUND,
    HOUSE,
    HOUSE_EDGE,
    MASKED,
    REACHABLE,
    ROAD,
    phase_colour,
)
from placement.output.open_views import open_views
from placement.output.paper.sheets import Paper, Sheet
from placement.output.paper.style import MASKED_HATCH, POINTS_PER_MM, ROAD_MM
from placement.plan.public import AnyPlan

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path

Views = Mapping[tuple[int, str], shapely.Geometry]
"""Phase and kind → area."""
GRID_M = 0.01
"""Areas are put together on a grid this fine, which keeps GEOS from failing on slivers. [m]"""


def draw(axes: "Axes", layers: Layers, views: Views, sheet: Sheet, paper: Paper) -> None:
    """Draw everything below symbols and names into axes that hold the sheet's map."""
    west, east, south, north = sheet.frame
    window = shapely.box(west, south, east, north)
    axes.set_facecolor(GROUND)
    _backdrop(axes, layers, window)
    _houses(axes, layers, window)
    _streets(axes, layers, window, _finer(sheet, paper))
    _views(axes, views, window)
    _edges(axes, layers, window)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)  # drawn above everything by the page


def views_of(plan: AnyPlan, layers: Layers) -> Views:
    """Return the area seen as well as the plan asks, by first phase and kind, without overlaps.

    A place belongs to the first phase that sees it, and is *reachable* only if it is never
    continuously seen. What masks hide from one camera is *masked*, unless another one sees it.
    """
    unmasked = open_views(layers)
    enough = unmasked[unmasked["density_px_m"] >= plan.required_density_px_m - 1e-9]
    if enough.empty:
        return {}
    density = enough["density_px_m"].min()
    enough = enough[enough["density_px_m"] == density]
    covered: shapely.Geometry = shapely.MultiPolygon()
    views: dict[tuple[int, str], shapely.Geometry] = {}
    for kind in ("continuous", "reachable"):
        for phase in sorted(set(enough["phase"])):
            part = enough[(enough["phase"] == phase) & (enough["kind"] == kind)].geometry
            whole = shapely.union_all(part.to_numpy(), grid_size=GRID_M)
            fresh = _areas(shapely.difference(whole, covered, grid_size=GRID_M))
            covered = _areas(shapely.union(covered, whole, grid_size=GRID_M))
            if not fresh.is_empty:
                views[int(phase), kind] = fresh
        if kind == "continuous" and not layers.masked.empty:
            hidden = shapely.union_all(layers.masked.geometry.to_numpy(), grid_size=GRID_M)
            fresh = _areas(shapely.difference(hidden, covered, grid_size=GRID_M))
            if not fresh.is_empty:
                views[0, "masked"] = fresh
    return views


def compound(shapes: NDArray[Any] | list[shapely.Geometry]) -> "Path":
    """Return lines and polygons as one path; the holes of polygons stay open."""
    from matplotlib.path import Path  # noqa: PLC0415 - slow, and only paper needs it

    parts = shapely.get_parts(shapely.get_parts(np.asarray(shapes, dtype=object)))
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings = shapely.get_rings(shapely.orient_polygons(parts[areas]))
    lines = np.concatenate([rings, parts[shapely.get_dimensions(parts) == 1]])
    where, owner = shapely.get_coordinates(lines, return_index=True)
    codes = np.full(len(where), Path.LINETO, dtype=np.uint8)
    codes[np.flatnonzero(np.diff(owner, prepend=-1))] = Path.MOVETO
    return Path(where, codes)


def _areas(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the polygons of a shape, without lines and points where areas only touch."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _finer(sheet: Sheet, paper: Paper) -> float:
    """Return how much thinner lines are than at 1:5 000, on this paper. [-]"""
    return math.sqrt(min(1.0, 5000 / sheet.scale)) * (1.0 if paper.letter_pt > 7 else 0.8)


def _near(frame: gpd.GeoDataFrame, window: shapely.Polygon) -> gpd.GeoDataFrame:
    return frame.iloc[np.sort(frame.sindex.query(window))]


def _clipped(frame: gpd.GeoDataFrame, window: shapely.Polygon) -> NDArray[Any]:
    shapes = shapely.clip_by_rect(_near(frame, window).geometry.to_numpy(), *window.bounds)
    return np.asarray(shapes[~shapely.is_empty(shapes)])


def _add(axes: "Axes", shapes: NDArray[Any] | list[shapely.Geometry], **look: Any) -> None:  # noqa: ANN401 - matplotlib's
    from matplotlib.patches import PathPatch  # noqa: PLC0415 - as above

    path = compound(shapes)
    if len(path) > 0:
        axes.add_artist(PathPatch(path, **look))  # add_patch would measure each curve


def _backdrop(axes: "Axes", layers: Layers, window: shapely.Polygon) -> None:
    for kind in ("park", "woods", "water"):
        of_kind = layers.backdrop[layers.backdrop["kind"] == kind]
        shapes = _clipped(of_kind, window)
        areas = shapely.get_dimensions(shapes) == 2
        _add(axes, shapes[areas], facecolor=BACKDROP[kind], linewidth=0, zorder=1)
        _add(axes, shapes[~areas], fill=False, edgecolor=BACKDROP[kind], linewidth=1.6, zorder=1)
    rails = _clipped(layers.backdrop[layers.backdrop["kind"] == "railway"], window)
    _add(axes, rails, fill=False, edgecolor=BACKDROP["railway"], linewidth=1.0, zorder=3)
    white: dict[str, Any] = {"edgecolor": "#ffffff", "linewidth": 0.5, "linestyle": (0, (6, 6))}
    _add(axes, rails, fill=False, zorder=3, **white)


def _houses(axes: "Axes", layers: Layers, window: shapely.Polygon) -> None:
    shapes = _near(layers.buildings, window).geometry.to_numpy()
    _add(axes, shapes, facecolor=HOUSE, edgecolor=HOUSE_EDGE, linewidth=0.15, zorder=4)


def _streets(axes: "Axes", layers: Layers, window: shapely.Polygon, finer: float) -> None:
    near = _near(layers.streets, window)
    grades = near["street_class"].map(grade)
    for rank in (3, 2, 1, 0):
        shapes = near.geometry[grades == rank].to_numpy()
        width = ROAD_MM[rank] * POINTS_PER_MM * finer
        style: dict[str, Any] = {"fill": False, "capstyle": "round", "joinstyle": "round"}
        _add(axes, shapes, edgecolor=CASING, linewidth=width + 0.5, zorder=2, **style)
        _add(axes, shapes, edgecolor=ROAD, linewidth=width, zorder=2.1, **style)


def _views(axes: "Axes", views: Views, window: shapely.Polygon) -> None:
    for (phase, kind), shape in views.items():
        part = shapely.clip_by_rect(shape, *window.bounds)
        if kind == "reachable":
            dashed: dict[str, Any] = {"linestyle": (0, (3, 2)), "linewidth": 0.5, "zorder": 5}
            _add(axes, [part], fill=False, edgecolor=REACHABLE, **dashed)
            continue
        if kind == "masked":
            hatched = {"hatch": MASKED_HATCH, "edgecolor": MASKED, "linewidth": 0.3, "zorder": 5}
            _add(axes, [part], facecolor="none", **hatched)
            continue
        colour = phase_colour(phase)
        _add(axes, [part], facecolor=colour, alpha=0.32, linewidth=0, zorder=5)
        _add(axes, [part], fill=False, edgecolor=colour, linewidth=0.3, zorder=5.1)


def _edges(axes: "Axes", layers: Layers, window: shapely.Polygon) -> None:
    districts = _near(layers.districts, window).geometry.boundary.to_numpy()
    dashed: dict[str, Any] = {"linestyle": (0, (5, 2, 1, 2)), "linewidth": 0.6, "zorder": 5.5}
    _add(axes, districts, fill=False, edgecolor="#6b3fa0", **dashed)
    area = layers.area.geometry.boundary.to_numpy()
    _add(axes, area, fill=False, edgecolor="#1c2430", linewidth=0.9, zorder=5.6)
