"""The folder of a demand: layers, map and lists, written at once in place of earlier ones."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from placement.output import folder as folders
from placement.output import geopackage
from placement.output.csv_lists import csv_plain, with_data
from placement.output.demand import lists
from placement.output.demand.picture import draw
from placement.output.demand.tables import TABLES, tables
from placement.output.manifest import account
from placement.pipeline.assessment import Assessment
from placement.texts import Language

GEOPACKAGE, PICTURE, SUMMARY = "demand.gpkg", "demand.png", "demand.json"
MOST_LISTED = 20


def write(
    assessment: Assessment, folder: Path, *, language: Language, inputs: Mapping[str, Path]
) -> None:
    """Write everything about a demand into a folder.

    Parameters
    ----------
    assessment
        The demand and what is said about it.
    folder
        Where the result shall be; see `placement.output.folder.replace`.
    language
        Language of the picture.
    inputs
        Path relative to the case → file, for the manifest.

    Raises
    ------
    OutputError
        If the folder cannot be written; an earlier result is untouched then.
    """
    layers = tables(assessment)
    hot = lists.hot_rows(layers["hot_streets"], compared_with=assessment.hot.compared_with)
    english = _english(assessment)
    yearly, by_year = lists.yearly_rows(assessment.yearly, english), lists.yearly_columns(english)
    label = {"synthetic": assessment.synthetic}
    content = {
        PICTURE: draw(assessment, layers["lixels"], language=language),
        "hot-streets.csv": csv_plain(with_data(lists.HOT, **label), hot),
        "hot-streets-cs.csv": lists.czech_list(lists.HOT, hot, **label),
        "districts.csv": csv_plain(with_data(by_year, **label), yearly),
        "districts-cs.csv": lists.czech_list(by_year, yearly, **label),
        SUMMARY: _json(summary(assessment, most=None)),
    }
    x_m, y_m = assessment.demand.x_m[:1], assessment.demand.y_m[:1]

    def fill(new: Path) -> None:
        for name, data in content.items():
            (new / name).write_bytes(data)
        geopackage.write_tables(layers, new / GEOPACKAGE, tables=TABLES)
        outputs = {file.name: file for file in sorted(new.iterdir())}
        manifest = account(assessment, x_m=x_m, y_m=y_m, inputs=inputs, outputs=outputs)
        (new / folders.MANIFEST).write_bytes(_json(manifest))

    folders.replace(folder, fill)


def summary(assessment: Assessment, *, most: int | None = MOST_LISTED) -> dict[str, Any]:
    """Return the figures of a demand as plain values, with at most so many hot streets."""
    demand, hot = assessment.demand, assessment.hot
    listed = tables(assessment)["hot_streets"].drop(columns="geometry")
    return {
        "case": assessment.case,
        "synthetic": assessment.synthetic,
        "provenance": assessment.provenance,
        "crs": assessment.crs,
        "unit": demand.unit,
        "incidents": demand.incidents,
        "unsnapped": demand.unsnapped,
        "years": demand.years,
        "bandwidth_m": demand.bandwidth_m,
        "lixels": len(demand.ids),
        "length_m": math.fsum(demand.lixels["length_m"]),
        "expected": demand.total,
        "anonymised": {
            "detected": assessment.anonymised.detected,
            "places": assessment.anonymised.places,
            "spacing_m": _plain(assessment.anonymised.spacing_m),
        },
        "assumptions": list(assessment.assumptions),
        "hot": {
            "resolution": hot.resolution,
            "compared_with": hot.compared_with,
            "level": hot.level,
            "window_m": hot.window_m,
            "dispersion": hot.dispersion,
            "incidents": int(hot.lixels["incidents"].sum()),
            "tests_by_name": hot.tests,
            "left_out_at_edge": hot.at_edge,
            "share_of_length": hot.hot_share,
            "share_of_length_by_gi_star": hot.gi_share,
            "found": {kind: int((listed["kind"] == kind).sum()) for kind in _KINDS},
            "streets": _records(listed if most is None else listed.head(most)),
        },
        "districts": _records(assessment.yearly),
    }


_KINDS = ("stretch", "street", "area")


def _english(assessment: Assessment) -> dict[str, str]:
    """Return the English names of districts by their own, of those that have one."""
    districts = assessment.inputs.districts
    if districts is None:
        return {}
    pairs = zip(districts["name"], districts["name_en"], strict=True)
    return {str(name): str(english) for name, english in pairs if english}


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    rows = table.astype(object).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:  # noqa: ANN401 -- a cell of any table
    """Return a value as JSON has it; nothing for what is no number."""
    if value is None or value is pd.NA:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _json(value: object) -> bytes:
    json_text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return (json_text + "\n").encode("utf-8", errors="replace")
