"""Rows of connecting new points: metres of new cable, and points that an allowance stands for."""

from placement.centre.cables import FIBRE, POWER, PhaseCables
from placement.centre.reckoning import Reckoning
from placement.output.centre.workbook.book import PhaseSheet


def write_connection(sheet: PhaseSheet, reckoning: Reckoning) -> None:
    """Write the plan's own numbers of power and fibre, by phase."""
    cables = reckoning.centre.cables
    for kind, of_phases in ((POWER, cables.power), (FIBRE, cables.fibre)):
        lengths, allowed = _numbers(reckoning, of_phases)
        for key, values, unit in ((f"{kind}_m", lengths, "m"), (f"{kind}_points", allowed, "")):
            sheet.numbers(key, values, words=sheet.of.word(f"row.{key}"), unit=unit)


def _numbers(
    reckoning: Reckoning, of_phases: tuple[PhaseCables, ...] | None
) -> tuple[list[float], list[float]]:
    """Return metres of cable and points with an allowance; nothing is connected today."""
    if of_phases is None:
        points = [float(needs.connection.points) for needs in reckoning.centre.phases]
        return [0.0] * len(points), points
    return [0.0, *(each.length_m for each in of_phases)], [
        0.0,
        *(float(len(each.unreached)) for each in of_phases),
    ]


def connection_czk(sheet: PhaseSheet, phase: int) -> str:
    """Return the formula of what connecting a phase's points costs, before it is rounded."""
    return "+".join(
        f"{sheet.at(f'{kind}_m', phase)}*cable_{kind}_czk_m"
        f"+{sheet.at(f'{kind}_points', phase)}*connection_{kind}_czk"
        for kind in (POWER, FIBRE)
    )
