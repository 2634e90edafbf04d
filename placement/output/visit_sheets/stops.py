"""Sentences and rows that tell a walk: how long it is, and its stops in order."""

from placement.output.visit_sheets.sheet import VisitSheets
from placement.texts import Language, number, text
from placement.tour.walks import Walk

MOST_ROWS = 48
"""Stops on a page. [-]"""


def sentences(walk: Walk, language: Language) -> list[str]:
    """Return how many stops a walk has, how long it is and how short any can be."""
    cameras = sum(len(stop.cameras) for stop in walk.stops)
    lead = (
        text("visit_sheet.overview.lead", language, n=len(walk.stops)),
        text("visit_sheet.overview.cameras", language, n=cameras),
    )
    length, least = (
        number(round(each), language) for each in (walk.round.length_m, walk.round.least_m)
    )
    if walk.round.is_shortest:
        size = text("visit_sheet.overview.shortest", language, length=length)
    else:
        excess = 100 * (walk.round.length_m / walk.round.least_m - 1)
        gap = number(excess, language, 1)
        size = text("visit_sheet.overview.bounded", language, length=length, least=least, gap=gap)
    lines = [", ".join(lead), size]
    if walk.straight:
        lines.append(text("visit_sheet.overview.straight", language, n=walk.straight))
    return lines


def stop_rows(walk: Walk, sheets: VisitSheets, language: Language) -> list[tuple[str, ...]]:
    """Return the cells of each stop: number, cameras, place, and the way to the next one."""
    numbers = {sheet.camera.camera_id: sheet.number for sheet in sheets.sheets}
    rows: list[tuple[str, ...]] = []
    for place, stop in enumerate(walk.stops):
        cameras = ", ".join(f"{numbers[c.camera_id]} ({c.camera_id})" for c in stop.cameras)
        first = stop.cameras[0]
        name = " · ".join(dict.fromkeys(each for each in (first.name, first.street) if each))
        leg = number(round(walk.legs_m[place]), language) if walk.legs_m else ""
        if walk.legs_m and place == len(walk.stops) - 1:
            leg = text("visit_sheet.overview.back", language, length=leg)
        rows.append((str(place + 1), cameras, name, leg))
    return rows
