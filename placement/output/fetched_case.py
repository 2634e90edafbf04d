"""A case folder made of what was fetched: layers, plan file, README, manifest; whole or not at all.

Its manifest names another program than a result's, so that no plan is ever written over it.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from rasterio.features import geometry_mask
from rasterio.transform import Affine

from placement.config.commented import commented
from placement.errors import Problem
from placement.fetch import FetchedTown, SourceUse, heights
from placement.fetch.heights import Heights
from placement.fetch.osm_layers import ADDRESSES, TOWN_LAYERS
from placement.output import folder as folders
from placement.output.case_template import MODELS, POINT_COST_CZK
from placement.output.geopackage import write_tables
from placement.output.manifest import fingerprint, versions
from placement.schema import Table
from placement.texts import Language, text

FORMAT = 1
PROGRAM = "placement fetch"
LAYERS_FILE = "layers.gpkg"
BESIDE_WALLS_M = 3.0
"""What is higher this close to a house counts as the house: cells of the models are 2 m. [m]"""
LOWEST_CROWN_M = 2.5
TALLEST_CROWN_M = 60.0
"""What is lower is no tree that hides a person, what is higher is a mast or a mistake. [m]"""
MORE_CAMERAS = (10, 20)
GEOMETRY = {**{name: layer.geometry for name, layer in TOWN_LAYERS.items()}, ADDRESSES: "Point"}
BACKDROP = {"water": "water", "woods": "woods", "parks": "park", "railways": "railway"}


def write(town: FetchedTown, folder: Path, *, language: Language) -> None:
    """Make a case of a town in a new folder.

    Raises
    ------
    OutputError
        If the folder holds anything, or cannot be written; nothing is left of it then.
    """

    def fill(new: Path) -> None:
        _write_layers(town, new)
        _write_rasters(town, new)
        if town.addresses is not None:
            (new / "addresses.csv").write_bytes(town.addresses)
        for name, content in town.incidents.items():
            (new / "incidents").mkdir(exist_ok=True)
            (new / "incidents" / name).write_bytes(content)
        values = plan_values(town, language=language)
        _write_text(new / "plan.toml", commented(values, language=language))
        _write_text(new / "README.md", _readme(town, language))
        files = sorted(path for path in new.rglob("*") if path.is_file())
        manifest = _manifest(town, {f.relative_to(new).as_posix(): f for f in files})
        _write_text(new / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))

    folders.create(folder, fill)


def plan_values(town: FetchedTown, *, language: Language) -> dict[str, Any]:
    """Return what the plan file of a town says."""
    cameras = len(town.layers.get("cameras", ()))
    kinds = ["carriers", "crossings", "streets"]
    return {
        "case": {"name": town.name, "crs": town.crs, "language": language},
        "inputs": _inputs(town),
        "sites": {
            "kinds": kinds if "lamps" in town.layers else kinds[1:],
            "point_cost_czk": POINT_COST_CZK,
        },
        "camera_models": MODELS,
        "phases": [
            {"name": text("starter.phase", language, n=number), "cameras": cameras + more}
            for number, more in enumerate(MORE_CAMERAS, start=1)
        ],
    }


def _inputs(town: FetchedTown) -> dict[str, Any]:
    layers = town.layers
    houses = "ruian" if town.buildings_from_ruian else "osm"
    layer_and_origin = {
        "streets": ("streets", "osm"),
        "buildings": ("buildings", houses),
        "trees": ("trees", "osm"),
        "cameras": ("cameras", "osm"),
        "carriers": ("lamps", "osm"),
        "area": ("boundary", "ruian"),
        "districts": ("districts", "ruian"),
    }
    inputs: dict[str, Any] = {
        key: _source(town, LAYERS_FILE, origin, layer=layer)
        for key, (layer, origin) in layer_and_origin.items()
        if layer in layers
    }
    if "terrain" in town.rasters:
        inputs["terrain"] = _source(town, "terrain.tif", "terrain")
    if _has_canopy(town):
        inputs["canopy"] = _source(town, "canopy.tif", "surface")
    elif "surface" in town.rasters:
        inputs["surface"] = _source(town, "surface.tif", "surface")
    if town.addresses is not None:
        inputs["addresses"] = _source(town, "addresses.csv", "addresses")
    elif ADDRESSES in layers:
        inputs["addresses"] = _source(town, LAYERS_FILE, "osm", layer=ADDRESSES)
    if town.incidents:
        years = sum(used.key == "incidents" for used in town.used)  # one may lack in the middle
        inputs["incidents"] = {**_source(town, "incidents", "incidents"), "years": years}
    places = [name for name in ("places", "place_areas") if name in layers]
    drawn = [name for name in BACKDROP if name in layers]
    inputs["places"] = [_source(town, LAYERS_FILE, "osm", layer=name) for name in places]
    inputs["backdrop"] = [
        {**_source(town, LAYERS_FILE, "osm", layer=name), "kind": BACKDROP[name]} for name in drawn
    ]
    return {key: value for key, value in inputs.items() if value}


def _source(town: FetchedTown, path: str, key: str, *, layer: str = "") -> dict[str, str]:
    used = next((used for used in town.used if used.key == key), None)
    source = {"path": path, **({"layer": layer} if layer else {}), "provenance": "open data"}
    return {**source, "source": used.source, "licence": used.licence} if used else source


def _write_layers(town: FetchedTown, folder: Path) -> None:
    tables = {name: Table(name, GEOMETRY.get(name, "Polygon"), ()) for name in town.layers}
    frames = {name: _shapes(frame, tables[name]) for name, frame in town.layers.items()}
    write_tables(frames, folder / LAYERS_FILE, tables=tables)


def _shapes(frame: gpd.GeoDataFrame, table: Table) -> gpd.GeoDataFrame:
    """Return a layer without the lines and points that mending left of polygons."""
    right = frame.geom_type.str.endswith(table.geometry)
    mixed = frame.geom_type.eq("GeometryCollection")
    return frame[right | mixed].explode(ignore_index=True) if mixed.any() else frame[right]


def _write_rasters(town: FetchedTown, folder: Path) -> None:
    heights_by_name = {name: mosaic.heights_m() for name, mosaic in town.rasters.items()}
    if _has_canopy(town):
        heights_by_name["canopy"] = canopy_m(
            town, heights_by_name["surface"] - heights_by_name["terrain"]
        )
    for name, height_m in heights_by_name.items():
        frame = town.rasters.get(name, next(iter(town.rasters.values())))
        heights.write(
            height_m,
            folder / f"{name}.tif",
            west_m=frame.west_m,
            north_m=frame.north_m,
            cell_m=frame.cell_m,
        )


def _has_canopy(town: FetchedTown) -> bool:
    """Whether both models came on the same cells, and houses to tell trees from."""
    frames = {(m.bounds, m.cell_m) for m in town.rasters.values()}
    return len(town.rasters) == 2 and len(frames) == 1 and "buildings" in town.layers


def canopy_m(town: FetchedTown, above_m: Heights) -> Heights:
    """Return how high trees are: what stands on the ground and is no house. [m]

    An assumption: masts, bridges and walls that the models hold count as trees too.
    """
    frame = town.rasters["surface"]
    houses = shapely.buffer(np.asarray(town.layers["buildings"].geometry.array), BESIDE_WALLS_M)
    outside = geometry_mask(
        list(houses),
        out_shape=above_m.shape,
        transform=Affine(frame.cell_m, 0.0, frame.west_m, 0.0, -frame.cell_m, frame.north_m),
        all_touched=True,
    )
    tree = outside & (above_m >= LOWEST_CROWN_M) & (above_m <= TALLEST_CROWN_M)
    return np.where(tree, above_m, np.float32(0)).astype(np.float32)


def _manifest(town: FetchedTown, files: Mapping[str, Path]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "program": PROGRAM,
        "municipality": {"code": town.code, "name": town.name},
        "crs": town.crs,
        "sources": [source_dict(used) for used in town.used],
        "missing": [
            {"key": missing.key, "problems": [_sentence(p, "en") for p in missing.problems]}
            for missing in town.missing
        ],
        "outputs": {name: fingerprint(path) for name, path in files.items()},
        "versions": versions(),
    }


def source_dict(used: SourceUse) -> dict[str, Any]:
    """Return a source as plain values."""
    return {
        "key": used.key,
        "url": used.url,
        "bytes": used.bytes,
        "sha256": used.sha256,
        "fetched": used.fetched,
        "stale": used.stale,
        "source": used.source,
        "licence": used.licence,
    }


def _readme(town: FetchedTown, language: Language) -> str:
    return "\n".join(
        [text("fetched.readme", language, name=town.name).strip(), "", *_lines(town, language)]
    )


def _lines(town: FetchedTown, language: Language) -> Iterator[str]:
    yield text("fetched.head", language)
    for key in dict.fromkeys(used.key for used in town.used):
        used = [each for each in town.used if each.key == key]
        days = sorted({each.fetched or "–" for each in used})
        yield text(
            "fetched.row",
            language,
            what=text(f"fetched.key.{key}", language),
            source=used[0].source,
            licence=used[0].licence,
            day=", ".join(days),
            files=len(used),
        )
    if town.missing:
        yield f"\n{text('fetched.missing_head', language)}\n"
    for missing in town.missing:
        yield f"* {lost(missing.key, language)}"
        yield from (f"  {_sentence(problem, language)}" for problem in missing.problems)


def lost(key: str, language: Language) -> str:
    """Return what a missing source means for the case."""
    kind, _, year = key.partition(" ")
    return text(f"fetched.lost.{'year' if year else kind}", language, year=year)


def _sentence(problem: Problem, language: Language) -> str:
    return problem.render(language)


def _write_text(path: Path, content: str) -> None:
    path.write_text(content.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
