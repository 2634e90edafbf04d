"""The section of a plan for day and night together."""

from typing import Annotated

from pydantic import Field

from placement.config.rules import Share, Texts
from placement.config.section import Section

USUAL_LAMPS = ("lamp post",)
"""Kind of carriers that the readers take for street lamps where nothing is said."""


class NightSection(Section):
    """A plan for day and night together; `demand.night_hours` says when it is night."""

    share: Share = 0.5
    """What an incident by night counts; one by day counts 1 − share. At 0.5 all count alike. [-]"""
    lit_radius_m: Annotated[float, Field(ge=0, le=100)] = 15.0
    """A lamp lights the ground this far (an assumption); there cameras see as far as by day. [m]"""
    lamps: Texts | None = None
    """Kinds of carriers that are lamps; "lamp post" if not given, and none with []."""

    @property
    def lamp_kinds(self) -> tuple[str, ...]:
        """Kinds of carriers that are lamps."""
        return USUAL_LAMPS if self.lamps is None else self.lamps
