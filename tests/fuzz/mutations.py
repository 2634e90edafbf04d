"""Seeded ways to spoil a tiny case: its bytes, cells, headers, plan file and finished result."""

import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tomli_w

from tests.pipeline import toy_case

Spoil = Callable[[random.Random, Path], list[str]]
"""Spoils a case and returns the command, without the language."""


def write(folder: Path) -> Path:
    """Write a case that is read and planned in a blink."""
    toy_case.write(folder, cell_m=8.0)
    toy_case.write_rows(folder / "incidents.csv", incidents())
    toy_case.change_plan(folder, _coarse)
    return folder


def incidents() -> list[dict[str, object]]:
    """Return a few incidents."""
    return toy_case.incidents()[:8]


def plan() -> toy_case.Plan:
    """Return the plan file of that case as plain values."""
    values = toy_case.plan(cell_m=8.0)
    _coarse(values)
    return values


def _coarse(values: toy_case.Plan) -> None:
    values["viewshed"]["cell_m"] = 8.0
    values["sites"] |= {"spacing_m": 60.0, "azimuth_step_deg": 180.0}
    for model in values["camera_models"]:
        model["range_m"] = 30.0


NASTY: tuple[Any, ...] = (
    "", "nan", "inf", "-1", "1e308", "1e-308", "0", "9" * 400, "é\x00", "\u202e", "True",
    "x" * 10_000, "12,5", "=1+1", "null", "[]", "2024-13-45", -1, 0, 1e308, 1e-308, 10**18, True,
    [], {}, [[]], 0.001, float("nan"), float("inf"), "EPSG:4326", "../../x",
)  # fmt: skip
TABLES = {
    "incidents.csv": incidents,
    "lamp_posts.csv": toy_case.lamp_posts,
    "cameras.csv": toy_case.cameras,
}
OURS = ("placed_by_address", "source_row", "geometry", "osm_id", "weight", "x", "lon", "until")
UNSAID = ("status", "person", "total_alike", "repetitions", "scenarios", "what_if", "curve")
"""Keys that a plan has only where they say something."""
FORMATS = (".gpkg", ".geojson", ".shp", ".fgb", ".gml", ".zip")


def file_bytes(draw: random.Random, case: Path) -> list[str]:
    """Spoil bytes of one of the case's files as they lie there."""
    name = draw.choice(("incidents.csv", "cameras.csv", "terrain.tif", "streets.gpkg", "plan.toml"))
    _only(case, _key(name))
    _spoil(draw, case / name)
    return ["check", str(case)]


def layer_bytes(draw: random.Random, case: Path) -> list[str]:
    """Give the streets in another format, and spoil one of its files."""
    suffix = draw.choice(FORMATS)
    path = case / f"ways{suffix if suffix != '.zip' else '.shp'}"
    toy_case.streets().to_file(path)
    parts = [part for part in sorted(case.glob("ways.*")) if part.suffix != ".zip"]
    if draw.random() < 0.3:
        draw.choice(parts).write_bytes(b"")
    else:
        _spoil(draw, draw.choice(parts))
    if suffix == ".zip":
        path = case / "ways.zip"
        packing = draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA))
        with zipfile.ZipFile(path, "w", packing) as archive:
            for part in parts:
                archive.write(part, part.name)
        _spoil(draw, path)
    _only(case, "streets", path.name)
    return ["check", str(case)]


def zipped_table(draw: random.Random, case: Path) -> list[str]:
    """Pack the incidents in some way, and spoil the archive."""
    path = case / "incidents.zip"
    packing = draw.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.write(case / "incidents.csv", draw.choice(("a.csv", "../a.csv", "C:/a.csv")))
    _spoil(draw, path)
    _only(case, "incidents", path.name)
    return ["check", str(case)]


def wrong_format(draw: random.Random, case: Path) -> list[str]:
    """Give one file the name of another format."""
    key = draw.choice(("streets", "buildings", "terrain", "incidents", "cameras"))
    suffix = draw.choice((".csv", ".osm", ".osm.pbf", ".vrt", ".xlsx", ".json", ".gz", ".tif"))
    name = f"other{suffix}"
    source = draw.choice(("terrain.tif", "streets.gpkg", "incidents.csv", "plan.toml"))
    shutil.copyfile(case / source, case / name)
    _only(case, key, name)
    return ["check", str(case)]


def cells(draw: random.Random, case: Path) -> list[str]:
    """Put nasty values into cells of a table."""
    name = draw.choice(sorted(TABLES))
    rows = TABLES[name]()
    for _ in range(draw.randint(1, 4)):
        row = draw.choice(rows)
        row[draw.choice(list(row))] = draw.choice(NASTY)
    _only(case, _key(name))
    toy_case.write_rows(case / name, rows)
    return ["check", str(case)]


