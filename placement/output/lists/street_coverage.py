"""The list of streets: how much of each is in view, phase by phase, by which cameras, for how much.

As CSV for programs and for Czech Excel; headers and meanings are in the catalogues, below
`streets.column` and `streets.meaning`. The figures are those the page answers with.
"""

from attrs import evolve

from placement.output.csv_lists import Row, TableColumn, csv_files, with_data
from placement.output.layers import Layers
from placement.output.wording import word_of
from placement.plan import Plan
from placement.plan.street_coverage import StreetCoverage, nameless_ways, street_coverages
from placement.texts import plain, text

ENGLISH = "districts_en"
"""A column that is there only if any district has an English name."""
BEFORE_PHASES = (
    TableColumn("street"),
    TableColumn("kind", words="streets.kind"),
    TableColumn("districts"),
    TableColumn(ENGLISH),
    TableColumn("expected", decimals=2),
    TableColumn("length_m", "m", 1),
    TableColumn("today_m", "m", 1),
)
AFTER_PHASES = (
    TableColumn("target_m", "m", 1),
    TableColumn("today_pct", "%", 1),
    TableColumn("target_pct", "%", 1),
    TableColumn("area_m2", "m²", 0),
    TableColumn("today_m2", "m²", 0),
    TableColumn("target_m2", "m²", 0),
    TableColumn("cameras_today"),
    TableColumn("cameras_new"),
    TableColumn("cost_czk", "Kč", 0),
)
PHASE = "phase_"
"""Begins the name of the column of a phase between today and the target: `phase_1_m`."""


def contents(plan: Plan, layers: Layers) -> dict[str, bytes]:
    """Return the list by file name; nothing where there are no pieces of streets."""
    streets = street_coverages(plan, layers.demand).streets
    if not streets:
        return {}
    with_name = (street for street in streets if street.name)
    by_name = sorted(with_name, key=lambda street: plain(street.name))
    ways = nameless_ways(plan, layers.demand)
    rows = [_row(street, plan) for street in (*by_name, *ways)]
    before = (each for each in BEFORE_PHASES if each.name != ENGLISH or plan.districts_en)
    columns = (*before, *_phase_columns(plan), *AFTER_PHASES)

    def header(column: TableColumn) -> str:
        if column.name.startswith(PHASE):
            number = int(column.name.split("_")[1])
            phase = plan.phases[number].name or text("map.phase.step", "cs", number=number)
            return column.header(text("streets.phase", "cs", phase=phase))
        unit = word_of("demand_unit", plan.demand_unit, "cs")
        in_unit = evolve(column, unit=unit) if column.name == "expected" else column
        return in_unit.header(text(f"streets.column.{column.name}", "cs"))

    shown = with_data(columns, synthetic=plan.synthetic)
    return csv_files("streets", shown, rows, header=header, bare_empty=True)


def _phase_columns(plan: Plan) -> list[TableColumn]:
    between = plan.phases[1:-1]
    return [TableColumn(f"{PHASE}{phase.phase}_m", "m", 1) for phase in between]


def _row(street: StreetCoverage, plan: Plan) -> Row:
    """Return the cells of a street; lengths stay empty where it has no lines, areas likewise."""
    cameras = {
        "cameras_today": [c.camera_id for c in street.cameras if c.status != "new"],
        "cameras_new": [c.camera_id for c in street.cameras if c.status == "new"],
    }
    lengths = {
        "length_m": street.length_m,
        "today_m": street.seen_m[0],
        "target_m": street.seen_m[-1],
        **{f"{PHASE}{p.phase}_m": street.seen_m[p.phase] for p in plan.phases[1:-1]},
        "today_pct": 100 * street.seen_m[0] / (street.length_m or 1),
        "target_pct": 100 * street.seen_m[-1] / (street.length_m or 1),
    }
    areas = {
        "area_m2": street.area_m2,
        "today_m2": street.seen_m2[0],
        "target_m2": street.seen_m2[-1],
    }
    return {
        "street": street.name,
        "kind": "space" if street.area_m2 else "street" if street.name else "ways",
        "districts": "; ".join(street.districts),
        ENGLISH: "; ".join(plan.districts_en.get(name, name) for name in street.districts),
        "expected": street.expected,
        **(lengths if street.length_m else {}),
        **(areas if street.area_m2 else {}),
        **{name: "; ".join(ids) for name, ids in cameras.items()},
        "cost_czk": street.new_cost_czk() if cameras["cameras_new"] else None,
    }
