"""`VisitSheet`: what is known of one camera before somebody goes to its pole."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely
from attrs import field, frozen

from placement.cameras.projection import detail_levels
from placement.output.layers import Layers
from placement.plan import Plan, PlannedCamera
from placement.plan.column_values import range_at
from placement.plan.plan import PlanContext
from placement.register.records import CameraRecord
from placement.texts import Language
from placement.tour.walks import Walk
from placement.units import rounded_deg, wrap_deg

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.pipeline.trees_in_view import TreeInView


class Drawing(Protocol):
    """What a camera would show, drawn when the language of its words is known."""

    def png(self, *, language: Language) -> bytes:
        """Return it as a picture."""


@frozen(eq=False)
class CaseFacts:
    """What only the case tells of a camera."""

    drawing: Drawing
    grid_turn_deg: float
    """Azimuth of true north from grid north. [°]"""
    trees: "tuple[TreeInView, ...] | None"
    """None: the case has no layer of trees."""


@frozen
class PlaceInView:
    """A street or square that a camera is for."""

    name: str
    nearest_m: float
    farthest_m: float
    """Of its ground in view. [m]"""
    nearest_level: str
    farthest_level: str
    """The finest levels at the two; empty beyond all."""


@frozen
class Azimuths:
    """One direction, clockwise from three norths. [°]"""

    true_deg: float
    grid_deg: float
    magnetic_deg: float | None
    """None: the model of the field does not hold in that year."""
    declination_deg: float | None


@frozen(eq=False)
class VisitSheet:
    """One camera at one stop of a walk."""

    camera: PlannedCamera
    number: int
    """On map and lists."""
    walk: Walk
    stop: int
    """Number of the stop in its walk, from 1."""
    of_stop: tuple[int, int]
    """Number of the camera at its stop, and how many there are."""
    azimuths: Azimuths
    places: tuple[PlaceInView, ...]
    levels: tuple[tuple[str, float], ...]
    """Levels and how far each reaches in the middle of the densest picture, finest first. [m]"""
    power_m: float | None
    fibre_m: float | None
    """To the nearest that is known; None where no layer tells. [m]"""
    case: CaseFacts | None
    """None where the case is not at hand."""
    record: CameraRecord | None = None
    """What the town's register says of the camera; None where it is not asked, or has none."""


@frozen(eq=False)
class VisitSheets:
    """The sheets of several walks, in walking order."""

    plan: Plan
    layers: Layers
    walks: tuple[Walk, ...] = field(converter=tuple[Walk, ...])
    sheets: tuple[VisitSheet, ...] = field(converter=tuple[VisitSheet, ...])
    year: int
    """Of the visit, for which magnetic north is reckoned."""


def azimuths_of(camera: PlannedCamera, declination_deg: float | None) -> Azimuths:
    """Return where a camera looks from each of the three norths."""
    true_deg, off_deg = camera.azimuth_deg, declination_deg
    magnetic_deg = None if off_deg is None else float(wrap_deg(np.array(true_deg - off_deg)))
    return Azimuths(rounded_deg(true_deg), camera.grid_azimuth_deg, magnetic_deg, off_deg)


def levels_of(context: PlanContext, camera: PlannedCamera) -> tuple[tuple[str, float], ...]:
    """Return the levels that a camera reaches, finest first, and how far. [m]"""
    finest_first = sorted(detail_levels("2014"), key=lambda level: -level.density_px_m)
    reaches = [(each.name, range_at(each.name)(context, camera)) for each in finest_first]
    return tuple((name, float(reach)) for name, reach in reaches if isinstance(reach, float))


def places_in_view(
    plan: Plan, layers: Layers, camera: PlannedCamera, levels: Sequence[tuple[str, float]]
) -> tuple[PlaceInView, ...]:
    """Return the places that a camera is for, with the part of their ground that it sees."""
    views = layers.views
    own = views[(views["camera_id"] == camera.camera_id) & (views["level"] == plan.detail_level)]
    if own.empty:
        return ()
    view = shapely.union_all(own.geometry.to_numpy())
    here = shapely.Point(camera.x_m, camera.y_m)
    places = []
    for name in camera.top_places:
        ground = layers.demand[layers.demand["street"] == name].geometry.to_numpy()
        parts = shapely.intersection(ground[shapely.intersects(ground, view)], view)
        parts = parts[~shapely.is_empty(parts)]
        if not parts.size:
            continue
        whole = shapely.union_all(parts)
        near_m = float(shapely.distance(here, whole))
        corners = shapely.points(shapely.get_coordinates(whole))
        far_m = float(shapely.distance(here, corners).max())
        ends = _level_at(near_m, levels), _level_at(far_m, levels)
        places.append(PlaceInView(name, near_m, far_m, *ends))
    return tuple(places)


def _level_at(away_m: float, levels: Sequence[tuple[str, float]]) -> str:
    return next((name for name, reach_m in levels if away_m <= reach_m), "")


def network_m(layers: Layers, camera: PlannedCamera, kind: str) -> float | None:
    """Return how far the nearest known power or fibre is from a camera. [m]"""
    networks = layers.networks[layers.networks["kind"].isin([kind, "both"])]
    if networks.empty:
        return None
    here = shapely.Point(camera.x_m, camera.y_m)
    return float(shapely.distance(here, networks.geometry.to_numpy()).min())
