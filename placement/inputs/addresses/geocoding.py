"""Geocoding: rows of a table that have no usable coordinates get those of their address."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from placement.errors import CrsError, Problem, SchemaError
from placement.inputs.addresses.directory import AddressMatch, Directory
from placement.inputs.coordinates.point_files import unplaced
from placement.inputs.coordinates.table_points import to_points
from placement.inputs.coordinates.unreadable import (
    notes_on_unread_coordinates,
    without_unreadable_cells,
)
from placement.inputs.layers.features import Features
from placement.inputs.tables.columns import COORDINATES, column_by_name, text_column
from placement.inputs.tables.delimited_text import read_table
from placement.inputs.tables.header import header_of
from placement.inputs.tables.row_notes import row_problem
from placement.inputs.tables.workbook import is_workbook, read_workbook

CONTRADICTED_M = 100.0
"""Coordinates farther than this from the address beside them are noted. [m]"""
BY_ADDRESS = "placed_by_address"
"""Column of the rows that were placed by their address."""
WITHOUT = frozenset({"coordinates_not_found", "coordinates_all_empty", "coordinates_all_zero"})
"""Problems of a table of which every row needs its address."""
STREET = ("ulice", "nazev ulice", "street")
HOUSE = ("cislo popisne", "cislo domovni", "cp", "c p", "house number", "house_number")
ALONG = ("cislo orientacni", "co", "c o", "street number")
EITHER = ("cislo domu", "cislo", "number")
WHOLE = (
    "adresa", "address", "umisteni", "misto", "lokalita", "location", "nazev bodu", "nazev",
    "name", "ulice", "popis",
)  # fmt: skip
FOREIGN = ("parcel", "pole", "camera", "list", "inside")
"""Kinds of numbers that are no house's: `house_numbers.foreign_number_kind`."""
OURS = ("address", "street", "house_number", "orientation_number")
"""Names under `columns` for parts of an address."""


def read_geocoded_rows(
    path: Path,
    *,
    crs: str,
    name: str,
    addresses: gpd.GeoDataFrame,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    within: shapely.Geometry | None = None,
    workbook: bool = False,
) -> Features:
    """Return the rows of a table as points, those without coordinates by their address.

    Parameters
    ----------
    path, crs, name, source_crs, within, workbook
        As in `point_files.read_points`.
    addresses
        Table `schema.ADDRESSES`.
    columns
        Coordinates, and `address`, or `street` with `house_number` and `orientation_number` → a
        column of the file.

    Returns
    -------
    features
        With the column `BY_ADDRESS`. Rows whose address is not known, or ambiguous, are dropped,
        counted and noted with the nearest addresses there are. Coordinates that cannot be read, or
        are zero or far away, give way to the address.

    Raises
    ------
    InputError
        If the table cannot be used, or not one row could be placed.
    """
    table, notes = (
        read_workbook(path) if workbook and is_workbook(path) else read_table(path, name=name)
    )
    header, columns_by_plan = header_of(table), dict(columns or {})
    axes = {ours: theirs for ours, theirs in columns_by_plan.items() if ours in COORDINATES}
    try:
        points, dropped, coordinate_notes = _rows_with_coordinates(
            table,
            crs,
            path.name,
            axes,
            source_crs,
            within,
            texts=_address_texts(table, columns_by_plan),
        )
    except CrsError as error:
        return unplaced(table, name, path, error.problems, crs=crs, within=within, notes=notes)
    row_numbers = set() if points is None else set(points["source_row"])
    rest = table[~table["source_row"].isin(row_numbers)].reset_index(drop=True)
    texts = _address_texts(rest, columns_by_plan)
    if points is not None:
        coordinate_notes = (
            *coordinate_notes,
            *_contradiction_notes(points, columns_by_plan, addresses, path.name),
        )
    if points is not None and not any(texts):
        features = Features(
            points, name, path, len(table), dropped, (*notes, *coordinate_notes), header
        )
        return features.with_frame(points.assign(**{BY_ADDRESS: False}))
    directory = Directory(addresses)
    matches = [directory.find(text) for text in texts]
    address_notes = [
        *notes_on_unread_coordinates(rest, file=path.name),
        *_match_notes(rest, texts, matches, path.name),
    ]
    has_point = [answer.point is not None for answer in matches]
    by_address = gpd.GeoDataFrame(
        rest[has_point], geometry=[a.point for a in matches if a.point is not None], crs=crs
    )
    parts = [] if points is None else [points.assign(**{BY_ADDRESS: False})]
    frame = pd.concat([*parts, by_address.assign(**{BY_ADDRESS: True})])
    frame = frame.sort_values("source_row").reset_index(drop=True)
    if frame.empty:
        raise SchemaError(
            [Problem("addresses_none_found", path.name, values={"n": len(rest)}), *address_notes]
        )
    unknown = len(rest) - sum(has_point)
    dropped = {"address_not_found": unknown} if unknown else {}
    return Features(
        frame, name, path, len(table), dropped, (*notes, *coordinate_notes, *address_notes), header
    )


