"""A tiny complete case: a crossroads, four blocks, a hill, incidents, lamp posts, cameras."""

import csv
import random
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
import tomli_w
from shapely.geometry import LineString, box

CRS = "EPSG:5514"
X_M, Y_M = -792_000.0, -978_000.0
"""The crossing, near Litvínov. [m]"""
ARM_M = 120.0
HILL_M = 12.0
INCIDENTS = 40
Plan = dict[str, Any]


def write(folder: Path, *, name: str = "Křižovatka", cell_m: float = 2.0) -> Path:
    """Write the whole case into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    write_streets(folder / "streets.gpkg")
    write_buildings(folder / "buildings.gpkg")
    write_terrain(folder / "terrain.tif")
    write_rows(folder / "incidents.csv", incidents())
    write_rows(folder / "lamp_posts.csv", lamp_posts())
    write_rows(folder / "cameras.csv", cameras())
    write_plan(folder, plan(name, cell_m=cell_m))
    return folder


def plan(name: str = "Křižovatka", *, cell_m: float = 2.0) -> Plan:
    """Return the plan file as plain values."""
    given = {
        "streets": "streets.gpkg",
        "buildings": "buildings.gpkg",
        "terrain": "terrain.tif",
        "incidents": "incidents.csv",
        "cameras": "cameras.csv",
        "carriers": "lamp_posts.csv",
    }
    return {
        "case": {"name": name, "crs": CRS, "language": "cs"},
        "inputs": {key: {"path": file, "provenance": "synthetic"} for key, file in given.items()},
        "demand": {"bandwidth_m": 40.0, "lixel_m": 10.0, "years": 1.0},
        "sites": {
            "kinds": ["carriers", "crossings", "corners"],
            "spacing_m": 15.0,
            "azimuth_step_deg": 45.0,
            "cameras_per_point": 2,
            "point_cost_czk": {"default": 100_000.0, "facade": 60_000.0},
        },
        "camera_models": [fixed(), panoramic()],
        "viewshed": {"cell_m": cell_m, "detail_level": "observe"},
        "phases": [
            {"name": "1. etapa", "cameras": 4},
            {"name": "2. etapa", "cameras": 6, "budget_czk": 600_000.0},
        ],
        "optimise": {"seed": 7, "time_limit_s": 600.0},  # so long that counts end the search
        "output": {"paper": False, "public": False},  # they take longer than the plan
    }


def with_night(values: Plan) -> None:
    """Make a plan file one for day and night: light of 25 m, and lamps of 30 m."""
    values["demand"]["night_hours"] = "22-6"
    values["night"] = {"share": 0.7, "lit_radius_m": 30.0}
    values["camera_models"][0]["night_range_m"] = 25.0
    values["camera_models"][1]["night_range_m"] = 20.0


def with_one_new_camera(values: Plan) -> None:
    """Make a plan file one of a single phase with a camera beside the two that stand."""
    values["phases"] = [{"name": "1. etapa", "cameras": 3}]


def fixed() -> Plan:
    """Return a camera with a wide lens."""
    return {
        "name": "pevná 4 MP",
        "hfov_deg": 80.0,
        "vfov_deg": 45.0,
        "width_px": 2688,
        "range_m": 60.0,
        "cost_czk": 45_000.0,
    }


def panoramic() -> Plan:
    """Return a camera that sees the whole circle."""
    return {
        "name": "panoramatická",
        "hfov_deg": 360.0,
        "vfov_deg": 60.0,
        "width_px": 15_360,
        "projection": "panoramic",
        "tilt_deg": 25.0,
        "range_m": 40.0,
        "cost_czk": 160_000.0,
    }


def write_plan(folder: Path, values: Plan) -> None:
    """Write the plan file."""
    (folder / "plan.toml").write_text(tomli_w.dumps(values), encoding="utf-8")


def change_plan(folder: Path, change: Callable[[Plan], object]) -> None:
    """Let `change` mend or break the plan file of a case written before."""
    values = plan()
    change(values)
    write_plan(folder, values)


def streets() -> gpd.GeoDataFrame:
    """Return a street from west to east and one from south to north."""
    lines = [
        LineString([(X_M - ARM_M, Y_M), (X_M, Y_M), (X_M + ARM_M, Y_M)]),
        LineString([(X_M, Y_M - ARM_M), (X_M, Y_M), (X_M, Y_M + ARM_M)]),
    ]
    return gpd.GeoDataFrame({"name": ["Mostecká", "Žižkova"]}, geometry=lines, crs=CRS)


def write_streets(path: Path) -> None:
    """Write the two streets as a GeoPackage."""
    streets().to_file(path, layer="streets", driver="GPKG")


def buildings() -> gpd.GeoDataFrame:
    """Return four blocks, 8 m from the axes, of different heights."""
    blocks = [
        box(X_M + east * 8, Y_M + north * 8, X_M + east * 50, Y_M + north * 50)
        for east, north in ((1, 1), (1, -1), (-1, -1), (-1, 1))
    ]
    heights = [9.0, 12.0, 15.0, 7.0]
    return gpd.GeoDataFrame({"height": heights}, geometry=blocks, crs=CRS)


def write_buildings(path: Path) -> None:
    """Write the blocks as a GeoPackage."""
    buildings().to_file(path, layer="buildings", driver="GPKG")


def write_terrain(path: Path, **profile: object) -> None:
    """Write a hill in the north-east as a raster of 5 m; `profile` overrides its settings."""
    side, cell_m = 96, 5.0
    west, north = X_M - side * cell_m / 2, Y_M + side * cell_m / 2
    x = west + (np.arange(side) + 0.5) * cell_m
    y = north - (np.arange(side) + 0.5) * cell_m
    far2 = (x[None, :] - X_M - 90) ** 2 + (y[:, None] - Y_M - 60) ** 2
    heights = (300 + HILL_M * np.exp(-far2 / (2 * 40.0**2))).astype(np.float32)
    given = {
        "driver": "GTiff",
        "width": side,
        "height": side,
        "count": 1,
        "dtype": "float32",
        "crs": CRS,
        "transform": rasterio.Affine(cell_m, 0, west, 0, -cell_m, north),
        "nodata": -9999.0,
        **profile,
    }
    with rasterio.open(path, "w", **given) as raster:
        raster.write(heights, 1)


def incidents(count: int = INCIDENTS) -> list[dict[str, object]]:
    """Return events along the streets, most of them near the crossing."""
    draw = random.Random(4)
    rows = []
    for number in range(count):
        along, aside = draw.gauss(0, ARM_M / 3), draw.uniform(-6, 6)
        along = max(-ARM_M, min(ARM_M, along))
        east, north = (along, aside) if number % 2 else (aside, along)
        rows.append(
            {
                "id": f"U{number:02d}",
                "x": round(X_M + east, 2),
                "y": round(Y_M + north, 2),
                "date": f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}T2{number % 4}:15",
                "type": ("krádež", "rvačka")[number % 2],
            }
        )
    return rows


def lamp_posts() -> list[dict[str, object]]:
    """Return eight lamp posts beside the streets."""
    places = [(east, 5.0) for east in (-100, -60, 60, 100)]
    places += [(-5.0, north) for north in (-100, -60, 60, 100)]
    return [
        {"id": f"L{number}", "x": X_M + east, "y": Y_M + north, "height": 6.0}
        for number, (east, north) in enumerate(places)
    ]


def cameras() -> list[dict[str, object]]:
    """Return two existing cameras: one looks west, of the other nobody knows the direction."""
    model = fixed()["name"]
    return [
        {
            "camera_id": f"K{number}",
            "name": name,
            "x": X_M + east,
            "y": Y_M + north,
            "status": "in service",
            "model": model,
            "azimuth_deg": azimuth,
            "mount_height_m": 5.0,
        }
        for number, name, east, north, azimuth in (
            (1, "Křižovatka", -6.0, 6.0, "270"),
            (2, "Sever", 5.0, 40.0, ""),
        )
    ]


def write_rows(path: Path, rows: list[dict[str, object]], *, encoding: str = "utf-8") -> None:
    """Write a table as CSV, commas between."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def edit_rows(
    path: Path, rows: list[dict[str, object]], changes: dict[int, dict[str, object]]
) -> None:
    """Write a table with the cells of some rows (counted from 0) replaced."""
    write_rows(path, [{**row, **changes.get(number, {})} for number, row in enumerate(rows)])


def beside_data(file: Path, data: Path, folder: Path) -> Path:
    """Write a plan file into a folder; what the folder lacks is taken from data elsewhere."""
    values = tomllib.loads(file.read_text(encoding="utf-8"))
    for given in values["inputs"].values():
        beside = folder / given["path"]
        given["path"] = str((beside if beside.is_file() else data / given["path"]).resolve())
    target = folder / file.name
    target.write_text(tomli_w.dumps(values), encoding="utf-8")
    return target
