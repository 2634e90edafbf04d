"""Numbers of cameras and names of streets on a sheet, moved and thinned until all can be read."""

import math
import warnings
from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely
from attrs import frozen
from shapely.ops import substring

from placement.inputs.streets.grades import PATHS, grade
from placement.output.layers import Layers
from placement.output.paper.sheets import Paper, Sheet
from placement.output.paper.style import POINTS_PER_MM
from placement.output.wording import printable
from placement.units import Floats

RINGS, TURNS = 9, 20
"""How far and in how many directions a number may be moved off its camera. [-]"""
CURVED_MM = 1.1
"""A street may leave the straight line of its name this far. [mm]"""
AGAIN_MM = 90.0
"""A name is written again this far from where it stands. [mm]"""
PLACES = (0.5, 0.35, 0.65, 0.2, 0.8)
"""Shares of a street's length at which its name is tried. [-]"""
LONGEST = 200
"""Letters of a text that are looked at. [-]"""


@frozen
class StreetLabel:
    """A street's name on the page."""

    words: str
    x_mm: float
    y_mm: float
    turn_deg: float
    """Counter-clockwise from the right. [°]"""
    size_pt: float


def width_mm(words: str, size_pt: float, *, bold: bool = False) -> float:
    """Return how wide a text is, each letter as wide as it is by itself. [mm]"""
    return math.fsum(_letter_mm(letter, size_pt, bold=bold) for letter in words)


@lru_cache(maxsize=16_384)
def _letter_mm(letter: str, size_pt: float, *, bold: bool) -> float:
    """Return how far a letter moves the next one. [mm]"""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - slow; only paper needs it
    from matplotlib.textpath import text_to_path  # noqa: PLC0415 - as above

    font = FontProperties(family="DejaVu Sans", size=size_pt, weight="bold" if bold else "normal")
    with warnings.catch_warnings():  # of a letter the font lacks
        warnings.filterwarnings("ignore", message="Glyph")
        wide, _, _ = text_to_path.get_text_width_height_descent(letter, font, ismath=False)
    return float(wide) / POINTS_PER_MM


def cut(words: str, size_pt: float, most_mm: float, *, bold: bool = False) -> str:
    """Return a text that is no wider than this, its end left out if need be."""
    fitting = printable(words)
    whole = len(fitting) <= LONGEST and width_mm(fitting, size_pt, bold=bold) <= most_mm
    if whole:
        return fitting
    fitting = fitting[:LONGEST]
    while fitting and width_mm(fitting + "…", size_pt, bold=bold) > most_mm:
        fitting = fitting[:-1].rstrip()
    return fitting + "…"


def wrap_text(words: str, size_pt: float, most_mm: float) -> list[str]:
    """Return a text in lines that are no wider than this."""
    lines: list[str] = []
    for word in printable(words).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_mm(longer[: 3 * LONGEST], size_pt) <= most_mm:
            lines[-1] = longer
        else:
            lines.append(cut(word, size_pt, most_mm))
    return lines


def spread(anchors_mm: Floats, *, radius_mm: float, room_mm: tuple[float, ...]) -> Floats:
    """Return where round symbols stand so that none hides another, each as near as it can be.

    Parameters
    ----------
    anchors_mm
        Where they belong, the most important first; shape (n, 2). [mm]
    radius_mm
        Of a symbol. [mm]
    room_mm
        Left, right, bottom and top they must stay within. [mm]

    Returns
    -------
    Shape (n, 2). [mm]
        Where there is no room a symbol stays where it belongs.
    """
    offsets = _offsets(radius_mm)
    left, right, bottom, top = room_mm
    places = np.empty((0, 2))
    for anchor in anchors_mm:
        candidates = anchor + offsets
        inside = (
            (candidates[:, 0] >= left + radius_mm)
            & (candidates[:, 0] <= right - radius_mm)
            & (candidates[:, 1] >= bottom + radius_mm)
            & (candidates[:, 1] <= top - radius_mm)
        )
        free = inside & (_nearest(candidates, places) >= 2.05 * radius_mm)
        others = anchors_mm[np.any(anchors_mm != anchor, axis=1)]
        covered = _nearest(candidates, others) < 1.2 * radius_mm
        cost = np.hypot(*offsets.T) + 2.0 * radius_mm * covered
        best = int(np.argmin(np.where(free, cost, np.inf)))
        places = np.vstack([places, candidates[best] if free.any() else anchor])
    return places


