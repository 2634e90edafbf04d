"""`PlanPrivacy`: what of people's homes the cameras of a plan have in the picture.

Areas are in square metres, windows included, and stand once for each threshold of pixel density,
ascending. *In the home view* is what a camera shows without being turned; *reachable* adds all that
a turning camera can be turned and zoomed to.
"""

from typing import Literal

from attrs import frozen

Areas = tuple[float, ...]
"""One for each threshold. [m²]"""
TotalOf = Literal["phase", "district", "point"]
GroundSource = Literal["layer", "assumed", "none"]


@frozen
class FacadesByStorey:
    """Façades of one use, by storey."""

    use: Literal["home", "other", "unknown"]
    """What the houses are used for."""
    storeys_m2: tuple[Areas, ...]
    """Area by storey, the ground floor first. [m²]"""

    @property
    def area_m2(self) -> Areas:
        """Area of all storeys. [m²]"""
        return tuple(sum(each) for each in zip(*self.storeys_m2, strict=True))


@frozen
class CameraPrivacy:
    """What one camera has of homes and private ground in its picture."""

    camera_id: str
    home_m2: Areas
    """Façades of what counts as home, in the home view. Limits and prices count these."""
    home_reachable_m2: Areas
    ground_m2: Areas
    """Private ground in the home view."""
    ground_reachable_m2: Areas
    homes: tuple[int, ...]
    """Homes of which at least a square metre of façade is in the home view. [-]"""
    homes_reachable: tuple[int, ...]
    facades: tuple[FacadesByStorey, ...]
    """The home view by use and storey."""
    facades_reachable: tuple[FacadesByStorey, ...] = ()
    """The same of what a turning camera can reach; empty for others."""


@frozen
class PrivacyTotal:
    """What several cameras have of homes in the picture at the end of a phase."""

    of: TotalOf
    """All cameras; those in a district; those on a point."""
    name: str
    """Of the phase, the district or the point; the district of cameras in none is empty."""
    phase: int
    """Phase at whose end they are in service; 0 is today."""
    home_m2: Areas
    """Sum over cameras: a façade that two of them see counts twice, as in limits and prices."""
    home_once_m2: Areas
    """The same façades counted once, whoever sees them."""
    home_reachable_m2: Areas
    """Sum over cameras with all that turning ones can reach."""
    home_reachable_once_m2: Areas
    ground_m2: Areas
    """Private ground, summed over cameras."""
    ground_once_m2: Areas
    homes: tuple[int, ...]
    """Homes in the home view of any of them. [-]"""


@frozen
class PlanPrivacy:
    """What of homes is in the picture of a plan's cameras, and what is assumed in that."""

    thresholds_px_m: tuple[float, ...]
    """Pixel densities on a wall from which it counts, ascending. [px/m]"""
    reach_m: float
    """Nothing farther from a camera counts, whatever its zoom. [m]"""
    window_share: float
    """Share of a façade that is windows, assumed. [-]"""
    unknown_as_home: bool
    """Whether houses of unknown use count as homes."""
    unknown_houses: int
    """So many houses there are of which nobody says what they are used for. [-]"""
    ground: GroundSource
    """Where private ground is from: a layer, assumed around family houses, or there is none."""
    cameras: tuple[CameraPrivacy, ...] = ()
    """In the order of the plan's cameras, those in service."""
    totals: tuple[PrivacyTotal, ...] = ()
    """By phase, then by district and phase, then by point at the end."""

    def of_camera(self, camera_id: str) -> CameraPrivacy | None:
        """Return what a camera has of homes in the picture; None for one out of service."""
        return next((each for each in self.cameras if each.camera_id == camera_id), None)

    def of_phase(self, phase: int) -> PrivacyTotal:
        """Return the total of all cameras at the end of a phase."""
        return next(t for t in self.totals if t.of == "phase" and t.phase == phase)

    def windows_m2(self, areas_m2: Areas) -> Areas:
        """Return the area of windows in façades, by the assumed share. [m²]"""
        return tuple(self.window_share * area for area in areas_m2)
