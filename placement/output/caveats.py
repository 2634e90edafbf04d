"""Caveats: sentences that stand with the first lines of a plan, for without them these mislead.

The command, the page and the paper say them alike. One more is a generator here and a text below
`caveat.` in both catalogues.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from placement.output.wording import phase_name, printable, word_of
from placement.plan import PhaseResult, Plan
from placement.plan.alternatives import HARDLY
from placement.plan.public import AnyPlan, in_order
from placement.texts import Language, number, percentage, text

PriceKind = Literal["price", "price_least", "price_unknown"]
FEW_PLACES = "anonymised_cells"
"""The assumption of a plan whose incidents lie on few anonymised points."""
WIDE = 0.1
"""A claimed share whose interval is at least this wide never stands without it. [-]"""
NIGHT_RANGE = "night_range_unknown"
"""The assumption of a plan by night with a model of which nobody says how far it sees then."""
MOST_CLASSES = 12
"""Classes of street that are named; the rest are added up. [-]"""


def caveats(plan: AnyPlan, language: Language) -> tuple[str, ...]:
    """Return the caveats of a plan, of a public one without what is withheld."""
    return (*warnings(plan, language), *removals(plan, language), *dispensable(plan, language))


def warnings(plan: AnyPlan, language: Language) -> tuple[str, ...]:
    """Return what nobody should read a plan's figures without."""
    return (
        *_evaluated(plan, language),
        *_no_incidents(plan, language),
        *_few_places(plan, language),
        *_unpriced(plan, language),
        *_night_range(plan, language),
        *_counted(plan, language),
    )


def is_uncertain(plan: AnyPlan, phase: PhaseResult) -> bool:
    """Return whether the share of a phase must not be said without its interval."""
    if phase.honest is None:
        return False
    return FEW_PLACES in plan.assumptions or phase.honest.high - phase.honest.low >= WIDE


def page_title(plan: AnyPlan, language: Language, *, of: Literal["map", "paper"]) -> str:
    """Return the title of a page: a proposal, or given cameras evaluated."""
    kind = "title" if plan.evaluated is None else "title_given"
    return text(f"{of}.{kind}", language, case=printable(plan.case))


def price_kind(cost_czk: float, *, unpriced: int) -> PriceKind:
    """Return how a price is said: as it is, as a lower bound, or as one nobody knows. [Kč]"""
    if not unpriced:
        return "price"
    return "price_least" if cost_czk > 0 else "price_unknown"


def price(cost_czk: float, *, unpriced: int, language: Language) -> str:
    """Return a price as text; with cameras of unknown price it is a lower bound. [Kč]"""
    kind = price_kind(cost_czk, unpriced=unpriced)
    return text(f"caveat.{kind}", language, cost=number(cost_czk, language, 0))


def _evaluated(plan: AnyPlan, language: Language) -> Iterator[str]:
    """Yield that the cameras were given, not chosen, and what their share rests on."""
    if plan.evaluated is None:
        return
    file = printable(plan.evaluated.file)
    kind = "evaluated_list" if file else "evaluated"
    yield text(f"caveat.{kind}", language, file=file)
    yield text(f"caveat.basis.{plan.evaluated.basis.replace(' ', '_')}", language)


def _no_incidents(plan: AnyPlan, language: Language) -> Iterator[str]:
    """Yield which classes of street were planned for, where every metre of street weighs alike."""
    lengths = list(plan.street_classes_m.items())
    if not lengths:
        return
    class_lengths = [_length(name, length_m, language) for name, length_m in lengths[:MOST_CLASSES]]
    rest = lengths[MOST_CLASSES:]
    if rest:
        others = text("caveat.other_classes", language)
        class_lengths.append(_length(others, sum(length_m for _, length_m in rest), language))
    yield text("caveat.no_incidents", language, classes=tuple(class_lengths))


def _length(name: str, length_m: float, language: Language) -> str:
    called = word_of("street_class", printable(name) or "unnamed", language)
    return text("caveat.class", language, name=called, km=number(length_m / 1000, language, 1))


def _few_places(plan: AnyPlan, language: Language) -> Iterator[str]:
    """Yield that nobody knows where around few common points incidents happened."""
    if FEW_PLACES in plan.assumptions:
        yield text("caveat.few_places", language)


def _counted(plan: AnyPlan, language: Language) -> Iterator[str]:
    """Yield which models count as several cameras, and how many cameras there are as they count."""
    if not isinstance(plan, Plan) or not plan.count_as:
        return
    for model, number_of in plan.count_as.items():
        yield text("caveat.count_as", language, model=printable(model), n=number_of)
    last = plan.final.phase
    yield text("caveat.counted", language, n=plan.final.cameras, counted=plan.counted(last))


def removals(plan: AnyPlan, language: Language) -> Iterator[str]:
    """Yield which standing cameras the plan takes down, and in whose place new ones come."""
    names = {
        phase.phase: phase_name(phase.name_in(language), phase.phase, language)
        for phase in plan.phases
    }
    for key, status in (("removed", "to be removed"), ("replaced", "to be replaced")):
        cameras = [camera for camera in in_order(plan) if camera.status == status]
        called = [
            f"{printable(c.camera_id)} ({names[c.removed_in]})"
            if c.removed_in is not None
            else printable(c.camera_id)
            for c in cameras
        ]
        if cameras:
            yield text(f"caveat.{key}", language, n=len(cameras), names=tuple(called))


def dispensable(plan: AnyPlan, language: Language) -> Iterator[str]:
    """Yield which standing cameras the plan would hardly miss; nothing of it is published."""
    if not isinstance(plan, Plan) or not plan.sensitivity.dispensable:
        return
    value = plan.final.value
    yield text(
        "caveat.dispensable",
        language,
        n=len(plan.sensitivity.dispensable),
        names=tuple(printable(one.camera_id) for one in plan.sensitivity.dispensable),
        each=number(100 * HARDLY, language),
        together=percentage(plan.sensitivity.dispensable_lost, value, language, 2),
    )


def _unpriced(plan: AnyPlan, language: Language) -> Iterator[str]:
    """Yield whose price is not known, so that sums are lower bounds."""
    if not any(phase.unpriced for phase in plan.phases):
        return
    if not isinstance(plan, Plan):
        yield text("caveat.unpriced", language)
        return
    yield from unpriced(plan.unpriced_models, plan.unpriced_carriers, language)
    yield text("caveat.least", language)


def unpriced(models: Sequence[str], carriers: Sequence[str], language: Language) -> Iterator[str]:
    """Yield which models and which carriers of new points have no price; nothing if all have."""
    if models:
        names = tuple(printable(name) for name in models)
        yield text("caveat.unpriced_models", language, names=names)
    if carriers:
        names = tuple(word_of("lists.carrier", carrier, language) for carrier in carriers)
        yield text("caveat.unpriced_points", language, names=names)


def _night_range(plan: AnyPlan, language: Language) -> Iterator[str]:
    """Yield which models are taken to see as far by night as by day; of a public plan that some."""
    if NIGHT_RANGE not in plan.assumptions:
        return
    if not isinstance(plan, Plan):
        yield text("caveat.night_range", language)
        return
    unknown = tuple(printable(each.name) for each in plan.models if each.night_range_m is None)
    yield text("caveat.night_range_of", language, names=unknown)
