"""Weighted displacement difference: whether incidents went down, or only round the corner.

Wheeler and Ratcliffe, "A simple weighted displacement difference test to evaluate place based crime
interventions", Crime Science 7 (2018) 11, doi:10.1186/s40163-018-0085-5.
"""

import math

from attrs import frozen

NORMAL_95 = 1.959963984540054
"""Half width of the 95 % interval of a standard normal. [-]"""
Counts = tuple[float, float]
"""Incidents before and after."""
NOTHING: Counts = (0.0, 0.0)


@frozen
class Difference:
    """A change in incidents beyond that of the control, with its standard error."""

    estimate: float
    """Negative: fewer incidents. [incidents]"""
    standard_error: float

    @property
    def z(self) -> float:
        """Estimate in standard errors; 0 where nothing happened at all. [-]"""
        return self.estimate / self.standard_error if self.standard_error > 0 else 0.0

    def interval(self, half_width: float = NORMAL_95) -> tuple[float, float]:
        """Return the normal interval of so many standard errors on both sides, 95 % by default."""
        reach = half_width * self.standard_error
        return self.estimate - reach, self.estimate + reach


def weighted_displacement_difference(
    treated: Counts,
    control: Counts,
    *,
    ring: Counts = NOTHING,
    ring_control: Counts = NOTHING,
    periods: Counts = (1.0, 1.0),
    sizes: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0),
) -> Difference:
    """Return the change in a treated area and the ring around it beyond that of their controls.

    Parameters
    ----------
    treated, control
        Incidents before and after. [-]
    ring, ring_control
        The same where incidents may have gone, and of its control. [-]
    periods
        Lengths of the times before and after; counts are divided by them. [any]
    sizes
        Of treated, control, ring and ring control; counts are divided by them. [any]

    Returns
    -------
    Difference
        (T1 - T0) - (C1 - C0) + (D1 - D0) - (K1 - K0), each count a Poisson number with itself for a
        variance. Beware of a dozen incidents: the test takes the sum for normal.
    """
    areas = (treated, control, ring, ring_control)
    signs = (1.0, -1.0, 1.0, -1.0)
    changes, variances = [], []
    for counts, sign, size in zip(areas, signs, sizes, strict=True):
        before, after = (periods[0] * size, periods[1] * size)
        changes.append(sign * (counts[1] / after - counts[0] / before))
        variances.append(counts[1] / after**2 + counts[0] / before**2)
    return Difference(math.fsum(changes), math.sqrt(math.fsum(variances)))
