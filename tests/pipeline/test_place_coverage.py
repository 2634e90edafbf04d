"""What a plan sees of schools, stops and trouble spots."""

import csv
import json
import math
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from attrs import evolve
from shapely.geometry import Point, box

from placement import config as plan_files
from placement import pipeline
from placement.cli.main import main
from placement.output import redraw
from placement.output.lists import place_coverage as watch_lists
from placement.pipeline import PlanSights, Situation, plan_coverage
from placement.plan import Plan
from placement.plan.place_coverage import SEEN_SHARE, PlaceCoverage
from tests.pipeline import toy_case

CROSSING = Point(toy_case.X_M, toy_case.Y_M)
RADIUS_M = {"school": 50.0, "stop": 20.0}
FEATURES = (
    ("U křižovatky", "school", CROSSING),
    ("Zastávka", "stop", Point(toy_case.X_M + 100, toy_case.Y_M + 3)),
    ("Zastávka", "stop", Point(toy_case.X_M - 100, toy_case.Y_M - 3)),
    ("Stranou", "stop", Point(toy_case.X_M + 60, toy_case.Y_M + 29)),
)
"""Name, type and place; two rows are one stop, the last has no street within its radius."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the toy case with places and two districts."""
    folder = toy_case.write(tmp_path_factory.mktemp("watched") / "case")
    names, kinds, shapes = zip(*FEATURES, strict=True)
    columns = {"name": names, "kind": kinds}
    gpd.GeoDataFrame(columns, geometry=list(shapes), crs=toy_case.CRS).to_file(
        folder / "places.gpkg"
    )
    x_m, y_m, arm_m = toy_case.X_M, toy_case.Y_M, 2 * toy_case.ARM_M
    halves = [
        box(x_m - arm_m, y_m - arm_m, x_m, y_m + arm_m),
        box(x_m, y_m - arm_m, x_m + arm_m, y_m + arm_m),
    ]
    told = {"name": ["Západ", "Východ"], "obyvatel": [1234, None]}
    parts = gpd.GeoDataFrame(told, geometry=halves, crs=toy_case.CRS)
    parts.to_file(folder / "districts.gpkg")
    plan = toy_case.plan()
    plan["inputs"]["places"] = [{"path": "places.gpkg", "provenance": "synthetic"}]
    plan["inputs"]["districts"] = {"path": "districts.gpkg", "provenance": "synthetic"}
    toy_case.write_plan(folder, plan)
    return folder


@pytest.fixture(scope="module")
def planned(case: Path) -> tuple[Plan, Situation]:
    """Return the plan of the case and what it was made from."""
    config = plan_files.load(case / plan_files.PLAN_FILE)
    situation = pipeline.prepare(config, pipeline.read(config, folder=case))
    return pipeline.decide(situation), situation


def places(planned: tuple[Plan, Situation]) -> dict[str, PlaceCoverage]:
    """Return what is seen, by name."""
    return {place.name: place for place in pipeline.covered_places(*planned)}


def test_shares_are_those_of_the_pieces_around(planned: tuple[Plan, Situation]) -> None:
    """Share, cameras and phase follow from the pieces within the radius, one by one."""
    plan, situation = planned
    coverage = pipeline.coverage_of(plan, surface=situation.surface, demand=situation.demand)
    x_m, y_m, weight = situation.demand.x_m, situation.demand.y_m, situation.demand.weight
    for place in places(planned).values():
        mine = [(kind, shape) for name, kind, shape in FEATURES if name == place.name]
        near = [
            i
            for i in range(len(weight))
            if any(math.hypot(x_m[i] - p.x, y_m[i] - p.y) <= RADIUS_M[k] for k, p in mine)
        ]
        if not near:
            continue
        for phase, share in enumerate(place.shares):
            standing = [n for n, c in enumerate(plan.cameras) if c.phase <= phase]
            seen = {i for n in standing for i in coverage.of(n)} & set(near)
            assert share == pytest.approx(sum(weight[i] for i in seen) / sum(weight[near]))
        seeing = {c.camera_id for n, c in enumerate(plan.cameras) if {*coverage.of(n)} & {*near}}
        assert set(place.cameras) == seeing
        assert place.expected == pytest.approx(sum(weight[near]))
        assert bool(place.level) == bool(place.cameras)
    assert any(place.shares[-1] > 0 for place in places(planned).values())


