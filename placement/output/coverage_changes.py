"""`CoverageChanges`: streets and places that one of two plans sees and the other does not."""

import geopandas as gpd
import pandas as pd
from attrs import field, frozen

from placement.output.layers import Layers
from placement.plan.phases_in_view import in_view

GAINED, LOST = "gained", "lost"
"""Seen by the second plan only; by the first only."""
KEYS = {"demand": "lixel_id", "places": "place_id"}


@frozen(eq=False)
class CoverageChanges:
    """What two results of one demand see differently at their ends."""

    pieces: gpd.GeoDataFrame = field()
    """Pieces of streets and squares: `street`, `district`, `length_m`, `expected`, `change`."""
    places: gpd.GeoDataFrame = field()
    """Places: `name`, `kind`, `change`."""

    def streets(self, change: str) -> list[tuple[str, float]]:
        """Return the streets with pieces of a change and the demand on them, most first."""
        these = self.pieces[self.pieces["change"] == change]
        sums = these.groupby("street")["expected"].sum()
        return sorted(
            ((str(name), float(value)) for name, value in sums.items()),
            key=lambda pair: (-pair[1], pair[0]),
        )

    def length_m(self, change: str) -> float:
        """Return the length of the pieces of a change. [m]"""
        return float(self.pieces.loc[self.pieces["change"] == change, "length_m"].sum())

    def names(self, change: str) -> list[tuple[str, str]]:
        """Return kind and name of the places of a change."""
        these = self.places[self.places["change"] == change]
        pairs = zip(these["kind"].astype(str), these["name"].astype(str), strict=True)
        return sorted(pairs)


def coverage_changes(first: Layers, second: Layers, *, phases: tuple[int, int]) -> CoverageChanges:
    """Return what the second of two results sees at its end that the first does not, and back.

    `phases` are the last ones of both.
    """
    return CoverageChanges(
        _changed(first.demand, second.demand, KEYS["demand"], phases),
        _changed(first.places, second.places, KEYS["places"], phases),
    )


def common_pieces(first: Layers, second: Layers) -> bool:
    """Return whether two results know a piece of street in common; true if either has none."""
    ids = [set(layers.demand[KEYS["demand"]]) for layers in (first, second)]
    return not all(ids) or bool(ids[0] & ids[1])


def _changed(
    first: gpd.GeoDataFrame, second: gpd.GeoDataFrame, key: str, phases: tuple[int, int]
) -> gpd.GeoDataFrame:
    """Return the rows of a table that are in both and are seen in one of them."""
    once = first.drop_duplicates(key)
    before = pd.Series(in_view(once, phases[0]), index=once[key])
    common = second[second[key].isin(before.index)].drop_duplicates(key)
    seen_before = common[key].map(before).astype(bool)
    seen_after = pd.Series(in_view(common, phases[1]), index=common.index)
    change = pd.Series("", index=common.index, dtype="object")
    change[seen_after & ~seen_before] = GAINED
    change[seen_before & ~seen_after] = LOST
    return common.assign(change=change)[change != ""].reset_index(drop=True)
