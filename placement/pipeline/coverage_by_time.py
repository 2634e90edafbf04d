"""What candidates cover by day and, in a plan for day and night, by night.

A camera sees by night as far as its own infrared light reaches (`CameraModel.by_night`), and on
ground that a street lamp lights as far as by day. What is seen by night is seen by day as well.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from placement.cameras.model import CameraModel
from placement.pipeline.night_view import NightView
from placement.units import Booleans
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.sights import (
    Candidates,
    Sights,
    Targets,
    coverage_matrix,
    reachable,
)


def coverage_by_time(
    candidates: Candidates,
    lines_of_sight: Sights,
    targets: Targets,
    *,
    models: Sequence[CameraModel],
    required_density_px_m: float,
    night: NightView | None,
) -> CoverageMatrix:
    """Return which candidate covers which demand point (J, I); with a night by day, then by night.

    Parameters
    ----------
    candidates, lines_of_sight, targets, required_density_px_m
        As in `visibility.sights.coverage_matrix`.
    models
        As they see by day.
    night
        Light of a plan for day and night; None for a plan by day.
    """
    by_day = coverage_matrix(
        candidates,
        lines_of_sight,
        targets,
        models=models,
        required_density_px_m=required_density_px_m,
    )
    if night is None:
        return by_day
    own_light = by_day
    if (by_own_light := [model.by_night() for model in models]) != list(models):
        own_light = coverage_matrix(
            candidates,
            lines_of_sight,
            targets,
            models=by_own_light,
            required_density_px_m=required_density_px_m,
        )
    lit = sparse.csr_array(by_day.covers.multiply(night.lit[np.newaxis, :]))
    lit.eliminate_zeros()
    by_night = own_light.covers.maximum(lit)
    both = sparse.csr_array(sparse.hstack([by_day.covers, by_night], format="csr"))
    both.sort_indices()
    return CoverageMatrix(both, night.weight)


def reachable_by_time(
    candidates: Candidates,
    lines_of_sight: Sights,
    targets: Targets,
    *,
    models: Sequence[CameraModel],
    required_density_px_m: float,
    night: NightView | None,
) -> Booleans:
    """Return which demand points turning cameras cover once they turn there; columns as above."""

    def reach(models: Sequence[CameraModel]) -> Booleans:
        return reachable(
            candidates,
            lines_of_sight,
            targets,
            models=models,
            required_density_px_m=required_density_px_m,
        )

    by_day = reach(models)
    if night is None:
        return by_day
    by_night = reach([model.by_night() for model in models]) | (by_day & night.lit)
    return np.concatenate([by_day, by_night])
