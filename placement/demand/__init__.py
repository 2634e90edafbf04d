"""Demand: incidents expected a year on each lixel of the streets, from recorded incidents."""

from placement.demand.demand import Demand, Unit, build
from placement.demand.heat import network_heat, network_heat_columns
from placement.demand.positions import (
    Anonymisation,
    anonymisation,
    default_bandwidth_m,
    default_reach_m,
    refuse_tuning,
)

__all__ = [
    "Anonymisation",
    "Demand",
    "Unit",
    "anonymisation",
    "build",
    "default_bandwidth_m",
    "default_reach_m",
    "network_heat",
    "network_heat_columns",
    "refuse_tuning",
]
