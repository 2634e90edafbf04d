"""The registry of camera columns: one entry brings a column into every output."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import fields

from placement.config import OutputSection
from placement.output import geopackage, public_edition, public_folder
from placement.output.layer_tables import layer_tables
from placement.output.layers import Layers
from placement.output.lists.cameras import cameras_csv
from placement.output.plan_layers import plan_layers
from placement.output.webmap.data import page_data
from placement.output.write import plan_json
from placement.plan import Plan, PlannedCamera, camera_columns
from placement.plan.camera_columns import COLUMNS, stored_first
from placement.plan.column import CameraColumn
from placement.plan.public import PublicCamera
from placement.plan.publication import DEVICE, INFORM, PublicationRule
from placement.plan.serialisation import plan_of
from placement.texts import LANGUAGES, catalogue

Town = tuple[Plan, Layers]
WithColumn = Callable[[PublicationRule], Town]
OCTETS = 731337
"""A value no other column has."""


@pytest.fixture
def with_column(monkeypatch: pytest.MonkeyPatch, small_town: Town) -> WithColumn:
    """Return a town drawn with one column more, under a rule."""

    def drawn(rule: PublicationRule) -> Town:
        column = CameraColumn("bit_rate", "integer", rule, lambda *_: OCTETS, "kbit/s")
        monkeypatch.setattr(camera_columns, "COLUMNS", (*COLUMNS, column))
        plan, layers = small_town
        frames = {name: frame for name, frame in layers.frames().items() if name != "points"}
        kept = ("views", "demand", "streets", "buildings", "area", "backdrop")
        return plan, plan_layers(plan, **{name: frames[name] for name in kept})

    return drawn


def test_a_new_column_is_in_every_output(with_column: WithColumn, tmp_path: Path) -> None:
    """In plan.json, the layer and its file, the list with its unit, and the page."""
    plan, layers = with_column(INFORM)
    geopackage.write(layers, tmp_path / "plan.gpkg")
    rows = list(csv.DictReader(io.StringIO(cameras_csv(plan, layers).decode())))
    page = page_data(plan, layers, language="en")["cameras"]

    assert len(rows) == len(page) == len(plan.cameras) > 0
    assert {camera["bit_rate"] for camera in json.loads(plan_json(plan))["cameras"]} == {OCTETS}
    assert set(geopackage.read(tmp_path / "plan.gpkg").cameras["bit_rate"]) == {OCTETS}
    assert {row["bit_rate"] for row in rows} == {str(OCTETS)}
    assert {camera["bit_rate"] for camera in page} == {OCTETS}
    assert plan_of(json.loads(plan_json(plan))) == plan


@pytest.mark.parametrize(("rule", "is_public"), [(INFORM, True), (DEVICE, False)])
def test_its_rule_says_whether_it_is_published(
    with_column: WithColumn,
    tmp_path: Path,
    rule: PublicationRule,
    is_public: bool,
) -> None:
    """In lists, layer and page of the public edition, or in no byte of any."""
    plan, layers = with_column(rule)
    output = OutputSection(paper=False)
    public_folder.write(plan, layers, tmp_path / "public", language="en", output=output)
    files = {file.name: file.read_bytes() for file in (tmp_path / "public").iterdir()}
    cameras = geopackage.pyogrio.read_dataframe(tmp_path / "public/cameras.gpkg", layer="cameras")

    assert {"map.html", "cameras.csv", "cameras.geojson", "cameras.gpkg"} <= set(files)
    for name in ("map.html", "cameras.csv", "cameras.geojson", "cameras.kml"):
        assert (str(OCTETS).encode() in files[name]) == is_public, name
    assert ("bit_rate" in cameras) == is_public
    assert ("bit_rate" in public_edition.plan_of(plan).withheld) != is_public


def test_every_column_has_header_and_meaning() -> None:
    """In both languages, whatever output has it."""
    assert COLUMNS
    for column in COLUMNS:
        for language in LANGUAGES:
            assert f"lists.column.{column.name}" in catalogue(language)
            assert f"lists.meaning.{column.name}" in catalogue(language)


@pytest.mark.parametrize("prefix", ["lists.column.", "lists.meaning."])
def test_no_text_is_left_of_a_column_that_went(prefix: str) -> None:
    """Each header and meaning in the catalogues is of a column."""
    names = {key.removeprefix(prefix) for key in catalogue("en") if key.startswith(prefix)}

    assert names == {column.name for column in COLUMNS}


def test_no_name_stands_twice() -> None:
    """Neither of a column nor of a fact on the page."""
    names = [column.name for column in COLUMNS]
    facts = [column.page_name or column.name for column in COLUMNS if "page" in column.outputs]

    assert len(set(names)) == len(names)
    assert len(set(facts)) == len(facts)


def test_the_plan_and_the_layer_have_every_field_of_a_camera() -> None:
    """In the order of the class, masks aside: shapes are no cell. The layer has its number too."""
    own = [each.name for each in fields(PlannedCamera) if each.name != "masks"]

    assert [column.name for column in stored_first("plan")] == own
    assert layer_tables()["cameras"].names == [*own, "number", "geometry"]


def test_a_camera_without_its_plan_has_no_value(small_town: Town) -> None:
    """Only a public camera holds its values itself."""
    plan = small_town[0]
    number = next(column for column in COLUMNS if column.name == "number")
    public = public_edition.plan_of(plan).cameras[0]

    assert isinstance(public, PublicCamera)
    assert number.raw(None, public) == 1
    with pytest.raises(TypeError, match="needs its plan"):
        number.raw(None, plan.cameras[0])
