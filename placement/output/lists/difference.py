"""The list of differences of given cameras from a plan, as CSV and as a table to read.

Headers are in the catalogues, below `difference.column`. What a difference is worth stands beside
it: what it alone does to the plan, and what mending it would bring to the cameras as they are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from placement.output.comparison_texts import TextTable, details, signed
from placement.output.csv_lists import Row, TableColumn, csv_files, with_data
from placement.output.wording import printable, word_of
from placement.plan.comparison import CameraPair, PlanComparison
from placement.texts import Language, number, text

NAME = "difference"
WORTH = ("alone", "undone")
"""Columns in the plan's unit of demand."""
COLUMNS = (
    TableColumn("camera_id"),
    TableColumn("point_id"),
    TableColumn("street"),
    TableColumn("state", words="difference.state"),
    TableColumn("moved_m", "m", 2),
    TableColumn("turned_deg", "°", 1),
    TableColumn("height_before_m", "m", 2),
    TableColumn("height_after_m", "m", 2),
    TableColumn("tilt_before_deg", "°", 1),
    TableColumn("tilt_after_deg", "°", 1),
    TableColumn("model_before"),
    TableColumn("model_after"),
    TableColumn("status_before", words="lists.status"),
    TableColumn("status_after", words="lists.status"),
    TableColumn("phase_before", decimals=0),
    TableColumn("phase_after", decimals=0),
    TableColumn("alone", decimals=3),
    TableColumn("undone", decimals=3),
    TableColumn("lon_deg", "°", 7),
    TableColumn("lat_deg", "°", 7),
)


def contents(comparison: PlanComparison, rows: Sequence[Row]) -> dict[str, bytes]:
    """Return the files by name; `rows` are those of `difference_rows`."""
    plan = comparison.second

    def header(column: TableColumn) -> str:
        unit = word_of("demand_unit", plan.demand_unit, "cs")
        in_unit = evolve(column, unit=unit) if column.name in WORTH else column
        return in_unit.header(text(f"difference.column.{column.name}", "cs"))

    columns = with_data(COLUMNS, synthetic=plan.synthetic)
    return csv_files(NAME, columns, rows, header=header, bare_empty=True)


def difference_row(pair: CameraPair, alone: float, undone: float) -> dict[str, Any]:
    """Return the cells of a camera that differs."""
    camera, before, after = pair.camera, pair.first, pair.second
    row: dict[str, Any] = {
        "camera_id": camera.camera_id,
        "point_id": camera.point_id,
        "street": camera.street,
        "state": {"first": "gone", "second": "new"}.get(pair.state, pair.state),
        "moved_m": None if before is None or after is None else pair.moved_m,
        "turned_deg": None if before is None or after is None else pair.turned_deg,
        "alone": alone,
        "undone": undone,
        "lon_deg": camera.lon_deg,
        "lat_deg": camera.lat_deg,
    }
    for when, one in (("before", before), ("after", after)):
        row |= {
            f"height_{when}_m": None if one is None else one.height_m,
            f"tilt_{when}_deg": None if one is None else one.tilt_deg,
            f"model_{when}": None if one is None else one.model,
            f"status_{when}": None if one is None else one.status,
            f"phase_{when}": None if one is None else one.phase,
        }
    return row


def table(
    pairs: Sequence[CameraPair], rows: Sequence[Mapping[str, Any]], language: Language, unit: str
) -> TextTable:
    """Return the table to read: what differs, and what that does; rows in the order given."""
    shown = [
        (
            printable(str(row["camera_id"])),
            printable(str(row["street"])) or "–",
            text(f"difference.state.{row['state']}", language),
            "; ".join(details(pair, language, of_list=True)) or "–",
            *(signed(row[name], 2, "", language) for name in WORTH),
        )
        for pair, row in zip(pairs, rows, strict=True)
    ]
    names = ("camera_id", "street", "state", "detail", *WORTH)
    head = [text(f"difference.head.{name}", language) for name in names]
    title = text("difference.title", language, unit=word_of("demand_unit", unit, language))
    states = tuple(pair.state for pair in pairs)
    return TextTable(title, tuple(head), tuple(shown), states)


def sentence(
    comparison: PlanComparison, different: int, *, planned: float, listed: float, language: Language
) -> str:
    """Return in one sentence how many cameras differ and what plan and list see."""
    total = comparison.second.demand_total or 1.0
    shares = {
        "planned": number(100 * planned / total, language, 1),
        "listed": number(100 * listed / total, language, 1),
    }
    if not different:
        return text("difference.none", language, **shares)
    return text("difference.sentence", language, n=different, **shares)
