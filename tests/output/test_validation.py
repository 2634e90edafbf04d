"""What a validation found, written: no number stays none, and the figure shows every method."""

import csv
import io
import json
import math
from datetime import date

from attrs import evolve

from placement.evaluation import (
    Difference,
    Estimate,
    Evaluation,
    Score,
    Validation,
)
from placement.evaluation.results import METHODS, PlanLimits
from placement.output import validation as results
from placement.output.figures import validation as validation_figure
from placement.output.validation import Findings

NONE = Estimate(math.nan, math.nan, math.nan)


def score(method: str, seen: float) -> Score:
    """Return a score of which only the share seen is known."""
    share = Estimate(seen, seen - 0.1, seen + 0.1)
    return Score(
        method=method,
        new_cameras=3.0,
        cost_czk=0.0,
        street_share=0.0,
        seen_earlier=0.0,
        seen=share,
        seen_blurred=share,
        pai=NONE,
        attainable=share,
        pei=NONE,
        rri=NONE,
        of_oracle=math.nan,
        behind=share,
    )


def held() -> Validation:
    """Return a hold-out with a score for every method."""
    return Validation(
        case="Křížlice $ pod <Horou>",
        synthetic=True,
        until=date(2024, 1, 2),
        first=date(2020, 1, 1),
        last=date(2025, 1, 1),
        earlier=1234,
        later=50,
        undated=1,
        left_out=2,
        anonymised=True,
        error_m=30.0,
        bandwidth_m=40.0,
        existing=0,
        limits=PlanLimits(3, None),
        seed=0,
        resamples=1000,
        scores=tuple(score(method, 0.2 + 0.05 * k) for k, method in enumerate(METHODS)),
    )


def findings(**changes: object) -> Findings:
    """Return findings, some of them replaced."""
    plain = Findings("Obec", "EPSG:5514", 0, {"streets": "synthetic"}, {}, held())
    return evolve(plain, **changes)


def test_no_number_is_null_in_json_and_empty_in_the_table() -> None:
    """NaN is not JSON, and nobody's spreadsheet knows it."""
    plain = results.as_dict(findings())

    told = json.loads(json.dumps(plain, allow_nan=False))
    first = told["hold_out"]["scores"][0]
    assert first["pai"] == {"value": None, "low": None, "high": None}
    assert told["hold_out"]["until"] == "2024-01-02"
    rows = list(csv.DictReader(io.StringIO(results.table_csv(held()).decode("utf-8"))))
    assert [row["method"] for row in rows] == list(METHODS)
    assert (rows[0]["pai"], rows[0]["of_oracle"], rows[0]["seen"]) == ("", "", "0.2000")


def test_an_evaluation_is_written_with_its_intervals() -> None:
    """Counts, differences and their 95 % intervals, in the table and in JSON."""
    change = Difference(-10.0, 5.0)
    one = Evaluation(
        installed=date(2023, 1, 1),
        cameras=("K1", "K2"),
        assumed_directions=0,
        before=date(2022, 1, 1),
        after=date(2024, 1, 1),
        treated=(40.0, 20.0),
        ring=(1.0, 2.0),
        control=(80.0, 70.0),
        local=change,
        displaced=change,
        total=change,
    )

    (row,) = csv.DictReader(io.StringIO(results.installed_csv([one]).decode("utf-8")))
    (told,) = results.as_dict(findings(installed=(one,)))["installed"]

    assert (row["cameras"], row["treated_before"], row["total"]) == ("K1 K2", "40.0000", "-10.0000")
    assert (row["total_low"], row["total_high"]) == ("-19.7998", "-0.2002")
    assert told["total"]["z"] == -2.0
    assert told["before"] == "2022-01-01"


def test_the_figure_is_the_same_for_the_same_findings() -> None:
    """A name with signs of other languages draws without a warning, always to the same bytes."""
    first, again = validation_figure.shares(held()), validation_figure.shares(held())
    czech = validation_figure.shares(held(), language="cs")

    assert first == again != czech
    assert first.startswith(b"\x89PNG")


def test_a_whisker_may_end_a_hair_inside_its_bar() -> None:
    """Everything seen in every resample, but for the last digit of a sum: drawn all the same."""
    hair = score("ours", 1.0)
    hair = evolve(hair, seen=Estimate(1.0, 1.0 - 1e-16, 1.0 - 1e-16))

    assert validation_figure.shares(evolve(held(), scores=(hair,)))
