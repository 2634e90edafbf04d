"""`CameraTable`: the cameras of a plan in the columns that lists have, for every file format.

Headers and meanings are in the catalogues, below `lists.column.<name>` and `lists.meaning.<name>`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
from attrs import frozen

from placement.output.layers import Layers
from placement.output.wording import printable, word_of
from placement.plan import Plan, PlannedCamera
from placement.plan.camera_columns import columns_in
from placement.plan.column import DEMAND, CameraColumn, Output
from placement.plan.plan import PlanContext
from placement.plan.public import AnyCamera, AnyPlan, Cell, PublicPlan, in_order, numbers_of
from placement.texts import Language


@frozen(eq=False)
class CameraTable:
    """Cameras by their numbers, each with a cell for every column."""

    plan: AnyPlan
    columns: tuple[CameraColumn, ...]
    context: PlanContext | None
    """What values are worked out from; None for a public plan, which holds them."""

    @classmethod
    def of(
        cls, plan: AnyPlan, layers: Layers | None = None, *, output: Output = "lists"
    ) -> "CameraTable":
        """Return the table of a plan; on made-up data its first column says so.

        Parameters
        ----------
        plan
            The whole plan, or what may be published of it.
        layers
            Give the sizes of views; without them the table has no such columns.
        output
            Whose columns it shall have.
        """
        columns = columns_in(output)
        if isinstance(plan, PublicPlan):
            return cls(plan, tuple(c for c in columns if c.name in plan.columns), None)
        areas = None if layers is None else _view_areas_m2(plan.detail_level, layers)
        context = PlanContext(plan, areas)
        return cls(plan, tuple(column for column in columns if column.exists(context)), context)

    @property
    def cameras(self) -> list[AnyCamera]:
        """The cameras by their numbers."""
        return in_order(self.plan)

    def cell(self, column: CameraColumn, camera: AnyCamera) -> Cell:
        """Return a camera's value, rounded to the column's decimals; text is made printable."""
        value = column.raw(self.context, camera)
        return printable(value) if isinstance(value, str) else column.rounded(value)

    def cells(self, camera: AnyCamera) -> Iterator[tuple[CameraColumn, Cell]]:
        """Yield a camera's cells with their columns."""
        return ((column, self.cell(column, camera)) for column in self.columns)

    def by_column(self) -> list[dict[str, Any]]:
        """Return the columns with their cells as plain values; one value shared by all, once.

        The council's map writes the lists of these (`webmap/assets/core/camera_list.js`).
        """
        cameras = self.cameras
        columns = []
        for column in self.columns:
            cells = [self.cell(column, camera) for camera in cameras]
            alike = len(cells) > 1 and all(cell == cells[0] for cell in cells)
            columns.append(
                {
                    "name": column.name,
                    "header": self.header(column, "cs"),
                    "decimals": column.decimals,
                    **({"exact": True} if column.exact else {}),
                    **({"words": column.words} if column.words else {}),
                    **({"value": cells[0]} if alike else {"values": cells}),
                }
            )
        return columns

    def header(self, column: CameraColumn, language: Language) -> str:
        """Return the header a reader sees, with the unit; that of demand is the plan's."""
        title = word_of("lists.column", column.name, language)
        unit = self.unit(column, language)
        return f"{title} [{unit}]" if unit else title

    def unit(self, column: CameraColumn, language: Language) -> str:
        """Return the unit a reader sees, empty if there is none."""
        if column.unit == DEMAND:
            return word_of("demand_unit", self.plan.demand_unit, language)
        return column.unit


def by_point(plan: Plan) -> list[list[PlannedCamera]]:
    """Return the cameras of each point, by their numbers."""
    points: dict[str, list[PlannedCamera]] = {}
    number = numbers_of(plan)
    for camera in sorted(plan.cameras, key=lambda camera: number[camera.camera_id]):
        points.setdefault(camera.point_id, []).append(camera)
    return list(points.values())


def always_seen(plan: AnyPlan, layers: Layers) -> gpd.GeoDataFrame:
    """Return the views that lists draw: always in view, in the detail asked, one row a camera."""
    views = layers.views
    return views[(views["level"] == plan.detail_level) & (views["kind"] == "continuous")]


def _view_areas_m2(detail_level: str, layers: Layers) -> Mapping[str, Mapping[str, float]] | None:
    """Return kind of view → camera → size in a detail level; None if no such view is drawn."""
    drawn = layers.views[layers.views["level"] == detail_level]
    if drawn.empty:
        return None
    return {
        str(kind): views.groupby("camera_id")["area_m2"].sum().to_dict()
        for kind, views in drawn.groupby("kind")
    }
