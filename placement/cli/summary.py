"""What a command says about a plan and its inputs: for people on stderr, for machines on stdout."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
from attrs import asdict, evolve, fields

from placement.cli import alternatives, homes, night, privacy, stdout
from placement.cli.options import Settings
from placement.inputs.account import Account
from placement.inputs.tables.headings import is_own_heading
from placement.output import answer
from placement.output.caveats import caveats, price_kind, unpriced
from placement.output.wording import phase_title
from placement.pipeline.case_inputs import Inputs
from placement.plan import TODAY, PhaseResult, Plan
from placement.plan.alternatives import Sensitivity
from placement.plan.place_coverage import PlaceCoverage
from placement.plan.serialisation import as_dict
from placement.texts import (
    NO_BREAK_SPACE,
    Language,
    Phrase,
    catalogue,
    number,
    percentage,
    text,
)

NO_GAP = 5e-6
"""A gap below this is the arithmetic's. [-]"""
SHOWN = 5e-5
"""A price of nesting below this part is not said. [-]"""
LISTED = 24
"""So many unused columns are named; a layer of OpenStreetMap may have hundreds."""
LOUD = frozenset({"column_near", "column_rival", "column_converted", "model_assumed"})
LOUD |= {"camera_xy_apart", "grid_azimuth_apart", "given_height"}
LOUD |= {"given_azimuth_busiest", "given_azimuth_none"}
LOUD |= {"undated_left_out", "dates_apart", "raster_gap_numbers", "raster_bytes"}
LOUD |= {"raster_unit", "raster_scaled", "raster_unit_unknown", "raster_units_differ"}
"""Notes that are said with every plan: what the user meant may be something else."""
UNKNOWN = frozenset({"bound", "gap"})
"""Figures of a phase that given cameras do not have."""
MANY = 0.1
"""More than this part of the incidents left out is always said. [-]"""


def accounts(readings: Iterable[Account], settings: Settings) -> None:
    """Say of each input how many rows were read, kept and dropped, and why."""
    language = settings.language
    for account in readings:
        settings.say(
            "cli.account" if account.of == "rows" else "cli.account_cells",
            name=account.name,
            file=account.file,
            read=account.rows_read,
            kept=account.rows_kept,
        )
        for reason, count in sorted(account.dropped.items()):
            settings.say("cli.line", what=text(f"dropped.{reason}", language), count=count)
        for fact, count in sorted(account.facts.items()):
            settings.say("cli.line", what=text(f"fact.{fact}", language), count=count)
        _columns(account, settings)
        for note in account.notes if settings.verbosity >= 0 else ():
            click.echo(f"  {note.render(language)}", err=True)
        for match in account.matches if settings.verbosity > 0 else ():
            by = match.by or text("cli.no_weight", language)
            weight = number(match.weight, language, 2)
            settings.say("cli.match", kind=match.kind, n=match.events, weight=weight, by=by)


def _columns(account: Account, settings: Settings) -> None:
    """Say, if all is asked, which columns of the file were read as what, and which were not."""
    if settings.verbosity <= 0 or not (account.columns or account.unused):
        return
    read = [
        f"{' + '.join(ours)} ← {theirs}" if ours and ours != (theirs,) else theirs
        for theirs, ours in account.columns.items()
    ]
    if read:
        settings.say("cli.columns_read", n=len(read), columns=tuple(read))
    _unused(account.unused, settings)


def _unused(columns: Sequence[str], settings: Settings) -> None:
    """Say which columns of a file were not read."""
    if columns:
        more = len(columns) - LISTED
        rest = text("cli.more", settings.language, n=more) if more > 0 else ""
        shown = tuple(columns[:LISTED])
        settings.say("cli.columns_unused", n=len(columns), columns=shown, rest=rest)


def given_list(account: Account, settings: Settings) -> None:
    """Say of the list that is asked about what was read, what was not, and every note."""
    foreign = tuple(name for name in account.unused if not is_own_heading(name))
    accounts([evolve(account, facts={})], settings)
    if foreign and settings.verbosity == 0:
        _unused(foreign, settings)


def notes(accounts: Iterable[Account], settings: Settings) -> None:
    """Say the notes that nobody should miss, and how many others there are."""
    every = [note for account in accounts for note in account.notes]
    loud = [note for note in every if note.kind in LOUD]
    for note in loud if settings.verbosity >= 0 else ():
        click.echo(note.render(settings.language), err=True)
    if len(every) > len(loud):
        settings.say("cli.notes", n=len(every) - len(loud))


