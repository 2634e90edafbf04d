"""What becomes demand: incidents of several sources, their weights, and places."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from placement.config.section import Metres, Section, Years
from placement.config.source import SourceSection
from placement.demand.arguments import SHORTEST_HALF_LIFE_YEARS
from placement.demand.layers import Role
from placement.demand.weights import WeightPurpose

INLINE, NAMED = "<inline>", "<named>"
"""Which way weights are written; part of pydantic's places, never of ours."""
Weight = Annotated[float, Field(ge=0, le=1e6)]
Hour = Annotated[int, Field(ge=0, le=24)]


HOURS = re.compile(r"(\d{1,2})(?::00)?\s*[-–]\s*(\d{1,2})(?::00)?")
"""A span of whole hours in words, such as 22-6 or 22:00–6:00."""


def _hours_in_words(value: object) -> object:
    """Return the first and last hour that a text says; what is no such text as it is."""
    span = HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    return value if span is None else [int(hour) for hour in span.groups()]


def _some_hours(hours: tuple[int, int]) -> tuple[int, int]:
    if hours[0] % 24 == hours[1] % 24:
        raise ValueError("night_without_length")
    return hours


NightHours = Annotated[
    tuple[Hour, Hour], BeforeValidator(_hours_in_words), AfterValidator(_some_hours)
]


def _way(value: object) -> str:
    return INLINE if isinstance(value, Mapping) else NAMED


WeightsField = Annotated[
    Annotated[dict[str, Weight], Tag(INLINE)] | Annotated[str, Tag(NAMED)], Discriminator(_way)
]


class IncidentsSection(SourceSection):
    """Recorded incidents, or what people fear."""

    role: Role = "crime"
    """What they are: crime, accidents (never weighted by type of crime), fear (polygons)."""
    weight: Weight = 1.0
    """How much these count beside other incidents. [-]"""
    position_error_m: Annotated[float, Field(ge=0, le=10_000)] | None = None
    """Standard error of their positions; told from the points if not given. [m]"""
    years: Years | None = None
    """Years these incidents span; those of [demand] or their dates if not given."""


class PlacesSection(SourceSection):
    """Places of public life, by type."""

    kind: str | None = None
    """Type of every place of a file that does not say it."""


class DemandSection(Section):
    """How incidents become demand on the streets."""

    bandwidth_m: Annotated[float, Field(ge=1, le=10_000)] | None = None
    """Standard deviation of the network kernel; chosen from the data if not given. [m]"""
    lixel_m: Annotated[float, Field(ge=0.1, le=10_000)] = 10.0
    """Longest piece of street that is one demand point; at most a quarter of the bandwidth. [m]"""
    snap_m: Metres = 150.0
    """An incident farther than this from every street is left out, and counted. [m]"""
    years: Years | None = None
    """Years the incidents span; from their dates if not given."""
    even_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Share of all demand spread evenly over the streets, so that quiet ones count too. [-]"""
    weights: WeightsField = Field(default_factory=dict)
    """Type → how much one counts, 1 if not named; or a set (count, harm, cctv); or a CSV."""
    purpose: WeightPurpose = "weight"
    """What weights are multiplied by: nothing (weight), prevention or evidence by cameras."""
    half_life_years: Annotated[float, Field(ge=SHORTEST_HALF_LIFE_YEARS, le=100)] | None = None
    """Age at which an incident counts half; no decay if not given. [year]"""
    night_hours: NightHours | None = None
    """First and last hour of the night, [22, 6] or "22-6", to tell day and night apart. [h]"""
    place_types: Path | None = None
    """CSV of place types with radius_m, exposure, density_px_m; assumed ones if not given."""
