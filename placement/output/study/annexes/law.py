"""Annexes E to H: the documents of data protection, as far as the plan fills them."""

import re
from collections.abc import Iterator, Mapping

from placement.output.legal_documents import (
    FilledDocument,
    FilledItem,
    filled_with,
    largest_districts,
    least_camera,
    plan_words,
)
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Cell,
    Citation,
    Inline,
    NumberField,
    Paragraph,
    StudyHeading,
    StudyTable,
    ToFill,
    mark_of,
    put_in,
    sentence,
)
from placement.output.study.fields import share_field, value_at
from placement.output.wording import alphabetical, phase_title, printable
from placement.plan import PlannedCamera
from placement.plan.plan import TODAY
from placement.plan.public import numbers_of
from placement.texts import text

NUMBERED = re.compile(r"^\w{1,2}[.)]\s+")
"""A number or letter before a title: the study numbers its headings itself."""


def balance_test(basis: StudyBasis) -> tuple[Block, ...]:
    """Return annex E, the balance test."""
    return tuple(_annex(basis, "balance_test"))


def record(basis: StudyBasis) -> tuple[Block, ...]:
    """Return annex F, the record of processing."""
    return tuple(_annex(basis, "record"))


def impact_assessment(basis: StudyBasis) -> tuple[Block, ...]:
    """Return annex G, the assessment of the impact on data protection."""
    return tuple(_annex(basis, "impact_assessment"))


def publication(basis: StudyBasis) -> tuple[Block, ...]:
    """Return annex H: the sign, the notice by § 24b, and the list of points."""
    language = basis.language
    title = text("annex.publication.title", language)
    points = _points(basis)
    return (
        StudyHeading(title, key="annex-publication", numbering="annex"),
        *_parts(basis, ("sign", "publication"), level=2),
        StudyHeading(text("annex.publication.points", language), level=2, numbering="annex"),
        Paragraph(sentence("annex.publication.lead", language)),
        *((points,) if points.rows else ()),
    )


def _annex(basis: StudyBasis, key: str) -> Iterator[Block]:
    """Yield a document as an annex of its own; that it is missing where a town's own has none."""
    yield from _parts(basis, (key,), level=1)


def _parts(basis: StudyBasis, keys: tuple[str, ...], *, level: int) -> Iterator[Block]:
    """Yield documents with their heading at a level."""
    language = basis.language
    documents = {each.key: each for each in _filled(basis)}
    for key in keys:
        document = documents.get(key)
        if document is None:
            title = text(f"annex.law.{key}", language)
            yield StudyHeading(title, level=level, key=f"annex-{key}", numbering="annex")
            yield Paragraph(sentence("annex.law.missing", language), style="warning")
            continue
        title = printable(document.title)
        yield StudyHeading(title, level=level, key=f"annex-{key}", numbering="annex")
        source = Citation(printable(document.source))
        yield Paragraph(sentence("annex.law.source", language, source=source), style="note")
        yield from _sections(basis, document, level=level + 1)


def _sections(basis: StudyBasis, document: FilledDocument, *, level: int) -> Iterator[Block]:
    inlines = [inline for each in _words(basis).values() for inline in each]
    for section in document.sections:
        yield StudyHeading(
            NUMBERED.sub("", printable(section.title)), level=level, numbering="annex"
        )
        for item in section.items:
            yield from _item(item, inlines)


def _item(item: FilledItem, inlines: list[Inline]) -> Iterator[Block]:
    title = f"{printable(item.title)}: " if item.title else ""
    before: list[Inline] = [title] if title else []
    if item.sentence:
        yield Paragraph([*before, *put_in(item.sentence, inlines)])
        before = []
    if item.to_fill:
        yield Paragraph([*before, ToFill(printable(item.to_fill))])


def _filled(basis: StudyBasis) -> tuple[FilledDocument, ...]:
    """Return all documents, with marks where the pieces of a word with numbers are put in."""
    words, place = dict(plan_words(basis.plan, basis.language)), 0
    for name, inlines in _words(basis).items():
        words[name] = "".join(mark_of(place + k) for k in range(len(inlines)))
        place += len(inlines)
    return filled_with(words, basis.templates, basis.language)


def _words(basis: StudyBasis) -> dict[str, tuple[Inline, ...]]:
    """Return the pieces of each word of the plan that holds numbers, in a fixed order."""
    words = plan_words(basis.plan, basis.language)
    single: dict[str, tuple[Inline, ...]] = {
        name: (NumberField(path, value_at(basis.results(), path), words[name]),)
        for name, path in _paths(basis)
        if words.get(name)
    }
    listed = {"phases": tuple(_phases(basis)), "busiest_districts": tuple(_districts(basis))}
    return {**single, **{name: each for name, each in listed.items() if each and words.get(name)}}


