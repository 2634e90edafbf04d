"""The operators' room held against the rules of hygiene: each kept or broken, and by which text."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from placement.centre.parameters import packaged_rows

SLACK = 1e-9


@frozen(kw_only=True)
class Room:
    """Measures of a room and the people who work in it at once; None: nobody measured it."""

    floor_m2: float
    height_m: float
    people: int
    equipment_m2: float = 0.0
    """Floor under desks, racks and cupboards, and ways between them. [m²]"""
    way_m: float | None = None
    """Narrowest way between equipment. [m]"""
    light_lx: float | None = None
    door_m: float | None = None
    """Clear width of the door. [m]"""

    def measures(self) -> Mapping[str, float | None]:
        """Return what each rule is held against, by the rule's name."""
        people = max(self.people, 1)
        return {
            "clear_height": self.height_m,
            "free_floor": (self.floor_m2 - self.equipment_m2) / people,
            "way": self.way_m,
            "volume": self.floor_m2 * self.height_m / people,
            "lighting": self.light_lx,
            "door": self.door_m,
        }


@frozen
class RuleCheck:
    """A rule of hygiene, what it asks for and what the room has."""

    rule: str
    required: float
    measured: float | None
    """None: nobody measured it."""
    unit: str
    paragraph: str
    basis: str
    """Whether the number is law or an assumption."""

    @property
    def passes(self) -> bool | None:
        """Whether the room keeps it; None where nobody measured."""
        return None if self.measured is None else self.measured >= self.required - SLACK


def room_checks(room: Room) -> tuple[RuleCheck, ...]:
    """Return each rule of hygiene (`data/centre/room_rules.csv`) with what a room has."""
    return tuple(_checks(room))


def _checks(room: Room) -> Iterator[RuleCheck]:
    rows = packaged_rows("room_rules.csv")
    for rule, measured in room.measures().items():
        row = next(
            row
            for row in rows
            if row["rule"] == rule and room.floor_m2 <= float(row["up_to_floor_m2"])
        )
        yield RuleCheck(
            rule, float(row["required"]), measured, row["unit"], row["paragraph"], row["basis"]
        )
