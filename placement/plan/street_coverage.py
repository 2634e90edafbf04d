"""`StreetCoverage`: how much of a street, path or square is in view, phase by phase.

The rule is the plan's own: a piece of street counts from its beginning to its end, as soon as a
camera covers its middle in the detail the plan asks for. The map, the list of streets and whatever
else speaks of a street add up the pieces here and nowhere else.
"""

import math
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import frozen
from numpy.typing import NDArray

from placement.plan.phases_in_view import in_view
from placement.plan.plan import Plan, PlannedCamera
from placement.units import Booleans, Floats, Integers

Objects = NDArray[np.object_]
RANKS = "; "
"""Between the ranks of cameras in a cell."""


@frozen
class StreetCoverage:
    """What a plan sees of one street, path or square; sums over its pieces.

    Pieces of one name are one street, wherever they lie. Of ways without a name each piece of
    network between two crossings is one of its own.
    """

    name: str
    """Empty for a way without a name."""
    districts: tuple[str, ...]
    """Districts it lies in, the one with most of it first."""
    length_m: float
    """Of its lines; 0 for a square without lines in it. [m]"""
    seen_m: tuple[float, ...]
    """Of these in view at the end of each phase, today first; by day where that is told apart."""
    seen_night_m: tuple[float, ...]
    """The same by night; nothing in a plan that does not tell them apart."""
    area_m2: float
    """Of its pieces that are areas; 0 for a street. [m²]"""
    seen_m2: tuple[float, ...]
    """Of this in view at the end of each phase."""
    expected: float
    """Demand on it. [incidents/year]"""
    cameras: tuple[PlannedCamera, ...]
    """Cameras that cover any piece of it, in order of building."""

    def new_cost_czk(self) -> float | None:
        """Return the price of its new cameras, which see other places too; None if not known."""
        return known_price_czk([camera for camera in self.cameras if camera.status == "new"])


@frozen(eq=False)
class StreetCoverages:
    """All streets of a plan, and which of them each piece of street belongs to."""

    streets: tuple[StreetCoverage, ...]
    """Those with a name first, by name."""
    piece_street: tuple[int, ...]
    """Place in `streets` of each piece, in the order of the pieces."""


NO_STREETS = StreetCoverages((), ())


@frozen
class LengthInView:
    """Metres of lines, and how many of them are in view at the end of each phase."""

    length_m: float
    seen_m: tuple[float, ...]


def street_coverages(plan: Plan, pieces: gpd.GeoDataFrame) -> StreetCoverages:
    """Return what a plan sees of each street.

    Parameters
    ----------
    plan
        Its phases and cameras.
    pieces
        The layer of demand: lixel_id, street, district, length_m, expected, the phases in view by
        day and by night, camera_ranks, geometry.
    """
    way = pieces["lixel_id"].str.replace(r"-[\d.]+$", "", regex=True)
    has_name = pieces["street"] != ""
    keys = pd.DataFrame({"nameless": ~has_name, "key": pieces["street"].where(has_name, way)})
    groups = keys.reset_index(drop=True).groupby(["nameless", "key"], sort=True)
    columns = _Pieces.of(pieces, plan)
    streets = tuple(columns.street(np.asarray(rows)) for rows in groups.indices.values())
    return StreetCoverages(streets, tuple(groups.ngroup().tolist()))


def nameless_ways(plan: Plan, pieces: gpd.GeoDataFrame) -> tuple[StreetCoverage, ...]:
    """Return all ways without a name as one, for a list that names streets; nothing without any."""
    rows = np.flatnonzero((pieces["street"] == "").to_numpy(dtype=np.bool_))
    return (_Pieces.of(pieces, plan).street(rows),) if rows.size else ()


def districts_in_view(plan: Plan, pieces: gpd.GeoDataFrame) -> dict[str, LengthInView]:
    """Return the metres of streets of each district that are in view, by its name."""
    columns = _Pieces.of(pieces, plan)
    by_district = pieces["district"].reset_index(drop=True).groupby(pieces["district"].to_numpy())
    return {
        str(name): LengthInView(
            *columns.in_view(np.asarray(rows)[columns.area_m2[rows] == 0], columns.length_m)
        )
        for name, rows in by_district.indices.items()
    }


