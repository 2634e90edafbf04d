"""Tables of what stands out, by name: stretches between crossings, whole streets, areas."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse.csgraph import connected_components

from placement.demand.excess import excess_p
from placement.demand.windows import adjacency
from placement.units import Booleans, Floats, Integers

COLUMNS = (
    "kind",
    "street",
    "crossing_from",
    "crossing_to",
    "district",
    "length_m",
    "incidents",
    "expected",
    "rate_ratio",
    "p",
    "q",
    "geometry",
)
NAMES_SHOWN = 4


def stretches(
    lixels: gpd.GeoDataFrame,
    tested: pd.DataFrame,
    nodes: Integers,
    count: Integers,
    expected: Floats,
    *,
    dispersion: float,
    level: float,
) -> tuple[pd.DataFrame, Booleans]:
    """Return connected lixels with hot windows on one street, and which lixels are in a stretch.

    A stretch without a significant excess of its own is left out: its windows are hot only for
    incidents round a corner.
    """
    significant = np.flatnonzero((tested["q"] <= level).to_numpy())
    hot = np.zeros(len(lixels), dtype=bool)
    rows = []
    if significant.size:
        label = _street_numbers(lixels)[significant]
        near = adjacency(nodes[significant]).tocoo()
        same = label[near.row] == label[near.col]
        graph = near.tocsr()
        graph.data[:] = 0
        graph[near.row[same], near.col[same]] = 1
        graph.eliminate_zeros()
        runs, run = connected_components(graph, directed=False)
        crossings = _Crossings(lixels, nodes)
        for number in range(runs):
            pieces = significant[run == number]
            sums = (count[[pieces]].sum(axis=1), expected[[pieces]].sum(axis=1))
            if excess_p(*sums, dispersion=dispersion)[0] <= level:
                hot[pieces] = True
                ends = crossings.ends(pieces)
                rows.append(_row("stretch", lixels, pieces, tested, (count, expected), ends))
    return pd.DataFrame(rows, columns=list(COLUMNS)), hot


def whole_streets(
    lixels: gpd.GeoDataFrame,
    tested: pd.DataFrame,
    street: Integers,
    *,
    without: Booleans,
    level: float,
) -> pd.DataFrame:
    """Return the streets that stand out as a whole `without` any lixel in a stretch."""
    hot = (tested["q"] <= level).to_numpy()
    rows = [
        _row("street", lixels, np.flatnonzero(street == number), tested)
        for number in np.setdiff1d(street[hot], street[without])
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def empty_table() -> pd.DataFrame:
    """Return the table without a row."""
    return pd.DataFrame(columns=list(COLUMNS))


def areas(
    lixels: gpd.GeoDataFrame, tested: pd.DataFrame, cell: Integers, hot: Booleans
) -> pd.DataFrame:
    """Return the areas around anonymised places that stand out, named by their longest streets."""
    rows = []
    for number in np.unique(cell[hot]):
        pieces = np.flatnonzero(cell == number)
        inside = lixels.iloc[pieces]
        lengths = inside[inside["street"] != ""].groupby("street")["length_m"].sum().reset_index()
        order = lengths.sort_values(["length_m", "street"], ascending=[False, True])
        names = ", ".join(order["street"].head(NAMES_SHOWN))
        rows.append({**_row("area", lixels, pieces, tested), "street": names})
    return pd.DataFrame(rows, columns=list(COLUMNS))


class _Crossings:
    """Nodes where streets meet, with the names of the streets there."""

    def __init__(self, lixels: gpd.GeoDataFrame, nodes: Integers) -> None:
        self.nodes = nodes
        self.names = lixels["street"].to_numpy(dtype=object)
        geometry = lixels.geometry.to_numpy()
        self.xy = np.zeros((int(nodes.max(initial=-1)) + 1, 2))
        for end in (0, 1):
            points = shapely.get_point(geometry, -end)
            self.xy[nodes[:, end]] = shapely.get_coordinates(points)
        table = pd.DataFrame({"node": nodes.ravel(), "name": np.repeat(self.names, 2)})
        table = table[table["name"] != ""].drop_duplicates()
        self.at_node: dict[int, list[str]] = {}
        for node, name in zip(table["node"].tolist(), table["name"].tolist(), strict=True):
            self.at_node.setdefault(node, []).append(name)
        self.of_street: dict[str, list[int]] = {}
        for node, names in self.at_node.items():
            for name in names if len(names) > 1 else ():
                self.of_street.setdefault(name, []).append(node)

    def ends(self, pieces: Integers) -> tuple[str, str]:
        """Return the names of the crossings nearest to the ends of a stretch; empty without any."""
        own = self.names[pieces[0]]
        crossings = self.of_street.get(own, [])
        if own == "":
            near = set(self.nodes[pieces].ravel().tolist())
            crossings = [node for node in self.at_node if node in near]
        if not crossings:
            return "", ""
        crossing_xy = self.xy[crossings]
        names = []
        for end in self._far_ends(pieces):
            nearest = crossings[int(np.hypot(*(crossing_xy - end).T).argmin())]
            names.append(" / ".join(sorted(name for name in self.at_node[nearest] if name != own)))
        return (names[0], "") if names[0] == names[1] else (names[0], names[1])

    def _far_ends(self, pieces: Integers) -> Sequence[Floats]:
        """Return the two nodes of a stretch that are farthest apart, the western first. [m]"""
        xy = np.unique(self.xy[self.nodes[pieces].ravel()], axis=0)
        apart = np.hypot(*(xy[:, None, :] - xy[None, :, :]).T)
        first, second = sorted(np.unravel_index(apart.argmax(), apart.shape))
        return xy[first], xy[second]


def _street_numbers(lixels: gpd.GeoDataFrame) -> Integers:
    """Return the number of the street of each lixel, by its name, or its line if it has none."""
    has_name = lixels["street"] != ""
    keys = has_name.astype(str) + "\x00" + lixels["street"].where(has_name, lixels["street_id"])
    return np.asarray(pd.factorize(keys, sort=True)[0], dtype=np.int64)


def _row(
    kind: str,
    lixels: gpd.GeoDataFrame,
    pieces: Integers,
    tested: pd.DataFrame,
    own: tuple[Integers, Floats] | None = None,
    ends: tuple[str, str] = ("", ""),
) -> dict[str, object]:
    """Return a row of the table; of a stretch `own` counts, and the least p of its windows."""
    rows, length_m = tested.iloc[pieces], lixels["length_m"].iloc[pieces]
    if own is None:
        incidents, expected = int(rows["incidents"].iloc[0]), float(rows["expected"].iloc[0])
    else:
        incidents, expected = int(own[0][pieces].sum()), float(own[1][pieces].sum())
    longest = length_m.groupby(lixels["district"].iloc[pieces]).sum().sort_values(kind="stable")
    return {
        "kind": kind,
        "street": lixels["street"].iloc[pieces[0]],
        "crossing_from": ends[0],
        "crossing_to": ends[1],
        "district": str(longest.index[-1]),
        "length_m": float(length_m.sum()),
        "incidents": incidents,
        "expected": expected,
        "rate_ratio": incidents / expected if expected > 0 else np.nan,
        "p": float(rows["p"].min()),
        "q": float(rows["q"].min()),
        "geometry": shapely.line_merge(
            shapely.multilinestrings(list(lixels.geometry.to_numpy()[pieces]))
        ),
    }
