"""The commented plan file: valid, complete, and the same plan once a comment is taken away."""

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.config import PlanConfig
from placement.config.commented import commented
from placement.texts import LANGUAGES

GIVEN = {
    "case": {"name": 'Hrádek "u" \\ \N{SNOWMAN}\n', "language": "cs"},
    "inputs": {
        "streets": {"path": "streets.gpkg", "provenance": "surveyed", "columns": {"name": "jmeno"}},
        "buildings": {"path": "b.gpkg", "provenance": "open data", "default_height_m": 7.5},
        "cameras": {"path": "c.csv", "provenance": "assumed"},
        "backdrop": [{"path": "w.gpkg", "provenance": "assumed", "kind": "water"}],
    },
    "sites": {"kinds": ["carriers", "streets"], "point_cost_czk": {"lamp post": 95000}},
    "camera_models": [
        {"name": name, "hfov_deg": 80, "vfov_deg": 45, "width_px": 2688, "cost_czk": 45000}
        for name in ("one", "two")
    ],
    "phases": [{"name": "1.", "cameras": 10}],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_what_was_given(language):
    """Read back as TOML it is the given values and nothing else, but for sections left empty."""
    told = tomllib.loads(commented(GIVEN, language=language))

    assert {name: section for name, section in told.items() if section} == GIVEN


def test_every_default_in_a_comment_is_the_default():
    """With the comments of plain keys taken away the plan is the same."""
    told = commented(GIVEN, language="en")
    open_keys = re.sub(r"(?m)^# (\w+ = (?!…).*)$", r"\1", told)

    assert open_keys != told
    assert PlanConfig.model_validate(tomllib.loads(open_keys)) == PlanConfig.model_validate(GIVEN)


@given(name=st.text(min_size=1, max_size=50).filter(lambda text: text.strip()))
def test_no_name_breaks_out_of_its_line(name):
    """Whatever the town is called, the file stays the same file."""
    told = tomllib.loads(commented({**GIVEN, "case": {"name": name}}, language="cs"))

    assert told["case"] == {"name": name}
    assert told["phases"] == GIVEN["phases"]
