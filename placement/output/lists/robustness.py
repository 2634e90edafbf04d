"""Lists of a plan's robustness by scenario and by camera: CSV for programs and Czech Excel.

Headers are in the catalogues, below `robustness.column.<name>`; their meaning below
`robustness.meaning.<name>`. A scenario's own column of the list of cameras has the scenario's name.
"""

from collections.abc import Sequence

from placement.output.csv_lists import Row, TableColumn, csv_files, with_data
from placement.output.wording import word_of
from placement.plan import Plan
from placement.texts import text

SCENARIOS = (
    TableColumn("scenario", words="scenario"),
    TableColumn("plans", decimals=0),
    TableColumn("failed", decimals=0),
    TableColumn("share_pct", "%", 2),
    TableColumn("best_pct", "%", 2),
    TableColumn("regret_pct", "%", 2),
    TableColumn("worst_pct", "%", 2),
    TableColumn("jaccard_pct", "%", 1),
)
CAMERAS = (
    TableColumn("camera_id"),
    TableColumn("point_id"),
    TableColumn("street"),
    TableColumn("phase", decimals=0),
    TableColumn("chosen_again_pct", "%", 1),
    TableColumn("alike_again_pct", "%", 1),
)


def contents(plan: Plan) -> dict[str, bytes]:
    """Return the lists of a plan that was made again, by file name; none of one that was not."""
    if not plan.repetitions:
        return {}
    return {
        **_files("robustness", SCENARIOS, scenario_rows(plan), plan),
        **_files("confidence", (*CAMERAS, *_of_scenarios(plan)), camera_rows(plan), plan),
    }


def scenario_rows(plan: Plan) -> list[Row]:
    """Return a row for each scenario; without a plan for it only its share is told."""
    return [
        {
            "scenario": one.name,
            "plans": one.plans,
            "failed": one.failed,
            "share_pct": 100 * one.share,
            "best_pct": 100 * one.best if one.plans else None,
            "regret_pct": 100 * one.regret if one.plans else None,
            "worst_pct": None if one.worst is None or not one.plans else 100 * one.worst,
            "jaccard_pct": 100 * one.jaccard if one.plans else None,
        }
        for one in plan.scenarios
    ]


def camera_rows(plan: Plan) -> list[Row]:
    """Return a row for each new camera, the least sure first."""
    repeated = [(c, c.chosen_again, c.alike_again) for c in plan.cameras]
    rows: list[Row] = [
        {
            "camera_id": camera.camera_id,
            "point_id": camera.point_id,
            "street": camera.street,
            "phase": camera.phase,
            "chosen_again_pct": 100 * same,
            "alike_again_pct": 100 * alike,
            **{
                one.name: 100 * one.again[camera.camera_id]
                for one in plan.scenarios
                if one.plans and camera.camera_id in one.again
            },
        }
        for camera, same, alike in repeated
        if same is not None and alike is not None
    ]
    return sorted(rows, key=lambda row: (row["alike_again_pct"], row["camera_id"]))


def _of_scenarios(plan: Plan) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(one.name, "%", 1) for one in plan.scenarios if one.plans)


def _files(
    name: str, columns: tuple[TableColumn, ...], rows: Sequence[Row], plan: Plan
) -> dict[str, bytes]:
    scenarios = {one.name for one in plan.scenarios}

    def header(column: TableColumn) -> str:
        key = f"robustness.column.{column.name}"
        of_scenario = column.name in scenarios
        return column.header(
            word_of("scenario", column.name, "cs") if of_scenario else text(key, "cs")
        )

    shown = with_data(columns, synthetic=plan.synthetic)
    return csv_files(name, shown, rows, header=header, bare_empty=True)
