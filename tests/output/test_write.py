"""The whole result: written in one go, the same bytes each time, read back as it was."""

import json
from pathlib import Path

import pandas as pd
import pytest
from attrs import evolve

from placement.errors import InputError, MissingInputError
from placement.output.layers import Layers
from placement.output.plan_layers import plan_layers
from placement.output.redraw import refresh
from placement.output.write import read_layers, read_plan, write_all
from placement.plan import Plan
from placement.plan.place_coverage import PlaceCoverage
from placement.plan.what_if import WhatIf
from tests.output.plan_file import config_writing


def written(town: tuple[Plan, Layers], folder: Path, inputs: dict[str, Path]) -> dict[str, bytes]:
    """Write a result and return its files."""
    config = config_writing(paper=False, public=False)
    write_all(*town, folder, language="cs", inputs=inputs, config=config)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("which", ["small_town", "hostile_town"])
def test_plan_comes_back_to_the_last_bit(
    which: str, request: pytest.FixtureRequest, tmp_path: Path, case_inputs: dict[str, Path]
) -> None:
    """What is read equals what was written."""
    town: tuple[Plan, Layers] = request.getfixturevalue(which)
    written(town, tmp_path / "out", case_inputs)

    assert read_plan(tmp_path / "out") == town[0]


def test_layers_come_back(
    small_town: tuple[Plan, Layers], tmp_path: Path, case_inputs: dict[str, Path]
) -> None:
    """The tables of the GeoPackage are those handed over."""
    written(small_town, tmp_path / "out", case_inputs)
    back = read_layers(tmp_path / "out")

    pd.testing.assert_series_equal(back.demand["expected"], small_town[1].demand["expected"])


def test_two_runs_write_equal_bytes_which_the_manifest_names(
    small_town: tuple[Plan, Layers], tmp_path: Path, case_inputs: dict[str, Path]
) -> None:
    """Every file, the map included; the manifest lists all but itself."""
    one = written(small_town, tmp_path / "one", case_inputs)
    two = written(small_town, tmp_path / "two", case_inputs)

    assert one == two
    assert set(json.loads(one["manifest.json"])["outputs"]) == set(one) - {"manifest.json"}


def test_map_drawn_from_the_files_is_the_same_map(
    small_town: tuple[Plan, Layers], tmp_path: Path, case_inputs: dict[str, Path]
) -> None:
    """Redrawing a finished plan changes nothing."""
    first = written(small_town, tmp_path / "out", case_inputs)
    again = (read_plan(tmp_path / "out"), read_layers(tmp_path / "out"))

    assert written(again, tmp_path / "again", case_inputs) == first


@pytest.mark.parametrize("asks", [True, False])
def test_the_answer_to_a_question_is_not_published(
    small_town: tuple[Plan, Layers], tmp_path: Path, case_inputs: dict[str, Path], *, asks: bool
) -> None:
    """A what-if is no proposal: neither written nor drawn anew has it a public edition."""
    plan, layers = small_town
    question = WhatIf(fix=(), forbid=("X-bagudol",), move=(), phases=())
    plan = evolve(plan, what_if=question if asks else None)
    config = config_writing(paper=False, public=True)
    folder = tmp_path / "out"

    write_all(plan, layers, folder, language="cs", inputs=case_inputs, config=config)
    assert (folder / "public").is_dir() is not asks
    refresh(folder, language="cs")
    assert (folder / "public").is_dir() is not asks


def school() -> PlaceCoverage:
    """Return a place nobody sees."""
    shares, nobody = (0.0,) * 4, ()
    return PlaceCoverage("Škola", "school", "", 0.0, 0.0, 1.0, shares, nobody, "")


@pytest.mark.parametrize("damage", ["gone", "edited"])
def test_a_list_that_is_kept_is_the_one_the_manifest_names(
    small_town: tuple[Plan, Layers], tmp_path: Path, case_inputs: dict[str, Path], damage: str
) -> None:
    """A list of places that is gone or edited stops a redraw: its new manifest would vouch."""
    folder, place = tmp_path / "out", school()
    config = config_writing(paper=False, public=False)
    write_all(
        *small_town, folder, language="cs", inputs=case_inputs, config=config, watched=(place,)
    )
    account, kept = (folder / "manifest.json").read_bytes(), folder / "places.csv"
    refresh(folder, language="cs")
    assert (folder / "manifest.json").read_bytes() == account
    kept.unlink() if damage == "gone" else kept.write_text("a;b", encoding="utf-8")

    with pytest.raises(InputError, match=r"places\.csv"):
        refresh(folder, language="cs")
    assert (folder / "manifest.json").read_bytes() == account


@pytest.mark.parametrize(
    ("content", "error", "word"),
    [
        (None, MissingInputError, "Run `placement plan` first"),
        ("", InputError, "damaged"),
        ("[]", InputError, "damaged"),
        ("{}", InputError, "damaged"),
        ('{"format": 99}', InputError, "format 99"),
        ('{"format": 1, "case": "a"}', InputError, "damaged"),
        ('{"format": 1, "models": [1]}', InputError, "damaged"),
        ("\xff", InputError, "damaged"),
    ],
)
def test_plan_that_cannot_be_read_gets_a_message(
    tmp_path: Path, content: str | None, error: type[InputError], word: str
) -> None:
    """Missing, damaged, of another format: never a traceback."""
    if content is not None:
        (tmp_path / "plan.json").write_text(content, encoding="latin-1")

    with pytest.raises(error, match=word):
        read_plan(tmp_path)


def test_file_given_for_a_folder_is_missing(tmp_path: Path) -> None:
    """The folder's name may be a file's."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(MissingInputError):
        read_plan(tmp_path / "file")
    with pytest.raises(MissingInputError):
        read_layers(tmp_path / "file")


def test_height_nobody_knows_is_written_as_nothing(
    small_town: tuple[Plan, Layers], tmp_path: Path, case_inputs: dict[str, Path]
) -> None:
    """A NaN, which JSON has no word for, becomes null and an empty cell."""
    plan, _ = small_town
    unknown = evolve(plan, cameras=(evolve(plan.cameras[0], ground_m=float("nan")),))
    files = written((unknown, plan_layers(unknown)), tmp_path / "out", case_inputs)

    assert json.loads(files["plan.json"])["cameras"][0]["ground_m"] is None
    assert b"nan" not in files["cameras.csv"].lower().splitlines()[1].split(b",")
    assert "</html>" in files["map.html"].decode()
