"""The public edition: not one withheld value is in any byte of it, and what is said is true."""

import csv
import io
import json
import re
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from attrs import asdict, evolve, fields

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.config import OutputSection
from placement.output import public_edition, public_folder
from placement.output.layer_styles import TABLE
from placement.output.layer_tables import layer_tables
from placement.output.layers import Layers
from placement.output.lists import formats as camera_lists
from placement.output.paper.words import table_row
from placement.output.plan_layers import plan_layers
from placement.output.public_edition import LAYER_COLUMNS, LAYER_RULES
from placement.output.write import write_all
from placement.plan import DistrictResult, PhaseResult, Plan, PlannedCamera
from placement.plan.alternatives import (
    Alternative,
    Curve,
    CurvePoint,
    Failure,
    OtherPlan,
    Placement,
    Sensitivity,
)
from placement.plan.camera_columns import COLUMNS, rule_of
from placement.plan.column_values import KINDS, kind_of
from placement.plan.confidence import Scenario
from placement.plan.public import PublicCamera, PublicPlan
from placement.plan.publication import PHASE_RULES, PLAN_RULES, STATUS_RULE
from placement.texts import LANGUAGES, catalogue, plain
from tests.output.plan_file import config_writing

Town = tuple[Plan, Layers]
WORD = "KANAREK"
"""Starts every withheld text."""
NUMBERS = {
    "ground_m": 731337.37,
    "height_m": 732337.37,
    "azimuth_deg": 733337.37,
    "grid_azimuth_deg": 734337.37,
    "tilt_deg": 735337.37,
    "cost_czk": 736337.0,
    "seen": 737337.3757,
    "gain": 738337.3757,
    "facing_deg": 739337.37,
    "chosen_again": 746337.37,
    "alike_again": 747337.37,
}
"""Withheld numbers, so long that no other number of the files holds them."""
OFF_M = (0.373, 0.437)
"""What is withheld of positions. [m]"""
OPTICS = {"hfov_deg": 83.3757, "vfov_deg": 43.3757, "range_m": 741337.37, "cost_czk": 742337.0}
WIDTH_PX = 743337
DEMAND = 744337.3757
SEED = 745337
OPEN = 748337.3757
"""What is known of robustness, and what may be swapped."""


@pytest.fixture(scope="module")
def seeded(small_town: Town) -> Town:
    """Return a town with a canary in every withheld column of every camera and layer."""
    plan, layers = small_town
    lens = Lens(OPTICS["hfov_deg"], OPTICS["vfov_deg"], WIDTH_PX)
    model = CameraModel(f"{WORD}-model", lens, 73.3657, OPTICS["range_m"], OPTICS["cost_czk"])
    cameras = tuple(
        evolve(
            camera,
            **NUMBERS,
            x_m=round(camera.x_m) + OFF_M[0],
            y_m=round(camera.y_m) + OFF_M[1],
            camera_id=f"{WORD}-{number}",
            model=model.name,
            carrier=f"{WORD}-carrier",
            top_places=(f"{WORD}-top",),
        )
        for number, camera in enumerate(plan.cameras)
    )
    phases = tuple(evolve(p, reachable=DEMAND, value_alike=DEMAND) for p in plan.phases)
    districts = (DistrictResult(f"{WORD}-district", DEMAND, DEMAND, DEMAND),)
    whole = evolve(
        plan,
        cameras=cameras,
        models=(model,),
        phases=phases,
        districts=districts,
        total_alike=DEMAND,
        seed=SEED,
        repetitions=10,
        scenarios=(Scenario(f"{WORD}-scenario", OPEN, OPEN, OPEN, again={f"{WORD}-0": OPEN}),),
        sensitivity=left_open(cameras[0]),
    )
    return whole, drawn(whole, layers)


