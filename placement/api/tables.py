"""A case from tables in memory: each becomes a file, so that one reader checks whatever comes."""

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import tomli_w

from placement import config as plan_files
from placement.api.case import Case, TemporaryFolder
from placement.errors import OutputError, Problem
from placement.output import folder as folders
from placement.output.geopackage import FOREIGN_ERRORS, fixed_clock

Table = str | PathLike[str] | pd.DataFrame
"""A file, or a table in memory: a GeoDataFrame, or a DataFrame with columns of coordinates."""
InputTable = Table | Mapping[str, Any]
"""A table, or keys of the plan file for it with the table under `path`."""


def case_from_tables(
    inputs: Mapping[str, InputTable | Sequence[InputTable]],
    *,
    camera_models: Sequence[Mapping[str, Any]],
    target_cameras: int | None = None,
    phases: Sequence[Mapping[str, Any]] = (),
    name: str = "Town",
    crs: str = "EPSG:5514",
    provenance: str = "assumed",
    folder: str | PathLike[str] | None = None,
    **sections: Mapping[str, Any] | Sequence[Mapping[str, Any]],
) -> Case:
    """Make a case of files and tables in memory, without a plan file.

    Parameters
    ----------
    inputs
        Key below `[inputs]` of the plan file (streets, buildings, incidents, cameras …) → file or
        table; several for `more_incidents`, `places` and `backdrop`. A mapping may add the keys of
        that input: ``{"path": table, "columns": {"kind": "druh"}, "provenance": "surveyed"}``.
    camera_models
        Each with the keys of `[[camera_models]]`.
    target_cameras
        Cameras at the end of the only phase, those that exist included; or give `phases`.
    phases
        Each with the keys of `[[phases]]`.
    name, crs
        Of the town; a projected system in metres.
    provenance
        Of inputs that do not say theirs: surveyed, open data, assumed or synthetic.
    folder
        New folder where tables and `plan.toml` stay, so that `placement plan FOLDER` does the
        same; if not given, they go with the case.
    **sections
        Other sections of the plan file: demand, sites, viewshed, optimise, output …

    Raises
    ------
    ConfigError, MissingInputError
        If the keys do not make a plan file; every problem at once.
    OutputError
        If the folder exists or a table cannot be written.

    Examples
    --------
    >>> import geopandas, placement, shapely
    >>> streets = geopandas.GeoDataFrame(
    ...     {"name": ["Long"]},
    ...     geometry=[shapely.LineString([(-792000, -978000), (-791800, -978000)])],
    ...     crs="EPSG:5514",
    ... )
    >>> model = {"name": "fixed", "hfov_deg": 80, "vfov_deg": 45, "width_px": 2688, "cost_czk": 0}
    >>> placement.case_from_tables(
    ...     {"streets": streets}, camera_models=[model], target_cameras=2, name="Toy"
    ... )
    Case Toy (EPSG:5514)
      inputs: streets
      camera models: fixed
      phases: target: 2 cameras
    """
    temporary = TemporaryFolder() if folder is None else None
    home = temporary.path if temporary is not None else Path(fspath(folder or "."))
    steps = [dict(phase) for phase in phases]
    if target_cameras is not None:
        steps.append({"name": "target", "cameras": target_cameras})
    plain = {
        "case": {"name": name, "crs": crs},
        "camera_models": [dict(model) for model in camera_models],
        "phases": steps,
        **sections,
    }
    tables: dict[str, pd.DataFrame] = {}
    plain["inputs"] = {
        key: _entries(key, value, tables, provenance) for key, value in inputs.items()
    }

    def write(new: Path) -> None:
        for file, table in tables.items():
            _write(table, new / file)
        content = tomli_w.dumps(_toml(plain))
        (new / plan_files.PLAN_FILE).write_text(content, encoding="utf-8", newline="\n")

    if temporary is None:
        folders.create(home, write)
    else:
        write(home)
    config = plan_files.load(home / plan_files.PLAN_FILE)
    return Case(config, home, temporary=temporary)


def with_cameras(case: Case, cameras: Table, *, layer: str | None = None) -> Case:
    """Return a case whose existing cameras are those of a file or table instead.

    Its inputs are not read for that.
    """
    temporary = TemporaryFolder()
    source = case.config.inputs.cameras
    plain: dict[str, Any] = {"provenance": "assumed"}
    if source is not None:
        plain = {"provenance": source.provenance, "source": source.source}
    tables: dict[str, pd.DataFrame] = {}
    entry = _entry("cameras", {**plain, "path": cameras}, tables, "assumed")
    for file, table in tables.items():
        _write(table, temporary.path / file)
        entry["path"] = str(temporary.path / file)
    entry |= {} if layer is None else {"layer": layer}
    changed = {"cameras": plan_files.CamerasSection.model_validate(entry)}
    inputs = case.config.inputs.model_copy(update=changed)
    config = case.config.model_copy(update={"inputs": inputs})
    return Case(config, case.folder, case.plan_file, temporary)


def _entries(
    key: str,
    value: InputTable | Sequence[InputTable],
    tables: dict[str, pd.DataFrame],
    provenance: str,
) -> dict[str, Any] | list[dict[str, Any]]:
    """Return what the plan file says of an input; tables in memory are put by as files to write."""
    if isinstance(value, str | PathLike | pd.DataFrame | Mapping):
        return _entry(key, value, tables, provenance)
    return [_entry(f"{key}-{n}", one, tables, provenance) for n, one in enumerate(value, start=1)]


def _entry(
    key: str, value: InputTable, tables: dict[str, pd.DataFrame], provenance: str
) -> dict[str, Any]:
    entry: dict[str, Any] = dict(value) if isinstance(value, Mapping) else {"path": value}
    table = entry.get("path")
    if isinstance(table, pd.DataFrame):
        file = f"{key}.gpkg" if isinstance(table, gpd.GeoDataFrame) else f"{key}.csv"
        tables[file] = table
        entry["path"] = file
    elif table is not None:
        entry["path"] = Path(fspath(table)).absolute().as_posix()
    return {"provenance": provenance, **entry}


def _write(table: pd.DataFrame, path: Path) -> None:
    """Write a table as the file that a reader expects; a named index becomes a column."""
    plain = table.reset_index() if table.index.name is not None else table
    if not isinstance(plain, gpd.GeoDataFrame):
        plain.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
        return
    shapes = plain.columns[plain.dtypes == "geometry"]
    plain = plain.drop(columns=[name for name in shapes if name != plain.active_geometry_name])
    for name in plain.columns[plain.dtypes == "object"]:
        plain[name] = plain[name].map(lambda value: value if pd.isna(value) else str(value))
    try:
        with fixed_clock():
            pyogrio.write_dataframe(plain, path, layer=path.stem, driver="GPKG")
    except FOREIGN_ERRORS as error:
        values = {"folder": str(path.parent), "reason": str(error)}
        raise OutputError(Problem("output_failed", path.name, values=values)) from error


def _toml(value: Any) -> Any:  # noqa: ANN401 -- any plain value
    """Return plain values without those that are None, which TOML cannot say."""
    if isinstance(value, Mapping):
        return {str(key): _toml(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_toml(each) for each in value]
    if isinstance(value, PathLike):
        return Path(fspath(value)).absolute().as_posix()
    return value
