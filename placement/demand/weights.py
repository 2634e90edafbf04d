"""`Weights`: how much an incident counts by its type, from the rows of a table.

Three sets come with the package (`data/weights`): `count`, `harm` and `cctv`. Each row names its
source; where nothing was measured it says that it is an assumption.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Literal, get_args

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import field, frozen

from placement.texts import plain

WeightSet = Literal["count", "harm", "cctv"]
PRESETS: tuple[WeightSet, ...] = get_args(WeightSet)
WeightPurpose = Literal["weight", "prevention", "evidence"]
BELOW = " > "
"""Separator in the path of a type, from the widest type to the narrowest."""
DEFAULT_WEIGHT = 1.0
Key = tuple[str, ...]


@frozen
class Entry:
    """One row of a table of weights."""

    type: str
    """Label of a type or of one above it, or several of them as a path: `Krádeže > Byt`."""
    weight: float
    """How much one incident counts. [-]"""
    also: tuple[str, ...] = ()
    """Other names of the same type, in other languages or other sources."""
    preventability: float = 1.0
    """Share of such incidents that a camera in view prevents. [-]"""
    evidence: float = 1.0
    """Share of such incidents in which a recording helps the inquiry. [-]"""
    source: str = ""
    note: str = ""

    def weight_for(self, purpose: WeightPurpose) -> float:
        """Return the weight for a purpose: unchanged, times preventability, or times evidence."""
        share = {"weight": 1.0, "prevention": self.preventability, "evidence": self.evidence}
        return self.weight * share[purpose]


@frozen
class Match:
    """The weight that the events of one type get, and by which row."""

    kind: str
    events: int
    weight: float
    by: str
    """Type of the row that matches; empty if none does and the default weight counts."""


@frozen
class Weights:
    """A table of weights; without entries every incident counts 1."""

    entries: tuple[Entry, ...] = ()
    purpose: WeightPurpose = "weight"
    name: str = ""
    """Of the set or the file."""
    by_key: Mapping[Key, Entry] = field(init=False, eq=False, repr=False)

    @by_key.default
    def _by_key(self) -> Mapping[Key, Entry]:
        by_key: dict[Key, Entry] = {}
        for entry in self.entries:
            for name in (entry.type, *entry.also):
                by_key.setdefault(path_key(name), entry)
                by_key.setdefault((plain(name),), entry)
        return by_key

    @classmethod
    def of(cls, weights: Mapping[str, float], *, purpose: WeightPurpose = "weight") -> "Weights":
        """Return the weights of a mapping type → weight."""
        return cls(tuple(Entry(kind, float(w)) for kind, w in weights.items()), purpose)

    def entry(self, path: str) -> Entry | None:
        """Return the row that matches a path, or None.

        A row that names the type itself takes precedence over one that names a type above it, and
        one that names more of the path over one that names less. Case, diacritics and punctuation
        do not matter.
        """
        parts = path_key(path)
        for end in range(len(parts), 0, -1):
            for start in range(end):
                if parts[start:end] in self.by_key:
                    return self.by_key[parts[start:end]]
        return None

    def weight(self, path: str) -> float:
        """Return the weight of a path; 1 if no row matches it. [-]"""
        entry = self.entry(path)
        return DEFAULT_WEIGHT if entry is None else entry.weight_for(self.purpose)

    def apply(self, incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return incidents whose weights are multiplied by those of their types.

        Parameters
        ----------
        incidents
            `schema.INCIDENTS`.
        """
        paths = incidents["path"]
        by_path = {path: self.weight(path) for path in paths.unique()}
        of_type = paths.map(by_path).astype("float64")
        own_weight = incidents["weight"].to_numpy(dtype=np.float64)
        return incidents.assign(weight=of_type * own_weight)

    def matches(self, paths: pd.Series) -> tuple[Match, ...]:
        """Return the match of each type among the paths of events, most events first."""
        counts = paths.value_counts()
        ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        return tuple(self._match(str(path), int(n)) for path, n in ordered)

    def unused_types(self, paths: Iterable[str]) -> list[str]:
        """Return the types of rows that match none of the paths."""
        matching = {id(self.entry(path)) for path in set(paths)}
        return [entry.type for entry in self.entries if id(entry) not in matching]

    def _match(self, path: str, events: int) -> Match:
        entry = self.entry(path)
        return Match(path, events, self.weight(path), "" if entry is None else entry.type)


@cache
def preset(name: WeightSet, *, purpose: WeightPurpose = "weight") -> Weights:
    """Return a table of weights in the package."""
    file = resources.files("placement") / "data" / "weights" / f"{name}.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return Weights(tuple(entry_of(row) for row in rows), purpose, name)


def entry_of(row: Mapping[str, str]) -> Entry:
    """Return the entry in a row of a table; a share that is empty or absent is 1.

    Raises
    ------
    ValueError
        If a number is none.
    """
    return Entry(
        type=row["type"].strip(),
        weight=float(row["weight"]),
        also=_names(row.get("also") or ""),
        preventability=float(row.get("preventability") or 1.0),
        evidence=float(row.get("evidence") or 1.0),
        source=row.get("source") or "",
        note=row.get("note") or "",
    )


def path_of(labels: Sequence[str]) -> str:
    """Return labels as one path, the widest first."""
    return BELOW.join(labels)


def path_key(path: str) -> Key:
    """Return the labels of a path, plain (see `texts.plain`)."""
    return tuple(plain(part) for part in path.split(BELOW.strip()) if plain(part))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(";") if name.strip())
