"""Chapter 6: server room, recording, network and power, phase by phase."""

from collections.abc import Iterator

from placement.centre.reckoning import Reckoning
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Citation, Inline, Reference, StudyTable
from placement.output.study.chapters.centre import parameter, parameter_path
from placement.output.study.fields import crowns_field, number_field, share_field
from placement.output.study.figures import centre_picture
from placement.output.study.speech import (
    cell,
    counted,
    fill,
    heading,
    joined,
    name_of,
    paragraph,
    say,
    table,
    words,
)

RECORDING = (
    ("rate", "storage/rate_mbit_s", 0),
    ("net", "storage/net_tb", 1),
    ("usable", "storage/usable_tb", 1),
    ("raw", "storage/raw_tb", 1),
    ("disks", "storage/disks", 0),
    ("uplink", "power/uplink_mbit_s", 0),
)
POWER = (
    ("cameras_power", "power/cameras_w", 0),
    ("supply", "power/supply_w", 0),
    ("heat", "power/heat_kw", 1),
    ("ups", "power/ups_wh", 0),
    ("energy", "power/energy_kwh", 0),
)
"""Rows of tables by phase: key of the words, path of the figure in a phase, decimals."""

CABLES = ("power", "fibre")


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return what cameras ask of recording, network and power."""
    parts: list[Block] = [heading(basis, "technology.title", ref="technology")]
    reckoned = basis.centre
    if reckoned is None:
        parts += [
            paragraph(basis, "centre.unknown", style="warning"),
            fill(basis, "fill.technology"),
        ]
        return tuple(parts)
    parts += [
        heading(basis, "technology.recording_title", level=2),
        joined(*_recording(basis, reckoned)),
        by_phase(basis, reckoned, "recording", RECORDING),
        centre_picture(basis, reckoned, "storage"),
        heading(basis, "technology.network_title", level=2, ref="network"),
        joined(*_network(basis, reckoned)),
        joined(*_connection(basis)),
        fill(basis, "fill.network"),
        heading(basis, "technology.power_title", level=2),
        joined(*_power(basis)),
        by_phase(basis, reckoned, "power", POWER),
        heading(basis, "technology.room_title", level=2),
        paragraph(
            basis,
            "technology.room",
            server=crowns_field(basis, "tally/lines/server_room"),
            centre=crowns_field(basis, "tally/lines/centre"),
        ),
        fill(basis, "fill.server_room"),
    ]
    return tuple(parts)


def by_phase(
    basis: StudyBasis, reckoned: Reckoning, key: str, figures: tuple[tuple[str, str, int], ...]
) -> StudyTable:
    """Return figures of each phase: a row a figure, a column a phase."""
    phases = range(len(reckoned.centre.phases))
    rows = [
        (
            cell(words(basis, f"technology.figure.{name}")),
            *((number_field(basis, f"centre/phases/{k}/{path}", decimals=places),) for k in phases),
        )
        for name, path, places in figures
    ]
    names = [name_of(basis, phase) for phase in basis.plan.phases]
    first = 0.4
    return table(
        basis,
        key,
        (words(basis, "aims.head.figure"), *names),
        rows,
        right=range(1, len(names) + 1),
        widths=(first, *[(1 - first) / len(names)] * len(names)),
    )


def _recording(basis: StudyBasis, reckoned: Reckoning) -> Iterator[tuple[Inline, ...]]:
    last = len(reckoned.centre.phases) - 1
    days = reckoned.parameters["retention_days"]
    yield say(
        basis,
        "technology.recording",
        days=counted(basis, parameter_path(basis, "retention_days"), "days")
        if days == int(days)
        else parameter(basis, "retention_days", unit="d"),
        net=number_field(basis, f"centre/phases/{last}/storage/net_tb", decimals=1, unit="TB"),
        disks=counted(basis, f"centre/phases/{last}/storage/disks", "disks"),
        size=parameter(basis, "disk_tb", unit="TB"),
        table=Reference("recording"),
    )
    yield say(
        basis,
        "technology.rates",
        frames=parameter(basis, "frames_s"),
        source=Citation(words(basis, "source.bit_rates")),
    )
    controller = basis.plan.controller
    promised = None if controller is None else controller.retention_days
    if promised is not None and promised != days:
        yield say(
            basis,
            "technology.retention_differs",
            days=number_field(basis, "plan/controller/retention_days", decimals=None, unit="d"),
        )


def _network(basis: StudyBasis, reckoned: Reckoning) -> Iterator[tuple[Inline, ...]]:
    last = len(reckoned.centre.phases) - 1
    yield say(
        basis,
        "technology.uplink",
        rate=number_field(basis, f"centre/phases/{last}/power/uplink_mbit_s", unit="Mbit/s"),
        trunk=parameter(basis, "trunk_mbit_s", unit="Mbit/s"),
        share=share_field(basis, parameter_path(basis, "trunk_share"), decimals=0),
    )
    full = next(
        (k for k, each in enumerate(reckoned.centre.phases) if each.power.trunk_full > 1), None
    )
    if full is None:
        yield say(basis, "technology.trunk_holds")
    else:
        key = "technology.trunk_full_today" if full == 0 else "technology.trunk_full"
        yield say(
            basis,
            key,
            phase=name_of(basis, basis.plan.phases[full]),
            full=share_field(basis, f"centre/phases/{last}/power/trunk_full", decimals=0),
        )


def _connection(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    """Yield what it takes to connect new points to power and fibre."""
    tally = basis.results()["tally"]
    yield say(basis, "technology.connection", cost=crowns_field(basis, "tally/lines/connection"))
    drawn = [kind for kind in CABLES if f"{kind}_cable_m" in tally]
    if not drawn:
        yield say(basis, "technology.no_layers")
    for kind in CABLES if drawn else ():
        if kind in drawn:
            length = number_field(basis, f"tally/{kind}_cable_m", unit="m")
            yield say(basis, f"technology.{kind}_cable", length=length)
        else:
            yield say(basis, f"technology.no_{kind}_layer")
    if tally["unreached"]:
        yield say(basis, "technology.unreached", n=number_field(basis, "tally/unreached"))


def _power(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    last = len(basis.plan.phases) - 1
    at = f"centre/phases/{last}"
    yield say(
        basis,
        "technology.power",
        cameras=number_field(basis, f"{at}/power/cameras_w", unit="W"),
        supply=number_field(basis, f"{at}/power/supply_w", unit="W"),
        energy=number_field(basis, f"{at}/power/energy_kwh", unit="kWh"),
        cost=crowns_field(basis, f"{at}/energy_czk"),
        table=Reference("power"),
    )
    yield say(
        basis,
        "technology.backup",
        hours=parameter(basis, "ups_h", unit="h"),
        energy=number_field(basis, f"{at}/power/ups_wh", unit="Wh"),
        heat=number_field(basis, f"{at}/power/heat_kw", decimals=1, unit="kW"),
    )
