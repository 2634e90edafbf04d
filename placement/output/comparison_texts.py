"""What two plans differ in, as sentences and tables that a council reads, in both languages."""

import math
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from placement.output.caveats import price
from placement.output.coverage_changes import GAINED, LOST, CoverageChanges
from placement.output.wording import printable, word_of
from placement.plan.comparison import CameraPair, DistrictChange, PlanComparison, cost_czk
from placement.plan.plan import PhaseResult, Plan
from placement.texts import Language, Phrase, apart, number, text

MOST_ROWS = 10
"""Streets of a table."""
STANDS_OUT_PP = 0.5
"""A district that gains or loses less is in the table only. [percentage points]"""


@frozen
class TextTable:
    """A table as text: the first column names the row, the others are values."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    states: tuple[str, ...] = ()
    """State of each row's camera, where rows are cameras."""


def claim(phase: PhaseResult, plan: Plan) -> float:
    """Return the share a plan may claim: the cross-fitted one where there is one. [-]"""
    if phase.honest is not None:
        return phase.honest.share
    return phase.value / plan.demand_total if plan.demand_total else 0.0


def sentences(
    comparison: PlanComparison, changes: CoverageChanges | None, language: Language
) -> list[str]:
    """Return what a councillor should know, the most important first."""
    if comparison.same:
        return [text("comparison.same", language)]
    sentences = [_incomparable(comparison, language)] if not comparison.comparable else []
    if comparison.comparable:
        sentences.append(_worth(comparison, language))
    sentences += [_money(comparison, language), _sizes(comparison, language)]
    sentences += _fates(comparison, language)
    if comparison.comparable:
        sentences += _places(comparison, changes, language)
    return sentences


def figures(comparison: PlanComparison, language: Language) -> TextTable:
    """Return the figures of both plans at their ends, and how they differ where that counts."""
    plans = (comparison.first, comparison.second)
    unpriced = [_unpriced(plan) for plan in plans]
    rows = []
    for name, value, decimals, unit, needs_same_demand in FIGURES:
        pair = [value(plan) for plan in plans]
        if all(each is None for each in pair):
            continue
        cells = [_cell(each, decimals, unit, language) for each in pair]
        difference = "–"
        if name == "cost" and any(unpriced):
            cells = [
                price(each or 0.0, unpriced=lacking, language=language)
                for each, lacking in zip(pair, unpriced, strict=True)
            ]
        elif None not in pair and (comparison.comparable or not needs_same_demand):
            before, after = (float(each or 0) for each in pair)
            difference = signed(apart(before, after, decimals), decimals, unit, language)
        rows.append((text(f"comparison.figure.{name}", language), *cells, difference))
    head = ("", "A", "B", text("comparison.difference", language))
    return TextTable(text("comparison.figures", language), head, tuple(rows))


def cameras(comparison: PlanComparison, language: Language) -> TextTable:
    """Return the cameras that are not in both plans alike, and how they differ."""
    pairs = [pair for pair in comparison.pairs if pair.state != "kept"]
    rows = [
        (
            printable(pair.camera.camera_id),
            printable(pair.camera.street or pair.camera.name) or "–",
            text(f"comparison.state.{pair.state}", language),
            "; ".join(details(pair, language)) or "–",
        )
        for pair in pairs
    ]
    head = tuple(text(f"comparison.camera.{name}", language) for name in CAMERA_HEAD)
    states = tuple(pair.state for pair in pairs)
    return TextTable(text("comparison.cameras", language), head, tuple(rows), states)


def details(pair: CameraPair, language: Language, *, of_list: bool = False) -> Iterator[str]:
    """Yield how a camera of both plans differs; of one that only one has, its model.

    Of a list that was a plan's the numbers have a digit more.
    """
    more = int(of_list)
    before, after = pair.first, pair.second
    if before is None or after is None:
        yield word_of("lists.kind", printable(pair.camera.model), language)
        return
    if before.camera_id != after.camera_id:
        key = "difference.named" if of_list else "comparison.detail.named"
        yield text(key, language, name=printable(before.camera_id))
    values: dict[str, dict[str, object]] = {
        "moved": {"distance": number(pair.moved_m, language, 1 + more)},
        "turned": {"angle": number(abs(pair.turned_deg), language, more)},
        "model": {"before": printable(before.model), "after": printable(after.model)},
        "height": _both(before.height_m, after.height_m, language, 1 + more),
        "tilt": _both(before.tilt_deg, after.tilt_deg, language, more),
        "status": {
            "before": word_of("lists.status", before.status, language),
            "after": word_of("lists.status", after.status, language),
        },
        "phase": {"before": before.phase, "after": after.phase},
    }
    for change in pair.changes:
        yield text(f"comparison.detail.{change}", language, **values[change])


