"""Shapes for the council's map: WGS 84, whole millionths of a degree, each vertex from the last.

A millionth of a degree is 11 cm northward; so packed, shapes take a fifth of their GeoJSON.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import frozen
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from placement.crs import systems
from placement.inputs.streets.grades import grade
from placement.output.layers import Layers
from placement.output.open_views import open_views
from placement.output.webmap.double import double_cover, double_cover_by_phase
from placement.output.wording import spaced
from placement.plan.phases_in_view import unseen_phases
from placement.plan.public import AnyPlan
from placement.plan.street_coverage import StreetCoverage, StreetCoverages
from placement.units import Integers

PER_DEGREE = 1_000_000
TOLERANCE_M = {
    "views": 0.1,
    "double": 0.5,
    "streets": 0.3,
    "buildings": 0.1,
    "area": 1.0,
    "districts": 1.0,
    "backdrop": 1.0,
}
"""How far a drawn line may lie from the true one. [m]"""
Line = list[int]


@frozen
class Packer:
    """Packs the shapes of one page around a common origin."""

    extent: tuple[float, float, float, float]
    """West, south, east, north of what the map opens on. [°]"""

    @property
    def origin(self) -> tuple[int, int]:
        """Longitude and latitude everything counts from, in millionths of a degree."""
        return round(self.extent[0] * PER_DEGREE), round(self.extent[1] * PER_DEGREE)

    @classmethod
    def around(cls, layers: Layers, plan: AnyPlan) -> "Packer":
        """Return a packer for the planned area, or for what there is if no area is given."""
        for frame in (layers.area, layers.demand, layers.streets, layers.cameras):
            if not frame.empty:
                west, south, east, north = systems.to_crs(frame, systems.WGS84).total_bounds
                return cls((float(west), float(south), float(east), float(north)))
        lon = [camera.lon_deg for camera in plan.cameras] or [0.0]
        lat = [camera.lat_deg for camera in plan.cameras] or [0.0]
        return cls((min(lon), min(lat), max(lon), max(lat)))

    def packed(
        self,
        layers: Layers,
        *,
        index: dict[str, int],
        levels: Sequence[float],
        density_px_m: float,
        streets: StreetCoverages,
    ) -> dict[str, Any]:
        """Return all shapes of the page by name.

        Parameters
        ----------
        layers
            In the working system.
        index
            Camera id → its place in the page's list.
        levels
            Pixel densities of the levels, ascending. [px/m]
        density_px_m
            The density at which a place counts as seen. [px/m]
        streets
            What is in view of each street, of the pieces in `layers.demand`.
        """
        double = self._double_cover(layers, density_px_m=density_px_m)
        return {
            "origin": list(self.origin),
            "views": self._views(layers.views, index, levels),
            "double": double,
            "places": self._places(layers.places),
            "demand": self._demand(layers.demand, streets, index),
            **self._streets(layers.streets),
            "names": self._names(layers.streets),
            "buildings": self._polygons(_drawn(layers.buildings, "buildings").geometry),
            "facades": self._facades(layers.facades, index),
            "masked": self._masked(layers.masked, index, levels),
            "area": [self.polygons(shape) for shape in _drawn(layers.area, "area").geometry],
            "districts": self._districts(layers.districts, layers.area),
            **_districts_en(layers.districts),
            "backdrop": [
                [kind, "area", self.polygons(shape)]
                if shape.area > 0
                else [kind, "line", self.lines(shape)]
                for kind, shape in _rows(_drawn(layers.backdrop, "backdrop"), "kind")
            ],
        }

    def _double_cover(self, layers: Layers, *, density_px_m: float) -> list[list[Any]]:
        """Return phase, polygons, and the phase in which they end, None where they do not."""
        views, gone = open_views(layers), layers.cameras[layers.cameras["removed_in"].notna()]
        if gone.empty:
            since = _drawn(double_cover(views, density_px_m=density_px_m), "double")
            return [[phase, self.polygons(shape), None] for phase, shape in _rows(since, "phase")]
        removed_in = dict(zip(gone["camera_id"], gone["removed_in"].astype(int), strict=True))
        last = max(int(layers.cameras["phase"].max()), *removed_in.values())
        areas = double_cover_by_phase(
            views, density_px_m=density_px_m, removed_in=removed_in, last=last
        )
        return [
            [int(phase), self.polygons(shape), int(phase) + 1 if phase < last else None]
            for phase, shape in _rows(_drawn(areas, "double"), "phase")
        ]

    def line(self, shape: BaseGeometry) -> Line:
        """Return one line or ring of vertices, packed."""
        return self._packed(np.array([shape]))[0]

    def lines(self, shape: BaseGeometry) -> list[Line]:
        """Return the lines of a line or multi-line."""
        return self._packed(shapely.get_parts(shape))

    def polygons(self, shape: BaseGeometry) -> list[list[Line]]:
        """Return the polygons of a polygon or multi-polygon, as rings, the outer one first."""
        return self._polygons([shape])

    def _polygons(self, shapes: Sequence[BaseGeometry] | gpd.GeoSeries) -> list[list[Line]]:
        """Return the polygons of all shapes, one after another."""
        parts = shapely.get_parts(np.asarray(shapes, dtype=object))
        areas = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        rings, of = shapely.get_rings(areas, return_index=True)
        lines = self._packed(rings)
        ends = np.searchsorted(of, np.arange(len(areas) + 1)).tolist()
        return [lines[first:last] for first, last in pairwise(ends)]

    def _packed(self, shapes: NDArray[np.object_]) -> list[Line]:
        """Return lines or rings of vertices, packed: no vertex twice in a row."""
        coordinates, of = shapely.get_coordinates(shapes, return_index=True)
        whole = np.rint(coordinates * PER_DEGREE).astype(np.int64)
        begins = np.diff(of, prepend=-1) != 0
        steps: Integers = np.diff(whole, axis=0, prepend=whole[:1])
        steps[begins] = whole[begins] - self.origin
        moving = begins | np.any(steps != 0, axis=1)
        numbers = steps[moving].ravel().tolist()
        ends = (2 * np.searchsorted(of[moving], np.arange(len(shapes) + 1))).tolist()
        return [numbers[first:last] for first, last in pairwise(ends)]

    def _views(
        self, views: gpd.GeoDataFrame, index: dict[str, int], levels: Sequence[float]
    ) -> list[list[Any]]:
        of_cameras = views[views["camera_id"].isin(index)]
        drawn = _drawn(of_cameras, "views")
        columns = (of_cameras[name] for name in ("camera_id", "density_px_m", "kind", "area_m2"))
        return [
            [
                index[camera],
                levels.index(density),
                int(kind == "reachable"),
                round(area),
                self.polygons(shape),
            ]
            for camera, density, kind, area, shape in zip(*columns, drawn.geometry, strict=True)
        ]

    def _masked(
        self, masked: gpd.GeoDataFrame, index: dict[str, int], levels: Sequence[float]
    ) -> list[list[Any]]:
        """Return camera, level, size, share of its view and polygons of what its masks hide."""
        drawn = masked[masked["camera_id"].isin(index) & masked["density_px_m"].isin(levels)]
        columns = (drawn[name] for name in ("camera_id", "density_px_m", "area_m2", "share"))
        return [
            [
                index[camera],
                levels.index(density),
                round(area),
                round(float(share), 4),
                self.polygons(shape),
            ]
            for camera, density, area, share, shape in zip(
                *columns, _drawn(drawn, "views").geometry, strict=True
            )
        ]

    def _facades(self, facades: gpd.GeoDataFrame, index: dict[str, int]) -> list[list[Any]]:
        """Return camera, pixel density and line of each wall of a home in its picture."""
        of_cameras = facades[facades["camera_id"].isin(index)]
        lines = self._packed(np.asarray(systems.to_crs(of_cameras, systems.WGS84).geometry))
        columns = (of_cameras["camera_id"], of_cameras["density_px_m"], lines)
        return [
            [index[camera], round(float(density), 1), line]
            for camera, density, line in zip(*columns, strict=True)
        ]

    def _demand(
        self, demand: gpd.GeoDataFrame, streets: StreetCoverages, index: dict[str, int]
    ) -> dict[str, Any]:
        has_length = (demand["length_m"] > 0).to_numpy(dtype=np.bool_)
        pieces = demand[has_length]
        geometry = systems.to_crs(pieces, systems.WGS84).geometry
        parts, of = shapely.get_parts(np.asarray(geometry, dtype=object), return_index=True)
        rate = 100 * pieces["expected"] / pieces["length_m"]
        return {
            "streets": [_street_row(street, index) for street in streets.streets],
            "street": np.array(streets.piece_street, dtype=np.int64)[has_length].tolist(),
            "rate": [float(f"{value:.4g}") for value in rate],
            "seen": pieces["seen_phase"].astype("Int64").fillna(-1).tolist(),
            **_by_night(pieces["seen_phase_night"]),
            **_unseen(pieces["unseen_phases"], "unseen"),
            **_unseen(pieces["unseen_phases_night"], "unseen_night"),
            "cells": np.flatnonzero(pieces.geometry.area > 0).tolist(),
            "hot": np.flatnonzero((pieces["hot"] == 1).fillna(value=False)).tolist(),
            "line": self._packed(parts[np.diff(of, prepend=-1) != 0]),  # the first part of each
        }

    def _places(self, places: gpd.GeoDataFrame) -> list[list[Any]]:
        """Return kind, name, longitude, latitude and phases of each place.

        The first phase that sees it (-1: never), and the later ones in which it is unseen again.
        """
        since = places["seen_phase"].astype("Int64").fillna(-1).tolist()
        unseen = [unseen_phases(cell) for cell in places["unseen_phases"]]
        columns = (places["kind"], places["name"], systems.to_crs(places, systems.WGS84).geometry)
        return [
            [kind, spaced(name), *self._offset(point), phase, later]
            for kind, name, point, phase, later in zip(*columns, since, unseen, strict=True)
        ]

    def _districts(self, districts: gpd.GeoDataFrame, area: gpd.GeoDataFrame) -> list[list[Any]]:
        """Return name, polygons, longitude and latitude of the name: where it lies in the area."""
        whole = area.geometry.union_all() if len(area) else None
        inside = districts.geometry if whole is None else districts.geometry.intersection(whole)
        inside = inside.where(~inside.is_empty, districts.geometry)
        middles = systems.to_crs(
            districts.set_geometry(inside.representative_point()), systems.WGS84
        )
        return [
            [name, self.polygons(shape), *self._offset(middle)]
            for (name, shape), middle in zip(
                _rows(_drawn(districts, "districts"), "name"), middles.geometry, strict=True
            )
        ]

    def _offset(self, point: BaseGeometry) -> tuple[int, int]:
        (east, north), ((lon, lat),) = self.origin, shapely.get_coordinates(point)
        return round(lon * PER_DEGREE) - east, round(lat * PER_DEGREE) - north

    def _streets(self, streets: gpd.GeoDataFrame) -> dict[str, Any]:
        """Return lines by grade, and of each the place of its name in `names`, -1 without one."""
        grades: list[list[Line]] = [[], [], [], []]
        names: list[list[int]] = [[], [], [], []]
        number = {name: at for at, name in enumerate(sorted(set(streets["name"]) - {""}))}
        drawn = _drawn(streets, "streets")
        parts, of = shapely.get_parts(np.asarray(drawn.geometry, dtype=object), return_index=True)
        of_row = [
            (grade(kind), number.get(name, -1))
            for name, kind in zip(drawn["name"], drawn["street_class"], strict=True)
        ]
        for row, line in zip(of.tolist(), self._packed(parts), strict=True):
            level, place = of_row[row]
            grades[level].append(line)
            names[level].append(place)
        return {"streets": grades, "street_names": names}

    def _names(self, streets: gpd.GeoDataFrame) -> list[list[Any]]:
        """Return name, longitude, latitude and turn of each street's label."""
        with_name = streets[streets["name"] != ""]
        longest = with_name.assign(metres=with_name.geometry.length).sort_values(
            "metres", kind="stable"
        )
        shapes = systems.to_crs(longest.drop_duplicates("name", keep="last"), systems.WGS84)
        return sorted([name, *self._label(shape)] for name, shape in _rows(shapes, "name"))

    def _label(self, shape: BaseGeometry) -> tuple[int, int, int]:
        part = max(shapely.get_parts(shape), key=lambda line: float(line.length))
        before, middle, after = (part.interpolate(t, normalized=True) for t in (0.45, 0.5, 0.55))
        east = (after.x - before.x) * np.cos(np.radians(middle.y))
        turn = -np.degrees(np.arctan2(after.y - before.y, east))
        upright = (turn + 90) % 180 - 90
        return *self._offset(middle), round(float(upright))


