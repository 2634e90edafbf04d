"""The walks of a site visit as routes for a telephone (GPX 1.1)."""

from placement.output.lists.gpx import NAMESPACE, add_route, short
from placement.output.lists.markup import as_bytes, child, root
from placement.output.visit_sheets.sheet import VisitSheets
from placement.output.wording import district_word
from placement.texts import Language, text


def gpx(sheets: VisitSheets, *, language: Language) -> bytes:
    """Return a route for each walk, its stops in the order of the sheets and the first again."""
    top = root("gpx", version="1.1", creator="placement", xmlns=NAMESPACE)
    about = child(top, "metadata")
    child(about, "name", short(text("visit_sheet.title", language, case=sheets.plan.case)))
    for walk in sheets.walks:
        name = district_word(walk.district, sheets.plan.districts_en, language)
        stops = [stop.cameras for stop in walk.stops]
        add_route(top, name, stops, length_m=walk.round.length_m, language=language)
    return as_bytes(top)
