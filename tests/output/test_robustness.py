"""How sure a plan is, as files: lists that agree with the plan, layers, and a figure."""

import csv
import io
from pathlib import Path

import pyogrio
import pytest
from attrs import evolve

from placement.output import geopackage, public_edition
from placement.output.figures import robustness as robustness_figure
from placement.output.layers import Layers
from placement.output.lists import alternatives as freedom_lists
from placement.output.lists import robustness as robustness_lists
from placement.output.lists.cameras import cameras_csv, cameras_geojson
from placement.output.plan_layers import plan_layers
from placement.output.webmap import story as webmap_story
from placement.output.write import contents
from placement.plan import Plan
from placement.plan.alternatives import (
    Alternative,
    Failure,
    OtherPlan,
    Placement,
    Sensitivity,
)
from placement.plan.confidence import AS_PLANNED, BOOTSTRAP, HEIGHTS, Scenario
from tests.plan.test_alternatives import PLACE

Town = tuple[Plan, Layers]
REPEATED = {"robustness.csv", "robustness-cs.csv", "confidence.csv", "confidence-cs.csv"}


def tried(plan: Plan) -> Plan:
    """Return a plan that was made again eight times; the k-th new camera came back k/n times."""
    new = [camera.camera_id for camera in plan.cameras if camera.status == "new"]
    share = {name: (rank + 1) / len(new) for rank, name in enumerate(new)}
    return evolve(
        plan,
        cameras=tuple(
            evolve(c, chosen_again=0.5 * share[c.camera_id], alike_again=share[c.camera_id])
            if c.camera_id in share
            else c
            for c in plan.cameras
        ),
        repetitions=8,
        scenarios=(
            Scenario(BOOTSTRAP, 0.5, 0.55, 0.4, plans=6, worst=0.0625, again=share),
            Scenario(AS_PLANNED, 0.6, 0.6, 1.0, worst=0.0, again=share),
            Scenario(HEIGHTS, 0.45, 0.475, 0.8, plans=2, failed=1, worst=0.03, again=share),
            Scenario("mounts", 0.375, 0.375, 0.0, plans=0, failed=3, worst=0.0),
        ),
    )


def left_open(plan: Plan) -> Plan:
    """Return a plan in which one camera may be swapped, and beside which another one stands."""
    name = next(camera.camera_id for camera in plan.cameras if camera.status == "new")
    place = {**PLACE, "street": '=1+1;"', "model": plan.models[0].name}
    worth = plan.final.value + plan.final.extra
    return evolve(
        plan,
        sensitivity=Sensitivity(
            failures=(Failure(name, 1234.5),),
            alternatives=(Alternative(**place, camera_id=name, loss=0.01 * plan.demand_total),),
            others=(OtherPlan(0.99 * worth, (name,), (Placement(**place),)),),
        ),
    )


def rows(content: bytes, *, of: str = ",") -> list[dict[str, str]]:
    """Return a CSV's rows by column."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=of))


def test_a_scenario_is_a_row(small_town: Town) -> None:
    """Shares in percent; where no plan was made, only this plan's share stands."""
    plan = tried(small_town[0])
    plain = rows(robustness_lists.contents(plan)["robustness.csv"])
    czech = rows(robustness_lists.contents(plan)["robustness-cs.csv"], of=";")

    assert [row["scenario"] for row in plain] == [one.name for one in plan.scenarios]
    assert [row["regret_pct"] for row in plain] == ["5.00", "0.00", "2.50", ""]
    assert [row["worst_pct"] for row in plain] == ["6.25", "0.00", "3.00", ""]
    assert plain[3]["share_pct"] == "37.50"
    assert plain[3]["best_pct"] == ""
    assert czech[0]["Tento plán ztrácí [%]"] == "5,00"
    assert czech[0]["Co je jinak"].startswith("jiné výběry událostí")


def test_the_least_sure_camera_comes_first(small_town: Town) -> None:
    """One row a new camera, with its shares in all and by scenario."""
    plan = tried(small_town[0])
    found = rows(robustness_lists.contents(plan)["confidence.csv"])
    shares = [float(row["alike_again_pct"]) for row in found]

    assert len(found) == sum(camera.status == "new" for camera in plan.cameras)
    assert shares == sorted(shares)
    assert [float(row["heights"]) for row in found] == shares
    assert "mounts" not in found[0]