def _paths(basis: StudyBasis) -> Iterator[tuple[str, str]]:
    """Yield the words that are one number, and where in the results it stands."""
    plan, last = basis.plan, len(basis.plan.phases) - 1
    least = least_camera(plan)
    yield from (
        ("incidents", "plan/demand_total"),
        ("share_today", "plan/phases/0/share"),
        ("share_target", f"plan/phases/{last}/share"),
        ("bound_target", "derived/bound_share"),
        ("cameras_today", "plan/phases/0/cameras"),
        ("cameras_target", f"plan/phases/{last}/cameras"),
        ("points_today", "plan/phases/0/points"),
        ("points_target", f"plan/phases/{last}/points"),
        ("density", "plan/required_density_px_m"),
        ("retention", "plan/controller/retention_days"),
        ("turning", "derived/turning_cameras"),
        ("masked", "derived/masked_cameras"),
    )
    if least is not None:
        yield "least_gain", f"{basis.camera_path(least.camera_id)}/gain"
    if plan.privacy is not None:
        total = plan.privacy.totals.index(plan.privacy.of_phase(last))
        yield "home_facade", f"privacy/totals/{total}/home_once_m2/0"
        yield "home_reachable", f"privacy/totals/{total}/home_reachable_once_m2/0"
        yield "homes", f"privacy/totals/{total}/homes/0"
        yield "home_density", "privacy/thresholds_px_m/0"


def _phases(basis: StudyBasis) -> Iterator[Inline]:
    """Yield the new phases with how many cameras there are at the end of each."""
    language = basis.language
    for place, phase in enumerate(basis.plan.phases):
        if place == 0:
            continue
        yield f"{'; ' if place > 1 else ''}{phase_title(phase, language)}: "
        words = text("map.cameras", language, n=phase.cameras)
        yield NumberField(f"plan/phases/{place}/cameras", phase.cameras, words)


def _districts(basis: StudyBasis) -> Iterator[Inline]:
    """Yield the districts with most expected incidents, each with its share of all."""
    positions = {each.name: place for place, each in enumerate(basis.plan.districts)}
    for place, each in enumerate(largest_districts(basis.plan)):
        yield f"{', ' if place else ''}{printable(each.name_in(basis.language))} "
        yield share_field(basis, f"derived/districts/{positions[each.name]}/share")


def _points(basis: StudyBasis) -> StudyTable:
    """Return the points of cameras that work, each with its street and district."""
    language, plan = basis.language, basis.plan
    last = len(plan.phases) - 1
    points: dict[str, list[PlannedCamera]] = {}
    for camera in (*plan.standing(TODAY), *plan.standing(last)):
        if camera not in points.setdefault(camera.point_id, []):
            points[camera.point_id].append(camera)
    places = sorted(
        (alphabetical(printable(group[0].street)), alphabetical(printable(group[0].name)), point)
        for point, group in points.items()
    )
    has_districts = any(district.name for district in plan.districts)
    names = ("street", "point", *(("district",) if has_districts else ()), "since", "numbers")
    numbers = numbers_of(plan)
    return StudyTable(
        key="annex-points",
        caption=text("annex.publication.caption", language),
        heads=tuple(text(f"annex.publication.{name}", language) for name in names),
        rows=tuple(
            _point(basis, points[point], numbers, has_districts=has_districts)
            for *_, point in places
        ),
        right=frozenset({len(names) - 1}),
        widths=(0.26, 0.26, 0.2, 0.16, 0.12) if has_districts else (0.34, 0.34, 0.18, 0.14),
    )


def _point(
    basis: StudyBasis,
    cameras: list[PlannedCamera],
    numbers: Mapping[str, int],
    *,
    has_districts: bool,
) -> tuple[Cell, ...]:
    language, first = basis.language, min(cameras, key=lambda camera: camera.phase)
    since = (
        text("annex.publication.stands", language)
        if first.phase == TODAY
        else phase_title(basis.plan.phases[first.phase], language)
    )
    return (
        (printable(first.street) or "–",),
        (printable(first.name or first.point_id),),
        *(((printable(first.district) or "–",),) if has_districts else ()),
        (since,),
        (", ".join(str(each) for each in sorted(numbers[camera.camera_id] for camera in cameras)),),
    )
