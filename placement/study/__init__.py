"""The pipeline run again and judged: what a plan would have seen, and what cameras changed."""

from placement.study.displacement import Difference, weighted_displacement_difference
from placement.study.holdout import Validation, hold_out
from placement.study.installed import RING_M, Evaluation, evaluate
from placement.study.measures import Estimate
from placement.study.scores import Score

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
