"""What lists of this tool say of a camera beyond a town's list: exact numbers, walls, assumptions.

Their headings are those of `lists.column` in the catalogues, in both languages and for programs;
which columns there are, and which of their numbers are exact, `plan.camera_columns` says.
"""

import re
from collections.abc import Container, Iterator, Mapping
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import evolve, frozen
from pyproj import CRS
from pyproj.exceptions import CRSError as ForeignCrsError

from placement.crs import systems
from placement.errors import Problem
from placement.inputs.cameras.directions import ViewDirection
from placement.inputs.layers.features import Features
from placement.inputs.tables.columns import headings_of, text_column
from placement.inputs.tables.header import NOT_OF_THE_FILE, header_of
from placement.inputs.tables.headings import heading
from placement.inputs.tables.numerals import numbers
from placement.inputs.tables.row_notes import row_problem
from placement.texts import catalogue, plain
from placement.units import Booleans, turn_deg

YES = ("true", "1", "1 0", "ano", "a", "yes", "y", "t", "pravda", "x", "wahr", "ja")
NO = ("", "false", "0", "0 0", "ne", "n", "no", "f", "nepravda", "falsch", "nein")
"""Words of yes and no, plain; a spreadsheet writes TRUE in its own language."""
ASSUMED = ("model_assumed", "kind_assumed", "height_assumed", "tilt_assumed")
"""Columns that say that a value beside them was assumed when the list was written."""
FLAGS = ("model_assumed", "height_assumed", "tilt_assumed")
"""Those that only lists of this tool have; one of a direction may be in any list."""
PHASES = ("phase", "removed_in")
_WORD = r"(?:etap|f[aá]z|phase|stage)[^\W\d_]*"
COUNTED = re.compile(rf"(?:{_WORD}\s*)?(\d+)\s*\.?(?:\s*{_WORD})?", re.IGNORECASE)
"""A number with a word for phases before or behind it: `1. etapa`, but no `12. květen`."""
MOST_PHASES = 99
"""A greater number is a day that a spreadsheet made of a cell. [-]"""
OF_PROPOSALS = ("phase", "rank", "seen", "gain", "removed_in")
"""Numbers of a plan's list."""
FIRST_PHASE = 1
"""In which a camera is taken down whose list names no phase."""
NAMES = ("x_m", "y_m", "crs", "grid_azimuth_deg", "facing_deg", "carrier", *ASSUMED, *OF_PROPOSALS)
ROUNDED_M = 0.05
"""Degrees with seven decimals, and metres with two, are this close to the exact place. [m]"""
ROUNDED_DEG = 0.05 + 1e-6
"""An azimuth with one decimal is this close to the exact one. [°]"""
SAME_SYSTEM_M = 1000.0
"""Coordinates of one system say the same place within this, also of a camera moved since. [m]"""
OLD_HEADINGS = {"carrier": ("Nosič", "Carrier")}
"""What columns were called in lists that are still about, by our name."""
Flag = Literal["model_assumed", "kind_assumed", "height_assumed", "tilt_assumed"]