def known_price_czk(cameras: Sequence[PlannedCamera]) -> float | None:
    """Return what is known of the price of cameras; None if nothing is. [Kč]"""
    cost_czk = math.fsum(camera.cost_czk for camera in cameras)
    return None if cost_czk == 0 and any(camera.cost_unknown for camera in cameras) else cost_czk


def rank_text(covers: Booleans, plan: Plan) -> list[str]:
    """Return the ranks of the cameras that cover each piece, in the cell of a table.

    `covers` (cameras, pieces) is what each camera of the plan covers, in its order.
    """
    by_rank = np.argsort([camera.rank for camera in plan.cameras], kind="stable")
    ranks = np.array([str(camera.rank) for camera in plan.cameras], dtype=object)[by_rank]
    return [RANKS.join(ranks[column]) for column in covers[by_rank].T]


def _by_phase(pieces: gpd.GeoDataFrame, plan: Plan, *, by_night: bool = False) -> Booleans:
    """Return (I, P) which pieces are in view at the end of each phase."""
    columns = [in_view(pieces, phase.phase, by_night=by_night) for phase in plan.phases]
    return np.column_stack(columns)


@frozen(eq=False)
class _Pieces:
    """Columns of the layer of demand, to be summed over any of its rows."""

    plan: Plan
    name: Objects
    district: Objects
    length_m: Floats
    area_m2: Floats
    """0 for a piece of a line. [m²]"""
    expected: Floats
    visible: Booleans
    """(I, P) whether it is in view at the end of each phase."""
    visible_night: Booleans
    ranks: Objects
    camera_by_rank: dict[int, PlannedCamera]

    @classmethod
    def of(cls, pieces: gpd.GeoDataFrame, plan: Plan) -> "_Pieces":
        """Return the columns of a layer of demand."""

        def numbers(name: str) -> Floats:
            """Return a column of numbers, infinite where it has none."""
            return np.asarray(
                pieces[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.inf)
            )

        return cls(
            plan=plan,
            name=pieces["street"].to_numpy(dtype=object),
            district=pieces["district"].to_numpy(dtype=object),
            length_m=numbers("length_m"),
            area_m2=pieces.geometry.area.to_numpy(dtype=np.float64),
            expected=numbers("expected"),
            visible=_by_phase(pieces, plan),
            visible_night=_by_phase(pieces, plan, by_night=True),
            ranks=pieces["camera_ranks"].to_numpy(dtype=object),
            camera_by_rank={camera.rank: camera for camera in plan.cameras},
        )

    def street(self, rows: Integers) -> StreetCoverage:
        """Return what the plan sees of the street that some rows are the pieces of."""
        lines, areas = rows[self.area_m2[rows] == 0], rows[self.area_m2[rows] > 0]
        length_m, seen_m = self.in_view(lines, self.length_m)
        whole_m2, seen_m2 = self.in_view(areas, self.area_m2)
        by_night = self.in_view(lines, self.length_m, by_night=True)[1]
        return StreetCoverage(
            name=str(self.name[rows[0]]),
            districts=self._districts(rows),
            length_m=length_m,
            seen_m=seen_m,
            seen_night_m=() if self.plan.night is None else by_night,
            area_m2=whole_m2,
            seen_m2=seen_m2,
            expected=math.fsum(self.expected[rows]),
            cameras=self._cameras(rows),
        )

    def in_view(
        self, rows: Integers, size: Floats, *, by_night: bool = False
    ) -> tuple[float, tuple[float, ...]]:
        """Return the size of some rows, and of those in view at the end of each phase."""
        visible, sizes = (self.visible_night if by_night else self.visible)[rows], size[rows]
        return math.fsum(sizes), tuple(math.fsum(sizes[at_end]) for at_end in visible.T)

    def _districts(self, rows: Integers) -> tuple[str, ...]:
        lengths: dict[str, float] = {}
        for name, length_m in zip(self.district[rows], self.length_m[rows], strict=True):
            lengths[name] = lengths.get(name, 0.0) + length_m
        return tuple(sorted(filter(None, lengths), key=lambda name: (-lengths[name], name)))

    def _cameras(self, rows: Integers) -> tuple[PlannedCamera, ...]:
        ranks = {
            int(rank)
            for cell in set(self.ranks[rows])
            for rank in cell.split(RANKS)
            if rank.isdecimal()
        }
        in_order = sorted(ranks & self.camera_by_rank.keys())
        return tuple(self.camera_by_rank[rank] for rank in in_order)
