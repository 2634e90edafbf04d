"""The folder of a validation: table, figure and account, replaced as a whole."""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from attrs import asdict, fields, frozen

from placement.evaluation.displacement import Difference
from placement.evaluation.results import Estimate, Evaluation, Score, Validation
from placement.output import folder as folders
from placement.output.figures import validation as validation_figure
from placement.output.manifest import account
from placement.texts import Language

FORMAT = 1
JSON, TABLE, FIGURE, INSTALLED = (
    "validation.json",
    "validation.csv",
    "validation.png",
    "installed.csv",
)
DECIMALS = 4


@frozen(eq=False)
class Findings:
    """What a validation found: a hold-out, the evaluation of installed cameras, or both."""

    case: str
    crs: str
    seed: int
    provenance: Mapping[str, str]
    """Input → surveyed, open data, assumed or synthetic."""
    sources: Mapping[str, str]
    """Input → who to name, and the licence."""
    hold_out: Validation | None = None
    installed: tuple[Evaluation, ...] = ()

    @property
    def synthetic(self) -> bool:
        """Whether any input is made up."""
        return "synthetic" in self.provenance.values()


def write(
    findings: Findings, folder: Path, *, language: Language, inputs: Mapping[str, Path]
) -> None:
    """Write what was found into a folder, in place of earlier findings.

    Parameters
    ----------
    findings
        Hold-out, evaluation or both.
    folder
        Where they shall be; see `placement.output.folder.replace`.
    language
        Of the figure.
    inputs
        Path relative to the case → file, for the manifest.

    Raises
    ------
    OutputError
        If the folder cannot be written; what was there is untouched then.
    """

    def write(new: Path) -> None:
        (new / JSON).write_bytes(_json(as_dict(findings)))
        if findings.hold_out is not None:
            (new / TABLE).write_bytes(table_csv(findings.hold_out))
            (new / FIGURE).write_bytes(
                validation_figure.shares(findings.hold_out, language=language)
            )
        if findings.installed:
            (new / INSTALLED).write_bytes(installed_csv(findings.installed))
        nowhere = np.zeros(0)  # the findings name no place in WGS 84
        outputs = {file.name: file for file in sorted(new.iterdir())}
        manifest = account(findings, x_m=nowhere, y_m=nowhere, inputs=inputs, outputs=outputs)
        (new / folders.MANIFEST).write_bytes(_json(manifest))

    folders.replace(folder, write)


def as_dict(findings: Findings) -> dict[str, Any]:
    """Return what was found as plain values; what is no number as None, days as ISO text."""
    values: dict[str, Any] = {
        "format": FORMAT,
        "case": findings.case,
        "synthetic": findings.synthetic,
    }
    if findings.hold_out is not None:
        values["hold_out"] = asdict(findings.hold_out, value_serializer=_plain)
    if findings.installed:
        values["installed"] = [_evaluation(each) for each in findings.installed]
    return values


def table_csv(validation: Validation) -> bytes:
    """Return the scores, a row a method; an estimate has its interval in `_low` and `_high`."""
    return _csv(_flat(score) for score in validation.scores)


def installed_csv(evaluations: Iterable[Evaluation]) -> bytes:
    """Return the evaluations, a row a day of installation."""
    return _csv(
        {
            "installed": str(each.installed),
            "cameras": " ".join(each.cameras),
            "assumed_directions": each.assumed_directions,
            "before": str(each.before),
            "after": str(each.after),
            **_before_after(each),
            **_differences(each),
        }
        for each in evaluations
    )


def _flat(score: Score) -> dict[str, object]:
    row: dict[str, object] = {}
    for each in fields(Score):
        value = getattr(score, each.name)
        if isinstance(value, Estimate):
            row[each.name] = value.value
            row[f"{each.name}_low"], row[f"{each.name}_high"] = value.low, value.high
        else:
            row[each.name] = value
    return row


def _evaluation(each: Evaluation) -> dict[str, Any]:
    plain = asdict(each, value_serializer=_plain)
    for name in ("local", "displaced", "total"):
        change: Difference = getattr(each, name)
        plain[name] |= {"z": change.z, "interval": change.interval()}
    return plain


def _before_after(each: Evaluation) -> dict[str, object]:
    return {
        f"{zone}_{side}": getattr(each, zone)[index]
        for zone in ("treated", "ring", "control")
        for index, side in enumerate(("before", "after"))
    }


def _differences(each: Evaluation) -> dict[str, object]:
    row: dict[str, object] = {}
    for name in ("local", "displaced", "total"):
        change: Difference = getattr(each, name)
        low, high = change.interval()
        row |= {
            name: change.estimate,
            f"{name}_error": change.standard_error,
            f"{name}_low": low,
            f"{name}_high": high,
        }
    return row


def _csv(rows: Iterable[Mapping[str, object]]) -> bytes:
    listed = list(rows)
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, list(listed[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in listed)
    return sheet.getvalue().encode("utf-8")


def _cell(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.{DECIMALS}f}" if math.isfinite(value) else ""
    return value


def _plain(_: object, __: object, value: Any) -> Any:  # noqa: ANN401 -- attrs' signature
    if isinstance(value, date):
        return str(value)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _json(value: object) -> bytes:
    json_text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return (json_text + "\n").encode("utf-8", errors="replace")
