"""All lists together: the same plan, read back or in another order, gives the same bytes."""

import json
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings

from placement.output import public_edition, redraw
from placement.output.layers import Layers
from placement.output.lists import formats as camera_lists
from placement.output.plan_layers import plan_layers
from placement.output.write import write_all
from placement.plan import Plan
from tests.output.plan_file import config_writing
from tests.strategies import plans

Town = tuple[Plan, Layers]


@pytest.fixture(scope="module")
def result(small_town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a written result; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("lists") / "out"
    write_all(*small_town, folder, language="cs", inputs={}, config=config_writing(paper=False))
    return folder


@pytest.mark.parametrize("name", list(camera_lists.LISTS))
def test_a_finished_plan_gives_the_same_list_again(
    name: str, result: Path, small_town: Town
) -> None:
    """As `plan` wrote it, from the files alone, and whatever the order of cameras."""
    plan, layers = small_town
    written = (result / name).read_bytes()
    turned = evolve(plan, cameras=plan.cameras[::-1])

    assert redraw.list_bytes(result, name, language="cs") == written
    assert camera_lists.LISTS[name](turned, layers, "cs") == written


def test_the_manifests_name_every_list(result: Path) -> None:
    """That of the result all of them, that of the public edition those it has."""
    inner, public = (
        json.loads((folder / "manifest.json").read_text("utf-8"))["outputs"]
        for folder in (result, result / "public")
    )

    assert set(camera_lists.LISTS) <= set(inner)
    assert {f"public/{name}" for name in camera_lists.PUBLIC_LISTS} <= set(inner)
    assert set(camera_lists.PUBLIC_LISTS) <= set(public)


@pytest.mark.parametrize("name", ["cameras.xlsx", "cameras.kml", "cameras.gpx", "cameras.osm"])
def test_lists_are_in_the_language_asked(name: str, result: Path) -> None:
    """What is in Czech by the plan file is in English if asked."""
    czech = redraw.list_bytes(result, name, language="cs")

    assert redraw.list_bytes(result, name, language="en") != czech


def test_a_plan_without_cameras_has_its_lists(small_town: Town) -> None:
    """Nothing to list is no error."""
    plan = evolve(small_town[0], cameras=())

    for name, write in camera_lists.LISTS.items():
        assert write(plan, plan_layers(plan), "cs"), name


@given(drawn=plans())
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_any_plan_has_its_lists(drawn: Plan) -> None:
    """Whatever its names, numbers, models and statuses, and its public edition too."""
    here = {"x_m": -791_000.0, "y_m": -978_000.0, "model": drawn.models[0].name}
    plan = evolve(drawn, cameras=tuple(evolve(camera, **here) for camera in drawn.cameras))
    public = public_edition.plan_of(plan)

    for edition, count in ((plan, 9), (public, 6)):
        files = camera_lists.camera_files(edition, plan_layers(edition), language="en")
        assert len(files) == count
        assert all(files.values())
