"""Tables of inputs: their columns with type, unit, range and meaning.

One description serves the check of an input, the message about it, the columns of a GeoPackage and
the documentation. The readers in `inputs` bring every file to these tables; everything behind them
relies on it.
"""

from collections.abc import Iterator
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import frozen

from placement.errors import FIRST_ROWS, Problem, SchemaError

Kind = Literal["text", "number", "integer", "time", "flag"]
Geometry = Literal["Point", "LineString", "Polygon"]
PROVENANCE = ("surveyed", "open data", "documented", "derived", "assumed", "synthetic")
STATUS = ("in service", "out of service")
PRECISION = ("time", "interval", "date", "week", "month", "year", "none")
HEIGHT_SOURCES = ("height", "floors", "default")
USES = ("home", "other", "unknown")


@frozen
class Column:
    """One column of a table."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    low: float = -np.inf
    high: float = np.inf
    nullable: bool = False
    choices: tuple[str, ...] = ()
    default: int | str | None = None
    """Value in a table that lacks the column; a column without a default is required."""


@frozen
class Table:
    """A table with a geometry in the working system of the run."""

    name: str
    geometry: Geometry
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Names of the columns, geometry last."""
        return [*(column.name for column in self.columns), "geometry"]


PROVENANCE_COLUMN = Column("provenance", "text", "where the record comes from", choices=PROVENANCE)

STREETS = Table(
    "streets",
    "LineString",
    (
        Column("street_id", "text", "identifier, unique in the file"),
        Column("name", "text", "name of the street, empty if it has none"),
        Column("street_class", "text", "class as the source names it, empty if unknown"),
        Column(
            "storey", "integer", "0 on the ground, above it on bridges", "-", -99, 99, default=0
        ),
        Column(
            "deck_from",
            "integer",
            "ends at one place meet if they are on one deck",
            "-",
            0,
            default=0,
        ),
        Column("deck_to", "integer", "the same of its last vertex", "-", 0, default=0),
    ),
)
SPACES = Table(
    "public spaces",
    "Polygon",
    (
        Column("space_id", "text", "identifier, unique in the file"),
        Column("name", "text", "name of the space, empty if it has none"),
        Column("kind", "text", "what it is: square, parking, park …"),
    ),
)
BUILDINGS = Table(
    "buildings",
    "Polygon",
    (
        Column("building_id", "text", "identifier, unique in the file"),
        Column("height_m", "number", "height of the roof above ground", "m", 0.0, 900.0),
        Column("base_m", "number", "height of its underside, 0 on the ground", "m", 0.0, 900.0),
        Column("height_source", "text", "what the height follows from", choices=HEIGHT_SOURCES),
        Column("use", "text", "whether people live there", choices=USES, default="unknown"),
    ),
)
TREES = Table(
    "trees",
    "Point",
    (
        Column("height_m", "number", "height of the crown's top above ground", "m", 0.0, 120.0),
        Column("crown_radius_m", "number", "radius of the crown", "m", 0.0, 40.0),
        Column(
            "crown_base_m", "number", "height of its lowest leaves above ground", "m", 0.0, 120.0
        ),
    ),
)
INCIDENTS = Table(
    "incidents",
    "Point",
    (
        Column("incident_id", "text", "identifier of the event, unique"),
        Column("when", "time", "local time of the event, or of its beginning", nullable=True),
        Column("until", "time", "end of an event that lasted or was found later", nullable=True),
        Column("precision", "text", "how much of the time is known", choices=PRECISION),
        Column("kind", "text", "type of the event as the source names it"),
        Column("path", "text", "the type below those it belongs to, ` > ` between"),
        Column("municipal", "flag", "recorded by the municipal police as well"),
        Column("weight", "number", "how much the event counts", "-", 0.0),
    ),
)
FEAR = Table(
    "fear",
    "Polygon",
    (
        Column("name", "text", "name of the area"),
        Column("weight", "number", "how much it counts: people who marked it", "-", 0.0),
    ),
)
PLACES = Table(
    "places",
    "Point",  # or a line or polygon
    (
        Column("name", "text", "name of the place, empty if it has none"),
        Column("kind", "text", "its type in the table of types"),
        Column("radius_m", "number", "how far around it", "m", 0.0, 10_000.0),
        Column("exposure", "number", "incidents it is worth", "1/year", 0.0),
        Column("density_px_m", "number", "pixel density it asks for", "px/m", 0.0, 10_000.0),
    ),
)
CAMERAS = Table(
    "existing cameras",
    "Point",
    (
        Column("camera_id", "text", "identifier, unique in the file"),
        Column("point_id", "text", "camera point the camera hangs on; cameras may share one"),
        Column("name", "text", "name of the point as the town uses it"),
        Column("status", "text", "whether the camera works today", choices=STATUS),
        Column("model", "text", "name of a camera model of the plan file, empty for its default"),
        Column(
            "kind", "text", "fixed, turning, whole circle or plate reader, by the source; or empty"
        ),
        Column("mount_height_m", "number", "height above ground", "m", 1.0, 200.0, nullable=True),
        Column(
            "azimuth_deg",
            "number",
            "direction of the view, clockwise from true north; empty if unknown",
            "°",
            0.0,
            360.0,
            nullable=True,
        ),
        Column(
            "width_deg",
            "number",
            "how wide the source says it looks; empty if it does not",
            "°",
            0.0,
            360.0,
            nullable=True,
        ),
        Column("tilt_deg", "number", "below the horizon", "°", -90.0, 90.0, nullable=True),
        Column("installed", "time", "day it began to work; empty if unknown", nullable=True),
        PROVENANCE_COLUMN,
    ),
)
CARRIERS = Table(
    "carriers",
    "Point",
    (
        Column("carrier_id", "text", "identifier, unique in the file"),
        Column("kind", "text", "what it is: lamp post, tram pole, mast …"),
        Column("mount_height_m", "number", "height above ground", "m", 1.0, 200.0, nullable=True),
        Column("owner", "text", "whose it is: the town, the lighting company …", default=""),
    ),
)
NETWORKS = Table(
    "networks",
    "Point",  # or a line or polygon
    (
        Column(
            "kind",
            "text",
            "what may be reached there",
            choices=("power", "fibre", "both"),
        ),
    ),
)
ADDRESSES = Table(
    "addresses",
    "Point",
    (
        Column("street", "text", "name of the street, empty in a village without any"),
        Column("part", "text", "part of the town, within which house numbers are unique"),
        Column(
            "house_number", "number", "číslo popisné or evidenční", "-", 1, 99_999, nullable=True
        ),
        Column("registration", "flag", "whether that is a číslo evidenční, of huts"),
        Column("orientation_number", "number", "číslo orientační", "-", 1, 99_999, nullable=True),
        Column("letter", "text", "letter after the orientation number"),
    ),
)
AREAS = Table(
    "areas",
    "Polygon",
    (
        Column("name", "text", "name of the area"),
        Column(
            "reason", "text", "why it matters (for a no-mount zone: why nothing may hang there)"
        ),
        Column("inhabitants", "number", "people living there", "-", 0.0, 1e9, nullable=True),
        Column("name_en", "text", "name in English, empty if it has none", default=""),
    ),
)
DISTRICTS = Table(
    "districts",
    "Polygon",
    (
        Column("name", "text", "name of the district"),
        Column("inhabitants", "number", "people living there", "-", 0.0, 1e9, nullable=True),
        Column("name_en", "text", "name in English, empty if it has none", default=""),
    ),
)


