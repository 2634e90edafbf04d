"""The internal and the public edition: every number and word that both show is the same."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from attrs import evolve

from placement.output import public_edition
from placement.output.layers import Layers
from placement.output.paper import document
from placement.output.paper.pen import Pen
from placement.output.paper.words import table_columns, table_row
from placement.output.plan_layers import plan_layers
from placement.output.webmap.data import page_data
from placement.output.write import read_layers, read_plan, write_all
from placement.plan import Plan
from placement.plan.alternatives import Sensitivity
from placement.texts import LANGUAGES, Language
from tests.output.chromium import find, opened_again, set_phase
from tests.output.plan_file import config_writing

if TYPE_CHECKING:
    from selenium import webdriver

Town = tuple[Plan, Layers]
Rows = Mapping[str, Mapping[str, object]]
"""Number of a camera → its values by column."""
OF_POSITION = {"lon_deg", "lat_deg", "x_m", "y_m", "lon", "lat", "id"}
"""What is published to the metre, and identifiers that name what a camera looks at."""
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(small_town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a result with its public edition: in districts, two cameras on a pole, one broken."""
    plan, layers = small_town
    one, other = plan.cameras[4:6]
    other = evolve(other, point_id=one.point_id, name=one.name)
    cameras = (*plan.cameras[:5], other, *plan.cameras[6:])
    cameras = tuple(evolve(c, district=("Janov", "Hamr")[k % 2]) for k, c in enumerate(cameras))
    plan = evolve(plan, cameras=cameras, sensitivity=Sensitivity())
    town = {name: frame for name, frame in layers.frames().items() if name not in REMADE}
    folder = tmp_path_factory.mktemp("editions") / "out"
    drawn = plan_layers(plan, **town)
    write_all(plan, drawn, folder, language="cs", inputs={}, config=config_writing(paper=False))
    return folder


REMADE = ("cameras", "points", "alternatives", "other_plans")


def of_csv(folder: Path, name: str, separator: str) -> Rows:
    """Return the rows of a list."""
    text = (folder / name).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    return {row.get("number") or row["Číslo"]: row for row in rows}


def of_workbook(folder: Path) -> Rows:
    """Return the rows of the sheet of cameras."""
    sheet = openpyxl.load_workbook(folder / "cameras.xlsx").worksheets[0]
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    table = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return {str(row["Číslo"]): row for row in table if row["Číslo"]}


def of_features(folder: Path) -> Rows:
    """Return the properties of the GeoJSON."""
    features = json.loads((folder / "cameras.geojson").read_text("utf-8"))["features"]
    return {str(each["properties"]["number"]): each["properties"] for each in features}


def of_kml(folder: Path) -> Rows:
    """Return the lines of the placemarks' descriptions."""
    space = "{http://www.opengis.net/kml/2.2}"
    rows = {}
    for place in ET.parse(folder / "cameras.kml").iter(f"{space}Placemark"):
        lines = (place.findtext(f"{space}description") or "").split("<br>")
        told = dict(line.split(": ", 1) for line in lines if ": " in line)
        rows |= {told["Číslo"]: told} if "Číslo" in told else {}
    return rows


def of_layer(folder: Path, file: str, layer: str, key: str) -> Rows:
    """Return the rows of a layer of a GeoPackage."""
    frame = gpd.read_file(folder / file, layer=layer).drop(columns="geometry")
    return {str(row[key]): row for row in frame.to_dict("records")}


def differences(whole: Rows, public: Rows) -> list[str]:
    """Return where two editions of a list tell another thing of a camera."""
    assert public.keys() == whole.keys(), "numbers"
    assert public
    return [
        f"{number} {column}: {whole[number][column]!r} {value!r}"
        for number, row in public.items()
        for column, value in row.items()
        if column in whole[number] and not is_place(column)
        if not is_same(whole[number][column], value) and not is_broken(whole[number])
    ]


def is_place(column: str) -> bool:
    """Return whether a column has a position, which is published to the metre."""
    return column in OF_POSITION or "ouřadnice" in column or "eměpisná" in column


def is_same(one: object, other: object) -> bool:
    """Return whether two values are the same; nothing is the same as nothing."""
    empty = [bool(pd.isna(value)) for value in (one, other)]
    return one == other or all(empty)


def is_broken(row: Mapping[str, object]) -> bool:
    """Return whether a row is of a camera out of service, whose state is withheld."""
    return bool({"out of service", "mimo provoz"} & {str(value) for value in row.values()})


READERS = {
    "cameras.csv": lambda folder: of_csv(folder, "cameras.csv", ","),
    "cameras-cs.csv": lambda folder: of_csv(folder, "cameras-cs.csv", ";"),
    "cameras.xlsx": of_workbook,
    "cameras.geojson": of_features,
    "cameras.kml": of_kml,
}


@pytest.mark.parametrize("name", READERS)
def test_lists_of_both_editions_tell_the_same(folder: Path, name: str) -> None:
    """Row by row by number: kind, phase, point, name, street, district, provenance."""
    whole, public = (READERS[name](each) for each in (folder, folder / "public"))

    assert differences(whole, public) == []
    shared = set(next(iter(public.values()))) & set(next(iter(whole.values())))
    assert len(shared) >= 8, shared


@pytest.mark.parametrize(("layer", "key"), [("cameras", "number"), ("points", "point_id")])
def test_geopackages_of_both_editions_tell_the_same(folder: Path, layer: str, key: str) -> None:
    """Cameras by number, points by their identifier."""
    whole = of_layer(folder, "plan.gpkg", layer, key)
    public = of_layer(folder / "public", "cameras.gpkg", layer, key)

    assert differences(whole, public) == []


