"""Which variants `placement study` sets beside the plan, and when it recommends the plan."""

from typing import Annotated

from pydantic import Field

from placement.config.section import Section
from placement.plan.confidence import LARGE_GAP_SHARE

Part = Annotated[float, Field(ge=0, le=1)]


class FeasibilitySection(Section):
    """Variants that `placement study` plans beside this one, and when it recommends this one."""

    minimal_share: Part | None = None
    """The minimal variant has this part of the new cameras and of the money; without it the first
    phase alone, or half where there is one phase. [-]"""
    maximal_cameras: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """Cameras in service in the maximal variant; found by `least_gain_share` if not given."""
    least_gain_share: Part = 0.25
    """Until then the maximal variant goes on: the next camera would add less than this part of what
    a new camera of the plan adds on average. [-]"""
    most_gap_share: Part = LARGE_GAP_SHARE
    """The plan is recommended only if it is this close to the best possible one. [-]"""
    inhabitants: Annotated[int, Field(ge=1, le=100_000_000)] | None = None
    """People in the whole town, for figures on 10 000 of them where districts do not tell. [-]"""
    variant_limit_s: Annotated[float, Field(gt=0, le=3600)] = 15.0
    """Stop searching for a variant after this long at the latest. [s]"""
