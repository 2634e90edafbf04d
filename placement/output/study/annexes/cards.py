"""Annex A: a card for each camera point: where it is, what it sees, why it is there."""

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from placement.output.figures.palette import beside, pixels_of, png_of_few_colours, stacked
from placement.output.paper.cut_out import DOTS_PER_INCH, WIDE_MM, CutOuts, cut_outs
from placement.output.study.annexes.point_connection import connection_lines
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Bullets,
    Inline,
    NumberField,
    Paragraph,
    StudyHeading,
    StudyPicture,
    sentence,
)
from placement.output.study.fields import crowns_field, number_field, share_field
from placement.output.study.speech import worth
from placement.output.wording import phase_title, printable, word_of
from placement.plan import TODAY, PlannedCamera
from placement.plan.column_values import known_kind
from placement.plan.public import numbers_of
from placement.texts import text

MM_PER_INCH = 25.4
MOST_LEAD = 2
"""So many paragraphs before the first card, and it still stands on their page. [-]"""
PER_ROW = 2
"""Pictures of cameras beside each other, where a point has several cameras. [-]"""
Points = dict[str, list[PlannedCamera]]


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return a card for each point, those that stand first, then phase by phase."""
    language = basis.language
    title = StudyHeading(text("annex.cards.title", language), key="annex-cards", numbering="annex")
    lead = tuple(_lead(basis))
    return (title, *lead, *_phases(basis, begins_page=len(lead) > MOST_LEAD))


def _lead(basis: StudyBasis) -> Iterator[Block]:
    """Yield how to read the cards, and what is missing on all of them."""
    language, plan = basis.language, basis.plan
    yield Paragraph(sentence("annex.cards.lead", language))
    if not basis.looks:
        yield Paragraph(sentence("annex.cards.no_looks", language), style="warning")
    if not basis.has_incidents:
        yield Paragraph(sentence("annex.cards.no_incidents", language), style="warning")
    elif not any(each["per_10_000"] for each in basis.results()["derived"]["districts"]):
        yield Paragraph(sentence("annex.cards.no_inhabitants", language), style="warning")
    if plan.privacy is None:
        yield Paragraph(sentence("annex.cards.no_privacy", language), style="warning")
    if not any(camera.masks for camera in plan.cameras):
        yield Paragraph(sentence("annex.cards.no_masks", language), style="note")


def _phases(basis: StudyBasis, *, begins_page: bool) -> Iterator[Block]:
    plan, drawn = basis.plan, cut_outs(basis.plan, basis.layers)
    numbers = numbers_of(plan)
    points: dict[int, Points] = {}
    first_phase: dict[str, int] = {}
    for camera in sorted(plan.cameras, key=lambda camera: numbers[camera.camera_id]):
        phase = first_phase.setdefault(camera.point_id, camera.phase)
        points.setdefault(phase, {}).setdefault(camera.point_id, []).append(camera)
    for phase, cards in sorted(points.items()):
        title = (
            text("annex.cards.today", basis.language)
            if phase == TODAY
            else phase_title(plan.phases[phase], basis.language)
        )
        later = bool(basis.looks) and (begins_page or phase != min(points))
        yield StudyHeading(title, level=2, numbering="annex", new_page=later)
        for place, cameras in enumerate(cards.values()):
            yield from _card(basis, cameras, drawn, place=place)


def _card(
    basis: StudyBasis, cameras: Sequence[PlannedCamera], drawn: CutOuts, *, place: int
) -> Iterator[Block]:
    language, first = basis.language, cameras[0]
    numbers = ", ".join(str(drawn.numbers[camera.camera_id]) for camera in cameras)
    name = printable(first.name or first.point_id)
    title = text("annex.cards.point", language, name=name, numbers=numbers, n=len(cameras))
    yield StudyHeading(
        title,
        level=3,
        key=f"annex-card-{first.phase}-{place}",
        numbering="annex",
        new_page=bool(place and basis.looks),  # its pictures fill one
    )
    items = [_place(basis, first), *_index(basis, first)]
    for camera in cameras:
        items += _camera(basis, camera, number=drawn.numbers[camera.camera_id])
    items += connection_lines(basis, first)
    yield Bullets(tuple(items), with_next=True)
    looks = [basis.looks[c.camera_id] for c in cameras if c.camera_id in basis.looks]
    if basis.looks and not looks:
        yield Paragraph(sentence("annex.cards.no_look", language), style="note")
    pixels = [drawn.pixels(cameras, language=language), *_looks(looks)]
    shown = "several" if len(looks) > 1 else "both" if looks else "map"
    yield _picture(basis, f"annex-card-{first.phase}-{place}-1", shown, title, stacked(pixels))


def _looks(looks: Sequence[bytes]) -> Iterator[NDArray[np.uint8]]:
    """Yield what cameras show, two in a row where there are several, so that a card is one page."""
    pictures = [pixels_of(look) for look in looks]
    if len(pictures) < PER_ROW:
        yield from pictures
        return
    for first in range(0, len(pictures), PER_ROW):
        wide_px = round(WIDE_MM / MM_PER_INCH * DOTS_PER_INCH)
        yield beside(pictures[first : first + PER_ROW], wide_px=wide_px, places=PER_ROW)


def _picture(
    basis: StudyBasis, key: str, shown: str, title: str, pixels: NDArray[np.uint8]
) -> StudyPicture:
    return StudyPicture(
        key=key,
        caption=text(f"annex.cards.caption.{shown}", basis.language, title=title),
        alt=text(f"annex.cards.alt.{shown}", basis.language, title=title),
        png=png_of_few_colours(pixels),
        series="drawing",
        width_mm=min(WIDE_MM, pixels.shape[1] / DOTS_PER_INCH * MM_PER_INCH),
    )


def _place(basis: StudyBasis, camera: PlannedCamera) -> tuple[Inline, ...]:
    path = basis.camera_path(camera.camera_id)
    where = [printable(each) for each in (camera.street, camera.district) if each]
    return sentence(
        "annex.cards.place",
        basis.language,
        where=", ".join(where) or text("annex.cards.nowhere", basis.language),
        point=printable(camera.point_id),
        carrier=word_of("lists.carrier", camera.carrier, basis.language),
        lat=_degrees(basis, f"{path}/lat_deg", decimals=6),
        lon=_degrees(basis, f"{path}/lon_deg", decimals=6),
    )


def _camera(
    basis: StudyBasis, camera: PlannedCamera, *, number: int
) -> Iterator[tuple[Inline, ...]]:
    """Yield what a camera is, what it costs, why it is there, and what of homes it shows."""
    language, plan, path = basis.language, basis.plan, basis.camera_path(camera.camera_id)
    turned = plan.has_direction(camera)
    values = {
        "number": str(number),
        "kind": word_of("lists.kind", str(known_kind(plan, camera) or "unknown"), language),
        "model": printable(camera.model),
        "height": number_field(basis, f"{path}/height_m", decimals=1, unit="m"),
        "tilt": _degrees(basis, f"{path}/tilt_deg"),
        **({"azimuth": _degrees(basis, f"{path}/azimuth_deg")} if turned else {}),
    }
    key = "camera" if turned else "camera_around"
    yield (*sentence(f"annex.cards.{key}", language, **values), *_assumed(basis, camera))
    yield _price(basis, camera, path)
    if camera.status == "out of service":
        yield sentence("annex.cards.broken", language)
        return
    yield from _why(basis, camera, path)
    yield from _homes(basis, camera, path)


def _assumed(basis: StudyBasis, camera: PlannedCamera) -> tuple[Inline, ...]:
    names = ("azimuth", "model", "height", "tilt")
    assumed = [name for name in names if getattr(camera, f"{name}_assumed")]
    if not assumed:
        return ()
    words = ", ".join(text(f"annex.cards.assumed.{name}", basis.language) for name in assumed)
    return (f" {text('annex.cards.assumptions', basis.language, names=words)}",)


def _price(basis: StudyBasis, camera: PlannedCamera, path: str) -> tuple[Inline, ...]:
    """Return in which phase it is built and what it costs."""
    language, plan = basis.language, basis.plan
    if camera.status != "new":
        if camera.removed_in is None:
            return sentence("annex.cards.stands", language)
        phase = phase_title(plan.phases[camera.removed_in], language)
        return sentence("annex.cards.removed", language, phase=phase)
    phase = phase_title(plan.phases[camera.phase], language)
    if camera.cost_unknown and not camera.cost_czk:
        return sentence("annex.cards.no_price", language, phase=phase)
    key = "least_price" if camera.cost_unknown else "price"
    price = crowns_field(basis, f"{path}/cost_czk")
    return sentence(f"annex.cards.{key}", language, phase=phase, price=price)


def _why(basis: StudyBasis, camera: PlannedCamera, path: str) -> Iterator[tuple[Inline, ...]]:
    """Yield what it sees, what it adds, where most of it is, and the index of its district."""
    language, plan = basis.language, basis.plan
    positions = {each.camera_id: place for place, each in enumerate(plan.cameras)}
    places = ", ".join(printable(each) for each in camera.top_places)
    most = (" ", text("annex.cards.places", language, places=places)) if places else ()
    if basis.has_incidents:
        share = share_field(basis, f"derived/camera_shares/{positions[camera.camera_id]}")
        why = sentence(
            "annex.cards.why",
            language,
            seen=worth(basis, f"{path}/seen", in_parts=True),
            share=share,
            gain=number_field(basis, f"{path}/gain", decimals=1),
        )
    else:
        why = sentence(
            "annex.cards.why_metres",
            language,
            seen=number_field(basis, f"{path}/seen", unit="m"),
            gain=number_field(basis, f"{path}/gain", unit="m"),
        )
    yield (*why, *most)


def _index(basis: StudyBasis, camera: PlannedCamera) -> Iterator[tuple[Inline, ...]]:
    """Yield what is expected in the district of a point, where its inhabitants are known."""
    language, plan = basis.language, basis.plan
    derived = basis.results()["derived"]["districts"]
    for place, district in enumerate(plan.districts):
        if district.name == camera.district and basis.has_incidents:
            if not derived[place]["per_10_000"]:
                return
            yield sentence(
                "annex.cards.index",
                language,
                district=printable(district.name_in(language)),
                index=worth(basis, f"derived/districts/{place}/per_10_000"),
            )
            return


def _homes(basis: StudyBasis, camera: PlannedCamera, path: str) -> Iterator[tuple[Inline, ...]]:
    """Yield what of homes it has in its picture, and its masks."""
    language, privacy = basis.language, basis.plan.privacy
    if privacy is not None:
        of_cameras = [each.camera_id for each in privacy.cameras]
        if camera.camera_id in of_cameras:
            own = f"privacy/cameras/{of_cameras.index(camera.camera_id)}"
            yield sentence(
                "annex.cards.homes",
                language,
                area=number_field(basis, f"{own}/home_m2/0", unit="m²"),
                density=number_field(
                    basis, "privacy/thresholds_px_m/0", decimals=None, unit="px/m"
                ),
                homes=number_field(basis, f"{own}/homes/0"),
            )
    if camera.masks:
        yield sentence(
            "annex.cards.masks",
            language,
            masks=str(len(camera.masks)),
            unmasked=worth(basis, f"{path}/masked", in_parts=True),
        )


def _degrees(basis: StudyBasis, path: str, *, decimals: int = 0) -> NumberField:
    field = number_field(basis, path, decimals=decimals)
    return evolve(field, words=f"{field.words}°")
