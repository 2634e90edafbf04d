"""New cable for each camera point, as a table and as plain values."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from placement.centre.cables import FIBRE, POWER, Cables, PhaseCables, PointCable
from placement.output.comparison_texts import TextTable
from placement.output.wording import printable
from placement.texts import NO_BREAK_SPACE, Language, number, text

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.centre.reckoning import Reckoning


def cables_table(reckoning: "Reckoning", language: Language) -> TextTable:
    """Return the metres of new cable for each point, those of the first phase first."""
    heads = ("point", "phase", "cable", "own_m", "way_m")
    return TextTable(
        text("centre.cables", language),
        tuple(text(f"centre.head.{name}", language) for name in heads),
        tuple(
            (
                printable(point.point_id),
                str(phase),
                text(f"centre.cable.{kind}", language),
                _metres(point.own_m, language),
                _metres(point.way_m, language),
            )
            for kind, phase, point in _points(reckoning.centre.cables)
        ),
    )


def sentences(reckoning: "Reckoning", language: Language) -> Iterator[str]:
    """Yield how much cable there is, how sure that is, and which points no street leads to."""
    for kind, phases in _kinds(reckoning.centre.cables):
        length_m, least_m = (
            sum(getattr(each, name) for each in phases) for name in ("length_m", "least_m")
        )
        is_shortest = all(each.proven_factor == 1 for each in phases)
        yield text(
            f"centre.cable_length.{'shortest' if is_shortest else 'near'}",
            language,
            kind=text(f"centre.cable.{kind}", language),
            length=number(length_m, language, 0),
            least=number(least_m, language, 0),
        )
        names = [name for each in phases for name in each.unreached]
        if names:
            yield text(
                "centre.no_way",
                language,
                kind=text(f"centre.cable.{kind}", language),
                names=", ".join(map(printable, names)),
            )


def as_dict(cables: Cables) -> dict[str, Any]:
    """Return power and fibre by phase as plain values; None where no such layer was given."""
    plain: dict[str, Any] = {POWER: None, FIBRE: None}
    for kind, phases in _kinds(cables):
        plain[kind] = [
            {
                "phase": number,
                "length_m": each.length_m,
                "least_m": each.least_m,
                "proven_factor": each.proven_factor,
                "points": [
                    {"point_id": p.point_id, "own_m": p.own_m, "way_m": p.way_m}
                    for p in each.points
                ],
            }
            for number, each in enumerate(phases, 1)
        ]
    return plain


def _kinds(cables: Cables) -> Iterator[tuple[str, tuple[PhaseCables, ...]]]:
    for kind, phases in ((POWER, cables.power), (FIBRE, cables.fibre)):
        if phases is not None:
            yield kind, phases


def _points(cables: Cables) -> Iterator[tuple[str, int, PointCable]]:
    for kind, phases in _kinds(cables):
        for phase, each in enumerate(phases, 1):
            for point in each.points:
                yield kind, phase, point


def _metres(length_m: float | None, language: Language) -> str:
    return "–" if length_m is None else f"{number(length_m, language, 0)}{NO_BREAK_SPACE}m"
