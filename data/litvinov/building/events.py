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
POSITION_SIGMA_M = 6.0
"""How far a written-down place lies from the street it happened in."""
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
    points = np.where(np.concatenate(in_parks)[:, None], open_places, points)
    points = points + random.normal(size=points.shape) * POSITION_SIGMA_M / 2
    parts = _parts_of(points, districts)
    names = _street_names(carried, axis)
    order = sorted(range(len(when)), key=lambda index: (*when[index], index))
    return [
        _row(number, when[index], what[index], (names[index], parts[index]), points[index])
        for number, index in enumerate(order, start=1)
    ]


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
