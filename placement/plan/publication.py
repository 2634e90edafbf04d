"""What of a plan may be published, and why: rules with the reasons they rest on.

Conservative by construction: a value that nobody has decided about is withheld. The law asks a town
to inform where it watches (§ 24b of Act 553/1991 Coll., articles 13 and 14 of the GDPR); towns
publish the point, its street, the kind of camera and the state of the system. Nothing asks them to
publish how a camera is mounted, what it cannot see, or where crime is expected to the metre.
Reasons are in the catalogues, below `publication.<reason>`. The rule of a column of cameras stands
at the column, in `placement.plan.camera_columns`.
"""

from collections.abc import Mapping

from attrs import frozen


@frozen
class PublicationRule:
    """Whether something may be published, and the key of the reason."""

    public: bool
    reason: str


INFORM, OPEN, HONEST, SPENDING = (
    PublicationRule(public=True, reason=reason)
    for reason in ("inform", "open_data", "honest", "spending")
)
DEVICE, MOUNT, BLIND, CRIME, TENDER, BROKEN, INNER, UNDECIDED = (
    PublicationRule(public=False, reason=reason)
    for reason in ("device", "mount", "blind", "crime", "tender", "broken", "inner", "undecided")
)
PHASE_RULES: Mapping[str, PublicationRule] = {
    **dict.fromkeys(("phase", "name", "cameras", "new_cameras", "points"), INFORM),
    **dict.fromkeys(("name_en", "year", "last_year"), INFORM),
    "removed_cameras": INFORM,
    **dict.fromkeys(("cost_czk", "budget_czk", "unpriced"), SPENDING),
    **dict.fromkeys(("value", "bound", "honest"), HONEST),
    **dict.fromkeys(("reachable", "value_alike", "extra", "alone"), INNER),
    **dict.fromkeys(("value_day", "value_night"), BLIND),
}
"""Field of a phase → whether it may be published."""
PLAN_RULES: Mapping[str, PublicationRule] = {
    **dict.fromkeys(("case", "crs", "cameras", "phases", "models"), INFORM),
    **dict.fromkeys(("demand_total", "demand_unit", "status", "evaluated"), HONEST),
    **dict.fromkeys(("provenance", "sources", "assumptions", "street_classes_m"), HONEST),
    **dict.fromkeys(
        ("required_density_px_m", "detail_level", "target_height_m", "controller"), INFORM
    ),
    **dict.fromkeys(("demand_points", "seed", "engine", "season", "person"), INNER),
    **dict.fromkeys(("total_alike", "what_if"), INNER),
    **dict.fromkeys(("azimuth_step_deg", "unpriced_carriers", "count_as"), DEVICE),
    **dict.fromkeys(("repetitions", "scenarios", "privacy_choice"), INNER),
    "night": BLIND,
    "privacy": BLIND,  # what a camera sees of a home is for nobody but the town
    "walks": INNER,  # the way of those who go to visit poles
    "sensitivity": BLIND,  # where the failure of one camera hurts most
    "districts": CRIME,
    "week": BLIND,  # when operators are fewest
    "states": INNER,
}
"""Field of a plan → whether it may be published; models are published as their kind."""
STATUS_RULE = BROKEN
"""Why cameras that are out of service are published as existing ones."""
