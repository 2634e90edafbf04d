"""Sheets for a test after installation: A4 per camera, a map of the places and lines to fill in."""

import io
import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from placement.output.acceptance_forms import level_name, why
from placement.output.map_colours import CASING, GROUND, HOUSE, HOUSE_EDGE
from placement.output.map_decorations import DARK, north, plate, scale_bar
from placement.output.visit_sheets.place_code import PlaceCode, place_code
from placement.plan.acceptance import AcceptanceTerms, CameraTest
from placement.texts import Language, number, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE_MM, HIGH_MM, MARGIN_MM, MM = 210.0, 297.0, 12.0, 25.4
MAP_TOP_MM, MAP_HIGH_MM = 258.0, 92.0
COLUMNS_MM = {
    "place_id": 12.0,
    "reasons": 12.0,
    "distance_m": 68.0,
    "azimuth_deg": 83.0,
    "level": 97.0,
    "required_px": 137.0,
    "expected_px": 151.0,
    "seen": 165.0,
    "measured_px": 182.0,
}
"""Left edge of each column; the reasons stand below the place and its street. [mm]"""
ROW_MM, ROWS_TOP_MM, LOWEST_MM = 11.0, 148.0, 30.0
CODE_MM, CODE_TOP_MM = 19.0, 291.0
LEAST_M = 25.0
"""Half of the side of the smallest map. [m]"""
MARK = "#8a1c6b"
LONGEST = 60
"""Characters of a name."""


def pdf(
    case: str,
    tests: Sequence[CameraTest],
    terms: AcceptanceTerms,
    *,
    streets: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame | None,
    language: Language,
) -> bytes:
    """Return a page for every camera as PDF; the same tests, the same bytes.

    Parameters
    ----------
    case
        Its name.
    tests, terms
        What is tested, and by what measure.
    streets, buildings
        What is drawn around the places.
    language
        Of the sheets.
    """
    # imported here, for it is slow and only paper needs it
    from matplotlib import rc_context, style  # noqa: PLC0415
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415

    stream = io.BytesIO()
    metadata = {"Title": text("acceptance.title", language, case=case), "CreationDate": None}
    with (
        style.context("default"),
        rc_context({"pdf.fonttype": 42}),
        PdfPages(stream, metadata=metadata) as file,
    ):
        for test in tests:
            file.savefig(_page(case, test, terms, streets, buildings, language))
    return stream.getvalue()


def _page(
    case: str,
    test: CameraTest,
    terms: AcceptanceTerms,
    streets: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame | None,
    language: Language,
) -> "Figure":
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    page = Figure(figsize=(WIDE_MM / MM, HIGH_MM / MM))
    names = {"camera": test.camera_id[:LONGEST], "street": test.street[:LONGEST]}
    title = text("acceptance.sheet_title", language, **names)
    _write(page, MARGIN_MM, 284, title, size=14, fontweight="bold")
    _write(page, MARGIN_MM, 277, text("acceptance.title", language, case=case[:LONGEST]))
    planned = text(
        "acceptance.planned" if test.looks_one_way else "acceptance.planned_round",
        language,
        model=test.model[:LONGEST],
        height=number(test.height_m, language, 2),
        azimuth=number(test.azimuth_deg, language, 1),
        tilt=number(test.tilt_deg, language, 1),
        lat=number(test.lat_deg, language, 6),
        lon=number(test.lon_deg, language, 6),
    )
    _write(page, MARGIN_MM, 271, planned)
    _draw_code(page, place_code(test.lon_deg, test.lat_deg))
    _write(page, MARGIN_MM, 264.5, text("acceptance.to_measure", language), fontweight="bold")
    axes = page.add_axes(
        (
            MARGIN_MM / WIDE_MM,
            (MAP_TOP_MM - MAP_HIGH_MM) / HIGH_MM,
            1 - 2 * MARGIN_MM / WIDE_MM,
            MAP_HIGH_MM / HIGH_MM,
        )
    )
    _map(axes, test, streets, buildings, language)
    _table(page, test, language)
    basis = text(
        "acceptance.criterion",
        language,
        width=number(terms.target_width_m, language, 2),
        tolerance=number(100 * terms.pixel_tolerance, language, 0),
        degrees=number(terms.azimuth_tolerance_deg, language, 1),
        height=number(terms.height_tolerance_m, language, 2),
    )
    for line, words in enumerate(textwrap.wrap(basis, 140)):
        _write(page, MARGIN_MM, 22 - 3.4 * line, words, size=7)
    return page


