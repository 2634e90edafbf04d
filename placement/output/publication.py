"""Which column of which table may be published, and why: one description for every public file.

Conservative by construction: a column that nobody has decided about is withheld. The law asks a
town to inform where it watches (§ 24b of Act 553/1991 Coll., articles 13 and 14 of the GDPR); towns
publish the point, its street, the kind of camera and the state of the system. Nothing asks them to
publish how a camera is mounted, what it cannot see, or where crime is expected to the metre.
Reasons are in the catalogues, below `publication.<reason>`.
"""

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

Subject = Literal["camera", "phase", "plan", "layer"]


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
RULES: Mapping[Subject, Mapping[str, PublicationRule]] = {
    "camera": {
        **dict.fromkeys(("point_id", "name", "status", "phase", "rank", "street"), INFORM),
        **dict.fromkeys(("district", "kind", "lon_deg", "lat_deg", "x_m", "y_m", "crs"), INFORM),
        **dict.fromkeys(("data", "provenance"), HONEST),
        **dict.fromkeys(("model", "width_px", "hfov_deg", "vfov_deg", "range_m"), DEVICE),
        **dict.fromkeys(("detail_level", "density_px_m", "purpose", "night_range_m"), DEVICE),
        **dict.fromkeys(("detect_m", "observe_m", "recognise_m", "identify_m"), DEVICE),
        **dict.fromkeys(("near_m", "area_m2", "reachable_m2", "shared_pct"), BLIND),
        **dict.fromkeys(("chosen_again_pct", "alike_again_pct"), INNER),
        **dict.fromkeys(("chosen_again", "alike_again"), INNER),
        **dict.fromkeys(("carrier", "height_m", "ground_m", "facing_deg"), MOUNT),
        **dict.fromkeys(("azimuth_deg", "grid_azimuth_deg", "tilt_deg"), BLIND),
        "azimuth_assumed": BLIND,
        "kind_assumed": HONEST,
        **dict.fromkeys(("model_assumed",), DEVICE),
        **dict.fromkeys(("height_assumed", "tilt_assumed"), MOUNT),
        **dict.fromkeys(("seen", "seen_pct", "gain", "gain_pct", "top_places"), CRIME),
        "cost_czk": TENDER,
        "out of service": BROKEN,
        "camera_id": INNER,
    },
    "phase": {
        **dict.fromkeys(("phase", "name", "cameras", "new_cameras", "points"), INFORM),
        **dict.fromkeys(("cost_czk", "budget_czk"), SPENDING),
        **dict.fromkeys(("value", "bound", "honest"), HONEST),
        **dict.fromkeys(("reachable", "value_alike", "extra", "alone"), INNER),
    },
    "plan": {
        **dict.fromkeys(("case", "crs", "cameras", "phases", "models"), INFORM),
        **dict.fromkeys(("demand_total", "demand_unit", "status"), HONEST),
        **dict.fromkeys(("provenance", "sources", "assumptions"), HONEST),
        **dict.fromkeys(("required_density_px_m", "detail_level", "target_height_m"), INFORM),
        **dict.fromkeys(("demand_points", "seed", "engine", "season", "person"), INNER),
        **dict.fromkeys(("total_alike", "what_if"), INNER),
        "azimuth_step_deg": DEVICE,
        **dict.fromkeys(("repetitions", "scenarios"), INNER),
        "freedom": BLIND,  # where the failure of one camera hurts most
        "districts": CRIME,
    },
    "layer": {
        **dict.fromkeys(("cameras", "points"), INFORM),
        **dict.fromkeys(("streets", "buildings", "area", "districts", "backdrop"), OPEN),
        **dict.fromkeys(("views", "alternatives", "other_plans"), BLIND),
        "demand": CRIME,
        "places": INNER,
    },
}
"""Subject → column → rule. Models are published as their kind, cameras that are out of service as
existing ones, positions to the metre and cameras under the point's name."""
OF_LAYERS: Mapping[str, frozenset[str]] = {
    "cameras": frozenset(name for name, rule in RULES["camera"].items() if rule.public),
    "points": frozenset(("point_id", "name", "cameras", "phase", "status", "street", "district")),
    "streets": frozenset(("name", "street_class")),
    "buildings": frozenset(),
    "area": frozenset(("name",)),
    "districts": frozenset(("name",)),
    "backdrop": frozenset(("kind",)),
}
"""Layer of the public GeoPackage → the columns it may have beside its geometry."""


def rule(subject: Subject, column: str) -> PublicationRule:
    """Return the rule of a column; withheld as undecided if there is none."""
    return RULES[subject].get(column, UNDECIDED)


def withheld(subject: Subject, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some columns that may not be published, in their order."""
    return tuple(column for column in columns if not rule(subject, column).public)
