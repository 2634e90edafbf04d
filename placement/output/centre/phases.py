"""What each phase asks of the centre, from today to the target: one list of figures for all."""

from collections.abc import Callable, Sequence

from attrs import frozen

from placement.centre.needs import CentreNeeds
from placement.centre.phase_money import CAMERAS, CONNECTION, PhaseMoney
from placement.centre.reckoning import Reckoning
from placement.output.comparison_texts import TextTable
from placement.output.wording import phase_name
from placement.texts import NO_BREAK_SPACE, Language, number, percentage, text

PERCENT = "%"


@frozen
class PhaseFigure:
    """A figure that each phase has: a row of tables, a column of lists."""

    key: str
    """Of its words, below `centre.row`; the name of its column."""
    value: Callable[[Reckoning, int], float | None]
    """Of a phase; a share in parts; None where nobody knows it."""
    decimals: int
    unit: str = ""

    def words(self, reckoning: Reckoning, phase: int, language: Language) -> str:
        """Return the value of a phase with its unit; a dash where nobody knows it."""
        value = self.value(reckoning, phase)
        if value is None:
            return "–"
        if self.unit == PERCENT:
            words = percentage(value, 1.0, language)
        else:
            words = number(round(value, self.decimals) + 0.0, language, self.decimals)
        return f"{words}{NO_BREAK_SPACE}{self.unit}" if self.unit else words

    def cell(self, reckoning: Reckoning, phase: int) -> float | None:
        """Return the value of a phase as a list has it: shares in percent."""
        value = self.value(reckoning, phase)
        return 100 * value if value is not None and self.unit == PERCENT else value


def _needed(
    key: str, get: Callable[[CentreNeeds], float | None], decimals: int, unit: str = ""
) -> PhaseFigure:
    return PhaseFigure(key, lambda r, phase: get(r.centre.phases[phase]), decimals, unit)


def _paid(key: str, get: Callable[[PhaseMoney], int], unit: str = "Kč") -> PhaseFigure:
    return PhaseFigure(key, lambda r, phase: get(r.phases[phase]), 0, unit)


def _full_time(reckoning: Reckoning, phase: int) -> float:
    centre = reckoning.centre
    return (centre.staffing if phase else centre.staffing_today).full_time


FIGURES: Sequence[PhaseFigure] = (
    _needed("cameras", lambda n: n.cameras, 0),
    _needed("pictures", lambda n: n.pictures, 0),
    _needed("watched", lambda n: n.watched, 1),
    _needed("operators", lambda n: n.operators, 0),
    _needed("detected", lambda n: n.detected_share, 1, PERCENT),
    _needed("events", lambda n: n.events_h, 2),
    _needed("peak_operators", lambda n: n.peak_operators, 0),
    _needed("peak_waiting", lambda n: n.peak_waiting_share, 1, PERCENT),
    _needed("peak_wait", lambda n: n.peak_wait_min, 1, "min"),
    _needed("next_operator", lambda n: n.hours.next_operator, 2, "×"),
    PhaseFigure("full_time", _full_time, 2),
    _needed("rate", lambda n: n.storage.rate_mbit_s, 0, "Mbit/s"),
    _needed("net", lambda n: n.storage.net_tb, 1, "TB"),
    _needed("disks", lambda n: n.storage.disks, 0),
    _needed("uplink", lambda n: n.power.uplink_mbit_s, 0, "Mbit/s"),
    _needed("trunk", lambda n: n.power.trunk_full, 1, PERCENT),
    _needed("cameras_power", lambda n: n.power.cameras_w, 0, "W"),
    _needed("supply", lambda n: n.power.supply_w, 0, "W"),
    _needed("heat", lambda n: n.power.heat_kw, 1, "kW"),
    _needed("ups", lambda n: n.power.ups_wh, 0, "Wh"),
    _needed("energy", lambda n: n.power.energy_kwh, 0, "kWh"),
    _paid("energy_cost", lambda m: m.running_czk["energy"]),
    _paid("investment", lambda m: m.invested_czk.get(CAMERAS, 0)),
    _needed("new_points", lambda n: n.connection.points, 0),
    _needed("power_cable", lambda n: n.connection.power_m, 0, "m"),
    _needed("fibre_cable", lambda n: n.connection.fibre_m, 0, "m"),
    _paid("connection", lambda m: m.invested_czk.get(CONNECTION, 0)),
    _paid("invested", lambda m: m.investment_czk),
    _paid("own", lambda m: m.own_czk),
    _paid("yearly", lambda m: m.yearly_czk),
)
"""All figures of a phase, in the order of tables, lists, workbook and page."""


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
    phases = range(len(reckoning.plan.phases))
    return TextTable(
        text("centre.phases", language),
        (text("centre.what", language), *phase_names(reckoning, language)),
        tuple(
            (
                text(f"centre.row.{figure.key}", language),
                *(figure.words(reckoning, phase, language) for phase in phases),
            )
            for figure in FIGURES
        ),
    )
