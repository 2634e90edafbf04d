"""Ways to break a case: each takes its folder and spoils one thing in it."""

import json
import shutil
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pyogrio
from rasterio.errors import NotGeoreferencedWarning
from shapely.geometry import Point, box

from tests.pipeline import toy_case
from tests.pipeline.toy_case import X_M, Y_M, Plan, change_plan, edit_rows, write_rows

CRS = toy_case.CRS
Break = Callable[[Path], object]


def planned(change: Callable[[Plan], object]) -> Break:
    """Return a break that changes the plan file."""
    return lambda folder: change_plan(folder, change)


def set_to(*path: str | int, to: object) -> Break:
    """Return a break that sets a key of the plan file."""

    def change(plan: Plan) -> None:
        place = plan
        for step in path[:-1]:
            place = place.setdefault(step, {}) if isinstance(place, dict) else place[step]
        place[path[-1]] = to

    return planned(change)


def without(key: str) -> Break:
    """Return a break that leaves a key out of the plan file."""
    return planned(lambda plan: plan.pop(key))


def given(key: str, **values: object) -> Break:
    """Return a break that changes what the plan file says of an input."""

    def change(plan: Plan) -> None:
        given = plan["inputs"].setdefault(key, {"provenance": "synthetic"})
        given |= values

    return planned(change)


def content(name: str, content: bytes) -> Break:
    """Return a break that puts other bytes into a file."""
    return lambda folder: (folder / name).write_bytes(content)


def lines(name: str, *lines: str) -> Break:
    """Return a break that puts other lines into a file."""
    return content(name, "\n".join([*lines, ""]).encode())


def cells(name: str, rows: list[dict[str, object]], **changes: object) -> Break:
    """Return a break that puts other values into the third row of the data: row 4 of the file."""
    return lambda folder: edit_rows(folder / name, rows, {2: changes})


def truncated(name: str, share: float) -> Break:
    """Return a break that cuts a file off."""

    def cut(folder: Path) -> None:
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[: int(len(whole) * share)])

    return cut


def layer(key: str, frame: gpd.GeoDataFrame, name: str) -> Break:
    """Return a break that puts another layer in the place of an input."""

    def write(folder: Path) -> None:
        frame.to_file(folder / name)
        given(key, path=name)(folder)

    return write


def both(*breaks: Break) -> Break:
    """Return several breaks as one."""

    def one_by_one(folder: Path) -> None:
        for each in breaks:
            each(folder)

    return one_by_one


def terrain(**profile: object) -> Break:
    """Return a break that writes the terrain with another profile."""

    def write(folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # that is the very point
            toy_case.write_terrain(folder / "terrain.tif", **profile)

    return write


def streets_without_system(folder: Path) -> None:
    """Give the streets as a Shapefile without its .prj."""
    layer("streets", toy_case.streets(), "streets.shp")(folder)
    (folder / "streets.prj").unlink()


def streets_swapped(folder: Path) -> None:
    """Give the streets as GeoJSON with latitude first."""
    lonlat = toy_case.streets().to_crs("EPSG:4326")
    swapped = [[[y, x] for x, y in line.coords] for line in lonlat.geometry]
    shapes = [{"type": "LineString", "coordinates": line} for line in swapped]
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "streets.geojson").write_text(content, encoding="utf-8")
    given("streets", path="streets.geojson")(folder)


def two_layers(folder: Path) -> None:
    """Put a second layer of lines into the streets."""
    toy_case.streets().to_file(folder / "streets.gpkg", layer="second", driver="GPKG")


def empty_layer(folder: Path) -> None:
    """Leave no street."""
    (folder / "streets.gpkg").unlink()
    pyogrio.write_dataframe(
        toy_case.streets().iloc[:0],
        folder / "streets.gpkg",
        layer="streets",
        geometry_type="LineString",
    )


def truncated_zip(folder: Path) -> None:
    """Pack the incidents and cut the archive off."""
    with zipfile.ZipFile(folder / "incidents.zip", "w") as archive:
        archive.write(folder / "incidents.csv", "incidents.csv")
    truncated("incidents.zip", 0.6)(folder)
    given("incidents", path="incidents.zip")(folder)


def truncated_layer_zip(folder: Path) -> None:
    """Pack the streets as a Shapefile and cut the archive off."""
    toy_case.streets().to_file(folder / "s.shp")
    with zipfile.ZipFile(folder / "streets.zip", "w") as archive:
        for part in sorted(folder.glob("s.*")):
            archive.write(part, part.name)
    truncated("streets.zip", 0.7)(folder)
    given("streets", path="streets.zip")(folder)


