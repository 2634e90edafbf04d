"""A town whose study has all its annexes: two districts, three years of incidents, homes."""

from pathlib import Path

import geopandas as gpd
import shapely

from tests.cli.running import run
from tests.pipeline import toy_case

DISTRICTS = ("Sever", "Jih")


def planned(home: Path) -> Path:
    """Write the case and its result into a folder, and return that."""
    case = toy_case.write(home / "case")
    rows = toy_case.incidents()
    for place, row in enumerate(rows):
        row["date"] = f"{2023 + place % 3}-{1 + place % 12:02}-{1 + place % 28:02}T12:{place:02}"
    toy_case.write_rows(case / "incidents.csv", rows)
    values = toy_case.plan()
    x, y, arm = toy_case.X_M, toy_case.Y_M, toy_case.ARM_M
    halves = [shapely.box(x - arm, y, x + arm, y + arm), shapely.box(x - arm, y - arm, x + arm, y)]
    table = {"name": DISTRICTS, "inhabitants": [1000, 2000]}
    gpd.GeoDataFrame(table, geometry=halves, crs=toy_case.CRS).to_file(case / "districts.gpkg")
    values["inputs"]["districts"] = {"path": "districts.gpkg", "provenance": "synthetic"}
    values["privacy"] = {}
    toy_case.write_plan(case, values)
    assert run("plan", case, "-o", home / "result", "-q").code == 0
    return home