def unsnapped(inputs: Inputs, count: int, settings: Settings) -> None:
    """Say how many incidents lie too far from every street, if they are many or all is asked."""
    every = sum(len(t) for t in (inputs.incidents, *inputs.more_incidents) if t is not None)
    if count and (settings.verbosity > 0 or count > MANY * every):
        settings.say("cli.unsnapped", value=count)


def prices(models: Sequence[str], carriers: Sequence[str], settings: Settings) -> None:
    """Say what has no price, so that a plan's sums will be lower bounds; nothing if all has."""
    lines = list(unpriced(models, carriers, settings.language))
    for line in (*lines, text("caveat.least", settings.language)) if lines else ():
        if settings.verbosity >= 0:
            click.echo(line, err=True)


def plan(plan: Plan, settings: Settings) -> None:
    """Say what each phase gives and how good it is."""
    language = settings.language
    if plan.synthetic:
        settings.say("cli.synthetic")
    if plan.status == "interrupted":
        settings.say("cli.best_so_far")
    for caveat in caveats(plan, language) if settings.verbosity >= 0 else ():
        click.echo(caveat, err=True)
    night.say(plan, settings)
    states(plan.states, settings)
    for phase in plan.phases:
        price = price_kind(phase.cost_czk, unpriced=phase.unpriced)
        built = "cli.phase" if plan.evaluated is None else "cli.phase_given"
        settings.say(
            built if phase.phase else "cli.today",
            name=phase_title(phase, language) if phase.phase else phase.name,
            cameras=Phrase("cli.cameras", {"n": phase.cameras}),
            points=Phrase("cli.points", {"n": phase.points}),
            share=_share(phase, plan.demand_total, language),
            gap=_below(phase.gap, language),
            cost=Phrase(f"cli.{price}", {"cost": number(phase.cost_czk / 1000, language, 0)}),
        )
        alike = plan.share_alike(phase)
        if alike is not None:
            settings.say("cli.alike", share=number(100 * alike, language, 1))
        night.say_phase(plan, phase, settings)
        _nested(plan, phase, settings)
    privacy.say(plan, settings)
    homes.say(plan, settings)
    at_edge = sum(camera.beyond_data > 0 for camera in plan.cameras)
    if at_edge:
        settings.say("map.at_edge", n=at_edge)
    if plan.what_if is None or not plan.what_if.only:
        alternatives.say(plan, settings)
    _what_if(plan, settings)
    _scenarios(plan, settings)
    for district in plan.districts if settings.verbosity > 0 else ():
        settings.say(
            "cli.district",
            name=district.name_in(language) or text("cli.elsewhere", language),
            today=_percent(district.seen_today, district.expected, language),
            target=_percent(district.seen_at_target, district.expected, language),
        )


def states(states: Mapping[str, int], settings: Settings) -> None:
    """Say how many cameras of the town's register are in each state; nothing without one."""
    if states:
        shown = states_text(states, settings.language)
        settings.say("register.plan.states", states=shown)


def states_text(states: Mapping[str, int], language: Language) -> str:
    """Return how many cameras are in each state, in words."""
    return ", ".join(
        text(
            "register.done.state",
            language,
            state=text(f"register.state.{state}", language).replace(" ", NO_BREAK_SPACE),
            n=count,
        )
        for state, count in states.items()
    )


def _scenarios(plan: Plan, settings: Settings) -> None:
    """Say how often the new cameras come back, and how the plan does on other demand."""
    if not plan.repetitions:
        return
    language = settings.language
    pairs = [(c.chosen_again, c.alike_again) for c in plan.cameras if c.chosen_again is not None]
    same, alike = (math.fsum(each) for each in zip(*pairs, strict=True)) if pairs else (0.0, 0.0)
    settings.say(
        "cli.scenarios",
        n=plan.repetitions,
        same=number(100 * same / max(len(pairs), 1), language, 0),
        alike=number(100 * alike / max(len(pairs), 1), language, 0),
    )
    for scenario in plan.scenarios:
        settings.say(
            "cli.scenario",
            name=catalogue(language).get(f"scenario.{scenario.name}", scenario.name),
            share=_percent(scenario.share, 1.0, language),
            best=_percent(scenario.best, 1.0, language),
            jaccard=number(100 * scenario.jaccard, language, 0),
        )
        if scenario.failed:
            settings.say("cli.scenario_failed", failed=scenario.failed)


