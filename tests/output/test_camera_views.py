"""Views begun before the plan is whole are those of the plan, and only of cameras that it has."""

from pathlib import Path
from typing import Any

import pytest
import shapely

from placement.api import planning
from placement.api.case import read_case
from placement.output import camera_views
from placement.output.camera_views import Foresight, Mounting, views
from placement.worker import IN_PLACE
from tests.copying import Copying
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """Return the situation of the toy case, and its plan."""
    case = read_case(toy_case.write(tmp_path_factory.mktemp("toy"), cell_m=5.0))
    return case.situation(), planning.plan_case(case)


def rows(tables: tuple[Any, Any]) -> list[tuple[object, ...]]:
    """Return the rows of both tables, shapes by their bytes."""
    return [
        (*row[:-1], shapely.to_wkb(row[-1]))
        for table in tables
        for row in table.itertuples(index=False)
    ]


def drawn_here(monkeypatch) -> list[Mounting]:
    """Return a list that will hold each mounting for which views are drawn."""
    mountings: list[Mounting] = []
    draw = camera_views._of_camera
    monkeypatch.setattr(
        camera_views,
        "_of_camera",
        lambda mounting, town: mountings.append(mounting) or draw(mounting, town),
    )
    return mountings


def test_a_camera_hangs_as_its_candidate_does(planned) -> None:
    """A candidate's mounting is that of the camera it becomes, to the last digit."""
    situation, plan = planned[0], planned[1].plan

    possible = {Mounting.of_candidate(situation, j) for j in range(len(situation.candidates))}

    assert {Mounting.of(camera) for camera in plan.cameras} <= possible


def test_views_foreseen_in_part_are_those_of_the_plan(planned, monkeypatch) -> None:
    """What was not foreseen is drawn beside it; who is foreseen in vain is not in the table."""
    situation, plan = planned[0], planned[1].plan
    usual = rows(views(plan, situation))
    possible = [Mounting.of_candidate(situation, j) for j in range(len(situation.candidates))]
    proposed = [Mounting.of(camera) for camera in plan.cameras]
    chosen = [possible.index(mounting) for mounting in proposed]
    in_vain = next(j for j, mounting in enumerate(possible) if mounting not in proposed)

    foresight = Foresight(situation, Copying())
    foresight.begin([*chosen[1:], in_vain])
    foresight.begin(chosen)  # only the first target counts
    mountings = drawn_here(monkeypatch)
    foreseen = rows(views(plan, situation, foresight=foresight))

    assert foreseen == usual
    assert proposed[0] not in foresight
    assert mountings.count(possible[in_vain]) == 1


def test_nothing_is_foreseen_without_another_process(planned) -> None:
    """One process does not draw what may be drawn in vain."""
    situation, plan = planned[0], planned[1].plan

    foresight = Foresight(situation, IN_PLACE)
    foresight.begin([0])

    assert Mounting.of(plan.cameras[0]) not in foresight


def test_a_plan_shared_with_another_process_is_the_same(planned, tmp_path: Path) -> None:
    """Views of the best target are begun while phases are chosen; plan and tables are the same."""
    case = read_case(toy_case.write(tmp_path / "case", cell_m=5.0))
    usual, shared = planned[1], planning.plan_case(case, worker=Copying())

    assert shared.plan == usual.plan
    assert any(Mounting.of(camera) in shared._foresight for camera in shared.plan.cameras)
    assert rows((shared.layers.views, shared.layers.masked)) == rows(
        (usual.layers.views, usual.layers.masked)
    )
