"""A cut-out of the map around a camera point, with what its cameras see, by level of detail."""

import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from attrs import frozen
from numpy.typing import NDArray

from placement.crs import systems
from placement.output.figures.palette import drawn
from placement.output.figures.view import COLOURS
from placement.output.layers import Layers
from placement.output.map_colours import MASKED, REACHABLE
from placement.output.map_decorations import north, scale_bar
from placement.output.open_views import open_views
from placement.output.paper import ground
from placement.output.paper.document import SETTINGS
from placement.output.paper.labels import spread, street_names
from placement.output.paper.pen import Pen
from placement.output.paper.sheets import Paper, Sheet
from placement.output.paper.style import MASKED_HATCH
from placement.plan import Plan, PlannedCamera
from placement.plan.public import numbers_of
from placement.texts import Language, catalogue, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

WIDE_MM, HIGH_MM, LETTER_PT, DOTS_PER_INCH = 160.0, 68.0, 6.5, 200
PAPER = Paper("card", WIDE_MM, HIGH_MM, 0.0, LETTER_PT, margin_mm=0.0, head_mm=0.0, foot_mm=0.0)
LEAST_HALF_M, MOST_HALF_M, AIR = 45.0, 130.0, 1.08
"""The cut-out is so far from its middle to its upper edge, at least and at most; air around views.
[m, m, -]"""
RADIUS_MM = 2.2
CONTINUOUS, TURNED = "continuous", "reachable"
ALPHA = 0.6


