"""Styles inside the GeoPackage: what QGIS finds, and what it draws of it."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pyogrio
import pytest
from matplotlib import image

from placement.output import geopackage, public_edition
from placement.output.layer_styles import TABLE
from placement.output.layers import Layers
from placement.output.map_colours import phase_colour
from placement.plan import Plan
from placement.texts import LANGUAGES, Language

SCRIPT = Path(__file__).with_name("draw_in_qgis.py")


@pytest.fixture(scope="module")
def package(small_town: tuple[Plan, Layers], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the GeoPackage of a town, Czech first."""
    file = tmp_path_factory.mktemp("styles") / "plan.gpkg"
    geopackage.write(small_town[1], file, language="cs")
    return file


@pytest.fixture(scope="session")
def qgis() -> str:
    """Return a Python with PyQGIS; skip where there is none."""
    for name in ("/usr/bin/python3", shutil.which("python3") or ""):
        if name and Path(name).exists():
            tried = subprocess.run(
                [name, "-c", "import qgis.core"], capture_output=True, check=False
            )
            if tried.returncode == 0:
                return name
    pytest.skip("no PyQGIS: apt-get install python3-qgis")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_layer_has_one_default_and_two_languages(
    small_town: tuple[Plan, Layers], tmp_path: Path, language: Language
) -> None:
    """Every style is well-formed XML; the one of the result's language is drawn first."""
    geopackage.write(small_town[1], tmp_path / "plan.gpkg", language=language)
    styles = pyogrio.read_dataframe(tmp_path / "plan.gpkg", layer=TABLE)
    first = {"cs": "česky", "en": "English"}[language]

    assert {"cameras", "views", "demand", "streets"} <= set(styles["f_table_name"])
    for _, of_layer in styles.groupby("f_table_name"):
        assert sorted(of_layer["styleName"]) == ["English", "česky"]
        assert of_layer.loc[of_layer["useAsDefault"].astype(bool), "styleName"].tolist() == [first]
    for content in styles["styleQML"]:
        root = ET.fromstring(content.partition("\n")[2])
        renderer = root.find("renderer-v2")
        assert renderer is not None
        symbols = {each.get("name") for each in root.iter("symbol")}
        assert {each.get("symbol") for each in root.iter("category")} <= symbols


def test_every_phase_and_level_of_the_layers_has_a_symbol(
    small_town: tuple[Plan, Layers], package: Path
) -> None:
    """No camera and no view that is always seen is left undrawn."""
    layers = small_town[1]
    styles = pyogrio.read_dataframe(package, layer=TABLE)

    def values(name: str) -> set[str | None]:
        of_layer = styles[(styles["f_table_name"] == name) & (styles["styleName"] == "česky")]
        root = ET.fromstring(of_layer["styleQML"].iloc[0].partition("\n")[2])
        return {each.get("value") for each in root.iter("category")}

    assert {str(phase) for phase in layers.cameras["phase"]} <= values("cameras")
    seen = layers.views[layers.views["kind"] == "continuous"]
    assert set(seen["level"]) <= values("views")


def test_the_public_package_is_drawn_too(small_town: tuple[Plan, Layers], tmp_path: Path) -> None:
    """Its styles name no column that is not published."""
    plan, layers = small_town
    public = public_edition.plan_of(plan)
    frames = public_edition.frames_of(public, public_edition.layers_of(public, layers))
    from placement.output.layer_styles import styles_of

    styles = styles_of(frames, language="cs").set_index(["f_table_name", "styleName"])["styleQML"]
    root = ET.fromstring(styles["cameras", "česky"].partition("\n")[2])

    assert "grid_azimuth_deg" not in frames["cameras"]
    assert "grid_azimuth_deg" not in ET.tostring(root, encoding="unicode")
    assert {each.get("field") for each in root.iter("alias")} <= set(frames["cameras"].columns)


def test_qgis_opens_the_cameras_drawn(
    qgis: str, small_town: tuple[Plan, Layers], tmp_path: Path
) -> None:
    """QGIS finds the style: colour of the phase, Czech names, and a mark ahead of the camera."""
    layers = small_town[1]
    cameras = layers.cameras.iloc[[0]].copy()
    cameras["grid_azimuth_deg"], cameras["phase"], cameras["status"] = 90.0, 1, "new"
    package, picture = tmp_path / "one.gpkg", tmp_path / "one.png"
    geopackage.write(Layers(**{**layers.frames(), "cameras": cameras}), package, language="cs")
    offscreen = {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [qgis, str(SCRIPT), str(package), "cameras", str(picture)],
        capture_output=True, text=True, check=True, env={**os.environ, **offscreen},
    )  # fmt: skip
    drawn = json.loads(done.stdout.splitlines()[-1])
    pixels = image.imread(picture)[..., :3]
    colour = [int(phase_colour(1)[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    _, column = np.nonzero(np.abs(pixels - colour).max(axis=2) < 0.02)
    middle = pixels.shape[1] / 2

    assert drawn["renderer"] == "categorizedSymbol"
    assert drawn["errors"] == []
    assert drawn["labels"] == ["Etapa 1", "mimo provoz"]
    assert drawn["aliases"]["status"] == "Stav"
    assert drawn["labelled"]
    assert column.size > 100
    assert column.max() - middle > 1.5 * (middle - column.min())  # it looks east