def left_open(camera: PlannedCamera) -> Sensitivity:
    """Return canaries for all that may be swapped."""
    names = [field.name for field in fields(Placement)]
    given = {name: getattr(camera, name) for name in names if name != "grid_azimuth_deg"}
    place = Placement(**given, grid_azimuth_deg=OPEN)
    swap = Alternative(**asdict(place), camera_id=camera.camera_id, loss=OPEN)
    return Sensitivity(
        failures=(Failure(camera.camera_id, OPEN),),
        alternatives=(swap,),
        others=(OtherPlan(OPEN, (camera.camera_id,), (place,)),),
        curve=Curve((CurvePoint(1, OPEN, OPEN), CurvePoint(2, OPEN, OPEN)), None),
    )


def drawn(plan: Plan, layers: Layers) -> Layers:
    """Return layers of a plan with canaries in what is not of the town itself."""
    views = layers.views.assign(level=f"{WORD}-level", camera_id=plan.cameras[0].camera_id)
    demand = layers.demand.assign(lixel_id=[f"{WORD}-{i}" for i in range(len(layers.demand))])
    houses = layers.buildings.assign(building_id=f"{WORD}-house", height_m=DEMAND)
    return plan_layers(
        plan,
        views=views,
        demand=demand.assign(expected=DEMAND),
        streets=layers.streets.assign(street_id=f"{WORD}-street"),
        buildings=houses,
        area=layers.area,
        districts=layers.area.assign(name="Celé město", inhabitants=DEMAND),
        backdrop=layers.backdrop,
        places=gpd.GeoDataFrame(
            {"place_id": [f"{WORD}-id"], "name": [f"{WORD}-place"], "kind": [f"{WORD}-kind"]},
            geometry=layers.cameras.geometry[:1].to_list(),
            crs=plan.crs,
        ),
    )


