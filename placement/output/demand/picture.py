"""A map of the demand: streets by what is expected on them, hot ones marked."""

import io
import math
import warnings
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from placement.crs import systems
from placement.output.caveats import FEW_PLACES
from placement.output.map_decorations import (
    DARK,
    Frame,
    north,
    scale_bar,
)
from placement.pipeline.assessment import Assessment
from placement.texts import Language, format_value, number, text
from placement.units import Floats, Integers

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_INCHES, TITLE_INCHES, FOOT_INCHES, DOTS_PER_INCH = 9.0, 0.95, 1.15, 150
LINE_INCHES = 0.17
TALLEST, FLATTEST = 1.4, 0.5
"""Height of the map over its width, at most and at least. [-]"""
MARGIN = 0.04
CLASSES = 5
QUIETEST = 0.5
"""Share of the street length that the lowest class holds. [-]"""
COLOURS = ("#c9c9c9", "#fed976", "#fd8d3c", "#e31a1c", "#800026")
WIDTHS = (0.8, 1.3, 1.8, 2.3, 2.8)
HOT, HOT_WIDTH, HOT_HALO_WIDTH = "#1a1a8c", 6.0, 7.6
AREA_AROUND_M, AREA_ALPHA = 15.0, 0.25
"""A hot area is drawn this far around the streets in it. [m]"""
GROUNDS = {"water": "#cfe3f3", "woods": "#dcebd5", "park": "#e6f2df"}
HOUSE, BORDER = "#ececec", "#9a9a9a"
MOST_HOUSES = 60_000
LEAST_BOUND = 0.01
"""Less than this on 100 m a year is nothing, though the kernel's tail makes it 1e-300. [1/year]"""
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def draw(assessment: Assessment, lixels: gpd.GeoDataFrame, *, language: Language = "en") -> bytes:
    """Return the map as PNG; the same demand, the same bytes.

    `lixels` is the layer of that name (see `tables.tables`).
    """
    # imported here, for it is slow and only drawings need it
    from matplotlib import style  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    frame = _frame(lixels)
    tall = WIDTH_INCHES * (frame[3] - frame[2]) / (frame[1] - frame[0])
    height = tall + TITLE_INCHES + FOOT_INCHES
    # the user's own matplotlib settings must not change the picture; nor is it worth a warning
    # that the font lacks a letter of a name
    with style.context("default"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        figure = Figure(figsize=(WIDTH_INCHES, height), dpi=DOTS_PER_INCH)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, FOOT_INCHES / height, 1.0, tall / height))
        _ground(axes, assessment, frame)
        _hot(axes, assessment, lixels)
        bounds = _streets(axes, lixels)
        scale_bar(axes, frame, language)
        north(axes, _north_deg(assessment, frame))
        axes.set_xlim(frame[:2])
        axes.set_ylim(frame[2:])
        axes.set_aspect("equal")
        axes.axis("off")
        _legend(figure, assessment, bounds, foot=FOOT_INCHES / height, language=language)
        _words(figure, assessment, height, language)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def breaks(per_100m: Floats, length_m: Floats) -> Floats:
    """Return the lower bounds of the upper classes, round numbers, increasing; (CLASSES - 1,).

    The lowest class holds half of the street length at least, and each above about half of what is
    left: demand is heaped on few streets, so equal classes would show one colour.
    """
    order = np.argsort(per_100m, kind="stable")
    share = np.cumsum(length_m[order]) / length_m.sum()
    quantiles = 1 - QUIETEST ** np.arange(1, CLASSES)
    place = np.minimum(np.searchsorted(share, quantiles), order.size - 1)
    return np.unique([_round_up(value) for value in per_100m[order][place]])


def _round_up(value: float) -> float:
    value = max(value, LEAST_BOUND)
    power = 10.0 ** math.floor(math.log10(value))
    return float(f"{next(s for s in STEPS if s * power >= value * (1 - 1e-9)) * power:.6g}")