def headers(draw: random.Random, case: Path) -> list[str]:
    """Rename columns of a table, also to names that only we write."""
    name = draw.choice(sorted(TABLES))
    rows = TABLES[name]()
    old = draw.choice(list(rows[0]))
    new = draw.choice((*OURS, *(str(each) for each in NASTY[:12])))
    rows = [{new if key == old else key: value for key, value in row.items()} for row in rows]
    _only(case, _key(name))
    toy_case.write_rows(case / name, rows)
    return ["check", str(case)]


def plan_keys(draw: random.Random, case: Path) -> list[str]:
    """Put nasty values into the plan file, or take keys away."""
    values = plan()
    for _ in range(draw.randint(1, 2)):
        _change(draw, values)
    (case / "plan.toml").write_text(_toml(values), encoding="utf-8", errors="replace")
    return ["check", str(case)]


def options(draw: random.Random, case: Path) -> list[str]:
    """Give nasty values to options."""
    nasty = str(draw.choice(NASTY)).replace("\x00", "")
    return draw.choice(
        (
            ["viewshed", str(case), "--at", "13.6,50.6", "--height-m", nasty,
             "--azimuth-deg", "0", "--model", "pevná 4 MP"],
            ["viewshed", str(case), "--at", nasty, "--height-m", "5", "--azimuth-deg", nasty,
             "--model", "pevná 4 MP"],
            ["validate", str(case), "--until", nasty],
            ["validate", str(case), "--installed", f"--error-m={nasty}", f"--ring-m={nasty}"],
            ["plan", str(case), f"--seed={nasty}", f"--jobs={nasty}"],
            ["plan", str(case), f"--confidence={nasty}", f"--alternatives={nasty}"],
            ["plan", str(case), "--fix", nasty, "-o", str(case / "out")],
            ["init", str(case / nasty.replace("/", "_")), "--name", nasty],
            ["check", nasty or "–"],
        )
    )  # fmt: skip


def plan_json(draw: random.Random, result: Path) -> list[str]:
    """Edit a finished plan by hand."""
    path = result / "plan.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    for _ in range(draw.randint(1, 2)):
        _change(draw, values)
    if draw.random() < 0.3:
        values[draw.choice(UNSAID)] = draw.choice(NASTY)
    path.write_text(json.dumps(values), encoding="utf-8")
    return _made_again(draw, result)


def result_bytes(draw: random.Random, result: Path) -> list[str]:
    """Spoil bytes of a finished result."""
    _spoil(draw, result / draw.choice(("plan.json", "plan.gpkg", "plan.toml", "manifest.json")))
    return _made_again(draw, result)


OF_CASES: tuple[Spoil, ...] = (
    file_bytes, layer_bytes, zipped_table, wrong_format, cells, headers, plan_keys, options,
)  # fmt: skip
OF_RESULTS: tuple[Spoil, ...] = (plan_json, result_bytes)


def _made_again(draw: random.Random, result: Path) -> list[str]:
    if draw.random() < 0.5:
        return ["map", str(result)]
    name = draw.choice(("cameras.csv", "cameras.kml", "cameras.osm", "cameras.geojson"))
    return ["export", str(result), "-f", name, "-o", str(result.parent / "list")]


def _spoil(draw: random.Random, path: Path) -> None:
    """Cut a file off, double a part of it, or change some of its bytes."""
    content = bytearray(path.read_bytes())
    if not content:
        return
    way = draw.randrange(4)
    at = draw.randrange(len(content))
    if way == 0:
        del content[at:]
    elif way == 1:
        content[at:at] = content[: draw.randrange(len(content))]
    elif way == 2:
        content[at : at + 64] = draw.randbytes(64)
    else:
        for _ in range(draw.randint(1, 20)):
            content[draw.randrange(len(content))] = draw.randrange(256)
    path.write_bytes(content)


def _key(name: str) -> str:
    """Return which input a file of the case is; none for its plan file."""
    values = plan()["inputs"]
    return next((key for key in values if values[key]["path"] == name), "")


def _only(case: Path, key: str, name: str = "") -> None:
    """Leave streets, incidents and one input in the plan file, for speed; that one by a name."""
    values = plan()
    if name:
        values["inputs"][key]["path"] = name
    kept = {"streets", "incidents", key}
    values["inputs"] = {each: given for each, given in values["inputs"].items() if each in kept}
    if key != "carriers":
        values["sites"]["kinds"].remove("carriers")
    toy_case.write_plan(case, values)
    if key != "incidents":  # reading dates takes longer than all the rest
        places = [{"id": row["id"], "x": row["x"], "y": row["y"]} for row in incidents()]
        toy_case.write_rows(case / "incidents.csv", places)


def _change(draw: random.Random, values: Any) -> None:
    """Change one key somewhere below some values, or take it away."""
    place = values
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = draw.choice(keys)
        if isinstance(place[key], dict | list) and place[key] and draw.random() < 0.8:
            place = place[key]
            continue
        if draw.random() < 0.2:
            del place[key]
        else:
            place[key] = draw.choice(NASTY)
        return


def _toml(values: Any) -> str:
    return tomli_w.dumps(values)
