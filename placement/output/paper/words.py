"""Sentences and cells of the sheets."""

import math
from collections.abc import Iterator

from placement.output.caveats import caveats, is_uncertain, price, price_kind
from placement.output.layers import Layers
from placement.output.paper.sheets import Sheet
from placement.output.wording import phase_name, phase_title, printable, word_of
from placement.plan import PhaseResult, Plan
from placement.plan.public import AnyCamera, AnyPlan, PublicCamera, PublicPlan, numbers_of
from placement.texts import Language, number, percentage, text

COLUMNS = ("number", "id", "name", "phase", "model")
NUMERIC = ("price", "gain")
"""Columns of figures, of a plan that is not public; written at the right. [thousand Kč, %]"""
NOTHING = "–"
NO_GAP = 5e-6
"""A gap below this is the arithmetic's. [-]"""


def sheet_title(sheet: Sheet, layers: Layers, language: Language) -> str:
    """Return what a sheet shows, a district by its name in a language, as far as it has one."""
    if sheet.district is None:
        return text("paper.overview", language)
    if not sheet.district:
        return text("paper.no_district", language)
    districts = layers.districts[layers.districts["name"] == sheet.district]
    english = next((str(name) for name in districts["name_en"] if name), sheet.district)
    name = english if language == "en" else sheet.district
    return text("paper.district", language, district=name)


def story(plan: AnyPlan, sheet: Sheet, empty: tuple[str, ...], language: Language) -> Iterator[str]:
    """Yield what is proposed for the town, or for the sheet's district."""
    if sheet.district is None:
        yield from _of_town(plan, empty, language)
        return
    today = sum(c.phase == 0 and c.status != "out of service" for c in sheet.cameras)
    new = sum(c.status == "new" for c in sheet.cameras)
    counts = {"before": _cameras(today, language), "new": text("paper.added", language, n=new)}
    yield text("paper.here", language, **counts)
    removed = sum(c.removed_in is not None for c in sheet.cameras)
    if removed:
        yield text("paper.removed", language, n=removed)
    districts = plan.districts if isinstance(plan, Plan) else ()
    district = next((d for d in districts if d.name == sheet.district), None)
    if district is not None and district.expected > 0:
        yield text(
            "paper.here_sees",
            language,
            before=_percent(district.seen_today / district.expected, language),
            after=_percent(district.seen_at_target / district.expected, language),
            demand=word_of("map.demand", plan.demand_unit, language),
        )


def legend_of_phase(
    sheet: Sheet, plan: AnyPlan, language: Language
) -> Iterator[tuple[AnyCamera, str]]:
    """Yield a camera and the words for its sign: each phase, existing and broken ones."""
    kinds: dict[tuple[str, int], list[AnyCamera]] = {}
    number = numbers_of(plan)
    phase_titles = {each.phase: phase_title(each, language) for each in plan.phases}
    for camera in sheet.cameras:
        kinds.setdefault((camera.status, camera.phase), []).append(camera)
    for (status, phase), cameras in sorted(kinds.items(), key=lambda kind: (kind[0][1], kind[0])):
        own = sorted(number[camera.camera_id] for camera in cameras)
        title = phase_titles.get(phase) if status == "new" else None
        words = title or word_of("lists.status", status, language)
        yield cameras[0], text("paper.sign.cameras", language, what=words, numbers=_ranges(own))


def phase_word(phase: int, plan: AnyPlan, language: Language) -> str:
    """Return what a phase is called."""
    name = next((each.name_in(language) for each in plan.phases if each.phase == phase), "")
    return phase_name(name, phase, language)


def table_columns(plan: AnyPlan) -> tuple[str, ...]:
    """Return the columns of the table of cameras; prices and gains are never published."""
    return (*COLUMNS, *NUMERIC) if isinstance(plan, Plan) else COLUMNS


def table_row(camera: AnyCamera, plan: AnyPlan, language: Language) -> tuple[str, ...]:
    """Return the cells of a camera below `table_columns`; of a public one its point is told."""
    new = camera.status == "new"
    built = (
        phase_word(camera.phase, plan, language)
        if new
        else word_of("lists.status", camera.status, language)
    )
    if camera.removed_in is not None:
        built = f"{built} ({phase_word(camera.removed_in, plan, language)})"
    name = camera.point_id if isinstance(camera, PublicCamera) else camera.camera_id
    place = camera.name or camera.camera_id
    return (
        str(numbers_of(plan)[camera.camera_id]),
        name,
        place,
        built,
        _model(camera, plan, language),
        *_figures(camera, plan, language),
    )


