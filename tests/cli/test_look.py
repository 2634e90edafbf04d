"""`placement look`: a picture of what a camera of a result would show, or why there is none."""

import io
import json
import math
from pathlib import Path

import numpy as np
import pytest
from attrs import asdict
from PIL import Image

import placement
from placement.look.paint import PEOPLE
from tests.cli.running import Ran, run
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the toy case, below `data` as a clerk has it."""
    return toy_case.write(tmp_path_factory.mktemp("work") / "data" / "toy", cell_m=1.0)


@pytest.fixture(scope="module")
def work(case: Path) -> Path:
    """Return the folder that holds `data/toy` and its result `maps/toy`."""
    folder = case.parents[1]
    done = run("plan", case, folder=folder)
    assert done.code == 0, done.err
    return folder


def ids(work: Path) -> list[str]:
    """Return the cameras of the result."""
    plan = json.loads((work / "maps/toy/plan.json").read_text(encoding="utf-8"))
    return [camera["camera_id"] for camera in plan["cameras"]]


def look(work: Path, camera: str, *more: str | Path) -> Ran:
    """Run the command on a camera of the result."""
    return run("look", "maps/toy", camera, *more, folder=work)


def test_a_clerk_gets_a_picture_with_people_in_their_colours(work: Path) -> None:
    """Without options the case is found and the file is named by the camera."""
    camera = ids(work)[-1]

    done = look(work, camera, "--json", "--lang", "cs")

    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["pictures"] >= 1
    file = work / told["output"]
    assert file.name.startswith("look-")
    pixels = np.asarray(Image.open(file).convert("RGB"))[::2, ::2].reshape(-1, 3)
    colours = {tuple(pixel) for pixel in pixels}
    finest = [person["level"] for person in told["people"]]
    assert finest, "somebody stands on the crossing"
    assert colours & set(PEOPLE.values())


def test_python_draws_the_same_bytes_twice_and_a_mask_greys_them(work: Path) -> None:
    """The front door: the same camera, the same picture; the mask covers most of it."""
    town = placement.read_case(work / "data/toy")
    result = placement.read_plan(work / "maps/toy")
    whole = [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]]

    name = ids(work)[-1]
    pose = asdict(placement.camera_pose(town, name, result=result))

    first, second = (placement.camera_picture(town, name=name, **pose) for _ in range(2))

    assert first.png(language="en") == second.png(language="en")
    grey = np.asarray(Image.open(io.BytesIO(first.png(masks=whole))).convert("RGB"))
    assert (np.abs(grey.astype(int) - 137) <= 10).all(axis=2).mean() > 0.6
    assert name in repr(first)


def test_the_people_stand_at_the_distances_of_their_levels(work: Path) -> None:
    """Focal length in pixels / level, as `placement.cameras` has it, by hand for the model."""
    told = json.loads(look(work, ids(work)[-1], "--json").out)
    model = json.loads((work / "maps/toy/plan.json").read_text(encoding="utf-8"))["models"]
    lenses = [(each["lens"]["width_px"], each["lens"]["hfov_deg"]) for each in model]
    density = {"identify": 250, "recognise": 125, "observe": 62.5, "detect": 25, "monitor": 12.5}

    for person in told["people"]:
        expected = [width / math.radians(hfov) / density[person["level"]] for width, hfov in lenses]
        assert any(person["distance_m"] == pytest.approx(each, rel=0.02) for each in expected)


def test_another_place_is_another_picture(work: Path) -> None:
    """`--at` puts the camera elsewhere; outside the case it is refused."""
    camera = ids(work)[-1]
    here = placement.read_plan(work / "maps/toy").plan.cameras[-1]
    moved = f"{here.lon_deg + 0.0001:.6f},{here.lat_deg:.6f}"

    done = look(work, camera, "--at", moved, "--out", work / "moved.png")
    outside = look(work, camera, "--at", "0,0", "--out", work / "none.png")

    assert done.code == 0, done.err
    assert (work / "moved.png").read_bytes()[:4] == b"\x89PNG"
    assert outside.code == 4
    assert not (work / "none.png").exists()


HOSTILE = ["K99", "../../etc/passwd", "<script>alert(1)</script>", "\x1b[31m"]


@pytest.mark.parametrize("camera", HOSTILE)
def test_an_unknown_or_hostile_id_is_refused_with_those_alike(work: Path, camera: str) -> None:
    """Nothing is written, nothing harmful is printed."""
    before = set(work.rglob("*.png"))

    done = look(work, camera, "--lang", "en")

    assert done.code == 4
    assert "No camera of that plan is called" in done.err
    assert "\x1b" not in done.err
    assert set(work.rglob("*.png")) == before


def test_a_hostile_id_of_the_plan_names_no_file_elsewhere(work: Path, tmp_path: Path) -> None:
    """An id with slashes and formulae becomes a plain name of a file beside the others."""
    result = tmp_path / "maps" / "toy"
    result.mkdir(parents=True)
    for file in (work / "maps/toy").iterdir():
        if file.is_file():
            (result / file.name).write_bytes(file.read_bytes())
    plan = (result / "plan.json").read_text(encoding="utf-8")
    hostile = "../../$x^2$ <b>Ž</b>"
    (result / "plan.json").write_text(
        plan.replace(json.dumps(ids(work)[-1]), json.dumps(hostile)), encoding="utf-8"
    )

    done = run("look", result, hostile, "--case", work / "data/toy", folder=tmp_path)

    assert done.code == 0, done.err
    assert [path.name for path in tmp_path.rglob("*.png")] == ["look-x-2-b-z-b.png"]


def test_a_result_without_its_case_is_refused(work: Path, tmp_path: Path) -> None:
    """Elsewhere the case is not found; the message says what to add."""
    done = run("look", work / "maps/toy", ids(work)[-1], "--lang", "en", folder=tmp_path)

    assert done.code == 4
    assert "--case" in done.err


def test_the_case_of_another_town_is_refused(work: Path, tmp_path: Path) -> None:
    """Houses of one town behind the cameras of another would be a lie."""
    other = toy_case.write(tmp_path / "other", cell_m=1.0)
    plan_file = other / "plan.toml"
    words = plan_file.read_text(encoding="utf-8")
    name = json.loads((work / "maps/toy/plan.json").read_text(encoding="utf-8"))["case"]
    plan_file.write_text(words.replace(f'"{name}"', '"Jinde"'), encoding="utf-8")

    done = look(work, ids(work)[-1], "--case", other, "--lang", "en")

    assert done.code == 4
    assert "Jinde" in done.err


def test_all_cameras_are_drawn_two_on_a_sheet(work: Path) -> None:
    """In the order of their numbers, those in service."""
    plan = placement.read_plan(work / "maps/toy").plan
    seeing = [each for each in plan.cameras if each.status != "out of service"]

    done = run("look", "maps/toy", "-o", "all.pdf", "--lang", "cs", "--json", folder=work)

    assert done.code == 0, done.err
    assert json.loads(done.out) == {"output": "all.pdf", "cameras": len(seeing)}
    content = (work / "all.pdf").read_bytes()
    assert content.count(b"/Type /Page ") == math.ceil(len(seeing) / 2)
    assert content.count(b"/Subtype /Image") >= len(seeing)
    assert len(content) < 250_000 * len(seeing)
    assert run("look", "maps/toy", "--at", "13.6,50.6", folder=work).code == 2
