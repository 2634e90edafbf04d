"""Drawings (DXF): blocks with attributes as points, their attributes as columns of strings.

A CAD moves a block and turns it, and a person edits its texts. Where the block was turned the turn
counts, for the text beside it is not changed by that; where the text was changed the text counts.
Azimuths in a drawing are from grid north, because a drawing knows no other.
"""

import io
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

import geopandas as gpd
import pandas as pd
from attrs import frozen

from placement.crs.krovak import S_JTSK
from placement.errors import InputError, MissingInputError, Problem
from placement.files import plain_bytes, reading
from placement.inputs.layers.features import Features
from placement.inputs.layers.georeference import known_crs
from placement.inputs.tables.assumed import without_assumed
from placement.inputs.tables.headings import set_aside
from placement.texts import catalogue, plain
from placement.units import rounded_deg, turn_deg

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from ezdxf.entities.insert import Insert

SUFFIX = ".dxf"
MOST_BYTES = 100_000_000
"""Of a drawing, all of which is held in memory. [B]"""
SHORT_TAGS: Mapping[str, str] = {
    "ID": "camera_id",
    "NAZEV": "name",
    "STAV": "status",
    "ETAPA": "phase",
    "ODSTRANENA": "removed_in",
    "SKLON": "tilt_deg",
    "VYSKA": "height_m",
    "MODEL": "model",
    "DATA": "provenance",
}
"""Attribute of a block → the column of cameras it is; others are called as in Czech lists."""
AZIMUTH, GRID_AZIMUTH, AZIMUTH_ASSUMED = "AZIMUT", "grid_azimuth_deg", "azimuth_assumed"
WHOLE_DEG = 360.0
"""Stands for an azimuth where the whole circle is seen. [°]"""
TURNED_DEG = 1e-4
"""A block turned by less was not turned: programs write angles with so many digits. [°]"""
SHOWN_DEG = 0.05 + 1e-9
"""The text of an azimuth has one decimal. [°]"""


@frozen
class DrawnBlock:
    """A block of a drawing: its place, how it is turned, its attributes."""

    x: float
    y: float
    rotation_deg: float
    """Anticlockwise from the drawing's up. [°]"""
    attributes: Mapping[str, str]


def is_drawing(path: Path) -> bool:
    """Return whether a file is a drawing, by its ending."""
    return path.suffix.lower() == SUFFIX


def tag_of(column: str) -> str:
    """Return the attribute that holds a column of cameras in a drawing.

    >>> tag_of("height_m"), tag_of("point_id")
    ('VYSKA', 'KAMEROVY_BOD')
    """
    short = next((tag for tag, name in SHORT_TAGS.items() if name == column), None)
    return short or plain(catalogue("cs")[f"lists.column.{column}"]).upper().replace(" ", "_")


def read_drawing(path: Path, *, name: str, crs: str, source_crs: str | None = None) -> Features:
    """Return the blocks with attributes of a drawing as points in its system.

    Parameters
    ----------
    path
        The drawing.
    name
        Key of the input in the plan file, for messages.
    crs
        Working system; that of a drawing that names none.
    source_crs
        System of the drawing's coordinates, if the plan file says so.

    Returns
    -------
    features
        `source_row`: the number of the block among those with attributes, from 1.

    Raises
    ------
    MissingInputError
        If there is no such file.
    InputError
        If it cannot be read or has no blocks with attributes.
    CrsError
        If it names a system that there is not.
    """
    if not path.exists():
        values = {"path": str(path), "input": name}
        raise MissingInputError(Problem("file_missing", path.name, values=values))
    with reading(path):
        drawing = _drawing(plain_bytes(path, most_bytes=MOST_BYTES))
        inserts = cast("list[Insert]", list(drawing.modelspace().query("INSERT")))
        blocks = [_block(insert) for insert in inserts]
        others = len(drawing.modelspace().query("POINT"))
    cameras = [block for block in blocks if block.attributes]
    if not cameras:
        counts = {"blocks": len(blocks), "points": others}
        raise InputError(Problem("drawing_without_attributes", path.name, values=counts))
    stated = source_crs or next((s for each in cameras if (s := _system(each))), "") or crs
    known_crs(stated, file=path.name, column=tag_of("crs"))
    frame = _frame(cameras, stated)
    bare = len(blocks) - len(cameras)
    dropped = {"no_attributes": bare} if bare else {}
    return Features(frame, name, path, rows_read=len(blocks), dropped=dropped)


