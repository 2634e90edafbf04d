"""`SecurityMeasure`: what decree 410/2025 Sb. asks of the town, with the plan's numbers beside it.

The table `data/centre/measures.csv` has the areas of the decree and duties of the act, which its
sources confirm (basis `law`), and what those areas usually mean for cameras (basis `assumption`).
Whether a measure is in place a person fills in.
"""

import math
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, cast

from attrs import frozen

from placement.centre.parameters import Basis, packaged_rows
from placement.texts import Language

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.centre.needs import Centre
    from placement.plan.plan import Plan

NOTHING = "none"
"""In the column `counts`: the measure is done once, whatever is built."""


@frozen(kw_only=True)
class SecurityMeasure:
    """A measure of security: what, by which paragraph, who does it and by when."""

    key: str
    area: str
    """Of the decree: minimum, management, people …; `act` for the duties of the act itself."""
    paragraph: str
    cs: str
    en: str
    counts: str
    """Number of the plan that it is tied to: a key of `device_counts`, or none."""
    who: str
    by_when: str
    basis: Basis
    source: str
    as_of: str

    def words(self, language: Language) -> str:
        """Return what is to be done."""
        return self.cs if language == "cs" else self.en


@frozen
class CountedMeasure:
    """A measure with the number it is tied to, phase by phase."""

    measure: SecurityMeasure
    numbers: tuple[int, ...] | None
    """Of each phase, today first; None where it is tied to none. [-]"""


@cache
def packaged_measures() -> tuple[SecurityMeasure, ...]:
    """Return the measures that come with the package, by area."""
    return tuple(_measure(row) for row in packaged_rows("measures.csv"))


def _measure(row: Mapping[str, str]) -> SecurityMeasure:
    return SecurityMeasure(
        key=row["key"],
        area=row["area"],
        paragraph=row["paragraph"],
        cs=row["cs"],
        en=row["en"],
        counts=row["counts"],
        who=row["who"],
        by_when=row["by_when"],
        basis=cast("Basis", row["basis"]),
        source=row["source"],
        as_of=row["as_of"],
    )


def counted_measures(plan: "Plan", centre: "Centre") -> tuple[CountedMeasure, ...]:
    """Return every measure with its numbers from the phases of a plan."""
    phases = [device_counts(plan, centre, phase) for phase in range(len(centre.phases))]
    return tuple(
        CountedMeasure(
            each,
            None if each.counts == NOTHING else tuple(counts[each.counts] for counts in phases),
        )
        for each in packaged_measures()
    )


def device_counts(plan: "Plan", centre: "Centre", phase: int) -> Mapping[str, int]:
    """Return devices, points, seats and accounts at the end of a phase. [-]

    Assumed: a recorder for each group of disks, a switch at each point and one in the server room,
    an account for each contract and administrator.
    """
    needs, parameters = centre.phases[phase], centre.parameters
    people = centre.staffing if phase else centre.staffing_today
    operators = math.ceil(people.heads - 1e-9)
    recorders = math.ceil(needs.storage.disks / int(parameters["group_disks"]))
    points = plan.phases[phase].points
    switches = points + 1
    administrators = int(parameters["administrators"])
    return {
        "cameras": needs.cameras,
        "points": points,
        "recorders": recorders,
        "switches": switches,
        "devices": needs.cameras + recorders + switches,
        "operators": operators,
        "administrators": administrators,
        "accounts": operators + administrators,
    }
