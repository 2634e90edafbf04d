"""All that the public sources know of one town, and what they would not give."""

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import geopandas as gpd
import shapely
from attrs import frozen

from placement.crs.systems import to_crs
from placement.errors import InputError, MissingInputError, Problem
from placement.fetch import (
    heights,
    municipality,
    osm_layers,
    overpass,
    police_years,
    vfr,
)
from placement.fetch.cache import Cache, Kept, sha256_of
from placement.fetch.endpoints import Endpoint
from placement.fetch.gathering import (
    Missing,
    Stage,
    Used,
    Work,
)
from placement.fetch.heights import Mosaic
from placement.fetch.municipality import Area, Municipality
from placement.fetch.unpack import members
from placement.fetch.vfr import Register

CZECH = "EPSG:5514"
CZECHIA_DEG = (12.0, 48.5, 19.0, 51.1)
AROUND_M = 150.0
"""What is fetched around the boundary, because cameras see across it. [m]"""
FATAL = frozenset({"municipality_unknown", "municipality_ambiguous"})


@frozen(eq=False)
class FetchedTown:
    """What was fetched of a town, in its working system."""

    code: str
    """RÚIAN code; empty if it is not known."""
    name: str
    crs: str
    layers: Mapping[str, gpd.GeoDataFrame]
    """`streets`, and what else there is of `osm_layers.WANTED`, `boundary` and `districts`."""
    registered: bool
    """Whether the buildings are RÚIAN's."""
    rasters: Mapping[str, Mosaic]
    """`terrain`, `surface`."""
    addresses: bytes | None
    """RÚIAN's CSV."""
    incidents: Mapping[str, bytes]
    """Files of one download of the police; empty if there is none."""
    used: tuple[Used, ...]
    missing: tuple[Missing, ...]


def fetch(
    wanted: str,
    *,
    cache: Cache,
    endpoints: Mapping[str, Endpoint],
    osm: Path | None = None,
    years: int = 3,
    stage: Stage | None = None,
) -> FetchedTown:
    """Return what the public sources know of a town.

    Parameters
    ----------
    wanted
        RÚIAN code of a municipality, or its name.
    cache
        Where answers are kept, and whether more may be asked.
    endpoints
        As `endpoints.load` gives them.
    osm
        A local `.osm.pbf` or `.osm` in place of Overpass.
    years
        How many whole years of incidents.
    stage
        Hears of each source (key of an endpoint) as its turn comes.

    Raises
    ------
    InputError
        If no streets could be had, or it is not clear which municipality is meant; with the
        problems of every source. Other sources may be missing: `Town.missing` tells.
    OutputError
        If the cache cannot be written.
    """
    work = Work(cache, endpoints, stage or (lambda _: None))
    place = work.attempt("municipality", lambda: _found(wanted, work), fatal=FATAL)
    code = place.code if place else (wanted if wanted.isdecimal() else "")
    register = work.attempt("ruian", lambda: _register(code, work))
    boundary = next((b for b in (_boundary(place), _boundary(register)) if b is not None), None)
    found = work.attempt("osm", lambda: _osm(osm, boundary, work))
    if found is None:
        reasons = [problem for missing in work.missing for problem in missing.problems]
        raise InputError([Problem("fetch_no_streets", values={"found": wanted}), *reasons])
    crs, layers = found
    registered = register is not None and not register.buildings.empty
    layers |= _registered(register, boundary, crs)
    bounds = boundary.bounds if boundary is not None else tuple(layers["streets"].total_bounds)
    models = {
        key: work.attempt(key, partial(_heights, key, bounds, crs, work))
        for key in ("terrain", "surface")
    }
    name = (place and place.name) or (register and register.name) or wanted
    return FetchedTown(
        code,
        str(name),
        crs,
        layers,
        registered,
        {key: mosaic for key, mosaic in models.items() if mosaic is not None},
        work.attempt("addresses", lambda: _addresses(code, work)),
        work.attempt("incidents", lambda: _incidents(code, years, work)) or {},
        tuple(work.used),
        tuple(work.missing),
    )


def _found(wanted: str, work: Work) -> Municipality:
    place, kept = municipality.find(
        wanted, cache=work.cache, endpoint=work.endpoints["municipality"]
    )
    work.use(kept)
    return place


def _register(code: str, work: Work) -> Register:
    most = work.endpoints["ruian"].most_unpacked
    kept = work.newest("ruian", code, lambda path: vfr.read(path, most_bytes=most))
    return vfr.read(kept.path, most_bytes=most)


