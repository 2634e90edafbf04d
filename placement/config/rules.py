"""The sections of a plan file that ask for more than the most demand, and what-if questions."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from placement.config.section import Metres, Name, Section

Share = Annotated[float, Field(ge=0, le=1)]
Position = tuple[
    Annotated[float, Field(ge=-180, le=180)],
    Annotated[float, Field(ge=-90, le=90)],
]
Texts = tuple[Annotated[str, Field(min_length=1, max_length=200)], ...]


class FloorSection(Section):
    """A district that is to get its fair share by the last phase."""

    district: Name
    """Name of the district, as in its layer."""
    share: Share
    """At least this share of the district's demand is covered at the end. [-]"""


class RequiredSection(Section):
    """A place that some camera is to see by the last phase, such as a school."""

    name: Name
    """Name of the place, for messages."""
    at: Position | None = None
    """Longitude and latitude of the place. [°]"""
    radius_m: Metres = 25.0
    """A piece of street this near to the place counts as the place. [m]"""
    street: Name | None = None
    """Instead of a place: any piece of the street of this name."""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.at is None) == (self.street is None):
            raise ValueError("required_one_place")
        return self


class NotBothSection(Section):
    """Two points of which not both may get new cameras."""

    points: tuple[Name, Name]
    """Ids of the two points."""


class WhatIfSection(Section):
    """Cameras fixed, forbidden or moved for a question; the answer says what that costs."""

    fix: Texts = ()
    """Cameras to build by the last phase: "LON,LAT[,azimuth[,model]]", or an id."""
    forbid: Texts = ()
    """What may not be: an existing camera or a proposed one by id, a point by id, or "LON,LAT"."""
    move: Texts = ()
    """Cameras put elsewhere: "ID=LON,LAT" or "ID=LON,LAT,azimuth"; moving costs nothing here."""