def _districts_en(districts: gpd.GeoDataFrame) -> dict[str, dict[str, str]]:
    """Return the English names of districts by their own; nothing where none has one."""
    pairs = zip(districts["name"], districts["name_en"], strict=True)
    english = {str(name): str(name_en) for name, name_en in pairs if name_en}
    return {"districts_en": english} if english else {}


def _street_row(street: StreetCoverage, index: dict[str, int]) -> list[Any]:
    """Return name, metres, metres in view by phase, cameras; areas, areas in view; by night."""
    return [
        street.name,
        round(street.length_m, 1),
        _sizes(street.seen_m),
        sorted(index[camera.camera_id] for camera in street.cameras),
        round(street.area_m2, 1),
        _sizes(street.seen_m2),
        _sizes(street.seen_night_m),
    ]


def _sizes(values: tuple[float, ...]) -> list[float]:
    """Return what is in view by phase; nothing where nothing ever is."""
    return [round(value, 1) for value in values] if any(values) else []


def _by_night(since: pd.Series) -> dict[str, list[int]]:
    """Return the first phase by night (-1: never) of each piece; nothing in a plan by day."""
    phases = since.astype("Int64")
    return {"seen_night": phases.fillna(-1).tolist()} if phases.notna().any() else {}


def _unseen(cells: pd.Series, key: str) -> dict[str, list[list[int]]]:
    """Return the pieces out of view again after their first phase: index, and these phases."""
    rows = [[at, *unseen_phases(cell)] for at, cell in enumerate(cells) if cell]
    return {key: rows} if rows else {}


def _drawn(frame: gpd.GeoDataFrame, layer: str) -> gpd.GeoDataFrame:
    """Return a frame in WGS 84 with no more vertices than the eye can tell."""
    simple = frame.geometry.simplify(TOLERANCE_M[layer])
    return systems.to_crs(frame.set_geometry(simple), systems.WGS84)


def _rows(frame: gpd.GeoDataFrame, column: str) -> Iterator[tuple[str, BaseGeometry]]:
    return zip(frame[column], frame.geometry, strict=True)
