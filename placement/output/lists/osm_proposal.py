"""`cameras.osm`: a proposal for OpenStreetMap, of cameras that stand; nothing uploads it.

Offered is what anyone could check in the street and a record tells: cameras that stand today (one
that is out of service hangs there too), whose position somebody surveyed or documented. A position
that was derived, by its address or by moving it out of a house, says so. What is assumed or made up
is left out, kind, direction and height each by itself, and so is what the plan adds. The file says
that it is a proposal, is locked against upload (`upload="never"`, as JOSM reads it) and has new
nodes (negative ids) only: whoever maps compares first, since a camera may be there already, and
needs the owner's leave for the data's licence.
"""

from collections.abc import Iterator

from placement.output.layers import Layers
from placement.output.lists.legend import notes
from placement.output.lists.markup import as_bytes, child, root
from placement.output.wording import printable
from placement.plan import TODAY, Plan, PlannedCamera
from placement.plan.column_values import known_kind
from placement.plan.public import AnyCamera, AnyPlan, in_order
from placement.texts import Language, text
from placement.units import ALL_ROUND_FROM_DEG, rounded_deg

KNOWN = frozenset(("surveyed", "open data", "documented", "derived"))
"""Provenance of positions that may be offered."""
TYPES = {"fixed": "fixed", "turning": "panning", "whole circle": "dome"}
MOUNTS = {
    "lamp post": "pole",
    "tram pole": "pole",
    "mast": "pole",
    "new pole": "pole",
    "wall": "wall",
    "facade": "wall",
    "building": "wall",
}
LONGEST = 255
"""Characters that OpenStreetMap lets a value have."""


def cameras_osm(plan: AnyPlan, _: Layers | None, language: Language) -> bytes:
    """Return the proposal as OSM XML 0.6, WGS 84, one node for each camera."""
    top = root("osm", version="0.6", generator="placement", upload="never")
    offered = [camera for camera in in_order(plan) if is_offered(camera)]
    left_out = sum(camera.phase == TODAY for camera in plan.cameras) - len(offered)
    sentences = [text("exports.osm.proposal", language, n=len(offered), left_out=left_out)]
    child(top, "note", " ".join([*sentences, *notes(plan, language)]))
    for number, camera in enumerate(offered, start=1):
        node = child(
            top,
            "node",
            id=str(-number),
            lat=f"{camera.lat_deg:.7f}",
            lon=f"{camera.lon_deg:.7f}",
            visible="true",
        )
        for key, value in _tags(camera, plan, language):
            child(node, "tag", k=key, v=_short(value))
    return as_bytes(top)


def is_offered(camera: AnyCamera) -> bool:
    """Return whether a camera stands and its place is known, not assumed or made up."""
    return camera.phase == TODAY and camera.provenance in KNOWN


def _tags(camera: AnyCamera, plan: AnyPlan, language: Language) -> Iterator[tuple[str, str]]:
    """Yield tags in order; what may not be published has none in the public edition."""
    kind = known_kind(plan, camera)
    if kind is not None:
        yield "camera:type", TYPES[kind]
    if isinstance(camera, PlannedCamera) and isinstance(plan, Plan):
        yield from _direction_and_mount(camera, plan)
    if camera.provenance == "derived":
        yield "fixme", text("exports.osm.by_address", language)
    if isinstance(camera, PlannedCamera):
        is_surveyed = camera.provenance == "surveyed" and not camera.height_assumed
        if is_surveyed:
            yield "height", f"{camera.height_m:.1f}"
    yield "man_made", "surveillance"
    yield "note", text("exports.osm.note", language)
    yield "operator:type", "public"
    yield "ref", camera.point_id
    yield "surveillance", "public"
    yield "surveillance:type", "ALPR" if _reads_plates(camera, plan) else "camera"
    yield "surveillance:zone", "town"


def _reads_plates(camera: AnyCamera, plan: AnyPlan) -> bool:
    """Return whether a camera is known to read number plates; what is withheld is not known."""
    if not isinstance(camera, PlannedCamera) or not isinstance(plan, Plan):
        return False
    return not camera.kind_assumed and plan.model(camera.model).purpose == "plates"


def _direction_and_mount(camera: PlannedCamera, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield where a camera looks, if that is known and stays so, and what it hangs on."""
    direction = _direction(camera, plan)
    if direction:
        yield "camera:direction", direction
    if camera.carrier in MOUNTS:
        yield "camera:mount", MOUNTS[camera.carrier]


def _direction(camera: PlannedCamera, plan: Plan) -> str:
    """Return where a camera is known to look, `120-180` where its source says how wide."""
    width_deg = camera.width_deg
    if width_deg is not None and width_deg >= ALL_ROUND_FROM_DEG:
        return "0-360"
    is_fixed = known_kind(plan, camera) != "turning"
    if camera.azimuth_assumed or not plan.has_direction(camera) or not (is_fixed or width_deg):
        return ""
    azimuth_deg, half_deg = camera.azimuth_deg, (width_deg or 0.0) / 2
    ends = (f"{rounded_deg(azimuth_deg + way * half_deg):.0f}" for way in (-1, 1))
    return "-".join(dict.fromkeys(ends))


def _short(value: str) -> str:
    safe = printable(value)
    return safe if len(safe) <= LONGEST else safe[: LONGEST - 1] + "…"
