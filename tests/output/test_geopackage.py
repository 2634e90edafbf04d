"""The GeoPackage: every layer comes back, and equal layers give equal bytes."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from attrs import evolve

from placement.errors import InputError, MissingInputError, OutputError
from placement.output import geopackage
from placement.output.layer_styles import TABLE
from placement.output.layer_tables import WHERE_THERE_ARE_ANY, layer_tables, to_schema
from placement.output.layers import Layers
from placement.plan import Plan


@pytest.mark.parametrize("which", ["small_town", "hostile_town"])
def test_layers_come_back_as_written(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """All values and shapes survive, whatever the names."""
    layers: Layers = request.getfixturevalue(which)[1]
    geopackage.write(layers, tmp_path / "plan.gpkg")
    back = geopackage.read(tmp_path / "plan.gpkg")
    for name, frame in layers.frames().items():
        again = back.frames()[name]
        plain = [column for column in frame.columns if column != "geometry"]

        pd.testing.assert_frame_equal(
            pd.DataFrame(again[plain]), pd.DataFrame(frame[plain]), check_index_type=False
        )
        assert again.geometry.geom_equals(frame.geometry).all()


def test_two_writes_give_equal_bytes(small_town: tuple[Plan, Layers], tmp_path: Path) -> None:
    """No time of day, no random number is in the file."""
    for name in ("one.gpkg", "two.gpkg"):
        geopackage.write(small_town[1], tmp_path / name)

    assert (tmp_path / "one.gpkg").read_bytes() == (tmp_path / "two.gpkg").read_bytes()


def test_clock_of_gdal_is_given_back(small_town: tuple[Plan, Layers], tmp_path: Path) -> None:
    """The setting that fixes the time lasts for the write only."""
    geopackage.write(small_town[1], tmp_path / "plan.gpkg")

    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_empty_layers_are_written_too(small_town: tuple[Plan, Layers], tmp_path: Path) -> None:
    """A plan without districts has a layer of none; places are written where there are any."""
    geopackage.write(small_town[1], tmp_path / "plan.gpkg")
    always = [name for name in layer_tables() if name not in WHERE_THERE_ARE_ANY]

    names = [name for name, _ in pyogrio.list_layers(tmp_path / "plan.gpkg")]
    assert names == [*always, TABLE]


def test_places_come_back(small_town: tuple[Plan, Layers], tmp_path: Path) -> None:
    """A school nobody sees and a stop seen since phase 1 are read as they were written."""
    rows = {"place_id": ["P1", "P2"], "kind": ["school", "stop"], "seen_phase": [None, 1]}
    spots = small_town[1].cameras.geometry.iloc[:2].to_numpy()
    given = gpd.GeoDataFrame(rows, geometry=spots, crs=small_town[1].crs)
    layers = evolve(small_town[1], places=to_schema(given, "places", crs=small_town[1].crs))
    geopackage.write(layers, tmp_path / "plan.gpkg")
    back = geopackage.read(tmp_path / "plan.gpkg").places

    assert back["seen_phase"].fillna(-1).tolist() == [-1, 1]
    assert back.geometry.equals(layers.places.geometry)
    assert geopackage.read(tmp_path / "plan.gpkg").districts.empty


def test_missing_and_damaged_files_are_said_to_be_so(tmp_path: Path) -> None:
    """A reader learns what to do."""
    with pytest.raises(MissingInputError, match="placement plan"):
        geopackage.read(tmp_path / "plan.gpkg")
    (tmp_path / "plan.gpkg").write_bytes(b"no database")
    with pytest.raises(InputError, match="damaged"):
        geopackage.read(tmp_path / "plan.gpkg")


def test_file_that_lacks_a_layer_is_damaged(
    small_town: tuple[Plan, Layers], tmp_path: Path
) -> None:
    """A GeoPackage of somebody else's is not taken for ours."""
    pyogrio.write_dataframe(small_town[1].cameras, tmp_path / "plan.gpkg", layer="cameras")

    with pytest.raises(InputError, match="damaged"):
        geopackage.read(tmp_path / "plan.gpkg")


def test_folder_that_is_not_there_is_an_output_error(
    small_town: tuple[Plan, Layers], tmp_path: Path
) -> None:
    """GDAL's own error does not get through."""
    with pytest.raises(OutputError):
        geopackage.write(small_town[1], tmp_path / "absent" / "plan.gpkg")
