"""A drawing of what one camera sees, over the ground, houses and trees around it."""

import io
import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from placement.cameras.projection import DetailLevel
from placement.output.map_decorations import (
    DARK,
    Frame,
    north,
    scale_bar,
)
from placement.pipeline.camera_view import CameraView
from placement.texts import Language, catalogue, format_value, number, text
from placement.units import Booleans, Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import PathPatch

SIDE_INCHES, TITLE_INCHES, DOTS_PER_INCH = 7.0, 0.6, 150
LEAST_HALF_M = 15.0
"""The drawing shows this far around its middle at least. [m]"""
MARGIN = 1.12
COLOURS = ("#cfe3f3", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c", "#08306b")
"""Of the levels, coarsest first."""
HOUSE, HOUSE_EDGE, TREE = "#8c8c8c", "#4d4d4d", "#3a7d34"
DARKEST, BRIGHTEST = -0.8, 0.9
"""Shades drawn black and white; level ground is a light grey. [-]"""
CAMERA = "#c0392b"
VIEW_ALPHA, TREE_ALPHA, ROOF_ALPHA = 0.7, 0.4, 0.8
ARC_POINTS = 73
LONGEST_NAME = 40
"""Letters of a model's name that the title has room for. [-]"""


def view(look: CameraView, *, language: Language = "en") -> bytes:
    """Return the view by level over its surroundings as PNG; the same view, the same bytes."""
    # imported here, for it is slow and only this drawing needs it
    from matplotlib import style  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    # the user's own matplotlib settings must not change the picture; nor is it worth a warning
    # that the font lacks a letter of a model's name
    with style.context("default"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        height = SIDE_INCHES + TITLE_INCHES
        figure = Figure(figsize=(SIDE_INCHES, height), dpi=DOTS_PER_INCH)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, 0.0, 1.0, SIDE_INCHES / height))
        _draw(axes, look, language)
        lines = (_title(look, language), 10, 0.34), (_below(look, language), 8, 0.72)
        for words, size, place in lines:
            up = 1 - place * TITLE_INCHES / height
            figure.text(0.5, up, words, ha="center", va="center", fontsize=size, parse_math=False)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def _draw(axes: "Axes", look: CameraView, language: Language) -> None:
    frame = _frame(look)
    _shade(axes, look)
    _levels(axes, look)
    _solids(axes, look, frame)
    _camera(axes, look, frame)
    _legend(axes, look, language)
    scale_bar(axes, frame, language)
    north(axes, look.grid_azimuth_deg - look.azimuth_deg)
    axes.set_xlim(frame[:2])
    axes.set_ylim(frame[2:])
    axes.set_aspect("equal")
    axes.axis("off")


def _title(look: CameraView, language: Language) -> str:
    name = format_value(look.model.name, language)
    return text(
        "view.title",
        language,
        model=name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…",
        height=number(look.observer.height_m, language, 1),
        azimuth=number(look.azimuth_deg, language, 1),
        tilt=number(look.tilt_deg, language, 1),
        range=number(look.model.range_m, language, 0),
    )


def _below(look: CameraView, language: Language) -> str:
    """Return the line below the title."""
    dead = number(look.dead_zone_m, language, 1)
    hidden = number(100 * look.hidden_by_trees, language, 0)
    key = "view.below_trees" if look.surface.trees else "view.below"
    return text(key, language, dead=dead, hidden=hidden)


def _frame(look: CameraView) -> Frame:
    """Return the square that holds camera and view."""
    shapes = [shapely.Point(look.observer.x_m, look.observer.y_m), *look.areas]
    west, south, east, north = shapely.total_bounds(shapes)
    x, y = (west + east) / 2, (south + north) / 2
    half = max(MARGIN * max(east - west, north - south) / 2, LEAST_HALF_M)
    return x - half, x + half, y - half, y + half


def _shade(axes: "Axes", look: CameraView) -> None:
    part, extent = _near(look, look.surface.obstacles)
    if min(part.shape) < 2:  # no slope to shade
        return
    lit = _lit(part.astype(np.float64), look.surface.grid.cell_m)
    axes.imshow(lit, cmap="gray", extent=extent, vmin=DARKEST, vmax=BRIGHTEST)


