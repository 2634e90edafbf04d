"""Styles of a plan's layers for QGIS, kept inside the GeoPackage so that it opens drawn.

QGIS looks for them in a table `layer_styles` and takes the style that is marked as default; the
other stands in the layer's menu of styles. Colours are those of the map.
"""

from collections.abc import Callable, Mapping
from itertools import cycle
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd

from placement.output.map_colours import (
    BROKEN,
    CASING,
    HOUSE,
    HOUSE_EDGE,
    MASKED,
    REACHABLE,
    phase_colour,
)
from placement.output.qml import Category, Kind, LayerStyle, fill, line, marker, qml
from placement.output.wording import word_of
from placement.texts import LANGUAGES, Language, catalogue, number, text

TABLE = "layer_styles"
FIXED_TIME = pd.Timestamp("2000-01-01T00:00:00Z")
"""Stands where QGIS has the time of the last change, so that bytes repeat."""
UNSEEN_COLOUR, STREET_COLOUR = "#c9b8a3", CASING
FINEST_FIRST = ("#08306b", "#08519c", "#2171b5", "#4292c6", "#6baed6", "#9ecae1")
"""Of views by level of detail, the darker the finer."""
DENSE, HARDLY = "#8a1c1c", "#d98c3f"
"""Façades from `DENSE_PX_M` on, and below it."""
DENSE_PX_M = 62.5
"""The step of the drawing: level observe of EN 62676-4:2014. [px/m]"""


def styles_of(frames: Mapping[str, gpd.GeoDataFrame], *, language: Language) -> pd.DataFrame:
    """Return the table of styles of some layers, two a layer: Czech and English.

    Parameters
    ----------
    frames
        Layers by name, as they are written.
    language
        Of the style that QGIS draws the layer with at first.

    Returns
    -------
    styles
        With the columns that QGIS looks for.
    """
    rows = [
        _row(name, qml(style, names=_names(name, frame, each)), each, language)
        for name, frame in frames.items()
        for each in LANGUAGES
        if (style := style_of(name, frame, language=each)) is not None
    ]
    return pd.DataFrame(rows)


def _row(name: str, content: str, language: Language, first: Language) -> dict[str, object]:
    return {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": name,
        "f_geometry_column": "geom",
        "styleName": text("styles.name", language),
        "styleQML": content,
        "styleSLD": "",
        "useAsDefault": language == first,
        "description": text("styles.description", language),
        "owner": "",
        "ui": "",
        "update_time": FIXED_TIME,
    }


def _names(name: str, frame: gpd.GeoDataFrame, language: Language) -> dict[str, str]:
    """Return what the lists call the columns of the layer of cameras; other layers keep theirs."""
    headings = catalogue(language) if name == "cameras" else {}
    columns = [str(each) for each in frame.columns if each != frame.geometry.name]
    return {column: headings.get(f"lists.column.{column}", "") for column in columns}


def style_of(name: str, frame: gpd.GeoDataFrame, *, language: Language) -> LayerStyle | None:
    """Return the style of a layer; None for one that QGIS draws well enough by itself."""
    if name in DRAWN:
        return DRAWN[name](frame, language)
    if name not in PLAIN:
        return None
    kind, part = PLAIN[name]
    label = "name" if name == "districts" else ""
    return LayerStyle(
        kind, "", [Category("", text(f"styles.layer.{name}", language), [part()])], label
    )


def _phases(frame: gpd.GeoDataFrame, column: str = "phase") -> list[int]:
    return sorted({int(phase) for phase in frame[column].dropna()})


def _phase_label(phase: int, language: Language) -> str:
    if phase == 0:
        return text("map.phase.today", language)
    return text("map.phase.step", language, number=phase)


def _cameras(frame: gpd.GeoDataFrame, language: Language) -> LayerStyle:
    """Return cameras in the colours of their phases, a triangle showing where each looks."""
    looks = '"grid_azimuth_deg" IS NOT NULL'
    categories = [
        Category(
            str(phase),
            _phase_label(phase, language),
            [
                marker("circle", fill=phase_colour(phase), edge="#ffffff", size_mm=3.4),
                marker(
                    "triangle",
                    fill=phase_colour(phase),
                    edge="#ffffff",
                    size_mm=2.2,
                    forward_mm=2.6,
                    angle_field="grid_azimuth_deg" if "grid_azimuth_deg" in frame else "",
                    only_if=looks if "grid_azimuth_deg" in frame else "",
                ),
            ],
        )
        for phase in _phases(frame)
    ]
    broken = marker("circle", fill=BROKEN, edge="#ffffff", size_mm=3.0)
    out = word_of("lists.status", "out of service", language)
    expression = "if(\"status\" = 'out of service', 'out of service', \"phase\")"
    categories.append(Category("out of service", out, [broken]))
    return LayerStyle("marker", expression, categories, "number" if "number" in frame else "rank")