def places(coverages: Sequence[PlaceCoverage], settings: Settings) -> None:
    """Say how many places of each kind are seen, today and at the target."""
    if not coverages:
        return
    settings.say("watched.intro")
    words = catalogue(settings.language)
    for kind in dict.fromkeys(place.kind for place in coverages):
        same = [place for place in coverages if place.kind == kind]
        settings.say(
            "watched.line",
            kind=words.get(f"map.place_kind.{kind}", kind),
            seen=sum(place.in_view[-1] for place in same),
            all=len(same),
            today=sum(place.phase == TODAY for place in same),
        )


def places_dict(coverages: Sequence[PlaceCoverage]) -> dict[str, Any]:
    """Return what is seen of each place as plain values; nothing where there are none."""
    rows = [{**asdict(place), "phase": place.phase} for place in coverages]
    return {"places": rows} if rows else {}


def _nested(plan: Plan, phase: PhaseResult, settings: Settings) -> None:
    """Say what a phase loses to the others; nothing if there are none or it loses nothing."""
    nesting, language = phase.nesting, settings.language
    if phase.alone is None or nesting["price_share"] < SHOWN:
        return
    settings.say(
        "cli.nested",
        share=_percent(phase.alone, plan.demand_total, language),
        price=number(100 * nesting["price_share"], language, 2),
        gap=number(100 * nesting["alone_gap"], language, 2),
    )


def _what_if(plan: Plan, settings: Settings) -> None:
    """Say what the question was and what its answer is beside the free plan."""
    if plan.what_if is None or settings.verbosity < 0:
        return
    click.echo(answer.heading(plan.what_if, settings.language), err=True)
    for line in answer.lines(plan, settings.language):
        click.echo(line, err=True)


def _share(phase: PhaseResult, whole: float, language: Language) -> str:
    """Return the share a phase may claim, or its own reckoning where nothing better is known."""
    share = _percent(phase.value, whole, language)
    if phase.honest is None:
        return text("cli.share_own", language, share=share)
    honest = phase.honest
    figures = {"honest": honest.share, "low": honest.low, "high": honest.high}
    percents = {name: _percent(each, 1.0, language) for name, each in figures.items()}
    return text("cli.share_honest", language, share=share, **percents)


def _below(gap: float, language: Language) -> str:
    """Return by how much a better plan could beat one: a bound, or that there is none."""
    if gap < NO_GAP:
        return text("cli.best", language)
    return text("cli.below_best", language, gap=number(max(100 * gap, 0.01), language, 2))


def _percent(part: float, whole: float, language: Language) -> str:
    return percentage(part, whole, language)


def as_json(value: dict[str, Any]) -> None:
    """Write a summary to standard output."""
    stdout.data().document(value)


def account_dict(account: Account, settings: Settings) -> dict[str, Any]:
    """Return an account as plain values."""
    return {
        "name": account.name,
        "file": account.file,
        f"{account.of}_read": account.rows_read,
        f"{account.of}_kept": account.rows_kept,
        "dropped": dict(account.dropped),
        "facts": dict(account.facts),
        "columns": {theirs: list(ours) for theirs, ours in account.columns.items()},
        "unused_columns": list(account.unused),
        "notes": [note.render(settings.language) for note in account.notes],
        **({"types": [asdict(match) for match in account.matches]} if account.matches else {}),
    }


def plan_dict(plan: Plan) -> dict[str, Any]:
    """Return the figures of a plan as plain values, without its cameras."""
    plain = as_dict(plan)
    if plan.evaluated is not None:  # no bound is known of cameras that nobody chose here
        phases = [{k: v for k, v in p.items() if k not in UNKNOWN} for p in plain["phases"]]
        plain |= {"phases": phases}
    always = (
        "case",
        "synthetic",
        "crs",
        "demand_total",
        "demand_points",
        "demand_unit",
        "phases",
        "districts",
    )
    optional = (
        "street_classes_m",
        "unpriced_carriers",
        "what_if",
        "evaluated",
        "scenarios",
        "night",
        "states",
        *(field.name for field in fields(Sensitivity)),
    )
    present = {name: plain[name] for name in optional if name in plain}
    unpriced = {"unpriced_models": list(plan.unpriced_models)} if plan.unpriced_models else {}
    status = {"status": plan.status}
    return (
        {name: plain[name] for name in always}
        | status
        | unpriced
        | present
        | privacy.totals_dict(plan)
    )
