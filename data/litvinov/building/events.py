"""Synthetic incidents in the shape of a municipal police's export. No row is about a person.

Places are drawn from the documented trouble spots and, for the rest, along the streets of the
town; kinds, days and hours from the table of kinds. Nothing here is a record of anything.
"""

import datetime as dt

import geopandas as gpd
import numpy as np
import shapely
from shapely import Polygon

from building import tables

FIRST, LAST = dt.date(2023, 1, 1), dt.date(2025, 12, 31)
COUNT = 7_200
SPOT_SHARE = 0.6
SEED = 567_256
SIGMA_M = {"house": 15.0, "corner": 8.0, "street": 60.0, "park": 20.0}
"""Standard error of a written-down place, along the street: by how the place was told."""
SHARE = {"house": 0.6, "corner": 0.2, "street": 0.2}
"""How often a place is told by a house, a corner of two streets, or the street's name alone."""
ACROSS_M = 4.0
"""Standard error across the street, whose name is known; in a park it is the same both ways."""
CORNER_M = 25.0
"""So near a crossing of two named streets an officer may write the crossing."""
CLASS_WEIGHT = {"main": 1.6, "local": 1.3, "residential": 0.8, "path": 0.5, "square": 2.5}
DISTRICT_WEIGHT = {"Janov": 2.6, "Centrum": 2.2, "Máj": 1.5, "Hamr": 0.8, "Osada": 0.9}
WEEKDAY_WEIGHT = np.array([1.0, 0.95, 0.95, 1.0, 1.2, 1.25, 0.9])
HEAD = ("id", "datum", "cas", "druh", "misto", "cast", "Souřadnice Y", "Souřadnice X")