def _boundary(source: Municipality | Register | None) -> Area | None:
    return None if source is None else source.boundary


def _osm(
    osm: Path | None, boundary: Area | None, work: Work
) -> tuple[str, dict[str, gpd.GeoDataFrame]]:
    """Return the working system and the layers of OpenStreetMap."""
    if osm is not None:
        if not osm.is_file():
            values = {"path": str(osm), "input": "--osm"}
            raise MissingInputError(Problem("file_missing", osm.name, values=values))
        endpoint = work.endpoints["osm"]
        digest, size = sha256_of(osm), osm.stat().st_size
        work.used.append(Used("osm", osm.name, size, digest, "", endpoint.source, endpoint.licence))
        return _layers(osm, boundary)
    if boundary is None:
        raise InputError(Problem("fetch_no_boundary", column="osm"))
    box = gpd.GeoDataFrame(geometry=[shapely.box(*boundary.bounds).buffer(AROUND_M)], crs=CZECH)
    west, south, east, north = (f"{edge:.5f}" for edge in to_crs(box, "EPSG:4326").total_bounds)
    order = work.endpoints["osm"].order(south=south, west=west, north=north, east=east)
    kept = work.use(work.cache.get(order, check=overpass.elements))
    with tempfile.TemporaryDirectory(dir=work.cache.folder) as folder:
        file = Path(folder) / "town.osm"
        overpass.write_osm(kept.path, file)
        return _layers(file, boundary)


def _layers(file: Path, boundary: Area | None) -> tuple[str, dict[str, gpd.GeoDataFrame]]:
    if boundary is not None:
        near = boundary.buffer(AROUND_M)
        return CZECH, osm_layers.read(file, crs=CZECH, within=near)
    west, south, east, north = osm_layers.extent(file)
    lon, lat = (west + east) / 2, (south + north) / 2
    inside = CZECHIA_DEG[0] < lon < CZECHIA_DEG[2] and CZECHIA_DEG[1] < lat < CZECHIA_DEG[3]
    utm = f"EPSG:{(32600 if lat >= 0 else 32700) + int((lon + 180) // 6) % 60 + 1}"
    crs = CZECH if inside else utm
    return crs, osm_layers.read(file, crs=crs)


def _registered(
    register: Register | None, boundary: Area | None, crs: str
) -> dict[str, gpd.GeoDataFrame]:
    found = {}
    if boundary is not None:
        found["boundary"] = gpd.GeoDataFrame({"name": [""]}, geometry=[boundary], crs=crs)
    if register is not None:
        both = {"districts": register.districts, "buildings": register.buildings}
        found |= {name: frame for name, frame in both.items() if not frame.empty}
    return found


def _heights(key: str, bounds: tuple[float, ...], crs: str, work: Work) -> Mosaic:
    if crs != CZECH:
        raise InputError(Problem("fetch_not_czech", column=key))
    west, south, east, north = bounds
    around = (west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)
    mosaic, kept = heights.fetch(around, cache=work.cache, endpoint=work.endpoints[key])
    for each in kept:
        work.use(each)
    return mosaic


def _addresses(code: str, work: Work) -> bytes:
    most = work.endpoints["addresses"].most_unpacked

    def content(path: Path) -> bytes:
        found = [*members(path, suffixes=(".csv",), most_bytes=most).values()]
        if len(found) != 1 or b";" not in found[0].partition(b"\n")[0]:
            values = {"reason": f"{len(found)} CSV"}
            raise InputError(Problem("fetch_unreadable", path.name, values=values))
        return found[0]

    return content(work.newest("addresses", code, content).path)


def _incidents(code: str, years: int, work: Work) -> dict[str, bytes]:
    if not code:
        raise InputError(Problem("fetch_no_code", column="incidents"))
    endpoint = work.endpoints["incidents"]
    check = police_years.checker(most_bytes=endpoint.most_unpacked)
    found: list[Kept] = []
    for year in range(work.cache.today.year - years, work.cache.today.year):
        try:
            found.append(
                work.use(work.cache.get(endpoint.order(year=year, code=code), check=check))
            )
        except InputError as error:
            work.miss(f"incidents {year}", error)
    if not found:
        raise InputError(Problem("fetch_no_incidents", column="incidents"))
    return police_years.merged([k.path for k in found], most_bytes=endpoint.most_unpacked)
