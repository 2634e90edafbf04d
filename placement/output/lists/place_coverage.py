"""Lists of what a plan does for districts and places: CSV for programs and for Czech Excel.

Headers are in the catalogues, below `watched.column.<name>`; their meaning below
`watched.meaning.<name>`.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import geopandas as gpd
from attrs import evolve

from placement.output.csv_lists import Row, TableColumn, csv_files, with_data
from placement.output.wording import spaced, word_of
from placement.plan import TODAY, Plan
from placement.plan.place_coverage import PlaceCoverage
from placement.plan.street_coverage import known_price_czk
from placement.texts import text

NOBODY: Mapping[str, float] = MappingProxyType({})
NO_NAMES: Mapping[str, str] = MappingProxyType({})
ENGLISH = "district_en"
"""A column of both lists, there only if any district has an English name."""
PLACES = (
    TableColumn("name"),
    TableColumn("kind", words="map.place_kind"),
    TableColumn("district"),
    TableColumn(ENGLISH),
    TableColumn("expected", decimals=2),
    TableColumn("today_pct", "%", 1),
    TableColumn("target_pct", "%", 1),
    TableColumn("phase", decimals=0),
    TableColumn("level", words="map.level"),
    TableColumn("cameras"),
)
INHABITANTS = "inhabitants"
"""A column of districts, there only if their file tells of any."""
REMOVED = "cameras_removed"
"""A column of districts, there only if the plan takes cameras down."""
DISTRICTS = (
    TableColumn("district"),
    TableColumn(ENGLISH),
    TableColumn(INHABITANTS, decimals=0),
    TableColumn("cameras_today", decimals=0),
    TableColumn("cameras_new", decimals=0),
    TableColumn(REMOVED, decimals=0),
    TableColumn("cameras_target", decimals=0),
    TableColumn("points_new", decimals=0),
    TableColumn("cost_czk", "Kč", 0),
    TableColumn("expected", decimals=2),
    TableColumn("today_pct", "%", 1),
    TableColumn("target_pct", "%", 1),
)


def place_rows(
    places: Iterable[PlaceCoverage], *, english: Mapping[str, str] = NO_NAMES
) -> list[Row]:
    """Return the rows of the list of places, one each; English names of districts by their own."""
    return [
        {
            "name": spaced(place.name),
            "kind": place.kind,
            "district": place.district,
            ENGLISH: english.get(place.district, ""),
            "expected": place.expected,
            "today_pct": 100 * place.shares[0],
            "target_pct": 100 * place.shares[-1],
            "phase": place.phase,
            "level": place.level,
            "cameras": "; ".join(place.cameras),
        }
        for place in places
    ]


def inhabitants_of(districts: gpd.GeoDataFrame) -> dict[str, float]:
    """Return how many people live in each district; not where that is told in several ways."""
    by_name = districts.dropna(subset=INHABITANTS).groupby("name", sort=False)[INHABITANTS]
    return {str(name): float(some.iloc[0]) for name, some in by_name if some.nunique() == 1}


def district_rows(plan: Plan, *, inhabitants: Mapping[str, float] = NOBODY) -> list[Row]:
    """Return the rows of the list of districts: where cameras stand and what they see there.

    Cameras are counted where they hang; broken ones are not.
    """
    rows: list[Row] = []
    for district in plan.districts:
        here = [c for c in plan.standing(plan.final.phase) if c.district == district.name]
        today = [c for c in plan.standing(TODAY) if c.district == district.name]
        new = [c for c in here if c.status == "new"]
        removed = [c for c in today if c.removed_in is not None]
        old_points = {c.point_id for c in plan.cameras if c.status != "new"}
        rows.append(
            {
                "district": district.name,
                ENGLISH: district.name_en,
                INHABITANTS: inhabitants.get(district.name),
                "cameras_today": len(today),
                "cameras_new": len(new),
                REMOVED: len(removed),
                "cameras_target": len(here),
                "points_new": len({c.point_id for c in new} - old_points),
                "cost_czk": known_price_czk([*new, *removed]),
                "expected": district.expected,
                "today_pct": _percent(district.seen_today, district.expected),
                "target_pct": _percent(district.seen_at_target, district.expected),
            }
        )
    return rows


def contents(
    plan: Plan, places: Sequence[PlaceCoverage], *, inhabitants: Mapping[str, float] = NOBODY
) -> dict[str, bytes]:
    """Return the lists a plan has something for, by file name: of districts, and of places."""
    lists: dict[str, bytes] = {}
    if plan.districts:
        rows = district_rows(plan, inhabitants=inhabitants)
        has_inhabitants = any(row[INHABITANTS] is not None for row in rows)
        bare = {INHABITANTS: not has_inhabitants, REMOVED: not any(row[REMOVED] for row in rows)}
        of = _columns(DISTRICTS, {**bare, ENGLISH: not plan.districts_en})
        lists |= _files("districts", of, rows, plan=plan)
    if places:
        of = _columns(PLACES, {ENGLISH: not plan.districts_en})
        lists |= _files("places", of, place_rows(places, english=plan.districts_en), plan=plan)
    return lists


def _columns(columns: Sequence[TableColumn], bare: Mapping[str, bool]) -> tuple[TableColumn, ...]:
    """Return the columns that have something in them."""
    return tuple(column for column in columns if not bare.get(column.name, False))


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def _files(
    name: str, columns: Sequence[TableColumn], rows: Sequence[Row], *, plan: Plan
) -> dict[str, bytes]:
    def header(column: TableColumn) -> str:
        unit = word_of("demand_unit", plan.demand_unit, "cs")
        in_unit = evolve(column, unit=unit) if column.name == "expected" else column
        return in_unit.header(text(f"watched.column.{column.name}", "cs"))

    return csv_files(name, with_data(columns, synthetic=plan.synthetic), rows, header=header)
