"""Places that matter whatever was recorded there (schools, stops, underpasses), by type.

A table has for each type the radius around a place, the incidents a year that its presence counts
as (exposure) and the pixel density that a picture of it requires. The table in the package
(`data/place_types.csv`) is an assumption throughout, to be replaced by the town's own.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import geopandas as gpd
import numpy as np
import shapely
from attrs import field, frozen

from placement.demand import arguments
from placement.demand.lixels import Lixels
from placement.texts import plain
from placement.units import Floats, Integers


@frozen
class PlaceType:
    """Radius, exposure and required pixel density of places of one type."""

    type: str
    also: tuple[str, ...] = ()
    """Other names: in other languages, or as OpenStreetMap tags it."""
    radius_m: float = 0.0
    """How far around it. [m]"""
    exposure: float = 0.0
    """Incidents a year that a place counts as, beside those recorded. [1/year]"""
    density_px_m: float = 0.0
    """Pixel density that a picture of it requires; 0 for no more than elsewhere. [px/m]"""
    source: str = ""
    note: str = ""


@frozen
class PlaceTypes:
    """A table of types of places."""

    types: tuple[PlaceType, ...]
    by_name: Mapping[str, PlaceType] = field(init=False, eq=False, repr=False)

    @by_name.default
    def _by_name(self) -> Mapping[str, PlaceType]:
        by_name: dict[str, PlaceType] = {}
        for each in self.types:
            for name in (each.type, *each.also):
                by_name.setdefault(plain(name), each)
        return by_name

    def of(self, names: Iterable[str]) -> PlaceType | None:
        """Return the type of the first name that is in the table, or None."""
        return next((self.by_name[plain(n)] for n in names if plain(n) in self.by_name), None)


@cache
def place_types() -> PlaceTypes:
    """Return the table of types in the package."""
    file = resources.files("placement") / "data" / "place_types.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return PlaceTypes(tuple(place_type_of(row) for row in rows))


def place_type_of(row: Mapping[str, str]) -> PlaceType:
    """Return the type in a row of a table; numbers that are empty or absent are 0.

    Raises
    ------
    ValueError
        If a number is none.
    """
    names = (row.get("also") or "").split(";")
    radius_m, exposure_per_year, density_px_m = (
        float(row.get(name) or 0.0) for name in ("radius_m", "exposure", "density_px_m")
    )
    return PlaceType(
        type=row["type"].strip(),
        also=tuple(name.strip() for name in names if name.strip()),
        radius_m=radius_m,
        exposure=exposure_per_year,
        density_px_m=density_px_m,
        source=row.get("source") or "",
        note=row.get("note") or "",
    )


def exposure(lixels: Lixels, places: gpd.GeoDataFrame) -> Floats:
    """Return the exposure of places, shared by length over the lixels around them, (I,). [1/year]

    Parameters
    ----------
    lixels
        I lixels; one is around a place if its middle lies within the place's radius.
    places
        `schema.PLACES` in the same system; one without a lixel around adds nothing.
    """
    place, lixel = _around(lixels, places)
    metres = lixels.length_m[lixel]
    around_m = np.bincount(place, weights=metres, minlength=len(places))
    of_place = places["exposure"].to_numpy(dtype=np.float64)
    added = of_place[place] * metres / around_m[place]
    summed = np.bincount(lixel, weights=added, minlength=lixels.length_m.size)
    return np.asarray(summed, dtype=np.float64)


def required_density_px_m(lixels: Lixels, places: gpd.GeoDataFrame) -> Floats:
    """Return the pixel density that places require of each lixel, (I,), 0 for none. [px/m]"""
    place, lixel = _around(lixels, places)
    required_px_m = np.zeros(lixels.length_m.size)
    of_place_px_m = places["density_px_m"].to_numpy(dtype=np.float64)
    np.maximum.at(required_px_m, lixel, of_place_px_m[place])
    return required_px_m


def _around(lixels: Lixels, places: gpd.GeoDataFrame) -> tuple[Integers, Integers]:
    """Return the pairs of a place and a lixel with its middle within the place's radius."""
    tree = shapely.STRtree(arguments.geometries(np.column_stack([lixels.x_m, lixels.y_m])))
    radius_m = places["radius_m"].to_numpy(dtype=np.float64)
    place, lixel = tree.query(arguments.geometries(places), predicate="dwithin", distance=radius_m)
    return place, lixel
