"""The walks of a site visit as routes for a telephone (GPX 1.1)."""

from placement.output.lists.gpx import NAMESPACE
from placement.output.lists.markup import as_bytes, child, root
from placement.output.visit_sheets.sheet import VisitSheets
from placement.output.visit_sheets.words import district_word
from placement.output.wording import printable
from placement.texts import Language, number, text

LONGEST = 300


def gpx(sheets: VisitSheets, *, language: Language) -> bytes:
    """Return a route for each walk, its stops in the order of the sheets and the first again."""
    top = root("gpx", version="1.1", creator="placement", xmlns=NAMESPACE)
    about = child(top, "metadata")
    child(about, "name", _short(text("visit_sheet.title", language, case=sheets.plan.case)))
    for walk in sheets.walks:
        route = child(top, "rte")
        child(route, "name", _short(district_word(walk.district, sheets.plan, language)))
        length = number(round(walk.round.length_m), language)
        child(route, "desc", text("visit_sheet.route.description", language, length=length))
        stops = [*walk.stops, *walk.stops[:1]] if len(walk.stops) > 1 else walk.stops
        for place, stop in enumerate(stops):
            first = stop.cameras[0]
            point = child(route, "rtept", lat=f"{first.lat_deg:.7f}", lon=f"{first.lon_deg:.7f}")
            number_of = place % len(walk.stops) + 1
            child(point, "name", _short(f"{number_of}. {first.name or first.point_id}"))
            child(point, "desc", _short(", ".join(each.camera_id for each in stop.cameras)))
    return as_bytes(top)


def _short(words: str) -> str:
    safe = printable(words)
    return safe if len(safe) <= LONGEST else safe[: LONGEST - 1] + "…"
