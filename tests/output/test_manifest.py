"""The manifest: hashes, versions, operation, and nothing of the machine or the hour."""

import hashlib
import json
from pathlib import Path

import pytest

import placement
from placement.errors import MissingInputError
from placement.output.layers import Layers
from placement.output.manifest import manifest
from placement.plan import Plan


def test_hashes_are_those_of_the_files(
    small_town: tuple[Plan, Layers], case_inputs: dict[str, Path], tmp_path: Path
) -> None:
    """Size and SHA-256 of each input and output, by the names given."""
    output = tmp_path / "cameras.csv"
    output.write_bytes(b"a,b\n")
    told = manifest(small_town[0], inputs=case_inputs, outputs={"cameras.csv": output})

    assert told["outputs"]["cameras.csv"] == {
        "bytes": 4,
        "sha256": hashlib.sha256(b"a,b\n").hexdigest(),
    }
    assert set(told["inputs"]) == set(case_inputs)
    assert str(tmp_path) not in json.dumps(told)


def test_folder_as_input_is_told_file_by_file(
    small_town: tuple[Plan, Layers], case_inputs: dict[str, Path]
) -> None:
    """A folder of rasters has one entry per file."""
    told = manifest(small_town[0], inputs={"all": case_inputs["plan.toml"].parent}, outputs={})

    assert set(told["inputs"]) == {"all/plan.toml", "all/incidents.csv"}


def test_seed_system_operation_and_versions_are_told(small_town: tuple[Plan, Layers]) -> None:
    """What the numbers depend on can be looked up."""
    told = manifest(small_town[0], inputs={}, outputs={})

    assert (told["seed"], told["crs"]) == (1, "EPSG:5514")
    assert "Krovak" in told["crs_operation"] or "JTSK" in told["crs_operation"]
    assert {"numpy", "numba", "highspy", "GDAL", "PROJ"} <= set(told["versions"])
    assert told["synthetic"] is True


def test_tables_of_the_package_are_told(small_town: tuple[Plan, Layers]) -> None:
    """Weights, types of places, levels: two plans can be told apart by what they rest on."""
    told = manifest(small_town[0], inputs={}, outputs={})["tables"]

    data = Path(placement.__file__).parent / "data"
    ours = {path.relative_to(data).as_posix() for path in data.rglob("*.csv")}
    # pictures that the map's reader may ask for, and north as a compass shows it on visit sheets
    assert ours - set(told) == {"online_layers.csv", "magnetic_field.csv"}
    content = (data / "place_types.csv").read_bytes()
    assert told["place_types.csv"]["sha256"] == hashlib.sha256(content).hexdigest()


def test_input_that_vanished_is_said_to_have(small_town: tuple[Plan, Layers]) -> None:
    """A file removed during the run is named."""
    with pytest.raises(MissingInputError, match=r"incidents\.csv"):
        manifest(small_town[0], inputs={"incidents.csv": Path("absent")}, outputs={})
