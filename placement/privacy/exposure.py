"""`Exposure`: how much of homes and private ground each candidate has in its picture."""

from attrs import field, frozen

from placement.units import Floats, read_only


@frozen(eq=False)
class Exposure:
    """What J candidates have in the picture, at T densities; arrays are (J, T), read only. [m²]

    The seam to the choice of cameras: a column of `home_m2` is what limits and prices count. Homes
    are houses whose use is home, and those of unknown use where the plan file counts them so.
    """

    thresholds_px_m: tuple[float, ...]
    """The T pixel densities, ascending. [px/m]"""
    home_m2: Floats = field(converter=read_only)
    """Façades of homes in free sight in the home view, at least so dense."""
    home_reachable_m2: Floats = field(converter=read_only)
    """The same with all that a turning camera can be turned and zoomed to."""
    ground_m2: Floats = field(converter=read_only)
    """Private ground in the home view."""
    ground_reachable_m2: Floats = field(converter=read_only)
    """Private ground with all that a turning camera can reach."""

    def __len__(self) -> int:
        return int(self.home_m2.shape[0])