def _near(look: CameraView, layer: NDArray[Any]) -> tuple[NDArray[Any], Frame]:
    """Return the part of a layer of the surface that may be drawn, and its frame."""
    grid = look.surface.grid
    cells = math.ceil(2 * look.model.range_m / grid.cell_m) + 2
    row, column = (int(index) for index in grid.cell_of(look.observer.x_m, look.observer.y_m))
    top, left = max(row - cells, 0), max(column - cells, 0)
    part = layer[top : row + cells, left : column + cells]
    west, north = grid.x_min + left * grid.cell_m, grid.y_max - top * grid.cell_m
    east, south = west + part.shape[1] * grid.cell_m, north - part.shape[0] * grid.cell_m
    return part, (west, east, south, north)


def _cells(
    axes: "Axes", look: CameraView, layer: Booleans, *, colour: str, alpha: float, zorder: int
) -> None:
    """Tint some cells of the surface."""
    from matplotlib.colors import to_rgb  # noqa: PLC0415 -- as above

    part, extent = _near(look, layer)
    tint = np.zeros((*part.shape, 4))
    tint[part] = (*to_rgb(colour), alpha)
    axes.imshow(tint, extent=extent, zorder=zorder, interpolation="nearest")


def _lit(heights_m: Floats, cell_m: float) -> Floats:
    """Return Lambert's shade of a surface lit from the north-west at 45°, flat at 0.71. [-]

    Not stretched to full contrast, or the rounding of a terrain would look like mountains.
    """
    south_rise, east_rise = np.gradient(heights_m, cell_m)
    lit = (1 + (east_rise + south_rise) * math.sqrt(0.5)) * math.sqrt(0.5)
    return np.asarray(lit / np.sqrt(1 + south_rise**2 + east_rise**2))


def _bands(look: CameraView) -> list[tuple[DetailLevel, str, list[shapely.Polygon]]]:
    """Return level, colour and polygons of what is seen so well and no better."""
    finer = [*look.areas[1:], shapely.MultiPolygon()]
    rows = enumerate(zip(look.levels, look.areas, finer, strict=True))
    bands = [
        (level, COLOURS[min(place, len(COLOURS) - 1)], _polygons(shapely.difference(area, inner)))
        for place, (level, area, inner) in rows
    ]
    # nowhere, or wherever the next level is as well
    return [band for band in bands if band[2]]


def _levels(axes: "Axes", look: CameraView) -> None:
    for _, colour, parts in _bands(look):
        for polygon in parts:
            axes.add_patch(_patch(polygon, facecolor=colour, alpha=VIEW_ALPHA, linewidth=0))


