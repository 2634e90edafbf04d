"""Heights of buildings above the ground: of tops and undersides, from heights, floors, defaults."""

from collections.abc import Mapping

import numpy as np
from attrs import field, frozen

from placement.inputs.layers.features import Features
from placement.inputs.tables.attributes import size_texts
from placement.inputs.tables.row_notes import first_few
from placement.inputs.tables.sizes import Sizes, floors, lengths
from placement.schema import HEIGHT_SOURCES
from placement.units import Booleans, Floats

HEIGHT_COLUMNS = (
    "height",
    "building:height",
    "vyska",
    "vyska budovy",
    "vyska objektu",
    "vyska stavby",
    "vyska strechy",
    "vyska nad terenem",
    "relativni vyska",
    "rel vyska",
    "est_height",
    "h",
)
FLOOR_COLUMNS = (
    "building:levels",
    "pocetpodlazi",
    "pocet podlazi",
    "podlazi",
    "levels",
    "num_floors",
    "floors",
    "storeys",
    "stories",
    "podlaznost",
    "pocet nadzemnich podlazi",
    "nadzemni podlazi",
    "pocet np",
    "np",
)
ROOF_FLOOR_COLUMNS = ("roof:levels", "podkrovi")
BASE_COLUMNS = (
    "min_height",
    "building:min_height",
    "base height",
    "spodni vyska",
    "vyska spodni",
    "vyska spodku",
    "spodni hrana",
    "podjezdna vyska",
    "podchodna vyska",
)
BASE_FLOOR_COLUMNS = ("building:min_level", "min_level", "min_floor", "spodni podlazi")
SENTINELS = frozenset(
    {-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0, -32768.0, 999.0, 999.9, 999.99, 9999.0, 9999.9}
    | {32767.0, 65535.0, 99999.0}
)
"""Heights by which programs mark a missing one. [m]"""
ABSURD = 1e5
"""Nor is any number beyond this a size."""
FLOORS_SENTINELS = frozenset({-1.0, -9.0, -99.0, 99.0, 999.0, 255.0})
MOST_FLOORS = 170.0
"""The highest house on earth has fewer. [-]"""
ALTITUDE_M = 120.0
"""Higher houses are rare; many of them are altitudes of roofs. [m]"""
ALTITUDES_SHARE = 0.2
STOREY_LOW_M, STOREY_HIGH_M = 2.0, 7.0
"""Heights between these, for each floor, agree with the number of floors. [m]"""
ROOF_M = 0.3
"""Thickness of a roof on posts whose underside is not known; assumed. [m]"""
BRIDGE_CLEARANCE_M = 4.5
"""Under a building that spans a street, where its underside is not known; assumed. [m]"""


@frozen(eq=False)
class Extents:
    """Heights of tops and undersides of buildings, and their source; arrays are (N,)."""

    top_m: Floats = field()
    """Above ground; NaN where neither height nor floors are known. [m]"""
    base_m: Floats = field()
    """Above ground, 0 where they stand on it. [m]"""
    source: np.ndarray = field()
    """One of `HEIGHT_SOURCES` each."""
    stated: Booleans = field()
    """Where the underside is the file's own."""


def extents(
    features: Features, columns: Mapping[str, str] | None, *, storey_height_m: float
) -> tuple[Features, Extents]:
    """Return the features with notes on every unused size, and the extents of the buildings."""
    heights = lengths(_texts(features, "height_m", HEIGHT_COLUMNS, columns))
    counts = floors(_texts(features, "floors", FLOOR_COLUMNS, columns))
    in_roof = floors(_texts(features, "roof_floors", ROOF_FLOOR_COLUMNS, None)).value
    features, height_m = _heights_m(features, heights, counts.value, columns)
    features, count = _counts(features, counts, columns)
    attic = np.where((in_roof > 0) & (in_roof < MOST_FLOORS), in_roof, 0.0)
    total = np.where((count > 0) | ((count == 0) & (attic > 0)), count + attic, np.nan)
    source = np.select([np.isfinite(height_m), np.isfinite(total)], HEIGHT_SOURCES[:2], "default")
    top_m = np.where(source == "height", height_m, total * storey_height_m)
    features, base_m = _bases_m(features, columns, storey_height_m)
    return features, Extents(top_m, np.nan_to_num(base_m), source, np.isfinite(base_m))