def _contradiction_notes(
    points: gpd.GeoDataFrame, columns: Mapping[str, str], addresses: gpd.GeoDataFrame, file: str
) -> list[Problem]:
    """Return a note on the rows whose coordinates, which prevail, lie far from their address."""
    texts = _address_texts(points.drop(columns="geometry"), columns)
    if points.empty or not any(texts):
        return []
    directory = Directory(addresses)
    matches = [directory.find(text) if text else None for text in texts]
    far = [
        (row, f"{text} ({distance_m:.0f} m)")
        for row, text, match, here in zip(
            points["source_row"], texts, matches, points.geometry, strict=True
        )
        if match is not None and match.outcome == "found" and match.point is not None
        for distance_m in (here.distance(match.point),)
        if distance_m > CONTRADICTED_M
    ]
    if not far:
        return []
    rows, far_texts = zip(*far, strict=True)
    return [row_problem("address_contradicted", rows, file=file, cells=far_texts)]


def _rows_with_coordinates(
    table: pd.DataFrame,
    crs: str,
    file: str,
    axes: Mapping[str, str],
    source_crs: str | None,
    within: shapely.Geometry | None,
    *,
    texts: list[str],
) -> tuple[gpd.GeoDataFrame | None, dict[str, int], tuple[Problem, ...]]:
    """Return the rows that have coordinates, or None if no row has any."""
    try:
        return to_points(
            table, crs=crs, file=file, columns=axes or None, source_crs=source_crs, within=within
        )
    except (SchemaError, CrsError) as error:
        if {problem.kind for problem in error.problems} <= WITHOUT:
            return None, {}, ()
        legible = without_unreadable_cells(table, error.problems, texts=texts, file=file)
        if legible is None:
            raise
    table, notes = legible
    points, dropped, coordinate_notes = _rows_with_coordinates(
        table, crs, file, axes, source_crs, within, texts=[""] * len(table)
    )
    return points, dropped, (*notes, *coordinate_notes)


def _address_texts(table: pd.DataFrame, columns_by_plan: Mapping[str, str]) -> list[str]:
    """Return the address of every row as one text."""
    names, header = [column for column in table.columns if column != "source_row"], header_of(table)
    if "address" in columns_by_plan:
        header.take(columns_by_plan["address"], "address")
        return list(text_column(table, columns_by_plan["address"]))
    street = columns_by_plan.get("street") or column_by_name(names, STREET)
    house = columns_by_plan.get("house_number") or column_by_name(names, HOUSE)
    along = columns_by_plan.get("orientation_number") or column_by_name(names, ALONG)
    either = column_by_name(names, EITHER) if street and not (house or along) else None
    if street is None or not (house or along or either):
        whole = column_by_name(names, WHOLE)
        if whole is not None:
            header.take(whole, "address")
        return list(text_column(table, whole))
    parts = {"street": street, "house_number": house or either, "orientation_number": along}
    for ours, column in parts.items():
        if column is not None:
            header.take(column, ours)
    part_texts = [text_column(table, column) for column in (street, house, along, either)]
    return [_address_text(*values) for values in zip(*part_texts, strict=True)]


def _address_text(street: str, house: str, along: str, either: str) -> str:
    if house and along:
        return f"{street} {house}/{along}"
    if house:
        return f"{street} č.p. {house}"
    return f"{street} č.o. {along}" if along else f"{street} {either}".strip()


def _match_notes(
    table: pd.DataFrame, texts: list[str], matches: list[AddressMatch], file: str
) -> list[Problem]:
    """Return a note for each row whose address has no match, or an uncertain one."""
    kinds = {
        "missing": "address_not_found",
        "ambiguous": "address_ambiguous",
        "mended": "address_mended",
        "opposite": "address_opposite",
        "corner": "address_corner",
        "beside": "address_beside",
        "range": "address_range",
    } | {f"not_a_house:{counts}": f"address_number_{counts}" for counts in FOREIGN}
    rows = table["source_row"]
    return [
        row_problem(
            kinds[key],
            [row],
            file=file,
            cells=[text],
            near=", ".join(match.near) or "–",
        )
        for row, text, match in zip(rows, texts, matches, strict=True)
        for key in (f"{match.outcome}:{match.counts}" if match.counts else match.outcome,)
        if key in kinds
    ]
