"""Reader of trees: positions, heights, and radii and bases of crowns."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely

from placement.inputs.account import Reading
from placement.inputs.buildings.heights import ABSURD, SENTINELS
from placement.inputs.layers import osm
from placement.inputs.layers.features import Features
from placement.inputs.layers.vector_file import is_osm, read_features
from placement.inputs.tables.attributes import size_texts
from placement.inputs.tables.row_notes import first_few
from placement.inputs.tables.sizes import lengths
from placement.schema import TREES, check
from placement.units import Floats

HEIGHT_COLUMNS = ("height", "vyska", "vyska stromu", "vyskastromu", "tree_height", "est_height")
RADIUS_COLUMNS = ("crown_radius", "radius", "polomer koruny", "radius_crown")
DIAMETER_COLUMNS = (
    "diameter_crown",
    "crown_diameter",
    "prumer koruny",
    "prumer_kor",
    "crown_width",
    "sirka koruny",
    "crown_spread",
)
BASE_COLUMNS = (
    "crown_base",
    "koruna_od",
    "nasazeni koruny",
    "vyska nasazeni",
    "spodni okraj koruny",
)
OSM_TAGS = ("height", "est_height", "diameter_crown", "crown_diameter")
OSM_TREES = 'other_tags LIKE \'%"natural"=>"tree"%\''


def read(
    path: Path,
    *,
    crs: str,
    layer: str | None = None,
    source_crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    default_height_m: float = 8.0,
    default_crown_radius_m: float = 2.5,
    default_crown_base_m: float = 2.5,
    within: shapely.Geometry | None = None,
    name: str = "trees",
) -> Reading:
    """Return the trees of a file; unknown heights and crowns take the defaults.

    Parameters
    ----------
    path, crs, layer, source_crs, within
        As in `vector_file.read_features`.
    columns
        Which columns of the file are `height_m`, `crown_radius_m`, `crown_diameter_m`,
        `crown_base_m`.
    default_height_m, default_crown_radius_m, default_crown_base_m
        Of a tree of which nothing is known; a base is never above half the height. [m]
    name
        Key of the input in the plan file.

    Returns
    -------
    reading
        `schema.TREES`; the account's facts count the measured heights and crowns.

    Raises
    ------
    InputError
        If the file cannot be used, or a size is out of range.
    """
    raw = is_osm(path)
    features = read_features(
        path,
        crs=crs,
        name=name,
        geometry="Point",
        layer=layer,
        source_crs=source_crs,
        where=OSM_TREES if raw and layer is None else None,
        within=within,
    )
    if "other_tags" in features.frame.columns:
        features = features.with_frame(osm.with_tags(features.frame, OSM_TAGS))
    features, height_m = _sizes_m(features, "height_m", HEIGHT_COLUMNS, columns)
    features, radius_m = _sizes_m(features, "crown_radius_m", RADIUS_COLUMNS, columns)
    features, diameter_m = _sizes_m(features, "crown_diameter_m", DIAMETER_COLUMNS, columns)
    radius_m = np.where(np.isfinite(radius_m), radius_m, diameter_m / 2)
    features, base_m = _sizes_m(features, "crown_base_m", BASE_COLUMNS, columns)
    facts = {
        "heights_from_height": int(np.isfinite(height_m).sum()),
        "crowns_measured": int(np.isfinite(radius_m).sum()),
    }
    tall_m = np.where(np.isfinite(height_m), height_m, default_height_m)
    usual_base_m = np.minimum(default_crown_base_m, tall_m / 2)
    table = features.frame.assign(
        height_m=tall_m,
        crown_radius_m=np.where(np.isfinite(radius_m), radius_m, default_crown_radius_m),
        crown_base_m=np.where(np.isfinite(base_m), base_m, usual_base_m),
    )
    return Reading(check(table, TREES, file=features.file), features.account(facts=facts))


def _sizes_m(
    features: Features, ours: str, usual: tuple[str, ...], columns: Mapping[str, str] | None
) -> tuple[Features, Floats]:
    """Return the features with notes, and sizes, NaN where the file has none. [m]"""
    cells = size_texts(features.frame, ours, usual, columns=columns, file=features.file)
    sizes = lengths(cells)
    nothing = np.isin(sizes.value, list(SENTINELS)) | (np.abs(sizes.value) >= ABSURD)
    kinds = {"heights_nothing": nothing, "heights_rough": sizes.rough}
    kinds["heights_unclear" if ours == "height_m" else "sizes_unclear"] = sizes.unclear
    for kind, which in kinds.items():
        noted_cells = [cells[row] for row in np.flatnonzero(which)]
        if noted_cells:
            features = features.noting(kind, n=len(noted_cells), found=first_few(noted_cells))
    return features, np.where(nothing | (sizes.value == 0), np.nan, sizes.value)
