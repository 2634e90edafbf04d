"""Data of one town from all public sources, and the sources that failed."""

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
from placement.fetch.cache import Cache, CachedAnswer, sha256_of
from placement.fetch.endpoints import Endpoint
from placement.fetch.heights import Mosaic
from placement.fetch.municipality import Area, Municipality
from placement.fetch.session import (
    FetchSession,
    MissingSource,
    SourceUse,
    Stage,
)
from placement.fetch.unpack import members
from placement.fetch.vfr import Register

CZECH = "EPSG:5514"
CZECHIA_DEG = (12.0, 48.5, 19.0, 51.1)
AROUND_M = 150.0
"""Width of the strip around the boundary that is fetched too: cameras see across it. [m]"""
FATAL = frozenset({"municipality_unknown", "municipality_ambiguous"})


@frozen(eq=False)
class FetchedTown:
    """Layers, rasters and tables of a town in its working system, with their sources."""

    code: str
    """RÚIAN code; empty if it is not known."""
    name: str
    crs: str
    layers: Mapping[str, gpd.GeoDataFrame]
    """`streets`, and those of `osm_layers.TOWN_LAYERS`, `boundary`, `districts` that there are."""
    buildings_from_ruian: bool
    """Whether the buildings are RÚIAN's."""
    rasters: Mapping[str, Mosaic]
    """`terrain`, `surface`."""
    addresses: bytes | None
    """RÚIAN's CSV; without it there may be a layer of addresses."""
    incidents: Mapping[str, bytes]
    """Files of one download of the police; empty if there is none."""
    used: tuple[SourceUse, ...]
    missing: tuple[MissingSource, ...]


def fetch(
    code_or_name: str,
    *,
    cache: Cache,
    endpoints: Mapping[str, Endpoint],
    osm: Path | None = None,
    years: int = 3,
    stage: Stage | None = None,
) -> FetchedTown:
    """Return the data of a town from the public sources.

    Parameters
    ----------
    code_or_name
        RÚIAN code of a municipality, or its name.
    cache
        Cache of the answers; `offline` if it must not download more.
    endpoints
        As `endpoints.load` gives them.
    osm
        A local `.osm.pbf` or `.osm` in place of Overpass.
    years
        How many whole years of incidents.
    stage
        Is called with each source (key of an endpoint) as its turn comes.

    Raises
    ------
    InputError
        If no streets could be fetched, or the municipality is ambiguous; with the problems of every
        source. Other missing sources are in `FetchedTown.missing`.
    OutputError
        If the cache cannot be written.
    """
    session = FetchSession(cache, endpoints, stage or (lambda _: None))
    place = session.attempt(
        "municipality", lambda: _municipality(code_or_name, session), fatal=FATAL
    )
    code = place.code if place else (code_or_name if code_or_name.isdecimal() else "")
    register = session.attempt("ruian", lambda: _register(code, session))
    boundary = next((b for b in (_boundary(place), _boundary(register)) if b is not None), None)
    osm_result = session.attempt("osm", lambda: _osm(osm, boundary, session))
    if osm_result is None:
        reasons = [problem for missing in session.missing for problem in missing.problems]
        raise InputError([Problem("fetch_no_streets", values={"found": code_or_name}), *reasons])
    crs, layers = osm_result
    buildings_from_ruian = register is not None and not register.buildings.empty
    layers |= _register_layers(register, boundary, crs)
    bounds = boundary.bounds if boundary is not None else tuple(layers["streets"].total_bounds)
    models = {
        key: session.attempt(key, partial(_heights, key, bounds, crs, session))
        for key in ("terrain", "surface")
    }
    addresses = session.attempt("addresses", lambda: _addresses(code, session))
    if addresses is not None:
        layers.pop(osm_layers.ADDRESSES, None)  # the register's go before
    name = (place and place.name) or (register and register.name) or code_or_name
    return FetchedTown(
        code,
        str(name),
        crs,
        layers,
        buildings_from_ruian,
        {key: mosaic for key, mosaic in models.items() if mosaic is not None},
        addresses,
        session.attempt("incidents", lambda: _incidents(code, years, session)) or {},
        tuple(session.used),
        tuple(session.missing),
    )


