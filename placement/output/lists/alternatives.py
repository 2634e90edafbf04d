"""Lists of a plan's sensitivity (failures, swaps, other plans, the curve) as CSV.

Headers are in the catalogues, below `freedom.column.<name>`, and those of places below
`lists.column.<name>`.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from placement.output.csv_lists import TableColumn, csv_czech, with_data, without_formula
from placement.output.wording import printable, word_of
from placement.plan import Plan
from placement.plan.alternatives import BudgetCurve, Curve
from placement.plan.privacy_choice import HomesCurve
from placement.plan.public import numbers_of
from placement.texts import catalogue, text

PLACE = (
    "point_id",
    "street",
    "carrier",
    "model",
    "x_m",
    "y_m",
    "lon_deg",
    "lat_deg",
    "height_m",
    "azimuth_deg",
    "tilt_deg",
)
"""What the lists say of a place; lengths in metres, angles in degrees from true north."""
DECIMALS = {"lon_deg": 7, "lat_deg": 7, "x_m": 2, "y_m": 2, "height_m": 2}
"""Of lengths and angles in the Czech list; one where nothing is said."""
OWN = ("plan", "camera_id", "lost_if_broken", "loss_if_swapped")
WORDS = ("point_id", "street", "carrier", "model")


def alternatives_csv(plan: Plan) -> bytes:
    """Return each camera in service at the target: what its failure costs, what could replace it.

    Plan 0 is the next best place of one camera; plans from 1 on are whole other plans, without
    naming which camera each place stands for.
    """
    return _csv((*OWN, *PLACE), _rows(plan))


def alternatives_csv_cs(plan: Plan) -> bytes:
    """Return the same for Czech Excel: UTF-8 with BOM, semicolons, decimal commas, Czech words."""
    unit = word_of("demand_unit", plan.demand_unit, "cs")
    columns = (
        TableColumn("plan", decimals=0),
        TableColumn("camera_id"),
        TableColumn("lost_if_broken", unit, 3),
        TableColumn("loss_if_swapped", unit, 3),
        *(
            TableColumn(name, words="lists.carrier" if name == "carrier" else "")
            if name in WORDS
            else TableColumn(name, "m" if name.endswith("_m") else "°", DECIMALS.get(name, 1))
            for name in PLACE
        ),
    )
    names = (*OWN, *PLACE)
    rows = [
        {
            n: None if value == "" and n not in WORDS else value
            for n, value in zip(names, row, strict=True)
        }
        for row in _rows(plan)
    ]
    shown = with_data(columns, synthetic=plan.synthetic)
    return csv_czech(shown, rows, header=_header, bare_empty=True)


def _header(column: TableColumn) -> str:
    key = f"freedom.column.{column.name}"
    return column.header(
        text(key if key in catalogue("cs") else f"lists.column.{column.name}", "cs")
    )


def _rows(plan: Plan) -> list[list[object]]:
    lost = {failure.camera_id: failure.lost for failure in plan.sensitivity.failures}
    instead = {one.camera_id: one for one in plan.sensitivity.alternatives}
    rows: list[list[object]] = []
    numbers = numbers_of(plan)
    for camera in sorted(plan.cameras, key=lambda one: numbers[one.camera_id]):
        if camera.camera_id in lost:
            other = instead.get(camera.camera_id)
            place = [""] * len(PLACE) if other is None else [getattr(other, n) for n in PLACE]
            loss = "" if other is None else other.loss
            rows.append([0, camera.camera_id, lost[camera.camera_id], loss, *place])
    for number, another in enumerate(plan.sensitivity.others, start=1):
        rows += [[number, name, "", "", *[""] * len(PLACE)] for name in another.without]
        rows += [
            [number, "", "", "", *(getattr(place, name) for name in PLACE)]
            for place in another.instead
        ]
    return rows


def curve_csv(curve: Curve) -> bytes:
    """Return the curve of gains: cameras, value, what the last one added, bound, knee or not."""
    rows: list[list[object]] = []
    before = curve.points[0].value
    for point in curve.points:
        knee = "true" if point.cameras == curve.knee else "false"
        rows.append([point.cameras, point.value, point.value - before, point.bound, knee])
        before = point.value
    return _csv(("cameras", "value", "gain", "bound", "knee"), rows)


def money_csv(curve: BudgetCurve) -> bytes:
    """Return the curve of money: budget, cost, cameras, value, gain of the step, bound, knee."""
    rows: list[list[object]] = []
    before = curve.points[0].value
    for point in curve.points:
        knee = "true" if point.budget_czk == curve.knee_czk else "false"
        money = (round(point.budget_czk), round(point.cost_czk), point.cameras)
        rows.append([*money, point.value, point.value - before, point.bound, knee])
        before = point.value
    header = ("budget_czk", "cost_czk", "cameras", "value", "gain", "bound", "knee")
    return _csv(header, rows)


def privacy_csv(curve: HomesCurve) -> bytes:
    """Return the curve of homes in view: most and own area, cameras, value, gain, bound, knee."""
    rows: list[list[object]] = []
    before = curve.points[0].value
    for point in curve.points:
        knee = "true" if point.most_m2 == curve.knee_m2 else "false"
        area = (round(point.most_m2, 1), round(point.area_m2, 1), point.cameras)
        rows.append([*area, point.value, point.value - before, point.bound, knee])
        before = point.value
    header = ("most_m2", "area_m2", "cameras", "value", "gain", "bound", "knee")
    return _csv(header, rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return sheet.getvalue().encode("utf-8", errors="replace")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value + 0.0:.7f}"
    return without_formula(printable(value)) if isinstance(value, str) else str(value)
