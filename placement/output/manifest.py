"""The manifest of a result: hashes of inputs and outputs, versions, seed, sources."""

import hashlib
from collections.abc import Iterator, Mapping
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyogrio
import pyproj

from placement.crs import systems
from placement.errors import MissingInputError, Problem
from placement.output.folder import PROGRAM
from placement.plan import Plan
from placement.units import Floats

FORMAT = 1
PACKAGES = (
    "placement",
    "ezdxf",
    "folium",
    "geopandas",
    "highspy",
    "numba",
    "numpy",
    "pyogrio",
    "pyproj",
    "rasterio",
    "scipy",
    "shapely",
    "xlsxwriter",
)
CHUNK = 1 << 20
TABLES = (
    "centre", "detail_levels", "gates", "place_types", "privacy", "sensors", "study", "weights",
)  # fmt: skip
"""Files and folders below `placement/data` that numbers may rest on."""


class ManifestSubject(Protocol):
    """The facts of a result that its manifest records."""

    @property
    def case(self) -> str:
        """Name of the case."""

    @property
    def crs(self) -> str:
        """Name of the working system."""

    @property
    def seed(self) -> int:
        """Seed of every random choice."""

    @property
    def synthetic(self) -> bool:
        """Whether it rests on made-up data."""

    @property
    def provenance(self) -> Mapping[str, str]:
        """Where each input comes from."""

    @property
    def sources(self) -> Mapping[str, str]:
        """Whom to name for each input."""


def manifest(
    plan: Plan, *, inputs: Mapping[str, Path], outputs: Mapping[str, Path]
) -> dict[str, Any]:
    """Return the manifest of a plan; it holds no time and no path of the machine.

    Parameters
    ----------
    plan
        Gives the coordinate system, the seed, the provenance and the sources.
    inputs
        Path relative to the case, as it shall be written → file, or folder of files.
    outputs
        Name in the result's folder → file.

    Raises
    ------
    MissingInputError
        If an input is not there any more.
    """
    x = np.array([camera.x_m for camera in plan.cameras])
    y = np.array([camera.y_m for camera in plan.cameras])
    return account(plan, x_m=x, y_m=y, inputs=inputs, outputs=outputs)


def account(
    result: ManifestSubject,
    *,
    x_m: Floats,
    y_m: Floats,
    inputs: Mapping[str, Path],
    outputs: Mapping[str, Path],
) -> dict[str, Any]:
    """Return the manifest of any result; its points settle the operation to WGS 84."""
    return {
        "format": FORMAT,
        "program": PROGRAM,
        "case": result.case,
        "synthetic": result.synthetic,
        "inputs": dict(
            sorted(entry for name, path in inputs.items() for entry in _inputs(name, path).items())
        ),
        "tables": tables(),
        "outputs": {name: fingerprint(path) for name, path in sorted(outputs.items())},
        "versions": versions(),
        "crs": result.crs,
        "crs_operation": operation(result.crs, x_m, y_m),
        "seed": result.seed,
        "provenance": dict(result.provenance),
        "sources": dict(result.sources),
    }


def fingerprint(path: Path) -> dict[str, Any]:
    """Return size and SHA-256 of a file."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return {"bytes": size, "sha256": digest.hexdigest()}


def tables() -> dict[str, dict[str, Any]]:
    """Return size and SHA-256 of the package's own tables, which the version does not tell."""
    data = resources.files("placement") / "data"
    tables = [each for name in TABLES for each in _below(data, name)]
    return {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(tables)
    }


def _below(data: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if not (data / name).is_dir():
        yield f"{name}.csv", (data / f"{name}.csv").read_bytes()
        return
    for file in (data / name).iterdir():
        if file.name.endswith(".csv"):
            yield f"{name}/{file.name}", file.read_bytes()


def versions() -> dict[str, str]:
    """Return the versions of what the numbers depend on, GDAL and PROJ included."""
    versions_by_package = {}
    for name in PACKAGES:
        try:
            versions_by_package[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions_by_package[name] = "not installed"
    return {
        **versions_by_package,
        "GDAL": pyogrio.__gdal_version_string__,
        "PROJ": pyproj.proj_version_str,
    }


def _inputs(name: str, path: Path) -> dict[str, dict[str, Any]]:
    try:
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.is_file())
            return {f"{name}/{f.relative_to(path).as_posix()}": fingerprint(f) for f in files}
        return {name: fingerprint(path)}
    except FileNotFoundError as error:
        raise MissingInputError(Problem("input_vanished", name)) from error


def operation(system: str, x: Floats, y: Floats) -> str:
    """Return the name of the operation to WGS 84, which pyproj chooses with the first point."""
    if not x.size:
        return ""
    way = systems.transformer(system, systems.WGS84, systems.lonlat_area(x, y, system))
    way.transform(x[0], y[0])
    return str(way.get_last_used_operation().description)
