"""`cameras.gpx`: a waypoint for each point, for the walk from pole to pole (GPX 1.1).

Waypoints stand in walking order, that of `placement visit`: of the new cameras, then of those that
stand, then the rest; the rounds past the new ones are routes. What a telephone shows is for people;
the cameras themselves stand in the waypoint's extensions, so that the file comes back as a list
(`inputs.layers.placemarks` reads it).
"""

import math
from collections.abc import Mapping, Sequence

from placement.inputs.layers.placemarks import CAMERA, CAMERAS, OWN_NAMESPACE, PLACE
from placement.output.layers import Layers
from placement.output.lists.camera_table import CameraTable, by_point
from placement.output.lists.legend import notes, phase_names
from placement.output.lists.markup import Element, as_bytes, child, root
from placement.output.wording import district_word, printable, word_of
from placement.plan import TODAY, Plan, PlannedCamera
from placement.plan.column_values import known_kind
from placement.plan.plan import Status
from placement.plan.walk import PlannedWalk
from placement.texts import Language, number, text
from placement.units import rounded_deg

NAMESPACE = "http://www.topografix.com/GPX/1/1"
SYMBOLS: Mapping[Status, str] = {
    "existing": "Flag, Green",
    "new": "Flag, Blue",
    "out of service": "Flag, Red",
    "to be removed": "Flag, Red",
    "to be replaced": "Flag, Blue",
}
"""Symbols by Garmin's names, which other programs know too."""
LONGEST = 300
"""Characters of a text; small screens cut far earlier."""


def cameras_gpx(plan: Plan, _: Layers | None, language: Language) -> bytes:
    """Return the points in WGS 84: what hangs there, on what, how high, and where it looks."""
    top = root("gpx", version="1.1", creator="placement", xmlns=NAMESPACE)
    about = child(top, "metadata")
    child(about, "name", short(plan.case))
    child(about, "desc", " ".join([*notes(plan, language), text("exports.north", language)]))
    names = phase_names(plan, language)
    table = CameraTable.of(plan)
    for cameras in _in_walking_order(plan):
        waypoint = _waypoint(top, cameras, plan, names, language)
        _extensions(waypoint, cameras, table)
    for walk in (each for each in plan.walks if each.phase is None):
        name = district_word(walk.district, plan.districts_en, language)
        stops = _stops(plan, walk)
        if stops:
            add_route(top, name, stops, length_m=walk.length_m, language=language)
    return as_bytes(top)


def add_route(
    top: Element,
    name: str,
    stops: Sequence[Sequence[PlannedCamera]],
    *,
    length_m: float,
    language: Language,
) -> None:
    """Add a round as a route: its stops, each the cameras of a point, and the first again."""
    route = child(top, "rte")
    child(route, "name", short(name))
    back = stops[:1] if len(stops) > 1 else []
    if back:
        length = number(round(length_m), language)
        child(route, "desc", text("visit_sheet.route.description", language, length=length))
    for place, cameras in enumerate([*stops, *back]):
        first = cameras[0]
        point = child(route, "rtept", lat=f"{first.lat_deg:.7f}", lon=f"{first.lon_deg:.7f}")
        stop = place % len(stops) + 1
        child(point, "name", short(f"{stop}. {first.name or first.point_id}"))
        child(point, "desc", short(", ".join(camera.camera_id for camera in cameras)))


def _stops(plan: Plan, walk: PlannedWalk) -> list[list[PlannedCamera]]:
    """Return the cameras of a walk that the plan has, those of a point together."""
    by_id = {camera.camera_id: camera for camera in plan.cameras}
    stops: dict[str, list[PlannedCamera]] = {}
    for camera in (by_id[each] for each in walk.cameras if each in by_id):
        stops.setdefault(camera.point_id, []).append(camera)
    return list(stops.values())


def _in_walking_order(plan: Plan) -> list[list[PlannedCamera]]:
    """Return the cameras of each point, points as one walks past them, the rest by numbers."""
    walks = [walk for phase in (None, TODAY) for walk in plan.walks if walk.phase == phase]
    walked = [cameras[0].point_id for walk in walks for cameras in _stops(plan, walk)]
    cameras_by_point = {cameras[0].point_id: cameras for cameras in by_point(plan)}
    return [cameras_by_point[point] for point in dict.fromkeys((*walked, *cameras_by_point))]


def _extensions(waypoint: Element, cameras: Sequence[PlannedCamera], table: CameraTable) -> None:
    """Add the cameras themselves, and where the waypoint lies, so that a move of it is seen."""
    place = {name: waypoint.get(name, "") for name in PLACE}
    held = child(child(waypoint, "extensions"), CAMERAS, xmlns=OWN_NAMESPACE, **place)
    columns = [column for column in table.columns if column.comes_back]
    for camera in cameras:
        element = child(held, CAMERA)
        for column in columns:
            cell = table.cell(column, camera)
            if cell is not None and cell != "":
                child(element, column.name, column.cell_text(cell))


def _waypoint(
    top: Element,
    cameras: Sequence[PlannedCamera],
    plan: Plan,
    names: Mapping[int, str],
    language: Language,
) -> Element:
    first = next((each for each in cameras if each.status != "out of service"), cameras[0])
    waypoint = child(top, "wpt", lat=f"{first.lat_deg:.7f}", lon=f"{first.lon_deg:.7f}")
    if first.ground_m is not None and math.isfinite(first.ground_m):
        child(waypoint, "ele", f"{first.ground_m:.2f}")
    child(waypoint, "name", short(" ".join(dict.fromkeys((first.point_id, first.name)))))
    sentences = [*notes(plan, language), *(_sentence(each, plan, language) for each in cameras)]
    child(waypoint, "desc", "; ".join(sentences))
    child(waypoint, "sym", SYMBOLS[first.status])
    child(waypoint, "type", short(names[first.phase]))
    return waypoint


def _sentence(camera: PlannedCamera, plan: Plan, language: Language) -> str:
    """Return a camera in one sentence, as a person before its pole would ask."""
    kind = word_of("lists.kind", known_kind(plan, camera) or "unknown", language)
    status = word_of("lists.status", camera.status, language)
    facts_in_words = [f"{short(camera.camera_id)}: {kind}, {status}"]
    assumed = f" ({text('map.camera.assumed', language)})"
    facts = {
        "carrier": (short(word_of("lists.carrier", camera.carrier, language)), False),
        "height": (number(camera.height_m, language, 1), camera.height_assumed),
        "azimuth": (number(rounded_deg(camera.azimuth_deg), language, 0), camera.azimuth_assumed),
        "tilt": (number(camera.tilt_deg, language, 0), camera.tilt_assumed),
    }
    for key, (value, guessed) in facts.items():
        if key != "azimuth" or plan.has_direction(camera):
            fact = text(f"exports.gpx.{key}", language, value=value)
            facts_in_words.append(fact + assumed if guessed else fact)
    return "; ".join(facts_in_words)


def short(words: str) -> str:
    """Return words that every program can show, with an ellipsis where they are too long."""
    safe = printable(words)
    return safe if len(safe) <= LONGEST else safe[: LONGEST - 1] + "…"
