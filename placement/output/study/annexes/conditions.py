"""Annex D: the Ministry of the Interior's conditions for municipal cameras, 1.1 to 1.4."""

from collections.abc import Iterator

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Citation,
    Inline,
    Paragraph,
    Reference,
    StudyHeading,
    ToFill,
    sentence,
)
from placement.output.study.fields import crowns_field, number_field
from placement.output.wording import printable
from placement.texts import text

CONDITIONS = ("service", "staff", "recordings", "privacy")
"""Conditions 1.1 to 1.4, in the ministry's order."""


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return each condition with what the plan answers, and what a person adds."""
    language = basis.language
    source = Citation(text("annex.conditions.source", language))
    parts: list[Block] = [
        StudyHeading(
            text("annex.conditions.title", language), key="annex-conditions", numbering="annex"
        ),
        Paragraph(sentence("annex.conditions.lead", language, source=source)),
    ]
    for key in CONDITIONS:
        title = text(f"annex.conditions.{key}.title", language)
        parts.append(StudyHeading(title, level=2, numbering="annex"))
        parts.append(Paragraph(sentence(f"annex.conditions.{key}.asks", language), style="note"))
        parts += (Paragraph(answer) for answer in _answers(basis, key))
        fill = ToFill(text(f"annex.conditions.{key}.fill", language))
        parts.append(Paragraph((fill,)))
    return tuple(parts)


def _answers(basis: StudyBasis, key: str) -> Iterator[tuple[Inline, ...]]:
    answers = {
        "service": _service,
        "staff": _staff,
        "recordings": _recordings,
        "privacy": _privacy,
    }
    return answers[key](basis)


def _service(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    language = basis.language
    if basis.centre is None:
        yield sentence("annex.conditions.no_centre", language)
        return
    yield sentence(
        "annex.conditions.service.seats",
        language,
        nonstop=number_field(basis, parameter_path(basis, "seats_nonstop"), decimals=None),
        day=number_field(basis, parameter_path(basis, "seats_day"), decimals=None),
        hours=number_field(basis, parameter_path(basis, "day_seat_h"), decimals=None, unit="h"),
    )
    yield sentence(
        "annex.conditions.service.people",
        language,
        full_time=number_field(basis, "centre/staffing/full_time", decimals=2),
        heads=number_field(basis, "centre/staffing/heads", decimals=2),
        contract=number_field(basis, parameter_path(basis, "contract_h"), decimals=None, unit="h"),
        cost=crowns_field(basis, "centre/staffing/cost_czk"),
    )


def _staff(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    if basis.centre is None:
        return
    training = number_field(basis, parameter_path(basis, "training_h"), decimals=None, unit="h")
    yield sentence("annex.conditions.staff.training", basis.language, hours=training)


def _recordings(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    language, last = basis.language, len(basis.plan.phases) - 1
    controller = basis.plan.controller
    if controller is not None and controller.retention_days is not None:
        days = number_field(basis, "plan/controller/retention_days", decimals=None)
        yield sentence("annex.conditions.recordings.days", language, n=days)
    elif basis.centre is not None:
        days = number_field(basis, parameter_path(basis, "retention_days"), decimals=None)
        yield sentence("annex.conditions.recordings.days_assumed", language, n=days)
    if basis.centre is not None:
        path = f"centre/phases/{last}/storage"
        yield sentence(
            "annex.conditions.recordings.size",
            language,
            net=number_field(basis, f"{path}/net_tb", decimals=1, unit="TB"),
            n=number_field(basis, f"{path}/disks"),
        )


def _privacy(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    language, plan = basis.language, basis.plan
    yield sentence("annex.conditions.privacy.purpose", language)
    if plan.controller is not None:
        name = printable(plan.controller.name)
        yield sentence("annex.conditions.privacy.controller", language, controller=name)
    masks = number_field(basis, "derived/masked_cameras")
    key = "masked" if masks.value else "unmasked"
    yield sentence(f"annex.conditions.privacy.{key}", language, n=masks)
    if plan.privacy is not None:
        place = plan.privacy.totals.index(plan.privacy.of_phase(len(plan.phases) - 1))
        yield sentence(
            "annex.conditions.privacy.homes",
            language,
            area=number_field(basis, f"privacy/totals/{place}/home_once_m2/0", unit="m²"),
            density=number_field(basis, "privacy/thresholds_px_m/0", decimals=None, unit="px/m"),
        )
    yield sentence(
        "annex.conditions.privacy.informing", language, annex=Reference("annex-publication")
    )


def parameter_path(basis: StudyBasis, key: str) -> str:
    """Return where in the results the value of a parameter of the centre stands.

    Raises
    ------
    ValueError
        If there is no centre, or no such parameter: a mistake in the code.
    """
    if basis.centre is None:
        raise ValueError("no centre was reckoned")
    return f"centre/parameters/{[*basis.centre.parameters.table].index(key)}/value"
