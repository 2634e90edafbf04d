"""Where names stand on a picture: of streets, of distances on the ground, of directions."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from attrs import evolve, frozen

from placement.look.people import Figure
from placement.look.picture import Picture
from placement.look.profiles import Kind
from placement.units import Booleans, Floats, azimuth_deg, turn_deg

STREET_STEP_M = 2.0
"""Along a street its name is tried every so many metres. [m]"""
BEST_AWAY_M = 25.0
"""A street's name stands best this far from the lens. [m]"""
RINGS_M = (10.0, 20.0, 30.0, 50.0)
"""Distances that are written on the ground. [m]"""
DIRECTIONS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
DIRECTION_ROW = 12
"""Row on which directions are written. [px]"""
MARGIN = 0.06
"""Names stay this far from the sides, of the picture's width. [-]"""


Box = tuple[float, float, float, float]
"""Left, top, right and bottom. [px]"""
Side = Literal["left", "center", "right"]
LETTER_PX, LINE_PX, BESIDE_PX = 7.0, 18.0, 6.0
"""Room that a letter and a line of a name take, and that a person keeps free. [px]"""


@frozen
class Label:
    """A name at a pixel."""

    text: str
    column: float
    row: float
    side: Side = "center"
    """Which part of the name is at the pixel."""

    @property
    def box(self) -> Box:
        """The room it takes, roughly."""
        wide, up = (len(self.text) + 2) * LETTER_PX, LINE_PX / 2
        begin = self.column - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[self.side]
        return begin, self.row - up, begin + wide, self.row + up


def person_label(picture: Picture, figure: Figure, text: str) -> Label:
    """Return what is written of a person: to the right of it, if there is room."""
    (low, top), (high, bottom) = figure.outline.min(axis=0), figure.outline.max(axis=0)
    label = Label(text, float(high) + BESIDE_PX, float(top + bottom) / 2, "left")
    if label.box[2] <= picture.frame.columns:
        return label
    return evolve(label, column=float(low) - BESIDE_PX, side="right")


def street_labels(picture: Picture, *, occupied: Sequence[Box] = ()) -> tuple[Label, ...]:
    """Return the names of streets of which a piece of ground within the range is in view.

    No name lies over another, over a box that is `occupied` or over the edge; the street seen best
    goes first, and one without room has none.
    """
    places: dict[str, list[tuple[float, float, float]]] = {}
    range_m = picture.scene.observer.range_m
    cover = picture.scene.cover
    for line, name in zip(cover.lines, cover.names, strict=True):
        if not name:
            continue
        points = _along(line)
        column, row, away = _pixels_of_ground(picture, points[:, 0], points[:, 1])
        for index in np.flatnonzero(_in_view(picture, column, row, away) & (away <= range_m)):
            off = abs(float(np.log(away[index] / BEST_AWAY_M)))
            places.setdefault(name, []).append((off, float(column[index]), float(row[index])))
    boxes, labels = list(occupied), []
    for name, spots in sorted(places.items(), key=lambda each: (min(each[1]), each[0])):
        for _, column_at, row_at in sorted(spots):
            label = Label(name, column_at, row_at)
            fits = label.box[0] >= 0 and label.box[2] <= picture.frame.columns
            if fits and not any(_overlap(label.box, box) for box in boxes):
                boxes.append(label.box)
                labels.append(label)
                break
    return tuple(labels)


def ring_labels(picture: Picture) -> tuple[tuple[float, Label], ...]:
    """Return distances in metres with where their rings on the ground may be named."""
    hits, frame = picture.hits, picture.frame
    labels = []
    for ring_m in RINGS_M:
        if ring_m > picture.scene.observer.range_m:
            break
        for share in (0.04, 0.96, 0.2, 0.8, 0.5):
            column = int(share * frame.columns)
            away = np.where(hits.kind[:, column] == Kind.GROUND, hits.distance_m[:, column], np.nan)
            crossing = np.flatnonzero((away[:-1] >= ring_m) & (away[1:] < ring_m))
            if crossing.size:
                labels.append((ring_m, Label("", float(column), float(crossing[-1] + 1))))
                break
    return tuple(labels)


def direction_labels(picture: Picture, *, grid_turn_deg: float) -> tuple[Label, ...]:
    """Return the eight directions, by key, where they cross the picture's upper edge.

    `grid_turn_deg` is the azimuth of true north from grid north. [°]
    """
    row = min(DIRECTION_ROW, picture.frame.rows - 1)
    azimuth = picture.azimuth_deg[row]
    labels = []
    for number, key in enumerate(DIRECTIONS):
        off = turn_deg(number * 45.0 + grid_turn_deg, azimuth)
        near = np.abs(off[:-1]) < 10
        crossing = np.flatnonzero((off[:-1] < 0) & (off[1:] >= 0) & near)
        labels += [Label(key, float(column) + 0.5, float(row)) for column in crossing]
    return tuple(labels)


def _overlap(one: Box, other: Box) -> bool:
    """Return whether two boxes share any room."""
    beside = one[2] <= other[0] or other[2] <= one[0]
    return not (beside or one[3] <= other[1] or other[3] <= one[1])


def _along(line: Floats) -> Floats:
    """Return points along a line, close together."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    place = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.arange(0.0, place[-1], STREET_STEP_M)
    return np.column_stack([np.interp(at, place, line[:, axis]) for axis in (0, 1)])


def _pixels_of_ground(picture: Picture, x_m: Floats, y_m: Floats) -> tuple[Floats, Floats, Floats]:
    """Return column, row and distance of places on the ground. [px, px, m]"""
    eye_x, eye_y, eye_m = picture.scene.eye
    away = np.maximum(np.hypot(x_m - eye_x, y_m - eye_y), 0.1)
    above = np.degrees(np.arctan2(picture.scene.ground_m(x_m, y_m) - eye_m, away))
    column, row = picture.frame.pixels(azimuth_deg(x_m - eye_x, y_m - eye_y), above)
    return column, row, away


def _in_view(picture: Picture, column: Floats, row: Floats, away: Floats) -> Booleans:
    """Return which places on the ground are free to see, well inside the picture."""
    frame = picture.frame
    low, high = MARGIN * frame.columns, (1 - MARGIN) * frame.columns
    with np.errstate(invalid="ignore"):
        inside = (column > low) & (column < high) & (row > 30) & (row < frame.rows - 12)
    at = np.where(inside, row, 0).astype(np.int64), np.where(inside, column, 0).astype(np.int64)
    met = picture.hits
    in_sight = (met.kind[at] == Kind.GROUND) & (
        np.abs(met.distance_m[at] - away) < 0.05 * away + 0.5
    )
    return np.asarray(inside & in_sight)
