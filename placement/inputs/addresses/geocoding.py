"""Rows of a table of which some, or all, say where they are by an address only."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from placement.errors import CrsError, Problem, SchemaError
from placement.inputs.addresses.directory import Answer, Directory
from placement.inputs.coordinates.table_points import to_points
from placement.inputs.coordinates.unreadable import overlooked, wiped
from placement.inputs.layers.features import Features
from placement.inputs.tables.columns import COORDINATES, recognised, text_column
from placement.inputs.tables.delimited_text import read_table
from placement.inputs.tables.header import header_of
from placement.inputs.tables.row_notes import about

CONTRADICTED_M = 100.0
"""Coordinates farther than this from the address beside them are told. [m]"""
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
"""What numbers count that are no house's: `house_numbers.foreign`."""
OURS = ("address", "street", "house_number", "orientation_number")
"""Names under `columns` for parts of an address."""


def read_rows(
    path: Path,
    *,
    crs: str,
    name: str,
    addresses: gpd.GeoDataFrame,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    within: shapely.Geometry | None = None,
) -> Features:
    """Return the rows of a table as points, those without coordinates by their address.

    Parameters
    ----------
    path, crs, name, source_crs, within
        As in `point_files.read_points`.
    addresses
        Table `addresses.ADDRESSES`.
    columns
        Coordinates, and `address`, or `street` with `house_number` and `orientation_number` → a
        column of the file.

    Returns
    -------
    features
        With the column `BY_ADDRESS`. Rows whose address is not known, or ambiguous, are dropped,
        counted and told with the nearest addresses there are. Coordinates that cannot be read, or
        are zero or far away, give way to the address.

    Raises
    ------
    InputError
        If the table cannot be used, or not one row could be placed.
    """
    table, notes = read_table(path, name=name)
    header, given = header_of(table), dict(columns or {})
    axes = {ours: theirs for ours, theirs in given.items() if ours in COORDINATES}
    points, dropped, more = _with_coordinates(
        table, crs, path.name, axes, source_crs, within, texts=_addresses(table, given)
    )
    known = set() if points is None else set(points["source_row"])
    rest = table[~table["source_row"].isin(known)].reset_index(drop=True)
    texts = _addresses(rest, given)
    if points is not None:
        more = (*more, *_contradicted(points, given, addresses, path.name))
    if points is not None and not any(texts):
        found = Features(points, name, path, len(table), dropped, (*notes, *more), header)
        return found.with_frame(points.assign(**{BY_ADDRESS: False}))
    directory = Directory(addresses)
    answers = [directory.find(text) for text in texts]
    told = [*overlooked(rest, file=path.name), *_told(rest, texts, answers, path.name)]
    placed = [answer.point is not None for answer in answers]
    by_address = gpd.GeoDataFrame(
        rest[placed], geometry=[a.point for a in answers if a.point is not None], crs=crs
    )
    parts = [] if points is None else [points.assign(**{BY_ADDRESS: False})]
    frame = pd.concat([*parts, by_address.assign(**{BY_ADDRESS: True})])
    frame = frame.sort_values("source_row").reset_index(drop=True)
    if frame.empty:
        raise SchemaError(
            [Problem("addresses_none_found", path.name, values={"n": len(rest)}), *told]
        )
    unknown = len(rest) - sum(placed)
    dropped = {"address_not_found": unknown} if unknown else {}
    return Features(frame, name, path, len(table), dropped, (*notes, *more, *told), header)


def _contradicted(
    points: gpd.GeoDataFrame, given: Mapping[str, str], addresses: gpd.GeoDataFrame, file: str
) -> list[Problem]:
    """Return a note on rows whose coordinates, which count, lie far from their address."""
    texts = _addresses(points.drop(columns="geometry"), given)
    if points.empty or not any(texts):
        return []
    directory = Directory(addresses)
    answers = [directory.find(text) if text else None for text in texts]
    far = [
        (row, f"{text} ({distance_m:.0f} m)")
        for row, text, answer, here in zip(
            points["source_row"], texts, answers, points.geometry, strict=True
        )
        if answer is not None and answer.outcome == "found" and answer.point is not None
        for distance_m in (here.distance(answer.point),)
        if distance_m > CONTRADICTED_M
    ]
    if not far:
        return []
    rows, found = zip(*far, strict=True)
    return [about("address_contradicted", rows, file=file, found=found)]


def _with_coordinates(
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
        legible = wiped(table, error.problems, texts=texts, file=file)
        if legible is None:
            raise
    table, notes = legible
    points, dropped, more = _with_coordinates(
        table, crs, file, axes, source_crs, within, texts=[""] * len(table)
    )
    return points, dropped, (*notes, *more)


def _addresses(table: pd.DataFrame, given: Mapping[str, str]) -> list[str]:
    """Return the address of every row as one text."""
    header, book = [column for column in table.columns if column != "source_row"], header_of(table)
    if "address" in given:
        book.take(given["address"], "address")
        return list(text_column(table, given["address"]))
    street = given.get("street") or recognised(header, STREET)
    house = given.get("house_number") or recognised(header, HOUSE)
    along = given.get("orientation_number") or recognised(header, ALONG)
    either = recognised(header, EITHER) if street and not (house or along) else None
    if street is None or not (house or along or either):
        whole = recognised(header, WHOLE)
        if whole is not None:
            book.take(whole, "address")
        return list(text_column(table, whole))
    parts = {"street": street, "house_number": house or either, "orientation_number": along}
    for ours, column in parts.items():
        if column is not None:
            book.take(column, ours)
    columns = [text_column(table, column) for column in (street, house, along, either)]
    return [_joined(*values) for values in zip(*columns, strict=True)]


def _joined(street: str, house: str, along: str, either: str) -> str:
    if house and along:
        return f"{street} {house}/{along}"
    if house:
        return f"{street} č.p. {house}"
    return f"{street} č.o. {along}" if along else f"{street} {either}".strip()


def _told(table: pd.DataFrame, texts: list[str], answers: list[Answer], file: str) -> list[Problem]:
    """Return one note for each row that was not found, and one for each that is not certain."""
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
        about(
            kinds[key],
            [row],
            file=file,
            found=[text],
            near=", ".join(answer.near) or "–",
        )
        for row, text, answer in zip(rows, texts, answers, strict=True)
        for key in (f"{answer.outcome}:{answer.counts}" if answer.counts else answer.outcome,)
        if key in kinds
    ]