def test_nothing_is_written_of_what_was_not_tried(small_town: Town) -> None:
    """Without repetitions there is neither list nor figure nor column."""
    plan, layers = small_town
    without = contents(plan, layers, language="cs")
    there = contents(tried(plan), layers, language="cs")

    assert not (REPEATED | {"robustness.png"}) & set(without)
    assert REPEATED | {"robustness.png"} <= set(there)
    assert b"alike_again" not in cameras_csv(plan) + cameras_geojson(plan)
    assert b"alike_again_pct" in cameras_csv(tried(plan))
    assert b'"alike_again_pct": 100.0' in cameras_geojson(tried(plan))


@pytest.mark.parametrize("known", [False, True])
def test_layers_hold_confidence_swaps_and_other_plans(
    small_town: Town, tmp_path: Path, *, known: bool
) -> None:
    """They are in the GeoPackage where there is something, and read back as they were."""
    plan, file = small_town[0], tmp_path / "plan.gpkg"
    layers = plan_layers(left_open(tried(plan)) if known else plan)
    geopackage.write(layers, file)
    names = {str(name) for name, _ in pyogrio.list_layers(file)}
    columns = set(pyogrio.read_info(file, layer="cameras")["fields"])
    read = geopackage.read(file)

    assert ({"alternatives", "other_plans"} <= names) == known
    assert ({"chosen_again", "alike_again"} <= columns) == known
    for name, frame in layers.frames().items():
        assert getattr(read, name).drop(columns="geometry").equals(frame.drop(columns="geometry"))
    if known:
        assert read.alternatives["loss_pct"][0] == pytest.approx(1.0)
        assert read.other_plans["worse_pct"][0] == pytest.approx(1.0)
        assert read.other_plans.geometry[0].x == PLACE["x_m"]


def test_the_czech_list_of_alternatives_says_the_same(small_town: Town) -> None:
    """Semicolons, decimal commas, Czech words; no formula, no cell broken by a quotation mark."""
    plan = left_open(small_town[0])
    written = freedom_lists.alternatives_csv_cs(plan)
    czech, plain = rows(written, of=";"), rows(freedom_lists.alternatives_csv(plan))
    swap = czech[0]

    assert written.startswith(b"\xef\xbb\xbf")
    assert len(czech) == len(plain)
    assert swap["Ulice"] == "'=1+1;\""
    assert swap["Na čem visí"] == "sloup veřejného osvětlení"
    assert "1234,500" in swap.values()
    assert "13,6000000" in swap.values()
    assert "-790000,50" in swap.values()
    assert None not in swap
    assert czech[1]["Ulice"] == ""


def test_the_figure_is_the_same_every_time(small_town: Town) -> None:
    """In both languages a PNG, twice the same bytes; with many cameras, few and none likewise."""
    plan = tried(small_town[0])
    one = robustness_figure.robustness(plan, language="cs")
    assert one.startswith(b"\x89PNG")
    assert one == robustness_figure.robustness(plan, language="cs")
    assert one != robustness_figure.robustness(plan, language="en")
    none = evolve(plan, cameras=(), scenarios=plan.scenarios[3:])
    dollars = evolve(plan, cameras=tuple(evolve(c, street="$x_{$") for c in plan.cameras))
    many = evolve(plan, cameras=plan.cameras * 12)
    for odd in (none, dollars, many):
        assert robustness_figure.robustness(odd).startswith(b"\x89PNG")


def test_the_page_is_told_how_sure_the_target_is(small_town: Town) -> None:
    """Of the last phase only, where the plan was made again; the public page is told nothing."""
    plan, layers = small_town
    sure = tried(plan)
    told = [phase.get("robust") for phase in webmap_story.phases(sure, layers)]
    back = [c.alike_again for c in sure.cameras if c.alike_again is not None]

    assert told[:-1] == [None] * (len(told) - 1)
    assert told[-1]["plans"] == 8
    assert told[-1]["loss"] == pytest.approx(0.05)
    assert told[-1]["back"] == pytest.approx(sum(back) / len(back))
    assert "robust" not in webmap_story.phases(plan, layers)[-1]
    assert "robust" not in webmap_story.phases(public_edition.plan_of(sure), layers)[-1]
