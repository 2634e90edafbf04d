"""Our list of cameras after a spreadsheet and a person: edits and mistakes, one by one."""

import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest

from placement.config import PlanConfig
from placement.crs.systems import from_lonlat
from placement.errors import PlacementError
from placement.inputs import cameras
from placement.inputs.account import Reading
from placement.output.layers import Layers
from placement.pipeline import equipment
from placement.plan import Plan
from placement.texts import LANGUAGES, Language
from tests.output.list_changes import EDITS, MISTAKES, Cameras, Change, Sheet
from tests.output.test_lists_read_back import CRS, exact

CHANGES = {**EDITS, **MISTAKES}
OUTCOMES = {name for name, change in CHANGES.items() if not change.refused}


@pytest.fixture(scope="module")
def plan(small_town: tuple[Plan, Layers]) -> Plan:
    """Return ten cameras, standing and proposed."""
    return exact(small_town[0])


def config_of(plan: Plan) -> PlanConfig:
    """Return a plan file that has the plan's models."""
    view = {"hfov_deg": 90, "vfov_deg": 50, "width_px": 2560, "cost_czk": 0}
    source = {"path": "list.csv", "provenance": "surveyed"}
    return PlanConfig.model_validate(
        {
            "case": {"name": "Litvínov"},
            "inputs": {"streets": source, "cameras": source},
            "camera_models": [{"name": model.name, **view} for model in plan.models],
            "phases": [{"name": "target", "cameras": 75}],
        }
    )


def read(change: Change, plan: Plan, language: Language, folder: Path) -> Reading:
    """Read the changed list as `evaluate` does, models included."""
    path = folder / f"list{change.suffix}"
    path.write_bytes(change.write(Sheet(plan, language)))
    reading = cameras.read(path, crs=CRS, proposals=True)
    rows = reading.source_rows
    equipment.notes(reading.table, config_of(plan), file=path.name, source_rows=rows)
    return reading


def planned(plan: Plan) -> Cameras:
    """Return what each camera is, by our columns; a direction that was assumed is unknown."""
    return {
        camera.camera_id: {
            "x_m": camera.x_m,
            "y_m": camera.y_m,
            "azimuth_deg": camera.azimuth_deg
            if plan.has_direction(camera) and not camera.azimuth_assumed
            else None,
            "tilt_deg": camera.tilt_deg,
            "height_m": camera.height_m,
            "model": camera.model.casefold(),
            "point_id": camera.point_id,
            "phase": camera.phase,
            "proposed": camera.status == "new",
            "height_assumed": camera.height_assumed,
            "model_assumed": camera.model_assumed,
        }
        for camera in plan.cameras
    }


def as_read(table: gpd.GeoDataFrame, plan: Plan) -> Cameras:
    """Return the same of what was read."""
    whole = {camera.camera_id for camera in plan.cameras if not plan.has_direction(camera)}
    return {
        str(row["camera_id"]): {
            "x_m": row["geometry"].x,
            "y_m": row["geometry"].y,
            "azimuth_deg": None
            if np.isnan(row["azimuth_deg"]) or row["camera_id"] in whole
            else row["azimuth_deg"],
            "tilt_deg": row["tilt_deg"],
            "height_m": row["mount_height_m"],
            "model": row["model"].casefold(),
            "point_id": row["point_id"],
            "phase": row["phase"],
            "proposed": row["proposed"],
            "height_assumed": bool(row.get("height_assumed")),
            "model_assumed": bool(row.get("model_assumed")),
        }
        for row in table.to_dict("records")
    }


def same(got: Cameras, meant: Cameras) -> None:
    """Compare what is meant, camera by camera, to a centimetre and to what lists show of angles."""
    assert got.keys() == meant.keys()
    for name, facts in meant.items():
        if "lonlat" in facts:
            x, y = (float(each) for each in from_lonlat(*facts.pop("lonlat"), crs=CRS))
            facts |= {"x_m": x, "y_m": y}
        for key, value in facts.items():
            assert got[name][key] == about(key, value), (name, key)


def about(key: str, value: Any) -> Any:
    """Return a value as it may be compared."""
    if key in ("x_m", "y_m"):
        return pytest.approx(value, abs=0.01)
    return pytest.approx(value, abs=0.05) if key == "azimuth_deg" and value is not None else value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_a_list_comes_back(plan: Plan, tmp_path: Path, name: str, language: Language) -> None:
    """Cameras are what the list says now, and notes tell what was taken otherwise, with its row."""
    change = CHANGES[name]
    reading = read(change, plan, language, tmp_path)
    meant = planned(plan)
    change.effect(meant)
    if name == "merged cells":
        meant["row-5"] = meant.pop("K003")
    if name == "formula not computed":
        meant["K003"].update(height_m=pytest.approx(np.nan, nan_ok=True))
    same(as_read(reading.table, plan), meant)
    notes = {note.kind: note for note in reading.account.notes}
    expected = {*change.notes} | ({"azimuth_was_assumed"} & notes.keys())
    assert notes.keys() == expected
    assert {*change.unused} <= {*reading.account.unused}
    if change.notes:
        first = notes[change.notes[0]]
        assert change.row in (None, first.row)
        head = Sheet(plan, language)
        assert first.column in ("", ", ".join(head.head[head.at(n)] for n in change.columns))
        assert not re.search(r"\{\w+\}", first.render(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(CHANGES.keys() - OUTCOMES))
def test_a_list_is_refused(plan: Plan, tmp_path: Path, name: str, language: Language) -> None:
    """With every problem, the row and the file's own heading, in both languages."""
    change = CHANGES[name]
    with pytest.raises(PlacementError) as caught:
        read(change, plan, language, tmp_path)
    problems = caught.value.problems
    assert tuple(sorted({problem.kind for problem in problems})) == tuple(sorted(change.notes))
    if change.columns:
        head = Sheet(plan, language)
        headings = ", ".join(head.head[head.at(column)] for column in change.columns)
        assert problems[0].column == headings
    assert change.row in (None, problems[0].row)
    for each in LANGUAGES:
        assert not re.search(r"\{\w+\}", caught.value.render(each))


def test_there_are_twenty_of_each() -> None:
    """The tables are as long as asked."""
    assert len(EDITS) >= 20
    assert len(MISTAKES) >= 20
