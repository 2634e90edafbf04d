"""Points of a table with coordinates, whatever their columns, signs, order and system."""

from collections.abc import Iterator, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import frozen

from placement.crs.krovak import FALSE_ORIGIN_M, S_JTSK_05, registered_crs
from placement.crs.systems import (
    WGS84,
    default_transformer,
    to_crs,
)
from placement.errors import CrsError, Problem
from placement.inputs.coordinates.axes import Axes, read_axes
from placement.inputs.layers.crs_detection import (
    Systems,
    detect_systems,
    eastward_northward,
    s_jtsk_of,
)
from placement.inputs.layers.georeference import known_crs
from placement.inputs.tables.row_notes import row_problem
from placement.units import Booleans, Floats, Integers

FAR_M = 200_000.0
TOGETHER = 0.9
"""Share of points that must lie within `FAR_M` of their median before others count as far away."""


@frozen(eq=False)
class SystemPart:
    """Rows of a table that are in one coordinate system."""

    crs: str
    at: Integers
    """(N,) positions in the table."""
    x: Floats
    y: Floats


def to_points(
    table: pd.DataFrame,
    *,
    crs: str,
    file: str,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    within: shapely.Geometry | None = None,
) -> tuple[gpd.GeoDataFrame, dict[str, int], tuple[Problem, ...]]:
    """Return the points of a table of strings, in the working system.

    Parameters
    ----------
    table
        As `delimited_text.read_table` gives it.
    crs
        Working system of the run.
    file
        Name of the file, for messages.
    columns
        `lon` and `lat`, `x` and `y`, or `wkt` → a column of the table; recognised by name if
        absent.
    source_crs
        System of the coordinates; detected by their size if absent.
    within
        Area of the case in the working system; what is farther than 200 km from it is dropped.

    Returns
    -------
    points
        The table's columns and `source_row`, with a point in the working system.
    dropped
        `no_coordinates`, `zero_coordinates`, `far_away` → how many rows.
    notes
    Notes on systems that were detected, and on axes that were exchanged or reversed.

    Raises
    ------
    SchemaError
        If there are no columns with coordinates.
    CrsError
        If coordinates are no numbers, exchanged, all absent, or in no system they could be in.
    """
    if source_crs is not None:
        _refuse_unknown(source_crs, file)
    axes = read_axes(table, columns=columns, file=file)
    first, second = axes.first.to_numpy(), axes.second.to_numpy()
    empty = np.isnan(first) | np.isnan(second)
    zero = (first == 0.0) & (second == 0.0)
    filled = np.flatnonzero(~empty & ~zero)
    if not len(filled) and not axes.problems:
        kind = "coordinates_all_zero" if zero.any() else "coordinates_all_empty"
        raise CrsError(Problem(kind, file, column=axes.columns, values={"n": len(table)}))
    systems = detect_systems(first[filled], second[filled], crs=crs, source_crs=source_crs)
    rows = table["source_row"].to_numpy()
    problems = [*axes.problems, *_crs_problems(systems, filled, axes, rows, crs=crs, file=file)]
    if problems:
        raise CrsError(problems)
    parts, notes = _parts_by_system(
        systems, filled, axes, rows, crs=crs, source_crs=source_crs, file=file
    )
    if not parts and len(filled):
        raise CrsError(
            row_problem(
                "coordinates_elsewhere",
                rows[filled],
                file=file,
                column=axes.columns,
                cells=_coordinate_texts(axes, filled),
                crs=crs,
            )
        )
    frame = _joined_frame(table, _parts_nearby(parts, crs, within), crs)
    counts = {
        "no_coordinates": int(empty.sum()),
        "zero_coordinates": int(zero.sum()),
        "far_away": len(filled) - len(frame),
    }
    return frame, {reason: n for reason, n in counts.items() if n}, tuple(notes)


def _refuse_unknown(source_crs: str, file: str) -> None:
    stated = known_crs(source_crs, file=file, column="crs")
    if not (stated.is_geographic or stated.is_projected):
        raise CrsError(Problem("crs_unknown", file, column="crs", values={"crs": source_crs}))