def _views(frame: gpd.GeoDataFrame, language: Language) -> LayerStyle:
    """Return what is always seen by its level of detail, and what turning reaches hatched."""
    least = frame[frame["kind"] == "continuous"].groupby("level")["density_px_m"].min()
    levels = [str(each) for each in least.sort_values(ascending=False).index]
    in_words = [each for each in levels if f"map.level.{each}" in catalogue(language)]
    categories = [
        Category(level, text(f"map.level.{level}", language), [fill(colour, edge="", opacity=0.4)])
        for level, colour in zip(in_words, cycle(FINEST_FIRST), strict=False)
    ]
    if (frame["kind"] == "reachable").any():
        edge = fill("", edge=REACHABLE, width_mm=0.3, dashed=True)
        categories.append(Category("reachable", text("styles.reachable", language), [edge]))
    expression = 'if("kind" = \'continuous\', "level", "kind")'
    return LayerStyle("fill", expression, categories)


def _streets_in_view(frame: gpd.GeoDataFrame, language: Language) -> LayerStyle:
    """Return pieces of street by the phase from which they are in view."""
    categories = [
        Category(
            str(phase), _phase_label(phase, language), [line(phase_colour(phase), width_mm=0.9)]
        )
        for phase in _phases(frame, "seen_phase")
    ]
    unseen = Category("", text("styles.unseen", language), [line(UNSEEN_COLOUR, width_mm=0.5)])
    return LayerStyle("line", '"seen_phase"', [*categories, unseen])


def _facades(_: gpd.GeoDataFrame, language: Language) -> LayerStyle:
    """Return walls of homes in the picture by how dense they are."""
    expression = f"if(\"density_px_m\" >= {DENSE_PX_M}, 'dense', 'less')"
    least = number(DENSE_PX_M, language)
    return LayerStyle(
        "line",
        expression,
        [
            Category(
                name,
                text(f"styles.facade.{name}", language, density=least),
                [line(colour, width_mm=width_mm)],
            )
            for name, colour, width_mm in (("dense", DENSE, 0.9), ("less", HARDLY, 0.6))
        ],
    )


def _places(frame: gpd.GeoDataFrame, language: Language) -> LayerStyle:
    def square(colour: str) -> ET.Element:
        return marker("square", fill=colour, edge="#1d2939", size_mm=2.2)

    categories = [
        Category(str(phase), _phase_label(phase, language), [square(phase_colour(phase))])
        for phase in _phases(frame, "seen_phase")
    ]
    unseen = Category("", text("styles.unseen", language), [square("#ffffff")])
    return LayerStyle("marker", '"seen_phase"', [*categories, unseen], "name")


def _edge() -> ET.Element:
    return fill("", edge="#4a5565", width_mm=0.5, dashed=True)


DRAWN: Mapping[str, Callable[[gpd.GeoDataFrame, Language], LayerStyle]] = {
    "cameras": _cameras,
    "views": _views,
    "demand": _streets_in_view,
    "facades": _facades,
    "places": _places,
}
"""Layers whose rows are told apart."""
PLAIN: Mapping[str, tuple[Kind, Callable[[], ET.Element]]] = {
    "points": ("marker", lambda: marker("circle", fill="#ffffff", edge="#1d2939", size_mm=1.4)),
    "alternatives": (
        "marker",
        lambda: marker("cross2", fill="#6b7280", edge="#6b7280", size_mm=2.2),
    ),
    "streets": ("line", lambda: line(STREET_COLOUR, width_mm=0.4)),
    "buildings": ("fill", lambda: fill(HOUSE, edge=HOUSE_EDGE, width_mm=0.1)),
    "masked": ("fill", lambda: fill("", edge=MASKED, width_mm=0.4, dashed=True)),
    "districts": ("fill", _edge),
    "area": ("fill", _edge),
}
"""Layers of one symbol."""
