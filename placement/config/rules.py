"""The sections of a plan file that ask for more than the most demand, and what-if questions."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from placement.config.section import Metres, Money, Name, Section
from placement.inputs.cameras.vocabulary import kind_of

Share = Annotated[float, Field(ge=0, le=1)]
Position = tuple[
    Annotated[float, Field(ge=-180, le=180)],
    Annotated[float, Field(ge=-90, le=90)],
]
Texts = tuple[Annotated[str, Field(min_length=1, max_length=200)], ...]

AREA_UNIT = "facade_m2"
"""Unit of limits on homes in view."""


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
    time: Literal["both", "day", "night"] = "both"
    """In a plan for day and night: when it is to be seen."""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.at is None) == (self.street is None):
            raise ValueError("required_one_place")
        return self


class NotBothSection(Section):
    """Two points of which not both may get new cameras."""

    points: tuple[Name, Name]
    """Ids of the two points."""


class LimitSection(Section):
    """The most, or the least, that cameras of some kind come to in some place by some phase.

    Keys that say which cameras are meant narrow each other down; without any it is all of them.
    """

    name: Name | None = None
    """What messages call it; made from the other keys if not given."""
    model: Name | None = None
    """Cameras of this model only."""
    kind: Name | None = None
    """Cameras of this kind only: fixed, turning (PTZ) or panoramic (whole circle)."""
    district: Name | None = None
    """Cameras on points in this district only, as named in its layer."""
    owner: Name | None = None
    """Cameras on carriers of this owner only, as in their column `owner`."""
    at_most: Money | None = None
    """At most so many cameras, crowns or square metres. [cameras, Kč or m²]"""
    at_least: Money | None = None
    """At least so many cameras, crowns or square metres. [cameras, Kč or m²]"""
    at_most_share: Share | None = None
    """At most this share of all cameras, crowns or square metres. [-]"""
    at_least_share: Share | None = None
    """At least this share of all cameras, crowns or square metres. [-]"""
    unit: Literal["cameras", "czk", "facade_m2"] = "cameras"
    """What is counted: cameras, crowns (of points and removals too where no model or kind is named;
    in a share without removals), or m² of homes' façades in view, each camera's by itself, as
    `[privacy]` measures them."""
    of: Literal["new", "all"] = "new"
    """Whether cameras that stand today count too (all) or not (new); they cost nothing."""
    phase: Annotated[int, Field(ge=1, le=100)] | None = None
    """Number of the phase, 1 the first, by whose end it holds; the last one if not given."""

    @model_validator(mode="after")
    def _has_bound(self) -> Self:
        if not self.bounds:
            raise ValueError("limit_without_bound")
        if self.kind is not None and not kind_of(self.kind):
            raise ValueError("limit_kind")
        return self

    @property
    def bounds(self) -> dict[str, float]:
        """What is asked for, by key."""
        keys = ("at_most", "at_least", "at_most_share", "at_least_share")
        return {key: value for key in keys if (value := getattr(self, key)) is not None}


class WhatIfSection(Section):
    """A question: what if cameras were fixed, gone or elsewhere, or a key had another value?"""

    fix: Texts = ()
    """Cameras to build by the last phase, exactly: "LON,LAT[,azimuth[,model]]", or an id; further
    "height=", "tilt=", "azimuth=" and "model="."""
    forbid: Texts = ()
    """What may not be: an existing camera or a proposed one by id, a point by id, or "LON,LAT"."""
    move: Texts = ()
    """Cameras put elsewhere: "ID=LON,LAT" or "ID=LON,LAT,azimuth"; moving costs nothing here."""
    set: Texts = ()
    """Keys of the plan file with another value: "sites.mount_height_m=5.5"."""
    cameras: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """So many cameras at the end; phases that would begin with as many fall away."""
    budget_czk: Money | None = None
    """One phase with so much money instead of the plan file's phases. [Kč]"""
    only: bool = False
    """Whether nothing else is planned anew: the plan stays, but for what is asked."""
