"""What each phase asks of the centre, as a table: a row a number, a column a phase."""

from collections.abc import Callable, Sequence

from placement.centre.needs import CentreNeeds
from placement.centre.reckoning import Reckoning
from placement.output.comparison_texts import TextTable
from placement.output.wording import phase_name
from placement.texts import NO_BREAK_SPACE, Language, number, percentage, text

Cell = Callable[[CentreNeeds, Language], str]


def _number(get: Callable[[CentreNeeds], float], decimals: int, unit: str = "") -> Cell:
    """Return what says a number of a phase with its unit."""

    def say(needs: CentreNeeds, language: Language) -> str:
        words = number(get(needs), language, decimals)
        return f"{words}{NO_BREAK_SPACE}{unit}" if unit else words

    return say


def _share(get: Callable[[CentreNeeds], float | None]) -> Cell:
    """Return what says a share of a phase; a dash where nobody measured it. [%]"""

    def say(needs: CentreNeeds, language: Language) -> str:
        share = get(needs)
        return "–" if share is None else f"{percentage(share, 1.0, language)}{NO_BREAK_SPACE}%"

    return say


ROWS: Sequence[tuple[str, Cell]] = (
    ("cameras", _number(lambda n: n.cameras, 0)),
    ("pictures", _number(lambda n: n.pictures, 0)),
    ("watched", _number(lambda n: n.watched, 1)),
    ("operators", _number(lambda n: n.operators, 0)),
    ("detected", _share(lambda n: n.detected_share)),
    ("events", _number(lambda n: n.events_h, 2)),
    ("peak_operators", _number(lambda n: n.peak_operators, 0)),
    ("peak_waiting", _share(lambda n: n.peak_waiting_share)),
    ("peak_wait", _number(lambda n: n.peak_wait_min, 1, "min")),
    ("rate", _number(lambda n: n.storage.rate_mbit_s, 0, "Mbit/s")),
    ("net", _number(lambda n: n.storage.net_tb, 1, "TB")),
    ("disks", _number(lambda n: n.storage.disks, 0)),
    ("uplink", _number(lambda n: n.power.uplink_mbit_s, 0, "Mbit/s")),
    ("trunk", _share(lambda n: n.power.trunk_full)),
    ("cameras_power", _number(lambda n: n.power.cameras_w, 0, "W")),
    ("supply", _number(lambda n: n.power.supply_w, 0, "W")),
    ("heat", _number(lambda n: n.power.heat_kw, 1, "kW")),
    ("ups", _number(lambda n: n.power.ups_wh, 0, "Wh")),
    ("energy", _number(lambda n: n.power.energy_kwh, 0, "kWh")),
    ("energy_cost", _number(lambda n: n.energy_czk, 0, "Kč")),
    ("investment", _number(lambda n: n.cameras_czk, 0, "Kč")),
)
"""Rows of the table: key of its words, and what says its value."""


def phase_names(reckoning: Reckoning, language: Language) -> list[str]:
    """Return what the phases are called, today first."""
    return [
        text("centre.today", language)
        if phase.phase == 0
        else phase_name(phase.name_in(language), phase.phase, language)
        for phase in reckoning.plan.phases
    ]


def phases_table(reckoning: Reckoning, language: Language) -> TextTable:
    """Return what each phase asks for, a column a phase from today on."""
    return TextTable(
        text("centre.phases", language),
        (text("centre.what", language), *phase_names(reckoning, language)),
        tuple(
            (
                text(f"centre.row.{key}", language),
                *(say(needs, language) for needs in reckoning.centre.phases),
            )
            for key, say in ROWS
        ),
    )
