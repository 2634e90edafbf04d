"""Chapter 4: the camera points by phase, by district and by model, and the list of new cameras."""

from collections.abc import Iterator

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Cell, Inline, Reference, StudyTable
from placement.output.study.fields import crowns_field, number_field, share_field
from placement.output.study.figures import curve_picture
from placement.output.study.speech import (
    bullets,
    cell,
    counted,
    fill,
    heading,
    joined,
    name_of,
    paragraph,
    say,
    table,
    title_of,
    words,
    worth,
)
from placement.output.wording import printable, word_of
from placement.plan.column_values import kind_of
from placement.plan.numbering import numbers


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return what is built where in which phase."""
    plan = basis.plan
    parts: list[Block] = [
        heading(basis, "proposal.title", ref="proposal"),
        paragraph(basis, "proposal.intro", table=Reference("phases")),
        phases(basis),
        joined(*_limits(basis)),
    ]
    if len(plan.phases) == 2:
        parts.append(paragraph(basis, "proposal.one_phase"))
    else:
        each = [joined(*_phase(basis, number)) for number in range(1, len(plan.phases))]
        parts.append(bullets(paragraph.inlines for paragraph in each))
    if any(district.name for district in plan.districts):
        parts += [heading(basis, "proposal.districts_title", level=2), districts(basis)]
        parts += list(_unserved(basis))
    parts += [
        heading(basis, "proposal.models_title", level=2),
        paragraph(basis, "proposal.models"),
        models(basis),
    ]
    parts += list(curve_picture(basis))
    new = [camera for camera in plan.cameras if camera.status == "new"]
    parts.append(heading(basis, "proposal.list_title", level=2))
    if new:
        parts += [paragraph(basis, "proposal.list"), cameras(basis)]
    else:
        parts.append(paragraph(basis, "proposal.no_cameras"))
    parts.append(fill(basis, "fill.permits"))
    return tuple(parts)


def phases(basis: StudyBasis) -> StudyTable:
    """Return cameras, points, money and worth of each phase, today first."""
    rows, bounded = [], basis.plan.evaluated is None
    for number, phase in enumerate(basis.plan.phases):
        at = f"plan/phases/{number}"
        nothing = cell(words(basis, "no_value"))  # today nothing is bought, and nothing chosen
        unknown = phase.unpriced and not phase.cost_czk
        cost: Cell = (
            cell(words(basis, "unknown_price"))
            if unknown
            else (crowns_field(basis, f"{at}/cost_czk"),)
        )
        new: Cell = (number_field(basis, f"{at}/new_cameras"),)
        gap: Cell = (share_field(basis, f"{at}/gap", decimals=2),)
        if not number:
            new = cost = gap = nothing
        rows.append(
            (
                cell(title_of(basis, phase)),
                new,
                (number_field(basis, f"{at}/cameras"),),
                (number_field(basis, f"{at}/points"),),
                cost,
                (share_field(basis, f"{at}/share"),),
                *([gap] if bounded else []),
            )
        )
    names = ["phase", "new", "cameras", "points", "cost", "share", *(["gap"] if bounded else [])]
    heads = [words(basis, f"proposal.head.{name}") for name in names]
    return table(
        basis,
        "phases",
        heads,
        rows,
        right=range(1, len(names)),
        widths=(0.18, 0.1, 0.14, 0.1, 0.19, 0.13, 0.16) if bounded else (),
    )


def _limits(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    """Yield what becomes of standing cameras, and what is not known of prices."""
    tally = basis.results()["tally"]
    for key in ("removed", "replaced"):
        if tally[key]:
            yield say(basis, f"proposal.{key}", n=number_field(basis, f"tally/{key}"))
    if basis.plan.evaluated is None:
        yield say(basis, "proposal.bound")
    if "prices" in basis.missing:
        yield say(basis, "proposal.unpriced", n=number_field(basis, "derived/unpriced"))


def _phase(basis: StudyBasis, number: int) -> Iterator[tuple[Inline, ...]]:
    """Yield what a phase adds, and for how much."""
    phase = basis.plan.phases[number]
    at, tally = f"plan/phases/{number}", f"tally/phases/{number}"
    if not phase.new_cameras:
        yield say(basis, "proposal.phase_nothing", phase=name_of(basis, phase))
        return
    yield say(
        basis,
        "proposal.phase",
        phase=name_of(basis, phase),
        new=counted(basis, f"{at}/new_cameras", "new_cameras"),
        gain=worth(basis, f"{tally}/gain"),
    )
    if phase.cost_czk and not phase.unpriced and phase.value > basis.plan.phases[number - 1].value:
        unit = "phase_million" if basis.has_incidents else "phase_million_metres"
        gain = number_field(basis, f"{tally}/gain_million", decimals=1)
        yield say(basis, f"proposal.{unit}", gain=gain)


def districts(basis: StudyBasis) -> StudyTable:
    """Return new cameras of each district by phase, and what is seen of it before and after."""
    plan = basis.plan
    later = plan.phases[1:]
    rows = [
        (
            cell(district.name_in(basis.language) or words(basis, "state.outside")),
            (number_field(basis, f"tally/districts/{k}/today"),),
            *(
                (number_field(basis, f"tally/districts/{k}/new_by_phase/{j}"),)
                for j in range(len(later))
            ),
            (number_field(basis, f"tally/districts/{k}/target"),),
            (share_field(basis, f"tally/districts/{k}/share_today"),),
            (share_field(basis, f"tally/districts/{k}/share_target"),),
        )
        for k, district in enumerate(plan.districts)
    ]
    ends = [
        words(basis, f"proposal.head.{name}") for name in ("end", "share_today", "share_target")
    ]
    heads = [
        words(basis, "proposal.head.district"),
        words(basis, "proposal.head.today"),
        *(name_of(basis, phase) for phase in later),
        *ends,
    ]
    columns = len(heads) - 1
    return table(
        basis,
        "districts_new",
        heads,
        rows,
        right=range(1, columns + 1),
        widths=(0.28, *[0.72 / columns] * columns),
        landscape=columns > 8,
    )


def _unserved(basis: StudyBasis) -> Iterator[Block]:
    """Yield which districts get no camera and see none, so that nobody must look for them."""
    names = [
        district.name_in(basis.language)
        for district in basis.plan.districts
        if district.name and not district.seen_at_target
    ]
    if names:
        yield paragraph(basis, "proposal.unserved", names=", ".join(map(printable, names)))


def models(basis: StudyBasis) -> StudyTable:
    """Return how many cameras of each model there are, and what one costs."""
    rows = []
    for k, model in enumerate(basis.plan.models):
        counts = basis.results()["tally"]["models"][k]
        if not any(counts.values()):
            continue
        price: Cell = cell(words(basis, "unknown_price"))
        if model.has_price:
            price = (crowns_field(basis, f"plan/models/{k}/cost_czk"),)
        rows.append(
            (
                cell(printable(model.name)),
                cell(word_of("lists.kind", kind_of(model), basis.language)),
                *(
                    (number_field(basis, f"tally/models/{k}/{name}"),)
                    for name in ("today", "new", "target")
                ),
                price if counts["new"] else cell(words(basis, "no_value")),
            )
        )
    names = ("model", "kind", "today", "new", "end", "price")
    heads = [words(basis, f"proposal.head.{name}") for name in names]
    return table(
        basis,
        "models",
        heads,
        rows,
        right=range(2, 6),
        widths=(0.28, 0.2, 0.1, 0.12, 0.12, 0.18),
    )


def cameras(basis: StudyBasis) -> StudyTable:
    """Return the new cameras in the order of building, with the number they have on the map."""
    plan, order = basis.plan, numbers(basis.plan.cameras)
    has_districts = any(district.name for district in plan.districts)
    new = sorted((c for c in plan.cameras if c.status == "new"), key=lambda c: c.rank)
    rows = []
    for camera in new:
        at = basis.camera_path(camera.camera_id)
        phase = next(p for p in plan.phases if p.phase == camera.phase)
        unit = "" if basis.has_incidents else "m"
        gain = number_field(
            basis, f"{at}/gain", decimals=1 if basis.has_incidents else 0, unit=unit
        )
        has_price = not camera.cost_unknown
        rows.append(
            (
                cell(str(order[camera.camera_id])),
                cell(camera.street or camera.name or words(basis, "no_value")),
                *([cell(camera.district or words(basis, "no_value"))] if has_districts else []),
                cell(word_of("lists.kind", camera.model, basis.language)),
                cell(name_of(basis, phase)),
                (gain,),
                (crowns_field(basis, f"{at}/cost_czk"),)
                if has_price
                else cell(words(basis, "unknown_price")),
            )
        )
    gain_head = "gain" if basis.has_incidents else "gain_metres"
    place = ("street", "district") if has_districts else ("street",)
    names = ("number", *place, "model", "phase", gain_head, "cost")
    heads = [words(basis, f"proposal.head.{name}") for name in names]
    return table(
        basis,
        "new_cameras",
        heads,
        rows,
        right=(0, len(names) - 2, len(names) - 1),
        widths=(
            (0.06, 0.21, 0.16, 0.19, 0.11, 0.13, 0.14)
            if has_districts
            else (0.06, 0.3, 0.22, 0.13, 0.14, 0.15)
        ),
    )