def _frame(lixels: gpd.GeoDataFrame) -> Frame:
    """Return the streets' frame with a margin, neither too tall nor too flat."""
    west, south, east, north_m = (float(v) for v in lixels.total_bounds)
    x, y = (west + east) / 2, (south + north_m) / 2
    wide, tall = max(east - west, 100.0), max(north_m - south, 100.0)
    wide, tall = max(wide, tall / TALLEST), max(tall, wide * FLATTEST)
    wide, tall = (side * (0.5 + MARGIN) for side in (wide, tall))
    return x - wide, x + wide, y - tall, y + tall


def _ground(axes: "Axes", assessment: Assessment, frame: Frame) -> None:
    inputs = assessment.inputs
    near = shapely.box(frame[0], frame[2], frame[1], frame[3])
    if inputs.backdrop is not None:
        for kind, colour in GROUNDS.items():
            _fill(axes, inputs.backdrop[inputs.backdrop["kind"] == kind], near, colour, 1)
    if inputs.buildings is not None and len(inputs.buildings) <= MOST_HOUSES:
        _fill(axes, inputs.buildings, near, HOUSE, 2)
    if inputs.districts is not None:
        lines = _polylines(inputs.districts.geometry.boundary.to_numpy())
        _add(axes, lines, color=BORDER, linewidths=0.7, linestyles=(0, (4, 3)), zorder=3)


def _fill(
    axes: "Axes",
    table: gpd.GeoDataFrame,
    near: shapely.Geometry,
    colour: str,
    layer: int,
    *,
    alpha: float = 1.0,
) -> None:
    from matplotlib.collections import PolyCollection  # noqa: PLC0415 -- as above

    parts = shapely.get_parts(table.geometry.to_numpy()[shapely.intersects(table.geometry, near)])
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    outlines = [shapely.get_coordinates(shapely.get_exterior_ring(part)) for part in parts]
    shapes = PolyCollection(
        outlines, facecolors=colour, edgecolors="none", zorder=layer, alpha=alpha
    )
    axes.add_collection(shapes, autolim=False)


def _hot(axes: "Axes", assessment: Assessment, lixels: gpd.GeoDataFrame) -> None:
    """Mark hot stretches as such, but hot areas as areas: no street in them is known to be hot."""
    lines = lixels.geometry.to_numpy()[lixels["hot"].to_numpy()]
    if assessment.hot.resolution == "area":
        hulls = shapely.convex_hull(assessment.hot.listed.geometry.to_numpy())
        around = shapely.union_all(shapely.buffer(hulls, AREA_AROUND_M))
        table = gpd.GeoDataFrame(geometry=[around], crs=assessment.crs)
        _fill(axes, table, around, HOT, 3, alpha=AREA_ALPHA)
        return
    for colour, width in (("#ffffff", HOT_HALO_WIDTH), (HOT, HOT_WIDTH)):
        _add(axes, _polylines(lines), color=colour, linewidths=width, capstyle="round", zorder=4)


def _streets(axes: "Axes", lixels: gpd.GeoDataFrame) -> Floats:
    """Draw the streets by class and return the bounds of the classes."""
    values = lixels["per_100m"].to_numpy()
    bounds = breaks(values, lixels["length_m"].to_numpy())
    level: Integers = np.searchsorted(bounds, values, side="right")
    lines = lixels.geometry.to_numpy()
    for place in range(bounds.size + 1):
        look: dict[str, Any] = {"color": COLOURS[place], "linewidths": WIDTHS[place]}
        _add(axes, _polylines(lines[level == place]), zorder=5, capstyle="round", **look)
    return bounds