def districts(comparison: PlanComparison, language: Language) -> TextTable:
    """Return what both plans see of each district, those that gain most first."""
    ranked = sorted(comparison.districts, key=lambda each: -each.gain_share)
    rows = [
        (
            printable(each.name) or text("cli.elsewhere", language),
            _percent(each.first, each.expected, language),
            _percent(each.second, each.expected, language),
            signed(_gain_pct(each), 1, PP, language),
        )
        for each in ranked
    ]
    head = (
        text("comparison.district", language),
        "A",
        "B",
        text("comparison.difference", language),
    )
    return TextTable(text("comparison.districts", language), head, tuple(rows))


def streets(comparison: PlanComparison, changes: CoverageChanges, language: Language) -> TextTable:
    """Return the streets that gain most, then those that lose most, with the demand on them."""
    names = {name: 0.0 for change in (GAINED, LOST) for name, _ in changes.streets(change)}
    for change, sign in ((GAINED, 1), (LOST, -1)):
        for name, expected in changes.streets(change):
            names[name] += sign * expected
    ranked = sorted(names.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    rows = [
        (printable(name) or text("comparison.nameless", language), signed(gain, 2, "", language))
        for name, gain in ranked[:MOST_ROWS]
    ]
    unit = word_of("demand_unit", comparison.second.demand_unit, language)
    title = text("comparison.difference", language)
    head = (text("comparison.street", language), f"{title} [{unit}]")
    return TextTable(text("comparison.streets", language), head, tuple(rows))


def places(changes: CoverageChanges, language: Language) -> TextTable:
    """Return the places that one plan sees and the other does not."""
    rows = [
        (printable(name) or "–", word_of("map.place_kind", printable(kind), language), plan)
        for change, plan in ((GAINED, "B"), (LOST, "A"))
        for kind, name in changes.names(change)
    ]
    head = tuple(text(f"comparison.place.{name}", language) for name in ("name", "kind", "only"))
    return TextTable(text("comparison.places", language), head, tuple(rows))


def tables(
    comparison: PlanComparison, changes: CoverageChanges | None, language: Language
) -> list[TextTable]:
    """Return all tables that have rows."""
    every = [figures(comparison, language), cameras(comparison, language)]
    every.append(districts(comparison, language))
    if changes is not None and comparison.comparable:
        every += [streets(comparison, changes, language), places(changes, language)]
    return [table for table in every if table.rows]


def _honest_pct(plan: Plan) -> float | None:
    return None if plan.final.honest is None else 100 * plan.final.honest.share


def _own_pct(plan: Plan, part: float) -> float:
    return 100 * part / plan.demand_total if plan.demand_total else 0.0


CAMERA_HEAD = ("id", "street", "state", "detail")
PP = "pp"
NBSP = "\N{NO-BREAK SPACE}"
Figure = Callable[[Plan], float | None]
FIGURES: tuple[tuple[str, Figure, int, str, bool], ...] = (
    ("cameras", lambda plan: plan.final.cameras, 0, "", False),
    ("new", lambda plan: sum(phase.new_cameras for phase in plan.phases), 0, "", False),
    ("points", lambda plan: plan.final.points, 0, "", False),
    ("cost", cost_czk, 0, "Kč", False),
    ("claim", _honest_pct, 1, "%", True),
    ("own", lambda plan: _own_pct(plan, plan.final.value), 1, "%", True),
    ("bound", lambda plan: _own_pct(plan, plan.final.bound), 1, "%", True),
    ("gap", lambda plan: 100 * plan.final.gap, 2, "%", True),
)
"""Figure, how it is got, decimals, unit, and whether it asks for the same demand."""


def _incomparable(comparison: PlanComparison, language: Language) -> str:
    reasons = tuple(Phrase(f"comparison.differs.{name}") for name in comparison.differs)
    return text("comparison.incomparable", language, reasons=reasons)


def _worth(comparison: PlanComparison, language: Language) -> str:
    pair = (comparison.first, comparison.second)
    before, after = (claim(plan.final, plan) for plan in pair)
    points = apart(100 * before, 100 * after, 1)
    key = "alike" if points == 0 else "more" if points > 0 else "less"
    return text(
        f"comparison.worth.{key}",
        language,
        before=_percent(before, 1.0, language),
        after=_percent(after, 1.0, language),
        apart=number(abs(points), language, 1),
        demand=word_of("map.demand", comparison.second.demand_unit, language),
    )


def _money(comparison: PlanComparison, language: Language) -> str:
    before, after = cost_czk(comparison.first), cost_czk(comparison.second)
    unpriced = [_unpriced(plan) > 0 for plan in (comparison.first, comparison.second)]
    key = "alike" if before == after else "more" if after > before else "less"
    return text(
        f"comparison.unpriced.{_side(unpriced)}" if any(unpriced) else f"comparison.money.{key}",
        language,
        before=number(before, language, 0),
        after=number(after, language, 0),
        apart=number(abs(apart(before, after, 0)), language, 0),
    )


def _unpriced(plan: Plan) -> int:
    """Return how many cameras and points of a plan have no price."""
    return sum(phase.unpriced for phase in plan.phases)


def _side(has: Sequence[bool]) -> str:
    """Return which of two plans has something, where one has: first, second or both."""
    return "both" if all(has) else "first" if has[0] else "second"


def _sizes(comparison: PlanComparison, language: Language) -> str:
    first, second = (
        Phrase("comparison.new_cameras", {"n": sum(phase.new_cameras for phase in plan.phases)})
        for plan in (comparison.first, comparison.second)
    )
    return text("comparison.sizes", language, first=first, second=second)


def _fates(comparison: PlanComparison, language: Language) -> Iterator[str]:
    for state, count in comparison.counts.items():
        if count:
            yield text(f"comparison.fate.{state}", language, n=count)


def _places(
    comparison: PlanComparison, changes: CoverageChanges | None, language: Language
) -> Iterator[str]:
    """Yield what of the town gains and loses."""
    changed = [(_gain_pct(each), each.name) for each in comparison.districts if each.name]
    for key, (points, name) in (("gains", max(changed, default=(0.0, ""))),
                               ("loses", min(changed, default=(0.0, "")))):  # fmt: skip
        if (points if key == "gains" else -points) >= STANDS_OUT_PP:
            share = number(abs(points), language, 1)
            yield text(f"comparison.district_{key}", language, name=printable(name), apart=share)
    if changes is None:
        return
    lengths_km = [round(changes.length_m(change) / 1000, 1) for change in (LOST, GAINED)]
    if any(lengths_km):
        first, second = (f"{number(km, language, 1)}{NBSP}km" for km in lengths_km)
        key = _side([km > 0 for km in lengths_km])
        yield text(f"comparison.lengths.{key}", language, first=first, second=second)
    counts = [len(changes.names(change)) for change in (LOST, GAINED)]
    if any(counts):
        one, other = (Phrase("comparison.place_count", {"n": count}) for count in counts)
        key = _side([count > 0 for count in counts])
        yield text(f"comparison.place_counts.{key}", language, first=one, second=other)


def _both(before: float, after: float, language: Language, decimals: int) -> dict[str, object]:
    return {
        "before": number(before, language, decimals),
        "after": number(after, language, decimals),
    }


def _gain_pct(district: DistrictChange) -> float:
    """Return what a district gains from A to B, of the two shares as they are printed."""
    whole = district.expected or 1.0
    return apart(100 * district.first / whole, 100 * district.second / whole, 1)


def _percent(part: float, whole: float, language: Language) -> str:
    return f"{number(100 * part / whole if whole else 0.0, language, 1)}{NBSP}%"


def _cell(value: float | None, decimals: int, unit: str, language: Language) -> str:
    if value is None or not math.isfinite(value):
        return "–"
    words = number(value, language, decimals)
    return f"{words}{NBSP}{unit}" if unit else words


def signed(value: float, decimals: int, unit: str, language: Language) -> str:
    """Return a difference with its sign; of shares in percentage points."""
    rounded = round(value, decimals) + 0.0
    sign = "+" if rounded > 0 else ""
    words = f"{sign}{number(rounded, language, decimals)}"
    points = text("comparison.points", language)
    shown = points if unit in ("%", PP) else unit
    return f"{words}{NBSP}{shown}" if shown else words
