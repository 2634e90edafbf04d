"""Legend of camera lists: notes, gap, coordinate system, sources, and the table of phases."""

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from placement.output.caveats import caveats
from placement.output.manifest import operation
from placement.output.wording import phase_name, printable, word_of
from placement.plan import PhaseResult, Plan
from placement.plan.public import AnyPlan, Cell
from placement.texts import Language, number, text

PhaseRow = tuple[str, int | None, list[Cell]]


def notes(plan: AnyPlan, language: Language) -> list[str]:
    """Return the notes every file of a plan has: made-up data, an interrupted search, caveats."""
    sentences = [text("map.banner", language)] if plan.synthetic else []
    if plan.status == "interrupted":
        sentences.append(text("map.state.gap_interrupted", language))
    return [*sentences, *caveats(plan, language)]


def gap_sentence(plan: AnyPlan, language: Language) -> str:
    """Return how far the plan can be from the best one, or that nobody knows of given cameras."""
    if plan.evaluated is not None:
        return text("exports.gap_given", language)
    gap = number(100 * plan.final.gap, language, 2)
    return text("exports.gap", language, gap=gap)


def legend_rows(plan: AnyPlan, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a workbook's legend above its columns: label, statement, source."""
    yield text("exports.about.case", language), printable(plan.case)
    for note in notes(plan, language):
        yield text("exports.about.note", language), note
    yield text("exports.about.gap", language), gap_sentence(plan, language)
    yield text("exports.about.crs", language), plan.crs
    x, y = (np.array([getattr(each, axis) for each in plan.cameras]) for axis in ("x_m", "y_m"))
    yield text("exports.about.operation", language), operation(plan.crs, x, y)
    yield text("exports.about.north", language), text("exports.north", language)
    yield from dict.fromkeys(_sources(plan, language))


def _sources(plan: AnyPlan, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield each input, where it comes from and whom to name."""
    for name, provenance in plan.provenance.items():
        kind = word_of("map.input", name.partition(".")[0], language)
        yield (
            text("exports.about.source", language, input=kind),
            word_of("lists.provenance", provenance, language),
            printable(plan.sources.get(name, "")),
        )


def phase_rows(plan: AnyPlan, language: Language) -> Iterator[PhaseRow]:
    """Yield columns of the table of phases: header, decimals (None: text), a cell a phase."""
    unit = word_of("demand_unit", plan.demand_unit, language)
    names = phase_names(plan, language)
    by_time = BY_TIME if isinstance(plan, Plan) and plan.night is not None else ()
    falling = REMOVALS if any(phase.removed_cameras for phase in plan.phases) else ()
    for name, decimals, cell in (*PHASES, *falling, *by_time):
        header = text(f"exports.phase.{name}", language, unit=unit)
        yield header, decimals, [cell(plan, phase) for phase in plan.phases]
        if name == "phase":
            title = text("exports.phase.name", language)
            yield title, None, [names[phase.phase] for phase in plan.phases]
            if any(phase.years for phase in plan.phases):
                title = text("exports.phase.years", language)
                yield title, None, [phase.years for phase in plan.phases]


def phase_names(plan: AnyPlan, language: Language) -> dict[int, str]:
    """Return what each phase is called, no two alike; by its number if the plan gives no name."""
    names = {each.phase: printable(each.name_in(language)).strip() for each in plan.phases}
    phases = sorted(set(names) | {camera.phase for camera in plan.cameras})
    own = {
        phase: phase_name(names.get(phase, ""), phase, language)
        if phase or names.get(phase)
        else text("map.phase.today", language)
        for phase in phases
    }
    alike = Counter(own.values())
    return {p: f"{own[p]} ({p})" if alike[own[p]] > 1 else own[p] for p in phases}


def _share(part: float | None, plan: AnyPlan) -> Cell:
    return None if part is None or not plan.demand_total else 100 * part / plan.demand_total


def _of_time(plan: AnyPlan, phase: PhaseResult, time: int) -> Cell:
    """Return the share seen by day (0) or by night (1) of what is expected then. [%]"""
    shares = plan.shares_by_time(phase) if isinstance(plan, Plan) else None
    return None if shares is None else 100 * shares[time]


def _honest(name: str) -> Callable[[AnyPlan, PhaseResult], Cell]:
    def cell(_: AnyPlan, phase: PhaseResult) -> Cell:
        return None if phase.honest is None else 100 * float(getattr(phase.honest, name))

    return cell


REMOVALS: tuple[tuple[str, int, Callable[[AnyPlan, PhaseResult], Cell]], ...] = (
    ("removed_cameras", 0, lambda _, p: p.removed_cameras),
)
"""In the table of a plan that takes cameras down."""
PHASES: tuple[tuple[str, int, Callable[[AnyPlan, PhaseResult], Cell]], ...] = (
    ("phase", 0, lambda _, p: p.phase),
    ("cameras", 0, lambda _, p: p.cameras),
    ("new_cameras", 0, lambda _, p: p.new_cameras),
    ("points", 0, lambda _, p: p.points),
    ("cost_czk", 0, lambda _, p: None if p.unpriced and p.cost_czk == 0 else p.cost_czk),
    ("budget_czk", 0, lambda _, p: p.budget_czk),
    ("value", 2, lambda _, p: p.value),
    ("share_pct", 2, lambda plan, p: _share(p.value, plan)),
    ("bound", 2, lambda plan, p: None if plan.evaluated else p.bound),
    ("gap_pct", 2, lambda plan, p: None if plan.evaluated else 100 * p.gap),
    ("honest_pct", 2, _honest("share")),
    ("honest_low_pct", 2, _honest("low")),
    ("honest_high_pct", 2, _honest("high")),
)
"""Column of the table of phases, its decimals, its cell."""
BY_TIME: tuple[tuple[str, int, Callable[[AnyPlan, PhaseResult], Cell]], ...] = (
    ("day_pct", 2, lambda plan, p: _of_time(plan, p, 0)),
    ("night_pct", 2, lambda plan, p: _of_time(plan, p, 1)),
)
"""The same of a plan for day and night."""
