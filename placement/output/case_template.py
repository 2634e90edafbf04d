"""A case to begin with: a commented plan file, tables to fill, and what their columns mean."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from placement import schema
from placement.config.commented import commented
from placement.output import folder as folders
from placement.schema import Table
from placement.texts import Language, Phrase, format_value, text

CSV_TABLES = {
    "cameras.csv": ("cameras", schema.CAMERAS),
    "carriers.csv": ("carriers", schema.CARRIERS),
    "incidents.csv": ("incidents", schema.INCIDENTS),
}
"""File → key of the meanings, and the table; points, so a spreadsheet will do."""
LAYERS = {
    "streets.gpkg": ("streets", schema.STREETS),
    "buildings.gpkg": ("buildings", schema.BUILDINGS),
    "trees.gpkg": ("trees", schema.TREES),
    "districts.gpkg": ("areas", schema.AREAS),
}
DERIVED = frozenset({"precision", "path", "height_source", "weight"})
"""Columns that the readers work out, or `[demand] weights` gives: nobody is asked to fill them."""
MODELS: list[dict[str, Any]] = [
    {
        "name": "fixed 4 MP",
        "hfov_deg": 80,
        "vfov_deg": 45,
        "width_px": 2688,
        "tilt_deg": 15,
        "range_m": 80,
        "cost_czk": 45_000,
    },
    {
        "name": "panoramic 4x8 MP",
        "hfov_deg": 360,
        "vfov_deg": 55,
        "width_px": 15_360,
        "projection": "panoramic",
        "tilt_deg": 22,
        "range_m": 80,
        "cost_czk": 130_000,
    },
]
POINT_COST_CZK = {"lamp post": 95_000, "new pole": 160_000, "default": 120_000}
"""Assumptions within what Czech towns paid for a point with a camera, 2014 to 2025. [Kč]"""


def start(folder: Path, *, name: str | None, language: Language) -> None:
    """Make an empty case in a new folder.

    Raises
    ------
    OutputError
        If the folder holds anything, or cannot be written.
    """
    town = name or text("starter.name", language)
    files = {
        "plan.toml": commented(_values(town, language), language=language),
        "README.md": _readme(town, language),
        **{file: f"{','.join(_header(table))}\n" for file, (_, table) in CSV_TABLES.items()},
    }

    def write(new: Path) -> None:
        for file, content in files.items():
            (new / file).write_text(content, encoding="utf-8", newline="\n")

    folders.create(folder, write)


def _values(town: str, language: Language) -> dict[str, Any]:
    phases = [
        {"name": text("starter.phase", language, n=number), "cameras": cameras}
        for number, cameras in ((1, 10), (2, 20))
    ]
    return {
        "case": {"name": town, "language": language},
        "inputs": {"streets": {"path": "streets.gpkg", "provenance": "surveyed"}},
        "sites": {"point_cost_czk": POINT_COST_CZK},
        "camera_models": MODELS,
        "phases": phases,
    }


def _header(table: Table) -> list[str]:
    return ["lon", "lat", *(column.name for column in table.columns if column.name not in DERIVED)]


def _readme(town: str, language: Language) -> str:
    tables = "\n\n".join(
        "\n".join(_described(file, key, table, language))
        for file, (key, table) in {**LAYERS, **CSV_TABLES}.items()
    )
    return f"{text('starter.readme', language, name=town).strip()}\n\n{tables}\n"


def _described(file: str, key: str, table: Table, language: Language) -> Iterator[str]:
    yield text("starter.table", language, file=file)
    if file in CSV_TABLES:
        for axis in ("lon", "lat"):
            yield f"| `{axis}` | {text(f'starter.{axis}', language)} | ° |"
    for column in table.columns:
        if column.name not in DERIVED:
            meaning = format_value(
                Phrase(f"column.{key}.{column.name}", english=column.meaning), language
            )
            choices = f" ({', '.join(column.choices)})" if column.choices else ""
            yield f"| `{column.name}` | {meaning}{choices} | {column.unit} |"