def _legend(
    figure: "Figure", assessment: Assessment, bounds: Floats, *, foot: float, language: Language
) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 -- as above
    from matplotlib.patches import Patch  # noqa: PLC0415

    keys: list[Line2D | Patch] = [
        Line2D(
            [],
            [],
            color=COLOURS[place],
            linewidth=WIDTHS[place],
            label=_class(bounds, place, language),
        )
        for place in range(bounds.size + 1)
    ]
    if assessment.hot.resolution == "street":
        label = text("demand.legend.street", language)
        keys.append(Line2D([], [], color=HOT, linewidth=HOT_WIDTH, label=label))
    elif assessment.hot.resolution == "area":
        label = text("demand.legend.area", language)
        keys.append(Patch(facecolor=HOT, alpha=AREA_ALPHA, label=label))
    figure.legend(
        handles=keys,
        loc="upper left",
        bbox_to_anchor=(0.008, foot),
        ncols=len(keys),
        frameon=False,
        fontsize=8,
        title=text(f"demand.legend.{assessment.demand.unit}", language),
        title_fontsize=8,
        alignment="left",
        columnspacing=1.4,
    )


def _words(figure: "Figure", assessment: Assessment, height: float, language: Language) -> None:
    look: dict[str, Any] = {"ha": "left", "parse_math": False, "color": DARK}
    title = text("demand.title", language, case=format_value(assessment.case, language))
    figure.text(0.015, 1 - 0.36 / height, title, fontsize=13, va="baseline", **look)
    subtitle = _subtitle(assessment, language)
    figure.text(0.015, 1 - 0.47 / height, subtitle, fontsize=8.5, va="top", **look)
    notes = _foot(assessment, language)
    for line, (words, weight) in enumerate(reversed(notes)):
        up = (0.1 + LINE_INCHES * line) / height
        figure.text(0.015, up, words, fontsize=7.5, fontweight=weight, va="baseline", **look)


def _class(bounds: Floats, place: int, language: Language) -> str:
    low, high = (
        number(float(value), language) if value is not None else ""
        for value in (
            bounds[place - 1] if place else None,
            bounds[place] if place < bounds.size else None,
        )
    )
    return f"< {high}" if not low else f"≥ {low}" if not high else f"{low} – {high}"


def _polylines(lines: np.ndarray) -> list[Floats]:
    return [shapely.get_coordinates(part) for part in shapely.get_parts(lines)]


def _add(axes: "Axes", lines: list[Floats], **look: Any) -> None:  # noqa: ANN401 -- matplotlib's
    from matplotlib.collections import LineCollection  # noqa: PLC0415 -- as above

    axes.add_collection(LineCollection(lines, **look), autolim=False)


def _north_deg(assessment: Assessment, frame: Frame) -> float:
    x, y = (frame[0] + frame[1]) / 2, (frame[2] + frame[3]) / 2
    return float(systems.grid_azimuth_deg([0.0], [x], [y], crs=assessment.inputs.grid.crs)[0])


def _subtitle(assessment: Assessment, language: Language) -> str:
    demand, hot = assessment.demand, assessment.hot
    if hot.resolution == "none":
        return text("demand.no_incidents", language)
    in_cells = hot.resolution == "area" and FEW_PLACES in assessment.assumptions
    key = f"demand.subtitle.{'cells' if in_cells else hot.resolution}"
    return text(
        key,
        language,
        incidents=demand.incidents,
        years=number(demand.years, language, 1),
        bandwidth=number(demand.bandwidth_m, language, 0),
        share=number(100 * hot.hot_share, language, 1),
        against=text(f"demand.compared_with.{hot.compared_with}", language),
        spacing=number(assessment.anonymised.spacing_m, language, 0),
    )


def _foot(assessment: Assessment, language: Language) -> list[tuple[str, str]]:
    sources = dict.fromkeys(source for source in assessment.sources.values() if source)
    source_names = tuple(sources) or text("demand.no_sources", language)
    notes = [(text("demand.sources", language, sources=source_names), "normal")]
    if assessment.hot.resolution == "area":
        notes.append((text("demand.anonymised", language), "bold"))
    if assessment.synthetic:
        notes.append((text("map.banner", language), "bold"))
    return notes