def _map(
    axes: "Axes",
    test: CameraTest,
    streets: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame | None,
    language: Language,
) -> None:
    """Draw houses, streets, the camera with its axis, and the places with their numbers."""
    x = np.array([test.x_m, *(place.x_m for place in test.places)])
    y = np.array([test.y_m, *(place.y_m for place in test.places)])
    middle = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    shape = (WIDE_MM - 2 * MARGIN_MM) / MAP_HIGH_MM
    half_m = max(LEAST_M, 1.15 * float(np.ptp(y)) / 2, 1.1 * float(np.ptp(x)) / 2 / shape) + 5.0
    frame = (
        middle[0] - half_m * shape,
        middle[0] + half_m * shape,
        middle[1] - half_m,
        middle[1] + half_m,
    )
    window = shapely.box(frame[0], frame[2], frame[1], frame[3])
    axes.set_facecolor(GROUND)
    for line in _near(streets, window):
        for part in shapely.get_parts(line):
            axes.plot(*part.xy, color=CASING, linewidth=4.5, solid_capstyle="round", zorder=1)
            axes.plot(*part.xy, color="#ffffff", linewidth=3.5, solid_capstyle="round", zorder=2)
    if buildings is not None:
        for house in _near(buildings, window):
            for part in shapely.get_parts(house):
                axes.fill(*part.exterior.xy, facecolor=HOUSE, edgecolor=HOUSE_EDGE, zorder=3)
    if test.looks_one_way:
        angle = math.radians(test.grid_azimuth_deg)
        tip = test.x_m + 12 * math.sin(angle), test.y_m + 12 * math.cos(angle)
        arrow = {"arrowstyle": "-|>", "color": DARK, "linewidth": 1.4}
        axes.annotate("", tip, (test.x_m, test.y_m), arrowprops=arrow, zorder=7)
    for place in test.places:
        axes.plot([test.x_m, place.x_m], [test.y_m, place.y_m], color=MARK, linewidth=0.5, zorder=4)
    axes.plot(x[1:], y[1:], "o", color=MARK, markersize=4, zorder=6)
    axes.plot([test.x_m], [test.y_m], "s", color=DARK, markersize=7, zorder=8)
    for at, place in enumerate(test.places, start=1):
        axes.annotate(
            str(at),
            (place.x_m, place.y_m),
            (5, 5 if at % 2 else -10),
            textcoords="offset points",
            fontsize=9,
            fontweight="bold",
            color=MARK,
            bbox=plate(),
            zorder=9,
        )
    axes.set_xlim(frame[0], frame[1])
    axes.set_ylim(frame[2], frame[3])
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    scale_bar(axes, frame, language)
    north(axes, test.grid_azimuth_deg - test.azimuth_deg)


def _near(frame: gpd.GeoDataFrame, window: shapely.Polygon) -> list[shapely.Geometry]:
    """Return the shapes that touch a window, in their order."""
    return list(frame.geometry.iloc[np.sort(frame.sindex.query(window))])


def _table(page: "Figure", test: CameraTest, language: Language) -> None:
    """Write a row for each place, with lines to write on."""
    for name, left_mm in COLUMNS_MM.items():
        if name != "reasons":
            heading = textwrap.wrap(text(f"acceptance.sheet_column.{name}", language), 8)
            for line, part in enumerate(heading):
                _write(page, left_mm, 161 - 3.4 * line, part, size=7, fontweight="bold")
    row_mm = min(ROW_MM, (ROWS_TOP_MM - LOWEST_MM) / max(len(test.places), 1))
    for at, place in enumerate(test.places, start=1):
        top = ROWS_TOP_MM - (at - 1) * row_mm
        street = place.street[:28]
        cells = {
            "place_id": f"{at}   {street}",
            "distance_m": f"{number(place.distance_m, language, 1)} m",
            "azimuth_deg": f"{number(place.azimuth_deg, language, 1)}°",
            "level": level_name(place.level, language),
            "required_px": number(place.required_px, language, 0),
            "expected_px": number(place.expected_px, language, 0),
        }
        for name, words in cells.items():
            weight = "bold" if name in ("place_id", "required_px") else "normal"
            _write(page, COLUMNS_MM[name], top, words, size=8, fontweight=weight)
        where = text(
            "acceptance.in_picture",
            language,
            why=why(place.reasons, language),
            picture=place.picture,
            across=number(100 * place.across, language, 0),
            down=number(100 * place.down, language, 0),
        )
        small = min(6.5, 0.6 * row_mm)
        _write(page, COLUMNS_MM["reasons"] + 4, top - 0.36 * row_mm, where, size=small)
        for name, wide in (("seen", 13.0), ("measured_px", 16.0)):
            _box(page, COLUMNS_MM[name], top - 0.25 * row_mm, wide, 0.55 * row_mm)
    if not test.places:
        _write(page, MARGIN_MM, ROWS_TOP_MM, text("acceptance.no_places", language))


def _draw_code(page: "Figure", code: PlaceCode) -> None:
    """Draw the code of the camera's place in the upper right corner, and below it what it says."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - as above

    left_mm = WIDE_MM - MARGIN_MM - CODE_MM
    for x, y, side in code.squares(left_mm, CODE_TOP_MM, CODE_MM):
        corner = x / WIDE_MM, y / HIGH_MM
        look: dict[str, Any] = {"facecolor": "#000000", "edgecolor": "none"}
        page.add_artist(Rectangle(corner, side / WIDE_MM, side / HIGH_MM, **look))
    middle = left_mm + CODE_MM / 2
    _write(page, middle, CODE_TOP_MM - CODE_MM, code.uri, size=5.5, ha="center")


def _box(page: "Figure", left_mm: float, low_mm: float, wide_mm: float, high_mm: float) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - as above

    corner = left_mm / WIDE_MM, low_mm / HIGH_MM
    page.add_artist(
        Rectangle(corner, wide_mm / WIDE_MM, high_mm / HIGH_MM, fill=False, linewidth=0.6)
    )


def _write(page: "Figure", x_mm: float, y_mm: float, words: str, **look: Any) -> None:  # noqa: ANN401 - matplotlib's
    look = {"fontsize": look.pop("size", 9), "color": DARK, "va": "center", **look}
    page.text(x_mm / WIDE_MM, y_mm / HIGH_MM, words, parse_math=False, **look)
