"""Checks of what the demand room is given."""

import re
import tomllib
from importlib import resources

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Point

from placement.demand import arguments
from placement.errors import CrsError


def words(language: str) -> dict[str, dict[str, str]]:
    """Return the problems of this room by kind."""
    file = resources.files("placement") / "catalogue" / language / "demand.toml"
    return dict(tomllib.loads(file.read_text(encoding="utf-8"))["problem"])


def test_both_languages_say_the_same() -> None:
    """Every problem has three sentences in both, and what they put in is the same."""
    english, czech = words("en"), words("cs")

    assert english.keys() == czech.keys()
    for kind, sentences in english.items():
        assert set(sentences) == set(czech[kind]) == {"what", "expected", "remedy"}
        for part, sentence in sentences.items():
            placeholders = [
                set(re.findall(r"{\w+}", text)) for text in (sentence, czech[kind][part])
            ]
            assert placeholders[0] == placeholders[1]
            assert sentence.endswith(".")
            assert czech[kind][part].endswith(".")


def test_series_frames_arrays_and_coordinates_are_all_geometries() -> None:
    """A notebook may pass what it has."""
    points = [Point(1, 2), Point(3, 4)]
    forms = [
        gpd.GeoSeries(points),
        gpd.GeoDataFrame(geometry=points),
        np.array(points, dtype=object),
        np.array([[1.0, 2.0], [3.0, 4.0]]),
        np.array([[1, 2, 200], [3, 4, 210]]),
    ]

    for form in forms:
        assert list(shapely.to_wkt(arguments.geometries(form))) == ["POINT (1 2)", "POINT (3 4)"]


def test_same_system_under_another_name_is_the_same() -> None:
    """An EPSG code and the text it stands for are one system."""
    spelled = gpd.GeoSeries([Point(0, 0)], crs=gpd.GeoSeries(crs="EPSG:5514").crs.to_wkt())

    arguments.same_crs(spelled, "EPSG:5514")
    with pytest.raises(CrsError):
        arguments.same_crs(spelled, "EPSG:32633")