def _municipality(code_or_name: str, session: FetchSession) -> Municipality:
    place, answer = municipality.find_municipality(
        code_or_name, cache=session.cache, endpoint=session.endpoints["municipality"]
    )
    session.use(answer)
    return place


def _register(code: str, session: FetchSession) -> Register:
    most = session.endpoints["ruian"].most_unpacked
    answer = session.newest("ruian", code, lambda path: vfr.read(path, most_bytes=most))
    return vfr.read(answer.path, most_bytes=most)


def _boundary(source: Municipality | Register | None) -> Area | None:
    return None if source is None else source.boundary


def _osm(
    osm: Path | None, boundary: Area | None, session: FetchSession
) -> tuple[str, dict[str, gpd.GeoDataFrame]]:
    """Return the working system and the layers of OpenStreetMap."""
    if osm is not None:
        if not osm.is_file():
            values = {"path": str(osm), "input": "--osm"}
            raise MissingInputError(Problem("file_missing", osm.name, values=values))
        endpoint = session.endpoints["osm"]
        digest, size = sha256_of(osm), osm.stat().st_size
        session.used.append(
            SourceUse("osm", osm.name, size, digest, "", endpoint.source, endpoint.licence)
        )
        return _layers(osm, boundary)
    if boundary is None:
        raise InputError(Problem("fetch_no_boundary", column="osm"))
    box = gpd.GeoDataFrame(geometry=[shapely.box(*boundary.bounds).buffer(AROUND_M)], crs=CZECH)
    west, south, east, north = (f"{edge:.5f}" for edge in to_crs(box, "EPSG:4326").total_bounds)
    request = session.endpoints["osm"].request(south=south, west=west, north=north, east=east)
    answer = session.use(session.cache.get(request, check=overpass.elements))
    with tempfile.TemporaryDirectory(dir=session.cache.folder) as folder:
        file = Path(folder) / "town.osm"
        overpass.write_osm(answer.path, file)
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


def _register_layers(
    register: Register | None, boundary: Area | None, crs: str
) -> dict[str, gpd.GeoDataFrame]:
    layers = {}
    if boundary is not None:
        layers["boundary"] = gpd.GeoDataFrame({"name": [""]}, geometry=[boundary], crs=crs)
    if register is not None:
        both = {"districts": register.districts, "buildings": register.buildings}
        layers |= {name: frame for name, frame in both.items() if not frame.empty}
    return layers


def _heights(key: str, bounds: tuple[float, ...], crs: str, session: FetchSession) -> Mosaic:
    if crs != CZECH:
        raise InputError(Problem("fetch_not_czech", column=key))
    west, south, east, north = bounds
    around = (west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)
    mosaic, answers = heights.fetch(around, cache=session.cache, endpoint=session.endpoints[key])
    for each in answers:
        session.use(each)
    return mosaic


def _addresses(code: str, session: FetchSession) -> bytes:
    most = session.endpoints["addresses"].most_unpacked

    def content(path: Path) -> bytes:
        contents = [*members(path, suffixes=(".csv",), most_bytes=most).values()]
        if len(contents) != 1 or b";" not in contents[0].partition(b"\n")[0]:
            values = {"reason": f"{len(contents)} CSV"}
            raise InputError(Problem("fetch_unreadable", path.name, values=values))
        return contents[0]

    return content(session.newest("addresses", code, content).path)


def _incidents(code: str, years: int, session: FetchSession) -> dict[str, bytes]:
    if not code:
        raise InputError(Problem("fetch_no_code", column="incidents"))
    endpoint = session.endpoints["incidents"]
    check = police_years.checker(most_bytes=endpoint.most_unpacked)
    answers: list[CachedAnswer] = []
    for year in range(session.cache.today.year - years, session.cache.today.year):
        try:
            answers.append(
                session.use(session.cache.get(endpoint.request(year=year, code=code), check=check))
            )
        except InputError as error:
            session.miss(f"incidents {year}", error)
    if not answers:
        raise InputError(Problem("fetch_no_incidents", column="incidents"))
    return police_years.merge_years([k.path for k in answers], most_bytes=endpoint.most_unpacked)
