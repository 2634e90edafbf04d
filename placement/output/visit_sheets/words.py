"""Lines of a visit sheet, in a language: facts, what must be seen, what may stand in the way."""

from collections.abc import Iterator

from placement.output.visit_sheets.sheet import PlaceInView, VisitSheet, VisitSheets
from placement.output.wording import district_word, phase_name, word_of
from placement.plan import Plan
from placement.texts import Language, number, text
from placement.units import rounded_deg

LONGEST = 60
"""Letters of a name that a sheet has room for. [-]"""
MOST_TREES = 5
"""Trees that a sheet names. [-]"""


def heading(sheet: VisitSheet, language: Language) -> str:
    """Return the title of a sheet."""
    camera = sheet.camera
    name = (camera.name or camera.street or camera.point_id)[:LONGEST]
    own = camera.camera_id[:LONGEST]
    return text("visit_sheet.heading", language, n=sheet.number, name=name, camera=own)


def below(sheet: VisitSheet, plan: Plan, language: Language) -> str:
    """Return the line below the title: stop, street, district, phase."""
    camera, walk = sheet.camera, sheet.walk
    place, here = sheet.of_stop
    name = next((each.name_in(language) for each in plan.phases if each.phase == camera.phase), "")
    words = [text("visit_sheet.stop", language, stop=sheet.stop, n=len(walk.stops))]
    if here > 1:
        words.append(text("visit_sheet.at_stop", language, place=place, n=here))
    district = district_word(camera.district, plan.districts_en, language)
    phase = phase_name(name, camera.phase, language)
    values = {
        "street": (camera.street or camera.name)[:LONGEST],
        "district": district,
        "phase": phase,
    }
    words.append(text("visit_sheet.place", language, **values))
    return " · ".join(words)


def facts(sheet: VisitSheet, sheets: VisitSheets, language: Language) -> Iterator[tuple[str, str]]:
    """Yield label and value of what the plan says of a camera."""
    camera = sheet.camera
    assumed = {
        "model": camera.model_assumed,
        "height": camera.height_assumed,
        "tilt": camera.tilt_assumed,
        "true": camera.azimuth_assumed,
    }
    for key, value in _values(sheet, sheets, language):
        words = (
            text("visit_sheet.fact.assumed", language, value=value) if assumed.get(key) else value
        )
        yield text(f"visit_sheet.fact.{key}", language), words
    for level, reach_m in sheet.levels:
        reach = number(round(reach_m), language)
        words = text("visit_sheet.fact.level_value", language, value=reach)
        label = text(f"map.level.{level}", language)
        yield label[:1].upper() + label[1:], words


def _values(
    sheet: VisitSheet, sheets: VisitSheets, language: Language
) -> Iterator[tuple[str, str]]:
    plan, camera = sheets.plan, sheet.camera

    def say(key: str, **values: object) -> str:
        return text(f"visit_sheet.fact.{key}", language, **values)

    yield "model", word_of("lists.kind", camera.model, language)
    yield "carrier", word_of("lists.carrier", camera.carrier, language)
    for key, away_m in (("power", sheet.power_m), ("fibre", sheet.fibre_m)):
        away = None if away_m is None else number(round(away_m), language)
        yield key, say("unknown") if away is None else say("near", away=away)
    yield "height", say("height_value", height=number(round(camera.height_m, 1), language, 1))
    if plan.has_direction(camera):
        yield from _azimuths(sheet, sheets, language)
    else:
        yield "true", say("around")
    yield "tilt", say("tilt_value", value=number(round(camera.tilt_deg), language))
    yield (
        "place",
        f"{number(camera.lat_deg, language, 6)} N, {number(camera.lon_deg, language, 6)} E",
    )
    yield "grid_place", f"{number(camera.x_m, language, 1)}; {number(camera.y_m, language, 1)}"
    if camera.ground_m is not None:
        yield "ground", say("ground_value", value=number(camera.ground_m, language, 1))


def _azimuths(
    sheet: VisitSheet, sheets: VisitSheets, language: Language
) -> Iterator[tuple[str, str]]:
    own = sheet.azimuths

    def say(key: str, **values: object) -> str:
        return text(f"visit_sheet.fact.{key}", language, **values)

    def degrees(value: float) -> str:
        return number(rounded_deg(value), language, 0)

    yield "true", say("degrees", value=degrees(own.true_deg))
    if own.magnetic_deg is None or own.declination_deg is None:
        yield "magnetic", say("magnetic_none", year=sheets.year)
    else:
        off = f"{'+' if own.declination_deg > 0 else ''}{number(own.declination_deg, language, 1)}"
        values = {"value": degrees(own.magnetic_deg), "year": str(sheets.year), "declination": off}
        yield "magnetic", say("magnetic_value", **values)
    yield "grid", say("grid_value", value=degrees(own.grid_deg), crs=sheets.plan.crs)


def must_see(sheet: VisitSheet, language: Language) -> list[str]:
    """Return a line for each place that the camera is for."""
    lines = [_must_see(place, language) for place in sheet.places]
    return lines or [text("visit_sheet.seen.nothing", language)]


def _must_see(place: PlaceInView, language: Language) -> str:
    near, far = (
        text(f"map.level.{level}", language) if level else text("visit_sheet.seen.beyond", language)
        for level in (place.nearest_level, place.farthest_level)
    )
    levels = near if near == far else text("visit_sheet.seen.levels", language, near=near, far=far)
    return text(
        "visit_sheet.seen.place",
        language,
        name=place.name[:LONGEST],
        near=number(round(place.nearest_m), language),
        far=number(round(place.farthest_m), language),
        levels=levels,
    )


def in_the_way(sheet: VisitSheet, language: Language) -> list[str]:
    """Return a line for each tree that may hide something, and what the data do not have."""

    def say(key: str, **values: object) -> str:
        return text(f"visit_sheet.trees.{key}", language, **values)

    others = say("others")
    if sheet.case is None:
        return [say("no_case"), others]
    trees = sheet.case.trees
    if trees is None:
        return [say("no_layer"), others]
    turn = sheet.case.grid_turn_deg
    lines = [
        say(
            "tree",
            away=number(round(tree.distance_m), language),
            azimuth=number(rounded_deg(tree.grid_azimuth_deg - turn), language, 0),
            height=number(round(tree.height_m), language),
            base=number(round(tree.crown_base_m, 1), language),
        )
        for tree in trees[:MOST_TREES]
    ]
    rest = len(trees) - len(lines)
    more = [say("more", n=rest)] if rest else []
    return [*lines, *more, others] if trees else [say("none"), others]
