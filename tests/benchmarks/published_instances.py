"""Published covering instances: places are demand and site at once; a radius covers.

The files are not part of the project: they lie in `mclp/` of the folder of shared data.
"""

from pathlib import Path

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import KDTree

EARTH_M = 6_378_100.0
"""Radius of the sphere that the makers of the street instances used. [m]"""

OPTIMAL = {
    "SJC324": {1: 5461, 2: 8790, 3: 11604, 4: 12106, 5: 12152},
    "SJC500": {1: 7944, 2: 12454, 3: 15730, 4: 17794, 5: 18859, 6: 19525, 7: 19692, 8: 19707},
    "SJC818": {5: 24531, 8: 27813, 10: 28838, 12: 29159},
}
"""Proven optima for a radius of 800 m."""
BEST_KNOWN = {50: 1153640, 60: 1288174, 70: 1396333, 80: 1481434, 90: 1539992, 100: 1574256}
"""Best values published for the streets of New York, radius 400 m."""


@frozen(eq=False)
class Published:
    """A published instance with its radius."""

    covers: sparse.csr_array
    """(N, N)"""
    weight: NDArray[np.float64]


def sao_jose(file: Path, *, radius_m: float = 800.0) -> Published:
    """Return an instance of São José dos Campos: lines of x, y and demand after the first."""
    lines = file.read_text(encoding="utf-8").splitlines()[1:]
    table = np.array([[float(x) for x in line.split()[:3]] for line in lines if line.strip()])
    return Published(_within(table[:, :2], radius_m + 1e-9), table[:, 2])


def streets(file: Path, *, radius_m: float = 400.0) -> Published:
    """Return an instance of street nodes: latitude and longitude, then a demand for each node."""
    nodes: list[list[float]] = []
    demand: list[float] = []
    into = None
    for line in file.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if not words or words[0] == "EOF":
            continue
        if words[0].endswith("SECTION"):
            into = words[0]
        elif into == "NODE_COORD_SECTION":
            nodes.append([float(word) for word in words])
        elif into is not None:
            demand.append(float(words[-1]))
    lat, lon = np.radians(np.array(nodes)).T
    around = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    chord = 2 * np.sin(radius_m / EARTH_M / 2)
    return Published(_within(around, chord), np.array(demand))


def _within(places: NDArray[np.float64], radius: float) -> sparse.csr_array:
    near = KDTree(places).query_ball_point(places, radius, return_sorted=True)
    start = np.concatenate([[0], np.cumsum([len(found) for found in near])])
    columns = np.concatenate(near).astype(np.int64)
    shape = (len(places), len(places))
    return sparse.csr_array((np.ones(columns.size), columns, start), shape=shape)
