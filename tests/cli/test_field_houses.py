"""Outsiders' cases of buildings that are no solid block from the ground up: what a lens sees."""

import json
import re
import shutil
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from placement.crs import systems
from tests.cli.running import run

CRS = "EPSG:5514"
ORIGIN_M = (-791_844.0, -978_463.0)
"""Middle of the cases' town."""
LENS_M = (ORIGIN_M[0] - 50.0, ORIGIN_M[1] + 2.0)
"""Where the cases' own `seen.geojson` has its lens, which looks to grid east."""
BUILDINGS = '\n[inputs.buildings]\npath = "town.osm"\nprovenance = "synthetic"\n'


def case_of(field_cases: Path, name: str) -> Path:
    """Return the folder of a case; skip where it is absent."""
    if not (field_cases / name / "plan.toml").is_file():
        pytest.skip(f"the case {name} is not on this machine")
    return field_cases / name


def seen(case: Path, folder: Path, *, height_m: float) -> gpd.GeoSeries:
    """Return what a lens of the case sees, by level, in the working system."""
    lon, lat = (float(at[0]) for at in systems.to_lonlat([LENS_M[0]], [LENS_M[1]], crs=CRS))
    north = float(systems.grid_azimuth_deg([0.0], [LENS_M[0]], [LENS_M[1]], crs=CRS)[0])
    place = ("--at", f"{lon:.8f},{lat:.8f}", "--height-m", height_m, "--azimuth-deg", 90 - north)
    done = run("viewshed", case, *place, "--model", "fixed", "-o", folder, "-q")
    assert done.code == 0, done.err
    return gpd.read_file(folder / "viewshed.geojson").set_index("level").to_crs(CRS).geometry


@pytest.mark.parametrize(
    ("name", "height_m", "area_m2", "behind"),
    [
        ("01-underground-garage", 6.0, 5_028.0, None),
        ("03-canopy-no-walls", 6.0, 5_028.0, None),
        ("10-building-part", 12.0, 2_768.0, False),
        ("10-building-part/right", 12.0, 2_768.0, False),
        ("10-building-part/control", 12.0, 3_085.0, True),
    ],
)
def test_a_lens_sees_what_the_case_says(
    field_cases: Path,
    tmp_path: Path,
    name: str,
    height_m: float,
    area_m2: float,
    behind: bool | None,
) -> None:
    """A garage below and a roof on posts hide nothing (a quarter of the circle).

    The part of 40 m hides the ground at (28, 2), its podium of 4 m does not.
    """
    areas = seen(case_of(field_cases, name), tmp_path, height_m=height_m)

    place = shapely.Point(ORIGIN_M[0] + 28.0, ORIGIN_M[1] + 2.0)
    assert areas["detect"].area == pytest.approx(area_m2, abs=1.0)
    assert behind is None or areas["detect"].contains(place) is behind


@pytest.mark.parametrize("stated", [False, True])
def test_lamps_and_a_camera_on_a_garage_stay(
    field_cases: Path, tmp_path: Path, stated: bool
) -> None:
    """The plan folder's file names no buildings; with them K1 sees 60 m as well, the plan 230 m."""
    case = shutil.copytree(case_of(field_cases, "01-underground-garage/plan"), tmp_path / "case")
    if stated:
        plan = case / "plan.toml"
        plan.write_text(plan.read_text(encoding="utf-8") + BUILDINGS, encoding="utf-8")

    done = run("plan", case, "-o", tmp_path / "result", "--json", "-q")

    assert done.code == 0, done.err
    today, planned = (phase["value"] for phase in json.loads(done.out)["phases"])
    assert (today, planned) == (pytest.approx(60.0), pytest.approx(230.0))


def test_lamps_in_a_house_are_named(field_cases: Path, tmp_path: Path) -> None:
    """On the underground garage nothing is said; were it a house, the lamps in it are no sites."""
    case = shutil.copytree(case_of(field_cases, "01-underground-garage/plan"), tmp_path / "case")
    plan, town = case / "plan.toml", case / "town.osm"
    plan.write_text(plan.read_text(encoding="utf-8") + BUILDINGS, encoding="utf-8")
    below = run("check", case, "-v", "--lang", "en")
    tags = re.sub(r'<tag k="(location|layer|parking|building:levels[^"]*)"[^>]*/>', "",
                  town.read_text(encoding="utf-8"))  # fmt: skip
    town.write_text(tags, encoding="utf-8")
    above = run("check", case, "-v", "--lang", "en")

    assert "inside buildings" not in below.out + below.err
    assert "3 of 5 (L0, L1, L2)" in above.out + above.err