def _legend(axes: "Axes", look: CameraView, language: Language) -> None:
    """Name the levels, finest last, and what else is drawn."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 -- as above
    from matplotlib.patches import Patch  # noqa: PLC0415

    edge: dict[str, Any] = {"edgecolor": DARK, "linewidth": 0.4}
    keys: list[Any] = []
    for level, colour, _ in _bands(look):
        density = number(level.density_px_m, language, 1)
        called = catalogue(language).get(f"map.level.{level.name}", level.name)
        label = f"{called}  ≥ {density} px/m"
        keys.append(Patch(facecolor=colour, label=label, **edge))
    if look.surface.roofs.any():
        keys.append(Patch(facecolor=HOUSE, label=text("view.house", language), **edge))
    if look.surface.trees:
        label = text("view.tree", language)
        keys.append(Patch(facecolor=TREE, alpha=TREE_ALPHA, label=label, **edge))
    dashed: dict[str, Any] = {"color": CAMERA, "linestyle": "--", "linewidth": 1.0}
    if not look.model.whole_circle:
        keys.append(Line2D([], [], label=text("view.picture", language), **dashed))
    place: dict[str, Any] = {
        "marker": "o",
        "color": "#ffffff",
        "markeredgecolor": DARK,
        "markersize": 6,
    }
    keys.append(Line2D([], [], label=text("view.camera", language), linestyle="", **place))
    axes.legend(handles=keys, loc="lower left", fontsize=8, framealpha=0.9).set_zorder(9)


def _solids(axes: "Axes", look: CameraView, frame: Frame) -> None:
    """Draw houses and trees: in their outlines where these are known, else by cells."""
    from matplotlib.patches import Circle  # noqa: PLC0415 -- as above

    prisms, crowns, canopy = look.surface.prisms, look.surface.crowns, look.surface.canopy
    if prisms is None:
        _cells(axes, look, look.surface.roofs, colour=HOUSE, alpha=ROOF_ALPHA, zorder=3)
    if canopy is not None:
        leaves = canopy.top_m > canopy.base_m
        _cells(axes, look, leaves, colour=TREE, alpha=TREE_ALPHA, zorder=4)
    west, east, south, north = frame
    if prisms is not None:
        for house in sorted(prisms.tree.query(shapely.box(west, south, east, north)).tolist()):
            outline = prisms.footprints[house]
            axes.add_patch(
                _patch(outline, facecolor=HOUSE, edgecolor=HOUSE_EDGE, linewidth=0.6, zorder=3)
            )
    if look.surface.raised is not None:
        for outline in look.surface.raised.near(shapely.box(west, south, east, north)).footprints:
            edge = {"edgecolor": HOUSE_EDGE, "linewidth": 0.8, "linestyle": "--"}
            axes.add_patch(_patch(outline, facecolor="none", zorder=3, **edge))
    if crowns is not None:
        x, y, radius = crowns.x_m, crowns.y_m, crowns.radius_m
        near = (x + radius > west) & (x - radius < east) & (y + radius > south)
        for tree in np.flatnonzero(near & (y - radius < north)):
            centre = (float(x[tree]), float(y[tree]))
            axes.add_patch(
                Circle(
                    centre,
                    float(radius[tree]),
                    facecolor=TREE,
                    alpha=TREE_ALPHA,
                    linewidth=0,
                    zorder=4,
                )
            )


def _camera(axes: "Axes", look: CameraView, frame: Frame) -> None:
    x, y, turned = look.observer.x_m, look.observer.y_m, math.radians(look.grid_azimuth_deg)
    far = (frame[1] - frame[0]) / 18
    ahead = (x + far * math.sin(turned), y + far * math.cos(turned))
    if not look.model.whole_circle:
        _sector(axes, look)
    arrow = {"arrowstyle": "-|>", "color": CAMERA, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", ahead, (x, y), arrowprops=arrow, zorder=6)
    axes.plot(x, y, "o", color="#ffffff", markeredgecolor=DARK, markersize=7, zorder=7)


def _sector(axes: "Axes", look: CameraView) -> None:
    """Outline the width of the picture out to the range, so that one sees what is hidden."""
    dashed: dict[str, Any] = {"color": CAMERA, "linestyle": "--", "linewidth": 0.8, "zorder": 5}
    facing_deg = look.observer.facing_deg
    for head in look.model.free_heads(
        look.tilt_deg, azimuth_deg=look.grid_azimuth_deg, facing_deg=facing_deg
    ):
        half = min(head.lens.hfov_deg, 360.0) / 2
        middle = look.grid_azimuth_deg + head.azimuth_offset_deg
        turned = np.radians(np.linspace(middle - half, middle + half, ARC_POINTS))
        x = look.observer.x_m + look.model.range_m * np.sin(turned)
        y = look.observer.y_m + look.model.range_m * np.cos(turned)
        axes.plot(
            [look.observer.x_m, *x, look.observer.x_m],
            [look.observer.y_m, *y, look.observer.y_m],
            **dashed,
        )


def _patch(polygon: shapely.Polygon, **look_of_it: Any) -> "PathPatch":  # noqa: ANN401 -- matplotlib's
    """Return a polygon with its holes open: rings that turn the other way."""
    from matplotlib.patches import PathPatch  # noqa: PLC0415 -- as above
    from matplotlib.path import Path  # noqa: PLC0415

    turned = shapely.orient_polygons(polygon)
    rings = [turned.exterior, *turned.interiors]
    paths = [Path(shapely.get_coordinates(ring), closed=True) for ring in rings]
    return PathPatch(Path.make_compound_path(*paths), **look_of_it)


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    parts = shapely.get_parts(shapely.get_parts(shape))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