def _days(count: int, summer_factor: float, random: np.random.Generator) -> list[dt.date]:
    """Return days: weekends busier, summer by the kind's factor at its height."""
    all_days = [FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    season = np.array(
        [np.cos(2 * np.pi * (d.timetuple().tm_yday - 200) / 365.25) for d in all_days]
    )
    weight = np.array([WEEKDAY_WEIGHT[d.weekday()] for d in all_days])
    weight = weight * summer_factor**season
    chosen = random.choice(len(all_days), size=count, p=weight / weight.sum())
    return [all_days[index] for index in chosen]


def _minutes(count: int, peak: float, width: float, random: np.random.Generator) -> np.ndarray:
    """Return minutes of the day, normal about the kind's busiest hour, wrapped at midnight."""
    return (random.normal(peak * 60, width * 60, count) % 1440).astype(int)


def _background(streets: gpd.GeoDataFrame, count: int, random: np.random.Generator) -> np.ndarray:
    weight = streets.length.to_numpy() * streets["street_class"].map(CLASS_WEIGHT).to_numpy(float)
    weight = weight * streets["district"].map(DISTRICT_WEIGHT).fillna(0.6).to_numpy(float)
    index = random.choice(len(streets), size=count, p=weight / weight.sum())
    axes = streets.geometry.to_numpy()[index]
    points = shapely.line_interpolate_point(axes, random.random(count), normalized=True)
    return shapely.get_coordinates(points)


def _at_spots(
    kind: dict[str, str], count: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return places around trouble spots, and which of them are in the open, away from streets."""
    spots = tables.rows("trouble_spots")
    weight = np.array([float(spot["weight"]) * float(kind[spot["profile"]]) for spot in spots])
    index = random.choice(len(spots), size=count, p=weight / weight.sum())
    centres = np.array([[float(spot["x"]), float(spot["y"])] for spot in spots])[index]
    spread_m = np.array([float(spot["spread_m"]) for spot in spots])[index]
    in_park = np.array([spot["profile"] == "park" for spot in spots])[index]
    return centres + random.normal(size=(count, 2)) * spread_m[:, None] / 2, in_park


def _onto_streets(places: np.ndarray, axes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest place on an axis for each place, and the index of that axis."""
    nearest = shapely.STRtree(axes).nearest(shapely.points(places))
    lines = shapely.shortest_line(shapely.points(places), axes[nearest])
    return shapely.get_coordinates(shapely.get_point(lines, -1)), nearest


def _parts_of(points: np.ndarray, districts: list) -> list[str]:
    """Return the name of the part of the town each point lies in."""
    names = [row["name"] for row, _ in districts]
    tree = shapely.STRtree([shape for _, shape in districts])
    return [names[index] for index in tree.nearest(shapely.points(points))]


def incidents(streets: gpd.GeoDataFrame, districts: list, *, town: Polygon) -> list[list[str]]:
    """Return the rows of the export, in the order of time; coordinates positive, as RÚIAN gives."""
    random = np.random.default_rng(SEED)
    inside = streets[streets.within(town)].reset_index(drop=True)
    middles = inside.geometry.interpolate(0.5, normalized=True)
    inside["district"] = _parts_of(shapely.get_coordinates(middles), districts)
    carried = streets.reset_index(drop=True)
    kinds = tables.rows("incident_kinds")
    share = np.array([float(kind["share"]) for kind in kinds])
    counts = np.floor(COUNT * share / share.sum() + 0.5).astype(int)
    when, what, places, in_parks = [], [], [], []
    for kind, count in zip(kinds, counts, strict=True):
        days = _days(count, float(kind["summer_factor"]), random)
        minutes = _minutes(count, float(kind["peak_hour"]), float(kind["width_h"]), random)
        when += zip(days, minutes.tolist(), strict=True)
        what += [kind["kind"]] * int(count)
        at_spots = int(count * SPOT_SHARE)
        spots, in_park = _at_spots(kind, at_spots, random)
        places += [spots, _background(inside, count - at_spots, random)]
        in_parks += [in_park, np.zeros(count - at_spots, dtype=bool)]
    open_places = np.concatenate(places)
    points, axis = _onto_streets(open_places, carried.geometry.to_numpy())
    told = _told(points, carried, np.concatenate(in_parks), random)
    points = np.where(np.concatenate(in_parks)[:, None], open_places, points)
    points = points + _errors(told, _headings(carried.geometry.to_numpy()[axis]), random)
    parts = _parts_of(points, districts)
    names = _places_told(points, told, carried, axis)
    order = sorted(range(len(when)), key=lambda index: (*when[index], index))
    return [
        _row(number, when[index], what[index], (names[index], parts[index]), points[index])
        for number, index in enumerate(order, start=1)
    ]


def _told(
    points: np.ndarray, streets: gpd.GeoDataFrame, in_park: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """Return how each place is told; a corner only near one."""
    told = random.choice(list(SHARE), size=len(points), p=list(SHARE.values()))
    ends = shapely.points(_corners(streets)[0])
    near = shapely.STRtree(ends).query(shapely.points(points), "dwithin", distance=CORNER_M)[0]
    at_corner = np.isin(np.arange(len(points)), near)
    told = np.where((told == "corner") & ~at_corner, "house", told)
    return np.where(in_park, "park", told)


def _corners(streets: gpd.GeoDataFrame) -> tuple[np.ndarray, list[str]]:
    """Return the places where two named streets meet, and how an officer would write them."""
    named = streets[streets["name"] != ""]
    meeting: dict[tuple[float, float], set[str]] = {}
    for name, axis in zip(named["name"], named.geometry, strict=True):
        for place in (axis.coords[0], axis.coords[-1]):
            meeting.setdefault(place[:2], set()).add(name)
    found = sorted((place, " × ".join(sorted(n))) for place, n in meeting.items() if len(n) > 1)
    return np.array([place for place, _ in found]), [name for _, name in found]


def _headings(axes: np.ndarray) -> np.ndarray:
    """Return the unit vector from the first to the last vertex of each axis, (N, 2)."""
    ends = [shapely.get_coordinates(shapely.get_point(axes, which)) for which in (0, -1)]
    along = ends[1] - ends[0]
    length_m = np.hypot(along[:, :1], along[:, 1:])
    return np.where(length_m > 0, along / np.where(length_m > 0, length_m, 1.0), [1.0, 0.0])


def _errors(told: np.ndarray, heading: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return how far each written-down place is from the true one, (N, 2). [m]"""
    sigma_m = np.vectorize(SIGMA_M.get, otypes=[float])(told)
    along, across = random.normal(size=(2, len(told), 1))
    across_m = np.where(told == "park", sigma_m, ACROSS_M)
    normal = np.column_stack([-heading[:, 1], heading[:, 0]])
    return along * sigma_m[:, None] * heading + across * across_m[:, None] * normal


def _places_told(
    points: np.ndarray, told: np.ndarray, streets: gpd.GeoDataFrame, axis: np.ndarray
) -> list[str]:
    """Return each place in words: a corner, a street with "u domu", or the street alone.

    House numbers are left out on purpose: a made-up offence is not put on a real doorstep.
    """
    places, corners = _corners(streets)
    nearest = shapely.STRtree(shapely.points(places)).nearest(shapely.points(points))
    names = _street_names(streets, axis)
    words = {
        "house": [f"{name}, u domu" for name in names],
        "corner": [corners[index] for index in nearest],
        "street": names,
        "park": [f"{name}, park" for name in names],
    }
    return [words[how][index] for index, how in enumerate(told.tolist())]


def _street_names(streets: gpd.GeoDataFrame, axis: np.ndarray) -> list[str]:
    """Return the name of each axis, or of the nearest named street, as an officer would write."""
    named = streets[streets["name"] != ""].reset_index(drop=True)
    nearest = shapely.STRtree(named.geometry.to_numpy()).nearest(streets.geometry.to_numpy())
    own = streets["name"].to_numpy()
    full = np.where(own != "", own, named["name"].to_numpy()[nearest])
    return full[axis].tolist()


def _row(
    number: int, when: tuple[dt.date, int], what: str, where: tuple[str, str], point: np.ndarray
) -> list[str]:
    day, minute = when
    x, y = (f"{-value:.2f}".replace(".", ",") for value in point)
    clock = f"{minute // 60:02d}:{minute % 60:02d}"
    return [f"S{number:05d}", day.strftime("%d.%m.%Y"), clock, what, *where, x, y]