def street_names(
    layers: Layers, sheet: Sheet, paper: Paper, *, taken_mm: Floats, radius_mm: float
) -> list[StreetLabel]:
    """Return the names that fit along their streets, main streets first, none over another.

    Parameters
    ----------
    taken_mm
        Middles of the symbols that names must not touch; shape (n, 2). [mm]
    radius_mm
        Of those symbols. [mm]
    """
    discs = np.column_stack([taken_mm, np.full(len(taken_mm), radius_mm)])
    labels: list[StreetLabel] = []
    for words, street_grade, line in _lines(layers.streets, sheet, paper):
        size = paper.letter_pt * (0.92, 0.86, 0.78, 0.78)[street_grade]
        long = width_mm(words, size)
        for share in PLACES:
            name = _along(words, line, share, size, long)
            if name is None or _is_repeated_near(name, labels):
                continue
            own = _discs(name, long)
            apart = np.hypot(*(own[:, None, :2] - discs[None, :, :2]).transpose(2, 0, 1))
            if not (apart < own[:, None, 2] + discs[None, :, 2]).any():
                discs = np.vstack([discs, own])
                labels.append(name)
                break
    return labels


def _offsets(radius_mm: float) -> Floats:
    turns = 2 * np.pi * np.arange(TURNS) / TURNS
    around = np.column_stack([np.cos(turns), np.sin(turns)])
    rings = [around * radius_mm * (0.9 + 0.8 * ring) for ring in range(1, RINGS + 1)]
    return np.vstack([np.zeros((1, 2)), *rings])


def _nearest(places: Floats, others: Floats) -> Floats:
    if not len(others):
        return np.full(len(places), np.inf)
    apart = places[:, None, :] - others[None, :, :]
    nearest: Floats = np.hypot(apart[..., 0], apart[..., 1]).min(axis=1)
    return nearest


def _lines(
    streets: gpd.GeoDataFrame, sheet: Sheet, paper: Paper
) -> list[tuple[str, int, shapely.LineString]]:
    """Return name, grade and line on the page of the streets, in the order they are named."""
    west, east, south, north = sheet.frame
    near = streets.iloc[np.sort(streets.sindex.query(shapely.box(west, south, east, north)))]
    near = near[near["name"] != ""]
    near = near.assign(grade=near["street_class"].map(grade))
    near = near[near["grade"] < PATHS]
    left, bottom = paper.map_mm[0], paper.map_mm[2]
    rows = []
    for (words, street_grade), part in near.groupby(["name", "grade"], sort=True):
        cropped = shapely.clip_by_rect(part.geometry.to_numpy(), west, south, east, north)
        joined = shapely.line_merge(shapely.union_all(cropped))
        for piece in shapely.get_parts(joined):
            flat = (shapely.get_coordinates(piece) - (west, south)) / sheet.metres_per_mm
            if len(flat) > 1:
                line = shapely.LineString(np.add(flat, (left, bottom)))
                rows.append((str(words)[:LONGEST], int(street_grade), line))
    return sorted(rows, key=lambda row: (row[1], -row[2].length, row[0]))


def _along(
    words: str, line: shapely.LineString, share: float, size_pt: float, long_mm: float
) -> StreetLabel | None:
    """Return the name on the line around a share of its length; None where it does not fit."""
    middle = share * line.length
    start, end = middle - long_mm / 2, middle + long_mm / 2
    if start < 0 or end > line.length:
        return None
    first, last = line.interpolate(start), line.interpolate(end)
    chord = shapely.LineString([first, last])
    under = substring(line, start, end)
    if chord.length < 0.94 * long_mm or shapely.hausdorff_distance(chord, under) > CURVED_MM:
        return None
    turn = math.degrees(math.atan2(last.y - first.y, last.x - first.x))
    upright = (turn + 90) % 180 - 90
    return StreetLabel(
        printable(words), (first.x + last.x) / 2, (first.y + last.y) / 2, upright, size_pt
    )


def _is_repeated_near(name: StreetLabel, labels: list[StreetLabel]) -> bool:
    return any(
        other.words == name.words
        and math.hypot(other.x_mm - name.x_mm, other.y_mm - name.y_mm) < AGAIN_MM
        for other in labels
    )


def _discs(name: StreetLabel, long_mm: float) -> Floats:
    """Return discs that cover a name: middles and radii, shape (n, 3). [mm]"""
    radius = 0.62 * name.size_pt / POINTS_PER_MM
    count = max(2, math.ceil(long_mm / radius))
    along = np.linspace(-long_mm / 2, long_mm / 2, count)
    turn = math.radians(name.turn_deg)
    return np.column_stack(
        [
            name.x_mm + along * math.cos(turn),
            name.y_mm + along * math.sin(turn),
            np.full(count, radius),
        ]
    )
