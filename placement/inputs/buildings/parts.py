"""Parts of buildings, which replace the outline where they fill it.

An outline keeps what no part covers, and what lies below a part that begins at its roof or higher.
"""

import geopandas as gpd
import numpy as np
import shapely

from placement.inputs.layers.features import Features
from placement.units import Booleans

INSIDE_SHARE = 0.5
"""A part belongs to the outline that holds more of it than this. [-]"""
SLIVER_M = 0.2
"""A remainder of an outline that is narrower is dropped. [m]"""
ON_ROOF_M = 0.5
"""A part that begins no lower than this under the roof is one on the roof. [m]"""


def without_parts(features: Features, part: Booleans) -> Features:
    """Return outlines without what parts fill, and the parts.

    Parameters
    ----------
    features
        Buildings with `height_m`, `base_m`, `height_source` and `use`; a part of unknown height is
        as high as its outline, one of unknown use is used as its outline.
    part : (N,) bool array
        Which rows are parts.
    """
    if not part.any():
        return features
    frame = features.frame
    shapes = np.asarray(frame.geometry.array)
    parts, outlines = np.flatnonzero(part), np.flatnonzero(~part)
    home = _outlines_of_parts(shapes, parts, outlines)
    heights, sources = frame["height_m"].to_numpy(copy=True), frame["height_source"].to_list()
    bases, uses = frame["base_m"].to_numpy(), frame["use"].to_list()
    for at, of in home.items():
        uses[at] = uses[of] if uses[at] == "unknown" else uses[at]
        if sources[at] == "default" and sources[of] != "default" and heights[of] > bases[at]:
            heights[at], sources[at] = heights[of], sources[of]
    remainders = shapes.copy()
    for of in sorted(set(home.values())):
        fills = [
            shapes[at]
            for at, its in home.items()
            if its == of and not bases[at] >= heights[of] - ON_ROOF_M
        ]
        if fills:
            remainders[of] = _remainder(shapes[of], fills)
    frame = frame.assign(height_m=heights, height_source=sources, use=uses)
    frame = frame.set_geometry(gpd.GeoSeries(remainders, index=frame.index, crs=frame.crs))
    features = features.with_frame(frame)
    is_filled = shapely.is_empty(remainders)
    features = features.without(is_filled, "filled_by_parts")
    pieces = features.frame.explode(index_parts=False).reset_index(drop=True)
    return features.with_frame(
        pieces[pieces.geometry.geom_type == "Polygon"].reset_index(drop=True)
    )


def _outlines_of_parts(
    shapes: np.ndarray, parts: np.ndarray, outlines: np.ndarray
) -> dict[int, int]:
    """Return the outline that holds most of each part, by row, where one holds enough."""
    tree = shapely.STRtree(shapes[outlines])
    of_part, of_outline = tree.query(shapes[parts], predicate="intersects")
    both = shapely.area(shapely.intersection(shapes[parts[of_part]], shapes[outlines[of_outline]]))
    share = both / shapely.area(shapes[parts[of_part]])
    home: dict[int, tuple[float, int]] = {}
    for at, of, covered in zip(parts[of_part], outlines[of_outline], share, strict=True):
        if covered > INSIDE_SHARE and covered > home.get(int(at), (0.0, 0))[0]:
            home[int(at)] = (float(covered), int(of))
    return {at: of for at, (_, of) in home.items()}


def _remainder(outline: shapely.Geometry, fills: list[shapely.Geometry]) -> shapely.Geometry:
    """Return the remainder of an outline outside some shapes, empty if it is only slivers."""
    rest = shapely.difference(outline, shapely.union_all(fills))
    pieces = [
        piece
        for piece in shapely.get_parts(rest)
        if piece.geom_type == "Polygon" and not shapely.buffer(piece, -SLIVER_M / 2).is_empty
    ]
    return shapely.MultiPolygon(pieces) if len(pieces) != 1 else pieces[0]
