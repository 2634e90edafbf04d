"""Chapter 0: managerial summary, the evaluators' table, abbreviations."""

from collections.abc import Iterator

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Cell,
    Inline,
    Paragraph,
    Reference,
    StudyHeading,
    StudyTable,
)
from placement.output.study.fields import crowns_field, number_field, share_field
from placement.output.study.speech import (
    bullets,
    counted,
    demand_words,
    joined,
    paragraph,
    say,
    table,
    to_fill,
    words,
    worth,
)
from placement.output.study.verdict import verdict
from placement.output.wording import alphabetical, printable
from placement.texts import catalogue

ABBREVIATIONS = "study.abbreviation."


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the summary."""
    parts: list[Block] = [
        StudyHeading(words(basis, "summary.title"), key="summary", numbering="none"),
        Paragraph(proposal(basis), style="lead"),
        joined(*gain(basis)),
        joined(*money(basis)),
    ]
    if basis.centre is not None:
        parts.append(Paragraph(people(basis)))
    parts.append(joined(privacy(basis)))
    parts += recommendation(basis)
    if basis.missing:
        parts.append(paragraph(basis, "summary.missing", style="warning"))
        parts.append(bullets([(words(basis, f"missing.{key}"),) for key in basis.missing]))
    parts += [_heading(basis, "evaluators.title"), evaluators(basis)]
    parts += [_heading(basis, "abbreviations.title"), abbreviations(basis)]
    return tuple(parts)


def _heading(basis: StudyBasis, key: str) -> StudyHeading:
    return StudyHeading(words(basis, key), numbering="none")


def proposal(basis: StudyBasis) -> tuple[Inline, ...]:
    """Return what is proposed, in one sentence."""
    plan, last = basis.plan, len(basis.plan.phases) - 1
    if plan.evaluated is not None:
        return say(
            basis,
            "summary.evaluated",
            case=printable(plan.case),
            cameras=counted(basis, f"plan/phases/{last}/cameras", "cameras"),
        )
    new = "derived/new_cameras"
    values = {
        "case": printable(plan.case),
        "new": counted(basis, new, "new_cameras"),
        "phases": counted(basis, "derived/new_phases", "in_phases"),
        "target": counted(basis, f"plan/phases/{last}/cameras", "cameras_what"),
        "points": counted(basis, f"plan/phases/{last}/points", "on_points"),
    }
    if not plan.phases[0].cameras:
        return say(basis, "summary.first_system", **values)
    today = counted(basis, "plan/phases/0/cameras", "cameras_what")
    return say(basis, "summary.proposal", today=today, **values)


def gain(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    """Yield how good the plan is: what it may claim, by its own figures, how near to the best."""
    plan, last = basis.plan, len(basis.plan.phases) - 1
    final, of = plan.final, demand_words(basis)
    at = f"plan/phases/{last}"
    if final.honest is not None:
        claim = {
            "share": share_field(basis, f"{at}/honest_share"),
            "low": share_field(basis, f"{at}/honest_low"),
            "high": share_field(basis, f"{at}/honest_high"),
            "of": of,
        }
        if plan.phases[0].honest is not None and plan.phases[0].cameras:
            today = share_field(basis, "plan/phases/0/honest_share")
            yield say(basis, "summary.claim_today", today=today, **claim)
        else:
            yield say(basis, "summary.claim", **claim)
    share = share_field(basis, f"{at}/share")
    value = worth(basis, f"{at}/value")
    today = share_field(basis, "plan/phases/0/share")
    which = "own" if final.honest is not None else "share"
    if not plan.phases[0].cameras:
        yield say(basis, f"summary.{which}_first", share=share, value=value, of=of)
    elif final.value > plan.phases[0].value:
        yield say(basis, f"summary.{which}_rises", share=share, value=value, today=today, of=of)
    else:
        yield say(basis, f"summary.{which}_stays", share=share, value=value, of=of)
    if plan.evaluated is None:
        yield gap(basis, last)


def gap(basis: StudyBasis, phase: int) -> tuple[Inline, ...]:
    """Return how far a phase may be from the best possible one."""
    if basis.plan.phases[phase].gap <= 0:
        return say(basis, "verdict.for.best")
    field = share_field(basis, f"plan/phases/{phase}/gap", decimals=2)
    return say(basis, "summary.gap", gap=field)


def money(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    """Yield what it costs: cameras and points, and all with the centre."""
    plan = basis.plan
    cost = crowns_field(basis, "derived/cost_czk")
    new = sum(phase.new_cameras for phase in plan.phases)
    unpriced = sum(phase.unpriced for phase in plan.phases)
    if unpriced and not sum(phase.cost_czk for phase in plan.phases):
        yield say(basis, "summary.cost_unknown")
    elif unpriced:
        n = number_field(basis, "derived/unpriced")
        yield say(basis, "summary.cost_least", cost=cost, n=n)
    elif new:
        yield say(basis, "summary.cost", cost=cost)
    if basis.centre is not None:
        yield say(
            basis,
            "summary.all_money_least" if unpriced else "summary.all_money",
            years=counted(basis, "tally/years", "years"),
            own=crowns_field(basis, "centre/money/own_czk"),
            present=crowns_field(basis, "centre/money/present_czk"),
            year=str(int(basis.centre.parameters["price_year"])),
        )


def people(basis: StudyBasis) -> tuple[Inline, ...]:
    """Return what the centre asks of people."""
    last = len(basis.plan.phases) - 1
    return say(
        basis,
        "summary.people",
        full_time=number_field(basis, "centre/staffing/full_time", decimals=2),
        pay=crowns_field(basis, "centre/staffing/cost_czk"),
        operators=counted(basis, f"centre/phases/{last}/operators", "operators"),
    )


def privacy(basis: StudyBasis) -> tuple[Inline, ...]:
    """Return what of homes is in the picture, or that nobody worked it out."""
    figures = basis.plan.privacy
    if figures is None:
        return say(basis, "summary.privacy_unknown")
    last = len(basis.plan.phases) - 1
    place = next(
        k for k, each in enumerate(figures.totals) if each.of == "phase" and each.phase == last
    )
    return say(
        basis,
        "summary.privacy",
        area=number_field(basis, f"privacy/totals/{place}/home_once_m2/0", unit="m²"),
        density=number_field(basis, "privacy/thresholds_px_m/0", decimals=None, unit="px/m"),
        homes=number_field(basis, f"privacy/totals/{place}/homes/0"),
    )


def recommendation(basis: StudyBasis) -> list[Block]:
    """Return whether figures recommend the plan, with reasons for and against."""
    judged = verdict(basis)
    if basis.synthetic:
        parts: list[Block] = [paragraph(basis, "verdict.synthetic", style="warning")]
        key = "verdict.would" if judged.recommended else "verdict.would_not"
    else:
        parts = []
        key = "verdict.recommended" if judged.recommended else "verdict.not_recommended"
    parts.append(paragraph(basis, key))
    reasons = judged.fors if judged.recommended else judged.againsts
    parts.append(bullets(reasons))
    if judged.opens:
        parts += [paragraph(basis, "verdict.open_title"), bullets(judged.opens)]
    return parts


def evaluators(basis: StudyBasis) -> StudyTable:
    """Return where an evaluator finds what a call asks for."""
    rows = tuple(
        ((words(basis, f"evaluators.{key}"),), value, (Reference(chapter),))
        for key, value, chapter in _evaluated(basis)
    )
    heads = [words(basis, f"evaluators.head.{name}") for name in ("what", "value", "where")]
    return table(basis, "evaluators", heads, rows, widths=(0.4, 0.45, 0.15))


def _evaluated(basis: StudyBasis) -> Iterator[tuple[str, Cell, str]]:
    """Yield each row: its key, its value, the chapter that says more."""
    plan, last = basis.plan, len(basis.plan.phases) - 1
    yield "applicant", (printable(plan.case),), "introduction"
    yield "today", (counted(basis, "plan/phases/0/cameras", "cameras"),), "state"
    yield "target", (counted(basis, f"plan/phases/{last}/cameras", "cameras"),), "proposal"
    yield "points", (counted(basis, f"plan/phases/{last}/points", "points"),), "proposal"
    yield "phases", (counted(basis, "derived/new_phases", "phases"),), "schedule_chapter"
    yield "share", (share_field(basis, f"plan/phases/{last}/share"),), "aims"
    if plan.evaluated is None:
        yield "gap", (share_field(basis, f"plan/phases/{last}/gap", decimals=2),), "proposal"
    has_price = any(phase.cost_czk for phase in plan.phases)
    cost: Cell = (
        (crowns_field(basis, "derived/cost_czk"),) if has_price else to_fill(basis, "fill.cost")
    )
    yield "investment", cost, "money"
    if basis.centre is not None:
        yield "running", (crowns_field(basis, "tally/running_czk"),), "sustainability"
        yield "jobs", (number_field(basis, "centre/staffing/full_time", decimals=2),), "centre"
    yield "security", say(basis, "evaluators.annex_b"), "state"
    yield "cyber", say(basis, "evaluators.annex_i"), "cyber"
    yield "data", say(basis, "evaluators.annex_e"), "data_protection"
    yield "risks", (words(basis, "evaluators.register"),), "risks"


def abbreviations(basis: StudyBasis) -> StudyTable:
    """Return what abbreviations stand for."""
    names = [key for key in catalogue(basis.language) if key.startswith(ABBREVIATIONS)]
    rows = [
        ((key.removeprefix(ABBREVIATIONS),), (catalogue(basis.language)[key],))
        for key in sorted(names, key=lambda key: alphabetical(key.removeprefix(ABBREVIATIONS)))
    ]
    heads = [words(basis, f"abbreviations.head.{name}") for name in ("short", "long")]
    return table(basis, "abbreviations", heads, rows, widths=(0.2, 0.8))
