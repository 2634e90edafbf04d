"""Visibility: what an observer sees of a surface, and which targets camera poses cover."""

from placement.visibility.batch_viewshed import viewsheds
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.observation import Observer, Person, Target
from placement.visibility.surface import Surface
from placement.visibility.viewshed import Viewshed, line_of_sight

__all__ = [
    "CoverageMatrix",
    "Observer",
    "Person",
    "Surface",
    "Target",
    "Viewshed",
    "line_of_sight",
    "viewsheds",
]