def _figures(camera: AnyCamera, plan: AnyPlan, language: Language) -> tuple[str, ...]:
    """Return price and gain of a camera, as far as it has them; nothing of a public one."""
    if isinstance(camera, PublicCamera) or not isinstance(plan, Plan):
        return ()
    is_priced = camera.status == "new" or camera.cost_czk > 0 or camera.removed_in is not None
    kind = price_kind(camera.cost_czk, unpriced=int(camera.cost_unknown))
    thousands = number(round(camera.cost_czk / 1000, 1), language)
    cost = text(f"paper.{kind}", language, cost=thousands) if is_priced else NOTHING
    works = camera.status != "out of service" and plan.demand_total > 0
    gain = _percent(camera.gain / plan.demand_total, language, 2) if works else NOTHING
    return cost, gain


def _model(camera: AnyCamera, plan: AnyPlan, language: Language) -> str:
    """Return the model of a camera; of a public one its kind, empty if that is withheld."""
    if isinstance(camera, PublicCamera):
        is_told = not isinstance(plan, PublicPlan) or "kind" in plan.columns
        return word_of("lists.kind", camera.kind or "unknown", language) if is_told else ""
    return word_of("lists.kind", camera.model, language)


def sources(plan: AnyPlan) -> str:
    """Return whom to name for the data, each once."""
    return "; ".join(dict.fromkeys(printable(source) for source in plan.sources.values() if source))


def _of_town(plan: AnyPlan, empty: tuple[str, ...], language: Language) -> Iterator[str]:
    today, final = plan.phases[0], plan.final
    demand = word_of("map.demand", plan.demand_unit, language)
    cost = math.fsum(phase.cost_czk for phase in plan.phases)
    counts = {
        "before": _cameras(today.cameras, language),
        "after": _cameras(final.cameras, language),
    }
    yield text("paper.lead", language, **counts)
    if plan.demand_total > 0:
        yield text(
            "paper.lead_sees",
            language,
            before=_percent(_claim(today, plan), language),
            after=_claimed(final, plan, language),
            demand=demand,
        )
    if math.isfinite(cost) and cost > 0:
        removes = any(phase.removed_cameras for phase in plan.phases)
        unpriced = sum(phase.unpriced for phase in plan.phases)
        yield text(
            "paper.lead_costs_removals" if removes else "paper.lead_costs",
            language,
            cost=price(cost, unpriced=unpriced, language=language),
        )
    yield from caveats(plan, language)
    if plan.evaluated is not None:
        yield text("map.state.gap_given", language)
    elif final.phase > 0:
        yield _gap(final, language)
    if empty:
        yield text("paper.empty", language, names=empty)


def _gap(phase: PhaseResult, language: Language) -> str:
    """Return by how much a better plan could beat the target at most, or that none is better."""
    if phase.gap < NO_GAP:
        return text("map.state.gap_none", language)
    return text("map.state.gap", language, gap=_percent(max(phase.gap, 1e-4), language, 2))


def _claimed(phase: PhaseResult, plan: AnyPlan, language: Language) -> str:
    """Return the share a phase may claim, with its interval where it means little without."""
    share = _percent(_claim(phase, plan), language)
    if phase.honest is None or not is_uncertain(plan, phase):
        return share
    low, high = (_percent(each, language) for each in (phase.honest.low, phase.honest.high))
    return text("paper.between", language, share=share, low=low, high=high)


def _claim(phase: PhaseResult, plan: AnyPlan) -> float:
    """Return the share a phase may claim; its own figure where too few incidents tell. [-]"""
    return phase.value / plan.demand_total if phase.honest is None else phase.honest.share


def _cameras(count: int, language: Language) -> str:
    return text("map.cameras", language, n=count)


def _percent(share: float, language: Language, decimals: int = 1) -> str:
    return f"{percentage(share, 1.0, language, decimals)}\N{NO-BREAK SPACE}%"


def _ranges(numbers: list[int]) -> str:
    """Return numbers as people write them: 1–3, 7."""
    runs: list[list[int]] = []
    for each in numbers:
        if runs and each == runs[-1][1] + 1:
            runs[-1][1] = each
        else:
            runs.append([each, each])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