def contents(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, and what they hold packed or encoded."""
    whole = path.read_bytes()
    yield whole
    if path.suffix == ".gpkg":
        with sqlite3.connect(path) as store:
            yield "\n".join(store.iterdump()).encode()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    if path.suffix == ".pdf":
        for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", whole, re.DOTALL):
            try:
                stream = zlib.decompress(match[1])
            except zlib.error:
                continue
            yield stream
            for text in re.findall(rb"BT(.*?)ET", stream, re.DOTALL):
                letters = b"".join(re.findall(rb"\((.*?)\)", text, re.DOTALL))
                yield letters.replace(b"\x00", b"")


def forms(value: float) -> set[bytes]:
    """Return how a number may be written: whole, grouped, in full, as eight bytes."""
    grouped = {f"{int(value):,}".replace(",", blank) for blank in ("\u00a0", " ", ",")}
    packed = {struct.pack(f"{order}d", value) for order in "<>"}
    return {text.encode() for text in {str(int(value)), *grouped}} | packed


@pytest.mark.parametrize("withhold", [(), ("street", "kind", "provenance")])
def test_no_withheld_value_is_in_any_byte(
    seeded: Town, tmp_path: Path, withhold: tuple[str, ...]
) -> None:
    """HTML, CSV, GeoJSON, XML, tables and pages of the GeoPackage, what PDF and XLSX pack."""
    output = OutputSection.model_validate({"withhold": withhold, "paper": withhold == ()})
    public_folder.write(*seeded, tmp_path / "public", language="cs", output=output)
    plan = seeded[0]
    places = [value for c in plan.cameras for value in (c.x_m, c.y_m, c.lon_deg, c.lat_deg)]
    numbers = [*NUMBERS.values(), *OPTICS.values(), WIDTH_PX, DEMAND, SEED, OPEN]
    hidden = {form for value in numbers if value > 999 for form in forms(value)}
    hidden |= {repr(value).encode() for value in places}
    hidden |= {struct.pack(f"{order}d", value) for value in places for order in "<>"}
    hidden |= {WORD.encode()}
    files = sorted((tmp_path / "public").iterdir())

    assert {file.name for file in files} >= {"map.html", "cameras.gpkg", "manifest.json"}
    assert {file.name for file in files} >= set(camera_lists.PUBLIC_LISTS)
    assert not {"cameras.dxf", "cameras.gpx", "cameras-vms.csv"} & {file.name for file in files}
    assert not {"plan.json", "plan.toml", "plan.gpkg"} & {file.name for file in files}
    for file in files:
        for content in contents(file):
            found = [form for form in hidden if form in content]
            assert found == [], (file.name, found)


def test_the_search_would_find_them(seeded: Town, tmp_path: Path) -> None:
    """The internal files hold every text and number that the public ones must not."""
    config = config_writing(public=False)
    write_all(*seeded, tmp_path / "out", language="cs", inputs={}, config=config)
    found = {file.name: b"\n".join(contents(file)) for file in (tmp_path / "out").iterdir()}

    assert not (tmp_path / "out" / "public").exists()
    lists = ("cameras.xlsx", "cameras.kml", "cameras.gpx", "cameras.dxf")
    for name in ("map.html", "cameras.csv", "plan.gpkg", "map-a4.pdf", *lists):
        assert WORD.encode() in found[name], name
    for name, value in NUMBERS.items():
        assert any(form in found["plan.json"] for form in forms(value)), name
        assert any(form in found["plan.gpkg"] for form in forms(value)), name
    for name in ("plan.json", "plan.gpkg", "alternatives.csv", "robustness.csv", "confidence.csv"):
        assert any(form in found[name] for form in forms(OPEN)), name


def test_out_of_service_cameras_look_like_the_others(seeded: Town) -> None:
    """No status or order tells which cameras do not work; how many work is told."""
    plan = seeded[0]
    public = public_edition.plan_of(plan)
    today = public.phases[0]

    assert any(c.status == "out of service" for c in plan.cameras)
    assert {c.status for c in public.cameras} == {"existing", "new"}
    assert today.cameras == plan.phases[0].cameras < sum(c.phase == 0 for c in plan.cameras)
    assert [c.number for c in public.cameras] == list(range(1, len(plan.cameras) + 1))
    standing = [c for c in public.cameras if c.phase == 0]
    assert standing == sorted(standing, key=lambda c: (plain(c.name), c.point_id))


def test_a_phase_of_one_camera_does_not_tell_its_price(seeded: Town) -> None:
    """The cost of a phase is published unless it is that of a single camera."""
    plan = seeded[0]
    one = evolve(plan.phases[-1], new_cameras=1)
    public = public_edition.plan_of(evolve(plan, phases=(*plan.phases[:-1], one)))

    assert public.phases[-1].cost_czk != public.phases[-1].cost_czk
    assert public.phases[1].cost_czk == plan.phases[1].cost_czk


def test_lists_and_tables_have_public_columns_only(seeded: Town, tmp_path: Path) -> None:
    """The header of the CSV, the properties of the GeoJSON and every layer's fields."""
    public_folder.write(*seeded, tmp_path / "p", language="cs", output=OutputSection(paper=False))
    (head, *rows) = csv.reader(io.StringIO((tmp_path / "p/cameras.csv").read_text("utf-8")))
    features = json.loads((tmp_path / "p/cameras.geojson").read_text("utf-8"))["features"]
    allowed = {column.name for column in COLUMNS if column.rule.public}

    assert set(head) <= allowed
    assert len(rows) == len(features) == len(seeded[0].cameras)
    assert all(set(feature["properties"]) <= allowed for feature in features)
    layers = gpd.list_layers(tmp_path / "p/cameras.gpkg")["name"]
    assert set(layers) == {"cameras", *LAYER_COLUMNS, TABLE}
    for layer in set(layers) - {TABLE}:
        frame = gpd.read_file(tmp_path / "p/cameras.gpkg", layer=layer)
        assert set(frame.columns) - {"geometry"} <= LAYER_COLUMNS.get(layer, allowed)


def test_the_town_may_withhold_more(seeded: Town) -> None:
    """Names and streets named in the plan file are gone, and so is the price of phases."""
    withhold = ("name", "street", "phase_cost_czk", "phase_budget_czk")
    public = public_edition.plan_of(seeded[0], withhold=withhold)

    assert {c.name + c.street for c in public.cameras} == {""}
    assert all(p.cost_czk != p.cost_czk and p.budget_czk is None for p in public.phases)
    assert "name" in public.withheld


def test_public_places_lie_within_a_metre(seeded: Town) -> None:
    """Rounded as far as the pole, no further."""
    public = {c.point_id: c for c in public_edition.plan_of(seeded[0]).cameras}

    for camera in seeded[0].cameras:
        near = public[camera.point_id]
        assert shapely.Point(near.x_m, near.y_m).distance(shapely.Point(camera.x_m, camera.y_m)) < 1


def test_what_nobody_decided_about_is_withheld() -> None:
    """A column without a rule is not public."""
    assert not rule_of("a column of tomorrow").public


def test_whole_circles_and_unknown_kinds_are_told_as_they_are(small_town: Town) -> None:
    """In the lists and on paper; neither is taken for a fixed camera."""
    plan = small_town[0]
    kinds = {c.camera_id: kind_of(plan.model(c.model)) for c in plan.cameras}
    assert set(kinds.values()) == set(KINDS)
    unknown = evolve(plan.cameras[0], kind_assumed=True)
    public = public_edition.plan_of(evolve(plan, cameras=(unknown, *plan.cameras[1:])))
    told = {camera.point_id: camera for camera in public.cameras}

    assert told[unknown.point_id].kind is None
    assert table_row(told[unknown.point_id], public, "en")[-1] == "kind not known"
    for camera in plan.cameras[1:]:
        assert told[camera.point_id].kind == kinds[camera.camera_id]
        assert table_row(told[camera.point_id], public, "en")[-1] == kinds[camera.camera_id]


def test_every_rule_is_of_something_and_has_its_reason() -> None:
    """Rules name columns, fields and layers that exist; their reasons are in both languages."""
    of_cameras = {column.name: column.rule for column in COLUMNS}
    rules = [*of_cameras.values(), *PHASE_RULES.values(), *PLAN_RULES.values(), STATUS_RULE]

    # masks are shapes, in no table; their number and what they hide are columns
    assert set(of_cameras) >= {each.name for each in fields(PlannedCamera)} - {"masks"}
    assert set(PHASE_RULES) <= {each.name for each in fields(PhaseResult)}
    assert set(PLAN_RULES) == {each.name for each in fields(Plan)}
    assert set(LAYER_RULES) == set(layer_tables())
    for rule in [*rules, *LAYER_RULES.values()]:
        assert all(f"publication.{rule.reason}" in catalogue(each) for each in LANGUAGES)


def test_a_public_plan_has_public_fields_only() -> None:
    """Each field of the type is one that may be published, or is built for the edition."""
    copied = {each.name for each in fields(PublicPlan)} - set(public_edition.BUILT)
    camera = {each.name for each in fields(PublicCamera)} - {"camera_id", "others"}

    assert all(PLAN_RULES[name].public for name in copied)
    assert all(rule_of(name).public for name in camera)


def test_what_is_written_again_has_its_public_edition(small_town: Town, tmp_path: Path) -> None:
    """The manifest names its files, so that the next run takes it away with the rest."""
    inputs: dict[str, Path] = {}
    out = tmp_path / "out"
    write_all(*small_town, out, language="cs", inputs=inputs, config=config_writing(paper=False))
    named = json.loads((out / "manifest.json").read_text("utf-8"))["outputs"]
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}

    assert set(named) | {"manifest.json"} == there
    assert "public/map.html" in there
    write_all(
        *small_town,
        out,
        language="cs",
        inputs=inputs,
        config=config_writing(paper=False, public=False),
    )
    assert not (out / "public").exists()
