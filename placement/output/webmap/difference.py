"""The page of two plans: a map of what differs between them, with sentences and tables beside it.

Only for internal use: it draws what one plan does not see, which the public edition withholds.
"""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import shapely
from attrs import evolve

from placement.crs import systems
from placement.output import comparison_texts as texts
from placement.output.coverage_changes import GAINED, LOST, CoverageChanges
from placement.output.layers import Layers
from placement.output.webmap.data import clean, page_data, words_below
from placement.output.webmap.page import framed
from placement.output.webmap.shapes import Packer
from placement.output.wording import printable
from placement.plan.comparison import CameraPair, PlanComparison
from placement.texts import LANGUAGES, Language, text

DIFFERENCE = "difference"
"""Name of the page's frame, style and script."""


def render(
    comparison: PlanComparison,
    changes: CoverageChanges | None,
    layers: Layers,
    *,
    names: tuple[str, str],
    language: Language,
) -> str:
    """Return the page as HTML; it works offline.

    Parameters
    ----------
    comparison, changes
        What differs; None: what the plans see cannot be compared.
    layers
        Of the second plan: the town that is drawn.
    names
        What the plans are called.
    language
        Language the page opens in.
    """
    data = _data(comparison, changes, layers, names=names, language=language)
    return framed(
        DIFFERENCE,
        data,
        language=language,
        title_text=data["difference"]["said"][language]["title"],
    )


def _data(
    comparison: PlanComparison,
    changes: CoverageChanges | None,
    layers: Layers,
    *,
    names: tuple[str, str],
    language: Language,
) -> dict[str, Any]:
    empty = {name: getattr(layers, name).iloc[:0] for name in ("demand", "places", "views")}
    packer = Packer.around(layers, comparison.second)
    town = page_data(comparison.second, evolve(layers, **empty), language=language)
    for each in LANGUAGES:
        town["words"][each] |= words_below("comparison.", each)
    return town | {
        "difference": clean(
            {
                "cameras": [_camera(pair, comparison) for pair in comparison.pairs],
                "pieces": [] if changes is None else _pieces(changes.pieces, packer),
                "said": {each: _sentences(comparison, changes, names, each) for each in LANGUAGES},
            }
        )
    }


def _camera(pair: CameraPair, comparison: PlanComparison) -> dict[str, Any]:
    camera, plan = pair.camera, comparison.second if pair.second else comparison.first
    moved = pair.first if pair.state == "moved" else None
    return {
        "id": camera.camera_id,
        "street": camera.street or camera.name,
        "state": pair.state,
        "lat": camera.lat_deg,
        "lon": camera.lon_deg,
        "azimuth": round(camera.azimuth_deg, 1) if plan.has_direction(camera) else None,
        "from": None if moved is None else [moved.lat_deg, moved.lon_deg],
    }


def _pieces(pieces: gpd.GeoDataFrame, packer: Packer) -> list[list[Any]]:
    """Return streets and squares that change: whether gained, whether an area, and their line."""
    shapes = systems.to_crs(pieces, systems.WGS84).geometry.to_numpy()
    is_area = shapely.area(shapes) > 0
    rows: list[list[Any]] = []
    for change in (GAINED, LOST):
        is_so = (pieces["change"] == change).to_numpy()
        lines = shapely.line_merge(shapely.union_all(shapes[is_so & ~is_area]))
        for area, parts in ((1, shapes[is_so & is_area]), (0, shapely.get_parts(lines))):
            for part in parts:
                rows += [[int(change == GAINED), area, line] for line in packer.lines(part)[:1]]
    return rows


def _sentences(
    comparison: PlanComparison,
    changes: CoverageChanges | None,
    names: Sequence[str],
    language: Language,
) -> dict[str, Any]:
    """Return everything the page says in a language."""
    index = [k for k, pair in enumerate(comparison.pairs) if pair.state != "kept"]
    plans = zip(("plan_a", "plan_b"), names, strict=True)
    return {
        "title": text("comparison.title", language, case=printable(comparison.second.case)),
        "plans": [text(f"comparison.{key}", language, name=name) for key, name in plans],
        "sentences": texts.sentences(comparison, changes, language),
        "tables": [
            {
                "title": table.title,
                "head": list(table.head),
                "rows": [list(row) for row in table.rows],
                "cameras": index if table.states else [],
            }
            for table in texts.tables(comparison, changes, language)
        ],
    }