@frozen(eq=False)
class OwnColumns:
    """The columns of a file that only lists of this tool have."""

    frame: gpd.GeoDataFrame
    theirs: Mapping[str, str]
    """Our column → the file's."""
    file: str

    @classmethod
    def of(cls, features: Features) -> "OwnColumns":
        """Return those of a file; its header notes their use."""
        frame, header = features.frame, header_of(features.frame)
        words = {heading(str(c)).words: str(c) for c in frame.columns if c not in NOT_OF_THE_FILE}
        theirs: dict[str, str] = {}
        for name in NAMES:
            ours = (name, *headings_of(f"lists.column.{name}"), *OLD_HEADINGS.get(name, ()))
            column = next((words[w] for h in ours if (w := heading(h).words) in words), None)
            if column is not None and header.uses.get(column, [name]) == [name]:
                theirs[name] = column
                header.take(column, name)
        return cls(frame, theirs, features.file)

    def texts(self, name: str) -> pd.Series:
        """Return a column as strings, empty where there is no value or no such column."""
        return text_column(self.frame, self.theirs.get(name))

    def numbers(self, name: str) -> tuple[pd.Series, tuple[Problem, ...]]:
        """Return a column of numbers, NaN where there is none, and what is no number."""
        column = self.theirs.get(name, name)
        rows = self.frame["source_row"]
        return numbers(self.texts(name), rows=rows, file=self.file, column=column)

    def whole_numbers(self, name: str) -> tuple[pd.Series, tuple[Problem, ...]]:
        """Return a column of whole numbers from 0, also `1. etapa` or `phase 1`, likewise."""
        texts, column = self.texts(name), self.theirs.get(name, name)
        bare = texts.map(lambda text: m[1] if (m := COUNTED.fullmatch(text)) else text)
        rows = self.frame["source_row"]
        values, problems = numbers(bare, rows=rows, file=self.file, column=column)
        wrong = (values < 0) | (values % 1 > 0) | (values > MOST_PHASES)
        if not wrong.any():
            return values, problems
        cells = texts[wrong]
        problem = row_problem(
            "camera_phase_unclear", rows[wrong], file=self.file, column=column, cells=cells
        )
        return values, (*problems, problem)

    def flags(self, name: Flag) -> pd.Series:
        """Return a column of yes and no; no where it says nothing."""
        return self.texts(name).map(plain).isin(YES)

    def flag_problems(self) -> Iterator[Problem]:
        """Yield the problems of columns of yes and no that say something else."""
        for name in FLAGS:
            texts = self.texts(name)
            unclear = ~texts.map(plain).isin((*YES, *NO))
            if unclear.any():
                rows = self.frame.loc[unclear, "source_row"]
                column, cells = self.theirs.get(name, name), texts[unclear]
                yield row_problem(
                    "camera_flag_unclear", rows, file=self.file, column=column, cells=cells
                )


def with_exact_places(features: Features, own: OwnColumns, *, crs: str) -> Features:
    """Return the points of a list where its exact coordinates say, in millimetres.

    Degrees in lists are rounded; `x_m` and `y_m` are what cameras were computed with. Where the two
    are apart a camera was moved since, or the system is another one: the degrees, or the shape of
    a layer, count then, which is noted.
    """
    if not {"x_m", "y_m"} <= own.theirs.keys() or features.frame.empty:
        return features
    (x, _), (y, _) = own.numbers("x_m"), own.numbers("y_m")
    there = np.asarray(np.isfinite(x) & np.isfinite(y) & _of_system(own, crs), dtype=np.bool_)
    places = features.frame.geometry
    apart_m = np.hypot(places.x - x, places.y - y)
    exact = there & np.asarray(apart_m <= ROUNDED_M)
    points = gpd.points_from_xy(x.where(exact, places.x), y.where(exact, places.y), crs=places.crs)
    features = features.with_frame(features.frame.assign(geometry=points))
    moved = there & ~exact
    if not moved.any():
        return features
    rows, most = features.frame.loc[moved, "source_row"], round(float(apart_m[moved].max()), 2)
    column = f"{own.theirs['x_m']}, {own.theirs['y_m']}"
    note = row_problem("camera_xy_apart", rows, file=own.file, column=column, most=most)
    return evolve(features, notes=(*features.notes, note))


def exact_directions(
    table: gpd.GeoDataFrame,
    own: OwnColumns,
    *,
    crs: str,
    assumed: pd.Series,
    azimuths: pd.Series,
) -> tuple[pd.Series, list[Problem]]:
    """Return the directions of each row, exact where the list has the azimuth from grid north.

    Azimuths from true north are rounded in lists. Where the two are apart the azimuth was changed
    since, and counts; so it is with one that cannot be read (`azimuths` are the texts). Those
    `assumed` stay unknown.
    """
    aims = table["aim"]
    grid, problems = own.numbers("grid_azimuth_deg")
    has_grid_azimuth = np.asarray(grid.notna() & ~assumed & _of_system(own, crs), dtype=np.bool_)
    if not has_grid_azimuth.any():
        return aims, list(problems)
    true = np.full(len(table), np.nan)
    places = table.geometry[has_grid_azimuth]
    true[has_grid_azimuth] = systems.true_azimuth_deg(
        grid[has_grid_azimuth], places.x, places.y, crs=crs
    )
    exact, changed = [], []
    for directions, azimuth, shown in zip(aims, true, azimuths, strict=True):
        one = directions[0] if len(directions) == 1 else ViewDirection(np.nan)
        same = abs(float(turn_deg(one.azimuth_deg, azimuth))) <= ROUNDED_DEG
        usable = not np.isnan(azimuth) and (same or not shown)
        exact.append((evolve(one, azimuth_deg=float(azimuth)),) if usable else directions)
        changed.append(not np.isnan(azimuth) and not usable)
    if any(changed):
        rows, column = table.loc[changed, "source_row"], own.theirs["grid_azimuth_deg"]
        problem = row_problem("grid_azimuth_apart", rows, file=own.file, column=column)
        return pd.Series(exact, aims.index, dtype="object"), [*problems, problem]
    return pd.Series(exact, aims.index, dtype="object"), list(problems)


