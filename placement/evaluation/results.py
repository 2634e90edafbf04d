"""Results of evaluations: scores of plans on incidents held out, changes around new cameras."""

from datetime import date

from attrs import field, frozen

from placement.evaluation.displacement import Counts, Difference
from placement.units import Floats

PLANAR_RADII_M = (100.0, 300.0)
"""Radii of the usual hot-spot map; 300 m is the common setting of a GIS. [m]"""
OURS, COUNTS, EVEN, RANDOM, TODAY, ORACLE = "ours", "counts", "even", "random", "today", "oracle"
PLANAR = {f"planar_{radius_m:.0f}": radius_m for radius_m in PLANAR_RADII_M}
METHODS = (OURS, COUNTS, *PLANAR, EVEN, RANDOM, TODAY, ORACLE)
"""Keys below `method.` in the catalogues, in the order they are shown."""


@frozen
class Estimate:
    """A number and the interval that holds 95 % of its resamples; NaN where it has no meaning."""

    value: float
    low: float
    high: float


@frozen
class PlanLimits:
    """The number of cameras and the budget that every method has."""

    new_cameras: int
    """Beside those in service. [-]"""
    budget_czk: float | None
    """For all new cameras and points; None: no limit. [Kč]"""


@frozen(eq=False)
class MethodPlan:
    """The cameras that one method chose; several sets where the method is random."""

    covered: Floats = field()
    """(I, P) 1 where a demand point is seen by each of P sets. [-]"""
    sets: tuple[tuple[int, ...], ...]
    """Candidates of each set, those in service included."""
    cost_czk: float
    """Of new cameras and points, mean over the sets. [Kč]"""


@frozen
class Score:
    """What one method's cameras would have seen; estimates are over resamples of the incidents."""

    method: str
    """Key below `method.` in the catalogues."""
    new_cameras: float
    """Beside those in service. [-]"""
    cost_czk: float
    """Of new cameras and points. [Kč]"""
    street_share: float
    """Share of the street length that is seen. [-]"""
    seen_earlier: float
    """Share of the earlier incidents that is seen. [-]"""
    seen: Estimate
    """Share of the later incidents that is seen. [-]"""
    seen_blurred: Estimate
    """The same if recorded positions are off by their standard error along the streets. [-]"""
    pai: Estimate
    """Share of later incidents / share of street length seen. [-]"""
    attainable: Estimate
    """Share that who knows the rate would find in as much street. [-]"""
    pei: Estimate
    """Share seen / share attainable. [-]"""
    rri: Estimate
    """Share of later incidents / share of earlier ones seen. [-]"""
    of_oracle: float
    """Share seen / share seen by cameras planned on the later incidents themselves. [-]"""
    behind: Estimate
    """Share our plan sees beyond this one, draw by draw. [-]"""


@frozen(eq=False)
class Validation:
    """How a plan made on earlier incidents would have done on later ones."""

    case: str
    synthetic: bool
    until: date
    first: date
    last: date
    """Days of the first and last incident used."""
    earlier: int
    later: int
    """Incidents that count, in the planned area and near a street. [-]"""
    undated: int
    left_out: int
    """Dated incidents outside the planned area or too far from its streets. [-]"""
    anonymised: bool
    """The later positions are anonymised: only the blurred share means anything."""
    error_m: float
    """Standard error of positions that the blurred share takes. [m]"""
    bandwidth_m: float
    existing: int
    limits: PlanLimits
    seed: int
    resamples: int
    scores: tuple[Score, ...]
    cameras: dict[str, list[dict[str, object]]] = field(factory=dict)
    """New cameras of each method: site, place in the working system, model, direction."""

    def score(self, method: str) -> Score:
        """Return the score of a method."""
        return next(score for score in self.scores if score.method == method)


@frozen
class Evaluation:
    """Cameras that began on one day: incidents before and after, here, around and elsewhere."""

    installed: date
    cameras: tuple[str, ...]
    assumed_directions: int
    """Cameras among them whose direction is not known and was assumed. [-]"""
    before: date
    """First day of the time before; it ends on the day of installation."""
    after: date
    """Day that ends the time after."""
    treated: Counts
    """Incidents where these cameras see and none saw before. [-]"""
    ring: Counts
    """Within reach of displacement, seen by no camera."""
    control: Counts
    """Farther away, seen by no camera."""
    local: Difference
    """Change where the cameras see, beyond that of the control."""
    displaced: Difference
    """Change in the ring, beyond that of the control; positive: incidents moved there."""
    total: Difference