def check(frame: gpd.GeoDataFrame, table: Table, *, file: str) -> gpd.GeoDataFrame:
    """Return a frame with the table's columns in the table's order, or raise with every problem.

    A column that has a default need not be there.

    Raises
    ------
    SchemaError
        If a column is missing, or a value is absent, out of range or not among the choices.
    """
    columns = frame.columns
    defaults = {c.name: c.default for c in table.columns if c.default is not None}
    frame = frame.assign(**{n: v for n, v in defaults.items() if n not in frame.columns})
    problems = list(_problems(frame, table, file, of_file=[*map(str, columns)]))
    if problems:
        raise SchemaError(problems)
    return frame[table.names].reset_index(drop=True)


def _problems(
    frame: gpd.GeoDataFrame, table: Table, file: str, *, of_file: list[str]
) -> Iterator[Problem]:
    for column in table.columns:
        if column.name not in frame.columns:
            values = {"column": column.name, "found": ", ".join(of_file)}
            yield Problem("column_missing", file, column=column.name, values=values)
            continue
        for kind, wrong in _wrong_rows(frame[column.name], column):
            if wrong.any():
                yield _about(kind, frame, column, wrong, file)


def _wrong_rows(values: pd.Series, column: Column) -> Iterator[tuple[str, pd.Series]]:
    empty = values.isna()
    if not column.nullable:
        yield "value_missing", empty
    if column.kind in ("number", "integer"):
        numbers = pd.to_numeric(values, errors="coerce")
        yield "value_not_number", numbers.isna() & ~empty
        outside = (numbers < column.low) | (numbers > column.high) | np.isinf(numbers)
        yield "value_out_of_range", outside
    if column.choices:
        yield "value_not_a_choice", ~values.isin(column.choices) & ~empty


def _about(
    kind: str, frame: gpd.GeoDataFrame, column: Column, wrong: pd.Series, file: str
) -> Problem:
    wrong_values = frame.loc[wrong, column.name]
    row = (
        frame.loc[wrong, "source_row"] if "source_row" in frame.columns else wrong.index[wrong] + 1
    )
    values = {
        "n": int(wrong.sum()),
        "rows": ", ".join(str(r) for r in list(row)[:FIRST_ROWS]),
        "found": ", ".join(str(v) for v in wrong_values.unique()[:FIRST_ROWS]),
        "low": column.low,
        "high": column.high,
        "unit": column.unit,
        "choices": ", ".join(column.choices),
    }
    first = int(next(iter(row), 0))
    return Problem(kind, file, first, column.name, values)
