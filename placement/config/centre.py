"""What a town knows of its operations centre: own numbers and the measures of the room."""

from typing import Annotated

from pydantic import Field

from placement.config.section import Section, Short


class RoomSection(Section):
    """Measures of the operators' room, held against the rules of hygiene."""

    floor_m2: Annotated[float, Field(gt=0, le=100_000)]
    """Floor of the room. [m²]"""
    height_m: Short
    """Clear height. [m]"""
    people: Annotated[int, Field(ge=1, le=1000)]
    """People who work in it at once."""
    equipment_m2: Annotated[float, Field(ge=0, le=100_000)] = 0.0
    """Floor under desks, racks and cupboards, and ways between them. [m²]"""
    way_m: Short | None = None
    """Narrowest way between equipment. [m]"""
    light_lx: Annotated[float, Field(ge=0, le=100_000)] | None = None
    """Light on the desk. [lx]"""
    door_m: Short | None = None
    """Clear width of the door. [m]"""


class CentreSection(Section):
    """What a town knows of its operations centre, for `placement centre`; changes no plan."""

    parameters: dict[str, float] = {}  # noqa: RUF012 -- pydantic copies it
    """The town's own numbers by key, as `placement centre` lists them; the package's otherwise."""
    grants: tuple[str, ...] = ()
    """Grants to reckon with, by the keys of `data/centre/grants.csv`; the town pays all without."""
    room: RoomSection | None = None
    """Measures of the operators' room."""
