"""What the commands say of figures: no sentence is false by rounding, number or grammar."""

from types import SimpleNamespace
from typing import Any, cast

import geopandas as gpd
import pandas as pd
import pytest
from attrs import evolve

from placement.cli import alternatives, summary
from placement.cli.options import Settings
from placement.inputs.account import Account
from placement.output.paper import words as paper_words
from placement.pipeline import equipment, preparation
from placement.pipeline.case_inputs import Inputs
from placement.plan import Plan
from placement.plan.alternatives import Failure, Sensitivity
from placement.texts import Language, Phrase, text
from tests.plan.test_plan import PLAN

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0.0, 10.0, "0,0"),
        (10.0, 10.0, "100,0"),
        (0.001, 10.0, f"<{NBSP}0,1"),
        (9.9999, 10.0, f">{NBSP}99,9"),
        (10.0 * (1 - 1e-15), 10.0, "100,0"),
        (5.0, 10.0, "50,0"),
        (1.0, 0.0, "0,0"),
    ],
)
def test_rounding_makes_neither_all_nor_nothing(part: float, whole: float, expected: str) -> None:
    """99.999 % is not all; what the arithmetic leaves of all is all."""
    assert summary._percent(part, whole, "cs") == expected


@pytest.mark.parametrize(
    ("gap", "language", "expected"),
    [
        (0.0, "cs", "lepší plán za stejných podmínek není"),
        (1e-9, "en", "no plan under the same terms is better"),
        (2e-5, "cs", f"nejvýš o 0,01{NBSP}% pod nejlepším možným"),
        (0.123, "en", f"at most 12.30{NBSP}% below the best possible"),
    ],
)
def test_a_gap_is_told_as_a_bound(gap: float, language: Language, expected: str) -> None:
    """A gap of nothing is not “at most 0.00 %”."""
    assert summary._below(gap, language) == expected


@pytest.mark.parametrize(
    ("n", "czech", "english"),
    [
        (0, "0 kamer na 0 bodech", "0 cameras on 0 points"),
        (1, "1 kamera na 1 bodě", "1 camera on 1 point"),
        (3, "3 kamery na 3 bodech", "3 cameras on 3 points"),
        (5, "5 kamer na 5 bodech", "5 cameras on 5 points"),
    ],
)
def test_cameras_and_points_are_counted_in_grammar(n: int, czech: str, english: str) -> None:
    """One camera hangs on one point."""
    for language, expected in (("cs", czech), ("en", english)):
        words = [Phrase(key, {"n": n}).render(language) for key in ("cli.cameras", "cli.points")]
        assert " ".join(words) == expected


@pytest.mark.parametrize(
    ("lost", "key"),
    [((4.0,), "cli.broken_only"), ((4.0, 1.0), "cli.broken"), ((0.0, 0.0), "cli.broken_nothing")],
)
def test_a_failure_is_not_compared_with_cameras_there_are_not(
    lost: tuple[float, ...], key: str
) -> None:
    """One camera has no others; where nothing is lost, no camera is the worst."""
    said: list[tuple[str, dict[str, Any]]] = []
    settings = SimpleNamespace(
        language="cs", say=lambda name, **values: said.append((name, values))
    )
    cameras = [SimpleNamespace(camera_id=f"K{n}", street="", phase=0) for n in range(len(lost))]
    failures = tuple(Failure(f"K{n}", each) for n, each in enumerate(lost))
    made = SimpleNamespace(
        demand_total=10.0,
        azimuth_step_deg=None,
        sensitivity=Sensitivity(failures=failures),
        cameras=cameras,
        evaluated=None,
        final=SimpleNamespace(value=5.0, extra=0.0),
    )
    alternatives.say(cast("Plan", made), cast("Settings", settings))

    assert [name for name, _ in said] == [key]
    assert said[0][1]["street"] == text("demand.unnamed", "cs")


@pytest.mark.parametrize(
    ("language", "named"),
    [("cs", ("1. etapa", "Etapa 2", "Nádraží")), ("en", ("Phase 1", "Phase 2", "Nádraží"))],
)
def test_phases_are_named_in_the_language_of_the_reader(
    language: Language, named: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that says no more than a number is said in either language; others stay."""
    own = ("dnes", "1. etapa", "Phase 2", "Nádraží")
    first = PLAN.phases[-1]
    phases = tuple(evolve(first, phase=number, name=name) for number, name in enumerate(own))
    standing = tuple(evolve(camera, phase=0) for camera in PLAN.cameras)
    summary.plan(evolve(PLAN, phases=phases, cameras=standing), Settings(language))

    said = [line.partition(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert set(named) <= set(said)


def test_an_account_of_a_raster_counts_cells() -> None:
    """A raster has no rows."""
    settings = cast("Settings", SimpleNamespace(language="en"))
    told = [
        summary.account_dict(Account("terrain", "t.tif", 9, 8, of=of), settings)
        for of in ("rows", "cells")
    ]
    assert (told[0]["rows_read"], told[0]["rows_kept"]) == (9, 8)
    assert (told[1]["cells_read"], told[1]["cells_kept"]) == (9, 8)
    assert "rows_read" not in told[1]


def test_paper_rounds_nothing_to_all() -> None:
    """The sheets tell shares as the commands do."""
    assert paper_words._percent(0.99999, "en") == f">{NBSP}99.9{NBSP}%"
    assert paper_words._percent(1.0, "en") == f"100.0{NBSP}%"


@pytest.mark.parametrize(
    ("has", "source", "expected"),
    [
        ((), "", ["no_obstacles"]),
        (("terrain",), "", ["no_buildings"]),
        (("trees",), "", ["no_buildings"]),
        (("surface",), "", []),
        (("buildings",), "height", []),
        (("buildings",), "default", ["default_heights"]),
        (("buildings", "surface"), "default", ["default_heights_measured"]),
    ],
)
def test_what_is_assumed_of_houses_follows_from_what_is_given(
    has: tuple[str, ...], source: str, expected: list[str]
) -> None:
    """Terrain and trees hide too; where the surface is measured, no default is simply taken."""
    names = ("buildings", "surface", "terrain", "trees", "canopy")
    given: dict[str, object] = {name: object() if name in has else None for name in names}
    if "buildings" in has:
        given["buildings"] = pd.DataFrame({"height_source": [source]})
    found = preparation._obstacles(cast("Inputs", SimpleNamespace(**given)))

    assert found == expected
    for language in ("cs", "en"):
        assert all(text(f"assumption.{key}", language) for key in found)


def test_an_unknown_model_is_named_with_its_row_and_the_nearest_name() -> None:
    """`Fixed 4k` is near `fixed 4K`, `Sony` near nothing."""
    table = gpd.GeoDataFrame({"camera_id": ["K1", "K2"]})
    problem = equipment._unknown(
        table,
        {"Fixed 4k": 1, "Sony": 0},
        ["dome", "fixed 4K"],
        source_rows=(2, 7),
        file="kamery.csv",
    )

    assert (problem.row, problem.column) == (2, "model")
    assert problem.values["found"] == "Fixed 4k (K2) → fixed 4K?, Sony (K1)"
