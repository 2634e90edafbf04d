"""`Anonymisation`: how far incidents were moved to common places, and the bandwidth for it."""

import math

import numpy as np
import shapely
from attrs import frozen
from scipy.spatial import KDTree

from placement.demand import arguments
from placement.demand.arguments import Geodata
from placement.errors import InputError, Problem

FEWEST_EVENTS = 20
"""With fewer nothing is detected: four events at one door are no anonymisation. [-]"""
CROWD = 5
"""Events on one place that make it a crowded one. [-]"""
MOST_CROWDED_SHARE = 0.3
"""Share of events on crowded places above which positions are anonymised. [-]"""
LEAST_DISTINCT_SHARE = 0.3
"""Places for each event below which positions are anonymised. [-]"""
PLACE_DIGITS = 3
"""Positions that are equal to this many decimals of a metre are one place. [-]"""
ERROR_PER_SPACING = 0.25
"""Standard error of a position over the distance between neighbouring places. [-]"""
STREET_SPREAD_M = 40.0
"""Bandwidth for exact positions. [m]"""
NARROWEST_M = 40.0
WIDEST_M = 150.0
FEW_PLACES = 30
"""With fewer places than this there is too little to tell where incidents happen by. [-]"""
FEW_INCIDENTS = 300
"""With fewer than this the bandwidth is at least `NARROWEST_OF_FEW_M`. [-]"""
NARROWEST_OF_FEW_M = 60.0


@frozen
class Anonymisation:
    """Whether incidents were moved to a few places, and how far that is likely to be."""

    detected: bool
    places: int
    """Distinct positions. [-]"""
    spacing_m: float
    """Median distance from a place to the next; 0 if not detected, or for one place alone. [m]"""
    error_m: float
    """Standard error of a position that follows from the spacing; 150 m for a single place. [m]"""


def anonymisation(points: Geodata) -> Anonymisation:
    """Return whether the positions of incidents look anonymised, and with what error.

    Parameters
    ----------
    points : (N,) GeoSeries or GeoDataFrame
        A point for each event, in a metric system; empty ones are ignored.

    Returns
    -------
    Anonymisation
        Detected, from 20 events on, if more than 30 % of them lie on places shared by at least
        five, or if there are fewer than 0.3 places an event. Measured (crowded share, places an
        event) in published data: Praha 1.00, 0.007; Lancashire 0.54, 0.32; Chicago 0.39, 0.42, all
        of them moved to common points; San Francisco 0.13, 0.66. One shop that is robbed again and
        again may be detected too, so the caller warns and lets the user decide.

    Raises
    ------
    CrsError
        If the points have no metric coordinate system.

    Notes
    -----
    The Police of the Czech Republic move every event to the centre of its Voronoi cell (readme of
    "Mapa kriminality"). The error is taken as a quarter of the distance between neighbouring
    centres: on a made-up town with centres 244 and 498 m apart, cameras chosen by a bandwidth of a
    quarter to a third of that saw most of the incidents held out. Spreading each event evenly over
    the streets of its cell saw at most 61 % as many.
    """
    arguments.metric_crs(points)
    xy = shapely.get_coordinates(arguments.geometries(points)).round(PLACE_DIGITS)
    places, events = np.unique(xy, axis=0, return_counts=True)
    total = int(events.sum())
    crowded = int(events[events >= CROWD].sum())
    detected = total >= FEWEST_EVENTS and (
        crowded > MOST_CROWDED_SHARE * total or len(places) < LEAST_DISTINCT_SHARE * total
    )
    if not detected:
        return Anonymisation(detected=False, places=len(places), spacing_m=0.0, error_m=0.0)
    if len(places) == 1:
        # nothing bounds the cell of a single centre: the error that asks for the widest bandwidth
        return Anonymisation(detected=True, places=1, spacing_m=0.0, error_m=WIDEST_M)
    distance_m, _ = KDTree(places).query(places, k=[2])  # the nearest is the place itself
    spacing_m = float(np.median(distance_m))
    return Anonymisation(
        detected=True,
        places=len(places),
        spacing_m=spacing_m,
        error_m=ERROR_PER_SPACING * spacing_m,
    )


def refuse_tuning(points: Geodata) -> None:
    """Raise if positions are too blurred to choose a bandwidth by incidents held out.

    Training and test points moved to the same places make the narrowest bandwidth look best: on
    Chicago's block-anonymised data σ = 0 won at every scale.

    Raises
    ------
    InputError
        If the points are anonymised.
    CrsError
        If the points have no metric coordinate system.
    """
    positions = anonymisation(points)
    if positions.detected:
        values = {"places": positions.places, "error_m": positions.error_m}
        raise InputError(Problem("demand_tuning_anonymised", column="bandwidth_m", values=values))


def default_reach_m(positions: Anonymisation) -> float | None:
    """Return how far from its place an event may have happened, for few places; else None. [m]

    Notes
    -----
    On made-up towns of 48 km of streets, 12 towns for each number of places and places drawn along
    the streets, the densest tenth of street by length in cells held 24 % of the true risk with 25
    places, 19 % with 12, 15 % with 7; by the kernel 15, 14 and 12 %; with 2 or 4 places either held
    10 %, as chance does. Beyond 150 m from every place the kernel put 2 to 23 % of its mass with 2
    to 12 places, cells put none.
    """
    return WIDEST_M if positions.detected and positions.places < FEW_PLACES else None


def default_bandwidth_m(position_error_m: float, incidents: int) -> float:
    """Return the kernel bandwidth for incidents whose positions have a standard error. [m]

    Parameters
    ----------
    position_error_m
        0 for GPS, 15 to 30 for addresses, 75 where only the street is known,
        `Anonymisation.error_m` for anonymised points. [m]
    incidents
        Number of incidents. [-]

    Notes
    -----
    √(40² + error²) within 40 to 150 m, and at least 60 m for fewer than 300 incidents. On a made-up
    town with 1 000 exact incidents a year, 30 cameras chosen by a bandwidth of 40 m saw 53.5 % of
    the next year's, by 100 m 49.9 %, by 300 m 30.4 %, by the true risk 54.3 %; with 300 incidents
    60 m was best.
    """
    narrowest_m = NARROWEST_OF_FEW_M if incidents < FEW_INCIDENTS else NARROWEST_M
    return float(np.clip(math.hypot(STREET_SPREAD_M, position_error_m), narrowest_m, WIDEST_M))