def _heights_m(
    features: Features, heights: Sizes, counts: Floats, columns: Mapping[str, str] | None
) -> tuple[Features, Floats]:
    """Return heights, NaN where there is none that can be used. [m]"""
    cells = _texts(features, "height_m", HEIGHT_COLUMNS, columns)
    height_m = heights.value
    nothing = np.isin(height_m, list(SENTINELS)) | (np.abs(height_m) >= ABSURD)
    with np.errstate(invalid="ignore"):
        borne_out = (height_m >= STOREY_LOW_M * counts) & (height_m <= STOREY_HIGH_M * counts)
        tall = (height_m > ALTITUDE_M) & ~nothing & ~borne_out
    usable_count = int((np.isfinite(height_m) & ~nothing & (height_m != 0)).sum())
    count = int(tall.sum())
    many = count > max(2, ALTITUDES_SHARE * usable_count) or count == usable_count
    altitudes = tall if many else np.zeros_like(tall)
    features = _with_note(features, "heights_unclear", heights.unclear, cells)
    features = _with_note(features, "heights_rough", heights.rough, cells)
    features = _with_note(features, "heights_nothing", nothing, cells)
    features = _with_note(features, "heights_altitudes", altitudes, cells, low=ALTITUDE_M)
    features = _with_note(features, "heights_tall", tall & ~altitudes, cells, low=ALTITUDE_M)
    unused = nothing | altitudes | (height_m == 0)
    return features, np.where(unused, np.nan, height_m)


def _counts(
    features: Features, counts: Sizes, columns: Mapping[str, str] | None
) -> tuple[Features, Floats]:
    """Return numbers of floors, NaN where there is none that can be used. [-]"""
    cells = _texts(features, "floors", FLOOR_COLUMNS, columns)
    nothing = np.isin(counts.value, list(FLOORS_SENTINELS)) | (np.abs(counts.value) > MOST_FLOORS)
    features = _with_note(features, "floors_unclear", counts.unclear, cells)
    features = _with_note(features, "floors_rough", counts.rough, cells)
    features = _with_note(features, "floors_nothing", nothing, cells)
    return features, np.where(nothing, np.nan, counts.value)


def _bases_m(
    features: Features, columns: Mapping[str, str] | None, storey_height_m: float
) -> tuple[Features, Floats]:
    """Return heights of undersides, NaN where none is stated. [m]"""
    cells = _texts(features, "base_m", BASE_COLUMNS, columns)
    bases = lengths(cells, lowest=True)
    first = floors(_texts(features, "base_floor", BASE_FLOOR_COLUMNS, None), lowest=True).value
    features = _with_note(features, "heights_unclear", bases.unclear, cells)
    base_m = np.where(np.isfinite(bases.value), bases.value, first * storey_height_m)
    nothing = np.isin(base_m, list(SENTINELS)) | (np.abs(base_m) >= ABSURD)
    features = _with_note(features, "heights_nothing", nothing & np.isfinite(bases.value), cells)
    return features, np.where(nothing, np.nan, np.maximum(base_m, 0.0))


def _texts(
    features: Features, ours: str, usual: tuple[str, ...], columns: Mapping[str, str] | None
) -> list[str]:
    return size_texts(features.frame, ours, usual, columns=columns, file=features.file)


def _with_note(
    features: Features, kind: str, which: Booleans, cells: list[str], **values: float
) -> Features:
    """Return the features with a note on some rows: their number, and their cells."""
    if not which.any():
        return features
    texts = [cells[row] for row in np.flatnonzero(which)]
    return features.noting(kind, n=len(texts), found=first_few(texts), column="", **values)