def test_no_line_of_sight_is_traced_again(
    planned: tuple[Plan, Situation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known of the cameras' sites is what tracing from their places gives."""
    plan, situation = planned
    traced = PlanSights.traced(plan, surface=situation.surface, demand=situation.demand)
    taller = evolve(plan, cameras=tuple(evolve(c, height_m=9.0) for c in plan.cameras))
    elsewhere = PlanSights.of(taller, situation).sights.start.size

    monkeypatch.setattr(plan_coverage, "sights", None)
    known = PlanSights.of(plan, situation)

    assert elsewhere == len(plan.cameras) + 1
    for density_px_m in (0.0, plan.required_density_px_m, 250.0):
        one, other = traced.coverage(density_px_m), known.coverage(density_px_m)
        assert (one.covers != other.covers).nnz == 0
    assert traced.coverage(plan.required_density_px_m).covers.nnz > 0


def test_seen_means_half_of_it_and_never_less_later(planned: tuple[Plan, Situation]) -> None:
    """The phase is the first with half of the demand; later phases lose nothing."""
    for place in places(planned).values():
        reached = [phase for phase, share in enumerate(place.shares) if share >= SEEN_SHARE]

        assert list(place.shares) == sorted(place.shares)
        assert place.phase == (reached[0] if reached else None)


def test_parts_of_one_place_count_together(planned: tuple[Plan, Situation]) -> None:
    """Two rows of one name and type are one place."""
    assert list(places(planned)) == ["U křižovatky", "Zastávka", "Stranou"]


def test_a_place_away_from_streets_is_its_nearest_piece(planned: tuple[Plan, Situation]) -> None:
    """Where nothing lies within the radius, the nearest piece of street tells."""
    weight, demand = planned[1].demand.weight, planned[1].demand
    aside = FEATURES[-1][2]
    nearest = np.argmin(np.hypot(demand.x_m - aside.x, demand.y_m - aside.y))

    assert places(planned)["Stranou"].expected == pytest.approx(weight[nearest])


def test_a_case_without_places_has_nothing_to_tell(tmp_path: Path) -> None:
    """No places, no rows."""
    folder = toy_case.write(tmp_path / "case")
    config = plan_files.load(folder / plan_files.PLAN_FILE)
    situation = pipeline.prepare(config, pipeline.read(config, folder=folder))

    assert pipeline.covered_places(pipeline.decide(situation), situation) == ()


def test_the_command_writes_both_lists_and_says_how_many(
    case: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """`plan` writes places and districts in both languages, and they outlast a new map."""
    out = tmp_path / "out"
    main(["plan", str(case), "-o", str(out), "--lang", "en", "--json"], standalone_mode=False)
    told, said = capfd.readouterr()
    redraw.refresh(out, language="cs")
    rows = list(csv.DictReader((out / "places.csv").read_text("utf-8").splitlines()))
    czech = (out / "places-cs.csv").read_text("utf-8-sig").splitlines()
    parts = list(csv.DictReader((out / "districts.csv").read_text("utf-8").splitlines()))
    plan = json.loads((out / "plan.json").read_text("utf-8"))
    working = [c for c in plan["cameras"] if c["status"] != "out of service"]

    assert [row["name"] for row in rows] == ["U křižovatky", "Zastávka", "Stranou"]
    assert {row["data"] for row in rows} == {"synthetic"}
    assert '"zastávka"' in czech[2]
    assert sum(int(row["cameras_target"]) for row in parts) == len(working)
    assert sum(float(row["cost_czk"]) for row in parts) == sum(c["cost_czk"] for c in working)
    assert {row["district"]: row["inhabitants"] for row in parts} == {"Západ": "1234", "Východ": ""}
    assert [place["name"] for place in json.loads(told)["places"]] == [r["name"] for r in rows]
    assert "stop: " in said


def test_without_numbers_of_inhabitants_the_list_has_no_column(
    planned: tuple[Plan, Situation],
) -> None:
    """Only where the file of districts tells of any; not where it tells two numbers of one."""
    plan, situation = planned
    districts = situation.inputs.districts
    twice = gpd.GeoDataFrame(
        {"name": ["Západ", "Západ", "Východ"], "inhabitants": [10.0, 20.0, 30.0]}
    )

    known = watch_lists.inhabitants_of(districts)
    bare = watch_lists.contents(plan, ())["districts.csv"]
    full = watch_lists.contents(plan, (), inhabitants=known)["districts-cs.csv"]

    assert known == {"Západ": 1234.0}
    assert b"inhabitants" not in bare
    assert "Obyvatel" in full.decode("utf-8-sig").splitlines()[0]
    assert watch_lists.inhabitants_of(twice) == {"Východ": 30.0}


def test_places_without_a_name_stay_apart(planned: tuple[Plan, Situation]) -> None:
    """Two stops that nobody named are two places, not one of their kind."""
    plan, situation = planned
    inputs = situation.inputs
    assert inputs.places is not None
    nameless = inputs.places.assign(name="")

    found = pipeline.covered_places(plan, evolve(situation, inputs=evolve(inputs, places=nameless)))

    assert len(found) == len(nameless)
