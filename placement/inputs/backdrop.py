"""Layers that are only drawn under the map: water, woods, parks, railways."""

from pathlib import Path
from typing import Literal

import shapely

from placement.inputs.account import Reading
from placement.inputs.layers.vector_file import read_features
from placement.schema import Geometry

Kind = Literal["water", "woods", "park", "railway"]
TRACK_M = 3.0
"""A railway is drawn this far to each side of its axis. [m]"""


def read(
    path: Path,
    *,
    crs: str,
    kind: Kind,
    layer: str | None = None,
    source_crs: str | None = None,
    within: shapely.Geometry | None = None,
    name: str = "backdrop",
) -> Reading:
    """Return polygons to draw, with the column `kind`; a railway's axis is widened to one.

    Raises
    ------
    InputError
        If the file cannot be used.
    """
    geometry: Geometry = "LineString" if kind == "railway" else "Polygon"
    features = read_features(
        path,
        crs=crs,
        name=name,
        geometry=geometry,
        layer=layer,
        source_crs=source_crs,
        within=within,
    )
    table = features.frame
    if kind == "railway":
        table = table.set_geometry(table.geometry.buffer(TRACK_M, cap_style="flat"))
    drawn = table.assign(kind=kind)[["kind", "geometry"]].reset_index(drop=True)
    return Reading(drawn, features.account())