@frozen(eq=False)
class CutOuts:
    """Draws the cut-out of each point of a plan."""

    plan: Plan
    layers: Layers
    views: Mapping[str, gpd.GeoDataFrame]
    """Camera → its views, coarsest level first."""
    numbers: Mapping[str, int]

    def pixels(self, cameras: Sequence[PlannedCamera], *, language: Language) -> NDArray[np.uint8]:
        """Return the cut-out around the cameras of a point, as red, green and blue (H, W, 3)."""
        # imported here, for it is slow and only drawings need it
        from matplotlib import rc_context, style  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415

        sheet = _sheet(cameras, self._continuous(cameras))
        with style.context("default"), rc_context(SETTINGS), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph")
            size = WIDE_MM / 25.4, HIGH_MM / 25.4
            figure = Figure(figsize=size, dpi=DOTS_PER_INCH)
            axes = figure.add_axes((0.0, 0.0, 1.0, 1.0), zorder=1)
            ground.draw(axes, self.layers, {}, sheet, PAPER)
            levels = self._draw_views(axes, cameras, language)
            scale_bar(axes, sheet.frame, language)
            north(axes, self._north_deg(cameras[0]))
            signs = figure.add_axes((0.0, 0.0, 1.0, 1.0), zorder=2)
            self._draw_signs(signs, sheet, language)
            if levels:  # over signs of other cameras and names, which it would be unreadable under
                legend = signs.legend(
                    handles=levels, loc="lower left", fontsize=LETTER_PT, framealpha=1.0
                )
                legend.set_zorder(20)
            return drawn(figure)

    def _views_of(self, cameras: Sequence[PlannedCamera]) -> list[gpd.GeoDataFrame]:
        return [self.views[c.camera_id] for c in cameras if c.camera_id in self.views]

    def _continuous(self, cameras: Sequence[PlannedCamera]) -> list[shapely.Geometry]:
        """Return what the cameras see at the density the plan asks for, or at any if nowhere."""
        shapes = [
            shape
            for views in self._views_of(cameras)
            for shape, density, kind in zip(
                views.geometry, views["density_px_m"], views["kind"], strict=True
            )
            if kind == CONTINUOUS and density >= self.plan.required_density_px_m - 1e-9
        ]
        return [*shapes, *(shapely.Point(camera.x_m, camera.y_m) for camera in cameras)]

    def _draw_views(
        self, axes: "Axes", cameras: Sequence[PlannedCamera], language: Language
    ) -> "list[Patch]":
        """Tint what is seen by level, finer ones over coarser; return the levels, to be named."""
        from matplotlib.patches import Patch, PathPatch  # noqa: PLC0415 - as above

        keys: dict[float, Patch] = {}
        for views in self._views_of(cameras):
            for place, (shape, density, level) in enumerate(_bands(views)):
                colour = COLOURS[min(2 * place, len(COLOURS) - 1)]
                look: dict[str, Any] = {"facecolor": colour, "alpha": ALPHA, "linewidth": 0}
                axes.add_artist(PathPatch(ground.compound([shape]), zorder=5, **look))
                name = catalogue(language).get(f"map.level.{level}", level)
                words = f"{name} ≥ {number(density, language)} px/m"
                keys.setdefault(density, Patch(label=words, **look))
            dashed: dict[str, Any] = {"linestyle": (0, (3, 2)), "linewidth": 0.7}
            for shape in views.geometry[views["kind"] == TURNED]:
                path = ground.compound([shape])
                axes.add_artist(PathPatch(path, fill=False, edgecolor=REACHABLE, **dashed))
        own = [camera.camera_id for camera in cameras]
        masked = self.layers.masked
        for shape in masked.geometry[masked["camera_id"].isin(own)]:
            hatched = {"hatch": MASKED_HATCH, "edgecolor": MASKED, "linewidth": 0.3, "zorder": 5}
            path = ground.compound([shape])
            axes.add_artist(PathPatch(path, facecolor="none", **hatched))
        return [keys[density] for density in sorted(keys)]

    def _draw_signs(self, axes: "Axes", sheet: Sheet, language: Language) -> None:
        """Draw names of streets, and every camera in the cut-out with its number."""
        axes.set_xlim(0, WIDE_MM)
        axes.set_ylim(0, HIGH_MM)
        axes.axis("off")
        pen = Pen(axes, PAPER, language)
        own = {camera.camera_id for camera in sheet.cameras}
        shown = [camera for camera in self.plan.cameras if sheet.holds(camera.x_m, camera.y_m)]
        shown.sort(key=lambda camera: (camera.camera_id in own, camera.rank))  # own ones on top
        at = [sheet.on_page(camera.x_m, camera.y_m, PAPER) for camera in shown]
        anchors = np.array(at, dtype=np.float64).reshape(-1, 2)
        stands_mm = spread(anchors, radius_mm=RADIUS_MM, room_mm=PAPER.map_mm)
        for name in street_names(
            self.layers, sheet, PAPER, taken_mm=stands_mm, radius_mm=RADIUS_MM
        ):
            plate = {"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.65, "pad": 0.25}
            look = {"rotation": name.turn_deg, "ha": "center", "va": "center", "bbox": plate}
            pen.write(name.x_mm, name.y_mm, name.words, fontsize=name.size_pt, **look)
        for camera, anchor, stand in zip(shown, anchors, stands_mm, strict=True):
            if np.any(anchor != stand):
                pen.stroke([anchor[0], stand[0]], [anchor[1], stand[1]], linewidth=0.6, zorder=11)
            x_mm, y_mm = (float(each) for each in stand)
            size = RADIUS_MM if camera.camera_id in own else 0.7 * RADIUS_MM
            pen.symbol(x_mm, y_mm, size, camera)
            look = {"ha": "center", "va": "center_baseline", "color": "#ffffff", "zorder": 13}
            words = str(self.numbers[camera.camera_id])
            pen.write(x_mm, y_mm, words, fontsize=2.05 * size, fontweight="bold", **look)
        pen.frame(0.2, WIDE_MM - 0.2, 0.2, HIGH_MM - 0.2)
        axes.set_facecolor("none")

    def _north_deg(self, camera: PlannedCamera) -> float:
        """Return the azimuth of true north from grid north, which is straight up. [°]"""
        at = np.array([camera.x_m]), np.array([camera.y_m])
        return float(systems.grid_azimuth_deg(np.array([0.0]), *at, crs=self.plan.crs)[0])


def cut_outs(plan: Plan, layers: Layers) -> CutOuts:
    """Return what draws the cut-outs of a plan: views are told apart by camera once."""
    ordered = open_views(layers).sort_values(["density_px_m", "kind"], kind="stable")
    by_camera = {str(name): part for name, part in ordered.groupby("camera_id", sort=False)}
    return CutOuts(plan, layers, by_camera, numbers_of(plan))


def _bands(views: gpd.GeoDataFrame) -> Iterator[tuple[shapely.Geometry, float, str]]:
    """Yield where a camera sees at each level and no better, coarsest first."""
    steady = views[views["kind"] == CONTINUOUS]
    shapes = steady.geometry.to_numpy()
    finer = [*shapes[1:], shapely.MultiPolygon()]
    for shape, inner, density, level in zip(
        shapes, finer, steady["density_px_m"], steady["level"], strict=True
    ):
        band = shapely.difference(shape, inner)
        parts = [part for part in shapely.get_parts(band) if part.geom_type == "Polygon"]
        if parts:
            yield shapely.MultiPolygon(parts), float(density), str(level)


def _sheet(cameras: Sequence[PlannedCamera], shapes: Sequence[shapely.Geometry]) -> Sheet:
    """Return the rectangle that holds the views of the cameras of a point, as far as it may go."""
    west, south, east, north_m = (float(edge) for edge in shapely.total_bounds(list(shapes)))
    shape = WIDE_MM / HIGH_MM
    half = AIR * max((east - west) / shape, north_m - south) / 2
    scale = math.ceil(1000 * 2 * min(max(half, LEAST_HALF_M), MOST_HALF_M) / HIGH_MM)
    high, wide = (scale * mm / 2000 for mm in (HIGH_MM, WIDE_MM))
    first = cameras[0]
    # the point stays inside, even where its views are larger than the cut-out
    x = min(max((west + east) / 2, first.x_m - 0.85 * wide), first.x_m + 0.85 * wide)
    y = min(max((south + north_m) / 2, first.y_m - 0.85 * high), first.y_m + 0.85 * high)
    return Sheet("", (x - wide, x + wide, y - high, y + high), scale, tuple(cameras))