def spreadsheet(folder: Path) -> None:
    """Give a spreadsheet the name of a CSV."""
    with zipfile.ZipFile(folder / "incidents.csv", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")


def folder_for_file(folder: Path) -> None:
    """Name a folder where a file is asked."""
    (folder / "data").mkdir()
    shutil.move(folder / "streets.gpkg", folder / "data" / "streets.gpkg")
    given("streets", path="data")(folder)


def moved_incidents(east_m: float) -> Break:
    """Return a break that moves all incidents to the east. [m]"""

    def move(folder: Path) -> None:
        rows = [{**row, "x": float(str(row["x"])) + east_m} for row in toy_case.incidents()]
        write_rows(folder / "incidents.csv", rows)

    return move


def incidents_without(*columns: str) -> Break:
    """Return a break that leaves columns of the incidents out."""

    def leave_out(folder: Path) -> None:
        rows = [{k: v for k, v in row.items() if k not in columns} for row in toy_case.incidents()]
        write_rows(folder / "incidents.csv", rows)

    return leave_out


def incidents_at(x: object, y: object) -> Break:
    """Return a break that puts all incidents on one place."""

    def place(folder: Path) -> None:
        rows = [{**row, "x": x, "y": y} for row in toy_case.incidents()]
        write_rows(folder / "incidents.csv", rows)

    return place


def incidents_swapped(folder: Path) -> None:
    """Give the incidents in degrees under exchanged headers."""
    points = gpd.GeoSeries(
        [Point(float(str(r["x"])), float(str(r["y"]))) for r in toy_case.incidents()], crs=CRS
    ).to_crs("EPSG:4326")
    rows = [
        {"id": r["id"], "lon": round(p.y, 6), "lat": round(p.x, 6)}
        for r, p in zip(toy_case.incidents(), points, strict=True)
    ]
    write_rows(folder / "incidents.csv", rows)


def everywhere_forbidden(folder: Path) -> None:
    """Forbid mounting everywhere, and take the cameras away."""
    zone = gpd.GeoDataFrame({"name": ["all"]}, geometry=[box(*_around(500))], crs=CRS)
    zone.to_file(folder / "zone.gpkg")

    def change(plan: Plan) -> None:
        plan["inputs"]["no_mount"] = {"path": "zone.gpkg", "provenance": "assumed"}
        del plan["inputs"]["cameras"]

    change_plan(folder, change)


def _around(half_m: float) -> tuple[float, float, float, float]:
    return X_M - half_m, Y_M - half_m, X_M + half_m, Y_M + half_m


def tiny_area(folder: Path) -> None:
    """Plan an area between the streets, smaller than a step."""
    spot = gpd.GeoDataFrame({"name": ["a"]}, geometry=[box(*_around(0.05))], crs=CRS)
    layer("area", spot, "area.gpkg")(folder)


def foreign_output(folder: Path) -> None:
    """Put somebody's letter where the result shall be."""
    result = folder.parent / "out"
    result.mkdir()
    (result / "letter.txt").write_text("do not lose me", encoding="utf-8")


def output_below_a_file(folder: Path) -> None:
    """Put a file where the result's parent folder shall be."""
    (folder.parent / "out").write_text("a file, not a folder", encoding="utf-8")


def nothing_to_buy(plan: Plan) -> None:
    """Let no model be bought."""
    for model in plan["camera_models"]:
        model["buy"] = False


def incidents_positive(folder: Path) -> None:
    """Give the incidents as the land registry writes them: both coordinates positive."""
    rows = [
        {**row, "x": -float(str(row["x"])), "y": -float(str(row["y"]))}
        for row in toy_case.incidents()
    ]
    write_rows(folder / "incidents.csv", rows)


def packed_giant(folder: Path) -> None:
    """Pack a dozen tables, each of a size that would be read: together they are too much."""
    with zipfile.ZipFile(folder / "many.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for number in range(12):
            with packed.open(f"{number}.csv", "w") as table:
                for _ in range(30):
                    table.write(b"0" * 1_000_000)
    given("incidents", path="many.zip")(folder)


def police_record(properties: dict[str, object]) -> Break:
    """Return a break that gives the police's download with one record."""

    def write(folder: Path) -> None:
        feature = {"type": "Feature", "properties": properties, "geometry": None}
        document = {"type": "FeatureCollection", "features": [feature]}
        (folder / "police.geojson").write_text(json.dumps(document), encoding="utf-8")
        given("incidents", path="police.geojson")(folder)

    return write