def _drawing(content: bytes) -> "Drawing":
    """Return a drawing; ezdxf mends what other programs left unfinished."""
    logging.getLogger("ezdxf").addHandler(logging.NullHandler())
    from ezdxf import recover  # noqa: PLC0415 - slow to import, and rarely asked for

    return recover.read(io.BytesIO(content))[0]


def _block(insert: "Insert") -> DrawnBlock:
    attributes = {
        str(each.dxf.tag).strip().upper(): str(each.dxf.text).replace("^ ", "^").strip()
        for each in insert.attribs
    }
    x, y, *_ = insert.dxf.insert
    return DrawnBlock(float(x), float(y), float(insert.dxf.rotation), attributes)


def _system(block: DrawnBlock) -> str:
    return block.attributes.get(tag_of("crs"), "")


def _frame(blocks: list[DrawnBlock], crs: str) -> gpd.GeoDataFrame:
    """Return the blocks as a table, azimuths in our own column."""
    upside_down = all(block.x > 0 and block.y > 0 for block in blocks) and crs == S_JTSK
    rows = [dict(_columns(block, upside_down=upside_down)) for block in blocks]
    names = list(dict.fromkeys(name for row in rows for name in row))
    new_names = set_aside(names)
    columns = {new_names.get(name, name): [row.get(name, "") for row in rows] for name in names}
    table = pd.DataFrame(columns, dtype="str").assign(crs=crs, source_row=range(1, len(blocks) + 1))
    points = gpd.points_from_xy([s.x for s in blocks], [s.y for s in blocks])
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(points, crs=crs))


def _columns(block: DrawnBlock, *, upside_down: bool) -> Iterator[tuple[str, str]]:
    """Yield the columns of a block: attributes of ours by our names, others as they are."""
    for tag, value in block.attributes.items():
        if tag not in (AZIMUTH, tag_of(GRID_AZIMUTH), tag_of("crs")):
            yield SHORT_TAGS.get(tag, tag), value
    shown, is_assumed = without_assumed(block.attributes.get(AZIMUTH, ""))
    own = block.attributes.get(tag_of(GRID_AZIMUTH), "")
    turned = float(rounded_deg((180.0 if upside_down else 0.0) - block.rotation_deg, 6))
    azimuth = _azimuth(own, shown, turned)
    yield GRID_AZIMUTH, azimuth
    if is_assumed and azimuth in (own, shown.partition("°")[0].replace(",", ".")):
        yield AZIMUTH_ASSUMED, "yes"


def _azimuth(own: str, shown: str, turned_deg: float) -> str:
    """Return the azimuth of a block from grid north: what was changed of it, else as written.

    Parameters
    ----------
    own
        The exact azimuth as this tool wrote it; empty in other drawings, and where there is none.
    shown
        The text beside the block.
    turned_deg
        How the block is turned.
    """
    base_deg, shown_deg = _number(own), _number(shown.removesuffix("°"))
    is_round = shown_deg == WHOLE_DEG
    if shown and shown_deg is None:
        return shown
    if base_deg is None:
        return "" if is_round or shown_deg is None else f"{shown_deg:g}"
    is_changed = shown_deg is not None and abs(float(turn_deg(shown_deg, base_deg))) > SHOWN_DEG
    if is_changed and not is_round:
        return f"{shown_deg:g}"
    is_turned = abs(float(turn_deg(turned_deg, base_deg))) > TURNED_DEG
    return f"{turned_deg:.6f}" if is_turned else own


def _number(text: str) -> float | None:
    """Return a number of a text, None if it is none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
