"""`NightFacts`: what a plan for day and night together rests on."""

from attrs import frozen


@frozen
class NightFacts:
    """When it is night, what it counts, and by what light one sees."""

    hours: tuple[int, int]
    """First and last hour of the night. [h]"""
    share: float
    """What an incident by night counts; one by day counts 1 - share, both twice. [-]"""
    expected_day: float
    """Demand by day in the whole area, every incident once. [incidents/year]"""
    expected_night: float
    """Demand by night. [incidents/year]"""
    lamps: int
    """Street lamps that light the ground. [-]"""
    lit_radius_m: float
    """So far each does. [m]"""
    lit_share: float
    """Share of the night's demand that lies on lit ground. [-]"""
    unknown_hours: int
    """Recorded incidents of which the hour is not known. [-]"""
    unknown_share: float
    """In parts of all recorded. [-]"""