def _crs_problems(
    systems: Systems, filled: Integers, axes: Axes, rows: Integers, *, crs: str, file: str
) -> Iterator[Problem]:
    for kind, mask in (
        ("columns_swapped", systems.swapped),
        ("coordinates_out_of_range", systems.nowhere),
    ):
        if mask.any():
            at = filled[mask]
            texts = _coordinate_texts(axes, at)
            yield row_problem(kind, rows[at], file=file, column=axes.columns, cells=texts, crs=crs)


def _coordinate_texts(axes: Axes, at: Integers) -> list[str]:
    first, second = axes.first.to_numpy()[at], axes.second.to_numpy()[at]
    return [f"[{x:.12g}; {y:.12g}]" for x, y in zip(first, second, strict=True)]


def _parts_by_system(
    systems: Systems,
    filled: Integers,
    axes: Axes,
    rows: Integers,
    *,
    crs: str,
    source_crs: str | None,
    file: str,
) -> tuple[list[SystemPart], list[Problem]]:
    """Return the rows of each system, and what was guessed about them."""
    stated = source_crs or crs
    geographic = registered_crs(stated).is_geographic
    in_degrees, in_metres = (stated, crs) if geographic else (WGS84, stated)
    parts, notes = [], []
    for name, mask in (
        (in_degrees, systems.degrees),
        (s_jtsk_of(crs, source_crs), systems.s_jtsk),
        (S_JTSK_05, systems.s_jtsk_05),
        (in_metres, systems.projected),
    ):
        if not mask.any():
            continue
        at = filled[mask]
        x, y = axes.first.to_numpy()[at], axes.second.to_numpy()[at]
        if mask is systems.s_jtsk or mask is systems.s_jtsk_05:
            x, y, is_turned = eastward_northward(
                x, y, origin_m=FALSE_ORIGIN_M if name == S_JTSK_05 else 0.0
            )
            if is_turned.any():
                place = {"file": file, "column": axes.columns, "crs": name}
                notes.append(row_problem("s_jtsk_turned", rows[at[is_turned]], **place))
        parts.append(SystemPart(name, at, x, y))
    if len(parts) > 1:
        fewest = min(parts, key=lambda part: len(part.at))
        system_counts = ", ".join(f"{part.crs} ({len(part.at)})" for part in parts)
        notes.append(
            row_problem(
                "crs_mixed", rows[fewest.at], file=file, column=axes.columns, systems=system_counts
            )
        )
    return parts, notes


def _parts_nearby(
    parts: list[SystemPart], crs: str, within: shapely.Geometry | None
) -> list[SystemPart]:
    """Return the parts without what lies far from the area of the case, or from the rest.

    Done before the exact transformation, which is chosen by where the data lie.
    """
    if not parts:
        return []
    rough = [
        np.column_stack(default_transformer(part.crs, crs).transform(part.x, part.y))
        for part in parts
    ]
    near_points = _is_near(np.concatenate(rough), within)
    ends = np.cumsum([len(part.at) for part in parts])[:-1]
    return [
        SystemPart(part.crs, part.at[is_near], part.x[is_near], part.y[is_near])
        for part, is_near in zip(parts, np.split(near_points, ends), strict=True)
        if is_near.any()
    ]


def _is_near(xy: Floats, within: shapely.Geometry | None) -> Booleans:
    is_finite = np.asarray(np.isfinite(xy).all(axis=1), dtype=np.bool_)
    if within is not None:
        west, south, east, north = shapely.bounds(within)
        nearest = np.clip(xy, [west, south], [east, north])
    elif is_finite.any():
        nearest = np.median(xy[is_finite], axis=0)
    else:
        return is_finite
    is_close = is_finite & np.asarray(np.hypot(*(xy - nearest).T) <= FAR_M)
    return (
        is_close
        if within is not None or is_close.sum() >= TOGETHER * is_finite.sum()
        else is_finite
    )


def _joined_frame(table: pd.DataFrame, parts: list[SystemPart], crs: str) -> gpd.GeoDataFrame:
    frames = []
    for part in parts:
        rows = table.iloc[part.at]
        points = gpd.points_from_xy(part.x, part.y, crs=part.crs)
        frames.append(to_crs(gpd.GeoDataFrame(rows, geometry=points), crs))
    if not frames:
        return gpd.GeoDataFrame(table.iloc[:0], geometry=gpd.GeoSeries([], crs=crs))
    joined = frames[0] if len(frames) == 1 else pd.concat(frames)
    return joined.sort_index().reset_index(drop=True)