def test_the_data_of_both_pages_are_the_same(folder: Path) -> None:
    """Every fact that both have: of the plan, of each phase and of each camera."""
    plan, layers = read_plan(folder), read_layers(folder)
    reduced = public_edition.plan_of(plan)
    drawn = public_edition.layers_of(reduced, layers)
    whole, public = page_data(plan, layers, language="cs"), page_data(reduced, drawn, language="cs")

    assert [phase_facts(each) for each in public["phases"]] == [
        {name: value for name, value in phase_facts(each).items() if name in public["phases"][0]}
        for each in whole["phases"]
    ]
    rows = [{str(c["number"]): c for c in each["cameras"]} for each in (whole, public)]
    assert differences(*map(without_withheld, rows)) == []
    for name in ("case", "unit", "total", "density", "level", "synthetic", "sources"):
        assert whole[name] == public[name], name


INNER = ("alike", "reachable", "by_time", "hot", "robust", "gap")
"""Facts of a phase that the public page has not, or as nothing."""


def phase_facts(phase: Mapping[str, object]) -> dict[str, object]:
    """Return the facts of a phase that both pages show."""
    return {name: value for name, value in phase.items() if name not in INNER}


def without_withheld(rows: Rows) -> Rows:
    """Return rows without what they do not tell."""
    return {
        number: {
            name: value for name, value in row.items() if value is not None and name not in GAIN
        }
        for number, row in rows.items()
    }


GAIN = ("order", "half", "circle")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_of_both_editions_write_the_same(
    folder: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the public sheet writes, the internal one does: but for kinds, price and gain."""
    plan, layers = read_plan(folder), read_layers(folder)
    reduced = public_edition.plan_of(plan)
    drawn = public_edition.layers_of(reduced, layers)
    written: list[set[str]] = []
    write = Pen.write

    def listen(self: Pen, x: float, y: float, words: str, **look: object) -> object:
        written[-1].add(words)
        return write(self, x, y, words, **look)

    monkeypatch.setattr(Pen, "write", listen)
    for each, town in ((plan, layers), (reduced, drawn)):
        written.append(set())
        document.pdf(each, town, paper=document.A4, language=language)
    numbers = [{word for word in words if word.isdigit()} for words in written]
    inner = [name not in table_columns(reduced) for name in table_columns(plan)]
    rows = [table_row(camera, plan, language) for camera in plan.cameras]
    cells = {cell for row in rows for cell, is_inner in zip(row, inner, strict=True) if is_inner}
    figures = [{w for w in words if re.search(r"\d.*(%|Kč|CZK|kamer)", w)} for words in written]

    assert numbers[1] - numbers[0] == set()
    assert numbers[0] - numbers[1] <= cells
    assert len(numbers[1]) >= len(plan.cameras)
    assert figures[1] - figures[0] == set()
    assert figures[1]


TEXTS = """
const text = (node) => node.innerText.replace(/\\s+/g, " ").trim(), told = {};
told.lead = text(document.getElementById("lead"));
const figures = [...document.querySelectorAll("#figures dt")];
for (const dt of figures) told[`figure ${text(dt)}`] = text(dt.nextElementSibling);
for (const id of ["steps", "cameras"]) {
  const heads = [...document.querySelectorAll(`#${id} thead th`)].map(text);
  for (const [number, row] of [...document.querySelectorAll(`#${id} tbody tr`)].entries()) {
    const cells = [...row.children].map(text);
    for (const [place, head] of heads.entries()) told[`${id} ${number} ${head}`] = cells[place];
  }
}
return told;
"""
STATE = re.compile(r"^(mimo provoz|out of service|Dnes|Today)$")


def told_by(driver: "webdriver.Chrome", page: Path, language: str, phases: int) -> dict[str, str]:
    """Return what a page shows of each phase, by where it stands."""
    opened_again(driver, page)
    driver.find_element("css selector", f'[data-language="{language}"]').click()
    told: dict[str, str] = {}
    for phase in range(phases):
        set_phase(driver, phase)
        found = driver.execute_script(TEXTS)
        told |= {f"{phase} {name}": value for name, value in found.items()}
    return told


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_pages_show_the_same(
    driver: "webdriver.Chrome", folder: Path, language: Language
) -> None:
    """First lines, figures, phases and list in a browser, for each phase in both languages."""
    phases = len(read_plan(folder).phases)
    whole, public = (
        told_by(driver, each / "map.html", language, phases) for each in (folder, folder / "public")
    )
    shared = public.keys() & whole.keys()
    apart = {name: (whole[name], public[name]) for name in shared if whole[name] != public[name]}
    apart = {name: told for name, told in apart.items() if "list" not in name}
    apart = {
        name: told
        for name, told in apart.items()
        if STATE.sub("", told[0]) != STATE.sub("", told[1]) and not is_identified(told)
    }

    assert apart == {}
    assert len(shared) > 10 * phases
    assert find(driver, "#lead")


def is_identified(told: tuple[str, str]) -> bool:
    """Return whether an internal cell has only an identifier more than the public one."""
    return (
        told[0].startswith(told[1]) and re.fullmatch(r" K\d+", told[0][len(told[1]) :]) is not None
    )


@pytest.mark.slow
def test_editions_of_the_real_place_tell_the_same(tmp_path: Path) -> None:
    """The published plan of Litvínov, written in both editions."""
    result = ROOT / "maps" / "litvinov"
    if not (result / "plan.json").exists():
        pytest.skip("no published plan of Litvínov")
    plan, layers = read_plan(result), read_layers(result)
    out = tmp_path / "out"
    write_all(plan, layers, out, language="cs", inputs={}, config=config_writing(paper=False))

    for name, read in READERS.items():
        assert differences(read(out), read(out / "public")) == [], name
    test_the_data_of_both_pages_are_the_same(out)
