"""What all sections of a plan file share, and the kinds of value in them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Metres = Annotated[float, Field(gt=0, le=100_000)]
Short = Annotated[float, Field(gt=0, le=1000)]
"""Lengths beside a street or a house. [m]"""
Years = Annotated[float, Field(ge=0.0027, le=100)]
"""From a day on. [year]"""
Degrees = Annotated[float, Field(ge=0.01, le=360)]
Money = Annotated[float, Field(ge=0, le=1e12)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Section(BaseModel):
    """A part of the plan file: unknown keys are refused, values never change."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        str_strip_whitespace=True,
        strict=False,
    )
