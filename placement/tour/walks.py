"""`Walk`: the points of a district in the order in which one walks past them along streets."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from attrs import field, frozen
from scipy.sparse import csgraph

from placement.centre.street_graph import street_graph
from placement.plan.plan import PlannedCamera
from placement.tour.rounds import Round, shortest_round
from placement.units import Floats


@frozen
class Stop:
    """A point of the plan with those of its cameras that are visited."""

    cameras: tuple[PlannedCamera, ...] = field(converter=tuple[PlannedCamera, ...])

    @property
    def point_id(self) -> str:
        """Identifier of the point."""
        return self.cameras[0].point_id


@frozen
class Walk:
    """A round past the points of one district, back to the first."""

    district: str
    """Empty for points in no district."""
    stops: tuple[Stop, ...] = field(converter=tuple[Stop, ...])
    """In walking order."""
    legs_m: tuple[float, ...] = field(converter=tuple[float, ...])
    """From each stop to the next one, from the last to the first; none for a single stop. [m]"""
    round: Round
    straight: int
    """Legs between points that no street joins, which are as the crow flies."""


def walks(
    cameras: Sequence[PlannedCamera], streets: gpd.GeoDataFrame, *, bounded: bool = True
) -> tuple[Walk, ...]:
    """Return a walk for each district, in the order of their first cameras.

    Parameters
    ----------
    cameras
        Those to be visited, by their numbers; each walk begins at the first of its district.
    streets
        `schema.STREETS`, as the plan's GeoPackage has them; without any, ways are straight.
    bounded
        Whether a long round gets a bound; the round is the same without.
    """
    districts: dict[str, dict[str, list[PlannedCamera]]] = {}
    for camera in cameras:
        of_district = districts.setdefault(camera.district, {})
        of_district.setdefault(camera.point_id, []).append(camera)
    return tuple(
        _walk(district, [Stop(each) for each in points.values()], streets, bounded=bounded)
        for district, points in districts.items()
    )


def _walk(district: str, stops: list[Stop], streets: gpd.GeoDataFrame, *, bounded: bool) -> Walk:
    places_m = np.array([(stop.cameras[0].x_m, stop.cameras[0].y_m) for stop in stops])
    straight_m = np.hypot(*(places_m[:, None] - places_m[None, :]).transpose(2, 0, 1))
    along_m = _along_m(places_m, streets)
    is_joined = np.isfinite(along_m)
    apart_m = np.where(is_joined, along_m, straight_m)
    walk = shortest_round(apart_m, bounded=bounded)
    order = list(walk.order)
    legs = list(zip(order, order[1:] + order[:1], strict=True)) if len(order) > 1 else []
    return Walk(
        district,
        [stops[place] for place in order],
        [float(apart_m[leg]) for leg in legs],
        walk,
        sum(not is_joined[leg] for leg in legs),
    )


def _along_m(places_m: Floats, streets: gpd.GeoDataFrame) -> Floats:
    """Return distances along streets, (n, n); infinite where none lead there. [m]

    The graph of new cable serves: a network that is only the first point adds no way to it.
    """
    if streets.empty:
        return np.full((len(places_m), len(places_m)), np.inf)
    lines, row = shapely.get_parts(streets.geometry.to_numpy(), return_index=True)
    decks = np.asarray(streets[["deck_from", "deck_to"]], dtype=np.int64)[row]
    first = np.asarray([shapely.Point(places_m[0])], dtype=object)
    whole = street_graph(lines, places_m, first, decks=decks)
    from_each_m = csgraph.dijkstra(whole.graph.matrix, indices=whole.points)[:, whole.points]
    return np.asarray(np.minimum(from_each_m, from_each_m.T))
