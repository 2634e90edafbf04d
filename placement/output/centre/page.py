"""What the page's tab of the internal edition says of the centre: a table, sentences, numbers."""

from collections.abc import Mapping
from typing import Any

from placement.centre.cable_routes import cables_of
from placement.centre.phase_money import INVESTMENT, RUNNING
from placement.centre.reckoning import Reckoning, TownNumbers, reckoning_for
from placement.centre.shifts import WEEK_DAYS, seats_by_hour
from placement.errors import ConfigError
from placement.output.centre.money import sentences
from placement.output.centre.parameters import parameters_table
from placement.output.centre.phases import FIGURES, phase_names
from placement.output.layers import Layers
from placement.plan import Plan
from placement.texts import LANGUAGES, Language, text

ROWS = (
    "cameras", "pictures", "peak_operators", "full_time", "peak_wait", "net", "uplink",
    "cameras_power", "heat", "energy", "investment", "invested", "own", "yearly",
)  # fmt: skip
"""Figures of a phase that the tab has; the command has all of them."""


def centre_block(plan: Plan, layers: Layers, town: TownNumbers) -> dict[str, Any]:
    """Return `centre`, the tab's block, or `centre_problem` where its numbers contradict."""
    try:
        reckoning = reckoning_for(
            plan,
            own=town.own,
            grants=town.grants,
            room=town.room,
            cables=cables_of(plan, streets=layers.streets, networks=layers.networks),
            with_swings=False,
        )
    except ConfigError as error:
        return {"centre_problem": {each: error.render(each) for each in LANGUAGES}}
    block = {
        "words": {each: _words(reckoning, each) for each in LANGUAGES},
        "years": [
            {
                "year": year.year,
                "once": sum(year.spent_czk[line] for line in INVESTMENT),
                "running": sum(year.spent_czk[line] for line in RUNNING),
                "own": year.own_czk,
            }
            for year in reckoning.money.years
        ],
        "storage": _storage(reckoning),
        "staffing": _staffing(reckoning),
    }
    return {"centre": block}


def _words(reckoning: Reckoning, language: Language) -> dict[str, Any]:
    figures = [figure for figure in FIGURES if figure.key in ROWS]
    phases = range(len(reckoning.plan.phases))
    table = parameters_table(reckoning.parameters, language)
    assumed = sum(
        each.basis == "assumption" and not each.own for each in reckoning.parameters.table.values()
    )
    return {
        "phases": phase_names(reckoning, language),
        "rows": [
            [
                text(f"centre.row.{figure.key}", language),
                *(figure.words(reckoning, phase, language) for phase in phases),
            ]
            for figure in figures
        ],
        "sentences": list(sentences(reckoning, language)),
        "assumed": text(
            "centre_page.assumed", language, n=assumed, all=len(reckoning.parameters.table)
        ),
        "apart": text("centre_page.limits_apart", language),
        "parameters": [list(row[1:]) for row in table.rows],
    }


def _storage(reckoning: Reckoning) -> list[dict[str, float]]:
    """Return terabytes of each phase: recordings, and the band of what a scene gives."""
    scene = reckoning.parameters.table["scene_factor"]
    ends = min(scene.low / scene.value, 1.0), max(scene.high / scene.value, 1.0)
    return [
        {
            "net": round(needs.storage.net_tb, 2),
            "low": round(needs.storage.net_tb * ends[0], 2),
            "high": round(needs.storage.net_tb * ends[1], 2),
        }
        for needs in reckoning.centre.phases
    ]


def _staffing(reckoning: Reckoning) -> Mapping[str, Any]:
    """Return the week of the target, 168 hours: who is needed, who is there."""
    hours = reckoning.centre.phases[-1].hours
    return {
        "measured": hours.measured,
        "needed": list(hours.operators),
        "seats": seats_by_hour(reckoning.parameters) * WEEK_DAYS,
    }
