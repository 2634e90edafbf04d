"""`Sites`: candidate places for cameras, on carriers, at crossings, along streets, on corners.

A site is a place for a *point*; a point may carry several cameras. Sites closer together than
`spacing_m` are thinned, in the order given here: existing points, carriers, crossings, corners,
streets.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve, field, frozen
from scipy.spatial import KDTree
from shapely.geometry.polygon import orient

from placement.place_codes import place_codes
from placement.units import Booleans, Floats, azimuth_deg, listed, listed_deg, wrap_deg

Kind = Literal["existing", "carriers", "crossings", "corners", "streets"]
THIN_M = 1.0
"""A raised building thinner than this is a roof on posts, which a pole may pass. [m]"""
NODE_MM = 1000
"""Ends of streets within a millimetre are the same crossing. [1/m]"""


@frozen(eq=False)
class Sites:
    """Candidate places for camera points; arrays are (S,)."""

    ids: np.ndarray = field()
    x_m: Floats = field()
    y_m: Floats = field()
    height_m: Floats = field(converter=listed)
    """Height of the lens above ground. [m]"""
    carrier: np.ndarray = field()
    """What the point hangs on: lamp post, new pole, façade … (text)."""
    facing_deg: Floats = field(converter=listed_deg)
    """For a wall: the azimuth it looks to, clockwise from grid north; NaN where all is open. [°]"""
    owner: np.ndarray = field()
    """Whose carrier it is; empty where that is not known, or nothing stands yet (text)."""

    @owner.default
    def _nobody(self) -> np.ndarray:
        return np.full(len(self), "", dtype=object)

    def __len__(self) -> int:
        return int(self.x_m.size)

    def take(self, index: np.ndarray) -> "Sites":
        """Return some of the sites, in the order of an index."""
        return evolve(
            self,
            **{name: getattr(self, name)[index] for name in _ARRAYS},
        )


_ARRAYS = ("ids", "x_m", "y_m", "height_m", "carrier", "facing_deg", "owner")


def at_points(
    frame: gpd.GeoDataFrame, *, id_column: str, carrier: str | None, default_height_m: float
) -> Sites:
    """Return a site at each point of a table.

    Carrier, height and owner are from `kind`, `mount_height_m` and, where there is one, `owner`.
    """
    height = frame["mount_height_m"].to_numpy(dtype=np.float64)
    kinds = frame["kind"].to_numpy(dtype=object) if carrier is None else [carrier] * len(frame)
    sites = _sites(
        frame[id_column].to_numpy(dtype=object),
        np.column_stack([frame.geometry.x, frame.geometry.y]),
        np.where(np.isnan(height), default_height_m, height),
        kinds,
        np.full(len(frame), np.nan),
    )
    return evolve(sites, owner=frame["owner"].to_numpy(dtype=object)) if "owner" in frame else sites


def at_crossings(streets: gpd.GeoDataFrame, *, offset_m: float, height_m: float) -> Sites:
    """Return a new pole at each crossing of three or more arms, in its widest corner.

    The corner is the middle of the widest angle between two neighbouring arms, `offset_m` from the
    crossing: the pole stands beside the carriageway and looks down every arm.
    """
    arms = _arms(streets)
    places = []
    for node, azimuths in sorted(arms.items()):
        if len(azimuths) < 3:
            continue
        directions = np.sort(np.asarray(azimuths))
        gaps = np.diff(np.append(directions, directions[0] + 360.0))
        middle = np.radians(directions[gaps.argmax()] + gaps.max() / 2)
        x, y = node[0] / NODE_MM, node[1] / NODE_MM
        places.append((x + offset_m * np.sin(middle), y + offset_m * np.cos(middle)))
    return _poles("X", places, height_m)


def along_streets(
    streets: gpd.GeoDataFrame, *, spacing_m: float, offset_m: float, height_m: float
) -> Sites:
    """Return new poles along every street, on either side in turn, `offset_m` from the axis."""
    places = []
    for line in streets.geometry:
        count = max(int(line.length // spacing_m), 1)
        step = line.length / count
        for k in range(count):
            at = (k + 0.5) * step
            before, after = (
                line.interpolate(d) for d in (max(at - 0.5, 0.0), min(at + 0.5, line.length))
            )
            run = np.hypot(after.x - before.x, after.y - before.y) or 1.0
            side = 1.0 if k % 2 == 0 else -1.0
            middle = line.interpolate(at)
            places.append(
                (
                    middle.x + side * offset_m * (after.y - before.y) / run,
                    middle.y - side * offset_m * (after.x - before.x) / run,
                )
            )
    return _poles("S", places, height_m)


def on_corners(
    buildings: gpd.GeoDataFrame,
    *,
    streets: gpd.GeoDataFrame,
    street_within_m: float,
    stand_off_m: float,
    height_m: float,
) -> Sites:
    """Return façade sites on convex building corners near a street, looking away from the house.

    A façade must be at least 1 m higher than the camera, and reach down to it.
    """
    near_street = shapely.union_all(
        shapely.buffer(streets.geometry.to_numpy(), street_within_m, quad_segs=2)
    )
    shapely.prepare(near_street)
    places, facing = [], []
    tall = buildings[(buildings["height_m"] >= height_m + 1.0) & (_bases_m(buildings) <= height_m)]
    for footprint in tall.geometry:
        for x, y, outward in _convex_corners(footprint):
            if not shapely.contains_xy(near_street, x, y):
                continue
            away = np.radians(outward)
            places.append((x + stand_off_m * np.sin(away), y + stand_off_m * np.cos(away)))
            facing.append(outward)
    return _derived("C", places, height_m, "facade", facing)


def usable(
    sites: Sites,
    *,
    area: shapely.Geometry,
    buildings: gpd.GeoDataFrame | None,
    no_mount: gpd.GeoDataFrame | None,
) -> Booleans:
    """Return which sites may be built: in the area, in no building, in no zone of no mounting.

    Below a raised building one may build, and above a roof on posts.
    """
    points = shapely.points(sites.x_m, sites.y_m)
    allowed = np.array(shapely.intersects(area, points), dtype=np.bool_)
    if no_mount is not None and not no_mount.empty:
        hits = shapely.STRtree(no_mount.geometry.array).query(points, predicate="intersects")[0]
        allowed[hits] = False
    return allowed & ~inside_buildings(sites, buildings)


def inside_buildings(sites: Sites, buildings: gpd.GeoDataFrame | None) -> Booleans:
    """Return which sites are inside a building, not below a raised one or above a thin roof."""
    over = np.zeros(len(sites), dtype=np.bool_)
    if buildings is None or buildings.empty:
        return over
    points = shapely.points(sites.x_m, sites.y_m)
    site, house = shapely.STRtree(buildings.geometry.array).query(points, predicate="intersects")
    base_m, top_m = _bases_m(buildings)[house], buildings["height_m"].to_numpy()[house]
    lens_m = sites.height_m[site]
    thin = (base_m > 0) & (top_m - base_m < THIN_M)
    over[site[(base_m <= lens_m) & ~(thin & (lens_m > top_m))]] = True
    return over


def _bases_m(buildings: gpd.GeoDataFrame) -> Floats:
    """Return heights of undersides, 0 where the table has none. [m]"""
    if "base_m" not in buildings.columns:
        return np.zeros(len(buildings))
    return np.asarray(buildings["base_m"], dtype=np.float64)


def concatenate(parts: Iterable[Sites]) -> Sites:
    """Return several sets of sites as one, in their order."""
    all_parts = list(parts)
    return Sites(**{n: np.concatenate([getattr(part, n) for part in all_parts]) for n in _ARRAYS})


def thin(sites: Sites, *, spacing_m: float, keep: int = 0) -> Sites:
    """Return the sites at least `spacing_m` from all before them; the first `keep` always stay."""
    places = np.column_stack([sites.x_m, sites.y_m])
    dropped = np.zeros(len(sites), dtype=np.bool_)
    tree = KDTree(places) if len(sites) else None
    pairs = tree.query_pairs(spacing_m * (1 - 1e-9)) if tree else set()
    for first, second in sorted(pairs):  # smaller index first: the earlier site stays
        if second >= keep and not dropped[first]:
            dropped[second] = True
    return sites.take(np.flatnonzero(~dropped))


def _arms(streets: gpd.GeoDataFrame) -> dict[tuple[int, int, int], list[float]]:
    """Return, per end of a street, the azimuths in which streets leave it (grid north). [°]

    Levels of one place, as a bridge and the road below it, have arms of their own.
    """
    arms: dict[tuple[int, int, int], list[float]] = {}
    decks = [streets.get(name, [0] * len(streets)) for name in ("deck_from", "deck_to")]
    for line, first, last in zip(streets.geometry, *decks, strict=True):
        xy = np.asarray(line.coords)[:, :2]
        for at, to, deck in ((xy[0], xy[1], first), (xy[-1], xy[-2], last)):
            node = (round(at[0] * NODE_MM), round(at[1] * NODE_MM), int(deck))
            arms.setdefault(node, []).append(float(azimuth_deg(to[0] - at[0], to[1] - at[1])))
    return arms


def _convex_corners(footprint: shapely.Polygon) -> list[tuple[float, float, float]]:
    """Return x, y and outward azimuth of the corners that stick out by 30° to 120°."""
    ring = np.asarray(orient(shapely.remove_repeated_points(footprint)).exterior.coords)[:-1, :2]
    before = azimuth_deg(*(ring - np.roll(ring, 1, axis=0)).T)
    after = azimuth_deg(*(np.roll(ring, -1, axis=0) - ring).T)
    turn = wrap_deg(before - after)  # counterclockwise ring: a convex corner turns left
    outward = wrap_deg(before - turn / 2 + 90.0)
    sharp = (turn >= 30.0) & (turn <= 120.0)
    return [
        (float(x), float(y), float(out))
        for (x, y), out in zip(ring[sharp], outward[sharp], strict=True)
    ]


def _poles(prefix: str, places: Sequence[tuple[float, float]], height_m: float) -> Sites:
    """Return new poles of one height."""
    return _derived(prefix, places, height_m, "new pole", [np.nan] * len(places))


def _derived(
    prefix: str,
    places: Sequence[tuple[float, float]],
    height_m: float,
    carrier: str,
    facing_deg: Sequence[float],
) -> Sites:
    """Return sites of one height that are named by their places."""
    xy, count = np.asarray(places, dtype=np.float64).reshape(-1, 2), len(places)
    names = place_codes(xy[:, 0], xy[:, 1], prefix=prefix)
    return _sites(names, places, np.full(count, height_m), [carrier] * count, facing_deg)


def _sites(
    ids: Sequence[str] | np.ndarray,
    places: Sequence[tuple[float, float]] | Floats,
    height_m: Floats,
    carrier: Sequence[str] | np.ndarray,
    facing_deg: Sequence[float] | Floats,
) -> Sites:
    """Return sites from plain sequences, their places rounded to the millimetre."""
    xy = np.round(np.asarray(places, dtype=np.float64).reshape(-1, 2), 3)
    return Sites(
        np.asarray(ids, dtype=object),
        xy[:, 0],
        xy[:, 1],
        np.asarray(height_m, dtype=np.float64),
        np.asarray(carrier, dtype=object),
        np.asarray(facing_deg, dtype=np.float64),
    )
