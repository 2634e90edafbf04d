"""Evaluating plans: by incidents held out, by before and after, by planning again on other data."""

from placement.evaluation.displacement import Difference, weighted_displacement_difference
from placement.evaluation.holdout import hold_out
from placement.evaluation.installed import RING_M, evaluate
from placement.evaluation.results import Estimate, Evaluation, Score, Validation

__all__ = [
    "RING_M",
    "Difference",
    "Estimate",
    "Evaluation",
    "Score",
    "Validation",
    "evaluate",
    "hold_out",
    "weighted_displacement_difference",
]