def turned_since(
    table: gpd.GeoDataFrame, own: OwnColumns, azimuths: pd.Series, *, crs: str
) -> pd.Series:
    """Return which azimuths from true north were changed since the list was written.

    A person who corrects an azimuth that the list calls assumed forgets the column that says so.
    """
    (grid, _), rows = own.numbers("grid_azimuth_deg"), table["source_row"]
    read, _ = numbers(azimuths, rows=rows, file=own.file)
    both = np.asarray(grid.notna() & read.notna() & _of_system(own, crs), dtype=np.bool_)
    changed = np.zeros(len(table), dtype=np.bool_)
    if both.any():
        places = table.geometry[both]
        true = systems.true_azimuth_deg(grid[both], places.x, places.y, crs=crs)
        changed[both] = np.abs(turn_deg(true, read[both])) > ROUNDED_DEG
    return pd.Series(changed, table.index)


def with_own_columns(
    table: gpd.GeoDataFrame, own: OwnColumns, *, crs: str, marked: Mapping[str, pd.Series]
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Return cameras with `facing_deg` and what was assumed of them, where the list says so.

    It says so in a column of its own, or by a mark beside the value (`marked`: flag → rows).
    """
    columns: dict[str, pd.Series] = {}
    facing, problems = own.numbers("facing_deg")
    facing = facing.where(_of_system(own, crs))
    if facing.notna().any():
        columns["facing_deg"] = facing
    flags = {
        name: own.flags(name) | marked.get(name, False)  # type: ignore[arg-type]
        for name in ASSUMED
    }
    if "kind_assumed" not in own.theirs:
        flags["kind_assumed"] = flags["model_assumed"] & (table["kind"] == "")
    columns |= {name: flag for name, flag in flags.items() if flag.any()}
    return table.assign(**columns), [*problems, *own.flag_problems()]


def with_proposals(
    table: gpd.GeoDataFrame, own: OwnColumns, *, proposed: Booleans, leaving: Booleans
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Return cameras with what the list proposes: `proposed`, phase, rank, carrier, `removed_in`.

    `removed_in` is the phase in which a standing one is taken down, NaN for those that stay.
    """
    columns: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    for name in OF_PROPOSALS:
        read = own.whole_numbers if name in PHASES else own.numbers
        columns[name], wrong = read(name)
        problems += wrong
    is_removed = ~proposed & (leaving | (columns["removed_in"] >= FIRST_PHASE).to_numpy())
    phase = columns["removed_in"].clip(lower=FIRST_PHASE).fillna(FIRST_PHASE)
    columns["removed_in"] = phase.where(is_removed)
    return table.assign(proposed=proposed, carrier=own.texts("carrier"), **columns), problems


def carrier_of(word: str, *, known: Container[str] = ()) -> str:
    """Return the carrier a word of a list means; one of those known, and another, as it is."""
    if word in known:
        return word
    key = "lists.carrier."
    names = [name.removeprefix(key) for name in catalogue("en") if name.startswith(key)]
    said = plain(word)
    return next((name for name in names if said in (plain(name), *headings_of(key + name))), word)


def _of_system(own: OwnColumns, crs: str) -> pd.Series:
    """Return which rows say that their coordinates are of the working system, or show it."""
    if "crs" in own.theirs:
        crs_names = own.texts("crs")
        same = {text: _is_same(text, crs) for text in crs_names.unique()}
        return crs_names.map(same).astype(bool)
    (x, _), (y, _) = own.numbers("x_m"), own.numbers("y_m")
    places = own.frame.geometry
    return pd.Series(np.hypot(places.x - x, places.y - y) <= SAME_SYSTEM_M, own.frame.index)


def _is_same(text: str, crs: str) -> bool:
    if text == crs:
        return True
    try:
        return bool(text) and CRS.from_user_input(text).equals(CRS.from_user_input(crs))
    except ForeignCrsError:
        return False
